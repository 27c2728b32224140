//! Tokens as services expect them, shown to the libraries that services are protected with.
//!
//! What a library refuses of ours is said beside what it accepts, so that nobody takes a library that looks at nothing for one
//! that is content. `tests/interop/node/services.mjs` and `tests/interop/services.py` run them.

mod access_tokens;
mod bound;
mod profiles;
mod spring;

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};

use crate::server::{Reply, Server};
use crate::support::{Answer, Real, has};
use crate::{altered, answer};

const NODE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/interop/node/services.mjs");
const PYTHON: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/interop/services.py");
const AUDIENCE: &str = "https://api.localhost";

/// Whether the libraries of JavaScript are here.
fn node_is_here() -> bool {
    has("node", &[NODE, "ready"])
}

/// Whether the libraries of Python are here.
fn python_is_here() -> bool {
    has("python3", &["-c", "import authlib.oauth2.rfc9068, joserfc, jwt"])
}

/// An authority whose issuer is a server of this machine, where services find its keys.
struct Issuer {
    world: Real,
    server: Server,
}

impl Issuer {
    /// With an RSA key, as most services expect, and the app `demo`.
    fn new() -> Self {
        let issuer = Self { world: Real::empty(), server: Server::http() };
        let name = issuer.name("");
        issuer.mintage(&["init", "--no-passphrase", "--issuer", &name, "--audience", AUDIENCE]).ok();
        issuer.mintage(&["app", "register", "demo", "--public", "--scope", "read write"]).ok();
        issuer.publish("");
        issuer
    }

    /// The name of an issuer with this path.
    fn name(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.server.port)
    }

    /// Says under this path who the issuer is and where its keys are, and what they are.
    fn publish(&self, path: &str) {
        let issuer = self.name(path);
        let keys = format!("{}/jwks.json", issuer.trim_end_matches('/'));
        let set = std::fs::read(self.key_set()).expect("the key set");
        let path = path.trim_end_matches('/');
        let metadata = json!({"issuer": issuer, "jwks_uri": keys}).to_string();
        let document = |body: &[u8]| Reply::of(body).with("content-type", "application/json");
        self.server.tell(&format!("{path}/.well-known/openid-configuration"), document(metadata.as_bytes()));
        self.server.tell(&format!("{path}/jwks.json"), document(&set));
    }

    fn mintage(&self, args: &[&str]) -> Answer {
        self.world.run(args)
    }

    /// A token of the app for alice, as these flags say.
    fn token(&self, flags: &[&str]) -> String {
        let args = ["token", "issue", "--app", "demo", "--user", "alice", "--scope", "read", "--consent"];
        self.mintage(&[&args[..], flags].concat()).ok().line(0)
    }

    /// The public keys, as a file.
    fn key_set(&self) -> PathBuf {
        self.world.file("jwks.json", self.mintage(&["keys", "export", "--jwks"]).ok().stdout)
    }

    /// What a library says of a token.
    fn ask(&self, party: &Party, token: &str) -> Answer {
        let token = self.world.file("shown.jwt", token);
        let mut command = Command::new(party.program);
        command.args([party.script, party.verb]);
        for arg in &party.args {
            match arg {
                Arg::Keys => command.arg(self.key_set()),
                Arg::Token => command.arg(&token),
                Arg::Text(text) => command.arg(text),
            };
        }
        // A proxy of this machine has no business between two parties on it.
        for name in ["http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"] {
            command.env_remove(name);
        }
        answer(&mut command)
    }

    /// The claims of a token that the library accepts; none of the same token with another subject.
    #[track_caller]
    fn accepted(&self, party: &Party, token: &str) -> Value {
        let refused = self.ask(party, &altered(token));
        assert_eq!(refused.exit, 1, "{party}: an altered token: {refused}");
        let accepted = self.ask(party, token);
        assert_eq!(accepted.exit, 0, "{party}: {accepted}");
        accepted.json()
    }

    /// Why the library does not accept a token.
    #[track_caller]
    fn refused(&self, party: &Party, token: &str) -> String {
        let refused = self.ask(party, token);
        assert_eq!(refused.exit, 1, "{party}: {refused}");
        refused.err().trim().to_owned()
    }

    /// The header and the claims of a token.
    fn read(&self, token: &str) -> Value {
        self.mintage(&["token", "decode", "--json", token]).ok().json()
    }
}

/// A library that a service is protected with, as it is set up.
struct Party {
    program: &'static str,
    script: &'static str,
    verb: &'static str,
    args: Vec<Arg>,
}

/// What it is told.
enum Arg {
    /// The file of the public keys.
    Keys,
    /// The file of the token.
    Token,
    /// A setting.
    Text(String),
}

impl Party {
    /// Auth0's middleware for Express, which fetches its keys, with its options.
    fn express(options: &Value) -> Self {
        Self::of("node", NODE, "express", vec![Arg::Token, Arg::Text(options.to_string())])
    }

    /// The same as most set it up: it asks the issuer who it is. It has a mode for RFC 9068.
    fn express_of(issuer: &str, audience: &str, mode: &str) -> Self {
        Self::express(&json!({"issuerBaseURL": issuer, "audience": audience, "strict": mode == "strict"}))
    }

    /// The same with a proof of possession, which is in this file.
    fn with_proof(mut self, proof: &Path) -> Self {
        self.args.push(Arg::Text(proof.display().to_string()));
        self
    }

    /// The toolkit of GitHub Actions.
    fn actions(issuer: &str) -> Self {
        Self::of("node", NODE, "actions", vec![Arg::Text(issuer.to_owned()), Arg::Token])
    }

    /// The verifier of Amazon Cognito.
    fn cognito(pool: &str, usage: &str, client: &str) -> Self {
        Self::with_keys("node", NODE, "cognito", &[pool, usage, client])
    }

    /// `jose` with the options of its `jwtVerify`.
    fn jose(options: &Value) -> Self {
        Self::with_keys("node", NODE, "jose", &[&options.to_string()])
    }

    /// Authlib's resource server for access tokens of RFC 9068.
    fn rfc9068(issuer: &str, audience: &str, scope: &str) -> Self {
        Self::with_keys("python3", PYTHON, "rfc9068", &[issuer, audience, scope])
    }

    /// Authlib's client for ID tokens.
    fn id_token(issuer: &str, audience: &str, nonce: &str) -> Self {
        Self::with_keys("python3", PYTHON, "idtoken", &[issuer, audience, nonce])
    }

    /// Authlib with claims options.
    fn authlib(options: &Value) -> Self {
        Self::with_keys("python3", PYTHON, "claims", &[&options.to_string()])
    }

    /// PyJWT with the arguments of its `decode`.
    fn pyjwt(options: &Value) -> Self {
        Self::with_keys("python3", PYTHON, "pyjwt", &[&options.to_string()])
    }

    fn with_keys(program: &'static str, script: &'static str, verb: &'static str, settings: &[&str]) -> Self {
        let settings = settings.iter().map(|text| Arg::Text((*text).to_owned()));
        Self::of(program, script, verb, [Arg::Keys, Arg::Token].into_iter().chain(settings).collect())
    }

    fn of(program: &'static str, script: &'static str, verb: &'static str, args: Vec<Arg>) -> Self {
        Self { program, script, verb, args }
    }
}

impl std::fmt::Display for Party {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let script = Path::new(self.script).file_name().unwrap_or_default().display().to_string();
        write!(f, "{script} {}", self.verb)
    }
}
