//! Threads, as far as there are any: where the system gives none, work is done on the one there is.

use std::sync::mpsc::channel;
use std::sync::{Mutex, PoisonError};
use std::thread::{Builder, Scope, ScopedJoinHandle, scope};

/// Begins work on a thread of its own, for as long as the scope lasts; false where there is none to be had.
pub fn begin<'scope, T: Send + 'scope>(
    scope: &'scope Scope<'scope, '_>,
    work: impl FnOnce() -> T + Send + 'scope,
) -> bool {
    Builder::new().spawn_scoped(scope, work).is_ok()
}

/// Gives work to a thread that nobody waits for; where there is none to be had, gives it back.
pub fn detach<W: Send + 'static>(work: W, run: impl FnOnce(W) + Send + 'static) -> Result<(), W> {
    let (hand, taken) = channel();
    let thread = Builder::new().spawn(move || {
        if let Ok(work) = taken.recv() {
            run(work);
        }
    });
    match thread {
        Ok(_) => hand.send(work).map_err(|unsent| unsent.0),
        Err(_) => Err(work),
    }
}

/// The same, for what can wait: the thread has the processor where nobody else wants it.
pub fn detach_last<W: Send + 'static>(work: W, run: impl FnOnce(W) + Send + 'static) -> Result<(), W> {
    detach(work, |work| {
        // On Linux it is the thread that becomes nicer, and those that it begins. Where that is refused, it works as others do.
        let _ = rustix::process::nice(19);
        run(work);
    })
}

/// Does the last piece of work here and each other on a thread of its own, or here too where there is none to be had. The
/// results are in the order of the work.
pub fn each<W: Send, T: Send>(works: impl IntoIterator<Item = W>, work: impl Fn(W) -> T + Sync) -> Vec<T> {
    // Out of a slot, because work that was meant for a thread that is not to be had would be lost with it.
    let slots: Vec<_> = works.into_iter().map(|work| Mutex::new(Some(work))).collect();
    let take = |slot: &Mutex<Option<W>>| slot.lock().unwrap_or_else(PoisonError::into_inner).take();
    let done = |slot| take(slot).map(&work);
    let Some((last, others)) = slots.split_last() else { return Vec::new() };
    scope(|scope| {
        let begun: Vec<_> =
            others.iter().map(|slot| Builder::new().spawn_scoped(scope, move || done(slot)).ok()).collect();
        let last = done(last);
        let joined =
            |thread: ScopedJoinHandle<'_, _>| thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        let results = begun.into_iter().zip(others).map(|(thread, slot)| match thread {
            Some(thread) => joined(thread),
            None => done(slot),
        });
        results.collect::<Vec<_>>().into_iter().chain([last]).flatten().collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_piece_of_work_is_done_once_and_told_in_its_order() {
        assert_eq!(each([3, 1, 2], |number| number * 10), [30, 10, 20]);
        assert!(each(Vec::<u8>::new(), |number| number).is_empty());
    }

    #[test]
    fn work_that_no_thread_takes_is_given_back() {
        let (told, heard) = channel();
        assert!(detach(7, move |number| told.send(number).unwrap()).is_ok());
        assert_eq!(heard.recv(), Ok(7));
    }
}
