//! What help and manual pages say: of each command what it takes, what one types, and how it ends.

mod asked;
mod book;
mod entry;
mod facts;
mod groups;
mod help;
mod lines;
mod page;
mod pages;
mod plain;
mod roff;

pub use asked::{Asked, asked, at_least};
pub use book::TWO_ISSUERS;
pub use entry::{Entry, LISTS, More, NOT_OURS, READS, VERDICTS, WRITES};
pub use facts::Facts;
pub use help::{long, short};
pub use page::Page;
pub use pages::pages;
pub use plain::plain;
pub use roff::source;

/// The pages that are of no command: what is typed for each, and what it is about.
pub fn beside_commands() -> Vec<(String, String)> {
    let typed = |page: &Page| page.name.trim_start_matches("mintage-").to_owned();
    book::pages().into_iter().map(|page| (typed(&page), page.summary)).collect()
}

#[cfg(test)]
mod tests;
