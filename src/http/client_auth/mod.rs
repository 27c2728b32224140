//! Who asks: an app that shows who it is (RFC 6749, 2.3), by one way and no more. A file for each way.

mod none;
mod private_key_jwt;
mod secret_basic;
mod secret_post;

use axum::http::{HeaderMap, StatusCode, header};

use super::asking::Asking;
use super::client_documents;
use super::form::Form;
use super::oauth_error::OAuthError;
use crate::authority::{LoggedIn, Login, Shown};
use crate::core::jose::compact::RawToken;
use crate::core::security::{SecurityFault, SecurityProfile};
use crate::core::{Algorithm, App, AuthMethod, ClientId};

/// The ways, as the metadata names them (RFC 8414, 2).
pub(super) const METHODS: [&str; 4] =
    [secret_basic::METHOD, secret_post::METHOD, private_key_jwt::METHOD, none::METHOD];

/// Those that prove something, for endpoints that nobody uses without.
pub(super) const PROVING: [&str; 3] = [secret_basic::METHOD, secret_post::METHOD, private_key_jwt::METHOD];

/// The algorithms of assertions and proofs, as the metadata names them: those of key pairs, by what is asked of every app.
pub(super) fn signing_algorithms(security: SecurityProfile) -> Vec<Algorithm> {
    let is_taken = |algorithm: &Algorithm| !algorithm.is_symmetric() && security.admit_algorithm(*algorithm).is_ok();
    Algorithm::ALL.into_iter().filter(is_taken).collect()
}

/// What a request shows, in one of the ways.
struct Presented {
    client_id: Option<String>,
    credential: Credential,
    /// Whether it came in the header, so that a refusal must challenge.
    by_header: bool,
}

enum Credential {
    Nothing,
    Secret(String),
    Assertion(String),
}

/// The app that asks, in the way that it is registered with. Failures are counted: who failed too often is not even tried.
pub(super) async fn app(asking: &Asking, form: &Form) -> Result<App, OAuthError> {
    let presented = presented(&asking.headers, form);
    let named = presented.as_ref().ok().and_then(|presented| presented.client_id.as_deref());
    let who = asking.counts.counted(asking.from.ip, named);
    asking.counts.may_try(who)?;
    let app = match presented {
        Ok(presented) => logged_in(asking, presented).await,
        Err(error) => Err(error),
    };
    match &app {
        Ok(app) => asking.counts.succeeded(asking.counts.counted(asking.from.ip, Some(app.client_id.as_str())))?,
        Err(error) if error.status == StatusCode::UNAUTHORIZED => asking.counts.failed(who)?,
        Err(_) => {}
    }
    app
}

async fn logged_in(asking: &Asking, presented: Presented) -> Result<App, OAuthError> {
    let named = presented.client_id.as_deref().unwrap_or_default();
    // Its row is known to whatever comes next, and its keys are those of now.
    client_documents::app(asking, named).await?;
    let by_header = presented.by_header;
    if let Credential::Assertion(text) = &presented.credential {
        let raw = RawToken::parse(text).ok();
        let alg = raw.as_ref().and_then(|raw| raw.header.get("alg")?.as_str());
        asking.realm.served().security.admit_named(alg).map_err(unfit)?;
    }
    let claimed = presented.client_id.as_deref().and_then(|text| ClientId::new(text).ok());
    let logged_in = match presented.credential {
        // It is used up, which is written and waited for.
        Credential::Assertion(_) => asking.realm.apart(move |authority| authority.log_in(&presented.login())).await,
        _ => asking.realm.authority().log_in(&presented.login()),
    };
    match logged_in? {
        LoggedIn::App(app) => {
            asking.realm.served().security.admit_method(app.auth_method()).map_err(unfit)?;
            asking.noted.note(|outcome| outcome.app = Some(app.client_id.clone()));
            Ok(app)
        }
        LoggedIn::Refused(fault) => {
            let reason = claimed.map_or_else(|| fault.to_string(), |id| format!("{fault} (client_id {id})"));
            Err(OAuthError { reason: Some(reason), ..OAuthError::invalid_client(by_header) })
        }
    }
}

/// It is not what this server asks of every app. Which that is, its metadata says.
fn unfit(fault: SecurityFault) -> OAuthError {
    OAuthError { reason: Some(fault.to_string()), ..OAuthError::invalid_client(false) }
}

/// The ways that are taken, by what is asked of every app.
pub(super) fn methods(security: SecurityProfile, all: &[&'static str]) -> Vec<&'static str> {
    let is_taken = |way: &&&str| match AuthMethod::from_name(way) {
        Some(method) => security.admit_method(method).is_ok(),
        None => security.admit_method(AuthMethod::Secret).is_ok(),
    };
    all.iter().filter(is_taken).copied().collect()
}

impl Presented {
    fn login(&self) -> Login<'_> {
        let shown = match &self.credential {
            Credential::Nothing => Shown::Nothing,
            Credential::Secret(text) => Shown::Secret(text),
            Credential::Assertion(text) => Shown::Assertion(text),
        };
        Login { client_id: self.client_id.as_deref(), shown }
    }
}

fn presented(headers: &HeaderMap, form: &Form) -> Result<Presented, OAuthError> {
    let mut given = headers.get_all(header::AUTHORIZATION).iter();
    let header = match (given.next(), given.next()) {
        (Some(_), Some(_)) => return Err(OAuthError::invalid_request("Authorization is there twice")),
        (header, _) => header,
    };
    let (secret, assertion) = (secret_post::read(form), private_key_jwt::read(form)?);
    if [header.is_some(), secret.is_some(), assertion.is_some()].into_iter().filter(|is_there| *is_there).count() > 1 {
        return Err(OAuthError::invalid_request("the client authenticates in two ways, of which one is enough"));
    }
    let client_id = form.get("client_id").map(str::to_owned);
    if let Some(header) = header {
        let (id, secret) = secret_basic::read(header)
            .map_err(|reason| OAuthError { reason: Some(reason.to_owned()), ..OAuthError::invalid_client(true) })?;
        if client_id.is_some_and(|other| other != id) {
            return Err(OAuthError::invalid_request("client_id is not that of the Authorization header"));
        }
        let credential = secret.map_or(Credential::Nothing, Credential::Secret);
        return Ok(Presented { client_id: Some(id), credential, by_header: true });
    }
    let credential = match (secret, assertion) {
        (Some(secret), _) => Credential::Secret(secret),
        (None, Some(assertion)) => Credential::Assertion(assertion),
        (None, None) => Credential::Nothing,
    };
    // Who shows nothing and says nothing may not know how: the header is what every client has.
    let by_header = client_id.is_none() && matches!(credential, Credential::Nothing);
    Ok(Presented { client_id, credential, by_header })
}
