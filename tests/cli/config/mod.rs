//! Settings, listed, explained and changed by their names.

mod changed;
mod refused;
mod told;
