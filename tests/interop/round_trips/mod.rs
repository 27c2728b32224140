//! What comes in goes out unchanged: keys that openssl, node `jose` and PyJWT wrote, and that they read again.

mod containers;
mod encrypted;
mod jwk;
mod openssl;
mod thumbprints;

use std::process::Command;

use serde_json::Value;

use crate::answer;
use crate::support::{Answer, Real, has};

fn openssl_is_here() -> bool {
    has("openssl", &["version"])
}

/// A home with nothing but a secret: whatever is imported is the first of its algorithm. The passphrase is in a file.
fn home() -> Real {
    let world = Real::empty();
    // Not ASCII, so that both must agree on bytes.
    world.file("passphrase", "correct hörse battery\n");
    world.run(&["init", "--alg", "HS256", "--no-passphrase"]).ok();
    world
}

fn openssl(world: &Real, args: &[&str]) -> Answer {
    answer(Command::new("openssl").args(args).current_dir(world.folder()))
}

/// Imports the file `key` and gives its row.
#[track_caller]
fn import(world: &Real, more: &[&str]) -> Value {
    let answer = world.run(&[&["keys", "import", "key", "--json"], more].concat()).ok().json();
    let rows = answer["keys"].as_array().expect("keys");
    assert_eq!(rows.len(), 1, "{answer}");
    rows[0].clone()
}

fn kid(row: &Value) -> &str {
    row["kid"].as_str().expect("a kid")
}

/// `keys export` of a key whose kid may look like a flag.
fn export(world: &Real, kid: &str, flags: &[&str]) -> Answer {
    world.run(&[&["keys", "export"], flags, &["--", kid]].concat())
}
