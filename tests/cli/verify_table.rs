//! The table of verdicts against the home: every exit code from 20 to 34, and that the first check that fails decides.

use aws_lc_rs::hmac;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use mintage::core::jose::Sign;
use mintage::core::{Algorithm, Kid};
use mintage::keys::SigningKey;
use mintage::keys::pem::{PrivateFile, read_private};
use rusqlite::Connection;
use serde_json::{Map, Value, json};

use crate::support::{START, Sandbox};

/// What is signed: header and claims.
struct Parts {
    header: Map<String, Value>,
    claims: Map<String, Value>,
}

fn decoded(part: &str) -> Map<String, Value> {
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).expect("base64url")).expect("an object")
}

fn encoded(part: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(part)
}

/// The home's own key, as whoever may read its file has it.
fn key(world: &Sandbox) -> SigningKey {
    let file = world.key_file();
    let kid = Kid::new(file.file_stem().and_then(|stem| stem.to_str()).expect("a kid")).expect("a kid");
    let Ok(PrivateFile::Plain(der)) = read_private(&std::fs::read(file).expect("a key file")) else {
        panic!("a plain key")
    };
    SigningKey::from_pkcs8(kid, Algorithm::EdDSA, &der).expect("an Ed25519 key")
}

impl Parts {
    /// Those of a token that is good.
    fn of(token: &str) -> Self {
        let mut parts = token.split('.').map(decoded);
        Self { header: parts.next().expect("a header"), claims: parts.next().expect("claims") }
    }

    fn input(&self) -> String {
        let part = |map: &Map<String, Value>| encoded(Value::from(map.clone()).to_string());
        format!("{}.{}", part(&self.header), part(&self.claims))
    }

    fn signed(&self, key: &SigningKey) -> String {
        signed(&self.input(), key)
    }
}

fn signed(input: &str, key: &SigningKey) -> String {
    format!("{input}.{}", encoded(key.sign(input.as_bytes()).expect("a signature")))
}

/// A token of the ledger with other claims, signed again with the home's key.
fn with_claims(world: &Sandbox, change: impl FnOnce(&mut Map<String, Value>)) -> String {
    let mut parts = Parts::of(&world.token());
    change(&mut parts.claims);
    parts.signed(&key(world))
}

/// A token of the ledger with another header, signed again with the home's key.
fn with_header(world: &Sandbox, change: impl FnOnce(&mut Map<String, Value>)) -> String {
    let mut parts = Parts::of(&world.token());
    change(&mut parts.header);
    parts.signed(&key(world))
}

/// Sees that a token gets this verdict, in every format.
#[track_caller]
fn judged(world: &Sandbox, token: &str, more: &[&str], exit: u8, reason: &str) -> Value {
    let args = [&["token", "verify", "-"], more].concat();
    let text = world.run_with(&args, token).exits(exit);
    assert!(text.out().starts_with(if exit == 0 { "valid" } else { reason }), "{text}");
    let quiet = world.run_with(&[&args[..], &["-q"]].concat(), token).exits(exit);
    assert_eq!(quiet.out().lines().count(), 1, "{quiet}");
    assert!(quiet.stderr.is_empty(), "{quiet}");
    let verdict = world.run_with(&[&args[..], &["--json"]].concat(), token).exits(exit).json();
    assert_eq!(verdict["valid"], exit == 0);
    assert_eq!(verdict["exit_code"], exit);
    assert_eq!(verdict["reason"], if exit == 0 { Value::Null } else { reason.into() });
    verdict
}

#[test]
fn a_good_token_is_valid() {
    let world = Sandbox::new();
    let token = world.token();
    let verdict = judged(&world, &token, &[], 0, "");
    assert_eq!(verdict["claims"], Value::from(Parts::of(&token).claims));
    // Signed again without a change, it is the same token: what follows is not refused for how it was made.
    assert_eq!(with_claims(&world, |_| ()).split('.').count(), 3);
    judged(&world, &with_claims(&world, |_| ()), &[], 0, "");
    judged(&world, &with_header(&world, |_| ()), &[], 0, "");
}

#[test]
fn exit_20_is_malformed() {
    let world = Sandbox::new();
    let token = world.token();
    let signing = key(&world);
    let (header, rest) = token.split_once('.').unwrap();
    let (payload, signature) = rest.split_once('.').unwrap();
    let alone = |header: &str, payload: &str| signed(&format!("{}.{}", encoded(header), encoded(payload)), &signing);
    let good_header = r#"{"alg":"EdDSA"}"#;
    let bad = [
        String::new(),
        ".".to_owned(),
        "..".to_owned(),
        format!("{header}.{payload}"),
        format!("{token}."),
        format!("{token}.{signature}.{signature}"),
        format!("{token}="),
        format!(" {token}"),
        format!("Bearer {token}"),
        token.replace('.', " ."),
        json!({"protected": header, "payload": payload, "signature": signature}).to_string(),
        alone("[]", "{}"),
        alone("{}", "{}"),
        alone(good_header, "not json"),
        alone(good_header, "[1]"),
        alone(good_header, ""),
        alone(r#"{"alg":"EdDSA","alg":"EdDSA"}"#, "{}"),
        alone(good_header, r#"{"sub":"alice","sub":"root"}"#),
        alone(good_header, r#"{"a":{"b":1,"b":2}}"#),
        alone(r#"{"alg":"EdDSA","crit":["exp"],"exp":1}"#, "{}"),
        alone(r#"{"alg":"EdDSA","b64":false}"#, "{}"),
        alone(r#"{"alg":"EdDSA","b64":true}"#, "{}"),
        alone(r#"{"alg":"EdDSA","zip":"DEF"}"#, "{}"),
        alone(r#"{"alg":7}"#, "{}"),
        alone(r#"{"alg":"EdDSA","kid":7}"#, "{}"),
        alone(r#"{"alg":"EdDSA","typ":[]}"#, "{}"),
        "A".repeat((1 << 20) + 1),
    ];
    for token in bad {
        judged(&world, &token, &[], 20, "malformed");
    }
}

#[test]
fn exit_20_is_a_time_that_is_no_number() {
    let world = Sandbox::new();
    for name in ["exp", "nbf", "iat"] {
        for bad in [json!("1767226500"), json!(null), json!(true), json!([1]), json!(1e300), json!(u64::MAX)] {
            let token = with_claims(&world, |claims| claims[name] = bad.clone());
            judged(&world, &token, &[], 20, "malformed");
        }
    }
}

#[test]
fn exit_20_is_an_opaque_text_that_was_mistyped() {
    let world = Sandbox::new();
    let (_, refresh) = world.pair();
    let last = if refresh.ends_with('a') { 'b' } else { 'a' };
    judged(&world, &format!("{}{last}", &refresh[..refresh.len() - 1]), &[], 20, "malformed");
    judged(&world, "mtg_at_", &[], 20, "malformed");
}

#[test]
fn exit_21_is_none_in_every_spelling() {
    let world = Sandbox::new();
    let token = world.token();
    for alg in ["none", "None", "NONE", "nOnE", " none", "none ", "", "null"] {
        let mut parts = Parts::of(&token);
        parts.header["alg"] = alg.into();
        for signature in ["", "e30", token.rsplit('.').next().unwrap()] {
            judged(&world, &format!("{}.{signature}", parts.input()), &[], 21, "algorithm_not_allowed");
        }
    }
}

#[test]
fn exit_21_is_a_public_key_used_as_a_secret() {
    let world = Sandbox::new();
    let mut parts = Parts::of(&world.token());
    let pem = world.run(&["keys", "export", parts.header["kid"].as_str().unwrap()]).ok().out();
    let der = pem::parse(&pem).unwrap().into_contents();
    let raw = &der[der.len() - 32..];
    for alg in ["HS256", "HS384", "HS512"] {
        parts.header["alg"] = alg.into();
        for secret in [pem.as_bytes(), pem.trim_end().as_bytes(), &der, raw] {
            let hash = match alg {
                "HS256" => hmac::HMAC_SHA256,
                "HS384" => hmac::HMAC_SHA384,
                _ => hmac::HMAC_SHA512,
            };
            let tag = hmac::sign(&hmac::Key::new(hash, secret), parts.input().as_bytes());
            let token = format!("{}.{}", parts.input(), encoded(tag.as_ref()));
            judged(&world, &token, &[], 21, "algorithm_not_allowed");
        }
    }
}

#[test]
fn exit_21_is_any_algorithm_but_the_keys() {
    let world = Sandbox::new();
    for alg in ["RS256", "PS256", "ES256", "ES512", "ES256K", "Ed25519", "eddsa", "EDDSA", "RSA-OAEP", "dir", "x"] {
        let token = with_header(&world, |header| header["alg"] = alg.into());
        judged(&world, &token, &[], 21, "algorithm_not_allowed");
    }
}

#[test]
fn exit_22_is_a_kid_that_names_no_key() {
    let world = Sandbox::new();
    let kid = key(&world).kid().to_string();
    let strange = [
        "nobody",
        "",
        &kid[..8],
        &kid.to_lowercase(),
        &format!("{kid} "),
        &format!("{kid}\0"),
        &format!("{kid}.pem"),
        &format!("../keys/{kid}"),
        "../../../../etc/passwd",
        "/dev/zero",
        "' OR 1=1 --",
        "%",
        "_",
        "*",
        "\0",
        "\u{202e}\u{1b}[2J",
        &"k".repeat(64 * 1024),
    ];
    for kid in strange {
        let token = with_header(&world, |header| header["kid"] = kid.into());
        judged(&world, &token, &[], 22, "unknown_key");
        let shown = world.run_with(&["token", "verify", "--explain"], &token).to_string();
        assert!(shown.len() < 4_000 && !shown.contains(['\0', '\u{1b}', '\u{202e}']), "{shown:?}");
    }
}

#[test]
fn exit_22_is_a_missing_kid_where_two_keys_could_be_meant() {
    let world = Sandbox::new();
    let token = with_header(&world, |header| {
        header.remove("kid");
    });
    // With one key there is no doubt.
    judged(&world, &token, &[], 0, "");
    world.run(&["keys", "gen", "--alg", "HS256", "--no-passphrase"]).ok();
    judged(&world, &token, &[], 0, "");
    world.run(&["keys", "gen", "--alg", "EdDSA", "--no-passphrase"]).ok();
    judged(&world, &token, &[], 22, "unknown_key");
}

#[test]
fn exit_22_is_a_key_whose_time_is_over() {
    let world = Sandbox::new();
    let token = world.token();
    let retire = "UPDATE keys SET state = 'retired', state_since = ?1, verify_until = ?1 + 60";
    Connection::open(world.store()).unwrap().execute(retire, [START.cast_signed()]).unwrap();
    let verdict = judged(&world, &token, &[], 0, "");
    assert_eq!(verdict["warnings"].as_array().map(Vec::len), Some(1));
    world.pass(61);
    judged(&world, &token, &[], 22, "unknown_key");
}

#[test]
fn what_a_header_offers_as_a_key_is_never_used() {
    let world = Sandbox::new();
    let jwk = json!({"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"});
    for (name, value) in [
        ("jwk", jwk),
        ("jku", json!("http://127.0.0.1:1/keys")),
        ("x5u", json!("file:///etc/passwd")),
        ("x5c", json!(["MIIB"])),
    ] {
        // Not followed, and not in the way of a token that is good.
        let token = with_header(&world, |header| {
            header.insert(name.to_owned(), value.clone());
        });
        judged(&world, &token, &[], 0, "");
        let token = with_header(&world, |header| {
            header.insert(name.to_owned(), value);
            header["kid"] = "nobody".into();
        });
        judged(&world, &token, &[], 22, "unknown_key");
    }
}

#[test]
fn exit_23_is_a_signature_of_someone_else() {
    let world = Sandbox::new();
    let token = world.token();
    let (input, signature) = token.rsplit_once('.').unwrap();
    let mut flipped = URL_SAFE_NO_PAD.decode(signature).unwrap();
    flipped[10] ^= 1;
    let mut promoted = Parts::of(&token);
    promoted.claims["sub"] = "root".into();
    let bad = [
        format!("{input}."),
        format!("{input}.AAAA"),
        format!("{input}.{}", encoded([0; 64])),
        format!("{input}.{}", encoded(&flipped)),
        format!("{input}.{signature}AAAA"),
        format!("{}.{signature}", promoted.input()),
    ];
    for token in bad {
        judged(&world, &token, &[], 23, "bad_signature");
    }
}

#[test]
fn exit_24_is_an_exp_that_passed_or_is_missing() {
    let world = Sandbox::new();
    // Too late is the second of exp itself: RFC 7519 says "on or after".
    let token = with_claims(&world, |claims| claims["exp"] = START.into());
    judged(&world, &token, &[], 24, "expired");
    let token = with_claims(&world, |claims| claims["exp"] = (START + 1).into());
    judged(&world, &token, &[], 0, "");
    for exp in [json!(0), json!(-1), json!(0.5)] {
        let token = with_claims(&world, |claims| claims["exp"] = exp.clone());
        judged(&world, &token, &[], 24, "expired");
    }
    let token = with_claims(&world, |claims| {
        claims.remove("exp");
    });
    judged(&world, &token, &[], 24, "expired");
    // A test token that must be refused can be had on purpose.
    judged(&world, &world.issue(&["--exp", "2025-12-31T23:59:59Z"]), &[], 24, "expired");
}

#[test]
fn exit_25_is_a_start_in_the_future() {
    let world = Sandbox::new();
    for name in ["nbf", "iat"] {
        let token = with_claims(&world, |claims| claims[name] = START.into());
        judged(&world, &token, &[], 0, "");
        let token = with_claims(&world, |claims| claims[name] = (START + 1).into());
        judged(&world, &token, &[], 25, "not_yet_valid");
        let token = with_claims(&world, |claims| {
            claims.remove(name);
        });
        judged(&world, &token, &[], 0, "");
    }
    judged(&world, &world.issue(&["--nbf", "2026-01-01T00:00:01Z"]), &[], 25, "not_yet_valid");
}

#[test]
fn exit_26_is_any_issuer_but_exactly_ours() {
    let world = Sandbox::new();
    let iss = Parts::of(&world.token()).claims["iss"].as_str().unwrap().to_owned();
    let wrong = [
        json!(format!("{iss}/")),
        json!(iss.to_uppercase()),
        json!(format!("{iss} ")),
        json!(""),
        json!([iss]),
        json!([iss, "https://evil.test"]),
        json!({"iss": iss}),
        json!(null),
        json!(1),
    ];
    for iss in wrong {
        let token = with_claims(&world, |claims| claims["iss"] = iss);
        judged(&world, &token, &[], 26, "issuer_mismatch");
    }
    let token = with_claims(&world, |claims| {
        claims.remove("iss");
    });
    judged(&world, &token, &[], 26, "issuer_mismatch");
    judged(&world, &world.token(), &["--iss", "https://other.test"], 26, "issuer_mismatch");
    judged(&world, &world.token(), &["--iss", &iss], 0, "");
}

#[test]
fn exit_27_is_an_audience_that_does_not_have_us() {
    let world = Sandbox::new();
    let aud = Parts::of(&world.token()).claims["aud"].as_str().expect("one audience").to_owned();
    let right = [json!(aud), json!([aud]), json!(["https://other.test", aud])];
    for aud in right {
        judged(&world, &with_claims(&world, |claims| claims["aud"] = aud), &[], 0, "");
    }
    let wrong = [
        json!("https://other.test"),
        json!(format!("{aud}/")),
        json!(aud.to_uppercase()),
        json!([]),
        json!([[aud]]),
        json!([aud, 7]),
        json!({"aud": aud}),
        json!(7),
        json!(null),
        json!(""),
    ];
    for aud in wrong {
        judged(&world, &with_claims(&world, |claims| claims["aud"] = aud), &[], 27, "audience_mismatch");
    }
    let none = with_claims(&world, |claims| {
        claims.remove("aud");
    });
    judged(&world, &none, &[], 27, "audience_mismatch");
    let token = world.token();
    judged(&world, &token, &["--aud", "https://other.test"], 27, "audience_mismatch");
    judged(&world, &token, &["--aud", "https://other.test", "--aud", &aud], 0, "");
}

#[test]
fn exit_27_is_an_audience_where_none_is_expected() {
    let world = Sandbox::new();
    let token = world.token();
    let none = with_claims(&world, |claims| {
        claims.remove("aud");
    });
    let config = world.home().join("config.toml");
    let text = std::fs::read_to_string(&config).unwrap();
    let kept: Vec<&str> = text.lines().filter(|line| !line.starts_with("audience")).collect();
    std::fs::write(&config, kept.join("\n")).unwrap();
    judged(&world, &token, &[], 27, "audience_mismatch");
    judged(&world, &token, &["--aud", "https://api.localhost"], 0, "");
    judged(&world, &none, &[], 0, "");
}

#[test]
fn exit_28_is_another_kind_of_token() {
    let world = Sandbox::new();
    for typ in ["at+jwt", "AT+JWT", "At+Jwt", "application/at+jwt", "Application/AT+JWT"] {
        judged(&world, &with_header(&world, |header| header["typ"] = typ.into()), &[], 0, "");
    }
    for typ in ["JWT", "jwt", "", "at+jwt ", "at-jwt", "text/at+jwt", "application/application/at+jwt", "logout+jwt"] {
        let token = with_header(&world, |header| header["typ"] = typ.into());
        judged(&world, &token, &[], 28, "type_mismatch");
    }
    let token = with_header(&world, |header| {
        header.remove("typ");
    });
    judged(&world, &token, &[], 28, "type_mismatch");
    judged(&world, &world.token(), &["--typ", "JWT"], 28, "type_mismatch");
    judged(&world, &with_header(&world, |header| header["typ"] = "jwt".into()), &["--typ", "JWT"], 0, "");
}

#[test]
fn exit_28_is_a_refresh_or_id_token_shown_as_an_access_token() {
    let world = Sandbox::new();
    let (_, refresh) = world.pair();
    judged(&world, &refresh, &[], 28, "type_mismatch");
    let args = ["token", "issue", "--app", "demo", "--user", "alice", "--with-id-token"];
    let id = world.run(&args).ok().line(1);
    let client = Parts::of(&id).claims["aud"].as_str().expect("one audience").to_owned();
    judged(&world, &id, &["--aud", &client], 28, "type_mismatch");
    judged(&world, &id, &["--aud", &client, "--typ", "JWT"], 0, "");
}

#[test]
fn exit_29_is_a_required_claim_that_is_missing_or_differs() {
    let world = Sandbox::new();
    let token = world.issue(&["--claim", "role=admin", "--claim", "level:=3", "--claim", "tags:=[\"a\",\"b\"]"]);
    let met = ["role=admin", "role", "level:=3", "tags:=[\"a\",\"b\"]", "sub=alice", "client_id"];
    for claim in met {
        judged(&world, &token, &["--require-claim", claim], 0, "");
    }
    let unmet = ["role=Admin", "role=", "team", "level=3", "level:=4", "tags:=[\"b\",\"a\"]", "tags=a", "role:=null"];
    for claim in unmet {
        judged(&world, &token, &["--require-claim", claim], 29, "claim_mismatch");
    }
    // All of them, not one of them.
    judged(&world, &token, &["--require-claim", "role=admin", "--require-claim", "team"], 29, "claim_mismatch");
    judged(&world, &token, &["--sub", "alice"], 0, "");
    judged(&world, &token, &["--sub", "bob"], 29, "claim_mismatch");
}

#[test]
fn exit_30_is_a_required_scope_that_is_missing() {
    let world = Sandbox::new();
    let token = world.issue(&["--scope", "read"]);
    judged(&world, &token, &["--require-scope", "read"], 0, "");
    for scope in ["write", "read write", "rea", "READ"] {
        judged(&world, &token, &["--require-scope", scope], 30, "insufficient_scope");
    }
    judged(&world, &token, &["--require-scope", "read", "--require-scope", "write"], 30, "insufficient_scope");
    for scope in [json!(null), json!(["read"]), json!(""), json!("reader"), json!(7)] {
        let token = with_claims(&world, |claims| claims["scope"] = scope);
        judged(&world, &token, &["--require-scope", "read"], 30, "insufficient_scope");
    }
}

#[test]
fn exit_31_is_a_jti_that_the_ledger_does_not_have() {
    let world = Sandbox::new();
    let jti = Parts::of(&world.token()).claims["jti"].as_str().unwrap().to_owned();
    let unknown = [
        json!("01890a5d-ac96-774b-bcce-b302099a8057"),
        json!(jti.to_uppercase()),
        json!(jti.replace('-', "")),
        json!(format!("{jti} ")),
        json!(format!("{{{jti}}}")),
        json!(format!("urn:uuid:{jti}")),
        json!("' OR 1=1 --"),
        json!(""),
        json!(null),
        json!([jti]),
        json!(7),
    ];
    for jti in unknown {
        let token = with_claims(&world, |claims| claims["jti"] = jti);
        judged(&world, &token, &[], 31, "unknown_token");
    }
    let token = with_claims(&world, |claims| {
        claims.remove("jti");
    });
    judged(&world, &token, &[], 31, "unknown_token");
}

#[test]
fn exit_32_is_revoked_and_says_by_whom_when_and_why() {
    let world = Sandbox::new();
    let token = world.token();
    let other = world.token();
    world.run(&["token", "revoke", &token, "--reason", "laptop stolen", "--by", "carol"]).ok();
    let verdict = judged(&world, &token, &[], 32, "revoked");
    let cause = &verdict["cause"];
    assert_eq!(
        (&cause["cause"], &cause["by"], &cause["reason"]),
        (&json!("token"), &json!("carol"), &json!("laptop stolen"))
    );
    assert_eq!(cause["at"], "2026-01-01T00:00:00Z");
    judged(&world, &other, &[], 0, "");
}

#[test]
fn exit_32_is_what_a_revoked_key_signed() {
    let world = Sandbox::new();
    let token = world.token();
    let revoke = "UPDATE keys SET state = 'revoked', state_since = ?1, revoked_by = 'carol', revoked_note = 'leaked'";
    Connection::open(world.store()).unwrap().execute(revoke, [START.cast_signed()]).unwrap();
    let verdict = judged(&world, &token, &[], 32, "revoked");
    assert_eq!((&verdict["cause"]["cause"], &verdict["cause"]["by"]), (&json!("key"), &json!("carol")));
}

#[test]
fn exit_32_is_the_twin_of_a_revoked_token() {
    let world = Sandbox::new();
    let token = world.token();
    // Other bytes, same token: members in another order, signed again.
    let mut twin = Parts::of(&token);
    twin.claims = twin.claims.into_iter().rev().collect();
    let twin = twin.signed(&key(&world));
    assert_ne!(twin, token);
    judged(&world, &twin, &[], 0, "");
    world.run(&["token", "revoke", &token]).ok();
    judged(&world, &twin, &[], 32, "revoked");
}

#[test]
fn exit_33_is_a_blocked_app() {
    let world = Sandbox::new();
    let token = world.token();
    world.run(&["app", "block", "demo", "--reason", "key leaked"]).ok();
    let verdict = judged(&world, &token, &[], 33, "app_blocked");
    assert_eq!(verdict["cause"]["reason"], "key leaked");
}

#[test]
fn exit_34_is_another_address_or_none() {
    let world = Sandbox::new();
    let token = world.issue(&["--ip", "192.0.2.1", "--bind-ip"]);
    judged(&world, &token, &["--ip", "192.0.2.1"], 0, "");
    judged(&world, &token, &["--ip", "::ffff:192.0.2.1"], 0, "");
    judged(&world, &token, &["--ip", "192.0.2.2"], 34, "context_mismatch");
    judged(&world, &token, &[], 34, "context_mismatch");
    let six = world.issue(&["--ip", "2001:db8::1", "--bind-ip"]);
    judged(&world, &six, &["--ip", "2001:0DB8:0::0001"], 0, "");
    judged(&world, &six, &["--ip", "2001:db8::2"], 34, "context_mismatch");
    // Known to the ledger is not bound to the token.
    let free = world.issue(&["--ip", "192.0.2.1"]);
    judged(&world, &free, &["--ip", "192.0.2.2"], 0, "");
    for ip in [json!(null), json!(["192.0.2.1"]), json!("192.0.2.1 "), json!(3_221_225_985_u32), json!("")] {
        let token = with_claims(&world, |claims| {
            claims.insert("ip".to_owned(), ip);
        });
        judged(&world, &token, &["--ip", "192.0.2.1"], 34, "context_mismatch");
    }
}

#[test]
fn a_leeway_forgives_as_much_as_it_says() {
    let world = Sandbox::new();
    let late = with_claims(&world, |claims| claims["exp"] = (START - 10).into());
    judged(&world, &late, &[], 24, "expired");
    judged(&world, &late, &["--leeway", "10s"], 24, "expired");
    judged(&world, &late, &["--leeway", "11s"], 0, "");
    let early = with_claims(&world, |claims| claims["nbf"] = (START + 10).into());
    judged(&world, &early, &["--leeway", "9s"], 25, "not_yet_valid");
    judged(&world, &early, &["--leeway", "10s"], 0, "");
    // Not even the longest makes up for a missing exp.
    let endless = with_claims(&world, |claims| {
        claims.remove("exp");
    });
    judged(&world, &endless, &["--leeway", "5m"], 24, "expired");
}

#[test]
fn a_token_can_be_judged_as_of_another_time() {
    let world = Sandbox::new();
    let token = world.issue(&["--ttl", "15m"]);
    judged(&world, &token, &["--at", "2026-01-01T00:14:59Z"], 0, "");
    judged(&world, &token, &["--at", "2026-01-01T00:15:00Z"], 24, "expired");
    judged(&world, &token, &["--at", "2025-12-31T23:59:59Z"], 25, "not_yet_valid");
    judged(&world, &token, &["--at", &START.to_string()], 0, "");
    world.pass(3600);
    judged(&world, &token, &[], 24, "expired");
    judged(&world, &token, &["--at", &START.to_string()], 0, "");
}

#[test]
fn an_expired_token_for_someone_else_is_expired() {
    let world = Sandbox::new();
    let token = with_claims(&world, |claims| {
        claims["exp"] = START.into();
        claims["aud"] = "https://other.test".into();
    });
    judged(&world, &token, &[], 24, "expired");
}

/// Makes claims wrong in one way.
type Spoil = fn(&mut Map<String, Value>);

/// A token that has every fault from this exit code on, and none before it.
fn faulty_from(world: &Sandbox, exit: u8, good: &str, revoked: &str) -> String {
    let mut parts = Parts::of(if exit <= 32 { revoked } else { good });
    let Parts { header, claims } = &mut parts;
    let faults: [(u8, Spoil); 7] = [
        (24, |claims| claims["exp"] = (START - 10).into()),
        (25, |claims| claims["nbf"] = (START + 10).into()),
        (26, |claims| claims["iss"] = "https://other.test".into()),
        (27, |claims| claims["aud"] = "https://other.test".into()),
        (29, |claims| claims["role"] = "guest".into()),
        (30, |claims| claims["scope"] = "nothing".into()),
        (31, |claims| claims["jti"] = "01890a5d-ac96-774b-bcce-b302099a8057".into()),
    ];
    for (_, spoil) in faults.iter().filter(|(fault, _)| *fault >= exit) {
        spoil(claims);
    }
    if exit <= 28 {
        header["typ"] = "JWT".into();
    }
    if exit <= 22 {
        header["kid"] = "nobody".into();
    }
    if exit <= 21 {
        header["alg"] = "none".into();
    }
    let token = parts.signed(&key(world));
    let (input, _) = token.rsplit_once('.').unwrap();
    match exit {
        ..=20 => format!("{input}.A"),
        21..=23 => format!("{input}.AAAA"),
        24.. => token,
    }
}

#[test]
fn the_first_check_that_fails_is_the_verdict() {
    let world = Sandbox::new();
    let bound = ["--claim", "role=admin", "--ip", "192.0.2.1", "--bind-ip"];
    let (good, revoked) = (world.issue(&bound), world.issue(&bound));
    world.run(&["token", "revoke", &revoked]).ok();
    let expected = ["--require-claim", "role=admin", "--require-scope", "read", "--ip", "192.0.2.2"];
    let reasons = [
        "malformed",
        "algorithm_not_allowed",
        "unknown_key",
        "bad_signature",
        "expired",
        "not_yet_valid",
        "issuer_mismatch",
        "audience_mismatch",
        "type_mismatch",
        "claim_mismatch",
        "insufficient_scope",
        "unknown_token",
        "revoked",
        "app_blocked",
        "context_mismatch",
    ];
    world.run(&["app", "block", "demo", "--reason", "x"]).ok();
    for (exit, reason) in (20..).zip(reasons) {
        if exit == 34 {
            world.run(&["app", "activate", "demo"]).ok();
        }
        let token = faulty_from(&world, exit, &good, &revoked);
        judged(&world, &token, &expected, exit, reason);
    }
    // And without the last fault it is good.
    judged(&world, &good, &["--require-claim", "role=admin", "--require-scope", "read", "--ip", "192.0.2.1"], 0, "");
}

#[test]
fn every_check_is_explained_in_order_and_those_after_the_first_fault_are_skipped() {
    let world = Sandbox::new();
    let token = with_claims(&world, |claims| claims["iss"] = "https://other.test".into());
    let verdict = world.run_with(&["token", "verify", "--explain", "--json"], &token).exits(26).json();
    let checks = verdict["checks"].as_array().expect("checks");
    let results: Vec<(&str, &str)> = checks
        .iter()
        .map(|check| (check["check"].as_str().expect("a name"), check["outcome"].as_str().expect("an outcome")))
        .collect();
    let failed = results.iter().position(|(_, result)| *result == "fail").expect("a check that failed");
    assert_eq!(results[failed].0, "issuer");
    assert!(results[..failed].iter().all(|(_, result)| *result == "pass"), "{results:?}");
    assert!(results[failed + 1..].iter().all(|(_, result)| *result == "skipped"), "{results:?}");
    assert_eq!(results.len(), 16, "{results:?}");
}

#[test]
fn what_a_token_says_cannot_steer_a_terminal() {
    let world = Sandbox::new();
    let evil = "\u{1b}[2J\u{202e}\u{9b}31m\r\nvalid";
    let token = with_claims(&world, |claims| claims["iss"] = evil.into());
    for args in [&["token", "verify"][..], &["token", "verify", "--explain"], &["token", "verify", "--json"]] {
        let seen = world.run_with(args, &token).to_string();
        assert!(!seen.contains(['\u{1b}', '\u{202e}', '\u{9b}', '\r']), "{seen:?}");
        assert!(!seen.lines().any(|line| line == "valid"), "{seen:?}");
    }
}

/// Whoever holds a key can write any jti, but cannot change what the ledger knows of it.
#[test]
fn a_token_with_the_jti_of_another_is_unknown() {
    let world = Sandbox::new();
    for (claim, value) in [("sub", json!("mallory")), ("client_id", json!("mtg_app_0000000000000000000000"))] {
        let token = with_claims(&world, |claims| claims[claim] = value.clone());
        judged(&world, &token, &[], 31, "unknown_token");
    }
    let token = with_claims(&world, |claims| claims["exp"] = (START + 9_000_000).into());
    judged(&world, &token, &[], 31, "unknown_token");
}

/// What the check of this name says.
fn explained(world: &Sandbox, token: &str, check: &str) -> String {
    let verdict = world.run(&["token", "verify", "--explain", "--json", token]);
    let checks = verdict.json()["checks"].as_array().expect("checks").clone();
    let detail = checks.iter().find(|row| row["check"] == check).expect("the check")["detail"].clone();
    detail.as_str().expect("words").to_owned()
}

#[test]
fn the_cause_is_explained_with_when_and_by_whom() {
    let world = Sandbox::new();
    let (leaked, of_app) = (world.issue(&["--ttl", "10d"]), world.issue(&["--ttl", "10d"]));
    let kid = world.run(&["keys", "list", "-q"]).ok().line(0);
    let revoke = ["token", "revoke", &world.jti(&leaked), "--reason", "leak", "--by", "ops@host"];
    world.run(&revoke).ok();
    world.pass(3 * 3_600);
    assert_eq!(
        explained(&world, &leaked, "revocation"),
        "it was revoked 3h ago (2026-01-01T00:00:00Z) by ops@host, reason leak"
    );
    world.run(&["keys", "rotate", "--now", "--no-passphrase"]).ok();
    world.pass(2 * 86_400);
    let kid_row = format!("kid {kid}, retired 2d ago (2026-01-01T03:00:00Z)");
    assert_eq!(explained(&world, &of_app, "key"), kid_row);
    let warned = world.run(&["token", "verify", &of_app]).ok();
    assert!(
        warned.err().contains("the key that signed it, retired 2d ago (2026-01-01T03:00:00Z), verifies until"),
        "{warned}"
    );
    world.run(&["app", "block", "demo", "--reason", "spam", "--by", "ops@host"]).ok();
    world.pass(60);
    assert_eq!(
        explained(&world, &of_app, "app"),
        "app demo was blocked 1m ago (2026-01-03T03:00:00Z) by ops@host, reason spam"
    );
    world.run(&["app", "activate", "demo"]).ok();
    world.pass(20 * 86_400);
    let over = explained(&world, &of_app, "key");
    assert!(
        over.starts_with(&format!("signed with kid {kid}, retired 22d ")) && over.contains("which verified only until"),
        "{over}"
    );
}

#[test]
fn a_key_that_retires_soon_is_warned_of_and_the_verdict_stays() {
    let world = Sandbox::new();
    world.run(&["keys", "rotate", "--activate-in", "30h", "--no-passphrase"]).ok();
    let token = world.issue(&["--ttl", "10d"]);
    let verdict = |more: &[&str]| world.run(&[&["token", "verify", "--json", &token], more].concat()).ok();
    assert_eq!(verdict(&[]).json()["warnings"], json!([]));
    // Whoever wants to be warned earlier says so.
    assert_eq!(
        verdict(&["--warn-within", "48h"]).json()["warnings"],
        json!(["the key that signed it retires in 1d 6h, at 2026-01-02T06:00:00Z"])
    );
    world.pass(7 * 3_600);
    let warned = verdict(&[]);
    assert_eq!(warned.json()["warnings"], json!(["the key that signed it retires in 23h, at 2026-01-02T06:00:00Z"]));
    assert!(warned.err().contains("warning: the key that signed it retires in 23h"), "{warned}");
    world.pass(24 * 3_600);
    let due = json!(["the key that signed it is due to be retired since 2026-01-02T06:00:00Z"]);
    assert_eq!(verdict(&[]).json()["warnings"], due);
    // A batch says the same.
    let lines = world.run_with(&["token", "verify", "--batch", "-"], format!("{token}\n")).ok();
    assert_eq!(lines.json()["warnings"], due);
}
