//! The command line: argv → request → authority → view → the terminal.
#![allow(
    rustdoc::broken_intra_doc_links,
    rustdoc::bare_urls,
    reason = "the docstrings of flags are help texts, and brackets and addresses in them are for terminals"
)]

mod advice;
mod alike;
mod any_text;
mod app;
mod args;
mod asker;
mod audit;
mod backup;
mod clock_args;
mod command_line;
mod complete;
mod completions;
mod config;
mod confirm;
mod context;
mod detailed;
mod dispatch;
mod doctor;
#[cfg(feature = "serve")]
mod drill;
mod ending;
mod entries;
mod error;
mod escape;
mod exit;
mod file_set;
mod geo_map;
mod global;
mod grant;
mod idle;
mod init;
mod keys;
mod list_args;
mod man;
mod manual;
mod meant;
mod mistyped;
mod narrow;
mod new_home;
#[cfg(not(feature = "serve"))]
mod no_drill;
#[cfg(not(feature = "serve"))]
mod no_server;
mod number;
mod out;
mod paint;
mod path;
mod profiles;
mod progress;
mod prompt;
mod record_args;
mod remark;
mod restore;
mod secret_as;
#[cfg(feature = "serve")]
mod serve;
mod slips;
mod sources;
mod spinner;
mod status;
mod time_arg;
mod token;
mod token_format;
mod trust;
mod ui;
#[cfg(feature = "serve")]
mod unserved;
mod usage;
mod user;
mod verifier_config;
mod view;

pub use dispatch::run;
pub use ending::UNREAD;
