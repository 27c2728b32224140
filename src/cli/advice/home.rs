//! What to do where there is no home to use.

use std::path::Path;

use super::file::{file, quoted};
use crate::cli::command_line::CommandLine;
use crate::home::{Distrust, HomeError};
use crate::host::FileError;
use crate::host::files::FileFault;
use crate::host::url::Url;
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
        HomeError::UnsafeParts { home, all } => several(home, all),
        HomeError::Below(FileError { path, fault: FileFault::Open { .. } }) => {
            format!("`chmod go-w {}`, after checking what was changed; or keep the home elsewhere", quoted(path))
        }
        HomeError::Below(_) => "keep the home below a folder of your own".into(),
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

/// The same where a token was to be judged, which its issuer's keys can do without a home.
pub(super) fn no_judge(error: &HomeError, claimed: Option<&str>, command: Option<CommandLine<'_>>) -> String {
    let make = home(error).map(|hint| format!("{hint}; or ")).unwrap_or_default();
    let issuer = claimed.filter(|issuer| issuer.len() <= 200 && issuer.parse::<Url>().is_ok());
    match (issuer, command) {
        (Some(issuer), Some(command)) => format!(
            "{make}if you take tokens of {issuer}, as this one says it is, judge with its keys: {}; --jwks FILE|URL and --key FILE \
             name keys that you have",
            command.again(None).without("--home").with("--issuer-url", issuer)
        ),
        _ => {
            format!("{make}name the keys that judge in its place with --jwks FILE|URL, --issuer-url URL or --key FILE")
        }
    }
}

/// One command that mends every part of a home. What no `chmod` mends comes first.
fn several(home: &Path, all: &[FileError]) -> String {
    if let Some(foreign) = all.iter().find(|error| matches!(error.fault, FileFault::Foreign(_))) {
        return file(foreign).unwrap_or_default();
    }
    format!(
        "`chmod -R go-rwx {}`, after checking what was changed, and treat keys that others could read as seen by them; a volume \
         that is opened to a group at every mount (fsGroup) is best mounted with fsGroupChangePolicy: OnRootMismatch",
        quoted(home)
    )
}
