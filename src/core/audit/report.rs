//! What was found where the whole log was looked over.

use std::fmt;

use super::tree::Root;

/// The most faults that are told one by one.
pub const MOST_FAULTS: usize = 1_000;

/// The log, looked over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogReport {
    /// How many events there ever were, and the root over them.
    pub root: Root,
    /// How many of the first were pruned.
    pub pruned: u64,
    /// What is wrong, in the order of the log: [`MOST_FAULTS`] at most.
    pub faults: Vec<LogFault>,
    /// How many faults there are.
    pub count: u64,
}

/// One thing that is wrong with a log. Events go by their numbers, nodes by theirs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFault {
    /// The row of an event is not what was written.
    Changed(u64),
    /// The row of an event is gone.
    Removed(u64),
    /// A row has a number that no event was given.
    Inserted(i64),
    /// The row of an event has the number of another.
    Moved {
        /// The number that it was written with.
        from: u64,
        /// The number that it has.
        to: u64,
    },
    /// The last events are gone.
    Truncated {
        /// The first of them.
        from: u64,
        /// The last.
        to: u64,
    },
    /// A node of the tree is not what follows from those below it, or is gone.
    Node(u64),
    /// There are so many nodes too many.
    ExtraNodes(u64),
    /// The log is not what became of the one that a checkpoint tells of, whose first events were others.
    Rewritten {
        /// How many events the checkpoint has.
        size: u64,
    },
}

impl LogFault {
    /// The word for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Changed(_) => "changed",
            Self::Removed(_) => "removed",
            Self::Inserted(_) => "inserted",
            Self::Moved { .. } => "moved",
            Self::Truncated { .. } => "truncated",
            Self::Node(_) => "node",
            Self::ExtraNodes(_) => "extra_nodes",
            Self::Rewritten { .. } => "rewritten",
        }
    }

    /// The number of the event that it is about, where it is about one.
    pub fn event(self) -> Option<i64> {
        let number = |number: u64| i64::try_from(number).ok();
        match self {
            Self::Changed(id) | Self::Removed(id) | Self::Moved { to: id, .. } | Self::Truncated { from: id, .. } => {
                number(id)
            }
            Self::Inserted(id) => Some(id),
            Self::Node(_) | Self::ExtraNodes(_) | Self::Rewritten { .. } => None,
        }
    }
}

impl fmt::Display for LogFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Changed(id) => write!(f, "event {id} was changed: its row is not what was written"),
            Self::Removed(id) => write!(f, "event {id} was removed"),
            Self::Inserted(id) => write!(f, "event {id} was inserted: no event was ever given this number"),
            Self::Moved { from, to } => write!(f, "event {to} was reordered: its row is that of event {from}"),
            Self::Truncated { from, to } => write!(f, "the log was cut: events {from} to {to} are gone"),
            Self::Node(node) => write!(f, "node {node} of the tree is not what follows from those below it"),
            Self::ExtraNodes(count) => write!(f, "the tree has nodes that belong to no event: {count}"),
            Self::Rewritten { size } => {
                write!(f, "the first {size} events are not those of the checkpoint: the log was written anew")
            }
        }
    }
}
