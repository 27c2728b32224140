//! What is done before a signal ends the process.

use std::collections::BTreeMap;
#[cfg(target_os = "linux")]
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex, MutexGuard, Once, PoisonError};

use signal_hook::consts::{SIGHUP, SIGINT, SIGPIPE, SIGTERM, SIGTSTP};
use signal_hook::iterator::Signals;
use signal_hook::{flag, low_level};

#[cfg(target_os = "linux")]
use super::files;
use super::threads;

type Deed = Box<dyn FnOnce() + Send>;
type Hearer = Box<dyn Fn(Asked) + Send>;

/// What a signal asks of a process that stays until it is told to go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// To end: SIGTERM, SIGINT.
    End,
    /// To look at its settings again: SIGHUP.
    LookAgain,
}

static DEEDS: Mutex<BTreeMap<u64, Deed>> = Mutex::new(BTreeMap::new());
static NEXT: AtomicU64 = AtomicU64::new(0);
static WATCH: Once = Once::new();
static INSTEAD: Mutex<Option<Hearer>> = Mutex::new(None);

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

/// From now on signals end nothing, and this is told of them. What whoever started us had us ignore stays ignored.
pub fn hear(tell: impl Fn(Asked) + Send + 'static) {
    *INSTEAD.lock().unwrap_or_else(PoisonError::into_inner) = Some(Box::new(tell));
    WATCH.call_once(watch);
}

/// From now on, does one thing before Ctrl-Z stops the process, and another when it goes on. Where there is no thread to be had it
/// is stopped without.
pub fn around_stops(before: impl Fn() + Send + 'static, after: impl Fn() + Send + 'static) {
    if ignored() >> (SIGTSTP - 1) & 1 == 1 {
        return;
    }
    let (hand, taken) = channel::<Signals>();
    let wait = move |taken: Receiver<Signals>| {
        let Ok(mut signals) = taken.recv() else { return };
        for signal in signals.forever() {
            before();
            // It returns when the process goes on.
            let _ = low_level::emulate_default_handler(signal);
            after();
        }
    };
    if threads::detach(taken, wait).is_ok()
        && let Ok(signals) = Signals::new([SIGTSTP])
    {
        let _ = hand.send(signals);
    }
}

/// Makes Ctrl-C and the signals that ask a process to end do so where nothing else would: for the first process of a
/// container no signal has a default action (pid_namespaces(7)), and whoever stops the container would wait in vain.
pub fn end_also_as_first() {
    if is_first() {
        WATCH.call_once(watch);
    }
}

/// Ends the process as one ends whose reader went away (SIGPIPE), which Rust programs start with ignoring.
pub fn end_unread() {
    end(SIGPIPE);
}

/// Waits for a signal on a thread of its own, as long as the process lives: once a handler is there, taking it away would
/// leave a signal that does nothing, and a process that Ctrl-C does not end. Where there is no thread to be had, no handler
/// is set either, and a signal ends the process at once.
fn watch() {
    // What whoever started us had us ignore, as `nohup` does, stays ignored.
    let ignored = ignored();
    let heard = [SIGINT, SIGTERM, SIGHUP].into_iter().filter(|signal| ignored >> (signal - 1) & 1 == 0);
    let (hand, taken) = channel::<Signals>();
    let wait = move |taken: Receiver<Signals>| {
        let Ok(mut signals) = taken.recv() else { return };
        for signal in signals.forever() {
            if let Some(tell) = &*INSTEAD.lock().unwrap_or_else(PoisonError::into_inner) {
                tell(if signal == SIGHUP { Asked::LookAgain } else { Asked::End });
                continue;
            }
            // Held to the end, so that nothing is begun that nobody would end.
            let mut deeds = deeds();
            while let Some((_, deed)) = deeds.pop_first() {
                deed();
            }
            end(signal);
        }
    };
    if threads::detach(taken, wait).is_err() {
        if is_first() {
            // No default action would end it: the handler itself does.
            for signal in heard {
                let _ = flag::register_conditional_shutdown(signal, 128 + signal, Arc::new(AtomicBool::new(true)));
            }
        }
        return;
    }
    if let Ok(signals) = Signals::new(heard) {
        let _ = hand.send(signals);
    }
}

/// Ends the process as the default action of a signal does. Of the first process of a container, where a signal that it
/// sends to itself is lost too, the exit code alone can say so, as shells write it.
fn end(signal: i32) {
    if is_first() {
        low_level::exit(128 + signal);
    }
    let _ = low_level::emulate_default_handler(signal);
}

/// Whether this is the first process, whose signals have no default actions.
fn is_first() -> bool {
    std::process::id() == 1
}

/// The signals that this process ignores, a bit for each from 1 on, as proc_pid_status(5) has them; none where the system
/// does not say.
#[cfg(target_os = "linux")]
fn ignored() -> u64 {
    let status = files::read(Path::new("/proc/self/status"), 64 * 1024).unwrap_or_default();
    let status = String::from_utf8_lossy(&status);
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or_default()
}

/// As above, by `ps`: the kernel of macOS tells the process itself only by calls that are not safe.
#[cfg(target_os = "macos")]
#[expect(clippy::disallowed_methods, reason = "a program of the system, which ends at once")]
fn ignored() -> u64 {
    let number = std::process::id().to_string();
    let told = std::process::Command::new("/bin/ps").args(["-o", "sigignore=", "-p", &number]).output();
    let told = told.map(|answer| String::from_utf8_lossy(&answer.stdout).into_owned()).unwrap_or_default();
    u64::from_str_radix(told.trim(), 16).unwrap_or_default()
}
