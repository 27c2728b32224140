//! What a request is called: in its answer, and in the log.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// What one request is called.
#[derive(Debug, Clone)]
pub(super) struct RequestId(pub Arc<str>);

/// Names for requests: of this process, and of the place in it.
pub(super) struct RequestIds {
    process: u32,
    next: AtomicU64,
}

impl RequestIds {
    pub(super) fn new(process: u32) -> Self {
        Self { process, next: AtomicU64::new(1) }
    }

    pub(super) fn next(&self) -> String {
        format!("{:08x}-{:x}", self.process, self.next.fetch_add(1, Ordering::Relaxed))
    }
}
