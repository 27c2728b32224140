//! A home on a disk: where it is, whether it is safe, laying it out and opening it.

mod lay_out;
mod open;
mod place;

pub use lay_out::{LayOutError, lay_out};
pub use open::open;
pub use place::{HomeError, Place};
