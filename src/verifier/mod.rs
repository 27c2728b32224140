//! Judging tokens: what a caller expects, many tokens on several threads, and judging where there is no home.

mod expected;
mod lanes;
pub mod offline;

pub use expected::Expected;
pub use lanes::{Judge, Judging, Lane, LaneSource, Sources};
