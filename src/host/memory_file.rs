//! A text that a command finds in a file which exists only in memory: nothing is left on a disk, however the command ends.

use std::io::{self, Write as _};
use std::os::fd::AsRawFd as _;

use rustix::fs::{MemfdFlags, memfd_create};

/// The file. Commands that start while it lives can read it.
pub struct MemoryFile {
    file: std::fs::File,
}

impl MemoryFile {
    /// A file with this text.
    pub fn of(text: &str) -> io::Result<Self> {
        // Commands inherit it: it is not closed when they start.
        let mut file = std::fs::File::from(memfd_create("token", MemfdFlags::empty())?);
        file.write_all(text.as_bytes())?;
        Ok(Self { file })
    }

    /// Its name for a command. Each that opens it reads from the start.
    pub fn path(&self) -> String {
        format!("/dev/fd/{}", self.file.as_raw_fd())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::disallowed_methods, reason = "tests look at the machine themselves")]
    use super::*;

    #[test]
    fn a_command_reads_it_as_often_as_it_likes() {
        let text = "x".repeat(300_000);
        let file = MemoryFile::of(&text).unwrap();
        let script = "cat \"$1\"; cat \"$1\" | wc -c";
        let read = std::process::Command::new("/bin/sh").args(["-c", script, "sh", &file.path()]).output().unwrap();
        assert!(read.stdout.starts_with(text.as_bytes()) && read.stdout.ends_with(b"300000\n"));
    }
}
