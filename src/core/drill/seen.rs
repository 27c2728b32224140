//! What was seen of a service.

use std::time::Duration;

/// What a service made of a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Took {
    /// It took it.
    Yes,
    /// It did not.
    No,
    /// It broke, or was not reached.
    Broke,
}

/// All that was seen; what was not reached is none.
#[derive(Debug, Clone, Default)]
pub struct Seen {
    /// Many tokens of the one key of the set.
    pub kept: Option<Kept>,
    /// The same, for longer than the set is good.
    pub again: Option<Again>,
    /// A key that is new in the set.
    pub new_key: Option<Uptake>,
    /// The key that was in the set first, and is in it still.
    pub old_key: Option<Took>,
    /// Many tokens whose keys are in no set.
    pub burst: Option<Burst>,
    /// A key that was removed from the set.
    pub removed: Option<Removal>,
    /// While the set could not be fetched.
    pub outage: Option<Trouble>,
    /// While what was fetched was no set.
    pub garbage: Option<Trouble>,
    /// A key that is new in the set after all that.
    pub next_key: Option<Uptake>,
}

/// Many tokens of one key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kept {
    /// How many were shown.
    pub tokens: u32,
    /// How often the set was fetched meanwhile.
    pub fetches: u32,
}

/// Whether the set was fetched again when it was good no longer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Again {
    /// For how long it was said to be good.
    pub max_age: Duration,
    /// How long after the fetch before it was fetched again; none where it was not.
    pub after: Option<Duration>,
    /// How long that was waited for.
    pub waited: Duration,
}

/// A key that is new in the set, of which tokens were shown until one was taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Uptake {
    /// How long after it was in the set a token was taken; none where none was.
    pub after: Option<Duration>,
    /// How many were shown.
    pub tokens: u32,
    /// How often the set was fetched meanwhile.
    pub fetches: u32,
    /// Whether it was fetched while the first of them was shown.
    pub at_once: bool,
    /// How long that was waited for.
    pub waited: Duration,
    /// What became of the last.
    pub last: Took,
}

/// Many tokens whose keys are in no set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Burst {
    /// How many were shown.
    pub tokens: u32,
    /// How many were taken.
    pub taken: u32,
    /// At how many the service broke.
    pub broke: u32,
    /// How often the set was fetched meanwhile.
    pub fetches: u32,
    /// How long that took.
    pub lasted: Duration,
}

/// A key that was removed from the set, of which tokens were shown until one was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Removal {
    /// How long after it was removed a token was refused; none where none was.
    pub after: Option<Duration>,
    /// How often the set without it was fetched meanwhile.
    pub fetches: u32,
    /// How long that was waited for.
    pub waited: Duration,
    /// What became of the last.
    pub last: Took,
}

/// A known key, while there was no good set to be had.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Trouble {
    /// How often that was fetched which is no set.
    pub fetches: u32,
    /// What became of a token of a key that was taken before; none where no key was.
    pub known: Option<Took>,
}
