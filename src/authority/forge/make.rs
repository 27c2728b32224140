//! Making test tokens, and entering them.

use serde_json::json;

use super::client::as_client;
use super::plan::{ForgePlan, PlannedRow};
use super::request::{ForgeRequest, Forged, ForgedProof, ForgedToken, MadeForFlaw, note};
use super::unseen::pages;
use crate::authority::error::{Error, Result};
use crate::authority::keys::{NewFiles, made_key};
use crate::authority::parts::Authority;
use crate::authority::tokens::{consented, issued};
use crate::authority::work::{Attempted, Change};
use crate::core::app::{AppRef, AppState};
use crate::core::audit::{Attempt, Deed, Verb};
use crate::core::claims::{ClaimMap, ClaimsRequest, Issuance, Lifetime, access_claims};
use crate::core::forge::{
    Chance, ExpectedVerdict, Flaw, Good, GoodProof, asked_nonce, build, build_proof, flawed_claims,
};
use crate::core::jose::ACCESS_TOKEN_TYP;
use crate::core::policy::Policy;
use crate::core::proof::Binding;
use crate::core::verify::Reason;
use crate::core::{
    AccessContext, Actor, App, Audience, Caller, Cause, Jti, KeyRecord, Revocation, Shape, Subject, Timestamp,
    TokenKind, TokenRecord, TokenState,
};
use crate::store::Write;

impl Authority {
    /// Makes test tokens. Their rows, and all that they need, are in the ledger before this returns.
    pub fn forge(&self, caller: &Caller, request: &ForgeRequest) -> Result<Forged> {
        let attempt = request
            .app
            .as_ref()
            .map_or_else(|| Attempt::of(Verb::TokensIssued), |app| Attempt::app(Verb::TokensIssued, app));
        self.asked(caller, Some(attempt), |asked| {
            self.store.prepare()?;
            loop {
                if let Some(forged) = self.try_forge(asked, caller, request)? {
                    return Ok(forged);
                }
                // Somebody changed app, consent or key meanwhile: begin again.
            }
        })
    }

    fn try_forge(&self, asked: &Attempted<'_>, caller: &Caller, request: &ForgeRequest) -> Result<Option<Forged>> {
        let plan = self.plan_forge(request, &caller.actor())?;
        let (tokens, records, expires_at, audiences) = self.forge_texts(request, &plan, &caller.actor())?;
        let mut files = NewFiles::of(&self.ring);
        let entered = asked.work(|tx| {
            let ForgePlan { app, kept, grant, blocked, cast, seed, .. } = &plan;
            let (mut made, mut done) = (Vec::new(), Vec::new());
            let home = &cast.home.0;
            if !enter_app(&mut **tx, app)? || !blocked.as_ref().map_or(Ok(true), |app| enter_app(&mut **tx, app))? {
                return Ok(Change::Nothing(None));
            }
            if tx.hold_active_key(home.algorithm)?.as_ref() != Some(home) {
                return Ok(Change::Nothing(None));
            }
            if request.user.as_ref().map(|name| tx.hold_user(name)).transpose()?.flatten() != *kept {
                return Ok(Change::Nothing(None));
            }
            if app.before.is_none() {
                made.push(MadeForFlaw::App(app.after.name.clone()));
            }
            if let Some(blocked) = blocked.as_ref().filter(|blocked| blocked.before.is_none()) {
                made.push(MadeForFlaw::BlockedApp(blocked.after.name.clone()));
            }
            if let Some(grant) = grant {
                if tx.take_active_grant(&grant.after.client_id, &grant.after.user)? != grant.before {
                    return Ok(Change::Nothing(None));
                }
                match &grant.before {
                    None => {
                        tx.insert_grant(&grant.after)?;
                        done.push(consented(&grant.after, true));
                    }
                    Some(before) if *before != grant.after => {
                        tx.replace_grant(before, &grant.after)?;
                        done.push(consented(&grant.after, false));
                    }
                    Some(_) => {}
                }
            }
            for (key, announce) in cast.throwaways() {
                if let Some(sealed) = &key.new {
                    files.add(&key.record.kid, sealed)?;
                    tx.insert_key(&key.record)?;
                    done.push(made_key(&key.record));
                    made.push(announce(key.record.kid.clone()));
                }
            }
            for record in &records {
                match tx.token(&record.jti)? {
                    None => {
                        tx.insert_tokens(std::slice::from_ref(record))?;
                        done.push(issued(record));
                    }
                    // The same seed, time, key and app: the same token.
                    Some(found) if is_same(&found, record) => {}
                    Some(_) => return Err(Error::ForgedBefore { seed: *seed }),
                }
            }
            done.extend(entered_app(app));
            done.extend(blocked.iter().flat_map(entered_app));
            let done = done.into_iter().map(|deed| tx.event(deed, None)).collect();
            Ok(match tx.all(done) {
                None => Change::Nothing(Some(made)),
                Some(events) => Change::Made(Some(made), events),
            })
        });
        let Some(made) = files.settle(entered)? else { return Ok(None) };
        let ForgePlan { app, cast, seed, at, .. } = plan;
        let pages = pages(&cast);
        let (app, kid, skipped) = (app.after.name, cast.home.0.kid.clone(), cast.skipped);
        Ok(Some(Forged { tokens, skipped, made, pages, app, audiences, kid, seed, at, expires_at }))
    }

    #[expect(clippy::type_complexity, reason = "it is taken apart at once")]
    pub(super) fn forge_texts(
        &self,
        request: &ForgeRequest,
        plan: &ForgePlan,
        by: &Actor,
    ) -> Result<(Vec<ForgedToken>, Vec<TokenRecord>, Timestamp, Vec<Audience>)> {
        let app = &plan.app.after;
        let policy = Policy::of(&self.defaults, app).for_user(request.user.as_ref());
        let audiences = policy.audiences(&request.audiences)?;
        let consented = plan.grant.as_ref().map(|grant| &grant.after.scopes);
        let scopes = policy.scopes(request.scopes.as_ref(), consented)?;
        let ttl = request.ttl.unwrap_or_else(|| policy.access_ttl());
        let expires_at = plan.at.plus(ttl);
        let subject = request.user.clone().map_or(Subject::App, Subject::User);
        let (mut tokens, mut records, shape) = (Vec::new(), Vec::new(), Shape::default());
        let usual_header: ClaimMap = [("typ", json!(ACCESS_TOKEN_TYP))].into_iter().collect();
        for flaw in plan.cast.flaws.iter().copied() {
            let (key, signer) = plan.cast.signer(flaw)?;
            // The app that is blocked speaks for itself: nobody consented to it.
            let (app, subject, grant) = match &plan.blocked {
                Some(blocked) if flaw == Flaw::BlockedApp => (&blocked.after, Subject::App, None),
                _ => (app, subject.clone(), plan.grant.as_ref().map(|grant| grant.after.id)),
            };
            let wish = ClaimsRequest {
                lifetime: Lifetime::Until(expires_at),
                not_before: None,
                extra: extra(flaw, request, plan),
                bind_ip: None,
            };
            let issuance = Issuance {
                issuer: &self.defaults.issuer,
                client_id: Some(app.client_id.as_str()),
                subject: &subject,
                scopes: &scopes,
                audiences: &audiences,
                // Not the key of the flaw: a key whose time is over would end the token too.
                key: Some(&plan.cast.home.0),
                ttl,
                now: plan.at,
                shape: &shape,
            };
            let chance = chance(plan.seed, flaw, &issuance, key);
            let unix_ms = u64::try_from(plan.at.0).unwrap_or_default() * 1_000;
            let jti = Jti::from_parts(unix_ms, chance.bytes());
            // An app that is blocked speaks for itself here too.
            let other = request.in_place_of.as_ref().filter(|_| flaw != Flaw::BlockedApp);
            let claims = match other {
                Some(other) => named(other.claims.clone(), jti),
                // Wrong in one way, and else what the user's own tokens are.
                None => plan.completed(access_claims(&issuance, &wish, jti).map, &subject),
            };
            let good = Good {
                kid: &plan.cast.home.0.kid,
                header: other.map_or(&usual_header, |other| &other.header),
                claims: &claims,
                at: plan.at,
                expires_at,
                foreign_jwk: plan.cast.foreign_jwk(),
                foreign_x5c: plan.cast.foreign.as_ref().and_then(|foreign| foreign.certificate.as_deref()),
                listener: request.probe.as_deref(),
                chance: &chance,
            };
            let text = build(flaw, &good, signer)?;
            let reason = match flaw.row().expected {
                ExpectedVerdict::Valid => None,
                ExpectedVerdict::ValidForOnlyKey => (!plan.cast.is_only_key).then_some(Reason::UnknownKey),
                ExpectedVerdict::NotOfKey if plan.cast.home.0.algorithm == signer.algorithm() => {
                    Some(Reason::BadSignature)
                }
                ExpectedVerdict::NotOfKey => Some(Reason::AlgorithmNotAllowed),
                ExpectedVerdict::Refused(reason) => Some(reason),
            };
            let jti = flaw.is_recorded().then_some(jti);
            let proof = proof(flaw, request, plan, text.reveal(), &chance)?;
            tokens.push(ForgedToken { flaw, text, jti, reason, proof });
            let Some(jti) = jti else { continue };
            let flawed = flawed_claims(flaw, &good);
            // Never later than a good token: the ledger keeps a key as long as the last token that it signed.
            let time = |name: &str, most: Timestamp| {
                let found = flawed.get(name).and_then(serde_json::Value::as_i64);
                found.map_or(most, |found| most.min(Timestamp(found)))
            };
            // As of the token's own time, so that the row repeats.
            let revoked = || Revocation { at: plan.at, by: by.clone(), cause: Cause::Token, note: Some(note()) };
            records.push(TokenRecord {
                jti,
                kind: other.map_or(TokenKind::Access, |other| other.kind),
                client_id: app.client_id.clone(),
                subject,
                grant,
                family: None,
                kid: Some(key.kid.clone()),
                scopes: scopes.clone(),
                audiences: audiences.clone(),
                issued_at: time("iat", plan.at),
                expires_at: time("exp", expires_at),
                state: match flaw {
                    Flaw::RevokedToken => TokenState::Revoked(revoked()),
                    _ => TokenState::Active,
                },
                context: AccessContext {
                    ip: None,
                    user_agent: Some("mintage token forge".to_owned()),
                    device: Some(flaw.name().to_owned()),
                },
                digest: None,
                parent: None,
                claims: None,
                departs: None,
            });
        }
        Ok((tokens, records, expires_at, audiences))
    }
}

/// The claims of another token, under an id of its own.
fn named(mut claims: ClaimMap, jti: Jti) -> ClaimMap {
    claims.insert("jti", json!(jti));
    claims
}

/// The claims beyond the registered ones: a token whose proof is wrong is bound to its client.
fn extra(flaw: Flaw, request: &ForgeRequest, plan: &ForgePlan) -> ClaimMap {
    let mut extra = request.extra.clone();
    if let Some(clients) = plan.cast.clients.as_ref().filter(|_| flaw.is_of_proof()) {
        extra.remove(Binding::CLAIM);
        if flaw != Flaw::DpopUnbound {
            extra.insert(Binding::CLAIM, Binding::Key(clients.own.thumbprint.clone()).claim());
        }
    }
    extra
}

/// The proof that a token is shown with, where its flaw is about that.
fn proof(
    flaw: Flaw,
    request: &ForgeRequest,
    plan: &ForgePlan,
    token: &str,
    chance: &Chance,
) -> Result<Option<ForgedProof>> {
    let (Some(request), Some(clients), true) = (&request.proven, &plan.cast.clients, flaw.is_of_proof()) else {
        return Ok(None);
    };
    let good = GoodProof {
        client: as_client(&clients.own),
        other: as_client(&clients.other),
        secret: &clients.secret,
        private: &clients.private,
        method: &request.method,
        target: &request.target,
        at: plan.at,
        token,
        chance,
    };
    let text = build_proof(flaw, &good)?;
    Ok(Some(ForgedProof { text, request: request.clone(), nonce: asked_nonce(flaw) }))
}

/// Everything that makes a token another one is in its chance, so that no two have the same jti.
fn chance(seed: u64, flaw: Flaw, of: &Issuance<'_>, key: &KeyRecord) -> Chance {
    let (audiences, ttl) = (format!("{:?}", of.audiences), of.ttl.to_string());
    let parts = [
        flaw.name(),
        key.kid.as_str(),
        of.issuer.as_str(),
        of.client_id.unwrap_or_default(),
        of.sub(),
        &of.scopes.to_string(),
        &audiences,
        &ttl,
    ];
    Chance::of(seed, &parts)
}

/// Enters an app as planned; false where it is not as it was found.
fn enter_app(tx: &mut dyn Write, app: &PlannedRow<App>) -> Result<bool> {
    let found = tx.take_app(&AppRef::Name(app.after.name.clone()))?;
    let found = found.filter(|found| app.before.is_some() || !found.is_deleted());
    if found != app.before {
        return Ok(false);
    }
    match &app.before {
        None => tx.insert_app(&app.after, None)?,
        Some(before) if *before != app.after => tx.replace_app(before, &app.after)?,
        Some(_) => {}
    }
    Ok(true)
}

/// The record of an app that was entered.
fn entered_app(app: &PlannedRow<App>) -> Vec<Deed> {
    let client_id = app.after.client_id.clone();
    let mut deeds = Vec::new();
    if app.before.is_none() {
        deeds.push(Deed::AppRegistered { client_id: client_id.clone(), name: app.after.name.clone() });
    }
    let changed = app.before.as_ref().is_none_or(|before| before.state != app.after.state);
    match app.after.state {
        AppState::Active { .. } if changed => deeds.push(Deed::AppActivated { client_id }),
        AppState::Blocked { .. } if changed => deeds.push(Deed::AppBlocked { client_id }),
        _ => {}
    }
    deeds
}

/// Whether a row is that of a test token made before. Who asked for it may differ.
fn is_same(found: &TokenRecord, record: &TokenRecord) -> bool {
    let state = match (&found.state, &record.state) {
        (TokenState::Revoked(found), TokenState::Revoked(made)) => found.note == made.note && found.at == made.at,
        (found, made) => found == made,
    };
    state && TokenRecord { state: record.state.clone(), ..found.clone() } == *record
}
