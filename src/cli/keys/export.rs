//! `mintage keys export`

use clap::{Arg, Args, ValueEnum};
use serde_json::Value;

use zeroize::Zeroizing;

use super::{pem_set, site};
use crate::authority::{self, Authority, ClockWord};
use crate::cli::clock_args::warn_of_late_clock;
use crate::cli::context::{Answer, Context};
use crate::cli::error::Error;
use crate::cli::exit::Exit;
use crate::cli::manual::{Entry, WRITES};
use crate::cli::out::OutArgs;
use crate::cli::paint::Paint;
use crate::cli::path::PathArg;
use crate::cli::record_args::PlanArgs;
use crate::cli::secret_as::forms;
use crate::cli::sources::PassphraseArgs;
use crate::cli::view::View;
use crate::cli::view::render::json_of;
use crate::core::{Algorithm, KeyName, KeyRecord, Kid};
use crate::host::files::Readers;
use crate::keys::KeyError;
use crate::keys::generate::secret_of;
use crate::keys::import::SecretForm;
use crate::keys::jwk::{private_jwk, public_jwk, public_set};
use crate::keys::pem::{write_plain, write_public};
use crate::wire::{KeySecretDocument, PemDocument};

/// What help and manual pages say of it.
pub const MANUAL: Entry = Entry::new(
    "keys export",
    &[
        "mintage keys export --jwks --out jwks.json",
        "mintage keys export @active --out public.pem",
        "mintage keys export --site public --plan",
        "mintage keys export --pem-set /etc/haproxy/mintage",
        "mintage keys export @active --alg HS256 --secret-as base64 --passphrase-file pass.txt",
        "mintage keys export @active --alg ES256 --private --out key.jwk --format jwk --passphrase-file pass.txt",
    ],
    WRITES,
)
.usage(&["--jwks [OPTIONS]", "KID [OPTIONS]"])
.few(&["jwks", "private", "format", "out", "alg"]);

/// The flags that mean several keys.
const SETS: [&str; 3] = ["jwks", "site", "pem_set"];

#[derive(Debug, Args)]
#[command(mut_args(of_folders))]
pub struct ExportArgs {
    /// The kid, or a part of its start that no other key has; or @active, @previous (signed before it), @next (stands by)
    #[arg(required_unless_present_any = SETS, conflicts_with_all = SETS)]
    kid: Option<KeyName>,
    /// Among the keys of this algorithm, where a word such as @active fits several
    #[arg(long, value_name = "ALG", conflicts_with_all = SETS)]
    alg: Option<Algorithm>,
    /// The set of public keys that verifiers use: active, standby, and retired ones as long as they verify
    #[arg(long)]
    jwks: bool,
    /// The same set and the metadata of the issuer as files, for a host of files that is the issuer: jwks,
    /// .well-known/openid-configuration, and how long they may be kept, for Cloudflare Pages, Netlify, Vercel and Apache. What says the
    /// same is not touched, and what is not of mintage stays
    #[arg(long, value_name = "DIR", conflicts_with_all = ["jwks", "pem_set"])]
    site: Option<PathArg>,
    /// A file KID.pem for each key of the set, as HAProxy wants them. Those of ours whose key verifies no more are removed
    #[arg(long, value_name = "DIR", conflicts_with = "jwks")]
    pem_set: Option<PathArg>,
    /// The private half, unencrypted. Whoever sees it can sign
    #[arg(long, conflicts_with_all = SETS)]
    private: bool,
    /// The form of one key
    #[arg(long, value_name = "FORM", default_value = "pem", conflicts_with_all = SETS)]
    format: KeyFormat,
    /// An HMAC secret, as others write it down. Whoever sees it can sign
    #[arg(long, value_name = "FORM", value_parser = forms(), conflicts_with_all = ["jwks", "site", "pem_set", "format"])]
    secret_as: Option<SecretForm>,
    /// With a set of keys: believe the clock, although it is far ahead of the newest change in the ledger
    #[arg(long, conflicts_with = "kid")]
    trust_clock: bool,
    #[command(flatten)]
    plan: PlanArgs,
    #[command(flatten)]
    passphrase: PassphraseArgs,
    #[command(flatten)]
    out: OutArgs,
}

/// The form of a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum KeyFormat {
    /// PEM: SubjectPublicKeyInfo, or PKCS#8 for the private half
    Pem,
    /// JSON Web Key
    Jwk,
}

/// What is only told belongs to what is more than one file.
fn of_folders(arg: Arg) -> Arg {
    match arg.get_id().as_str() {
        "plan" => arg
            .help("With --site or --pem-set: say what would be written and removed, and change nothing")
            .conflicts_with_all(["kid", "jwks"]),
        "out" => arg.conflicts_with_all(["site", "pem_set"]),
        _ => arg,
    }
}

pub fn run(args: &ExportArgs, cx: &mut Context<'_>) -> Answer {
    let clock = ClockWord::said(args.trust_clock);
    match (&args.site, &args.pem_set) {
        (Some(folder), _) => return site::write(folder, clock, args.plan.mode(), cx),
        (None, Some(folder)) => return pem_set::write(folder, clock, args.plan.mode(), cx),
        (None, None) => {}
    }
    let readers = if args.private || args.secret_as.is_some() { Readers::Owner } else { Readers::Everybody };
    args.out.around(readers, cx, |cx| export(args, cx))
}

fn export(args: &ExportArgs, cx: &mut Context<'_>) -> Answer {
    let authority = cx.authority_with(&args.passphrase)?;
    let view = match (&args.kid.clone().map(|kid| kid.of(args.alg)), args.secret_as) {
        (Some(kid), Some(form)) => secret(&authority, kid, form, cx)?,
        (Some(kid), None) if args.private => {
            cx.ui.warn_person("this is a private key: whoever sees it can sign");
            let (record, der) = authority.private_key(kid)?;
            match args.format {
                KeyFormat::Pem => Exported::Pem(write_plain(&der)),
                KeyFormat::Jwk => Exported::Json(private_jwk(&record, &der).map_err(crate::authority::Error::from)?),
            }
        }
        (None, _) => {
            warn_of_late_clock(&authority, cx)?;
            let keys = authority.published_keys(ClockWord::said(args.trust_clock))?;
            Exported::Json(public_set(&keys).map_err(crate::authority::Error::from)?)
        }
        (Some(kid), None) => one(&authority.key(kid)?, args.format)?,
    };
    cx.ui.answer(&view)?;
    Ok(Exit::Done)
}

/// The secret itself, as bytes are written so.
fn secret(authority: &Authority, kid: &KeyName, form: SecretForm, cx: &mut Context<'_>) -> Result<Exported, Error> {
    let record = authority.key(kid)?;
    if !record.algorithm.is_symmetric() {
        return Err(Error::usage(
            format!("key {} is for {}, and no HMAC secret", record.kid, record.algorithm),
            "leave --secret-as out; --private gives the private half",
        ));
    }
    cx.ui.warn_person("this is a secret: whoever sees it can sign");
    let (record, der) = authority.private_key(kid)?;
    let bytes = secret_of(&der).ok_or_else(|| {
        let fault = "it is not a key for its algorithm";
        authority::Error::from(KeyError::Damaged { kid: record.kid.clone(), fault })
    })?;
    let text = form.write(&bytes).ok_or_else(|| {
        Error::usage(
            format!("the secret of key {} is bytes, and no text that could be printed", record.kid),
            "write it with --secret-as base64, base64url or hex",
        )
    })?;
    Ok(Exported::Secret { kid: record.kid, algorithm: record.algorithm, form, text })
}

fn one(record: &KeyRecord, form: KeyFormat) -> Result<Exported, Error> {
    let secret = || {
        Error::usage(
            format!("key {} is an HMAC secret: it has no public half", record.kid),
            "sign with RS256, PS256, ES256 or EdDSA where others verify",
        )
    };
    match form {
        KeyFormat::Pem => Ok(Exported::Pem(write_public(record.public.as_ref().ok_or_else(secret)?))),
        KeyFormat::Jwk => {
            let jwk = public_jwk(record).map_err(crate::authority::Error::from)?.ok_or_else(secret)?;
            Ok(Exported::Json(jwk))
        }
    }
}

/// A public key, or a set of them, in the form that others read: that form is the answer in text and in JSON.
enum Exported {
    Pem(String),
    Json(Value),
    Secret { kid: Kid, algorithm: Algorithm, form: SecretForm, text: Zeroizing<String> },
}

impl View for Exported {
    fn json(&self) -> Value {
        match self {
            Self::Pem(pem) => json_of(&PemDocument { pem }),
            Self::Json(value) => value.clone(),
            Self::Secret { kid, algorithm, form, text } => {
                json_of(&KeySecretDocument { kid, alg: *algorithm, secret_as: form.name(), secret: text })
            }
        }
    }

    fn text(&self, _: Paint) -> String {
        match self {
            Self::Pem(pem) => pem.clone(),
            Self::Json(value) => format!("{value:#}"),
            Self::Secret { text, .. } => text.to_string(),
        }
    }

    fn bare(&self) -> String {
        match self {
            Self::Pem(pem) => pem.clone(),
            Self::Json(value) => value.to_string(),
            Self::Secret { text, .. } => text.to_string(),
        }
    }

    fn secrets(&self) -> Vec<String> {
        match self {
            Self::Secret { text, .. } => vec![text.to_string()],
            Self::Pem(pem) if pem.contains("PRIVATE KEY") => vec![pem.clone()],
            Self::Pem(_) => Vec::new(),
            // The members of a private half (RFC 7518, 6; RFC 9964, 4).
            Self::Json(jwk) => {
                let private = ["d", "p", "q", "dp", "dq", "qi", "k", "priv"].into_iter();
                private.filter_map(|name| jwk.get(name)?.as_str().map(str::to_owned)).collect()
            }
        }
    }
}

impl From<serde_json::Error> for Error {
    fn from(error: serde_json::Error) -> Self {
        Self::Other(anyhow::Error::new(error).context("the key could not be written as JSON"))
    }
}
