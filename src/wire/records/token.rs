//! Tokens of the ledger. Their text is nowhere in it.

use std::net::IpAddr;

use super::history::HistoryDocument;
use crate::core::jose::{ACCESS_TOKEN_TYP, ID_TOKEN_TYP};
use crate::core::shape::in_words;
use crate::core::{
    App, AppName, Audience, ClientId, Departure, FamilyId, GrantId, Jti, Kid, Revocation, Timestamp, TokenKind,
    TokenRecord, TokenState, UserId,
};
use crate::wire::actor::EndedDocument;
use crate::wire::member::{Inline, Maybe, TimePair};

document! {
    /// A token of the ledger. Its text is nowhere in it.
    pub struct TokenDocument<'a> as "token" {
        /// Its id.
        jti: Jti,
        /// `access`, `refresh` or `id`.
        kind: &'static str,
        /// The name of the app it was issued to.
        app: &'a AppName,
        /// The client_id of that app.
        client_id: &'a ClientId,
        /// For whom; null where the app acts for itself.
        user: Option<&'a UserId>,
        /// `active`, `expired`, `refreshed`, `revoked`, or `canary` for one that was planted to be found and opens nothing.
        state: &'static str,
        /// What it opens.
        scopes: Vec<&'a str>,
        /// Where it opens it.
        audiences: &'a [Audience],
        /// The key that signed it; null where it is opaque, or a canary, which none signed.
        kid: Option<&'a Kid>,
        /// The consent it stands on; null where the app acts for itself, and for a canary.
        grant: Option<GrantId>,
        /// The chain of refresh tokens it came with; null without one.
        family: Option<FamilyId>,
        /// The refresh token whose use made it; null for the first ones.
        parent: Option<Jti>,
        /// `jwt` or `opaque`.
        format: &'static str,
        /// When it was issued.
        issued_at: TimePair,
        /// The first second at which it is no longer good.
        expires_at: TimePair,
        /// The address that it was asked for from; null where nobody said it.
        ip: Option<IpAddr>,
        /// The user agent that it was asked for with; null where nobody said it.
        user_agent: Option<&'a str>,
        /// The device that it was asked for on; null where nobody said it.
        device: Option<&'a str>,
        /// The `jti` in its text, where that was chosen for a test token.
        shown_jti: Maybe<&'a str>,
        /// What departs in it from the tokens that its home makes else, where it is a test token: names of claims, and of what
        /// is in its header.
        departs: Maybe<Vec<String>>,
        /// The same in words, where one token is shown.
        departures: Maybe<String>,
        /// When it was used, where it is a refresh token; null where it was not.
        refreshed_at: Maybe<Option<TimePair>>,
        /// That it was revoked; null unless it is.
        revoked: Option<RevocationDocument<'a>>,
        /// When it was last taken as good, where uses are recorded; null where it never was, as far as is recorded.
        last_used_at: Maybe<Option<TimePair>>,
        /// What was done to it, where one token is shown.
        history: Maybe<Inline<HistoryDocument<'a>>>,
    }
}

document! {
    /// That a token or a grant was revoked.
    pub struct RevocationDocument<'a> as "revocation" {
        /// Through what it was reached: `token`, `family`, `replay`, `replaced`, `grant`, `app`, `user`, `key` or `query`;
        /// `canary` for one that was never good.
        cause: &'static str,
        /// Who, when and why; of a canary, where it was planted.
        ended: Inline<EndedDocument<'a>>,
    }
}

impl<'a> TokenDocument<'a> {
    /// The same, with words for what departs in it.
    #[must_use]
    pub fn in_words(self, record: &TokenRecord) -> Self {
        Self { departures: Maybe(departures(record).map(|all| in_words(&all))), ..self }
    }

    /// A token of an app, as it stands now.
    pub fn of(record: &'a TokenRecord, app: &'a App, now: Timestamp) -> Self {
        let (refreshed_at, revoked) = match &record.state {
            TokenState::Active => (None, None),
            TokenState::Refreshed { at } => (Some(TimePair(*at)), None),
            TokenState::Revoked(revocation) => (None, Some(RevocationDocument::from(revocation))),
        };
        Self {
            jti: record.jti,
            kind: record.kind.name(),
            app: &app.name,
            client_id: &record.client_id,
            user: record.subject.user(),
            state: record.standing(now).name(),
            scopes: record.scopes.iter().collect(),
            audiences: &record.audiences,
            kid: record.kid.as_ref(),
            grant: record.grant,
            family: record.family,
            parent: record.parent,
            format: record.format().name(),
            issued_at: TimePair(record.issued_at),
            expires_at: TimePair(record.expires_at),
            ip: record.context.ip,
            user_agent: record.context.user_agent.as_deref(),
            device: record.context.device.as_deref(),
            shown_jti: record.shown_jti().into(),
            departs: Maybe(departures(record).map(|all| all.iter().map(|one| one.name().to_owned()).collect())),
            departures: Maybe(None),
            refreshed_at: Maybe((record.kind == TokenKind::Refresh).then_some(refreshed_at)),
            revoked,
            last_used_at: Maybe(None),
            history: Maybe(None),
        }
    }
}

/// In what a test token departs from others.
fn departures(record: &TokenRecord) -> Option<Vec<Departure>> {
    let shape = record.departs.as_ref()?;
    let typ = if record.kind == TokenKind::Id { ID_TOKEN_TYP } else { ACCESS_TOKEN_TYP };
    Some(shape.departures(typ, None, record.subject.sub(&record.client_id)))
}

impl<'a> From<&'a Revocation> for RevocationDocument<'a> {
    fn from(revocation: &'a Revocation) -> Self {
        Self {
            cause: revocation.cause.name(),
            ended: Inline(EndedDocument::of(revocation.at, Some(&revocation.by), revocation.note.as_ref())),
        }
    }
}
