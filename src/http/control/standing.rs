//! How a home stands: its clock, and what was decided and not asked for yet.

use axum::extract::State;
use axum::response::Response;
use serde_json::{Value, json};

use super::clock::{dev, told};
use super::driven::{Control, Driven};
use crate::http::answer::json as answer;
use crate::http::dev::Dev;
use crate::http::oauth_error::OAuthError;

pub(super) async fn tell(driven: Driven, State(control): State<Control>) -> Result<Response, OAuthError> {
    let dev = dev(&driven)?;
    let mut standing =
        json!({"issuer": driven.realm.served().issuer, "clock": told(dev), "waiting": waiting(dev)["waiting"]});
    if driven.id.is_none() {
        standing["homes"] = json!(control.homes.count());
    }
    Ok(answer(&standing))
}

/// For how many requests something is decided.
pub(super) fn waiting(dev: &Dev) -> Value {
    let [logins, answers, flaws, tokens] = dev.waiting();
    json!({"waiting": {"logins": logins, "answers": answers, "flaws": flaws, "tokens": tokens}})
}
