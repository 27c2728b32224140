//! THE TABLE of flaws: every test token, what is wrong with it, what `token verify` says, and why it must.
//! Help, manual page, manifest and tests all read it.

mod asked;
mod name;
mod rank;
mod row;
mod table;
mod weakness;

pub use name::Flaw;
pub use rank::{Kind, Rank};
pub use row::{ExpectedVerdict, FlawRow, SignedBy};
pub use table::FLAWS;
pub use weakness::Weakness;
