//! Looking a home over: all that is wrong with it at once, also where every other command stops at the first of it. Nothing is
//! changed, nobody is asked, and nothing of the home is run.

mod all;
mod circumstances;
mod keys;
mod ledger;
mod machine;
mod parts;
mod settings;
mod uses;

pub use all::look_over;
pub use circumstances::Circumstances;
