//! Processes, pipes and signals, with the real program: what was announced is in the ledger, whatever happens to the
//! one who should have heard of it.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::Write as _;
use std::os::unix::process::ExitStatusExt as _;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::support::{Answer, Real, advised, has};

const ISSUE: [&str; 6] = ["token", "issue", "--app", "demo", "--user", "alice"];

/// The jti of every token in the ledger.
fn jtis(world: &Real) -> BTreeSet<String> {
    let list = world.run(&["token", "list", "--json", "--limit", "10000"]).ok().json();
    let tokens = list["tokens"].as_array().expect("a list");
    let jtis: BTreeSet<_> = tokens.iter().map(|token| token["jti"].as_str().expect("a jti").to_owned()).collect();
    assert_eq!(jtis.len(), tokens.len(), "a jti twice");
    jtis
}

/// Sees that an issue whose answer was lost names the only token of the ledger, so that it can be ended.
#[track_caller]
fn names_the_token(world: &Real, answer: &Answer) {
    assert_eq!(answer.exit, 1, "{answer}");
    let [jti] = jtis(world).into_iter().collect::<Vec<_>>().try_into().expect("one token");
    let err = answer.err();
    let lines: Vec<&str> = err.lines().collect();
    assert_eq!(lines.len(), 2, "one line, one hint: {answer}");
    assert!(lines[0].starts_with(&format!("error: token {jti} was issued, but")), "{answer}");
    assert!(lines[1].starts_with("hint: "), "{answer}");
    // The advice works.
    world.take_advice(&advised(lines[1])[0]).ok();
    assert_eq!(world.run(&["token", "show", &jti, "--json"]).ok().json()["state"], "revoked");
}

#[test]
fn an_answer_that_finds_no_space_names_the_token_that_exists() {
    let world = Real::new();
    let full = File::options().write(true).open("/dev/full").unwrap();
    let answer = Answer::of(world.binary(&ISSUE).stdout(full).output().unwrap());
    names_the_token(&world, &answer);
}

#[test]
fn an_answer_that_nobody_reads_names_the_token_that_exists() {
    let world = Real::new();
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let answer = Answer::of(world.binary(&ISSUE).stdout(writer).output().unwrap());
    names_the_token(&world, &answer);
}

#[test]
fn the_error_of_a_lost_answer_is_json_too() {
    let world = Real::new();
    let full = File::options().write(true).open("/dev/full").unwrap();
    let args = [&ISSUE[..], &["--json"]].concat();
    let answer = Answer::of(world.binary(&args).stdout(full).output().unwrap()).exits(1);
    let message = answer.error_json()["error"]["message"].as_str().unwrap_or_default().to_owned();
    let jtis = jtis(&world);
    assert!(jtis.iter().all(|jti| message.contains(jti)) && jtis.len() == 1, "{answer}");
}

#[test]
fn no_answer_is_lost_in_silence() {
    let world = Real::new();
    let token = world.token();
    let commands: [&[&str]; 7] = [
        &["token", "verify", &token],
        &["token", "decode", &token],
        &["token", "list"],
        &["keys", "export", "--jwks"],
        &["app", "list", "--json"],
        &["--help"],
        &["completions", "bash"],
    ];
    for command in commands {
        let full = File::options().write(true).open("/dev/full").unwrap();
        let answer = Answer::of(world.binary(command).stdout(full).output().unwrap());
        assert_eq!(answer.exit, 1, "{command:?}: {answer}");
        assert!(!answer.stderr.is_empty(), "{command:?}");
        let (reader, mut writer) = std::io::pipe().unwrap();
        drop(reader);
        // A process that another test is starting may hold the other end until it runs its program.
        while writer.write_all(b" ").is_ok() {
            std::thread::yield_now();
        }
        // A reader that went away heard nothing, and is no fault.
        let output = world.binary(command).stdout(writer).output().unwrap();
        assert_eq!(output.status.signal(), Some(13), "{command:?}: {output:?}");
    }
}

#[test]
fn nobody_to_complain_to_is_no_panic() {
    let world = Real::new();
    let full = || File::options().write(true).open("/dev/full").unwrap();
    let status = world.binary(&ISSUE).stdout(full()).stderr(full()).status().unwrap();
    assert_eq!(status.code(), Some(1));
    let status = world.binary(&["token", "verify", "x"]).stderr(full()).stdout(Stdio::null()).status().unwrap();
    assert_eq!(status.code(), Some(20));
}

#[test]
fn no_closed_descriptor_becomes_the_ledger() {
    let world = Real::new();
    // The next file that is opened gets the lowest number that is free, and a note may be written to it.
    for closed in ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"] {
        shell(&world, &format!(r#"exec "$0" token issue --app demo --user alice -v {closed}"#));
    }
    // Where nobody could see the token, none is issued.
    assert_eq!(jtis(&world).len(), 2);
    world.is_sound();
}

#[test]
fn two_that_issue_at_once_both_do() {
    let world = Real::new();
    for round in 1..=5 {
        let both = [world.binary(&ISSUE).spawn().unwrap(), world.binary(&ISSUE).spawn().unwrap()];
        for child in both {
            let answer = Answer::of(child.wait_with_output().unwrap()).ok();
            assert_eq!(world.verdict(&answer.line(0)), 0);
        }
        assert_eq!(jtis(&world).len(), 2 * round);
    }
}

#[test]
fn eight_that_issue_at_once_lose_nothing() {
    let world = Real::new();
    let mut shown = BTreeSet::new();
    for _ in 0..10 {
        let all: Vec<_> = (0..8).map(|_| world.binary(&[&ISSUE[..], &["--json"]].concat()).spawn().unwrap()).collect();
        for child in all {
            let answer = Answer::of(child.wait_with_output().unwrap()).ok();
            shown.insert(answer.json()["jti"].as_str().expect("a jti").to_owned());
        }
    }
    assert_eq!(shown.len(), 80);
    assert_eq!(jtis(&world), shown);
    world.is_sound();
}

#[test]
fn of_many_that_use_one_refresh_token_at_once_one_wins() {
    let world = Real::new();
    let refresh = world.pair().1;
    let all: Vec<_> = (0..8).map(|_| world.binary(&["token", "refresh", &refresh]).spawn().unwrap()).collect();
    let answers: Vec<_> = all.into_iter().map(|child| Answer::of(child.wait_with_output().unwrap())).collect();
    let winners = answers.iter().filter(|answer| answer.exit == 0).count();
    assert_eq!(winners, 1);
    // The others showed a token that was used: the family ends, and with it what the winner got.
    for answer in answers {
        match answer.exit {
            0 => assert_eq!(world.verdict(&answer.line(0)), 32),
            exit => assert_eq!(exit, 32, "{answer}"),
        }
    }
    world.is_sound();
}

/// Lets many processes do the same at the same moment.
fn at_once(world: &Real, count: usize, args: &[&str]) -> Vec<Answer> {
    let all: Vec<_> = (0..count).map(|_| world.binary(args).spawn().unwrap()).collect();
    all.into_iter().map(|child| Answer::of(child.wait_with_output().unwrap())).collect()
}

#[test]
fn of_sixteen_that_refresh_at_once_one_has_the_pair_that_is_good_each_round() {
    let world = Real::new();
    // With grace, who meets the winner is told that another was faster, and who comes after it takes its place: the family
    // lives, and one pair of it.
    let config = world.home().join("config.toml");
    let text = std::fs::read_to_string(&config).unwrap();
    std::fs::write(config, format!("{text}\nrefresh_grace = \"5m\"\n")).unwrap();
    let mut refresh = world.pair().1;
    for round in 0..20 {
        let answers = at_once(&world, 16, &["token", "refresh", &refresh]);
        let (won, lost): (Vec<_>, Vec<_>) = answers.into_iter().partition(|answer| answer.exit == 0);
        assert!(lost.iter().all(|answer| answer.exit == 4 && answer.stdout.is_empty()), "round {round}");
        let is_good = |answer: &&Answer| {
            let shown = world.run_with(&["token", "introspect"], answer.line(1)).ok().json();
            assert_eq!(shown["active"] == true, world.verdict(&answer.line(0)) == 0, "round {round}");
            shown["active"] == true
        };
        let good: Vec<_> = won.iter().filter(is_good).collect();
        assert_eq!(good.len(), 1, "round {round}: {} won", won.len());
        refresh = good[0].line(1);
    }
    world.is_sound();
}

#[test]
fn of_sixteen_that_refresh_at_once_without_grace_the_others_are_replays() {
    let world = Real::new();
    for round in 0..10 {
        let refresh = world.pair().1;
        let answers = at_once(&world, 16, &["token", "refresh", &refresh, "--json"]);
        let (won, lost): (Vec<_>, Vec<_>) = answers.into_iter().partition(|answer| answer.exit == 0);
        assert_eq!(won.len(), 1, "round {round}");
        for answer in lost {
            assert_eq!((answer.exit, &answer.error_json()["error"]["code"]), (32, &"replay".into()), "{answer}");
        }
        assert_eq!(world.verdict(won[0].json()["access_token"].as_str().unwrap()), 32);
    }
    world.is_sound();
}

#[test]
fn thirty_two_that_issue_a_hundred_times_each_make_three_thousand_two_hundred_tokens() {
    let world = Real::new();
    let shown = std::thread::scope(|scope| {
        let issuers: Vec<_> = (0..32)
            .map(|_| {
                let mut command = world.binary(&[&ISSUE[..], &["--json"]].concat());
                scope.spawn(move || {
                    let issue = |_| Answer::of(command.output().unwrap()).ok().json()["jti"].to_string();
                    (0..100).map(issue).collect::<Vec<_>>()
                })
            })
            .collect();
        issuers.into_iter().flat_map(|issuer| issuer.join().unwrap()).collect::<BTreeSet<_>>()
    });
    assert_eq!(shown.len(), 3_200);
    assert_eq!(jtis(&world).len(), 3_200);
    world.is_sound();
}

#[test]
fn a_refresh_whose_answer_is_lost_says_that_the_old_token_is_used_up() {
    let world = Real::new();
    let refresh = world.pair().1;
    let full = File::options().write(true).open("/dev/full").unwrap();
    let answer = Answer::of(world.binary(&["token", "refresh", &refresh]).stdout(full).output().unwrap()).exits(1);
    assert!(answer.err().contains("the refresh token that was shown is used up"), "{answer}");
    world.take_advice(&advised(answer.err().lines().nth(1).expect("a hint"))[0]).ok();
    assert_eq!(world.run(&["token", "list", "--state", "active", "-q"]).ok().out(), "");
}

#[test]
fn an_app_or_a_secret_whose_answer_is_lost_exists_and_the_error_says_so() {
    let world = Real::new();
    let full = || File::options().write(true).open("/dev/full").unwrap();
    let lost = |args: &[&str]| Answer::of(world.binary(args).stdout(full()).output().unwrap()).exits(1).err();
    let err = lost(&["app", "register", "shop"]);
    assert!(err.starts_with("error: app shop was registered, but"), "{err}");
    assert!(err.contains("`mintage app secret add shop`"), "{err}");
    world.run(&["app", "show", "shop"]).ok();
    let err = lost(&["app", "secret", "add", "shop"]);
    world.take_advice(&advised(&err)[0]).ok();
    let secrets = world.run(&["app", "secret", "list", "shop", "--json"]).ok().json();
    let states: Vec<_> = secrets["secrets"].as_array().unwrap().iter().map(|secret| &secret["state"]).collect();
    assert!(states.contains(&&"active".into()) && states.contains(&&"revoked".into()), "{states:?}");
}

#[test]
fn of_many_that_start_at_once_every_one_has_the_same_home() {
    let world = Real::empty();
    let dev = ["token", "issue", "--dev", "--app", "demo", "--user", "alice"];
    let all: Vec<_> = (0..4).map(|_| world.binary(&dev).spawn().unwrap()).collect();
    for child in all {
        let answer = Answer::of(child.wait_with_output().unwrap()).ok();
        assert_eq!(world.verdict(&answer.line(0)), 0);
    }
    assert_eq!(jtis(&world).len(), 4);
    world.is_sound();
}

/// A shell that runs the program as `"$0"`.
fn shell(world: &Real, script: &str) -> Answer {
    let mut command = Command::new("/bin/sh");
    command.arg("-c").arg(script).arg(world.binary(&[]).get_program());
    command.env_clear().env("MINTAGE_HOME", world.home()).env("PATH", "/usr/bin:/bin").current_dir(world.folder());
    Answer::of(command.stdin(Stdio::null()).output().unwrap())
}

#[test]
fn a_substitution_holds_a_bare_token_and_nothing_else() {
    let world = Real::empty();
    // On an empty machine there is much to say, and none of it belongs to the answer.
    let script = r#"token=$("$0" token issue --dev --app demo --user alice --no-such-flag 2>/dev/null)
        test -z "$token" || exit 99
        token=$("$0" token issue --dev --app demo --user alice) || exit 98
        printf '[%s]' "$token"
        "$0" token verify "$token" >/dev/null"#;
    let answer = shell(&world, script).ok();
    let out = answer.out();
    let token = out.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).expect("one word");
    assert_eq!(token.split('.').count(), 3, "{out}");
    assert!(token.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b)), "{out}");
    assert!(answer.err().contains("made a home"), "{answer}");
}

#[test]
fn a_pipe_carries_a_token_from_one_to_the_other() {
    let world = Real::new();
    let piped = r#""$0" token issue --app demo --user alice | "$0" token verify"#;
    shell(&world, piped).ok();
    let revoked = r#""$0" token issue --app demo --user alice | tee token | "$0" token revoke - >&2 &&
        "$0" token verify @token"#;
    shell(&world, revoked).exits(32);
    shell(&world, r#""$0" token issue --app demo --user alice --with-refresh | head -0"#).ok();
}

#[test]
fn quiet_is_one_word_and_silence() {
    let world = Real::empty();
    let answer = world.run(&["token", "issue", "--dev", "--app", "demo", "--user", "alice", "-q"]).ok();
    assert_eq!((answer.out().lines().count(), answer.err().as_str()), (1, ""), "{answer}");
}

/// Answers that say the same each time they are asked for: none of them counts the seconds until a token ends.
const REPEATABLE: [&[&str]; 5] = [
    &["token", "list", "-q"],
    &["app", "list"],
    &["keys", "list", "--json"],
    &["token", "verify", "x"],
    &["app", "show", "x"],
];

#[test]
fn the_answer_is_the_same_into_a_pipe_and_into_a_file() {
    let world = Real::new();
    world.token();
    for command in REPEATABLE {
        let piped = world.run(command);
        let path = world.folder().join("answer");
        let status = world.binary(command).stdin(Stdio::piped()).stdout(File::create(&path).unwrap()).status().unwrap();
        assert_eq!(status.code(), Some(i32::from(piped.exit)));
        assert_eq!(std::fs::read(&path).unwrap(), piped.stdout, "{command:?}");
    }
}

#[test]
fn the_answer_is_the_same_on_a_terminal_but_for_colour() {
    if !has("script", &["--version"]) {
        return;
    }
    let world = Real::new();
    world.token();
    let program = world.binary(&[]).get_program().to_str().unwrap().to_owned();
    for command in REPEATABLE {
        let typed = format!("'{program}' {} 2>/dev/null", command.join(" "));
        let mut terminal = Command::new("script");
        terminal.args(["-qec", &typed, "/dev/null"]).env_clear().env("MINTAGE_HOME", world.home());
        terminal.env("PATH", "/usr/bin:/bin").env("TERM", "xterm").env("NO_COLOR", "1").stdin(Stdio::null());
        let shown = Answer::of(terminal.output().unwrap());
        let piped = world.run(command);
        assert_eq!((shown.out().replace("\r\n", "\n"), shown.exit), (piped.out(), piped.exit), "{command:?}");
    }
}

#[test]
fn a_token_that_was_printed_survives_any_kill() {
    let world = Real::new();
    let started = Instant::now();
    world.token();
    let whole = started.elapsed();
    let mut printed = 0;
    for step in 0..30_u32 {
        let mut child = world.binary(&[&ISSUE[..], &["--with-refresh"]].concat()).spawn().unwrap();
        // From the first moment to a little after the last one: some die early, some late, and none is waited for.
        std::thread::sleep(whole * step / 24);
        child.kill().unwrap();
        let out = String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap();
        if let Some((token, _)) = out.split_once('\n') {
            printed += 1;
            assert_eq!(world.verdict(token), 0, "killed at step {step}");
        }
        // Whoever comes next finds a ledger that works.
        assert_eq!(world.verdict(&world.token()), 0, "killed at step {step}");
    }
    assert!(jtis(&world).len() >= 31 + 2 * printed);
    world.is_sound();
    let left: Vec<_> = std::fs::read_dir(world.home()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left.len(), 6, "{left:?}");
}

#[test]
fn a_home_whose_making_was_killed_can_be_made_again() {
    let started = Instant::now();
    Real::new();
    let whole = started.elapsed();
    for step in 0..24_u32 {
        let (step, again) = (step / 2, step % 2 == 0);
        let world = Real::empty();
        let init = ["init", "--alg", "EdDSA", "--no-passphrase", "--app", "demo"];
        let mut child = world.binary(&init).spawn().unwrap();
        std::thread::sleep(whole * step / 10);
        child.kill().unwrap();
        child.wait().unwrap();
        if again {
            // By the same command, if it did not come to its end.
            let done = world.home().join("config.toml").exists();
            world.run(&init).exits(if done { 4 } else { 0 });
            assert_eq!(world.keys().len(), 1, "killed at step {step}");
        }
        // Whatever is missing is made by the one command that makes what is missing.
        let answer = world.run(&["token", "issue", "--dev", "--app", "demo", "--user", "alice"]).ok();
        assert_eq!(world.verdict(&answer.line(0)), 0, "killed at step {step}");
        world.is_sound();
    }
}

#[test]
fn a_passphrase_that_is_missing_is_no_reason_to_wait() {
    let world = Real::empty();
    world.set("PASSPHRASE", "right");
    world.run(&["init", "--alg", "EdDSA", "--passphrase-env", "PASSPHRASE", "--app", "demo"]).ok();
    // A pipe that stays open: whoever reads it waits for ever.
    let mut child = world.binary(&ISSUE).stdin(Stdio::piped()).spawn().unwrap();
    let held = child.stdin.take();
    let deadline = Instant::now() + Duration::from_mins(1);
    let status = loop {
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        if Instant::now() > deadline {
            child.kill().unwrap();
            panic!("it waits for a passphrase that nobody gives");
        }
        std::thread::sleep(Duration::from_millis(5));
    };
    drop(held);
    assert_eq!(status.code(), Some(5));
    // A descriptor is read where it is asked for.
    let script = r#"printf right | "$0" token issue --app demo --user alice --passphrase-fd 0"#;
    shell(&world, script).ok();
    let script = r#"printf right >file; exec 7<file; "$0" token issue --app demo --user alice --passphrase-fd 7"#;
    shell(&world, script).ok();
    shell(&world, r#""$0" token issue --app demo --user alice --passphrase-fd 9"#).exits(5);
}
