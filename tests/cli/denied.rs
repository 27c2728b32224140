//! A token that a key of the home signed can be ended, whether or not the ledger knows it.

use rusqlite::Connection;

use crate::support::Sandbox;

/// A token of the home that its ledger has forgotten, as when an older copy of the ledger is put back.
fn forgotten(world: &Sandbox, more: &[&str]) -> String {
    let token = world.issue(more);
    Connection::open(world.store()).unwrap().execute("DELETE FROM tokens", []).unwrap();
    world.run(&["token", "verify", &token]).exits(31);
    token
}

#[test]
fn a_token_of_ours_that_the_ledger_does_not_know_is_revoked_by_its_text() {
    let world = Sandbox::new();
    let token = forgotten(&world, &[]);
    let plan = world.run(&["token", "revoke", &token, "--plan", "--json"]).ok().json();
    assert_eq!((&plan["revoked"], &plan["denied"], &plan["unknown"]), (&1.into(), &1.into(), &0.into()));
    world.run(&["token", "verify", &token]).exits(31);
    let revoked = world.run(&["token", "revoke", &token, "--reason", "stolen"]).ok();
    assert!(revoked.out().starts_with("revoked 1 (unknown to the ledger, and denied by their jti: 1)"), "{revoked}");
    let verdict = world.run(&["token", "verify", &token, "--json"]).exits(32).json();
    assert_eq!((&verdict["ended"]["cause"], &verdict["ended"]["reason"]), (&"token".into(), &"stolen".into()));
    assert_eq!(world.run(&["token", "introspect", &token]).ok().json()["active"], false);
    assert!(world.run_with(&["token", "verify", "--batch", "-"], &token).exits(40).out().contains("\"revoked\""));
    let again = world.run(&["token", "revoke", &token, "--json"]).ok().json();
    assert_eq!((&again["revoked"], &again["already_revoked"]), (&0.into(), &1.into()));
    // Its id alone proves nothing, and others stay unknown.
    world.run(&["token", "revoke", "01890a5d-ac96-774b-bcce-b302099a8057"]).exits(3);
    world.run(&["token", "verify", &forgotten(&world, &[])]).exits(31);
}

#[test]
fn the_snapshot_carries_it_as_long_as_somebody_could_accept_it() {
    let world = Sandbox::new();
    let token = forgotten(&world, &["--ttl", "1h"]);
    let issued = world.run(&["token", "decode", &token, "--json"]).ok().json();
    let aud = issued["claims"]["aud"].as_str().unwrap().to_owned();
    let jwks = world.file("jwks.json", world.run(&["keys", "export", "--jwks"]).ok().out()).display().to_string();
    let offline = |world: &Sandbox| {
        let snapshot = world.run(&["token", "revocations", "export"]).ok().out();
        let snapshot = world.file("revocations.jwt", snapshot).display().to_string();
        world.run(&["token", "verify", &token, "--jwks", &jwks, "--aud", &aud, "--revocations", &snapshot]).exit
    };
    assert_eq!(offline(&world), 0);
    world.run(&["token", "revoke", &token]).ok();
    assert_eq!(offline(&world), 32);
    // Within the difference of clocks that a verifier may forgive.
    world.pass(3_600 + 200);
    let listed = |world: &Sandbox| {
        let snapshot = world.run(&["token", "revocations", "export"]).ok().out();
        let decoded = world.run(&["token", "decode", snapshot.trim(), "--json"]).ok().json();
        decoded["claims"]["jtis"].as_array().unwrap().len()
    };
    assert_eq!(listed(&world), 1);
    // A clock that nothing was committed by for days is believed by none.
    for _ in 0..4 {
        world.pass(20 * 3_600);
        world.issue(&[]);
    }
    assert_eq!(listed(&world), 0);
    world.run(&["token", "prune", "--margin", "0s"]).ok();
    let rows: i64 = Connection::open(world.store())
        .unwrap()
        .query_row("SELECT count(*) FROM denied", [], |row| row.get(0))
        .unwrap();
    assert_eq!(rows, 0);
    // What nobody accepts any more needs no denial.
    let over = world.run(&["token", "revoke", &token, "--json"]).exits(3).json();
    assert_eq!((&over["revoked"], &over["unknown"]), (&0.into(), &1.into()));
}

#[test]
fn a_drill_ends_what_the_ledger_has_forgotten() {
    let world = Sandbox::new();
    let token = forgotten(&world, &[]);
    let log = world.file("app.log", format!("GET / {token}\n")).display().to_string();
    let plan = world.run(&["token", "identify", &log, "--revoke", "--plan"]).ok();
    assert!(plan.err().contains("would revoke 1 token") && plan.err().contains("denied by their jti"), "{plan}");
    world.run(&["token", "verify", &token]).exits(31);
    let done = world.run(&["token", "identify", &log, "--revoke", "--reason", "leak"]).ok();
    assert!(done.err().contains("revoked 1 tokens"), "{done}");
    world.run(&["token", "verify", &token]).exits(32);
}

#[test]
fn a_text_that_no_key_of_ours_signed_denies_nothing() {
    let world = Sandbox::new();
    let other = Sandbox::new();
    other.run(&["keys", "rotate", "--now"]).ok();
    let theirs = other.issue(&[]);
    let refused = world.run(&["token", "revoke", &theirs]);
    assert!([22, 23].contains(&refused.exit), "{refused}");
    let token = forgotten(&world, &[]);
    let (signed, signature) = token.rsplit_once('.').unwrap();
    let forged = format!("{signed}.{}{}", if signature.starts_with('A') { "B" } else { "A" }, &signature[1..]);
    world.run(&["token", "revoke", &forged]).exits(23);
    world.run(&["token", "verify", &token]).exits(31);
}
