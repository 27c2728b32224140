//! Asking once at a terminal before something is destroyed, with the figures of the plan.

use std::io::{Read as _, Write as _};
use std::process::{Command, Stdio};

use crate::support::{Real, has};

/// What is shown on a terminal where somebody answers a question with a key, and how it ends. No question is no answer.
fn on_a_terminal(world: &Real, args: &[&str], key: &str) -> (String, i32) {
    let program = world.binary(&[]).get_program().display().to_string();
    let words: Vec<String> = args.iter().map(|word| format!("'{word}'")).collect();
    let mut terminal = Command::new("script");
    terminal.args(["-qec", &format!("'{program}' {}", words.join(" ")), "/dev/null"]);
    terminal
        .env_clear()
        .env("PATH", "/usr/bin:/bin")
        .env("TERM", "xterm")
        .env("COLUMNS", "500")
        .envs(world.variables());
    terminal.current_dir(world.folder()).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut terminal = terminal.spawn().unwrap();
    let (mut keyboard, mut screen) = (terminal.stdin.take().unwrap(), terminal.stdout.take().unwrap());
    let (mut shown, mut byte, mut asked) = (Vec::new(), [0], false);
    while matches!(screen.read(&mut byte), Ok(1)) {
        shown.push(byte[0]);
        if !asked && shown.ends_with(b"[y/N]") {
            asked = true;
            keyboard.write_all(key.as_bytes()).unwrap();
        }
    }
    drop(keyboard);
    (String::from_utf8_lossy(&shown).into_owned(), terminal.wait().unwrap().code().unwrap())
}

/// A home with tokens, consents and a key that signed them.
fn full() -> Real {
    let world = Real::new();
    world.pair();
    world.token();
    world
}

#[test]
fn destroying_at_a_terminal_asks_once_with_the_figures() {
    if !has("script", &["--version"]) {
        return;
    }
    let world = full();
    let kid = world.active_key();
    world.file("log", world.token());
    world.file("home/keys/stray.pem", "half");
    let verbs: [(&[&str], &str); 8] = [
        (&["token", "revoke", "--all"], "Revoke 4 tokens (3 access, 1 refresh) of 1 user, to the app demo?"),
        (&["token", "revoke", "--user", "alice"], "Revoke 4 tokens (3 access, 1 refresh) of 1 user"),
        (&["grant", "revoke", "--app", "demo"], "Revoke 1 grant, and with them 4 tokens"),
        (
            &["token", "identify", "log", "--revoke"],
            "Revoke 1 token (1 access) of 1 user, to the app demo that were found?",
        ),
        (&["app", "delete", "demo"], "Delete the app demo for ever, with 4 tokens"),
        (&["keys", "revoke", &kid, "--reason", "leaked"], "Revoke the active EdDSA key"),
        (&["keys", "rotate", "--now", "--revoke-old", "--reason", "leaked"], "Revoke the active EdDSA key"),
        (&["keys", "prune", "--strays"], "Destroy 0 private keys and 1 stray file for ever?"),
    ];
    let before = world.run(&["token", "list", "--json"]).ok().out();
    for (args, question) in verbs {
        for key in ["n", "\r"] {
            let (screen, exit) = on_a_terminal(&world, args, key);
            assert_eq!(exit, 2, "{args:?}: {screen}");
            assert!(screen.contains(question) && screen.contains("nothing was changed"), "{args:?}: {screen}");
            assert_eq!(screen.matches("[y/N]").count(), 1, "{screen}");
        }
        // Whoever said so before is not asked, and neither is who wants a plan or wants no questions.
        for quiet in [&["--plan"][..], &["--plan", "--no-input"]] {
            assert!(!on_a_terminal(&world, &[args, quiet].concat(), "n").0.contains("[y/N]"), "{args:?}");
        }
        assert_eq!(world.run(&["token", "list", "--json"]).ok().out(), before, "{args:?}");
    }
    for (args, _) in &verbs[2..4] {
        let world = full();
        world.file("log", world.token());
        let (screen, exit) = on_a_terminal(&world, args, "y");
        assert_eq!(exit, 0, "{screen}");
        assert!(world.run(&["token", "list", "--state", "revoked", "-q"]).ok().out().lines().count() > 0, "{screen}");
    }
    let world = full();
    let (screen, exit) = on_a_terminal(&world, &["token", "revoke", "--all", "--yes"], "n");
    assert_eq!((screen.contains("[y/N]"), exit), (false, 0), "{screen}");
}

#[test]
fn where_nobody_can_be_asked_or_nothing_would_end_there_is_no_question() {
    let world = full();
    world.run(&["token", "revoke", "--all"]).ok();
    world.run(&["app", "delete", "demo"]).exits(2);
    world.run(&["app", "delete", "demo", "--yes"]).ok();
    world.run(&["keys", "revoke", &world.active_key(), "--reason", "x", "-y"]).ok();
    if has("script", &["--version"]) {
        let (screen, exit) = on_a_terminal(&world, &["token", "revoke", "--all"], "n");
        assert_eq!((screen.contains("[y/N]"), exit), (false, 0), "{screen}");
        let (screen, _) = on_a_terminal(&full(), &["token", "revoke", "--all", "--no-input"], "n");
        assert!(!screen.contains("[y/N]"), "{screen}");
    }
}

#[test]
fn what_is_refused_before_anybody_is_asked_is_in_the_log_once() {
    if !has("script", &["--version"]) {
        return;
    }
    let world = full();
    for (args, verb, subject) in [
        (&["app", "delete", "nobody"][..], "app_deleted", "nobody"),
        (&["user", "delete", "nobody"], "user_deleted", "nobody"),
        (&["keys", "revoke", "nobody", "--reason", "x"], "key_revoked", "nobody"),
        (&["grant", "revoke", "--user", "nobody"], "grants_revoked", "nobody"),
    ] {
        let (shown, exit) = on_a_terminal(&world, args, "y");
        assert!(exit == 3 && !shown.contains("[y/N]"), "{args:?}: {shown}");
        let refused = ["audit", "log", "--outcome", "refused", "--verb", verb, "--json"];
        let events = world.run(&refused).ok().json()["events"].take();
        let subjects: Vec<_> = events.as_array().unwrap().iter().map(|event| event["subject"].as_str()).collect();
        assert_eq!(subjects, [Some(subject)], "{args:?}");
    }
    // A plan is no attempt.
    world.run(&["app", "delete", "nobody", "--plan"]).exits(3);
    let all = world.run(&["audit", "log", "--outcome", "refused", "-q"]).ok().out();
    assert_eq!(all.lines().count(), 4);
}
