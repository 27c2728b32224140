//! Introspection (RFC 7662): what a protected resource may know of a token that was shown to it.

use serde_json::{Value, json};

use super::source::LedgerView;
use super::used::{of_row, unread};
use crate::authority::error::Result;
use crate::authority::parts::Authority;
use crate::core::access::AccessDoor;
use crate::core::budget::Over;
use crate::core::claims::{ClaimMap, claims_of};
use crate::core::jose::UntrustedToken;
use crate::core::verify::{Canary, Expectations, Ledger as _, LedgerEntry, Possession, Reason, Trace, Warning, verify};
use crate::core::{
    AccessContext, App, Audience, ClientId, Jti, OpaqueKind, OpaqueText, Standing, Timestamp, TokenDigest, TokenKind,
    TokenRecord,
};
use crate::wire::Introspection;

/// What an app is told of a token, and what the log may say beside it.
pub struct Introspected {
    /// What the app is told.
    pub answer: Introspection,
    /// The token, where it is one of ours that is good, or a canary.
    pub jti: Option<Jti>,
    /// Why the app is told nothing.
    pub withheld: Option<Withheld>,
}

impl Introspected {
    /// Nothing, for this reason.
    fn nothing(why: Withheld) -> Self {
        let jti = if let Withheld::Canary(canary) = &why { Some(canary.jti) } else { None };
        Self { answer: Introspection::inactive(), jti, withheld: Some(why) }
    }
}

/// Why an app is told nothing of a token.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Withheld {
    /// It is not good.
    #[error("the token is not good: {}", .0.code())]
    NotGood(Reason),
    /// It was planted to be found.
    #[error("the token is {0}")]
    Canary(Canary),
    /// It is good, and a budget has no call left for it.
    #[error("{} is over its call budget of {}", .0.whose, .0.rate)]
    OverBudget(Over),
    /// A refresh token that is none any more, or never was one.
    #[error("the refresh token is not good")]
    NoRefresh,
    /// It is good, and not for the one who asks.
    #[error(
        "the token is good, and the client that asks is neither the app that it was issued to ({0}) nor in its aud"
    )]
    NotForAsker(ClientId),
}

/// A token that is good, and whom it concerns.
struct Good {
    answer: Introspection,
    jti: Jti,
    client_id: ClientId,
    audiences: Vec<Audience>,
}

/// In which circumstances a token was shown.
#[derive(Clone, Copy)]
struct Shown<'a> {
    /// From where it came, and with what.
    from: &'a AccessContext,
    /// Whether whoever asks sees to the key that it is bound to.
    possession: Option<Possession>,
    /// Whether it uses a call of a budget.
    counts: bool,
    now: Timestamp,
}

impl Authority {
    /// What a resource may know of a token: its claims where it is good now, else nothing, not even why.
    ///
    /// Whom an access token is for is left to the one who asks; a token that is bound to an address, a program or a device
    /// is good only `from` there, and one that is bound to a key where `possession` says that another sees to it.
    pub fn introspect(
        &self,
        text: &[u8],
        from: &AccessContext,
        possession: Option<Possession>,
    ) -> Result<Introspected> {
        Ok(match self.good(text, Shown { from, possession, counts: false, now: self.now() })? {
            Ok(Good { answer, jti, .. }) => Introspected { answer, jti: Some(jti), withheld: None },
            Err(why) => Introspected::nothing(why),
        })
    }

    /// What an app may know of a token: the same, where it was issued to this app, or where the app is in its `aud` by its
    /// client_id or by what it is as a resource. To which key a token is bound is told: that resource sees the proof.
    ///
    /// Where the ledger is in doubt, nobody is told that a token is good.
    pub fn introspect_for(&self, app: &App, text: &[u8], from: &AccessContext) -> Result<Introspected> {
        let good =
            self.good(text, Shown { from, possession: Some(Possession::Ignored), counts: true, now: self.now() })?;
        self.memory.refuse_doubt(self.store.at())?;
        Ok(match good {
            Ok(Good { answer, jti, client_id, audiences }) if client_id == app.client_id || is_in(app, &audiences) => {
                Introspected { answer, jti: Some(jti), withheld: None }
            }
            Ok(Good { client_id, jti, .. }) => {
                Introspected { jti: Some(jti), ..Introspected::nothing(Withheld::NotForAsker(client_id)) }
            }
            Err(why) => Introspected::nothing(why),
        })
    }

    /// Judges what was shown as a token, by one view of the ledger.
    fn good(&self, text: &[u8], shown: Shown<'_>) -> Result<std::result::Result<Good, Withheld>> {
        let Ok(text) = std::str::from_utf8(text) else { return Ok(Err(Withheld::NotGood(Reason::Malformed))) };
        self.good_by_view(text, shown)
    }

    fn good_by_view(&self, text: &str, shown: Shown<'_>) -> Result<std::result::Result<Good, Withheld>> {
        self.by_view(shown.now, |view| match OpaqueText::parse(text) {
            Ok(opaque) if opaque.kind == OpaqueKind::Refresh => {
                let known = view.look_ahead(&opaque.digest, |entry| {
                    let live = self.live_refresh(entry, shown.now);
                    let outcome = live.is_none().then(|| why_not_live(&entry.token, shown.now));
                    self.saw(AccessDoor::Introspect, shown.from, |how| of_row(&entry.token, outcome, how));
                    live
                })?;
                if known.is_none() {
                    self.saw_nothing_known(text, shown);
                }
                Ok(known.flatten().ok_or(Withheld::NoRefresh))
            }
            Ok(opaque) => match view.look_ahead(&opaque.digest, |entry| Concerned::by(&entry.token))? {
                Some(whom) => self.good_access(view, text, whom.audiences.clone(), shown, |_| Ok(Some(whom.clone()))),
                None => {
                    self.saw_nothing_known(text, shown);
                    Ok(Err(Withheld::NotGood(Reason::UnknownToken)))
                }
            },
            Err(_) => self.good_access(view, text, audiences(text), shown, |claims| Concerned::by_row(view, claims)),
        })
    }

    fn saw_nothing_known(&self, text: &str, shown: Shown<'_>) {
        let digest = TokenDigest::of(text.as_bytes());
        self.saw(AccessDoor::Introspect, shown.from, |how| unread(Reason::UnknownToken, digest, how));
    }

    fn good_access(
        &self,
        view: &LedgerView<'_>,
        text: &str,
        named: Vec<Audience>,
        shown: Shown<'_>,
        whom: impl FnOnce(&ClaimMap) -> Result<Option<Concerned>>,
    ) -> Result<std::result::Result<Good, Withheld>> {
        let Shown { from, possession, counts, now } = shown;
        let expected =
            Expectations { audiences: named, possession, counts, ..Expectations::default() }.shown_from(from);
        let judge =
            |expected: Expectations| verify(text.as_bytes(), view, &self.expectations(expected), now, Trace::Failure);
        let mut report = judge(expected.clone())?;
        // A test token is good as it was asked for: whether it is what a resource expects, the resource knows.
        let departs = report.warnings.iter().find_map(|warning| match warning {
            Warning::Departs(departures) => Some(departures),
            _ => None,
        });
        if let (Some(_), Some(departures)) = (report.reason, departs) {
            report = judge(expected.as_it_departs(departures))?;
        }
        self.saw(AccessDoor::Introspect, from, |how| report.used(text.as_bytes(), how));
        if let Some(over) = report.over_budget() {
            return Ok(Err(Withheld::OverBudget(over.clone())));
        }
        if let Some(canary) = report.canary {
            return Ok(Err(Withheld::Canary(canary)));
        }
        let claims = match (report.reason, report.claims) {
            (None, Some(claims)) => claims,
            (reason, _) => return Ok(Err(Withheld::NotGood(reason.unwrap_or(Reason::UnknownToken)))),
        };
        let Some(Concerned { jti, client_id, audiences }) = whom(&claims)? else {
            return Ok(Err(Withheld::NotGood(Reason::UnknownToken)));
        };
        Ok(Ok(Good { answer: Introspection::of_access(&claims), jti, client_id, audiences }))
    }

    /// What may be known of a refresh token: only an app and this authority ever see one, so there is no audience.
    fn live_refresh(&self, entry: &LedgerEntry, now: Timestamp) -> Option<Good> {
        let token = &entry.token;
        let is_live = token.kind == TokenKind::Refresh
            && token.standing(now) == Standing::Active
            && entry.grant.as_ref().is_some_and(crate::core::Grant::is_active)
            && entry.user.is_none()
            && !entry.app.is_shut();
        if !is_live {
            return None;
        }
        let mut claims = claims_of(token);
        claims.remove("aud");
        claims.insert("iss".to_owned(), json!(self.defaults.issuer));
        let answer = Introspection::of(&claims, "refresh_token");
        Some(Good { answer, jti: token.jti, client_id: token.client_id.clone(), audiences: Vec::new() })
    }
}

/// What a verdict would call it that a refresh token is not live.
fn why_not_live(token: &TokenRecord, now: Timestamp) -> Reason {
    if token.kind != TokenKind::Refresh {
        return Reason::TypeMismatch;
    }
    if token.standing(now) == Standing::Expired { Reason::Expired } else { Reason::Revoked }
}

/// Whom a token concerns.
#[derive(Clone)]
struct Concerned {
    jti: Jti,
    client_id: ClientId,
    audiences: Vec<Audience>,
}

impl Concerned {
    fn by(token: &TokenRecord) -> Self {
        Self { jti: token.jti, client_id: token.client_id.clone(), audiences: token.audiences.clone() }
    }

    /// The same of a signed token that is good, by its row: a test token need not say it.
    fn by_row(view: &LedgerView<'_>, claims: &ClaimMap) -> Result<Option<Self>> {
        let Some(name) = claims.get("jti").and_then(Value::as_str) else { return Ok(None) };
        let own = match name.parse() {
            Ok(jti) => view.token(&jti)?.map(|facts| (jti, facts)),
            Err(_) => None,
        };
        let row = own.map_or_else(|| view.shown_as(name), |own| Ok(Some(own)))?;
        let client = row.map(|(jti, facts)| (jti, facts.app.client_id.clone()));
        Ok(client.map(|(jti, client_id)| Self { jti, client_id, audiences: named(claims.get("aud")) }))
    }
}

/// Whether an app is one of those that a token is for.
fn is_in(app: &App, audiences: &[Audience]) -> bool {
    let is = |audience: &Audience| {
        audience.as_str() == app.client_id.as_str() || app.profile.client.resources.contains(audience)
    };
    audiences.iter().any(is)
}

/// Whom a text says that it is for. Nothing is believed of it before the signature is checked.
pub(super) fn audiences(text: &str) -> Vec<Audience> {
    UntrustedToken::parse(text).map_or_else(|_| Vec::new(), |token| named(token.claims().get("aud")))
}

fn named(aud: Option<&Value>) -> Vec<Audience> {
    let names = match aud {
        Some(Value::String(one)) => vec![one.clone()],
        Some(Value::Array(many)) => many.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        _ => Vec::new(),
    };
    names.into_iter().filter_map(|name| Audience::new(name).ok()).collect()
}
