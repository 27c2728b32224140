//! The clock of a home, which its test turns. That of the machine, and of every other home, goes on as it does.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::http::HeaderMap;
use axum::response::Response;
use serde_json::json;

use super::driven::Driven;
use super::members::Members;
use crate::core::{Timestamp, Ttl};
use crate::http::answer::json as answer;
use crate::http::dev::Dev;
use crate::http::oauth_error::OAuthError;

/// What time it is in a home.
pub(super) async fn tell(driven: Driven) -> Result<Response, OAuthError> {
    Ok(answer(&told(dev(&driven)?)))
}

/// Turns it: sets it to a time, turns it on, and stops it or lets it go on; in this order where several are said.
pub(super) async fn turn(driven: Driven, headers: HeaderMap, body: Body) -> Result<Response, OAuthError> {
    let dev = dev(&driven)?;
    let mut members = Members::of_body(&headers, body).await?;
    let now = Timestamp::from_epoch(dev.now());
    let at = members.time("at", now)?;
    let advance = members.length("advance", Duration::from_secs(Ttl::MAX.seconds().unsigned_abs()))?;
    let freeze = members.flag("freeze")?;
    members.end()?;
    if at.is_none() && advance.is_none() && freeze.is_none() {
        return Err(OAuthError::invalid_request("nothing says how to turn the clock: give at, advance or freeze"));
    }
    let from = at.unwrap_or(now);
    let until = i64::try_from(advance.unwrap_or_default().as_secs()).map_or(i64::MAX, |by| from.0.saturating_add(by));
    // Times end with the year 9999.
    if Timestamp(until).rfc3339().is_none() {
        return Err(OAuthError::invalid_request("the clock would be turned beyond the year 9999"));
    }
    let clock = dev.clock();
    if let Some(at) = at {
        clock.set(since_epoch(at));
    }
    if let Some(by) = advance {
        clock.advance(by);
    }
    if let Some(stands) = freeze {
        clock.freeze(stands);
    }
    driven.realm.forget_kept();
    Ok(answer(&told(dev)))
}

/// What a clock says, as it is told.
pub(super) fn told(dev: &Dev) -> serde_json::Value {
    json!({"now": Timestamp::from_epoch(dev.now()).to_string(), "frozen": dev.clock().stands()})
}

pub(super) fn since_epoch(at: Timestamp) -> Duration {
    Duration::from_secs(u64::try_from(at.0).unwrap_or_default())
}

/// What tests decide of a home. Each has that which is served to a developer.
pub(super) fn dev(driven: &Driven) -> Result<&Arc<Dev>, OAuthError> {
    driven.realm.served().dev.as_ref().ok_or_else(OAuthError::nowhere)
}
