//! What is said of a text that is known.

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
    /// What it says, where that is an object that can be read.
    pub claims: Option<ClaimMap>,
    /// What else can be said of it, in order.
    pub details: Vec<(&'static str, Particular)>,
    /// What the one who holds it must know.
    pub warning: Option<&'static str>,
    /// What whoever wanted a token does instead.
    pub way_out: Option<String>,
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
pub(super) type Told = Option<Result<Recognised, Damaged>>;

impl Recognised {
    pub(super) fn new(kind: &'static str, what: impl Into<String>) -> Self {
        Self { kind, what: what.into(), header: None, claims: None, details: Vec::new(), warning: None, way_out: None }
    }

    pub(super) fn with(mut self, name: &'static str, detail: Particular) -> Self {
        self.details.push((name, detail));
        self
    }

    pub(super) fn way_out(self, way_out: impl Into<String>) -> Self {
        Self { way_out: Some(way_out.into()), ..self }
    }

    pub(super) fn warn(self, warning: &'static str) -> Self {
        Self { warning: Some(warning), ..self }
    }
}

impl Damaged {
    pub(super) fn new(kind: &'static str, what: impl Into<String>) -> Self {
        Self { kind, what: what.into(), hint: "copy it again, whole" }
    }
}
