//! Issuing many tokens: few large transactions, and signatures on all cores.
//!
//! What is decided for each token is decided where a single one is, in [`enter`]. A token is handed out after the
//! transaction that entered it is durable, so a run that dies half way has printed only tokens that exist.

use std::collections::HashMap;
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::time::Duration;

use super::issue::{Draft, IssueRequest, Issued, enter};
use crate::authority::error::Result;
use crate::authority::parts::Authority;
use crate::authority::signers::Signing;
use crate::authority::signing::{Opened, StuckRotation};
use crate::authority::work::Change;
use crate::core::audit::{Attempt, Verb};
use crate::core::jose::Sign;
use crate::core::{Algorithm, Caller};
use crate::host::threads;

/// More in one transaction gains nothing.
const MOST: usize = 1_000;
/// How many are in the first transaction, before anything was measured.
const FIRST: usize = 32;
/// How long a transaction should keep other writers waiting.
const HOLD: Duration = Duration::from_millis(150);
/// The same, where others do write: a server answers in the meantime.
const HOLD_AMONG_OTHERS: Duration = Duration::from_millis(10);
/// How long nobody writes between two transactions: whoever waits looks again within it.
const TURN: Duration = Duration::from_micros(600);
/// Fewer signatures than this are quicker made than shared out.
const WORTH_SHARING: usize = 8;

/// A run of many issues: its keys are opened once.
pub struct Batch<'a> {
    authority: &'a Authority,
    caller: &'a Caller,
    signers: HashMap<Algorithm, Arc<Signing>>,
    stuck: Option<StuckRotation>,
    size: usize,
    jobs: NonZeroUsize,
    /// How far the ledger came with the last transaction.
    generation: Option<u64>,
    /// Whether somebody else wrote between the last two.
    among_others: bool,
}

/// What came of one transaction.
enum Step {
    /// These are durable: the first of the requests, as many as there are answers.
    Done(Vec<Result<Issued>>),
    /// The key for the first request is not open, or not the one that signs any more.
    NeedsKey,
}

impl Authority {
    /// Begins a run of many issues, which signs on so many cores.
    pub fn begin_batch<'a>(&'a self, caller: &'a Caller, jobs: NonZeroUsize) -> Result<Batch<'a>> {
        self.store.prepare()?;
        Ok(Batch {
            authority: self,
            caller,
            signers: HashMap::new(),
            stuck: None,
            size: FIRST,
            jobs,
            generation: None,
            among_others: false,
        })
    }
}

impl Batch<'_> {
    /// How many requests the next transaction takes.
    pub fn size(&self) -> usize {
        self.size
    }

    /// Why a rotation that is due did not happen.
    pub fn stuck_rotation(&self) -> Option<&StuckRotation> {
        self.stuck.as_ref()
    }

    /// Answers the first of these requests, at least one, in one transaction that is durable when this returns. A request that
    /// is refused is answered by its error, and the others are issued; any other error ends the run, and nothing of this
    /// transaction exists.
    pub fn issue(&mut self, requests: &[IssueRequest]) -> Result<Vec<Result<Issued>>> {
        let requests = &requests[..requests.len().min(self.size)];
        let Some(first) = requests.first() else { return Ok(Vec::new()) };
        self.drop_due_keys()?;
        loop {
            if let Step::Done(answers) = self.step(requests)? {
                return Ok(answers);
            }
            // May ask a person, so no lock is held.
            match self.authority.open_signer(self.caller, &first.app, first.shape.algorithm) {
                Ok(Opened { signing, stuck }) => {
                    self.stuck = stuck.or(self.stuck.take());
                    self.signers.insert(signing.record.algorithm, signing)
                }
                Err(error) if error.is_refusal() => {
                    self.authority.record_refusal(self.caller, &attempt_of(first), error.code().word());
                    return Ok(vec![Err(error)]);
                }
                Err(error) => return Err(error),
            };
        }
    }

    /// Closes keys whose successors are due, so that they take over when the next token needs one.
    fn drop_due_keys(&mut self) -> Result<()> {
        if self.stuck.is_some() || self.signers.is_empty() {
            return Ok(());
        }
        let (now, read) = (self.authority.now(), self.authority.store.read()?);
        let mut due = Vec::new();
        for algorithm in self.signers.keys() {
            if read.signing_keys(*algorithm)?.iter().any(|key| key.is_due(now)) {
                due.push(*algorithm);
            }
        }
        self.signers.retain(|algorithm, _| !due.contains(algorithm));
        Ok(())
    }

    fn step(&mut self, requests: &[IssueRequest]) -> Result<Step> {
        let (authority, entropy) = (self.authority, &*self.authority.entropy);
        if self.generation.is_some() {
            std::thread::sleep(TURN);
        }
        let (mut held_since, mut found) = (Duration::ZERO, 0);
        let step = authority.asked(self.caller, Some(Attempt::of(Verb::TokensIssued)), |asked| {
            asked.work(|tx| {
                held_since = authority.clock.since_epoch();
                found = tx.mark()?.generation;
                let now = tx.now;
                let signs = |algorithm| self.signers.get(&algorithm).map(|signing| &signing.record);
                let (mut drafts, mut events) = (Vec::with_capacity(requests.len()), Vec::with_capacity(requests.len()));
                for request in requests {
                    let draft = request
                        .check()
                        .and_then(|()| authority.fresh(request))
                        .and_then(|fresh| enter(&mut **tx, &authority.defaults, entropy, request, &signs, fresh, now));
                    match draft {
                        Ok(Some(mut draft)) => {
                            events.push(tx.event(draft.entered.clone(), None));
                            events.extend(draft.also.drain(..).map(|deed| tx.event(deed, None)));
                            drafts.push(Ok(draft));
                        }
                        Ok(None) if drafts.is_empty() => return Ok(Change::Nothing(Step::NeedsKey)),
                        // The next transaction begins with this one, and opens its key.
                        Ok(None) => break,
                        Err(error) if error.is_refusal() => {
                            events.extend(tx.refused(&attempt_of(request), error.code().word())?);
                            drafts.push(Err(error));
                        }
                        Err(error) => return Err(error),
                    }
                }
                let answers = Step::Done(sign_all(drafts, &self.signers, self.jobs)?);
                Ok(match tx.all(events) {
                    Some(events) => Change::Made(answers, events),
                    None => Change::Nothing(answers),
                })
            })
        })?;
        if let Step::Done(answers) = &step {
            self.among_others = self.generation.is_some_and(|last| found > last);
            self.generation = Some(found + 1);
            if answers.len() == self.size {
                let took = authority.clock.since_epoch().saturating_sub(held_since);
                self.size = next_size(self.size, took, if self.among_others { HOLD_AMONG_OTHERS } else { HOLD });
            }
        }
        Ok(step)
    }
}

/// What is recorded where one of them is refused.
fn attempt_of(request: &IssueRequest) -> Attempt {
    Attempt::app(Verb::TokensIssued, &request.app)
}

/// As many as would have taken the time that others may be kept waiting; never more than four times as many at once, because
/// one measurement is none.
fn next_size(size: usize, took: Duration, hold: Duration) -> usize {
    let fit = hold.as_micros() * size as u128 / took.as_micros().max(1);
    usize::try_from(fit).unwrap_or(usize::MAX).clamp(1, (size * 4).min(MOST))
}

/// Signs what was entered, on several cores, in order. A key that cannot sign ends the run.
fn sign_all(
    drafts: Vec<Result<Draft>>,
    signers: &HashMap<Algorithm, Arc<Signing>>,
    jobs: NonZeroUsize,
) -> Result<Vec<Result<Issued>>> {
    let sign = |draft: Result<Draft>| match draft {
        Ok(draft) => {
            let signer = signers.get(&draft.algorithm).map(|signing| &signing.signer as &dyn Sign);
            Ok(Ok(draft.sign(signer)?))
        }
        Err(refusal) => Ok(Err(refusal)),
    };
    if jobs.get() == 1 || drafts.len() < WORTH_SHARING {
        return drafts.into_iter().map(sign).collect();
    }
    let share = drafts.len().div_ceil(jobs.get());
    let mut rest = drafts;
    let mut shares = Vec::with_capacity(jobs.get());
    while rest.len() > share {
        let tail = rest.split_off(share);
        shares.push(std::mem::replace(&mut rest, tail));
    }
    shares.push(rest);
    let signed = threads::each(shares, |share| share.into_iter().map(sign).collect::<Result<Vec<_>>>());
    Ok(signed.into_iter().collect::<Result<Vec<_>>>()?.into_iter().flatten().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_size_follows_the_time_that_others_wait() {
        let ms = Duration::from_millis;
        assert_eq!(next_size(32, ms(1), HOLD), 128);
        assert_eq!(next_size(128, ms(150), HOLD), 128);
        assert_eq!(next_size(1_000, ms(100), HOLD_AMONG_OTHERS), 100);
        assert_eq!(next_size(1_000, ms(600), HOLD), 250);
        assert_eq!(next_size(1_000, ms(10), HOLD), 1_000);
        assert_eq!(next_size(1, Duration::from_secs(10), HOLD), 1);
        assert_eq!(next_size(1, Duration::ZERO, HOLD), 4);
    }
}
