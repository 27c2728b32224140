//! Tables that are asked many times for each use. Their keys are digests and ids already, so a cheap hash spreads them; it is seeded
//! anew in each process, and how large a table may grow is bounded, so that nobody gains by keys that meet.

use std::collections::HashMap;

/// A table of a rule.
pub(super) type Table<K, V> = HashMap<K, V, foldhash::fast::RandomState>;
