//! The flags that have the use of a token recorded.

use std::sync::Arc;

use clap::Args;

use crate::authority::{Authority, Kept, Recorder, WhenFull};
use crate::cli::context::Context;
use crate::cli::error::Error;
use crate::home;

/// How many parts of a batch may wait to be recorded.
const ROOM: usize = 64;

// What is recorded of the use of a token.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Record of access")]
pub struct AccessArgs {
    /// Record in the home that the token was shown, from where, and what came of it: after the verdict, and without a secret. Where the
    /// home judges, a token that is good uses a call of the budget of its app (35 where none is left); nothing else of the verdict
    /// changes. With --batch, each line may say ip, user_agent, device, resource and at
    #[arg(long)]
    record: bool,
    /// With --record: what it was shown for, as a path or an address
    #[arg(long, value_name = "TEXT", requires = "record")]
    resource: Option<String>,
}

impl AccessArgs {
    /// Whether the use of tokens is recorded.
    pub fn is_asked(&self) -> bool {
        self.record
    }

    /// What tokens are shown for.
    pub fn resource(&self) -> Option<&str> {
        self.resource.as_deref()
    }

    /// The home that records, where another judges. Refused where there is none: nobody thinks then that something is recorded.
    pub fn home(&self, cx: &Context<'_>) -> Result<Option<Authority>, Error> {
        if !self.record {
            return Ok(None);
        }
        let home = cx.home()?;
        let settings = home::admit(&home, &cx.environment)?;
        Ok(Some(cx.authority_of(&home, settings)))
    }

    /// What records a batch.
    pub fn recorder(&self, authority: &Authority) -> Option<Arc<Recorder>> {
        authority.recorder(ROOM, WhenFull::Wait, None).filter(|_| self.record).map(Arc::new)
    }
}

/// Says what was not recorded, and why. The verdict stands.
pub fn tell_lost(kept: &Kept, cx: &mut Context<'_>) {
    if kept.lost == 0 {
        return;
    }
    let (uses, were) = if kept.lost == 1 { ("use", "was") } else { ("uses", "were") };
    let why = kept.error.as_ref().map(|error| format!(": {error}")).unwrap_or_default();
    cx.ui.warn_aloud(&format!("{} {uses} {were} not recorded{why}", kept.lost));
}
