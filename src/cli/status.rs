//! `mintage status`

use std::thread::sleep;
use std::time::Duration;

use clap::{Arg, Args};

use super::context::{Answer, Context};
use super::detailed::DetailedArgs;
use super::error::Error;
use super::manual::{Entry, LISTS};
use super::record_args::say;
use super::spinner;
use super::view::spark::is_unicode;
use super::view::status::{COLUMNS, Status};
use crate::authority::Authority;
use crate::core::Timestamp;
use crate::host::terminal::{self, Screen};
use crate::report::Found;

/// What help and manual pages say of it.
pub const MANUAL: Entry = Entry::new(
    "status",
    &[
        "mintage status",
        "mintage status --watch",
        "mintage status --watch 10 --json",
        "mintage status --detailed-exitcode > /dev/null",
    ],
    LISTS,
);

/// How far it looks back, in seconds.
const LOOKS_BACK: i64 = 86_400;

#[derive(Debug, Args)]
#[command(mut_args(with_watch))]
pub struct StatusArgs {
    /// Renew it every 2 seconds, or every so many, until Ctrl-C: in place on a terminal; elsewhere after an empty line, and
    /// with --json a document a line
    #[arg(
        long,
        value_name = "SECONDS",
        num_args = 0..=1,
        default_missing_value = "2",
        value_parser = clap::value_parser!(u32).range(1..=86_400)
    )]
    watch: Option<u32>,
    #[command(flatten)]
    detailed: DetailedArgs,
}

/// What a screen that is renewed has no end for.
fn with_watch(arg: Arg) -> Arg {
    let what = "Exit 10 if a key is overdue, something grave stands out in the use of tokens, or the ledger is in doubt, 0 if not";
    let arg = say("detailed_exitcode", what)(arg);
    if arg.get_id() == "detailed_exitcode" { arg.conflicts_with("watch") } else { arg }
}

pub fn run(args: &StatusArgs, cx: &mut Context<'_>) -> Answer {
    let authority = cx.authority()?;
    let mut calls = false;
    let Some(seconds) = args.watch else {
        tell(&authority, cx, |cx, status| {
            if status.is_unread {
                cx.ui.alarm("a part of the record of access could not be read; `mintage audit access` says which");
            }
            calls = status.calls_for_somebody();
            cx.ui.answer(status)
        })?;
        return Ok(args.detailed.exit(calls));
    };
    let pause = Duration::from_secs(u64::from(seconds));
    let is_dumb = cx.environment.get("TERM").is_none_or(|term| term.is_empty() || term == "dumb");
    if cx.ui.stdout_is_terminal() && !cx.is_for_program() && !is_dumb {
        in_place(&authority, pause, cx)
    } else {
        anew(&authority, pause, cx)
    }
}

/// Writes it over what was there, on a screen of its own.
fn in_place(authority: &Authority, pause: Duration, cx: &mut Context<'_>) -> Answer {
    let screen = Screen::begin().map_err(Error::Output)?;
    loop {
        tell(authority, cx, |cx, status| {
            let (_, lines) = terminal::size().unwrap_or((COLUMNS, 24));
            let text = Screen::over(&cx.ui.line_of(status), lines);
            cx.ui.lines(&text).map_err(Error::Output)
        })?;
        screen.wait(pause);
    }
}

/// Writes it below what was there.
fn anew(authority: &Authority, pause: Duration, cx: &mut Context<'_>) -> Answer {
    let between = if cx.is_for_program() { "" } else { "\n" };
    let mut before = "";
    loop {
        tell(authority, cx, |cx, status| {
            let text = cx.ui.line_of(status);
            let end = if text.ends_with("\n\n") { text.len() - 1 } else { text.len() };
            cx.ui.lines(&format!("{before}{}", &text[..end])).map_err(Error::Output)
        })?;
        before = between;
        sleep(pause);
    }
}

fn tell(
    authority: &Authority,
    cx: &mut Context<'_>,
    how: impl FnOnce(&mut Context<'_>, &Status<'_>) -> Result<(), Error>,
) -> Result<(), Error> {
    let since = Timestamp(cx.now().0.saturating_sub(LOOKS_BACK));
    let picture = spinner::around(cx.is_watched(), "counting tokens", || authority.picture(since))?;
    let risk = authority.risk_of_use(since)?;
    let found: Vec<Found> = risk.findings.iter().map(|finding| Found::of(finding, &risk.known)).collect();
    let ledger = authority.ledger_standing()?;
    let environment = &cx.environment;
    let unicode = is_unicode(|name| environment.get(name).map(|value| value.to_string_lossy().into_owned()));
    let width = if cx.ui.stdout_is_terminal() { terminal::size().map(|(columns, _)| columns) } else { None };
    let columns = width.unwrap_or(COLUMNS).clamp(20, COLUMNS);
    let (is_unread, looks) = (!risk.unread.is_empty(), authority.defaults().risk.every);
    let home = cx.global.home.clone();
    let status = Status {
        picture: &picture,
        ledger: &ledger,
        risk: &risk,
        found: &found,
        home: home.as_deref(),
        is_unread,
        looks,
        columns,
        unicode,
    };
    how(cx, &status)
}
