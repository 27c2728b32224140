//! `mintage audit prove`

use clap::Args;

use super::verify::read_checkpoint;
use crate::cli::context::{Answer, Context};
use crate::cli::exit::Exit;
use crate::cli::manual::{Entry, READS};
use crate::cli::number::whole;
use crate::cli::out::OutArgs;
use crate::cli::path::PathArg;
use crate::cli::sources::PassphraseArgs;
use crate::cli::view::event::proof;
use crate::host::files::Readers;

/// What help and manual pages say of it.
pub const MANUAL: Entry = Entry::new(
    "audit prove",
    &[
        "mintage audit prove 12 --out event-12.tlog-proof",
        "mintage audit prove 12 --checkpoint audit.checkpoint --out event-12.tlog-proof",
    ],
    READS,
);

#[derive(Debug, Args)]
pub struct ProveArgs {
    /// The number of the event, as `audit log` lists it
    #[arg(value_name = "ID", value_parser = whole(1, u64::MAX))]
    id: u64,
    /// Prove that it is in the log of this checkpoint, which needs no key; else one is made for it
    #[arg(long, value_name = "FILE")]
    checkpoint: Option<PathArg>,
    #[command(flatten)]
    out: OutArgs,
    #[command(flatten)]
    passphrase: PassphraseArgs,
}

pub fn run(args: &ProveArgs, cx: &mut Context<'_>) -> Answer {
    let by = args.checkpoint.as_ref().map(|path| read_checkpoint(path)).transpose()?;
    let authority = cx.authority_with(&args.passphrase)?;
    if let Some((signed, _)) = &by {
        authority.believe(signed, None)?;
    }
    args.out.around(Readers::Owner, cx, |cx| {
        let found = authority.prove_event(args.id, by.as_ref().map(|(signed, text)| (signed, text.as_str())))?;
        cx.ui.answer(&proof(&found))?;
        Ok(Exit::Done)
    })
}
