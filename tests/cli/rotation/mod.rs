//! The life of keys: rotated, retired, revoked and pruned by an operator, while verifiers and tokens go on.

mod at_once;
mod daily;
mod emergency;
mod ends;
mod operator;
mod plan;
mod planned;
mod services;
mod standing;
mod words;

use serde_json::Value;

use crate::support::Sandbox;

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;

/// How long a token of these tests lives.
const TTL: u64 = 15 * MINUTE;
/// The clock difference that is ever forgiven.
const LEEWAY: u64 = 5 * MINUTE;

fn state(world: &Sandbox, kid: &str) -> String {
    text(&world.key(kid)["state"])
}

/// The kids of the set that verifiers fetch.
fn published(world: &Sandbox) -> Vec<String> {
    let set = world.run(&["keys", "export", "--jwks", "--trust-clock"]).ok().json();
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
