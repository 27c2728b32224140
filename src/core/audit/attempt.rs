//! What somebody tries, for the record where it is refused.

use super::verb::Verb;
use crate::core::app::AppRef;

/// What somebody tries, and on what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// What.
    pub verb: Verb,
    /// On what, as they named it; nothing where it has no name yet, or is many.
    pub target: Target,
}

/// What something is tried on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// On nothing that has a name.
    Nothing,
    /// On an app, which may not be there.
    App(AppRef),
    /// On a thing of this kind, by this name.
    Named(&'static str, String),
}

impl Attempt {
    /// One on nothing that has a name.
    pub fn of(verb: Verb) -> Self {
        Self { verb, target: Target::Nothing }
    }

    /// One on an app.
    pub fn app(verb: Verb, app: &AppRef) -> Self {
        Self { verb, target: Target::App(app.clone()) }
    }

    /// One on a user.
    pub fn user(verb: Verb, user: &impl ToString) -> Self {
        Self { verb, target: Target::Named("user", user.to_string()) }
    }

    /// One on a key.
    pub fn key(verb: Verb, key: &impl ToString) -> Self {
        Self { verb, target: Target::Named("key", key.to_string()) }
    }
}
