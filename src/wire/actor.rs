//! Who did something.

use super::member::{Maybe, TimePair};
use crate::core::{Account, Actor, Claim, ClientId, Note, RunId, Timestamp};

document! {
    /// Who did something: what the machine knows, and beside it what was only claimed.
    pub struct ActorDocument<'a> as "who did it" {
        /// All of it in one line, for people: claims are in quotes.
        text: String,
        /// The real user id of the program that was run; null where an app asked or nobody did, and where a mintage from before this was
        /// kept wrote the row.
        uid: Option<u32>,
        /// The name of that user in the password file; null where it has none.
        name: Option<&'a str>,
        /// The machine, as it calls itself; null where the user id is.
        host: Option<&'a str>,
        /// The effective user id, where it is another one; else null.
        effective_uid: Option<u32>,
        /// The user id as it is outside of the user namespace that the program ran in, where it is another one; else null.
        outer_uid: Option<u32>,
        /// The client_id; null where it was no app that asked.
        client_id: Option<&'a ClientId>,
        /// Who was said to ask. Nobody has checked it.
        claimed: Vec<ClaimDocument<'a>>,
    }
}

document! {
    /// Who was said to ask.
    pub struct ClaimDocument<'a> as "claim" {
        /// Where it comes from: `flag` (`--by`), `sudo`, `github` or `gitlab` (their variables), or `older` where a mintage from
        /// before users were looked up wrote the row.
        source: &'static str,
        /// The name.
        name: &'a str,
        /// The user id that sudo says.
        uid: Maybe<u32>,
        /// The run or job of the build service.
        run: Maybe<&'a str>,
        /// The repository or project that it is of.
        repository: Maybe<&'a str>,
    }
}

document! {
    /// When, by whom and why something ended, or was blocked.
    pub struct EndedDocument<'a> as "who, when and why" {
        /// When.
        at: TimePair,
        /// By whom; null where that is not known.
        by: Option<ActorDocument<'a>>,
        /// Why; null where nobody said it.
        reason: Option<&'a Note>,
    }
}

impl<'a> EndedDocument<'a> {
    /// What was done then, by somebody who may be known, for a reason that may be.
    pub fn of(at: Timestamp, by: Option<&'a Actor>, reason: Option<&'a Note>) -> Self {
        Self { at: TimePair(at), by: by.map(ActorDocument::from), reason }
    }
}

impl<'a> From<&'a Actor> for ActorDocument<'a> {
    fn from(actor: &'a Actor) -> Self {
        let nobody = Self {
            text: actor.to_string(),
            uid: None,
            name: None,
            host: None,
            effective_uid: None,
            outer_uid: None,
            client_id: None,
            claimed: Vec::new(),
        };
        match actor {
            Actor::Operator(operator) => Self {
                uid: Some(operator.uid),
                name: operator.name.as_ref().map(Account::as_str),
                host: Some(operator.host.as_str()),
                effective_uid: operator.effective_uid,
                outer_uid: operator.outer_uid,
                claimed: operator.claims.iter().map(ClaimDocument::from).collect(),
                ..nobody
            },
            Actor::App(client_id) => Self { client_id: Some(client_id), ..nobody },
            Actor::Anyone | Actor::Itself => nobody,
            Actor::Older(text) => {
                let (uid, run, repository) = (Maybe(None), Maybe(None), Maybe(None));
                let claim = ClaimDocument { source: "older", name: text.as_str(), uid, run, repository };
                Self { claimed: vec![claim], ..nobody }
            }
        }
    }
}

impl<'a> From<&'a Claim> for ClaimDocument<'a> {
    fn from(claim: &'a Claim) -> Self {
        let (run, repository) = claim.run();
        let uid = if let Claim::Sudo { uid, .. } = claim { *uid } else { None };
        Self {
            source: claim.source(),
            name: claim.name().as_str(),
            uid: Maybe(uid),
            run: Maybe(run.map(RunId::as_str)),
            repository: Maybe(repository.map(RunId::as_str)),
        }
    }
}
