//! Times as people type them: fixed, or told from now.

use serde_json::Value;

use crate::support::{START, Sandbox, advised};

/// The claims of a token that is issued with these flags.
fn claims(world: &Sandbox, flags: &[&str]) -> Value {
    let token = world.run(&[&["token", "issue", "--app", "demo", "--user", "alice", "--consent"], flags].concat()).ok();
    world.run(&["token", "decode", "--json", &token.line(0)]).ok().json()["claims"].take()
}

/// What is said where these arguments are refused.
fn refused(world: &Sandbox, args: &[&str]) -> String {
    world.run(args).exits(2).err()
}

#[test]
fn the_end_and_the_start_of_a_token_may_be_told_from_now() {
    let world = Sandbox::new();
    for (flag, claim) in [("--exp", "exp"), ("--nbf", "nbf")] {
        for (time, offset) in [
            ("+30m", 1_800),
            ("-5m", -300),
            ("now", 0),
            ("now+5m", 300),
            ("now-1h30m", -5_400),
            ("2026-01-01T00:10:00Z", 600),
            ("1767225660", 60),
        ] {
            let given = START.cast_signed() + offset;
            assert_eq!(claims(&world, &[flag, time])[claim], given, "{flag} {time}");
            assert_eq!(claims(&world, &[&format!("{flag}={time}")])[claim], given, "{flag}={time}");
        }
    }
    let ended = world.run(&["token", "issue", "--app", "demo", "--user", "alice", "--exp", "-5m"]).ok().line(0);
    assert_eq!(world.verdict(&ended), 24);
}

#[test]
fn where_past_and_future_both_make_sense_a_length_is_refused_with_both() {
    let world = Sandbox::new();
    let token = world.issue(&[]);
    for args in [
        &["token", "issue", "--app", "demo", "--user", "alice", "--test-token", "--iat", "1h"][..],
        &["token", "verify", "--at", "1h", &token],
    ] {
        let said = refused(&world, args);
        assert!(
            said.contains("is a length of time and no time: give +1h for 1h from now, or -1h for 1h ago"),
            "{said}"
        );
    }
    for time in ["+1h", "-1h"] {
        world.run(&["token", "issue", "--app", "demo", "--exp", time]).ok();
    }
}

#[test]
fn a_length_alone_is_to_come_where_that_is_what_a_flag_is_for() {
    let world = Sandbox::new();
    let decoded = |flag: &str, time: &str, claim: &str| {
        let token = world.run(&["token", "issue", "--app", "demo", flag, time]).ok().line(0);
        world.run(&["token", "decode", &token, "--json"]).ok().json()["claims"][claim].as_i64()
    };
    for (flag, claim) in [("--exp", "exp"), ("--nbf", "nbf")] {
        assert_eq!(decoded(flag, "10m", claim), decoded(flag, "+10m", claim), "{flag}");
        assert_ne!(decoded(flag, "10m", claim), decoded(flag, "-10m", claim), "{flag}");
    }
}

#[test]
fn where_only_the_past_makes_sense_a_length_is_so_long_ago() {
    let world = Sandbox::new();
    let early = world.issue(&["--ttl", "1d"]);
    world.pass(7_200);
    let late = world.issue(&["--ttl", "1d"]);
    let listed = |flag: &str, time: &str| {
        world.run(&["token", "list", flag, time, "--json"]).ok().json()["tokens"].as_array().map(Vec::len)
    };
    for time in ["1h", "-1h", "now-1h", "2026-01-01T01:00:00Z"] {
        assert_eq!((listed("--issued-before", time), listed("--issued-after", time)), (Some(1), Some(1)), "{time}");
    }
    assert_eq!((listed("--issued-before", "+1h"), listed("--issued-after", "3h")), (Some(2), Some(2)));
    world.run(&["token", "revoke", "--issued-before", "1h", "--user", "alice"]).ok();
    assert_eq!((world.verdict(&early), world.verdict(&late)), (32, 0));
    world.run(&["token", "revoke", "--issued-after", "-1h"]).ok();
    assert_eq!(world.verdict(&late), 32);
}

#[test]
fn a_token_is_judged_and_forged_as_of_a_time_from_now() {
    let world = Sandbox::new();
    let token = world.issue(&[]);
    let judged = |time: &str| world.run(&["token", "verify", "--at", time, &token]).exit;
    assert_eq!((judged("now"), judged("+14m"), judged("now+16m"), judged("-1m")), (0, 0, 24, 25));
    let forged = |time: &str| {
        let token = world.run(&["token", "forge", "--flaw", "valid", "--app", "demo", "--at", time]).ok().line(0);
        world.run(&["token", "decode", "--json", &token]).ok().json()["claims"]["iat"].clone()
    };
    assert_eq!((forged("1h"), forged("-1h")), ((START - 3_600).into(), (START - 3_600).into()));
    assert_eq!(forged("2025-12-31T23:59:00Z"), START - 60);
}

#[test]
fn a_backup_comes_back_without_the_tokens_from_before_a_time_told_from_now() {
    let world = Sandbox::new();
    let early = world.issue(&["--ttl", "1d"]);
    world.pass(7_200);
    let late = world.issue(&["--ttl", "1d"]);
    let (backup, again) = (world.folder().join("b.tar"), world.folder().join("again"));
    let (backup, again) = (backup.to_str().expect("a path"), again.to_str().expect("a path"));
    world.run(&["backup", backup]).ok();
    let restore = |before: &str| world.run(&["--home", again, "restore", backup, "--revoke-issued-before", before]);
    restore("one hour").exits(2);
    restore("1h").ok();
    let verdict = |token: &str| world.run(&["--home", again, "token", "verify", token]).exit;
    assert_eq!((verdict(&early), verdict(&late)), (32, 0));
}

#[test]
fn what_is_no_time_is_refused_with_what_is_to_be_given() {
    let world = Sandbox::new();
    for (time, what) in [
        ("1767225600000", "is in milliseconds: as seconds it is 1767225600, which is 2026-01-01T00:00:00Z"),
        ("1767225600000000", "is in microseconds: as seconds it is 1767225600"),
        ("1767225600.123", "has a fraction: times are in whole seconds, as in 1767225600"),
        ("2026-01-31", "in UTC it is 2026-01-31T00:00:00Z"),
        ("2026-01-31T12:00:00", "in UTC it is 2026-01-31T12:00:00Z"),
        ("-3600", "is not a duration without a unit: give 3600s, which is 1h"),
        ("+5x", "as in 30s, 15m, 2h"),
        ("tomorrow", "give RFC 3339 (2026-01-31T12:00:00Z), epoch seconds, now, "),
        ("--json", "is a flag, where a time was expected"),
        ("now-36500d", "outside the years 1970 to 9999"),
    ] {
        for args in [
            &["token", "issue", "--app", "demo", "--exp", time][..],
            &["token", "issue", "--app", "demo", "--nbf", time],
            &["token", "list", "--issued-after", time],
            &["token", "revoke", "--issued-before", time],
            &["token", "verify", "--at", time, "x"],
            &["token", "forge", "--list", "--at", time],
        ] {
            if args.contains(&"--list") && time.starts_with("now-") {
                continue;
            }
            let said = refused(&world, args);
            assert!(said.contains(what), "{args:?}: {said}");
        }
    }
}

#[test]
fn a_lifetime_that_is_negative_is_told_how_a_token_that_has_ended_is_made() {
    let world = Sandbox::new();
    let said = refused(&world, &["token", "issue", "--app", "demo", "--ttl", "-5m"]);
    assert!(said.contains("is made with --exp -5m"), "{said}");
    world.run(&["token", "issue", "--app", "demo", "--exp", "-5m"]).ok();
    let said = refused(&world, &["token", "issue", "--app", "demo", "--ttl", "--json"]);
    assert!(said.contains("not a duration"), "{said}");
}

/// What is advised can be given: there are ends that no flag can say.
#[test]
fn the_moment_that_is_advised_is_one_that_can_be_given() {
    let world = Sandbox::new();
    for (end, advises) in [("-1h", true), ("1", true), ("0", false)] {
        let token = world.issue(&["--exp", end]);
        let refused = world.run(&["token", "verify", &token]).exits(24);
        let commands = advised(&refused.err());
        assert_eq!(commands.iter().any(|command| command.contains("--at ")), advises, "{end}: {refused}");
        for command in commands {
            assert_ne!(world.take_advice_on(&command, &token).exit, 2, "{command}");
        }
    }
}

#[test]
fn a_token_that_ends_before_it_begins_is_warned_of() {
    let world = Sandbox::new();
    let warned = |flags: &[&str]| {
        let answer = world.run(&[&["token", "issue", "--app", "demo"], flags].concat()).ok();
        answer.err().contains("never good")
    };
    assert!(warned(&["--nbf", "+1h"]), "it lives for 15 minutes from now");
    assert!(warned(&["--nbf", "+1h", "--exp", "+1h"]));
    assert!(!warned(&["--nbf", "+1h", "--exp", "+2h"]));
    assert!(!warned(&["--exp", "-5m"]), "its start was not asked for");
}

/// A duration without a unit is refused wherever one is taken, with both ways to say it.
#[test]
fn a_length_without_a_unit_is_refused_with_the_unit() {
    let world = Sandbox::new();
    for args in [
        &["token", "issue", "--app", "demo", "--ttl", "3600"][..],
        &["app", "register", "x", "--access-ttl", "3600"],
        &["app", "update", "demo", "--refresh-ttl", "3600"],
        &["token", "list", "--expiring", "3600"],
        &["token", "verify", "--max-age", "3600", "x"],
        &["token", "verify", "--leeway", "3600", "x"],
        &["token", "prune", "--margin", "3600"],
        &["token", "revocations", "export", "--ttl", "3600"],
        &["keys", "rotate", "--activate-in", "3600"],
        &["keys", "list", "--expiring", "3600"],
    ] {
        let said = refused(&world, args);
        assert!(said.contains("is not a duration without a unit: give 3600s, which is 1h"), "{args:?}: {said}");
    }
    world.run(&["token", "issue", "--app", "demo", "--ttl", "3600s"]).ok();
    world.run(&["token", "issue", "--app", "demo", "--ttl", "1h"]).ok();
    let config = world.home().join("config.toml");
    let settings = std::fs::read_to_string(&config).unwrap();
    for line in ["access_ttl = 3600", "access_ttl = \"3600\"", "leeway = 60"] {
        std::fs::write(&config, format!("{line}\n{settings}")).unwrap();
        let said = world.run(&["keys", "list"]).err();
        assert!(said.contains("config.toml:1: ") && said.contains("without a unit: give"), "{line}: {said}");
    }
}

#[test]
fn a_claim_may_be_a_time_from_now_where_a_token_is_made() {
    let world = Sandbox::new();
    let made = claims(&world, &["--claim", "seen:=now-5m", "--claim", "until:=now+1w", "--claim", "at:=now"]);
    assert_eq!(
        (&made["seen"], &made["until"], &made["at"]),
        (&(START - 300).into(), &(START + 604_800).into(), &START.into(),)
    );
    assert_eq!(claims(&world, &["--claim", "seen=now"])["seen"], "now");
    let warned = world.run(&["token", "issue", "--app", "demo", "--claim", "seen=now-5m"]).ok().err();
    assert!(warned.contains("'seen:=now-5m'"), "{warned}");
    let forged = world.run(&["token", "forge", "--flaw", "valid", "--app", "demo", "--claim", "seen:=now-5m"]).ok();
    let forged = world.run(&["token", "decode", "--json", &forged.line(0)]).ok().json();
    assert_eq!(forged["claims"]["seen"], START - 300);
    // A registered claim has a flag of its own, whatever its value.
    world.run(&["token", "issue", "--app", "demo", "--claim", "exp:=now-5m"]).exits(2);
    world.run(&["token", "issue", "--app", "demo", "--claim", "a:=now", "--claim", "a:=now-1h"]).exits(2);
}

#[test]
fn no_claim_is_compared_with_a_time_that_changes_with_the_clock() {
    let world = Sandbox::new();
    let token = world.issue(&["--claim", "seen:=now"]);
    let said = refused(&world, &["token", "verify", "--require-claim", "seen:=now", &token]);
    assert!(said.contains("give epoch seconds"), "{said}");
    world.run(&["token", "verify", "--require-claim", &format!("seen:={START}"), &token]).ok();
    world.run(&["token", "verify", "--require-claim", "seen=now", &token]).exits(29);
}

#[test]
fn a_policy_file_takes_a_time_in_each_form() {
    let world = Sandbox::new();
    let token = world.issue(&[]);
    let judged = |line: &str| {
        let policy = world.file("policy.toml", line);
        world.run(&["token", "verify", "--policy", policy.to_str().expect("a path"), &token])
    };
    for (line, exit) in [
        ("at = \"now+10m\"", 0),
        ("at = \"+1h\"", 24),
        ("at = \"-5m\"", 25),
        ("at = 2026-01-01T00:10:00Z", 0),
        ("at = 1767229200", 24),
        ("at = 1767225600000", 2),
        ("at = \"1h\"", 2),
        ("max_age = 3600", 2),
        ("at = true", 2),
    ] {
        assert_eq!(judged(line).exit, exit, "{line}: {}", judged(line).err());
    }
    assert!(judged("at = 1767225600000").err().contains("as seconds it is 1767225600"));
    assert!(judged("max_age = 3600").err().contains("is not a duration without a unit: give 3600s, which is 1h"));
}

#[test]
fn lines_of_a_batch_take_times_told_from_now() {
    let world = Sandbox::new();
    let lines = "{\"exp\":\"+30m\",\"nbf\":\"-5m\"}\n{\"exp\":1767225600000}\n{\"ttl\":3600}\n{\"ttl\":\"1h\"}\n";
    let answer = world.run_with(&["token", "issue", "--app", "demo", "--batch", "-", "--exp", "+1h"], lines).exits(40);
    let answers: Vec<Value> = answer.out().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let ends = |number: usize| answers[number]["expires_in"].as_i64();
    assert_eq!((ends(0), ends(3)), (Some(1_800), Some(3_600)));
    let message = |number: usize| answers[number]["error"]["message"].as_str().unwrap_or_default().to_owned();
    assert!(message(1).contains("as seconds it is 1767225600"), "{}", message(1));
    assert!(message(2).contains("3600s, which is 1h"), "{}", message(2));
}
