//! How often callers may ask, and how often they may fail to show who they are.
//!
//! Failures are counted by address and by the client that is named, so that neither a secret nor a client_id is found by trying.
//! Whoever knows the name of an app could lock it out so: an address from which it showed its secret before is therefore counted
//! by itself, with that app, and nobody else's failures stand in its way.

mod codes;
mod logins;
mod rate;
mod slots;

use std::net::{IpAddr, Ipv6Addr};
use std::num::NonZeroU32;
use std::time::Duration;

use governor::RateLimiter;
use governor::clock::{Clock as _, MonotonicClock};
use governor::middleware::NoOpMiddleware;

pub(super) use self::logins::Logins;
pub use self::rate::{Limit, NoRate, Rate};
use self::slots::{Buckets, Hashing, Numbers, Slot};

/// What is allowed.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// How often clients may fail to authenticate from one address.
    pub failures_per_address: Limit,
    /// How often a client may fail to authenticate, from wherever it is not known.
    pub failures_per_client: Limit,
    /// How often somebody may fail to log in, from wherever they are not known.
    pub failures_per_user: Limit,
    /// How often codes of devices may be typed at one address that are none.
    pub wrong_codes_per_address: Limit,
    /// The same of all addresses together.
    pub wrong_codes: Limit,
    /// How often an address may ask.
    pub requests_per_address: Limit,
    /// How often a client may ask.
    pub requests_per_client: Limit,
}

impl Default for Limits {
    fn default() -> Self {
        let in_a_minute = |most| Limit(NonZeroU32::new(most).map(Rate::in_a_minute));
        Self {
            failures_per_address: in_a_minute(100),
            failures_per_client: in_a_minute(600),
            failures_per_user: in_a_minute(10),
            wrong_codes_per_address: in_a_minute(5),
            wrong_codes: in_a_minute(600),
            requests_per_address: Limit(None),
            requests_per_client: Limit(None),
        }
    }
}

/// It is too much: how long to wait before the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TooMuch {
    /// What there was too much of.
    pub of: What,
    /// How long.
    pub wait: Duration,
}

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum What {
    /// Failures from an address.
    FailuresOfAddress,
    /// Failures of a client.
    FailuresOfClient,
    /// Failures to log in as a user.
    FailuresOfUser,
    /// Codes of devices that are none.
    WrongCodes,
    /// Requests from an address.
    RequestsOfAddress,
    /// Requests of a client.
    RequestsOfClient,
}

/// Counts.
pub(super) struct Counts {
    hashing: Hashing,
    by_address: Option<Failures>,
    by_client: Option<Failures>,
    /// Failures where the client was known at the address.
    by_both: Option<Failures>,
    requests_by_address: Option<Bucket>,
    requests_by_client: Option<Bucket>,
    /// Apps that register themselves, by address.
    registrations: Bucket,
    /// Which clients showed who they are from which address.
    known: Numbers,
}

/// How many apps may register themselves from one address in a minute.
const REGISTRATIONS: NonZeroU32 = NonZeroU32::new(20).unwrap();

type Bucket = RateLimiter<Slot, Buckets, MonotonicClock, NoOpMiddleware<std::time::Instant>>;

/// What fails is counted afterwards. Who failed too often is barred until a failure more is allowed.
struct Failures {
    bucket: Bucket,
    /// Until when, in milliseconds since the first.
    barred: Numbers,
    began: std::time::Instant,
}

/// One who asks, as far as is counted.
#[derive(Clone, Copy)]
pub(super) struct Counted {
    address: Slot,
    client: Option<(Slot, Slot)>,
}

impl Default for Counts {
    fn default() -> Self {
        Self::new(&Limits::default())
    }
}

impl Counts {
    pub(super) fn new(limits: &Limits) -> Self {
        let failures = |limit: Limit| limit.0.map(Failures::new);
        let bucket = |limit: Limit| limit.0.map(bucket);
        Self {
            hashing: Hashing::default(),
            by_address: failures(limits.failures_per_address),
            by_client: failures(limits.failures_per_client),
            by_both: failures(limits.failures_per_address),
            requests_by_address: bucket(limits.requests_per_address),
            requests_by_client: bucket(limits.requests_per_client),
            registrations: self::bucket(Rate::in_a_minute(REGISTRATIONS)),
            known: Numbers::default(),
        }
    }

    /// Whether an app may register itself from an address.
    pub(super) fn may_register(&self, address: Option<IpAddr>) -> Result<(), TooMuch> {
        take(&self.registrations, self.hashing.slot(&address.map(network)), What::RequestsOfAddress)
    }

    /// One who asks: from an address, and in whose name, where one is given.
    pub(super) fn counted(&self, address: Option<IpAddr>, client: Option<&str>) -> Counted {
        let network = address.map(network);
        let client = client.map(|client| (self.hashing.slot(&client), self.hashing.slot(&(network, client))));
        Counted { address: self.hashing.slot(&network), client }
    }

    /// Counts a request, before anything is done for it.
    pub(super) fn asked(&self, from: Option<IpAddr>) -> Result<(), TooMuch> {
        let Some(bucket) = &self.requests_by_address else { return Ok(()) };
        take(bucket, self.hashing.slot(&from.map(network)), What::RequestsOfAddress)
    }

    /// Whether one who asks may try to show who it is.
    pub(super) fn may_try(&self, who: Counted) -> Result<(), TooMuch> {
        if let Some((_, both)) = who.client
            && self.known.remembers(both)
        {
            return barred(self.by_both.as_ref(), both, What::FailuresOfClient);
        }
        barred(self.by_address.as_ref(), who.address, What::FailuresOfAddress)?;
        let Some((client, _)) = who.client else { return Ok(()) };
        barred(self.by_client.as_ref(), client, What::FailuresOfClient)
    }

    /// Counts a failure. Where it is one too many, that is the answer, whatever else was wrong.
    pub(super) fn failed(&self, who: Counted) -> Result<(), TooMuch> {
        let count = |failures: &Option<Failures>, slot, what| failures.as_ref().map_or(Ok(()), |f| f.count(slot, what));
        if let Some((_, both)) = who.client
            && self.known.remembers(both)
        {
            return count(&self.by_both, both, What::FailuresOfClient);
        }
        let of_client = who.client.map_or(Ok(()), |(client, _)| count(&self.by_client, client, What::FailuresOfClient));
        count(&self.by_address, who.address, What::FailuresOfAddress).and(of_client)
    }

    /// Counts a request of one who showed who it is, and remembers that it did.
    pub(super) fn succeeded(&self, who: Counted) -> Result<(), TooMuch> {
        let Some((client, both)) = who.client else { return Ok(()) };
        if !self.known.remembers(both) {
            self.known.remember(both);
        }
        self.requests_by_client.as_ref().map_or(Ok(()), |bucket| take(bucket, client, What::RequestsOfClient))
    }
}

impl Failures {
    fn new(rate: Rate) -> Self {
        Self { bucket: bucket(rate), barred: Numbers::default(), began: std::time::Instant::now() }
    }

    fn now(&self) -> u64 {
        u64::try_from(self.began.elapsed().as_millis()).unwrap_or(u64::MAX)
    }

    fn count(&self, slot: Slot, of: What) -> Result<(), TooMuch> {
        take(&self.bucket, slot, of).inspect_err(|much| {
            let wait = u64::try_from(much.wait.as_millis()).unwrap_or(u64::MAX);
            self.barred.set(slot, self.now().saturating_add(wait));
        })
    }
}

fn barred(failures: Option<&Failures>, slot: Slot, of: What) -> Result<(), TooMuch> {
    let Some(failures) = failures else { return Ok(()) };
    let until = failures.barred.get(slot);
    match until.checked_sub(failures.now()).filter(|left| *left > 0) {
        Some(left) => Err(TooMuch { of, wait: Duration::from_millis(left) }),
        None => Ok(()),
    }
}

fn bucket(rate: Rate) -> Bucket {
    RateLimiter::new(rate.quota(), Buckets::default(), MonotonicClock)
}

fn take(bucket: &Bucket, slot: Slot, of: What) -> Result<(), TooMuch> {
    let wait = |until: governor::NotUntil<_>| until.wait_time_from(MonotonicClock.now());
    bucket.check_key(&slot).map_err(|until| TooMuch { of, wait: wait(until) })
}

/// What is one caller: an address, or of IPv6 the network that one customer has.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() & !u128::from(u64::MAX))),
        v4 @ IpAddr::V4(_) => v4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(flags: [&str; 4]) -> Counts {
        let [failures_per_address, failures_per_client, requests_per_address, requests_per_client] =
            flags.map(|limit| limit.parse().unwrap());
        let failures_per_user = Limit(None);
        Counts::new(&Limits {
            failures_per_address,
            failures_per_client,
            failures_per_user,
            wrong_codes_per_address: Limit(None),
            wrong_codes: Limit(None),
            requests_per_address,
            requests_per_client,
        })
    }

    fn from(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    /// How many failures are let through, of so many.
    fn let_through(counts: &Counts, from: IpAddr, client: impl Fn(usize) -> String, of: usize) -> usize {
        (0..of)
            .filter(|n| {
                let who = counts.counted(Some(from), Some(&client(*n)));
                counts.may_try(who).and_then(|()| counts.failed(who)).is_ok()
            })
            .count()
    }

    #[test]
    fn neither_secrets_nor_ids_are_found_by_trying() {
        let counts = counts(["5/h", "8/h", "off", "off"]);
        let shop = |_| "shop".to_owned();
        assert_eq!(let_through(&counts, from("192.0.2.1"), shop, 50), 5);
        // The one too many was tried too. Whoever goes on with another name from there has tried enough, and so has who goes on from elsewhere.
        assert_eq!(let_through(&counts, from("192.0.2.1"), |n| format!("guess{n}"), 50), 0);
        assert_eq!(let_through(&counts, from("192.0.2.2"), shop, 50), 2);
        assert_eq!(let_through(&counts, from("192.0.2.3"), shop, 50), 0);
        let wait = counts.may_try(counts.counted(Some(from("192.0.2.3")), Some("shop"))).unwrap_err().wait;
        assert!(wait > Duration::from_mins(1) && wait <= Duration::from_hours(1), "{wait:?}");
        // One customer has as many addresses of IPv6 as he likes.
        let of_v6: usize =
            (0..20).map(|n| let_through(&counts, from(&format!("2001:db8::{n}")), |_| format!("v6-{n}"), 1)).sum();
        assert_eq!(of_v6, 5);
    }

    #[test]
    fn nobody_locks_an_app_out_where_it_is_known() {
        let counts = counts(["5/h", "5/h", "off", "off"]);
        let shop = |_| "shop".to_owned();
        counts.succeeded(counts.counted(Some(from("192.0.2.1")), Some("shop"))).unwrap();
        assert_eq!(let_through(&counts, from("203.0.113.9"), shop, 50), 5);
        assert_eq!(let_through(&counts, from("192.0.2.1"), |n| format!("neighbour{n}"), 50), 5);
        assert_eq!(counts.may_try(counts.counted(Some(from("192.0.2.1")), Some("shop"))), Ok(()));
        assert!(counts.may_try(counts.counted(Some(from("192.0.2.1")), Some("other"))).is_err());
        // But it cannot fail for ever either.
        assert_eq!(let_through(&counts, from("192.0.2.1"), shop, 50), 5);
    }

    #[test]
    fn requests_are_counted_where_that_is_asked_for() {
        let off = counts(["off", "off", "off", "off"]);
        let who = off.counted(None, Some("shop"));
        assert!((0..10_000).all(|_| off.asked(None).is_ok() && off.succeeded(who).is_ok() && off.failed(who).is_ok()));
        let on = counts(["off", "off", "7/h", "3/h"]);
        assert_eq!((0..50).filter(|_| on.asked(Some(from("192.0.2.1"))).is_ok()).count(), 7);
        let who = on.counted(Some(from("192.0.2.1")), Some("shop"));
        assert_eq!((0..50).filter(|_| on.succeeded(who).is_ok()).count(), 3);
    }
}
