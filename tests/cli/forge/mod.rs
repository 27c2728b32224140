//! Test tokens: each is refused for the reason that its manifest gives, and nothing that works for the home is touched.

mod probe;
mod proofs;
mod single;
mod suite;
mod url;
