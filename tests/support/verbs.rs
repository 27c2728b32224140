//! What tests ask of a home again and again.

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
        self.run(&["token", "verify", token]).exit
    }

    /// The jti of a token, as `decode` shows it.
    pub fn jti(&self, token: &str) -> String {
        self.run(&["token", "decode", "--json", token]).ok().json()["claims"]["jti"].as_str().expect("a jti").to_owned()
    }
}
