//! Reading, within limits.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufRead, BufReader, Read};
use std::ops::ControlFlow;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use zeroize::Zeroizing;

use super::fault::{Fault, FileError, error};
use super::trust::{Trust, check_metadata};

/// Whether something is there, also where it is a link to nothing.
pub fn exists(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok()
}

/// Reads a secret file of ours: opened once, checked through the open descriptor, no link followed.
pub fn read_secret(path: &Path, most: u64) -> Result<Zeroizing<Vec<u8>>, FileError> {
    // Without waiting: a pipe of that name would keep us for ever.
    let flags = rustix::fs::OFlags::NOFOLLOW | rustix::fs::OFlags::NONBLOCK;
    let flags = i32::try_from(flags.bits()).unwrap_or_default();
    let file = OpenOptions::new().read(true).custom_flags(flags).open(path).map_err(|e| error(path, e))?;
    let metadata = file.metadata().map_err(|e| error(path, e))?;
    if !metadata.is_file() {
        return Err(FileError { path: path.to_owned(), fault: Fault::WrongKind("file") });
    }
    check_metadata(path, &metadata, Trust::Secret)?;
    read_capped(file, path, most).map(Zeroizing::new)
}

/// Reads a file that the user named: also a pipe or a descriptor, so nobody's ownership is asked for.
pub fn read(path: &Path, most: u64) -> Result<Vec<u8>, FileError> {
    let file = File::open(path).map_err(|e| error(path, e))?;
    read_capped(file, path, most)
}

/// Reads the start of a file that the user named, for one who only needs to know that it is too long.
pub fn read_start(path: &Path, most: u64) -> Result<Vec<u8>, FileError> {
    let mut bytes = Vec::new();
    File::open(path).and_then(|file| file.take(most).read_to_end(&mut bytes)).map_err(|e| error(path, e))?;
    Ok(bytes)
}

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

fn read_capped(file: impl Read, path: &Path, most: u64) -> Result<Vec<u8>, FileError> {
    let mut bytes = Vec::new();
    file.take(most + 1).read_to_end(&mut bytes).map_err(|e| error(path, e))?;
    if bytes.len() as u64 > most {
        return Err(FileError { path: path.to_owned(), fault: Fault::TooLarge(most) });
    }
    Ok(bytes)
}

/// How long a file is, as far as that can be told before it is read: a pipe has no length. Refused where there is nothing
/// to read.
pub fn measure(path: &Path) -> Result<Option<u64>, FileError> {
    let metadata = fs::metadata(path).map_err(|e| error(path, e))?;
    if metadata.is_dir() {
        return Err(FileError { path: path.to_owned(), fault: Fault::WrongKind("file") });
    }
    Ok(metadata.is_file().then_some(metadata.len()))
}

/// Opens a file to read it part by part.
pub fn open(path: &Path) -> Result<impl Read + Send + 'static, FileError> {
    File::open(path).map_err(|e| error(path, e))
}

/// The names in a folder, in order; none where there is no folder.
pub fn names(folder: &Path) -> Result<Vec<String>, FileError> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(e) => return Err(error(folder, e)),
    };
    let names = entries.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()));
    let mut names = names.collect::<io::Result<Vec<_>>>().map_err(|e| error(folder, e))?;
    names.sort();
    Ok(names)
}

#[cfg(test)]
mod tests {
    use super::*;

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

    #[test]
    fn reading_is_capped() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("f");
        fs::write(&path, b"12345").unwrap();
        assert!(read(&path, 5).is_ok());
        assert!(matches!(read(&path, 4).unwrap_err().fault, Fault::TooLarge(4)));
        assert!(read(Path::new("/dev/zero"), 100).is_err());
    }
}
