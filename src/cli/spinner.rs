//! A sign of life for work that takes longer than a second, where a person is watching.

use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use indicatif::ProgressBar;

use crate::host::threads;

/// Quicker work than this needs no sign.
const PATIENCE: Duration = Duration::from_secs(1);
const TICK: Duration = Duration::from_millis(100);

/// Does the work, with a spinner on standard error from the first second on if `watched`.
pub fn around<T>(watched: bool, message: &'static str, work: impl FnOnce() -> T) -> T {
    if !watched {
        return work();
    }
    thread::scope(|scope| {
        let (done, waiting) = channel::<()>();
        // Where there is no thread to be had, there is no sign either.
        threads::begin(scope, move || {
            if waiting.recv_timeout(PATIENCE) == Err(RecvTimeoutError::Timeout) {
                let spinner = ProgressBar::new_spinner().with_message(message);
                // Ends when the work does, or with it. The library would tick on a thread of its own.
                while waiting.recv_timeout(TICK) == Err(RecvTimeoutError::Timeout) {
                    spinner.tick();
                }
                spinner.finish_and_clear();
            }
        });
        let result = work();
        drop(done);
        result
    })
}
