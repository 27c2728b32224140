//! Values that can be taken as they are, and are seldom meant so.

use std::fmt;

use serde_json::Value;

use crate::core::verify::{Expectations, Wanted};
use crate::core::{Audience, Scopes, When};

/// A value that is seldom meant as it is. It is taken all the same: only whoever wrote it knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Slip {
    /// Several audiences in one text.
    AudiencesInOne(Audience),
    /// Several scopes in one word.
    ScopesInOne(String),
    /// A claim with this name is a text that looks like JSON.
    JsonAsText(String),
    /// A claim with this name is a text that looks like a time from now.
    TimeAsText(String),
}

impl fmt::Display for Slip {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AudiencesInOne(audience) => {
                let each: Vec<String> = parts(audience.as_str()).into_iter().map(quoted).collect();
                write!(
                    f,
                    "`{audience}` is one audience of that name; several are given one by one, as in --aud {}, or as an array in \
                     a file",
                    each.join(" --aud ")
                )
            }
            Self::ScopesInOne(scope) => {
                write!(f, "`{scope}` is one scope of that name; spaces separate several: '{}'", parts(scope).join(" "))
            }
            Self::JsonAsText(name) => {
                write!(
                    f,
                    "the claim `{name}` is a text that looks like JSON; JSON is given with :=, as in '{name}:=[\"a\",\"b\"]'"
                )
            }
            Self::TimeAsText(name) => {
                write!(
                    f,
                    "the claim `{name}` is a text that looks like a time; a time is given with :=, as in '{name}:=now-5m'"
                )
            }
        }
    }
}

/// What is seldom meant of a claim that is a text.
fn of_text(name: &str, value: &Value) -> Option<Slip> {
    let text = value.as_str()?.trim();
    let is_json =
        [('[', ']'), ('{', '}')].into_iter().any(|(start, end)| text.starts_with(start) && text.ends_with(end));
    let is_time = || text.len() > "now".len() && matches!(When::from_now(text), Some(Ok(_)));
    if is_json {
        return Some(Slip::JsonAsText(name.to_owned()));
    }
    is_time().then(|| Slip::TimeAsText(name.to_owned()))
}

/// What is seldom meant of audiences.
pub fn of_audiences(audiences: &[Audience]) -> impl Iterator<Item = Slip> {
    let looks_odd = |text: &str| {
        let is_json = serde_json::from_str::<Vec<String>>(text).is_ok();
        is_json || (text.contains(',') && text.split(',').all(|part| !part.trim().is_empty()))
    };
    audiences.iter().filter(move |audience| looks_odd(audience.as_str())).cloned().map(Slip::AudiencesInOne)
}

/// What is seldom meant of scopes.
pub fn of_scopes(scopes: &Scopes) -> impl Iterator<Item = Slip> {
    let looks_odd = |scope: &&str| scope.contains(',') || (scope.starts_with('[') && scope.ends_with(']'));
    scopes.iter().filter(looks_odd).map(str::to_owned).map(Slip::ScopesInOne)
}

/// The scopes that were meant by several in one word.
pub fn scopes_meant(scopes: &Scopes) -> Option<String> {
    let Slip::ScopesInOne(scope) = of_scopes(scopes).next()? else { return None };
    Some(parts(&scope).join(" "))
}

/// What is seldom meant of claims.
pub fn of_claims<'v>(claims: impl Iterator<Item = (&'v str, &'v Value)>) -> impl Iterator<Item = Slip> {
    claims.filter_map(|(name, value)| of_text(name, value))
}

/// What is seldom meant of what a verifier expects.
pub fn of_expected(expected: &Expectations) -> Vec<Slip> {
    let claims = expected.claims.iter().flat_map(|claim| {
        claim.wanted().iter().filter_map(|wanted| match wanted {
            Wanted::Exact(value) => Some((claim.path.as_str(), value)),
            Wanted::Like(_) => None,
        })
    });
    of_audiences(&expected.audiences).chain(of_scopes(&expected.scopes)).chain(of_claims(claims)).collect()
}

/// The values that were meant.
fn parts(text: &str) -> Vec<String> {
    let inner = text.trim_start_matches('[').trim_end_matches(']');
    let parts = inner.split(',').map(|part| part.trim().trim_matches('"').to_owned());
    parts.filter(|part| !part.is_empty()).collect()
}

fn quoted(text: String) -> String {
    let is_plain = text.chars().all(|c| c.is_ascii_alphanumeric() || "-_.:/@+=".contains(c));
    if is_plain { text } else { format!("'{text}'") }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn said(slips: impl Iterator<Item = Slip>) -> Vec<String> {
        slips.map(|slip| slip.to_string()).collect()
    }

    #[test]
    fn what_is_seldom_meant_is_told_with_the_right_form() {
        let audiences = |texts: &[&str]| texts.iter().map(|text| Audience::new(*text).unwrap()).collect::<Vec<_>>();
        for (text, form) in [
            ("a,b", "--aud a --aud b,"),
            (r#"["a"]"#, "--aud a,"),
            ("https://a,https://b", "--aud https://a --aud https://b,"),
        ] {
            let said = said(of_audiences(&audiences(&[text])));
            assert!(said.len() == 1 && said[0].contains(form), "{text}: {said:?}");
        }
        assert_eq!(said(of_audiences(&audiences(&["https://api.example.com", "a", "[x", "a,"]))), [""; 0]);
        let scopes = |text: &str| text.parse::<Scopes>().unwrap();
        assert!(said(of_scopes(&scopes("a,b c"))).concat().ends_with("spaces separate several: 'a b'"));
        assert_eq!(said(of_scopes(&scopes("orders:read orders:write"))), [""; 0]);
        let claims =
            [("roles", json!("[a,b]")), ("n", json!("{\"a\":1}")), ("x", json!(["a"])), ("t", json!("[sic] a"))];
        let said = said(of_claims(claims.iter().map(|(name, value)| (*name, value))));
        assert!(said.len() == 2 && said[0].contains("'roles:=[") && said[1].contains("'n:=["), "{said:?}");
    }
}
