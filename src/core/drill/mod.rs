//! The rotation drill, judged: what a service that verifies tokens did while its keys were rotated, and whether that is good.
//!
//! Nothing here serves, waits or asks: what was seen is an argument.

mod check;
mod judge;
mod seen;

pub use check::Check;
pub use judge::{Fact, Finding, Limits, Verdict, judge};
pub use seen::{Again, Burst, Kept, Removal, Seen, Took, Trouble, Uptake};
