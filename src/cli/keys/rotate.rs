//! `mintage keys rotate`

use clap::Args;

use super::unseen::{ANNOUNCE, warn_if_unseen};
use crate::authority::{Authority, RotateRequest, RotateWhen, Rotated};
use crate::cli::context::{Answer, Context};
use crate::cli::exit::Exit;
use crate::cli::manual::Entry;
use crate::cli::record_args::PlanArgs;
use crate::cli::sources::{ProtectionArgs, protection};
use crate::cli::spinner;
use crate::cli::view::key::{rotated, rotated_list};
use crate::cli::view::plan::rotation;
use crate::core::{Algorithm, Planned, Ttl};
use crate::keys::PassphraseFor;

/// What help and manual pages say of it.
pub const MANUAL: Entry = Entry::new(
    "keys rotate",
    &[
        "mintage keys rotate --activate-in 24h --passphrase-file pass.txt",
        "mintage keys rotate --due --detailed-exitcode",
        "mintage keys rotate --plan --json",
        "mintage keys rotate --alg ES256 --now --no-passphrase",
    ],
    &[Exit::NotFound, Exit::Refused, Exit::Denied, Exit::Locked, Exit::Damaged, Exit::Something],
);

#[derive(Debug, Args)]
pub struct RotateArgs {
    /// Of this algorithm [default: the home's]
    #[arg(long, value_name = "ALG")]
    alg: Option<Algorithm>,
    /// Let the next key take over after this time, as in 24h [default: as was said before, else 24h]
    #[arg(long, value_name = "DURATION", conflicts_with_all = ["now", "due"])]
    activate_in: Option<Ttl>,
    /// Let the next key take over at once: verifiers that cache the key set may not know it yet
    #[arg(long, conflicts_with = "due")]
    now: bool,
    /// Only do the rotations that are due, for cron
    #[arg(long, conflicts_with_all = ["alg", "plan"])]
    due: bool,
    /// With --due: exit 10 if a rotation was due, 0 if none was
    #[arg(long, requires = "due")]
    detailed_exitcode: bool,
    #[command(flatten)]
    plan: PlanArgs,
    #[command(flatten)]
    protection: ProtectionArgs,
}

pub fn run(args: &RotateArgs, cx: &mut Context<'_>) -> Answer {
    let (authority, caller) = (cx.authority_with(&args.protection.source)?, cx.caller(None));
    if args.due {
        return due(args, &authority, cx);
    }
    let when = match (args.now, args.activate_in) {
        (true, _) => RotateWhen::Now,
        (false, Some(ttl)) => RotateWhen::In(ttl),
        (false, None) => RotateWhen::AsPlanned(ANNOUNCE),
    };
    let mode = args.plan.mode();
    let protection = match authority.standby_key(args.alg)? {
        _ if mode.is_plan() => None,
        Some(_) => None,
        None => Some(protection(&args.protection, authority.passphrases(), &PassphraseFor::NewKey)?),
    };
    let request = RotateRequest { algorithm: args.alg, when, protection };
    match spinner::around(cx.is_watched(), "rotating", || authority.rotate(&caller, request, mode))? {
        Planned::Plan(plan) => cx.ui.answer(&rotation(&plan))?,
        Planned::Done(done) => {
            cx.ui.answer(&rotated(&done))?;
            announce(&done, cx);
        }
    }
    Ok(Exit::Done)
}

fn announce(done: &Rotated, cx: &mut Context<'_>) {
    if done.next.is_active() {
        // Where nothing signed before, there is nothing that anyone could have cached.
        if done.previous.is_some() {
            warn_if_unseen(Some(&done.next), done.now, cx);
        }
    } else {
        cx.ui.note("publish the set now (`mintage keys export --jwks`); the key takes over at the next token after its time, or with `mintage keys rotate --due`");
    }
}

fn due(args: &RotateArgs, authority: &Authority, cx: &mut Context<'_>) -> Answer {
    let done = authority.rotate_due(&cx.caller(None))?;
    if done.is_empty() {
        cx.ui.note("no rotation is due");
    }
    let exit = if args.detailed_exitcode && !done.is_empty() { Exit::Something } else { Exit::Done };
    cx.ui.answer(&rotated_list(&done))?;
    Ok(exit)
}
