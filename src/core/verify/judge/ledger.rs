//! The checks that the ledger answers: what opaque text stands for, whether a token is the one that was issued, and what was
//! revoked, blocked or deleted.

use serde_json::Value;

use super::super::expect::same_typ;
use super::super::facts::{AppFacts, LedgerEntry, LedgerFacts, Source};
use super::super::report::Evidence;
use super::case::{Case, SIGNING_KEY, Stop, ago, shown};
use crate::core::app::AppState;
use crate::core::grant::GrantState;
use crate::core::id::Jti;
use crate::core::jose::ACCESS_TOKEN_TYP;
use crate::core::jose::compact::{Malformed, Times};
use crate::core::json::ClaimMap;
use crate::core::key::{KeyRecord, KeyState};
use crate::core::reason::Reason;
use crate::core::revocation::{Cause, Revocation};
use crate::core::secret::{OpaqueKind, OpaqueText};
use crate::core::time::Timestamp;
use crate::core::token::{TokenKind, TokenRecord, TokenState};

impl Case {
    /// Opaque text of ours carries nothing to check but its form and its kind; what it stands for, the ledger knows.
    pub(super) fn opaque<S: Source + ?Sized>(&mut self, text: &str, source: &S) -> Result<LedgerEntry, Stop<S::Error>> {
        let opaque = match OpaqueText::parse(text) {
            Ok(opaque) => opaque,
            Err(fault) => return Err(self.trail.fail(Reason::Malformed, Malformed::Opaque(fault).to_string()).into()),
        };
        if !source.has_ledger() && opaque.kind == OpaqueKind::Access {
            let detail = "an opaque token says nothing by itself: only the ledger that issued it knows it";
            return Err(self.trail.fail(Reason::Malformed, detail).into());
        }
        self.trail.pass(Reason::Malformed, || "the checksum is right");
        if opaque.kind != OpaqueKind::Access {
            let detail = format!("this is a {}; it opens no API", opaque.kind.noun());
            return Err(self.trail.fail(Reason::TypeMismatch, detail).into());
        }
        for reason in [Reason::AlgorithmNotAllowed, Reason::UnknownKey, Reason::BadSignature] {
            self.trail.skip(reason, || "an opaque token is not signed");
        }
        match source.opaque(&opaque.digest).map_err(Stop::Source)? {
            Some(entry) if entry.token.kind == TokenKind::Access => {
                self.trail.pass(Reason::UnknownToken, || format!("the ledger knows it as {}", entry.token.jti));
                Ok(entry)
            }
            _ => Err(self.trail.fail(Reason::UnknownToken, "the ledger has no such opaque token").into()),
        }
    }

    pub(super) fn ledger<S: Source + ?Sized>(
        &mut self,
        claims: &ClaimMap,
        source: &S,
    ) -> Result<LedgerFacts, Stop<S::Error>> {
        let found = claims.get("jti");
        let Some(jti) = found.and_then(Value::as_str).and_then(|jti| jti.parse::<Jti>().ok()) else {
            let detail = format!("jti is {}, which is none of ours", shown(found));
            return Err(self.trail.fail(Reason::UnknownToken, detail).into());
        };
        match source.ledger(&jti).map_err(Stop::Source)? {
            Some(facts) => {
                if let Some(name) = self.differs(&facts, claims) {
                    let detail = format!("the ledger knows {jti} as another token: its {name} differs");
                    return Err(self.trail.fail(Reason::UnknownToken, detail).into());
                }
                self.trail.pass(Reason::UnknownToken, || format!("the ledger knows {jti}"));
                Ok(facts)
            }
            None => Err(self.trail.fail(Reason::UnknownToken, format!("the ledger does not know {jti}")).into()),
        }
    }

    /// What of a token is not as the ledger has it. Whoever holds a key can write any jti, but not change the ledger.
    fn differs(&self, row: &LedgerFacts, claims: &ClaimMap) -> Option<&'static str> {
        let header = self.header.as_ref()?;
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

    pub(super) fn revocation(&mut self, facts: &LedgerFacts, key: Option<&KeyRecord>) -> Result<(), Reason> {
        let of_key = match key.map(|key| &key.state) {
            Some(KeyState::Revoked(revocation)) => Some((SIGNING_KEY, revocation)),
            _ => None,
        };
        let of_token = match &facts.state {
            TokenState::Revoked(revocation) => Some(("it", revocation)),
            TokenState::Active | TokenState::Refreshed { .. } => None,
        };
        let of_grant = match &facts.grant {
            Some(GrantState::Revoked(revocation)) => Some(("its grant", revocation)),
            _ => None,
        };
        // What went with its app is refused for its app.
        let is_deleted = matches!(facts.app.state, AppState::Deleted { .. });
        let of_app = |revocation: &Revocation| is_deleted && revocation.cause == Cause::App;
        match of_key.or(of_token).or(of_grant).filter(|(_, revocation)| !of_app(revocation)) {
            None => {
                self.trail.pass(Reason::Revoked, || "neither the token, nor its grant, nor its key is revoked");
                Ok(())
            }
            Some((what, revocation)) => Err(self.revoked(what, revocation)),
        }
    }

    pub(super) fn revoked(&mut self, what: &str, revocation: &Revocation) -> Reason {
        self.cause = Some(evidence(revocation));
        let why = revocation.note.as_ref().map_or(String::new(), |note| format!(", reason {note}"));
        let detail = format!("{what} was revoked {} by {}{why}", ago(revocation.at, self.now), revocation.by);
        self.trail.fail(Reason::Revoked, detail)
    }

    pub(super) fn app(&mut self, facts: &LedgerFacts) -> Result<(), Reason> {
        let AppFacts { name, state, .. } = &*facts.app;
        match state {
            AppState::Blocked { since, note, by } => {
                self.cause = Some(Evidence {
                    cause: "app",
                    at: *since,
                    snapshot_at: None,
                    by: by.clone(),
                    note: Some(note.clone()),
                });
                let by = by.as_ref().map_or(String::new(), |by| format!(" by {by}"));
                let detail = format!("app {name} was blocked {}{by}, reason {note}", ago(*since, self.now));
                Err(self.trail.fail(Reason::AppBlocked, detail))
            }
            AppState::Deleted { since, by, note } => {
                self.cause = Some(Evidence {
                    cause: "app",
                    at: *since,
                    snapshot_at: None,
                    by: Some(by.clone()),
                    note: note.clone(),
                });
                let why = note.as_ref().map_or(String::new(), |note| format!(", reason {note}"));
                let detail = format!("app {name} was deleted {} by {by}{why}", ago(*since, self.now));
                Err(self.trail.fail(Reason::AppBlocked, detail))
            }
            AppState::Registered | AppState::Active { .. } => {
                self.trail.pass(Reason::AppBlocked, || format!("app {name} is {}", state.name()));
                Ok(())
            }
        }
    }
}

/// The claims that time decides on, as the ledger has them.
pub(super) fn row_times(row: &TokenRecord, claims: &ClaimMap) -> Times {
    let not_before = claims.get("nbf").and_then(Value::as_i64).map(Timestamp);
    Times { expires_at: Some(row.expires_at), not_before, issued_at: Some(row.issued_at) }
}

fn evidence(revocation: &Revocation) -> Evidence {
    Evidence {
        cause: revocation.cause.name(),
        at: revocation.at,
        snapshot_at: None,
        by: Some(revocation.by.clone()),
        note: revocation.note.clone(),
    }
}
