//! What tests of a developer drive: throw-away homes, their clocks, what is answered next, and what was asked.

mod answers;
mod clock;
mod guard;
mod homes;
mod requests;

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::support::served::{Client, Response, Served};

/// A server for a developer, in a folder that goes with it.
struct Bench {
    served: Served,
    _folder: TempDir,
}

/// A throw-away home.
struct Home {
    /// Its path on the server.
    path: String,
    /// What drives it.
    token: String,
    /// Its issuer.
    issuer: String,
    /// Its app.
    demo: Client,
}

impl Bench {
    fn start() -> Self {
        Self::with(&[])
    }

    fn with(flags: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let flags = [&["--listen", "127.0.0.1:0"], flags].concat();
        Self { served: crate::dev::start(folder.path(), &[], &flags), _folder: folder }
    }

    /// A request that drives the home that is served, or makes another.
    #[track_caller]
    fn control(&self, path: &str, body: &Value) -> Response {
        self.drive(path, "1", body)
    }

    #[track_caller]
    fn drive(&self, path: &str, key: &str, body: &Value) -> Response {
        let headers = [("mintage-control", key), ("content-type", "application/json")];
        self.served.ask("POST", path, &headers, &body.to_string())
    }

    #[track_caller]
    fn home(&self, wanted: &Value) -> Home {
        let made = self.control("/_mintage/homes", wanted).is(201).json();
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let (issuer, app) = (text(&made["issuer"]), &made["apps"]["demo"]);
        let demo = Client { id: text(&app["client_id"]), secret: text(&app["client_secret"]) };
        let path = issuer.split_once("://").and_then(|(_, rest)| rest.find('/').map(|at| rest[at..].to_owned()));
        Home { path: path.unwrap(), token: text(&made["token"]), issuer, demo }
    }
}

impl Home {
    /// A path below it.
    fn at(&self, path: &str) -> String {
        format!("{}{path}", self.path)
    }

    /// Tells it something.
    #[track_caller]
    fn tell(&self, bench: &Bench, what: &str, body: &Value) -> Response {
        bench.drive(&self.at(&format!("/_mintage/{what}")), &self.token, body)
    }

    /// Asks what it was asked.
    #[track_caller]
    fn requests(&self, bench: &Bench, query: &str) -> Value {
        let path = self.at(&format!("/_mintage/requests{query}"));
        bench.served.ask("GET", &path, &[("mintage-control", &self.token)], "").is(200).json()
    }

    /// What its app asks for itself.
    #[track_caller]
    fn token(&self, bench: &Bench, more: &[(&str, &str)]) -> Response {
        let (name, value) = self.demo.basic();
        let form = [&[("grant_type", "client_credentials")], more].concat();
        bench.served.post(&self.at("/token"), &[(name, &value)], &form)
    }

    /// Whether it takes a token for good now.
    #[track_caller]
    fn takes(&self, bench: &Bench, token: &Value) -> bool {
        let (name, value) = self.demo.basic();
        let form = [("token", token["access_token"].as_str().unwrap())];
        bench.served.post(&self.at("/introspect"), &[(name, &value)], &form).is(200).json()["active"] == true
    }
}

/// The claims of a token, whoever signed it.
#[track_caller]
fn claims(token: &Value) -> Value {
    part(token, 1)
}

#[track_caller]
fn part(token: &Value, at: usize) -> Value {
    let text = token["access_token"].as_str().unwrap();
    serde_json::from_slice(&crate::support::from_b64(text.split('.').nth(at).unwrap())).unwrap()
}

fn nothing() -> Value {
    json!({})
}
