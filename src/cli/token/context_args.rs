//! The flags that say from where a token is asked for.

use std::net::IpAddr;

use clap::Args;

use crate::core::AccessContext;

// From where a token is asked for.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Context, kept in the ledger")]
pub struct ContextArgs {
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

impl From<ContextArgs> for AccessContext {
    fn from(args: ContextArgs) -> Self {
        Self { ip: args.ip, user_agent: args.user_agent, device: args.device }
    }
}
