//! A glance at a home, for a shell that completes a word.

use super::admit::admit;
use super::place::Place;
use crate::host::Environment;
use crate::store::sqlite::Glance;

/// A glance at the ledger of a home that may be used; none where it may not, or where it cannot be done at once.
pub fn glance(place: &Place, environment: &Environment) -> Option<Glance> {
    admit(place, environment).ok()?;
    Glance::of(&place.store())
}
