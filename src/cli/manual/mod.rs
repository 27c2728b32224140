//! What help and manual pages say: of each command what it takes, what one types, and how it ends.

mod asked;
mod entry;
mod facts;
mod groups;
mod help;
mod lines;
mod pages;

pub use asked::{Asked, asked, at_least};
pub use entry::{Entry, More, NOT_OURS, READS, VERDICTS, WRITES};
pub use facts::Facts;
pub use help::{long, short};
pub use pages::pages;

#[cfg(test)]
mod tests;
