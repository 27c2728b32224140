//! One request: who answers it, from where it came, and what is noted of it for the log.

use std::convert::Infallible;
use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};

use super::connection::{ClientAddress, Passed};
use super::limits::{Counts, Logins};
use super::noted::Noted;
use super::realm::Realm;
use super::request_id::RequestId;
use super::state::State;
use crate::core::caller::{Door, Who};
use crate::core::{AccessContext, App, Caller};

/// A request, but for its body.
pub(super) struct Asking {
    /// The issuer that answers.
    pub realm: Arc<Realm>,
    /// What it is called, in its answer and in the log.
    pub id: Option<RequestId>,
    /// From where it came.
    pub from: AccessContext,
    /// Its headers.
    pub headers: HeaderMap,
    /// What is noted of it.
    pub noted: Noted,
    /// How often callers asked, and failed.
    pub counts: Arc<Counts>,
    /// How often people failed to log in, and how many try it now.
    pub logins: Arc<Logins>,
    /// Whether a proxy that is trusted passed it on.
    pub is_passed: bool,
}

impl Asking {
    /// An app that has shown who it is, as the one who asks.
    pub(super) fn caller_of(&self, app: &App) -> Caller {
        self.caller(Who::App(app.client_id.clone()))
    }

    /// Whoever asks.
    pub(super) fn caller(&self, who: Who) -> Caller {
        Caller { who, from: self.from.clone(), door: Door::Http, note: None }
    }
}

/// The longest name of a program that is kept, in bytes.
const MOST_USER_AGENT: usize = 256;

impl FromRequestParts<State> for Asking {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &State) -> Result<Self, Infallible> {
        let ip = parts.extensions.get::<ClientAddress>().and_then(|address| address.0);
        let agent = parts.headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok());
        let user_agent = agent.filter(|agent| agent.len() <= MOST_USER_AGENT).map(str::to_owned);
        let from = AccessContext { ip, user_agent, device: None };
        let noted = parts.extensions.get::<Noted>().cloned().unwrap_or_default();
        let counts = parts.extensions.get::<Arc<Counts>>().cloned().unwrap_or_default();
        let id = parts.extensions.get::<RequestId>().cloned();
        let logins = parts.extensions.get::<Arc<Logins>>().cloned().unwrap_or_default();
        let Passed(is_passed) = parts.extensions.get().copied().unwrap_or_default();
        // That of a throw-away home is found by the path of the request.
        let realm = parts.extensions.remove::<Arc<Realm>>().unwrap_or_else(|| state.realm());
        let headers = std::mem::take(&mut parts.headers);
        Ok(Self { realm, id, from, headers, noted, counts, logins, is_passed })
    }
}
