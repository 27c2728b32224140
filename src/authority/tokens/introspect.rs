//! Introspection (RFC 7662): what a protected resource may know of a token that was shown to it.

use std::net::IpAddr;

use serde_json::{Value, json};

use crate::authority::error::Result;
use crate::authority::parts::Authority;
use crate::core::claims::claims_of;
use crate::core::jose::UntrustedToken;
use crate::core::verify::{Expectations, LedgerEntry, Warning};
use crate::core::{Audience, OpaqueKind, OpaqueText, Standing, TokenKind};
use crate::wire::Introspection;

impl Authority {
    /// What a resource may know of a token: its claims where it is good now, else nothing, not even why.
    ///
    /// Whom an access token is for is left to the one who asks; a token that is bound to an address is good only where
    /// `ip` is that address.
    pub fn introspect(&self, text: &[u8], ip: Option<IpAddr>) -> Result<Introspection> {
        let Ok(text) = std::str::from_utf8(text) else { return Ok(Introspection::inactive()) };
        let opaque = OpaqueText::parse(text).ok();
        let entry = match &opaque {
            Some(opaque) => self.store.read()?.entry_by_digest(&opaque.digest)?,
            None => None,
        };
        if opaque.is_some_and(|opaque| opaque.kind == OpaqueKind::Refresh) {
            return Ok(entry.and_then(|entry| self.live_refresh(&entry)).unwrap_or_else(Introspection::inactive));
        }
        let audiences = match &entry {
            Some(entry) => entry.token.audiences.clone(),
            None => audiences(text),
        };
        let expected = Expectations { audiences, ip, ..Expectations::default() };
        let (mut report, _) = self.verify(text.as_bytes(), expected.clone())?;
        // A test token is good as it was asked for: whether it is what a resource expects, the resource knows.
        let departs = report.warnings.iter().find_map(|warning| match warning {
            Warning::Departs(departures) => Some(departures),
            _ => None,
        });
        if let (Some(_), Some(departures)) = (report.reason, departs) {
            let expected = expected.as_it_departs(departures);
            report = self.verify(text.as_bytes(), expected)?.0;
        }
        let claims = report.claims.filter(|_| report.reason.is_none());
        Ok(claims.map_or_else(Introspection::inactive, |claims| Introspection::of(&claims, "Bearer")))
    }

    /// What may be known of a refresh token: only an app and this authority ever see one, so there is no audience.
    fn live_refresh(&self, entry: &LedgerEntry) -> Option<Introspection> {
        let token = &entry.token;
        let is_live = token.kind == TokenKind::Refresh
            && token.standing(self.now()) == Standing::Active
            && entry.grant.as_ref().is_some_and(crate::core::Grant::is_active)
            && entry.user.is_none()
            && !entry.app.is_shut();
        if !is_live {
            return None;
        }
        let mut claims = claims_of(token);
        claims.remove("aud");
        claims.insert("iss".to_owned(), json!(self.defaults.issuer));
        Some(Introspection::of(&claims, "refresh_token"))
    }
}

/// Whom a text says that it is for. Nothing is believed of it before the signature is checked.
fn audiences(text: &str) -> Vec<Audience> {
    let Ok(token) = UntrustedToken::parse(text) else { return Vec::new() };
    let named = match token.claims().get("aud") {
        Some(Value::String(one)) => vec![one.clone()],
        Some(Value::Array(many)) => many.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        _ => Vec::new(),
    };
    named.into_iter().filter_map(|name| Audience::new(name).ok()).collect()
}
