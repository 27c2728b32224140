//! An app that shows who it is (RFC 6749, 2.3; RFC 7523, 2.2), in the one way that it is registered with.
//!
//! Whatever is wrong, the same is read and compared, in the same order, and the answer is decided at the end: neither the answer nor
//! the time that it takes says whether there is such an app, or how near a guess was.

use super::fault::{Kind, LoginFault};
use super::{decoy, signed};
use crate::authority::documents::client_id_of;
use crate::authority::error::Result;
use crate::authority::parts::Authority;
use crate::core::assertion::{AssertionFault, AssertionFor, AssertionRules, CLOCKS_APART};
use crate::core::jose::compact::RawToken;
use crate::core::json::ClaimMap;
use crate::core::proof::ProofUse;
use crate::core::verify::Expectations;
use crate::core::{App, AppSecret, Audience, AuthMethod, ClientId, Issuer, SecretText, Timestamp};
use crate::keys::{KeySet, Origin};

/// Who asks, as they say, and what they show for it.
#[derive(Debug, Clone, Copy)]
pub struct Login<'r> {
    /// The client_id that they say. An assertion says it too.
    pub client_id: Option<&'r str>,
    /// What they show.
    pub shown: Shown<'r>,
}

/// What an app shows.
#[derive(Clone, Copy)]
pub enum Shown<'r> {
    /// Nothing.
    Nothing,
    /// A secret.
    Secret(&'r str),
    /// An assertion, which it signed.
    Assertion(&'r str),
}

/// What came of it.
#[derive(Debug)]
#[expect(clippy::large_enum_variant, reason = "one lives at a time, and not for long")]
pub enum LoggedIn {
    /// It is this app.
    App(App),
    /// It is not taken for one, for this reason.
    Refused(LoginFault),
}

impl std::fmt::Debug for Shown<'_> {
    /// What it is, and not what it says.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?}", self.kind())
    }
}

impl Shown<'_> {
    fn kind(&self) -> Kind {
        match self {
            Self::Nothing => Kind::Nothing,
            Self::Secret(_) => Kind::Secret,
            Self::Assertion(_) => Kind::Assertion,
        }
    }
}

impl Authority {
    /// Whether an app is the one that it says. An assertion that is good is used up by it, durably; so that may wait for others who
    /// write.
    pub fn log_in(&self, login: &Login<'_>) -> Result<LoggedIn> {
        let assertion = match login.shown {
            Shown::Assertion(text) => match RawToken::parse(text) {
                Ok(raw) => Some((text, raw)),
                Err(fault) => return Ok(LoggedIn::Refused(LoginFault::Unreadable(fault.to_string()))),
            },
            _ => None,
        };
        let sub = assertion.as_ref().and_then(|(_, raw)| raw.claims.get("sub")?.as_str());
        let claimed = match (login.client_id, sub, &assertion) {
            (Some(said), sub, Some(_)) if sub != Some(said) => {
                return Ok(LoggedIn::Refused(LoginFault::TwoNames));
            }
            (said, sub, _) => said.or(sub),
        };
        let Some(claimed) = claimed else { return Ok(LoggedIn::Refused(LoginFault::Nobody)) };
        let (app, secrets) = self.app_and_secrets(claimed)?;
        let now = self.now();
        let by_secret = matched(login.shown, &secrets);
        let judge = |(text, raw): &(&str, RawToken<'_>)| self.asserted(text, raw, claimed, app.as_ref(), now);
        let by_assertion = assertion.as_ref().map(judge);
        let verdict = verdict(app, login.shown.kind(), by_secret, by_assertion);
        Ok(match verdict {
            Err(fault) => LoggedIn::Refused(fault),
            Ok((app, Some(used))) if !self.use_proof(&used)? => {
                LoggedIn::Refused(LoginFault::Assertion { app: app.name, fault: AssertionFault::Used })
            }
            Ok((app, _)) => LoggedIn::App(app),
        })
    }

    /// The app of this name and its secrets, in as many reads whether there is one or not.
    fn app_and_secrets(&self, claimed: &str) -> Result<(Option<App>, Vec<AppSecret>)> {
        let client_id = client_id_of(claimed);
        // What no app is called is looked for under a name that none has.
        let asked = client_id.clone().unwrap_or_else(|| ClientId::from_random([0; 16]));
        let read = self.store.read()?;
        let (mut apps, secrets) = (read.apps_of(std::slice::from_ref(&asked))?, read.secrets(&asked)?);
        Ok((apps.pop().filter(|_| client_id.is_some()), secrets))
    }

    /// Whether an assertion is one of this app.
    fn asserted(
        &self,
        text: &str,
        raw: &RawToken<'_>,
        claimed: &str,
        app: Option<&App>,
        now: Timestamp,
    ) -> std::result::Result<ProofUse, AssertionFault> {
        let jwks = app.and_then(|app| app.profile.client.jwks.as_ref()).map(ClaimMap::to_string);
        let keys = KeySet::parse(jwks.as_deref().unwrap_or(decoy::SET).as_bytes(), None, Origin::Fetched);
        let keys = keys.map_err(|fault| AssertionFault::Token(format!("the registered key set {fault}")))?;
        let issuer = &self.defaults.issuer;
        let expected = Expectations {
            audiences: Audience::new(issuer.as_str()).into_iter().collect(),
            issuers: Issuer::new(claimed).into_iter().collect(),
            subject: Some(claimed.to_owned()),
            leeway: Some(self.defaults.leeway.max(CLOCKS_APART)),
            ..Expectations::default()
        };
        let rules = AssertionRules { of: AssertionFor::Client, signer: claimed, audience: issuer.as_str(), now };
        let Ok(judged) = signed::judged(text, raw, &signed::Keys(&keys), &expected, &rules);
        let judged = judged.map(|(_, used)| used);
        // Whoever signed with the decoy has not signed with a key of the app.
        if jwks.is_some() { judged } else { Err(AssertionFault::Token("the app has no keys".to_owned())) }
    }
}

/// The secret of these that was shown. All are compared, each in constant time, and where there are none, nothing with nothing.
fn matched<'s>(shown: Shown<'_>, secrets: &'s [AppSecret]) -> Option<&'s AppSecret> {
    let Shown::Secret(text) = shown else { return None };
    let digest = SecretText::new(text.to_owned()).digest();
    // `TokenDigest` compares in constant time.
    secrets.iter().fold(None, |found, one| if one.digest == digest { Some(one) } else { found })
}

fn verdict(
    app: Option<App>,
    shown: Kind,
    secret: Option<&AppSecret>,
    assertion: Option<std::result::Result<ProofUse, AssertionFault>>,
) -> std::result::Result<(App, Option<ProofUse>), LoginFault> {
    let app = app.ok_or(LoginFault::NoSuchApp)?;
    if app.is_shut() {
        let state = app.state.name();
        return Err(LoginFault::Shut { app: app.name, state });
    }
    match (app.auth_method(), shown, assertion) {
        (AuthMethod::None, Kind::Nothing, _) => Ok((app, None)),
        (AuthMethod::Secret, Kind::Secret, _) => match secret {
            Some(secret) if secret.is_active() => Ok((app, None)),
            Some(secret) => Err(LoginFault::RevokedSecret { id: secret.id(), app: app.name }),
            None => Err(LoginFault::WrongSecret { app: app.name }),
        },
        (AuthMethod::PrivateKeyJwt, Kind::Assertion, Some(Ok(used))) => Ok((app, Some(used))),
        (AuthMethod::PrivateKeyJwt, Kind::Assertion, Some(Err(fault))) => {
            Err(LoginFault::Assertion { app: app.name, fault })
        }
        (registered, shown, _) => Err(LoginFault::OtherWay { app: app.name, registered, shown }),
    }
}
