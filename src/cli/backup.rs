//! `mintage backup`

use std::path::PathBuf;

use clap::Args;

use super::context::{Answer, Context};
use super::error::Error;
use super::exit::Exit;
use super::manual::{Entry, WRITES};
use super::path::FileArg;
use super::view::record::Record;
use crate::core::Timestamp;
use crate::core::policy::Defaults;
use crate::core::trusted_issuer::IssuerKeys;
use crate::home::backup::{self, Manifest};
use crate::settings::is_issuer_file;
use crate::wire::{BackupDocument, TimePair};

/// What help and manual pages say of it.
pub const MANUAL: Entry = Entry::new(
    "backup",
    &["mintage backup mintage-backup.tar", "mintage backup - | age -r age1… > backup.tar.age"],
    WRITES,
);

#[derive(Debug, Args)]
pub struct BackupArgs {
    /// The file, or - for standard output. An older backup of the same home is replaced, and nothing else is
    #[arg(value_name = "FILE")]
    file: FileArg,
}

pub fn run(args: &BackupArgs, cx: &mut Context<'_>) -> Answer {
    let (home, authority) = cx.home_at_work(&super::sources::PassphraseArgs::default())?;
    // Whether the ledger is in doubt is known after this, and told.
    authority.ledger_standing()?;
    let now = cx.now();
    if &*args.file == "-" {
        return to_stdout(&home, authority.defaults(), now, cx);
    }
    let manifest = backup::back_up(&home, args.file.as_ref(), now)?;
    tell(&manifest, authority.defaults(), cx);
    cx.ui.answer(&Record::new(document(&args.file, &manifest), "/file"))?;
    Ok(Exit::Done)
}

fn to_stdout(home: &crate::home::Place, defaults: &Defaults, now: Timestamp, cx: &mut Context<'_>) -> Answer {
    if cx.ui.stdout_is_terminal() {
        return Err(Error::usage("a backup is no text for a terminal", "name a file, or send it to a program"));
    }
    // Where the copy of the ledger lies meanwhile: in a folder that nobody else can read, if we can write there.
    let temporary = cx.environment.get("TMPDIR").map_or_else(|| "/tmp".into(), PathBuf::from);
    let scratch = if backup::can_hold_copy(home.folder()) { home.folder().to_owned() } else { temporary };
    let manifest = backup::back_up_to(home, &mut cx.ui.writer(), &scratch, now)?;
    tell(&manifest, defaults, cx);
    Ok(Exit::Done)
}

/// Says what whoever keeps the file must know. Nothing mutes it.
fn tell(manifest: &Manifest, defaults: &Defaults, cx: &mut Context<'_>) {
    match manifest.unencrypted() {
        0 => cx.ui.note("every private key in it is encrypted, and opens with the passphrase of today"),
        1 => cx.ui.alarm("1 private key in the backup is not encrypted: whoever can read the file can sign"),
        many => {
            cx.ui.alarm(&format!(
                "{many} private keys in the backup are not encrypted: whoever can read the file can sign"
            ));
        }
    }
    if !manifest.missing_keys.is_empty() {
        cx.ui.alarm(&format!(
            "the files of these keys are not in the home, nor in the backup: {}",
            manifest.missing_keys.join(", ")
        ));
    }
    for trusted in &defaults.trusted {
        let IssuerKeys::Set { file, .. } = &trusted.keys else { continue };
        if !is_issuer_file(file) {
            cx.ui.alarm(&format!(
                "{file}, which config.toml names for the keys of {}, is not in the backup: no home is made of it where that is not there",
                trusted.issuer
            ));
        }
    }
}

fn document<'a>(file: &'a str, manifest: &'a Manifest) -> BackupDocument<'a> {
    BackupDocument {
        file,
        made_at: TimePair(manifest.made_at()),
        generation: manifest.generation,
        keys: manifest.keys().count() as u64,
        unencrypted_keys: manifest.unencrypted() as u64,
        missing_keys: &manifest.missing_keys,
    }
}
