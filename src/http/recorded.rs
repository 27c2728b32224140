//! That what came of a request is told to the test that looks at it. It goes with the response, and is taken off for that.

use std::sync::{Arc, Mutex, PoisonError};

use serde_json::{Map, Value};

/// Takes what came of a request.
type Finish = Box<dyn FnOnce(Map<String, Value>) + Send>;

/// Who is told what came of a request, once.
#[derive(Clone)]
pub(super) struct Recorded(Arc<Mutex<Option<Finish>>>);

impl Recorded {
    pub(super) fn new(finish: impl FnOnce(Map<String, Value>) + Send + 'static) -> Self {
        Self(Arc::new(Mutex::new(Some(Box::new(finish)))))
    }

    /// Tells it.
    pub(super) fn tell(&self, came: Map<String, Value>) {
        let finish = self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(finish) = finish {
            finish(came);
        }
    }
}
