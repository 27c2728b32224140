//! What many callers want at once, done in few transactions: those who meet share the commit that makes it durable, which is
//! nearly all that an issue costs.

use std::collections::HashMap;
use std::sync::Arc;

use super::device::{DeviceGrant, DeviceRedeemed};
use super::exchange::Exchange;
use super::issue::{Draft, IssueRequest, Issued, enter};
use super::redeem::{Given, Redeemed, Redemption, events_of};
use super::refresh::{RefreshRequest, Refreshed, Shown, standing};
use crate::authority::error::{Error, Result};
use crate::authority::job::{Awaited, Job};
use crate::authority::parts::Authority;
use crate::authority::signers::Signing;
use crate::authority::work::{Change, Tx};
use crate::core::app::AppRef;
use crate::core::audit::{Attempt, Events, REFUSED, Verb};
use crate::core::caller::Who;
use crate::core::device::DeviceFault;
use crate::core::jose::Sign;
use crate::core::{Algorithm, Caller, Timestamp};

/// How often an order is entered anew because its key was not open, or not the one that signs any more.
const TRIES: u8 = 5;

/// Tells whoever waits what came of an order. Called once, after the commit.
pub type Reply<T> = Box<dyn FnOnce(Result<T>) + Send>;

/// What one caller wants done, and who waits for it.
pub struct Order {
    /// Who asks.
    pub caller: Caller,
    /// What for.
    pub wish: Wish,
}

/// What is wanted.
#[expect(clippy::large_enum_variant, reason = "most are issues")]
pub enum Wish {
    /// Tokens.
    Issue(IssueRequest, Reply<Unsigned>),
    /// New tokens for a refresh token.
    Refresh(RefreshRequest, Reply<RefreshedUnsigned>),
    /// A token for another service.
    Exchange(Exchange, Reply<Unsigned>),
    /// Tokens for a code.
    Redeem(Redemption, Reply<RedeemedUnsigned>),
    /// What makes no token.
    Perform(Performance),
    /// Tokens for a device that somebody allowed.
    Device(DeviceGrant, Reply<DeviceUnsigned>),
}

/// What makes no token, and who waits for it.
pub struct Performance(Box<dyn Awaited>);

/// Tokens that are in the ledger, durably, and not signed yet: whoever waits for them signs them, so that the next transaction
/// need not wait for that.
pub struct Unsigned {
    draft: Box<Draft>,
    signing: Option<Arc<Signing>>,
}

impl Unsigned {
    /// Signs them. Where that fails nothing is handed out, and what is in the ledger is the record of a token that nobody has.
    pub fn sign(self) -> Result<Issued> {
        self.draft.sign(self.signing.as_ref().map(|signing| &signing.signer as &dyn Sign))
    }
}

/// What came of showing a refresh token, with tokens that are not signed yet.
pub enum RefreshedUnsigned {
    /// It was used up, and these take its place.
    Rotated(Box<Unsigned>),
    /// There is nothing to sign.
    Ended(Refreshed),
}

impl RefreshedUnsigned {
    /// Signs what there is to sign.
    pub fn sign(self) -> Result<Refreshed> {
        match self {
            Self::Rotated(unsigned) => Ok(Refreshed::Issued(Box::new(unsigned.sign()?))),
            Self::Ended(refreshed) => Ok(refreshed),
        }
    }
}

/// What came of showing a code, with tokens that are not signed yet.
pub enum RedeemedUnsigned {
    /// It was used up, and these come of it.
    Given(Box<Unsigned>),
    /// There is nothing to sign.
    Ended(Redeemed),
}

impl RedeemedUnsigned {
    /// Signs what there is to sign.
    pub fn sign(self) -> Result<Redeemed> {
        match self {
            Self::Given(unsigned) => Ok(Redeemed::Issued(Box::new(unsigned.sign()?))),
            Self::Ended(redeemed) => Ok(redeemed),
        }
    }
}

/// What came of showing a device code, with tokens that are not signed yet.
pub enum DeviceUnsigned {
    /// It was allowed, and these are its tokens.
    Redeemed(Box<Unsigned>),
    /// It gets nothing.
    Refused(DeviceFault),
}

impl DeviceUnsigned {
    /// Signs what there is to sign.
    pub fn sign(self) -> Result<DeviceRedeemed> {
        match self {
            Self::Redeemed(unsigned) => Ok(DeviceRedeemed::Issued(Box::new(unsigned.sign()?))),
            Self::Refused(fault) => Ok(DeviceRedeemed::Refused(fault)),
        }
    }
}

/// Fills orders. There is one for a ledger in a process, because a ledger has one writer.
pub struct Together<'a> {
    authority: &'a Authority,
    signers: HashMap<Algorithm, Arc<Signing>>,
    looked_at: Option<Timestamp>,
}

/// What came of an order in a transaction that is not kept yet.
enum Outcome {
    Issued(Box<Draft>),
    Shown(Shown),
    Given(Given),
    Performed,
    NoDevice(DeviceFault),
    Refused(Error),
    /// The key of this app is not open, or not the one that signs any more.
    NeedsKey(AppRef, Option<Algorithm>),
}

impl Authority {
    /// Begins to fill orders.
    pub fn together(&self) -> Together<'_> {
        Together { authority: self, signers: HashMap::new(), looked_at: None }
    }
}

impl Together<'_> {
    /// Fills these orders in one transaction, which is durable when the first of them is told. An order that is refused is told
    /// so, and the others are filled. Where the transaction as a whole fails, each is tried by itself.
    pub fn fill(&mut self, orders: Vec<Order>) {
        self.drop_due_keys();
        let mut waiting = orders;
        for _ in 0..TRIES {
            if waiting.is_empty() {
                return;
            }
            waiting = self.fill_together(waiting);
        }
        for one in waiting {
            one.wish.refuse(Error::KeyChanges);
        }
    }

    /// One transaction. Gives back those for which a key had to be opened first.
    fn fill_together(&mut self, mut waiting: Vec<Order>) -> Vec<Order> {
        match self.enter_all(&waiting) {
            Ok(outcomes) => {
                self.record_refused(&waiting, &outcomes);
                let told = waiting.into_iter().zip(outcomes).filter_map(|(one, outcome)| self.tell(one, outcome));
                let mut again = Vec::new();
                for (one, (app, algorithm)) in told.collect::<Vec<_>>() {
                    again.extend(self.open_for(one, &app, algorithm));
                }
                again
            }
            Err(error) => match (waiting.len(), waiting.pop()) {
                (1, Some(one)) => {
                    one.refuse(self.authority, error);
                    Vec::new()
                }
                (_, last) => self.fill_apart(waiting.into_iter().chain(last), error),
            },
        }
    }

    /// What is done where one transaction for all these fails. Where it is for all of them that it failed, all are told so: each
    /// would wait as long again for the same. Else one may be what spoils it, such as a row that is damaged.
    fn fill_apart(&mut self, waiting: impl Iterator<Item = Order>, error: Error) -> Vec<Order> {
        match error {
            Error::Store(error) if error.fault.is_of_all() => {
                waiting.for_each(|one| one.wish.refuse(error.clone().into()));
                Vec::new()
            }
            _ => waiting.flat_map(|one| self.fill_together(vec![one])).collect(),
        }
    }

    fn enter_all(&self, waiting: &[Order]) -> Result<Vec<Outcome>> {
        let Some(first) = waiting.first() else { return Ok(Vec::new()) };
        self.authority.asked(&first.caller, None, |asked| {
            asked.work(|tx| {
                let (mut outcomes, mut done) = (Vec::with_capacity(waiting.len()), None::<Events>);
                for one in waiting {
                    tx.ask_as(&one.caller);
                    let (outcome, did) = match self.enter(tx, &one.wish) {
                        Ok(entered) => entered,
                        Err(error) if error.is_refusal() => (Outcome::Refused(error), None),
                        Err(error) => return Err(error),
                    };
                    outcomes.push(outcome);
                    done = match (done, did) {
                        (Some(done), Some(did)) => Some(done.joined(did)),
                        (done, did) => done.or(did),
                    };
                }
                Ok(match done {
                    Some(done) => Change::Made(outcomes, done),
                    None => Change::Nothing(outcomes),
                })
            })
        })
    }

    /// Records which of these were refused, in a transaction of their own: what keeps it from being kept is no part of any answer.
    fn record_refused(&self, orders: &[Order], outcomes: &[Outcome]) {
        let of = |(one, outcome): (_, &Outcome)| Some((one, outcome.refusal()?));
        let refused: Vec<(&Order, &'static str)> = orders.iter().zip(outcomes).filter_map(of).collect();
        let Some((first, _)) = refused.first() else { return };
        let _ = self.authority.asked(&first.caller, None, |asked| {
            asked.work(|tx| {
                let mut done = None::<Events>;
                for (one, word) in &refused {
                    tx.ask_as(&one.caller);
                    let did = tx.refused(&one.attempt(), word)?.and_then(|event| tx.all(vec![event]));
                    done = match (done, did) {
                        (Some(done), Some(did)) => Some(done.joined(did)),
                        (done, did) => done.or(did),
                    };
                }
                Ok(done.map_or(Change::Nothing(()), |done| Change::Made((), done)))
            })
        });
    }

    fn enter(&self, tx: &mut Tx<'_>, wish: &Wish) -> Result<(Outcome, Option<Events>)> {
        let authority = self.authority;
        let signs = |algorithm| self.signers.get(&algorithm).map(|signing| &signing.record);
        match wish {
            Wish::Issue(request, _) => {
                request.check()?;
                let (fresh, now) = (authority.fresh(request)?, tx.now);
                let entered = enter(&mut **tx, &authority.defaults, &*authority.entropy, request, &signs, fresh, now)?;
                let Some(draft) = entered else {
                    return Ok((Outcome::NeedsKey(request.app.clone(), request.shape.algorithm), None));
                };
                let did = events_of(tx, &draft);
                Ok((Outcome::Issued(Box::new(draft)), Some(did)))
            }
            Wish::Refresh(request, _) => {
                let standing = standing(tx.reads(), request)?;
                Ok(match authority.enter_refresh(tx, request, &standing, &signs)? {
                    Some((shown, did)) => (Outcome::Shown(shown), Some(did)),
                    None => (Outcome::NeedsKey(standing.app, standing.algorithm), None),
                })
            }
            Wish::Exchange(exchange, _) => Ok(match authority.enter_exchange(tx, exchange, &signs)? {
                Some((draft, did)) => (Outcome::Issued(Box::new(draft)), Some(did)),
                None => (Outcome::NeedsKey(exchange.app.clone(), None), None),
            }),
            Wish::Redeem(redemption, _) => Ok(match authority.enter_redemption(tx, redemption, &signs)? {
                Some((given, did)) => (Outcome::Given(given), did),
                None => (Outcome::NeedsKey(redemption.app.clone(), None), None),
            }),
            Wish::Perform(Performance(job)) => Ok((Outcome::Performed, job.enter(authority, tx)?)),
            Wish::Device(grant, _) => Ok(match authority.enter_device(tx, grant, &signs)? {
                Some(Ok((draft, did))) => (Outcome::Issued(draft), Some(did)),
                Some(Err(fault)) => (Outcome::NoDevice(fault), None),
                None => (Outcome::NeedsKey(AppRef::ClientId(grant.app.clone()), None), None),
            }),
        }
    }

    /// Tells whoever waits what came of it. Gives it back where the key of an app is to be opened first.
    fn tell(&self, one: Order, outcome: Outcome) -> Option<(Order, (AppRef, Option<Algorithm>))> {
        let unsigned = |draft: Box<Draft>| Unsigned { signing: self.signers.get(&draft.algorithm).cloned(), draft };
        match (outcome, one.wish) {
            (Outcome::NeedsKey(app, algorithm), wish) => {
                return Some((Order { caller: one.caller, wish }, (app, algorithm)));
            }
            (Outcome::Refused(error), wish) => wish.refuse(error),
            (Outcome::Issued(draft), Wish::Issue(_, reply) | Wish::Exchange(_, reply)) => reply(Ok(unsigned(draft))),
            (Outcome::Issued(draft), Wish::Device(_, reply)) => {
                reply(Ok(DeviceUnsigned::Redeemed(Box::new(unsigned(draft)))));
            }
            (Outcome::NoDevice(fault), Wish::Device(_, reply)) => reply(Ok(DeviceUnsigned::Refused(fault))),
            (Outcome::Shown(Shown::Rotated(draft)), Wish::Refresh(_, reply)) => {
                reply(Ok(RefreshedUnsigned::Rotated(Box::new(unsigned(draft)))));
            }
            (Outcome::Shown(Shown::Ended(refreshed)), Wish::Refresh(_, reply)) => {
                reply(Ok(RefreshedUnsigned::Ended(refreshed)));
            }
            (Outcome::Given(Given::Tokens(draft)), Wish::Redeem(_, reply)) => {
                reply(Ok(RedeemedUnsigned::Given(Box::new(unsigned(draft)))));
            }
            (Outcome::Given(Given::Ended(redeemed)), Wish::Redeem(_, reply)) => {
                reply(Ok(RedeemedUnsigned::Ended(redeemed)));
            }
            (Outcome::Performed, Wish::Perform(Performance(job))) => job.tell(Ok(())),
            (
                Outcome::Issued(_) | Outcome::Shown(_) | Outcome::Given(_) | Outcome::NoDevice(_) | Outcome::Performed,
                wish,
            ) => {
                wish.refuse(Error::KeyChanges);
            }
        }
        None
    }

    /// Opens the key that signs for an app, outside of any transaction.
    fn open_for(&mut self, one: Order, app: &AppRef, algorithm: Option<Algorithm>) -> Option<Order> {
        match self.authority.open_signer(&one.caller, app, algorithm) {
            Ok(opened) => {
                self.signers.insert(opened.signing.record.algorithm, opened.signing);
                Some(one)
            }
            Err(error) => {
                one.refuse(self.authority, error);
                None
            }
        }
    }

    /// Lets keys go whose successors are due, so that they take over when the next token needs one. Once in a second is enough.
    fn drop_due_keys(&mut self) {
        let now = self.authority.now();
        if self.signers.is_empty() || self.looked_at == Some(now) {
            return;
        }
        self.looked_at = Some(now);
        let Ok(read) = self.authority.store.read() else { return };
        let is_due = |algorithm: &Algorithm| {
            read.signing_keys(*algorithm).is_ok_and(|keys| keys.iter().any(|key| key.is_due(now)))
        };
        self.signers.retain(|algorithm, _| !is_due(algorithm));
    }
}

impl Outcome {
    /// Why it is refused, where it is: the word for it.
    fn refusal(&self) -> Option<&'static str> {
        match self {
            Self::Refused(error) => Some(error.code().word()),
            Self::NoDevice(_) | Self::Given(Given::Ended(Redeemed::Refused(_))) => Some(REFUSED),
            _ => None,
        }
    }
}

impl Order {
    /// What is tried.
    fn attempt(&self) -> Attempt {
        let verb = match &self.wish {
            Wish::Issue(..) | Wish::Redeem(..) | Wish::Device(..) => Verb::TokensIssued,
            Wish::Refresh(..) => Verb::TokenRefreshed,
            Wish::Exchange(..) => Verb::TokenExchanged,
            Wish::Perform(Performance(job)) => return job.attempt().clone(),
        };
        match &self.caller.who {
            Who::App(client_id) => Attempt::app(verb, &AppRef::ClientId(client_id.clone())),
            Who::Operator(_) | Who::Anyone | Who::Itself => Attempt::of(verb),
        }
    }

    /// Tells whoever waits that it is not done, and records that where it is who asks that is refused.
    fn refuse(self, authority: &Authority, error: Error) {
        if error.is_of_caller() {
            authority.record_refusal(&self.caller, &self.attempt(), error.code().word());
        }
        self.wish.refuse(error);
    }
}

impl Wish {
    /// What makes no token, and whom to tell.
    pub fn perform<T: Send + 'static>(job: Job<T>, reply: Reply<T>) -> Self {
        Self::Perform(Performance(job.awaited(reply)))
    }

    /// Tells whoever waits that it is not done.
    fn refuse(self, error: Error) {
        match self {
            Self::Issue(_, reply) | Self::Exchange(_, reply) => reply(Err(error)),
            Self::Refresh(_, reply) => reply(Err(error)),
            Self::Redeem(_, reply) => reply(Err(error)),
            Self::Perform(Performance(job)) => job.tell(Err(error)),
            Self::Device(_, reply) => reply(Err(error)),
        }
    }
}
