//! What was not used: the flags of lists, and what is said of how far that is known.

use clap::Args;

use super::context::Context;
use super::error::Error;
use crate::authority::{Authority, Idle};
use crate::core::{Timestamp, Ttl};

// Not used, as far as uses are recorded.
#[derive(Debug, Clone, Copy, Args)]
pub struct IdleArgs {
    /// Neither used nor made within this time, as in 30d, as far as uses are recorded
    #[arg(long, value_name = "DURATION")]
    unused_for: Option<Ttl>,
    /// Never used, as far as uses are recorded
    #[arg(long, conflicts_with = "unused_for")]
    never_used: bool,
}

impl IdleArgs {
    /// What was said.
    pub fn idle(self) -> Option<Idle> {
        self.unused_for.map(Idle::For).or(self.never_used.then_some(Idle::Never))
    }

    /// Says since when uses are recorded, where a list was chosen by them: what was used before is not known.
    pub fn tell(self, authority: &Authority, cx: &mut Context<'_>) -> Result<(), Error> {
        let Some(idle) = self.idle() else { return Ok(()) };
        let uses = authority.last_uses()?;
        for error in uses.iter().flat_map(|uses| uses.unread()) {
            cx.ui.warn_aloud(&format!("{error}; what was used may look unused for it"));
        }
        match (authority.recorded_since(uses.as_deref())?, idle) {
            (None, _) => cx.ui.warn_aloud(
                "no use was ever recorded here, so that everything looks unused; `token verify --record` and `serve` record",
            ),
            (Some(since), Idle::For(length)) if since.plus(length) > cx.now() => {
                cx.ui.warn_aloud(&format!("uses are recorded since {since}, which is not so long ago: earlier ones are not known"));
            }
            (Some(since), _) => cx.ui.note(&known_since(since)),
        }
        Ok(())
    }
}

/// That nothing earlier is known.
fn known_since(since: Timestamp) -> String {
    format!("as far as is recorded, since {since}")
}
