//! What was done to a thing, and by whom.

use crate::core::Note;
use crate::core::audit::{Change, History};
use crate::core::json::ClaimMap;
use crate::wire::actor::ActorDocument;
use crate::wire::member::TimePair;

document! {
    /// What was done to a thing. It stays when rows are pruned.
    pub struct HistoryDocument<'a> as "history" {
        /// How many changes were made before those of the list, and are left out; null where none are.
        earlier_changes: Option<u64>,
        /// The latest changes, in the order in which they were made.
        history: Vec<ChangeDocument<'a>>,
    }
}

document! {
    /// A change that was made.
    pub struct ChangeDocument<'a> as "change" {
        /// All of it in one line, for people.
        text: String,
        /// When.
        at: TimePair,
        /// The word for what was done, as in `app_blocked` or `tokens_issued`. New ones may be added.
        verb: &'a str,
        /// Who did it.
        by: ActorDocument<'a>,
        /// Why; null where nobody said it.
        reason: Option<&'a Note>,
        /// What else is known of it: names and values that depend on the verb.
        facts: &'a ClaimMap,
    }
}

impl<'a> From<&'a History> for HistoryDocument<'a> {
    fn from(history: &'a History) -> Self {
        Self {
            earlier_changes: Some(history.earlier).filter(|earlier| *earlier > 0),
            history: history.changes.iter().map(ChangeDocument::from).collect(),
        }
    }
}

impl<'a> From<&'a Change> for ChangeDocument<'a> {
    fn from(change: &'a Change) -> Self {
        Self {
            text: change.to_string(),
            at: TimePair(change.at),
            verb: &change.deed,
            by: (&change.by).into(),
            reason: change.note.as_ref(),
            facts: &change.facts,
        }
    }
}
