//! What the page for logging in posts.

use axum::body::Body;
use axum::http::header;
use axum::response::Response;

use super::answer::{Refused, see_other};
use super::asked::Asked;
use super::page::{self, FORM, REQUEST};
use super::path::{DONE, PATH};
use crate::authority::{Authority, SignInFault};
use crate::core::authorization::Parameters;
use crate::core::{SecretText, caller::Who};
use crate::http::asking::Asking;
use crate::http::body;
use crate::http::browser::{Browser, Purpose};
use crate::http::error_page::error_page;
use crate::http::form::{Form, pairs};
use crate::http::page::LoginFault;
use crate::http::query;
use crate::http::sign_in::{self, NotIn};

/// Logs in, and goes on with what was asked for.
pub(in crate::http) async fn answer(asking: Asking, body: Body) -> Response {
    let form = match body::form(&asking.headers, body).await {
        Ok(form) => form,
        Err(error) => return error_page(&asking, error),
    };
    match log_in(&asking, &form).await {
        Ok(response) => response,
        Err(refused) => refused.into_response(&asking),
    }
}

async fn log_in(asking: &Asking, form: &Form) -> Result<Response, Refused> {
    let (asked, is_open) = again(asking, form, Purpose::Login).await?;
    if is_open.is_none() {
        return page::login(asking, &asked, None, Some(LoginFault::Stale));
    }
    let name = form.get("user").unwrap_or_default();
    if name.trim().is_empty() {
        return page::login(asking, &asked, None, Some(LoginFault::NoName));
    }
    let password = form.get("password").map(|text| SecretText::new(text.to_owned()));
    let user = match sign_in::by_name(asking, name, password).await {
        Ok(user) => user,
        Err(NotIn::Error(error)) if error.status == axum::http::StatusCode::TOO_MANY_REQUESTS => {
            let wait = error.retry_after.unwrap_or(1);
            return page::login(asking, &asked, None, Some(LoginFault::TooOften { wait }));
        }
        Err(NotIn::Refused(fault)) => return page::login(asking, &asked, None, Some(told(&fault, asking))),
        Err(not_in) => return Err(Refused::NotIn(not_in)),
    };
    let job = Authority::begin_session(user, asked.browser.digest(), asked.pushed);
    let secret = asking.realm.writer().perform(asking.caller(Who::Anyone), job).await;
    let browser = Browser::new(secret.map_err(|why| asked.failed(why.into()))?);
    let done = browser.form(Purpose::LoggedIn, &asked.text, asking.realm.authority().moment());
    let address = format!("{}{PATH}?{}", asking.realm.browser_path(), asked.text);
    let mut response = see_other(&query::with(&address, [(DONE, done.as_str())]));
    if let Some(cookie) = browser.cookie(&asking.realm) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    Ok(response)
}

/// What a page was about, and whether it may still decide: it was shown to this browser, for this, and not too long ago.
pub(super) async fn again(
    asking: &Asking,
    form: &Form,
    purpose: Purpose,
) -> Result<(Asked, Option<crate::core::proof::ProofUse>), Refused> {
    let text = form.get(REQUEST).unwrap_or_default();
    let parameters = Parameters::of(pairs(text.as_bytes()).map_err(Refused::Unreadable)?);
    let asked = Asked::of(asking, parameters).await?;
    let token = form.get(FORM).unwrap_or_default();
    let is_open = asked.browser.takes(purpose, text, token, asking.realm.authority().moment());
    Ok((asked, is_open))
}

/// What somebody is told who is not logged in.
pub(in crate::http::endpoint) fn told(fault: &SignInFault, asking: &Asking) -> LoginFault {
    match fault {
        SignInFault::Name(_) => LoginFault::BadName,
        SignInFault::Blocked { .. } => LoginFault::Blocked,
        SignInFault::Unknown if asking.realm.served().is_dev => LoginFault::UnknownName,
        SignInFault::Unknown | SignInFault::NoPassword(_) | SignInFault::WrongPassword(_) => LoginFault::Wrong,
    }
}
