//! `mintage token identify`

use std::collections::{BTreeMap, HashMap};
use std::io::Read as _;
use std::path::Path;

use clap::{Arg, Args};

use super::report_form::FindingForm;
use crate::authority::{Authority, Drill, DrillEnd, Harmless, MAX_FINDS, NotForTests};
use crate::cli::confirm::YesArgs;
use crate::cli::context::{Answer, Context};
use crate::cli::detailed::DetailedArgs;
use crate::cli::error::Error;
use crate::cli::exit::Exit;
use crate::cli::manual::Entry;
use crate::cli::number::whole;
use crate::cli::out::OutArgs;
use crate::cli::path::FileArg;
use crate::cli::progress::{Progress, Unit};
use crate::cli::record_args::{PlanArgs, RecordArgs};
use crate::cli::sources::PassphraseArgs;
use crate::cli::view::allowlist::{Allowlist, Scanner, allowlist};
use crate::cli::view::figures::figures;
use crate::cli::view::found_alerts::{self, Whereabouts};
use crate::cli::view::identified::{self, Identified};
use crate::host::archive::{self, Limits, Opened, Within};
use crate::host::files;
use crate::host::files::Readers;
use crate::inspect::leak::{Columns, Position};

/// What help and manual pages say of it.
pub const MANUAL: Entry = Entry::new(
    "token identify",
    &[
        "mintage token identify app.log",
        "mintage token identify app.log.gz /var/log/app --json",
        "mintage token identify app.log --revoke --reason leak --plan",
        "mintage token identify app.log --revoke --reason leak",
        "mintage token identify build.log --detailed-exitcode",
        "mintage token identify . --format sarif --out leaks.sarif",
        "mintage token identify tests --allowlist gitleaks --out .gitleaks.toml",
    ],
    &[Exit::NotFound, Exit::Denied, Exit::Locked, Exit::Damaged, Exit::Something],
)
.meaning(&[(Exit::Something, "with --detailed-exitcode: a canary was found, or something that was still good")])
.few(&["revoke", "reason", "plan", "all", "detailed-exitcode", "out"]);

#[derive(Debug, Args)]
#[command(mut_args(with_revoke))]
pub struct IdentifyArgs {
    /// Files and folders, packed ones too; - or none is standard input
    ///
    /// Texts of any kind and size, in which secrets of others (GitHub, AWS, Stripe, …) are named too. What is packed (gzip, zstd,
    /// xz, zip, tar) is unpacked, whatever it is called. Places are FILE:LINE:COLUMN, in an archive ARCHIVE!FILE:LINE:COLUMN, from
    /// 1, columns in bytes
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
    /// So many bytes may come out of what is packed, all together [default: 16 GiB, and of each file a thousand times its size]
    #[arg(long, value_name = "BYTES", value_parser = whole(0, u64::MAX))]
    max_unpacked: Option<u64>,
    /// List every place of a token, not only the first
    #[arg(long)]
    all: bool,
    /// How to report
    #[arg(long, value_name = "FORM", default_value = "text")]
    format: FindingForm,
    /// Print, for a scanner of secrets, which of the tokens that were found open nothing
    ///
    /// Those that have ended, refresh tokens that were used or revoked, canaries, secrets that were revoked; and what a home for tests
    /// signed: one that says development = true, has an issuer of this machine alone, and made its keys itself, unencrypted. Nothing
    /// that is good elsewhere is ever in it: an allow list is for tokens that open nothing
    #[arg(long, value_name = "SCANNER", conflicts_with_all = ["format", "revoke"])]
    allowlist: Option<Scanner>,
    #[command(flatten)]
    detailed: DetailedArgs,
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
        "detailed_exitcode" => arg.help(
            "Exit 10 if a canary was found, or a token or client secret that was still good, 0 if none was, 1 if something could \
             not be looked through",
        ),
        _ => arg,
    }
}

pub fn run(args: IdentifyArgs, cx: &mut Context<'_>) -> Answer {
    let out = args.out.clone();
    out.around(Readers::Everybody, cx, |cx| identify(args, cx))
}

fn identify(args: IdentifyArgs, cx: &mut Context<'_>) -> Answer {
    args.format.check(cx)?;
    cx.check_form(args.allowlist.is_some(), "--allowlist is a form of its own", "leave --json and -q out")?;
    let (files, unread) =
        if args.files.is_empty() { (vec!["-".to_owned()], Vec::new()) } else { below(&args.files, cx) };
    let limits = Limits::new(args.max_unpacked);
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
    let progress = Progress::begin(cx.is_watched(), Unit::Bytes, total);
    let archives = HashMap::new();
    let mut reading = Reading { authority: &authority, drill: &mut drill, progress, limits, unread, archives };
    let read = files.iter().try_for_each(|file| reading.read(file, cx));
    let Reading { progress, unread, archives, .. } = reading;
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
    let view = Identified { unread: &unread, drill: &drill, revoke: args.revoke, plan: args.plan.mode().is_plan() };
    if let Some(scanner) = args.allowlist {
        let harmless = authority.harmless()?;
        let told = allowlist(scanner, &drill, &harmless);
        cx.ui.lines(&told.text).map_err(Error::Output)?;
        tell_left(&told, &harmless, cx);
    } else if args.format.is_its_own() {
        let whereabouts = Whereabouts { columns: columns(&drill, &archives), archives };
        args.format.give("mintage token identify", &found_alerts::alerts(&drill, &whereabouts), cx)?;
    } else if !cx.fitted(identified::COLUMNS, &view.rows())? {
        cx.ui.answer(&view)?;
    }
    for line in view.alarms() {
        cx.ui.alarm(&line);
    }
    for line in view.notes() {
        cx.ui.note(&line);
    }
    if let Some(error) = &drill.unrecorded {
        cx.ui.alarm(&format!("canaries were found, and that is not recorded: {error}"));
    }
    if drill.not_listed > 0 {
        cx.ui.warn(&format!(
            "{} more finds are not listed: {MAX_FINDS} are kept. Give the text in parts to see them all",
            drill.not_listed
        ));
    }
    for (file, why) in &unread {
        cx.ui.alarm(&format!("{file} could not be looked through: {why}"));
    }
    read?;
    let is_failure = args.detailed.is_given() && !unread.is_empty();
    Ok(if is_failure { Exit::Failure } else { args.detailed.exit(drill.live_found + drill.canaries > 0) })
}

/// Says what a scanner is not told of: a list of what opens nothing comforts nobody about the rest.
fn tell_left(told: &Allowlist, harmless: &Harmless, cx: &mut Context<'_>) {
    if told.left == 0 {
        return;
    }
    let live = match told.live {
        0 => "it may open something, or nobody here knows".to_owned(),
        live => format!("{live} of that can be used now; without --allowlist it is said which"),
    };
    cx.ui.warn(&format!("{} of what was found is not in the list: {live}", told.left));
    for why in &harmless.not_for_tests {
        cx.ui.note(&match why {
            NotForTests::Issuer(issuer) => {
                format!("others than this machine may take what {issuer} issues, whatever development says")
            }
            NotForTests::Encrypted(kid) => format!("key {kid} is encrypted, as none for tests is"),
            NotForTests::FromElsewhere(kid) => {
                format!("key {kid} may be one of elsewhere: it is not recorded that it was made here")
            }
        });
    }
}

/// The columns of what was found in files, as editors count them: a file is read once more for that. Those of one that was changed
/// meanwhile are left out.
fn columns(drill: &Drill, archives: &HashMap<usize, String>) -> HashMap<(usize, u64, u64), u64> {
    let mut by_text: BTreeMap<usize, Vec<Position>> = BTreeMap::new();
    for (text, place, _) in found_alerts::places(drill) {
        if !archives.contains_key(&text) && drill.names[text] != "-" {
            by_text.entry(text).or_default().push(place);
        }
    }
    let mut all = HashMap::new();
    for (text, places) in by_text {
        let Ok(mut file) = files::open(Path::new(&drill.names[text])) else { continue };
        let (mut columns, mut part) = (Columns::of(&places), vec![0; 64 * 1024]);
        while let Ok(read @ 1..) = file.read(&mut part) {
            columns.feed(&part[..read]);
        }
        for (place, column) in places.iter().zip(columns.found()) {
            all.extend(column.map(|column| ((text, place.line, place.column), column)));
        }
    }
    all
}

/// The length of all texts together, if it can be told. A file that is not there is known before hours of reading.
fn total(files: &[String]) -> Result<Option<u64>, Error> {
    let lengths = files.iter().map(|file| if file == "-" { Ok(None) } else { files::measure(Path::new(file)) });
    Ok(lengths.collect::<Result<Vec<_>, _>>()?.into_iter().sum())
}

/// The files that are meant: those below a folder instead of the folder. And what is below one and cannot be read.
fn below(named: &[FileArg], cx: &mut Context<'_>) -> (Vec<String>, Vec<(String, String)>) {
    let (mut all, mut unread) = (Vec::new(), Vec::new());
    for file in named {
        if &**file == "-" || !files::is_folder(Path::new(&**file)) {
            all.push(file.to_string());
            continue;
        }
        let found = files::below(Path::new(&**file));
        all.extend(found.files.iter().map(|path| path.display().to_string()));
        unread.extend(found.unread.iter().map(|error| (error.path.display().to_string(), error.fault.to_string())));
        if !found.skipped.is_empty() {
            let first = found.skipped[0].display();
            let count = found.skipped.len();
            cx.ui.note(&format!("{count} links, pipes or devices in {} were not followed, such as {first}", &**file));
        }
    }
    (all, unread)
}

/// Texts that are looked through one after the other.
struct Reading<'r> {
    authority: &'r Authority,
    drill: &'r mut Drill,
    progress: Progress,
    limits: Limits,
    unread: Vec<(String, String)>,
    /// Which archive a text came out of, by the number of the text.
    archives: HashMap<usize, String>,
}

impl Reading<'_> {
    fn read(&mut self, file: &str, cx: &mut Context<'_>) -> Result<(), Error> {
        let (name, opened) = if file == "-" {
            ("standard input", archive::of(cx.ui.take_stdin()).map_err(Error::Input)?)
        } else {
            match archive::open(Path::new(file)) {
                Ok(opened) => (file, opened),
                Err(error) => {
                    self.unread.push((file.to_owned(), error.fault.to_string()));
                    return Ok(());
                }
            }
        };
        match opened {
            Opened::Plain(text) => {
                self.drill.names.push(file.to_owned());
                let progress = &mut self.progress;
                self.authority.identify(self.drill, name, text, &mut |bytes| progress.advance(bytes))?;
                Ok(())
            }
            Opened::Packed(packed) => {
                let (authority, drill, unread) = (self.authority, &mut *self.drill, &mut self.unread);
                let archives = &mut self.archives;
                let archive = name;
                packed.each(name, &self.limits, &mut |within| {
                    match within {
                        Within::Unread(name, why) => unread.push((name.to_owned(), why)),
                        Within::Text(name, text) => {
                            archives.insert(drill.names.len(), archive.to_owned());
                            drill.names.push(name.to_owned());
                            if let Err(cause) = authority.identify_within(drill, text)? {
                                unread.push((name.to_owned(), cause.to_string()));
                            }
                        }
                    }
                    Ok::<_, Error>(())
                })
            }
        }
    }
}
