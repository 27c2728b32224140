//! Reading a text on one thread while another looks at it.

use std::io::{self, Read};
use std::sync::mpsc::{Receiver, sync_channel};

use crate::host::threads;

/// How much is read at a time.
const PART: usize = 256 * 1024;
/// Room before what was read, for what is left of the part before.
const ROOM: usize = 16 * 1024;
/// How many parts are on their way.
const AHEAD: usize = 4;

/// A part of a text, after what is left of the part before it.
pub struct Block {
    bytes: Vec<u8>,
    from: usize,
    to: usize,
    read: usize,
    /// Whether the text ends with it.
    pub is_last: bool,
}

impl Block {
    /// All of it.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes[self.from..self.to]
    }

    /// How much of it is new.
    pub fn read(&self) -> usize {
        self.read
    }

    /// Puts what is left of the part before in front.
    fn after(mut self, left: &[u8]) -> Self {
        if left.len() <= self.from {
            self.from -= left.len();
            self.bytes[self.from..][..left.len()].copy_from_slice(left);
            return self;
        }
        let bytes = [left, self.bytes()].concat();
        Self { from: 0, to: bytes.len(), bytes, ..self }
    }
}

/// Things that are made one after another, ahead of whoever takes them.
pub(super) enum Ahead<T> {
    /// On a thread of their own.
    Made(Receiver<T>),
    /// When they are wanted, because there was no thread to be had.
    Wanted(Box<dyn FnMut() -> Option<T> + Send>),
}

/// Makes things on a thread of its own, so many ahead of whoever takes them, until there are none or nobody takes any more.
/// A thing that takes for ever to make keeps nobody from ending.
pub(super) fn ahead<T: Send + 'static>(most: usize, next: impl FnMut() -> Option<T> + Send + 'static) -> Ahead<T> {
    let (send, things) = sync_channel(most);
    let make = move |mut next: Box<dyn FnMut() -> Option<T> + Send>| {
        while next().is_some_and(|thing| send.send(thing).is_ok()) {}
    };
    match threads::detach(Box::new(next) as Box<dyn FnMut() -> Option<T> + Send>, make) {
        Ok(()) => Ahead::Made(things),
        Err(next) => Ahead::Wanted(next),
    }
}

impl<T> Ahead<T> {
    /// The next one, when it is made; none at the end.
    pub(super) fn next(&mut self) -> Option<T> {
        match self {
            Self::Made(things) => things.recv().ok(),
            Self::Wanted(next) => next(),
        }
    }

    /// The next one, if it is made already.
    pub(super) fn next_made(&mut self) -> Option<T> {
        match self {
            Self::Made(things) => things.try_recv().ok(),
            Self::Wanted(_) => None,
        }
    }
}

/// Shows a text part by part. `look` says how much of a part it is done with; the rest comes again with the next part.
/// The inner result tells whether the text could be read to its end.
pub fn read_ahead<E>(
    mut text: Box<dyn Read + Send>,
    mut look: impl FnMut(&Block) -> Result<usize, E>,
) -> Result<io::Result<()>, E> {
    let (spent, empty) = sync_channel::<Vec<u8>>(AHEAD);
    let mut is_over = false;
    let mut parts = ahead(AHEAD, move || {
        if is_over {
            return None;
        }
        let mut bytes = empty.try_recv().unwrap_or_default();
        bytes.resize(ROOM + PART, 0);
        let read = fill(&mut *text, &mut bytes[ROOM..]);
        is_over = read.as_ref().map_or(true, |read| *read < PART);
        Some(read.map(|read| Block { bytes, from: ROOM, to: ROOM + read, read, is_last: is_over }))
    });
    let mut left = Vec::new();
    while let Some(part) = parts.next() {
        let block = match part {
            Ok(block) => block.after(&left),
            Err(error) => return Ok(Err(error)),
        };
        let done = look(&block)?;
        block.bytes()[done..].clone_into(&mut left);
        if block.bytes.len() == ROOM + PART {
            let _ = spent.try_send(block.bytes);
        }
    }
    Ok(Ok(()))
}

/// Fills a buffer as far as the text goes.
fn fill(text: &mut dyn Read, buffer: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    while filled < buffer.len() {
        match text.read(&mut buffer[filled..]) {
            Ok(0) => break,
            Ok(read) => filled += read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(filled)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_comes_again_and_nothing_is_lost() {
        let text: Vec<u8> = (0..=255_u8).cycle().take(PART * 5 + 77).collect();
        // Nothing is left, a little, and more than there is room for.
        for left in [0, 3, ROOM + 5, PART * 2] {
            let mut seen = Vec::new();
            let read = read_ahead(Box::new(io::Cursor::new(text.clone())), |block| {
                let bytes = block.bytes();
                let done = if block.is_last { bytes.len() } else { bytes.len().saturating_sub(left) };
                seen.extend_from_slice(&bytes[..done]);
                Ok::<_, ()>(done)
            });
            assert!(read.unwrap().is_ok());
            assert!(seen == text, "{left}");
        }
    }
}
