//! The files and folders of a home: whether they are there, whose they are, and who else may do what with them.

use std::path::{Path, PathBuf};

use crate::home::error::HomeError;
use crate::home::finding::{Finding, Part};
use crate::home::place::Place;
use crate::host::files::{self, FileError, FileFault, FileKind};
use crate::host::process;

/// Who else may do what.
const NOT_CHANGED: u32 = 0o022;
const NOT_READ: u32 = 0o077;

/// Every part that has a place of its own. Where nothing is there that a home has, there is no home.
pub(super) fn look(place: &Place) -> Result<Vec<Finding>, HomeError> {
    // In a folder that cannot be entered nothing can be seen.
    let nothing = files::names(place.folder()).is_ok()
        && [place.config(), place.store(), place.keys()].iter().all(|part| !files::exists(part));
    match files::look(place.folder()) {
        Ok(found) if found.kind == FileKind::Folder && !nothing => {}
        Err(FileError { fault: FileFault::Denied(e), path }) => {
            return Err(HomeError::File(FileError { path, fault: FileFault::Denied(e) }));
        }
        _ => return Err(HomeError::Missing(place.folder().to_owned())),
    }
    let mut findings = Vec::new();
    one(Part::Home, place.folder(), &mut findings);
    if let Err(error) = files::names(place.folder()) {
        findings.push(Finding::Unreadable(Part::Home, place.folder().to_owned(), error.fault.to_string()));
    }
    one(Part::Settings, &place.config(), &mut findings);
    one(Part::Ledger, &place.store(), &mut findings);
    if files::exists(&place.generation()) {
        one(Part::Memory, &place.generation(), &mut findings);
    }
    one(Part::Keys, &place.keys(), &mut findings);
    for name in names(&place.keys()).iter().filter(|name| is_key(name)) {
        one(Part::KeyFile, &place.keys().join(name), &mut findings);
    }
    if files::exists(&place.audit()) {
        one(Part::LogKeys, &place.audit(), &mut findings);
        for name in names(&place.audit()).iter().filter(|name| is_key(name)) {
            one(Part::LogKey, &place.audit().join(name), &mut findings);
        }
    }
    if files::exists(&place.access()) {
        one(Part::Uses, &place.access(), &mut findings);
        for name in names(&place.access()) {
            one(Part::UsesFile, &place.access().join(name), &mut findings);
        }
    }
    Ok(findings)
}

fn names(folder: &Path) -> Vec<String> {
    files::names(folder).unwrap_or_default()
}

fn is_key(name: &str) -> bool {
    Path::new(name).extension().is_some_and(|end| end == "pem")
}

/// Whether a finding is that a part cannot be read at all.
pub(super) fn is_of(finding: &Finding, part: Part) -> bool {
    matches!(finding, Finding::Missing(of, _) | Finding::WrongKind(of, ..) | Finding::Unreadable(of, ..) if *of == part)
}

fn one(part: Part, path: &Path, findings: &mut Vec<Finding>) {
    let path_of = || path.to_owned();
    let found = match files::look(path) {
        Ok(found) => found,
        Err(FileError { fault: FileFault::Missing, .. }) => return findings.push(Finding::Missing(part, path_of())),
        Err(error) => return findings.push(Finding::Unreadable(part, path_of(), error.fault.to_string())),
    };
    let (kind, word) = match part {
        Part::Home | Part::Keys | Part::LogKeys | Part::Uses => (FileKind::Folder, "folder"),
        _ => (FileKind::File, "file"),
    };
    if found.kind != kind {
        return findings.push(Finding::WrongKind(part, path_of(), word));
    }
    if found.is_link && matches!(part, Part::KeyFile | Part::LogKey | Part::Memory | Part::Uses | Part::UsesFile) {
        return findings.push(Finding::Link(part, path_of()));
    }
    let user = process::user_id();
    if found.owner != user {
        return findings.push(Finding::Foreign { part, path: path_of(), owner: found.owner, user });
    }
    let bad = if matches!(part, Part::KeyFile | Part::LogKey | Part::Ledger | Part::UsesFile) {
        NOT_READ
    } else {
        NOT_CHANGED
    };
    if found.mode & bad != 0 {
        let wanted = found.mode & !bad & 0o777;
        findings.push(Finding::Open { part, path: path_of(), mode: found.mode, wanted });
    }
}

/// Files that a process which was killed left unfinished. One that still runs is still writing.
pub(super) fn leftovers(place: &Place, findings: &mut Vec<Finding>) {
    for folder in [place.folder().to_owned(), place.keys(), place.audit()] {
        let unfinished = names(&folder).into_iter().filter(|name| files::is_partial(name));
        let left = unfinished.filter(|name| !files::writer(name).is_some_and(process::runs));
        findings.extend(left.map(|name| Finding::Leftover(folder.join(name))));
    }
}

/// The path of a stray file.
pub(super) fn stray(place: &Place, name: &str) -> PathBuf {
    place.keys().join(name)
}
