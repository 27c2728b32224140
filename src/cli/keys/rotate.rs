//! `mintage keys rotate`

use super::announce::announce;
use super::question::revoke_question;
use super::rotate_args::RotateArgs;
use super::unseen::ANNOUNCE;
use super::upkeep;
use crate::authority::{Authority, RotateRequest, RotateWhen};
use crate::cli::context::{Answer, Context};
use crate::cli::error::Error;
use crate::cli::exit::Exit;
use crate::cli::manual::Entry;
use crate::cli::sources::{UNENCRYPTED_AS_BEFORE, like_replaced};
use crate::cli::spinner;
use crate::cli::view::key::{rotated, rotated_list};
use crate::cli::view::plan::rotation;
use crate::core::{Mode, Planned};

/// What help and manual pages say of it.
pub const MANUAL: Entry = Entry::new(
    "keys rotate",
    &[
        "mintage keys rotate --activate-in 24h --passphrase-file pass.txt",
        "mintage keys rotate --now --revoke-old --reason 'found in a public repository'",
        "mintage keys rotate --if-older-than 80d --activate-in 24h",
        "mintage keys rotate --due --detailed-exitcode",
        "mintage keys rotate --plan --json",
    ],
    &[Exit::NotFound, Exit::Refused, Exit::Denied, Exit::Locked, Exit::Damaged, Exit::Something],
)
.meaning(&[(Exit::Something, "with --detailed-exitcode: something was done")])
.few(&["activate-in", "now", "revoke-old", "if-older-than", "plan", "passphrase-file"]);

pub fn run(args: &RotateArgs, cx: &mut Context<'_>) -> Answer {
    let mode = args.plan.mode();
    if args.revoke_old && args.record.reason.is_none() && !mode.is_plan() {
        return Err(Error::usage(
            "--revoke-old needs --reason: it is shown wherever a token of the old key is refused",
            "add --reason TEXT, or --plan to see first whom it concerns",
        ));
    }
    let (authority, caller) = (cx.authority_with(&args.protection.source)?, cx.caller(&args.record)?);
    if args.due {
        return due(args, &authority, cx);
    }
    if let Some(older_than) = args.if_older_than {
        return upkeep::run(args, older_than, &authority, cx);
    }
    let when = match (args.now, args.activate_in) {
        (true, _) => RotateWhen::Now,
        (false, Some(wait)) if args.restart => RotateWhen::AnewIn(wait),
        (false, Some(wait)) => RotateWhen::In(wait),
        (false, None) => RotateWhen::AsPlanned(ANNOUNCE),
    };
    if args.revoke_old && !mode.is_plan() {
        cx.make_sure(args.yes, |_| {
            let wish = RotateRequest {
                algorithm: args.alg,
                when,
                older_than: None,
                revoke_old: true,
                note: None,
                protection: None,
            };
            Ok(match authority.rotate(&caller, wish, Mode::Question)? {
                Planned::Plan(plan) => plan.active.as_ref().map(revoke_question),
                Planned::Done(_) => None,
            })
        })?;
    }
    let makes_key = authority.rotation_makes_key(&caller, args.alg, when, mode)? && !mode.is_plan();
    let request = RotateRequest {
        algorithm: args.alg,
        when,
        older_than: None,
        revoke_old: args.revoke_old,
        note: args.record.reason.clone(),
        protection: if makes_key { Some(like_replaced(&args.protection, &authority, args.alg)?) } else { None },
    };
    let is_open = args.leaves_open(&request);
    match spinner::around(cx.is_watched(), "rotating", || authority.rotate(&caller, request, mode))? {
        Planned::Plan(plan) => cx.ui.answer(&rotation(&plan))?,
        Planned::Done(None) => {}
        Planned::Done(Some(done)) => {
            cx.ui.answer(&rotated(&done))?;
            announce(&done, cx);
            if is_open && done.made {
                cx.ui.note(UNENCRYPTED_AS_BEFORE);
            }
        }
    }
    Ok(Exit::Done)
}

fn due(args: &RotateArgs, authority: &Authority, cx: &mut Context<'_>) -> Answer {
    let done = authority.rotate_due(&cx.caller(&args.record)?)?;
    if done.is_empty() {
        cx.ui.note("no rotation is due");
    }
    let exit = args.detailed.exit(!done.is_empty());
    cx.table(&rotated_list(&done))?;
    Ok(exit)
}
