//! `mintage restore`

use clap::Args;

use super::context::{Answer, Context};
use super::error::Error;
use super::exit::Exit;
use super::manual::{Entry, WRITES};
use super::prompt;
use super::record_args::RecordArgs;
use super::view::record::Record;
use crate::authority::LedgerStanding;
use crate::core::{LedgerDoubt, Remembered};
use crate::wire::AcceptedLedgerDocument;

/// What help and manual pages say of it.
pub const MANUAL: Entry = Entry::new("restore", &["mintage restore --accept-older"], WRITES);

#[derive(Debug, Args)]
pub struct RestoreArgs {
    /// Go on with a ledger that is older than its home: what was done since it was copied is lost
    #[arg(long, required = true)]
    accept_older: bool,
    /// Accept without asking
    #[arg(long)]
    yes: bool,
    #[command(flatten)]
    record: RecordArgs,
}

pub fn run(args: &RestoreArgs, cx: &mut Context<'_>) -> Answer {
    let caller = cx.caller(args.record.by.as_ref());
    let authority = cx.authority()?;
    let standing = authority.ledger_standing()?;
    let Some(doubt) = standing.doubt else {
        cx.ui.note("the ledger is as new as its home knows: there is nothing to accept");
        cx.ui.answer(&Record::new(unchanged(&standing), "/generation"))?;
        return Ok(Exit::Done);
    };
    if !args.yes {
        let question = match doubt {
            LedgerDoubt::Older { ledger, home } => format!(
                "The ledger is at generation {ledger}, its home was at {home}. Go on without what was done in between?"
            ),
            LedgerDoubt::Another => {
                "The ledger is another than its home wrote last. Go on without what is in that one?".to_owned()
            }
        };
        if !cx.may_interview() {
            cx.is_doubt_known = true;
            return Err(Error::usage(
                format!("the ledger {doubt}; to go on with it cannot be undone, and nobody can be asked"),
                "add --yes",
            ));
        }
        if !prompt::confirm(&question) {
            return Err(Error::usage("nothing was accepted", "type y to accept it"));
        }
    }
    let Some(done) = authority.accept_older(&caller, args.record.reason.as_ref())? else {
        cx.ui.answer(&Record::new(unchanged(&authority.ledger_standing()?), "/generation"))?;
        return Ok(Exit::Done);
    };
    cx.is_doubt_known = true;
    cx.ui.answer(&Record::new(AcceptedLedgerDocument::from(&done), "/generation"))?;
    cx.ui.note(
        "revoke again what was revoked since; `mintage keys list` names key files that this ledger does not know, and how to \
         take them in",
    );
    Ok(Exit::Done)
}

fn unchanged(standing: &LedgerStanding) -> AcceptedLedgerDocument {
    let Remembered { generation, .. } = Remembered::of(&standing.mark);
    AcceptedLedgerDocument { accepted: false, ledger_generation: generation, home_generation: None, generation }
}

impl From<&crate::authority::AcceptedLedger> for AcceptedLedgerDocument {
    fn from(done: &crate::authority::AcceptedLedger) -> Self {
        Self {
            accepted: true,
            ledger_generation: done.ledger,
            home_generation: done.home,
            generation: done.mark.generation,
        }
    }
}
