//! `mintage keys import`

use std::path::Path;
use std::sync::Arc;

use clap::Args;

use super::announce::publish_again;
use zeroize::Zeroizing;

use crate::authority::{self, Authority, Import, NewKeyProtection};
use crate::cli::context::{Answer, Context};
use crate::cli::error::Error;
use crate::cli::exit::Exit;
use crate::cli::manual::{Entry, WRITES};
use crate::cli::path::FileArg;
use crate::cli::record_args::RecordArgs;
use crate::cli::sources::{FromPassphraseArgs, Known, Passphrases, ProtectionArgs, protection};
use crate::cli::view::key::imported;
use crate::core::{Algorithm, KeyRecord, Kid};
use crate::host::FileError;
use crate::host::files::{self, FileFault};
use crate::keys::import::Reading;
use crate::keys::pem::write_plain;
use crate::keys::{ImportError, KeyError, PassphraseError, PassphraseFor, import};

/// What help and manual pages say of it.
pub const MANUAL: Entry = Entry::new(
    "keys import",
    &[
        "mintage keys import old.pem --alg RS256 --passphrase-file pass.txt",
        "mintage keys import partner.jwks.json",
        "mintage keys import - --from-passphrase-env OLD --no-passphrase < old.pem",
    ],
    WRITES,
);

#[derive(Debug, Args)]
pub struct ImportArgs {
    /// The file, or - for standard input. A key file of the home that the ledger does not know is taken in as it lies there
    file: FileArg,
    /// Its algorithm, where the key does not say it and several can use it
    #[arg(long, value_name = "ALG")]
    alg: Option<Algorithm>,
    #[command(flatten)]
    record: RecordArgs,
    #[command(flatten)]
    from: FromPassphraseArgs,
    #[command(flatten)]
    protection: ProtectionArgs,
}

pub fn run(args: &ImportArgs, cx: &mut Context<'_>) -> Answer {
    let authority = cx.authority_with(&args.protection.source)?;
    if args.file != *"-"
        && let Some(kid) = authority.kid_of_own_file(args.file.as_ref())
    {
        return adopt(args, &authority, &kid, cx);
    }
    let bytes = read(&args.file, cx)?;
    let (source, may_ask) = (args.from.source(), cx.may_ask());
    cx.warn_of_open(&source);
    let from = Passphrases { args: source, command: None, environment: Arc::clone(&cx.environment), may_ask };
    let Reading { keys, notes } = import::read(&bytes, args.alg.into(), &from)?;
    for note in &notes {
        cx.ui.note(&note.to_string());
    }
    let protection: Option<NewKeyProtection> = if keys.iter().any(|key| key.private.is_some()) {
        if args.file != *"-" {
            files::check_named_secret(args.file.as_ref()).map_err(|error| of_secret(error, args))?;
        }
        Some(protection(&args.protection, authority.passphrases(), &PassphraseFor::NewKey)?)
    } else {
        None
    };
    let (mut records, mut new) = (Vec::new(), None);
    for import in authority.import_keys(&cx.caller(&args.record)?, keys, protection.as_ref())? {
        match import {
            Import::New(record) => {
                // One that only verifies is not ours to publish.
                new = new.or_else(|| record.has_private().then(|| record.clone()));
                records.push(record);
            }
            Import::Known(record) => {
                cx.ui.note(&format!("key {} is here already", record.kid));
                records.push(record);
            }
        }
    }
    cx.ui.answer(&imported(&records, &notes))?;
    if let Some(ours) = new {
        publish_again(&ours, cx);
    }
    Ok(Exit::Done)
}

/// A private key that is not taken from where it lies, with what the command says besides the file.
fn of_secret(error: FileError, args: &ImportArgs) -> Error {
    if !matches!(error.fault, FileFault::Open { .. } | FileFault::Link) {
        return error.into();
    }
    let mut flags = args.alg.map_or_else(String::new, |alg| format!(" --alg {alg}"));
    if args.protection.no_passphrase {
        flags.push_str(" --no-passphrase");
    }
    Error::OpenImport { error, flags }
}

/// Takes in a file that lies among the home's own and that the ledger does not know. It stays where and as it is.
fn adopt(args: &ImportArgs, authority: &Authority, kid: &Kid, cx: &mut Context<'_>) -> Answer {
    if let Some(known) = authority.known_key(kid.as_str())?.filter(KeyRecord::has_private) {
        cx.ui.note(&format!("key {kid} is here already"));
        cx.ui.answer(&imported(&[known], &[]))?;
        return Ok(Exit::Done);
    }
    let environment = Arc::clone(&cx.environment);
    let source = Passphrases { args: args.from.source(), command: None, environment, may_ask: false };
    let der = match authority.reveal_stray(kid, &source) {
        // What opens the other keys of the home may open this one.
        Err(authority::Error::Key(KeyError::Passphrase(PassphraseError::NoSource(_)))) => {
            authority.reveal_stray(kid, authority.passphrases())?
        }
        revealed => revealed?,
    };
    let pem = Zeroizing::new(write_plain(&der));
    let read = import::read(pem.as_bytes(), args.alg.into(), &Known::of(&NewKeyProtection::None))?;
    let key = read.keys.first().ok_or(ImportError::EmptySet)?;
    let record = match authority.adopt_key(&cx.caller(&args.record)?, kid, key)? {
        Import::New(record) => {
            cx.ui.note("the file stays where it is, and is protected as it was");
            record
        }
        Import::Known(record) => {
            cx.ui.note(&format!("key {} is here already", record.kid));
            record
        }
    };
    publish_again(&record, cx);
    cx.ui.answer(&imported(&[record], &[]))?;
    Ok(Exit::Done)
}

fn read(file: &str, cx: &mut Context<'_>) -> Result<Zeroizing<Vec<u8>>, Error> {
    let most = usize::try_from(import::MOST).unwrap_or(usize::MAX);
    let bytes = if file == "-" { cx.ui.stdin(most)? } else { files::read(Path::new(file), import::MOST)? };
    let bytes = Zeroizing::new(bytes);
    if bytes.len() > most {
        return Err(Error::usage("the input is larger than 1 MiB", "give a key in PEM, a JWK or a JWKS"));
    }
    Ok(bytes)
}
