//! An authorization request, judged: first where its answer may go at all, then what it asks for.

use super::challenge::Challenge;
use super::fault::{AuthorizationFault, Unanswerable};
use super::parameters::Parameters;
use crate::core::app::App;
use crate::core::client::GrantType;
use crate::core::id::{Audience, ClientId};
use crate::core::redirect::RedirectUri;
use crate::core::scope::Scopes;

/// What an app asks a user for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuthorizationRequest {
    /// The app.
    pub client_id: ClientId,
    /// Where the answer goes.
    pub return_to: Return,
    /// The scopes; those that the app is registered for where it says none.
    pub scopes: Scopes,
    /// For whom the tokens are to be (RFC 8707).
    pub resources: Vec<Audience>,
    /// What binds the ID token to the app's own session.
    pub nonce: Option<String>,
    /// The digest of what the app shows when it redeems the code.
    pub challenge: Option<Challenge>,
    /// The thumbprint of the key that the app will prove (RFC 9449, 10).
    pub key: Option<String>,
    /// Which pages are to be shown, or must not be.
    pub prompt: Option<Prompt>,
    /// How long ago the user may have logged in, in seconds.
    pub max_age: Option<i64>,
    /// Who is likely to log in.
    pub login_hint: Option<String>,
    /// An ID token of who is expected.
    pub id_token_hint: Option<String>,
}

/// Where an answer goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Return {
    /// The address.
    pub uri: RedirectUri,
    /// Whether the request said it: then the app says it again when it redeems the code (RFC 6749, 4.1.3).
    pub is_said: bool,
    /// What the app gets back as it is.
    pub state: Option<String>,
}

/// Which pages are to be shown (OpenID Connect Core, 3.1.2.1).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Prompt {
    /// None at all.
    pub none: bool,
    /// That of logging in, also for whoever has.
    pub login: bool,
    /// That of consent, also where all was consented to.
    pub consent: bool,
}

/// What is asked of requests beyond what is asked of all.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Requirements {
    /// Whether it is a developer alone who is served.
    pub is_dev: bool,
    /// Whether every request is pushed (RFC 9126), and this one was not.
    pub lacks_push: bool,
    /// Whether every app shows a challenge, whatever it is registered as.
    pub challenge: bool,
}

/// Why a request gives no code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RequestFault {
    /// The person at the browser is told: nobody knows where else.
    Unanswerable(Unanswerable),
    /// The app is told, with what helps whoever writes it.
    Told(Return, AuthorizationFault, &'static str),
}

impl From<Unanswerable> for RequestFault {
    fn from(fault: Unanswerable) -> Self {
        Self::Unanswerable(fault)
    }
}

/// The longest `state`, `nonce` and hint, in bytes: they are carried through pages.
const LONGEST: usize = 2_048;

impl Return {
    /// Where the answer to a request of an app goes.
    pub fn of(parameters: &Parameters, app: &App, is_dev: bool) -> Result<Self, Unanswerable> {
        for name in ["client_id", "redirect_uri"] {
            parameters.get(name).map_err(|fault| Unanswerable::Twice(fault.to_string()))?;
        }
        if app.is_shut() {
            return Err(Unanswerable::ShutClient);
        }
        let client = &app.profile.client;
        let state = parameters.first("state").filter(|state| state.len() <= LONGEST).map(str::to_owned);
        if let Some(said) = parameters.first("redirect_uri") {
            let uri = client.redirect_to(said, is_dev).ok_or(match client.redirect_uris[..] {
                [] => Unanswerable::NothingRegistered,
                _ => Unanswerable::OtherRedirect,
            })?;
            return Ok(Self { uri, is_said: true, state });
        }
        match &client.redirect_uris[..] {
            [] => Err(Unanswerable::NothingRegistered),
            [only] => Ok(Self { uri: only.clone(), is_said: false, state }),
            _ => Err(Unanswerable::NoRedirect),
        }
    }
}

impl AuthorizationRequest {
    /// Judges a request of an app. The first thing that is wrong is told.
    pub fn of(parameters: &Parameters, app: &App, required: Requirements) -> Result<Self, RequestFault> {
        let return_to = Return::of(parameters, app, required.is_dev)?;
        match Self::read(parameters, app, required, &return_to) {
            Ok(request) => Ok(request),
            Err((fault, why)) => Err(RequestFault::Told(return_to, fault, why)),
        }
    }

    fn read(
        parameters: &Parameters,
        app: &App,
        required: Requirements,
        return_to: &Return,
    ) -> Result<Self, (AuthorizationFault, &'static str)> {
        use AuthorizationFault as Fault;
        parameters.twice().map_err(|_| (Fault::InvalidRequest, "a parameter is there more than once"))?;
        let client = &app.profile.client;
        if parameters.first("request").is_some() {
            return Err((Fault::RequestNotSupported, "request objects are not read: say the parameters themselves"));
        }
        if parameters.first("request_uri").is_some() {
            return Err((Fault::RequestUriNotSupported, "only requests that were pushed here are read"));
        }
        if parameters.first("registration").is_some() {
            return Err((Fault::RegistrationNotSupported, "apps are registered before they ask"));
        }
        match parameters.first("response_type") {
            None => return Err((Fault::InvalidRequest, "there is no response_type: say code")),
            Some("code") => {}
            Some(_) => return Err((Fault::UnsupportedResponseType, "the only response_type is code")),
        }
        if parameters.first("response_mode").is_some_and(|mode| mode != "query") {
            return Err((Fault::InvalidRequest, "the only response_mode is query"));
        }
        if !client.may_use(GrantType::AuthorizationCode, app.public) {
            return Err((Fault::UnauthorizedClient, "the app is not registered for authorization codes"));
        }
        if required.lacks_push {
            return Err((Fault::InvalidRequest, "the request must be pushed first (RFC 9126)"));
        }
        let challenge = challenge(parameters, client.pkce_optional && !app.public && !required.challenge)?;
        let scopes = match parameters.first("scope").map(str::parse::<Scopes>) {
            None => app.profile.scopes.clone(),
            Some(Ok(asked)) if app.profile.scopes.covers(&asked) => asked,
            Some(Ok(_)) => {
                return Err((Fault::InvalidScope, "a scope is asked for that the app is not registered for"));
            }
            Some(Err(_)) => return Err((Fault::InvalidScope, "a scope has a character that no scope has")),
        };
        let resources = parameters.all("resource").map(|name| Audience::new(name).ok()).collect::<Option<Vec<_>>>();
        let resources = resources.ok_or((Fault::InvalidTarget, "a resource is none"))?;
        let registered = &app.profile.audiences;
        if resources.iter().any(|one| !registered.is_empty() && !registered.contains(one)) {
            return Err((Fault::InvalidTarget, "a resource is none that the app may have tokens for"));
        }
        let max_age = match parameters.first("max_age").map(str::parse::<u32>) {
            None => None,
            Some(Ok(seconds)) => Some(i64::from(seconds)),
            Some(Err(_)) => return Err((Fault::InvalidRequest, "max_age is no number of seconds")),
        };
        for name in ["state", "nonce", "login_hint", "id_token_hint"] {
            if parameters.first(name).is_some_and(|text| text.len() > LONGEST) {
                return Err((Fault::InvalidRequest, "a parameter is longer than 2048 bytes"));
            }
        }
        let text = |name| parameters.first(name).map(str::to_owned);
        Ok(Self {
            client_id: app.client_id.clone(),
            return_to: return_to.clone(),
            scopes,
            resources,
            nonce: text("nonce"),
            challenge,
            key: key(parameters)?,
            prompt: prompt(parameters)?,
            max_age,
            login_hint: text("login_hint"),
            id_token_hint: text("id_token_hint"),
        })
    }

    /// Whether the app on the other end can be anybody: nothing but an address that any program can have says who it is, so that
    /// its user is asked each time (RFC 8252, 8.6).
    pub fn always_asks(&self, app: &App) -> bool {
        app.public && self.return_to.uri.is_for_native()
    }
}

fn challenge(
    parameters: &Parameters,
    is_optional: bool,
) -> Result<Option<Challenge>, (AuthorizationFault, &'static str)> {
    let bad = |why| Err((AuthorizationFault::InvalidRequest, why));
    match (parameters.first("code_challenge"), parameters.first("code_challenge_method")) {
        (None, None) if is_optional => Ok(None),
        (None, _) => bad("there is no code_challenge (RFC 7636)"),
        (Some(_), None | Some("plain")) => bad("the code_challenge_method must be S256, and said"),
        (Some(text), Some(Challenge::METHOD)) => match Challenge::new(text) {
            Some(challenge) => Ok(Some(challenge)),
            None => bad("the code_challenge is no SHA-256 in base64url"),
        },
        (Some(_), Some(_)) => bad("the only code_challenge_method is S256"),
    }
}

fn key(parameters: &Parameters) -> Result<Option<String>, (AuthorizationFault, &'static str)> {
    // A thumbprint is a SHA-256 too.
    match parameters.first("dpop_jkt").map(|text| Challenge::new(text).map(|_| text.to_owned())) {
        Some(None) => Err((AuthorizationFault::InvalidRequest, "the dpop_jkt is no SHA-256 in base64url")),
        key => Ok(key.flatten()),
    }
}

fn prompt(parameters: &Parameters) -> Result<Option<Prompt>, (AuthorizationFault, &'static str)> {
    let Some(words) = parameters.first("prompt") else { return Ok(None) };
    let (mut prompt, mut others) = (Prompt::default(), false);
    for word in words.split(' ').filter(|word| !word.is_empty()) {
        match word {
            "none" => prompt.none = true,
            "login" | "select_account" => (prompt.login, others) = (true, true),
            "consent" => (prompt.consent, others) = (true, true),
            _ => {
                return Err((
                    AuthorizationFault::InvalidRequest,
                    "a prompt is none of none, login, consent, select_account",
                ));
            }
        }
    }
    if prompt.none && others {
        return Err((AuthorizationFault::InvalidRequest, "prompt=none stands alone"));
    }
    Ok(Some(prompt))
}
