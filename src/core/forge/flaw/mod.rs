//! THE TABLE of flaws: every test token, what is wrong with it, what `token verify` says, and why it must.
//! Help, manual page, manifest and tests all read it.

mod asked;
mod name;
mod row;
mod table;

pub use name::Flaw;
pub use row::{ExpectedVerdict, FlawRow, SignedBy};
pub use table::FLAWS;
