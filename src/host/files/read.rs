//! Reading, within limits.

use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, Read};
use std::os::unix::fs::{FileTypeExt as _, MetadataExt as _, OpenOptionsExt as _};
use std::path::Path;

use rustix::fs::OFlags;

use zeroize::Zeroizing;

use super::fault::{FileError, FileFault, error};
use super::stream::{Patience, Stream};
use super::trust::{Trust, check_metadata};

/// Whether something is there, also where it is a link to nothing.
pub fn exists(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok()
}

/// Whether two names lead to one file.
pub fn is_same(one: &Path, other: &Path) -> bool {
    fs::metadata(one)
        .is_ok_and(|one| fs::metadata(other).is_ok_and(|other| (one.dev(), one.ino()) == (other.dev(), other.ino())))
}

/// Whether it is a folder, or leads to one.
pub fn is_folder(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|metadata| metadata.is_dir())
}

/// Whether something can be written into a file or folder.
pub fn is_writable(path: &Path) -> bool {
    rustix::fs::access(path, rustix::fs::Access::WRITE_OK).is_ok()
}

/// Reads a secret file of ours: opened once, checked through the open descriptor, no link followed.
pub fn read_secret(path: &Path, most: u64) -> Result<Zeroizing<Vec<u8>>, FileError> {
    let (file, metadata) = open_stored(path, OFlags::NOFOLLOW)?;
    check_metadata(path, &metadata, Trust::Secret)?;
    read_capped(file, path, most).map(Zeroizing::new)
}

/// Reads a file of ours that is no secret. It may be a link, but to nothing but a file.
pub fn read_stored(path: &Path, most: u64) -> Result<Vec<u8>, FileError> {
    let (file, _) = open_stored(path, OFlags::empty())?;
    read_capped(file, path, most)
}

fn open_stored(path: &Path, flags: OFlags) -> Result<(File, Metadata), FileError> {
    // Without waiting: a pipe of that name would keep us for ever.
    let flags = i32::try_from((flags | OFlags::NONBLOCK).bits()).unwrap_or_default();
    let file = OpenOptions::new().read(true).custom_flags(flags).open(path).map_err(|e| error(path, e))?;
    let metadata = file.metadata().map_err(|e| error(path, e))?;
    if metadata.is_file() {
        Ok((file, metadata))
    } else {
        Err(FileError { path: path.to_owned(), fault: FileFault::WrongKind("file") })
    }
}

/// Reads a document that the user named: also a pipe or a descriptor, so nobody's ownership is asked for. A pipe is not waited
/// for without end.
pub fn read(path: &Path, most: u64) -> Result<Vec<u8>, FileError> {
    read_capped(Stream::open(path, Patience::Limited)?, path, most)
}

/// Reads the start of a document that the user named, for one who only needs to know that it is too long.
pub fn read_start(path: &Path, most: u64) -> Result<Vec<u8>, FileError> {
    let mut bytes = Vec::new();
    open_document(path)?.take(most).read_to_end(&mut bytes).map_err(|e| error(path, e))?;
    Ok(bytes)
}

/// Opens a document that the user named, to read it part by part.
pub fn open_document(path: &Path) -> Result<impl Read + Send + 'static, FileError> {
    Stream::open(path, Patience::Limited)
}

fn read_capped(file: impl Read, path: &Path, most: u64) -> Result<Vec<u8>, FileError> {
    let mut bytes = Vec::new();
    file.take(most + 1).read_to_end(&mut bytes).map_err(|e| error(path, e))?;
    if bytes.len() as u64 > most {
        return Err(FileError { path: path.to_owned(), fault: FileFault::TooLarge(most) });
    }
    Ok(bytes)
}

/// How long a file is, as far as that can be told before it is read: a pipe has no length. Refused where there is nothing
/// to read.
pub fn measure(path: &Path) -> Result<Option<u64>, FileError> {
    let metadata = fs::metadata(path).map_err(|e| error(path, e))?;
    let kind = metadata.file_type();
    if kind.is_dir() || kind.is_socket() || kind.is_block_device() {
        return Err(FileError { path: path.to_owned(), fault: FileFault::WrongKind("file") });
    }
    Ok(metadata.is_file().then_some(metadata.len()))
}

/// Opens a text of many lines, or a pipe that gives them as they come: it may pause, and is waited for.
pub fn open(path: &Path) -> Result<impl Read + Send + 'static, FileError> {
    Stream::open(path, Patience::Endless)
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
    fn reading_is_capped() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("f");
        fs::write(&path, b"12345").unwrap();
        assert!(read(&path, 5).is_ok());
        assert!(matches!(read(&path, 4).unwrap_err().fault, FileFault::TooLarge(4)));
        assert!(matches!(read(Path::new("/dev/zero"), 100).unwrap_err().fault, FileFault::TooLarge(100)));
    }
}
