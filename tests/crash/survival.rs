//! What must hold in a home in which a command died.

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::PathBuf;

use serde_json::Value;

use crate::case::Case;
use crate::home::ledger;
use crate::support::{Answer, Real, advised, tree};

/// Sees that a home works after a command died in it.
pub fn survives(case: &Case, world: &Real, answer: &Answer, moment: &str) {
    for file in tree(&world.home()).into_keys() {
        let mode = fs::metadata(&file).unwrap().mode() & 0o7777;
        assert_eq!(mode, 0o600, "{moment}: {}", file.display());
        // Under its final name a file is whole, also where no key has it.
        let text = fs::read_to_string(&file).unwrap_or_default();
        let whole = text.starts_with("-----BEGIN ") && text.ends_with(" KEY-----\n") && text.contains("-----END ");
        assert!(whole || file.extension().is_none_or(|end| end != "pem"), "{moment}: {}: {text:?}", file.display());
    }

    // All of it happened, or nothing. What was announced did.
    let list = world.run(&["keys", "list", "--json"]);
    assert_eq!(list.exit, 0, "{moment}: {list}");
    let after = ledger(&list);
    let done = (case.done)(&case.rows, &after);
    assert!(done || after == case.rows, "{moment}: half done: {after:#?}");
    assert!(done || answer.stdout.is_empty(), "{moment}: announced, and not done: {answer}");

    // One key signs.
    let signing = |alg: &str| after.iter().filter(|row| row["alg"] == alg && row["state"] == "active").count();
    assert_eq!(signing("EdDSA"), 1, "{moment}: {after:#?}");
    assert!(signing("ES256") <= 1, "{moment}: {after:#?}");
    let issued = world.run(&["token", "issue", "--app", "demo", "--user", "alice"]);
    assert_eq!(issued.exit, 0, "{moment}: {issued}");
    assert_eq!(world.verdict(&issued.line(0)), 0, "{moment}");
    // And what was signed before is as good as it was.
    for token in &case.tokens {
        let header = world.run(&["token", "decode", "--json", token]).ok().json()["header"].clone();
        let row = after.iter().find(|row| row["kid"] == header["kid"]).expect("the key is still known");
        let expected = if row["state"] == "revoked" { 32 } else { 0 };
        assert_eq!(world.verdict(token), expected, "{moment}: {row:#}");
    }

    holds_whole_keys(world, &after, moment);
    names_what_is_left(case, world, &after, &list, moment);
}

/// Every key that is held opens, unless it is spent and being destroyed.
fn holds_whole_keys(world: &Real, after: &[Value], moment: &str) {
    for row in after.iter().filter(|row| row["private"] == "held") {
        let kid = row["kid"].as_str().expect("a kid");
        let sources = [None, Some("BEFORE"), Some("AFTER")];
        let opens = sources.into_iter().any(|source| {
            let source = source.map_or(Vec::new(), |name| vec!["--passphrase-env", name]);
            let answer = world.run(&[&["keys", "export", kid, "--private"][..], &source].concat());
            answer.exit == 0 && answer.out().starts_with("-----BEGIN PRIVATE KEY-----")
        });
        let file = world.home().join("keys").join(format!("{kid}.pem"));
        let being_destroyed = row["state"] == "revoked" && !file.exists();
        assert!(opens || being_destroyed, "{moment}: key {kid} does not open: {row:#}");
    }
}

/// What is left over is named, with the command that removes it, and that command removes it.
fn names_what_is_left(case: &Case, world: &Real, after: &[Value], list: &Answer, moment: &str) {
    let keys = world.home().join("keys");
    let strays = |rows: &[Value]| -> Vec<PathBuf> {
        let held = rows.iter().filter(|row| row["private"] == "held");
        let held: Vec<_> = held.map(|row| keys.join(format!("{}.pem", row["kid"].as_str().expect("a kid")))).collect();
        tree(&keys).into_keys().filter(|file| !held.contains(file)).collect()
    };
    let warnings = list.err().lines().filter(|line| line.contains("mintage keys prune")).count();
    let left = strays(after);
    assert_eq!(warnings, left.len(), "{moment}: {left:?}: {list}");
    for file in &left {
        assert!(list.err().contains(&file.display().to_string()), "{moment}: {}: {list}", file.display());
    }

    // Whoever does not know what happened gives the command again: it works, or says what to do first.
    let again = case.repeats.then(|| world.run(&case.args()));
    let helped = again.iter().all(|again| again.exit == 0 || again.err().contains("`mintage keys prune"));
    assert!(helped, "{moment}: the command given again says nothing that helps: {}", again.unwrap());
    // The advice is taken.
    let advice = advised(&list.err());
    for command in advice.iter().map(String::as_str).chain(["keys prune"]).collect::<BTreeSet<_>>() {
        let pruned = world.take_advice(command);
        assert_eq!(pruned.exit, 0, "{moment}: {pruned}");
    }
    if again.is_some_and(|again| again.exit != 0) {
        let again = world.run(&case.args());
        assert_eq!(again.exit, 0, "{moment}: after `keys prune`: {again}");
    }
    let list = world.run(&["keys", "list", "--json"]).ok();
    let rows = list.json()["keys"].as_array().expect("a list").clone();
    assert_eq!((list.err().as_str(), strays(&rows)), ("", Vec::new()), "{moment}: left after `keys prune`");
    assert_eq!(world.verdict(&world.token()), 0, "{moment}: after `keys prune`");
    // Nothing but a home is left: a journal was played back, and is empty.
    let names = fs::read_dir(world.home()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let home: BTreeSet<_> = names.collect();
    let known = ["config.toml", "generation", "keys", "mintage.db", "mintage.db-journal", "reserve"];
    assert_eq!(home, known.map(str::to_owned).into(), "{moment}");
    assert_eq!(fs::metadata(world.home().join("mintage.db-journal")).unwrap().len(), 0, "{moment}");
}
