//! What is revoked, handed over as a signed snapshot to verifiers that have no ledger.

use mintage::core::jose::Sign;
use mintage::keys::SigningKey;
use serde_json::{Value, json};

use crate::support::token_parts::sign;
use crate::support::{Answer, START, Sandbox, TokenParts, b64, from_b64, settled};

const AUDIENCE: &str = "https://api.localhost";
const ISSUER: &str = "https://auth.localhost";

/// A home, and a verifier elsewhere that has its keys and its last snapshot.
struct Parties {
    home: Sandbox,
    verifier: Sandbox,
}

impl Parties {
    fn new() -> Self {
        let parties = Self { home: Sandbox::new(), verifier: Sandbox::empty() };
        parties.publish();
        parties
    }

    /// Hands the keys over as they are now.
    fn publish(&self) {
        self.verifier.file("set.json", self.home.run(&["keys", "export", "--jwks"]).ok().out());
    }

    /// Exports a snapshot, hands it over, and gives back what it says.
    fn export(&self, more: &[&str]) -> Value {
        let text = self.home.run(&[&["token", "revocations", "export"], more].concat()).ok().line(0);
        self.hand_over(&text);
        TokenParts::of(text).claims.into()
    }

    fn hand_over(&self, snapshot: impl AsRef<[u8]>) {
        self.verifier.file("revocations.jwt", snapshot);
    }

    fn verify(&self, token: &str, more: &[&str]) -> Answer {
        let args =
            ["token", "verify", "-", "--aud", AUDIENCE, "--jwks", "set.json", "--revocations", "revocations.jwt"];
        let args = args.map(|arg| match arg {
            "set.json" | "revocations.jwt" => self.verifier.folder().join(arg).to_str().unwrap().to_owned(),
            arg => arg.to_owned(),
        });
        let args: Vec<&str> = args.iter().map(String::as_str).collect();
        self.verifier.run_with(&[&args, more].concat(), token)
    }

    /// The error of a snapshot that is not relied on: never a verdict, and never without advice.
    #[track_caller]
    fn refused(&self, token: &str, more: &[&str]) -> String {
        let answer = self.verify(token, &[more, &["--json"]].concat()).exits(5);
        assert!(answer.stdout.is_empty(), "{answer}");
        let error = answer.error_json()["error"].take();
        assert_eq!(error["code"], "bad_revocations", "{answer}");
        assert!(error["hint"].is_string(), "{answer}");
        let message = error["message"].as_str().unwrap();
        let file = self.verifier.folder().join("revocations.jwt").display().to_string();
        message.strip_prefix(&file).unwrap_or_else(|| panic!("{message} names the file")).trim().to_owned()
    }

    fn key(&self) -> SigningKey {
        self.home.signing_key()
    }
}

fn header(key: &SigningKey) -> Value {
    json!({"typ": "revocations+jwt", "alg": "EdDSA", "kid": key.kid().as_str()})
}

fn empty() -> Value {
    json!({
        "iss": ISSUER, "iat": START, "exp": START + 3_600, "jti": "019b7700-0000-7000-8000-000000000000",
        "jtis": [], "families": [], "apps": [], "users": [], "keys": [],
    })
}

#[test]
fn an_empty_snapshot_lets_good_tokens_pass() {
    let parties = Parties::new();
    let token = parties.home.token();
    let claims = parties.export(&[]);
    assert_eq!((&claims["iss"], &claims["jtis"], &claims["keys"]), (&ISSUER.into(), &json!([]), &json!([])));
    assert_eq!((&claims["iat"], &claims["exp"]), (&START.into(), &(START + 3_600).into()));
    let verdict = parties.verify(&token, &["--json"]).ok().json();
    let of = |name: &str| {
        let checks = verdict["checks"].as_array().unwrap();
        checks.iter().find(|check| check["check"] == name).unwrap().clone()
    };
    assert_eq!((&of("ledger")["outcome"], &of("revocation")["outcome"]), (&"skipped".into(), &"pass".into()));
    assert_eq!(of("app")["outcome"], "pass");
    parties.verify(&token, &["--iss", ISSUER]).ok();
}

#[test]
fn a_revoked_token_is_refused_and_the_cause_is_the_snapshot() {
    let parties = Parties::new();
    let (token, other) = (parties.home.token(), parties.home.token());
    parties.home.run(&["token", "revoke", &token, "--reason", "laptop stolen"]).ok();
    parties.home.pass(60);
    parties.verifier.pass(60);
    assert_eq!(parties.export(&[])["jtis"], json!([parties.home.jti(&token)]));
    parties.verify(&other, &[]).ok();
    let verdict = parties.verify(&token, &["--json"]).exits(32).json();
    assert_eq!(verdict["reason"], "revoked");
    assert_eq!(
        verdict["ended"],
        json!({
            "cause": "token", "at": "2026-01-01T00:01:00Z", "at_unix": START + 60, "by": null, "reason": null,
            "snapshot_at": "2026-01-01T00:01:00Z", "snapshot_at_unix": START + 60,
        })
    );
    let answer = parties.verify(&token, &[]);
    assert_eq!(answer.out(), "revoked: it is revoked, by the revocation snapshot of 2026-01-01T00:01:00Z\n");
}

#[test]
fn a_family_takes_its_access_token_with_it() {
    let parties = Parties::new();
    let (access, refresh) = parties.home.pair();
    parties.home.run(&["token", "revoke", &refresh]).ok();
    let claims = parties.export(&[]);
    assert_eq!(claims["families"].as_array().unwrap().len(), 1);
    parties.verify(&access, &[]).exits(32);
    // The access token ends first; whoever keeps refresh tokens must know of the family longer.
    parties.home.pass(80_000);
    parties.home.token();
    parties.home.pass(8_000);
    let claims = parties.export(&[]);
    assert_eq!((claims["jtis"].as_array().unwrap().len(), claims["families"].as_array().unwrap().len()), (0, 1));
}

#[test]
fn what_has_expired_is_listed_for_a_day_by_a_clock_that_is_believed() {
    let parties = Parties::new();
    let token = parties.home.token();
    parties.home.run(&["token", "revoke", &token]).ok();
    for (seconds, listed) in [(900 + 43_200, 1), (43_199, 1), (1, 0)] {
        parties.home.pass(seconds);
        // Somebody uses the home.
        parties.home.token();
        assert_eq!(parties.export(&[])["jtis"].as_array().unwrap().len(), listed, "{seconds}");
    }
}

#[test]
fn tokens_of_a_blocked_app_are_refused_and_work_again() {
    let parties = Parties::new();
    let answer = parties.home.run(&["token", "issue", "--app", "demo", "--user", "alice", "--with-id-token"]).ok();
    let (access, id) = (answer.line(0), answer.line(1));
    let own = parties.home.run(&["token", "issue", "--app", "demo"]).ok().line(0);
    parties.home.run(&["app", "block", "demo", "--reason", "leaked"]).ok();
    let claims = parties.export(&[]);
    let client = claims["apps"][0].as_str().unwrap().to_owned();
    for token in [&access, &own] {
        let verdict = parties.verify(token, &["--json"]).exits(33).json();
        assert_eq!((&verdict["reason"], &verdict["ended"]["cause"]), (&"app_blocked".into(), &"app".into()));
    }
    parties.verify(&id, &["--aud", &client]).exits(33);
    parties.home.run(&["app", "activate", "demo"]).ok();
    parties.export(&[]);
    parties.verify(&access, &[]).ok();
}

#[test]
fn a_revoked_key_ends_its_tokens_whatever_they_call_it() {
    let parties = Parties::new();
    let token = parties.home.token();
    let leaked = parties.key();
    parties.home.run(&["keys", "gen", "--alg", "ES256", "--no-passphrase"]).ok();
    parties.publish();
    parties.home.run(&["keys", "revoke", leaked.kid().as_str(), "--reason", "leaked"]).ok();
    let claims = parties.export(&["--alg", "ES256"]);
    assert_eq!((&claims["keys"], &claims["jtis"]), (&json!([leaked.kid().as_str()]), &json!([])));
    let verdict = parties.verify(&token, &["--json"]).exits(32).json();
    assert_eq!(verdict["ended"]["cause"], "key");
    // Whoever has the key can leave its name out.
    let payload = from_b64(token.split('.').nth(1).unwrap());
    let nameless = sign(&leaked, json!({"typ": "at+jwt", "alg": "EdDSA"}).to_string(), payload);
    parties.verify(&nameless, &[]).exits(32);
    // The leaked key can still sign snapshots, but not one that says the truth of it.
    let mut honest = empty();
    honest["keys"] = json!([leaked.kid().as_str()]);
    parties.hand_over(sign(&leaked, header(&leaked).to_string(), honest.to_string()));
    assert!(parties.refused(&token, &[]).contains("which it says is revoked"));
}

#[test]
fn the_snapshot_is_signed_with_the_key_that_signs_now() {
    let parties = Parties::new();
    let token = parties.home.token();
    parties.home.run(&["keys", "rotate", "--now", "--no-passphrase"]).ok();
    parties.home.run(&["token", "revoke", &token]).ok();
    parties.export(&[]);
    assert!(parties.refused(&token, &[]).contains("which is none of those given"));
    parties.publish();
    parties.verify(&token, &[]).exits(32);
    // One that is due takes over first, as in issuing.
    parties.home.run(&["keys", "rotate", "--activate-in", "1h", "--no-passphrase"]).ok();
    parties.publish();
    parties.home.pass(3_600);
    let before = parties.home.run(&["token", "revocations", "export", "--json"]).ok().json();
    let active = parties.home.run(&["keys", "show", before["kid"].as_str().unwrap(), "--json"]).ok().json();
    assert_eq!((&active["state"], &active["kid"]), (&"active".into(), &before["kid"]));
    parties.home.run(&["token", "revocations", "export", "--alg", "RS256"]).exits(4);
}

#[test]
fn a_snapshot_is_believed_in_its_time_only() {
    let parties = Parties::new();
    let token = parties.home.issue(&["--ttl", "10d"]);
    parties.export(&["--ttl", "2h"]);
    parties.verifier.pass(600);
    parties.verify(&token, &["--max-revocations-age", "10m"]).ok();
    parties.verifier.pass(1);
    let old = parties.refused(&token, &["--max-revocations-age", "10m"]);
    assert_eq!(old, "is too old: it was made at 2026-01-01T00:00:00Z, 10m 1s ago, and at most 10m is accepted");
    let policy = parties.verifier.file("policy.toml", "max_revocations_age = \"10m\"\n").display().to_string();
    assert_eq!(parties.refused(&token, &["--policy", &policy]), old);
    parties.verify(&token, &["--policy", &policy, "--max-revocations-age", "11m"]).ok();
    parties.verify(&token, &[]).ok();
    parties.verifier.pass(6_599);
    let stale = parties.refused(&token, &[]);
    assert_eq!(stale, "is stale: it was good until 2026-01-01T02:00:00Z, 0s ago");
    parties.verify(&token, &["--leeway", "1s"]).ok();
    parties.verify(&token, &["--at", "2026-01-01T01:00:00Z"]).ok();
    assert!(parties.refused(&token, &["--at", "2025-12-31T00:00:00Z"]).contains("1d from now"));
    for ttl in ["31d", "0s", "1"] {
        parties.home.run(&["token", "revocations", "export", "--ttl", ttl]).exits(2);
    }
    parties.export(&["--ttl", "30d"]);
}

#[test]
fn a_snapshot_of_another_issuer_says_nothing() {
    let parties = Parties::new();
    let token = parties.home.token();
    let key = parties.key();
    let mut other = empty();
    other["iss"] = "https://other.localhost".into();
    parties.hand_over(sign(&key, header(&key).to_string(), other.to_string()));
    assert_eq!(
        parties.refused(&token, &[]),
        "is of the issuer https://other.localhost, and the token is of https://auth.localhost"
    );
    assert_eq!(
        parties.refused(&token, &["--iss", ISSUER]),
        "is of the issuer https://other.localhost, not of https://auth.localhost"
    );
    // Whom the token is of is a verdict where it is known whom it should be of.
    parties.verify(&token, &["--iss", "https://other.localhost"]).exits(26);
}

#[test]
fn what_is_no_good_snapshot_is_an_error_and_never_a_verdict() {
    let parties = Parties::new();
    let token = parties.home.token();
    let key = parties.key();
    parties.export(&[]);
    let path = parties.verifier.folder().join("revocations.jwt");
    let good = std::fs::read_to_string(&path).unwrap();
    let [head, payload, signature] = good.split('.').collect::<Vec<_>>()[..] else { panic!("three parts") };
    let of = |change: &dyn Fn(&mut Value, &mut Value)| {
        let (mut header, mut claims) = (header(&key), empty());
        change(&mut header, &mut claims);
        sign(&key, header.to_string(), claims.to_string())
    };
    let changed = b64(empty().to_string());
    let unsigned = b64(json!({"typ": "revocations+jwt", "alg": "none"}).to_string());
    let confused = b64(json!({"typ": "revocations+jwt", "alg": "HS256", "kid": key.kid().as_str()}).to_string());
    let twice = empty().to_string().replace("\"jtis\":[]", "\"jtis\":[],\"jtis\":[]");
    let table = [
        (String::new(), "is empty"),
        ("\n".to_owned(), "is empty"),
        ("hello".to_owned(), "exactly three parts"),
        (json!({"jtis": []}).to_string(), "this is JSON"),
        (json!({"payload": "", "signatures": []}).to_string(), "JSON serialization"),
        ("\u{0}..".to_owned(), "base64url"),
        (token.clone(), "its typ is at+jwt"),
        (of(&|header, _| drop(header.as_object_mut().unwrap().remove("typ"))), "its typ is missing"),
        (of(&|header, _| header["typ"] = "JWT".into()), "its typ is JWT"),
        (of(&|header, _| header["typ"] = "revocations".into()), "its typ is revocations,"),
        (of(&|header, _| header["crit"] = json!(["x"])), "`crit`"),
        (of(&|header, _| header["kid"] = "another".into()), "none of those given"),
        (format!("{head}.{changed}.{signature}"), "a signature that the key did not make"),
        (format!("{head}.{payload}."), "a signature that the key did not make"),
        (format!("{unsigned}.{payload}."), "cannot be used"),
        (format!("{confused}.{payload}.{signature}"), "another algorithm"),
        (of(&|_, claims| drop(claims.as_object_mut().unwrap().remove("jtis"))), "missing field `jtis`"),
        (of(&|_, claims| claims["jtis"] = json!({})), "expected a list"),
        (of(&|_, claims| claims["families"] = json!(["x"])), "is not a UUID"),
        (of(&|_, claims| claims["jtis"] = json!([""])), "a jti is empty"),
        (of(&|_, claims| claims["exp"] = json!("soon")), "invalid type"),
        (sign(&key, header(&key).to_string(), twice), "duplicate field `jtis`"),
        (sign(&key, header(&key).to_string(), "[]"), "expected an object"),
        (sign(&key, header(&key).to_string(), "hello"), "does not say"),
    ];
    for (snapshot, words) in table {
        parties.hand_over(&snapshot);
        let message = parties.refused(&token, &[]);
        assert!(message.contains(words), "{words}: {message}");
    }
    for good in
        [good.clone(), format!("{good}\r\n"), of(&|header, _| header["typ"] = "Application/Revocations+JWT".into())]
    {
        parties.hand_over(good);
        parties.verify(&token, &[]).ok();
    }
    parties.hand_over([0xff, 0xfe, b'.']);
    assert!(parties.refused(&token, &[]).contains("not text"));
    std::fs::remove_file(&path).unwrap();
    parties.verify(&token, &[]).exits(3);
    std::fs::create_dir(&path).unwrap();
    parties.verify(&token, &[]).exits(2);
}

#[test]
fn a_file_that_is_too_large_is_not_read_to_its_end() {
    let parties = Parties::new();
    let token = parties.home.token();
    parties.hand_over("");
    let file = std::fs::OpenOptions::new().write(true).open(parties.verifier.folder().join("revocations.jwt")).unwrap();
    file.set_len(1 << 40).unwrap();
    assert!(parties.refused(&token, &[]).contains("larger than 64 MiB"));
}

#[test]
fn a_snapshot_is_larger_than_any_token_may_be() {
    let parties = Parties::new();
    let token = parties.home.token();
    let key = parties.key();
    let mut many = empty();
    let jtis = (0..50_000).map(|n| format!("019b7700-0000-7000-8000-{n:012x}"));
    many["jtis"] = jtis.chain([parties.home.jti(&token)]).collect();
    let text = sign(&key, header(&key).to_string(), many.to_string());
    assert!(text.len() > 2 * 1024 * 1024);
    parties.hand_over(text);
    parties.verify(&token, &[]).exits(32);
    parties.verify(&parties.home.token(), &[]).ok();
}

#[test]
fn users_are_cut_off_by_time_and_app() {
    let parties = Parties::new();
    let (token, own) = (parties.home.token(), parties.home.run(&["token", "issue", "--app", "demo"]).ok().line(0));
    let key = parties.key();
    let client = parties.home.run(&["token", "decode", "--json", &token]).ok().json()["claims"]["client_id"].take();
    let with = |user: Value| {
        let mut claims = empty();
        claims["users"] = json!([user]);
        parties.hand_over(sign(&key, header(&key).to_string(), claims.to_string()));
    };
    for (user, exit) in [
        (json!({"sub": "alice", "before": START + 1}), 32),
        (json!({"sub": "alice", "before": START}), 0),
        (json!({"sub": "bob", "before": START + 1}), 0),
        (json!({"sub": "alice", "client_id": client, "before": START + 1}), 32),
        (json!({"sub": "alice", "client_id": "mtg_app_0000000000000000000000", "before": START + 1}), 0),
    ] {
        with(user.clone());
        let answer = parties.verify(&token, &["--json"]).exits(exit);
        assert!(exit == 0 || answer.json()["ended"]["cause"] == "user", "{user}");
        parties.verify(&own, &[]).ok();
    }
}

#[test]
fn a_home_needs_no_snapshot_and_takes_none() {
    let parties = Parties::new();
    let token = parties.home.token();
    parties.export(&[]);
    let file = parties.verifier.folder().join("revocations.jwt");
    let refused = parties.home.run(&["token", "verify", &token, "--revocations", file.to_str().unwrap()]);
    insta::assert_snapshot!(settled(&parties.home, &refused), @r"
    ---- stderr
    error: --revocations is for judging without a home; the ledger of a home knows every revocation
    hint: leave it out, or give --key, --jwks or --issuer-url
    ---- exit 2
    ");
    parties.home.run(&["token", "verify", &token, "--max-revocations-age", "5m"]).exits(2);
    parties.verify(&token, &["--revocations", "-"]).exits(2);
    let key = parties.home.run(&["keys", "export", parties.key().kid().as_str()]).ok().out();
    let key = parties.verifier.file("key.pem", key);
    let with_key = |token: &str, more: &[&str]| {
        let args = ["token", "verify", "-", "--aud", AUDIENCE, "--key", key.to_str().unwrap()];
        parties.verifier.run_with(&[&args, more].concat(), token)
    };
    with_key(&token, &["--revocations", file.to_str().unwrap()]).ok();
    with_key(&token, &["--max-revocations-age", "5m"]).exits(2);
    with_key(&token, &["--revocations", "-"]).exits(2);
}

#[test]
fn a_snapshot_is_no_token() {
    let parties = Parties::new();
    parties.home.token();
    let text = parties.home.run(&["-q", "token", "revocations", "export"]).ok().line(0);
    // It is for nobody, so that also those who do not look at typ refuse it; whoever does not ask for whom sees the typ.
    parties.home.run(&["token", "verify", &text]).exits(27);
    let set = parties.verifier.folder().join("set.json");
    let args = ["token", "verify", &text, "--jwks", set.to_str().unwrap(), "--typ", "at+jwt"];
    parties.verifier.run(&args).exits(28);
    parties.home.run(&["token", "revoke", &text]).exits(3);
    parties.home.run(&["token", "list", "--json"]).ok().json()["tokens"]
        .as_array()
        .filter(|all| all.len() == 1)
        .unwrap();
}

#[test]
fn the_snapshot_says_what_it_is() {
    let home = Sandbox::new();
    let token = home.token();
    home.run(&["token", "revoke", &token]).ok();
    let answer = home.run(&["token", "revocations", "export", "--json"]).ok().json();
    let text = answer["snapshot"].as_str().unwrap();
    assert_eq!(answer["counts"], json!({"jtis": 1, "families": 0, "apps": 0, "users": 0, "keys": 0}));
    assert_eq!((&answer["issuer"], &answer["expires_at"]), (&ISSUER.into(), &"2026-01-01T01:00:00Z".into()));
    let decoded = home.run(&["token", "decode", "--json", text]).ok().json();
    assert_eq!((&decoded["header"]["typ"], &decoded["header"]["kid"]), (&"revocations+jwt".into(), &answer["kid"]));
    assert_eq!((&decoded["claims"]["jti"], &decoded["claims"]["jtis"][0]), (&answer["jti"], &home.jti(&token).into()));
    assert!(["aud", "sub", "client_id", "scope"].iter().all(|name| decoded["claims"].get(name).is_none()));
    Sandbox::empty().run(&["token", "revocations", "export"]).exits(3);
}
