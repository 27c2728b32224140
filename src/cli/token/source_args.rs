//! The flags of `token verify` that put a key, a key set or a provider in the place of the home.

use std::path::Path;
use std::sync::Arc;

use clap::Args;

use super::check_args::Checks;
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
use crate::host::proxy::Proxies;
use crate::host::url::Url;
use crate::keys::import::SecretForm;
use crate::settings::{Document, Policy, PolicyPlace, PolicySource};
use crate::verifier::offline::{
    Bench, CacheRule, KeyPlace, Machine, OfflineSource, RevocationFile, RevocationPlace, Seat, SourceSpec,
};

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
    /// The only algorithm to accept; needed where neither a key nor its provider says one, as for RSA keys in PEM
    #[arg(long, value_name = "ALG")]
    alg: Option<Algorithm>,
    /// Take the file of --key as an HMAC secret that is written so; one line end after it is not part of it
    #[arg(long, value_name = "FORM", value_parser = forms(), conflicts_with_all = ["jwks", "issuer_url"])]
    secret_as: Option<SecretForm>,
    /// Trust only the authorities of this file (PEM) when fetching, instead of the machine's; a proxy that is itself
    /// reached by https, or that looks into TLS, must be known to one of them
    #[arg(long, value_name = "FILE", conflicts_with = "key")]
    ca_file: Option<PathArg>,
    /// Use fetched keys for this long [default: what their server says, else 5m, at most 24h]
    #[arg(long, value_name = "DURATION", conflicts_with = "key")]
    cache_max_age: Option<Ttl>,
    /// Fetch anew, and keep nothing
    #[arg(long, conflicts_with_all = ["key", "cache_max_age"])]
    no_cache: bool,
    /// Ask servers directly, whatever HTTPS_PROXY says; NO_PROXY names those that are always asked so
    #[arg(long, conflicts_with = "key")]
    no_proxy: bool,
    /// Refuse what this snapshot of `token revocations export` says is revoked: a file, or an https address, kept as a set of
    /// keys is; it must be good, and signed with these keys
    #[arg(long, value_name = "FILE|URL")]
    revocations: Option<FileArg>,
    /// The oldest snapshot to accept [default: any that has not expired]
    #[arg(long, value_name = "DURATION")]
    max_revocations_age: Option<Ttl>,
}

impl SourceArgs {
    /// The source that the flags or the policy name, and what it is called; none where the home judges.
    pub fn open(
        &self,
        checks: &Checks,
        policy: &Policy,
        expected: &Expectations,
        passphrase: &PassphraseArgs,
        cx: &Context<'_>,
    ) -> Result<Option<(Bench, Judge)>, Error> {
        let flagged = place(&self.place)?;
        if !policy.issuers.is_empty() {
            self.check_alone(flagged.as_ref())?;
            refuse_home(cx)?;
            let seats = policy.issuers.iter().map(|issuer| {
                let mut expected = checks.expected_of(policy, issuer);
                let of_snapshot = Expectations { issuers: vec![issuer.issuer.clone()], ..expected.clone() };
                let Some(place) = issuer.source.place.clone().map(key_place) else { return Err(no_keys()) };
                let source = self.source(place, &issuer.source, &of_snapshot, passphrase, cx)?;
                expected.revocation_check = false;
                Ok(Seat { issuer: issuer.issuer.clone(), source, expected })
            });
            let bench = Bench::each(seats.collect::<Result<_, Error>>()?);
            let file = checks.policy_file().map(|file| file.display().to_string()).unwrap_or_default();
            return Ok(Some((bench, Judge::offline("policy", file, None))));
        }
        let Some(place) = flagged.or_else(|| policy.source.place.clone().map(key_place)) else {
            return self.check_needless(&policy.source).map(|()| None);
        };
        refuse_home(cx)?;
        let judge = judge(&place, sole(&expected.issuers));
        let source = self.source(place, &policy.source, expected, passphrase, cx)?;
        Ok(Some((Bench::one(source), judge)))
    }

    /// Keys from there, used as the flags say, and else as the policy does.
    fn source(
        &self,
        place: KeyPlace,
        policy: &PolicySource,
        expected: &Expectations,
        passphrase: &PassphraseArgs,
        cx: &Context<'_>,
    ) -> Result<OfflineSource, Error> {
        let revocations = self.revocations.as_ref().map(|text| snapshot(text)).transpose()?;
        let revocations = revocations.or_else(|| policy.revocations.clone().map(revocation_place));
        if revocations.is_none() && expected.revocation_check {
            return Err(Error::usage(
                "revocations are to be checked, and there is nothing to check them with",
                "give a snapshot with --revocations, or revocations in the policy (in each [[issuer]] of it), or leave out \
                 --key, --jwks or --issuer-url and let the home judge",
            ));
        }
        if revocations.is_none() && self.max_revocations_age.is_some() {
            return Err(Error::usage("--max-revocations-age is for --revocations", "give a snapshot, or leave it out"));
        }
        let keep = match self.cache_max_age.or(policy.cache_max_age) {
            _ if self.no_cache => CacheRule::Never,
            Some(age) => CacheRule::Seconds(age.seconds()),
            None => CacheRule::Server,
        };
        let flag = Expectations { max_revocations_age: self.max_revocations_age, ..Expectations::default() };
        let of_snapshot = flag.over(expected.clone());
        let revocations = revocations.map(|place| RevocationFile {
            place,
            rules: of_snapshot.of_snapshot(),
            now: of_snapshot.as_of(cx.now()),
        });
        let spec = SourceSpec {
            place,
            algorithm: self.alg.or(policy.algorithm),
            secret: self.secret_as.or(policy.secret_as),
            ca_file: self.ca_file.as_deref().map(Path::to_path_buf).or_else(|| policy.ca_file.clone()),
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
        let proxies = if self.no_proxy { Proxies::none() } else { Proxies::of(&cx.environment) };
        let machine = Machine { passphrases: &passphrases, cache, proxies, clock: RunningClock::from(&*cx.clock) };
        Ok(OfflineSource::open(spec, machine)?)
    }

    /// Refuses flags that name keys or revocations where each issuer has its own.
    fn check_alone(&self, flagged: Option<&KeyPlace>) -> Result<(), Error> {
        if flagged.is_some() {
            return Err(Error::usage(
                "the policy names keys for each issuer, and a flag names others",
                "leave out --key, --jwks and --issuer-url, or take another policy",
            ));
        }
        if self.revocations.is_some() {
            return Err(Error::usage(
                "--revocations is of one issuer, and the policy names several",
                "name the snapshot in the [[issuer]] whose it is",
            ));
        }
        Ok(())
    }

    /// Refuses what says how keys are used where nobody names any: the home judges.
    fn check_needless(&self, policy: &PolicySource) -> Result<(), Error> {
        if self.revocations.is_some() || policy.revocations.is_some() {
            return Err(needless_revocations());
        }
        let flags = [
            ("--alg", self.alg.is_some()),
            ("--secret-as", self.secret_as.is_some()),
            ("--ca-file", self.ca_file.is_some()),
            ("--cache-max-age", self.cache_max_age.is_some()),
            ("--no-cache", self.no_cache),
            ("--no-proxy", self.no_proxy),
            ("--max-revocations-age", self.max_revocations_age.is_some()),
        ];
        if let Some((flag, _)) = flags.into_iter().find(|(_, is_given)| *is_given) {
            return Err(Error::usage(
                format!("{flag} is for judging without a home"),
                "give --key, --jwks or --issuer-url, or leave it out",
            ));
        }
        if policy.is_empty() { Ok(()) } else { Err(no_keys()) }
    }
}

fn refuse_home(cx: &Context<'_>) -> Result<(), Error> {
    if cx.global.home.is_none() {
        return Ok(());
    }
    Err(Error::usage(
        "a home and another source of keys are both given",
        "leave out --home, or --key, --jwks or --issuer-url, or what the policy names in their place",
    ))
}

fn no_keys() -> Error {
    Error::usage("the policy says how keys are used, and names none", "name jwks, issuer_url or key in it")
}

/// Where a snapshot is that a flag names.
fn snapshot(text: &str) -> Result<RevocationPlace, Error> {
    if text == "-" {
        return Err(Error::usage(
            "standard input is for the token, not for --revocations",
            "give the snapshot as a file",
        ));
    }
    if text.contains("://") {
        return Ok(RevocationPlace::Address(url("--revocations", text)?));
    }
    Ok(RevocationPlace::File(Path::new(text).to_path_buf()))
}

fn revocation_place(document: Document) -> RevocationPlace {
    match document {
        Document::File(path) => RevocationPlace::File(path),
        Document::Address(url) => RevocationPlace::Address(url),
    }
}

fn key_place(place: PolicyPlace) -> KeyPlace {
    match place {
        PolicyPlace::Key(path) => KeyPlace::Key(path),
        PolicyPlace::KeySet(Document::File(path)) => KeyPlace::KeySet(path),
        PolicyPlace::KeySet(Document::Address(url)) => KeyPlace::Address(url),
        PolicyPlace::Provider { url, issuer } => KeyPlace::Provider { url, issuer },
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
