//! Tokens of others, judged by a home that was given their keys: its ledger has nothing of them.

use mintage::core::jose::Sign as _;
use serde_json::{Value, json};

use crate::support::token_parts::sign;
use crate::support::{START, Sandbox};

const PARTNER: &str = "https://partner.example";
const US: &str = "https://api.localhost";

/// A home, and a partner whose public key it has.
struct Partners {
    home: Sandbox,
    partner: Sandbox,
}

impl Partners {
    fn new() -> Self {
        let (home, partner) = (Sandbox::new(), Sandbox::new());
        // Chance is the same in both, and so is the first key.
        let first = partner.key_file();
        partner.run(&["keys", "rotate", "--now", "--no-passphrase"]).ok();
        std::fs::remove_file(first).expect("the first key");
        let kid = partner.signing_key().kid().to_string();
        let set = home.file("partner.jwk", partner.run(&["keys", "export", &kid, "--format", "jwk"]).ok().out());
        home.run(&["keys", "import", &set.display().to_string()]).ok();
        Self { home, partner }
    }

    /// A token that the partner's key signed, with these claims changed.
    fn token(&self, changes: &Value) -> String {
        let key = self.partner.signing_key();
        let mut claims = json!({
            "iss": PARTNER, "sub": "p", "aud": US, "iat": START, "exp": START + 900, "jti": "x", "client_id": "theirs",
        });
        for (name, value) in changes.as_object().expect("changes") {
            claims[name] = value.clone();
        }
        let header = json!({"typ": "at+jwt", "alg": "EdDSA", "kid": key.kid().as_str()});
        sign(&key, header.to_string(), claims.to_string())
    }

    fn verdict(&self, token: &str, more: &[&str]) -> Value {
        let args = [&["token", "verify", "-", "--json", "--iss", PARTNER], more].concat();
        self.home.run_with(&args, token).json()
    }
}

#[test]
fn a_partners_token_is_judged_without_the_ledger_and_that_is_said() {
    let world = Partners::new();
    let token = world.token(&json!({}));
    let said = world.home.run_with(&["token", "verify", "-q", "--iss", PARTNER], &token).ok();
    assert!(said.err().contains("revocation not checked: the token is one of https://partner.example"), "{said}");
    let explained = world.home.run_with(&["token", "verify", "--explain", "--iss", PARTNER], &token).ok();
    assert!(explained.out().contains("not asked: https://partner.example is another issuer"), "{explained}");
    let verdict = world.verdict(&token, &[]);
    assert_eq!(verdict["valid"], true, "{verdict}");
    for check in verdict["checks"].as_array().expect("checks") {
        let of_ledger = ["ledger", "revocation", "app"].iter().any(|name| check["check"] == *name);
        assert_eq!(of_ledger, check["detail"].as_str().expect("words").starts_with("not asked: "), "{check}");
        assert!(!of_ledger || check["outcome"] == "skipped", "{check}");
    }
    let lines = world.home.run_with(&["token", "verify", "--batch", "-", "--iss", PARTNER], format!("{token}\n")).ok();
    assert!(lines.json()["warnings"][0].as_str().expect("a warning").starts_with("revocation not checked"), "{lines}");
    // A jti that could be one of ours makes no difference, and nor does one that is.
    for jti in ["01890a5d-ac96-774b-bcce-b302099a8057", &world.home.jti(&world.home.issue(&[]))] {
        assert_eq!(world.verdict(&world.token(&json!({"jti": jti})), &[])["exit_code"], 0, "{jti}");
    }
}

#[test]
fn what_is_wrong_with_a_partners_token_is_still_wrong() {
    let world = Partners::new();
    for (changes, more, exit) in [
        (json!({"exp": START}), &[][..], 24),
        (json!({"iss": "https://other.example"}), &[], 26),
        (json!({"aud": "https://other.example"}), &[], 27),
        (json!({}), &["--typ", "JWT"], 28),
        (json!({}), &["--require-claim", "role"], 29),
        (json!({}), &["--require-scope", "read"], 30),
    ] {
        assert_eq!(world.verdict(&world.token(&changes), more)["exit_code"], exit, "{changes} {more:?}");
    }
    // Nobody said that the partner is meant.
    world.home.run_with(&["token", "verify"], world.token(&json!({}))).exits(26);
    let introspected = world.home.run_with(&["token", "introspect"], world.token(&json!({}))).ok().json();
    assert_eq!(introspected, json!({"active": false}));
}

#[test]
fn what_is_ours_is_judged_by_the_ledger() {
    let world = Partners::new();
    // Whoever has a partner's key can write our name.
    let ours = world.token(&json!({"iss": "https://auth.localhost"}));
    world.home.run_with(&["token", "verify"], &ours).exits(31);
    // A key of our own, whatever issuer is written.
    let key = world.home.signing_key();
    let header = json!({"typ": "at+jwt", "alg": "EdDSA", "kid": key.kid().as_str()});
    let claims = json!({
        "iss": PARTNER, "sub": "p", "aud": US, "iat": START, "exp": START + 900, "jti": "x", "client_id": "theirs",
    });
    let token = sign(&key, header.to_string(), claims.to_string());
    assert_eq!(world.verdict(&token, &[])["exit_code"], 31);
}

#[test]
fn what_is_known_of_a_partners_token_here_counts() {
    let world = Partners::new();
    let (token, other) = (world.token(&json!({})), world.token(&json!({"jti": "y"})));
    world.home.run(&["token", "revoke", &token, "--reason", "leak"]).ok();
    assert_eq!(world.verdict(&token, &[])["exit_code"], 32);
    assert_eq!(world.verdict(&other, &[])["exit_code"], 0);
    world.home.run(&["keys", "revoke", world.partner.signing_key().kid().as_str(), "--reason", "leak", "--yes"]).ok();
    assert_eq!(world.verdict(&other, &[])["exit_code"], 32);
}

#[test]
fn revocations_that_must_be_checked_are_not_passed_over() {
    let world = Partners::new();
    let token = world.token(&json!({}));
    let args = ["token", "verify", "-", "--iss", PARTNER, "--require-revocation-check"];
    let refused = world.home.run_with(&args, &token).exits(5);
    assert!(
        refused.err().contains("revocations are to be checked, and the token is of https://partner.example"),
        "{refused}"
    );
    assert!(refused.out().is_empty(), "{refused}");
}
