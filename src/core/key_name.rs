//! A key as people name it: by its kid, by the start of one, or by a word for where it stands.

use std::convert::Infallible;
use std::fmt;
use std::str::FromStr;

use super::algorithm::Algorithm;
use super::id::Kid;
use super::key::{KeyRecord, KeyState, PrivateHalf};
use super::time::Timestamp;

/// How many of several keys are named in a message.
const NAMED: usize = 12;

/// A word that stands for a key wherever a kid is taken. No kid is one of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyWord {
    /// The key that signs.
    Active,
    /// The key that signed before it, whatever became of it.
    Previous,
    /// The standby key that takes over next.
    Next,
}

impl KeyWord {
    /// Every word.
    pub const ALL: [Self; 3] = [Self::Active, Self::Previous, Self::Next];

    /// The word.
    pub fn name(self) -> &'static str {
        match self {
            Self::Active => "@active",
            Self::Previous => "@previous",
            Self::Next => "@next",
        }
    }

    /// Why no key is meant by it.
    fn nobody(self) -> &'static str {
        match self {
            Self::Active => "signs now",
            Self::Previous => "is known to have signed before the one that signs now",
            Self::Next => "stands by",
        }
    }

    /// The key of one algorithm that it stands for, among keys in the order in which they were made.
    fn of(self, keys: &[&KeyRecord]) -> Option<Kid> {
        let found = match self {
            Self::Active => keys.iter().find(|key| key.is_active()).copied(),
            Self::Previous => previous(keys),
            Self::Next => next(keys),
        };
        found.map(|key| key.kid.clone())
    }
}

impl fmt::Display for KeyWord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The one with the earliest time, else the oldest.
fn next<'k>(keys: &[&'k KeyRecord]) -> Option<&'k KeyRecord> {
    let standby = keys.iter().filter_map(|key| match key.state {
        KeyState::Standby { activate_at } if key.has_private() => {
            Some((activate_at.unwrap_or(Timestamp(i64::MAX)), *key))
        }
        _ => None,
    });
    standby.min_by_key(|(at, _)| *at).map(|(_, key)| key)
}

/// The key that signed before the active one: the one whose signing ended when that took over.
///
/// When a key that was revoked after it retired had stopped signing is not kept. It is taken only where no other ended then,
/// so that a word never goes on to an older key which nobody meant.
fn previous<'k>(keys: &[&'k KeyRecord]) -> Option<&'k KeyRecord> {
    let began = keys.iter().find_map(|key| match key.state {
        KeyState::Active { since } => Some(since),
        _ => None,
    });
    let began = began.unwrap_or(Timestamp(i64::MAX));
    let ours = || keys.iter().copied().filter(|key| key.private != PrivateHalf::Absent);
    let ended = |key: &KeyRecord| match &key.state {
        KeyState::Retired { since, .. } => Some(*since),
        KeyState::Revoked(revocation) => Some(revocation.at),
        KeyState::Standby { .. } | KeyState::Active { .. } => None,
    };
    let handed_over = ours().rfind(|key| ended(key) == Some(began));
    let revoked_since = || ours().rfind(|key| key.created_at <= began && ended(key) > Some(began));
    let before = || ours().filter(|key| ended(key).is_some_and(|end| end < began)).max_by_key(|key| ended(key));
    handed_over.or_else(revoked_since).or_else(before)
}

/// A key as people name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyName {
    text: String,
    word: Option<KeyWord>,
    algorithm: Option<Algorithm>,
}

impl KeyName {
    /// Takes a word, a kid, or the start of one.
    pub fn new(text: impl Into<String>) -> Self {
        let text = text.into();
        let word = KeyWord::ALL.into_iter().find(|word| word.name() == text);
        Self { text, word, algorithm: None }
    }

    /// The same, among the keys of one algorithm.
    #[must_use]
    pub fn of(self, algorithm: Option<Algorithm>) -> Self {
        Self { algorithm, ..self }
    }

    /// Whether it begins as a word does.
    pub fn is_word_like(&self) -> bool {
        self.text.starts_with('@')
    }

    /// Whether it names nothing.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// The only key that is meant, among all keys in the order in which they were made.
    pub fn find(&self, keys: Vec<KeyRecord>) -> Result<KeyRecord, KeyNameFault> {
        let mut keys: Vec<KeyRecord> =
            keys.into_iter().filter(|key| self.algorithm.is_none_or(|algorithm| key.algorithm == algorithm)).collect();
        if let Some(word) = self.word {
            let meant: Vec<Kid> = Algorithm::ALL
                .into_iter()
                .filter_map(|algorithm| {
                    word.of(&keys.iter().filter(|key| key.algorithm == algorithm).collect::<Vec<_>>())
                })
                .collect();
            keys.retain(|key| meant.contains(&key.kid));
        } else if let Some(place) = keys.iter().position(|key| key.kid.as_str() == self.text) {
            return Ok(keys.swap_remove(place));
        } else {
            keys.retain(|key| !self.is_empty() && key.kid.as_str().starts_with(&self.text));
        }
        match keys.len() {
            1 => keys.pop().ok_or_else(|| KeyNameFault::Nobody(self.clone())),
            0 => Err(KeyNameFault::Nobody(self.clone())),
            _ => {
                let keys = keys.into_iter().map(|key| (key.kid, key.algorithm)).collect();
                Err(KeyNameFault::Several { name: self.clone(), keys })
            }
        }
    }
}

impl From<&Kid> for KeyName {
    fn from(kid: &Kid) -> Self {
        Self::new(kid.as_str())
    }
}

impl FromStr for KeyName {
    type Err = Infallible;
    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(Self::new(text))
    }
}

/// As it is repeated: what is longer than any kid was no kid.
impl fmt::Display for KeyName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.text.chars().take(256).try_for_each(|character| write!(f, "{character}"))
    }
}

/// Why a name is not that of one key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeyNameFault {
    /// No key is meant.
    Nobody(KeyName),
    /// More than one could be.
    Several {
        /// What was given.
        name: KeyName,
        /// Those that fit, in the order in which they were made.
        keys: Vec<(Kid, Algorithm)>,
    },
}

impl KeyNameFault {
    /// Whether a word was given, of which there is one for each algorithm.
    pub fn is_of_word(&self) -> bool {
        let (Self::Nobody(name) | Self::Several { name, .. }) = self;
        name.word.is_some()
    }
}

impl std::error::Error for KeyNameFault {}

impl fmt::Display for KeyNameFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (Self::Nobody(name) | Self::Several { name, .. }) = self;
        let of = name.algorithm.map(|algorithm| format!("{algorithm} ")).unwrap_or_default();
        match (self, name.word) {
            (Self::Nobody(_), Some(word)) => write!(f, "there is no {of}key {word}: none {}", word.nobody()),
            (Self::Nobody(_), None) => write!(f, "there is no {of}key whose kid is or starts with {name}"),
            (Self::Several { keys, .. }, word) => {
                let mut named: Vec<String> =
                    keys.iter().take(NAMED).map(|(kid, algorithm)| format!("{kid} ({algorithm})")).collect();
                named.extend((keys.len() > NAMED).then(|| "…".to_owned()));
                match word {
                    Some(word) => write!(f, "{word} fits {} keys: {}", keys.len(), named.join(", ")),
                    None => {
                        write!(f, "{} {of}keys have a kid that starts with {name}: {}", keys.len(), named.join(", "))
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::Actor;
    use crate::core::revocation::{Cause, Revocation};

    fn key(kid: &str, algorithm: Algorithm, made: i64, state: KeyState) -> KeyRecord {
        KeyRecord {
            kid: Kid::new(kid).unwrap(),
            algorithm,
            bits: 256,
            public: None,
            secret_mark: None,
            private: PrivateHalf::Held,
            state,
            created_at: Timestamp(made),
        }
    }

    fn es(kid: &str, made: i64, state: KeyState) -> KeyRecord {
        key(kid, Algorithm::ES256, made, state)
    }

    fn retired(since: i64) -> KeyState {
        KeyState::Retired { since: Timestamp(since), verify_until: Timestamp(since + 900) }
    }

    fn revoked(at: i64) -> KeyState {
        let by = Actor::new("ops@host").unwrap();
        KeyState::Revoked(Revocation { at: Timestamp(at), by, cause: Cause::Key, note: None })
    }

    fn active(since: i64) -> KeyState {
        KeyState::Active { since: Timestamp(since) }
    }

    fn standby(at: Option<i64>) -> KeyState {
        KeyState::Standby { activate_at: at.map(Timestamp) }
    }

    #[track_caller]
    fn meant(word: &str, keys: &[KeyRecord]) -> String {
        KeyName::new(word).find(keys.to_vec()).map_or_else(|fault| fault.to_string(), |key| key.kid.to_string())
    }

    #[test]
    fn no_kid_is_a_word() {
        assert!(KeyWord::ALL.iter().all(|word| Kid::new(word.name()).is_err()));
        assert!(Kid::new("@act").is_ok() && Kid::new("@activ").is_ok());
    }

    #[test]
    fn words_name_keys_by_where_they_stand() {
        let keys = [
            es("a", 0, retired(10)),
            es("b", 5, retired(20)),
            es("c", 15, active(20)),
            es("d", 16, standby(None)),
            es("e", 17, standby(Some(90))),
        ];
        assert_eq!(["@active", "@previous", "@next"].map(|word| meant(word, &keys)), ["c", "b", "e"]);
    }

    #[test]
    fn within_one_second_the_last_that_was_made_signed_last() {
        let keys = [es("a", 7, retired(7)), es("b", 7, retired(7)), es("c", 7, active(7))];
        assert_eq!(meant("@previous", &keys), "b");
    }

    #[test]
    fn the_previous_key_stays_the_previous_one_when_it_is_revoked() {
        // As it handed over, in the same second, and later.
        for at in [20, 21, 500] {
            let keys = [es("a", 0, retired(10)), es("b", 5, revoked(at)), es("c", 15, active(20))];
            assert_eq!(meant("@previous", &keys), "b", "{at}");
        }
        // Nothing signed for a while.
        let keys = [es("a", 0, retired(10)), es("b", 5, revoked(15)), es("c", 20, active(20))];
        assert_eq!(meant("@previous", &keys), "b");
    }

    #[test]
    fn a_word_is_never_taken_for_an_older_or_a_foreign_key() {
        // The oldest was revoked after all: the previous one is still the one that handed over.
        let keys = [es("a", 0, revoked(99)), es("b", 5, retired(20)), es("c", 15, active(20))];
        assert_eq!(meant("@previous", &keys), "b");
        let foreign = KeyRecord { private: PrivateHalf::Absent, ..es("p", 1, revoked(30)) };
        let nobody = "there is no key @previous: none is known to have signed before the one that signs now";
        assert_eq!(meant("@previous", &[foreign.clone(), es("c", 2, active(2))]), nobody);
        let foreign = KeyRecord { state: standby(None), ..foreign };
        assert_eq!(meant("@next", &[foreign]), "there is no key @next: none stands by");
    }

    #[test]
    fn where_a_word_fits_several_they_are_named_and_the_algorithm_decides() {
        let keys = [es("a", 0, active(0)), key("b", Algorithm::RS256, 0, active(0))];
        assert_eq!(meant("@active", &keys), "@active fits 2 keys: a (ES256), b (RS256)");
        let of = |algorithm| KeyName::new("@active").of(Some(algorithm)).find(keys.to_vec());
        assert_eq!(of(Algorithm::RS256).unwrap().kid.as_str(), "b");
        let none = of(Algorithm::EdDSA).unwrap_err();
        assert_eq!(none.to_string(), "there is no EdDSA key @active: none signs now");
    }

    #[test]
    fn a_kid_is_taken_whole_or_by_a_start_that_no_other_has() {
        let keys = [es("abc", 0, retired(1)), es("abcd", 0, active(1)), es("-hx", 1, standby(None))];
        assert_eq!(["abc", "abcd", "-h"].map(|kid| meant(kid, &keys)), ["abc", "abcd", "-hx"]);
        assert_eq!(meant("ab", &keys), "2 keys have a kid that starts with ab: abc (ES256), abcd (ES256)");
        assert_eq!(meant("x", &keys), "there is no key whose kid is or starts with x");
        assert_eq!(meant("", &keys), "there is no key whose kid is or starts with ");
        assert_eq!(meant("@actve", &keys), "there is no key whose kid is or starts with @actve");
    }
}
