//! A policy file: what a verifier expects, stated once. The names are those of the flags of `token verify`.

use std::fmt::Display;
use std::net::IpAddr;
use std::path::Path;
use std::str::FromStr;

use serde::de::{Deserialize, Deserializer, Error};

use super::fields::names_of;
use super::file::{SettingsError, Texts, audiences, describe, leeway, maybe_text};
use crate::core::verify::{Expectations, Possession, RequiredClaim};
use crate::core::{Audience, Issuer, Scopes, Timestamp, Ttl};
use crate::host::files;

/// The largest file that is read.
const MOST: u64 = 64 * 1024;

/// How each expectation is read. What the file leaves out, flags and defaults say.
#[derive(serde::Deserialize)]
#[serde(remote = "Expectations", deny_unknown_fields)]
struct File {
    #[serde(rename = "aud", default, deserialize_with = "audiences")]
    audiences: Vec<Audience>,
    #[serde(rename = "iss", default, deserialize_with = "issuers")]
    issuers: Vec<Issuer>,
    #[serde(rename = "sub", default, deserialize_with = "subject")]
    subject: Option<String>,
    #[serde(default, deserialize_with = "typ")]
    typ: Option<String>,
    #[serde(rename = "require_scope", default, deserialize_with = "scopes")]
    scopes: Scopes,
    #[serde(rename = "require_claim", default, deserialize_with = "claims")]
    claims: Vec<RequiredClaim>,
    #[serde(default, deserialize_with = "maybe_text")]
    max_age: Option<Ttl>,
    #[serde(default, deserialize_with = "some_leeway")]
    leeway: Option<i64>,
    #[serde(default, deserialize_with = "maybe_text")]
    warn_within: Option<Ttl>,
    /// The home's alone to say.
    #[serde(skip)]
    max_key_age: Option<Ttl>,
    #[serde(default, deserialize_with = "maybe_text")]
    at: Option<Timestamp>,
    #[serde(default, deserialize_with = "maybe_text")]
    ip: Option<IpAddr>,
    #[serde(default, deserialize_with = "maybe_text")]
    possession: Option<Possession>,
    #[serde(rename = "require_revocation_check", default)]
    revocation_check: bool,
    #[serde(default, deserialize_with = "maybe_text")]
    max_revocations_age: Option<Ttl>,
}

/// Each text, read; none may be empty, since a check that is empty says nothing.
fn texts<'de, T: FromStr<Err: Display>, D: Deserializer<'de>>(from: D, name: &str) -> Result<Vec<T>, D::Error> {
    let texts = Texts::deserialize(from)?.into_vec();
    let read = |text: &String| match text.trim() {
        "" => Err(D::Error::custom(format!("{name} has an empty text, which would check nothing"))),
        _ => text.parse().map_err(|error| D::Error::custom(format!("{name} {text:?} {error}"))),
    };
    texts.iter().map(read).collect()
}

fn scopes<'de, D: Deserializer<'de>>(from: D) -> Result<Scopes, D::Error> {
    Ok(texts::<Scopes, D>(from, "require_scope")?.into_iter().collect())
}

fn issuers<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Issuer>, D::Error> {
    texts(from, "iss")
}

fn claims<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<RequiredClaim>, D::Error> {
    texts(from, "require_claim")
}

fn some_text<'de, D: Deserializer<'de>>(from: D, name: &str) -> Result<Option<String>, D::Error> {
    let text = String::deserialize(from)?;
    if text.trim().is_empty() {
        return Err(D::Error::custom(format!("{name} is empty, which would check nothing")));
    }
    Ok(Some(text))
}

fn subject<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    some_text(from, "sub")
}

fn typ<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    some_text(from, "typ")
}

fn some_leeway<'de, D: Deserializer<'de>>(from: D) -> Result<Option<i64>, D::Error> {
    leeway(from).map(Some)
}

/// The names that a policy file may have, in their order.
pub fn policy_names() -> &'static [&'static str] {
    names_of(File::deserialize)
}

/// Reads a policy file.
pub fn load_policy(path: &Path) -> Result<Expectations, SettingsError> {
    let bytes = files::read(path, MOST)?;
    let content = |(line, problem)| SettingsError::Content { path: path.to_owned(), line, problem };
    let text = String::from_utf8(bytes).map_err(|_| content((1, "it is not text".to_owned())))?;
    parse(&text).map_err(content)
}

/// Reads the text of a policy; an error names the line.
fn parse(text: &str) -> Result<Expectations, (usize, String)> {
    let read = toml::Deserializer::parse(text).and_then(File::deserialize);
    read.map_err(|error| describe(text, &error, policy_names()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_policy_says_what_the_flags_say() {
        let policy = parse(
            "aud = [\"https://api\", \"b\"]\niss = \"https://a\"\nsub = \"alice\"\ntyp = \"at+jwt\"\n\
             require_scope = \"read write\"\nrequire_claim = [\"role=admin\", \"level:=3\", \"tenant\"]\n\
             max_age = \"1h\"\nleeway = \"5s\"\nwarn_within = \"2m\"\nat = \"2026-01-01T00:00:00Z\"\n\
             ip = \"192.0.2.7\"\npossession = \"ignored\"\nrequire_revocation_check = true\nmax_revocations_age = \"3m\"\n",
        )
        .unwrap();
        assert_eq!(policy.audiences, [Audience::new("https://api").unwrap(), Audience::new("b").unwrap()]);
        assert_eq!(policy.issuers[0].as_str(), "https://a");
        assert_eq!((policy.subject.as_deref(), policy.typ.as_deref()), (Some("alice"), Some("at+jwt")));
        assert_eq!(policy.scopes.to_string(), "read write");
        assert_eq!(policy.claims, ["role=admin", "level:=3", "tenant"].map(|claim| claim.parse().unwrap()));
        assert_eq!((policy.max_age, policy.leeway), (Some(Ttl::minutes(60)), Some(5)));
        assert_eq!(policy.warn_within, Some(Ttl::minutes(2)));
        assert_eq!((policy.at, policy.ip), (Some(Timestamp(1_767_225_600)), "192.0.2.7".parse().ok()));
        assert_eq!((policy.possession, policy.revocation_check), (Some(Possession::Ignored), true));
        assert_eq!(policy.max_revocations_age, Some(Ttl::minutes(3)));
        assert_eq!(parse("").unwrap(), Expectations::default());
    }

    #[test]
    fn what_is_mistyped_or_checks_nothing_is_refused_with_its_line() {
        let fault = |text: &str| parse(text).unwrap_err();
        let wrong = fault("aud = \"a\"\nrequire_scopes = \"b\"\n");
        assert_eq!(wrong, (2, "there is no setting `require_scopes`; did you mean `require_scope`?".into()));
        for empty in ["sub = \"\"", "typ = \" \"", "require_scope = \"\"", "require_claim = [\"a\", \"\"]"] {
            let (line, problem) = fault(&format!("\n{empty}"));
            assert!(line == 2 && problem.contains("would check nothing"), "{empty}: {line} {problem}");
        }
        assert_eq!(fault("leeway = \"6m\"").1, "leeway is at most 5m");
        assert_eq!(fault("\nmax_age = 5").0, 2);
        assert!(fault("require_claim = [\"a:=\"]").1.starts_with("require_claim \"a:=\""));
    }
}
