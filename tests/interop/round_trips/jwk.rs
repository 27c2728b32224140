//! JWKs that node `jose` and PyJWT wrote.

use std::path::PathBuf;
use std::process::Command;

use serde_json::{Value, json};

use super::{export, home, import, kid};
use crate::answer;
use crate::support::{Real, has};

fn node_is_here() -> bool {
    has("node", &[CHECK, "ready"])
}

fn python_is_here() -> bool {
    has("python3", &["-c", "import jwt, cryptography"])
}

const CHECK: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/interop/node/check.mjs");
const PEER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/interop/peer.py");

/// The other makers of JWK.
#[derive(Clone, Copy)]
enum Maker {
    Node,
    Python,
}

impl Maker {
    fn all() -> Vec<Self> {
        let node = node_is_here().then_some(Self::Node);
        node.into_iter().chain(python_is_here().then_some(Self::Python)).collect()
    }

    fn run(self, args: &[&str], file: Option<&PathBuf>, more: &[&str]) -> Value {
        let (program, script) = match self {
            Self::Node => ("node", CHECK),
            Self::Python => ("python3", PEER),
        };
        answer(Command::new(program).arg(script).args(args).args(file).args(more)).ok().json()
    }

    /// What it makes keys for. WebCrypto has no secp256k1.
    fn algorithms(self) -> Vec<&'static str> {
        let has = |algorithm: &&str| matches!(self, Self::Python) || *algorithm != "ES256K";
        JWK_ALGORITHMS.into_iter().filter(has).collect()
    }

    fn generate(self, algorithm: &str) -> Value {
        self.run(&["generate", algorithm], None, &[])
    }

    fn sign(self, jwk: &PathBuf, algorithm: &str) -> String {
        self.run(&["sign"], Some(jwk), &[algorithm]).as_str().expect("a token").to_owned()
    }
}

/// What a JWK says of the key itself.
fn numbers(jwk: &Value) -> Value {
    let mut jwk = jwk.clone();
    for member in ["kid", "alg", "use", "key_ops", "ext"] {
        jwk.as_object_mut().expect("an object").shift_remove(member);
    }
    // serde_json compares objects whatever the order of their members.
    jwk
}

const JWK_ALGORITHMS: [&str; 7] = ["RS256", "PS384", "ES256", "ES384", "ES512", "ES256K", "EdDSA"];

#[test]
fn jwks_of_other_libraries_come_in_and_go_out_with_the_same_numbers() {
    for maker in Maker::all() {
        for algorithm in maker.algorithms() {
            let made = maker.generate(algorithm);
            for half in ["private", "public"] {
                let world = home();
                world.file("key", made[half].to_string());
                let row = import(&world, &["--alg", algorithm, "--no-passphrase"]);
                assert_eq!(row["alg"], algorithm);
                if let Some(thumbprint) = made["thumbprint"].as_str() {
                    assert_eq!(kid(&row), thumbprint, "{algorithm}");
                }
                let public = export(&world, kid(&row), &["--format", "jwk"]).ok().json();
                assert_eq!(numbers(&public), numbers(&made["public"]), "{algorithm}");
                assert_eq!((&public["alg"], &public["use"]), (&json!(algorithm), &json!("sig")));
                let private = export(&world, kid(&row), &["--private", "--format", "jwk"]);
                if half == "private" {
                    assert_eq!(numbers(&private.ok().json()), numbers(&made["private"]), "{algorithm}");
                } else {
                    private.exits(4);
                }
            }
        }
    }
}

#[test]
fn sets_of_other_libraries_come_in_whole_and_go_out_as_the_same_set() {
    for maker in Maker::all() {
        for half in ["private", "public"] {
            let mut keys = Vec::new();
            for (place, algorithm) in maker.algorithms().into_iter().enumerate() {
                let mut jwk = maker.generate(algorithm)[half].take();
                jwk["alg"] = json!(algorithm);
                jwk["kid"] = json!(format!("key-{place}"));
                keys.push(jwk);
            }
            let world = home();
            world.file("set", json!({"keys": keys}).to_string());
            world.run(&["keys", "import", "set", "--no-passphrase"]).ok();
            let public = |world: &Real, jwk: &Value| {
                let key = export(world, kid(jwk), &["--format", "jwk"]).ok().json();
                assert_eq!((&key["alg"], &key["kid"]), (&jwk["alg"], &jwk["kid"]));
                for (name, value) in numbers(&key).as_object().unwrap() {
                    assert_eq!(*value, jwk[name], "{name}");
                }
                for secret in ["d", "p", "q", "dp", "dq", "qi", "k"] {
                    assert!(key.get(secret).is_none(), "{key}");
                }
                key
            };
            let all: Vec<Value> = keys.iter().map(|jwk| public(&world, jwk)).collect();
            // What is published is what can sign here, and a set that goes out comes in elsewhere.
            let set = world.run(&["keys", "export", "--jwks"]).ok().json();
            let published = set["keys"].as_array().expect("keys");
            if half == "public" {
                assert!(published.is_empty(), "{set}");
                continue;
            }
            assert!(published.len() == all.len() && all.iter().all(|key| published.contains(key)), "{set}");
            let next = home();
            next.file("set", set.to_string());
            next.run(&["keys", "import", "set"]).ok();
            for jwk in &keys {
                public(&next, jwk);
            }
        }
    }
}

#[test]
fn a_private_jwk_signs_elsewhere_what_the_home_recognises() {
    for maker in Maker::all() {
        let world = home();
        for algorithm in maker.algorithms() {
            let made = world.run(&["keys", "gen", "--alg", algorithm, "--no-passphrase", "--json"]).ok().json();
            let jwk = export(&world, kid(&made), &["--private", "--format", "jwk"]).ok();
            let token = maker.sign(&world.file("jwk", jwk.stdout), algorithm);
            let signature = |token: &str| {
                let verdict = world.run(&["token", "verify", "--explain", token]);
                assert_ne!(verdict.exit, 0, "the ledger knows nothing of it: {verdict}");
                let line = verdict.out().lines().find(|line| line.contains(" signature ")).map(str::to_owned);
                line.unwrap_or_else(|| panic!("a line on the signature: {verdict}")).trim_start().to_owned()
            };
            assert!(signature(&token).starts_with("pass"), "{algorithm}: {}", signature(&token));
            assert!(signature(&crate::altered(&token)).starts_with("fail"), "{algorithm}");
        }
    }
}

#[test]
fn a_secret_comes_back_as_the_same_secret() {
    let world = home();
    let made = world.run(&["keys", "gen", "--alg", "HS512", "--no-passphrase", "--json"]).ok().json();
    for form in ["pem", "jwk"] {
        let out = export(&world, kid(&made), &["--private", "--format", form]).ok();
        let next = home();
        next.file("key", &out.stdout);
        let row = import(&next, &["--no-passphrase"]);
        assert_eq!(row["alg"], "HS512");
        let again = export(&next, kid(&row), &["--private", "--format", form]).ok();
        if form == "jwk" {
            assert_eq!(again.json(), out.json());
            if python_is_here() || node_is_here() {
                let file = next.file("jwk", again.stdout);
                for maker in Maker::all() {
                    let token = maker.sign(&file, "HS512");
                    let verdict = next.run(&["token", "verify", "--explain", &token]);
                    assert!(verdict.out().contains("pass     signature"), "{verdict}");
                }
            }
        } else {
            assert_eq!(again.out(), out.out());
        }
    }
}
