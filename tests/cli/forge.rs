//! Test tokens: each is refused for the reason that its manifest gives, and nothing that works for the home is touched.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::support::{Answer, START, Sandbox, has, settled};

const FLAWS: usize = mintage::core::forge::FLAWS.len();

/// Forges a suite into a folder, and gives its manifest.
#[track_caller]
fn suite(world: &Sandbox, folder: &str, more: &[&str]) -> (PathBuf, Value) {
    let out = world.folder().join(folder);
    let answer =
        world.run(&[&["token", "forge", "--json", "--all", "--out", out.to_str().unwrap()], more].concat()).ok();
    let manifest: Value = serde_json::from_slice(&std::fs::read(out.join("manifest.json")).unwrap()).unwrap();
    assert_eq!(answer.json(), manifest, "the answer is the manifest");
    (out, manifest)
}

fn tokens(manifest: &Value) -> &[Value] {
    manifest["tokens"].as_array().expect("tokens")
}

/// Every token of a suite is judged as its manifest says.
#[track_caller]
fn agrees(world: &Sandbox, folder: &std::path::Path, manifest: &Value, more: &[&str]) {
    for token in tokens(manifest) {
        let file = format!("@{}", folder.join(token["file"].as_str().unwrap()).display());
        let answer = world.run(&[&["token", "verify", "--json", &file], more].concat());
        let verdict = answer.json();
        assert_eq!(verdict["reason"], token["reason"], "{}", token["flaw"]);
        assert_eq!(verdict["exit_code"], token["exit_code"], "{}", token["flaw"]);
        assert_eq!(u64::from(answer.exit), token["exit_code"].as_u64().unwrap(), "{}", token["flaw"]);
    }
}

fn files(folder: &std::path::Path) -> BTreeMap<String, Vec<u8>> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries
        .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), std::fs::read(&path).unwrap()))
        .collect()
}

#[test]
fn verify_answers_every_token_as_its_manifest_says_whatever_the_algorithm() {
    for (algorithm, skipped) in [
        ("EdDSA", vec!["ecdsa-twin", "zero-ecdsa"]),
        ("ES256", vec![]),
        ("ES384", vec![]),
        ("RS256", vec!["ecdsa-twin", "zero-ecdsa"]),
        ("PS512", vec!["ecdsa-twin", "zero-ecdsa"]),
        ("HS384", vec!["ecdsa-twin", "zero-ecdsa", "hs256-public-pem", "hs256-public-der"]),
    ] {
        let world = Sandbox::empty();
        world.run(&["init", "--alg", algorithm, "--no-passphrase"]).ok();
        let (folder, manifest) = suite(&world, "suite", &[]);
        let left: Vec<&str> =
            manifest["skipped"].as_array().unwrap().iter().map(|skipped| skipped["flaw"].as_str().unwrap()).collect();
        assert_eq!(left, skipped, "{algorithm}");
        assert_eq!(tokens(&manifest).len() + skipped.len(), FLAWS, "{algorithm}");
        agrees(&world, &folder, &manifest, &[]);
    }
}

#[test]
fn the_tokens_can_be_those_of_an_app_and_a_user_of_the_home() {
    let world = Sandbox::new();
    let more = ["--app", "demo", "--user", "alice", "--scope", "read", "--claim", "role=admin"];
    let (folder, manifest) = suite(&world, "suite", &more);
    agrees(&world, &folder, &manifest, &[]);
    let valid = format!("@{}", folder.join("valid.jwt").display());
    let flags = ["--sub", "alice", "--require-scope", "read", "--require-claim", "role=admin"];
    world.run(&[&["token", "verify", &valid], &flags[..]].concat()).ok();
    // With the same requirements everything else is refused for the same reason as without.
    agrees(&world, &folder, &serde_json::json!({"tokens": [tokens(&manifest)[0]]}), &flags);
    // The home has its apps as before, and what was made for flaws.
    let apps = world.run(&["app", "list", "--json"]).ok().json();
    let states: Vec<_> =
        apps["apps"].as_array().unwrap().iter().map(|app| format!("{} {}", app["name"], app["state"])).collect();
    assert_eq!(states, [r#""demo" "active""#, r#""forge-blocked" "blocked""#]);
    // A consent that does not cover a scope is not widened.
    world
        .run(&["token", "forge", "--flaw", "expired", "--app", "demo", "--user", "alice", "--scope", "write"])
        .exits(4);
}

#[test]
fn without_a_kid_a_token_is_valid_only_where_no_other_key_could_be_meant() {
    let world = Sandbox::new();
    let one = world.run(&["token", "forge", "--flaw", "no-kid", "--json"]).ok().json();
    assert_eq!((&one["reason"], &one["exit_code"]), (&Value::Null, &0.into()));
    assert_eq!(world.verdict(one["token"].as_str().unwrap()), 0);
    world.run(&["keys", "gen", "--alg", "EdDSA", "--no-passphrase"]).ok();
    let two = world.run(&["token", "forge", "--flaw", "no-kid", "--json"]).ok().json();
    assert_eq!((&two["reason"], &two["exit_code"]), (&"unknown_key".into(), &22.into()));
    assert_eq!(world.verdict(two["token"].as_str().unwrap()), 22);
}

#[test]
fn forging_changes_no_key_and_publishes_none() {
    let world = Sandbox::new();
    world.run(&["keys", "rotate", "--activate-in", "1h", "--no-passphrase"]).ok();
    // The rotation is due, and stays so: test tokens are no reason to change what signs.
    world.pass(7_200);
    let keys = || world.run(&["keys", "list", "--json"]).ok().json()["keys"].as_array().unwrap().clone();
    let (before, set) = (keys(), world.run(&["keys", "export", "--jwks"]).ok().out());
    suite(&world, "suite", &[]);
    let after = keys();
    assert_eq!(after[..before.len()], before[..]);
    let made: Vec<_> = after[before.len()..].iter().map(|key| key["state"].as_str().unwrap()).collect();
    assert_eq!(made, ["retired", "revoked"]);
    assert_eq!(world.run(&["keys", "export", "--jwks"]).ok().out(), set);
    // The next suite uses them again, and so does one after their files were pruned, with new ones.
    suite(&world, "again", &[]);
    assert_eq!(keys(), after);
    world.run(&["keys", "prune"]).ok();
    let (folder, manifest) = suite(&world, "pruned", &[]);
    assert_eq!(keys().len(), after.len() + 2);
    agrees(&world, &folder, &manifest, &[]);
}

#[test]
fn forging_does_not_keep_the_key_longer_than_a_good_token_would() {
    let world = Sandbox::new();
    world.token();
    let kid = world.run(&["-q", "keys", "list"]).ok().line(0);
    let safe = || {
        let plan = world.run(&["keys", "retire", &kid, "--plan", "--json"]).ok().json();
        plan["safe_to_retire_at_unix"].as_i64().expect("a time")
    };
    let before = safe();
    suite(&world, "suite", &[]);
    assert!(safe() - before < 60, "{} {before}", safe());
}

#[test]
fn only_what_a_flaw_needs_is_made() {
    let world = Sandbox::new();
    let answer = world.run(&["token", "forge", "--flaw", "expired", "--app", "demo"]).ok();
    assert_eq!(world.verdict(&answer.line(0)), 24);
    assert_eq!(world.run(&["-q", "keys", "list"]).ok().out().lines().count(), 1);
    assert_eq!(world.run(&["-q", "app", "list"]).ok().out().lines().count(), 1);
    // Nothing is made for a flaw that cannot be had.
    let refused = world.run(&["token", "forge", "--flaw", "zero-ecdsa"]).exits(4);
    insta::assert_snapshot!(refused, @"
    ---- stderr
    error: the test token zero-ecdsa cannot be made here: the home has no active ES256 or ES384 key
    hint: see the others with `mintage token forge --list`
    ---- exit 4
    ");
    assert_eq!(world.run(&["-q", "app", "list"]).ok().out().lines().count(), 1);
}

#[test]
fn what_is_made_is_announced_and_the_token_alone_is_the_answer() {
    let world = Sandbox::new();
    let answer = world.run(&["token", "forge", "--flaw", "blocked-app", "--seed", "1"]);
    let token = answer.line(0);
    assert_eq!(world.verdict(&token), 33);
    insta::assert_snapshot!(answer.to_string().replace(&token, "TOKEN"), @"
    TOKEN
    ---- stderr
    note: registered the app forge, which test tokens are for
    note: registered the app forge-blocked and blocked it, for blocked-app
    note: 1 row in the ledger, whose device is the flaw: `mintage token list --app forge-blocked`
    warning: a token is signed by the active key _tQC9aPJIMoNiojFHLkNn8MHvr5A_XDgwhYjyUO4nm8: a service that does not look closely accepts it until 2026-01-01T00:15:00Z
    ---- exit 0
    ");
    let quiet = world.run(&["-q", "token", "forge", "--flaw", "no-exp"]).ok();
    assert_eq!((quiet.out().lines().count(), quiet.err().as_str()), (1, ""));
    let again = world.run(&["token", "forge", "--flaw", "no-exp"]);
    insta::assert_snapshot!(again.to_string().replace(&again.line(0), "TOKEN"), @"
    TOKEN
    ---- stderr
    note: 1 row in the ledger, whose device is the flaw: `mintage token list --app forge`
    warning: a token is signed by the active key _tQC9aPJIMoNiojFHLkNn8MHvr5A_XDgwhYjyUO4nm8: a service that does not look closely accepts it until 2026-01-01T00:15:00Z, or for ever
    ---- exit 0
    ");
}

#[test]
fn a_forged_token_is_in_the_ledger_and_can_be_revoked() {
    let world = Sandbox::new();
    let forged = world.run(&["token", "forge", "--flaw", "wrong-aud", "--app", "demo", "--json"]).ok().json();
    let jti = forged["jti"].as_str().unwrap();
    let row = world.run(&["token", "show", jti, "--json"]).ok().json();
    assert_eq!((&row["device"], &row["user_agent"]), (&"wrong-aud".into(), &"mintage token forge".into()));
    world.run(&["token", "revoke", jti]).ok();
    // Its own flaw still comes first.
    assert_eq!(world.verdict(forged["token"].as_str().unwrap()), 27);
}

#[test]
fn the_same_seed_time_key_and_home_give_the_same_bytes() {
    let world = Sandbox::new();
    let at = START.to_string();
    world.pass(60);
    let flags = ["--seed", "42", "--at", &at];
    let (first, manifest) = suite(&world, "first", &flags);
    agrees(&world, &first, &manifest, &["--at", &at]);
    world.pass(60);
    let (second, _) = suite(&world, "second", &flags);
    assert_eq!(files(&first), files(&second));
    let rows = world.run(&["-q", "token", "list", "--limit", "1000"]).ok().out().lines().count();
    // Another seed gives other tokens.
    let (third, _) = suite(&world, "third", &["--seed", "43", "--at", &at]);
    assert_ne!(files(&first)["valid.jwt"], files(&third)["valid.jwt"]);
    let more = world.run(&["-q", "token", "list", "--limit", "1000"]).ok().out().lines().count();
    assert_eq!(more, 2 * rows, "the second suite added no row");
}

#[test]
fn a_seed_whose_tokens_have_changed_is_refused() {
    let world = Sandbox::new();
    let at = START.to_string();
    let flags = ["token", "forge", "--flaw", "valid", "--seed", "7", "--at", &at, "--json"];
    let forged = world.run(&flags).ok().json();
    world.run(&["token", "revoke", forged["jti"].as_str().unwrap()]).ok();
    insta::assert_snapshot!(world.run(&flags[..8]).exits(4), @"
    ---- stderr
    error: the ledger has test tokens of the seed 7 already, and something has changed since: one was revoked, or the user's consent is another
    hint: take another --seed, or leave it out
    ---- exit 4
    ");
}

#[test]
fn a_token_that_becomes_good_later_is_not_made() {
    let world = Sandbox::new();
    let future = (START + 3_600).to_string();
    insta::assert_snapshot!(world.run(&["token", "forge", "--flaw", "expired", "--at", &future]).exits(2), @"
    ---- stderr
    error: test tokens cannot be as of 2026-01-01T01:00:00Z: it is in the future
    hint: leave --at out, or give a time that is past: a token that becomes good later would be a good token
    ---- exit 2
    ");
    world.run(&["token", "forge", "--flaw", "expired", "--at", "0"]).exits(2);
    let token = world.run(&["token", "forge", "--flaw", "not-yet-valid"]).ok().line(0);
    for at in [START + 60, START + 1_000, START + 200_000] {
        let answer = world.run(&["token", "verify", &token, "--at", &at.to_string()]);
        assert!([24, 25].contains(&answer.exit), "{answer}");
    }
}

#[test]
fn a_suite_is_private_and_never_written_over_anything() {
    let world = Sandbox::new();
    let (folder, _) = suite(&world, "suite", &[]);
    let mode = |path: &std::path::Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&folder), 0o700);
    for name in files(&folder).keys() {
        assert_eq!(mode(&folder.join(name)), 0o600, "{name}");
    }
    let rows = || world.run(&["-q", "token", "list", "--limit", "1000"]).ok().out();
    let before = rows();
    let again = world.run(&["token", "forge", "--all", "--out", folder.to_str().unwrap()]).exits(4);
    insta::assert_snapshot!(settled(&world, &again), @"
    ---- stderr
    error: /world/suite is not empty, and nothing in it is ever overwritten
    hint: name a folder that is empty or not there
    ---- exit 4
    ");
    assert_eq!(rows(), before, "nothing was forged");
    let file = world.file("file", "x");
    world.run(&["token", "forge", "--all", "--out", file.to_str().unwrap()]).exits(2);
}

#[test]
fn the_list_names_every_flaw_without_a_home() {
    let world = Sandbox::empty();
    let list = world.run(&["token", "forge", "--list", "--json"]).ok().json();
    assert_eq!(list["flaws"].as_array().unwrap().len(), FLAWS);
    let text = world.run(&["token", "forge", "--list"]).ok().out();
    let help = world.run(&["token", "forge", "--help"]).ok().out();
    for row in &mintage::core::forge::FLAWS {
        assert!(text.contains(row.name) && text.contains(row.summary) && help.contains(row.name), "{}", row.name);
    }
    assert!(!world.home().exists());
}

#[test]
fn wrong_uses_are_answered_with_the_right_one() {
    let world = Sandbox::new();
    let uses: [&[&str]; 6] = [
        &[],
        &["--all"],
        &["--flaw", "expird"],
        &["--probe", " "],
        &["--probe", "true", "--format", "junit", "--json"],
        &["--flaw", "expired", "--claim", "exp=1"],
    ];
    let answers: Vec<String> =
        uses.iter().map(|flags| world.run(&[&["token", "forge"], *flags].concat()).exits(2).to_string()).collect();
    insta::assert_snapshot!(answers.join("\n\n"), @r#"
    ---- stderr
    error: nothing says which test tokens to make
    hint: give --flaw NAME, --all --out DIR, or --probe COMMAND; --list names the flaws
    ---- exit 2

    ---- stderr
    error: nothing says what to do with all the test tokens
    hint: write them with --out DIR, or try a service with --probe COMMAND
    ---- exit 2

    ---- stderr
    error: invalid value 'expird' for '--flaw <NAME>' [possible values: valid, ecdsa-twin, no-kid, expired, not-yet-valid, no-exp, wrong-aud, no-aud, wrong-iss, no-iss, wrong-typ, no-typ, unknown-kid, retired-key, revoked-key, foreign-key, unknown-token, revoked-token, blocked-app, alg-none, alg-none-title, alg-none-upper, alg-none-mixed, hs256-public-pem, hs256-public-der, embedded-jwk, jku, crit, b64, duplicate-claim, tampered-payload, truncated-signature, padded-signature, empty-signature, zero-ecdsa, base64-padding, base64-bits, refresh-as-access, exp-string, exp-far, huge, deep, jwe, json-serialization]
    hint: a similar value exists: 'expired'
    ---- exit 2

    ---- stderr
    error: --probe is empty: it would accept everything
    hint: check the variable behind it
    ---- exit 2

    ---- stderr
    {"error":{"code":"usage","message":"--format junit is a form of its own","hint":"leave --json and -q out"}}
    ---- exit 2

    ---- stderr
    error: `exp` is a registered claim: it is set by --ttl or --exp
    ---- exit 2
    "#);
    world.run(&["token", "forge", "--flaw", "expired", "--out", "x"]).exits(2);
    world.run(&["token", "forge", "--flaw", "expired", "--timeout", "1s"]).exits(2);
    world.run(&["token", "forge", "--flaw", "expired", "--app", "nobody"]).exits(3);
    world.run(&["app", "block", "demo", "--reason", "x"]).ok();
    world.run(&["token", "forge", "--flaw", "expired", "--app", "demo"]).exits(4);
}

#[test]
fn in_an_empty_folder_dev_makes_what_is_missing() {
    let world = Sandbox::empty();
    world.run(&["token", "forge", "--flaw", "expired"]).exits(3);
    let answer = world.run(&["token", "forge", "--dev", "--flaw", "expired", "--app", "shop", "--scope", "read"]).ok();
    assert_eq!(answer.out().lines().count(), 1);
    assert!(answer.err().contains("made a home") && answer.err().contains("registered the app shop"), "{answer}");
    assert_eq!(world.verdict(&answer.line(0)), 24);
}

/// A service that verifies with the program itself: strict, or blind to some reasons.
fn service(world: &Sandbox, blind: &str) -> String {
    let program = env!("CARGO_BIN_EXE_mintage");
    let script = format!(
        "printf %s \"$TOKEN\" | {program} token verify --json > /dev/null 2>&1; code=$?\n\
         case $code in 0|{blind}) printf 200;; *) printf 401;; esac\n"
    );
    let file = world.file("service.sh", script);
    format!("sh {}", file.display())
}

fn probe(world: &Sandbox, command: &str, more: &[&str]) -> Answer {
    Answer::of(world.binary(&[&["token", "forge", "--probe", command], more].concat()).output().unwrap())
}

#[test]
fn a_strict_service_accepts_nothing() {
    let world = Sandbox::new();
    let answer = probe(&world, &service(&world, "none"), &["--json", "--jobs", "4"]).ok();
    let report = answer.json();
    assert_eq!((&report["accepted"], &report["failed"]), (&0.into(), &0.into()), "{answer}");
    assert!(report["refused"].as_u64().unwrap() > 35, "{answer}");
    assert_eq!(report["results"][0]["flaw"], "valid");
    let skipped: Vec<_> = report["skipped"].as_array().unwrap().iter().map(|skipped| &skipped["flaw"]).collect();
    assert_eq!(skipped, ["ecdsa-twin", "zero-ecdsa", "huge"]);
}

#[test]
fn a_token_too_long_for_a_variable_is_in_a_file() {
    let world = Sandbox::new();
    let program = env!("CARGO_BIN_EXE_mintage");
    let strict = format!("{program} token verify < \"$TOKEN_FILE\"");
    let answer = probe(&world, &strict, &["--json", "--jobs", "4"]).ok();
    let report = answer.json();
    let tried = report["results"].as_array().unwrap();
    let huge = tried.iter().find(|tried| tried["flaw"] == "huge").unwrap();
    assert_eq!((&huge["outcome"], &huge["answer"]), (&"refused".into(), &"exit 20".into()), "{answer}");
    // Nothing else is in the file, and who does not read it is not tried.
    let lax = "test $(wc -c < \"$TOKEN_FILE\") -gt 1048576 || test \"$(cat \"$TOKEN_FILE\")\" = \"$TOKEN\"";
    let answer = probe(&world, lax, &["-q", "--flaw", "huge"]).exits(40);
    assert_eq!(answer.out(), "huge\n", "{answer}");
    let blind = probe(&world, "test -n \"$TOKEN\"", &["--json", "--flaw", "huge"]).ok();
    assert!(blind.json()["skipped"][0]["why"].as_str().unwrap().contains("TOKEN_FILE"), "{blind}");
}

#[test]
fn a_lax_service_is_caught_by_name() {
    let world = Sandbox::new();
    let lax = service(&world, "24|27");
    let answer = probe(&world, &lax, &["-q"]).exits(40);
    assert_eq!(answer.out(), "expired\nno-exp\nwrong-aud\nno-aud\n", "{answer}");
    assert_eq!(answer.err(), "");
    let one = probe(&world, &lax, &["--flaw", "wrong-aud"]).exits(40);
    let lines: Vec<String> = one.out().lines().map(str::to_owned).collect();
    assert_eq!(lines.len(), 3, "{one}");
    assert!(lines[2].starts_with("accepted  wrong-aud  200     audience_mismatch"), "{one}");
    probe(&world, &lax, &["--flaw", "wrong-iss"]).ok();
}

#[test]
fn a_report_for_ci_is_well_formed_xml() {
    let world = Sandbox::new();
    let answer = probe(&world, &service(&world, "23"), &["--format", "junit"]).exits(40);
    let xml = answer.out();
    assert!(xml.contains("<failure message=\"accepted (200), and must be refused as bad_signature: "), "{answer}");
    if has("python3", &["-c", "import xml.etree.ElementTree"]) {
        let count = "import sys, xml.etree.ElementTree as E; s = E.parse(sys.stdin).getroot()[0]; \
                     print(int(s.get('tests')) == len(s), s.get('failures'), len(s.findall('*/failure')))";
        let mut python =
            Command::new("python3").args(["-c", count]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        python.stdin.take().unwrap().write_all(xml.as_bytes()).unwrap();
        let counted = Answer::of(python.wait_with_output().unwrap()).ok();
        assert_eq!(counted.out(), "True 7 7\n");
    }
}

#[test]
fn a_service_that_refuses_the_good_token_proves_nothing() {
    let world = Sandbox::new();
    let refused = probe(&world, "echo \"no $TOKEN here\" >&2; printf 401", &[]).exits(1);
    assert!(refused.err().contains("does not accept a good token (401; no (the token) here)"), "{refused}");
    assert_eq!(refused.out(), "");
    let gone = probe(&world, "/nowhere/at/all", &["--json"]).exits(1);
    let error: Value = serde_json::from_str(gone.err().lines().last().unwrap()).unwrap();
    assert_eq!(error["error"]["code"], "control_refused");
    // A service that breaks on the way is seen at the end.
    let count = world.folder().join("count");
    let breaks = format!("echo >> {0}; test $(wc -l < {0}) -lt 5", count.display());
    let broken = probe(&world, &breaks, &[]).exits(1);
    assert!(broken.err().contains("a good token any more"), "{broken}");
}

#[test]
fn a_service_that_hangs_or_breaks_has_not_refused() {
    let world = Sandbox::new();
    let hangs = "test \"$FLAW\" = valid || sleep 1000";
    let answer = probe(&world, hangs, &["--flaw", "expired", "--timeout", "1s"]).exits(1);
    assert!(answer.out().contains("failed    expired  timeout"), "{answer}");
    let breaks = "test \"$FLAW\" = valid && printf 200 || printf 500";
    let answer = probe(&world, breaks, &["--flaw", "deep"]).exits(1);
    assert!(answer.out().contains("failed    deep   500"), "{answer}");
}

#[test]
fn a_probe_reads_no_input_and_shows_no_token_in_its_own_arguments() {
    let world = Sandbox::new();
    // `cat` would wait for ever for a terminal or a pipe.
    let command = "cat; tr '\\0' ' ' < /proc/$PPID/cmdline | grep -q \"$TOKEN\" && exit 0; test \"$FLAW\" = valid";
    probe(&world, command, &["--flaw", "expired"]).ok();
}

#[test]
fn a_probe_does_not_hand_the_passphrase_on() {
    let world = Sandbox::empty();
    world.set("SECRET", "correct horse");
    world.run(&["init", "--alg", "EdDSA", "--passphrase-env", "SECRET"]).ok();
    let command = "test -z \"$SECRET\" && test \"$FLAW\" = valid";
    probe(&world, command, &["--flaw", "expired", "--passphrase-env", "SECRET"]).ok();
}

#[test]
fn an_interrupted_probe_leaves_nothing_running() {
    let world = Sandbox::new();
    let file = world.folder().join("pid");
    let command = format!("echo $$ > {0}.new; mv {0}.new {0}; sleep 1000", file.display());
    let mut running = world.binary(&["token", "forge", "--flaw", "expired", "--probe", &command, "--timeout", "900s"]);
    let mut running = running.spawn().unwrap();
    while !file.exists() {
        assert!(running.try_wait().unwrap().is_none(), "it ended by itself");
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    let group = std::fs::read_to_string(&file).unwrap().trim().to_owned();
    let kill = |args: &[&str]| Command::new("kill").args(args).stderr(Stdio::null()).status().unwrap().success();
    assert!(kill(&["-INT", &running.id().to_string()]));
    let status = running.wait().unwrap();
    assert_eq!(std::os::unix::process::ExitStatusExt::signal(&status), Some(2));
    while kill(&["-0", "--", &format!("-{group}")]) {
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
}

#[test]
fn a_service_over_http_is_probed_with_curl_that_has_no_token_in_its_arguments() {
    if !has("curl", &["--version"]) {
        return;
    }
    let world = Sandbox::new();
    let good = std::sync::Arc::new(std::sync::Mutex::new(None));
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    // It takes the first token it sees for good, and after that everything that says alg none.
    let seen = std::sync::Arc::clone(&good);
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let lines = BufReader::new(stream.try_clone().unwrap()).lines().map_while(Result::ok);
            let head: Vec<String> = lines.take_while(|line| !line.is_empty()).collect();
            let token = head.iter().find_map(|line| line.strip_prefix("Authorization: Bearer ")).unwrap_or_default();
            let mut good = seen.lock().unwrap();
            let first = good.get_or_insert_with(|| token.to_owned());
            let accepted = *first == token || token.ends_with('.');
            let status = if accepted { "200 OK" } else { "401 Unauthorized" };
            let _ = write!(stream, "HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        }
    });
    let command = format!(
        "printf 'header = \"Authorization: Bearer %s\"' \"$TOKEN\" | \
         curl -s -o /dev/null -w '%{{http_code}}' -K - http://127.0.0.1:{port}/"
    );
    world.set("PATH", &std::env::var("PATH").unwrap());
    let answer = probe(&world, &command, &["-q"]).exits(40);
    assert_eq!(answer.out(), "alg-none\nalg-none-title\nalg-none-upper\nalg-none-mixed\nempty-signature\n", "{answer}");
}
