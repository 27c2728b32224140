//! What a verifier requires of a claim.

use std::fmt;
use std::str::FromStr;

use serde_json::Value;

use super::claim_path::{ClaimPath, Found};
use super::glob::{Glob, GlobText};
use crate::core::claims::{ClaimArg, ClaimArgError};
use crate::core::json::{ClaimMap, JsonError, parse_compared, same};

/// A claim, and what is required of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequiredClaim {
    /// Where it is.
    pub path: ClaimPath,
    /// What it must be.
    pub rule: ClaimRule,
}

/// What a claim must be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ClaimRule {
    /// There, with any value.
    Present,
    /// Not there.
    Absent,
    /// As this says.
    Fits(Wanted),
    /// As one of these says.
    OneOf(Vec<Wanted>),
}

/// A value that is wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted {
    /// Exactly this one.
    Exact(Value),
    /// A text like this one.
    Like(Glob),
}

/// Why a text says nothing of a claim.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RequiredClaimError {
    /// It has a value that is none.
    #[error(transparent)]
    Claim(#[from] ClaimArgError),
    /// Nothing is named.
    #[error("names no claim: give NAME, NAME=TEXT or NAME:=JSON")]
    NoName,
    /// A name with white space in it, which is mostly another form that was mistyped.
    #[error(
        "has white space in its name: give NAME, !NAME, NAME in (A, B) or NAME in [JSON]; a name that has some is given as /NAME"
    )]
    SpacedName,
    /// None of several, which no form says.
    #[error("says both ! and in: !NAME is for a claim that is not there")]
    NoneOfSeveral,
    /// One of several, and one of them is empty.
    #[error("has an empty text between its brackets: give NAME in (A, B), or NAME in [JSON, JSON]")]
    EmptyChoice,
    /// One of several in JSON, which is none.
    #[error("has no valid JSON after `in`: {0}")]
    Choice(JsonError),
}

impl RequiredClaim {
    /// A claim with exactly this value.
    pub fn exact(name: &str, value: Value) -> Self {
        Self { path: ClaimPath::new(name), rule: ClaimRule::Fits(Wanted::Exact(value)) }
    }

    /// That there is no claim of this name.
    pub fn absent(name: &str) -> Self {
        Self { path: ClaimPath::new(name), rule: ClaimRule::Absent }
    }

    /// Whether these claims are as is required.
    pub fn is_met(&self, claims: &ClaimMap) -> bool {
        let found = self.path.find(claims);
        match &self.rule {
            ClaimRule::Present => found != Found::Nothing,
            ClaimRule::Absent => found == Found::Nothing,
            ClaimRule::Fits(wanted) => found.any(|value| wanted.is(value)),
            ClaimRule::OneOf(wanted) => found.any(|value| wanted.iter().any(|wanted| wanted.is(value))),
        }
    }

    /// The texts and values that it is compared with.
    pub fn wanted(&self) -> &[Wanted] {
        match &self.rule {
            ClaimRule::Present | ClaimRule::Absent => &[],
            ClaimRule::Fits(wanted) => std::slice::from_ref(wanted),
            ClaimRule::OneOf(wanted) => wanted,
        }
    }
}

impl Wanted {
    fn of(text: &str) -> Self {
        match GlobText::of(text) {
            GlobText::Exact(text) => Self::Exact(Value::String(text)),
            GlobText::Glob(glob) => Self::Like(glob),
        }
    }

    fn is(&self, value: &Value) -> bool {
        match self {
            Self::Exact(wanted) => same(wanted, value),
            Self::Like(glob) => value.as_str().is_some_and(|text| glob.fits(text)),
        }
    }
}

impl FromStr for RequiredClaim {
    type Err = RequiredClaimError;

    /// `NAME=TEXT` where a `*` in the text may stand for any letters, `NAME:=JSON`, `NAME` for any value, `!NAME` for none,
    /// `NAME in (TEXT, TEXT)` or `NAME in [JSON, JSON]` for one of several.
    fn from_str(text: &str) -> Result<Self, RequiredClaimError> {
        let named = |name: &str, rule| {
            if name.is_empty() {
                return Err(RequiredClaimError::NoName);
            }
            Ok(Self { path: ClaimPath::new(name), rule })
        };
        if let Some((name, choice)) = choice(text) {
            if name.starts_with('!') {
                return Err(RequiredClaimError::NoneOfSeveral);
            }
            return named(name, ClaimRule::OneOf(choice?));
        }
        let Some((name, value)) = text.split_once('=') else {
            let (name, rule) = match text.strip_prefix('!') {
                Some(name) => (name, ClaimRule::Absent),
                None => (text, ClaimRule::Present),
            };
            // `!act in (x` would else be met by every token: none has a claim of that name.
            if name.contains(char::is_whitespace) && !name.starts_with('/') {
                return Err(RequiredClaimError::SpacedName);
            }
            return named(name, rule);
        };
        if name.ends_with(':') {
            let ClaimArg { name, value } = ClaimArg::compared(text)?;
            return named(&name, ClaimRule::Fits(Wanted::Exact(value)));
        }
        if name.is_empty() {
            return Err(ClaimArgError::NoName.into());
        }
        named(name, ClaimRule::Fits(Wanted::of(value)))
    }
}

/// The name, and the values in brackets, where one of several is required.
fn choice(text: &str) -> Option<(&str, Result<Vec<Wanted>, RequiredClaimError>)> {
    let (name, list) = text.split_once(" in ")?;
    if name.contains('=') {
        return None;
    }
    let (name, list) = (name.trim_end(), list.trim());
    if list.starts_with('[') && list.ends_with(']') {
        let values = match parse_compared(list.as_bytes()) {
            Ok(Value::Array(values)) if !values.is_empty() => Ok(values.into_iter().map(Wanted::Exact).collect()),
            Ok(_) => Err(RequiredClaimError::EmptyChoice),
            Err(error) => Err(RequiredClaimError::Choice(error)),
        };
        return Some((name, values));
    }
    let texts = list.strip_prefix('(')?.strip_suffix(')')?.split(',').map(str::trim);
    let wanted = texts.map(|text| match text {
        "" => Err(RequiredClaimError::EmptyChoice),
        _ => Ok(Wanted::of(text)),
    });
    Some((name, wanted.collect()))
}

impl fmt::Display for ClaimRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Present => f.write_str("any value"),
            Self::Absent => f.write_str("none"),
            Self::Fits(wanted) => wanted.fmt(f),
            Self::OneOf(wanted) => {
                f.write_str("one of ")?;
                for (place, wanted) in wanted.iter().enumerate() {
                    write!(f, "{}{wanted}", if place == 0 { "" } else { ", " })?;
                }
                Ok(())
            }
        }
    }
}

impl fmt::Display for Wanted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Exact(value) => value.fmt(f),
            Self::Like(glob) => write!(f, "a text like {}", Value::from(glob.to_string())),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::core::json::parse_claims;

    fn is_met(required: &str, claims: &Value) -> bool {
        let claims = parse_claims(claims.to_string().as_bytes()).unwrap();
        required.parse::<RequiredClaim>().unwrap().is_met(&claims)
    }

    #[test]
    fn each_form_says_what_it_says() {
        let token = json!({
            "sub": "repo:org/x:ref", "level": 3, "groups": ["dev", "ops"], "realm_access": {"roles": ["admin"]},
            "act": null, "key": "YWJj==", "any": "*",
        });
        let met = [
            "sub",
            "sub=repo:org/*",
            "sub=*:ref",
            "sub:=\"repo:org/x:ref\"",
            "level:=3",
            "level:=3.0",
            "groups:=[\"dev\",\"ops\"]",
            "groups[]=ops",
            "groups[]=o*",
            "groups[]",
            "groups[] in (qa, ops)",
            "realm_access.roles[]=admin",
            "/realm_access/roles/0=admin",
            "level in [2, 3]",
            "sub in (a, repo:org/*)",
            "!tenant",
            "!realm_access.scopes",
            "!groups[].name",
            "key=YWJj==",
            "key in (YWJj==)",
            "any=*",
            "sub in [\"repo:org/x:ref\"]",
            "act",
            "act:=null",
        ];
        for required in met {
            assert!(is_met(required, &token), "{required}");
        }
        let unmet = [
            "sub=repo:other/*",
            "sub=*",
            "sub=repo:org/",
            "sub:=\"repo:org/*\"",
            "level=3",
            "level=*3",
            "groups=ops",
            "groups=*ops*",
            "groups[]=op",
            "groups[] in (qa, dba)",
            "groups:=[\"ops\",\"dev\"]",
            "level in (3, 4)",
            "!sub",
            "!act",
            "!groups[]",
            "!realm_access.roles",
            "tenant",
            "key=YWJj",
            "sub=repo:org/\\*",
            "groups[][]=dev.",
            "realm_access=admin",
            "realm_access.roles=admin",
        ];
        for required in unmet {
            assert!(!is_met(required, &token), "{required}");
        }
    }

    #[test]
    fn what_was_exact_before_there_were_patterns_still_is() {
        for (required, name, value) in [
            ("a in (b=c)x", "a in (b", json!("c)x")),
            ("x=in (a, b)", "x", json!("in (a, b)")),
            ("a.b=c", "a.b", json!("c")),
            ("x=", "x", json!("")),
            ("x=!y", "x", json!("!y")),
            ("x=C:\\dir", "x", json!("C:\\dir")),
            ("x:=\"a*\"", "x", json!("a*")),
        ] {
            assert_eq!(required.parse(), Ok(RequiredClaim::exact(name, value)), "{required}");
        }
    }

    #[test]
    fn what_says_nothing_is_refused() {
        for bad in ["", "!", "=x", ":=1", "n:={", "a in ()", "a in (b,)", "a in []", "a in [b]", " in (a)"] {
            assert!(bad.parse::<RequiredClaim>().is_err(), "{bad}");
        }
    }

    #[test]
    fn a_form_that_is_mistyped_is_no_name_that_every_token_lacks() {
        for bad in
            ["!act in (x", "!act ", "! act", "act in x", "act in (x", "act in [1", "not act", "!a in (b)", "!a in [1]"]
        {
            assert!(bad.parse::<RequiredClaim>().is_err(), "{bad}");
        }
        let token = json!({"first name": "a"});
        assert!(is_met("/first name", &token) && !is_met("!/first name", &token) && is_met("first name=a", &token));
    }

    #[test]
    fn a_rule_is_said_in_words() {
        let said = |text: &str| text.parse::<RequiredClaim>().unwrap().rule.to_string();
        assert_eq!(said("a"), "any value");
        assert_eq!(said("!a"), "none");
        assert_eq!(said("a=b"), "\"b\"");
        assert_eq!(said("a=b*"), "a text like \"b*\"");
        assert_eq!(said("a in (b, c*)"), "one of \"b\", a text like \"c*\"");
    }
}
