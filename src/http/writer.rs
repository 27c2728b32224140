//! The one writer: what many requests want is done in few transactions.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::time::{Duration, Instant};

use tokio::sync::oneshot;

use super::metrics::{WRITING, seconds};
use crate::authority::{
    Authority, DeviceGrant, DeviceRedeemed, Error, Exchange, IssueRequest, Issued, Job, Order, Redeemed, Redemption,
    RefreshRequest, Refreshed, Reply, Wish,
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

/// Takes orders for the thread that fills them.
pub(super) struct Writer(SyncSender<Order>);

impl Writer {
    /// Begins a thread that fills orders until the last of those who give them is gone.
    pub(super) fn begin(authority: Arc<Authority>) -> Option<Self> {
        let (give, take) = sync_channel(WAITING);
        threads::detach((authority, take), |(authority, take)| run(&authority, &take)).ok()?;
        Some(Self(give))
    }

    /// Issues tokens. They are in the ledger, durably, and signed when this returns.
    pub(super) async fn issue(&self, caller: Caller, request: IssueRequest) -> Result<Issued, Unanswered> {
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
        let unsigned = self.order(caller, |reply| Wish::Redeem(redemption, reply)).await?;
        Ok(unsigned.sign()?)
    }

    /// Does what makes no token. It is durable when this returns.
    pub(super) async fn perform<T: Send + 'static>(&self, caller: Caller, job: Job<T>) -> Result<T, Unanswered> {
        self.order(caller, |reply| Wish::perform(job, reply)).await
    }

    /// Gives a device its tokens that somebody allowed.
    pub(super) async fn redeem_device(&self, caller: Caller, grant: DeviceGrant) -> Result<DeviceRedeemed, Unanswered> {
        let unsigned = self.order(caller, |reply| Wish::Device(grant, reply)).await?;
        Ok(unsigned.sign()?)
    }

    async fn order<T: Send + 'static>(
        &self,
        caller: Caller,
        wish: impl FnOnce(Reply<T>) -> Wish,
    ) -> Result<T, Unanswered> {
        let (tell, told) = oneshot::channel();
        // Whoever hung up meanwhile is not told: what was done stays done.
        let reply: Reply<T> = Box::new(move |answer| drop(tell.send(answer)));
        // Before it is given: the writer may be done with it at once.
        WRITING.waiting.inc();
        match self.0.try_send(Order { caller, wish: wish(reply) }) {
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
