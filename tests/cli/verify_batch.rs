//! `token verify --batch`: the verdicts of many tokens, in their order.

use std::fmt::Write as _;
use std::fs;

use serde_json::{Value, json};

use crate::support::{Answer, Sandbox};

fn lines(answer: &Answer) -> Vec<Value> {
    answer.out().lines().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect()
}

/// Tokens of every kind: good, expired, changed, of an unknown key, cut, and no token at all.
fn mixed(world: &Sandbox) -> Vec<String> {
    let good = world.token();
    let expired = world.run(&["token", "issue", "--app", "demo", "--user", "alice", "--exp", "2025-01-01T00:00:00Z"]);
    let revoked = world.token();
    world.run(&["token", "revoke", &revoked, "--reason", "leak"]).ok();
    let mut changed = good.clone();
    let place = changed.find('.').unwrap() + 5;
    changed.replace_range(place..=place, if &changed[place..=place] == "A" { "B" } else { "A" });
    vec![
        good.clone(),
        expired.ok().line(0),
        revoked,
        changed,
        good[..good.len() - 4].to_owned(),
        "no token".to_owned(),
        "{\"payload\":\"e30\"}".to_owned(),
        "mtg_rt_mistyped".to_owned(),
    ]
}

#[test]
fn a_line_has_the_verdict_that_the_token_has_alone() {
    let world = Sandbox::new();
    world.run(&["token", "issue", "--app", "demo", "--user", "alice"]).ok();
    let tokens = mixed(&world);
    world.run(&["keys", "export", "--jwks"]).ok();
    let set = world.run(&["keys", "export", "--jwks"]).ok().out();
    world.file("set.json", &set);
    let set = world.folder().join("set.json").display().to_string();
    let places: [&[&str]; 2] = [&[], &["--jwks", &set, "--aud", "https://api.localhost"]];
    for place in places {
        for jobs in ["1", "2", "7"] {
            let text: String = tokens.iter().cycle().take(500).fold(String::new(), |mut text, token| {
                let _ = writeln!(text, "{token}");
                text
            });
            let explain = jobs == "2";
            let args = [&["token", "verify", "--batch", "-", "--jobs", jobs], place].concat();
            let args = if explain { [&args[..], &["--explain"]].concat() } else { args };
            let answer = world.run_with(&args, text.as_bytes()).exits(40);
            let batch = lines(&answer);
            assert_eq!(batch.len(), 500);
            for (number, (line, token)) in (1..).zip(batch.iter().zip(tokens.iter().cycle())) {
                assert_eq!(line["line"], number);
                let args = [&["token", "verify", "--json"], place].concat();
                if number <= tokens.len() {
                    let alone = world.run_with(&args, token.as_bytes());
                    let verdict = alone.json();
                    for member in ["valid", "reason", "exit_code", "claims", "ended"] {
                        assert_eq!(line[member], verdict[member], "{member} of {token}");
                    }
                    // What is checked of no token is said once, and not of each.
                    let is_of_all = |warning: &serde_json::Value| warning.as_str().unwrap().contains(" checked");
                    let mut warnings = verdict["warnings"].as_array().unwrap().clone();
                    warnings.retain(|warning| !is_of_all(warning));
                    assert_eq!(line["warnings"].as_array(), Some(&warnings), "{token}");
                    assert_eq!(u64::from(alone.exit), line["exit_code"].as_u64().unwrap());
                    assert_eq!(line.get("checks").is_some(), explain);
                    if explain {
                        assert_eq!(line["checks"], verdict["checks"]);
                    }
                } else {
                    let before = &batch[number - 1 - tokens.len()];
                    assert_eq!((&line["reason"], &line["claims"]), (&before["reason"], &before["claims"]));
                }
            }
        }
    }
}

#[test]
fn objects_carry_tokens_and_addresses_and_empty_lines_are_none() {
    let world = Sandbox::new();
    let bound = ["token", "issue", "--app", "demo", "--user", "alice", "--ip", "192.0.2.1", "--bind-ip"];
    let token = world.run(&bound).ok().line(0);
    let object = |ip: &str| json!({"id": 7, "token": token, "ip": ip}).to_string();
    let text = format!("\n{}\r\n\n{}\n{{\"token\":1}}", object("192.0.2.1"), object("192.0.2.2"));
    let answer = world.run_with(&["token", "verify", "--batch"], text.as_bytes()).exits(40);
    let found: Vec<_> = lines(&answer).iter().map(|line| (line["line"].clone(), line["exit_code"].clone())).collect();
    assert_eq!(found, [(json!(2), json!(0)), (json!(4), json!(34)), (json!(5), json!(20))]);
    assert!(answer.err().contains("3 tokens: 1 valid, 1 malformed, 1 context_mismatch"), "{answer}");
}

#[test]
fn only_good_tokens_are_exit_0_and_nothing_is_no_fault() {
    let world = Sandbox::new();
    let token = world.token();
    world.file("tokens", format!("{token}\n{token}"));
    let path = world.folder().join("tokens").display().to_string();
    let answer = world.run(&["token", "verify", "--batch", &path]).ok();
    assert_eq!(lines(&answer).len(), 2);
    assert_eq!(world.run_with(&["token", "verify", "--batch", "-"], b"").ok().out(), "");
    world.run(&["token", "verify", "--batch", "missing"]).exits(3);
    world.run(&["token", "verify", &token, "--batch", "-"]).exits(2);
    world.run(&["token", "verify", "--jobs", "2", &token]).exits(2);
    world.run_with(&["token", "verify", "--batch", "-", "-q"], b"x").exits(2);
}

#[test]
fn a_line_longer_than_any_token_is_malformed_and_those_around_it_are_judged() {
    let world = Sandbox::new();
    let token = world.token();
    let text = format!("{token}\n{}\n{token}\n", "x".repeat(3 << 20));
    let codes: Vec<_> = lines(&world.run_with(&["token", "verify", "--batch", "-"], text.as_bytes()).exits(40))
        .iter()
        .map(|line| line["exit_code"].clone())
        .collect();
    assert_eq!(codes, [0, 20, 0]);
}

#[test]
fn what_a_token_says_cannot_steer_a_terminal_or_break_a_line() {
    let world = Sandbox::new();
    let claim = "note=a\u{1b}[31m\u{202e}b\nc";
    let token = world.run(&["token", "issue", "--app", "demo", "--user", "alice", "--claim", claim]).ok().line(0);
    let answer = world.run_with(&["token", "verify", "--batch", "-"], token.as_bytes()).ok();
    assert!(!answer.out().contains(['\u{1b}', '\u{202e}']) && answer.out().lines().count() == 1, "{answer}");
    assert_eq!(lines(&answer)[0]["claims"]["note"], "a\u{1b}[31m\u{202e}b\nc");
}

#[test]
fn junit_has_a_case_for_each_token() {
    let world = Sandbox::new();
    let tokens = mixed(&world).join("\n");
    let args = ["token", "verify", "--batch", "-", "--format", "junit"];
    let xml = world.run_with(&args, tokens.as_bytes()).exits(40).out();
    assert_eq!((xml.matches("<testcase ").count(), xml.matches("<failure ").count()), (8, 7), "{xml}");
    assert!(xml.contains("<failure type=\"expired\" message=\"expired: exp 2025-01-01T00:00:00Z is"), "{xml}");
    assert!(xml.ends_with("  </testsuite>\n</testsuites>\n"));
    let one = world.run(&["token", "verify", &world.token(), "--format", "junit"]).ok().out();
    assert!(one.contains("tests=\"1\" failures=\"0\"") && one.contains("<testcase "), "{one}");
    world.run(&["token", "verify", "x", "--format", "junit", "--json"]).exits(2);
}

#[test]
fn a_policy_file_says_what_the_flags_say_and_a_flag_wins() {
    let world = Sandbox::new();
    let issue = ["token", "issue", "--app", "demo", "--user", "alice", "--claim", "role=admin", "--scope", "read"];
    let token = world.run(&issue).ok().line(0);
    let policy = world.folder().join("policy.toml").display().to_string();
    let judged = |text: &str, more: &[&str]| {
        fs::write(&policy, text).unwrap();
        world.run(&[&["token", "verify", &token, "--policy", &policy], more].concat()).exit
    };
    assert_eq!(judged("require_claim = \"role=admin\"\nrequire_scope = [\"read\"]\n", &[]), 0);
    assert_eq!(judged("require_claim = [\"role=admin\", \"tenant\"]\n", &[]), 29);
    assert_eq!(judged("require_scope = \"write\"\n", &[]), 30);
    assert_eq!(judged("aud = \"https://other\"\n", &[]), 27);
    assert_eq!(judged("aud = \"https://other\"\n", &["--aud", "https://api.localhost"]), 0);
    assert_eq!(judged("iss = \"https://other\"\n", &[]), 26);
    assert_eq!(judged("sub = \"bob\"\n", &["--sub", "alice"]), 0);
    assert_eq!(judged("require_scope = \"read\"\n", &["--require-scope", "write"]), 30);
    assert_eq!(judged("max_age = \"1h\"\n", &[]), 0);
    assert_eq!(judged("at = \"2040-01-01T00:00:00Z\"\n", &[]), 24);
    assert_eq!(judged("at = \"2040-01-01T00:00:00Z\"\n", &["--at", "2026-01-01T00:00:00Z"]), 0);
    assert_eq!(judged("ip = \"nowhere\"\n", &[]), 2);
    assert_eq!(judged("require_scopes = \"read\"\n", &[]), 2);
    let token = world.issue(&["--ip", "192.0.2.7", "--bind-ip"]);
    let bound = |text: &str, more: &[&str]| {
        fs::write(&policy, text).unwrap();
        world.run(&[&["token", "verify", &token, "--policy", &policy], more].concat()).exit
    };
    assert_eq!((bound("", &[]), bound("ip = \"192.0.2.7\"\n", &[])), (34, 0));
    assert_eq!(bound("ip = \"192.0.2.7\"\n", &["--ip", "192.0.2.8"]), 34);
    assert_eq!(world.run(&["token", "verify", &token, "--policy", "missing"]).exit, 3);
}

#[test]
fn a_token_that_is_too_old_is_refused_and_one_that_ends_soon_is_warned_of() {
    let world = Sandbox::new();
    let token = world.token();
    world.pass(600);
    let answer = world.run(&["token", "verify", &token, "--max-age", "9m"]).exits(24);
    assert!(answer.out().contains("is 10m past, and 9m is the most"), "{answer}");
    world.run(&["token", "verify", &token, "--max-age", "9m", "--leeway", "1m"]).ok();
    world.run(&["token", "verify", &token, "--max-age", "10m"]).ok();
    assert_eq!(world.run(&["token", "verify", &token]).ok().err(), "");
    let warned = world.run(&["token", "verify", &token, "--warn-within", "5m"]).ok();
    assert_eq!(warned.err(), "warning: expires in 5m\n");
    world.pass(260);
    assert_eq!(world.run(&["token", "verify", &token]).ok().err(), "warning: expires in 40s\n");
}
