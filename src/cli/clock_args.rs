//! Whether somebody says that the clock is right, and a word where it is behind.

use clap::Args;

use super::context::Context;
use crate::authority::{Authority, ClockWord, Error};
use crate::core::mark::ClockSight;
use crate::core::time::in_words;

// What destroys by time believes a clock only so far.
#[derive(Debug, Clone, Copy, Args)]
pub struct ClockArgs {
    /// Believe the clock, although it is far ahead of the newest change in the ledger
    #[arg(long)]
    trust_clock: bool,
}

impl ClockArgs {
    /// What was said of the clock.
    pub fn word(self) -> ClockWord {
        ClockWord::said(self.trust_clock)
    }
}

/// Warns where the clock is behind what the ledger has seen: what has ended is not seen to have.
pub fn warn_of_late_clock(authority: &Authority, cx: &mut Context<'_>) -> Result<(), Error> {
    if let ClockSight::Behind { newest, now } = authority.clock_sight()? {
        cx.ui.warn(&format!(
            "the clock says {now}, {} before the newest change in the ledger, which is of {newest}",
            in_words(now.seconds_until(newest))
        ));
    }
    Ok(())
}
