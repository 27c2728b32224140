//! Probes: services that are shown each token, strict, lax, broken, and over HTTP.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpListener;
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::support::{Answer, Sandbox, has, heard};

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
    world.run_real(&[&["token", "forge", "--probe", command], more].concat())
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
