//! `mintage keys usage`

use clap::Args;

use crate::cli::context::{Answer, Context};
use crate::cli::detailed::DetailedArgs;
use crate::cli::manual::{Entry, LISTS};
use crate::cli::record_args::say;
use crate::cli::view::key::key_uses;
use crate::core::{Algorithm, KeyName};

/// What help and manual pages say of it.
pub const MANUAL: Entry = Entry::new(
    "keys usage",
    &[
        "mintage keys usage",
        "mintage keys usage @active --json",
        "mintage keys usage h2Kx --csv",
        "mintage keys usage @previous --detailed-exitcode",
    ],
    LISTS,
);

/// Show what each key is used for, by app
///
/// When it last signed a token of the app, when one of them was last taken as good, how many are good now, and when the last of those
/// ends: who would notice if the key went away now.
#[derive(Debug, Args)]
#[command(mut_args(say("detailed_exitcode", "Exit 10 if tokens that it signed are still good, 0 if none is")))]
pub struct UsageArgs {
    /// The kid, or a part of its start that no other key has; or @active, @previous, @next [default: all keys]
    kid: Option<KeyName>,
    /// Among the keys of this algorithm, where a word such as @active fits several
    #[arg(long, value_name = "ALG", requires = "kid")]
    alg: Option<Algorithm>,
    /// Print comma-separated values (RFC 4180)
    #[arg(long)]
    csv: bool,
    #[command(flatten)]
    detailed: DetailedArgs,
}

pub fn run(args: &UsageArgs, cx: &mut Context<'_>) -> Answer {
    cx.check_csv(args.csv)?;
    let authority = cx.authority()?;
    let name = args.kid.clone().map(|kid| kid.of(args.alg));
    let found = authority.key_uses(name.as_ref())?;
    if found.uses.is_empty() {
        cx.ui.note("no token was signed that is still in the ledger");
    }
    for error in &found.unread {
        cx.ui.warn_aloud(&format!("{error}; later uses may be missing"));
    }
    match found.recorded_since {
        Some(since) => cx.ui.note(&format!("what was taken as good is recorded since {since}")),
        None => cx.ui.note("no use was ever recorded; `token verify --record` and `serve` record"),
    }
    let live: u64 = found.uses.iter().map(|one| one.of.live).sum();
    if live > 0 && name.is_some() {
        let apps = found.uses.iter().filter(|one| one.of.live > 0).count();
        let (apps_are, tokens) = (if apps == 1 { "app" } else { "apps" }, if live == 1 { "token" } else { "tokens" });
        cx.ui.note(&format!("without it, {live} {tokens} of {apps} {apps_are} would be refused now"));
    }
    let ended = cx.list(&key_uses(&found), args.csv)?;
    Ok(args.detailed.over(ended, live > 0))
}
