//! The life of a key, in stretches.

use serde_json::Value;

use crate::core::audit::{Change, History};
use crate::core::id::Kid;
use crate::core::key::{KeyRecord, KeyState};
use crate::core::time::Timestamp;

/// What a key did for a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// It was published, and did not sign.
    Standby,
    /// It signed.
    Signs,
    /// It only verified.
    Verifies,
}

impl Phase {
    /// The word for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Standby => "standby",
            Self::Signs => "signs",
            Self::Verifies => "verifies only",
        }
    }
}

/// For how long a key did something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stretch {
    /// What.
    pub phase: Phase,
    /// Since when.
    pub from: Timestamp,
    /// Until when, or to be; none where nobody has said so.
    pub until: Option<Timestamp>,
}

/// The life of a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyLine {
    /// The key.
    pub key: KeyRecord,
    /// What it did, in its order, without what took no time.
    pub stretches: Vec<Stretch>,
    /// When it was revoked, if it was.
    pub revoked_at: Option<Timestamp>,
    /// When it took over, and from which key, where it took over from one.
    pub took_over: Option<(Timestamp, Kid)>,
}

impl KeyLine {
    /// The life of a key, by its row and what the ledger tells of it. What is not told any more, such as when a key that was retired
    /// began to sign, is taken to be when it was made.
    pub fn of(key: KeyRecord, history: &History) -> Self {
        let told = |deeds: &[&str]| history.changes.iter().rfind(|change| deeds.contains(&change.deed.as_str()));
        let activated = told(&["key_activated"]);
        let began = activated.or_else(|| told(&["key_made"]).filter(|made| is_set(made, "active")));
        let began = began.map(|change| change.at);
        let (signs_from, retired_at, verify_until, revoked_at) = match &key.state {
            KeyState::Standby { .. } => (None, None, None, None),
            KeyState::Active { since } => (Some(*since), None, None, None),
            KeyState::Retired { since, verify_until } => {
                (Some(began.unwrap_or(key.created_at)), Some(*since), Some(*verify_until), None)
            }
            KeyState::Revoked(revocation) => {
                let retired = told(&["key_retired", "key_succeeded"]).map(|change| change.at);
                (began, retired.filter(|retired| *retired < revocation.at), Some(revocation.at), Some(revocation.at))
            }
        };
        let planned = match key.state {
            KeyState::Standby { activate_at } => activate_at,
            _ => None,
        };
        let mut stretches = Vec::new();
        let mut add = |phase, from: Timestamp, until: Option<Timestamp>| {
            if until.is_none_or(|until| until > from) {
                stretches.push(Stretch { phase, from, until });
            }
        };
        match signs_from {
            None => add(Phase::Standby, key.created_at, revoked_at.or(planned)),
            Some(from) => {
                add(Phase::Standby, key.created_at, Some(from));
                add(Phase::Signs, from, retired_at.or(revoked_at));
            }
        }
        if let Some(retired) = retired_at {
            add(Phase::Verifies, retired, verify_until);
        }
        let from = activated.and_then(|change| match change.facts.get("previous") {
            Some(Value::String(kid)) => Some((change.at, Kid::new(kid.clone()).ok()?)),
            _ => None,
        });
        Self { key, stretches, revoked_at, took_over: from }
    }

    /// Whether anything of it lies after this moment.
    pub fn reaches(&self, moment: Timestamp) -> bool {
        let is_alive = self.revoked_at.is_none();
        self.stretches.last().map_or(is_alive, |last| last.until.is_none_or(|until| until >= moment))
            || matches!(self.key.state, KeyState::Standby { .. })
    }
}

fn is_set(change: &Change, fact: &str) -> bool {
    change.facts.get(fact) == Some(&Value::Bool(true))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::actor::Actor;
    use crate::core::algorithm::Algorithm;
    use crate::core::json::ClaimMap;
    use crate::core::key::PrivateHalf;
    use crate::core::revocation::{Cause, Revocation};

    fn key(state: KeyState) -> KeyRecord {
        KeyRecord {
            kid: Kid::new("k2").unwrap(),
            algorithm: Algorithm::ES256,
            bits: 256,
            public: None,
            secret_mark: None,
            private: PrivateHalf::Held,
            state,
            created_at: Timestamp(10),
        }
    }

    fn history(changes: &[(i64, &str, &str, Value)]) -> History {
        let change = |(at, deed, name, value): &(i64, &str, &str, Value)| {
            let mut facts = ClaimMap::new();
            facts.insert(*name, value.clone());
            let by = Actor::new("ops@host").unwrap();
            Change { at: Timestamp(*at), deed: (*deed).to_owned(), by, note: None, facts }
        };
        History { changes: changes.iter().map(change).collect(), earlier: 0 }
    }

    fn told(line: &KeyLine) -> Vec<(&'static str, i64, Option<i64>)> {
        let tell = |stretch: &Stretch| (stretch.phase.name(), stretch.from.0, stretch.until.map(|until| until.0));
        line.stretches.iter().map(tell).collect()
    }

    #[test]
    fn a_key_stands_by_signs_and_verifies_and_says_whom_it_took_over_from() {
        let state = KeyState::Retired { since: Timestamp(90), verify_until: Timestamp(120) };
        let made = (10, "key_made", "active", Value::Bool(false));
        let took = (40, "key_activated", "previous", Value::from("k1"));
        let line = KeyLine::of(key(state.clone()), &history(&[made, took]));
        assert_eq!(told(&line), [("standby", 10, Some(40)), ("signs", 40, Some(90)), ("verifies only", 90, Some(120))]);
        assert_eq!(line.took_over, Some((Timestamp(40), Kid::new("k1").unwrap())));
        assert!(line.reaches(Timestamp(120)) && !line.reaches(Timestamp(121)));
        // An older ledger tells less.
        assert_eq!(
            told(&KeyLine::of(key(state), &history(&[]))),
            [("signs", 10, Some(90)), ("verifies only", 90, Some(120))]
        );
    }

    #[test]
    fn a_key_that_is_revoked_ends_there_whatever_it_did() {
        let by = Actor::new("ops@host").unwrap();
        let state = KeyState::Revoked(Revocation { at: Timestamp(70), by, cause: Cause::Key, note: None });
        assert_eq!(told(&KeyLine::of(key(state.clone()), &history(&[]))), [("standby", 10, Some(70))]);
        let made = (10, "key_made", "active", Value::Bool(true));
        assert_eq!(
            told(&KeyLine::of(key(state.clone()), &history(std::slice::from_ref(&made)))),
            [("signs", 10, Some(70))]
        );
        let over = (50, "key_succeeded", "next", Value::from("k3"));
        let line = KeyLine::of(key(state), &history(&[made, over]));
        assert_eq!(told(&line), [("signs", 10, Some(50)), ("verifies only", 50, Some(70))]);
        assert_eq!(line.revoked_at, Some(Timestamp(70)));
        assert!(!line.reaches(Timestamp(71)));
    }

    #[test]
    fn a_key_that_is_planned_or_signs_has_no_end_yet() {
        let planned = KeyLine::of(key(KeyState::Standby { activate_at: Some(Timestamp(500)) }), &history(&[]));
        assert_eq!(told(&planned), [("standby", 10, Some(500))]);
        let active = KeyLine::of(key(KeyState::Active { since: Timestamp(10) }), &history(&[]));
        assert_eq!(told(&active), [("signs", 10, None)]);
        assert!(planned.reaches(Timestamp(900)) && active.reaches(Timestamp(i64::MAX)));
    }
}
