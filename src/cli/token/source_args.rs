//! The flags of `token verify` that put a key, a key set or a provider in the place of the home.

use std::path::Path;
use std::sync::Arc;

use clap::Args;

use super::judge::Judge;
use crate::cli::context::Context;
use crate::cli::error::Error;
use crate::cli::path::{FileArg, PathArg};
use crate::cli::secret_as::forms;
use crate::cli::sources::{PassphraseArgs, Passphrases};
use crate::core::verify::Expectations;
use crate::core::{Algorithm, Issuer, Ttl};
use crate::host::cache::Cache;
use crate::host::clock::RunningClock;
use crate::host::url::Url;
use crate::keys::import::SecretForm;
use crate::verifier::offline::{CacheRule, KeyPlace, Machine, OfflineSource, RevocationFile, SourceSpec};

// Where keys come from instead of the home.
#[derive(Debug, Args)]
#[group(id = "source", multiple = false)]
pub struct PlaceArgs {
    /// A key, public or private: PEM, DER, JWK, a certificate; or an HMAC secret, with --secret-as
    #[arg(long, value_name = "FILE")]
    key: Option<PathArg>,
    /// A set of keys (JWKS): a file, or an https address
    #[arg(long, value_name = "FILE|URL")]
    jwks: Option<FileArg>,
    /// An OpenID provider, whose metadata says where its keys are; it must be the token's issuer
    #[arg(long, value_name = "URL")]
    issuer_url: Option<String>,
}

// The source of keys that judges in the place of the home.
#[derive(Debug, Args)]
#[command(next_help_heading = "Without a home")]
pub struct SourceArgs {
    #[command(flatten)]
    place: PlaceArgs,
    /// The only algorithm to accept; needed where a key does not say its own, as RSA keys in PEM
    #[arg(long, value_name = "ALG", requires = "source")]
    alg: Option<Algorithm>,
    /// Take the file of --key as an HMAC secret that is written so; one line end after it is not part of it
    #[arg(long, value_name = "FORM", value_parser = forms(), requires = "key")]
    secret_as: Option<SecretForm>,
    /// Trust only the authorities of this file (PEM) when fetching, instead of the machine's
    #[arg(long, value_name = "FILE", requires = "source", conflicts_with = "key")]
    ca_file: Option<PathArg>,
    /// Use fetched keys for this long [default: what their server says, else 5m, at most 24h]
    #[arg(long, value_name = "DURATION", requires = "source", conflicts_with = "key")]
    cache_max_age: Option<Ttl>,
    /// Fetch anew, and keep nothing
    #[arg(long, requires = "source", conflicts_with_all = ["key", "cache_max_age"])]
    no_cache: bool,
    /// Refuse what this snapshot of `token revocations export` says is revoked; it must be good, and signed with these keys
    #[arg(long, value_name = "FILE")]
    revocations: Option<PathArg>,
    /// The oldest snapshot to accept [default: any that has not expired]
    #[arg(long, value_name = "DURATION", requires = "revocations")]
    max_revocations_age: Option<Ttl>,
}

impl SourceArgs {
    /// The source that the flags name, and what it is called; none where the home judges.
    pub fn open(
        &self,
        passphrase: &PassphraseArgs,
        expected: &Expectations,
        cx: &Context<'_>,
    ) -> Result<Option<(OfflineSource, Judge)>, Error> {
        let Some(place) = place(&self.place)? else {
            return if self.revocations.is_none() { Ok(None) } else { Err(needless_revocations()) };
        };
        if cx.global.home.is_some() {
            return Err(Error::usage(
                "a home and another source of keys are both given",
                "leave out --home, or --key, --jwks or --issuer-url",
            ));
        }
        if expected.revocation_check && self.revocations.is_none() {
            return Err(Error::usage(
                "revocations are to be checked, and there is nothing to check them with",
                "give a snapshot with --revocations, or leave out --key, --jwks or --issuer-url and let the home judge",
            ));
        }
        let keep = match self.cache_max_age {
            _ if self.no_cache => CacheRule::Never,
            Some(age) => CacheRule::Seconds(age.seconds()),
            None => CacheRule::Server,
        };
        let revocations = self.revocations.as_ref().map(|path| self.snapshot(path, expected, cx)).transpose()?;
        let judge = judge(&place, sole(&expected.issuers));
        let spec = SourceSpec {
            place,
            algorithm: self.alg,
            secret: self.secret_as,
            ca_file: self.ca_file.as_deref().map(Path::to_path_buf),
            keep,
            revocations,
        };
        let passphrases = Passphrases {
            args: passphrase.clone(),
            command: None,
            environment: Arc::clone(&cx.environment),
            may_ask: cx.may_ask(),
        };
        let cache = Cache::of_user(&cx.environment);
        let machine = Machine { passphrases: &passphrases, cache, clock: RunningClock::from(&*cx.clock) };
        Ok(Some((OfflineSource::open(spec, machine)?, judge)))
    }

    fn snapshot(&self, path: &Path, expected: &Expectations, cx: &Context<'_>) -> Result<RevocationFile, Error> {
        if path.as_os_str() == "-" {
            return Err(Error::usage(
                "standard input is for the token, not for --revocations",
                "give the snapshot as a file",
            ));
        }
        let flag = Expectations { max_revocations_age: self.max_revocations_age, ..Expectations::default() };
        let expected = flag.over(expected.clone());
        Ok(RevocationFile { path: path.to_owned(), rules: expected.of_snapshot(), now: expected.as_of(cx.now()) })
    }
}

/// Who judges with keys from there, of tokens of this issuer if one is expected. An address is shown without its query.
fn judge(place: &KeyPlace, expected: Option<&Issuer>) -> Judge {
    let (kind, name, issuer) = match place {
        KeyPlace::Key(path) => ("key", path.display().to_string(), expected),
        KeyPlace::KeySet(path) => ("key_set", path.display().to_string(), expected),
        KeyPlace::Address(url) => ("key_set", url.to_string(), expected),
        KeyPlace::Provider { url, issuer } => ("provider", url.to_string(), Some(issuer)),
    };
    Judge::offline(kind, name, issuer.cloned())
}

/// The only one that is expected.
fn sole(issuers: &[Issuer]) -> Option<&Issuer> {
    issuers.first().filter(|_| issuers.len() == 1)
}

fn needless_revocations() -> Error {
    Error::usage(
        "--revocations is for judging without a home; the ledger of a home knows every revocation",
        "leave it out, or give --key, --jwks or --issuer-url",
    )
}

fn place(args: &PlaceArgs) -> Result<Option<KeyPlace>, Error> {
    Ok(Some(match args {
        PlaceArgs { key: Some(path), .. } if path.as_os_str() == "-" => {
            return Err(Error::usage("standard input is for the token, not for --key", "give the key as a file"));
        }
        PlaceArgs { key: Some(path), .. } => KeyPlace::Key(path.to_path_buf()),
        PlaceArgs { jwks: Some(text), .. } if &**text == "-" => {
            return Err(Error::usage("standard input is for the token, not for --jwks", "give the set as a file"));
        }
        PlaceArgs { jwks: Some(text), .. } if text.contains("://") => KeyPlace::Address(url("--jwks", text)?),
        PlaceArgs { jwks: Some(path), .. } => KeyPlace::KeySet(Path::new(&**path).to_path_buf()),
        PlaceArgs { issuer_url: Some(text), .. } => {
            let url = url("--issuer-url", text)?;
            if text.contains('?') {
                return Err(Error::usage("--issuer-url has a query (?)", "give the issuer as its tokens name it"));
            }
            let issuer = Issuer::new(text.clone()).map_err(|error| {
                Error::usage(format!("--issuer-url {error}"), "give the issuer as its tokens name it")
            })?;
            KeyPlace::Provider { url, issuer }
        }
        _ => return Ok(None),
    }))
}

/// An address from a flag. It is not repeated in the error: there may be a password inside.
fn url(flag: &str, text: &str) -> Result<Url, Error> {
    text.parse().map_err(|fault| {
        Error::usage(
            format!("the address of {flag} is not fetched: {fault}"),
            "give an https address, or a file to --jwks",
        )
    })
}
