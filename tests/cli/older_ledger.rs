//! An older ledger that comes back: told by every command, built on by none, until somebody says so. And the keys that it
//! does not know are taken in before anything is destroyed.

use std::fs;

use crate::support::{Answer, Real, Sandbox, settled, tree};

/// A home whose ledger is a copy from before the rotation to the key, and a token that the key signed since.
struct Old {
    world: Sandbox,
    kid: String,
    token: String,
}

fn old() -> Old {
    let world = Sandbox::new();
    let copy = fs::read(world.store()).unwrap();
    let kid = world.run(&["keys", "rotate", "--now", "--no-passphrase", "-q"]).ok().line(0);
    let token = world.token();
    let jwks = world.run(&["keys", "export", "--jwks"]).ok().stdout;
    world.file("jwks.json", jwks);
    fs::write(world.store(), copy).unwrap();
    Old { world, kid, token }
}

fn key_path(world: &Sandbox, kid: &str) -> String {
    world.home().join("keys").join(format!("{kid}.pem")).display().to_string()
}

const TOLD: &str = "the ledger is older than its home: it is at generation 2, and was at 4 before.";

#[test]
fn every_command_that_reads_tells_that_the_ledger_is_older_and_nothing_mutes_it() {
    let Old { world, token, .. } = old();
    for args in [
        &["keys", "list"][..],
        &["keys", "export", "--jwks"],
        &["app", "list"],
        &["app", "show", "demo"],
        &["app", "secret", "list", "demo"],
        &["grant", "list"],
        &["token", "list"],
        &["token", "introspect", &token],
        &["token", "prune", "--plan"],
        &["keys", "prune", "--plan"],
        &["keys", "rotate", "--plan"],
    ] {
        for flag in ["-q", "--json", "--verbose"] {
            let answer = world.run(&[args, &[flag]].concat()).ok();
            assert_eq!(answer.err().matches(TOLD).count(), 1, "{args:?} {flag}: {answer}");
        }
    }
}

#[test]
fn a_verdict_by_an_older_ledger_says_so_in_its_warnings() {
    let world = Sandbox::new();
    let token = world.token();
    let copy = fs::read(world.store()).unwrap();
    world.run(&["token", "revoke", &token]).ok();
    fs::write(world.store(), copy).unwrap();
    let verdict = world.run(&["token", "verify", &token, "--json"]).ok();
    let warnings = verdict.json()["warnings"].to_string();
    assert!(warnings.contains("the ledger is older than its home"), "{warnings}");
    assert_eq!(verdict.err().lines().count(), 1, "{verdict}");
    let line = world.run_with(&["token", "verify", "--batch", "-"], format!("{token}\n")).ok();
    assert_eq!(line.err().matches("the ledger is older").count(), 1, "{line}");
    let signature = world.run(&["token", "verify", &token, "--signature-only", "--json"]).ok();
    assert!(signature.json()["warnings"].to_string().contains("older than its home"), "{signature}");
}

#[test]
fn nothing_is_built_on_an_older_ledger() {
    let Old { world, token, .. } = old();
    let public = r#"{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo","alg":"EdDSA"}"#;
    let public = world.file("public.jwk", public).display().to_string();
    let before = (fs::read(world.store()).unwrap(), tree(&world.home().join("keys")));
    for args in [
        &["token", "issue", "--app", "demo", "--user", "alice"][..],
        &["token", "issue", "--app", "demo", "--user", "alice", "--count", "3"],
        &["token", "revoke", "--all"],
        &["token", "revoke", "--user", "alice"],
        &["token", "prune"],
        &["token", "revocations", "export"],
        &["keys", "gen", "--no-passphrase"],
        &["keys", "rotate", "--now", "--no-passphrase"],
        &["keys", "revoke", &world.active_key(), "--reason", "leak"],
        &["keys", "import", &public],
        &["app", "register", "shop"],
        &["app", "block", "demo", "--reason", "leak"],
        &["app", "update", "demo", "--scope", "read"],
        &["app", "secret", "add", "demo"],
        &["app", "delete", "demo", "--yes"],
        &["grant", "revoke", "--user", "alice"],
        &["token", "forge", "--flaw", "revoked-token"],
    ] {
        let refused = world.run(&[args, &["--json"]].concat());
        // Some find out before that there is nothing to change.
        assert!([7, 3, 4].contains(&refused.exit), "{args:?}: {refused}");
        assert!(refused.stdout.is_empty(), "{args:?}: {refused}");
        assert!(refused.err().contains("is older than its home"), "{args:?}: {refused}");
    }
    let after = (fs::read(world.store()).unwrap(), tree(&world.home().join("keys")));
    assert!(before == after, "something was changed");
    insta::assert_snapshot!(settled(&world, &world.run(&["token", "issue", "--app", "demo"])), @"
    ---- stderr
    error: the store /world/home/mintage.db is older than its home: it is at generation 2, and was at 4 before. What was issued, revoked or made since then is not in it
    hint: nothing was changed; put the newer ledger back, or go on with this one with `mintage restore --accept-older`
    ---- exit 7
    ");
    world.run(&["token", "show", &token]).exits(22);
}

#[test]
fn going_on_with_an_older_ledger_must_be_said_and_holds() {
    let Old { world, .. } = old();
    let older = fs::read(world.store()).unwrap();
    insta::assert_snapshot!(settled(&world, &world.run(&["restore", "--accept-older"]).exits(2)), @"
    ---- stderr
    error: the ledger is older than its home: it is at generation 2, and was at 4 before. What was issued, revoked or made since then is not in it; to go on with it cannot be undone, and nobody can be asked
    hint: add --yes
    ---- exit 2
    ");
    insta::assert_snapshot!(settled(&world, &world.run(&["restore", "--accept-older", "--yes"]).ok()), @"
    accepted           yes
    ledger generation  2
    home generation    4
    generation         5
    ---- stderr
    note: revoke again what was revoked since; `mintage keys list` names key files that this ledger does not know, and how to take them in
    ---- exit 0
    ");
    let quiet = |answer: Answer| assert_eq!(answer.ok().err(), "");
    quiet(world.run(&["app", "list"]));
    world.token();
    let again = world.run(&["restore", "--accept-older", "--json"]).ok();
    assert_eq!(again.json()["accepted"], false, "{again}");
    // The same copy put back once more is older still.
    fs::write(world.store(), older).unwrap();
    world.run(&["token", "issue", "--app", "demo"]).exits(7);
}

#[test]
fn the_ledger_of_another_home_is_told_as_that() {
    let (world, other) = (Sandbox::new(), Sandbox::new());
    for _ in 0..5 {
        other.token();
    }
    fs::copy(other.store(), world.store()).unwrap();
    let refused = world.run(&["app", "register", "shop"]).exits(7);
    assert!(refused.err().contains("is not the one that its home wrote last"), "{refused}");
    world.run(&["restore", "--accept-older", "--yes"]).ok();
    assert_eq!(world.run(&["app", "register", "shop"]).ok().err().matches("its home").count(), 0);
}

#[test]
fn a_key_that_an_older_ledger_does_not_know_is_taken_in_where_it_lies() {
    let Old { world, kid, token } = old();
    let path = key_path(&world, &kid);
    let before = fs::read(&path).unwrap();
    let listed = world.run(&["keys", "list"]).ok().err();
    let (import, prune) = (listed.find(&format!("`mintage keys import {path}`")), listed.find("keys prune --strays"));
    assert!(import.is_some() && import < prune, "{listed}");

    let taken = world.run(&["keys", "import", &path]).ok();
    assert!(taken.err().contains("the file stays where it is") && taken.err().contains(TOLD), "{taken}");
    let key = world.key(&kid);
    assert_eq!((&key["state"], &key["private"]), (&"standby".into(), &"held".into()));
    assert_eq!(fs::read(&path).unwrap(), before);
    assert!(!world.run(&["keys", "list"]).ok().err().contains("keys prune"));
    // Its ledger is still the older one, however often that is done.
    world.run(&["keys", "import", &path]).ok();
    world.run(&["keys", "revoke", &kid, "--reason", "leak"]).exits(7);

    world.run(&["restore", "--accept-older", "--yes"]).ok();
    world.run(&["keys", "revoke", &kid, "--reason", "leak"]).ok();
    let snapshot = world.run(&["token", "revocations", "export"]).ok().stdout;
    let rev = world.file("rev.jwt", snapshot).display().to_string();
    let jwks = world.folder().join("jwks.json").display().to_string();
    let offline = ["token", "verify", &token, "--jwks", &jwks, "--aud", "https://api.localhost"];
    world.run(&[&offline[..], &["--revocations", &rev]].concat()).exits(32);
}

#[test]
fn a_key_of_which_the_ledger_knows_only_the_public_half_gets_its_private_half_back() {
    let Old { world, kid, .. } = old();
    let jwks = world.folder().join("jwks.json").display().to_string();
    world.run(&["restore", "--accept-older", "--yes"]).ok();
    world.run(&["keys", "import", &jwks]).ok();
    assert_eq!(world.key(&kid)["private"], "absent");
    let path = key_path(&world, &kid);
    world.run(&["keys", "import", &path]).ok();
    assert_eq!(world.key(&kid)["private"], "held");
    world.run(&["keys", "activate", &kid]).ok();
    assert_eq!(world.verdict(&world.token()), 0);
}

#[test]
fn an_encrypted_key_is_taken_in_by_the_passphrase_that_opens_the_others() {
    let world = Sandbox::new();
    world.set("PASS", "correct horse");
    let copy = fs::read(world.store()).unwrap();
    let kid = world.run(&["keys", "gen", "-q", "--passphrase-env", "PASS"]).ok().line(0);
    fs::write(world.store(), copy).unwrap();
    let path = key_path(&world, &kid);
    world.run(&["keys", "import", &path]).exits(5);
    world.run(&["keys", "import", &path, "--from-passphrase-env", "PASS"]).ok();
    assert_eq!(world.key(&kid)["file"], "encrypted");
}

#[test]
fn a_private_key_is_never_destroyed_unnamed_and_unasked() {
    let Old { world, kid, .. } = old();
    world.run(&["restore", "--accept-older", "--yes"]).ok();
    let path = key_path(&world, &kid);
    fs::write(key_path(&world, "no-key"), "-----BEGIN NOTHING-----").unwrap();
    let refused = world.run(&["keys", "prune", "--strays"]).exits(2);
    assert!(refused.err().contains(&path) && refused.err().contains("--yes"), "{refused}");
    assert!(refused.err().contains(&format!("`mintage keys import {path}`")), "{refused}");
    assert!(fs::exists(&path).unwrap());
    world.run(&["keys", "prune", "--strays", "--plan"]).ok();
    assert!(fs::exists(&path).unwrap());
    world.run(&["keys", "prune", "--strays", "--yes"]).ok();
    assert!(!fs::exists(&path).unwrap());
}

#[test]
fn a_memory_that_is_lost_or_torn_raises_no_alarm_and_is_made_again() {
    let world = Sandbox::new();
    let file = world.home().join("generation");
    let whole = fs::read(&file).unwrap();
    for torn in [&b""[..], &whole[..40], b"mintage-generation-1 nonsense\n"] {
        fs::write(&file, torn).unwrap();
        assert_eq!(world.run(&["app", "list"]).ok().err(), "");
        world.token();
        assert_eq!(fs::read(&file).unwrap().len(), whole.len());
    }
    fs::remove_file(&file).unwrap();
    assert_eq!(world.run(&["app", "list"]).ok().err(), "");
    assert!(!fs::exists(&file).unwrap());
    world.token();
    let mode = std::os::unix::fs::MetadataExt::mode(&fs::metadata(&file).unwrap()) & 0o7777;
    assert_eq!(mode, 0o600);
    // A folder in its place: nothing can be remembered, and everything works.
    fs::remove_file(&file).unwrap();
    fs::create_dir(&file).unwrap();
    assert_eq!(world.run(&["token", "issue", "--app", "demo"]).ok().err(), "");
}

#[test]
fn many_who_read_and_write_at_once_never_see_an_older_ledger() {
    let world = Real::new();
    let token = world.token();
    let writes = ["token", "issue", "--app", "demo", "--user", "alice"];
    let reads = ["token", "verify", &token];
    let all: Vec<_> = (0..24)
        .map(|number| world.binary(if number % 2 == 0 { &writes[..] } else { &reads[..] }).spawn().unwrap())
        .collect();
    for child in all {
        assert_eq!(Answer::of(child.wait_with_output().unwrap()).ok().err(), "");
    }
}
