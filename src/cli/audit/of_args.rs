//! Of what events and uses are listed: flags that `audit log` and `audit access` have alike.

use clap::Args;

use crate::cli::time_arg::PastArg;
use crate::core::app::AppRef;
use crate::core::{Jti, Kid, UserId};

// Of what: all conditions hold.
#[derive(Debug, Args)]
pub struct OfArgs {
    /// Of this app or its tokens, by name or client_id
    #[arg(long, value_name = "NAME")]
    pub app: Option<AppRef>,
    /// Of this user or their tokens
    #[arg(long)]
    pub user: Option<UserId>,
    /// Of this key
    #[arg(long, value_name = "KID")]
    pub kid: Option<Kid>,
    /// Of the token with this jti
    #[arg(long, value_name = "JTI", visible_alias = "token")]
    pub jti: Option<Jti>,
    /// At this time or later: RFC 3339, epoch seconds, now, or 1h for an hour ago
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    pub since: Option<PastArg>,
    /// Before this time
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    pub until: Option<PastArg>,
}
