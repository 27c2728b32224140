//! Completing a word of a command line, for the shells that ask while somebody types. Nothing is said but the words, nothing is
//! changed, and nobody is waited for.

mod answer;
mod before;
mod known;
mod line;
mod paths;
mod setting;
mod tree;
mod wanted;
mod word;
mod words;

pub use answer::{VARIABLE, run};
