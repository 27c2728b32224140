//! `mintage audit report`

use clap::Args;

use crate::cli::context::{Answer, Context};
use crate::cli::error::Error;
use crate::cli::exit::Exit;
use crate::cli::manual::{Entry, READS};
use crate::cli::path::FileArg;
use crate::cli::spinner;
use crate::cli::time_arg::PastArg;
use crate::cli::view::picture::Pictured;
use crate::core::Timestamp;
use crate::host::files::{Output, Readers, Written};
use crate::report::{Found, Report};

/// What help and manual pages say of it.
pub const MANUAL: Entry = Entry::new(
    "audit report",
    &[
        "mintage audit report --html report.html",
        "mintage audit report --since 7d --html - > report.html",
        "mintage audit report --since 90d --json",
    ],
    READS,
);

/// How far it looks back where nobody says so, in seconds.
const LOOKS_BACK: i64 = 30 * 86_400;

#[derive(Debug, Args)]
pub struct ReportArgs {
    /// Write it as one page, which loads nothing, into this file, which is replaced in one step; - for standard output
    #[arg(long, value_name = "FILE")]
    html: Option<FileArg>,
    /// Look back to this time, as in 7d [default: 30d]
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    since: Option<PastArg>,
}

pub fn run(args: &ReportArgs, cx: &mut Context<'_>) -> Answer {
    if args.html.is_none() && !cx.global.json() {
        return Err(Error::usage(
            "a report is a page or a document for programs",
            "add --html FILE, or --json; `mintage status` is for terminals",
        ));
    }
    if args.html.is_some() && cx.global.json() {
        cx.check_form(true, "--html is a format of its own", "leave out --json or --html")?;
    }
    let since = cx.past(args.since)?.unwrap_or(Timestamp(cx.now().0.saturating_sub(LOOKS_BACK)));
    if since > cx.now() {
        return Err(Error::usage("--since is not past", "give a length of time, as in 7d"));
    }
    let authority = cx.authority()?;
    let picture = spinner::around(cx.is_watched(), "counting tokens", || authority.picture(since))?;
    let risk = spinner::around(cx.is_watched(), "looking for risk", || authority.risk_of_use(since))?;
    for unread in &risk.unread {
        cx.ui.alarm(&format!("a part of the record of access could not be read: {unread}"));
    }
    let Some(file) = &args.html else {
        let home = cx.global.home.clone();
        cx.ui.answer(&Pictured { picture: &picture, risk: &risk, home: home.as_deref() })?;
        return Ok(Exit::Done);
    };
    let found: Vec<Found> = risk.findings.iter().map(|finding| Found::of(finding, &risk.known)).collect();
    let page = Report { picture: &picture, found: Some(&found), is_unread: !risk.unread.is_empty(), kept: None }
        .page()
        .into_string();
    if &**file == "-" {
        return cx.ui.raw(&page);
    }
    // Whom it names, and how sure a thief could be of it, is nobody's business but of those who may read the home.
    let mut output = Output::begin(file.as_ref(), Readers::Owner)?;
    std::io::Write::write_all(&mut output, page.as_bytes()).map_err(Error::Output)?;
    let written = output.finish()?;
    let name = file.as_ref().display().to_string();
    cx.ui.note(&match written {
        Written::Anew => format!("wrote {name}"),
        Written::Unchanged => format!("{name} is unchanged"),
    });
    Ok(Exit::Done)
}
