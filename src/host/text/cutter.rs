//! A text, cut into parts of whole lines.

use std::io::{self, Read};

/// How much is read at a time.
pub(super) const PART: usize = 64 * 1024;

/// Whole lines, as they came.
#[derive(Debug, Default)]
pub struct Part {
    bytes: Vec<u8>,
    first: u64,
    longest: usize,
    too_long: bool,
}

impl Part {
    /// Each line with its number from 1, without what ends it; none in place of a line that is too long.
    pub fn lines(&self) -> impl Iterator<Item = (u64, Option<&[u8]>)> {
        let mut rest = self.bytes.as_slice();
        let lines = std::iter::from_fn(move || {
            let line = match memchr::memchr(b'\n', rest) {
                Some(end) => rest.split_off(..=end)?.split_last()?.1,
                None if rest.is_empty() => return None,
                None => std::mem::take(&mut rest),
            };
            let line = line.strip_suffix(b"\r").unwrap_or(line);
            Some((line.len() <= self.longest).then_some(line))
        });
        // A part has either lines or the place of one that was never held.
        (self.first..).zip(self.too_long.then_some(None).into_iter().chain(lines))
    }

    /// Its memory, for the next one.
    pub(super) fn spend(self) -> Vec<u8> {
        self.bytes
    }
}

/// Cuts a text into parts of whole lines. Never holds much more than a part and the longest line.
pub(super) struct Cutter {
    text: Box<dyn Read + Send>,
    left: Vec<u8>,
    line: u64,
    longest: usize,
    skipping: bool,
    ended: bool,
}

impl Cutter {
    /// Cuts a text whose lines have up to so many bytes, without what ends them. Those that are longer are left out.
    pub fn of(text: Box<dyn Read + Send>, longest: usize) -> Self {
        Self { text, left: Vec::new(), line: 1, longest, skipping: false, ended: false }
    }

    /// The next part, in this memory; none at the end. Comes back with what is there when the text pauses. A text that
    /// could not be read has no further parts.
    pub fn next(&mut self, spent: Vec<u8>) -> io::Result<Option<Part>> {
        self.read(spent).inspect_err(|_| {
            (self.ended, self.skipping) = (true, false);
            self.left.clear();
        })
    }

    fn read(&mut self, mut bytes: Vec<u8>) -> io::Result<Option<Part>> {
        bytes.clear();
        bytes.append(&mut self.left);
        loop {
            let mut seen = bytes.len();
            if !self.ended {
                bytes.resize(seen + PART, 0);
                let read = match self.text.read(&mut bytes[seen..]) {
                    Err(error) if error.kind() == io::ErrorKind::Interrupted => {
                        bytes.truncate(seen);
                        continue;
                    }
                    read => read?,
                };
                bytes.truncate(seen + read);
                self.ended = read == 0;
            }
            if self.skipping {
                if !self.skip(&mut bytes) {
                    if self.ended {
                        return Ok(None);
                    }
                    continue;
                }
                seen = 0;
            }
            // What was there before has no line end.
            if let Some(end) = memchr::memrchr(b'\n', &bytes[seen..]).map(|end| seen + end) {
                self.left.extend_from_slice(&bytes[end + 1..]);
                bytes.truncate(end + 1);
                return Ok(Some(self.cut(bytes)));
            }
            if self.ended {
                return Ok(if bytes.is_empty() { None } else { Some(self.cut(bytes)) });
            }
            // The last byte may be half of what ends the line.
            if bytes.len() > self.longest + 1 {
                self.skipping = true;
                let part = Part { bytes: Vec::new(), first: self.line, longest: self.longest, too_long: true };
                self.line += 1;
                return Ok(Some(part));
            }
        }
    }

    /// Leaves out the rest of a line that is too long; says whether it has come to its end.
    fn skip(&mut self, bytes: &mut Vec<u8>) -> bool {
        match memchr::memchr(b'\n', bytes) {
            Some(end) => {
                bytes.drain(..=end);
                self.skipping = false;
                // What follows may be a whole line, or the start of one.
                true
            }
            None => {
                bytes.clear();
                false
            }
        }
    }

    fn cut(&mut self, bytes: Vec<u8>) -> Part {
        let ends = memchr::memchr_iter(b'\n', &bytes).count() as u64;
        let lines = ends + u64::from(!bytes.ends_with(b"\n"));
        let part = Part { bytes, first: self.line, longest: self.longest, too_long: false };
        self.line += lines;
        part
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Gives a text in pieces of these sizes.
    struct Pieces(Vec<u8>, Vec<usize>);
    impl Read for Pieces {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let size = self.1.pop().unwrap_or(1).min(self.0.len()).min(buffer.len());
            buffer[..size].copy_from_slice(&self.0[..size]);
            self.0.drain(..size);
            Ok(size)
        }
    }

    proptest! {
        #[test]
        fn lines_are_those_of_the_text_however_it_comes(
            text in "[a\r\n]{0,40}",
            sizes in proptest::collection::vec(1..20_usize, 0..20),
            longest in 0..6_usize,
        ) {
            let lines = text.strip_suffix('\n').unwrap_or(&text).split('\n');
            let lines = lines.map(|line| line.strip_suffix('\r').unwrap_or(line).as_bytes().to_vec());
            let mut wanted: Vec<_> = (1_u64..).zip(lines.map(|line| (line.len() <= longest).then_some(line))).collect();
            if text.is_empty() {
                wanted.clear();
            }
            let mut cutter = Cutter::of(Box::new(Pieces(text.into_bytes(), sizes)), longest);
            let (mut seen, mut bytes) = (Vec::new(), Vec::new());
            while let Some(part) = cutter.next(bytes).unwrap() {
                prop_assert!(part.lines().next().is_some());
                seen.extend(part.lines().map(|(number, line)| (number, line.map(<[u8]>::to_vec))));
                bytes = part.spend();
            }
            prop_assert_eq!(seen, wanted);
        }
    }
}
