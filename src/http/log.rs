//! One line for each request: who asked for what, and what came of it. Never a token, a code, a secret or a cookie.

use std::sync::Arc;
use std::time::Duration;

use serde_json::json;

use crate::core::{ClientId, Jti};

/// Takes a line of the log.
pub type Sink = Arc<dyn Fn(&str) + Send + Sync>;

/// How a line is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogForm {
    /// For people.
    Text,
    /// One JSON object.
    Json,
}

/// What a handler knows of what came of a request. It goes with the response, and is taken off for the log.
#[derive(Debug, Clone, Default)]
pub(super) struct Outcome {
    /// Who asked, once that was shown.
    pub app: Option<ClientId>,
    /// The grant type.
    pub grant: Option<&'static str>,
    /// The access token that was issued.
    pub jti: Option<Jti>,
    /// Why it was refused, for the operator: more than the caller is told.
    pub reason: Option<String>,
}

/// A request that was answered.
pub(super) struct Answered<'a> {
    pub id: &'a str,
    pub peer: Option<&'a str>,
    pub method: &'a str,
    /// The address as the router has it; what a stranger wrote instead is not repeated.
    pub endpoint: &'a str,
    pub status: u16,
    pub took: Duration,
    pub outcome: &'a Outcome,
}

/// The log of a server.
#[derive(Clone)]
pub(super) struct Log {
    pub sink: Sink,
    pub form: LogForm,
}

impl Log {
    pub(super) fn tell(&self, request: &Answered<'_>) {
        let Answered { id, peer, method, endpoint, status, took, outcome } = request;
        let Outcome { app, grant, jti, reason } = outcome;
        let micros = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        let line = match self.form {
            LogForm::Json => json!({
                "request_id": id, "peer": peer, "method": method, "endpoint": endpoint, "status": status, "micros": micros,
                "client_id": app, "grant_type": grant, "jti": jti, "reason": reason,
            })
            .to_string(),
            LogForm::Text => {
                let told = [
                    app.as_ref().map(|app| format!(" client_id={app}")),
                    grant.map(|grant| format!(" grant={grant}")),
                    jti.map(|jti| format!(" jti={jti}")),
                    reason.as_ref().map(|reason| format!(": {reason}")),
                ];
                let told: String = told.into_iter().flatten().collect();
                format!("{id} {} {method} {endpoint} {status} {micros}us{told}", peer.unwrap_or("-"))
            }
        };
        (self.sink)(&line);
    }
}
