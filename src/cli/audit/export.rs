//! `mintage audit export`

use clap::Args;

use crate::authority::EventQuery;
use crate::cli::context::{Answer, Context};
use crate::cli::error::Error;
use crate::cli::exit::Exit;
use crate::cli::manual::{Entry, WRITES};
use crate::cli::out::OutArgs;
use crate::cli::record_args::RecordArgs;
use crate::cli::sources::PassphraseArgs;
use crate::cli::time_arg::PastArg;
use crate::core::audit::EventFilter;
use crate::core::{Algorithm, Audience};
use crate::host::files::Readers;

/// What help and manual pages say of it.
pub const MANUAL: Entry = Entry::new(
    "audit export",
    &[
        "mintage audit export --set --out events.jwt",
        "mintage audit export --set --since 24h --aud https://receiver.example.com --out events.jwt",
    ],
    WRITES,
)
.few(&["set", "since", "aud", "out", "passphrase-file"]);

#[derive(Debug, Args)]
pub struct ExportArgs {
    /// As security event tokens (RFC 8417), one a line, the oldest first: revocations, blocks and changes of credentials, as CAEP and
    /// RISC call them, signed by the key that signs tokens
    #[arg(long, required = true)]
    set: bool,
    /// At this time or later: RFC 3339, epoch seconds, now, or 1h for an hour ago
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    since: Option<PastArg>,
    /// Before this time
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    until: Option<PastArg>,
    /// Whom they are for: their aud
    #[arg(long, value_name = "AUD")]
    aud: Option<Audience>,
    /// With the active key of this algorithm [default: the home's]
    #[arg(long, value_name = "ALG")]
    alg: Option<Algorithm>,
    #[command(flatten)]
    out: OutArgs,
    #[command(flatten)]
    record: RecordArgs,
    #[command(flatten)]
    passphrase: PassphraseArgs,
}

pub fn run(args: &ExportArgs, cx: &mut Context<'_>) -> Answer {
    let (authority, caller) = (cx.authority_with(&args.passphrase)?, cx.caller(&args.record)?);
    let filter = EventFilter { since: cx.past(args.since)?, until: cx.past(args.until)?, ..EventFilter::default() };
    let query = EventQuery { filter, app: None, with_family: false, before: None, limit: None };
    let aud = args.aud.as_ref().map(Audience::as_str);
    args.out.around(Readers::Owner, cx, |cx| {
        let mut give = |text: &crate::core::SecretText| cx.ui.lines(&format!("{}\n", text.reveal()));
        let count = authority.export_events(&caller, &query, (aud, args.alg), &mut give)?.map_err(Error::Output)?;
        if count == 0 {
            cx.ui.note("no event of that time is one that others are told of");
        }
        Ok(Exit::Done)
    })
}
