//! `mintage keys revoke`

use clap::Args;

use super::unseen::warn_if_unseen;
use crate::cli::view::key::{ended, planned};
use crate::cli::{Answer, Context};
use crate::core::{Actor, Note};

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

pub fn run(args: RevokeArgs, cx: &mut Context<'_>) -> Answer {
    let mut authority = cx.authority()?;
    let by = cx.actor(args.by.as_ref());
    let Some(note) = args.reason.filter(|_| !args.plan) else {
        cx.ui.answer(&planned("revoke", &authority.revoke_plan(&args.kid, by)?))?;
        return Ok(0);
    };
    let was_active = authority.key(&args.kid)?.is_active();
    let done = authority.revoke_key(&args.kid, note, by)?;
    cx.ui.answer(&ended(&done))?;
    if was_active && done.successor.is_none() {
        let algorithm = done.key.algorithm;
        cx.ui.warn(&format!("nothing signs {algorithm} now; make a key with `mintage keys gen --alg {algorithm}`"));
    }
    warn_if_unseen(done.successor.as_ref(), done.now, cx);
    cx.ui.note("verifiers that cache the key set accept its tokens until they fetch the set again");
    Ok(0)
}
