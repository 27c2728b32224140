//! `mintage keys import`

use std::path::Path;
use std::sync::Arc;

use clap::Args;

use crate::authority::{Import, NewKeyProtection};
use crate::cli::context::{Answer, Context};
use crate::cli::error::Error;
use crate::cli::exit::Exit;
use crate::cli::manual::{Entry, WRITES};
use crate::cli::sources::{FromPassphraseArgs, Passphrases, ProtectionArgs, protection};
use crate::cli::view::key::imported;
use crate::core::Algorithm;
use crate::host::files;
use crate::keys::{PassphraseFor, import};

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
    /// The file, or - for standard input
    file: String,
    /// Its algorithm, where the key does not say it and several can use it
    #[arg(long, value_name = "ALG")]
    alg: Option<Algorithm>,
    #[command(flatten)]
    from: FromPassphraseArgs,
    #[command(flatten)]
    protection: ProtectionArgs,
}

pub fn run(args: &ImportArgs, cx: &mut Context<'_>) -> Answer {
    let authority = cx.authority_with(&args.protection.source)?;
    let bytes = read(&args.file, cx)?;
    let (source, may_ask) = (args.from.source(), cx.may_ask());
    let from = Passphrases { args: source, command: None, environment: Arc::clone(&cx.environment), may_ask };
    let keys = import::read(&bytes, args.alg, &from)?;
    let protection: Option<NewKeyProtection> = if keys.iter().any(|key| key.private.is_some()) {
        if args.file != "-" {
            files::check_named_secret(Path::new(&args.file))?;
        }
        Some(protection(&args.protection, authority.passphrases(), &PassphraseFor::NewKey)?)
    } else {
        None
    };
    let mut records = Vec::new();
    for import in authority.import_keys(&cx.caller(None), keys, protection.as_ref())? {
        match import {
            Import::New(record) => records.push(record),
            Import::Known(record) => {
                cx.ui.note(&format!("key {} is here already", record.kid));
                records.push(record);
            }
        }
    }
    cx.ui.answer(&imported(&records))?;
    Ok(Exit::Done)
}

fn read(file: &str, cx: &mut Context<'_>) -> Result<zeroize::Zeroizing<Vec<u8>>, Error> {
    let most = usize::try_from(import::MOST).unwrap_or(usize::MAX);
    let bytes = if file == "-" { cx.ui.stdin(most)? } else { files::read(Path::new(file), import::MOST)? };
    let bytes = zeroize::Zeroizing::new(bytes);
    if bytes.len() > most {
        return Err(Error::usage("the input is larger than 1 MiB", "give a key in PEM, a JWK or a JWKS"));
    }
    Ok(bytes)
}
