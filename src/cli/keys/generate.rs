//! `mintage keys gen`

use clap::Args;

use super::announce::publish_again;
use crate::authority::{GenerateRequest, NewKeyProtection};
use crate::cli::context::{Answer, Context};
use crate::cli::exit::Exit;
use crate::cli::manual::{Entry, READS};
use crate::cli::record_args::RecordArgs;
use crate::cli::sources::{ProtectionArgs, UNENCRYPTED_AS_BEFORE, like_replaced};
use crate::cli::spinner;
use crate::cli::view::key::key;
use crate::core::{Algorithm, Kid};

/// What help and manual pages say of it.
pub const MANUAL: Entry = Entry::new(
    "keys gen",
    &[
        "mintage keys gen --alg ES256",
        "mintage keys gen --alg RS256 --bits 4096 --passphrase-file pass.txt",
        "mintage keys gen --kid 2026-11",
    ],
    READS,
)
.few(&["alg", "bits", "kid", "passphrase-file", "no-passphrase"]);

#[derive(Debug, Args)]
pub struct GenArgs {
    /// RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512 ES256K EdDSA Ed25519 ML-DSA-44 ML-DSA-65 ML-DSA-87 HS256 HS384 HS512 [default: the home's]
    #[arg(long, value_name = "ALG")]
    alg: Option<Algorithm>,
    /// Size of an RSA key, 2048 to 8192 [default: 3072]
    #[arg(long)]
    bits: Option<u32>,
    /// Its kid, in the header of every token that it signs: any printable text up to 256 bytes [default: the thumbprint of the
    /// key]
    #[arg(long)]
    kid: Option<Kid>,
    #[command(flatten)]
    record: RecordArgs,
    #[command(flatten)]
    protection: ProtectionArgs,
}

pub fn run(args: &GenArgs, cx: &mut Context<'_>) -> Answer {
    let (authority, caller) = (cx.authority_with(&args.protection.source)?, cx.caller(&args.record)?);
    let protection = like_replaced(&args.protection, &authority, args.alg)?;
    let is_open = matches!(protection, NewKeyProtection::None) && !args.protection.no_passphrase;
    let request = GenerateRequest { algorithm: args.alg, bits: args.bits, kid: args.kid.clone(), protection };
    let record = spinner::around(cx.is_watched(), "making a key", || authority.generate_key(&caller, &request))?;
    cx.ui.answer(&key(&record))?;
    if is_open {
        cx.ui.note(UNENCRYPTED_AS_BEFORE);
    }
    if !record.is_active() {
        cx.ui.note(&format!("another {} key is active; this one stands by", record.algorithm));
    }
    publish_again(&record, cx);
    Ok(Exit::Done)
}
