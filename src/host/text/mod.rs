//! Texts that may be long, may pause and may never end: read in parts, in bounded memory.

mod cutter;
mod each_line;
pub mod lanes;
mod lines;
mod read_ahead;

pub use cutter::Part;
pub use each_line::{LinesRead, each_line};
pub use lines::{Line, Lines};
pub use read_ahead::{Block, read_ahead};
