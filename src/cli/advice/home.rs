//! What to do where there is no home to use.

use std::path::Path;

use super::file::file;
use crate::home::{Distrust, HomeError};
use crate::settings::SettingsError;

/// What to do about it, where anything can be done.
pub(super) fn home(error: &HomeError) -> Option<String> {
    Some(match error {
        HomeError::Missing(_) => {
            "make one with `mintage init`, or in one step with `mintage token issue --dev --app demo --user alice`"
                .into()
        }
        HomeError::NoSettings(_) => {
            "restore config.toml; if `mintage init` was interrupted before it made a key, run it again".into()
        }
        HomeError::Nowhere => "set MINTAGE_HOME, or give --home DIR".into(),
        HomeError::Unsafe(error) | HomeError::File(error) | HomeError::TrustUnknown(error) => return file(error),
        HomeError::Settings(SettingsError::File(error)) => return file(error),
        HomeError::Settings(SettingsError::Content { path, .. }) => format!("correct {}", path.display()),
        HomeError::Untrusted { home, why: Distrust::NoHome } => {
            format!(
                "name another with --home or MINTAGE_HOME, or make it one with `mintage --home {} init`",
                quoted(home)
            )
        }
        HomeError::Untrusted { home, .. } => {
            format!(
                "name another with --home or MINTAGE_HOME; or see what this one runs and who judges, and trust it, with \
                 `mintage trust {}`",
                quoted(home)
            )
        }
        HomeError::NotTrusted(_) => "see `mintage trust list`".into(),
        HomeError::NotNamed(_) => {
            "name one with --home DIR or MINTAGE_HOME; what lies in a checkout may have come with the change that is tested"
                .into()
        }
    })
}

/// A path as a shell takes it for one word.
pub(super) fn quoted(path: &Path) -> String {
    let text = path.display().to_string();
    let is_plain = |c: char| c.is_alphanumeric() || "/._-+,:@%=".contains(c);
    if !text.is_empty() && text.chars().all(is_plain) { text } else { format!("'{}'", text.replace('\'', "'\\''")) }
}
