//! What happens to keys next, and what should have happened to them.

use crate::core::algorithm::Algorithm;
use crate::core::id::Kid;
use crate::core::key::{KeyRecord, KeyState};
use crate::core::time::{Timestamp, Ttl};

/// Something that happens to a key at a time, or should have happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// When.
    pub at: Timestamp,
    /// What.
    pub what: DueWhat,
    /// Which key.
    pub kid: Kid,
    /// Its algorithm.
    pub algorithm: Algorithm,
}

/// What happens to a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DueWhat {
    /// It takes over. Where the time is past, somebody must let it.
    TakesOver,
    /// It is older than the home lets keys become, and another one is to take over.
    TooOld,
    /// It verifies no more.
    StopsVerifying,
}

impl Due {
    /// Whether somebody has to act: it is past, and does not happen by itself.
    pub fn is_overdue(&self, now: Timestamp) -> bool {
        self.what != DueWhat::StopsVerifying && self.at <= now
    }
}

/// What happens to these keys after this moment, and what should have happened before it, the earliest first. A key that
/// verifies no more is no news.
pub fn due(keys: &[KeyRecord], max_age: Option<Ttl>, now: Timestamp) -> Vec<Due> {
    let of = |key: &KeyRecord| {
        let (at, what) = match key.state {
            KeyState::Standby { activate_at } => (activate_at?, DueWhat::TakesOver),
            KeyState::Active { .. } => (key.too_old_at(max_age?)?, DueWhat::TooOld),
            KeyState::Retired { verify_until, .. } if verify_until >= now => (verify_until, DueWhat::StopsVerifying),
            KeyState::Retired { .. } | KeyState::Revoked(_) => return None,
        };
        Some(Due { at, what, kid: key.kid.clone(), algorithm: key.algorithm })
    };
    let mut all: Vec<Due> = keys.iter().filter_map(of).collect();
    all.sort_by_key(|due| due.at);
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::key::PrivateHalf;

    fn key(kid: &str, state: KeyState) -> KeyRecord {
        KeyRecord {
            kid: Kid::new(kid).unwrap(),
            algorithm: Algorithm::ES256,
            bits: 256,
            public: None,
            secret_mark: None,
            private: PrivateHalf::Held,
            state,
            created_at: Timestamp(0),
        }
    }

    #[test]
    fn what_is_overdue_comes_first_and_what_is_over_is_no_news() {
        let keys = [
            key("signs", KeyState::Active { since: Timestamp(0) }),
            key("next", KeyState::Standby { activate_at: Some(Timestamp(90)) }),
            key("unplanned", KeyState::Standby { activate_at: None }),
            key("old", KeyState::Retired { since: Timestamp(1), verify_until: Timestamp(100) }),
            key("over", KeyState::Retired { since: Timestamp(1), verify_until: Timestamp(99) }),
        ];
        let told = |max_age| {
            let all = due(&keys, max_age, Timestamp(100));
            let tell = |due: &Due| (due.kid.to_string(), due.what, due.is_overdue(Timestamp(100)));
            all.iter().map(tell).collect::<Vec<_>>()
        };
        let next = ("next".to_owned(), DueWhat::TakesOver, true);
        let old = ("old".to_owned(), DueWhat::StopsVerifying, false);
        assert_eq!(told(None), [next.clone(), old.clone()]);
        let signs = ("signs".to_owned(), DueWhat::TooOld, false);
        assert_eq!(told(Ttl::from_seconds(500).ok()), [next, old, signs]);
    }
}
