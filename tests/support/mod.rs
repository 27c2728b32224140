//! A world of its own for each test: a home in a temporary folder, a clear environment, fixed time and chance.
//!
//! [`Sandbox::run`] calls the command line in-process, so time stands still and ids repeat; [`Sandbox::binary`] runs
//! the real program, for wiring, pipes and signals.
#![allow(dead_code, unused_imports, reason = "each test binary uses a part of it")]
#![allow(clippy::disallowed_methods, clippy::print_stderr, reason = "tests look at the machine themselves")]

pub mod aim;
mod answer;
mod fixed;
pub mod listed;
mod peers;
mod sandbox;

pub use answer::Answer;
pub use peers::{has, skipped};
pub use sandbox::{START, Sandbox, settled};
