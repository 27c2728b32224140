//! `mintage user set`

use clap::Args;

use crate::cli::command_line::quoted;
use crate::cli::context::{Answer, Context};
use crate::cli::error::Error;
use crate::cli::exit::Exit;
use crate::cli::manual::{Entry, WRITES};
use crate::cli::path::FileArg;
use crate::cli::record_args::RecordArgs;
use crate::cli::slips;
use crate::cli::token::claim_flag::ClaimFlag;
use crate::cli::token::issue::extra_claims;
use crate::cli::view::user::user;
use crate::core::user::{GROUPS, groups};
use crate::core::{UserChange, UserId};

/// What help and manual pages say of it.
pub const MANUAL: Entry = Entry::new(
    "user set",
    &[
        "mintage user set alice --claim email=alice@example.com --claim 'email_verified:=true' --group staff --group admin",
        "mintage user set alice --no-claim email_verified --group staff",
        "mintage user set alice --claims alice.json",
    ],
    WRITES,
);

#[derive(Debug, Args)]
pub struct SetArgs {
    /// The user: the `sub` of their tokens
    #[arg(value_name = "USER")]
    id: UserId,
    /// A claim of their access and ID tokens from now on, also of those that are refreshed: NAME=TEXT, or NAME:=JSON. Claims that
    /// are not named stay as they are
    #[arg(long, value_name = "CLAIM")]
    claim: Vec<ClaimFlag>,
    /// A JSON object of claims, from a file or - for standard input
    #[arg(long, value_name = "FILE")]
    claims: Option<FileArg>,
    /// A group, for the claim `groups`, which is a list; repeat it for several. The list replaces the old one whole
    #[arg(long, value_name = "NAME")]
    group: Vec<String>,
    /// Keep this claim no more; repeat it for several. `groups` are those of --group
    #[arg(long, value_name = "NAME")]
    no_claim: Vec<String>,
    #[command(flatten)]
    record: RecordArgs,
}

pub fn run(args: &SetArgs, cx: &mut Context<'_>) -> Answer {
    if args.claim.is_empty() && args.claims.is_none() && args.group.is_empty() && args.no_claim.is_empty() {
        let hint = "give --claim, --claims, --group or --no-claim";
        return Err(Error::usage(format!("nothing to keep of {} was given", args.id), hint));
    }
    let mut set = extra_claims(&args.claim, args.claims.as_ref(), cx)?;
    slips::of_claims(set.iter()).for_each(|slip| cx.ui.warn(&slip.to_string()));
    if !args.group.is_empty() && set.insert(GROUPS, groups(args.group.iter().cloned())).is_some() {
        return Err(Error::usage(
            "the claim `groups` is given twice, and has one value",
            "leave --group or the claim out",
        ));
    }
    if args.group.iter().any(String::is_empty) {
        return Err(Error::usage("a group has no name", "end all groups with --no-claim groups"));
    }
    if let Some(name) = args.no_claim.iter().find(|name| set.contains_key(name)) {
        return Err(Error::usage(
            format!("the claim `{name}` is given, and is to be kept no more"),
            "leave one of both out",
        ));
    }
    let caller = cx.caller(&args.record)?;
    let authority = cx.authority()?;
    let (set, unset) = (set, args.no_claim.iter().cloned().collect());
    let kept = authority.set_user(&caller, &args.id, &UserChange { set, unset })?;
    cx.ui.answer(&user(&kept))?;
    if let Some(block) = kept.block_of() {
        let id = quoted(args.id.as_str());
        cx.ui.note(&format!(
            "they are blocked since {} ({}): `mintage user unblock {id}` ends that",
            block.since, block.note
        ));
    }
    Ok(Exit::Done)
}
