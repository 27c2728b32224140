//! What a test of a developer decided of the next request: who logs in and what they say, or an error. No page is shown.

use axum::response::Response;

use super::answer::{Refused, to_app};
use super::approve::approve;
use super::asked::Asked;
use super::path::PATH;
use crate::core::authorization::{AuthorizationFault, LoggedIn};
use crate::http::asking::Asking;
use crate::http::dev::{Answer, Approval, DecidedLogin, Forced};

/// What was decided of a request.
pub(super) enum Decided {
    /// Its answer.
    Answered(Response),
    /// Nothing.
    Nothing(Box<Asked>),
}

/// Answers a request as was decided.
pub(super) async fn answer(asking: &Asking, asked: Asked) -> Result<Decided, Refused> {
    let Some(dev) = asking.realm.dev() else { return Ok(Decided::Nothing(Box::new(asked))) };
    if let Some(Forced { answer: Some(Answer::Error { code, description, .. }), delay, .. }) =
        dev.forced().next(|forced| forced.is_error() && forced.is_for(Some(PATH)))
    {
        if let Some(wait) = delay {
            tokio::time::sleep(wait).await;
        }
        let why = "a test decided this answer";
        asking.noted.note(|outcome| outcome.reason = Some(format!("{why}: {code}")));
        let description = description.as_deref().unwrap_or(why);
        let said = [("error", code.as_str()), ("error_description", description)];
        return Ok(Decided::Answered(to_app(asking, &asked.request.return_to, said)));
    }
    match dev.decided_login() {
        Some(login) => log_in(asking, asked, login).await.map(Decided::Answered),
        None => Ok(Decided::Nothing(Box::new(asked))),
    }
}

async fn log_in(asking: &Asking, mut asked: Asked, login: DecidedLogin) -> Result<Response, Refused> {
    let denied =
        |asked: &Asked| asked.refused(AuthorizationFault::AccessDenied, "a test decided that the user says no");
    match login.approval {
        Approval::All => {}
        Approval::Only(scopes) => {
            let given = asked.request.scopes.intersection(&scopes);
            if given.is_empty() && !asked.request.scopes.is_empty() {
                return Err(denied(&asked));
            }
            asked.request.scopes = given;
        }
        Approval::Denied => return Err(denied(&asked)),
    }
    let at = asking.realm.authority().moment();
    let who = LoggedIn { user: login.user, at, session: None, is_fresh: true };
    approve(asking, &asked, who, true, None).await
}
