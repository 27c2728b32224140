//! The lines of a file, one by one.

use std::ops::ControlFlow;
use std::path::Path;

use super::cutter::Cutter;
use crate::host::files::{self, FileError};

/// How a file of lines was read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LinesRead {
    /// How many lines were shown.
    pub lines: u64,
    /// How many were too long to be shown.
    pub skipped: u64,
}

/// Shows each line of a file that the user named to `look`, with its number from 1, until it says to stop. One that
/// is longer than `most` bytes is not shown.
pub fn each_line(
    path: &Path,
    most: usize,
    mut look: impl FnMut(u64, &[u8]) -> ControlFlow<()>,
) -> Result<LinesRead, FileError> {
    let mut cutter = Cutter::of(Box::new(files::open_document(path)?), most);
    let (mut bytes, mut read) = (Vec::new(), LinesRead::default());
    while let Some(part) = cutter.next(bytes).map_err(|e| files::error(path, e))? {
        for (number, line) in part.lines() {
            let Some(line) = line else {
                read.skipped += 1;
                continue;
            };
            read.lines += 1;
            if look(number, line).is_break() {
                return Ok(read);
            }
        }
        bytes = part.spend();
    }
    Ok(read)
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
