//! A text of many lines, worked on by several threads and answered in its order, in bounded memory however long it is.

use std::collections::BTreeMap;
use std::io::{self, Read};
use std::num::NonZeroUsize;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Mutex, PoisonError};
use std::thread;

use super::cutter::{Cutter, Part};
use crate::host::threads;

/// How many parts each thread may have in hand or waiting to be written.
const PARTS_PER_LANE: usize = 4;

/// Why it could not be done to the end.
#[derive(Debug)]
pub enum LaneFault<E> {
    /// The text could not be read.
    Input(io::Error),
    /// The answers could not be written.
    Output(io::Error),
    /// The work.
    Work(E),
}

/// What a thread does with a part: it adds the answer to the buffer.
pub trait Work<E>: FnMut(&Part, &mut Vec<u8>) -> Result<(), E> {}
impl<E, W: FnMut(&Part, &mut Vec<u8>) -> Result<(), E>> Work<E> for W {}

/// Lets each of `jobs` threads make a worker and give it parts; `write` gets the answers in the order of the text.
///
/// A worker gets a part and a buffer for the answer. The first fault ends it all; what was answered before is written.
pub fn run<W: Work<E>, E: Send>(
    text: Box<dyn Read + Send>,
    longest: usize,
    jobs: NonZeroUsize,
    worker: &(impl Fn() -> Result<W, E> + Sync),
    write: &mut dyn FnMut(&[u8]) -> io::Result<()>,
) -> Result<(), LaneFault<E>> {
    let cutter = Cutter::of(text, longest);
    if jobs == NonZeroUsize::MIN { alone(cutter, worker, write) } else { together(cutter, jobs, worker, write) }
}

/// On this thread: with one core, a second one would only be in the way.
fn alone<W: Work<E>, E>(
    mut cutter: Cutter,
    worker: &impl Fn() -> Result<W, E>,
    write: &mut dyn FnMut(&[u8]) -> io::Result<()>,
) -> Result<(), LaneFault<E>> {
    let mut work = worker().map_err(LaneFault::Work)?;
    let (mut bytes, mut answer) = (Vec::new(), Vec::new());
    while let Some(part) = cutter.next(bytes).map_err(LaneFault::Input)? {
        answer.clear();
        let done = work(&part, &mut answer);
        write(&answer).map_err(LaneFault::Output)?;
        done.map_err(LaneFault::Work)?;
        bytes = part.spend();
    }
    Ok(())
}

/// What came of a part.
struct PartAnswer<E> {
    place: u64,
    bytes: Vec<u8>,
    fault: Option<LaneFault<E>>,
}

/// What the threads take from.
struct Supply {
    cutter: Cutter,
    /// How many parts were taken.
    taken: u64,
    /// Buffers for answers. Each is a permit: who has none waits, so that no thread runs far ahead of a slow one.
    free: Receiver<Vec<u8>>,
}

fn together<W: Work<E>, E: Send>(
    cutter: Cutter,
    jobs: NonZeroUsize,
    worker: &(impl Fn() -> Result<W, E> + Sync),
    write: &mut dyn FnMut(&[u8]) -> io::Result<()>,
) -> Result<(), LaneFault<E>> {
    let buffers = jobs.get() * PARTS_PER_LANE;
    let (give_back, free) = sync_channel::<Vec<u8>>(buffers);
    for _ in 0..buffers {
        let _ = give_back.try_send(Vec::new());
    }
    let (done, answers) = sync_channel::<PartAnswer<E>>(buffers + jobs.get());
    let supply = Mutex::new(Supply { cutter, taken: 0, free });
    let ended = thread::scope(|scope| {
        let start = |_: &usize| {
            let (done, supply) = (done.clone(), &supply);
            threads::begin(scope, move || lane(supply, worker, &done))
        };
        let begun = (0..jobs.get()).take_while(start).count();
        drop(done);
        // Both ends go when this is done, and with them the threads.
        (begun > 0).then(|| in_order(answers, give_back, write))
    });
    ended.unwrap_or_else(|| {
        let supply = supply.into_inner().unwrap_or_else(PoisonError::into_inner);
        alone(supply.cutter, worker, write)
    })
}

/// One thread: takes parts until there are none, or nobody wants answers any more.
fn lane<W: Work<E>, E>(supply: &Mutex<Supply>, worker: &impl Fn() -> Result<W, E>, done: &SyncSender<PartAnswer<E>>) {
    let mut work = match worker() {
        Ok(work) => work,
        Err(error) => {
            let _ = done.send(PartAnswer { place: u64::MAX, bytes: Vec::new(), fault: Some(LaneFault::Work(error)) });
            return;
        }
    };
    let mut spent = Vec::new();
    while let Some((place, part, mut bytes)) = take(supply, std::mem::take(&mut spent)) {
        let fault = match part {
            Ok(part) => {
                let fault = work(&part, &mut bytes).err().map(LaneFault::Work);
                spent = part.spend();
                fault
            }
            Err(error) => Some(LaneFault::Input(error)),
        };
        let is_last = fault.is_some();
        if done.send(PartAnswer { place, bytes, fault }).is_err() || is_last {
            return;
        }
    }
}

/// The next part, its place, and an empty buffer for its answer.
fn take(supply: &Mutex<Supply>, spent: Vec<u8>) -> Option<(u64, io::Result<Part>, Vec<u8>)> {
    let mut supply = supply.lock().unwrap_or_else(PoisonError::into_inner);
    let mut buffer = supply.free.recv().ok()?;
    buffer.clear();
    let part = supply.cutter.next(spent).transpose()?;
    supply.taken += 1;
    Some((supply.taken - 1, part, buffer))
}

/// Writes the answers in the order of the text.
#[expect(clippy::needless_pass_by_value, reason = "where the ends of the channels go, the threads end")]
fn in_order<E>(
    answers: Receiver<PartAnswer<E>>,
    give_back: SyncSender<Vec<u8>>,
    write: &mut dyn FnMut(&[u8]) -> io::Result<()>,
) -> Result<(), LaneFault<E>> {
    let mut waiting = BTreeMap::new();
    let mut next = 0;
    for answer in answers {
        if answer.place == u64::MAX {
            return answer.fault.map_or(Ok(()), Err);
        }
        waiting.insert(answer.place, answer);
        while let Some(answer) = waiting.remove(&next) {
            write(&answer.bytes).map_err(LaneFault::Output)?;
            if let Some(fault) = answer.fault {
                return Err(fault);
            }
            next += 1;
            let _ = give_back.try_send(answer.bytes);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::cutter::PART;
    use super::*;
    use std::io::{Cursor, Write as _};

    /// Gives bytes in pieces of changing sizes.
    struct Drips(Cursor<Vec<u8>>, usize);
    impl Read for Drips {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            self.1 = self.1 * 7 % 101 + 1;
            let most = buffer.len().min(self.1);
            self.0.read(&mut buffer[..most])
        }
    }

    /// Numbers each line and says what it is.
    fn echo(text: &[u8], longest: usize, jobs: usize) -> String {
        let mut out = Vec::new();
        let worker = || {
            Ok::<_, ()>(|part: &Part, answer: &mut Vec<u8>| {
                for (number, line) in part.lines() {
                    let line = line.map_or("too long".into(), String::from_utf8_lossy);
                    answer.extend_from_slice(format!("{number}:{line}\n").as_bytes());
                }
                Ok(())
            })
        };
        let text = Box::new(Drips(Cursor::new(text.to_vec()), 3));
        let jobs = NonZeroUsize::new(jobs).unwrap();
        run(text, longest, jobs, &worker, &mut |bytes| out.write_all(bytes)).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn lines_keep_their_order_and_their_numbers_whatever_the_number_of_threads() {
        let ends = |n: u32| if n.is_multiple_of(3) { "\r\n" } else { "\n" };
        let text = (1..=3_000).map(|n| format!("line {n}{}", ends(n))).collect::<Vec<_>>().concat();
        let wanted = (1..=3_000).map(|n| format!("{n}:line {n}\n")).collect::<Vec<_>>().concat();
        for jobs in [1, 2, 5] {
            assert_eq!(echo(text.as_bytes(), 1_000, jobs), wanted);
        }
        assert_eq!(echo(b"", 10, 2), "");
        assert_eq!(echo(b"\n\na", 10, 2), "1:\n2:\n3:a\n");
    }

    #[test]
    fn a_line_that_is_too_long_is_left_out_and_those_around_it_are_not() {
        let long = "x".repeat(PART * 3);
        let text = format!("one\n{long}\nthree\n{long}");
        for jobs in [1, 2] {
            assert_eq!(echo(text.as_bytes(), PART, jobs), "1:one\n2:too long\n3:three\n4:too long\n");
        }
    }

    #[test]
    fn a_fault_ends_it_after_the_answers_before_it() {
        struct Breaks(usize);
        impl Read for Breaks {
            fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
                self.0 += 1;
                if self.0 > 3 {
                    return Err(io::Error::other("broken"));
                }
                buffer[..2].copy_from_slice(b"a\n");
                Ok(2)
            }
        }
        for jobs in [1, 3] {
            let mut out = Vec::new();
            let worker = || {
                Ok::<_, ()>(|part: &Part, answer: &mut Vec<u8>| {
                    answer.extend(part.lines().flat_map(|(_, line)| line.unwrap().to_vec()));
                    Ok(())
                })
            };
            let jobs = NonZeroUsize::new(jobs).unwrap();
            let ended = run(Box::new(Breaks(0)), 10, jobs, &worker, &mut |bytes| out.write_all(bytes));
            assert!(matches!(ended, Err(LaneFault::Input(_))));
            assert_eq!(out, b"aaa");
        }
        let worker = || Err::<fn(&Part, &mut Vec<u8>) -> Result<(), &'static str>, _>("no worker");
        let two = NonZeroUsize::new(2).unwrap();
        let ended = run(Box::new(Breaks(0)), 10, two, &worker, &mut |_| Ok(()));
        assert!(matches!(ended, Err(LaneFault::Work("no worker"))));
    }
}
