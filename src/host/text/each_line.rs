//! The lines of a file, one by one.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::ops::ControlFlow;
use std::path::Path;

use super::super::files::{FileError, error};

/// How a file of lines was read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LinesRead {
    /// How many lines were shown.
    pub lines: u64,
    /// How many were too long to be shown.
    pub skipped: u64,
}

/// Shows each line of a file that the user named to `look`, with its number from 1, until it says to stop. Only one line
/// is held at a time, and one that is longer than `most` bytes is not shown.
pub fn each_line(
    path: &Path,
    most: usize,
    mut look: impl FnMut(u64, &[u8]) -> ControlFlow<()>,
) -> Result<LinesRead, FileError> {
    let mut file = BufReader::with_capacity(64 * 1024, File::open(path).map_err(|e| error(path, e))?);
    let (mut line, mut number, mut read) = (Vec::new(), 0, LinesRead::default());
    // The line, its end, and a byte that says that there is more.
    let room = most as u64 + 3;
    loop {
        line.clear();
        if file.by_ref().take(room).read_until(b'\n', &mut line).map_err(|e| error(path, e))? == 0 {
            return Ok(read);
        }
        number += 1;
        let is_whole = line.last() == Some(&b'\n') || (line.len() as u64) < room;
        if !is_whole {
            file.skip_until(b'\n').map_err(|e| error(path, e))?;
        }
        let text = line.strip_suffix(b"\n").unwrap_or(&line);
        let text = text.strip_suffix(b"\r").unwrap_or(text);
        if !is_whole || text.len() > most {
            read.skipped += 1;
            continue;
        }
        read.lines += 1;
        if look(number, text).is_break() {
            return Ok(read);
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::disallowed_methods, reason = "tests look at the machine themselves")]
    use super::*;
    use std::fs;

    #[test]
    fn lines_are_shown_one_by_one_and_long_ones_are_counted() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("f");
        let seen = |text: &[u8]| {
            fs::write(&path, text).unwrap();
            let mut seen = Vec::new();
            let read = each_line(&path, 4, |number, line| {
                seen.push((number, String::from_utf8_lossy(line).into_owned()));
                if line == b"stop" { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            });
            (seen, read.unwrap().skipped)
        };
        let owned = |lines: &[(u64, &str)]| lines.iter().map(|(n, line)| (*n, (*line).to_owned())).collect::<Vec<_>>();
        assert_eq!(seen(b""), (vec![], 0));
        assert_eq!(seen(b"a\r\n\n1234\nlast"), (owned(&[(1, "a"), (2, ""), (3, "1234"), (4, "last")]), 0));
        assert_eq!(seen(b"12345\n123456\n1234567\n12345678\nb\n"), (owned(&[(5, "b")]), 4));
        assert_eq!(seen(b"stop\nnever"), (owned(&[(1, "stop")]), 0));
        assert_eq!(seen("x".repeat(300_000).as_bytes()), (vec![], 1));
        assert!(each_line(dir.path(), 4, |_, _| ControlFlow::Continue(())).is_err());
    }
}
