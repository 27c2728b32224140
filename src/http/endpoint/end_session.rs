//! Signing out, as an app asks for it (OpenID Connect RP-Initiated Logout 1.0). Whose session ends is for the cookie to say: a hint
//! names somebody, and ends nothing. A browser is sent nowhere that the app has not registered.

use axum::body::Body;
use axum::extract::RawQuery;
use axum::http::{StatusCode, header};
use axum::response::Response;

use super::authorize::see_other;
use crate::authority::Authority;
use crate::core::authorization::Session;
use crate::core::caller::Who;
use crate::core::redirect::RedirectUri;
use crate::core::{App, UserId};
use crate::http::asking::Asking;
use crate::http::body::raw_form;
use crate::http::browser::{Browser, Purpose, forgotten};
use crate::http::error_page::error_page;
use crate::http::form::Form;
use crate::http::oauth_error::OAuthError;
use crate::http::page::{Frame, Leads, PostForm, SignOutPage, SignedOutPage, answer as page, answer_to_pop_up};
use crate::http::query;

pub(in crate::http) const PATH: &str = "/end_session";
/// Where the page that asks posts to.
pub(in crate::http) const DECIDE: &str = "/end_session/decide";

/// What is asked for.
struct Asked {
    app: Option<App>,
    /// Where the browser goes afterwards, with the state of the app.
    to: Option<(RedirectUri, Option<String>)>,
    /// Whom the hint names.
    hinted: Option<UserId>,
    /// As pages carry it on.
    text: String,
}

/// What of a request pages carry on.
const CARRIED: [&str; 4] = ["client_id", "id_token_hint", "post_logout_redirect_uri", "state"];

pub(in crate::http) async fn get(asking: Asking, RawQuery(query): RawQuery) -> Response {
    let form = Form::parse(query.unwrap_or_default().as_bytes());
    let form = form.map_err(|fault| OAuthError::invalid_request(format!("the request cannot be read: {fault}")));
    answer(&asking, form).await
}

pub(in crate::http) async fn post(asking: Asking, body: Body) -> Response {
    let form = read(&asking, body).await;
    answer(&asking, form).await
}

async fn read(asking: &Asking, body: Body) -> Result<Form, OAuthError> {
    let bytes = raw_form(&asking.headers, body).await?;
    Form::parse(&bytes).map_err(|fault| OAuthError::invalid_request(format!("the body is not acceptable: {fault}")))
}

async fn answer(asking: &Asking, form: Result<Form, OAuthError>) -> Response {
    match begin(asking, form).await {
        Ok(response) => response,
        Err(error) => error_page(asking, error),
    }
}

async fn begin(asking: &Asking, form: Result<Form, OAuthError>) -> Result<Response, OAuthError> {
    let asked = Asked::of(asking, &form?)?;
    let Some((browser, session)) = signed_in(asking)? else { return Ok(asked.out(asking)) };
    // The app knows who is signed in, so that it is not a stranger who wants to be rid of them.
    if asked.app.is_some() && asked.hinted.as_ref() == Some(&session.user) {
        return end(asking, &asked, &session).await;
    }
    let now = asking.realm.authority().moment();
    let token = browser.form(Purpose::SignOut, &asked.text, now);
    let form = PostForm {
        action: format!("{}{DECIDE}", asking.realm.browser_path()),
        hidden: vec![("request", asked.text.clone()), ("form", token)],
    };
    let app = asked.app.as_ref().map(|app| app.name.as_str());
    let shown = SignOutPage { app, user: session.user.as_str(), called: None, form };
    let leads = asked.to.as_ref().map_or(Leads::Here, |(uri, _)| Leads::To(uri.as_str()));
    // An app may have opened it in a window of its own, and waits to be told from there.
    Ok(answer_to_pop_up(StatusCode::OK, leads, shown.page(&Frame::of(&asking.realm))))
}

/// What the page that asks posts.
pub(in crate::http) async fn decide(asking: Asking, body: Body) -> Response {
    match decided(&asking, body).await {
        Ok(response) => response,
        Err(error) => error_page(&asking, error),
    }
}

async fn decided(asking: &Asking, body: Body) -> Result<Response, OAuthError> {
    let form = read(asking, body).await?;
    let text = form.get("request").unwrap_or_default();
    let request = Form::parse(text.as_bytes());
    let asked =
        Asked::of(asking, &request.map_err(|_| OAuthError::invalid_request("the page is not of this server"))?)?;
    let Some((browser, session)) = signed_in(asking)? else { return Ok(asked.out(asking)) };
    let now = asking.realm.authority().moment();
    if browser.takes(Purpose::SignOut, text, form.get("form").unwrap_or_default(), now).is_none() {
        return Err(OAuthError::invalid_request("this page was open for too long, or is not of this browser"));
    }
    if form.get("decision") == Some("sign_out") {
        return end(asking, &asked, &session).await;
    }
    Ok(page(StatusCode::OK, Leads::Here, SignedOutPage::Stayed.page(&Frame::of(&asking.realm))))
}

/// Whose session the browser has.
fn signed_in(asking: &Asking) -> Result<Option<(Browser, Session)>, OAuthError> {
    let Some(browser) = Browser::of(&asking.headers, &asking.realm) else { return Ok(None) };
    let session = asking.realm.authority().session(&browser.digest())?;
    Ok(session.map(|session| (browser, session)))
}

async fn end(asking: &Asking, asked: &Asked, session: &Session) -> Result<Response, OAuthError> {
    asking.realm.writer().perform(asking.caller(Who::Anyone), Authority::end_session(session.digest)).await?;
    let mut response = asked.out(asking);
    if let Some(cookie) = forgotten(&asking.realm) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    Ok(response)
}

impl Asked {
    fn of(asking: &Asking, form: &Form) -> Result<Self, OAuthError> {
        let authority = asking.realm.authority();
        let hinted = match form.get("id_token_hint") {
            Some(hint) => authority.hinted(hint)?,
            None => None,
        };
        let said = form.get("client_id");
        if let (Some(said), Some((_, of_hint))) = (said, &hinted)
            && !authority.stands_for(said, of_hint)
        {
            return Err(OAuthError::invalid_request("the id_token_hint is of another app than the client_id"));
        }
        let client_id = said.or(hinted.as_ref().map(|(_, client_id)| client_id.as_str()));
        let app = match client_id {
            Some(client_id) => authority.client(client_id)?.filter(|app| !app.is_deleted()),
            None => None,
        };
        if let Some(app) = &app {
            asking.noted.note(|outcome| outcome.app = Some(app.client_id.clone()));
        }
        let to = match form.get("post_logout_redirect_uri") {
            None => None,
            Some(said) => {
                let is_dev = asking.realm.served().is_dev;
                let uri = app.as_ref().and_then(|app| app.profile.client.signed_out_to(said, is_dev));
                let why = "the post_logout_redirect_uri is none that the app has registered, or no app is named";
                let uri = uri.ok_or_else(|| OAuthError::invalid_request(why))?;
                Some((uri, form.get("state").map(str::to_owned)))
            }
        };
        let text = query::of(CARRIED.into_iter().filter_map(|name| Some((name, form.get(name)?))));
        Ok(Self { app, to, hinted: hinted.map(|(user, _)| user), text })
    }

    /// Nobody is signed in: the browser goes where the app wants it, else a page says so.
    fn out(&self, asking: &Asking) -> Response {
        match &self.to {
            Some((uri, state)) => see_other(&query::with(uri.as_str(), state.as_deref().map(|state| ("state", state)))),
            None => page(StatusCode::OK, Leads::Here, SignedOutPage::Out.page(&Frame::of(&asking.realm))),
        }
    }
}
