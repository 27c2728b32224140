//! What a ledger says was done to a thing.

use std::fmt;

use serde_json::Value;

use crate::core::actor::Actor;
use crate::core::id::{ClientId, GrantId, Jti, Kid, Note, UserId};
use crate::core::json::ClaimMap;
use crate::core::time::Timestamp;

/// What a change was made to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Thing {
    /// An app.
    App(ClientId),
    /// A key.
    Key(Kid),
    /// A token.
    Token(Jti),
    /// A consent.
    Grant(GrantId),
    /// A user.
    User(UserId),
}

impl Thing {
    /// The word for its kind, as a ledger keeps it.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::App(_) => "app",
            Self::Key(_) => "key",
            Self::Token(_) => "token",
            Self::Grant(_) => "grant",
            Self::User(_) => "user",
        }
    }

    /// Its id among those of its kind.
    pub fn id(&self) -> String {
        match self {
            Self::App(client_id) => client_id.to_string(),
            Self::Key(kid) => kid.to_string(),
            Self::Token(jti) => jti.to_string(),
            Self::Grant(grant) => grant.to_string(),
            Self::User(user) => user.to_string(),
        }
    }

    /// The bytes that it is named by among many; none for what is never changed with many others at once.
    pub fn member(&self) -> Option<&[u8; 16]> {
        match self {
            Self::Token(jti) => Some(jti.as_bytes()),
            Self::Grant(grant) => Some(grant.as_bytes()),
            Self::App(_) | Self::Key(_) | Self::User(_) => None,
        }
    }
}

/// A change that was made.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// When.
    pub at: Timestamp,
    /// The word for what was done, as [`Entry`](super::Entry) has it. A later version may know others.
    pub deed: String,
    /// By whom.
    pub by: Actor,
    /// Why, in free text, where somebody said so.
    pub note: Option<Note>,
    /// What else is known of it, by name.
    pub facts: ClaimMap,
}

/// What was done to a thing.
#[derive(Debug, Clone, PartialEq)]
pub struct History {
    /// The latest changes, in the order in which they were made.
    pub changes: Vec<Change>,
    /// How many were made before these.
    pub earlier: u64,
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}  {}", self.at, self.deed.replace('_', " "))?;
        for (place, (name, value)) in self.facts.iter().enumerate() {
            write!(f, "{}{} ", if place == 0 { " (" } else { ", " }, name.replace('_', " "))?;
            match value {
                Value::String(text) => f.write_str(text)?,
                other => other.fmt(f)?,
            }
        }
        write!(f, "{} by {}", if self.facts.is_empty() { "" } else { ")" }, self.by)?;
        match &self.note {
            Some(note) => write!(f, ", reason {note}"),
            None => Ok(()),
        }
    }
}
