//! The file of a backup: a tar archive whose last member is the SHA-256 of every byte before it, so that no byte can change
//! unseen, and so that any tar unpacks it where mintage is not at hand.

use std::io::{self, Read, Seek, SeekFrom, Write};

use sha2::{Digest, Sha256};
use tar::{Archive, Builder, EntryType, Header};

/// The name of the last member.
const CHECKSUM: &str = "checksum";
/// How many bytes there are from its start to the end of the file: its header, its text, and the two blocks that end a tar.
const TRAILER: u64 = 4 * 512;

/// Writes a backup, member by member.
pub(super) struct Packer<W: Write> {
    tar: Builder<Hashing<W>>,
    seconds: u64,
}

impl<W: Write> Packer<W> {
    /// Begins one, whose members are of this second.
    pub(super) fn new(to: W, seconds: u64) -> Self {
        Self { tar: Builder::new(Hashing::to(to)), seconds }
    }

    /// Adds a member of exactly this length.
    pub(super) fn add(&mut self, name: &str, length: u64, bytes: impl Read) -> io::Result<()> {
        let mut counted = Counted { of: bytes.take(length), count: 0 };
        self.tar.append_data(&mut header(length, self.seconds), name, &mut counted)?;
        if counted.count == length { Ok(()) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
    }

    /// Ends it with the checksum.
    pub(super) fn finish(mut self) -> io::Result<W> {
        let digest = self.tar.get_ref().hash.clone().finalize();
        append_checksum(&mut self.tar, &digest)?;
        Ok(self.tar.into_inner()?.to)
    }
}

fn append_checksum(tar: &mut Builder<impl Write>, digest: &[u8]) -> io::Result<()> {
    let text = format!("{}\n", hex(digest));
    tar.append_data(&mut header(text.len() as u64, 0), CHECKSUM, text.as_bytes())
}

fn header(length: u64, seconds: u64) -> Header {
    let mut header = Header::new_gnu();
    header.set_entry_type(EntryType::Regular);
    header.set_mode(0o600);
    header.set_mtime(seconds);
    header.set_size(length);
    header
}

/// Bytes in hexadecimal digits.
pub(super) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Whether each byte of a file is that of a whole backup.
pub(super) fn is_whole(file: &mut (impl Read + Seek), length: u64) -> io::Result<bool> {
    let Some(before) = length.checked_sub(TRAILER) else { return Ok(false) };
    file.seek(SeekFrom::Start(0))?;
    let mut hash = Hashing::to(io::sink());
    if io::copy(&mut file.by_ref().take(before), &mut hash)? != before {
        return Ok(false);
    }
    let mut found = Vec::new();
    file.take(TRAILER + 1).read_to_end(&mut found)?;
    let mut expected = Builder::new(Vec::new());
    append_checksum(&mut expected, &hash.hash.finalize())?;
    Ok(found == expected.into_inner()?)
}

/// Shows each member of a backup but the checksum: its name, its length, and its bytes.
pub(super) fn each<E: From<io::Error>>(
    file: &mut (impl Read + Seek),
    length: u64,
    mut show: impl FnMut(&str, u64, &mut dyn Read) -> Result<(), E>,
) -> Result<(), E> {
    file.seek(SeekFrom::Start(0))?;
    let mut archive = Archive::new(file.take(length.saturating_sub(TRAILER)));
    for entry in archive.entries()? {
        let mut entry = entry?;
        let name = entry.path()?.to_string_lossy().into_owned();
        let size = entry.size();
        if entry.header().entry_type() != EntryType::Regular {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "a member is no file").into());
        }
        show(&name, size, &mut entry)?;
    }
    Ok(())
}

/// Passes bytes on and takes their digest.
pub(super) struct Hashing<W> {
    to: W,
    hash: Sha256,
}

impl<W: Write> Hashing<W> {
    /// Passes bytes on to this.
    pub(super) fn to(to: W) -> Self {
        Self { to, hash: Sha256::new() }
    }

    /// The digest of all that went through, in hexadecimal digits.
    pub(super) fn digest(self) -> String {
        hex(&self.hash.finalize())
    }
}

impl<W: Write> Write for Hashing<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.to.write(bytes)?;
        self.hash.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

/// Counts what is read.
struct Counted<R> {
    of: R,
    count: u64,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.of.read(buffer)?;
        self.count += read as u64;
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    fn packed() -> Vec<u8> {
        let mut packer = Packer::new(Vec::new(), 1_767_225_600);
        packer.add("one", 3, &b"abc"[..]).unwrap();
        packer.add(&format!("keys/{}", "k".repeat(130)), 700, &[7; 700][..]).unwrap();
        packer.finish().unwrap()
    }

    fn whole(bytes: &[u8]) -> bool {
        is_whole(&mut Cursor::new(bytes), bytes.len() as u64).unwrap()
    }

    #[test]
    fn what_was_packed_comes_out() {
        let bytes = packed();
        let mut found = Vec::new();
        each::<io::Error>(&mut Cursor::new(&bytes), bytes.len() as u64, |name, size, bytes| {
            let mut text = Vec::new();
            bytes.read_to_end(&mut text)?;
            found.push((name.len(), size, text));
            Ok(())
        })
        .unwrap();
        assert_eq!(found, [(3, 3, b"abc".to_vec()), (135, 700, vec![7; 700])]);
    }

    #[test]
    fn a_byte_that_changed_or_is_missing_is_noticed_wherever_it_is() {
        let bytes = packed();
        assert!(whole(&bytes));
        for place in 0..bytes.len() {
            let mut flipped = bytes.clone();
            flipped[place] ^= 1 << (place % 8);
            assert!(!whole(&flipped), "byte {place} of {}", bytes.len());
        }
        for cut in 0..bytes.len() {
            assert!(!whole(&bytes[..cut]), "cut at {cut}");
        }
        assert!(!whole(&[&bytes[..], b"x"].concat()));
    }

    #[test]
    fn a_member_that_is_shorter_than_it_was_said_to_be_is_no_backup() {
        assert!(Packer::new(Vec::new(), 0).add("one", 4, &b"abc"[..]).is_err());
    }
}
