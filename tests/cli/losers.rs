//! Two that want the same at the same moment, with the real program: one wins, and the other hears why it did not.

use std::process::Stdio;

use crate::support::{Answer, Real};

/// Starts commands at once, and gives their answers.
fn at_once(world: &Real, commands: &[&[&str]]) -> Vec<Answer> {
    let start = |args: &&[&str]| world.binary(args).stdin(Stdio::null()).spawn().unwrap();
    let started: Vec<_> = commands.iter().map(start).collect();
    started.into_iter().map(|child| Answer::of(child.wait_with_output().unwrap())).collect()
}

/// Sees that one of two does it, and the other says this, with this exit.
#[track_caller]
fn one_wins(world: &Real, args: &[&str], exit: u8, says: &str) {
    let answers = at_once(world, &[args, args]);
    assert_eq!(answers.iter().filter(|answer| answer.exit == 0).count(), 1, "{} {}", answers[0], answers[1]);
    let loser = answers.into_iter().find(|answer| answer.exit != 0).unwrap().exits(exit);
    let told = loser.err();
    assert!(told.lines().next().unwrap().contains(says), "{loser}");
    assert!(!told.contains("another process") && !told.contains("SQL"), "{loser}");
}

#[test]
fn the_loser_of_two_hears_the_true_reason() {
    for _ in 0..5 {
        let world = Real::empty();
        let init = ["init", "--alg", "EdDSA", "--no-passphrase"];
        one_wins(&world, &init, 4, "there is a mintage home at");
        one_wins(&world, &["app", "register", "shop"], 4, "an app named shop is registered already");
        one_wins(&world, &["app", "block", "shop", "--reason", "drill"], 4, "app shop is blocked already, since");
        one_wins(&world, &["app", "activate", "shop"], 4, "app shop is active already, since");
        one_wins(&world, &["app", "delete", "shop", "--yes"], 4, "app shop is deleted");
        // Its name is for one of them.
        one_wins(&world, &["app", "register", "shop"], 4, "an app named shop is registered already");
        let next = world.run(&["-q", "keys", "gen", "--alg", "EdDSA", "--no-passphrase"]).ok().line(0);
        one_wins(&world, &["keys", "activate", "--", &next], 4, "is active already");
        one_wins(&world, &["keys", "revoke", "--reason", "drill", "--", &next], 4, "is revoked already");
    }
}

#[test]
fn two_that_bring_the_same_key_both_have_it_and_no_file_is_in_the_way() {
    let (world, elsewhere) = (Real::new(), Real::new());
    let key = elsewhere.key_file();
    let import = ["keys", "import", key.to_str().unwrap(), "--no-passphrase", "-q"];
    let answers = at_once(&world, &[&import[..]; 3]);
    let kids: Vec<_> = answers.into_iter().map(|answer| answer.ok().out()).collect();
    assert!(kids.iter().all(|kid| *kid == kids[0]), "{kids:?}");
    assert_eq!(world.run(&["-q", "keys", "list"]).ok().out().lines().count(), 2);
}

#[test]
fn who_issues_for_an_app_that_is_being_deleted_hears_that_it_is_gone() {
    let world = Real::new();
    world.run(&["app", "register", "shop"]).ok();
    let delete = ["app", "delete", "shop", "--yes"];
    let issue = ["token", "issue", "--app", "shop", "--user", "alice"];
    let answers = at_once(&world, &[&delete, &issue, &issue]);
    assert_eq!(answers[0].exit, 0, "{}", answers[0]);
    for issued in &answers[1..] {
        let is_told = issued.exit == 4 && issued.err().contains("app shop is deleted");
        assert!(issued.exit == 0 || is_told, "{issued}");
    }
    let left = world.run(&["token", "list", "--state", "active", "--json"]).ok().json();
    let verdicts = left["tokens"].as_array().unwrap().iter().filter(|token| token["app"] == "shop").count();
    assert_eq!(verdicts, 0, "what was issued before it ended with it: {left}");
}
