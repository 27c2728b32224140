//! A world of its own for each test: a home in a temporary folder, a clear environment, fixed time and chance.
//!
//! In a [`Sandbox`] commands are called in-process, so time stands still and ids repeat; in a [`Real`] world each is a
//! process of the real program, for wiring, pipes and signals. Both are a [`World`], and are asked in the same words.
#![allow(dead_code, unused_imports, reason = "each test binary uses a part of it")]
#![allow(clippy::disallowed_methods, clippy::print_stderr, reason = "tests look at the machine themselves")]

mod advice;
pub mod aim;
mod answer;
mod fixed;
mod heard;
mod ledger;
pub mod listed;
mod nobody;
mod peers;
pub mod person;
mod real;
mod sandbox;
pub mod served;
pub mod token_parts;
mod tree;
mod verbs;
mod world;

pub use advice::advised;
pub use answer::Answer;
pub use heard::heard;
pub use nobody::Nobody;
pub use peers::{has, skipped};
pub use real::{Process, Real};
pub use sandbox::{InProcess, START, Sandbox};
pub use token_parts::{TokenParts, b64, from_b64};
pub use tree::{tree, tree_but_the_log};
pub use world::{Way, World, settled};
