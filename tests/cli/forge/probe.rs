//! Probes: services that are shown each token, strict, lax, broken, and over HTTP.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpListener;
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::support::{Answer, Sandbox, has, heard, tree};

/// A service that verifies with the program itself: strict, or blind to some reasons.
fn service(world: &Sandbox, blind: &str) -> String {
    let program = env!("CARGO_BIN_EXE_mintage");
    let script = format!(
        "printf %s \"$TOKEN\" | {program} token verify --json > /dev/null 2>&1; code=$?\n\
         case $code in 0|{blind}) printf 200;; *) printf 401;; esac\n"
    );
    let file = world.file(&format!("blind-{}.sh", blind.replace('|', "-")), script);
    format!("sh {}", file.display())
}

fn probe(world: &Sandbox, command: &str, more: &[&str]) -> Answer {
    world.run_real(&[&["token", "forge", "--probe", command], more].concat())
}

/// What of a report is found, in its order.
fn found(report: &Value) -> Vec<String> {
    let results = report["results"].as_array().unwrap().iter();
    let found = results.filter(|result| result["mend"].is_string());
    found.map(|result| result["flaw"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_strict_service_accepts_nothing() {
    let world = Sandbox::new();
    let answer = probe(&world, &service(&world, "none"), &["--stateful", "--json", "--jobs", "4"]).ok();
    let report = answer.json();
    assert_eq!((&report["accepted"], &report["failed"]), (&0.into(), &0.into()), "{answer}");
    assert_eq!((&report["verdict"], &report["blind"]), (&"good".into(), &false.into()));
    assert!(report["refused"].as_u64().unwrap() > 45, "{answer}");
    assert_eq!(report["results"][0]["flaw"], "valid");
    let skipped: Vec<_> = report["skipped"].as_array().unwrap().iter().map(|skipped| &skipped["flaw"]).collect();
    assert_eq!(
        skipped,
        ["ecdsa-twin", "zero-ecdsa", "ecdsa-der", "ecdsa-swapped", "ml-dsa-hint", "other-curve", "huge"]
    );
}

#[test]
fn a_token_too_long_for_a_variable_is_in_a_file() {
    let world = Sandbox::new();
    let program = env!("CARGO_BIN_EXE_mintage");
    let strict = format!("{program} token verify < \"$TOKEN_FILE\"");
    let answer = probe(&world, &strict, &["--stateful", "--json", "--jobs", "4"]).ok();
    let report = answer.json();
    let tried = report["results"].as_array().unwrap();
    let huge = tried.iter().find(|tried| tried["flaw"] == "huge").unwrap();
    assert_eq!((&huge["outcome"], &huge["answer"]), (&"refused".into(), &"exit 20".into()), "{answer}");
    // Nothing else is in the file, and who does not read it is not tried.
    let lax = "test ${#TOKEN} -gt 40 && test \"$(cat \"$TOKEN_FILE\")\" = \"$TOKEN\" || test $(wc -c < \"$TOKEN_FILE\") -gt 1048576";
    let answer = probe(&world, lax, &["-q", "--flaw", "huge", "--fail-on", "low"]).exits(40);
    assert_eq!(answer.out(), "huge\n", "{answer}");
    let blind = probe(&world, "test ${#TOKEN} -gt 40", &["--json", "--flaw", "huge"]).ok();
    assert!(blind.json()["skipped"][0]["why"].as_str().unwrap().contains("TOKEN_FILE"), "{blind}");
}

#[test]
fn a_lax_service_is_caught_by_name_the_gravest_first() {
    let world = Sandbox::new();
    let lax = service(&world, "24|26|27");
    let answer = probe(&world, &lax, &["-q", "--stateful"]).exits(40);
    assert_eq!(answer.out(), "expired\nwrong-aud\nwrong-iss\nno-exp\nno-aud\nno-iss\n", "{answer}");
    assert_eq!(answer.err(), "");
    let one = probe(&world, "test ${#TOKEN} -gt 40", &["--flaw", "wrong-aud"]).exits(40);
    insta::assert_snapshot!(one, @r#"
    RANK  FLAW       ANSWER  WHAT IT MEANS, AND WHAT TO SET
    high  wrong-aud  exit 0  A token for another service is taken: whoever is shown
                             one can use it here.
                             → say whom tokens must be for, as in audience:
                             "https://api.example.com", and require aud

    bad: 1 finding, 1 that fails (--fail-on high); 2 refused, 0 without an answer, 0
    not tried
    ---- exit 40
    "#);
    // One flaw alone, and all but some.
    probe(&world, &lax, &["--stateful", "--flaw", "wrong-typ", "--flaw", "alg-none"]).ok();
    let most = ["--stateful", "--except", "expired", "--except", "wrong-aud", "--json"];
    let report = probe(&world, &lax, &most).ok().json();
    assert_eq!(found(&report), ["no-exp", "no-aud", "wrong-iss", "no-iss"], "{report}");
}

#[test]
fn a_finding_fails_by_its_rank_and_not_where_it_was_there_before() {
    let world = Sandbox::new();
    let (lax, laxer) = (service(&world, "26"), service(&world, "24|26"));
    let tried = |service: &str, more: &[&str]| probe(&world, service, &[&["--stateful", "--json"], more].concat());
    let report = tried(&lax, &[]).ok();
    assert_eq!(found(&report.json()), ["wrong-iss", "no-iss"], "medium and low do not fail");
    tried(&lax, &["--fail-on", "medium"]).exits(40);
    let before = world.file("before.json", report.out());
    let before = ["--baseline", before.to_str().unwrap(), "--fail-on", "low"];
    let again = tried(&lax, &before).ok().json();
    let typ = again["results"].as_array().unwrap().iter().find(|result| result["flaw"] == "wrong-iss").unwrap();
    assert_eq!((&typ["known"], &typ["fails"], &again["gone"]), (&true.into(), &false.into(), &Value::Array(vec![])));
    let worse = tried(&laxer, &before).exits(40).json();
    let fails = |report: &Value| {
        let results = report["results"].as_array().unwrap().iter();
        results.filter(|result| result["fails"] == true).map(|result| result["flaw"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(fails(&worse), ["expired", "no-exp"]);
    let better = probe(&world, &service(&world, "none"), &[&["--stateful"], &before[..]].concat()).ok();
    assert!(better.out().contains("Not found any more: wrong-iss, no-iss\n"), "{better}");
    let other = world.file("other.json", "{}");
    probe(&world, &lax, &["--baseline", other.to_str().unwrap()]).exits(2);
    probe(&world, &lax, &["--baseline", "nowhere.json"]).exits(3);
}

#[test]
fn a_service_that_does_not_look_at_the_token_is_told_so_and_judged_no_further() {
    let world = Sandbox::new();
    let answer = probe(&world, "printf 200", &[]).exits(40);
    insta::assert_snapshot!(answer, @"
    RANK      FLAW        ANSWER  WHAT IT MEANS, AND WHAT TO SET
    critical  no-token    200     It does not look at the token: whoever asks gets
    critical  plain-text  200     in.
                                  → put the verifier in front of this address, and
                                  let it answer 401 where there is no token

    bad: it does not look at the token, and nothing else was tried; 2 findings, 2
    that fail (--fail-on high); 0 refused, 0 without an answer, 11 not tried
    ---- exit 40
    ");
    let open = probe(&world, "test -z \"$TOKEN\" || test ${#TOKEN} -gt 40", &["--json", "--flaw", "expired"]).exits(40);
    assert_eq!((&open.json()["blind"], found(&open.json())), (&true.into(), vec!["no-token".to_owned()]), "{open}");
    // An address that is open to all may still look at a token that is shown.
    let known = ["--json", "--except", "no-token", "--except", "alg-none"];
    let open = probe(&world, "test -z \"$TOKEN\" || test ${#TOKEN} -gt 40", &known).exits(40);
    assert_eq!(open.json()["blind"], false);
    assert!(found(&open.json()).contains(&"foreign-key".to_owned()), "{open}");
}

#[test]
fn a_probe_leaves_no_trace_in_the_home() {
    let world = Sandbox::new();
    world.run(&["token", "forge", "--flaw", "valid"]).ok();
    let program = env!("CARGO_BIN_EXE_mintage");
    let keys = world.file("keys.json", world.run(&["keys", "export", "--jwks"]).ok().out());
    let script = format!(
        "printf %s \"$TOKEN\" | {program} token verify --jwks {} --iss https://auth.localhost --aud https://api.localhost --typ at+jwt\n",
        keys.display()
    );
    let offline = format!("env -u MINTAGE_HOME sh {}", world.file("offline.sh", script).display());
    let before = tree(&world.home());
    let answer = probe(&world, &offline, &["--json", "--jobs", "4"]).ok();
    let report = answer.json();
    assert_eq!((&report["accepted"], &report["failed"]), (&0.into(), &0.into()), "{answer}");
    assert_eq!(answer.err(), "", "{answer}");
    probe(&world, &offline, &["--flaw", "expired", "--app", "nobody"]).exits(3);
    probe(&world, "printf 401", &[]).exits(1);
    probe(&world, "printf 200", &["--user", "alice", "--app", "demo"]).exits(40);
    assert_eq!(tree(&world.home()), before);
    // What only the ledger could tell is not tried, and said.
    let left = |report: &Value| {
        let skipped = report["skipped"].as_array().unwrap().iter();
        let stateful = skipped.filter(|skipped| skipped["why"].as_str().unwrap().contains("--stateful"));
        stateful.map(|skipped| skipped["flaw"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(left(&report), ["retired-key", "revoked-key", "unknown-token", "revoked-token", "blocked-app"]);
    probe(&world, &offline, &["--flaw", "revoked-token"]).exits(2);
    let found_out = probe(&world, &offline, &["-q", "--flaw", "revoked-token", "--stateful"]).exits(40);
    assert_eq!(found_out.out(), "revoked-token\n");
    assert_ne!(tree(&world.home()), before);
    // A service that asks the ledger knows no token that has no row there, and the hint says so.
    let asks = probe(&world, &service(&world, "none"), &[]).exits(1);
    assert!(asks.err().contains("--stateful"), "{asks}");
}

#[test]
fn a_service_that_fetches_what_a_token_points_to_is_seen() {
    if !has("curl", &["--version"]) {
        return;
    }
    let world = Sandbox::new();
    world.set("PATH", &std::env::var("PATH").unwrap());
    // It asks for what jku says, and refuses: that it asked is enough. And it runs what kid says.
    let script = "head() { printf %s \"${TOKEN%%.*}\" | tr _- /+ | base64 -d 2>/dev/null; }\n\
        url=$(head | sed -n 's/.*\"jku\":\"\\(http[^\"]*\\)\".*/\\1/p')\n\
        test -z \"$url\" || curl -s \"$url\" > got.json\n\
        kid=$(head | sed -n 's/.*\"kid\":\"\\([^\"]*\\)\".*/\\1/p')\n\
        case $kid in '|'*) sh -c \"cat keys/$kid.pem\" > secret 2>/dev/null;; esac\n\
        test \"$FLAW\" = valid\n";
    let service = format!("cd {}; sh {}", world.folder().display(), world.file("fetches.sh", script).display());
    let answer = probe(&world, &service, &["--json"]).exits(40);
    let report = answer.json();
    assert_eq!(
        (found(&report), &report["accepted"]),
        (vec!["kid-command".to_owned(), "jku-url".to_owned()], &0.into()),
        "{answer}"
    );
    let of = |flaw: &str| {
        let results = report["results"].as_array().unwrap().iter();
        let result = results.clone().find(|result| result["flaw"] == flaw).unwrap();
        (result["rank"].as_str().unwrap().to_owned(), result["fetched"] == true)
    };
    assert_eq!((of("jku-url"), of("kid-command")), (("high".to_owned(), true), ("critical".to_owned(), true)));
    let got = std::fs::read(world.folder().join("got.json")).unwrap();
    let set: Value = serde_json::from_slice(&got).unwrap();
    assert_eq!(set["keys"][0]["kid"], *world.run(&["-q", "keys", "list"]).ok().line(0));
    assert_eq!(std::fs::read_to_string(world.folder().join("secret")).unwrap(), "mintage");
    let text = probe(&world, &service, &["--flaw", "jku-url"]).exits(40);
    assert!(text.out().contains("high  jku-url  fetched  The token says what"), "{text}");
}

#[test]
fn a_report_for_ci_is_well_formed_xml() {
    let world = Sandbox::new();
    let answer = probe(&world, &service(&world, "23|26"), &["--stateful", "--format", "junit"]).exits(40);
    let xml = answer.out();
    assert!(xml.contains("message=\"accepted (200), and must be refused as bad_signature: "), "{answer}");
    assert!(xml.contains("name=\"foreign-key (critical, stateless)\""), "{answer}");
    if has("python3", &["-c", "import xml.etree.ElementTree"]) {
        let count = "import sys, xml.etree.ElementTree as E; s = E.parse(sys.stdin).getroot()[0]; \
                     print(int(s.get('tests')) == len(s), s.get('failures'), len(s.findall('*/failure')))";
        let mut python =
            Command::new("python3").args(["-c", count]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        python.stdin.take().unwrap().write_all(xml.as_bytes()).unwrap();
        let counted = Answer::of(python.wait_with_output().unwrap()).ok();
        // All that have a signature which is not good but the one that is only a byte too long.
        assert_eq!(counted.out(), "True 9 9\n");
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
    let breaks = format!("test ${{#TOKEN}} -gt 40 || exit 1; echo >> {0}; test $(wc -l < {0}) -lt 5", count.display());
    let broken = probe(&world, &breaks, &[]).exits(1);
    assert!(broken.err().contains("a good token any more"), "{broken}");
}

#[test]
fn a_service_that_hangs_or_breaks_has_not_refused() {
    let world = Sandbox::new();
    let hangs = "test \"$FLAW\" != expired || sleep 1000; test \"$FLAW\" = valid";
    let answer = probe(&world, hangs, &["--flaw", "expired", "--timeout", "1s"]).exits(1);
    assert!(answer.out().starts_with("No answer that says anything (timeout): expired\nunknown: "), "{answer}");
    let breaks = "test \"$FLAW\" = valid && printf 200 || { test \"$FLAW\" = deep && printf 500 || printf 401; }";
    let answer = probe(&world, breaks, &["--flaw", "deep", "--fail-on", "low"]).exits(1);
    assert!(answer.out().contains("(500): deep"), "{answer}");
    // It matters as much as its rank.
    probe(&world, breaks, &["--flaw", "deep"]).ok();
}

#[test]
fn a_probe_reads_no_input_and_shows_no_token_in_its_own_arguments() {
    let world = Sandbox::new();
    // `cat` would wait for ever for a terminal or a pipe.
    let command = "cat; test -n \"$TOKEN\" && tr '\\0' ' ' < /proc/$PPID/cmdline | grep -q \"$TOKEN\" && exit 0; test \"$FLAW\" = valid";
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
    let args = ["token", "forge", "--flaw", "expired", "--probe", &command, "--timeout", "900s"];
    let mut running = heard(&world.binary(&args)).spawn().unwrap();
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
