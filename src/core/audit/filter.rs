//! Which events are meant.

use super::verb::Verb;
use crate::core::actor::Actor;
use crate::core::id::{Kid, UserId};
use crate::core::time::Timestamp;

/// Which events are meant: all conditions hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EventFilter {
    /// Of the app that goes by one of these; all events where there are none.
    pub app: Vec<String>,
    /// Of this user.
    pub user: Option<UserId>,
    /// Of this key.
    pub kid: Option<Kid>,
    /// Of one of the tokens with these jtis; all events where there are none.
    pub tokens: Vec<String>,
    /// Of this kind.
    pub verb: Option<Verb>,
    /// Asked for by whom this names.
    pub actor: Option<String>,
    /// That came out so.
    pub outcome: Option<OutcomeFilter>,
    /// At this moment or later.
    pub since: Option<Timestamp>,
    /// Before this moment.
    pub until: Option<Timestamp>,
}

/// How events came out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OutcomeFilter {
    /// What was asked for was done.
    Done,
    /// It was refused, for whatever reason.
    Refused,
    /// It was refused for this one: the word of the error.
    Code(String),
}

/// Whether somebody is named by this text: by a user name, with or without the machine, a uid, a client_id, or what was only
/// claimed.
pub fn is_named(actor: &Actor, text: &str) -> bool {
    match actor {
        Actor::Operator(operator) => {
            let name = operator.name.as_ref().map(ToString::to_string).unwrap_or_default();
            text == name
                || text == operator.uid.to_string()
                || text == format!("{name}@{}", operator.host)
                || operator.claims.iter().any(|claim| claim.name().as_str() == text)
        }
        Actor::App(client_id) => client_id.as_str() == text,
        Actor::Anyone => false,
        Actor::Itself => text == "mintage",
        Actor::Older(claimed) => claimed.as_str() == text,
    }
}
