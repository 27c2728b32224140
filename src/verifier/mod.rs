//! Judging tokens: many on several threads, and judging where there is no home.

mod lanes;
pub mod offline;

pub use lanes::{Judge, Judging, Lane, LaneSource, ShownWith, Sources};
