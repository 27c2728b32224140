//! Documents that were fetched, kept between processes in the user's cache folder. Whoever can write there decides
//! what is believed, so a folder or file that others could have written is not used.

use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::environment::Environment;
use super::files::{self, FileError, FileFault, FileLock, Trust};

/// The most bytes of a kept document: a whole answer, written as JSON text.
const MOST: u64 = 8 * super::http::MOST;

/// A folder of kept documents.
#[derive(Debug, Clone)]
pub struct Cache {
    folder: PathBuf,
}

/// A document, and when it came.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// When it was fetched, in seconds since the epoch.
    pub fetched_at: i64,
    /// When it was last asked for, whether anything came or not.
    pub tried_at: i64,
    /// For how many seconds its server says that it is good; none where it does not say.
    pub seconds: Option<i64>,
    /// The document.
    pub body: String,
}

impl Cache {
    /// The cache of the user; none where nothing says where it would be.
    pub fn of_user(environment: &Environment) -> Option<Self> {
        let cache = environment.get("XDG_CACHE_HOME").map(PathBuf::from).filter(|path| path.is_absolute());
        let home = environment.get("HOME").map(Path::new).filter(|home| home.is_absolute());
        let home = || home.map(|home| home.join(".cache"));
        Some(Self { folder: cache.or_else(home)?.join("mintage") })
    }

    /// What is kept under a name. A damaged file is none; one that others could have written is an error.
    pub fn get(&self, name: &str) -> Result<Option<Kept>, FileError> {
        let checked = files::check_trust(&self.folder, Trust::Unchanged);
        let bytes = match checked.and_then(|()| files::read_secret(&self.file(name), MOST)) {
            Ok(bytes) => bytes,
            Err(FileError { fault: FileFault::Missing | FileFault::TooLarge(_), .. }) => return Ok(None),
            Err(error) => return Err(error),
        };
        Ok(serde_json::from_slice(&bytes).ok())
    }

    /// Keeps a document under a name, in one step.
    pub fn put(&self, name: &str, kept: &Kept) -> Result<(), FileError> {
        files::create_private_dir(&self.folder)?;
        files::check_trust(&self.folder, Trust::Unchanged)?;
        let text = serde_json::to_vec(kept).unwrap_or_default();
        files::replace_private(&self.file(name), &text)
    }

    /// Waits until no other process is at work on this name, and keeps others waiting. None where one does not end.
    pub fn lock(&self, name: &str, patience: Duration) -> Result<Option<FileLock>, FileError> {
        files::create_private_dir(&self.folder)?;
        files::check_trust(&self.folder, Trust::Unchanged)?;
        files::lock(&self.folder.join(format!("{name}.lock")), patience)
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.join(format!("{name}.json"))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::disallowed_methods, reason = "tests look at the machine themselves")]
    use super::*;
    use std::fs::{self, Permissions};
    use std::os::unix::fs::PermissionsExt;

    fn kept() -> Kept {
        Kept { fetched_at: 10, tried_at: 20, seconds: Some(300), body: "{\"keys\":[]}".to_owned() }
    }

    #[test]
    fn what_is_kept_comes_back_and_is_private() {
        let dir = tempfile::tempdir().unwrap();
        let cache = Cache { folder: dir.path().join("a/mintage") };
        assert_eq!(cache.get("x").unwrap(), None);
        cache.put("x", &kept()).unwrap();
        assert_eq!(cache.get("x").unwrap(), Some(kept()));
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o7777;
        assert_eq!((mode(&cache.folder), mode(&cache.file("x"))), (0o700, 0o600));
        cache.put("x", &Kept { body: "new".to_owned(), ..kept() }).unwrap();
        assert_eq!(cache.get("x").unwrap().unwrap().body, "new");
        assert_eq!(fs::read_dir(&cache.folder).unwrap().count(), 1, "nothing half written is left");
    }

    #[test]
    fn a_damaged_file_is_none_and_one_that_others_can_write_is_an_error() {
        let dir = tempfile::tempdir().unwrap();
        let cache = Cache { folder: dir.path().join("mintage") };
        cache.put("x", &kept()).unwrap();
        for damaged in ["", "{", "[]", "{\"fetched_at\":\"now\"}", "\0\0\0"] {
            fs::write(cache.file("x"), damaged).unwrap();
            assert_eq!(cache.get("x").unwrap(), None, "{damaged:?}");
        }
        cache.put("x", &kept()).unwrap();
        fs::set_permissions(cache.file("x"), Permissions::from_mode(0o666)).unwrap();
        assert!(cache.get("x").is_err());
        cache.put("x", &kept()).unwrap();
        fs::set_permissions(&cache.folder, Permissions::from_mode(0o777)).unwrap();
        assert!(cache.get("x").is_err());
        assert!(cache.put("x", &kept()).is_err());
    }

    #[test]
    fn a_lock_is_held_by_one_and_not_waited_for_for_ever() {
        let dir = tempfile::tempdir().unwrap();
        let cache = Cache { folder: dir.path().join("mintage") };
        let held = cache.lock("x", Duration::ZERO).unwrap();
        assert!(held.is_some() && cache.lock("x", Duration::ZERO).unwrap().is_none());
        assert!(cache.lock("y", Duration::ZERO).unwrap().is_some());
        drop(held);
        assert!(cache.lock("x", Duration::ZERO).unwrap().is_some());
    }

    #[test]
    fn the_folder_is_the_variables_or_the_users() {
        let of = |variables: &[(&str, &str)]| {
            let variables = variables.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
            Cache::of_user(&Environment { variables, current_dir: None }).map(|cache| cache.folder)
        };
        assert_eq!(of(&[("XDG_CACHE_HOME", "/c"), ("HOME", "/h")]), Some("/c/mintage".into()));
        assert_eq!(of(&[("XDG_CACHE_HOME", "c"), ("HOME", "/h")]), Some("/h/.cache/mintage".into()));
        assert_eq!(of(&[("HOME", "")]), None);
    }
}
