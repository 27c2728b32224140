//! `/healthz`: the process answers. `/readyz`: every issuer could issue and judge.

use axum::http::StatusCode;
use axum::response::Response;
use serde_json::json;

use crate::authority::ClockWord;
use crate::http::answer::{json as answer_json, json_with};
use crate::http::state::State;

pub(in crate::http) const ALIVE: &str = "/healthz";
pub(in crate::http) const READY: &str = "/readyz";

pub(in crate::http) async fn alive() -> Response {
    answer_json(&json!({"status": "ok"}))
}

pub(in crate::http) fn ready(issuers: &[State]) -> Response {
    for issuer in issuers {
        let fault = match issuer.realm().authority().published_keys(ClockWord::Unsaid) {
            Ok(keys) if !keys.is_empty() => continue,
            Ok(_) => "no_key",
            Err(error) => error.code().word(),
        };
        return json_with(StatusCode::SERVICE_UNAVAILABLE, &json!({"status": fault}));
    }
    answer_json(&json!({"status": "ok"}))
}
