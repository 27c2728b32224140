//! `valid` says no more than was checked, and a value that is seldom meant is told.

use crate::support::Sandbox;

/// A token, and the key that judges it where there is no home.
fn with_key(world: &Sandbox) -> (String, String) {
    let token = world.issue(&[]);
    let keys = world.run(&["keys", "export", "--jwks"]).ok().out();
    (token, world.file("jwks.json", keys).display().to_string())
}

const NOT_REVOKED: &str = "revocation not checked";
const ANY_ISSUER: &str = "the issuer was not checked";

#[test]
fn a_verdict_without_a_ledger_says_what_was_not_checked() {
    let world = Sandbox::new();
    let (token, jwks) = with_key(&world);
    world.run(&["token", "revoke", &token]).ok();
    let offline = ["token", "verify", &token, "--jwks", &jwks, "--aud", "https://api.example.com"];
    let aud =
        world.run(&["token", "decode", "--json", &token]).ok().json()["claims"]["aud"].as_str().unwrap().to_owned();
    let offline = [&offline[..6], &[&aud]].concat();
    for form in [&[][..], &["-q"], &["--json"]] {
        let answer = world.run(&[&offline, form].concat()).ok();
        assert_eq!(answer.err().matches(NOT_REVOKED).count(), 1, "{answer}");
        assert_eq!(answer.err().matches(ANY_ISSUER).count(), 1, "{answer}");
    }
    let warnings = world.run(&[&offline[..], &["--json"]].concat()).ok().json()["warnings"].to_string();
    assert!(
        warnings.contains(NOT_REVOKED) && warnings.contains(ANY_ISSUER) && warnings.contains("--iss"),
        "{warnings}"
    );
    let issuer =
        world.run(&["token", "decode", "--json", &token]).ok().json()["claims"]["iss"].as_str().unwrap().to_owned();
    let answer = world.run(&[&offline[..], &["--iss", &issuer]].concat()).ok();
    assert!(!answer.err().contains(ANY_ISSUER) && answer.err().contains(NOT_REVOKED), "{answer}");
    // Many tokens, and each is said once.
    let lines = format!("{token}\n{token}\n{token}\n");
    let batch = ["token", "verify", "--batch", "-", "--jwks", &jwks, "--aud", &aud];
    let answer = world.run_with(&batch, &lines).ok();
    for said in [NOT_REVOKED, ANY_ISSUER] {
        assert_eq!(answer.err().matches(said).count(), 1, "{answer}");
        assert!(!answer.out().contains(said), "{answer}");
    }
    // Whoever must have it checked is told that it cannot be, before anything is judged.
    for flags in [
        &["--require-revocation-check"][..],
        &["--policy", &world.file("p.toml", "require_revocation_check = true").display().to_string()],
    ] {
        let refused = world.run(&[&offline[..], flags].concat()).exits(2);
        assert!(refused.err().contains("--revocations"), "{refused}");
        world.run_with(&[&batch[..], flags].concat(), &lines).exits(2);
        world.run(&[&["token", "verify", &token], flags].concat()).exits(32);
    }
    let snapshot = world.run(&["token", "revocations", "export"]).ok().out();
    let snapshot = world.file("revocations.jwt", snapshot).display().to_string();
    let checked = world
        .run(&[&offline[..], &["--revocations", &snapshot, "--require-revocation-check", "--iss", &issuer]].concat());
    assert_eq!((checked.exit, checked.err().contains(NOT_REVOKED)), (32, false), "{checked}");
}

#[test]
fn a_token_that_is_bound_to_a_key_is_no_bearer_token() {
    let world = Sandbox::new();
    let bound = |cnf: &str| world.issue(&["--claim", &format!("cnf:={cnf}")]);
    for cnf in [r#"{"jkt":"0ZcOCORZNYy"}"#, r#"{"x5t#S256":"bwcK0esc3"}"#, r#"{"jwk":{"kty":"OKP"}}"#, r#"{"kid":"1"}"#]
    {
        let token = bound(cnf);
        let opaque = world.issue(&["--format", "opaque", "--claim", &format!("cnf:={cnf}")]);
        for token in [&token, &opaque] {
            let refused = world.run(&["token", "verify", token, "--json"]).exits(34).json();
            assert_eq!(refused["reason"], "context_mismatch");
            let check =
                refused["checks"].as_array().unwrap().iter().find(|check| check["check"] == "possession").unwrap();
            assert_eq!(check["outcome"], "fail", "{check}");
            let accepted = world.run(&["-q", "token", "verify", token, "--possession", "ignored"]).ok();
            assert!(accepted.err().contains("possession is ignored"), "{accepted}");
            let policy = world.file("p.toml", "possession = \"ignored\"").display().to_string();
            let accepted = world.run(&["token", "verify", token, "--policy", &policy, "--json"]).ok();
            assert!(accepted.json()["warnings"][0].as_str().unwrap().contains("bound to a key"), "{accepted}");
            assert_eq!(world.run(&["token", "introspect", token]).ok().json()["active"], false);
            let told = world.run(&["token", "introspect", token, "--possession", "ignored"]).ok().json();
            assert_eq!(told["cnf"].to_string(), cnf);
        }
        assert!(
            world.run_with(&["token", "verify", "--batch", "-"], &token).exits(40).out().contains("context_mismatch")
        );
    }
    for wrong in ["\"jkt\"", "[]", "{}", "null", r#"{"jkt":"a","x5t#S256":"b"}"#, r#"{"jkt":5}"#] {
        let token = bound(wrong);
        world.run(&["token", "verify", &token]).exits(34);
        world.run(&["token", "verify", &token, "--possession", "ignored"]).exits(34);
    }
    world.run(&["token", "verify", &world.issue(&[]), "--possession", "none"]).exits(2);
}

#[test]
fn a_status_that_nobody_looked_at_is_told() {
    let world = Sandbox::new();
    let token = world.issue(&["--claim", r#"status:={"status_list":{"idx":0,"uri":"https://example.com/1"}}"#]);
    let answer = world.run(&["-q", "token", "verify", &token]).ok();
    assert!(answer.err().contains("nobody looked there"), "{answer}");
    assert_eq!(world.run(&["token", "verify", &token, "--json"]).ok().json()["warnings"].as_array().unwrap().len(), 1);
}

#[test]
fn a_claim_has_one_value() {
    let world = Sandbox::new();
    let issue = |more: &[&str]| world.run(&[&["token", "issue", "--app", "demo", "--user", "alice"], more].concat());
    let file = world.file("claims.json", r#"{"role":"a"}"#).display().to_string();
    for twice in [
        &["--claim", "role=a", "--claim", "role=b"][..],
        &["--claim", "role=a", "--claim", "role:=1"],
        &["--claims", &file, "--claim", "role=b"],
    ] {
        let refused = issue(twice).exits(2);
        assert!(refused.err().contains("role:=["), "{refused}");
    }
    world.run(&["token", "forge", "--flaw", "expired", "--claim", "a=1", "--claim", "a=2"]).exits(2);
    assert_eq!(world.run(&["-q", "token", "list"]).ok().out(), "");
}

#[test]
fn what_is_seldom_meant_is_taken_and_told_with_the_right_form() {
    let world = Sandbox::new();
    let issue = |more: &[&str]| world.run(&[&["token", "issue", "--app", "demo", "--user", "alice"], more].concat());
    for (flags, form) in [
        (&["--aud", "a,b"][..], "--aud a --aud b"),
        (&["--aud", r#"["a"]"#], "--aud a"),
        (&["--claim", "roles=[a,b]"], "roles:=["),
        (&["--claim", r#"n={"a":1}"#], "n:=["),
    ] {
        let taken = issue(flags).ok();
        assert!(taken.err().contains("warning: ") && taken.err().contains(form), "{taken}");
    }
    assert!(issue(&["--scope", "read,write"]).err().contains("'read write'"));
    let lines = "{\"app\":\"demo\",\"aud\":\"a,b\"}\n{\"app\":\"demo\",\"aud\":\"a,b\"}\n{\"app\":\"demo\",\"claims\":{\"x\":\"[1]\"}}\n";
    let batch = world.run_with(&["token", "issue", "--batch", "-"], lines).ok();
    assert!(
        batch.err().contains("line 1: ") && batch.err().contains("line 3: ") && !batch.err().contains("line 2: "),
        "{batch}"
    );
    let app = world.run(&["app", "register", "shop", "--scope", "a,b", "--audience", "x,y"]).ok();
    assert!(app.err().contains("'a b'") && app.err().contains("--aud x --aud y"), "{app}");
    let app = world.run(&["app", "update", "shop", "--audience", "x,y"]).ok();
    assert!(app.err().contains("--aud x --aud y"), "{app}");
    let policy =
        world.file("p.toml", "aud = \"x,y\"\nrequire_scope = \"a,b\"\nrequire_claim = \"r=[a]\"").display().to_string();
    let judged = world.run(&["token", "verify", &world.issue(&[]), "--policy", &policy]).exits(27);
    assert_eq!(judged.err().matches("warning: ").count(), 3, "{judged}");
}

#[test]
fn a_refresh_token_of_another_app_is_refused_and_stays_good() {
    let world = Sandbox::new();
    world.run(&["app", "register", "other", "--public"]).ok();
    let issued = world.run(&["token", "issue", "--app", "demo", "--user", "alice", "--with-refresh"]).ok();
    let refused = world.run(&["token", "refresh", &issued.line(1), "--app", "other"]).exits(34);
    assert!(refused.err().contains("not issued to app other"), "{refused}");
    world.run(&["token", "refresh", &issued.line(1), "--app", "nobody"]).exits(3);
    let next = world.run(&["token", "refresh", &issued.line(1), "--app", "demo"]).ok();
    // Shown after its use it ends its family, whoever shows it.
    world.run(&["token", "refresh", &issued.line(1), "--app", "demo"]).exits(32);
    world.run(&["token", "refresh", &next.line(1)]).exits(32);
}
