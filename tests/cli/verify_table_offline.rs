//! The table of verdicts without a home: every exit code that needs no ledger, and that the first check decides.

use mintage::core::OpaqueKind;
use mintage::core::jose::Sign;
use mintage::keys::SigningKey;
use serde_json::{Value, json};

use crate::support::token_parts::sign;
use crate::support::{START, Sandbox};

/// Someone who signs what no authority of ours would, and a verifier who has the public key.
struct Signer {
    key: SigningKey,
    verifier: Sandbox,
    set: String,
}

impl Signer {
    fn new() -> Self {
        let authority = Sandbox::new();
        let verifier = Sandbox::empty();
        let set = verifier.file("set.json", authority.run(&["keys", "export", "--jwks"]).ok().out());
        Self { key: authority.signing_key(), verifier, set: set.to_str().unwrap().to_owned() }
    }

    fn header(&self) -> Value {
        json!({"typ": "at+jwt", "alg": "EdDSA", "kid": self.key.kid().as_str()})
    }

    fn sign(&self, header: &str, payload: &str) -> String {
        sign(&self.key, header, payload)
    }

    /// A token with these members of header and claims changed; null takes one away.
    fn token(&self, header: &Value, claims: &Value) -> String {
        let whole = json!({
            "iss": "https://auth.example", "sub": "alice", "iat": START, "exp": START + 900, "scope": "read write",
            "client_id": "shop", "jti": "1",
        });
        let changed = |mut base: Value, changes: &Value| {
            for (name, value) in changes.as_object().unwrap() {
                base[name] = value.clone();
                base.as_object_mut().unwrap().retain(|_, value| !value.is_null());
            }
            base.to_string()
        };
        self.sign(&changed(self.header(), header), &changed(whole, claims))
    }

    /// Sees that a token gets this verdict, in every format, and that nothing was asked of a ledger.
    #[track_caller]
    fn judged(&self, name: &str, token: &str, more: &[&str], exit: u8, reason: &str) {
        let args = [&["token", "verify", "-", "--jwks", &self.set], more].concat();
        let text = self.verifier.run_with(&args, token);
        assert_eq!(text.exit, exit, "{name}: {text}");
        assert!(text.out().starts_with(reason), "{name}: {text}");
        let quiet = self.verifier.run_with(&[&args[..], &["-q"]].concat(), token).exits(exit);
        assert_eq!(quiet.out().trim_end(), reason);
        // Nothing mutes what a verdict does not say.
        assert_eq!(quiet.err().contains("revocation not checked"), exit == 0, "{quiet}");
        let verdict = self.verifier.run_with(&[&args[..], &["--json"]].concat(), token).exits(exit).json();
        assert_eq!((&verdict["valid"], &verdict["exit_code"]), (&json!(exit == 0), &json!(exit)));
        assert_eq!(verdict["reason"], if exit == 0 { Value::Null } else { reason.into() });
        for check in verdict["checks"].as_array().unwrap() {
            let of_ledger = ["ledger", "revocation", "app"].contains(&check["check"].as_str().unwrap());
            assert!(!of_ledger || check["outcome"] == "skipped", "{check}");
            let why = if exit == 0 { "offline: there is no ledger to ask" } else { "" };
            assert!(!of_ledger || check["detail"].as_str().unwrap().contains(why), "{check}");
        }
    }
}

#[test]
fn each_row_of_the_table_that_needs_no_ledger_applies() {
    let signer = Signer::new();
    let none = json!({});
    let good = signer.token(&none, &none);
    let header = signer.header().to_string();
    let (_, refresh) = Sandbox::new().pair();
    let opaque = OpaqueKind::Access.mint(&[7; 32]);
    let table: &[(&str, String, &[&str], u8, &str)] = &[
        ("as it is", good.clone(), &[], 0, "valid"),
        (
            "everything asked for",
            good.clone(),
            &["--iss", "https://auth.example", "--sub", "alice", "--typ", "JWT"],
            28,
            "type_mismatch",
        ),
        (
            "everything right",
            signer.token(&none, &json!({"aud": "https://api.example"})),
            &[
                "--iss",
                "https://auth.example",
                "--sub",
                "alice",
                "--typ",
                "AT+JWT",
                "--require-scope",
                "read",
                "--aud",
                "https://api.example",
            ],
            0,
            "valid",
        ),
        ("no token", "hello".into(), &[], 20, "malformed"),
        ("nothing", String::new(), &[], 20, "malformed"),
        ("two parts", "a.b".into(), &[], 20, "malformed"),
        ("encrypted", "a.b.c.d.e".into(), &[], 20, "malformed"),
        ("a scheme", format!("Bearer {good}"), &[], 20, "malformed"),
        ("a claim twice", signer.sign(&header, r#"{"exp":1,"exp":2}"#), &[], 20, "malformed"),
        ("no JSON", signer.sign(&header, "hello"), &[], 20, "malformed"),
        ("exp as text", signer.token(&none, &json!({"exp": "1"})), &[], 20, "malformed"),
        ("crit", signer.token(&json!({"crit": ["x"]}), &none), &[], 20, "malformed"),
        ("opaque", opaque.reveal().to_owned(), &[], 20, "malformed"),
        ("none", signer.token(&json!({"alg": "none"}), &none), &[], 21, "algorithm_not_allowed"),
        ("a secret", signer.token(&json!({"alg": "HS256"}), &none), &[], 21, "algorithm_not_allowed"),
        ("pinned", good.clone(), &["--alg", "RS256"], 21, "algorithm_not_allowed"),
        ("another kid", signer.token(&json!({"kid": "x"}), &none), &[], 22, "unknown_key"),
        ("no kid", signer.token(&json!({"kid": null}), &none), &[], 0, "valid"),
        ("cut off", good[..good.len() - 2].to_owned(), &[], 23, "bad_signature"),
        ("over", signer.token(&none, &json!({"exp": START})), &[], 24, "expired"),
        ("without end", signer.token(&none, &json!({"exp": null})), &[], 24, "expired"),
        ("over, forgiven", signer.token(&none, &json!({"exp": START})), &["--leeway", "1m"], 0, "valid"),
        ("over by then", good.clone(), &["--at", "2026-01-01T00:15:00Z"], 24, "expired"),
        ("not yet", signer.token(&none, &json!({"nbf": START + 60})), &[], 25, "not_yet_valid"),
        ("of tomorrow", signer.token(&none, &json!({"iat": START + 60})), &[], 25, "not_yet_valid"),
        ("of another", good.clone(), &["--iss", "https://auth.example/"], 26, "issuer_mismatch"),
        (
            "of nobody",
            signer.token(&none, &json!({"iss": null})),
            &["--iss", "https://auth.example"],
            26,
            "issuer_mismatch",
        ),
        ("of nobody, who cares", signer.token(&none, &json!({"iss": null})), &[], 0, "valid"),
        ("for someone", signer.token(&none, &json!({"aud": "https://api.example"})), &[], 27, "audience_mismatch"),
        (
            "for us",
            signer.token(&none, &json!({"aud": "https://api.example"})),
            &["--aud", "https://api.example"],
            0,
            "valid",
        ),
        ("for nobody", good.clone(), &["--aud", "https://api.example"], 27, "audience_mismatch"),
        ("untyped", signer.token(&json!({"typ": null}), &none), &["--typ", "at+jwt"], 28, "type_mismatch"),
        ("untyped, who cares", signer.token(&json!({"typ": null}), &none), &[], 0, "valid"),
        ("a refresh token", refresh, &[], 28, "type_mismatch"),
        ("another user", good.clone(), &["--sub", "bob"], 29, "claim_mismatch"),
        ("a claim missing", good.clone(), &["--require-claim", "role"], 29, "claim_mismatch"),
        ("a scope missing", good.clone(), &["--require-scope", "admin"], 30, "insufficient_scope"),
        ("bound", signer.token(&none, &json!({"ip": "192.0.2.1"})), &[], 34, "context_mismatch"),
        (
            "bound elsewhere",
            signer.token(&none, &json!({"ip": "192.0.2.1"})),
            &["--ip", "192.0.2.2"],
            34,
            "context_mismatch",
        ),
        ("bound here", signer.token(&none, &json!({"ip": "192.0.2.1"})), &["--ip", "192.0.2.1"], 0, "valid"),
    ];
    for (name, token, more, exit, reason) in table {
        signer.judged(name, token, more, *exit, reason);
    }
    let seen: std::collections::BTreeSet<u8> = table.iter().map(|(.., exit, _)| *exit).collect();
    let ledger = [31, 32, 33, 35];
    let wanted = mintage::core::verify::REASONS.iter().map(|row| row.exit).filter(|exit| !ledger.contains(exit));
    assert_eq!(seen, wanted.chain([0]).collect(), "every row is in the table");
}

#[test]
fn what_rfc_9068_asks_of_an_access_token_and_which_issuers_are_meant_is_judged_too() {
    let signer = Signer::new();
    let none = json!({});
    let good = signer.token(&none, &none);
    let table: &[(&str, String, &[&str], u8, &str)] = &[
        ("an access token for nobody", good.clone(), &["--typ", "at+jwt"], 27, "audience_mismatch"),
        (
            "an access token of nobody",
            signer.token(&none, &json!({"iss": null})),
            &["--typ", "application/at+jwt"],
            26,
            "issuer_mismatch",
        ),
        (
            "an access token for no app",
            signer.token(&none, &json!({"client_id": null, "aud": "a"})),
            &["--typ", "at+jwt", "--aud", "a"],
            29,
            "claim_mismatch",
        ),
        (
            "one of two issuers",
            good.clone(),
            &["--iss", "https://b.example", "--iss", "https://auth.example"],
            0,
            "valid",
        ),
        (
            "none of two issuers",
            good.clone(),
            &["--iss", "https://b.example", "--iss", "https://c.example"],
            26,
            "issuer_mismatch",
        ),
    ];
    for (name, token, more, exit, reason) in table {
        signer.judged(name, token, more, *exit, reason);
    }
}

#[test]
fn the_first_check_that_fails_decides() {
    let signer = Signer::new();
    let wrongs = [
        (json!({}), json!({"exp": START}), 24),
        (json!({}), json!({"nbf": START + 60}), 25),
        (json!({}), json!({"iss": "https://other.example"}), 26),
        (json!({}), json!({"aud": "https://api.example"}), 27),
        (json!({"typ": "JWT"}), json!({}), 28),
        (json!({}), json!({"sub": "bob"}), 29),
        (json!({}), json!({"scope": "none"}), 30),
        (json!({}), json!({"ip": "192.0.2.1"}), 34),
    ];
    let asked = [
        "--iss",
        "https://auth.example",
        "--typ",
        "at+jwt",
        "--sub",
        "alice",
        "--require-scope",
        "read",
        "--aud",
        "us",
    ];
    for first in 0..wrongs.len() {
        let (mut header, mut claims) = (json!({}), json!({}));
        for (of_header, of_claims, _) in &wrongs[first..] {
            header.as_object_mut().unwrap().extend(of_header.as_object().unwrap().clone());
            claims.as_object_mut().unwrap().extend(of_claims.as_object().unwrap().clone());
        }
        if claims["aud"].is_null() {
            claims["aud"] = "us".into();
        }
        let exit = wrongs[first].2;
        let reason = mintage::core::verify::REASONS.iter().find(|row| row.exit == exit).unwrap().code;
        signer.judged("and all that follow", &signer.token(&header, &claims), &asked, exit, reason);
    }
}
