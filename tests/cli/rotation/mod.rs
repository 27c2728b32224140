//! The life of keys: rotated, retired, revoked and pruned by an operator, while verifiers and tokens go on.

mod at_once;
mod ends;
mod operator;
mod plan;
mod planned;
mod services;
mod standing;

use std::collections::BTreeMap;
use std::fs;

use serde_json::Value;

use crate::support::Sandbox;

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;

/// How long a token of these tests lives.
const TTL: u64 = 15 * MINUTE;
/// The clock difference that is ever forgiven.
const LEEWAY: u64 = 5 * MINUTE;

fn rows(world: &Sandbox) -> Vec<Value> {
    world.run(&["keys", "list", "--json"]).ok().json()["keys"].as_array().expect("a list").clone()
}

fn row(world: &Sandbox, kid: &str) -> Value {
    world.run(&["keys", "show", kid, "--json"]).ok().json()
}

fn state(world: &Sandbox, kid: &str) -> String {
    text(&row(world, kid)["state"])
}

/// The key that signs with the home's algorithm.
fn active(world: &Sandbox) -> String {
    let rows = rows(world);
    let active = rows.iter().find(|row| row["state"] == "active" && row["alg"] == "EdDSA");
    text(&active.expect("an active key")["kid"])
}

/// Makes a key, which stands by where another one signs.
fn generate(world: &Sandbox) -> String {
    world.run(&["keys", "gen", "--no-passphrase", "-q"]).ok().line(0)
}

/// The kids of the set that verifiers fetch.
fn published(world: &Sandbox) -> Vec<String> {
    let set = world.run(&["keys", "export", "--jwks"]).ok().json();
    set["keys"].as_array().expect("a set").iter().map(|key| text(&key["kid"])).collect()
}

fn signer(world: &Sandbox, token: &str) -> String {
    text(&world.run(&["token", "decode", "--json", token]).ok().json()["header"]["kid"])
}

#[track_caller]
fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("no text: {value}")).to_owned()
}

#[track_caller]
fn seconds(value: &Value) -> u64 {
    value.as_u64().unwrap_or_else(|| panic!("no time: {value}"))
}

/// Everything that a home is made of.
fn contents(world: &Sandbox) -> BTreeMap<String, Vec<u8>> {
    let read = |folder: std::path::PathBuf| {
        let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_file());
        entries.map(|path| (path.display().to_string(), fs::read(&path).unwrap())).collect::<Vec<_>>()
    };
    read(world.home()).into_iter().chain(read(world.home().join("keys"))).collect()
}
