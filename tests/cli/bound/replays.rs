//! A proof is good once, where there is a ledger that remembers; where there is none, that is said.

use serde_json::json;

use super::{Draft, bound, refusal, shown};
use crate::support::{Answer, Real, Sandbox};

#[test]
fn a_proof_is_good_once() {
    let world = Sandbox::new();
    let token = bound(&world);
    let proof = Draft::of(&token).text();
    shown(&world, &token, &proof, &[]).ok();
    assert!(refusal(&world, &token, &proof).contains("jti was used before"));
    // Another text of the same jti is the same proof, and one of another jti is not.
    assert!(
        refusal(&world, &token, &Draft::of(&token).claim("iat", json!(crate::support::START - 1)).text())
            .contains("jti")
    );
    shown(&world, &token, &Draft::of(&token).claim("jti", json!("2")).text(), &[]).ok();
    // As of another time, too.
    let again = shown(&world, &token, &proof, &["--at", "2026-01-01T00:00:01Z"]).exits(34);
    assert!(again.to_string().contains("used before"), "{again}");
}

#[test]
fn a_proof_of_a_token_that_is_refused_is_not_used_up() {
    let world = Sandbox::new();
    let token = bound(&world);
    let proof = Draft::of(&token).text();
    shown(&world, &token, &proof, &["--require-scope", "admin"]).exits(30);
    shown(&world, &token, &proof, &[]).ok();
}

#[test]
fn what_no_verifier_takes_any_more_is_forgotten_and_nothing_else() {
    let world = Sandbox::new();
    let token = bound(&world);
    let count = || {
        let ledger = rusqlite::Connection::open(world.store()).unwrap();
        ledger.query_row("SELECT count(*) FROM proofs", [], |row| row.get::<_, i64>(0)).unwrap()
    };
    let show = |jti: &str, ahead: u64| {
        let iat = crate::support::START + ahead;
        shown(&world, &token, &Draft::of(&token).claim("jti", json!(jti)).claim("iat", json!(iat)).text(), &[]).ok();
    };
    show("1", 0);
    world.pass(300);
    show("2", 300);
    assert_eq!(count(), 2);
    world.pass(310);
    show("3", 610);
    assert_eq!(count(), 2, "the first is over");
    // A clock that nobody believes forgets nothing.
    world.pass(10 * 86_400);
    let far = crate::support::START + 610 + 10 * 86_400;
    let token = world.issue(&["--ttl", "20d", "--cnf-key", &world.folder().join("client.pem").display().to_string()]);
    let _ = shown(&world, &token, &Draft::of(&token).claim("iat", json!(far)).text(), &[]);
    assert!(count() >= 1);
}

#[test]
fn without_a_ledger_it_is_said_that_nobody_remembers() {
    let world = Sandbox::new();
    let token = bound(&world);
    let set = world.file("jwks.json", world.run(&["keys", "export", "--jwks"]).ok().out()).display().to_string();
    let proof = Draft::of(&token).text();
    let claims = crate::support::TokenParts::of(&token).claims;
    let offline = ["--jwks", &set, "--aud", claims["aud"].as_str().unwrap(), "--iss", claims["iss"].as_str().unwrap()];
    for _ in 0..2 {
        let answer = shown(&world, &token, &proof, &[&offline[..], &["--json"]].concat()).ok();
        let document = answer.json();
        let replay = document["checks"].as_array().unwrap().iter().find(|check| check["check"] == "replay").unwrap();
        assert_eq!(replay["outcome"], "skipped");
        assert!(answer.err().contains("replay not checked"), "{answer}");
    }
    // It is warned of where nothing else is said, too.
    assert!(shown(&world, &token, &proof, &[&offline[..], &["-q"]].concat()).ok().err().contains("replay not checked"));
    shown(&world, &token, &Draft::of(&token).claim("htm", json!("GET")).text(), &offline).exits(34);
}

#[test]
fn a_home_that_cannot_keep_it_says_so_and_gives_no_verdict() {
    let world = Real::new();
    let token = bound(&world);
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs();
    let proof = Draft::of(&token).claim("iat", json!(now)).text();
    let read_only = |only: bool| {
        for path in [world.home(), world.store()] {
            let mut mode = std::fs::metadata(&path).unwrap().permissions();
            let bits = match (only, path.is_dir()) {
                (true, true) => 0o500,
                (true, false) => 0o400,
                (false, true) => 0o700,
                (false, false) => 0o600,
            };
            std::os::unix::fs::PermissionsExt::set_mode(&mut mode, bits);
            std::fs::set_permissions(&path, mode).unwrap();
        }
    };
    read_only(true);
    let is_root = std::fs::File::options().append(true).open(world.store()).is_ok();
    let answer = shown(&world, &token, &proof, &[]);
    read_only(false);
    if is_root {
        crate::support::skipped("a ledger that cannot be written: root writes everything");
        return;
    }
    assert!(answer.exit != 0 && answer.exit < 20 && answer.out().is_empty(), "{answer}");
    shown(&world, &token, &proof, &[]).ok();
}

#[test]
fn of_sixteen_who_show_one_proof_at_once_one_is_believed() {
    let world = Real::new();
    let token = bound(&world);
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs();
    let proof = Draft::of(&token).claim("iat", json!(now)).text();
    let args = ["token", "verify", &token, "--dpop", &proof, "--method", "POST", "--url", super::URL];
    let children: Vec<_> = (0..16).map(|_| world.binary(&args).spawn().unwrap()).collect();
    let answers: Vec<Answer> =
        children.into_iter().map(|child| Answer::of(child.wait_with_output().unwrap())).collect();
    let count = |exit| answers.iter().filter(|answer| answer.exit == exit).count();
    assert_eq!((count(0), count(34)), (1, 15), "{}", answers.iter().map(ToString::to_string).collect::<String>());
}
