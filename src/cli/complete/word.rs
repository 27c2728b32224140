//! Words as a shell is told them.

use clap_complete::CompletionCandidate;

use crate::home::Glimpse;

/// Those that begin as it was typed.
pub fn begin(typed: &str, words: impl IntoIterator<Item = CompletionCandidate>) -> Vec<CompletionCandidate> {
    let begins = |one: &CompletionCandidate| one.get_value().to_str().is_some_and(|word| word.starts_with(typed));
    words.into_iter().filter(begins).collect()
}

/// The same of words of which nothing is said.
pub fn fitting(typed: &str, words: impl IntoIterator<Item = String>) -> Vec<CompletionCandidate> {
    begin(typed, words.into_iter().map(CompletionCandidate::new))
}

/// What the ledger knows, as words.
pub fn glimpsed(found: Vec<Glimpse>) -> Vec<CompletionCandidate> {
    found.into_iter().map(|one| CompletionCandidate::new(one.name).help(Some(one.what.into()))).collect()
}

/// Words behind a start.
pub fn added(start: &str, words: Vec<CompletionCandidate>) -> Vec<CompletionCandidate> {
    words.into_iter().map(|one| one.add_prefix(start)).collect()
}
