//! Call budgets: how often the tokens of an app may be shown.

use std::fmt::Write as _;
use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::process::Stdio;

use crate::support::{Real, Sandbox, settled};

/// A world whose app has a budget, and a token of alice.
fn world(budget: &[&str]) -> (Sandbox, String) {
    let world = Sandbox::new();
    world.run(&[&["app", "update", "demo"], budget].concat()).ok();
    let token = world.issue(&[]);
    (world, token)
}

fn shown(world: &Sandbox, token: &str) -> u8 {
    world.verdict_with(token, &["--record"])
}

#[test]
fn a_budget_gives_its_burst_and_then_what_its_rate_gives() {
    let (world, token) = world(&["--rate", "3/h"]);
    for _ in 0..3 {
        assert_eq!(shown(&world, &token), 0);
    }
    insta::assert_snapshot!(settled(&world, &world.run(&["token", "verify", "--record", &token])), @"
    rate_limited: app demo is over its call budget of 3/h; the next call is in 20m
    ---- stderr
    hint: show it again in 20m; the budget: `mintage app show demo`
    ---- exit 35
    ");
    let verdict = world.run(&["token", "verify", "--record", "--json", &token]).exits(35).json();
    let budget = verdict["checks"].as_array().unwrap().last().unwrap().clone();
    assert_eq!((&verdict["retry_after"], &budget["check"]), (&1_200.into(), &"rate".into()));
    let fresh = world.issue(&["--ttl", "1d"]);
    world.pass(1_199);
    assert_eq!(shown(&world, &fresh), 35, "a second too early, with whichever token");
    world.pass(1);
    assert_eq!([shown(&world, &fresh), shown(&world, &fresh)], [0, 35]);
    // A clock that is turned back gives nothing, and takes nothing that was not taken.
    world.pass(1_200);
    world.back(1_200);
    assert_eq!(shown(&world, &fresh), 35);
    world.pass(1_200);
    assert_eq!([shown(&world, &fresh), shown(&world, &fresh)], [0, 35]);
}

#[test]
fn the_budgets_of_app_and_user_are_both_used_or_neither() {
    let (world, alice) = world(&["--rate", "4/h", "--user-rate", "2/h"]);
    let bob = world.run(&["token", "issue", "--app", "demo", "--user", "bob"]).ok().line(0);
    let own = world.run(&["token", "issue", "--app", "demo"]).ok().line(0);
    assert_eq!([shown(&world, &alice), shown(&world, &alice)], [0, 0]);
    // Whatever alice is refused, the others have.
    assert_eq!([shown(&world, &alice), shown(&world, &alice), shown(&world, &alice)], [35, 35, 35]);
    assert_eq!([shown(&world, &bob), shown(&world, &own)], [0, 0]);
    let refused = world.run(&["token", "verify", "--record", &bob]).exits(35);
    assert!(refused.out().contains("app demo is over its call budget of 4/h; the next call is in 15m"), "{refused}");
    // What the app refused bob, bob has.
    world.run(&["app", "update", "demo", "--no-rate"]).ok();
    assert_eq!([shown(&world, &bob), shown(&world, &bob), shown(&world, &own)], [0, 35, 0]);
}

#[test]
fn only_a_token_that_is_good_otherwise_and_recorded_now_uses_a_call() {
    let (world, token) = world(&["--rate", "1/h"]);
    let jwks = world.run(&["keys", "export", "--jwks"]).ok().out();
    let jwks = world.file("jwks.json", jwks).display().to_string();
    assert_eq!(world.verdict(&token), 0);
    assert_eq!(world.verdict_with(&token, &["--jwks", &jwks, "--aud", "https://api.localhost"]), 0);
    for (more, exit) in [
        (&["--record", "--aud", "https://other.test"][..], 27),
        (&["--record", "--require-scope", "admin"], 30),
        (&["--record", "--sub", "bob"], 29),
        (&["--record", "--at", "2026-01-01T00:00:01Z"], 0),
    ] {
        assert_eq!(world.verdict_with(&token, more), exit, "{more:?}");
    }
    world.run(&["token", "introspect", &token]).ok();
    assert_eq!([shown(&world, &token), shown(&world, &token)], [0, 35]);
    let line = format!("{token}\n{{\"token\":\"{token}\",\"at\":\"2026-01-01T00:00:02Z\"}}\n");
    let batch = world.run_with(&["token", "verify", "--batch", "-", "--record"], &line).exits(40);
    let verdicts: Vec<&str> =
        batch.out().lines().map(|line| if line.contains("\"valid\":true") { "yes" } else { "no" }).collect();
    assert_eq!(verdicts, ["no", "yes"], "what was shown another time is no call of now");
}

#[test]
fn an_app_over_its_budget_is_blocked_once_and_the_record_says_by_whom() {
    let (world, token) = world(&["--rate", "1/h", "--block-when", "over-budget"]);
    assert_eq!([shown(&world, &token), shown(&world, &token), shown(&world, &token)], [0, 35, 33]);
    let app = world.run(&["app", "show", "demo", "--json"]).ok().json();
    assert_eq!(
        (&app["state"], &app["blocked"]["reason"], &app["blocked"]["by"]["text"]),
        (&"blocked".into(), &"over budget".into(), &"mintage itself".into())
    );
    let log = world.run(&["audit", "log", "--verb", "app_blocked", "--json"]).ok();
    assert_eq!(log.out().matches("\"app_blocked\"").count(), 1, "{log}");
    world.run(&["app", "activate", "demo"]).ok();
    assert_eq!(shown(&world, &token), 35, "its bucket is as empty as before, and it is blocked again");
    assert_eq!(world.verdict(&token), 33);
    world.run(&["app", "activate", "demo"]).ok();
    world.run(&["app", "update", "demo", "--block-when", "never"]).ok();
    assert_eq!([shown(&world, &token), shown(&world, &token)], [35, 35]);
}

#[test]
fn a_budget_that_cannot_be_read_is_an_error_and_never_a_verdict() {
    let (world, token) = world(&["--rate", "9/h"]);
    world.run(&["app", "register", "free", "--public"]).ok();
    let free = world.run(&["token", "issue", "--app", "free"]).ok().line(0);
    let buckets = world.home().join("access/budgets.db");
    assert_eq!(shown(&world, &free), 0);
    assert!(!buckets.exists(), "nothing is made for an app without a budget");
    assert_eq!(shown(&world, &token), 0);
    for (what, exit) in [("junk", 7), ("a link", 5), ("a folder", 5)] {
        let beside = ["", "-wal", "-shm"].map(|end| world.home().join(format!("access/budgets.db{end}")));
        for file in &beside {
            drop(std::fs::remove_file(file));
        }
        match what {
            "junk" => std::fs::write(&buckets, "no database at all, but long enough to look like one").unwrap(),
            "a link" => std::os::unix::fs::symlink(world.folder().join("elsewhere.db"), &buckets).unwrap(),
            _ => std::fs::create_dir(&buckets).unwrap(),
        }
        if what == "junk" {
            use std::os::unix::fs::PermissionsExt as _;
            std::fs::set_permissions(&buckets, std::fs::Permissions::from_mode(0o600)).unwrap();
        }
        let answer = world.run(&["token", "verify", "--record", &token]);
        assert_eq!((answer.exit, answer.out().is_empty()), (exit, true), "{what}: {answer}");
        assert_eq!(shown(&world, &free), 0, "{what}");
    }
    assert!(!world.folder().join("elsewhere.db").exists());
}

#[test]
fn a_budget_is_given_shown_and_taken_away() {
    let world = Sandbox::new();
    world
        .run(&["app", "register", "shop", "--public", "--rate", "1000/1h", "--burst", "50", "--user-rate", "100/15m"])
        .ok();
    let show = |world: &Sandbox| {
        let app = world.run(&["app", "show", "shop", "--json"]).ok().json();
        ["rate", "burst", "user_rate", "block_when"].map(|name| app[name].to_string()).join(" ")
    };
    assert_eq!(show(&world), r#""1000/h" 50 "100/15m" null"#);
    assert!(world.run(&["app", "list"]).ok().out().contains("1000/h"));
    for (change, left) in [
        (&["--block-when", "over-budget"][..], r#""1000/h" 50 "100/15m" "over-budget""#),
        (&["--rate", "7/s"], r#""7/s" 50 "100/15m" "over-budget""#),
        (&["--no-rate"], r#"null null "100/15m" "over-budget""#),
        (&["--no-user-rate"], "null null null null"),
        (&["--rate", "7/s"], r#""7/s" 7 null null"#),
    ] {
        world.run(&[&["app", "update", "shop"], change].concat()).ok();
        assert_eq!(show(&world), left, "{change:?}");
    }
    for wrong in [
        &["--rate", "fast"][..],
        &["--rate", "0/h"],
        &["--rate", "1/h", "--burst", "0"],
        &["--rate", "1/h", "--no-rate"],
        &["--no-rate", "--burst", "5"],
        &["--block-when", "angry"],
    ] {
        world.run(&[&["app", "update", "shop"], wrong].concat()).exits(2);
    }
    world.run(&["app", "register", "other", "--public", "--burst", "5"]).exits(2);
    world.run(&["app", "register", "other", "--public", "--block-when", "over-budget"]).exits(2);
}

/// A real world with a budget of 5 000 calls that do not come again in days, and a file with so many tokens.
fn crowd(lines: usize) -> (Real, String) {
    let world = Real::new();
    world.run(&["app", "update", "demo", "--rate", "5000/366d"]).ok();
    let token = world.token();
    let mut text = String::new();
    for _ in 0..lines {
        writeln!(text, "{token}").unwrap();
    }
    let file = world.file("tokens.txt", text).display().to_string();
    (world, file)
}

fn good(out: &str) -> usize {
    out.lines().filter(|line| line.contains("\"valid\":true")).count()
}

#[test]
fn sixteen_processes_take_exactly_what_there_is() {
    let (world, file) = crowd(1_000);
    let verify = ["token", "verify", "--batch", &file, "--record", "--jobs", "2"];
    let started: Vec<_> = (0..16)
        .map(|number| {
            let out = world.folder().join(format!("{number}.ndjson"));
            let running = world.binary(&verify).stdout(File::create(&out).unwrap()).stderr(Stdio::null()).spawn();
            (running.expect("the program starts"), out)
        })
        .collect();
    let (mut all, mut taken) = (0, 0);
    for (mut running, out) in started {
        running.wait().unwrap();
        let out = std::fs::read_to_string(out).unwrap();
        assert_eq!(out.lines().filter(|line| line.contains("\"error\"")).count(), 0, "{out}");
        all += out.lines().count();
        taken += good(&out);
    }
    assert_eq!((all, taken), (16_000, 5_000));
}

#[test]
fn what_was_told_before_a_kill_is_not_given_again() {
    let (world, file) = crowd(4_000);
    let verify = ["token", "verify", "--batch", &file, "--record"];
    let mut running =
        world.binary(&verify).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("the program starts");
    let mut told = 0;
    for line in BufReader::new(running.stdout.take().unwrap()).lines().take(300) {
        told += good(&line.unwrap());
    }
    running.kill().unwrap();
    running.wait().unwrap();
    let again = [&verify[..], &["--jobs", "1"]].concat();
    let left = (0..2).map(|_| good(&world.run(&again).out())).sum::<usize>();
    assert!(told == 300 && told + left <= 5_000, "{told} and {left}");
    assert!(told + left >= 1_000, "what was counted and not told is no more than was asked: {left}");
}
