//! The one line that says that a server takes requests.

use serde_json::Value;

use crate::cli::paint::Paint;
use crate::cli::view::View;
use crate::cli::view::render::json_of;
use crate::core::Issuer;
use crate::wire::ServingDocument;

/// A server that takes requests.
pub struct Ready {
    /// The issuer that it serves.
    pub issuer: Issuer,
    /// Where it listens.
    pub listen: Vec<String>,
    /// Its process.
    pub pid: u32,
    /// Whether it serves a developer alone.
    pub dev: bool,
}

impl View for Ready {
    fn json(&self) -> Value {
        let Self { issuer, listen, pid, dev } = self;
        let listen = listen.first().map_or("", String::as_str);
        json_of(&ServingDocument { issuer, listen, pid: *pid, dev: *dev })
    }

    fn text(&self, _: Paint) -> String {
        format!("serving {} on {}", self.issuer, self.listen.join(" and "))
    }

    fn bare(&self) -> String {
        self.issuer.to_string()
    }
}
