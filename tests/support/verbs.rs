//! What tests ask of a home again and again.

use serde_json::Value;

use super::world::{Way, World};

impl<W: Way> World<W> {
    /// Issues an access token for alice of demo.
    pub fn token(&self) -> String {
        self.issue(&[])
    }

    /// Issues an access token for alice of demo, with more flags.
    pub fn issue(&self, more: &[&str]) -> String {
        let args = [&["token", "issue", "--app", "demo", "--user", "alice"], more].concat();
        self.run(&args).ok().line(0)
    }

    /// Issues an access and a refresh token for alice of demo.
    pub fn pair(&self) -> (String, String) {
        let answer = self.run(&["token", "issue", "--app", "demo", "--user", "alice", "--with-refresh"]).ok();
        (answer.line(0), answer.line(1))
    }

    /// The exit code of `token verify`.
    pub fn verdict(&self, token: &str) -> u8 {
        self.verdict_with(token, &[])
    }

    /// The exit code of `token verify` with more flags.
    pub fn verdict_with(&self, token: &str, more: &[&str]) -> u8 {
        self.run(&[&["token", "verify", token], more].concat()).exit
    }

    /// The jti of a token, as `decode` shows it.
    pub fn jti(&self, token: &str) -> String {
        self.run(&["token", "decode", "--json", token]).ok().json()["claims"]["jti"].as_str().expect("a jti").to_owned()
    }

    /// Makes a key of the home's algorithm without a passphrase, which stands by where another one signs. Gives its kid.
    pub fn generate_key(&self) -> String {
        self.run(&["keys", "gen", "--no-passphrase", "-q"]).ok().line(0)
    }

    /// The keys of the home, as `keys list` shows them.
    pub fn keys(&self) -> Vec<Value> {
        self.run(&["keys", "list", "--json"]).ok().json()["keys"].as_array().expect("a list").clone()
    }

    /// A key of the home, as `keys show` shows it. Its kid may look like a flag.
    #[track_caller]
    pub fn key(&self, kid: &str) -> Value {
        self.run(&["keys", "show", "--json", "--", kid]).ok().json()
    }

    /// The kid of the EdDSA key that signs.
    pub fn active_key(&self) -> String {
        let keys = self.keys();
        let active = keys.iter().find(|key| key["state"] == "active" && key["alg"] == "EdDSA");
        active.and_then(|key| key["kid"].as_str()).expect("an active key").to_owned()
    }
}
