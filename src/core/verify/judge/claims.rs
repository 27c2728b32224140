//! The checks of what a token says of itself: its times, whose it is, for whom, and what it may.

use std::net::IpAddr;

use serde_json::Value;

use super::super::confirmation::{Possession, confirmation};
use super::super::detail::Detail;
use super::super::excerpt::{Excerpt, FoundClaim};
use super::super::expect::{Expectations, RequiredClaim, same_typ};
use super::super::moment::Moment;
use super::super::report::CheckOutcome;
use super::super::warning::Warning;
use super::verification::Verification;
use crate::core::jose::ACCESS_TOKEN_TYP;
use crate::core::jose::compact::Times;
use crate::core::json::{ClaimMap, same};
use crate::core::reason::Reason;

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
        let Some(issuer) = &expected.issuer else {
            self.trail.skip(Reason::IssuerMismatch, Detail::IssuerFree);
            return Ok(());
        };
        match claims.get("iss") {
            Some(Value::String(found)) if found == issuer.as_str() => {
                self.trail.pass(Reason::IssuerMismatch, || Detail::IssuerIs(issuer.clone()));
                Ok(())
            }
            found => {
                let detail = Detail::IssuerDiffers { found: FoundClaim::of(found), expected: issuer.clone() };
                Err(self.trail.fail(Reason::IssuerMismatch, detail))
            }
        }
    }

    pub(super) fn audience(&mut self, claims: &ClaimMap, expected: &Expectations) -> Result<(), Reason> {
        let found = claims.get("aud");
        let wanted = &expected.audiences;
        let is_wanted = |audience: &&str| wanted.iter().any(|wanted| wanted.as_str() == *audience);
        let named: Option<Vec<&str>> = match found {
            Some(Value::String(one)) => Some(vec![one]),
            Some(Value::Array(many)) => many.iter().map(Value::as_str).collect(),
            _ => None,
        };
        match (found, named) {
            (None, _) if wanted.is_empty() => {
                self.trail.pass(Reason::AudienceMismatch, || Detail::AudienceFree);
                Ok(())
            }
            (_, Some(named)) if named.iter().any(is_wanted) => {
                self.trail.pass(Reason::AudienceMismatch, || Detail::AudienceIs(wanted.clone()));
                Ok(())
            }
            _ => {
                let detail = Detail::AudienceDiffers { found: FoundClaim::of(found), expected: wanted.clone() };
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
        let count = expected.claims.len() + usize::from(expected.subject.is_some());
        if count == 0 {
            self.trail.skip(Reason::ClaimMismatch, Detail::ClaimsFree);
            return Ok(());
        }
        if let Some(sub) = &expected.subject
            && claims.get("sub").and_then(Value::as_str) != Some(sub.as_str())
        {
            let required = RequiredClaim { name: "sub".to_owned(), value: Some(sub.as_str().into()) };
            let detail = Detail::ClaimDiffers { found: FoundClaim::of(claims.get("sub")), required };
            return Err(self.trail.fail(Reason::ClaimMismatch, detail));
        }
        for required in &expected.claims {
            let found = claims.get(&required.name);
            if found.is_none()
                || required.value.as_ref().is_some_and(|value| found.is_none_or(|found| !same(value, found)))
            {
                let detail = Detail::ClaimDiffers { found: FoundClaim::of(found), required: required.clone() };
                return Err(self.trail.fail(Reason::ClaimMismatch, detail));
            }
        }
        self.trail.pass(Reason::ClaimMismatch, || Detail::ClaimsAre(count));
        Ok(())
    }

    pub(super) fn scope(&mut self, claims: &ClaimMap, expected: &Expectations) -> Result<(), Reason> {
        if expected.scopes.is_empty() {
            self.trail.skip(Reason::InsufficientScope, Detail::ScopeFree);
            return Ok(());
        }
        let found = claims.get("scope");
        let has: Vec<&str> = found.and_then(Value::as_str).unwrap_or_default().split(' ').collect();
        if expected.scopes.iter().all(|scope| has.contains(&scope)) {
            self.trail.pass(Reason::InsufficientScope, || Detail::ScopeIs(expected.scopes.clone()));
            Ok(())
        } else {
            let detail = Detail::ScopeLacks { found: FoundClaim::of(found), required: expected.scopes.clone() };
            Err(self.trail.fail(Reason::InsufficientScope, detail))
        }
    }

    /// A token that is bound to a key is worth nothing to whoever has the token alone (RFC 7800, 1). No form of proof can be
    /// shown yet, so that it is refused unless the verifier says that another sees to it.
    pub(super) fn possession(&mut self, claims: &ClaimMap, expected: &Expectations) -> Result<(), Reason> {
        if claims.contains_key("status") {
            self.warnings.push(Warning::StatusUnseen);
        }
        let Some(cnf) = claims.get("cnf") else {
            self.trail.possession(CheckOutcome::Skipped, Detail::Bearer);
            return Ok(());
        };
        let detail = match (confirmation(cnf), expected.possession.unwrap_or(Possession::Required)) {
            (Ok(way), Possession::Ignored) => {
                let way = Excerpt::of(way);
                self.trail.possession(CheckOutcome::Skipped, Detail::ProofNotAsked(way.clone()));
                self.warnings.push(Warning::PossessionUnproven(way));
                return Ok(());
            }
            (Ok(way), Possession::Required) => Detail::NotProven(Excerpt::of(way)),
            (Err(fault), _) => Detail::BadConfirmation(fault),
        };
        self.trail.possession(CheckOutcome::Fail, detail);
        Err(Reason::ContextMismatch)
    }

    /// A bound token that is shown without a context is refused: whether it is good cannot be known.
    pub(super) fn context(&mut self, claims: &ClaimMap, expected: &Expectations) -> Result<(), Reason> {
        let Some(bound) = claims.get("ip") else {
            self.trail.skip(Reason::ContextMismatch, Detail::Unbound);
            return Ok(());
        };
        let address = bound.as_str().and_then(|text| text.parse::<IpAddr>().ok());
        match (address, expected.ip) {
            (Some(bound), Some(shown)) if bound.to_canonical() == shown.to_canonical() => {
                self.trail.pass(Reason::ContextMismatch, || Detail::BoundHere(bound));
                Ok(())
            }
            (_, Some(shown)) => {
                let detail = Detail::BoundElsewhere { bound: FoundClaim::of(Some(bound)), shown };
                Err(self.trail.fail(Reason::ContextMismatch, detail))
            }
            (_, None) => {
                let detail = Detail::ShownFromNowhere(FoundClaim::of(Some(bound)));
                Err(self.trail.fail(Reason::ContextMismatch, detail))
            }
        }
    }
}
