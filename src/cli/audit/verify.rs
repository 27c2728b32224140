//! `mintage audit verify`

use std::path::Path;

use clap::Args;

use crate::cli::context::{Answer, Context};
use crate::cli::error::Error;
use crate::cli::exit::Exit;
use crate::cli::manual::Entry;
use crate::cli::path::PathArg;
use crate::cli::view::event::proven;
use crate::core::audit::{LogProof, MOST_NOTE, MOST_PROOF, NoteFault, NoteKey, ProofFault, SignedCheckpoint};
use crate::core::json::parse_claims;
use crate::host::files;
use crate::keys::log::is_signed_by;

/// What help and manual pages say of it.
pub const MANUAL: Entry = Entry::new(
    "audit verify",
    &[
        "mintage audit verify event-12.tlog-proof --checkpoint audit.checkpoint",
        "mintage audit verify event-12.tlog-proof --checkpoint audit.checkpoint --json",
        "mintage audit verify event-12.tlog-proof --key auth.example.com/home+d150b2d1+AQABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f",
    ],
    &[Exit::NotFound, Exit::Denied, Exit::Damaged],
);

#[derive(Debug, Args)]
pub struct VerifyArgs {
    /// The proof
    #[arg(value_name = "FILE")]
    proof: PathArg,
    /// The checkpoint that it must lead to, as you have kept it
    #[arg(long, value_name = "FILE", required_unless_present = "key")]
    checkpoint: Option<PathArg>,
    /// The public key of the log, as `audit checkpoint` printed it, which must have signed the checkpoint
    #[arg(long, value_name = "VKEY")]
    key: Option<NoteKey>,
}

pub fn run(args: &VerifyArgs, cx: &mut Context<'_>) -> Answer {
    let given = args.checkpoint.as_ref().map(|path| read_checkpoint(path)).transpose()?;
    let in_proof = |fault: ProofFault| Error::in_file(&args.proof, fault);
    let proof = LogProof::parse(&files::read(&args.proof, MOST_PROOF as u64)?).map_err(in_proof)?;
    let checkpoint = proof.check(given.as_ref().map(|(signed, _)| signed)).map_err(in_proof)?;
    if let Some(key) = &args.key {
        let is_signed = |input: &[u8], signature: &[u8]| is_signed_by(key, input, signature);
        checkpoint.check(key, is_signed).map_err(|fault| in_proof(ProofFault::Checkpoint(fault)))?;
        if let Some(((given, _), path)) = given.as_ref().zip(args.checkpoint.as_ref()) {
            given.check(key, is_signed).map_err(|fault| in_checkpoint(path, fault))?;
        }
    }
    let form = || in_proof(ProofFault::Form("its event is none of mintage"));
    let event = parse_claims(proof.text.as_bytes()).map_err(|_| form())?;
    if event.get("id").and_then(serde_json::Value::as_u64) != proof.index.checked_add(1) {
        return Err(form());
    }
    cx.ui.answer(&proven(&event, &checkpoint.checkpoint, args.key.as_ref()))?;
    if args.key.is_none() {
        cx.ui.note("the checkpoint is believed as it was given: --key checks who signed it");
    }
    Ok(Exit::Done)
}

/// A checkpoint that somebody kept, and its text.
pub fn read_checkpoint(path: &Path) -> Result<(SignedCheckpoint, String), Error> {
    let bytes = files::read(path, MOST_NOTE as u64)?;
    let signed = SignedCheckpoint::parse(&bytes).map_err(|fault| in_checkpoint(path, fault))?;
    Ok((signed, String::from_utf8_lossy(&bytes).into_owned()))
}

fn in_checkpoint(path: &Path, fault: NoteFault) -> Error {
    Error::in_file(path, crate::authority::Error::from(fault))
}
