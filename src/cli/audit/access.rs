//! `mintage audit access`

use std::str::FromStr;

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};

use super::of_args::OfArgs;
use crate::authority::{Authority, UseOutcome, UsePage, UsePlace, UseQuery};
use crate::cli::alike::or_alike;
use crate::cli::context::{Answer, Context};
use crate::cli::error::Error;
use crate::cli::exit::Exit;
use crate::cli::list_args::PartArgs;
use crate::cli::manual::{Entry, READS};
use crate::cli::view::used::{place, uses};
use crate::core::access::AccessDoor;
use crate::core::selector::{Network, NetworkError, parse_network};
use crate::core::verify::REASONS;

/// What help and manual pages say of it.
pub const MANUAL: Entry = Entry::new(
    "audit access",
    &[
        "mintage audit access --user alice --since 24h",
        "mintage audit access --outcome refused --ip 192.0.2.0/24 --csv",
        "mintage audit access --jti 01890a5d-ac96-774b-bcce-b302099a8057 --json",
    ],
    READS,
)
.few(&["app", "user", "jti", "since", "ip", "outcome", "csv"]);

#[derive(Debug, Args)]
pub struct AccessArgs {
    #[command(flatten)]
    which: Which,
    /// Go on after this one: the `next` of the part before
    #[arg(long, value_name = "CURSOR", help_heading = "Output")]
    cursor: Option<Cursor>,
    #[command(flatten)]
    list: PartArgs,
}

// Which uses: all conditions hold.
#[derive(Debug, Args)]
#[command(next_help_heading = "Which uses (all conditions hold)")]
struct Which {
    #[command(flatten)]
    of: OfArgs,
    /// From this address or network, as in 192.0.2.0/24
    #[arg(long, value_name = "CIDR")]
    ip: Option<NetworkArg>,
    /// That came out so: accepted, refused, or the reason of a verdict, as in expired
    #[arg(long, value_name = "OUTCOME", hide_possible_values = true, value_parser = outcomes(),
        long_help = format!("That came out so: accepted, refused, or for this reason: {}", REASONS.map(|row| row.code).join(" ")))]
    outcome: Option<OutcomeArg>,
    /// Where the token was shown
    #[arg(long, value_parser = PossibleValuesParser::new(AccessDoor::ALL.map(AccessDoor::name)))]
    door: Option<String>,
}

#[derive(Debug, Clone, Copy)]
struct NetworkArg(Network);

impl FromStr for NetworkArg {
    type Err = NetworkError;
    fn from_str(text: &str) -> Result<Self, NetworkError> {
        parse_network(text).map(Self)
    }
}

#[derive(Debug, Clone, Copy)]
struct OutcomeArg(UseOutcome);

/// Reads how a use came out.
fn outcomes() -> impl TypedValueParser<Value = OutcomeArg> {
    let words = ["accepted", "refused"].into_iter().chain(REASONS.iter().map(|row| row.code));
    PossibleValuesParser::new(words.collect::<Vec<_>>()).try_map(|word| {
        let reason = || REASONS.iter().find(|row| row.code == word).map(|row| UseOutcome::For(row.reason));
        let outcome = match &*word {
            "accepted" => Some(UseOutcome::Accepted),
            "refused" => Some(UseOutcome::Refused),
            _ => reason(),
        };
        outcome.map(OutcomeArg).ok_or("is none")
    })
}

#[derive(Debug, Clone, Copy)]
struct Cursor(UsePlace);

impl FromStr for Cursor {
    type Err = &'static str;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        place(text).map(Self).ok_or("it is not the `next` of a part of this list")
    }
}

impl Which {
    fn query(&self, authority: &Authority, cx: &Context<'_>) -> Result<UseQuery, Error> {
        let ms = |time: Option<crate::core::Timestamp>| time.map(|time| time.0.saturating_mul(1_000));
        let named = |name: &str| AccessDoor::from_name(name);
        Ok(UseQuery {
            app: self.of.app.clone(),
            user: self.of.user.clone(),
            kid: self.of.kid(authority)?,
            token: self.of.jti(authority)?,
            network: self.ip.map(|network| network.0),
            outcome: self.outcome.map(|outcome| outcome.0),
            door: self.door.as_deref().and_then(named),
            since_ms: ms(cx.past(self.of.since)?),
            until_ms: ms(cx.past(self.of.until)?),
            before: None,
            limit: None,
        })
    }
}

pub fn run(args: &AccessArgs, cx: &mut Context<'_>) -> Answer {
    cx.check_csv(args.list.csv)?;
    let limit = args.list.limit(cx.is_for_program());
    let authority = cx.authority()?;
    let query = UseQuery { limit, before: args.cursor.map(|cursor| cursor.0), ..args.which.query(&authority, cx)? };
    let (mut listing, mut next, mut rows, mut parts, mut is_whole) = (cx.listing(args.list.csv), None, 0, 0, true);
    for page in authority.uses(&query)? {
        let page = page?;
        parts += 1;
        rows += page.uses.len();
        is_whole &= page.unread.is_empty();
        for error in &page.unread {
            cx.ui.warn_aloud(&format!("{error}; its uses are missing here"));
        }
        let part = uses(page);
        cx.give_part(&mut listing, &part)?;
        next.clone_from(&part.document.next);
    }
    if parts == 0 {
        cx.give_part(&mut listing, &uses(UsePage::default()))?;
    }
    if rows == 0 && is_whole {
        let alike = or_alike(&authority, query.user.as_ref());
        cx.ui.note(&format!("no uses match: they are recorded by `token verify --record`, and by `serve`{alike}"));
    }
    let ended = cx.end_list(&listing, next.as_deref())?;
    Ok(if is_whole { ended } else { Exit::Failure })
}
