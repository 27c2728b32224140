//! Completions: what a shell is answered that asks while somebody types, in real shells too, and how they are installed.

mod asked;
mod installed;
mod shells;
