//! Checkpoints and proofs: made in a home, and checked without one.

use std::fs;

use serde_json::Value;

use crate::support::{Sandbox, advised};

/// A home with some events, a checkpoint of it, and the key that signed that.
fn signed(flags: &[&str]) -> (Sandbox, String, String) {
    let world = Sandbox::new();
    for user in ["alice", "bob", "carol"] {
        world.run(&["token", "issue", "--app", "demo", "--user", user]).ok();
    }
    let file = world.folder().join("audit.checkpoint").display().to_string();
    let made = world.run(&[&["audit", "checkpoint", "--json"], flags].concat()).ok().json();
    fs::write(&file, made["checkpoint"].as_str().unwrap()).unwrap();
    (world, file, made["key"].as_str().unwrap().to_owned())
}

fn proof(world: &Sandbox, id: u64, flags: &[&str]) -> String {
    let (file, id) = (world.folder().join(format!("{id}.tlog-proof")).display().to_string(), id.to_string());
    world.run(&[&["audit", "prove", &id, "--out", &file], flags].concat()).ok();
    file
}

#[test]
fn an_event_is_proven_to_whoever_kept_a_checkpoint_or_the_key_and_has_no_home() {
    for flags in [&[][..], &["--alg", "ML-DSA-44"]] {
        let (world, checkpoint, key) = signed(flags);
        let nowhere = Sandbox::empty();
        let size = world.run(&["audit", "log", "-q"]).ok().out().lines().count() as u64;
        for id in 1..=size {
            let file = proof(&world, id, &["--checkpoint", &checkpoint]);
            let said = nowhere.run(&["audit", "verify", &file, "--checkpoint", &checkpoint, "--json"]).ok().json();
            assert_eq!((&said["event"]["id"], &said["size"]), (&id.into(), &size.into()));
            let shown = world.run(&["audit", "show", &id.to_string(), "--json"]).ok().json();
            assert_eq!(said["event"], shown["event"]);
            nowhere.run(&["audit", "verify", &file, "--key", &key]).ok();
            nowhere.run(&["audit", "verify", &file, "--key", &key, "--checkpoint", &checkpoint]).ok();
            nowhere.run(&["audit", "verify", &file]).exits(2);
        }
        // One that is made for the proof is signed as well.
        let file = proof(&world, 2, &[]);
        nowhere.run(&["audit", "verify", &file, "--key", &key]).ok();
        let later = world.run(&["app", "block", "demo", "--reason", "later"]).ok();
        assert_eq!(later.exit, 0);
        world.run(&["audit", "prove", &(size + 1).to_string(), "--checkpoint", &checkpoint]).exits(2);
        world.run(&["audit", "prove", "1", "--checkpoint", &checkpoint]).ok();
    }
}

#[test]
fn whatever_is_changed_in_a_proof_or_a_checkpoint_proves_nothing() {
    let (world, checkpoint, key) = signed(&[]);
    let file = proof(&world, 3, &["--checkpoint", &checkpoint]);
    let whole = fs::read(&file).unwrap();
    let bad = world.folder().join("bad").display().to_string();
    let mut refused = 0;
    for at in 0..whole.len() {
        let mut changed = whole.clone();
        changed[at] ^= 1;
        fs::write(&bad, &changed).unwrap();
        world.run(&["audit", "verify", &bad, "--key", &key]).exits(7);
        refused += 1;
    }
    assert!(refused > 500);
    for cut in [0, 1, whole.len() / 2, whole.len() - 1] {
        fs::write(&bad, &whole[..cut]).unwrap();
        world.run(&["audit", "verify", &bad, "--key", &key]).exits(7);
    }
    // Another home's checkpoint, and another home's key.
    let (_other, elsewhere, stranger) = signed(&["--alg", "ML-DSA-44"]);
    world.run(&["audit", "verify", &file, "--checkpoint", &elsewhere]).exits(7);
    world.run(&["audit", "verify", &file, "--key", &stranger]).exits(7);
    // A later checkpoint of the same log is not the one that the proof leads to, and the answer says so.
    world.run(&["app", "block", "demo", "--reason", "later"]).ok();
    let later = world.folder().join("later").display().to_string();
    world.run(&["audit", "checkpoint", "--out", &later]).ok();
    let answer = world.run(&["audit", "verify", &file, "--checkpoint", &later]).exits(7);
    assert!(answer.err().contains("leads to a checkpoint with"), "{answer}");
}

#[test]
fn a_log_goes_on_from_every_checkpoint_that_was_kept_and_from_no_other() {
    let (world, first, key) = signed(&[]);
    world.run(&["audit", "check", "--since", &first]).ok();
    for number in 0..9 {
        world.run(&["app", "register", &format!("app-{number}")]).ok();
        let file = world.folder().join(format!("{number}.checkpoint")).display().to_string();
        world.run(&["audit", "checkpoint", "--out", &file]).ok();
        for since in [&first, &file] {
            let said = world.run(&["audit", "check", "--since", since, "--key", &key, "--json"]).ok().json();
            assert_eq!((&said["whole"], &said["signed_by"]), (&Value::Bool(true), &key.as_str().into()));
        }
    }
    let newest = world.folder().join("8.checkpoint").display().to_string();
    let whole = fs::read_to_string(&newest).unwrap();
    fs::write(&newest, whole.replacen("\n1", "\n2", 1)).unwrap();
    world.run(&["audit", "check", "--since", &newest]).exits(7);
}

#[test]
fn the_first_checkpoint_makes_the_key_under_the_rule_of_the_home_and_later_ones_use_it() {
    let world = Sandbox::new();
    world.run(&["audit", "prove", "1"]).exits(3);
    let first = world.run(&["audit", "checkpoint"]).ok();
    assert!(first.err().contains("made the key of the log"), "{first}");
    assert_eq!(first.out().lines().count(), 5, "{first}");
    let again = world.run(&["audit", "checkpoint", "--json"]).ok();
    assert!(!again.err().contains("made"), "{again}");
    let key = again.json()["key"].as_str().unwrap().to_owned();
    assert!(first.err().contains(&key));
    world.run(&["audit", "checkpoint", "--alg", "ML-DSA-44"]).exits(4);
    let made = world.run(&["audit", "log", "--verb", "log_key_made", "--outcome", "done", "--json"]).ok().json();
    assert_eq!(made["events"].as_array().unwrap().len(), 1);
    assert_eq!(made["events"][0]["facts"]["key"], key.as_str());
    let bits = std::os::unix::fs::PermissionsExt::mode(
        &fs::metadata(world.home().join("audit/log.pem")).unwrap().permissions(),
    );
    assert_eq!(bits & 0o777, 0o600);
    // A home whose keys have a passphrase gives one to this key too.
    let sealed = Sandbox::empty();
    sealed.set("PASSPHRASE", "right");
    let flags = ["--passphrase-env", "PASSPHRASE"];
    sealed.run(&[&["init", "--alg", "EdDSA"], &flags[..]].concat()).ok();
    sealed.run(&["audit", "checkpoint"]).exits(5);
    sealed.run(&[&["audit", "checkpoint"], &flags[..]].concat()).ok();
    sealed.run(&["audit", "checkpoint"]).exits(5);
    assert!(fs::read_to_string(sealed.home().join("audit/log.pem")).unwrap().contains("ENCRYPTED"));
}

#[test]
fn every_command_that_is_advised_runs() {
    let world = Sandbox::new();
    let refused = world.run(&["audit", "prove", "1"]).exits(3);
    for command in advised(&refused.err()) {
        world.take_advice(&command.replace("FILE", &world.folder().join("c").display().to_string())).ok();
    }
}

#[test]
fn of_two_files_the_one_is_named_that_is_wrong() {
    let (world, good, _) = signed(&[]);
    let (proof, none) = (world.file("proof", "no proof"), world.file("kept", "no checkpoint"));
    let (proof, none) = (proof.to_str().unwrap(), none.to_str().unwrap());
    let said = |proof: &str, checkpoint: &str| {
        world.run(&["audit", "verify", proof, "--checkpoint", checkpoint]).exits(7).err()
    };
    assert!(said(proof, none).contains(&format!("error: {none}: it is no checkpoint")), "{}", said(proof, none));
    assert!(said(proof, &good).contains(&format!("error: {proof}: it is no proof")), "{}", said(proof, &good));
    let check = world.run(&["audit", "check", "--since", none]).exits(7);
    assert!(check.err().contains(&format!("error: {none}: it is no checkpoint")), "{}", check.err());
}
