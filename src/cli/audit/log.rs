//! `mintage audit log`

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use clap::Args;
use clap::builder::PossibleValuesParser;

use super::of_args::OfArgs;
use crate::authority::{Authority, EventPage, EventQuery};
use crate::cli::alike::or_alike;
use crate::cli::context::{Answer, Context};
use crate::cli::error::Error;
use crate::cli::exit::Exit;
use crate::cli::list_args::PartArgs;
use crate::cli::manual::{Entry, READS};
use crate::cli::number::whole;
use crate::cli::view::event::{event_row, events};
use crate::core::audit::{EventFilter, OutcomeFilter, Recorded, Verb};
use crate::host::signals::{self, Asked};

/// What help and manual pages say of it.
pub const MANUAL: Entry = Entry::new(
    "audit log",
    &[
        "mintage audit log --app shop --since 24h",
        "mintage audit log --verb key_revoked --csv",
        "mintage audit log --actor carol --json",
        "mintage audit log --jti 01890a5d-ac96-774b-bcce-b302099a8057 --family",
        "mintage audit log --follow",
    ],
    READS,
)
.few(&["app", "user", "jti", "since", "verb", "actor", "follow", "csv"]);

/// How many events are shown before those that are waited for.
const BEFORE: u32 = 10;
/// How many events are read at once where they are waited for.
const AT_ONCE: u32 = 500;
/// How long is waited before somebody looks again.
const PAUSE: Duration = Duration::from_millis(300);

#[derive(Debug, Args)]
pub struct LogArgs {
    #[command(flatten)]
    which: Which,
    /// Go on after this one: the `next` of the part before
    #[arg(long, value_name = "CURSOR", help_heading = "Output", value_parser = whole(0, u64::MAX))]
    cursor: Option<u64>,
    /// Print an event a line, as the very text that is hashed
    #[arg(long, help_heading = "Output", conflicts_with = "csv", hide = true)]
    ndjson: bool,
    /// Show the last ones, the newest last, and then each as it comes, until Ctrl-C; with --json one a line
    #[arg(long, short, help_heading = "Output", conflicts_with = "cursor")]
    follow: bool,
    #[command(flatten)]
    list: PartArgs,
}

// Which events: all conditions hold.
#[derive(Debug, Args)]
#[command(next_help_heading = "Which events (all conditions hold)")]
struct Which {
    #[command(flatten)]
    of: OfArgs,
    /// With --jti: also of the other tokens of its family
    #[arg(long, requires = "jti")]
    family: bool,
    /// Of this kind
    #[arg(long, hide_possible_values = true, value_parser = PossibleValuesParser::new(Verb::ALL.map(Verb::name)),
        long_help = format!("Of this kind: {}", Verb::ALL.map(Verb::name).join(" ")))]
    verb: Option<String>,
    /// Asked for by this one: a user name, name@host, a uid, a client_id, or a name that was only claimed
    #[arg(long, value_name = "NAME")]
    actor: Option<String>,
    /// That came out so: done, refused, or the code of the error that refused it
    #[arg(long, value_name = "OUTCOME")]
    outcome: Option<String>,
}

impl Which {
    fn filter(&self, authority: &Authority, cx: &Context<'_>) -> Result<EventFilter, Error> {
        if self.actor.as_deref() == Some("") || self.outcome.as_deref() == Some("") {
            let hint = "check the variables behind the flags";
            return Err(Error::usage("a condition is empty: it would say nothing", hint));
        }
        let outcome = self.outcome.as_deref().map(|outcome| match outcome {
            "done" => OutcomeFilter::Done,
            "refused" => OutcomeFilter::Refused,
            code => OutcomeFilter::Code(code.to_owned()),
        });
        let named = |name: &str| Verb::ALL.into_iter().find(|verb| verb.name() == name);
        Ok(EventFilter {
            app: Vec::new(),
            user: self.of.user.clone(),
            kid: self.of.kid(authority)?,
            tokens: self.of.jti(authority)?.iter().map(ToString::to_string).collect(),
            verb: self.verb.as_deref().and_then(named),
            actor: self.actor.clone(),
            outcome,
            since: cx.past(self.of.since)?,
            until: cx.past(self.of.until)?,
        })
    }
}

pub fn run(args: &LogArgs, cx: &mut Context<'_>) -> Answer {
    cx.check_csv(args.list.csv)?;
    cx.check_form(args.ndjson, "--ndjson is a format of its own", "leave out --json, -q or --ndjson")?;
    let limit = args.list.limit(cx.is_for_program() || args.ndjson);
    let authority = cx.authority()?;
    let (filter, app, with_family) = (args.which.filter(&authority, cx)?, args.which.of.app.clone(), args.which.family);
    let query = EventQuery { filter, app, with_family, before: args.cursor, limit };
    if args.follow {
        return follow(args, query, &authority, cx);
    }
    let (mut listing, mut next) = (cx.listing(args.list.csv), None);
    let mut rows = 0;
    for page in authority.events(&query)? {
        let page = page?;
        rows += page.events.len();
        if args.ndjson {
            cx.ui
                .lines(&page.events.iter().map(|event| event.text() + "\n").collect::<String>())
                .map_err(Error::Output)?;
        } else {
            cx.give_part(&mut listing, &events(&page))?;
        }
        next = page.next;
    }
    if rows == 0 {
        let alike = or_alike(&authority, query.filter.user.as_ref());
        cx.ui.note(&format!("no events match{alike}"));
    }
    let next = next.map(|next| next.to_string());
    if args.ndjson {
        if let Some(next) = next {
            cx.ui.insist(&format!("there are more than these {rows}: --cursor {next} goes on, --limit none gives all"));
        }
        return Ok(Exit::Done);
    }
    cx.end_list(&listing, next.as_deref())
}

/// Shows the last events, and each that comes, until a signal asks to end.
fn follow(args: &LogArgs, query: EventQuery, authority: &Authority, cx: &mut Context<'_>) -> Answer {
    let ended = Arc::new(AtomicBool::new(false));
    let asked = Arc::clone(&ended);
    signals::hear(move |word| asked.store(word == Asked::End || asked.load(Ordering::Relaxed), Ordering::Relaxed));
    // Whoever says how many to begin with gets so many; else it is as with tail.
    let query = EventQuery { limit: Some(args.list.limit(true).unwrap_or(BEFORE)), ..query };
    let mut seen = authority.newest_event()?;
    let mut found = Vec::new();
    for page in authority.events(&query)? {
        found.extend(page?.events);
    }
    // What came since is found below.
    found.retain(|event| event.id <= seen);
    found.reverse();
    let mut listing = cx.listing(args.list.csv);
    loop {
        if !found.is_empty() {
            seen = seen.max(found.last().map_or(0, |last| last.id));
            give(args, found, &mut listing, cx)?;
        }
        found = authority.events_after(&query, seen, AT_ONCE)?;
        while found.is_empty() {
            std::thread::sleep(PAUSE);
            if ended.load(Ordering::Relaxed) {
                return Ok(Exit::Done);
            }
            found = authority.events_after(&query, seen, AT_ONCE)?;
        }
    }
}

fn give(
    args: &LogArgs,
    found: Vec<Recorded>,
    listing: &mut crate::cli::view::listing::Listing,
    cx: &mut Context<'_>,
) -> Result<(), Error> {
    if args.ndjson {
        let text: String = found.iter().map(|event| event.text() + "\n").collect();
        return cx.ui.lines(&text).map_err(Error::Output);
    }
    if cx.global.json() {
        let text: String = found.iter().map(|event| cx.ui.line_of(&event_row(event))).collect();
        return cx.ui.lines(&text).map_err(Error::Output);
    }
    cx.give_part(listing, &events(&EventPage { events: found, next: None }))
}
