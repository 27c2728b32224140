//! What is asked for, by which app, in which browser.

use std::borrow::Cow;

use axum::response::Response;

use super::answer::Refused;
use crate::authority::ApprovalFault;
use crate::core::authorization::{
    AuthorizationFault, AuthorizationRequest, LoggedIn, Next, Parameters, Pushed, RequestFault, Requirements,
    Unanswerable,
};
use crate::core::caller::Who;
use crate::core::{App, OpaqueKind, OpaqueText, SecretText, TokenDigest, UserId};
use crate::http::asking::Asking;
use crate::http::browser::{Browser, Purpose};
use crate::http::client_documents;
use crate::http::oauth_error::OAuthError;
use crate::http::query;
use crate::http::sign_in;

/// What is asked for, by which app, in which browser.
pub(super) struct Asked {
    /// As it was asked: what pages carry on.
    pub text: String,
    /// The app.
    pub app: App,
    /// What it asks for.
    pub request: AuthorizationRequest,
    /// The request that was pushed.
    pub pushed: Option<TokenDigest>,
    /// The browser.
    pub browser: Browser,
}

impl Asked {
    /// Judges what is asked for.
    pub async fn of(asking: &Asking, parameters: Parameters) -> Result<Self, Refused> {
        let authority = asking.realm.authority();
        let text = query::of(parameters.iter());
        let browser = match Browser::of(&asking.headers, &asking.realm) {
            Some(browser) => browser,
            None => Browser::new(authority.new_text(OpaqueKind::Session).map_err(Refused::error)?),
        };
        if parameters.get("client_id").is_err() {
            return Err(Unanswerable::Twice("the parameter client_id is there more than once".to_owned()).into());
        }
        let client_id = parameters.first("client_id").ok_or(Unanswerable::NoClient)?;
        client_documents::app(asking, client_id).await.map_err(Refused::Error)?;
        let app = authority.client(client_id).map_err(Refused::error)?.ok_or(Unanswerable::UnknownClient)?;
        asking.noted.note(|outcome| outcome.app = Some(app.client_id.clone()));
        let reference = parameters.first("request_uri").and_then(|uri| uri.strip_prefix(Pushed::URN));
        let (pushed, parameters) = match reference {
            None => (None, parameters),
            Some(reference) => {
                let digest = OpaqueText::parse(reference).ok().filter(|text| text.kind == OpaqueKind::Pushed);
                let digest = digest.ok_or(Unanswerable::Pushed)?.digest;
                let job = crate::authority::Authority::pushed(digest, browser.digest());
                let pushed = asking.realm.writer().perform(asking.caller(Who::Anyone), job).await;
                let pushed = pushed.map_err(|why| Refused::Error(why.into()))?;
                let pushed = pushed.filter(|pushed| pushed.client_id == app.client_id).ok_or(Unanswerable::Pushed)?;
                (Some(digest), pushed.parameters)
            }
        };
        let required = required(asking, &app, pushed.is_some());
        let request = AuthorizationRequest::of(&parameters, &app, required).map_err(|fault| match fault {
            RequestFault::Unanswerable(fault) => Refused::Unanswerable(fault),
            RequestFault::Told(to, fault, why) => Refused::Told(Box::new(to), fault, why.to_owned()),
        })?;
        Ok(Self { text, app, request, pushed, browser })
    }

    /// Who is at the browser: whom something says without their being asked, else whose session it is.
    pub fn who(&self, asking: &Asking, done: Option<&str>) -> Result<Option<LoggedIn>, Refused> {
        let authority = asking.realm.authority();
        let now = authority.moment();
        if let Some(user) = sign_in::unasked(asking).map_err(Refused::NotIn)? {
            return Ok(Some(LoggedIn { user, at: now, session: None, is_fresh: true }));
        }
        let session = sign_in::session(asking, &self.browser.digest()).map_err(|error| self.failed(error.into()))?;
        Ok(session.map(|session| {
            let is_fresh =
                done.is_some_and(|done| self.browser.takes(Purpose::LoggedIn, &self.text, done, now).is_some());
            LoggedIn { user: session.user, at: session.at, session: Some(session.digest), is_fresh }
        }))
    }

    /// What comes next.
    pub fn step(&self, asking: &Asking, who: Option<&LoggedIn>) -> Result<Next, Refused> {
        let authority = asking.realm.authority();
        let expected = self.request.id_token_hint.as_deref().map(|hint| authority.hinted(hint));
        let expected: Option<UserId> = match expected {
            None => None,
            Some(Ok(Some((user, _)))) => Some(user),
            Some(Ok(None)) => {
                return Err(
                    self.refused(AuthorizationFault::InvalidRequest, "the id_token_hint is no ID token of here")
                );
            }
            Some(Err(error)) => return Err(self.failed(error.into())),
        };
        let request = self.of_user(asking, who)?;
        authority.step(&request, &self.app, who, expected.as_ref()).map_err(|error| self.failed(error.into()))
    }

    /// What is asked of this user: no scope that they may not give, and something where something is asked.
    fn of_user(&self, asking: &Asking, who: Option<&LoggedIn>) -> Result<Cow<'_, AuthorizationRequest>, Refused> {
        let (people, all) = (&asking.realm.authority().defaults().people, &self.request.scopes);
        let Some(who) = who.filter(|who| people.most_of(&who.user).is_some()) else {
            return Ok(Cow::Borrowed(&self.request));
        };
        let scopes = people.given(&who.user, all.clone());
        if scopes.is_empty() && !all.is_empty() {
            let why = "the user may give none of the scopes that are asked for";
            return Err(self.refused(AuthorizationFault::AccessDenied, why));
        }
        Ok(Cow::Owned(AuthorizationRequest { scopes, ..self.request.clone() }))
    }

    /// The app is told that there is no code.
    pub fn refused(&self, fault: AuthorizationFault, why: &str) -> Refused {
        Refused::Told(Box::new(self.request.return_to.clone()), fault, why.to_owned())
    }

    /// The app is told that something here is wrong; the log is told what.
    pub fn failed(&self, error: OAuthError) -> Refused {
        Refused::Failed(Box::new(self.request.return_to.clone()), error)
    }

    pub fn not_approved(&self, fault: ApprovalFault) -> Refused {
        match fault {
            ApprovalFault::FormUsed | ApprovalFault::PushedUsed | ApprovalFault::SessionEnded => Refused::Stale(fault),
            ApprovalFault::Shut => self.refused(AuthorizationFault::AccessDenied, "the app or the user is not in use"),
            ApprovalFault::Withdrawn => {
                self.refused(AuthorizationFault::AccessDenied, "the user cannot consent to this, or does not any more")
            }
        }
    }

    /// Sends the browser back to the app with its code (RFC 6749, 4.1.2; RFC 9207).
    pub fn send_back(&self, asking: &Asking, code: &SecretText) -> Response {
        super::answer::to_app(asking, &self.request.return_to, [("code", code.reveal())])
    }
}

/// What is asked of requests here.
fn required(asking: &Asking, app: &App, is_pushed: bool) -> Requirements {
    let served = asking.realm.served();
    Requirements {
        is_dev: served.is_dev,
        lacks_push: (app.profile.client.par_required || served.security.requires_push()) && !is_pushed,
        challenge: served.security.requires_challenge(),
    }
}
