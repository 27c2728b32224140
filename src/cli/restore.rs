//! `mintage restore`

use std::path::Path;

use clap::Args;

use super::context::{Answer, Context};
use super::error::Error;
use super::exit::Exit;
use super::manual::{Entry, WRITES};
use super::path::PathArg;
use super::prompt;
use super::record_args::RecordArgs;
use super::sources::PassphraseArgs;
use super::time_arg::PastArg;
use super::view::record::Record;
use crate::authority::{LedgerStanding, Merged, RevokeQuery, TokenChoice};
use crate::core::revocations::MAX_SNAPSHOT_BYTES;
use crate::core::{LedgerDoubt, Mode, Note, Planned, Remembered, Timestamp};
use crate::home::backup;
use crate::host::files;
use crate::wire::{AcceptedLedgerDocument, MergedDocument, RestoredDocument, RevocationCounts, TimePair};

/// What help and manual pages say of it.
pub const MANUAL: Entry = Entry::new(
    "restore",
    &[
        "mintage restore mintage-backup.tar --home /srv/mintage",
        "mintage restore mintage-backup.tar --home /srv/mintage --merge-revocations revocations.jwt",
        "mintage restore mintage-backup.tar --revoke-issued-before 2026-11-27T00:00:00Z",
        "mintage restore --accept-older",
    ],
    WRITES,
)
.usage(&["FILE [OPTIONS]", "--accept-older [OPTIONS]"])
.few(&["merge-revocations", "revoke-issued-before", "accept-older"]);

#[derive(Debug, Args)]
pub struct RestoreArgs {
    /// A backup, of which a home is made where none is
    #[arg(required_unless_present = "accept_older", conflicts_with = "accept_older")]
    file: Option<PathArg>,
    /// Revoke what was revoked since: a revocation snapshot of the home, or its ledger
    #[arg(long, value_name = "FILE", requires = "file")]
    merge_revocations: Option<PathArg>,
    /// Revoke every token that was issued before this time: RFC 3339, epoch seconds, now, or 1h for an hour ago
    #[arg(long, value_name = "TIME", requires = "file", allow_hyphen_values = true)]
    revoke_issued_before: Option<PastArg>,
    /// Go on with a ledger that is older than its home: what was done since it was copied is lost
    #[arg(long)]
    accept_older: bool,
    /// With --accept-older: do not ask
    #[arg(long, requires = "accept_older")]
    yes: bool,
    #[command(flatten)]
    record: RecordArgs,
    #[command(flatten)]
    passphrase: PassphraseArgs,
}

pub fn run(args: &RestoreArgs, cx: &mut Context<'_>) -> Answer {
    match &args.file {
        Some(file) => from_backup(file, args, cx),
        None => accept_older(args, cx),
    }
}

/// Makes a home of a backup. Everything is done before the home has its place: what fails leaves nothing behind.
fn from_backup(file: &Path, args: &RestoreArgs, cx: &mut Context<'_>) -> Answer {
    let caller = cx.caller(&args.record)?;
    let before = cx.past(args.revoke_issued_before)?;
    let target = cx.home_to_make()?;
    let unpacked = backup::unpack(file, &target)?;
    let manifest = unpacked.manifest().clone();
    let reason = args.record.reason.clone();
    let note = reason.clone().or_else(|| Note::new("ended before the home was restored").ok());
    let (mut merged, mut revoked_before) = (None, None);
    {
        let authority = cx.authority_at(unpacked.home(), unpacked.settings(), &args.passphrase);
        authority.record_restored(&caller, manifest.made_at(), reason.as_ref())?;
        if let (Some(from), Some(note)) = (&args.merge_revocations, &note) {
            let margin = authority.defaults().clock_margin.seconds();
            let since = Timestamp(cx.now().0.saturating_sub(margin));
            let elsewhere = match backup::revoked_since(from, &manifest, since)? {
                Some(ledger) => ledger,
                None => authority.snapshot_of_ours(&files::read(from, MAX_SNAPSHOT_BYTES as u64 + 3)?)?,
            };
            merged = Some(authority.merge_revocations(&caller, &elsewhere, note)?);
        }
        if let Some(before) = before {
            let choice = Some(TokenChoice { issued_before: Some(before), ..TokenChoice::default() });
            let query = RevokeQuery { choice, note, mode: Mode::Do };
            if let Planned::Done(count) = authority.revoke_matching(&caller, &query)? {
                revoked_before = Some(count);
            }
        }
    }
    unpacked.keep()?;
    cx.trust_new(&target)?;
    if merged.is_none() && revoked_before.is_none() {
        cx.ui.alarm(&format!(
            "what was revoked after {} is good again, as far as it has not ended; --merge-revocations brings it in, \
             --revoke-issued-before ends every token from before a time",
            manifest.made_at()
        ));
    }
    if !manifest.missing_keys.is_empty() {
        cx.ui.alarm(&format!("the files of these keys were not in the backup: {}", manifest.missing_keys.join(", ")));
    }
    let home = target.folder().display().to_string();
    let document = RestoredDocument {
        home: &home,
        made_at: TimePair(manifest.made_at()),
        generation: manifest.generation,
        keys: manifest.keys().count() as u64,
        unencrypted_keys: manifest.unencrypted() as u64,
        missing_keys: &manifest.missing_keys,
        merged: merged.as_ref().map(MergedDocument::from).into(),
        revoked_before: revoked_before.as_ref().map(RevocationCounts::from).into(),
    };
    cx.ui.answer(&Record::new(document, "/home"))?;
    cx.ui.note("publish what verifiers read again: `mintage keys export --jwks`, `mintage token revocations export`");
    Ok(Exit::Done)
}

impl From<&Merged> for MergedDocument {
    fn from(merged: &Merged) -> Self {
        let Merged { tokens, apps, users, keys, secrets, canaries } = merged;
        Self { tokens: tokens.into(), apps: *apps, users: *users, keys: *keys, secrets: *secrets, canaries: *canaries }
    }
}

fn accept_older(args: &RestoreArgs, cx: &mut Context<'_>) -> Answer {
    let caller = cx.caller(&args.record)?;
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
