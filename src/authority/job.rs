//! A change that makes no token: what it does in its transaction, so that it can be done alone, or together with what others want.

use std::sync::{Mutex, PoisonError};

use super::error::{Error, Result};
use super::parts::Authority;
use super::work::{Change, Tx};
use crate::core::Caller;
use crate::core::audit::{Attempt, Event, Events};

type Enter<T> = Box<dyn Fn(&Authority, &mut Tx<'_>) -> Result<(T, Vec<Event>)> + Send + Sync>;

/// A change that makes no token. It is done once, and may be tried more than once. Where nothing was done there is no event.
pub struct Job<T> {
    attempt: Attempt,
    enter: Enter<T>,
}

impl<T> Job<T> {
    /// One that is recorded as this attempt where it is refused.
    pub(in crate::authority) fn new(
        attempt: Attempt,
        enter: impl Fn(&Authority, &mut Tx<'_>) -> Result<(T, Vec<Event>)> + Send + Sync + 'static,
    ) -> Self {
        Self { attempt, enter: Box::new(enter) }
    }
}

impl Authority {
    /// Does a job in a transaction of its own. It is durable when this returns.
    pub fn perform<T>(&self, caller: &Caller, job: &Job<T>) -> Result<T> {
        self.asked(caller, Some(job.attempt.clone()), |asked| {
            asked.work(|tx| {
                let (answer, events) = (job.enter)(self, tx)?;
                Ok(match tx.all(events) {
                    Some(done) => Change::Made(answer, done),
                    None => Change::Nothing(answer),
                })
            })
        })
    }
}

/// A job that somebody waits for, whatever it answers.
pub(in crate::authority) trait Awaited: Send {
    /// What it is recorded as where it is refused.
    fn attempt(&self) -> &Attempt;
    /// Does it in a transaction that is not kept yet.
    fn enter(&self, authority: &Authority, tx: &mut Tx<'_>) -> Result<Option<Events>>;
    /// Tells whoever waits what came of it.
    fn tell(self: Box<Self>, kept: Result<()>);
}

struct Waiting<T> {
    job: Job<T>,
    answer: Mutex<Option<T>>,
    reply: Box<dyn FnOnce(Result<T>) + Send>,
}

impl<T: Send + 'static> Job<T> {
    pub(in crate::authority) fn awaited(self, reply: Box<dyn FnOnce(Result<T>) + Send>) -> Box<dyn Awaited> {
        Box::new(Waiting { job: self, answer: Mutex::new(None), reply })
    }
}

impl<T: Send> Awaited for Waiting<T> {
    fn attempt(&self) -> &Attempt {
        &self.job.attempt
    }

    fn enter(&self, authority: &Authority, tx: &mut Tx<'_>) -> Result<Option<Events>> {
        let (answer, events) = (self.job.enter)(authority, tx)?;
        *self.answer.lock().unwrap_or_else(PoisonError::into_inner) = Some(answer);
        Ok(tx.all(events))
    }

    fn tell(self: Box<Self>, kept: Result<()>) {
        let answer = self.answer.into_inner().unwrap_or_else(PoisonError::into_inner);
        (self.reply)(kept.and_then(|()| answer.ok_or(Error::KeyChanges)));
    }
}
