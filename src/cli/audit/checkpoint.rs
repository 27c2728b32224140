//! `mintage audit checkpoint`

use clap::Args;
use clap::builder::PossibleValuesParser;

use crate::authority::NewKeyProtection;
use crate::cli::context::{Answer, Context};
use crate::cli::exit::Exit;
use crate::cli::manual::{Entry, WRITES};
use crate::cli::out::OutArgs;
use crate::cli::record_args::RecordArgs;
use crate::cli::sources::{ProtectionArgs, like_replaced};
use crate::cli::view::event::checkpoint;
use crate::core::Algorithm;
use crate::host::files::Readers;

/// What help and manual pages say of it.
pub const MANUAL: Entry = Entry::new(
    "audit checkpoint",
    &[
        "mintage audit checkpoint --out audit.checkpoint",
        "mintage audit checkpoint --alg ML-DSA-44 --out audit.checkpoint",
        "mintage audit checkpoint --json",
    ],
    WRITES,
)
.few(&["out", "passphrase-file", "no-passphrase"]);

#[derive(Debug, Args)]
pub struct CheckpointArgs {
    /// Of the key that is made where the log has none: EdDSA or ML-DSA-44 [default: EdDSA]
    #[arg(long, value_name = "ALG", hide_possible_values = true, value_parser = PossibleValuesParser::new(["EdDSA", "Ed25519", "ML-DSA-44"]))]
    alg: Option<String>,
    #[command(flatten)]
    out: OutArgs,
    #[command(flatten)]
    record: RecordArgs,
    #[command(flatten)]
    protection: ProtectionArgs,
}

pub fn run(args: &CheckpointArgs, cx: &mut Context<'_>) -> Answer {
    let (authority, caller) = (cx.authority_with(&args.protection.source)?, cx.caller(&args.record)?);
    let wanted =
        args.alg.as_deref().map(|name| if name == "ML-DSA-44" { Algorithm::MlDsa44 } else { Algorithm::EdDSA });
    if authority.log_key_for(&caller, wanted)?.is_none() {
        let protection = like_replaced(&args.protection, &authority, None)?;
        let is_open = matches!(protection, NewKeyProtection::None) && !args.protection.no_passphrase;
        let key = authority.make_log_key(&caller, wanted.unwrap_or(Algorithm::EdDSA), &protection)?;
        cx.ui.note(&format!("made the key of the log; keep this line where checkpoints are checked: {key}"));
        if is_open {
            cx.ui.note("it is unencrypted, as the keys of the home are");
        }
    }
    args.out.around(Readers::Everybody, cx, |cx| {
        let (found, text, key) = authority.checkpoint()?;
        cx.ui.answer(&checkpoint(&found, &text, &key))?;
        Ok(Exit::Done)
    })
}
