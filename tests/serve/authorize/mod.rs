//! Users at a browser: logging in, consenting, and the codes that come of it.

mod codes;
mod faults;
mod pages;
mod pushed;
mod requests;
mod sign_out;

use std::process::{Command, Stdio};

use serde_json::Value;

use crate::support::Answer;
use crate::support::person::{CHALLENGE, VERIFIER};
use crate::support::served::{Client, Response, Served, encoded};

/// A server for a developer, and the home that it made.
pub struct Dev {
    pub folder: tempfile::TempDir,
    pub served: Served,
}

/// Where the app of these tests is answered.
pub const CALLBACK: &str = "https://shop.example/callback";

impl Dev {
    pub fn new() -> Self {
        Self::with(&[])
    }

    pub fn with(flags: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let args = [&["serve", "--dev", "--json", "--listen", "127.0.0.1:0"], flags].concat();
        let served = Served::start_with(command(folder.path(), &args));
        Self { folder, served }
    }

    /// Another server of the same home, beside the first.
    pub fn another(&self) -> Served {
        let (home, issuer) = (self.folder.path().join(".mintage"), self.served.ready["issuer"].as_str().unwrap());
        let home = home.display().to_string();
        let args = ["--home", &home, "serve", "--dev", "--json", "--listen", "127.0.0.1:0", "--issuer", issuer];
        Served::start_with(command(self.folder.path(), &args))
    }

    /// Kills the server, and starts another on the same home at the same address.
    pub fn killed(self) -> Self {
        let listen = self.served.address.to_string();
        self.served.signal("KILL");
        let Self { folder, served } = self;
        drop(served);
        let served = Served::start_with(command(folder.path(), &["serve", "--dev", "--json", "--listen", &listen]));
        Self { folder, served }
    }

    /// A command on the home.
    pub fn run(&self, args: &[&str]) -> Answer {
        let home = self.folder.path().join(".mintage").display().to_string();
        let args = [&["--home", home.as_str()], args].concat();
        Answer::of(command(self.folder.path(), &args).output().unwrap())
    }

    /// An app with a secret, which is answered at [`CALLBACK`].
    pub fn app(&self, name: &str, flags: &[&str]) -> Client {
        let register = ["app", "register", name, "--scope", "openid read write", "--redirect-uri", CALLBACK, "--json"];
        let app = self.run(&[&register[..], flags].concat()).ok().json();
        let text = |member: &str| app[member].as_str().unwrap_or_default().to_owned();
        Client { id: text("client_id"), secret: text("client_secret") }
    }

    /// The path of a request of an app, with these parameters beside or instead of the usual ones.
    pub fn request(&self, app: &Client, other: &[(&str, &str)]) -> String {
        let usual = [
            ("client_id", app.id.as_str()),
            ("response_type", "code"),
            ("redirect_uri", CALLBACK),
            ("scope", "openid read"),
            ("state", "af0ifjsldkj"),
            ("code_challenge", CHALLENGE),
            ("code_challenge_method", "S256"),
        ];
        let kept = usual.into_iter().filter(|(name, _)| !other.iter().any(|(changed, _)| changed == name));
        let all: Vec<_> = kept.chain(other.iter().copied().filter(|(_, value)| !value.is_empty())).collect();
        let pairs: Vec<_> = all.iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect();
        format!("/authorize?{}", pairs.join("&"))
    }

    /// What an app gets for a code.
    pub fn redeem(&self, app: &Client, code: &str, other: &[(&str, &str)]) -> Response {
        let usual = [
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", CALLBACK),
            ("code_verifier", VERIFIER),
        ];
        let kept = usual.into_iter().filter(|(name, _)| !other.iter().any(|(changed, _)| changed == name));
        let form: Vec<_> = kept.chain(other.iter().copied().filter(|(_, value)| !value.is_empty())).collect();
        let (name, value) = app.basic();
        let headers = if app.secret.is_empty() { vec![] } else { vec![(name, value.as_str())] };
        let own = [("client_id", app.id.as_str())];
        let own = if app.secret.is_empty() { &own[..] } else { &[] };
        self.served.post("/token", &headers, &[&form[..], own].concat())
    }

    pub fn verdict(&self, token: &Value) -> u8 {
        self.run(&["token", "verify", token.as_str().unwrap()]).exit
    }
}

fn command(folder: &std::path::Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mintage"));
    command.args(args).env_clear().current_dir(folder);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}
