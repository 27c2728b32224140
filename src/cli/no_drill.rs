//! `mintage drill rotation` of a mintage that was built without a server.

use std::ffi::OsString;

use clap::Args;

use super::context::Answer;
use super::error::Error;
use super::exit::Exit;
use super::manual::Entry;

/// What help and manual pages say of it.
pub const MANUAL: Entry = Entry::new("drill rotation", &["mintage drill rotation"], &[Exit::Refused]);

/// Rotate keys under a running service, which this mintage cannot: it was built without a server
#[derive(Debug, Args)]
pub struct NoDrillArgs {
    /// Whatever a drill would be told
    #[arg(hide = true, allow_hyphen_values = true, trailing_var_arg = true)]
    rest: Vec<OsString>,
}

pub fn run(_: &NoDrillArgs) -> Answer {
    Err(Error::NoServer)
}
