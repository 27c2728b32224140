//! What to do about a file.

use crate::host::FileError;
use crate::host::files::Fault;

/// What to do about it, where anything can be done.
pub(super) fn file(error: &FileError) -> Option<String> {
    let path = error.path.display();
    Some(match error.fault {
        Fault::Missing => "check the path".into(),
        Fault::Exists => "look at what it is, and move it out of the way".into(),
        Fault::NotEmpty => "name a folder that is empty or not there".into(),
        Fault::Link => "name the file itself".into(),
        Fault::Foreign(_) => "use a home of your own, or run as the user who owns this one".into(),
        Fault::Open { read: true, .. } => format!("`chmod 600 {path}`, and treat the key as seen by others"),
        Fault::Open { read: false, .. } => format!("`chmod go-w {path}`, after checking what was changed"),
        Fault::Denied(_) => "check who owns it, and whether the disk is mounted read-only".into(),
        Fault::WrongKind(_) | Fault::TooLarge(_) => "check the path".into(),
        Fault::Full => "free space and run the command again".into(),
        Fault::Io(_) => return None,
    })
}
