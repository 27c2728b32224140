//! Ids by their start: wherever a jti, a grant or a family is named, the first letters that no other has are enough.

use crate::support::{Sandbox, tree_but_the_log};

const ISSUE: [&str; 7] = ["token", "issue", "--app", "demo", "--user", "alice", "--json"];

/// A token that was issued long after the one before, and its jti.
fn later(world: &Sandbox) -> String {
    world.pass(100);
    world.run(&ISSUE).ok().json()["jti"].as_str().unwrap().to_owned()
}

#[test]
fn a_start_that_no_other_has_names_a_token_in_every_verb() {
    let world = Sandbox::new();
    let (jti, other) = (later(&world), later(&world));
    for length in [8, 9, 13, 14, 20, 35] {
        let start = &jti[..length];
        for verb in ["show", "tree"] {
            let whole = world.run(&["token", verb, &jti, "--json"]).ok();
            assert_eq!(world.run(&["token", verb, start, "--json"]).ok().out(), whole.out(), "{verb} {start}");
        }
        for verb in ["log", "access"] {
            let whole = world.run(&["audit", verb, "--jti", &jti, "--json"]).ok();
            assert_eq!(world.run(&["audit", verb, "--jti", start, "--json"]).ok().out(), whole.out(), "{verb} {start}");
        }
        let whole = world.run(&["token", "list", "--cursor", &other, "--json"]).ok();
        let start = &other[..length];
        assert_eq!(world.run(&["token", "list", "--cursor", start, "--json"]).ok().out(), whole.out(), "{start}");
    }
}

#[test]
fn what_ends_a_token_by_a_start_tells_its_whole_id() {
    let world = Sandbox::new();
    let (first, second) = (later(&world), later(&world));
    let planned = world.run(&["token", "revoke", &first[..8], "--plan"]).ok();
    assert!(planned.out().starts_with("would revoke 1,"), "{planned}");
    for (jti, words) in [(&first, vec!["token", "revoke", "-q"]), (&second, vec!["token", "revoke", "--json", "--jti"])]
    {
        let answer = world.run(&[&words[..], &[&jti[..8]]].concat()).ok();
        assert!(answer.err().contains(&format!("{} is {jti}", &jti[..8])), "{answer}");
        assert_eq!(world.run(&["token", "show", jti, "--json"]).ok().json()["state"], "revoked");
    }
    let third = later(&world);
    world.run_with(&["token", "revoke", "-"], format!("{}\n", &third[..8])).ok();
    assert_eq!(world.run(&["token", "show", &third, "--json"]).ok().json()["state"], "revoked");
    // The text of a token is what it was before.
    let token = world.issue(&[]);
    world.run(&["token", "revoke", &token]).ok();
}

#[test]
fn a_start_of_several_is_refused_with_them_and_nothing_is_done() {
    let world = Sandbox::new();
    let (one, two) = (later(&world), world.run(&ISSUE).ok().json()["jti"].as_str().unwrap().to_owned());
    let alone = later(&world);
    assert_eq!(one[..8], two[..8]);
    let before = tree_but_the_log(world.folder(), &world.store());
    for words in [
        &["token", "revoke", &one[..8]][..],
        &["token", "revoke", &alone[..8], &one[..8]],
        &["token", "revoke", "--jti", &alone[..8], "--jti", &one[..8]],
        &["token", "show", &one[..8]],
        &["token", "tree", &one[..8]],
        &["token", "list", "--cursor", &one[..8]],
        &["audit", "log", "--jti", &one[..8]],
    ] {
        let answer = world.run(words).exits(2);
        let said = format!("error: the jti of more than one token starts with {}: {one}, {two}\n", &one[..8]);
        assert!(
            answer.err().ends_with(&format!("{said}hint: give more letters; see `mintage token list`\n")),
            "{answer}"
        );
    }
    assert!(tree_but_the_log(world.folder(), &world.store()) == before, "nothing was done");
    for words in [
        &["token", "revoke", "ffffffff"][..],
        &["token", "show", "ffffffff-"],
        &["token", "list", "--family", "ffffffff"],
    ] {
        let answer = world.run(words).exits(3);
        assert!(answer.err().contains("starts with ffffffff"), "{answer}");
    }
    // Fewer letters are no start, and what is none is not repeated.
    for text in [&one[..7], "deadbeefcafe", "DEADBEEF-0000"] {
        let answer = world.run(&["audit", "log", "--jti", text]).exits(2);
        assert!(!world.run(&["token", "show", text]).err().contains(text), "{answer}");
    }
}

#[test]
fn grants_and_families_are_named_by_a_start_too() {
    let world = Sandbox::new();
    world.pass(100);
    let with_refresh = world.run(&[&ISSUE[..], &["--with-refresh"]].concat()).ok().json();
    let shown = world.run(&["token", "show", with_refresh["jti"].as_str().unwrap(), "--json"]).ok().json();
    let (grant, family) = (shown["grant"].as_str().unwrap(), shown["family"].as_str().unwrap());
    later(&world);
    for (flag, id) in [("--grant", grant), ("--family", family)] {
        let whole = world.run(&["token", "list", flag, id, "--json"]).ok();
        assert_eq!(world.run(&["token", "list", flag, &id[..8], "--json"]).ok().out(), whole.out(), "{flag}");
    }
    let whole = world.run(&["grant", "show", grant, "--json"]).ok();
    assert_eq!(world.run(&["grant", "show", &grant[..8], "--json"]).ok().out(), whole.out());
    let ended = world.run(&["token", "revoke", "--family", &family[..8], "--yes"]).ok();
    assert!(ended.err().contains(&format!("{} is {family}\n", &family[..8])), "{ended}");
    let answer = world.run(&["grant", "revoke", &grant[..8]]).ok();
    assert!(answer.err().contains(&format!("{} is {grant}\n", &grant[..8])), "{answer}");
    assert_eq!(world.run(&["grant", "show", grant, "--json"]).ok().json()["state"], "revoked");
}

#[test]
fn a_key_is_named_by_a_start_where_its_events_are_asked_for() {
    let world = Sandbox::new();
    let kid = world.run(&["-q", "keys", "list"]).ok().line(0);
    let whole = world.run(&["audit", "log", "--kid", &kid, "--json"]).ok();
    for name in [&kid[..8], "@active"] {
        assert_eq!(world.run(&["audit", "log", "--kid", name, "--json"]).ok().out(), whole.out(), "{name}");
    }
}
