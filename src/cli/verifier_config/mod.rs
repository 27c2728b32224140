//! `mintage verifier-config`: what a verifier is configured with to take the tokens of this home, and no others.

mod fill;
mod kind;

use clap::Args;
use serde_json::Value;

use self::fill::{Facts, fill};
use self::kind::Verifier;
use super::context::{Answer, Context};
use super::error::Error;
use super::exit::Exit;
use super::file_set::FileSet;
use super::manual::{Entry, READS};
use super::paint::Paint;
use super::path::PathArg;
use super::slips;
use super::view::View;
use super::view::render::json_of;
use crate::authority::ClockWord;
use crate::core::{Algorithm, Audience, Mode, Scopes};
use crate::host::url::Url;
use crate::wire::{ConfigFile, VerifierConfig};

/// What help and manual pages say of it.
pub const MANUAL: Entry = Entry::new(
    "verifier-config",
    &[
        "mintage verifier-config express",
        "mintage verifier-config fastapi --require-scope orders:read --out api",
        "mintage verifier-config haproxy --keys /etc/haproxy/mintage --out /etc/haproxy",
        "mintage verifier-config spring --jwks-url https://auth.example.com/jwks --aud https://api.example.com --json",
    ],
    READS,
)
.few(&["aud", "require-scope", "jwks-url", "out"]);

#[derive(Debug, Args)]
pub struct VerifierConfigArgs {
    /// Which verifier
    #[arg(value_name = "VERIFIER")]
    verifier: Verifier,
    /// Where it fetches the keys [default: /jwks below the issuer, where `serve` and `keys export --site` have them]
    #[arg(long, value_name = "URL")]
    jwks_url: Option<Url>,
    /// For whom tokens must be: one of these; repeat it for several [default: that of the home]
    #[arg(long, value_name = "AUDIENCE")]
    aud: Vec<Audience>,
    /// Refuse tokens without these scopes; repeat it for several
    #[arg(long, value_name = "SCOPE")]
    require_scope: Vec<Scopes>,
    /// Only what is signed with this algorithm; repeat it for several [default: those of the published keys]
    #[arg(long, value_name = "ALG")]
    alg: Vec<Algorithm>,
    /// haproxy: the folder of the keys, as `keys export --pem-set` writes them
    #[arg(long, value_name = "DIR", default_value = "/etc/haproxy/mintage")]
    keys: PathArg,
    /// Write the files into this folder instead of printing them. What says the same already is not touched
    #[arg(long, value_name = "DIR", help_heading = "Output")]
    out: Option<PathArg>,
}

pub fn run(args: &VerifierConfigArgs, cx: &mut Context<'_>) -> Answer {
    let authority = cx.authority()?;
    let defaults = authority.defaults();
    let issuer = defaults.issuer.clone();
    let audiences = if args.aud.is_empty() { defaults.audiences.clone() } else { args.aud.clone() };
    for slip in slips::of_audiences(&args.aud).chain(args.require_scope.iter().flat_map(slips::of_scopes)) {
        cx.ui.warn(&slip.to_string());
    }
    if audiences.is_empty() {
        return Err(Error::usage(
            "the home has no audience, and none is given",
            "give --aud with the address of the API",
        ));
    }
    let keys = authority.published_keys(ClockWord::Unsaid)?;
    let public = keys.iter().filter(|key| key.public.is_some());
    let (known, unknown): (Vec<_>, Vec<_>) = public
        .filter(|key| args.alg.is_empty() || args.alg.contains(&key.algorithm))
        .cloned()
        .partition(|key| args.verifier.has(key.algorithm));
    for key in &unknown {
        cx.ui.warn(&format!(
            "{} has no {}: tokens of key {} are refused",
            args.verifier.name(),
            key.algorithm,
            key.kid
        ));
    }
    let mut signing: Vec<Algorithm> = known.iter().map(|key| key.algorithm).collect();
    signing.sort_by_key(|alg| Algorithm::ALL.iter().position(|one| one == alg));
    signing.dedup();
    if signing.is_empty() {
        let hint = "make a key with `mintage keys gen --alg ES256`, which every verifier here has";
        return Err(Error::usage(format!("no published key is one that {} has", args.verifier.name()), hint));
    }
    if args.verifier.takes_one() && signing.len() > 1 {
        let all = signing.iter().map(|alg| alg.name()).collect::<Vec<_>>().join(", ");
        return Err(Error::usage(
            format!("{} takes one algorithm, and the keys of this home are for {all}", args.verifier.name()),
            "say which with --alg",
        ));
    }
    let jwks = args.jwks_url.as_ref().map(ToString::to_string);
    let jwks = jwks.unwrap_or_else(|| format!("{}/jwks", issuer.as_str().trim_end_matches('/')));
    let scopes: Vec<&str> = args.require_scope.iter().flat_map(Scopes::iter).collect();
    let folder = args.keys.to_string_lossy();
    let facts = Facts {
        issuer: issuer.as_str(),
        jwks: &jwks,
        audiences: audiences.iter().map(Audience::as_str).collect(),
        algs: &signing,
        scopes: scopes.clone(),
        keys: &known,
        folder: &folder,
    };
    let files = fill(args.verifier, &facts)?;
    tell(args.verifier, &jwks, cx);
    if let Some(folder) = &args.out {
        let mut set = FileSet::begin(folder, Mode::Do);
        for (name, text) in &files {
            set.write(name, text.as_bytes())?;
        }
        cx.table(&set.told(None))?;
        return Ok(Exit::Done);
    }
    let document = VerifierConfig {
        verifier: args.verifier.name(),
        issuer: &issuer,
        audiences: &audiences,
        algs: &signing,
        jwks_uri: &jwks,
        scopes,
        files: files.iter().map(|(file, text)| ConfigFile { file, text }).collect(),
    };
    cx.ui.answer(&Configured { document: json_of(&document), files: &files, comment: args.verifier.comment() })?;
    Ok(Exit::Done)
}

/// What a person has to know besides.
fn tell(verifier: Verifier, jwks: &str, cx: &mut Context<'_>) {
    let is_plain = jwks.starts_with("http://");
    match verifier {
        Verifier::Apache if is_plain => cx.ui.warn("Apache fetches keys by https alone: give --jwks-url https://…"),
        Verifier::Nginx => cx.ui.note("nginx asks `mintage serve`: it is no good with keys that are files alone"),
        Verifier::Haproxy => cx.ui.note("the keys are files: `mintage keys export --pem-set DIR` writes them"),
        Verifier::Spring => {
            cx.ui.note("no test of mintage runs this one: show it a token that has ended before you trust it");
        }
        _ => {}
    }
}

/// The files of a configuration: as they are, and below each other where they are several.
struct Configured<'a> {
    document: Value,
    files: &'a [(&'static str, String)],
    comment: &'static str,
}

impl View for Configured<'_> {
    fn json(&self) -> Value {
        self.document.clone()
    }

    fn text(&self, _: Paint) -> String {
        match self.files {
            [(_, text)] => text.clone(),
            several => several
                .iter()
                .fold(String::new(), |all, (name, text)| all + &format!("{} ---- {name} ----\n{text}", self.comment)),
        }
    }

    fn bare(&self) -> String {
        self.text(Paint(false))
    }
}
