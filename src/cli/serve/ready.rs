//! The one line that says that a server takes requests.

use serde_json::Value;

use super::dev::Demo;
use crate::cli::paint::Paint;
use crate::cli::view::View;
use crate::cli::view::render::json_of;
use crate::core::{Issuer, SecretText};
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
}

impl View for Ready {
    fn json(&self) -> Value {
        let Self { issuer, also_issuers, listen, pid, dev, demo } = self;
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
        })
    }

    fn text(&self, _: Paint) -> String {
        let issuers = std::iter::once(&self.issuer).chain(&self.also_issuers).map(Issuer::to_string);
        let (issuer, listen) = (issuers.collect::<Vec<_>>().join(" and "), self.listen.join(" and "));
        match (&self.demo, self.dev) {
            (Some(Demo { name, client_id, secret }), _) => format!(
                "serving {issuer} on {listen} (DEV): app {name}, client_id {client_id}, client_secret {}",
                secret.reveal()
            ),
            (None, true) => format!("serving {issuer} on {listen} (DEV)"),
            (None, false) => format!("serving {issuer} on {listen}"),
        }
    }

    fn bare(&self) -> String {
        self.issuer.to_string()
    }
}
