//! Tokens and keys of the real program, given to parties that share no code with it.
//!
//! Each module is one party. Where it is not installed its tests say SKIPPED; CI has them all. What they need:
//! `openssl` 3 and Debian's `jose` from the system, `pip install -r tests/interop/requirements.txt`, and
//! `npm ci --prefix tests/interop/node`; for `serving` also curl, Chromium, nginx with njs, and Apache with mod_auth_openidc, as `.ci/run`
//! installs them.
#![allow(clippy::similar_names, reason = "a server, and what is served")]
#![allow(clippy::disallowed_methods, reason = "tests look at the machine themselves")]

#[path = "../support/mod.rs"]
mod support;

#[path = "../support/server.rs"]
mod server;

mod dpop;
mod forge;
mod jose;
mod jwcrypto;
mod ml_dsa;
mod node;
mod offline;
mod openssl;
mod pyjwt;
mod reports;
mod round_trips;
mod services;
#[cfg(feature = "serve")]
mod serving;
mod sets;
mod tlog;

use std::path::PathBuf;
use std::process::Command;

use serde_json::Value;
use support::{Answer, Real, b64, from_b64};

/// The algorithms whose keys are published.
const PUBLISHED: [&str; 11] =
    ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "ES256K", "EdDSA"];

/// Those that a party has which lacks these.
fn published_but(lacking: &[&str]) -> Vec<&'static str> {
    PUBLISHED.into_iter().filter(|alg| !lacking.contains(alg)).collect()
}

/// An authority that began in an empty folder, and the files that it hands to others.
struct Authority {
    world: Real,
}

/// What one `token issue` printed, and where it was saved.
struct Issued {
    alg: &'static str,
    kid: String,
    access: String,
    id: String,
    /// The access token alone, without a line end.
    file: PathBuf,
}

impl Authority {
    /// An empty folder, and nothing but the program.
    fn nowhere() -> Self {
        Self { world: Real::empty() }
    }

    /// An authority with an unencrypted key, an app and a token of each algorithm, all in one key set: whoever
    /// verifies must also pick the right key.
    fn of_all(algorithms: &[&'static str]) -> (Self, Vec<Issued>) {
        let authority = Self::nowhere();
        authority.mintage(&["token", "issue", "--dev", "--app", "demo", "--user", "alice"]).ok();
        let issued = algorithms.iter().map(|alg| authority.issue(alg)).collect();
        (authority, issued)
    }

    /// Runs the program as a user without settings does: the folder is the home directory, and nothing says
    /// where a home of ours is.
    fn mintage(&self, args: &[&str]) -> Answer {
        let mut command = self.world.binary(args);
        command.env_remove("MINTAGE_HOME").env("HOME", self.world.folder());
        Answer::of(command.output().expect("the program starts"))
    }

    /// Issues an access and an ID token, signed with a key of this algorithm.
    fn issue(&self, alg: &'static str) -> Issued {
        let app = format!("app-{}", alg.to_lowercase());
        self.mintage(&["app", "register", &app, "--alg", alg, "--public", "--scope", "read"]).ok();
        let args = ["token", "issue", "--dev", "--app", &app, "--user", "alice", "--with-id-token", "--nonce", "n-0S6"];
        let answer = self.mintage(&args).ok();
        let (access, id) = (answer.line(0), answer.line(1));
        let header = self.mintage(&["token", "decode", "--json", &access]).ok().json()["header"].take();
        assert_eq!(header["alg"], alg);
        let kid = header["kid"].as_str().expect("a kid").to_owned();
        let file = self.world.file(&format!("{alg}.jwt"), &access);
        Issued { alg, kid, access, id, file }
    }

    /// The key set as a file, by the command of the README.
    fn key_set(&self) -> PathBuf {
        self.world.file("jwks.json", self.mintage(&["keys", "export", "--jwks"]).ok().stdout)
    }

    /// A public key as a PEM file.
    fn pem(&self, kid: &str) -> PathBuf {
        self.world.file(&format!("{kid}.pem"), self.mintage(&["keys", "export", kid]).ok().stdout)
    }

    /// Writes a file that another party reads.
    fn file(&self, name: &str, contents: impl AsRef<[u8]>) -> PathBuf {
        self.world.file(name, contents)
    }

    /// A file with the token as nobody signed it.
    fn altered(&self, issued: &Issued) -> PathBuf {
        self.file(&format!("{}-altered.jwt", issued.alg), altered(&issued.access))
    }
}

/// The same token for another user: still base64url and JSON, so that the signature alone can tell.
fn altered(token: &str) -> String {
    let [header, payload, signature] = token.split('.').collect::<Vec<_>>()[..] else { panic!("three parts") };
    let payload = String::from_utf8(from_b64(payload)).unwrap();
    let forged = payload.replace("alice", "alicf");
    assert_ne!(forged, payload);
    format!("{header}.{}.{signature}", b64(forged))
}

/// What another program answered.
fn answer(command: &mut Command) -> Answer {
    Answer::of(command.output().expect("the other program starts"))
}

/// The one JSON document that another program printed, if it is content.
#[track_caller]
fn document(command: &mut Command) -> Value {
    answer(command).ok().json()
}

/// A file that nobody lists would never run.
#[test]
fn every_file_here_is_listed() {
    support::listed::every_file_is_listed("interop");
}
