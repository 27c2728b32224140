//! What is done before a signal ends the process.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Mutex, MutexGuard, Once, PoisonError};

use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::Signals;

use super::{files, threads};

type Deed = Box<dyn FnOnce() + Send>;

static DEEDS: Mutex<BTreeMap<u64, Deed>> = Mutex::new(BTreeMap::new());
static NEXT: AtomicU64 = AtomicU64::new(0);
static WATCH: Once = Once::new();

/// Something that is done before Ctrl-C, or another signal that asks the process to end, does end it. Once this is
/// dropped it is left undone, and the process ends as it always would.
#[derive(Debug)]
#[must_use = "where this is dropped, it is left undone"]
pub struct BeforeEnd(u64);

impl BeforeEnd {
    /// Does this, from now on.
    pub fn new(deed: impl FnOnce() + Send + 'static) -> Self {
        WATCH.call_once(watch);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        deeds().insert(number, Box::new(deed));
        Self(number)
    }
}

impl Drop for BeforeEnd {
    fn drop(&mut self) {
        drop(deeds().remove(&self.0));
    }
}

fn deeds() -> MutexGuard<'static, BTreeMap<u64, Deed>> {
    DEEDS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Waits for a signal on a thread of its own, as long as the process lives: once a handler is there, taking it away would
/// leave a signal that does nothing, and a process that Ctrl-C does not end. Where there is no thread to be had, no handler
/// is set either, and a signal ends the process at once.
fn watch() {
    let (hand, taken) = channel::<Signals>();
    let wait = move |taken: Receiver<Signals>| {
        let Ok(mut signals) = taken.recv() else { return };
        if let Some(signal) = signals.forever().next() {
            // Held to the end, so that nothing is begun that nobody would end.
            let mut deeds = deeds();
            while let Some((_, deed)) = deeds.pop_first() {
                deed();
            }
            let _ = signal_hook::low_level::emulate_default_handler(signal);
        }
    };
    if threads::detach(taken, wait).is_err() {
        return;
    }
    // What whoever started us had us ignore, as `nohup` does, stays ignored.
    let ignored = ignored();
    let heard = [SIGINT, SIGTERM, SIGHUP].into_iter().filter(|signal| ignored >> (signal - 1) & 1 == 0);
    if let Ok(signals) = Signals::new(heard) {
        let _ = hand.send(signals);
    }
}

/// The signals that this process ignores, a bit for each from 1 on, as proc_pid_status(5) has them; none where the system
/// does not say.
fn ignored() -> u64 {
    let status = files::read(Path::new("/proc/self/status"), 64 * 1024).unwrap_or_default();
    let status = String::from_utf8_lossy(&status);
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or_default()
}
