//! A command to kill, and every command of keys as one.

use std::fs;

use serde_json::Value;

use crate::home::{copy, home_of_nobody, real, rows, with_standby};
use crate::support::Real;

/// A command to kill, in a home that is copied for each kill.
pub struct Case {
    pub template: Real,
    pub args: Vec<String>,
    /// The rows of the keys and what each token comes to, as they are before.
    pub rows: Vec<Value>,
    pub tokens: Vec<String>,
    /// Whether rows are what the command makes of the rows before. There is nothing in between.
    pub done: fn(before: &[Value], after: &[Value]) -> bool,
    /// Whether someone who does not know what happened may give the command again.
    pub repeats: bool,
}

impl Case {
    pub fn new(template: Real, args: &[&str], done: fn(&[Value], &[Value]) -> bool, repeats: bool) -> Self {
        let tokens = vec![template.token(), template.token()];
        let rows = rows(&template);
        let args = args.iter().map(|&arg| arg.to_owned()).collect();
        Self { template, args, rows, tokens, done, repeats }
    }

    /// The home as it was before, in a world of its own.
    pub fn world(&self) -> Real {
        let world = home_of_nobody();
        copy(&self.template.home(), &world.home());
        world
    }

    pub fn args(&self) -> Vec<&str> {
        self.args.iter().map(String::as_str).collect()
    }
}

/// The same rows and one more, which is this.
fn one_more(before: &[Value], after: &[Value], is: fn(&Value) -> bool) -> bool {
    after.split_last().is_some_and(|(last, others)| others == before && is(last))
}

/// The key that signed is retired, and the next in the list signs.
fn handed_over(before: &[Value], after: &[Value]) -> bool {
    let place = before.iter().position(|row| row["state"] == "active").expect("an active key");
    let (old, next) = (&after[place], after.get(place + 1));
    let kept = old["verify_until_unix"].as_i64().zip(old["retired_at_unix"].as_i64());
    // The tokens of these tests live for 15 minutes.
    let kept = kept.is_some_and(|(until, since)| until >= since + 14 * 60);
    old["state"] == "retired" && kept && next.is_some_and(|next| next["state"] == "active")
}

pub fn generation() -> Case {
    let done = |before: &[Value], after: &[Value]| one_more(before, after, |row| row["state"] == "standby");
    Case::new(real(), &["keys", "gen", "--no-passphrase"], done, true)
}

pub fn generation_of_a_first_key() -> Case {
    let done = |before: &[Value], after: &[Value]| one_more(before, after, |row| row["state"] == "active");
    Case::new(real(), &["keys", "gen", "--alg", "ES256", "--no-passphrase"], done, true)
}

pub fn import() -> Case {
    let (world, other) = (real(), real());
    let pem = other.run(&["keys", "export", &other.active_key(), "--private"]).ok().stdout;
    let file = world.file("other.pem", pem);
    let done = |before: &[Value], after: &[Value]| one_more(before, after, |row| row["state"] == "standby");
    Case::new(world, &["keys", "import", file.to_str().unwrap(), "--no-passphrase"], done, true)
}

pub fn rotation_at_once() -> Case {
    let done = |before: &[Value], after: &[Value]| after.len() == before.len() + 1 && handed_over(before, after);
    Case::new(real(), &["keys", "rotate", "--now", "--no-passphrase"], done, true)
}

pub fn rotation_at_once_to_a_standby_key() -> Case {
    let done = |before: &[Value], after: &[Value]| after.len() == before.len() && handed_over(before, after);
    Case::new(with_standby(), &["keys", "rotate", "--now"], done, false)
}

pub fn planned_rotation() -> Case {
    let done = |before: &[Value], after: &[Value]| {
        one_more(before, after, |row| row["state"] == "standby" && row["activate_at"].is_string())
    };
    Case::new(real(), &["keys", "rotate", "--no-passphrase"], done, true)
}

pub fn planned_rotation_to_a_standby_key() -> Case {
    let done = |before: &[Value], after: &[Value]| {
        after.len() == before.len() && after[0] == before[0] && after[1]["activate_at"].is_string()
    };
    Case::new(with_standby(), &["keys", "rotate", "--activate-in", "2h"], done, true)
}

pub fn retirement() -> Case {
    let world = with_standby();
    let kid = world.active_key();
    let done = |before: &[Value], after: &[Value]| after.len() == before.len() && handed_over(before, after);
    Case::new(world, &["keys", "retire", &kid], done, false)
}

pub fn revocation() -> Case {
    let world = with_standby();
    let kid = world.active_key();
    let done = |_: &[Value], after: &[Value]| after[0]["state"] == "revoked" && after[1]["state"] == "active";
    Case::new(world, &["keys", "revoke", &kid, "--reason", "laptop stolen"], done, false)
}

pub fn new_seal() -> Case {
    let world = real();
    let kid = world.active_key();
    Case::new(world, &["keys", "passphrase", &kid, "--no-passphrase"], |before, after| before == after, true)
}

pub fn passphrase_put_on() -> Case {
    let world = real();
    let kid = world.generate_key();
    Case::new(
        world,
        &["keys", "passphrase", &kid, "--new-passphrase-env", "AFTER"],
        |before, after| before == after,
        false,
    )
}

pub fn passphrase_taken_off() -> Case {
    let world = real();
    let kid = world.run(&["keys", "gen", "-q", "--passphrase-env", "BEFORE"]).ok().line(0);
    let args = ["keys", "passphrase", &kid, "--passphrase-env", "BEFORE", "--no-passphrase"];
    Case::new(world, &args, |before, after| before == after, false)
}

pub fn pruning() -> Case {
    let world = real();
    for _ in 0..2 {
        let kid = world.generate_key();
        world.run(&["keys", "revoke", &kid, "--reason", "a rehearsal"]).ok();
    }
    let keys = world.home().join("keys");
    fs::copy(world.key_file(), keys.join("left.pem.1.partial")).unwrap();
    let done = |before: &[Value], after: &[Value]| {
        after[0] == before[0] && after[1..].iter().all(|row| row["private"] == "destroyed")
    };
    Case::new(world, &["keys", "prune"], done, true)
}
