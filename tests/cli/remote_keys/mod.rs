//! `token verify` with keys that are fetched, from a real server on this machine with an authority of its own: limits,
//! trust, the cache, rotation while tokens are verified, and discovery. A source that fails is never a verdict.

mod busy;
mod cache;
mod discovery;
mod hints;
mod proxy;
mod resolver;
mod source;
mod young_keys;

use std::path::PathBuf;

use serde_json::json;

use crate::server::{Reply, Server};
use crate::support::{Answer, START, Sandbox, b64};

/// An authority that publishes its keys, and a verifier that knows the address.
struct World {
    authority: Sandbox,
    verifier: Sandbox,
    server: Server,
    ca: PathBuf,
    token: String,
}

const SET: &str = "/jwks.json";

impl World {
    /// Over TLS. The verifier has a cache.
    fn new() -> Self {
        Self::on(Server::https())
    }

    fn on(server: Server) -> Self {
        let (authority, verifier) = (Sandbox::new(), Sandbox::empty());
        let ca = verifier.file("ca.pem", &server.authority);
        verifier.set("XDG_CACHE_HOME", verifier.folder().join("cache").to_str().unwrap());
        let token = authority.issue(&[]);
        let world = Self { authority, verifier, server, ca, token };
        world.publish(|reply| reply);
        world
    }

    /// Publishes the keys as they are now.
    fn publish(&self, change: impl Fn(Reply) -> Reply) {
        self.server.tell(SET, change(Reply::of(self.set())));
    }

    fn set(&self) -> String {
        self.authority.run(&["keys", "export", "--jwks"]).ok().out()
    }

    /// A token that a key signed that is younger than the set.
    fn rotated(&self) -> String {
        self.authority.run(&["keys", "rotate", "--alg", "EdDSA", "--now", "--no-passphrase"]).ok();
        self.authority.issue(&[])
    }

    fn verify_at(&self, url: &str, token: &str, more: &[&str]) -> Answer {
        let start = START.to_string();
        let fixed = ["token", "verify", "-", "--aud", "https://api.localhost", "--at", &start, "--jwks", url];
        let trust: &[&str] = if url.starts_with("https") { &["--ca-file", self.ca.to_str().unwrap()] } else { &[] };
        self.verifier.run_with(&[&fixed, trust, more].concat(), token)
    }

    /// Verifies with the published set.
    fn verify(&self, token: &str, more: &[&str]) -> Answer {
        self.verify_at(&self.server.url(SET), token, more)
    }

    /// Sees that a source fails in these words, and that nothing is said of the token.
    #[track_caller]
    fn fails(&self, path: &str, reply: Reply, words: &str) {
        self.server.tell(path, reply);
        self.fails_at(&self.server.url(path), words);
    }

    #[track_caller]
    fn fails_at(&self, url: &str, words: &str) {
        let answer = self.verify_at(url, &self.token, &["--json"]).exits(1);
        assert!(answer.stdout.is_empty(), "{answer}");
        let error = &answer.error_json()["error"];
        let message = error["message"].as_str().unwrap();
        assert!(message.contains(words) && message.contains(url), "{words}: {answer}");
        assert!(error["hint"].is_string(), "{answer}");
    }

    fn cache_files(&self) -> Vec<PathBuf> {
        let folder = std::fs::read_dir(self.verifier.folder().join("cache/mintage"));
        let paths = folder.into_iter().flatten().map(|entry| entry.unwrap().path());
        paths.filter(|path| path.extension().is_some_and(|end| end == "json")).collect()
    }
}

fn forged(token: &str, kid: &str) -> String {
    let (_, rest) = token.split_once('.').unwrap();
    let header = json!({"alg": "EdDSA", "kid": kid});
    format!("{}.{rest}", b64(header.to_string()))
}
