//! Streams that the crates for packed files leave to us: many frames of zstd, letters of two bytes, and a bound on both.

use std::cell::Cell;
use std::io::{self, Cursor, ErrorKind, Read};
use std::rc::Rc;

use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};

/// One frame of zstd after the other, as `zstd` and `cat` write them (RFC 8878, 3.1).
pub(super) struct Zstd<R> {
    source: R,
    decoder: FrameDecoder,
    is_open: bool,
}

impl<R: Read> Zstd<R> {
    pub(super) fn new(source: R) -> Self {
        Self { source, decoder: FrameDecoder::new(), is_open: false }
    }

    /// Begins the next frame; false at the end.
    fn open(&mut self) -> io::Result<bool> {
        loop {
            let mut magic = [0; 4];
            match fill(&mut self.source, &mut magic)? {
                0 => return Ok(false),
                4 => {}
                _ => return Err(ErrorKind::UnexpectedEof.into()),
            }
            if matches!(magic, [0x50..=0x5f, 0x2a, 0x4d, 0x18]) {
                let mut length = [0; 4];
                self.source.read_exact(&mut length)?;
                let length = u64::from(u32::from_le_bytes(length));
                if io::copy(&mut self.source.by_ref().take(length), &mut io::sink())? < length {
                    return Err(ErrorKind::UnexpectedEof.into());
                }
                continue;
            }
            self.decoder.init(Cursor::new(magic).chain(&mut self.source)).map_err(io::Error::other)?;
            return Ok(true);
        }
    }
}

impl<R: Read> Read for Zstd<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            if !self.is_open {
                self.is_open = self.open()?;
                if !self.is_open {
                    return Ok(0);
                }
            }
            if self.decoder.can_collect() > 0 {
                return self.decoder.read(buffer);
            }
            if self.decoder.is_finished() {
                self.is_open = false;
                continue;
            }
            let some = BlockDecodingStrategy::UptoBlocks(1);
            self.decoder.decode_blocks(&mut self.source, some).map_err(io::Error::other)?;
        }
    }
}

/// UTF-16 as UTF-8. What is no letter becomes one that says so.
pub(super) struct Utf16<R> {
    source: R,
    little: bool,
    /// A high half that waits for its low one.
    high: Option<u16>,
    ready: Vec<u8>,
    at: usize,
}

impl<R: Read> Utf16<R> {
    pub(super) fn new(source: R, little: bool) -> Self {
        Self { source, little, high: None, ready: Vec::new(), at: 0 }
    }
}

impl<R: Read> Read for Utf16<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.at == self.ready.len() {
            let mut bytes = [0; 16 * 1024];
            let length = fill(&mut self.source, &mut bytes)?;
            let unit = |pair: &[u8; 2]| if self.little { u16::from_le_bytes(*pair) } else { u16::from_be_bytes(*pair) };
            let (pairs, odd) = bytes[..length].as_chunks::<2>();
            let mut units: Vec<u16> = self.high.take().into_iter().chain(pairs.iter().map(unit)).collect();
            if length == bytes.len() && units.last().is_some_and(|unit| (0xd800..0xdc00).contains(unit)) {
                self.high = units.pop();
            }
            let mut text: String =
                char::decode_utf16(units).map(|letter| letter.unwrap_or(char::REPLACEMENT_CHARACTER)).collect();
            if !odd.is_empty() {
                text.push(char::REPLACEMENT_CHARACTER);
            }
            (self.ready, self.at) = (text.into_bytes(), 0);
        }
        let length = (self.ready.len() - self.at).min(buffer.len());
        buffer[..length].copy_from_slice(&self.ready[self.at..][..length]);
        self.at += length;
        Ok(length)
    }
}

/// Counts what goes in.
pub(super) struct Counted<R> {
    pub(super) source: R,
    pub(super) read: Rc<Cell<u64>>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.source.read(buffer)?;
        self.read.set(self.read.get() + length as u64);
        Ok(length)
    }
}

/// Reads until a buffer is full or the source ends.
pub(super) fn fill(source: &mut impl Read, buffer: &mut [u8]) -> io::Result<usize> {
    let mut length = 0;
    while length < buffer.len() {
        match source.read(&mut buffer[length..]) {
            Ok(0) => break,
            Ok(more) => length += more,
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(length)
}
