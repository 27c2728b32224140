//! A policy file: what a verifier expects, stated once. The names are those of the flags of `token verify`.

use std::net::IpAddr;
use std::path::Path;

use serde::Deserialize;

use super::file::{Audiences, SettingsError, describe, leeway, maybe_text};
use crate::core::verify::RequiredClaim;
use crate::core::{Audience, Issuer, Scopes, Timestamp, Ttl};
use crate::host::files;

/// What a policy file says. What it leaves out, flags and defaults say.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct VerifyPolicy {
    /// The audiences that the verifier is.
    pub audiences: Vec<Audience>,
    /// The exact issuer.
    pub issuer: Option<Issuer>,
    /// The subject.
    pub subject: Option<String>,
    /// The `typ`.
    pub typ: Option<String>,
    /// Scopes that must be there.
    pub scopes: Scopes,
    /// Claims that must be there.
    pub claims: Vec<RequiredClaim>,
    /// How old a token may be.
    pub max_age: Option<Ttl>,
    /// Clock difference in seconds.
    pub leeway: Option<i64>,
    /// How near an end must be to be warned of.
    pub warn_within: Option<Ttl>,
    /// As of when a token is judged.
    pub at: Option<Timestamp>,
    /// The address that tokens are shown from.
    pub ip: Option<IpAddr>,
    /// The oldest revocation snapshot that is accepted.
    pub max_revocations_age: Option<Ttl>,
}

/// The names that a file may have, for the nearest to a wrong one.
const NAMES: [&str; 12] = [
    "aud",
    "iss",
    "sub",
    "typ",
    "require_scope",
    "require_claim",
    "max_age",
    "leeway",
    "warn_within",
    "at",
    "ip",
    "max_revocations_age",
];

/// The largest file that is read.
const MOST: u64 = 64 * 1024;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    aud: Audiences,
    #[serde(default, deserialize_with = "maybe_text")]
    iss: Option<Issuer>,
    sub: Option<String>,
    typ: Option<String>,
    #[serde(default)]
    require_scope: Texts,
    #[serde(default)]
    require_claim: Texts,
    #[serde(default, deserialize_with = "maybe_text")]
    max_age: Option<Ttl>,
    #[serde(default, deserialize_with = "some_leeway")]
    leeway: Option<i64>,
    #[serde(default, deserialize_with = "maybe_text")]
    warn_within: Option<Ttl>,
    #[serde(default, deserialize_with = "maybe_text")]
    at: Option<Timestamp>,
    #[serde(default, deserialize_with = "maybe_text")]
    ip: Option<IpAddr>,
    #[serde(default, deserialize_with = "maybe_text")]
    max_revocations_age: Option<Ttl>,
}

/// One text or a list of texts.
#[derive(Deserialize)]
#[serde(untagged, expecting = "expected a text or a list of texts")]
enum Texts {
    One(String),
    Many(Vec<String>),
}

impl Default for Texts {
    fn default() -> Self {
        Self::Many(Vec::new())
    }
}

impl Texts {
    /// Each of them, read; none may be empty, since a check that is empty says nothing.
    fn read<T: std::str::FromStr<Err: std::fmt::Display>>(self, name: &str) -> Result<Vec<T>, String> {
        let texts = match self {
            Self::One(text) => vec![text],
            Self::Many(texts) => texts,
        };
        let read = |text: &String| match text.trim() {
            "" => Err(format!("{name} has an empty text, which would check nothing")),
            _ => text.parse().map_err(|error| format!("{name} {text:?} {error}")),
        };
        texts.iter().map(read).collect()
    }
}

fn some_leeway<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Option<i64>, D::Error> {
    leeway(from).map(Some)
}

impl VerifyPolicy {
    /// Reads a policy file.
    pub fn load(path: &Path) -> Result<Self, SettingsError> {
        let bytes = files::read(path, MOST)?;
        let content = |(line, problem)| SettingsError::Content { path: path.to_owned(), line, problem };
        let text = String::from_utf8(bytes).map_err(|_| content((1, "it is not text".to_owned())))?;
        Self::parse(&text).map_err(content)
    }

    /// Reads the text of a policy; an error names the line.
    fn parse(text: &str) -> Result<Self, (usize, String)> {
        let file: File = toml::from_str(text).map_err(|error| describe(text, &error, &NAMES))?;
        let line_of =
            |name: &str| text.lines().position(|line| line.trim_start().starts_with(name)).map_or(1, |at| at + 1);
        let at = |name: &'static str| move |problem: String| (line_of(name), problem);
        for (name, value) in [("sub", &file.sub), ("typ", &file.typ)] {
            if value.as_deref().is_some_and(|value| value.trim().is_empty()) {
                return Err((line_of(name), format!("{name} is empty, which would check nothing")));
            }
        }
        let scopes: Vec<Scopes> = file.require_scope.read("require_scope").map_err(at("require_scope"))?;
        Ok(Self {
            audiences: file.aud.0,
            issuer: file.iss,
            subject: file.sub,
            typ: file.typ,
            scopes: scopes.into_iter().collect(),
            claims: file.require_claim.read("require_claim").map_err(at("require_claim"))?,
            max_age: file.max_age,
            leeway: file.leeway,
            warn_within: file.warn_within,
            at: file.at,
            ip: file.ip,
            max_revocations_age: file.max_revocations_age,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_policy_says_what_the_flags_say() {
        let policy = VerifyPolicy::parse(
            "aud = [\"https://api\", \"b\"]\niss = \"https://a\"\nsub = \"alice\"\ntyp = \"at+jwt\"\n\
             require_scope = \"read write\"\nrequire_claim = [\"role=admin\", \"level:=3\", \"tenant\"]\n\
             max_age = \"1h\"\nleeway = \"5s\"\nwarn_within = \"2m\"\nat = \"2026-01-01T00:00:00Z\"\n\
             ip = \"192.0.2.7\"\nmax_revocations_age = \"3m\"\n",
        )
        .unwrap();
        assert_eq!(policy.audiences, [Audience::new("https://api").unwrap(), Audience::new("b").unwrap()]);
        assert_eq!(policy.issuer.unwrap().as_str(), "https://a");
        assert_eq!((policy.subject.as_deref(), policy.typ.as_deref()), (Some("alice"), Some("at+jwt")));
        assert_eq!(policy.scopes.to_string(), "read write");
        let claims: Vec<_> = policy.claims.iter().map(|claim| (claim.name.as_str(), claim.value.clone())).collect();
        assert_eq!(claims, [("role", Some("admin".into())), ("level", Some(3.into())), ("tenant", None)]);
        assert_eq!((policy.max_age, policy.leeway), (Some(Ttl::minutes(60)), Some(5)));
        assert_eq!(policy.warn_within, Some(Ttl::minutes(2)));
        assert_eq!((policy.at, policy.ip), (Some(Timestamp(1_767_225_600)), "192.0.2.7".parse().ok()));
        assert_eq!(policy.max_revocations_age, Some(Ttl::minutes(3)));
        assert_eq!(VerifyPolicy::parse("").unwrap(), VerifyPolicy::default());
    }

    #[test]
    fn what_is_mistyped_or_checks_nothing_is_refused_with_its_line() {
        let fault = |text: &str| VerifyPolicy::parse(text).unwrap_err();
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
