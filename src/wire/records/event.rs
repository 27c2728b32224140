//! Events of the audit log.

use crate::core::Note;
use crate::core::audit::{LogFault, Recorded};
use crate::core::json::ClaimMap;
use crate::wire::member::{Maybe, TimePair};

document! {
    /// An event of the audit log. Its leaf in the tree is the SHA-256 of a zero byte and this document as JSON in ASCII, with no
    /// space between its members: what Python's `json.dumps(event, separators=(",", ":"))` writes.
    pub struct EventDocument<'a> as "event" {
        /// Its number in the log; the first one is 1.
        id: u64,
        /// When.
        at: TimePair,
        /// The word for what was done, or was to be done, as in `app_blocked` or `tokens_issued`. New ones may be added.
        verb: &'a str,
        /// What kind of thing it was done to: `app`, `user`, `key`, `token`, `grant`, or `many` for tokens and consents that are
        /// `members`; null where it was done to nothing that has an id.
        kind: Option<&'a str>,
        /// The id of that thing; null where there is none, and where they are many.
        subject: Option<&'a str>,
        /// The tokens and consents that it was done to, where they are many.
        members: Option<MembersDocument<'a>>,
        /// Who asked, as far as the machine knows; null where only a claim was kept.
        actor: Option<String>,
        /// The real user id of the program that was run; null where an app asked, or somebody who did not say.
        uid: Option<u32>,
        /// Who was said to ask, each with where it comes from. Nobody has checked it.
        claimed: Vec<String>,
        /// Through which door it was asked: `cli` or `http`, `itself` where nobody asked; null where a mintage from before this was kept wrote the row.
        door: Option<&'a str>,
        /// `done`, or why it was refused: the `code` of the error.
        outcome: &'a str,
        /// What of the thing was changed, as it was before; null where nothing is known of it.
        before: Option<&'a ClaimMap>,
        /// The same, as it was from then on.
        after: Option<&'a ClaimMap>,
        /// Why; null where nobody said it.
        reason: Option<&'a Note>,
        /// What else is known of it: names and values that depend on the verb.
        facts: &'a ClaimMap,
    }
}

document! {
    /// Tokens and consents that one event was done to.
    pub struct MembersDocument<'a> as "members of an event" {
        /// How many.
        count: u64,
        /// The SHA-256 of their ids, as the 16 bytes of a UUID each, one after the other; hexadecimal.
        sha256: &'a str,
    }
}

document! {
    /// Events of the audit log.
    pub struct EventList<'a> as "list of events" {
        /// The events, the newest first.
        events: Vec<EventDocument<'a>>,
        /// Where the next part starts; null at the end.
        next: Option<String>,
    }
}

document! {
    /// A checkpoint of the audit log.
    pub struct CheckpointDocument<'a> as "checkpoint" {
        /// Which log: its name, which is also that of its key.
        origin: &'a str,
        /// How many events it has.
        size: u64,
        /// The root of the tree over them (RFC 6962), in base64.
        root: String,
        /// The public key of the log, for those who check it: `--key` of `audit verify` and `audit check`.
        key: String,
        /// The checkpoint itself (C2SP tlog-checkpoint).
        checkpoint: &'a str,
    }
}

document! {
    /// A proof that an event is in the log.
    pub struct LogProofDocument<'a> as "proof of an event" {
        /// The number of the event.
        id: u64,
        /// The text of the event, which is hashed.
        text: &'a str,
        /// The index of its leaf, which is one less than its number.
        index: u64,
        /// The hashes that lead from its leaf to the root, in base64.
        hashes: Vec<String>,
        /// The proof itself (C2SP tlog-proof), with the checkpoint.
        proof: &'a str,
    }
}

document! {
    /// That a proof is good.
    pub struct ProvenEventDocument<'a> as "proven event" {
        /// The event, as the log has it.
        event: &'a ClaimMap,
        /// Which log it is in.
        origin: &'a str,
        /// How many events the log had by then.
        size: u64,
        /// The key that signed the checkpoint; null where none was given, and only the checkpoint that was given is believed.
        signed_by: Option<String>,
    }
}

document! {
    /// The audit log, looked over.
    pub struct LogCheckDocument as "checked log" {
        /// Whether nothing is wrong with it.
        whole: bool,
        /// How many events there ever were.
        events: u64,
        /// How many of the first were pruned.
        pruned: u64,
        /// The root of the tree over them, in base64.
        root: String,
        /// How many events the checkpoint has that it was compared with; null where none was given.
        since: Option<u64>,
        /// The key that signed that checkpoint; null where no key is known.
        signed_by: Option<String>,
        /// How many things are wrong.
        count: u64,
        /// What is wrong, the first thousand of it.
        faults: Vec<LogFaultDocument>,
    }
}

document! {
    /// What was forgotten of the audit log, or would be.
    pub struct PrunedLogDocument as "pruned log" {
        /// `prune`, where it is a plan: nothing was forgotten.
        plan: Maybe<&'static str>,
        /// How many events.
        pruned: u64,
        /// How many are left.
        kept: u64,
        /// The file with the checkpoint of the log as it was with them; null in a plan.
        checkpoint: Option<String>,
    }
}

document! {
    /// One thing that is wrong with a log.
    pub struct LogFaultDocument as "fault of a log" {
        /// `changed`, `removed`, `inserted`, `moved`, `truncated`, `node`, `extra_nodes` or `rewritten`.
        code: &'static str,
        /// The number of the event that it is about; null where it is about none.
        event: Option<i64>,
        /// It in a sentence.
        what: String,
    }
}

document! {
    /// An event, and the text that stands for it in proofs.
    pub struct KeptEvent<'a> as "kept event" {
        /// The event.
        event: EventDocument<'a>,
        /// The exact text of it that is hashed.
        text: String,
    }
}

impl<'a> From<&'a Recorded> for EventDocument<'a> {
    fn from(event: &'a Recorded) -> Self {
        Self {
            id: event.id,
            at: TimePair(event.at),
            verb: &event.verb,
            kind: event.kind.as_deref(),
            subject: event.subject.as_deref(),
            members: event.members.as_ref().map(|it| MembersDocument { count: it.count, sha256: &it.sha256 }),
            actor: event.known_actor(),
            uid: event.uid(),
            claimed: event.claimed(),
            door: event.door.as_deref(),
            outcome: event.outcome(),
            before: event.before.as_ref(),
            after: event.after.as_ref(),
            reason: event.reason.as_ref(),
            facts: &event.facts,
        }
    }
}

impl From<LogFault> for LogFaultDocument {
    fn from(fault: LogFault) -> Self {
        Self { code: fault.name(), event: fault.event(), what: fault.to_string() }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::core::audit::Members;
    use crate::core::{Actor, Timestamp};

    #[test]
    fn the_document_of_an_event_is_the_text_that_is_hashed() {
        let facts: ClaimMap = [("tokens", Value::from(3)), ("client_id", Value::from("a"))].into_iter().collect();
        let event = Recorded {
            id: 12,
            at: Timestamp(5),
            verb: "tokens_issued".to_owned(),
            kind: Some("many".to_owned()),
            subject: None,
            members: Some(Members::of(&[3; 48])),
            actor: Actor::new("ops").unwrap(),
            door: Some("http".to_owned()),
            refused: Some("app_blocked".to_owned()),
            before: Some(facts.clone()),
            after: None,
            reason: Note::new("why").ok(),
            facts,
        };
        assert_eq!(serde_json::to_string(&EventDocument::from(&event)).unwrap(), event.text());
        let empty = Recorded { actor: Actor::Anyone, before: None, reason: None, members: None, ..event };
        assert_eq!(serde_json::to_string(&EventDocument::from(&empty)).unwrap(), empty.text());
    }
}
