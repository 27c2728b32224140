//! OAuth scopes: a set of words that an app may ask for and a user may consent to.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

/// A set of scopes, shown in alphabetical order, so that equal sets have one text (RFC 6749, 3.3).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Scopes(BTreeSet<String>);

/// The scope of who somebody is (OpenID Connect Core 1.0, 3.1.2.1): an ID token comes with it.
pub const OPENID: &str = "openid";

/// A scope with a character that RFC 6749 does not allow.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a scope has only printable ASCII characters, without spaces, quotes and backslashes")]
pub struct ScopeError;

impl Scopes {
    /// No scopes at all.
    pub fn none() -> Self {
        Self::default()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether every scope of `other` is here too.
    pub fn covers(&self, other: &Self) -> bool {
        other.0.is_subset(&self.0)
    }

    /// What is in `other` and not here.
    #[must_use]
    pub fn missing(&self, other: &Self) -> Self {
        Self(other.0.difference(&self.0).cloned().collect())
    }

    /// What is in both.
    #[must_use]
    pub fn intersection(&self, other: &Self) -> Self {
        Self(self.0.intersection(&other.0).cloned().collect())
    }

    /// What is in either.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        Self(self.0.union(&other.0).cloned().collect())
    }

    /// The scopes in order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }
}

impl FromStr for Scopes {
    type Err = ScopeError;
    /// Words separated by spaces, as in the `scope` claim (RFC 8693, 4.2).
    fn from_str(text: &str) -> Result<Self, ScopeError> {
        let words = text.split(' ').filter(|word| !word.is_empty());
        let allowed = |b: u8| matches!(b, 0x21 | 0x23..=0x5b | 0x5d..=0x7e);
        words
            .map(|word| if word.bytes().all(allowed) { Ok(word.to_owned()) } else { Err(ScopeError) })
            .collect::<Result<_, _>>()
            .map(Self)
    }
}

impl FromIterator<Scopes> for Scopes {
    fn from_iter<I: IntoIterator<Item = Self>>(sets: I) -> Self {
        Self(sets.into_iter().flat_map(|set| set.0).collect())
    }
}

impl fmt::Display for Scopes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, scope) in self.0.iter().enumerate() {
            if i > 0 {
                f.write_str(" ")?;
            }
            f.write_str(scope)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scopes(text: &str) -> Scopes {
        text.parse().unwrap()
    }

    #[test]
    fn a_set_has_one_text() {
        assert_eq!(scopes("write  read read ").to_string(), "read write");
        assert_eq!(scopes("").to_string(), "");
    }

    #[test]
    fn covering_is_being_a_superset() {
        assert!(scopes("a b").covers(&scopes("a")));
        assert!(scopes("a").covers(&Scopes::none()));
        assert!(!scopes("a").covers(&scopes("a b")));
        assert_eq!(scopes("a").missing(&scopes("a b c")), scopes("b c"));
    }

    #[test]
    fn quotes_backslashes_and_controls_are_refused() {
        for bad in ["a\"b", "a\\b", "a\tb", "a\nb", "ü", "\u{7f}"] {
            assert_eq!(bad.parse::<Scopes>(), Err(ScopeError), "{bad:?}");
        }
    }
}
