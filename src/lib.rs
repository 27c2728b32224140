//! mintage: a token authority in one binary.
//!
//! | module | what it is |
//! |---|---|
//! | [`core`] | pure: claims, lifecycle, policy, verdicts; no clock, no chance, no files |
//! | [`inspect`] | what a text is and what is wrong with it: recognising, linting, finding leaked tokens |
//! | [`wire`] | the documents that programs read, and what their members mean |
//! | [`keys`] | key material: PEM files, and the cryptography that uses them |
//! | [`store`] | the ledger: apps, keys, grants and tokens, on SQLite |
//! | [`verifier`] | judging many tokens at once, and judging where there is no home |
//! | [`authority`] | what people do: one file per verb, each one transaction |
//! | [`report`] | a picture of a home as one page that stands for itself |
//! | [`home`] | a home on a disk: finding it, checking it, laying it out, opening it |
//! | [`settings`] | the `config.toml` of a home, and policy files |
//! | [`cli`] | the command line: argv → request → authority → view |
//! | [`http`] | the server: request → authority → the same documents; only with the feature `serve` |
//! | [`host`] | the machine: clock, chance, files, streams, and what can be fetched |
//!
//! Who may know whom, in which order locks are taken and files written, and how to add a verb, a check, an algorithm, a column, a
//! store or a door: `ARCHITECTURE.md`, whose map `tests/architecture.rs` compares with the source.
//!
//! To read it from the start: [`core::token`], then [`core::claims::build`], then [`core::verify::judge`], then
//! `authority/tokens/issue.rs`.

// `build.rs` says so before anything of this is compiled, so that it is the one error.
#[cfg(not(any(target_os = "linux", target_os = "macos")))]
compile_error!("mintage runs on Linux and macOS");

pub mod authority;
pub mod cli;
pub mod core;
pub mod home;
pub mod host;
#[cfg(feature = "serve")]
pub mod http;
pub mod inspect;
pub mod keys;
pub mod report;
pub mod settings;
pub mod store;
pub mod verifier;
pub mod wire;
