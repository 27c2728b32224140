//! The pages on which somebody types the code that a device shows, logs in, and decides (RFC 8628, 3.3).
//!
//! Nothing is kept between them: the code travels with them under a token of the browser that it was typed in, and is looked up anew
//! each time. A code in an address is filled in and no more: whoever sends such an address around gets nobody to allow anything
//! without having looked at it (RFC 8628, 5.4).

use axum::body::Body;
use axum::extract::RawQuery;
use axum::http::StatusCode;
use axum::response::Response;

use super::VERIFY;
use super::page::{self, Typed};
use crate::authority::{Authority, DeviceBy, DeviceDecided, DeviceDecision};
use crate::core::SecretText;
use crate::core::authorization::LoggedIn;
use crate::core::caller::Who;
use crate::core::device::UserCode;
use crate::http::asking::Asking;
use crate::http::body::form;
use crate::http::browser::{Browser, Purpose};
use crate::http::endpoint::authorize::{fault_of, see_other};
use crate::http::error_page::error_page;
use crate::http::form::{Form, pairs};
use crate::http::oauth_error::OAuthError;
use crate::http::page::{CodeFault, LoginFault};
use crate::http::query;
use crate::http::sign_in::{self, NotIn};

/// The field with the code.
const CODE: &str = "user_code";
/// What shows that the code in an address was typed in this browser.
const TYPED: &str = "typed";

/// The page for the code; after logging in, the one for the decision.
pub(in crate::http) async fn get(asking: Asking, RawQuery(query): RawQuery) -> Response {
    let pairs = pairs(query.unwrap_or_default().as_bytes()).unwrap_or_default();
    let get = |name: &str| pairs.iter().find(|(other, _)| other == name).map(|(_, value)| value.as_str());
    let code = get(CODE).and_then(|text| text.parse::<UserCode>().ok());
    let shown = match (code, get(TYPED), Browser::of(&asking.headers, &asking.realm)) {
        (Some(code), Some(token), Some(browser))
            if page::takes(&asking, &browser, Purpose::LoggedIn, &code.to_string(), Some(token)).is_some() =>
        {
            go_on(&asking, browser, code)
        }
        (code, _, browser) => page::code(&asking, browser, code, None),
    };
    shown.unwrap_or_else(|error| error_page(&asking, error))
}

/// What the page for the code posts.
pub(in crate::http) async fn type_code(asking: Asking, body: Body) -> Response {
    let form = match form(&asking.headers, body).await {
        Ok(form) => form,
        Err(error) => return error_page(&asking, error),
    };
    typed(&asking, &form).unwrap_or_else(|error| error_page(&asking, error))
}

/// A code is looked up only where that is no guess of many.
fn typed(asking: &Asking, form: &Form) -> Result<Response, OAuthError> {
    let browser = Browser::of(&asking.headers, &asking.realm);
    let text = form.get(CODE).unwrap_or_default();
    let code = text.parse::<UserCode>();
    let Some(browser) = browser else { return page::code(asking, None, code.ok(), Some(CodeFault::Stale)) };
    let again = |fault| page::code(asking, Some(browser.clone()), code.ok(), Some(fault));
    if page::takes(asking, &browser, Purpose::DeviceCode, "", form.get(page::FORM)).is_none() {
        return again(CodeFault::Stale);
    }
    let Ok(code) = code else { return again(if text.is_empty() { CodeFault::Missing } else { CodeFault::Unknown }) };
    let from = asking.from.ip;
    if let Err(much) = asking.logins.codes.may_try(from) {
        return page::too_often(asking, browser, much);
    }
    if asking.realm.authority().is_waiting(code)? {
        return go_on(asking, browser, code);
    }
    asking.noted.note(|outcome| outcome.reason = Some("no device waits with the code".to_owned()));
    match asking.logins.codes.failed(from) {
        Ok(()) => again(CodeFault::Unknown),
        Err(much) => page::too_often(asking, browser, much),
    }
}

/// What comes after the code: logging in, or the decision.
fn go_on(asking: &Asking, browser: Browser, code: UserCode) -> Result<Response, OAuthError> {
    match who(asking, &browser)? {
        None => page::login(asking, &browser, code, None),
        Some(who) => decision(asking, browser, code, &who),
    }
}

fn decision(asking: &Asking, browser: Browser, code: UserCode, who: &LoggedIn) -> Result<Response, OAuthError> {
    match asking.realm.authority().waiting_device(code, &who.user)? {
        Some(device) => Ok(page::consent(asking, &browser, code, who, &device)),
        None => page::code(asking, Some(browser), Some(code), Some(CodeFault::Unknown)),
    }
}

/// Who is at the browser.
fn who(asking: &Asking, browser: &Browser) -> Result<Option<LoggedIn>, OAuthError> {
    let authority = asking.realm.authority();
    if let Some(user) = sign_in::unasked(asking).map_err(not_in)? {
        return Ok(Some(LoggedIn { user, at: authority.moment(), session: None, is_fresh: true }));
    }
    let session = sign_in::session(asking, &browser.digest())?;
    Ok(session.map(|session| LoggedIn {
        user: session.user,
        at: session.at,
        session: Some(session.digest),
        is_fresh: false,
    }))
}

fn not_in(why: NotIn) -> OAuthError {
    let reason = Some(why.reason());
    match why {
        NotIn::Error(error) => error,
        _ => OAuthError {
            reason,
            ..OAuthError::new(StatusCode::FORBIDDEN, "access_denied", "nobody could be signed in")
        },
    }
}

/// What the page for logging in posts.
pub(in crate::http) async fn log_in(asking: Asking, body: Body) -> Response {
    let form = match form(&asking.headers, body).await {
        Ok(form) => form,
        Err(error) => return error_page(&asking, error),
    };
    logged_in(&asking, &form).await.unwrap_or_else(|error| error_page(&asking, error))
}

async fn logged_in(asking: &Asking, form: &Form) -> Result<Response, OAuthError> {
    let Some(Typed { browser, code, .. }) = Typed::of(asking, form, Purpose::Login) else { return stale(asking) };
    let again = |fault| page::login(asking, &browser, code, Some(fault));
    let name = form.get("user").unwrap_or_default();
    if name.trim().is_empty() {
        return again(LoginFault::NoName);
    }
    let password = form.get("password").map(|text| SecretText::new(text.to_owned()));
    let user = match sign_in::by_name(asking, name, password).await {
        Ok(user) => user,
        Err(NotIn::Error(error)) if error.status == StatusCode::TOO_MANY_REQUESTS => {
            return again(LoginFault::TooOften { wait: error.retry_after.unwrap_or(1) });
        }
        Err(NotIn::Refused(fault)) => return again(fault_of(&fault, asking)),
        Err(why) => return Err(not_in(why)),
    };
    let job = Authority::begin_session(user, browser.digest(), None);
    let browser = Browser::new(asking.realm.writer().perform(asking.caller(Who::Anyone), job).await?);
    let code = code.to_string();
    let token = browser.form(Purpose::LoggedIn, &page::about(&code), asking.realm.authority().moment());
    let address = format!("{}{VERIFY}", asking.realm.browser_path());
    let response = see_other(&query::with(&address, [(CODE, code.as_str()), (TYPED, token.as_str())]));
    Ok(page::with_cookie(asking, &browser, response))
}

/// What the page for the decision posts.
pub(in crate::http) async fn decide(asking: Asking, body: Body) -> Response {
    let form = match form(&asking.headers, body).await {
        Ok(form) => form,
        Err(error) => return error_page(&asking, error),
    };
    decided(&asking, &form).await.unwrap_or_else(|error| error_page(&asking, error))
}

async fn decided(asking: &Asking, form: &Form) -> Result<Response, OAuthError> {
    let Some(Typed { browser, code, scopes, used }) = Typed::of(asking, form, Purpose::DeviceConsent) else {
        return stale(asking);
    };
    let Some(who) = who(asking, &browser)? else { return page::login(asking, &browser, code, None) };
    // Whatever is not yes is no.
    let is_allowed = match form.get("decision") {
        Some("switch") => return page::login(asking, &browser, code, None),
        decision => decision == Some("allow"),
    };
    let context = asking.from.clone();
    let device = DeviceBy::Page { code, shown: scopes, form: used };
    let decision = DeviceDecision { device, who, is_allowed, context };
    let job = Authority::decide_device(decision);
    match asking.realm.writer().perform(asking.caller(Who::Anyone), job).await? {
        DeviceDecided::Done(app) => Ok(page::done(asking, &app, is_allowed)),
        DeviceDecided::NotWaiting => page::code(asking, Some(browser), None, Some(CodeFault::Unknown)),
        DeviceDecided::Stale => page::code(asking, Some(browser), None, Some(CodeFault::Stale)),
    }
}

fn stale(asking: &Asking) -> Result<Response, OAuthError> {
    let browser = Browser::of(&asking.headers, &asking.realm);
    page::code(asking, browser, None, Some(CodeFault::Stale))
}
