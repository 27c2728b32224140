//! `mintage keys import`

use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;

use clap::Args;

use super::announce::publish_again;
use zeroize::Zeroizing;

use crate::authority::{self, Authority, Import, NewKeyProtection, OwnFile};
use crate::cli::context::{Answer, Context};
use crate::cli::error::Error;
use crate::cli::exit::Exit;
use crate::cli::manual::{Entry, WRITES};
use crate::cli::path::FileArg;
use crate::cli::record_args::RecordArgs;
use crate::cli::secret_as::forms;
use crate::cli::sources::{FromPassphraseArgs, Known, Passphrases, ProtectionArgs, protection};
use crate::cli::view::key::imported;
use crate::core::{Algorithm, KeyRecord, Kid};
use crate::host::FileError;
use crate::host::files::{self, FileFault};
use crate::keys::import::{Asked, Reading, SecretForm};
use crate::keys::pem::write_plain;
use crate::keys::{ImportError, ImportedKey, KeyError, PassphraseError, PassphraseFor, import};

/// What help and manual pages say of it.
pub const MANUAL: Entry = Entry::new(
    "keys import",
    &[
        "mintage keys import old.pem --alg RS256 --passphrase-file pass.txt",
        "mintage keys import partner.jwks.json",
        "mintage keys import cognito.pem --alg RS256 --kid 'J4j+I06r0I0=' --no-passphrase",
        "mintage keys import secret.txt --secret-as base64 --alg HS256 --no-passphrase",
        "mintage keys import - --from-passphrase-env OLD --no-passphrase < old.pem",
    ],
    WRITES,
)
.few(&["alg", "kid", "secret-as", "passphrase-file", "no-passphrase"]);

#[derive(Debug, Args)]
pub struct ImportArgs {
    /// The file, or - for standard input
    ///
    /// A key file of the home that the ledger does not know is taken in as it lies there
    file: FileArg,
    /// Its algorithm, where the key does not say it and several can use it
    #[arg(long, value_name = "ALG")]
    alg: Option<Algorithm>,
    /// Its kid, for one key: any printable text up to 256 bytes [default: what the key says, else its thumbprint]
    #[arg(long)]
    kid: Option<Kid>,
    /// Take the whole input as an HMAC secret that is written so; one line end after it is not part of it
    #[arg(long, value_name = "FORM", value_parser = forms())]
    secret_as: Option<SecretForm>,
    #[command(flatten)]
    record: RecordArgs,
    #[command(flatten)]
    from: FromPassphraseArgs,
    #[command(flatten)]
    protection: ProtectionArgs,
}

impl ImportArgs {
    /// What is asked of the input.
    fn asked(&self) -> Asked {
        Asked { algorithm: self.alg, is_named: self.kid.is_some(), secret: self.secret_as }
    }
}

pub fn run(args: &ImportArgs, cx: &mut Context<'_>) -> Answer {
    let authority = cx.authority_with(&args.protection.source)?;
    if args.file != *"-"
        && let Some(own) = authority.own_file(args.file.as_ref())
    {
        return adopt(args, &authority, &kid_of_own(own, args, &authority)?, cx);
    }
    let bytes = read(&args.file, cx)?;
    let (source, may_ask) = (args.from.source(), cx.may_ask());
    cx.warn_of_open(&source);
    let from = Passphrases { args: source, command: None, environment: Arc::clone(&cx.environment), may_ask };
    let Reading { mut keys, notes } = import::read(&bytes, args.asked(), &from)?;
    if let Some(kid) = &args.kid {
        name(&mut keys, kid)?;
    }
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
    cx.table(&imported(&records, &notes))?;
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
    if let Some(form) = args.secret_as {
        let _ = write!(flags, " --secret-as {form}");
    }
    if args.protection.no_passphrase {
        flags.push_str(" --no-passphrase");
    }
    Error::OpenImport { error, flags }
}

/// Gives the only key of an input its id.
fn name(keys: &mut [ImportedKey], kid: &Kid) -> Result<(), Error> {
    match keys {
        [only] => only.kid = Some(kid.clone()),
        several => {
            return Err(Error::usage(
                format!("--kid names one key, and the input has {}", several.len()),
                "leave --kid out, or give each key in a file of its own",
            ));
        }
    }
    Ok(())
}

/// Whose a file among the home's own is. A name that is a digest says it of a kid that is told.
fn kid_of_own(own: OwnFile, args: &ImportArgs, authority: &Authority) -> Result<Kid, Error> {
    match (own, &args.kid) {
        (OwnFile::Of(kid), None) => Ok(kid),
        (OwnFile::Of(kid), Some(said)) if kid == *said => Ok(kid),
        (OwnFile::Of(kid), Some(_)) => Err(Error::usage(
            format!("the file is that of key {kid} in this home, and a key keeps its kid"),
            "leave --kid out, or import a copy that lies elsewhere",
        )),
        (OwnFile::Unsaid, Some(said)) if files::is_same(args.file.as_ref(), &authority.ring().file(said)) => {
            Ok(said.clone())
        }
        (OwnFile::Unsaid, Some(_)) => Err(Error::usage(
            "the file is that of another kid: its name is a digest of the kid",
            "give the kid that its tokens have in their headers, or import a copy that lies elsewhere",
        )),
        (OwnFile::Unsaid, None) => Err(Error::usage(
            "the file is that of a key of this home whose kid it does not say",
            "name it with --kid, as the tokens of the key have it in their headers; or import a copy that lies elsewhere",
        )),
    }
}

/// Takes in a file that lies among the home's own and that the ledger does not know. It stays where and as it is.
fn adopt(args: &ImportArgs, authority: &Authority, kid: &Kid, cx: &mut Context<'_>) -> Answer {
    if let Some(known) = authority.known_key(kid.as_str())?.filter(KeyRecord::has_private) {
        cx.ui.note(&format!("key {kid} is here already"));
        cx.table(&imported(&[known], &[]))?;
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
    cx.table(&imported(&[record], &[]))?;
    Ok(Exit::Done)
}

fn read(file: &str, cx: &mut Context<'_>) -> Result<Zeroizing<Vec<u8>>, Error> {
    let most = usize::try_from(import::MOST).unwrap_or(usize::MAX);
    let bytes = if file == "-" { cx.ui.stdin(most)? } else { files::read(Path::new(file), import::MOST)? };
    let bytes = Zeroizing::new(bytes);
    if bytes.len() > most {
        return Err(Error::usage("the input is larger than 1 MiB", import::KNOWN_FORMS));
    }
    Ok(bytes)
}
