//! `mintage audit risk`

use std::path::Path;

use clap::builder::PossibleValuesParser;
use clap::{Arg, Args};

use crate::authority::RiskQuery;
use crate::cli::context::{Answer, Context};
use crate::cli::detailed::DetailedArgs;
use crate::cli::error::Error;
use crate::cli::exit::Exit;
use crate::cli::geo_map;
use crate::cli::list_args::PartArgs;
use crate::cli::manual::Entry;
use crate::cli::path::FileArg;
use crate::cli::record_args::{PlanArgs, RecordArgs};
use crate::cli::sources::PassphraseArgs;
use crate::cli::time_arg::PastArg;
use crate::cli::view::risk::Risks;
use crate::core::Claimed;
use crate::core::risk::{Grade, Rule};
use crate::home;

/// What help and manual pages say of it.
pub const MANUAL: Entry = Entry::new(
    "audit risk",
    &[
        "mintage audit risk",
        "mintage audit risk --since 7d -v",
        "mintage audit risk --rule token_shared --min-severity high --json",
        "mintage audit risk --since 1h --act --plan",
        "mintage audit risk --since 24h --detailed-exitcode",
    ],
    &[Exit::NotFound, Exit::Denied, Exit::Locked, Exit::Damaged, Exit::Something],
)
.meaning(&[(Exit::Something, "with --detailed-exitcode: something was found")])
.few(&["since", "rule", "min-severity", "act", "plan", "detailed-exitcode"]);

#[derive(Debug, Args)]
#[command(mut_args(with_act))]
pub struct RiskArgs {
    /// What was so at this time or later: RFC 3339, epoch seconds, or 1h
    ///
    /// What rules must remember is read from before it
    #[arg(
        long,
        value_name = "TIME",
        allow_hyphen_values = true,
        default_value = "24h",
        help_heading = "What is looked for"
    )]
    since: PastArg,
    /// What was so before this time
    #[arg(long, value_name = "TIME", allow_hyphen_values = true, help_heading = "What is looked for")]
    until: Option<PastArg>,
    /// By this rule; repeat it for several
    #[arg(long, value_parser = PossibleValuesParser::new(Rule::ALL.map(Rule::name)), help_heading = "What is looked for")]
    rule: Vec<String>,
    /// At least so grave
    ///
    /// A note is no finding: one feature alone, or what has an innocent reason that is likelier
    #[arg(long, value_name = "SEVERITY", default_value = "low", value_parser = PossibleValuesParser::new(Grade::ALL.map(Grade::name)), help_heading = "What is looked for")]
    min_severity: String,
    /// A map of addresses (a MaxMind DB), for travel and cities [default: geoip in config.toml]
    #[arg(long, value_name = "FILE", help_heading = "What is looked for")]
    geoip: Option<FileArg>,
    /// Do what [risk.act] of config.toml allows about what was found
    ///
    /// It is done once for each: revoke, block an app, block a user
    #[arg(long, help_heading = "Acting on what is found")]
    act: bool,
    /// Who asks, as you say it; recorded beside the user that runs this. The reason of each deed is its finding
    #[arg(long, value_name = "WHO", requires = "act", help_heading = "Acting on what is found")]
    by: Option<Claimed>,
    #[command(flatten)]
    plan: PlanArgs,
    #[command(flatten)]
    detailed: DetailedArgs,
    #[command(flatten)]
    list: PartArgs,
}

/// The flags of a change belong to `--act` here.
fn with_act(arg: Arg) -> Arg {
    match arg.get_id().as_str() {
        "plan" => arg.requires("act").help("With --act: say what would be done, and do nothing"),
        _ => arg,
    }
}

pub fn run(args: &RiskArgs, cx: &mut Context<'_>) -> Answer {
    cx.check_csv(args.list.csv)?;
    let place = cx.home()?;
    let settings = home::admit(&place, &cx.environment)?;
    let map = match (&args.geoip, &settings.map) {
        (Some(file), _) => Some(geo_map::read(Path::new(&**file))?),
        (None, Some(path)) => Some(geo_map::read(path)?),
        (None, None) => None,
    };
    let limit = args.list.limit(cx.is_for_program()).map(|limit| usize::try_from(limit).unwrap_or(usize::MAX));
    let query = RiskQuery {
        since: cx.past(Some(args.since))?,
        until: cx.past(args.until)?,
        rules: args.rule.iter().filter_map(|name| Rule::from_name(name)).collect(),
        least: Grade::from_name(&args.min_severity),
        limit: limit.filter(|_| !args.act),
        map,
    };
    let authority = cx.at_work(&place, settings, &PassphraseArgs::default());
    let report = authority.risk(&query)?;
    for unread in &report.unread {
        cx.ui.alarm(&format!("a part of the record of access could not be read: {unread}"));
    }
    let acted = if args.act {
        if authority.defaults().risk.acts.is_empty() {
            let hint = "name rules and deeds in it, as in `token_shared = \"revoke\"`";
            return Err(Error::usage("[risk.act] of config.toml allows nothing", hint));
        }
        authority.act_on(&cx.caller(&RecordArgs { reason: None, by: args.by.clone() })?, &report, args.plan.mode())?
    } else {
        Vec::new()
    };
    let home = cx.global.home.clone();
    let risks = Risks {
        report: &report,
        acted: &acted,
        home: home.as_deref(),
        is_plan: args.plan.mode().is_plan(),
        verbose: cx.global.verbose(),
    };
    if args.list.csv {
        cx.list(&risks.table(), true)?;
    } else {
        cx.ui.answer(&risks)?;
    }
    if report.findings.is_empty() {
        let lighter = match report.lighter {
            0 => String::new(),
            lighter => format!("; {lighter} are lighter than {}, which --min-severity note shows", args.min_severity),
        };
        cx.ui.note(&format!("nothing was found in {} uses of tokens{lighter}", report.uses));
    }
    if report.total > report.findings.len() {
        let (shown, total) = (report.findings.len(), report.total);
        cx.ui.insist(&format!("these are {shown} of {total}: --limit none gives all"));
    }
    // Who looked at a part alone has not looked.
    Ok(if report.unread.is_empty() { args.detailed.exit(report.total > 0) } else { Exit::Failure })
}
