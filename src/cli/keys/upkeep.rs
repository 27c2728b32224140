//! `mintage keys rotate --if-older-than`: all that the keys of a home need, for cron.

use super::announce::announce;
use super::rotate_args::RotateArgs;
use super::unseen::ANNOUNCE;
use crate::authority::{Authority, OldKey, RotateRequest, RotateWhen, Rotated};
use crate::cli::context::{Answer, Context};
use crate::cli::error::Error;
use crate::cli::exit::Exit;
use crate::cli::sources::{UNENCRYPTED_AS_BEFORE, like_replaced};
use crate::cli::spinner;
use crate::cli::view::key::rotated_list;
use crate::cli::view::plan::upkeep;
use crate::core::{Mode, Planned, Ttl};

/// Does what is due, and begins the rotations that it is time for. What was done is answered also where something else fails.
pub fn run(args: &RotateArgs, older_than: Ttl, authority: &Authority, cx: &mut Context<'_>) -> Answer {
    let needs = authority.upkeep(args.alg, older_than)?;
    let wait = (!args.now).then(|| args.activate_in.unwrap_or(ANNOUNCE));
    if args.plan.mode().is_plan() {
        let now = cx.now();
        cx.table(&upkeep(&needs, wait, now))?;
        return Ok(Exit::Done);
    }
    let caller = cx.caller(&args.record)?;
    let (mut done, mut failed, mut is_open) = (Vec::new(), None, false);
    for due in &needs.due {
        match authority.rotate_if_due(&caller, due.algorithm) {
            Ok(rotated) => done.extend(rotated),
            Err(error) => failed = failed.or(Some(Error::from(error))),
        }
    }
    for old in &needs.old {
        match begin(args, old, older_than, wait, authority, cx) {
            Ok((rotated, unsaid)) => {
                is_open |= unsaid && rotated.as_ref().is_some_and(|rotated| rotated.made);
                done.extend(rotated);
            }
            Err(error) => failed = failed.or(Some(error)),
        }
    }
    // Nothing to do is nothing to say: cron sends every word by mail.
    cx.table(&rotated_list(&done))?;
    for rotated in &done {
        announce(rotated, cx);
    }
    if is_open {
        cx.ui.note(UNENCRYPTED_AS_BEFORE);
    }
    match failed {
        Some(error) => Err(error),
        None => Ok(args.detailed.exit(!done.is_empty())),
    }
}

/// Begins the rotation of a key, or does it where nothing is waited for; and whether the new key is unencrypted because nobody
/// said otherwise.
fn begin(
    args: &RotateArgs,
    old: &OldKey,
    older_than: Ttl,
    wait: Option<Ttl>,
    authority: &Authority,
    cx: &Context<'_>,
) -> Result<(Option<Rotated>, bool), Error> {
    let algorithm = Some(old.key.algorithm);
    let protection = match old.successor {
        Some(_) => None,
        None => Some(like_replaced(&args.protection, authority, algorithm)?),
    };
    let request = RotateRequest {
        algorithm,
        when: wait.map_or(RotateWhen::Now, RotateWhen::In),
        older_than: Some(older_than),
        revoke_old: false,
        note: args.record.reason.clone(),
        protection,
    };
    let (unsaid, caller) = (args.leaves_open(&request), cx.caller(&args.record)?);
    match spinner::around(cx.is_watched(), "rotating", || authority.rotate(&caller, request, Mode::Do))? {
        Planned::Plan(_) => Ok((None, false)),
        Planned::Done(rotated) => Ok((rotated, unsaid)),
    }
}
