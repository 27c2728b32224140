//! The one error of an illegal step: what is in which state, what was asked of it, and what may be asked.

use std::fmt;

use super::id::{AppName, Kid, Note, UserId};
use super::time::Timestamp;

/// A transition that the diagrams do not have.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct Refusal {
    /// What was to change.
    pub subject: Entity,
    /// The state it is in.
    pub state: State,
    /// What was asked.
    pub verb: Verb,
    /// What the state allows instead.
    pub allowed: &'static [Verb],
}

/// What has states and verbs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entity {
    /// An app.
    App(AppName),
    /// A key.
    Key(Kid),
    /// A user.
    User(UserId),
}

/// A state as far as a refusal tells of it: its word, and since when and why where that is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// An app without tokens yet.
    Registered,
    /// In use: an app, or a key that signs.
    Active(Timestamp),
    /// An app or a user that gets nothing.
    Blocked(Timestamp, Note),
    /// A user that may have tokens.
    NotBlocked,
    /// An app that is gone.
    Deleted(Timestamp, Option<Note>),
    /// An app that can keep no secret (RFC 6749, 2.1).
    Public,
    /// An app that signs with keys of its own that it is itself (RFC 7523, 2.2).
    OwnKeys,
    /// A key that may sign later.
    Standby,
    /// A key that was imported to verify with.
    WithoutPrivateHalf,
    /// A key that signs no more.
    Retired(Timestamp),
    /// A key that is compromised.
    Revoked(Timestamp),
}

/// What can be asked of an app, a key or a user.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verb {
    /// Take it into use.
    Activate,
    /// Give an app or a user nothing more.
    Block,
    /// End the block of a user.
    Unblock,
    /// Issue a token for a user.
    HaveToken,
    /// End an app for good.
    Delete,
    /// Give an app a token.
    Issue,
    /// Change what an app may ask for.
    Update,
    /// Give an app one more secret.
    HaveSecret,
    /// Let a key sign no more.
    Retire,
    /// End everything under a key.
    Revoke,
    /// Take in the private half of a key.
    Import,
    /// Give up the private half of a key.
    Prune,
}

impl State {
    /// The word of the diagrams for it.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Registered => "registered",
            Self::Active(_) => "active",
            Self::Blocked(..) => "blocked",
            Self::NotBlocked => "not blocked",
            Self::Deleted(..) => "deleted",
            Self::Public => "public",
            Self::OwnKeys => "of private_key_jwt",
            Self::Standby | Self::WithoutPrivateHalf => "standby",
            Self::Retired(_) => "retired",
            Self::Revoked(_) => "revoked",
        }
    }

    /// Since when, where that is known.
    pub fn since(&self) -> Option<Timestamp> {
        match self {
            Self::Active(since)
            | Self::Blocked(since, _)
            | Self::Deleted(since, _)
            | Self::Retired(since)
            | Self::Revoked(since) => Some(*since),
            Self::Registered | Self::NotBlocked | Self::Public | Self::OwnKeys => None,
            Self::Standby | Self::WithoutPrivateHalf => None,
        }
    }

    /// Why, where someone said it.
    pub fn note(&self) -> Option<&Note> {
        match self {
            Self::Blocked(_, note) => Some(note),
            Self::Deleted(_, note) => note.as_ref(),
            _ => None,
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_done_already() {
            let state = self.state.to_string();
            // `active since …` is `active already, since …`.
            let (word, more) = state.split_at(self.state.word().len());
            let already = if matches!(self.state, State::NotBlocked) { "" } else { " already" };
            write!(f, "{} is {word}{already}{}{}", self.subject, if more.is_empty() { "" } else { "," }, more)?;
            return self.tell_allowed(f);
        }
        let verb = match (&self.state, self.verb) {
            // What is public is said with the word secret already.
            (State::Public, _) => "have one",
            (_, verb) => verb.words(),
        };
        match (&self.subject, self.verb) {
            (Entity::User(_), Verb::Block | Verb::Unblock) => {
                write!(f, "{} is {}: they cannot be {verb}ed", self.subject, self.state)?;
            }
            (Entity::User(_), _) => write!(f, "{} is {}: they cannot {verb}", self.subject, self.state)?,
            _ => write!(f, "{} is {}: it cannot {verb}", self.subject, self.state)?,
        }
        self.tell_allowed(f)
    }
}

impl Refusal {
    /// Whether it is already as it was asked to become.
    pub fn is_done_already(&self) -> bool {
        matches!(
            (self.verb, &self.state),
            (Verb::Activate, State::Active(_))
                | (Verb::Block, State::Blocked(..))
                | (Verb::Unblock, State::NotBlocked)
                | (Verb::Delete, State::Deleted(..))
                | (Verb::Retire, State::Retired(_))
                | (Verb::Revoke, State::Revoked(_))
        )
    }

    fn tell_allowed(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some((first, others)) = self.allowed.split_first() else { return f.write_str("; this state is final") };
        write!(f, "; allowed: {}", first.words())?;
        others.iter().try_for_each(|verb| write!(f, ", {}", verb.words()))
    }
}

impl fmt::Display for Entity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::App(name) => write!(f, "app {name}"),
            Self::Key(kid) => write!(f, "key {kid}"),
            Self::User(name) => write!(f, "user {name}"),
        }
    }
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())?;
        match self {
            Self::Public => f.write_str(", so that it can keep no secret")?,
            Self::OwnKeys => f.write_str(", so that it shows who it is with its own keys")?,
            Self::WithoutPrivateHalf => f.write_str(" without a private half")?,
            _ => {}
        }
        if let Some(since) = self.since() {
            write!(f, " since {since}")?;
        }
        self.note().map_or(Ok(()), |note| write!(f, " ({note})"))
    }
}

impl Verb {
    /// How it is said after "it cannot".
    pub fn words(self) -> &'static str {
        match self {
            Self::Activate => "activate",
            Self::Block => "block",
            Self::Unblock => "unblock",
            Self::HaveToken => "have a token",
            Self::Delete => "delete",
            Self::Issue => "issue",
            Self::Update => "update",
            Self::HaveSecret => "have a secret",
            Self::Retire => "retire",
            Self::Revoke => "revoke",
            Self::Import => "import",
            Self::Prune => "prune",
        }
    }
}
