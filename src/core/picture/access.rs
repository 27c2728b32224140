//! What was made of tokens that were shown.

use std::collections::BTreeMap;

use super::buckets::Buckets;
use crate::core::access::AccessRow;
use crate::core::reason::Reason;
use crate::core::time::Timestamp;

/// How many tokens that were shown were taken and how many refused, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Volume {
    buckets: Buckets,
    /// How many were taken, in each part of the time.
    pub accepted: Vec<u64>,
    /// How many were refused.
    pub refused: Vec<u64>,
    reasons: BTreeMap<u8, (Reason, u64)>,
}

impl Volume {
    /// Nothing counted yet.
    pub fn new(buckets: Buckets) -> Self {
        let none = vec![0; buckets.count()];
        Self { buckets, accepted: none.clone(), refused: none, reasons: BTreeMap::new() }
    }

    /// Counts one use of a token.
    pub fn count(&mut self, row: &AccessRow) {
        let Some(place) = self.buckets.place(Timestamp(row.at_ms.div_euclid(1_000))) else { return };
        let series = if row.outcome.is_none() { &mut self.accepted } else { &mut self.refused };
        if let Some(count) = series.get_mut(place) {
            *count += 1;
        }
        if let Some(reason) = row.outcome {
            self.reasons.entry(reason.row().exit).or_insert((reason, 0)).1 += 1;
        }
    }

    /// How many were taken in all.
    pub fn accepted_in_all(&self) -> u64 {
        self.accepted.iter().sum()
    }

    /// How many were refused in all.
    pub fn refused_in_all(&self) -> u64 {
        self.refused.iter().sum()
    }

    /// Why they were refused, the most frequent reason first.
    pub fn reasons(&self) -> Vec<(Reason, u64)> {
        let mut reasons: Vec<_> = self.reasons.values().copied().collect();
        reasons.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        reasons
    }
}
