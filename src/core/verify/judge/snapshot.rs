//! The checks of the ledger where there is none: what a revocation snapshot says of a token, its user, its key and its app.

use serde_json::Value;

use super::super::detail::{Detail, Listed};
use super::super::excerpt::Excerpt;
use super::super::facts::RevocationList;
use super::super::report::Evidence;
use super::verification::{Stop, Verification};
use crate::core::id::ClientId;
use crate::core::json::ClaimMap;
use crate::core::reason::Reason;
use crate::core::revocation::{Cause, Denial};
use crate::core::revocations::RevocationSnapshot;
use crate::core::time::Timestamp;

impl Verification {
    /// What the snapshot has of the token decides.
    pub(super) fn snapshot<E>(
        &mut self,
        claims: &ClaimMap,
        snapshot: &dyn RevocationList<Error = E>,
    ) -> Result<(), Stop<E>> {
        let issuer = claims.get("iss").and_then(Value::as_str);
        let snapshot = snapshot.about(issuer).map_err(Stop::Source)?;
        self.listed(claims, snapshot)?;
        self.listed_app(claims, snapshot)?;
        Ok(())
    }

    fn listed(&mut self, claims: &ClaimMap, snapshot: &RevocationSnapshot) -> Result<(), Reason> {
        let made_at = snapshot.issued_at;
        // Whoever has a leaked key can leave its name out or write another, so the key itself is asked too.
        let names = self.key.as_ref().map(|key| key.names()).unwrap_or_default();
        let kid = self.header.as_ref().and_then(|header| header.kid.clone());
        let names = kid.iter().chain(&names).map(String::as_str);
        if let Some(kid) = snapshot.revoked_key(names) {
            self.cause = Some(evidence(Cause::Key, made_at, made_at));
            return Err(self.trail.fail(Reason::Revoked, Detail::Listed(Listed::Key(kid), made_at)));
        }
        let jti = claims.get("jti").and_then(Value::as_str).filter(|jti| Denial::name(jti).is_some());
        if jti.is_some_and(|jti| snapshot.has_token(jti)) {
            self.cause = Some(evidence(Cause::Token, made_at, made_at));
            return Err(self.trail.fail(Reason::Revoked, Detail::Listed(Listed::Token, made_at)));
        }
        let apps = apps(claims);
        let sub = claims.get("sub").and_then(Value::as_str).unwrap_or_default();
        if let Some(cut) = snapshot.cut_of(sub, self.times.issued_at, |app| apps.contains(app)) {
            self.cause = Some(evidence(Cause::User, if cut.blocked { made_at } else { cut.before }, made_at));
            if cut.blocked {
                let detail = Detail::Listed(Listed::BlockedUser(Excerpt::of(sub)), made_at);
                return Err(self.trail.fail(Reason::Revoked, detail));
            }
            let (sub, app, before) = (Excerpt::of(sub), cut.client_id.clone(), cut.before);
            let detail = Detail::Listed(Listed::User { sub, app, before }, made_at);
            return Err(self.trail.fail(Reason::Revoked, detail));
        }
        self.trail.pass(Reason::Revoked, || Detail::Listed(Listed::Nothing { has_jti: jti.is_some() }, made_at));
        Ok(())
    }

    fn listed_app(&mut self, claims: &ClaimMap, snapshot: &RevocationSnapshot) -> Result<(), Reason> {
        let made_at = snapshot.issued_at;
        if let Some(app) = apps(claims).into_iter().find(|app| snapshot.has_app(app)) {
            self.cause = Some(evidence(Cause::App, made_at, made_at));
            return Err(self.trail.fail(Reason::AppBlocked, Detail::Listed(Listed::App(app), made_at)));
        }
        self.trail.pass(Reason::AppBlocked, || Detail::Listed(Listed::NoApp, made_at));
        Ok(())
    }
}

/// The apps that a token can be of: the one it names, or where it names none, as an ID token, those it is for.
fn apps(claims: &ClaimMap) -> Vec<ClientId> {
    let texts = |name: &str| match claims.get(name) {
        Some(Value::Array(many)) => many.iter().filter_map(Value::as_str).collect(),
        one => one.and_then(Value::as_str).into_iter().collect::<Vec<_>>(),
    };
    let named = texts("client_id");
    let of = if named.is_empty() { [texts("azp"), texts("aud")].concat() } else { named };
    of.into_iter().chain(texts("sub")).filter_map(|text| ClientId::new(text).ok()).collect()
}

fn evidence(cause: Cause, at: Timestamp, made_at: Timestamp) -> Evidence {
    Evidence { cause, at, snapshot_at: Some(made_at), by: None, note: None }
}
