//! Another issuer says who a user is (RFC 7523, 2.1): its assertion gives an app a token for that user.

use super::signed;
use crate::authority::error::Result;
use crate::authority::parts::Authority;
use crate::core::app::AppRef;
use crate::core::assertion::{AssertionFault, AssertionFor, AssertionRules};
use crate::core::jose::compact::RawToken;
use crate::core::verify::{Excerpt, Expectations};
use crate::core::{App, AppName, Audience, Issuer, Note, Scopes, TrustedIssuer, UserId};
use crate::verifier::offline::SourceError;

/// What another issuer vouches for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vouched {
    /// The user.
    pub user: UserId,
    /// What the token opens.
    pub scopes: Scopes,
    /// Who said so, for the record.
    pub note: Option<Note>,
}

/// Why an assertion gives nothing. Whoever asks is told what kind of fault it is; the rest is for the log.
#[derive(Debug, thiserror::Error)]
pub enum VouchFault {
    /// It cannot be read.
    #[error("the assertion cannot be read: {0}")]
    Unreadable(String),
    /// Nobody's word, or that of somebody who is not trusted.
    #[error("the assertion is of {}, which this home does not trust", .0.as_ref().map_or("no issuer", Excerpt::as_str))]
    Stranger(Option<Excerpt>),
    /// It is not good.
    #[error("the assertion of {issuer} is not taken: {fault}")]
    Assertion {
        /// Whose it is.
        issuer: Issuer,
        /// Why.
        fault: AssertionFault,
    },
    /// Its subject can be no user here.
    #[error("the sub of the assertion of {0} is no name of a user")]
    Subject(Issuer),
    /// Another app may use it.
    #[error("app {app} may not use assertions of {issuer}")]
    OtherApp {
        /// Who asks.
        app: AppName,
        /// Whose it is.
        issuer: Issuer,
    },
    /// More is asked for than such a token may open.
    #[error("an assertion of {issuer} gives at most the scopes {most}")]
    Scopes {
        /// Whose it is.
        issuer: Issuer,
        /// What it gives.
        most: Scopes,
    },
    /// The keys of the issuer cannot be had now.
    #[error("the keys of {issuer} cannot be had: {error}")]
    Keys {
        /// Whose they are.
        issuer: Issuer,
        /// Why.
        error: SourceError,
    },
}

impl Authority {
    /// Whether the word of any other issuer is taken.
    pub fn trusts_issuers(&self) -> bool {
        !self.defaults.trusted.is_empty()
    }

    /// Whom an assertion names, and what the app may have for them. It is used up by that, durably. The keys of its issuer may be
    /// fetched for it, so that this may take seconds.
    pub fn vouched(
        &self,
        app: &App,
        assertion: &str,
        asked: Option<&Scopes>,
    ) -> Result<std::result::Result<Vouched, VouchFault>> {
        let raw = match RawToken::parse(assertion) {
            Ok(raw) => raw,
            Err(fault) => return Ok(Err(VouchFault::Unreadable(fault.to_string()))),
        };
        let said = raw.claims.get("iss").and_then(serde_json::Value::as_str);
        let Some(trusted) = self.defaults.trusted.iter().find(|one| said == Some(one.issuer.as_str())) else {
            return Ok(Err(VouchFault::Stranger(said.map(Excerpt::of))));
        };
        let (vouched, used) = match self.judged_of(trusted, app, assertion, &raw, asked) {
            Ok(judged) => judged,
            Err(fault) => return Ok(Err(fault)),
        };
        if self.use_proof(&used)? {
            return Ok(Ok(vouched));
        }
        Ok(Err(VouchFault::Assertion { issuer: trusted.issuer.clone(), fault: AssertionFault::Used }))
    }

    #[expect(clippy::result_large_err, reason = "a refusal is made once for an assertion")]
    fn judged_of(
        &self,
        trusted: &TrustedIssuer,
        app: &App,
        assertion: &str,
        raw: &RawToken<'_>,
        asked: Option<&Scopes>,
    ) -> std::result::Result<(Vouched, crate::core::proof::ProofUse), VouchFault> {
        let (now, issuer) = (self.now(), || trusted.issuer.clone());
        let audience = trusted.audience.as_ref().map_or(self.defaults.issuer.as_str(), Audience::as_str);
        let expected = Expectations {
            audiences: Audience::new(audience).into_iter().collect(),
            issuers: vec![issuer()],
            leeway: Some(self.defaults.leeway),
            ..Expectations::default()
        };
        let rules = AssertionRules { of: AssertionFor::Grant, signer: trusted.issuer.as_str(), audience, now };
        let keys = self.issuers.keys(trusted, now, &*self.clock);
        let keys = keys.map_err(|error| VouchFault::Keys { issuer: issuer(), error })?;
        let judged = signed::judged(assertion, raw, &*keys, &expected, &rules);
        let (report, used) = match judged.map_err(|error| VouchFault::Keys { issuer: issuer(), error })? {
            Ok(judged) => judged,
            Err(fault) => return Err(VouchFault::Assertion { issuer: issuer(), fault }),
        };
        if !trusted.apps.iter().any(|one| is_of(one, app)) {
            return Err(VouchFault::OtherApp { app: app.name.clone(), issuer: issuer() });
        }
        let claim = |name| report.claims.as_ref().and_then(|claims| claims.get(name)?.as_str());
        let subject = claim("sub").and_then(|sub| trusted.user(sub)).ok_or_else(|| VouchFault::Subject(issuer()))?;
        let scopes = match asked {
            Some(asked) if trusted.scopes.covers(asked) => asked.clone(),
            Some(_) => return Err(VouchFault::Scopes { issuer: issuer(), most: trusted.scopes.clone() }),
            None => self.defaults.people.given(&subject, trusted.scopes.intersection(&app.profile.scopes)),
        };
        let said = claim("jti").map(|jti| format!(", jti {jti}")).unwrap_or_default();
        let note = format!("assertion of {}{said}", trusted.issuer);
        let note = Note::new(note).or_else(|_| Note::new(format!("assertion of {}", trusted.issuer))).ok();
        Ok((Vouched { user: subject, scopes, note }, used))
    }
}

fn is_of(named: &AppRef, app: &App) -> bool {
    match named {
        AppRef::Name(name) => *name == app.name,
        AppRef::ClientId(client_id) => *client_id == app.client_id,
    }
}
