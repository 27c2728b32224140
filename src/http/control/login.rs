//! A login that is decided: whoever is sent to the home next logs in as this user, and no page is shown.

use axum::body::Body;
use axum::http::HeaderMap;
use axum::response::Response;

use super::clock::dev;
use super::driven::Driven;
use super::members::Members;
use super::next::{MOST_TIMES, too_many};
use super::standing;
use crate::core::{Scopes, UserId};
use crate::http::answer::json as answer;
use crate::http::dev::{Approval, DecidedLogin};
use crate::http::oauth_error::OAuthError;

pub(super) async fn decide(driven: Driven, headers: HeaderMap, body: Body) -> Result<Response, OAuthError> {
    let mut members = Members::of_body(&headers, body).await?;
    let user = members.parsed::<UserId>("user")?;
    let (all, only) = match members.take("approve") {
        None => (false, None),
        Some(value) if value == "all" => (true, None),
        Some(value) => {
            let mut members = Members::of([("approve".to_owned(), value)].into_iter().collect(), "the body");
            (false, members.several::<Scopes>("approve")?)
        }
    };
    let deny = members.flag("deny")?.unwrap_or(false);
    let times = members.number("times", 1, MOST_TIMES)?.unwrap_or(1);
    members.end()?;
    let user = user.ok_or_else(|| OAuthError::invalid_request("nothing says who logs in: give user"))?;
    let approval = match (deny, all, only) {
        (true, false, None) => Approval::Denied,
        (true, _, _) => {
            return Err(OAuthError::invalid_request("approve and deny are there, of which one is enough"));
        }
        (false, _, Some(scopes)) => Approval::Only(scopes.into_iter().collect()),
        (false, _, None) => Approval::All,
    };
    if !dev(&driven)?.decide_login(DecidedLogin { user, approval }, times) {
        return Err(too_many());
    }
    Ok(answer(&standing::waiting(dev(&driven)?)))
}
