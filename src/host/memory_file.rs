//! A text that a command finds in a file of which nothing is left, however the command ends.

use std::io;

#[cfg(target_os = "macos")]
use in_a_folder as kept;
#[cfg(target_os = "linux")]
use in_memory as kept;

/// The file. Commands that start while it lives can read it, each from the start.
pub struct MemoryFile(kept::Kept);

impl MemoryFile {
    /// A file with this text.
    pub fn of(text: &str) -> io::Result<Self> {
        kept::Kept::of(text).map(Self)
    }

    /// Its name for a command.
    pub fn path(&self) -> String {
        self.0.path()
    }
}

/// It has no name in any folder: the kernel removes it with the last who has it open.
#[cfg(target_os = "linux")]
mod in_memory {
    use std::io::{self, Write as _};
    use std::os::fd::AsRawFd as _;

    use rustix::fs::{MemfdFlags, memfd_create};

    pub(super) struct Kept(std::fs::File);

    impl Kept {
        pub(super) fn of(text: &str) -> io::Result<Self> {
            // Commands inherit it: it is not closed when they start.
            let mut file = std::fs::File::from(memfd_create("token", MemfdFlags::empty())?);
            file.write_all(text.as_bytes())?;
            Ok(Self(file))
        }

        pub(super) fn path(&self) -> String {
            format!("/dev/fd/{}", self.0.as_raw_fd())
        }
    }
}

/// macOS has no such files, and there `/dev/fd/N` is read on from where the last one stopped. A private file stands for it, in the
/// folder for such files that each user has for themselves. It goes with this, and with a signal that ends the process.
#[cfg(target_os = "macos")]
mod in_a_folder {
    use std::io;
    use std::path::PathBuf;

    use super::super::entropy::{SystemEntropy, random};
    use super::super::files;
    use super::super::signals::BeforeEnd;

    pub(super) struct Kept {
        path: PathBuf,
        _end: BeforeEnd,
    }

    impl Kept {
        pub(super) fn of(text: &str) -> io::Result<Self> {
            let number = u64::from_le_bytes(random(&SystemEntropy).map_err(io::Error::other)?);
            let path = std::env::temp_dir().join(format!("mintage-{number:016x}"));
            let removed = path.clone();
            let end = BeforeEnd::new(move || drop(files::remove(&removed)));
            files::write_new_private(&path, text.as_bytes()).map_err(io::Error::other)?;
            Ok(Self { path, _end: end })
        }

        pub(super) fn path(&self) -> String {
            self.path.display().to_string()
        }
    }

    impl Drop for Kept {
        fn drop(&mut self) {
            drop(files::remove(&self.path));
        }
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
        assert!(read.stdout.starts_with(text.as_bytes()) && read.stdout.trim_ascii_end().ends_with(b"300000"));
    }
}
