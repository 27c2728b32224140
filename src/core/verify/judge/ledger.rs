//! The checks that the ledger answers: what opaque text stands for, whether a token is the one that was issued, and what was
//! revoked, blocked or deleted.

use serde_json::Value;

use super::super::detail::Detail;
use super::super::excerpt::{Excerpt, FoundClaim};
use super::super::expect::Expectations;
use super::super::facts::{AppFacts, Knowledge, Ledger, LedgerEntry, LedgerFacts, Source};
use super::super::moment::{Moment, Termination};
use super::super::report::Evidence;
use super::super::warning::Warning;
use super::verification::{Stop, Verification};
use crate::core::app::AppState;
use crate::core::grant::GrantState;
use crate::core::id::{Issuer, Jti, UserId};
use crate::core::jose::compact::{Malformed, Times};
use crate::core::jose::{ACCESS_TOKEN_TYP, ID_TOKEN_TYP, same_typ};
use crate::core::json::ClaimMap;
use crate::core::key::{KeyRecord, KeyState};
use crate::core::reason::Reason;
use crate::core::revocation::{Cause, Denial, Revocation};
use crate::core::secret::{OpaqueKind, OpaqueText};
use crate::core::shape::{MOST_JTI, Omittable, Shape, Typ};
use crate::core::time::Timestamp;
use crate::core::token::{TokenKind, TokenRecord, TokenState};
use crate::core::user::UserBlock;

/// What of a token was revoked.
type Revoked = fn(Termination) -> Detail;

impl Verification {
    /// Opaque text of ours carries nothing to check but its form and its kind; what it stands for, the ledger knows.
    pub(super) fn opaque<S: Source + ?Sized>(&mut self, text: &str, source: &S) -> Result<LedgerEntry, Stop<S::Error>> {
        let opaque = match OpaqueText::parse(text) {
            Ok(opaque) => opaque,
            Err(fault) => {
                return Err(self.trail.fail(Reason::Malformed, Detail::Malformed(Malformed::Opaque(fault))).into());
            }
        };
        if opaque.kind != OpaqueKind::Access {
            self.trail.pass(Reason::Malformed, || Detail::OpaqueRead);
            return Err(self.trail.fail(Reason::TypeMismatch, Detail::OpensNothing(opaque.kind)).into());
        }
        let Knowledge::Ledger(ledger) = source.knowledge() else {
            return Err(self.trail.fail(Reason::Malformed, Detail::OpaqueOffline).into());
        };
        self.trail.pass(Reason::Malformed, || Detail::OpaqueRead);
        for reason in [Reason::AlgorithmNotAllowed, Reason::UnknownKey, Reason::BadSignature] {
            self.trail.skip(reason, Detail::OpaqueUnsigned);
        }
        match ledger.opaque(&opaque.digest).map_err(Stop::Source)? {
            Some(entry) if entry.token.kind == TokenKind::Access => {
                self.trail.pass(Reason::UnknownToken, || Detail::LedgerKnowsText(entry.token.jti));
                Ok(entry)
            }
            _ => Err(self.trail.fail(Reason::UnknownToken, Detail::LedgerLacksText).into()),
        }
    }

    /// Whether a token is a partner's, of which the ledger has nothing: another issuer made it, with a key that nobody here
    /// ever signed with. What it says of itself is enough then; that it was denied here, or its key revoked, still counts.
    pub(super) fn other_ledger<E>(
        &mut self,
        claims: &ClaimMap,
        key: Option<&KeyRecord>,
        ledger: &dyn Ledger<Error = E>,
        expected: &Expectations,
    ) -> Result<bool, Stop<E>> {
        let Some(key) = key.filter(|key| key.is_of_others()) else { return Ok(false) };
        let issuer = claims.get("iss").and_then(Value::as_str);
        let Some(issuer) = issuer.filter(|issuer| *issuer != ledger.issuer().as_str()) else { return Ok(false) };
        if let KeyState::Revoked(revocation) = &key.state {
            self.trail.skip(Reason::UnknownToken, Detail::OtherLedger(Excerpt::of(issuer)));
            return Err(self.revoked(Detail::KeyRevoked, revocation).into());
        }
        self.denied(claims.get("jti").and_then(Value::as_str), ledger)?;
        if expected.revocation_check {
            ledger.knows_no_revocation(issuer).map_err(Stop::Source)?;
            return Ok(false);
        }
        for reason in [Reason::UnknownToken, Reason::Revoked, Reason::AppBlocked] {
            self.trail.skip(reason, Detail::OtherLedger(Excerpt::of(issuer)));
        }
        self.warnings.push(Warning::OtherLedger(Excerpt::of(issuer)));
        Ok(true)
    }

    pub(super) fn ledger<E>(
        &mut self,
        claims: &ClaimMap,
        ledger: &dyn Ledger<Error = E>,
    ) -> Result<LedgerFacts, Stop<E>> {
        let found = claims.get("jti");
        let text = found.and_then(Value::as_str);
        match row_of(text, ledger).map_err(Stop::Source)? {
            Some((jti, facts)) => {
                self.known = Some(jti);
                if let Some(name) = self.differs(&facts, claims) {
                    return Err(self.trail.fail(Reason::UnknownToken, Detail::LedgerDiffers(jti, name)).into());
                }
                self.trail.pass(Reason::UnknownToken, || Detail::LedgerKnows(jti));
                self.departs(&facts, ledger.issuer());
                Ok(facts)
            }
            None => {
                self.denied(text, ledger)?;
                let detail = match text.and_then(|jti| jti.parse().ok()) {
                    Some(jti) => Detail::LedgerLacks(jti),
                    None => Detail::JtiForeign(FoundClaim::of(found)),
                };
                Err(self.trail.fail(Reason::UnknownToken, detail).into())
            }
        }
    }

    /// Warns of a test token, and says in what it departs from others.
    pub(super) fn departs(&mut self, facts: &LedgerFacts, issuer: &Issuer) {
        let Some(shape) = &facts.departs else { return };
        let typ = if facts.kind == TokenKind::Id { ID_TOKEN_TYP } else { ACCESS_TOKEN_TYP };
        self.warnings.push(Warning::Departs(shape.departures(
            typ,
            Some(issuer),
            facts.subject.sub(&facts.app.client_id),
        )));
    }

    /// The same of a token that is refused for what it says of itself: because it departs, it may be.
    pub(super) fn refused_as_it_departs<E>(
        &mut self,
        reason: Reason,
        claims: &ClaimMap,
        ledger: &dyn Ledger<Error = E>,
    ) -> Result<(), E> {
        // Most that is refused has ended, and no departure is to blame for that.
        if reason == Reason::Expired && self.times.expires_at.is_none_or(|end| end <= self.now) {
            return Ok(());
        }
        if let Some((_, facts)) = row_of(claims.get("jti").and_then(Value::as_str), ledger)?
            && facts.departs.is_some()
            && self.differs(&facts, claims).is_none()
        {
            self.departs(&facts, ledger.issuer());
        }
        Ok(())
    }

    /// Whether a token that is in no row was revoked all the same.
    fn denied<E>(&mut self, jti: Option<&str>, ledger: &dyn Ledger<Error = E>) -> Result<(), Stop<E>> {
        let Some(name) = jti.and_then(Denial::name) else { return Ok(()) };
        let Some(revocation) = ledger.denied(&name).map_err(Stop::Source)? else { return Ok(()) };
        self.trail.skip(Reason::UnknownToken, Detail::Denied);
        Err(self.revoked(Detail::TokenRevoked, &revocation).into())
    }

    /// What of a token is not as the ledger has it. Whoever holds a key can write any jti, but not change the ledger.
    fn differs(&self, row: &LedgerFacts, claims: &ClaimMap) -> Option<&'static str> {
        let header = self.header.as_ref()?;
        if let Some(shape) = &row.departs {
            return self.differs_from(shape, row, claims);
        }
        let is_access = header.typ.as_deref().is_some_and(|typ| same_typ(typ, ACCESS_TOKEN_TYP));
        let text = |name: &str| claims.get(name).and_then(Value::as_str);
        let sub = row.subject.user().map_or(row.app.client_id.as_str(), crate::core::UserId::as_str);
        let kid = row.kid.as_deref().map(crate::core::Kid::as_str);
        let pairs = [
            ("kind", row.kind != TokenKind::Refresh && (!is_access || row.kind == TokenKind::Access)),
            ("client_id", !is_access || text("client_id") == Some(row.app.client_id.as_str())),
            ("sub", text("sub") == Some(sub)),
            ("exp", self.times.expires_at.is_some_and(|exp| exp <= row.expires_at)),
            ("kid", header.kid.is_none() || header.kid.as_deref() == kid),
        ];
        pairs.into_iter().find(|(_, same)| !same).map(|(name, _)| name)
    }

    /// The same of a test token: what was asked for must be there, and what was not is as that of others.
    fn differs_from(&self, shape: &Shape, row: &LedgerFacts, claims: &ClaimMap) -> Option<&'static str> {
        let header = self.header.as_ref()?;
        let text = |name: &str| claims.get(name).and_then(Value::as_str);
        let lacks = |claim: Omittable| shape.without.contains(&claim);
        let typ = match &shape.typ {
            Some(Typ::Omitted) => header.typ.is_none(),
            Some(Typ::Is(typ)) => header.typ.as_ref() == Some(typ),
            None => header.typ.is_some(),
        };
        let sub = shape.subject.as_deref().unwrap_or_else(|| row.subject.sub(&row.app.client_id));
        let client_id = text("client_id") == Some(row.app.client_id.as_str());
        let is_access = row.kind == TokenKind::Access;
        let kid = row.kid.as_deref().map(crate::core::Kid::as_str);
        let pairs = [
            ("kind", row.kind != TokenKind::Refresh),
            ("typ", typ),
            (
                "client_id",
                !is_access || if lacks(Omittable::ClientId) { text("client_id").is_none() } else { client_id },
            ),
            ("iss", shape.issuer.as_ref().is_none_or(|issuer| text("iss") == Some(issuer.as_str()))),
            ("sub", text("sub") == Some(sub)),
            ("jti", shape.jti.as_ref().is_none_or(|jti| text("jti") == Some(jti))),
            ("iat", shape.issued_at.is_none_or(|at| self.times.issued_at == Some(at))),
            ("exp", self.times.expires_at.is_some_and(|exp| exp <= row.expires_at)),
            ("kid", header.kid.is_none() || header.kid.as_deref() == kid),
        ];
        pairs.into_iter().find(|(_, same)| !same).map(|(name, _)| name)
    }

    pub(super) fn revocation(&mut self, facts: &LedgerFacts, key: Option<&KeyRecord>) -> Result<(), Reason> {
        let of_key = match key.map(|key| &key.state) {
            Some(KeyState::Revoked(revocation)) => Some((Detail::KeyRevoked as Revoked, revocation)),
            _ => None,
        };
        let of_token = match &facts.state {
            TokenState::Revoked(revocation) => Some((Detail::TokenRevoked as Revoked, revocation)),
            TokenState::Active | TokenState::Refreshed { .. } => None,
        };
        let of_grant = match &facts.grant {
            Some(GrantState::Revoked(revocation)) => Some((Detail::GrantRevoked as Revoked, revocation)),
            _ => None,
        };
        // What went with its app is refused for its app.
        let is_deleted = matches!(facts.app.state, AppState::Deleted { .. });
        let of_app = |revocation: &Revocation| is_deleted && revocation.cause == Cause::App;
        match of_key.or(of_token).or(of_grant).filter(|(_, revocation)| !of_app(revocation)) {
            Some((what, revocation)) => Err(self.revoked(what, revocation)),
            None => match (&facts.user, facts.subject.user()) {
                (Some(block), Some(user)) => Err(self.blocked_user(user, block)),
                _ => {
                    self.trail.pass(Reason::Revoked, || Detail::NotRevoked);
                    Ok(())
                }
            },
        }
    }

    pub(super) fn revoked(&mut self, what: Revoked, revocation: &Revocation) -> Reason {
        self.cause = Some(evidence(revocation));
        self.trail.fail(Reason::Revoked, what(Termination::of(revocation, self.now)))
    }

    /// A block is no revocation, and ends: but as long as it stands, nothing of the user is good.
    fn blocked_user(&mut self, user: &UserId, block: &UserBlock) -> Reason {
        let UserBlock { since, note, by } = block;
        let (by, note) = (Some(by.clone()), Some(note.clone()));
        let when = Moment { at: *since, now: self.now };
        let termination = Termination { when, by: by.clone(), note: note.clone() };
        self.cause = Some(Evidence { cause: Cause::User, at: *since, snapshot_at: None, by, note });
        self.trail.fail(Reason::Revoked, Detail::UserBlocked(user.clone(), termination))
    }

    pub(super) fn app(&mut self, facts: &LedgerFacts) -> Result<(), Reason> {
        let AppFacts { name, state, .. } = &*facts.app;
        match state {
            AppState::Blocked { since, note, by } => {
                self.cause = Some(Evidence {
                    cause: Cause::App,
                    at: *since,
                    snapshot_at: None,
                    by: by.clone(),
                    note: Some(note.clone()),
                });
                let when = Moment { at: *since, now: self.now };
                let termination = Termination { when, by: by.clone(), note: Some(note.clone()) };
                Err(self.trail.fail(Reason::AppBlocked, Detail::AppBlocked(name.clone(), termination)))
            }
            AppState::Deleted { since, by, note } => {
                self.cause = Some(Evidence {
                    cause: Cause::App,
                    at: *since,
                    snapshot_at: None,
                    by: Some(by.clone()),
                    note: note.clone(),
                });
                let when = Moment { at: *since, now: self.now };
                let termination = Termination { when, by: Some(by.clone()), note: note.clone() };
                Err(self.trail.fail(Reason::AppBlocked, Detail::AppDeleted(name.clone(), termination)))
            }
            AppState::Registered | AppState::Active { .. } => {
                self.trail.pass(Reason::AppBlocked, || Detail::AppIs(name.clone(), state.clone()));
                Ok(())
            }
        }
    }
}

/// What the ledger has of a token with this `jti`: one of its own, or one that was chosen for a test token.
fn row_of<E>(jti: Option<&str>, ledger: &dyn Ledger<Error = E>) -> Result<Option<(Jti, LedgerFacts)>, E> {
    let Some(text) = jti else { return Ok(None) };
    if let Ok(jti) = text.parse()
        && let Some(facts) = ledger.token(&jti)?
    {
        return Ok(Some((jti, facts)));
    }
    if text.len() > MOST_JTI { Ok(None) } else { ledger.shown_as(text) }
}

/// The claims that time decides on, as the ledger has them.
pub(super) fn row_times(row: &TokenRecord, claims: &ClaimMap) -> Times {
    let not_before = claims.get("nbf").and_then(Value::as_i64).map(Timestamp);
    let shown = row.departs.as_ref().and_then(|shape| shape.issued_at);
    Times { expires_at: Some(row.expires_at), not_before, issued_at: Some(shown.unwrap_or(row.issued_at)) }
}

fn evidence(revocation: &Revocation) -> Evidence {
    Evidence {
        cause: revocation.cause,
        at: revocation.at,
        snapshot_at: None,
        by: Some(revocation.by.clone()),
        note: revocation.note.clone(),
    }
}
