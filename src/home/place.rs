//! Where the home is: a folder with `config.toml`, `mintage.db`, `generation`, `reserve` and `keys/`, and maybe `access/`, `profiles/` and `tls/`.

use std::path::{Path, PathBuf};

use super::error::HomeError;
use crate::host::Environment;
use crate::host::files::{self, FileError, FileFault, Trust};

/// Where a home is, or would be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    folder: PathBuf,
    /// Whether it was found by walking up: nobody named it.
    found: bool,
}

/// The folder that marks a project's own home.
const PROJECT: &str = ".mintage";

impl Place {
    /// Finds the home: the flag, `MINTAGE_HOME`, the nearest `.mintage` here or above, the user's data folder. Where `CI`
    /// is set a `.mintage` is not used, and nothing else in its place.
    pub fn find(flag: Option<&Path>, environment: &Environment) -> Result<Self, HomeError> {
        if let Some(path) = flag {
            return Ok(Self::named(path, environment));
        }
        if let Some(path) = environment.get("MINTAGE_HOME") {
            return Ok(Self::named(Path::new(path), environment));
        }
        let here = environment.current_dir.as_deref();
        let project = here.and_then(|here| here.ancestors().map(|dir| dir.join(PROJECT)).find(|dir| dir.is_dir()));
        match project {
            Some(folder) if environment.is_ci() => return Err(HomeError::NotNamed(folder)),
            Some(folder) => return Ok(Self { folder, found: true }),
            None => {}
        }
        let data = environment.get("XDG_DATA_HOME").map(PathBuf::from).filter(|path| path.is_absolute());
        let home = || environment.get("HOME").map(Path::new).filter(|home| home.is_absolute());
        let user = || home().map(|home| home.join(".local/share"));
        let data = data.or_else(user).ok_or(HomeError::Nowhere)?;
        Ok(Self { folder: data.join("mintage"), found: false })
    }

    /// The home in a folder that somebody named. A relative path starts from the current folder.
    pub fn named(folder: &Path, environment: &Environment) -> Self {
        let here = environment.current_dir.as_deref();
        Self { folder: here.map_or_else(|| folder.to_owned(), |here| here.join(folder)), found: false }
    }

    /// The home in the folder of a project that somebody named.
    pub fn within(project: &Path, environment: &Environment) -> Self {
        Self::named(&project.join(PROJECT), environment)
    }

    /// The home in a folder that somebody named, or in the project that it is the folder of.
    pub fn named_or_within(folder: &Path, environment: &Environment) -> Self {
        let (named, within) = (Self::named(folder, environment), Self::within(folder, environment));
        if !named.exists() && within.exists() { within } else { named }
    }

    /// Whether nobody named it: it was found by walking up from the current folder.
    pub fn was_found(&self) -> bool {
        self.found
    }

    /// Whether it is where it would be found by walking up.
    pub fn can_be_found(&self) -> bool {
        found_at(&self.folder).file_name().is_some_and(|name| name == PROJECT)
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The settings.
    pub fn config(&self) -> PathBuf {
        self.folder.join("config.toml")
    }

    /// The settings of a home that is being made.
    pub fn unfinished(&self) -> PathBuf {
        self.folder.join("config.toml.unfinished")
    }

    /// The ledger.
    pub fn store(&self) -> PathBuf {
        self.folder.join("mintage.db")
    }

    /// What the home remembers of the ledger.
    pub fn generation(&self) -> PathBuf {
        self.folder.join("generation")
    }

    /// The space that is kept for an emergency.
    pub fn reserve(&self) -> PathBuf {
        self.folder.join("reserve")
    }

    /// What is kept of the use of tokens.
    pub fn access(&self) -> PathBuf {
        self.folder.join("access")
    }

    /// The private keys.
    pub fn keys(&self) -> PathBuf {
        self.folder.join("keys")
    }

    /// The key of the audit log.
    pub fn audit(&self) -> PathBuf {
        self.folder.join("audit")
    }

    /// The certificate authority of a server's own.
    pub fn tls(&self) -> PathBuf {
        self.folder.join("tls")
    }

    /// The key sets of issuers that are trusted, where they are files.
    pub fn issuers(&self) -> PathBuf {
        self.folder.join("issuers")
    }

    /// The user's own profiles.
    pub fn profiles(&self) -> PathBuf {
        self.folder.join("profiles")
    }

    /// Whether the home was made, which its settings are the last sign of.
    pub fn exists(&self) -> bool {
        files::exists(&self.config())
    }

    /// Refuses a home that is not there, or that another user owns or others can change.
    pub fn check(&self) -> Result<(), HomeError> {
        let explain = |error: FileError| match error.fault {
            FileFault::Missing | FileFault::WrongKind(_) => HomeError::Missing(self.folder.clone()),
            FileFault::Foreign(_) | FileFault::Open { .. } | FileFault::NoModes(_) => self.all_unsafe(error),
            _ => HomeError::File(error),
        };
        files::check_trust(&self.folder, Trust::Unchanged).map_err(explain)?;
        if !self.exists() && files::exists(&self.store()) {
            return Err(HomeError::NoSettings(self.folder.clone()));
        }
        files::check_trust(&self.config(), Trust::Unchanged).map_err(explain)?;
        // Users and addresses are in the ledger. A folder in its place is none, as whoever opens it says.
        let ledger = if files::is_folder(&self.store()) { Trust::Unchanged } else { Trust::Secret };
        for (part, trust) in [(self.store(), ledger), (self.keys(), Trust::Unchanged)] {
            match files::check_trust(&part, trust) {
                // Whoever needs it says that it is missing, and with which exit code.
                Err(FileError { fault: FileFault::Missing, .. }) => {}
                other => other.map_err(explain)?,
            }
        }
        self.check_above()
    }

    /// Refuses a home that lies where others can put another in its place.
    pub fn check_above(&self) -> Result<(), HomeError> {
        files::check_above(&self.folder).map_err(|error| match error.fault {
            FileFault::Foreign(_) | FileFault::Open { .. } | FileFault::NoModes(_) => HomeError::Below(error),
            _ => HomeError::File(error),
        })
    }

    /// Everything that is not safe, where one part is not: a volume that is opened to a group is so in every part, and who is
    /// told of one at a time mends one at a time.
    fn all_unsafe(&self, first: FileError) -> HomeError {
        let open = [(self.folder.clone(), Trust::Unchanged), (self.config(), Trust::Unchanged)];
        let ledger = [self.store(), self.folder.join("mintage.db-journal"), self.generation()];
        let keys = files::names(&self.keys()).unwrap_or_default().into_iter().map(|name| self.keys().join(name));
        let secret = ledger.into_iter().chain(keys).map(|path| (path, Trust::Secret));
        let parts = open.into_iter().chain([(self.keys(), Trust::Unchanged)]).chain(secret);
        let is_of_mode = |error: &FileError| matches!(error.fault, FileFault::Foreign(_) | FileFault::Open { .. });
        let all: Vec<FileError> =
            parts.filter_map(|(path, trust)| files::check_trust(&path, trust).err()).filter(is_of_mode).collect();
        if all.len() > 1 { HomeError::UnsafeParts { home: self.folder.clone(), all } } else { HomeError::Unsafe(first) }
    }
}

/// Where a home is found: links above it are followed, and it itself may be one. It may be gone.
pub fn found_at(home: &Path) -> PathBuf {
    let named = match (home.parent(), home.file_name()) {
        (Some(parent), Some(name)) => files::canonical(parent).ok().map(|parent| parent.join(name)),
        // As in `..` or `/`.
        _ => files::canonical(home).ok(),
    };
    named.unwrap_or_else(|| home.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn environment(variables: &[(&str, &str)], current_dir: &Path) -> Environment {
        Environment {
            variables: variables.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect(),
            current_dir: Some(current_dir.to_owned()),
        }
    }

    #[test]
    fn the_flag_goes_before_the_variable_before_the_project_before_the_user() {
        let dir = tempfile::tempdir().unwrap();
        let inner = dir.path().join("a/b");
        files::create_private_dir(&inner).unwrap();
        let found = |flag: Option<&str>, variables: &[(&str, &str)]| {
            Place::find(flag.map(Path::new), &environment(variables, &inner)).map(|home| home.folder)
        };
        let everything = [("MINTAGE_HOME", "/m"), ("XDG_DATA_HOME", "/x"), ("HOME", "/h")];
        assert_eq!(found(Some("f"), &everything).unwrap(), inner.join("f"));
        assert_eq!(found(None, &everything).unwrap(), Path::new("/m"));
        assert_eq!(found(None, &everything[1..]).unwrap(), Path::new("/x/mintage"));
        assert_eq!(found(None, &everything[2..]).unwrap(), Path::new("/h/.local/share/mintage"));
        assert!(matches!(found(None, &[]), Err(HomeError::Nowhere)));
        assert!(matches!(found(None, &[("XDG_DATA_HOME", "relative"), ("HOME", "")]), Err(HomeError::Nowhere)));
        let project = dir.path().join(PROJECT);
        files::create_private_dir(&project).unwrap();
        assert_eq!(found(None, &everything[1..]).unwrap(), project);
    }
}
