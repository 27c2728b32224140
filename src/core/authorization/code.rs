//! An authorization code (RFC 6749, 4.1.2): what it stands for, and whether whoever shows it may have that.

use serde::{Deserialize, Serialize};

use super::challenge::{Challenge, Verifier};
use crate::core::id::{Audience, ClientId, FamilyId, GrantId, Jti, UserId};
use crate::core::scope::Scopes;
use crate::core::secret::TokenDigest;
use crate::core::ticket::{Ticket, TicketKind};
use crate::core::time::Timestamp;

/// What a code stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code {
    /// The app that it was given to.
    pub client_id: ClientId,
    /// The user who consented.
    pub user: UserId,
    /// The consent.
    pub grant: GrantId,
    /// The session in which they did; none where nobody here keeps it.
    pub session: Option<TokenDigest>,
    /// The redirect URI, where the request said it.
    pub redirect_uri: Option<String>,
    /// The digest of what is shown with it.
    pub challenge: Option<Challenge>,
    /// The thumbprint of the key that is proven with it.
    pub key: Option<String>,
    /// What for.
    pub scopes: Scopes,
    /// For whom the tokens are to be.
    pub resources: Vec<Audience>,
    /// What the ID token is bound to.
    pub nonce: Option<String>,
    /// When the user logged in.
    pub auth_time: Timestamp,
    /// What was given for it, once it was used.
    pub made: Option<Made>,
}

/// What a code gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// The family of the refresh token.
    pub family: Option<FamilyId>,
    /// The tokens.
    pub jtis: Vec<Jti>,
}

/// What is shown with a code.
pub struct Shown<'a> {
    /// The app, which has shown who it is.
    pub client_id: &'a ClientId,
    /// The redirect URI.
    pub redirect_uri: Option<&'a str>,
    /// What its challenge is the digest of.
    pub verifier: Option<&'a Verifier>,
    /// The thumbprint of the key that was proven.
    pub key: Option<&'a str>,
}

/// What showing a code leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Redeem {
    /// It is used up, and tokens come of it.
    Good,
    /// It was used before: what it gave ends (RFC 6749, 4.1.2).
    Replay(Made),
    /// Nothing comes of it, and nothing ends.
    Refuse(CodeFault),
}

/// Why nothing comes of a code. The app is told one text for all of them; this is for the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum CodeFault {
    /// It is no code of this ledger.
    #[error("the code is not known here: it was never given, or long ago")]
    Unknown,
    /// It is over.
    #[error("the code was not redeemed within {} seconds", Code::LIFE)]
    Expired,
    /// It was given to another.
    #[error("the code was given to another app")]
    OtherApp,
    /// The redirect URI is not that of the request.
    #[error("the redirect_uri is not the one that the code was asked for with")]
    OtherRedirect,
    /// Nothing is shown that the challenge is the digest of.
    #[error("there is no code_verifier, and the code was asked for with a code_challenge")]
    NoVerifier,
    /// Something else is shown.
    #[error("the code_verifier is not what the code_challenge is the digest of")]
    OtherVerifier,
    /// A verifier for a code without a challenge: somebody took the challenge out of the request (RFC 9700, 4.8.2).
    #[error("there is a code_verifier, and the code was asked for without a code_challenge")]
    UnaskedVerifier,
    /// Another audience is wanted than those that it was asked for with (RFC 8707, 2.2).
    #[error("a resource is asked for that the code was not asked for with")]
    OtherResource,
    /// It is bound to another key.
    #[error("the code is bound to a key by dpop_jkt, and that key was not proven")]
    OtherKey,
    /// The user logged out since.
    #[error("the session in which the code was given has ended")]
    SessionEnded,
    /// The user withdrew the consent since.
    #[error("the consent that the code stands on was withdrawn")]
    Withdrawn,
    /// The app or the user was blocked since.
    #[error("the app or the user is not in use any more")]
    Shut,
}

/// As a ledger keeps it.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Kept {
    client_id: String,
    grant: String,
    scope: String,
    auth_time: i64,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    session: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    redirect_uri: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    challenge: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    key: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    resources: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    nonce: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    family: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    jtis: Vec<String>,
}

impl Code {
    /// How long a code may be redeemed, in seconds.
    pub const LIFE: i64 = 60;

    /// One that is given now, as a ledger keeps it.
    pub fn ticket(&self, digest: TokenDigest, now: Timestamp) -> Ticket {
        Ticket {
            digest,
            kind: TicketKind::Code,
            alias: None,
            user: Some(self.user.clone()),
            facts: self.facts(),
            made_at: now,
            expires_at: Timestamp(now.0.saturating_add(Self::LIFE)),
            used_at: None,
        }
    }

    /// The ticket once it was used for this.
    pub fn used(mut self, ticket: &Ticket, made: Made, now: Timestamp) -> Ticket {
        self.made = Some(made);
        Ticket { facts: self.facts(), used_at: Some(now), ..ticket.clone() }
    }

    /// What a ticket stands for. Nothing where it is no code, or something else wrote it.
    pub fn of(ticket: &Ticket) -> Option<Self> {
        if ticket.kind != TicketKind::Code {
            return None;
        }
        let kept = serde_json::from_str::<Kept>(&ticket.facts.to_string()).ok()?;
        let jtis = kept.jtis.iter().map(|jti| jti.parse().ok()).collect::<Option<Vec<Jti>>>()?;
        let family = kept.family.map(|family| family.parse().ok()).map_or(Some(None), |family| family.map(Some))?;
        let audience = |name: &String| Audience::new(name.as_str()).ok();
        Some(Self {
            client_id: ClientId::new(kept.client_id).ok()?,
            user: ticket.user.clone()?,
            grant: kept.grant.parse().ok()?,
            session: kept
                .session
                .map(|hex| TokenDigest::from_hex(&hex))
                .map_or(Some(None), |digest| digest.map(Some))?,
            redirect_uri: kept.redirect_uri,
            challenge: kept.challenge.map(|text| Challenge::new(&text)).map_or(Some(None), |one| one.map(Some))?,
            key: kept.key,
            scopes: kept.scope.parse().ok()?,
            resources: kept.resources.iter().map(audience).collect::<Option<_>>()?,
            nonce: kept.nonce,
            auth_time: Timestamp(kept.auth_time),
            made: (!jtis.is_empty()).then_some(Made { family, jtis }),
        })
    }

    /// What showing it leads to, as far as the code itself tells.
    pub fn redeem(&self, ticket: &Ticket, shown: &Shown<'_>, now: Timestamp) -> Redeem {
        if *shown.client_id != self.client_id {
            return Redeem::Refuse(CodeFault::OtherApp);
        }
        if ticket.used_at.is_some() {
            return Redeem::Replay(self.made.clone().unwrap_or(Made { family: None, jtis: Vec::new() }));
        }
        if !ticket.is_good(now) {
            return Redeem::Refuse(CodeFault::Expired);
        }
        if self.redirect_uri.is_some() && self.redirect_uri.as_deref() != shown.redirect_uri {
            return Redeem::Refuse(CodeFault::OtherRedirect);
        }
        match (&self.challenge, shown.verifier) {
            (Some(_), None) => return Redeem::Refuse(CodeFault::NoVerifier),
            (None, Some(_)) => return Redeem::Refuse(CodeFault::UnaskedVerifier),
            (Some(challenge), Some(verifier)) if !challenge.is_of(verifier) => {
                return Redeem::Refuse(CodeFault::OtherVerifier);
            }
            _ => {}
        }
        if self.key.is_some() && self.key.as_deref() != shown.key {
            return Redeem::Refuse(CodeFault::OtherKey);
        }
        Redeem::Good
    }

    fn facts(&self) -> crate::core::json::ClaimMap {
        let text = |name: &Audience| name.as_str().to_owned();
        let (family, jtis) = match &self.made {
            Some(made) => (made.family.map(|id| id.to_string()), made.jtis.iter().map(ToString::to_string).collect()),
            None => (None, Vec::new()),
        };
        let kept = Kept {
            client_id: self.client_id.to_string(),
            grant: self.grant.to_string(),
            scope: self.scopes.to_string(),
            auth_time: self.auth_time.0,
            session: self.session.as_ref().map(TokenDigest::to_hex),
            redirect_uri: self.redirect_uri.clone(),
            challenge: self.challenge.as_ref().map(|challenge| challenge.as_str().to_owned()),
            key: self.key.clone(),
            resources: self.resources.iter().map(text).collect(),
            nonce: self.nonce.clone(),
            family,
            jtis,
        };
        match serde_json::to_value(kept) {
            Ok(serde_json::Value::Object(members)) => members.into_iter().collect(),
            _ => crate::core::json::ClaimMap::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

    fn code() -> Code {
        Code {
            client_id: ClientId::from_random([1; 16]),
            user: UserId::new("alice").unwrap(),
            grant: GrantId::from_parts(1, [1; 10]),
            session: Some(TokenDigest::of(b"session")),
            redirect_uri: Some("https://app.example/cb".to_owned()),
            challenge: Challenge::new("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"),
            key: None,
            scopes: "openid read".parse().unwrap(),
            resources: vec![Audience::new("https://api.example").unwrap()],
            nonce: Some("n".to_owned()),
            auth_time: Timestamp(90),
            made: None,
        }
    }

    #[test]
    fn a_ledger_gives_back_what_it_was_given() {
        let bare =
            Code { session: None, redirect_uri: None, challenge: None, nonce: None, resources: vec![], ..code() };
        for code in [code(), bare] {
            let ticket = code.ticket(TokenDigest::of(b"text"), Timestamp(100));
            assert_eq!(Code::of(&ticket), Some(code.clone()));
            let made = Made { family: Some(FamilyId::from_parts(2, [2; 10])), jtis: vec![Jti::from_parts(3, [3; 10])] };
            let used = code.clone().used(&ticket, made.clone(), Timestamp(101));
            assert_eq!(Code::of(&used), Some(Code { made: Some(made), ..code }));
            assert_eq!(used.used_at, Some(Timestamp(101)));
        }
    }

    #[test]
    fn it_is_good_once_for_whom_it_was_given_with_what_it_was_asked_for() {
        let (code, now) = (code(), Timestamp(159));
        let ticket = code.ticket(TokenDigest::of(b"text"), Timestamp(100));
        let (verifier, other) = (Verifier::new(VERIFIER).unwrap(), Verifier::new(&"a".repeat(43)).unwrap());
        let stranger = ClientId::from_random([2; 16]);
        let good = || Shown {
            client_id: &code.client_id,
            redirect_uri: Some("https://app.example/cb"),
            verifier: Some(&verifier),
            key: None,
        };
        assert_eq!(code.redeem(&ticket, &good(), now), Redeem::Good);
        let refused = |shown: Shown<'_>, now| match code.redeem(&ticket, &shown, now) {
            Redeem::Refuse(fault) => fault,
            other => panic!("{other:?}"),
        };
        assert_eq!(refused(good(), Timestamp(160)), CodeFault::Expired);
        assert_eq!(refused(Shown { client_id: &stranger, ..good() }, now), CodeFault::OtherApp);
        assert_eq!(refused(Shown { redirect_uri: None, ..good() }, now), CodeFault::OtherRedirect);
        assert_eq!(
            refused(Shown { redirect_uri: Some("https://app.example/cb/"), ..good() }, now),
            CodeFault::OtherRedirect
        );
        assert_eq!(refused(Shown { verifier: None, ..good() }, now), CodeFault::NoVerifier);
        assert_eq!(refused(Shown { verifier: Some(&other), ..good() }, now), CodeFault::OtherVerifier);
        let made = Made { family: None, jtis: vec![Jti::from_parts(3, [3; 10])] };
        let used = code.clone().used(&ticket, made.clone(), Timestamp(101));
        let again = Code::of(&used).unwrap();
        assert_eq!(again.redeem(&used, &good(), Timestamp(9_999)), Redeem::Replay(made));
        assert_eq!(
            again.redeem(&used, &Shown { client_id: &stranger, ..good() }, now),
            Redeem::Refuse(CodeFault::OtherApp)
        );
    }

    #[test]
    fn a_challenge_that_was_taken_out_is_seen_and_a_key_is_proven() {
        let bare = Code { challenge: None, key: Some("thumbprint".to_owned()), ..code() };
        let ticket = bare.ticket(TokenDigest::of(b"text"), Timestamp(100));
        let verifier = Verifier::new(VERIFIER).unwrap();
        let redirect_uri = Some("https://app.example/cb");
        let shown = |verifier, key| Shown { client_id: &bare.client_id, redirect_uri, verifier, key };
        let of = |shown| bare.redeem(&ticket, &shown, Timestamp(101));
        assert_eq!(of(shown(Some(&verifier), Some("thumbprint"))), Redeem::Refuse(CodeFault::UnaskedVerifier));
        assert_eq!(of(shown(None, Some("other"))), Redeem::Refuse(CodeFault::OtherKey));
        assert_eq!(of(shown(None, None)), Redeem::Refuse(CodeFault::OtherKey));
        assert_eq!(of(shown(None, Some("thumbprint"))), Redeem::Good);
    }
}
