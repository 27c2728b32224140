//! Time, chance and streams that are the same in each run.

use std::cell::RefCell;
use std::io::{self, Write};
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use mintage::host::clock::Clock;
use mintage::host::entropy::{Entropy, EntropyError};
use sha2::{Digest, Sha256};

/// A clock that stands still but for the ids.
pub struct Fixed(pub Arc<AtomicU64>);

impl Clock for Fixed {
    /// A millisecond passes with each look, so that ids come in the order in which they were made.
    fn since_epoch(&self) -> Duration {
        let later = |now: u64| (now % 1_000 < 999).then_some(now + 1);
        let now = self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, later);
        Duration::from_millis(now.unwrap_or_else(|now| now))
    }
}

/// Bytes that look random and are the same in each run.
pub struct Repeatable(pub Arc<AtomicU64>);

impl Entropy for Repeatable {
    fn fill(&self, buffer: &mut [u8]) -> Result<(), EntropyError> {
        for chunk in buffer.chunks_mut(32) {
            let block = Sha256::digest(self.0.fetch_add(1, Ordering::Relaxed).to_be_bytes());
            chunk.copy_from_slice(&block[..chunk.len()]);
        }
        Ok(())
    }
}

/// A stream that is read when the command is done.
#[derive(Clone, Default)]
pub struct Shared(Rc<RefCell<Vec<u8>>>);

impl Shared {
    pub fn take(&self) -> Vec<u8> {
        self.0.take()
    }
}

impl Write for Shared {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().write(bytes)
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
