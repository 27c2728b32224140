//! Whether the clock may be believed by what destroys: beside the newest time that the ledger has seen.

use super::error::{Error, Result};
use super::parts::Authority;
use super::work::Change;
use crate::core::audit::Deed;
use crate::core::mark::{ClockMark, ClockSight};
use crate::core::{Caller, Mark, Mode, Timestamp};

/// What somebody says of the clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClockWord {
    /// Nothing: it is believed as far as the ledger has seen its time.
    Unsaid,
    /// That it is right.
    Right,
}

impl ClockWord {
    /// [`ClockWord::Right`] where somebody said so.
    pub fn said(right: bool) -> Self {
        if right { Self::Right } else { Self::Unsaid }
    }
}

impl Authority {
    /// Refuses a clock that is further ahead than it is believed, unless somebody says that it is right. That is kept, where
    /// something is changed, so that it need not be said again.
    pub(in crate::authority) fn believe_clock(&self, caller: &Caller, word: ClockWord, mode: Mode) -> Result<()> {
        let mark = self.store.read()?.mark()?;
        match (mark.clock.compare(self.now(), self.defaults.clock_margin), word) {
            (ClockSight::Ahead { newest, now }, ClockWord::Unsaid) => Err(Error::ClockAhead { newest, now }),
            (ClockSight::Fits, _) | (ClockSight::Behind { .. }, ClockWord::Unsaid) => Ok(()),
            (ClockSight::Ahead { .. } | ClockSight::Behind { .. }, ClockWord::Right) if mode.is_plan() => Ok(()),
            (ClockSight::Ahead { newest, .. } | ClockSight::Behind { newest, .. }, ClockWord::Right) => {
                self.trust_clock(caller, newest)
            }
        }
    }

    /// Keeps that the clock is right.
    fn trust_clock(&self, caller: &Caller, newest: Timestamp) -> Result<()> {
        // A part of what it is said for.
        self.asked(caller, None, |asked| {
            asked.work(|tx| {
                let (before, clock) = (tx.mark()?, ClockMark::trusted(tx.now));
                tx.replace_mark(&before, &Mark { clock, ..before })?;
                Ok(Change::Made((), tx.did(Deed::ClockTrusted { newest }, None)))
            })
        })
    }

    /// What the clock says beside what the ledger has seen.
    pub fn clock_sight(&self) -> Result<ClockSight> {
        Ok(self.store.read()?.mark()?.clock.compare(self.now(), self.defaults.clock_margin))
    }
}
