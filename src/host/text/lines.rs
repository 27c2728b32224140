//! Lines of a text that may never end and may pause: read ahead on a thread of its own, within bounds.

use std::collections::VecDeque;
use std::io::{self, Read};

use super::cutter::{Cutter, Part};
use super::read_ahead::{Ahead, ahead};

/// How many parts are read ahead.
const AHEAD: usize = 4;

/// A line with its number, from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Its number.
    pub number: u64,
    /// Its bytes, without what ends it; none where it is too long.
    pub bytes: Option<Vec<u8>>,
}

/// Lines as they come.
pub struct Lines {
    parts: Ahead<io::Result<Part>>,
    ready: VecDeque<Line>,
    fault: Option<io::Error>,
}

impl Lines {
    /// Begins to read lines of up to so many bytes.
    pub fn of(text: Box<dyn Read + Send>, longest: usize) -> Self {
        let mut cutter = Cutter::of(text, longest);
        let parts = ahead(AHEAD, move || cutter.next(Vec::new()).transpose());
        Self { parts, ready: VecDeque::new(), fault: None }
    }

    /// At least one line and at most `most`: what is there when the text pauses. Nothing at its end. A fault in reading comes
    /// after the lines before it.
    pub fn next(&mut self, most: usize) -> io::Result<Vec<Line>> {
        while self.ready.len() < most && self.fault.is_none() {
            let part = if self.ready.is_empty() { self.parts.next() } else { self.parts.next_made() };
            match part {
                Some(Ok(part)) => self
                    .ready
                    .extend(part.lines().map(|(number, bytes)| Line { number, bytes: bytes.map(<[u8]>::to_vec) })),
                Some(Err(fault)) => self.fault = Some(fault),
                None => break,
            }
        }
        match self.fault.take_if(|_| self.ready.is_empty()) {
            Some(fault) => Err(fault),
            None => Ok(self.ready.drain(..most.min(self.ready.len())).collect()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc::{Receiver, channel};

    /// More than is read at a time.
    const LONGEST: usize = 80 * 1024;

    #[test]
    fn lines_keep_their_numbers_whatever_is_between_them() {
        let long = "x".repeat(LONGEST);
        let text = format!("a\r\n\n{long}\n{long}y\n{long}\r\nb");
        let mut lines = Lines::of(Box::new(io::Cursor::new(text)), LONGEST);
        let mut seen = Vec::new();
        loop {
            let next = lines.next(2).unwrap();
            if next.is_empty() {
                break;
            }
            assert!(next.len() <= 2);
            seen.extend(next.into_iter().map(|line| (line.number, line.bytes.map(|bytes| bytes.len()))));
        }
        assert_eq!(seen, [(1, Some(1)), (2, Some(0)), (3, Some(LONGEST)), (4, None), (5, Some(LONGEST)), (6, Some(1))]);
    }

    #[test]
    fn what_is_there_is_given_when_the_text_pauses_and_a_fault_comes_last() {
        /// Gives what is sent, as it is sent, and breaks when nobody sends any more.
        struct Sent(Receiver<&'static [u8]>);
        impl Read for Sent {
            fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
                let bytes = self.0.recv().map_err(io::Error::other)?;
                buffer[..bytes.len()].copy_from_slice(bytes);
                Ok(bytes.len())
            }
        }
        let (send, receive) = channel();
        let mut lines = Lines::of(Box::new(Sent(receive)), 10);
        let line = |number, text: &str| Line { number, bytes: Some(text.into()) };
        send.send(b"one\ntw").unwrap();
        assert_eq!(lines.next(10).unwrap(), [line(1, "one")]);
        send.send(b"o\nthree\nfour\nfi").unwrap();
        drop(send);
        assert_eq!(lines.next(2).unwrap(), [line(2, "two"), line(3, "three")]);
        assert_eq!(lines.next(2).unwrap(), [line(4, "four")]);
        assert!(lines.next(2).is_err());
        assert_eq!(lines.next(2).unwrap(), []);
    }
}
