//! What a document is: an object whose members come in one order.

use serde::ser::SerializeMap;

use super::shape::Shape;

/// What a program reads: an object whose members come in one order.
pub trait Document {
    /// What it is, and what its members mean.
    fn shape() -> Shape;

    /// Writes the members in their order.
    fn members<M: SerializeMap>(&self, to: &mut M) -> Result<(), M::Error>;
}

/// The names of a member: its own, and those of its twins.
#[derive(Debug, Clone, Copy)]
pub struct Name {
    /// Its own.
    pub plain: &'static str,
    /// That of the same point in time as seconds since the epoch.
    pub unix: &'static str,
    /// That of the same length of time in seconds.
    pub seconds: &'static str,
}
