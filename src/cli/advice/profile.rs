//! What to do about a profile that is not there, or that makes nothing of a token.

use super::file::file;
use crate::core::claims::profile::ExpandError;
use crate::settings::ProfileError;

/// What to do about one that cannot be used.
pub(super) fn profile(error: &ProfileError) -> Option<String> {
    Some(match error {
        ProfileError::File(error) => return file(error),
        ProfileError::Content { origin, .. } => format!("correct {origin}"),
        ProfileError::Unknown { .. } => {
            "see `mintage profiles list`; one of your own is profiles/NAME.toml in the home, or a file that is named with its path"
                .to_owned()
        }
    })
}

/// What to do about one that makes nothing of a token.
pub(super) fn expand(error: &ExpandError) -> String {
    match error {
        ExpandError::Lacks { of_user: true, .. } => "name the user with --user".to_owned(),
        ExpandError::Lacks { member, .. } | ExpandError::Value { member, .. } => {
            format!("give --{member}, or another value with --set; see `mintage profiles show`")
        }
        ExpandError::Subject { .. } => {
            "give --sub, or another value with --set; see `mintage profiles show`".to_owned()
        }
        ExpandError::Header { .. } => "put less into the header of the profile".to_owned(),
    }
}
