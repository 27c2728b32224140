//! Exit codes 20 to 23: what the text, its header and its signature say.

use aws_lc_rs::hmac;
use mintage::core::jose::Sign;
use serde_json::json;

use super::{judged, with_claims, with_header};
use crate::support::token_parts::sign;
use crate::support::{START, Sandbox, TokenParts, b64, from_b64};

#[test]
fn exit_20_is_malformed() {
    let world = Sandbox::new();
    let token = world.token();
    let signing = world.signing_key();
    let (header, rest) = token.split_once('.').unwrap();
    let (payload, signature) = rest.split_once('.').unwrap();
    let alone = |header: &str, payload: &str| sign(&signing, header, payload);
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
        let mut parts = TokenParts::of(&token);
        parts.header["alg"] = alg.into();
        for signature in ["", "e30", token.rsplit('.').next().unwrap()] {
            judged(&world, &format!("{}.{signature}", parts.input()), &[], 21, "algorithm_not_allowed");
        }
    }
}

#[test]
fn exit_21_is_a_public_key_used_as_a_secret() {
    let world = Sandbox::new();
    let mut parts = TokenParts::of(world.token());
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
            let token = format!("{}.{}", parts.input(), b64(tag.as_ref()));
            judged(&world, &token, &[], 21, "algorithm_not_allowed");
        }
    }
}

#[test]
fn exit_21_is_any_algorithm_but_the_keys() {
    let world = Sandbox::new();
    for alg in
        ["RS256", "PS256", "ES256", "ES512", "ES256K", "Ed448", "ed25519", "eddsa", "EDDSA", "RSA-OAEP", "dir", "x"]
    {
        let token = with_header(&world, |header| header["alg"] = alg.into());
        judged(&world, &token, &[], 21, "algorithm_not_allowed");
    }
}

#[test]
fn ed25519_is_another_name_of_the_algorithm_that_the_key_has() {
    let world = Sandbox::new();
    judged(&world, &with_header(&world, |header| header["alg"] = "Ed25519".into()), &[], 0, "");
}

#[test]
fn exit_22_is_a_kid_that_names_no_key() {
    let world = Sandbox::new();
    let kid = world.signing_key().kid().to_string();
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
    let kid = world.active_key();
    world.run(&["keys", "rotate", "--now", "--no-passphrase"]).ok();
    let until = world.key(&kid)["verify_until_unix"].as_u64().unwrap();
    let verdict = judged(&world, &token, &[], 0, "");
    assert_eq!(verdict["warnings"].as_array().map(Vec::len), Some(1));
    world.pass(until + 1 - START);
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
    let mut flipped = from_b64(signature);
    flipped[10] ^= 1;
    let mut promoted = TokenParts::of(&token);
    promoted.claims["sub"] = "root".into();
    let bad = [
        format!("{input}."),
        format!("{input}.AAAA"),
        format!("{input}.{}", b64([0; 64])),
        format!("{input}.{}", b64(&flipped)),
        format!("{input}.{signature}AAAA"),
        format!("{}.{signature}", promoted.input()),
    ];
    for token in bad {
        judged(&world, &token, &[], 23, "bad_signature");
    }
}
