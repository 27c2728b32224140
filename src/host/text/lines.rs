//! Lines of a text that may never end and may pause: read ahead on a thread of its own, within bounds.

use std::io::{self, BufRead, BufReader, Read};
use std::sync::mpsc::{Receiver, sync_channel};
use std::thread;

/// The longest line that is read.
pub const LONGEST: usize = 64 * 1024;
/// How many lines are read ahead.
const AHEAD: usize = 1_024;

/// A line with its number, from 1.
pub struct Line {
    /// Its number.
    pub number: u64,
    /// Its bytes, without what ends it; none where it is too long.
    pub bytes: Option<Vec<u8>>,
}

/// Lines as they come.
pub struct Lines {
    lines: Receiver<io::Result<Line>>,
    fault: Option<io::Error>,
}

impl Lines {
    /// Begins to read.
    pub fn of(text: Box<dyn Read + Send>) -> Self {
        let (send, lines) = sync_channel(AHEAD);
        // Ends with the text, or when nobody wants more lines, or with the process.
        thread::spawn(move || {
            let mut text = BufReader::with_capacity(LONGEST, text);
            for number in 1.. {
                let Some(line) = line(&mut text, number).transpose() else { break };
                let is_last = line.is_err();
                if send.send(line).is_err() || is_last {
                    break;
                }
            }
        });
        Self { lines, fault: None }
    }

    /// At least one line and at most `most`: what is there when the text pauses. Nothing at its end. A fault in reading comes
    /// after the lines before it.
    pub fn next(&mut self, most: usize) -> io::Result<Vec<Line>> {
        if let Some(fault) = self.fault.take() {
            return Err(fault);
        }
        let Ok(first) = self.lines.recv() else { return Ok(Vec::new()) };
        let mut lines = vec![first?];
        while lines.len() < most {
            match self.lines.try_recv() {
                Ok(Ok(line)) => lines.push(line),
                Ok(Err(fault)) => {
                    self.fault = Some(fault);
                    break;
                }
                Err(_) => break,
            }
        }
        Ok(lines)
    }
}

/// The next line. Of one that is too long only the end is looked for.
fn line(text: &mut impl BufRead, number: u64) -> io::Result<Option<Line>> {
    let mut bytes = Vec::new();
    let most = LONGEST as u64 + 2;
    if text.take(most).read_until(b'\n', &mut bytes)? == 0 {
        return Ok(None);
    }
    let is_whole = bytes.ends_with(b"\n") || (bytes.len() as u64) < most;
    if !is_whole {
        text.skip_until(b'\n')?;
    }
    for end in [b'\n', b'\r'] {
        if bytes.last() == Some(&end) {
            bytes.pop();
        }
    }
    Ok(Some(Line { number, bytes: (is_whole && bytes.len() <= LONGEST).then_some(bytes) }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_keep_their_numbers_whatever_is_between_them() {
        let long = "x".repeat(LONGEST);
        let text = format!("a\r\n\n{long}\n{long}y\nb");
        let mut lines = Lines::of(Box::new(io::Cursor::new(text)));
        let mut seen = Vec::new();
        loop {
            let next = lines.next(2).unwrap();
            if next.is_empty() {
                break;
            }
            assert!(next.len() <= 2);
            seen.extend(next.into_iter().map(|line| (line.number, line.bytes.map(|bytes| bytes.len()))));
        }
        assert_eq!(seen, [(1, Some(1)), (2, Some(0)), (3, Some(LONGEST)), (4, None), (5, Some(1))]);
    }
}
