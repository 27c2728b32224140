//! A picture as one page that stands for itself: pure, and no request leaves it.
//!
//! There is no script, nothing is loaded, and every text is escaped. Figures are marks of SVG, set by small functions of numbers: a
//! place along a line is a percentage, so that a figure fills the width there is and its words stay as large as the others. Every
//! figure has a table that says the same.

mod apps;
mod changes;
mod found;
mod frame;
mod keys;
mod next;
mod page;
mod scale;
#[cfg(test)]
mod tests;
mod volume;
mod words;

pub use found::Found;
pub use frame::POLICY;
pub use next::command;
pub use page::Report;
