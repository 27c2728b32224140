//! The checks of what a token says of itself: its times, whose it is, for whom, and what it may.

use std::net::IpAddr;

use serde_json::Value;

use super::super::expect::{Expectations, same_typ};
use super::case::{Case, brief, shown};
use crate::core::jose::ACCESS_TOKEN_TYP;
use crate::core::jose::compact::Times;
use crate::core::json::ClaimMap;
use crate::core::reason::Reason;
use crate::core::time::in_words;

impl Case {
    pub(super) fn expiry(&mut self, times: &Times, expected: &Expectations) -> Result<(), Reason> {
        let now = self.now;
        let Some(exp) = times.expires_at else {
            return Err(self.trail.fail(Reason::Expired, "the token has no exp"));
        };
        if now.0 >= exp.0.saturating_add(expected.leeway) {
            let ago = in_words(exp.seconds_until(now));
            return Err(self.trail.fail(Reason::Expired, format!("exp {exp} is {ago} past")));
        }
        if let Some(most) = expected.max_age {
            let Some(issued) = times.issued_at else {
                return Err(self.trail.fail(Reason::Expired, "the token has no iat, so nobody knows its age"));
            };
            if now.0 > issued.plus(most).0.saturating_add(expected.leeway) {
                let age = in_words(issued.seconds_until(now));
                return Err(self
                    .trail
                    .fail(Reason::Expired, format!("iat {issued} is {age} past, and {most} is the most")));
            }
        }
        if let Some(near) = expected.warn_within
            && exp <= now.plus(near)
        {
            self.warnings.push(format!("expires in {}", in_words(now.seconds_until(exp).max(0))));
        }
        self.trail.pass(Reason::Expired, || format!("exp {exp}, now {now}"));
        Ok(())
    }

    pub(super) fn start(&mut self, times: &Times, leeway: i64) -> Result<(), Reason> {
        let now = self.now;
        for (name, start) in [("nbf", times.not_before), ("iat", times.issued_at)] {
            if let Some(start) = start
                && start.0 > now.0.saturating_add(leeway)
            {
                let wait = in_words(now.seconds_until(start));
                return Err(self.trail.fail(Reason::NotYetValid, format!("{name} {start} is {wait} from now")));
            }
        }
        self.trail.pass(Reason::NotYetValid, || "nbf and iat are not in the future");
        Ok(())
    }

    pub(super) fn issuer(&mut self, claims: &ClaimMap, expected: &Expectations) -> Result<(), Reason> {
        let Some(issuer) = &expected.issuer else {
            self.trail.skip(Reason::IssuerMismatch, || "no issuer is expected");
            return Ok(());
        };
        match claims.get("iss") {
            Some(Value::String(found)) if found == issuer.as_str() => {
                self.trail.pass(Reason::IssuerMismatch, || format!("iss is {issuer}"));
                Ok(())
            }
            found => {
                let detail = format!("iss is {}, expected {issuer}", shown(found));
                Err(self.trail.fail(Reason::IssuerMismatch, detail))
            }
        }
    }

    pub(super) fn audience(&mut self, claims: &ClaimMap, expected: &Expectations) -> Result<(), Reason> {
        let found = claims.get("aud");
        let wanted = expected.audiences.iter().map(crate::core::Audience::as_str).collect::<Vec<_>>();
        let named: Option<Vec<&str>> = match found {
            Some(Value::String(one)) => Some(vec![one]),
            Some(Value::Array(many)) => many.iter().map(Value::as_str).collect(),
            _ => None,
        };
        match (found, named) {
            (None, _) if wanted.is_empty() => {
                self.trail.pass(Reason::AudienceMismatch, || "the token has no aud and none is expected");
                Ok(())
            }
            (_, Some(named)) if named.iter().any(|audience| wanted.contains(audience)) => {
                self.trail.pass(Reason::AudienceMismatch, || format!("aud has {}", wanted.join(" or ")));
                Ok(())
            }
            _ => {
                let wanted = if wanted.is_empty() { "none".to_owned() } else { wanted.join(" or ") };
                let detail = format!("aud is {}, expected {wanted}", shown(found));
                Err(self.trail.fail(Reason::AudienceMismatch, detail))
            }
        }
    }

    /// Opaque text that the ledger knows as an access token is what `at+jwt` says of a JWT.
    pub(super) fn typ(&mut self, is_opaque: bool, expected: &Expectations) -> Result<(), Reason> {
        let Some(wanted) = &expected.typ else {
            self.trail.skip(Reason::TypeMismatch, || "no typ is expected");
            return Ok(());
        };
        if is_opaque && same_typ(wanted, ACCESS_TOKEN_TYP) {
            self.trail.pass(Reason::TypeMismatch, || "an opaque access token");
            return Ok(());
        }
        match self.header.as_ref().and_then(|header| header.typ.as_ref()) {
            Some(typ) if same_typ(typ, wanted) => {
                self.trail.pass(Reason::TypeMismatch, || format!("typ is {typ}"));
                Ok(())
            }
            found => {
                let found = found.map_or("missing".to_owned(), |typ| format!("{:?}", brief(typ)));
                Err(self.trail.fail(Reason::TypeMismatch, format!("typ is {found}, expected {wanted}")))
            }
        }
    }

    pub(super) fn required_claims(&mut self, claims: &ClaimMap, expected: &Expectations) -> Result<(), Reason> {
        if expected.claims.is_empty() {
            self.trail.skip(Reason::ClaimMismatch, || "no claim is required");
            return Ok(());
        }
        for required in &expected.claims {
            let found = claims.get(&required.name);
            if found.is_none() || required.value.as_ref().is_some_and(|value| Some(value) != found) {
                let wanted = required.value.as_ref().map_or("any value".to_owned(), Value::to_string);
                let detail = format!("{} is {}, required {wanted}", required.name, shown(found));
                return Err(self.trail.fail(Reason::ClaimMismatch, detail));
            }
        }
        self.trail.pass(Reason::ClaimMismatch, || format!("{} required claims are there", expected.claims.len()));
        Ok(())
    }

    pub(super) fn scope(&mut self, claims: &ClaimMap, expected: &Expectations) -> Result<(), Reason> {
        if expected.scopes.is_empty() {
            self.trail.skip(Reason::InsufficientScope, || "no scope is required");
            return Ok(());
        }
        let found = claims.get("scope");
        let has: Vec<&str> = found.and_then(Value::as_str).unwrap_or_default().split(' ').collect();
        if expected.scopes.iter().all(|scope| has.contains(&scope)) {
            self.trail.pass(Reason::InsufficientScope, || format!("scope has {}", expected.scopes));
            Ok(())
        } else {
            let detail = format!("scope is {}, required {}", shown(found), expected.scopes);
            Err(self.trail.fail(Reason::InsufficientScope, detail))
        }
    }

    /// A bound token that is shown without a context is refused: whether it is good cannot be known.
    pub(super) fn context(&mut self, claims: &ClaimMap, expected: &Expectations) -> Result<(), Reason> {
        let Some(bound) = claims.get("ip") else {
            self.trail.skip(Reason::ContextMismatch, || "the token is not bound to an address");
            return Ok(());
        };
        let address = bound.as_str().and_then(|text| text.parse::<IpAddr>().ok());
        match (address, expected.ip) {
            (Some(bound), Some(shown)) if bound.to_canonical() == shown.to_canonical() => {
                self.trail.pass(Reason::ContextMismatch, || format!("bound to {bound}"));
                Ok(())
            }
            (_, Some(ip)) => {
                let detail = format!("bound to {}, shown from {ip}", shown(Some(bound)));
                Err(self.trail.fail(Reason::ContextMismatch, detail))
            }
            (_, None) => {
                let detail = format!("bound to {}, and nothing says where it is shown from", shown(Some(bound)));
                Err(self.trail.fail(Reason::ContextMismatch, detail))
            }
        }
    }
}
