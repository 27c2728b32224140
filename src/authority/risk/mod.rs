//! What the use of tokens gives away: looking for it, and acting on it.

mod act;
mod feed;
mod known;
mod look;
mod lookout;
mod standing;

pub use act::{ActOutcome, Acted};
pub use known::KnownTexts;
pub use look::{RiskQuery, RiskReport};
pub use lookout::{Looked, Lookout};
