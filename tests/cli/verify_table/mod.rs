//! The table of verdicts against the home: every exit code from 20 to 34, and that the first check that fails decides.

mod claims;
mod form;
mod ledger;
mod order;
mod told;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use mintage::core::jose::Sign;
use mintage::core::{Algorithm, Kid};
use mintage::keys::SigningKey;
use mintage::keys::pem::{PrivateFile, read_private};
use serde_json::{Map, Value};

use crate::support::Sandbox;

/// What is signed: header and claims.
struct Parts {
    header: Map<String, Value>,
    claims: Map<String, Value>,
}

fn decoded(part: &str) -> Map<String, Value> {
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).expect("base64url")).expect("an object")
}

fn encoded(part: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(part)
}

/// The home's own key, as whoever may read its file has it.
fn key(world: &Sandbox) -> SigningKey {
    let file = world.key_file();
    let kid = Kid::new(file.file_stem().and_then(|stem| stem.to_str()).expect("a kid")).expect("a kid");
    let Ok(PrivateFile::Plain(der)) = read_private(&std::fs::read(file).expect("a key file")) else {
        panic!("a plain key")
    };
    SigningKey::from_pkcs8(kid, Algorithm::EdDSA, &der).expect("an Ed25519 key")
}

impl Parts {
    /// Those of a token that is good.
    fn of(token: &str) -> Self {
        let mut parts = token.split('.').map(decoded);
        Self { header: parts.next().expect("a header"), claims: parts.next().expect("claims") }
    }

    fn input(&self) -> String {
        let part = |map: &Map<String, Value>| encoded(Value::from(map.clone()).to_string());
        format!("{}.{}", part(&self.header), part(&self.claims))
    }

    fn signed(&self, key: &SigningKey) -> String {
        signed(&self.input(), key)
    }
}

fn signed(input: &str, key: &SigningKey) -> String {
    format!("{input}.{}", encoded(key.sign(input.as_bytes()).expect("a signature")))
}

/// A token of the ledger with other claims, signed again with the home's key.
fn with_claims(world: &Sandbox, change: impl FnOnce(&mut Map<String, Value>)) -> String {
    let mut parts = Parts::of(&world.token());
    change(&mut parts.claims);
    parts.signed(&key(world))
}

/// A token of the ledger with another header, signed again with the home's key.
fn with_header(world: &Sandbox, change: impl FnOnce(&mut Map<String, Value>)) -> String {
    let mut parts = Parts::of(&world.token());
    change(&mut parts.header);
    parts.signed(&key(world))
}

/// Sees that a token gets this verdict, in every format.
#[track_caller]
fn judged(world: &Sandbox, token: &str, more: &[&str], exit: u8, reason: &str) -> Value {
    let args = [&["token", "verify", "-"], more].concat();
    let text = world.run_with(&args, token).exits(exit);
    assert!(text.out().starts_with(if exit == 0 { "valid" } else { reason }), "{text}");
    let quiet = world.run_with(&[&args[..], &["-q"]].concat(), token).exits(exit);
    assert_eq!(quiet.out().lines().count(), 1, "{quiet}");
    assert!(quiet.stderr.is_empty(), "{quiet}");
    let verdict = world.run_with(&[&args[..], &["--json"]].concat(), token).exits(exit).json();
    assert_eq!(verdict["valid"], exit == 0);
    assert_eq!(verdict["exit_code"], exit);
    assert_eq!(verdict["reason"], if exit == 0 { Value::Null } else { reason.into() });
    verdict
}

#[test]
fn a_good_token_is_valid() {
    let world = Sandbox::new();
    let token = world.token();
    let verdict = judged(&world, &token, &[], 0, "");
    assert_eq!(verdict["claims"], Value::from(Parts::of(&token).claims));
    // Signed again without a change, it is the same token: what follows is not refused for how it was made.
    assert_eq!(with_claims(&world, |_| ()).split('.').count(), 3);
    judged(&world, &with_claims(&world, |_| ()), &[], 0, "");
    judged(&world, &with_header(&world, |_| ()), &[], 0, "");
}
