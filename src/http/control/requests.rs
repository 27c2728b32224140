//! What a home was asked, and why what it refused was refused.

use std::time::Duration;

use axum::extract::RawQuery;
use axum::response::Response;
use serde_json::Value;

use super::clock::dev;
use super::driven::Driven;
use super::members::Members;
use crate::core::json::Object;
use crate::http::answer::json as answer;
use crate::http::form::pairs;
use crate::http::oauth_error::OAuthError;

/// How long the next request is waited for at most.
const LONGEST: Duration = Duration::from_mins(1);

/// Those after number `after`. Where there are none yet, the next one is waited for, for as long as `wait` says.
pub(super) async fn tell(driven: Driven, RawQuery(query): RawQuery) -> Result<Response, OAuthError> {
    let given = pairs(query.unwrap_or_default().as_bytes());
    let given = given.map_err(|fault| OAuthError::invalid_request(format!("the query is not acceptable: {fault}")))?;
    let given: Object = given
        .into_iter()
        .map(|(name, value)| {
            // A number is one of seconds, or of a request.
            let number = value.parse::<u64>().map(Value::from);
            (name, number.unwrap_or(Value::String(value)))
        })
        .collect();
    let mut members = Members::of(given, "the query");
    let after = members.number("after", 0, u32::MAX)?.unwrap_or(0);
    let wait = members.length("wait", LONGEST)?.unwrap_or_default();
    members.end()?;
    Ok(answer(&dev(&driven)?.requests().after(after.into(), wait).await))
}
