//! `mintage token revocations export`

use clap::Args;

use crate::authority::SnapshotRequest;
use crate::cli::context::{Answer, Context};
use crate::cli::sources::PassphraseArgs;
use crate::cli::view::snapshot::SnapshotView;
use crate::core::revocations::{MAX_SNAPSHOT_TTL, SNAPSHOT_TTL};
use crate::core::{Algorithm, Ttl};

#[derive(Debug, Args)]
pub struct ExportArgs {
    /// How long the snapshot is good, at most 30d; its readers do not know what is revoked later
    #[arg(long, value_name = "DURATION", default_value_t = SNAPSHOT_TTL, value_parser = ttl)]
    ttl: Ttl,
    /// Sign with the active key of this algorithm [default: the home's]
    #[arg(long, value_name = "ALG")]
    alg: Option<Algorithm>,
    #[command(flatten)]
    passphrase: PassphraseArgs,
}

fn ttl(text: &str) -> Result<Ttl, String> {
    let ttl: Ttl = text.parse().map_err(|error: crate::core::time::TimeError| error.to_string())?;
    if ttl <= MAX_SNAPSHOT_TTL { Ok(ttl) } else { Err(format!("is more than {MAX_SNAPSHOT_TTL}")) }
}

pub fn run(args: &ExportArgs, cx: &mut Context<'_>) -> Answer {
    let caller = cx.caller(None);
    let authority = cx.authority_with(&args.passphrase)?;
    let snapshot = authority.export_revocations(&caller, &SnapshotRequest { ttl: args.ttl, algorithm: args.alg })?;
    if let Some(why) = &snapshot.stuck {
        cx.ui.warn(&format!("a rotation is due, but the next key cannot take over: {why}; the old key signs on"));
    }
    cx.ui.answer(&SnapshotView(&snapshot))?;
    Ok(0)
}
