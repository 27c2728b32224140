//! What another token says, taken for a new one: its header and its claims, without what belongs to it alone.

use std::collections::BTreeSet;
use std::fmt;

use serde_json::{Value, json};

use super::expand::Expanded;
use crate::core::id::{Audience, Issuer};
use crate::core::json::ClaimMap;
use crate::core::scope::Scopes;
use crate::core::shape::{self, Omittable, Shape, Typ, check_header};
use crate::core::time::{Timestamp, Ttl};

/// What was taken of another token, and what was not.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Likeness {
    /// What a new one has of it.
    pub taken: Expanded,
    /// Its `sub`.
    pub subject: Option<String>,
    /// What may name its app: claim and value.
    pub clients: Vec<(&'static str, String)>,
    /// What it opens, where it says so in `scope`.
    pub scopes: Option<Scopes>,
    /// What of its header was left out.
    pub left_of_header: Vec<String>,
    /// The claims that were left out.
    pub left: Vec<LeftClaim>,
    /// The claims that are made anew.
    pub reset: Vec<&'static str>,
}

/// A claim that was left out, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftClaim {
    /// Its name.
    pub name: String,
    /// Why.
    pub why: LeftWhy,
}

/// Why a claim was left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LeftWhy {
    /// It binds the token to something that the new one is not bound to.
    Binds,
    /// The home says it, and in another way than the token does.
    OfHome,
    /// No token of ours can say it.
    Unfit,
}

impl fmt::Display for LeftClaim {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let why = match self.why {
            LeftWhy::Binds => "binds it to something else",
            LeftWhy::OfHome => "is said by the home",
            LeftWhy::Unfit => "has a value that cannot be taken",
        };
        write!(f, "{} ({why})", self.name)
    }
}

/// Claims that bind a token to a key, a session, another token, or what it does not show.
const BINDING: [&str; 9] = ["cnf", "nonce", "at_hash", "c_hash", "s_hash", "ip", "_sd", "_sd_alg", "_sd_hash"];

/// Claims by which tokens name the app that they were given to.
const CLIENTS: [&str; 4] = ["client_id", "azp", "cid", "appid"];

/// More seconds than any clock shows, and fewer milliseconds: whoever writes so many means those.
const MILLISECONDS: i64 = 100_000_000_000;

impl Likeness {
    /// Takes what can be taken of a token with this header and these claims, for one that is issued now.
    pub fn of(header: &ClaimMap, claims: &ClaimMap, now: Timestamp) -> Self {
        let mut like =
            Self { taken: Expanded { shape: shape_of(header, claims), ..Expanded::default() }, ..Self::default() };
        like.header(header);
        like.times(claims, now);
        for name in CLIENTS {
            like.clients.extend(claims.get(name).and_then(Value::as_str).map(|client| (name, client.to_owned())));
        }
        for (name, value) in claims {
            like.claim(name, value, claims, now);
        }
        like
    }

    fn header(&mut self, header: &ClaimMap) {
        for (name, value) in header {
            // A thumbprint of the certificate of another key is wrong of this one.
            let is_of_key = name.to_ascii_lowercase().starts_with("x5");
            match check_header(name, value) {
                _ if name == "typ" && self.taken.shape.typ.is_some() => {}
                Ok(()) if !is_of_key => drop(self.taken.shape.header.insert(name, value.clone())),
                _ => self.left_of_header.push(name.to_owned()),
            }
        }
        if self.taken.shape.check().is_err() {
            let names: Vec<String> = self.taken.shape.header.keys().map(str::to_owned).collect();
            self.left_of_header.extend(names);
            self.taken.shape.header = ClaimMap::new();
        }
    }

    fn times(&mut self, claims: &ClaimMap, now: Timestamp) {
        let at = |name| claims.get(name).and_then(seconds);
        let start = at("iat").or(at("nbf"));
        let length = start.and_then(|start| at("exp").map(|end| end.saturating_sub(start)));
        self.taken.ttl = length.and_then(|length| Ttl::from_seconds(length).ok());
        if claims.contains_key("nbf") {
            self.taken.not_before = Some(now);
        }
        self.reset = ["iat", "exp", "nbf", "jti"].into_iter().filter(|name| claims.contains_key(name)).collect();
    }

    fn claim(&mut self, name: &str, value: &Value, claims: &ClaimMap, now: Timestamp) {
        let mut leave = |why| self.left.push(LeftClaim { name: name.to_owned(), why });
        match name {
            "iat" | "exp" | "nbf" | "jti" => {}
            "client_id" => leave(LeftWhy::OfHome),
            "iss" => {
                if self.taken.shape.issuer.is_none() {
                    leave(LeftWhy::Unfit);
                }
            }
            "sub" => match value.as_str().map(shape::sub) {
                Some(Ok(subject)) => self.subject = Some(subject),
                _ => leave(LeftWhy::Unfit),
            },
            "aud" => match audiences(value) {
                Some(all) => self.taken.audiences = Some(all),
                None => leave(LeftWhy::Unfit),
            },
            "scope" => match value.as_str().map(str::parse::<Scopes>) {
                Some(Ok(scopes)) => self.scopes = Some(scopes),
                _ => leave(LeftWhy::Unfit),
            },
            // As long before the issue as it was: what asks for a fresh sign-in sees the same.
            "auth_time" => match (seconds(value), claims.get("iat").and_then(seconds)) {
                (Some(at), Some(issued)) => {
                    let at = now.0.saturating_sub(issued.saturating_sub(at));
                    self.taken.claims.insert(name, json!(at));
                    self.reset.push("auth_time");
                }
                _ => leave(LeftWhy::Unfit),
            },
            name if BINDING.contains(&name) => leave(LeftWhy::Binds),
            _ => drop(self.taken.claims.insert(name, value.clone())),
        }
    }
}

/// What of the token departs from those of a home, where a new one does too.
fn shape_of(header: &ClaimMap, claims: &ClaimMap) -> Shape {
    let typ = match header.get("typ") {
        None => Some(Typ::Omitted),
        // The word that leaves it out stands for itself here, and no reader would want it.
        Some(Value::String(typ)) => typ.parse().ok().filter(|typ| *typ != Typ::Omitted),
        Some(_) => None,
    };
    let lacks = |claim: &Omittable| !claims.contains_key(claim.name());
    Shape {
        typ,
        issuer: claims.get("iss").and_then(Value::as_str).and_then(|issuer| Issuer::new(issuer).ok()),
        without: Omittable::ALL.into_iter().filter(lacks).collect::<BTreeSet<_>>(),
        ..Shape::default()
    }
}

fn audiences(value: &Value) -> Option<Vec<Audience>> {
    let audience = |value: &Value| value.as_str().and_then(|text| Audience::new(text).ok());
    match value {
        Value::Array(all) => all.iter().map(audience).collect::<Option<Vec<_>>>().filter(|all| !all.is_empty()),
        one => audience(one).map(|one| vec![one]),
    }
}

/// A point in time in seconds, also where it is written with a fraction or in milliseconds.
fn seconds(value: &Value) -> Option<i64> {
    let whole = value.as_i64().or_else(|| {
        let seconds = value.as_f64().filter(|seconds| seconds.abs() < 1e15)?;
        #[expect(clippy::cast_possible_truncation, reason = "the range was checked")]
        Some(seconds.floor() as i64)
    })?;
    Some(if whole >= MILLISECONDS { whole / 1_000 } else { whole })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn map(json: Value) -> ClaimMap {
        let Value::Object(members) = json else { panic!("no object") };
        members.into_iter().collect()
    }

    fn like(header: Value, claims: Value) -> Likeness {
        Likeness::of(&map(header), &map(claims), Timestamp(10_000))
    }

    #[test]
    fn a_token_of_another_issuer_is_taken_without_what_belongs_to_it_alone() {
        let like = like(
            json!({"alg": "RS256", "kid": "theirs", "typ": "JWT", "x5t": "abc", "jku": "https://x", "tenant": 7}),
            json!({
                "iss": "https://theirs.test/", "sub": "auth0|1", "aud": ["a", "b"], "iat": 1_000, "exp": 4_600, "nbf": 900,
                "auth_time": 940, "jti": "x", "azp": "client", "scope": "read", "cnf": {"jkt": "x"}, "nonce": "n",
                "roles": ["admin"],
            }),
        );
        let shape = &like.taken.shape;
        assert_eq!(shape.typ, Some(Typ::Is("JWT".to_owned())));
        assert_eq!(shape.issuer.as_ref().map(Issuer::as_str), Some("https://theirs.test/"));
        assert_eq!(shape.without, [Omittable::ClientId].into());
        assert_eq!(Value::from(shape.header.clone()), json!({"tenant": 7}));
        assert_eq!((like.taken.ttl.map(Ttl::seconds), like.taken.not_before), (Some(3_600), Some(Timestamp(10_000))));
        assert_eq!(
            Value::from(like.taken.claims.clone()),
            json!({"auth_time": 9_940, "azp": "client", "roles": ["admin"]})
        );
        assert_eq!(like.taken.audiences.as_ref().map(Vec::len), Some(2));
        assert_eq!(
            (like.subject.as_deref(), like.clients.clone()),
            (Some("auth0|1"), vec![("azp", "client".to_owned())])
        );
        assert_eq!(like.left_of_header, ["alg", "kid", "x5t", "jku"]);
        let left: Vec<String> = like.left.iter().map(LeftClaim::to_string).collect();
        assert_eq!(left, ["cnf (binds it to something else)", "nonce (binds it to something else)"]);
        assert_eq!(like.reset, ["iat", "exp", "nbf", "jti", "auth_time"]);
    }

    #[test]
    fn what_is_not_there_is_not_in_the_new_one_either() {
        let like = like(json!({"alg": "none"}), json!({"sub": "alice"}));
        assert_eq!(like.taken.shape.typ, Some(Typ::Omitted));
        assert_eq!(like.taken.shape.without.len(), Omittable::ALL.len());
        assert_eq!((like.taken.ttl, like.taken.not_before, like.scopes), (None, None, None));
    }

    #[test]
    fn values_that_no_token_of_ours_can_have_are_named() {
        let claims = json!({"iss": ["a"], "sub": 7, "aud": [1], "scope": ["a"], "auth_time": "x", "exp": 1, "iat": 5});
        let like = like(json!({"typ": 5}), claims);
        let left: Vec<&str> = like.left.iter().map(|left| left.name.as_str()).collect();
        assert_eq!(left, ["iss", "sub", "aud", "scope", "auth_time"]);
        assert_eq!((like.taken.ttl, like.left_of_header.len()), (None, 1));
    }

    #[test]
    fn times_may_have_fractions_or_be_in_milliseconds() {
        let ttl = |claims| like(json!({}), claims).taken.ttl.map(Ttl::seconds);
        assert_eq!(ttl(json!({"iat": 1_000.5, "exp": 1_060.9})), Some(60));
        assert_eq!(ttl(json!({"iat": 1_700_000_000_000_i64, "exp": 1_700_000_060_000_i64})), Some(60));
        assert_eq!(ttl(json!({"nbf": 5, "exp": 65})), Some(60));
    }
}
