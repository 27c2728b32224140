//! Environment variables and the current folder, read once, at the start.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::path::PathBuf;

/// The environment that a command runs in.
#[derive(Debug, Clone, Default)]
pub struct Environment {
    /// The variables.
    pub variables: BTreeMap<OsString, OsString>,
    /// The folder that relative paths start from; none where it was deleted.
    pub current_dir: Option<PathBuf>,
}

impl Environment {
    /// The environment of this process.
    #[expect(clippy::disallowed_methods, reason = "the one door to the environment")]
    pub fn of_process() -> Self {
        Self { variables: std::env::vars_os().collect(), current_dir: std::env::current_dir().ok() }
    }

    /// A variable that is set and not empty.
    pub fn get(&self, name: impl AsRef<OsStr>) -> Option<&OsStr> {
        self.variables.get(name.as_ref()).map(OsString::as_os_str).filter(|value| !value.is_empty())
    }

    /// Whether nobody is there to answer: `CI` is set, as nearly every system for continuous integration sets it, and does
    /// not say `0` or `false`.
    pub fn is_ci(&self) -> bool {
        self.get("CI").is_some_and(|value| value != "0" && !value.eq_ignore_ascii_case("false"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ci_is_what_says_so_and_neither_empty_nor_zero_nor_false() {
        let ci =
            |value: &str| Environment { variables: [("CI".into(), value.into())].into(), current_dir: None }.is_ci();
        assert!(["true", "1", "TRUE", "yes", "woodpecker"].into_iter().all(ci));
        assert!(!["", "0", "false", "False", "FALSE"].into_iter().any(ci));
        assert!(!Environment::default().is_ci());
    }
}
