//! What is known where a word is completed: the words before it, and the home that they name, glanced at when it is first asked.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock, PoisonError};

use super::before::Before;
use crate::core::policy::Defaults;
use crate::home::{Glance, Place, admit, glance};
use crate::host::Environment;
use crate::settings::{Profiles, Settings};

/// What is known there.
pub struct Known {
    /// What stands before.
    pub before: Before,
    /// Variables and the current folder.
    pub environment: Environment,
    now: i64,
    home: OnceLock<Option<Home>>,
    ledger: OnceLock<Option<Mutex<Glance>>>,
}

/// A home that may be looked into.
struct Home {
    place: Place,
    settings: Settings,
}

impl Known {
    /// Behind these words, as of now: seconds since the epoch.
    pub fn of(before: Before, environment: Environment, now: i64) -> Self {
        Self { before, environment, now, home: OnceLock::new(), ledger: OnceLock::new() }
    }

    /// As of when, in seconds since the epoch.
    pub fn now(&self) -> i64 {
        self.now
    }

    /// A path as it was typed, with the folder of its user in the place of `~`.
    pub fn expanded(&self, typed: &str) -> PathBuf {
        match (typed.strip_prefix("~/"), self.environment.get("HOME")) {
            (Some(rest), Some(home)) => Path::new(home).join(rest),
            _ => PathBuf::from(typed),
        }
    }

    /// Asks the ledger of the home; nothing where there is none that may be looked into.
    pub fn ask<T: Default>(&self, question: impl FnOnce(&Glance) -> T) -> T {
        let ledger = self.ledger.get_or_init(|| glance(&self.home()?.place).map(Mutex::new));
        let ledger = ledger.as_ref().map(|ledger| ledger.lock().unwrap_or_else(PoisonError::into_inner));
        ledger.map(|ledger| question(&ledger)).unwrap_or_default()
    }

    /// What the settings of the home say for all of its tokens.
    pub fn defaults(&self) -> Option<&Defaults> {
        self.home().map(|home| &home.settings.defaults)
    }

    /// The text of the settings.
    pub fn config(&self) -> Option<String> {
        Settings::text(&self.home()?.place.config()).ok()
    }

    /// The folder of the home.
    pub fn folder(&self) -> Option<&Path> {
        self.home().map(|home| home.place.folder())
    }

    /// The profiles that can be named.
    pub fn profiles(&self) -> Profiles {
        self.home().map_or_else(Profiles::built_in, |home| Profiles::of_home(home.place.profiles()))
    }

    fn home(&self) -> Option<&Home> {
        let found = || {
            let flag = self.before.behind("home").map(|typed| self.expanded(typed));
            let place = Place::find(flag.as_deref(), &self.environment).ok()?;
            let settings = admit(&place, &self.environment).ok()?;
            Some(Home { place, settings })
        };
        self.home.get_or_init(found).as_ref()
    }
}
