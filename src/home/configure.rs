//! Changing the settings of a home: its file is checked as a whole before it is replaced, in one step, by one at a time, and what was
//! changed is an event of the audit log.

use super::admit::known;
use super::error::HomeError;
use super::place::{Place, found_at};
use super::trusted::TrustedHomes;
use crate::authority::{self, Authority, Code};
use crate::core::audit::Changed;
use crate::core::json::ClaimMap;
use crate::core::{Caller, Timestamp};
use crate::host::Environment;
use crate::host::files::{self, FileError};
use crate::settings::edit::{Draft, DraftError, Edit, EditError, SettingChange, draft};
use crate::settings::{Settings, SettingsError};

/// Settings that were changed.
#[derive(Debug)]
pub struct Configured {
    /// What is no longer as it was; nothing where all is as it was asked for.
    pub changes: Vec<SettingChange>,
    /// That the home is trusted as it is now could not be kept.
    pub untrusted: Option<FileError>,
}

/// Why they were not.
#[derive(Debug, thiserror::Error)]
pub enum ConfigureError {
    /// The home.
    #[error(transparent)]
    Home(#[from] HomeError),
    /// Its file, or what is in it already.
    #[error(transparent)]
    Settings(#[from] SettingsError),
    /// It cannot be changed so.
    #[error(transparent)]
    Edit(EditError),
    /// A setting does not take what it is to be.
    #[error("{name}: {problem}")]
    Refused {
        /// Which.
        name: String,
        /// Why.
        problem: String,
    },
    /// The ledger, which keeps the record.
    #[error(transparent)]
    Authority(#[from] authority::Error),
}

impl From<FileError> for ConfigureError {
    fn from(error: FileError) -> Self {
        Self::Settings(SettingsError::File(error))
    }
}

/// What stands in the place of a value that is not told.
const NOT_TOLD: &str = "(not told)";

/// Refuses a home whose settings this user may not change: one that is not safe, or that was found and is not trusted as it is. Its
/// settings may be wrong where it was named: to change them is how that is mended.
pub fn may_change(place: &Place, environment: &Environment) -> Result<(), HomeError> {
    let trusted = known(place, environment)?;
    place.check()?;
    if let Some(trusted) = trusted {
        let compared = trusted.compare(place, &Settings::load(&place.config())?).map_err(HomeError::File)?;
        compared.map_err(|why| HomeError::Untrusted { home: place.folder().to_owned(), why })?;
    }
    Ok(())
}

/// What the file of a home would be.
pub fn drafted(place: &Place, edits: &[Edit]) -> Result<(String, Draft), ConfigureError> {
    let path = place.config();
    let text = Settings::text(&path)?;
    match draft(&text, path.parent(), edits) {
        Ok(draft) => Ok((text, draft)),
        Err(DraftError::WrongAlready(line, problem)) => {
            Err(SettingsError::Content { path, faults: vec![(line, problem)] }.into())
        }
        Err(DraftError::Edit(error)) => Err(ConfigureError::Edit(error)),
        Err(DraftError::Refused { name, problem }) => Err(ConfigureError::Refused { name, problem }),
    }
}

/// Changes the settings of a home, which [`may_change`] let pass. What was trusted before is trusted as it is then: it is the same
/// user who changed it.
pub fn configure(
    place: &Place,
    environment: &Environment,
    authority: &Authority,
    caller: &Caller,
    edits: &[Edit],
    now: Timestamp,
) -> Result<Configured, ConfigureError> {
    let path = place.config();
    let was_trusted = is_trusted(place, environment);
    // What the file was before the first try.
    let mut before: Option<String> = None;
    let act = || {
        if let Some(before) = &before {
            files::replace_keeping_mode(&path, before.as_bytes())?;
        }
        let (text, draft) = drafted(place, edits)?;
        if draft.text == text {
            return Ok((draft, None));
        }
        before = Some(text);
        files::replace_keeping_mode(&path, draft.text.as_bytes())?;
        let changed = told(&draft.changes);
        Ok::<_, ConfigureError>((draft, Some(changed)))
    };
    let refusal = |error: &ConfigureError| {
        matches!(error, ConfigureError::Edit(_) | ConfigureError::Refused { .. }).then(|| Code::Usage.word())
    };
    let draft = match authority.change_settings(caller, act, refusal) {
        Ok(done) => done?,
        Err(error) => {
            // What is not recorded is not done.
            if let Some(before) = before.filter(|_| !error.is_unknown()) {
                files::replace_keeping_mode(&path, before.as_bytes())?;
            }
            return Err(error.into());
        }
    };
    let renewed = match was_trusted {
        Some(homes) if !draft.changes.is_empty() => homes.trust(place, &draft.settings, now.0).map(drop),
        _ => Ok(()),
    };
    Ok(Configured { changes: draft.changes, untrusted: renewed.err() })
}

/// The homes that this user trusts, where this one is among them as it is now.
fn is_trusted(place: &Place, environment: &Environment) -> Option<TrustedHomes> {
    let homes = TrustedHomes::of_user(environment)?;
    let trusted = homes.get(&found_at(place.folder())).ok()??;
    let settings = Settings::load(&place.config()).ok()?;
    trusted.compare(place, &settings).is_ok_and(|same| same.is_ok()).then_some(homes)
}

/// What is recorded of changes: no secret is in it.
fn told(changes: &[SettingChange]) -> Changed {
    let (mut before, mut after) = (ClaimMap::new(), ClaimMap::new());
    for change in changes {
        let is_secret = change.setting.is_some_and(|setting| setting.secret);
        for (side, value) in [(&mut before, &change.before), (&mut after, &change.after)] {
            if let Some((value, _)) = value {
                side.insert(&change.name, if is_secret { NOT_TOLD.into() } else { value.clone() });
            }
        }
    }
    Changed { before, after }
}
