//! `mintage keys passphrase`

use std::sync::Arc;

use clap::Args;

use super::named::KeyArgs;
use crate::cli::context::{Answer, Context};
use crate::cli::exit::Exit;
use crate::cli::manual::{Entry, WRITES};
use crate::cli::record_args::RecordArgs;
use crate::cli::sources::{NewPassphraseArgs, PassphraseArgs, Passphrases, protection};
use crate::cli::view::key::key_with_file;
use crate::keys::PassphraseFor;

/// What help and manual pages say of it.
pub const MANUAL: Entry = Entry::new(
    "keys passphrase",
    &[
        "mintage keys passphrase @active --passphrase-file old.txt --new-passphrase-file new.txt",
        "mintage keys passphrase h2Kx --passphrase-file old.txt --no-passphrase",
    ],
    WRITES,
)
.few(&["passphrase-file", "new-passphrase-file", "no-passphrase", "alg"]);

#[derive(Debug, Args)]
pub struct PassphraseChangeArgs {
    #[command(flatten)]
    key: KeyArgs,
    #[command(flatten)]
    record: RecordArgs,
    #[command(flatten)]
    old: PassphraseArgs,
    #[command(flatten)]
    new: NewPassphraseArgs,
}

pub fn run(args: &PassphraseChangeArgs, cx: &mut Context<'_>) -> Answer {
    let authority = cx.authority_with(&args.old)?;
    let wanted = args.new.protection();
    cx.warn_of_open(&wanted.source);
    let may_ask = cx.may_ask();
    let new =
        Passphrases { args: wanted.source.clone(), command: None, environment: Arc::clone(&cx.environment), may_ask };
    // What there is now is opened first: a wrong old passphrase should not cost two typings of a new one.
    let caller = cx.caller(&args.record)?;
    let opened = authority.open_to_seal(&caller, &args.key.name())?;
    let protection = protection(&wanted, &new, &PassphraseFor::Change)?;
    let known = crate::cli::sources::Known::of(&protection);
    let record = authority.change_passphrase(&caller, opened, &protection, &known)?;
    cx.has_changed();
    let file = authority.protection(&record);
    cx.ui.answer(&key_with_file(&record, authority.defaults().max_key_age, file))?;
    Ok(Exit::Done)
}
