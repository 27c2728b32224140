//! `mintage keys export --site`: what verifiers ask for, as files that any host of files can serve.

use std::path::Path;

use serde_json::{Value, json};

use crate::authority::{self, ClockWord};
use crate::cli::context::{Answer, Context};
use crate::cli::error::Error;
use crate::cli::exit::Exit;
use crate::cli::file_set::FileSet;
use crate::core::rotation::longest_kept;
use crate::core::{Algorithm, KeyRecord, Mode};
use crate::host::url::Url;
use crate::keys::jwk::public_set;

/// Where the server has them, too: whoever moves from one to the other changes nothing.
const OPENID: &str = ".well-known/openid-configuration";
const OAUTH: &str = ".well-known/oauth-authorization-server";
const JWKS: &str = "jwks";
/// For how many seconds the metadata may be kept, as the server says.
const METADATA_KEPT: i64 = 300;
/// What Vercel reads in the root of a site. It is JSON, which has no remarks.
const VERCEL: &str = "vercel.json";
/// How a file begins that is written anew the next time.
const MARK: &str = "# Written by `mintage keys export --site`, which writes it anew. Without this line it is yours.\n";

/// Writes the site.
pub fn write(folder: &Path, clock: ClockWord, mode: Mode, cx: &mut Context<'_>) -> Answer {
    let authority = cx.authority()?;
    let keys = authority.published_keys(clock)?;
    let signing = signing(&authority.keys()?);
    let issuer = authority.defaults().issuer.as_str();
    let has_path = path_of(issuer).is_some();
    // What ends with its time is no longer kept for that: the files would have to be written by the minute.
    let shown: Vec<KeyRecord> =
        keys.iter().filter(|key| key.is_active() || key.visible_until().is_none()).cloned().collect();
    let max_age = longest_kept(&shown, cx.now());
    let set = public_set(&keys).map_err(authority::Error::from)?;
    let is_empty = set["keys"].as_array().is_none_or(Vec::is_empty);
    let mut site = FileSet::begin(folder, mode);
    check(&site, issuer)?;
    // A key is there before anything names it.
    site.write(JWKS, line(&set).as_bytes())?;
    let metadata = line(&metadata(issuer, &signing));
    site.write(OPENID, metadata.as_bytes())?;
    site.write(OAUTH, metadata.as_bytes())?;
    let mut left = Vec::new();
    let headers = [("_headers", of_hosts(max_age)), (VERCEL, of_vercel(max_age)), (".htaccess", of_apache(max_age))];
    // The first two are of the root of a host alone.
    for (name, text) in headers.iter().skip(if has_path { 2 } else { 0 }) {
        if site.old(name)?.is_none_or(|old| is_ours(name, &old)) {
            site.write(name, text.as_bytes())?;
        } else {
            site.leave(name);
            left.push(*name);
        }
    }
    // GitHub Pages leaves out folders that begin with a dot unless this is there.
    match site.old(".nojekyll")? {
        Some(old) if !old.is_empty() => site.leave(".nojekyll"),
        _ => _ = site.write(".nojekyll", b"")?,
    }
    cx.table(&site.told(Some(max_age)))?;
    tell(issuer, max_age, &left, is_empty, cx);
    Ok(Exit::Done)
}

/// Refuses a folder of another issuer, and files that are no key set and no metadata.
fn check(site: &FileSet, issuer: &str) -> Result<(), Error> {
    let read = |name: &str| -> Result<Option<Value>, Error> {
        let Some(old) = site.old(name)? else { return Ok(None) };
        serde_json::from_slice(&old).map(Some).map_err(|_| other(name, "it is no JSON"))
    };
    for name in [OPENID, OAUTH] {
        match read(name)? {
            Some(old) if old["issuer"] != issuer => return Err(other(name, "it is of another issuer")),
            _ => {}
        }
    }
    match read(JWKS)? {
        Some(old) if !old["keys"].is_array() => Err(other(JWKS, "it is no key set")),
        _ => Ok(()),
    }
}

fn other(name: &str, why: &str) -> Error {
    Error::usage(
        format!("{name} is there already, and is not replaced: {why}"),
        "name the folder of this issuer, or an empty one",
    )
}

/// What an issuer says that is files alone (OpenID Connect Discovery 1.0, 3): where its keys are, and no endpoint.
fn metadata(issuer: &str, signing: &[Algorithm]) -> Value {
    json!({
        "issuer": issuer,
        "jwks_uri": format!("{}/{JWKS}", issuer.trim_end_matches('/')),
        // Both must be there; nobody can ask here for anything.
        "response_types_supported": ["id_token"],
        "grant_types_supported": [],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": signing,
    })
}

/// What tokens are signed with that everybody can verify, as the server says it.
fn signing(keys: &[KeyRecord]) -> Vec<Algorithm> {
    let has_active = |algorithm: &Algorithm| keys.iter().any(|key| key.algorithm == *algorithm && key.is_active());
    Algorithm::ALL.into_iter().filter(|algorithm| !algorithm.is_symmetric() && has_active(algorithm)).collect()
}

/// Whether a file of headers was written here: it says so, or where it cannot, it says nothing else.
fn is_ours(name: &str, old: &[u8]) -> bool {
    if name != VERCEL {
        return old.starts_with(MARK.as_bytes());
    }
    // Of ours nothing ever differs but for how long the key set may be kept.
    let Ok(old) = serde_json::from_slice::<Value>(old) else { return false };
    let kept = old.pointer("/headers/0/headers/1/value").and_then(Value::as_str);
    let seconds = kept.and_then(|kept| kept.strip_prefix("public, max-age=")?.parse().ok());
    seconds.is_some_and(|seconds| serde_json::from_str(&of_vercel(seconds)).is_ok_and(|ours: Value| ours == old))
}

/// The path of an address, where it has one.
fn path_of(address: &str) -> Option<&str> {
    let (_, rest) = address.split_once("://")?;
    let (_, path) = rest.split_once('/')?;
    Some(path).filter(|path| !path.is_empty())
}

/// The headers of each file: its name, its type, and for how many seconds it may be kept.
fn headers(max_age: i64) -> [(&'static str, &'static str, i64); 3] {
    [
        (JWKS, "application/jwk-set+json", max_age),
        (OPENID, "application/json", METADATA_KEPT),
        (OAUTH, "application/json", METADATA_KEPT),
    ]
}

/// For Cloudflare Pages and Netlify, which read `_headers` in the root of a site.
fn of_hosts(max_age: i64) -> String {
    headers(max_age).iter().fold(MARK.to_owned(), |text, (name, kind, seconds)| {
        text + &format!(
            "/{name}\n  Content-Type: {kind}\n  Cache-Control: public, max-age={seconds}\n  Access-Control-Allow-Origin: *\n"
        )
    })
}

/// For Vercel.
fn of_vercel(max_age: i64) -> String {
    let header = |key: &str, value: &str| json!({"key": key, "value": value});
    let headers: Vec<Value> = headers(max_age)
        .iter()
        .map(|(name, kind, seconds)| {
            json!({"source": format!("/{name}"), "headers": [
                header("Content-Type", kind),
                header("Cache-Control", &format!("public, max-age={seconds}")),
                header("Access-Control-Allow-Origin", "*"),
            ]})
        })
        .collect();
    format!("{:#}\n", json!({"headers": headers}))
}

/// For Apache, which reads `.htaccess` where it is allowed to.
fn of_apache(max_age: i64) -> String {
    headers(max_age).iter().fold(MARK.to_owned(), |text, (name, kind, seconds)| {
        let name = name.rsplit('/').next().unwrap_or(name);
        text + &format!(
            "<Files \"{name}\">\n    ForceType {kind}\n    <IfModule mod_headers.c>\n        Header set Cache-Control \"public, \
             max-age={seconds}\"\n        Header set Access-Control-Allow-Origin \"*\"\n    </IfModule>\n</Files>\n"
        )
    })
}

/// What a person has to know of the host.
fn tell(issuer: &str, max_age: i64, left: &[&str], is_empty: bool, cx: &mut Context<'_>) {
    if is_empty {
        cx.ui.warn("no key is published: HMAC secrets have no public half, so nobody could verify by this site");
    }
    if issuer.parse::<Url>().is_err() || issuer.starts_with("http://") {
        cx.ui.warn(&format!(
            "verifiers fetch keys by https from elsewhere than this machine, and the issuer is {issuer}"
        ));
    }
    cx.ui.note(&format!("serve the folder as {issuer}"));
    if !left.is_empty() {
        let are =
            if left.len() == 1 { "is yours and was left as it is" } else { "are yours and were left as they are" };
        let left = left.join(" and ");
        cx.ui.warn(&format!(
            "{left} {are}: add there that /jwks may be kept for {max_age} s, as docs/verifiers.md says"
        ));
    }
    if path_of(issuer).is_some() {
        cx.ui.note(&format!(
            "the issuer has a path: where the host reads headers at its root (_headers, vercel.json), say there that /jwks may be kept for {max_age} s, and \
             that {OAUTH} is found before the path, too (RFC 8414, 3.1)"
        ));
    }
}

/// A document as one line: the same keys are the same bytes.
fn line(document: &Value) -> String {
    format!("{document}\n")
}
