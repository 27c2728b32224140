//! The pages of a device, with what they carry on.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;

use super::{DECIDE, LOG_IN, VERIFY};
use crate::authority::WaitingDevice;
use crate::core::authorization::LoggedIn;
use crate::core::device::UserCode;
use crate::core::proof::ProofUse;
use crate::core::{App, Audience, OpaqueKind, Scopes};
use crate::http::asking::Asking;
use crate::http::browser::{Browser, Purpose};
use crate::http::endpoint::authorize::{login_way, people};
use crate::http::form::Form;
use crate::http::limits::TooMuch;
use crate::http::oauth_error::OAuthError;
use crate::http::page::{
    CodeFault, DeviceCodePage, DeviceConsentPage, DeviceDonePage, Frame, Leads, LoginFault, LoginPage, PostForm, answer,
};

/// The fields that carry on what was typed, and show that the form is of this browser.
const REQUEST: &str = "request";
pub(super) const FORM: &str = "form";

/// A code that was typed before, in this browser.
pub(super) struct Typed {
    pub browser: Browser,
    pub code: UserCode,
    /// What was shown that the device asks for.
    pub scopes: Scopes,
    /// The form, which may decide once.
    pub used: ProofUse,
}

impl Typed {
    /// What a page carried on; nothing where it was not shown to this browser, or too long ago.
    pub fn of(asking: &Asking, form: &Form, purpose: Purpose) -> Option<Self> {
        let browser = Browser::of(&asking.headers, &asking.realm)?;
        let text = form.get(REQUEST)?;
        let used = takes(asking, &browser, purpose, text, form.get(FORM))?;
        let (code, scopes) = text.split_once(' ').unwrap_or((text, ""));
        Some(Self { browser, code: code.parse().ok()?, scopes: scopes.parse().ok()?, used })
    }
}

/// What a token of these pages is about.
pub(super) fn about(text: &str) -> String {
    format!("device {text}")
}

/// Whether a form is of this browser, for this purpose, about this.
pub(super) fn takes(
    asking: &Asking,
    browser: &Browser,
    purpose: Purpose,
    text: &str,
    token: Option<&str>,
) -> Option<ProofUse> {
    browser.takes(purpose, &about(text), token?, asking.realm.authority().moment())
}

/// The page for the code. A browser that has no cookie is told one.
pub(super) fn code(
    asking: &Asking,
    browser: Option<Browser>,
    code: Option<UserCode>,
    fault: Option<CodeFault>,
) -> Result<Response, OAuthError> {
    let browser = match browser {
        Some(browser) => browser,
        None => Browser::new(asking.realm.authority().new_text(OpaqueKind::Session)?),
    };
    let text = code.map(|code| code.to_string());
    let form = form(asking, &browser, VERIFY, Purpose::DeviceCode, "");
    let page = DeviceCodePage { user_code: text.as_deref(), fault, form }.page(&Frame::of(&asking.realm));
    let status = match fault {
        None => StatusCode::OK,
        Some(CodeFault::TooOften) => StatusCode::TOO_MANY_REQUESTS,
        Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
    };
    Ok(with_cookie(asking, &browser, answer(status, Leads::Here, page)))
}

/// The same for whoever typed too many that are none.
pub(super) fn too_often(asking: &Asking, browser: Browser, much: TooMuch) -> Result<Response, OAuthError> {
    let refused = OAuthError::from(much);
    asking.noted.note(|outcome| outcome.reason.clone_from(&refused.reason));
    let mut response = code(asking, Some(browser), None, Some(CodeFault::TooOften))?;
    if let Some(seconds) = refused.retry_after {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    Ok(response)
}

/// The page for logging in. Which app it leads to is said to those who are in.
pub(super) fn login(
    asking: &Asking,
    browser: &Browser,
    code: UserCode,
    fault: Option<LoginFault>,
) -> Result<Response, OAuthError> {
    let people = people(asking);
    let way = login_way(asking, &people)?;
    let form = form(asking, browser, LOG_IN, Purpose::Login, &code.to_string());
    let page = LoginPage { app: None, client_uri: None, hint: None, way, fault, form }.page(&Frame::of(&asking.realm));
    let status = if fault.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Ok(with_cookie(asking, browser, answer(status, Leads::Here, page)))
}

/// The page for the decision. It is shown also to those who allowed the app all that before: the device is another.
pub(super) fn consent(
    asking: &Asking,
    browser: &Browser,
    code: UserCode,
    who: &LoggedIn,
    device: &WaitingDevice,
) -> Response {
    let code = code.to_string();
    let at: Vec<String> = device.audiences.iter().map(Audience::to_string).collect();
    let person = asking.realm.authority().defaults().people.person(&who.user);
    let page = DeviceConsentPage {
        app: device.app.name.as_str(),
        user_code: &code,
        user: who.user.as_str(),
        called: person.and_then(|person| person.claims.get("name")?.as_str()),
        new: &device.before.missing(&device.scopes),
        before: &device.before,
        words: &asking.realm.authority().defaults().scope_words,
        at: &at,
        form: form(asking, browser, DECIDE, Purpose::DeviceConsent, &format!("{code} {}", device.scopes)),
    };
    let page = page.page(&Frame::of(&asking.realm));
    with_cookie(asking, browser, answer(StatusCode::OK, Leads::Here, page))
}

/// The page at the end.
pub(super) fn done(asking: &Asking, app: &App, allowed: bool) -> Response {
    let page = DeviceDonePage { app: app.name.as_str(), allowed }.page(&Frame::of(&asking.realm));
    answer(StatusCode::OK, Leads::Here, page)
}

/// A form that posts to a path, about this.
fn form(asking: &Asking, browser: &Browser, path: &str, purpose: Purpose, text: &str) -> PostForm {
    let token = browser.form(purpose, &about(text), asking.realm.authority().moment());
    let action = format!("{}{path}", asking.realm.browser_path());
    PostForm { action, hidden: vec![(REQUEST, text.to_owned()), (FORM, token)] }
}

/// Tells a browser that has none its cookie.
pub(super) fn with_cookie(asking: &Asking, browser: &Browser, mut response: Response) -> Response {
    if let Some(cookie) = browser.cookie(&asking.realm) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}
