//! The one line that says that a server takes requests.

use std::fmt::Write as _;
use std::sync::Arc;

use serde_json::Value;

use super::dev::Demo;
use crate::cli::paint::Paint;
use crate::cli::view::View;
use crate::cli::view::render::json_of;
use crate::core::{Issuer, SecretText};
use crate::http::Actions;
use crate::wire::ServingDocument;

/// A server that takes requests.
pub struct Ready {
    /// The issuer that it serves.
    pub issuer: Issuer,
    /// The further issuers, each below a path of its own.
    pub also_issuers: Vec<Issuer>,
    /// Where it listens.
    pub listen: Vec<String>,
    /// Its process.
    pub pid: u32,
    /// Whether it serves a developer alone.
    pub dev: bool,
    /// What the developer begins with.
    pub demo: Option<Demo>,
    /// What jobs of GitHub Actions would be given.
    pub actions: Option<Arc<Actions>>,
}

impl View for Ready {
    fn json(&self) -> Value {
        let Self { issuer, also_issuers, listen, pid, dev, demo, actions } = self;
        let (listen, also_listen) = listen.split_first().map_or(("", &[][..]), |(first, rest)| (first.as_str(), rest));
        json_of(&ServingDocument {
            issuer,
            listen,
            pid: *pid,
            also_listen,
            also_issuers,
            dev: *dev,
            app: demo.as_ref().map(|demo| &demo.name).into(),
            client_id: demo.as_ref().map(|demo| &demo.client_id).into(),
            client_secret: demo.as_ref().map(|demo| SecretText::reveal(&demo.secret)).into(),
            actions_id_token_request_url: actions.as_ref().map(|_| Actions::url(issuer.as_str())).into(),
            actions_id_token_request_token: actions.as_ref().map(|actions| actions.bearer.reveal()).into(),
        })
    }

    fn text(&self, _: Paint) -> String {
        let issuers = std::iter::once(&self.issuer).chain(&self.also_issuers).map(Issuer::to_string);
        let (issuer, listen) = (issuers.collect::<Vec<_>>().join(" and "), self.listen.join(" and "));
        let mut text = match (&self.demo, self.dev) {
            (Some(Demo { name, client_id, secret }), _) => format!(
                "serving {issuer} on {listen} (DEV): app {name}, client_id {client_id}, client_secret {}",
                secret.reveal()
            ),
            (None, true) => format!("serving {issuer} on {listen} (DEV)"),
            (None, false) => format!("serving {issuer} on {listen}"),
        };
        if let Some(actions) = &self.actions {
            let (url, token) = (Actions::url(self.issuer.as_str()), actions.bearer.reveal());
            // Two lines to copy, as a shell takes them.
            let _ = write!(
                text,
                "\nexport ACTIONS_ID_TOKEN_REQUEST_URL='{url}'\nexport ACTIONS_ID_TOKEN_REQUEST_TOKEN='{token}'"
            );
        }
        text
    }

    fn bare(&self) -> String {
        self.issuer.to_string()
    }

    fn secrets(&self) -> Vec<String> {
        let secrets = [self.demo.as_ref().map(|demo| &demo.secret), self.actions.as_ref().map(|all| &all.bearer)];
        secrets.into_iter().flatten().map(|secret| secret.reveal().to_owned()).collect()
    }
}
