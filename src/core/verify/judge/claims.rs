//! The checks of what a token says of itself: its times, whose it is, for whom, and what it may.

use std::net::IpAddr;

use serde_json::Value;

use super::super::detail::Detail;
use super::super::excerpt::{Excerpt, FoundClaim};
use super::super::expect::Expectations;
use super::super::moment::Moment;
use super::super::require::RequiredClaim;
use super::super::warning::Warning;
use super::verification::Verification;
use crate::core::claims::Held;
use crate::core::jose::compact::Times;
use crate::core::jose::{ACCESS_TOKEN_TYP, same_typ};
use crate::core::json::ClaimMap;
use crate::core::reason::Reason;
use crate::core::shape::NO_TYP;

impl Verification {
    pub(super) fn expiry(&mut self, times: &Times, expected: &Expectations) -> Result<(), Reason> {
        let (now, leeway) = (self.now, expected.leeway.unwrap_or(0));
        let Some(exp) = times.expires_at else {
            return Err(self.trail.fail(Reason::Expired, Detail::NoEnd));
        };
        if now.0 >= exp.0.saturating_add(leeway) {
            return Err(self.trail.fail(Reason::Expired, Detail::Ended(Moment { at: exp, now })));
        }
        if let Some(most) = expected.max_age {
            let Some(issued) = times.issued_at else {
                return Err(self.trail.fail(Reason::Expired, Detail::NoAge));
            };
            if now.0 > issued.plus(most).0.saturating_add(leeway) {
                let issued = Moment { at: issued, now };
                return Err(self.trail.fail(Reason::Expired, Detail::TooOld { issued, most }));
            }
        }
        if let Some(near) = expected.warn_within
            && exp <= now.plus(near)
        {
            self.warnings.push(Warning::EndsSoon(Moment { at: exp, now }));
        }
        self.trail.pass(Reason::Expired, || Detail::NotEnded(Moment { at: exp, now }));
        Ok(())
    }

    pub(super) fn start(&mut self, times: &Times, expected: &Expectations) -> Result<(), Reason> {
        let (now, leeway) = (self.now, expected.leeway.unwrap_or(0));
        for (name, start) in [("nbf", times.not_before), ("iat", times.issued_at)] {
            if let Some(start) = start
                && start.0 > now.0.saturating_add(leeway)
            {
                let detail = Detail::NotStarted(name, Moment { at: start, now });
                return Err(self.trail.fail(Reason::NotYetValid, detail));
            }
        }
        self.trail.pass(Reason::NotYetValid, || Detail::Started);
        Ok(())
    }

    pub(super) fn issuer(&mut self, claims: &ClaimMap, expected: &Expectations) -> Result<(), Reason> {
        let found = claims.get("iss");
        let wanted = &expected.issuers;
        if wanted.is_empty() {
            // Whoever it is, an access token says who.
            if self.is_of_access && !found.is_some_and(Value::is_string) {
                return Err(self.trail.fail(Reason::IssuerMismatch, Detail::IssuerMissing(FoundClaim::of(found))));
            }
            self.trail.skip(Reason::IssuerMismatch, Detail::IssuerFree);
            return Ok(());
        }
        let named = found.and_then(Value::as_str);
        match wanted.iter().find(|wanted| named == Some(wanted.as_str())) {
            Some(issuer) => {
                self.trail.pass(Reason::IssuerMismatch, || Detail::IssuerIs(issuer.clone()));
                Ok(())
            }
            None => {
                let detail = Detail::IssuerDiffers { found: FoundClaim::of(found), expected: wanted.clone() };
                Err(self.trail.fail(Reason::IssuerMismatch, detail))
            }
        }
    }

    pub(super) fn audience(&mut self, claims: &ClaimMap, expected: &Expectations) -> Result<(), Reason> {
        let found = claims.get("aud");
        // Whoever says that it must have none does not expect one.
        let lacks = found.is_none() && expected.lacks("aud");
        let wanted = if lacks { &[][..] } else { &expected.audiences };
        let is_wanted = |audience: &&str| wanted.iter().any(|wanted| wanted.as_str() == *audience);
        let named: Option<Vec<&str>> = match found {
            Some(Value::String(one)) => Some(vec![one]),
            Some(Value::Array(many)) => many.iter().map(Value::as_str).collect(),
            _ => None,
        };
        match (found, named) {
            (None, _) if wanted.is_empty() && self.is_of_access && !lacks => {
                Err(self.trail.fail(Reason::AudienceMismatch, Detail::AudienceMissing))
            }
            (None, _) if wanted.is_empty() => {
                self.trail.pass(Reason::AudienceMismatch, || Detail::AudienceFree);
                Ok(())
            }
            (_, Some(named)) if named.iter().any(is_wanted) => {
                self.trail.pass(Reason::AudienceMismatch, || Detail::AudienceIs(wanted.to_vec()));
                Ok(())
            }
            _ => {
                let detail = Detail::AudienceDiffers { found: FoundClaim::of(found), expected: wanted.to_vec() };
                Err(self.trail.fail(Reason::AudienceMismatch, detail))
            }
        }
    }

    /// Opaque text that the ledger knows as an access token is what `at+jwt` says of a JWT.
    pub(super) fn typ(&mut self, is_opaque: bool, expected: &Expectations) -> Result<(), Reason> {
        let Some(wanted) = &expected.typ else {
            self.trail.skip(Reason::TypeMismatch, Detail::TypeFree);
            return Ok(());
        };
        if is_opaque && same_typ(wanted, ACCESS_TOKEN_TYP) {
            self.trail.pass(Reason::TypeMismatch, || Detail::OpaqueAccess);
            return Ok(());
        }
        match self.header.as_ref().and_then(|header| header.typ.as_ref()) {
            None if wanted == NO_TYP => {
                self.trail.pass(Reason::TypeMismatch, || Detail::TypeMissing);
                Ok(())
            }
            Some(typ) if same_typ(typ, wanted) => {
                self.trail.pass(Reason::TypeMismatch, || Detail::TypeIs(typ.clone()));
                Ok(())
            }
            found => {
                let found = found.map(|typ| Excerpt::of(typ));
                Err(self.trail.fail(Reason::TypeMismatch, Detail::TypeDiffers { found, expected: wanted.clone() }))
            }
        }
    }

    pub(super) fn required_claims(&mut self, claims: &ClaimMap, expected: &Expectations) -> Result<(), Reason> {
        if self.is_of_access {
            self.claims_of_access(claims, expected)?;
        }
        let count = expected.claims.len() + usize::from(expected.subject.is_some());
        if count == 0 {
            if self.is_of_access {
                self.trail.pass(Reason::ClaimMismatch, || Detail::ClaimsOfAccess);
            } else {
                self.trail.skip(Reason::ClaimMismatch, Detail::ClaimsFree);
            }
            return Ok(());
        }
        if let Some(sub) = &expected.subject
            && claims.get("sub").and_then(Value::as_str) != Some(sub.as_str())
        {
            let required = RequiredClaim::exact("sub", sub.as_str().into());
            let detail = Detail::ClaimDiffers { found: FoundClaim::of(claims.get("sub")), required };
            return Err(self.trail.fail(Reason::ClaimMismatch, detail));
        }
        if let Some(required) = expected.claims.iter().find(|required| !required.is_met(claims)) {
            let found = FoundClaim::at(&required.path.find(claims));
            let detail = Detail::ClaimDiffers { found, required: required.clone() };
            return Err(self.trail.fail(Reason::ClaimMismatch, detail));
        }
        self.trail.pass(Reason::ClaimMismatch, || Detail::ClaimsAre(count));
        Ok(())
    }

    /// Whether its header says that it is an access token (RFC 9068, 2.1). Opaque text has none.
    pub(super) fn says_access(&self) -> bool {
        let typ = self.header.as_ref().and_then(|header| header.typ.as_deref());
        typ.is_some_and(|typ| same_typ(typ, ACCESS_TOKEN_TYP))
    }

    /// What an access token must have (RFC 9068, 2.2), besides what has a check of its own.
    fn claims_of_access(&mut self, claims: &ClaimMap, expected: &Expectations) -> Result<(), Reason> {
        let has = |name: &str| match name {
            // It was read as a number, or was refused as none.
            "iat" => self.times.issued_at.is_some(),
            // A ledger looks at it more closely.
            "jti" if self.has_ledger => claims.contains_key(name),
            _ => claims.get(name).is_some_and(Value::is_string),
        };
        let may_lack = |name: &str| claims.get(name).is_none() && expected.lacks(name);
        match ["sub", "client_id", "iat", "jti"].into_iter().find(|name| !has(name) && !may_lack(name)) {
            None => Ok(()),
            Some(name) => {
                let detail = Detail::AccessLacks(name, FoundClaim::of(claims.get(name)));
                Err(self.trail.fail(Reason::ClaimMismatch, detail))
            }
        }
    }

    pub(super) fn scope(&mut self, claims: &ClaimMap, expected: &Expectations) -> Result<(), Reason> {
        if expected.scopes.is_empty() {
            self.trail.skip(Reason::InsufficientScope, Detail::ScopeFree);
            return Ok(());
        }
        let (name, found, has) = scopes_of(claims);
        if expected.scopes.iter().all(|scope| has.contains(&scope)) {
            self.trail.pass(Reason::InsufficientScope, || Detail::ScopeIs(name, expected.scopes.clone()));
            Ok(())
        } else {
            let detail = Detail::ScopeLacks { name, found: FoundClaim::of(found), required: expected.scopes.clone() };
            Err(self.trail.fail(Reason::InsufficientScope, detail))
        }
    }

    /// A bound token that is shown without a context is refused: whether it is good cannot be known.
    pub(super) fn context(&mut self, claims: &ClaimMap, expected: &Expectations) -> Result<(), Reason> {
        let mut bound = None;
        if let Some(claim) = claims.get("ip") {
            let address = claim.as_str().and_then(|text| text.parse::<IpAddr>().ok());
            match (address, expected.ip) {
                (Some(here), Some(shown)) if here.to_canonical() == shown.to_canonical() => {
                    bound = Some(Detail::BoundHere(here));
                }
                (_, Some(shown)) => {
                    let detail = Detail::BoundElsewhere { bound: FoundClaim::of(Some(claim)), shown };
                    return Err(self.trail.fail(Reason::ContextMismatch, detail));
                }
                (_, None) => {
                    let detail = Detail::ShownFromNowhere(FoundClaim::of(Some(claim)));
                    return Err(self.trail.fail(Reason::ContextMismatch, detail));
                }
            }
        }
        for held in Held::ALL {
            let Some(claim) = claims.get(held.claim()) else { continue };
            let shown = match held {
                Held::UserAgent => expected.user_agent.as_deref(),
                Held::Device => expected.device.as_deref(),
            };
            match shown {
                Some(shown) if claim.as_str() == Some(Held::digest(shown).as_str()) => {
                    bound = bound.or(Some(Detail::HeldHere(held)));
                }
                Some(_) => return Err(self.trail.fail(Reason::ContextMismatch, Detail::HeldElsewhere(held))),
                None => return Err(self.trail.fail(Reason::ContextMismatch, Detail::HeldByNobody(held))),
            }
        }
        match bound {
            Some(detail) => self.trail.pass(Reason::ContextMismatch, || detail),
            None => self.trail.skip(Reason::ContextMismatch, Detail::Unbound),
        }
        Ok(())
    }
}

/// The scopes of a token: of `scope` (RFC 8693, 4.2), and where there is none, of `scp`, as Okta and Entra write them in a
/// list or a text.
fn scopes_of(claims: &ClaimMap) -> (&'static str, Option<&Value>, Vec<&str>) {
    let (name, found) = match (claims.get("scope"), claims.get("scp")) {
        (None | Some(Value::Null), Some(scp)) => ("scp", Some(scp)),
        (scope, _) => ("scope", scope),
    };
    let has = match found {
        Some(Value::String(text)) => text.split(' ').collect(),
        Some(Value::Array(list)) if name == "scp" => list.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    (name, found, has)
}
