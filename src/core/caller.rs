//! Who asks for a change, from where, and through which door.

use super::actor::Actor;
use super::id::ClientId;
use super::token::AccessContext;

/// Who asks, from where, and through which door. It goes with every change into its record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    /// Who.
    pub who: Who,
    /// The address, program and device that the request came from, as far as they are known.
    pub from: AccessContext,
    /// Through which door.
    pub door: Door,
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
}

/// Through which door a request came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Door {
    /// The command line.
    CommandLine,
    /// The HTTP server.
    Http,
}

impl Caller {
    /// An operator at the command line.
    pub fn operator(actor: Actor) -> Self {
        Self { who: Who::Operator(actor), from: AccessContext::default(), door: Door::CommandLine }
    }

    /// Whom a change is recorded under.
    pub fn actor(&self) -> Actor {
        match &self.who {
            Who::Operator(actor) => actor.clone(),
            Who::App(client_id) => Actor::App(client_id.clone()),
            Who::Anyone => Actor::Anyone,
        }
    }
}
