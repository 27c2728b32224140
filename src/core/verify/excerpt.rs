//! What strangers wrote, as far as it is kept and shown.

use std::fmt;

use serde_json::Value;

use super::claim_path::Found;
use crate::core::jose::compact::{CERTIFICATE_DIGESTS, Header};

/// The start of what a stranger wrote: enough to know it again, and never long.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excerpt(String);

/// The longest excerpt, in characters.
const LONGEST: usize = 80;

impl Excerpt {
    /// Of a text.
    pub fn of(text: &str) -> Self {
        match text.char_indices().nth(LONGEST) {
            None => Self(text.to_owned()),
            Some((end, _)) => Self(format!("{}…", &text[..end])),
        }
    }

    /// Of a claim, as JSON, which escapes.
    pub fn of_json(value: &Value) -> Self {
        Self::of(&value.to_string())
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Excerpt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A claim as it was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundClaim(pub Option<Excerpt>);

impl FoundClaim {
    /// A claim, or none.
    pub fn of(value: Option<&Value>) -> Self {
        Self(value.map(Excerpt::of_json))
    }

    /// What is at a path.
    pub fn at(found: &Found<'_>) -> Self {
        match found {
            Found::Nothing => Self(None),
            Found::One(value) => Self(Some(Excerpt::of_json(value))),
            Found::Each(values) => Self(Some(Excerpt::of_json(&values.iter().copied().cloned().collect()))),
        }
    }
}

impl fmt::Display for FoundClaim {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.as_ref().map_or("missing", Excerpt::as_str))
    }
}

/// A key as a header names it, if it does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeyNamed {
    /// By its id.
    Kid(Excerpt),
    /// By this digest of its certificate, the parameter first.
    Certificate(&'static str, Excerpt),
    /// Not at all.
    Nothing,
}

impl KeyNamed {
    /// By a header.
    pub fn of(header: &Header) -> Self {
        if let Some(kid) = header.key_id() {
            return Self::Kid(Excerpt::of(kid));
        }
        let digest = CERTIFICATE_DIGESTS
            .into_iter()
            .zip(&header.certificate)
            .find_map(|(name, digest)| Some((name, digest.as_ref()?)));
        digest.map_or(Self::Nothing, |(name, digest)| Self::Certificate(name, Excerpt::of(digest)))
    }
}

impl fmt::Display for KeyNamed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Kid(kid) => write!(f, "kid {kid}"),
            Self::Certificate(name, digest) => write!(f, "a header without kid, of {name} {digest}"),
            Self::Nothing => f.write_str("a header without kid"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn an_excerpt_is_never_long_and_a_claim_is_escaped() {
        assert_eq!(Excerpt::of(&"ä".repeat(80)).as_str(), "ä".repeat(80));
        assert_eq!(Excerpt::of(&"ä".repeat(81)).as_str(), format!("{}…", "ä".repeat(80)));
        assert_eq!(FoundClaim::of(Some(&Value::from("a\"\u{1b}"))).to_string(), "\"a\\\"\\u001b\"");
        assert_eq!(FoundClaim::of(None).to_string(), "missing");
    }

    proptest! {
        #[test]
        fn no_text_makes_an_excerpt_panic(text in "\\PC{0,200}") {
            prop_assert!(Excerpt::of(&text).as_str().chars().count() <= LONGEST + 1);
        }
    }
}
