//! Tokens in any text: logs, dumps, crash reports. Says where one is and what its form is; who it belongs to is for the
//! ledger to say, and whether it is genuine for a key.
//!
//! A token is found wherever it starts, whatever is before it: `Bearer eyJ…`, `"token":"eyJ…"`, `token%3DeyJ…`. It ends where
//! its alphabet ends. Secrets of others are found where their form is sure. A JWT is found by a header that begins with `{"`, as those of mintage and of most others do.

mod columns;
mod finder;
mod foreign;
mod recent;
mod shape;
#[cfg(test)]
mod tests;

pub use columns::Columns;
pub use finder::Finder;
pub use recent::RECENT;

use crate::core::secret::{OpaqueError, OpaqueKind, OpaqueText};

/// Where something begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    /// The line, from 1.
    pub line: u64,
    /// The byte in the line, from 1.
    pub column: u64,
}

/// Something that was found. Its text is secret, so this has no `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct Find<'t> {
    /// Where.
    pub place: Position,
    /// Its text.
    pub text: &'t str,
    /// What its form says.
    pub form: Form<'t>,
    /// Whether it was there before.
    pub seen: Seen,
}

/// Whether a text was found before, as far as that is remembered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seen {
    /// Not of late. It is remembered at this place from now on, if at any; what was there is forgotten.
    New(Option<usize>),
    /// It is the text that is remembered at this place, which is less than [`RECENT`].
    Again(usize),
}

/// What the form of a text says.
#[derive(Clone, PartialEq, Eq)]
pub enum Form<'t> {
    /// A JWT with a signature, which may be anyone's.
    Jwt,
    /// Header and payload of a JWT without its signature: nobody can use it, and nothing vouches for what it says.
    Unsigned,
    /// Opaque text with the right checksum.
    Opaque(OpaqueText),
    /// Opaque text that was mistyped or cut off.
    Damaged(OpaqueKind, OpaqueError),
    /// A secret of somebody else whose form is sure, by the word that says what it is.
    Foreign(&'static str),
    /// What is left of a token after it was made unusable on purpose: see [`SecretText::redacted`].
    ///
    /// [`SecretText::redacted`]: crate::core::SecretText::redacted
    Redacted {
        /// The kind of opaque text; none for a JWT.
        kind: Option<OpaqueKind>,
        /// The last characters, which are shown.
        tail: &'t str,
    },
}
