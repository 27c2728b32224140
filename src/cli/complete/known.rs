//! What is known where a word is completed: the words before it, and the home that they name, glanced at when it is first asked.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock, PoisonError};

use crate::home::{Glance, Place, glance};
use crate::host::Environment;
use crate::settings::Profiles;

/// What is known there.
pub struct Known {
    words: Vec<String>,
    /// Variables and the current folder.
    pub environment: Environment,
    now: i64,
    home: OnceLock<Option<(Place, Mutex<Glance>)>>,
}

impl Known {
    /// The last word is the one that is completed.
    pub fn of(words: Vec<String>, environment: Environment, now: i64) -> Self {
        Self { words, environment, now, home: OnceLock::new() }
    }

    /// As of when, in seconds since the epoch.
    pub fn now(&self) -> i64 {
        self.now
    }

    /// The words before the one that is completed, without the program.
    pub fn before(&self) -> &[String] {
        self.words.get(1..self.words.len().saturating_sub(1)).unwrap_or_default()
    }

    /// What stands behind a flag.
    pub fn behind(&self, flag: &str) -> Option<&str> {
        let words = self.before();
        let one = |(place, word): (usize, &'_ String)| match word.strip_prefix(flag)? {
            "" => words.get(place + 1).map(String::as_str),
            rest => rest.strip_prefix('=').map(|_| words[place].as_str()),
        };
        let value = words.iter().enumerate().find_map(one)?;
        Some(value.strip_prefix(flag).and_then(|rest| rest.strip_prefix('=')).unwrap_or(value))
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
        let home = self.home.get_or_init(|| {
            let flag = self.behind("--home").map(|typed| self.expanded(typed));
            let place = Place::find(flag.as_deref(), &self.environment).ok()?;
            let glance = glance(&place, &self.environment)?;
            Some((place, Mutex::new(glance)))
        });
        home.as_ref()
            .map(|(_, glance)| question(&glance.lock().unwrap_or_else(PoisonError::into_inner)))
            .unwrap_or_default()
    }

    /// The profiles that can be named.
    pub fn profiles(&self) -> Profiles {
        self.ask(|_| ());
        let home = self.home.get().and_then(Option::as_ref);
        home.map_or_else(Profiles::built_in, |(place, _)| Profiles::of_home(place.profiles()))
    }
}
