//! `mintage keys inspect`

use std::path::Path;
use std::sync::Arc;

use clap::Args;
use zeroize::Zeroizing;

use crate::cli::context::{Answer, Context};
use crate::cli::error::Error;
use crate::cli::exit::Exit;
use crate::cli::manual::Entry;
use crate::cli::path::{FileArg, PathArg};
use crate::cli::sources::{FromPassphraseArgs, Passphrases};
use crate::cli::view::inspected::inspected;
use crate::host::files;
use crate::host::proxy::Proxies;
use crate::host::url::Url;
use crate::keys::Origin;
use crate::keys::import::{self, Inspection};
use crate::verifier::offline;

/// What help and manual pages say of it.
pub const MANUAL: Entry = Entry::new(
    "keys inspect",
    &[
        "mintage keys inspect https://auth.example.com/jwks.json",
        "mintage keys inspect partner.jwks --json",
        "curl -s https://auth.example.com/jwks.json | mintage keys inspect -",
    ],
    &[Exit::NotFound, Exit::Denied],
);

#[derive(Debug, Args)]
pub struct InspectArgs {
    /// A key or a set of keys: a file, an https address, or - for standard input
    #[arg(value_name = "FILE|URL")]
    file: FileArg,
    /// Trust only the authorities of this file (PEM) when fetching, instead of the machine's; a proxy that is itself
    /// reached by https, or that looks into TLS, must be known to one of them
    #[arg(long, value_name = "FILE")]
    ca_file: Option<PathArg>,
    /// Ask servers directly, whatever HTTPS_PROXY says; NO_PROXY names those that are always asked so
    #[arg(long)]
    no_proxy: bool,
    #[command(flatten)]
    from: FromPassphraseArgs,
}

pub fn run(args: &InspectArgs, cx: &mut Context<'_>) -> Answer {
    let (bytes, origin) = read(args, cx)?;
    let (source, may_ask) = (args.from.source(), cx.may_ask());
    cx.warn_of_open(&source);
    let from = Passphrases { args: source, command: None, environment: Arc::clone(&cx.environment), may_ask };
    let Inspection { keys, notes } = import::inspect(&bytes, origin, &from)?;
    let told = inspected(&keys, &notes);
    for alarm in &told.document.warnings {
        cx.ui.warn(alarm);
    }
    cx.table(&told)?;
    Ok(Exit::Done)
}

fn read(args: &InspectArgs, cx: &mut Context<'_>) -> Result<(Zeroizing<Vec<u8>>, Origin), Error> {
    let most = usize::try_from(import::MOST).unwrap_or(usize::MAX);
    let (bytes, origin) = match &*args.file {
        "-" => (cx.ui.stdin(most)?, Origin::File),
        address if address.contains("://") => {
            let url: Url = address.parse().map_err(|fault| {
                Error::usage(format!("the address is not fetched: {fault}"), "give an https address, or a file")
            })?;
            let proxies = if args.no_proxy { Proxies::none() } else { Proxies::of(&cx.environment) };
            (offline::fetched(&url, args.ca_file.as_deref(), proxies)?, Origin::Fetched)
        }
        path => (files::read(Path::new(path), import::MOST)?, Origin::File),
    };
    let bytes = Zeroizing::new(bytes);
    if bytes.len() > most {
        return Err(Error::usage("the input is larger than 1 MiB", "give a key in PEM, a JWK or a JWKS"));
    }
    Ok((bytes, origin))
}
