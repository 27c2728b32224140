//! Long lists: whoever takes an answer for all there is gets all there is, and what was cut says so.

use std::collections::BTreeSet;
use std::io::Read as _;
use std::os::unix::process::ExitStatusExt as _;

use crate::support::{Real, Sandbox};

/// A home with so many good tokens of alice's, and one consent.
fn with_tokens(count: u32) -> Sandbox {
    let world = Sandbox::new();
    let count = count.to_string();
    world.run(&["-q", "token", "issue", "--app", "demo", "--user", "alice", "--count", &count]).ok();
    world
}

/// A home in which so many users consented to the app.
fn with_grants(count: usize) -> Sandbox {
    let world = Sandbox::new();
    let wishes: Vec<String> = (0..count).map(|user| format!("{{\"app\":\"demo\",\"user\":\"u{user}\"}}")).collect();
    world.run_with(&["token", "issue", "--batch", "-"], wishes.join("\n")).ok();
    world
}

#[test]
fn a_loop_over_a_quiet_list_leaves_no_token_alive() {
    let world = with_tokens(120);
    let listed = world.run(&["-q", "token", "list", "--user", "alice", "--state", "active"]).ok();
    assert_eq!(listed.err(), "");
    for jti in listed.out().lines() {
        world.run(&["-q", "token", "revoke", jti, "--reason", "left"]).ok();
    }
    assert_eq!(world.run(&["-q", "token", "list", "--state", "active"]).ok().out(), "");
}

#[test]
fn lists_for_programs_are_whole_and_those_for_people_end_at_fifty_and_say_so() {
    // More than a part has, twice.
    for (world, what, member, id) in
        [(with_tokens(1_203), "token", "tokens", "jti"), (with_grants(1_203), "grant", "grants", "id")]
    {
        let quiet = world.run(&["-q", what, "list"]).ok();
        let ids: Vec<String> = quiet.out().lines().map(str::to_owned).collect();
        assert_eq!((ids.len(), ids.iter().collect::<BTreeSet<_>>().len(), quiet.err()), (1_203, 1_203, String::new()));
        assert!(ids.is_sorted_by(|newer, older| newer > older), "the newest come first");
        let json = world.run(&[what, "list", "--json"]).ok();
        let document = json.json();
        let listed = document[member].as_array().unwrap().iter().map(|row| row[id].as_str().unwrap().to_owned());
        assert_eq!(listed.collect::<Vec<_>>(), ids);
        assert!(document["next"].is_null() && document.as_object().unwrap().len() == 2, "{document:.200}");
        // As the same document is written in one piece.
        assert_eq!(json.out(), format!("{document:#}\n"));
        let csv = world.run(&[what, "list", "--csv"]).ok();
        assert_eq!((csv.out().lines().count(), csv.err()), (1_204, String::new()));
        let text = world.run(&[what, "list"]).ok();
        assert_eq!((text.out().lines().count(), text.err()), (52, String::new()));
        let cut = format!("there are more than these 50: --cursor {} goes on, --limit none gives all", ids[49]);
        assert_eq!(text.line(51), cut);
        assert_eq!(world.run(&[what, "list", "--limit", "none"]).ok().out().lines().count(), 1_204);
    }
}

#[test]
fn a_list_that_a_limit_cut_says_so_in_every_form() {
    let world = with_tokens(7);
    let cut = |form: &[&str]| world.run(&[form, &["token", "list", "--limit", "5"]].concat()).ok();
    let next = cut(&["--json"]).json()["next"].as_str().unwrap().to_owned();
    let said = format!("there are more than these 5: --cursor {next} goes on, --limit none gives all\n");
    for form in ["-q", "--csv"] {
        let answer = world.run(&["token", "list", "--limit", "5", form]).ok();
        assert_eq!(answer.err(), format!("note: {said}"), "{form}");
        assert!(!answer.out().contains("there are more"), "{form}");
    }
    assert!(cut(&[]).out().ends_with(&said));
    // The rest of it was cut by nothing.
    let rest = world.run(&["-q", "token", "list", "--limit", "2", "--cursor", &next]).ok();
    assert_eq!((rest.out().lines().count(), rest.err()), (2, String::new()));
    let rest = world.run(&["token", "list", "--cursor", &next]).ok();
    assert!(rest.out().lines().count() == 3 && !rest.out().contains("there are more"), "{rest}");
    for wrong in ["0", "10001", "all"] {
        let refused = world.run(&["token", "list", "--limit", wrong]).exits(2);
        assert!(refused.err().contains("from 1 to 10000, or none"), "{refused}");
    }
}

#[test]
fn later_parts_of_a_list_have_its_conditions() {
    let world = with_tokens(620);
    let kid = world.run(&["-q", "keys", "list"]).ok().line(0);
    let first = world.run(&["-q", "token", "list"]).ok().line(0);
    world.run(&["token", "revoke", &first]).ok();
    world.pass(60);
    world.run(&["-q", "token", "issue", "--app", "demo", "--user", "bob", "--count", "30", "--ttl", "1d"]).ok();
    world.run(&["keys", "gen", "--alg", "ES256", "--no-passphrase"]).ok();
    let count = |args: &[&str]| world.run(&[&["-q", "token", "list"], args].concat()).ok().out().lines().count();
    assert_eq!(count(&[]), 650);
    assert_eq!(count(&["--user", "alice"]), 620);
    assert_eq!(count(&["--expiring", "1h"]), 619);
    assert_eq!(count(&["--expiring", "2d"]), 649);
    assert_eq!(count(&["--state", "revoked"]), 1);
    assert_eq!(count(&["--key", &kid]), 650);
    assert_eq!(count(&["--key", &kid, "--expiring", "1h", "--app", "demo"]), 619);
    assert_eq!(count(&["--state", "active", "--issued-before", "2026-01-01T00:00:30Z"]), 619);
}

#[test]
fn a_list_of_which_nobody_reads_the_end_ends_in_silence() {
    let world = Real::new();
    world.run(&["-q", "token", "issue", "--app", "demo", "--user", "alice", "--count", "3000"]).ok();
    for form in [&["-q"][..], &["--json"], &[], &["--csv"]] {
        let args = [&["token", "list", "--limit", "none"], form].concat();
        let mut child = world.binary(&args).spawn().unwrap();
        let mut first = [0];
        child.stdout.take().unwrap().read_exact(&mut first).unwrap();
        // Its reader is gone; more than a pipe holds is still to come.
        let output = child.wait_with_output().unwrap();
        assert_eq!(
            (output.status.signal(), String::from_utf8_lossy(&output.stderr)),
            (Some(13), "".into()),
            "{form:?}"
        );
    }
}
