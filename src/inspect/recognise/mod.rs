//! What a text is that is no JWT: told by its prefix, its form and its checksum, and by nothing outside of it.
//!
//! A token of somebody else is as secret as one of ours, so what is shown of it is its prefix and its end at most.

mod carrier;
mod ebay;
mod github;
mod json;
mod jwe;
mod ours;
mod pem;
mod saml;
mod vendors;
mod wrapping;

pub use carrier::without_carrier;
pub use vendors::is_of_known_prefix;

use crate::core::claims::ClaimMap;
use crate::core::time::Timestamp;

/// What a text turned out to be.
#[derive(Debug, Clone, PartialEq)]
pub struct Recognised {
    /// The word for programs.
    pub kind: &'static str,
    /// What it is, as one sentence.
    pub what: String,
    /// The header, where it has one that can be read.
    pub header: Option<ClaimMap>,
    /// What else can be said of it, in order.
    pub details: Vec<(&'static str, Particular)>,
    /// What the one who holds it must know.
    pub warning: Option<&'static str>,
}

/// Something that can be said of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Particular {
    /// A text, which the one who made the token may have chosen.
    Text(String),
    /// Several texts.
    List(Vec<String>),
    /// A number.
    Number(usize),
    /// Yes or no.
    Flag(bool),
    /// A point in time.
    Time(Timestamp),
}

/// A text that is meant to be something known, and is cut off, mistyped or hostile. Never repeats the text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{what}")]
pub struct Damaged {
    /// The word for what it is meant to be.
    pub kind: &'static str,
    /// What it is meant to be, and what is wrong.
    pub what: String,
    /// What to do.
    pub hint: &'static str,
}

/// What a subject says to a text: this is mine, this is a damaged one of mine, or nothing.
type Told = Option<Result<Recognised, Damaged>>;

impl Recognised {
    fn new(kind: &'static str, what: impl Into<String>) -> Self {
        Self { kind, what: what.into(), header: None, details: Vec::new(), warning: None }
    }

    fn with(mut self, name: &'static str, detail: Particular) -> Self {
        self.details.push((name, detail));
        self
    }

    fn warn(self, warning: &'static str) -> Self {
        Self { warning: Some(warning), ..self }
    }
}

impl Damaged {
    fn new(kind: &'static str, what: impl Into<String>) -> Self {
        Self { kind, what: what.into(), hint: "copy it again, whole" }
    }
}

/// Says what a text is, if it is anything known but a JWT; `None` leaves it to the parser of JWTs.
pub fn recognise(text: &str) -> Told {
    let trimmed = text.trim();
    // From the surest sign to the weakest: prefixes, armour, the first character, then what must be decoded first.
    ours::tell(text)
        .or_else(|| github::tell(trimmed))
        .or_else(|| ebay::tell(trimmed))
        .or_else(|| vendors::tell(trimmed))
        .or_else(|| pem::tell(trimmed))
        .or_else(|| json::tell(trimmed))
        .or_else(|| saml::tell(trimmed))
        .or_else(|| jwe::tell(trimmed))
}

/// What may be shown of a secret: its prefix, and its end where that leaves enough unsaid.
fn shown(text: &str, prefix: usize) -> String {
    const END: usize = 4;
    let start: String = text.chars().take(prefix).collect();
    let rest = text.chars().count().saturating_sub(prefix);
    if rest < 6 * END {
        return format!("{start}…");
    }
    let end: String = text.chars().skip(prefix + rest - END).collect();
    format!("{start}…{end}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;
    use proptest::prelude::*;

    #[test]
    fn a_secret_shows_its_prefix_and_four_characters_at_most() {
        assert_eq!(shown("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", 4), "ghp_…Lq17");
        assert_eq!(shown("ghp_short", 4), "ghp_…");
        assert_eq!(shown("é", 4), "é…");
    }

    #[test]
    fn a_jwt_and_nonsense_are_left_to_the_parser() {
        for text in ["", " ", "a.b.c", "eyJhbGciOiJub25lIn0.e30.", "hello", "ghp", "mtg_", "1/", "EAA", "a.b.c.d"] {
            assert_eq!(recognise(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn nothing_makes_the_recogniser_panic(
            text in "\\PC{0,80}",
            prefixed in "(ghp_|ghr_|github_pat_|mtg_rt_|ya29\\.|1//|EAA|v\\^1\\.1#|AgAAAA\\*\\*|-----BEGIN |\\{|<|<a:|SAMLResponse=)\\PC{0,80}",
            bytes in proptest::collection::vec(any::<u8>(), 0..200),
        ) {
            let _ = recognise(&text);
            let _ = recognise(&prefixed);
            let _ = recognise(without_carrier(&prefixed));
            let _ = recognise(&STANDARD.encode(&bytes));
            let _ = recognise(&String::from_utf8_lossy(&bytes));
        }
    }
}
