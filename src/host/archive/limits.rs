//! How much may come out of what is packed: a few kilobytes can hold more than any disk.

use std::cell::Cell;
use std::io::{self, Read};
use std::rc::Rc;

/// From so much on, what comes out of one stream is compared with what went in.
const FREE: u64 = 64 * 1024 * 1024;
/// More than this from one byte is no log: the best that gzip can do with zeros.
const RATIO: u64 = 1_050;
/// What comes out at most where nobody says otherwise: 16 GiB.
const MOST: u64 = 16 * 1024 * 1024 * 1024;

/// How much may come out, of all that is read together.
#[derive(Debug, Clone)]
pub struct Limits {
    left: Rc<Cell<u64>>,
    /// None where somebody said how much is meant to come out.
    ratio: Option<u64>,
}

impl Limits {
    /// The usual bounds, or so many bytes in all, however well they are packed.
    pub fn new(most: Option<u64>) -> Self {
        Self { left: Rc::new(Cell::new(most.unwrap_or(MOST))), ratio: most.is_none().then_some(RATIO) }
    }
}

/// What comes out of a packed stream, within bounds.
pub(super) struct Bounded<R> {
    source: R,
    limits: Limits,
    /// How much went in; none where that is not known.
    packed: Option<Rc<Cell<u64>>>,
    out: u64,
}

impl<R: Read> Bounded<R> {
    pub(super) fn new(source: R, limits: &Limits, packed: Option<Rc<Cell<u64>>>) -> Self {
        Self { source, limits: limits.clone(), packed, out: 0 }
    }
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.source.read(buffer)?;
        self.out += length as u64;
        let left = self.limits.left.get();
        if (length as u64) > left {
            return Err(io::Error::other("it unpacks to more than is read in all; see --max-unpacked"));
        }
        self.limits.left.set(left - length as u64);
        if let (Some(ratio), Some(packed)) = (self.limits.ratio, &self.packed)
            && self.out > FREE
            && self.out / packed.get().max(1) > ratio
        {
            return Err(io::Error::other("it unpacks to more than a thousand times its size; see --max-unpacked"));
        }
        Ok(length)
    }
}
