//! `mintage token identify`

use std::path::Path;

use clap::{Arg, Args};

use crate::authority::{Authority, Drill, DrillEnd, MAX_FINDS};
use crate::cli::confirm::YesArgs;
use crate::cli::context::{Answer, Context};
use crate::cli::error::Error;
use crate::cli::exit::Exit;
use crate::cli::manual::Entry;
use crate::cli::out::OutArgs;
use crate::cli::path::FileArg;
use crate::cli::progress::{Progress, Unit};
use crate::cli::record_args::{PlanArgs, RecordArgs};
use crate::cli::sources::PassphraseArgs;
use crate::cli::view::figures::figures;
use crate::cli::view::identified::Identified;
use crate::host::files;
use crate::host::files::Readers;

/// What help and manual pages say of it.
pub const MANUAL: Entry = Entry::new(
    "token identify",
    &[
        "mintage token identify app.log",
        "zcat app.log.gz | mintage token identify --json -",
        "mintage token identify app.log --revoke --reason leak --plan",
        "mintage token identify app.log --revoke --reason leak",
        "mintage token identify build.log --detailed-exitcode",
    ],
    &[Exit::NotFound, Exit::Denied, Exit::Locked, Exit::Damaged, Exit::Something],
);

#[derive(Debug, Args)]
#[command(mut_args(with_revoke))]
pub struct IdentifyArgs {
    /// Texts of any kind and size; - is standard input, as is no file at all. Places are FILE:LINE:COLUMN, from 1, columns in
    /// bytes
    #[arg(value_name = "FILE")]
    files: Vec<FileArg>,
    /// Revoke those that are still good: a refresh token with its family. Client secrets are only reported
    #[arg(long)]
    revoke: bool,
    #[command(flatten)]
    record: RecordArgs,
    #[command(flatten)]
    plan: PlanArgs,
    #[command(flatten)]
    yes: YesArgs,
    /// List every place of a token, not only the first
    #[arg(long)]
    all: bool,
    /// Exit 10 if a token or client secret was found that was still good, 0 if none was
    #[arg(long)]
    detailed_exitcode: bool,
    #[command(flatten)]
    passphrase: PassphraseArgs,
    #[command(flatten)]
    out: OutArgs,
}

/// The flags of a change belong to `--revoke` here.
fn with_revoke(arg: Arg) -> Arg {
    match arg.get_id().as_str() {
        "reason" | "by" | "yes" => arg.requires("revoke"),
        "plan" => arg.requires("revoke").help("With --revoke: say how many it would revoke, and revoke none"),
        _ => arg,
    }
}

pub fn run(args: IdentifyArgs, cx: &mut Context<'_>) -> Answer {
    let out = args.out.clone();
    out.around(Readers::Everybody, cx, |cx| identify(args, cx))
}

fn identify(args: IdentifyArgs, cx: &mut Context<'_>) -> Answer {
    let files: Vec<String> = if args.files.is_empty() {
        vec!["-".to_owned()]
    } else {
        args.files.iter().map(|file| file.to_string()).collect()
    };
    let total = total(&files)?;
    let end = match (args.revoke, args.plan.mode().is_plan()) {
        (false, _) => DrillEnd::Tell,
        (true, true) => DrillEnd::Plan,
        // A person is asked before anything ends, and with the figures: they are known at the end of the texts.
        (true, false) if cx.may_interview() && !args.yes.is_given() => DrillEnd::Plan,
        (true, false) => DrillEnd::Revoke { note: args.record.reason.clone() },
    };
    let asks = !args.plan.mode().is_plan() && matches!(end, DrillEnd::Plan);
    let authority = cx.authority_with(&args.passphrase)?;
    let mut drill = authority.begin_drill(&cx.caller(&args.record)?, end, args.all)?;
    let mut progress = Progress::begin(cx.is_watched(), Unit::Bytes, total);
    let read = files.iter().try_for_each(|file| read(file, &authority, &mut drill, &mut progress, cx));
    // What was found before a text broke off is settled all the same: those tokens are out.
    let ended = authority.end_drill(&mut drill);
    progress.end();
    ended?;
    if asks {
        let question = Some(drill.revoked.revoked).filter(|found| *found > 0);
        let question = question.map(|found| format!("Revoke {} that were found?", figures(found, &drill.breakdown)));
        cx.make_sure(args.yes, |_| Ok(question))?;
        authority.end_planned(&mut drill, args.record.reason)?;
    }
    let view = Identified { files: &files, drill: &drill, revoke: args.revoke, plan: args.plan.mode().is_plan() };
    cx.ui.answer(&view)?;
    for line in view.notes() {
        cx.ui.note(&line);
    }
    if drill.not_listed > 0 {
        cx.ui.warn(&format!(
            "{} more finds are not listed: {MAX_FINDS} are kept. Give the text in parts to see them all",
            drill.not_listed
        ));
    }
    read?;
    Ok(if args.detailed_exitcode && drill.live_found > 0 { Exit::Something } else { Exit::Done })
}

/// The length of all texts together, if it can be told. A file that is not there is known before hours of reading.
fn total(files: &[String]) -> Result<Option<u64>, Error> {
    let lengths = files.iter().map(|file| if file == "-" { Ok(None) } else { files::measure(Path::new(file)) });
    Ok(lengths.collect::<Result<Vec<_>, _>>()?.into_iter().sum())
}

fn read(
    file: &str,
    authority: &Authority,
    drill: &mut Drill,
    progress: &mut Progress,
    cx: &mut Context<'_>,
) -> Result<(), Error> {
    let mut advance = |bytes| progress.advance(bytes);
    if file == "-" {
        authority.identify(drill, "standard input", cx.ui.take_stdin(), &mut advance)?;
    } else {
        let text = Box::new(files::open(Path::new(file))?);
        authority.identify(drill, file, text, &mut advance)?;
    }
    Ok(())
}
