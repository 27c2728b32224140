//! `mintage token revocations export`

use clap::Args;

use crate::authority::SnapshotRequest;
use crate::cli::clock_args::warn_of_late_clock;
use crate::cli::context::{Answer, Context};
use crate::cli::exit::Exit;
use crate::cli::manual::{Entry, WRITES};
use crate::cli::out::OutArgs;
use crate::cli::record_args::RecordArgs;
use crate::cli::sources::PassphraseArgs;
use crate::cli::token::announce::warn_of_stuck_rotation;
use crate::cli::view::snapshot;
use crate::core::revocations::{MAX_SNAPSHOT_TTL, SNAPSHOT_TTL};
use crate::core::{Algorithm, Ttl};
use crate::host::files::Readers;

/// What help and manual pages say of it.
pub const MANUAL: Entry = Entry::new(
    "token revocations export",
    &[
        "mintage token revocations export --out revocations.jwt",
        "mintage token revocations export --ttl 10m --alg ES256 --passphrase-file pass.txt --out revocations.jwt",
    ],
    WRITES,
)
.few(&["ttl", "alg", "out", "passphrase-file"]);

#[derive(Debug, Args)]
pub struct ExportArgs {
    /// How long the snapshot is good, at most 30d; its readers do not know what is revoked later
    #[arg(long, value_name = "DURATION", default_value_t = SNAPSHOT_TTL, value_parser = ttl)]
    ttl: Ttl,
    /// Sign with the active key of this algorithm [default: the home's]
    #[arg(long, value_name = "ALG")]
    alg: Option<Algorithm>,
    #[command(flatten)]
    record: RecordArgs,
    #[command(flatten)]
    passphrase: PassphraseArgs,
    #[command(flatten)]
    out: OutArgs,
}

fn ttl(text: &str) -> Result<Ttl, String> {
    let ttl: Ttl = text.parse().map_err(|error: crate::core::time::TimeError| error.to_string())?;
    if ttl <= MAX_SNAPSHOT_TTL { Ok(ttl) } else { Err(format!("is more than {MAX_SNAPSHOT_TTL}")) }
}

pub fn run(args: &ExportArgs, cx: &mut Context<'_>) -> Answer {
    args.out.around(Readers::Everybody, cx, |cx| export(args, cx))
}

fn export(args: &ExportArgs, cx: &mut Context<'_>) -> Answer {
    let (caller, request) = (cx.caller(&args.record)?, SnapshotRequest { ttl: args.ttl, algorithm: args.alg });
    let authority = cx.authority_with(&args.passphrase)?;
    warn_of_late_clock(&authority, cx)?;
    let made = authority.export_revocations(&caller, &request)?;
    warn_of_stuck_rotation(made.stuck.as_ref(), cx);
    cx.ui.answer(&snapshot::snapshot(&made))?;
    Ok(Exit::Done)
}
