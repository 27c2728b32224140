//! What to do about a file.

use std::path::Path;

use crate::cli::command_line;
use crate::host::FileError;
use crate::host::files::{self, FileFault};

/// What to do about it, where anything can be done.
pub(super) fn file(error: &FileError) -> Option<String> {
    let path = quoted(&error.path);
    if let (FileFault::Missing, Some(name)) = (&error.fault, without_at(&error.path)) {
        let told = "@ stands before the name of a file where a token is wanted, and not here";
        return Some(format!("{told}: {}", word(&name)));
    }
    let is_key = error.path.extension().is_some_and(|end| end != "db");
    Some(match error.fault {
        FileFault::Missing => "check the path".into(),
        FileFault::Exists => "look at what it is, and move it out of the way".into(),
        FileFault::NotEmpty => "name a folder that is empty or not there".into(),
        FileFault::Link => "name the file itself".into(),
        FileFault::Foreign(_) => "use a home of your own, or run as the user who owns this one".into(),
        FileFault::Open { read: true, .. } if !is_key => {
            format!("`chmod 600 {path}`, and treat the users and addresses in it as seen by others")
        }
        FileFault::Open { read: true, .. } => format!("`chmod 600 {path}`, and treat the key as seen by others"),
        FileFault::Open { read: false, .. } => format!("`chmod go-w {path}`, after checking what was changed"),
        FileFault::NoModes(_) => {
            "keep the home where permissions are kept, as below your home folder; or mount this file system so that only you \
             can use it, as with uid=…,umask=077 (in WSL: options = \"metadata,umask=077\" in /etc/wsl.conf)"
                .into()
        }
        FileFault::NoLocks => {
            "no other process is in the way: mount the file system with locks, or keep the home on another".into()
        }
        FileFault::Denied(_) => "check who owns it, and whether the disk is mounted read-only".into(),
        FileFault::WrongKind(_) | FileFault::TooLarge(_) => "check the path".into(),
        FileFault::Silent(_) => "see what should write into it, or name a file".into(),
        FileFault::Full => "free space and run the command again".into(),
        FileFault::Io(_) => return None,
    })
}

/// What to do where a private key was named that others can read. Where it is mounted so, its mode cannot be changed.
pub(super) fn open_import(error: &FileError, flags: &str) -> String {
    let path = quoted(&error.path);
    let piped = format!("`mintage keys import -{flags} < {path}`");
    match error.fault {
        FileFault::Open { .. } => {
            format!("`chmod 600 {path}`, and treat the key as seen by others; where it is mounted so, {piped} reads it")
        }
        _ => format!("name the file itself, or give it as standard input: {piped}"),
    }
}

/// The file that is there where a name has an @ before it that is none of its letters.
fn without_at(path: &Path) -> Option<String> {
    let name = path.to_str()?.strip_prefix('@')?;
    files::exists(Path::new(name)).then(|| name.to_owned())
}

/// A path as a shell takes it for one word.
pub(super) fn quoted(path: &Path) -> String {
    command_line::quoted(&path.display().to_string())
}

/// A text as a shell takes it for one word.
pub(super) use command_line::quoted as word;
