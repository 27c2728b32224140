//! A device that waits for a person, and what it is told when it asks whether they have decided (RFC 8628, 3.4 and 3.5).

use super::fault::DeviceFault;
use crate::core::id::{Audience, ClientId, GrantId, UserId};
use crate::core::scope::Scopes;
use crate::core::secret::TokenDigest;
use crate::core::time::{Timestamp, Ttl};
use crate::core::token::AccessContext;

/// What a device asked for, and how far that has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeviceRecord {
    /// What it is known by: the digest of the device code.
    pub digest: TokenDigest,
    /// The digest of the code that the person types.
    pub user_code: TokenDigest,
    /// The app that runs on it.
    pub client_id: ClientId,
    /// The scopes that it asked for; those of the app where it asked for none.
    pub scopes: Option<Scopes>,
    /// For whom its tokens are to be.
    pub audiences: Vec<Audience>,
    /// From where it asked.
    pub context: AccessContext,
    /// When.
    pub asked_at: Timestamp,
    /// From when on its codes are good for nothing.
    pub expires_at: Timestamp,
    /// How far it has come.
    pub state: DeviceState,
}

/// How far a device has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeviceState {
    /// Nobody has decided. It is to ask as often as this.
    Pending(Pace),
    /// A person allowed it.
    Approved(Approval),
    /// A person did not allow it.
    Denied,
    /// It was given its tokens.
    Used {
        /// When.
        at: Timestamp,
    },
}

/// How often a device may ask whether somebody has decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    /// How many seconds are to lie between.
    pub interval: i64,
    /// When it asked too soon last.
    pub too_soon_at: Option<Timestamp>,
}

/// What a person allowed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Approval {
    /// Who.
    pub user: UserId,
    /// The consent that this is.
    pub grant: GrantId,
    /// For what.
    pub scopes: Scopes,
    /// When they logged in.
    pub auth_time: Timestamp,
}

/// What a device is told that asks whether somebody has decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Poll {
    /// Nobody has: `authorization_pending`.
    Wait,
    /// Nobody has, and it asks too often: `slow_down`. From now on it is to ask less often, as this says.
    SlowDown(Pace),
    /// Somebody allowed it: it gets its tokens.
    Redeem(Approval),
    /// It gets nothing, for this reason.
    Refuse(DeviceFault),
}

/// Whoever decides is too late: somebody has, or the codes have expired.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the code is not waiting for anybody's decision")]
pub struct Settled;

impl Pace {
    /// How often it may ask at first (RFC 8628, 3.2).
    pub const FIRST: Self = Self { interval: 5, too_soon_at: None };
    /// By how many seconds the interval grows each time that it asked too soon (RFC 8628, 3.5).
    const STEP: i64 = 5;

    /// Whether it asks too soon now, having asked `last`. Time that went backwards is not held against it. A poll that comes in
    /// a second too early in whole seconds came too early by any count.
    fn is_too_soon(self, last: Option<Timestamp>, now: Timestamp) -> bool {
        last.max(self.too_soon_at).is_some_and(|last| (0..self.interval).contains(&last.seconds_until(now)))
    }

    /// What holds once it asked too soon. There is an end to it: no device waits for longer than its code is good.
    fn slower(self, now: Timestamp) -> Self {
        let interval = self.interval.saturating_add(Self::STEP).min(DeviceRecord::LIFETIME.seconds());
        Self { interval, too_soon_at: Some(now) }
    }
}

impl DeviceRecord {
    /// For how long its codes are good.
    pub const LIFETIME: Ttl = Ttl::minutes(10);

    /// What an app is told that asks whether somebody has decided, and asked `last`, where that is known.
    pub fn poll(&self, by: &ClientId, last: Option<Timestamp>, now: Timestamp) -> Poll {
        if *by != self.client_id {
            return Poll::Refuse(DeviceFault::OfAnother);
        }
        match &self.state {
            DeviceState::Used { .. } => Poll::Refuse(DeviceFault::Used),
            DeviceState::Denied => Poll::Refuse(DeviceFault::Denied),
            DeviceState::Pending(_) | DeviceState::Approved(_) if self.is_over(now) => {
                Poll::Refuse(DeviceFault::Expired)
            }
            DeviceState::Approved(approval) => Poll::Redeem(approval.clone()),
            DeviceState::Pending(pace) if pace.is_too_soon(last, now) => Poll::SlowDown(pace.slower(now)),
            DeviceState::Pending(_) => Poll::Wait,
        }
    }

    /// Whether its codes are good for nothing any more.
    pub fn is_over(&self, now: Timestamp) -> bool {
        now >= self.expires_at
    }

    /// Whether a person may decide.
    pub fn is_undecided(&self, now: Timestamp) -> bool {
        matches!(self.state, DeviceState::Pending(_)) && !self.is_over(now)
    }

    /// As it is when it asked too soon.
    #[must_use]
    pub fn slowed(&self, pace: Pace) -> Self {
        Self { state: DeviceState::Pending(pace), ..self.clone() }
    }

    /// As it is once it was given its tokens.
    #[must_use]
    pub fn used(&self, now: Timestamp) -> Self {
        Self { state: DeviceState::Used { at: now }, ..self.clone() }
    }

    /// As it is once a person decided. They decide once.
    pub fn decided(&self, approval: Option<Approval>, now: Timestamp) -> Result<Self, Settled> {
        if !self.is_undecided(now) {
            return Err(Settled);
        }
        let state = approval.map_or(DeviceState::Denied, DeviceState::Approved);
        Ok(Self { state, ..self.clone() })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn app(n: u8) -> ClientId {
        ClientId::from_random([n; 16])
    }

    fn waiting() -> DeviceRecord {
        DeviceRecord {
            digest: TokenDigest::of(b"device"),
            user_code: TokenDigest::of(b"user"),
            client_id: app(1),
            scopes: Some("read".parse().unwrap()),
            audiences: Vec::new(),
            context: AccessContext::default(),
            asked_at: Timestamp(1_000),
            expires_at: Timestamp(1_000).plus(DeviceRecord::LIFETIME),
            state: DeviceState::Pending(Pace::FIRST),
        }
    }

    fn approval() -> Approval {
        let (user, scopes) = (UserId::new("alice").unwrap(), "read".parse().unwrap());
        Approval { user, grant: GrantId::from_parts(0, [0; 10]), scopes, auth_time: Timestamp(1_001) }
    }

    fn polled(record: &DeviceRecord, last: Option<i64>, now: i64) -> Poll {
        record.poll(&app(1), last.map(Timestamp), Timestamp(now))
    }

    #[test]
    fn a_device_that_keeps_its_pace_waits() {
        assert_eq!(polled(&waiting(), None, 1_000), Poll::Wait);
        assert_eq!(polled(&waiting(), Some(1_000), 1_005), Poll::Wait);
        // A clock that went back does not keep it from asking for as long.
        assert_eq!(polled(&waiting(), Some(1_300), 1_005), Poll::Wait);
    }

    #[test]
    fn a_device_that_asks_too_soon_is_slowed_by_five_seconds_each_time_and_that_stays() {
        let mut record = waiting();
        for (now, interval) in [(1_004, 10), (1_013, 15), (1_013, 20), (1_032, 25)] {
            let Poll::SlowDown(pace) = polled(&record, Some(1_000), now) else { panic!("not slowed at {now}") };
            assert_eq!(pace, Pace { interval, too_soon_at: Some(Timestamp(now)) });
            record = record.slowed(pace);
        }
        // Another server, which does not know when it asked, goes by what is kept.
        assert!(matches!(polled(&record, None, 1_056), Poll::SlowDown(_)));
        assert_eq!(polled(&record, None, 1_057), Poll::Wait);
        let mut pace = Pace::FIRST;
        for _ in 0..1_000 {
            pace = pace.slower(Timestamp(1_000));
        }
        assert_eq!(pace.interval, 600);
    }

    #[test]
    fn what_a_person_decided_is_told_and_a_code_is_good_once() {
        let now = Timestamp(1_010);
        let approved = waiting().decided(Some(approval()), now).unwrap();
        // Whoever has something to fetch does not wait for it.
        assert_eq!(polled(&approved, Some(1_010), 1_010), Poll::Redeem(approval()));
        assert_eq!(polled(&approved.used(now), None, 1_010), Poll::Refuse(DeviceFault::Used));
        let denied = waiting().decided(None, now).unwrap();
        assert_eq!(polled(&denied, None, 1_010), Poll::Refuse(DeviceFault::Denied));
        for settled in [&approved, &denied, &approved.used(now)] {
            assert_eq!(settled.decided(Some(approval()), now), Err(Settled));
            assert_eq!(settled.decided(None, now), Err(Settled));
        }
    }

    #[test]
    fn a_code_that_expired_gives_nothing_whether_somebody_allowed_it_or_not() {
        let approved = waiting().decided(Some(approval()), Timestamp(1_599)).unwrap();
        assert_eq!(polled(&approved, None, 1_599), Poll::Redeem(approval()));
        for record in [waiting(), approved] {
            assert_eq!(polled(&record, None, 1_600), Poll::Refuse(DeviceFault::Expired));
            assert_eq!(record.decided(Some(approval()), Timestamp(1_600)), Err(Settled));
        }
    }

    #[test]
    fn a_code_is_good_for_the_app_that_it_was_given_to() {
        let approved = waiting().decided(Some(approval()), Timestamp(1_010)).unwrap();
        for record in [waiting(), approved.clone(), approved.used(Timestamp(1_010))] {
            assert_eq!(record.poll(&app(2), None, Timestamp(1_010)), Poll::Refuse(DeviceFault::OfAnother));
        }
    }

    proptest! {
        /// Whoever does as RFC 8628 says is never told to slow down, on whichever of two servers it asks.
        #[test]
        fn whoever_waits_as_told_is_not_slowed(gaps in proptest::collection::vec((5..30_i64, any::<bool>()), 1..20)) {
            let (record, mut now, mut last) = (waiting(), 1_000, [None; 2]);
            for (gap, server) in gaps {
                now += gap;
                let poll = polled(&record, last[usize::from(server)], now);
                prop_assert_eq!(poll, if now < 1_600 { Poll::Wait } else { Poll::Refuse(DeviceFault::Expired) });
                last[usize::from(server)] = Some(now);
            }
        }

        /// The interval that is told never shrinks, and tokens are given once.
        #[test]
        fn a_life_of_polls_has_one_winner(times in proptest::collection::vec(0..700_i64, 1..40), decided in 0..40_usize) {
            let (mut record, mut given, mut interval) = (waiting(), 0, 5);
            for (n, time) in times.into_iter().enumerate() {
                let now = Timestamp(1_000 + time);
                if n == decided && let Ok(after) = record.decided(Some(approval()), now) {
                    record = after;
                }
                match record.poll(&app(1), None, now) {
                    Poll::SlowDown(pace) => {
                        prop_assert!(pace.interval > interval || pace.interval == 600);
                        interval = pace.interval;
                        record = record.slowed(pace);
                    }
                    Poll::Redeem(_) => {
                        given += 1;
                        record = record.used(now);
                    }
                    _ => {}
                }
            }
            prop_assert!(given <= 1);
        }
    }
}
