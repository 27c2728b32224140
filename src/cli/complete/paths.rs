//! Files and folders that can stand where one is wanted.

use std::path::Path;

use clap_complete::CompletionCandidate;

use super::known::Known;
use crate::host::files;

/// Which of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PathKind {
    /// Files, and folders on the way to them.
    File,
    /// Folders.
    Folder,
}

/// Those that begin as it was typed. What is hidden is told to whoever types its dot.
pub fn paths(typed: &str, kind: PathKind, known: &Known) -> Vec<CompletionCandidate> {
    paths_from(&known.environment.current_dir.clone().unwrap_or_default(), typed, kind, known)
}

/// The same where what is relative is so to another folder.
pub fn paths_from(here: &Path, typed: &str, kind: PathKind, known: &Known) -> Vec<CompletionCandidate> {
    let (folder, start) = match typed.rfind('/') {
        Some(end) => typed.split_at(end + 1),
        None => ("", typed),
    };
    let place = here.join(known.expanded(folder));
    let mut names = files::names(&place).unwrap_or_default();
    names.retain(|name| name.starts_with(start) && (start.starts_with('.') || !name.starts_with('.')));
    names.sort_unstable();
    let candidate = |name: String| {
        let is_folder = files::is_folder(&place.join(&name));
        let end = if is_folder { "/" } else { "" };
        (is_folder || kind == PathKind::File).then(|| CompletionCandidate::new(format!("{folder}{name}{end}")))
    };
    names.into_iter().filter_map(candidate).collect()
}
