//! The two pages, with the facts of a request.

use axum::http::{StatusCode, header};
use axum::response::Response;

use super::answer::Refused;
use super::asked::Asked;
use super::path::{DECIDE, LOG_IN};
use crate::core::authorization::{LoggedIn, LoginReason};
use crate::core::redirect::RedirectKind;
use crate::core::{Audience, Scopes};
use crate::http::asking::Asking;
use crate::http::browser::Purpose;
use crate::http::login::Login;
use crate::http::oauth_error::OAuthError;
use crate::http::page::{
    ConsentPage, Frame, Leads, LoginFault, LoginPage, LoginWay, NameFrom, Person, PostForm, Target, answer_to_pop_up,
};

/// The fields that carry on what is asked for, and show that the form is of this browser.
pub(super) const REQUEST: &str = "request";
pub(super) const FORM: &str = "form";

/// The page for logging in.
pub(super) fn login(
    asking: &Asking,
    asked: &Asked,
    _reason: Option<LoginReason>,
    fault: Option<LoginFault>,
) -> Result<Response, Refused> {
    let people = people(asking);
    let way = login_way(asking, &people).map_err(Refused::Error)?;
    let client = &asked.app.profile.client;
    let shown = LoginPage {
        app: Some(called(asked)),
        client_uri: client.client_uri.as_deref().filter(|_| !client.is_of_strangers()),
        hint: asked.request.login_hint.as_deref(),
        way,
        fault,
        form: form(asking, asked, LOG_IN, Purpose::Login),
    };
    let status = if fault.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let page = shown.page(&Frame::of(&asking.realm));
    Ok(with_cookie(asking, asked, answer_to_pop_up(status, Leads::To(asked.request.return_to.uri.as_str()), page)))
}

/// How somebody logs in here, with a page.
pub(in crate::http::endpoint) fn login_way<'p>(
    asking: &Asking,
    people: &'p [Person],
) -> Result<LoginWay<'p>, OAuthError> {
    let why = match asking.realm.served().login {
        Login::AnyName => return Ok(LoginWay::AnyName),
        Login::People if !asking.realm.served().is_dev || people.is_empty() => return Ok(LoginWay::Password),
        Login::People if people.len() == asking.realm.authority().defaults().people.len() => {
            return Ok(LoginWay::Pick(people));
        }
        Login::People => return Ok(LoginWay::PickOrPassword(people)),
        Login::Header(_) => "nobody is signed in: the proxy in front of this server named no user",
        Login::Auto(_) | Login::Nobody => "nobody can sign in at this server: whoever runs it has not said how",
    };
    Err(OAuthError::new(StatusCode::FORBIDDEN, "access_denied", why))
}

/// The page for consent.
pub(super) fn consent(asking: &Asking, asked: &Asked, who: &LoggedIn, new: &Scopes, given: &Scopes) -> Response {
    let people = &asking.realm.authority().defaults().people;
    let (new, given) = (people.given(&who.user, new.clone()), people.given(&who.user, given.clone()));
    let uri = &asked.request.return_to.uri;
    let at: Vec<String> = asked.request.resources.iter().map(Audience::to_string).collect();
    let host = uri.host().unwrap_or_default();
    let target = match uri.kind() {
        RedirectKind::Web => Target::Site(host),
        RedirectKind::Loopback | RedirectKind::Localhost => Target::Loopback(host),
        RedirectKind::OwnScheme => Target::Scheme(uri.scheme()),
    };
    let client = &asked.app.profile.client;
    let shown = ConsentPage {
        app: called(asked),
        name_from: name_from(asked),
        client_uri: client.client_uri.as_deref().filter(|_| !client.is_of_strangers()),
        user: who.user.as_str(),
        called: None,
        new: &new,
        before: &given,
        words: &asking.realm.authority().defaults().scope_words,
        at: &at,
        target,
        form: form(asking, asked, DECIDE, Purpose::Consent),
    };
    let page = shown.page(&Frame::of(&asking.realm));
    with_cookie(asking, asked, answer_to_pop_up(StatusCode::OK, Leads::To(uri.as_str()), page))
}

/// What the app is called on pages, else among those who run this server.
fn called(asked: &Asked) -> &str {
    asked.app.profile.client.client_name.as_deref().unwrap_or(asked.app.name.as_str())
}

/// Who says that it is called so.
fn name_from(asked: &Asked) -> NameFrom<'_> {
    let client = &asked.app.profile.client;
    match client.document.as_deref().and_then(|address| address.split('/').nth(2)) {
        Some(host) => NameFrom::Host(host),
        None if client.self_registered => NameFrom::Itself,
        None => NameFrom::Operator,
    }
}

fn form(asking: &Asking, asked: &Asked, path: &str, purpose: Purpose) -> PostForm {
    let now = asking.realm.authority().moment();
    let token = asked.browser.form(purpose, &asked.text, now);
    PostForm {
        action: format!("{}{path}", asking.realm.browser_path()),
        hidden: vec![(REQUEST, asked.text.clone()), (FORM, token)],
    }
}

/// The people among whom a developer chooses.
pub(in crate::http::endpoint) fn people(asking: &Asking) -> Vec<Person> {
    let called = |person: &crate::core::Person| Some(person.claims.get("name")?.as_str()?.to_owned());
    let people = &asking.realm.authority().defaults().people;
    let all = people.iter().filter(|(_, person)| person.password.is_none());
    all.map(|(id, person)| Person { id: id.to_string(), called: called(person) }).collect()
}

/// Tells a browser that has none its cookie.
pub(super) fn with_cookie(asking: &Asking, asked: &Asked, mut response: Response) -> Response {
    if let Some(cookie) = asked.browser.cookie(&asking.realm) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}
