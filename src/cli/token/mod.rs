//! `mintage token …`

pub mod batch;
pub mod check_args;
pub mod decode;
pub mod dev;
pub mod forge;
pub mod identify;
pub mod input;
pub mod introspect;
pub mod issue;
pub mod lines;
pub mod list;
pub mod prune;
pub mod refresh;
pub mod revocations;
pub mod revoke;
pub mod selector;
pub mod show;
pub mod source_args;
pub mod tree;
pub mod verify;
pub mod verify_batch;
pub mod wish;

use std::net::IpAddr;

use clap::{Args, ValueEnum};

use crate::core::Context as TokenContext;

// From where a token is asked for.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Context, kept in the ledger")]
struct ContextArgs {
    /// The address of the user
    #[arg(long, value_name = "ADDRESS")]
    ip: Option<IpAddr>,
    /// The user agent
    #[arg(long, value_name = "TEXT")]
    user_agent: Option<String>,
    /// The device
    #[arg(long, value_name = "TEXT")]
    device: Option<String>,
}

impl From<ContextArgs> for TokenContext {
    fn from(args: ContextArgs) -> Self {
        Self { ip: args.ip, user_agent: args.user_agent, device: args.device }
    }
}

/// The form of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ReportForm {
    /// A table, or with --json a document
    Text,
    /// JUnit XML, for a CI system
    Junit,
}
