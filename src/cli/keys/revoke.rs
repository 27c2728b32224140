//! `mintage keys revoke`

use clap::Args;

use super::unseen::warn_if_unseen;
use crate::cli::context::{Answer, Context};
use crate::cli::manual::{Entry, WRITES};
use crate::cli::view::key::{ended, planned};
use crate::core::{Actor, Mode, Note, Planned};

/// What help and manual pages say of it.
pub const MANUAL: Entry = Entry::new(
    "keys revoke",
    &["mintage keys revoke h2Kx --plan", "mintage keys revoke h2Kx --reason 'found in a public repository'"],
    WRITES,
);

#[derive(Debug, Args)]
pub struct RevokeArgs {
    /// The kid, or a part of its start that no other key has
    kid: String,
    /// Why; shown wherever a token of it is refused
    #[arg(long, value_name = "TEXT", required_unless_present = "plan")]
    reason: Option<Note>,
    /// Who revokes, for the record [default: user@host]
    #[arg(long, value_name = "ACTOR")]
    by: Option<Actor>,
    /// Say what would change, and change nothing
    #[arg(long)]
    plan: bool,
}

pub fn run(args: &RevokeArgs, cx: &mut Context<'_>) -> Answer {
    let (authority, caller) = (cx.authority()?, cx.caller(args.by.as_ref()));
    let was_active = authority.key(&args.kid)?.is_active();
    let done = match authority.revoke_key(&caller, &args.kid, args.reason.as_ref(), Mode::planned(args.plan))? {
        Planned::Done(done) => done,
        Planned::Plan(plan) => {
            cx.ui.answer(&planned("revoke", &plan))?;
            return Ok(0);
        }
    };
    cx.ui.answer(&ended(&done))?;
    if was_active && done.successor.is_none() {
        let algorithm = done.key.algorithm;
        cx.ui.warn(&format!("nothing signs {algorithm} now; make a key with `mintage keys gen --alg {algorithm}`"));
    }
    warn_if_unseen(done.successor.as_ref(), done.now, cx);
    cx.ui.note("verifiers that cache the key set accept its tokens until they fetch the set again");
    Ok(0)
}
