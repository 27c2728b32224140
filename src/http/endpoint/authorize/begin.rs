//! A request: which page it leads to, or straight back to the app.

use axum::body::Body;
use axum::extract::RawQuery;
use axum::response::Response;

use super::answer::Refused;
use super::approve::approve;
use super::asked::Asked;
use super::decided::{self, Decided};
use super::page;
use super::path::DONE;
use crate::core::authorization::{Next, Parameters};
use crate::http::asking::Asking;
use crate::http::body;
use crate::http::error_page::error_page;
use crate::http::form::{FormFault, pairs};
use crate::http::login::Login;

/// A request in the query.
pub(in crate::http) async fn get(asking: Asking, RawQuery(query): RawQuery) -> Response {
    answered(&asking, pairs(query.unwrap_or_default().as_bytes())).await
}

/// A request in the body (OpenID Connect Core, 3.1.2.1).
pub(in crate::http) async fn post(asking: Asking, body: Body) -> Response {
    match body::raw_form(&asking.headers, body).await {
        Ok(form) => answered(&asking, pairs(&form)).await,
        Err(error) => error_page(&asking, error),
    }
}

async fn answered(asking: &Asking, all: Result<Vec<(String, String)>, FormFault>) -> Response {
    let all = match all {
        Ok(all) => all,
        Err(fault) => return Refused::Unreadable(fault).into_response(asking),
    };
    let done = all.iter().find(|(name, _)| name == DONE).map(|(_, value)| value.clone());
    match begin(asking, Parameters::of(all), done.as_deref()).await {
        Ok(response) => response,
        Err(refused) => refused.into_response(asking),
    }
}

async fn begin(asking: &Asking, parameters: Parameters, done: Option<&str>) -> Result<Response, Refused> {
    let asked = Asked::of(asking, parameters).await?;
    let asked = match decided::answer(asking, asked).await? {
        Decided::Answered(response) => return Ok(response),
        Decided::Nothing(asked) => *asked,
    };
    let who = asked.who(asking, done)?;
    match asked.step(asking, who.as_ref())? {
        Next::Login(reason) => page::login(asking, &asked, Some(reason), None),
        Next::Refuse(fault) => Err(asked.refused(fault, "a page would have to be shown, and prompt=none forbids it")),
        Next::Consent { new, given } => match who {
            // Nobody is to be asked: a developer has said who it is and wants no pages.
            Some(who) if is_automatic(asking) => approve(asking, &asked, who, true, None).await,
            Some(who) => Ok(page::consent(asking, &asked, &who, &new, &given)),
            None => page::login(asking, &asked, None, None),
        },
        Next::Code => match who {
            Some(who) => approve(asking, &asked, who, false, None).await,
            None => page::login(asking, &asked, None, None),
        },
    }
}

/// Whether no page is wanted at all.
fn is_automatic(asking: &Asking) -> bool {
    matches!(asking.realm.served().login, Login::Auto(_))
}
