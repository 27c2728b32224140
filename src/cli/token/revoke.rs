//! `mintage token revoke`

use clap::Args;

use super::input;
use super::selector::SelectorArgs;
use crate::authority::{RevocationPlan, RevokeQuery, RevokeRequest, TokenChoice, TokenRef};
use crate::cli::confirm::YesArgs;
use crate::cli::context::{Answer, Context};
use crate::cli::error::Error;
use crate::cli::exit::Exit;
use crate::cli::manual::{Entry, NOT_OURS, READS};
use crate::cli::record_args::{PlanArgs, RecordArgs, say};
use crate::cli::sources::PassphraseArgs;
use crate::cli::view::figures::figures;
use crate::cli::view::revoked::RevokedView;
use crate::core::{Mode, Planned, RevocationCount};

/// What help and manual pages say of it.
pub const MANUAL: Entry = Entry::new(
    "token revoke",
    &[
        "mintage token revoke 01890a5d-ac96-774b-bcce-b302099a8057 --reason 'laptop stolen'",
        "printf %s \"$REFRESH\" | mintage token revoke -",
        "mintage token revoke --user alice --issued-before 2026-01-01T00:00:00Z --plan",
        "mintage token revoke --app shop --ip 192.0.2.0/24 --reason 'stolen at the airport'",
    ],
    READS,
)
.usage(&["TOKEN... [OPTIONS]", "--user USER | --app NAME | --all [OPTIONS]"])
.few(&["user", "app", "key", "issued-before", "reason", "plan"])
.with(NOT_OURS);

#[derive(Debug, Args)]
#[command(mut_args(say("plan", "Say how many tokens would be revoked, and revoke none")))]
pub struct RevokeArgs {
    /// Tokens: the text, the jti or its start, @FILE, or - for standard input
    ///
    /// A refresh token stands for its whole family; the text of a token that a key of this home signed is enough where the ledger
    /// does not know it
    #[arg(value_name = "TOKEN")]
    tokens: Vec<String>,
    /// A token by its jti
    #[arg(long, value_parser = input::by_jti)]
    jti: Vec<TokenRef>,
    #[command(flatten)]
    selector: SelectorArgs,
    /// Every token there is
    #[arg(long)]
    all: bool,
    #[command(flatten)]
    record: RecordArgs,
    #[command(flatten)]
    plan: PlanArgs,
    #[command(flatten)]
    yes: YesArgs,
    #[command(flatten)]
    passphrase: PassphraseArgs,
}

pub fn run(args: RevokeArgs, cx: &mut Context<'_>) -> Answer {
    let names = !args.tokens.is_empty() || !args.jti.is_empty();
    let filters = !args.selector.says_nothing();
    if args.selector.has_empty() {
        return Err(Error::usage("a condition is empty: it would say nothing", "check the variables behind the flags"));
    }
    match (names, filters, args.all) {
        (false, false, false) => Err(Error::usage(
            "nothing says which tokens to revoke",
            "give tokens, - for standard input, or conditions such as --user or --app; --all for every token",
        )),
        (true, false, false) => by_name(args, cx),
        (false, true, false) | (false, false, true) => by_choice(args, cx),
        _ => Err(Error::usage(
            "tokens, conditions and --all do not go together",
            "name the tokens, or say what they are, or take all of them",
        )),
    }
}

fn by_name(args: RevokeArgs, cx: &mut Context<'_>) -> Answer {
    let total = args.tokens.len();
    let mut targets = Vec::with_capacity(total + args.jti.len());
    for (number, token) in (1..).zip(&args.tokens) {
        targets.push(input::target(Some(token), cx).map_err(|error| of_several(error, number, total))?);
    }
    targets.extend(args.jti);
    let (mode, caller) = (args.plan.mode(), cx.caller(&args.record)?);
    let authority = cx.authority_with(&args.passphrase)?;
    // All of them are known before anything is done, and told by their whole ids.
    let mut whole = Vec::with_capacity(targets.len());
    for target in targets {
        let start = if let TokenRef::Start(start) = &target { Some(start.clone()) } else { None };
        let target = authority.named_wholly(target)?;
        match (start, &target) {
            (Some(start), TokenRef::Jti(jti)) => cx.tell_whole(&start, jti),
            (Some(start), TokenRef::Shown(jti)) => cx.tell_whole(&start, jti),
            _ => {}
        }
        whole.push(target);
    }
    let request = RevokeRequest { targets: whole, note: args.record.reason, mode };
    let came = authority.revoke(&caller, &request)?;
    // What was revoked is an answer even where something else was not found.
    let count = tell(&came, cx)?;
    if count.unknown > 0 { Err(Error::UnknownTargets(count.unknown)) } else { Ok(Exit::Done) }
}

fn by_choice(args: RevokeArgs, cx: &mut Context<'_>) -> Answer {
    let (caller, mode) = (cx.caller(&args.record)?, args.plan.mode());
    let choice = if args.all { None } else { Some(args.selector.choice(cx)?) };
    let authority = cx.authority_with(&args.passphrase)?;
    if let Some(TokenChoice { family, grant, .. }) = &choice {
        if let Some(given) = family {
            cx.tell_whole(given, &authority.whole(given)?);
        }
        if let Some(given) = grant {
            cx.tell_whole(given, &authority.whole(given)?);
        }
    }
    let query = RevokeQuery { choice, note: args.record.reason, mode };
    if !mode.is_plan() {
        cx.make_sure(args.yes, |_| {
            let plan = authority.revoke_matching(&caller, &RevokeQuery { mode: Mode::Question, ..query.clone() })?;
            Ok(match plan {
                Planned::Plan(RevocationPlan { count, breakdown }) if count.revoked > 0 => {
                    Some(format!("Revoke {}?", figures(count.revoked, &breakdown)))
                }
                _ => None,
            })
        })?;
    }
    tell(&authority.revoke_matching(&caller, &query)?, cx)?;
    Ok(Exit::Done)
}

/// Says what came of it, or would.
fn tell(came: &Planned<RevocationPlan, RevocationCount>, cx: &mut Context<'_>) -> Result<RevocationCount, Error> {
    let (count, plan) = match came {
        Planned::Plan(plan) => (plan.count, Some(&plan.breakdown)),
        Planned::Done(count) => (*count, None),
    };
    cx.ui.answer(&RevokedView { count, plan })?;
    Ok(count)
}

/// Says which of several tokens is meant.
fn of_several(error: Error, number: usize, total: usize) -> Error {
    match error {
        Error::Authority(error) => error.of_several(number, total).into(),
        other => other,
    }
}
