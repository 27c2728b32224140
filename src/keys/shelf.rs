//! Where the files of a ring are: in a folder, or in memory, for a home that nothing is left of.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use zeroize::Zeroizing;

use super::key_file;
use crate::host::files::{self, FileError, FileFault, Trust};

/// The largest key file that is read: RSA with 8192 bits takes 7 KiB.
pub(super) const MOST: u64 = 64 * 1024;

/// Where files are.
#[derive(Clone)]
pub(super) enum Shelf {
    /// In this folder, which need not exist yet.
    Folder(PathBuf),
    /// In memory: gone with the last who has it.
    Memory(Arc<Mutex<Texts>>),
}

/// The texts of files, by their names.
pub(super) type Texts = BTreeMap<String, Zeroizing<Vec<u8>>>;

impl Shelf {
    /// One in memory, with nothing on it.
    pub(super) fn in_memory() -> Self {
        Self::Memory(Arc::default())
    }

    /// The folder; of one in memory, none that there is.
    pub(super) fn folder(&self) -> &Path {
        match self {
            Self::Folder(folder) => folder,
            Self::Memory(_) => Path::new(""),
        }
    }

    /// The path of a file; of one in memory its name.
    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.folder().join(name)
    }

    /// What a file says.
    pub(super) fn read(&self, name: &str) -> Result<Zeroizing<Vec<u8>>, FileError> {
        match self {
            Self::Folder(_) => files::read_secret(&self.path(name), MOST),
            Self::Memory(texts) => lock(texts).get(name).cloned().ok_or_else(|| fault(name, FileFault::Missing)),
        }
    }

    /// Writes a new file: whole, private and durable before this returns, and never over another.
    pub(super) fn add(&self, name: &str, text: &[u8]) -> Result<(), FileError> {
        match self {
            Self::Folder(folder) => {
                files::create_private_dir(folder)?;
                files::check_trust(folder, Trust::Unchanged)?;
                files::write_new_private(&self.path(name), text)
            }
            Self::Memory(texts) => {
                let mut texts = lock(texts);
                if texts.contains_key(name) {
                    return Err(fault(name, FileFault::Exists));
                }
                texts.insert(name.to_owned(), Zeroizing::new(text.to_vec()));
                Ok(())
            }
        }
    }

    /// Puts another text into the place of a file, in one step.
    pub(super) fn replace(&self, name: &str, text: &[u8]) -> Result<(), FileError> {
        match self {
            Self::Folder(_) => files::replace_private(&self.path(name), text),
            Self::Memory(texts) => {
                lock(texts).insert(name.to_owned(), Zeroizing::new(text.to_vec()));
                Ok(())
            }
        }
    }

    /// Removes a file. One that is not there is removed.
    pub(super) fn remove(&self, name: &str) -> Result<(), FileError> {
        match self {
            Self::Folder(_) => files::remove(&self.path(name)),
            Self::Memory(texts) => {
                lock(texts).remove(name);
                Ok(())
            }
        }
    }

    /// The names of all files.
    pub(super) fn names(&self) -> Result<Vec<String>, FileError> {
        match self {
            Self::Folder(folder) => files::names(folder),
            Self::Memory(texts) => Ok(lock(texts).keys().cloned().collect()),
        }
    }

    /// The name of a file that is one of these, and could be that of a key.
    pub(super) fn name_of<'f>(&self, file: &'f Path) -> Option<&'f str> {
        let name = file.file_name()?.to_str().filter(|name| key_file::is_name(name))?;
        matches!(self, Self::Folder(folder) if files::is_same(file, &folder.join(name))).then_some(name)
    }
}

/// What is in them is nobody's business.
impl fmt::Debug for Shelf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Folder(folder) => f.debug_tuple("Folder").field(folder).finish(),
            Self::Memory(_) => f.write_str("Memory"),
        }
    }
}

fn lock(texts: &Mutex<Texts>) -> MutexGuard<'_, Texts> {
    texts.lock().unwrap_or_else(PoisonError::into_inner)
}

fn fault(name: &str, fault: FileFault) -> FileError {
    FileError { path: name.into(), fault }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shelf_does_the_same_whatever_it_is_made_of() {
        let dir = tempfile::tempdir().unwrap();
        for shelf in [Shelf::Folder(dir.path().join("keys")), Shelf::in_memory()] {
            let fault = |error: FileError| std::mem::discriminant(&error.fault);
            assert_eq!(shelf.names().unwrap(), Vec::<String>::new());
            assert_eq!(fault(shelf.read("a.pem").unwrap_err()), std::mem::discriminant(&FileFault::Missing));
            shelf.add("b.pem", b"one").unwrap();
            shelf.add("a.pem", b"two").unwrap();
            assert_eq!(
                fault(shelf.add("a.pem", b"three").unwrap_err()),
                std::mem::discriminant(&FileFault::Exists),
                "{shelf:?}"
            );
            assert_eq!(*shelf.read("a.pem").unwrap(), b"two");
            shelf.replace("a.pem", b"three").unwrap();
            assert_eq!(*shelf.read("a.pem").unwrap(), b"three");
            assert_eq!(shelf.names().unwrap(), ["a.pem", "b.pem"]);
            shelf.remove("a.pem").unwrap();
            shelf.remove("a.pem").unwrap();
            assert_eq!(shelf.names().unwrap(), ["b.pem"]);
            assert!(!format!("{shelf:?}").contains("one"));
        }
    }

    #[test]
    fn a_shelf_in_memory_has_none_of_the_files_there_are() {
        let dir = tempfile::tempdir().unwrap();
        let (file, folder) = (dir.path().join("a.pem"), Shelf::Folder(dir.path().to_owned()));
        folder.add("a.pem", b"one").unwrap();
        assert_eq!(folder.name_of(&file), Some("a.pem"));
        let memory = Shelf::in_memory();
        memory.add("a.pem", b"one").unwrap();
        assert_eq!((memory.name_of(&file), memory.name_of(Path::new("a.pem"))), (None, None));
    }
}
