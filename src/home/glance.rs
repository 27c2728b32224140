//! A glance at a home, for a shell that completes a word.

use super::place::Place;
use crate::store::sqlite::Glance;

/// A glance at the ledger of a home that was let in; none where it cannot be done at once.
pub fn glance(place: &Place) -> Option<Glance> {
    Glance::of(&place.store())
}
