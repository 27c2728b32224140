//! Variables that stand for the global flags, and `CI`, which means that nobody answers.

use std::io::Read as _;
use std::process::{Command, Stdio};

use crate::support::{Answer, Real, Sandbox, has};

#[test]
fn a_variable_stands_for_json_and_a_flag_wins_over_it() {
    let world = Sandbox::new();
    world.set("MINTAGE_JSON", "1");
    assert!(world.run(&["keys", "list"]).ok().json()["keys"].is_array());
    assert_eq!(world.run(&["app", "show", "nobody"]).exits(3).error_json()["error"]["code"], "not_found");
    let quiet = world.run(&["keys", "list", "-q"]).ok();
    assert_eq!((quiet.out().lines().count(), quiet.out().contains('{')), (1, false), "{quiet}");
    // A form of its own is a flag too.
    assert!(world.run(&["app", "list", "--csv"]).ok().line(0).starts_with("name,"));
    world.run(&["app", "list", "--csv", "--json"]).exits(2);
    world.set("MINTAGE_JSON", "0");
    assert!(!world.run(&["keys", "list"]).ok().out().contains('{'));
}

#[test]
fn what_is_wrong_before_anything_is_parsed_is_json_where_the_variable_or_the_flag_wants_it() {
    let world = Sandbox::empty();
    let wrong: [&[&str]; 6] = [
        &["keys", "lst"],
        &["keys"],
        &[],
        &["token", "issue", "--no-such"],
        &["init", "--alg"],
        &["man", "a", "b", "c", "d"],
    ];
    for words in wrong {
        let told = |answer: Answer| answer.exits(2).error_json()["error"]["code"].clone();
        assert_eq!(told(world.run(&[words, &["--json"]].concat())), "usage", "{words:?}");
        world.set("MINTAGE_JSON", "yes");
        assert_eq!(told(world.run(words)), "usage", "{words:?}");
        assert!(!world.run(&[words, &["-q"]].concat()).exits(2).err().contains('{'), "{words:?}");
        world.set("MINTAGE_JSON", "");
        assert!(!world.run(words).exits(2).err().contains('{'), "{words:?}");
    }
    let hint = world.run(&["keys", "--json"]).error_json()["error"]["hint"].as_str().unwrap().to_owned();
    assert!(hint.contains("gen, list") && hint.contains("`mintage keys --help`"), "{hint}");
}

#[test]
fn a_variable_stands_for_quiet_and_says_so_where_that_would_lose_something() {
    let world = Sandbox::new();
    world.set("MINTAGE_QUIET", "1");
    let kid = world.run(&["keys", "list"]).ok();
    assert_eq!((kid.out().lines().count(), kid.err()), (1, String::new()));
    let pair = ["token", "issue", "--app", "demo", "--user", "alice", "--with-refresh"];
    let refused = world.run(&pair).exits(2);
    assert!(refused.err().contains("MINTAGE_QUIET"), "{refused}");
    assert!(world.run(&[&pair[..], &["--json"]].concat()).ok().json()["refresh_token"].is_string());
}

#[test]
fn a_variable_that_says_nothing_is_a_wrong_use_that_names_it() {
    for name in ["MINTAGE_JSON", "MINTAGE_QUIET", "MINTAGE_NO_INPUT", "MINTAGE_COLOR"] {
        let world = Sandbox::new();
        world.set(name, "hunter2");
        let answer = world.run(&["keys", "list"]).exits(2);
        assert!(answer.err().contains(name) && !answer.err().contains("hunter2"), "{answer}");
        world.run(&["keys", "list", "--help"]).ok();
    }
    let world = Sandbox::new();
    world.set("MINTAGE_JSON", "1");
    world.set("MINTAGE_QUIET", "1");
    let answer = world.run(&["keys", "list"]).exits(2);
    assert!(answer.err().contains("MINTAGE_JSON") && answer.err().contains("MINTAGE_QUIET"), "{answer}");
    world.run(&["keys", "list", "--json"]).ok().json();
}

#[test]
fn a_variable_stands_for_colour() {
    let world = Sandbox::new();
    world.set("MINTAGE_COLOR", "always");
    assert!(world.run(&["app", "show", "nobody"]).err().contains("\x1b["));
    assert!(world.run(&["app", "shw"]).err().contains("\x1b["));
    assert!(!world.run(&["app", "show", "nobody", "--color", "never"]).err().contains("\x1b["));
}

/// What a command says on a terminal where nobody types, and how it ends; no end where it asks for `Issuer`.
fn on_a_terminal(world: &Real, args: &[&str]) -> (String, Option<i32>) {
    let program = world.binary(&[]).get_program().display().to_string();
    let mut terminal = Command::new("script");
    terminal.args(["-qec", &format!("'{program}' {}", args.join(" ")), "/dev/null"]);
    terminal.env_clear().env("PATH", "/usr/bin:/bin").env("TERM", "xterm").envs(world.variables());
    terminal.current_dir(world.folder()).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut terminal = terminal.spawn().unwrap();
    let (keyboard, mut screen) = (terminal.stdin.take().unwrap(), terminal.stdout.take().unwrap());
    let mut shown = Vec::new();
    let mut byte = [0];
    while matches!(screen.read(&mut byte), Ok(1)) {
        shown.push(byte[0]);
        if shown.ends_with(b"Issuer") {
            terminal.kill().unwrap();
            terminal.wait().unwrap();
            return ("Issuer".to_owned(), None);
        }
    }
    drop(keyboard);
    (String::from_utf8_lossy(&shown).into_owned(), terminal.wait().unwrap().code())
}

#[test]
fn where_ci_is_set_nothing_is_asked_on_a_terminal() {
    if !has("script", &["--version"]) {
        return;
    }
    let asked = |variables: &[(&str, &str)]| {
        let world = Real::empty();
        for (name, value) in variables {
            world.set(name, value);
        }
        on_a_terminal(&world, &["init", "--alg", "ES256"])
    };
    for person in [&[][..], &[("CI", "false")], &[("CI", "0")], &[("CI", "1"), ("MINTAGE_NO_INPUT", "0")]] {
        assert_eq!(asked(person), ("Issuer".to_owned(), None), "{person:?}");
    }
    for nobody in [&[("CI", "true")][..], &[("CI", "1")], &[("MINTAGE_NO_INPUT", "1")]] {
        let (screen, exit) = asked(nobody);
        assert_eq!((screen.contains("Issuer"), exit), (false, Some(5)), "{nobody:?}: {screen}");
        assert!(screen.contains("--passphrase-file"), "{screen}");
    }
    let world = Real::new();
    world.set("CI", "true");
    let (screen, exit) = on_a_terminal(&world, &["app", "delete", "demo"]);
    assert_eq!((screen.contains("--yes"), exit), (true, Some(2)), "{screen}");
}
