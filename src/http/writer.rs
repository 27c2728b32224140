//! The one writer: what many requests want is done in few transactions.

use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::oneshot;

use super::dev::Dev;
use super::metrics::{WRITING, seconds};
use crate::authority::{
    Authority, DeviceGrant, DeviceRedeemed, Error, Exchange, IssueRequest, Issued, Job, Order, Redeemed, Redemption,
    RefreshRequest, Refreshed, Reply, Shaping, Wish,
};
use crate::core::Caller;
use crate::host::threads;

/// How many orders may wait. More are told to come back.
const WAITING: usize = 4_096;
/// How many orders share a transaction at most: it takes some 10 ms then, and others on the ledger wait so long.
const MOST: usize = 256;

/// How long others are waited for.
const MOMENT: Duration = Duration::from_millis(1);

/// Why there is no answer.
#[derive(Debug)]
pub(super) enum Unanswered {
    /// Too much is waiting, or the writer has ended.
    Busy,
    /// The authority refused, or could not.
    Error(Error),
}

impl From<Error> for Unanswered {
    fn from(error: Error) -> Self {
        Self::Error(error)
    }
}

/// Takes orders for whoever fills them.
pub(super) struct Writer {
    filled: Filled,
    /// What tests decide of tokens that are issued, where it serves a developer alone.
    dev: Option<Arc<Dev>>,
}

/// Who fills orders.
enum Filled {
    /// A thread, until the last of those who give them is gone.
    Together(SyncSender<Order>),
    /// Whoever gives one, one after the other: the ledger is in memory, so that a commit costs next to nothing.
    Each(Arc<Alone>),
}

struct Alone {
    authority: Arc<Authority>,
    turn: Mutex<()>,
}

impl Writer {
    /// Begins a thread that fills orders until the last of those who give them is gone.
    pub(super) fn begin(authority: Arc<Authority>, dev: Option<Arc<Dev>>) -> Option<Self> {
        let (give, take) = sync_channel(WAITING);
        threads::detach((authority, take), |(authority, take)| run(&authority, &take)).ok()?;
        Some(Self { filled: Filled::Together(give), dev })
    }

    /// Fills each order by itself, without a thread of its own.
    pub(super) fn alone(authority: Arc<Authority>, dev: Option<Arc<Dev>>) -> Self {
        Self { filled: Filled::Each(Arc::new(Alone { authority, turn: Mutex::default() })), dev }
    }

    /// Issues tokens. They are in the ledger, durably, and signed when this returns.
    pub(super) async fn issue(&self, caller: Caller, request: IssueRequest) -> Result<Issued, Unanswered> {
        let request = match self.shaping() {
            Some(shaping) => shaping.put_to(request),
            None => request,
        };
        let unsigned = self.order(caller, |reply| Wish::Issue(request, reply)).await?;
        Ok(unsigned.sign()?)
    }

    /// Uses a refresh token.
    pub(super) async fn refresh(&self, caller: Caller, request: RefreshRequest) -> Result<Refreshed, Unanswered> {
        let unsigned = self.order(caller, |reply| Wish::Refresh(request, reply)).await?;
        Ok(unsigned.sign()?)
    }

    /// Exchanges a token that was judged.
    pub(super) async fn exchange(&self, caller: Caller, exchange: Exchange) -> Result<Issued, Unanswered> {
        let unsigned = self.order(caller, |reply| Wish::Exchange(exchange, reply)).await?;
        Ok(unsigned.sign()?)
    }

    /// Redeems a code.
    pub(super) async fn redeem(&self, caller: Caller, redemption: Redemption) -> Result<Redeemed, Unanswered> {
        let redemption = Redemption { shaping: self.shaping().unwrap_or(redemption.shaping), ..redemption };
        let unsigned = self.order(caller, |reply| Wish::Redeem(redemption, reply)).await?;
        Ok(unsigned.sign()?)
    }

    /// Does what makes no token. It is durable when this returns.
    pub(super) async fn perform<T: Send + 'static>(&self, caller: Caller, job: Job<T>) -> Result<T, Unanswered> {
        self.order(caller, |reply| Wish::perform(job, reply)).await
    }

    /// Gives a device its tokens that somebody allowed.
    pub(super) async fn redeem_device(&self, caller: Caller, grant: DeviceGrant) -> Result<DeviceRedeemed, Unanswered> {
        let grant = DeviceGrant { shaping: self.shaping().unwrap_or(grant.shaping), ..grant };
        let unsigned = self.order(caller, |reply| Wish::Device(grant, reply)).await?;
        Ok(unsigned.sign()?)
    }

    /// How tests decided that the next tokens are to be.
    fn shaping(&self) -> Option<Shaping> {
        self.dev.as_ref()?.shaping()
    }

    async fn order<T: Send + 'static>(
        &self,
        caller: Caller,
        wish: impl FnOnce(Reply<T>) -> Wish,
    ) -> Result<T, Unanswered> {
        let (tell, told) = oneshot::channel();
        // Whoever hung up meanwhile is not told: what was done stays done.
        let reply: Reply<T> = Box::new(move |answer| drop(tell.send(answer)));
        let order = Order { caller, wish: wish(reply) };
        let give = match &self.filled {
            Filled::Together(give) => give,
            Filled::Each(alone) => {
                let alone = Arc::clone(alone);
                let fill = move || {
                    let _turn = alone.turn.lock().unwrap_or_else(PoisonError::into_inner);
                    alone.authority.together().fill(vec![order]);
                };
                tokio::task::spawn_blocking(fill).await.map_err(|_| Unanswered::Busy)?;
                return Ok(told.await.map_err(|_| Unanswered::Busy)??);
            }
        };
        // Before it is given: the writer may be done with it at once.
        WRITING.waiting.inc();
        match give.try_send(order) {
            Ok(()) => Ok(told.await.map_err(|_| Unanswered::Busy)??),
            Err(TrySendError::Full(_) | TrySendError::Disconnected(_)) => {
                WRITING.waiting.dec();
                Err(Unanswered::Busy)
            }
        }
    }
}

fn run(authority: &Authority, take: &Receiver<Order>) {
    let (mut together, mut met) = (authority.together(), 1);
    while let Ok(first) = take.recv() {
        let orders = gather(first, take, met);
        met = orders.len();
        let since = told_of(met);
        together.fill(orders);
        WRITING.transaction.observe(seconds(since.elapsed()));
    }
}

/// Counts those who share a transaction, and says when it began.
fn told_of(met: usize) -> Instant {
    WRITING.waiting.dec_by(i64::try_from(met).unwrap_or(i64::MAX));
    WRITING.group.observe(f64::from(u32::try_from(met).unwrap_or(u32::MAX)));
    Instant::now()
}

/// What came while the last transaction was made durable is done in this one. Those who met there and were answered come back
/// one after the other: as many as they were are waited for, a moment, because a transaction costs as much for one as for all.
fn gather(first: Order, take: &Receiver<Order>, met: usize) -> Vec<Order> {
    let mut orders = vec![first];
    orders.extend(take.try_iter().take(MOST - 1));
    let until = Instant::now() + MOMENT;
    while orders.len() < met.min(MOST) {
        match take.recv_timeout(until.saturating_duration_since(Instant::now())) {
            Ok(order) => orders.push(order),
            Err(_) => break,
        }
    }
    orders
}
