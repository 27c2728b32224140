//! Changing the ledger: what somebody attempts is one transaction, tried again where another got in between, and recorded with who
//! asked for it; where it is refused that is recorded, because who tries what they may not is as good to know as what was done.
//!
//! Whatever changes the ledger does so through an [`Attempted`], and there is none but within [`Authority::asked`]: so no change
//! can be made by a verb that does not say what is to be recorded where it is refused.

use std::ops::{Deref, DerefMut};
use std::sync::atomic::Ordering;
use std::time::Duration;

use super::error::{Error, Result};
use super::parts::Authority;
use crate::core::app::AppRef;
use crate::core::audit::{Attempt, Deed, Event, Events, Target};
use crate::core::caller::Who;
use crate::core::{Actor, Caller, Note, Timestamp};
use crate::host::entropy::random;
use crate::store::{Read, Store, StoreFault, Write};

/// How often a change is tried where others change the same rows.
const TRIES: u8 = 5;
/// How long the first pause between two tries is at most; each further one is longer.
const PAUSE: Duration = Duration::from_millis(8);

/// What came of a transaction.
#[expect(clippy::large_enum_variant, reason = "one lives at a time, and not for long")]
pub(in crate::authority) enum Change<T> {
    /// Rows were written: they are kept, and this is recorded with them.
    Made(T, Events),
    /// Nothing is to be kept: the transaction is undone.
    Nothing(T),
}

/// A transaction, with who asked for it and as of when it decides.
pub(in crate::authority) struct Tx<'t> {
    write: Box<dyn Write + 't>,
    caller: Caller,
    /// As of when everything in it is decided.
    pub now: Timestamp,
}

impl Tx<'_> {
    /// The record of something that was done in it.
    pub(in crate::authority) fn did(&self, deed: Deed, note: Option<&Note>) -> Events {
        Events::of(&self.caller, self.event(deed, note))
    }

    /// The record of all that was done in it, where anything was.
    pub(in crate::authority) fn all(&self, events: Vec<Event>) -> Option<Events> {
        Events::all(&self.caller, events)
    }

    /// One thing that was done in it. Where the verb has no reason of its own, it is that of who asks.
    pub(in crate::authority) fn event(&self, deed: Deed, note: Option<&Note>) -> Event {
        Event { at: self.now, deed, note: note.or(self.caller.note.as_ref()).cloned(), change: None }
    }

    /// The record of something that was refused to whoever asks now. Nothing where anybody could fill the log with it: one who has not
    /// shown who they are.
    pub(in crate::authority) fn refused(&self, attempt: &Attempt, word: &'static str) -> Result<Option<Event>> {
        let is_known = match &self.caller.who {
            Who::Operator(_) | Who::Itself => true,
            Who::App(client_id) => {
                self.app(&AppRef::ClientId(client_id.clone()))?.is_some_and(|app| !app.public && !app.is_deleted())
            }
            Who::Anyone => false,
        };
        if !is_known {
            return Ok(None);
        }
        // An app goes by its client_id wherever it is known.
        let target = match &attempt.target {
            Target::App(app) => match self.app(app)? {
                Some(app) => Target::Named("app", app.client_id.to_string()),
                None => Target::Named("app", app.to_string()),
            },
            other => other.clone(),
        };
        let attempt = Attempt { verb: attempt.verb, target };
        Ok(Some(self.event(Deed::Refused { attempt, code: word }, None)))
    }

    /// From here on, it is this caller who asks: of several whose work met in it.
    pub(in crate::authority) fn ask_as(&mut self, caller: &Caller) {
        self.caller.clone_from(caller);
    }

    /// Who asked for it, for rows that say so.
    pub(in crate::authority) fn actor(&self) -> Actor {
        self.caller.actor()
    }

    /// What it can be asked, for what decides on a view and in a transaction alike.
    pub(in crate::authority) fn reads(&self) -> &dyn Read {
        &*self.write
    }
}

impl<'t> Deref for Tx<'t> {
    type Target = dyn Write + 't;

    fn deref(&self) -> &Self::Target {
        &*self.write
    }
}

impl DerefMut for Tx<'_> {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut *self.write
    }
}

/// Something that somebody attempts: what changes the ledger for it.
pub(in crate::authority) struct Attempted<'a> {
    authority: &'a Authority,
    caller: &'a Caller,
}

impl Attempted<'_> {
    /// Does a piece of work as [`work`](Self::work) does, also in a ledger that is in doubt.
    pub(in crate::authority) fn work_in_doubt<T>(
        &self,
        work: impl FnMut(&mut Tx<'_>) -> Result<Change<T>>,
    ) -> Result<T> {
        // Whether there is a doubt is known after this.
        drop(self.authority.store.read()?);
        self.authority.tries(&*self.authority.ledger, self.caller, work)
    }

    /// Does a piece of work in one transaction, which is durable when this returns. Where another changed the same rows at the
    /// same moment, it is done again from its start, a bounded number of times: it must ask nobody for anything, and draw
    /// its ids and its chance within.
    pub(in crate::authority) fn work<T>(&self, work: impl FnMut(&mut Tx<'_>) -> Result<Change<T>>) -> Result<T> {
        self.authority.tries(&*self.authority.store, self.caller, work)
    }

    /// Does a piece of work as [`work`](Self::work) does, and does it [`urgently`](Authority::urgently).
    pub(in crate::authority) fn urgent_work<T>(
        &self,
        mut work: impl FnMut(&mut Tx<'_>) -> Result<Change<T>>,
    ) -> Result<T> {
        self.authority.urgently(|| self.work(&mut work))
    }
}

impl Authority {
    /// Does what is asked for. Where it is refused, nothing of it is kept but that: in a transaction of its own, and if that cannot
    /// be, the refusal is the same.
    ///
    /// No attempt is named where nothing is to be recorded: a plan is none, nobody attempts what mintage does by itself, and of what
    /// is a part of something else, that is recorded.
    pub(in crate::authority) fn asked<T>(
        &self,
        caller: &Caller,
        attempt: Option<Attempt>,
        act: impl FnOnce(&Attempted<'_>) -> Result<T>,
    ) -> Result<T> {
        let done = act(&Attempted { authority: self, caller });
        if let (Err(error), Some(attempt)) = (&done, attempt)
            && error.is_of_caller()
        {
            self.record_refusal(caller, &attempt, error.code().word());
        }
        done
    }

    /// Records that something was refused, for the reason of this word. Whatever keeps it from being recorded, as a full disk, is no
    /// part of the answer.
    pub(in crate::authority) fn record_refusal(&self, caller: &Caller, attempt: &Attempt, word: &'static str) {
        // A caller who is nobody does not take the ledger from others.
        if caller.who == Who::Anyone {
            return;
        }
        let _ = self.tries(&*self.store, caller, |tx| {
            let event = tx.refused(attempt, word)?;
            Ok(match event.and_then(|event| tx.all(vec![event])) {
                Some(did) => Change::Made((), did),
                None => Change::Nothing(()),
            })
        });
    }

    /// Does something also where the disk is full: the space that is kept for it is given up, and it is done again. For what
    /// ends a danger, and takes little.
    pub(in crate::authority) fn urgently<T>(&self, mut act: impl FnMut() -> Result<T>) -> Result<T> {
        match act() {
            Err(error) if error.is_disk_full() && self.reserve.give_up() => {
                let done = act();
                self.reserve.take_back();
                done
            }
            done => done,
        }
    }

    fn tries<T>(
        &self,
        store: &dyn Store,
        caller: &Caller,
        mut work: impl FnMut(&mut Tx<'_>) -> Result<Change<T>>,
    ) -> Result<T> {
        let mut tries = 1;
        loop {
            match self.attempt(store, caller, &mut work) {
                Err(Error::Store(error)) if is_passing(&error.fault) && tries < TRIES => self.pause(tries)?,
                done => return done,
            }
            tries += 1;
        }
    }

    fn attempt<T>(
        &self,
        store: &dyn Store,
        caller: &Caller,
        work: &mut impl FnMut(&mut Tx<'_>) -> Result<Change<T>>,
    ) -> Result<T> {
        let now = self.now();
        let mut tx = Tx { write: store.write()?, caller: caller.clone(), now };
        match work(&mut tx)? {
            Change::Nothing(answer) => Ok(answer),
            Change::Made(answer, events) => {
                let mark = tx.write.commit(&events)?;
                self.changed.store(true, Ordering::Relaxed);
                self.memory.remember(&mark);
                self.reserve.keep();
                Ok(answer)
            }
        }
    }

    /// Waits for a moment that differs from process to process, so that those who met do not meet again.
    fn pause(&self, tries: u8) -> Result<()> {
        let [chance] = random(&*self.entropy)?;
        std::thread::sleep(PAUSE * u32::from(tries) * u32::from(chance) / 255);
        Ok(())
    }
}

/// Whether doing it again may come out otherwise.
fn is_passing(fault: &StoreFault) -> bool {
    matches!(fault, StoreFault::Conflict | StoreFault::Retry)
}
