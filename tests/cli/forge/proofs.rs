//! Test tokens whose proof of possession is wrong: one for each check of the standard.

use mintage::core::forge::FLAWS;
use serde_json::Value;

use crate::support::{Sandbox, TokenParts};

const URL: &str = "https://api.example.com/orders";

/// The words that show a token with its proof, as the manifest has it.
fn words(folder: &std::path::Path, token: &Value) -> Vec<String> {
    let file = |name: &Value| format!("@{}", folder.join(name.as_str().unwrap()).display());
    let shown = &token["shown"];
    let mut words = vec!["token".to_owned(), "verify".to_owned(), "--json".to_owned(), file(&token["file"])];
    if shown["file"].is_string() {
        let text = |name: &str| shown[name].as_str().unwrap().to_owned();
        words.extend(["--dpop".to_owned(), file(&shown["file"])]);
        words.extend(["--method".to_owned(), text("method"), "--url".to_owned(), text("url")]);
        if shown["nonce"].is_string() {
            words.extend(["--nonce".to_owned(), text("nonce")]);
        }
    }
    words
}

#[test]
fn each_is_refused_for_its_proof_and_the_control_is_good() {
    let world = Sandbox::new();
    let out = world.folder().join("suite");
    let forge = ["token", "forge", "--all", "--json", "--url", URL, "--method", "POST", "--out", out.to_str().unwrap()];
    let manifest = world.run(&forge).ok().json();
    let of_proof = |token: &&Value| token["shown"].is_object();
    let tokens: Vec<&Value> = manifest["tokens"].as_array().unwrap().iter().filter(of_proof).collect();
    assert_eq!(tokens.len(), FLAWS.iter().filter(|row| row.flaw.is_of_proof() && !row.flaw.needs_probe()).count());
    let mut said = Vec::new();
    for token in tokens {
        let words = words(&out, token);
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let verdict = world.run(&words).json();
        assert_eq!((&verdict["reason"], &verdict["exit_code"]), (&token["reason"], &token["exit_code"]), "{token}");
        let failed = verdict["checks"].as_array().unwrap().iter().find(|check| check["outcome"] == "fail");
        said.extend(failed.map(|check| check["detail"].as_str().unwrap().to_owned()));
    }
    // Each for another reason than all others.
    let all = said.len();
    said.sort_unstable();
    said.dedup();
    assert_eq!(said.len(), all, "{said:#?}");
}

#[test]
fn the_same_seed_binds_to_the_same_key_and_one_flaw_is_two_lines() {
    let world = Sandbox::new();
    let forge = ["token", "forge", "--flaw", "dpop-wrong-htm", "--seed", "7"];
    let answer = world.run(&forge).ok();
    let (token, proof) = (answer.line(0), answer.line(1));
    assert_eq!(TokenParts::of(&proof).claims["htm"], "PATCH");
    assert_eq!(world.run(&[&forge[..], &["-q"]].concat()).ok().out().lines().count(), 1);
    let again = world.run(&[&forge[..], &["--json"]].concat()).ok().json();
    assert_eq!(again["shown"]["method"], "GET");
    let cnf = |text: &str| TokenParts::of(text).claims["cnf"].clone();
    assert_eq!(cnf(again["token"].as_str().unwrap()), cnf(&token));
    let missing = world.run(&["token", "forge", "--flaw", "dpop-missing"]).ok();
    assert_eq!(missing.out().lines().count(), 1);
    for wrong in [&["--flaw", "expired", "--url", URL][..], &["--flaw", "expired", "--method", "GET"]] {
        world.run(&[&["token", "forge"], wrong].concat()).exits(2);
    }
    world.run(&["token", "forge", "--all", "--method", "GET", "--out", "x"]).exits(2);
}

#[test]
fn a_service_that_checks_proofs_takes_none_of_them() {
    let world = Sandbox::new();
    let program = env!("CARGO_BIN_EXE_mintage");
    let script = format!(
        "test $SCHEME = DPoP || test -z \"$DPOP\" || exit 9\n\
         printf %s \"$TOKEN\" | {program} token verify ${{DPOP:+--dpop \"$DPOP\" --method GET --url {URL}}}\n"
    );
    let service = format!("sh {}", world.file("service.sh", script).display());
    let report = world.run_real(&["token", "forge", "--probe", &service, "--stateful", "--url", URL, "--json"]).json();
    let results = report["results"].as_array().unwrap();
    let outcome = |flaw: &str| results.iter().find(|result| result["flaw"] == flaw).map(|result| &result["outcome"]);
    assert_eq!(outcome("dpop-valid"), Some(&"accepted".into()), "{report}");
    assert_eq!(outcome("dpop-hmac"), Some(&"refused".into()));
    assert_eq!(outcome("dpop-as-bearer"), Some(&"refused".into()));
    assert_eq!(outcome("dpop-replayed"), Some(&"refused".into()));
    assert_eq!((&report["accepted"], outcome("dpop-nonce")), (&0.into(), None), "{report}");
    // One that looks at the proof and keeps no list of those that were shown.
    let forgets = "case $FLAW in valid|dpop-valid|dpop-replayed|dpop-as-bearer) test $SCHEME$FLAW != DPoPdpop-as-bearer;; *) false;; esac";
    let all = ["token", "forge", "--probe", forgets, "--stateful", "--url", URL, "-q"];
    assert_eq!(world.run_real(&all).exits(40).out(), "dpop-as-bearer\ndpop-replayed\n");
    assert_eq!(world.run_real(&[&all[..4], &["--url", URL, "-q"]].concat()).exits(40).out(), "dpop-as-bearer\n");
}
