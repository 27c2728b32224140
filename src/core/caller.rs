//! Who asks for a change, from where, through which door, and why.

use super::actor::Actor;
use super::id::{ClientId, Note};
use super::token::AccessContext;

/// Who asks, from where, through which door, and why. It goes with every change into its record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    /// Who.
    pub who: Who,
    /// The address, program and device that the request came from, as far as they are known.
    pub from: AccessContext,
    /// Through which door.
    pub door: Door,
    /// Why, in free text, where somebody says so.
    pub note: Option<Note>,
}

/// Who asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Who {
    /// A person or a script that works on the home itself.
    Operator(Actor),
    /// An app that has shown who it is (RFC 6749, 2.3).
    App(ClientId),
    /// Somebody who did not say.
    Anyone,
    /// Nobody: mintage does what it was told to do when it comes to that.
    Itself,
}

/// Through which door a request came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Door {
    /// The command line.
    CommandLine,
    /// The HTTP server.
    Http,
    /// None: nobody asked.
    Itself,
}

impl Door {
    /// Its word, as a ledger keeps it.
    pub fn name(self) -> &'static str {
        match self {
            Self::CommandLine => "cli",
            Self::Http => "http",
            Self::Itself => "itself",
        }
    }
}

impl Caller {
    /// An operator at the command line.
    pub fn operator(actor: Actor) -> Self {
        Self { who: Who::Operator(actor), from: AccessContext::default(), door: Door::CommandLine, note: None }
    }

    /// Nobody.
    pub fn itself() -> Self {
        Self { who: Who::Itself, from: AccessContext::default(), door: Door::Itself, note: None }
    }

    /// The same, who says why.
    #[must_use]
    pub fn because(self, note: Option<Note>) -> Self {
        Self { note, ..self }
    }

    /// Whom a change is recorded under.
    pub fn actor(&self) -> Actor {
        match &self.who {
            Who::Operator(actor) => actor.clone(),
            Who::App(client_id) => Actor::App(client_id.clone()),
            Who::Anyone => Actor::Anyone,
            Who::Itself => Actor::Itself,
        }
    }
}
