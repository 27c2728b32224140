//! `mintage serve` of a mintage that was built without it.

use std::ffi::OsString;

use clap::Args;

use super::context::Answer;
use super::error::Error;
use super::exit::Exit;
use super::manual::Entry;

/// What help and manual pages say of it.
pub const MANUAL: Entry = Entry::new("serve", &["mintage serve"], &[Exit::Refused]);

/// Serve the home over HTTP, which this mintage cannot: it was built without a server
#[derive(Debug, Args)]
pub struct NoServerArgs {
    /// Whatever a server would be told
    #[arg(hide = true, allow_hyphen_values = true, trailing_var_arg = true)]
    rest: Vec<OsString>,
}

pub fn run(_: &NoServerArgs) -> Answer {
    Err(Error::NoServer)
}
