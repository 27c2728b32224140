//! Rotation: one key hands over to the next, and no token and no verifier notices.

use super::key::{KeyRecord, KeyState};
use super::policy::MAX_LEEWAY;
use super::refusal::Refusal;
use super::time::Timestamp;

/// One key takes over from another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandOver {
    /// The key that signs from now on, as it was and as it is.
    pub next: (KeyRecord, KeyRecord),
    /// The key that signed until now, as it was and as it is; none where there was none.
    pub previous: Option<(KeyRecord, KeyRecord)>,
}

/// Lets a standby key take over. The old one verifies until the last token it signed has ended everywhere, also for a
/// verifier whose clock is late by as much as is ever forgiven.
pub fn hand_over(
    next: KeyRecord,
    active: Option<KeyRecord>,
    last_exp: Option<Timestamp>,
    now: Timestamp,
) -> Result<HandOver, Refusal> {
    let after = next.clone().activate(now)?;
    let previous = match active {
        None => None,
        Some(before) => {
            let retired = before.clone().retire(verify_until(last_exp, now), now)?;
            Some((before, retired))
        }
    };
    Ok(HandOver { next: (next, after), previous })
}

/// Until when a key that retires now must verify.
pub fn verify_until(last_exp: Option<Timestamp>, now: Timestamp) -> Timestamp {
    let last = last_exp.map_or(now, |exp| exp.max(now));
    Timestamp(last.0.saturating_add(MAX_LEEWAY))
}

/// How long a set of keys is kept by those who fetched it, at most, in seconds.
const MOST_KEPT: i64 = 3_600;

/// How long the next key is shown before it signs, at least, where that was planned, in seconds.
const SHORTEST_PLAN: i64 = 300;

/// For how many seconds a verifier may keep this set of keys: never past the end of one of them, nor longer than the next key
/// is shown before it signs, as far as the rotations of these keys tell.
pub fn longest_kept(keys: &[KeyRecord], now: Timestamp) -> i64 {
    let ends = keys.iter().filter_map(KeyRecord::visible_until).map(|end| now.seconds_until(end));
    let shown_before = keys.iter().filter_map(|key| match key.state {
        KeyState::Standby { activate_at: Some(at) } => Some(key.created_at.seconds_until(at)),
        // Less is no plan, but one that was overtaken.
        KeyState::Active { since } => Some(key.created_at.seconds_until(since)).filter(|lead| *lead >= SHORTEST_PLAN),
        _ => None,
    });
    ends.chain(shown_before.filter(|lead| *lead > 0)).min().unwrap_or(MOST_KEPT).clamp(0, MOST_KEPT)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::algorithm::Algorithm;
    use crate::core::id::Kid;
    use crate::core::key::PrivateHalf;

    fn key(kid: &str, state: KeyState) -> KeyRecord {
        let kid = Kid::new(kid).unwrap();
        let private = PrivateHalf::Held;
        KeyRecord {
            kid,
            algorithm: Algorithm::ES256,
            bits: 256,
            public: None,
            secret_mark: None,
            private,
            state,
            created_at: Timestamp(0),
        }
    }

    #[test]
    fn the_old_key_verifies_what_it_signed_and_a_late_clock_besides() {
        let next = key("next", KeyState::Standby { activate_at: None });
        let active = key("old", KeyState::Active { since: Timestamp(0) });
        let change = hand_over(next, Some(active), Some(Timestamp(900)), Timestamp(100)).unwrap();
        assert_eq!(change.next.1.state, KeyState::Active { since: Timestamp(100) });
        let (_, retired) = change.previous.unwrap();
        assert_eq!(retired.state, KeyState::Retired { since: Timestamp(100), verify_until: Timestamp(1_200) });
        assert!(retired.is_published(Timestamp(900)));
    }

    #[test]
    fn a_key_that_signed_nothing_live_still_covers_a_late_clock() {
        assert_eq!(verify_until(None, Timestamp(100)), Timestamp(400));
        assert_eq!(verify_until(Some(Timestamp(50)), Timestamp(100)), Timestamp(400));
    }

    #[test]
    fn a_set_is_kept_no_longer_than_its_keys_and_than_the_next_one_is_shown_before_it_signs() {
        let kept = |states: &[KeyState]| {
            let keys: Vec<_> = states.iter().map(|state| key("k", state.clone())).collect();
            longest_kept(&keys, Timestamp(10_000))
        };
        let (first, planned) = (KeyState::Active { since: Timestamp(0) }, |at| KeyState::Standby { activate_at: at });
        assert_eq!(kept(std::slice::from_ref(&first)), 3_600);
        assert_eq!(kept(&[first.clone(), planned(None)]), 3_600);
        assert_eq!(kept(&[first.clone(), planned(Some(Timestamp(86_400)))]), 3_600);
        assert_eq!(kept(&[first.clone(), planned(Some(Timestamp(600)))]), 600);
        assert_eq!(kept(&[KeyState::Active { since: Timestamp(1) }]), 3_600);
        let ends = |verify_until| KeyState::Retired { since: Timestamp(0), verify_until: Timestamp(verify_until) };
        assert_eq!(kept(&[KeyState::Active { since: Timestamp(900) }, ends(99_999)]), 900);
        assert_eq!((kept(&[first.clone(), ends(10_030)]), kept(&[first, ends(9_999)])), (30, 0));
    }

    #[test]
    fn only_a_standby_key_takes_over() {
        let active = key("a", KeyState::Active { since: Timestamp(0) });
        assert!(hand_over(active.clone(), None, None, Timestamp(1)).is_err());
        let standby = key("s", KeyState::Standby { activate_at: None });
        assert!(hand_over(standby.clone(), Some(standby), None, Timestamp(1)).is_err());
    }
}
