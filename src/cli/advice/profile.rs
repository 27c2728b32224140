//! What to do about a profile that is not there, or that makes nothing of a token.

use super::file::file;
use crate::core::claims::profile::{ExpandError, SetArgError};
use crate::settings::{ProfileError, is_built_in};

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

/// What to do about a value that cannot be set.
pub(super) fn set(error: &SetArgError) -> Option<String> {
    match error {
        SetArgError::Unknown { profile, .. } => Some(values(profile)),
        SetArgError::NoName => Some("give --set NAME=VALUE".to_owned()),
        SetArgError::Twice(_) => None,
    }
}

/// Where the values of a profile are told. One in a file is only known by its path, which whoever named it knows.
fn values(profile: &str) -> String {
    if is_built_in(profile) {
        format!("`mintage profiles show {profile}` tells which it has")
    } else {
        "its table [set] has them".to_owned()
    }
}

/// What to do about one that makes nothing of a token.
pub(super) fn expand(error: &ExpandError) -> String {
    match error {
        ExpandError::Lacks { of_user: true, .. } => "name the user with --user".to_owned(),
        ExpandError::Lacks { profile, member, .. } | ExpandError::Value { profile, member, .. } => {
            format!("give --{member}, or another value with --set; {}", values(profile))
        }
        ExpandError::Subject { profile, .. } => format!("give --sub, or another value with --set; {}", values(profile)),
        ExpandError::Header { .. } => "put less into the header of the profile".to_owned(),
    }
}
