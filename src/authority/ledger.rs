//! The ledger itself: how it stands to what its home remembers of it and to the clock, and taking an older one as it is.

use super::error::Result;
use super::memory::Recollection;
use super::parts::Authority;
use super::work::Change;
use crate::core::audit::{Attempt, Deed, Verb};
use crate::core::mark::ClockSight;
use crate::core::{Caller, HomeId, LedgerDoubt, Mark, Note, Timestamp};
use crate::host::entropy::random;

/// How the ledger stands.
#[derive(Debug, Clone, Copy)]
pub struct LedgerStanding {
    /// What it says of itself.
    pub mark: Mark,
    /// What its home remembers of it.
    pub remembered: Recollection,
    /// Why it is not what its home knows, where it is not.
    pub doubt: Option<LedgerDoubt>,
    /// What the clock says beside it.
    pub clock: ClockSight,
    /// As of when.
    pub now: Timestamp,
}

/// An older ledger that was taken as it is.
#[derive(Debug, Clone, Copy)]
pub struct AcceptedLedger {
    /// How far it had come.
    pub ledger: u64,
    /// How far the one before had come; none where that was another ledger.
    pub home: Option<u64>,
    /// The mark that it goes on from.
    pub mark: Mark,
}

impl Authority {
    /// How the ledger stands now.
    pub fn ledger_standing(&self) -> Result<LedgerStanding> {
        let (now, remembered) = (self.now(), self.memory.recall());
        let mark = self.store.read()?.mark()?;
        let doubt = match remembered {
            Recollection::Whole(remembered) => remembered.doubt(&mark),
            Recollection::Nothing | Recollection::Torn => None,
        };
        let clock = mark.clock.compare(now, self.defaults.clock_margin);
        Ok(LedgerStanding { mark, remembered, doubt, clock, now })
    }

    /// Records that this home was made from a backup. It gets an id of its own: however far it goes on, its ledger is never
    /// taken for a newer one of the home that was lost.
    pub fn record_restored(&self, caller: &Caller, made_at: Timestamp, note: Option<&Note>) -> Result<Mark> {
        let home = HomeId::from_bytes(random(&*self.entropy)?);
        self.asked(caller, Some(Attempt::of(Verb::HomeRestored)), |asked| {
            asked.work(|tx| {
                let before = tx.mark()?;
                tx.replace_mark(&before, &Mark { home, ..before })?;
                let deed = Deed::HomeRestored { home: before.home, generation: before.generation, made_at };
                Ok(Change::Made(before, tx.did(deed, note)))
            })
        })
    }

    /// Takes a ledger that is older than its home as it is: it goes on further than either had come, so that no copy of
    /// before is taken for a newer one. Nothing where there is no doubt.
    pub fn accept_older(&self, caller: &Caller, note: Option<&Note>) -> Result<Option<AcceptedLedger>> {
        if self.ledger_standing()?.doubt.is_none() {
            return Ok(None);
        }
        let Recollection::Whole(remembered) = self.memory.recall() else { return Ok(None) };
        let mut accepted = self.asked(caller, Some(Attempt::of(Verb::OlderLedgerAccepted)), |asked| {
            asked.work_in_doubt(|tx| {
                let before = tx.mark()?;
                let generation = before.generation.max(remembered.generation);
                tx.replace_mark(&before, &Mark { generation, ..before })?;
                let home = (remembered.home == before.home).then_some(remembered.generation);
                let deed = Deed::OlderLedgerAccepted { ledger: before.generation, home };
                let accepted = AcceptedLedger { ledger: before.generation, home, mark: before };
                Ok(Change::Made(accepted, tx.did(deed, note)))
            })
        })?;
        accepted.mark = self.store.read()?.mark()?;
        self.memory.accept(&accepted.mark)?;
        Ok(Some(accepted))
    }
}
