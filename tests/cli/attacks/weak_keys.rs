//! Keys that prove nothing.

use serde_json::{Value, json};

use super::target::{Target, is_harmless, with_raw};
use super::unhex;
use crate::support::b64;

/// DER of a tag with these contents.
fn der(tag: u8, contents: &[u8]) -> Vec<u8> {
    let size = u16::try_from(contents.len()).unwrap().to_be_bytes();
    [&[tag, 0x82], &size[..], contents].concat()
}

/// An RSA public key as SPKI.
fn rsa_spki(n: &[u8], e: &[u8]) -> String {
    let key = der(0x30, &[der(2, &[&[0], n].concat()), der(2, e)].concat());
    let identifier = unhex("300d06092a864886f70d0101010500");
    pem::encode(&pem::Pem::new("PUBLIC KEY", der(0x30, &[identifier, der(3, &[&[0], &key[..]].concat())].concat())))
}

/// A key that proves nothing is set aside in a set, and refused as the only one.
#[test]
fn weak_and_foreign_keys_judge_nothing() {
    let target = Target::new();
    let n = |bytes: usize| b64(vec![0xff; bytes]);
    let ed = |x: &[u8]| json!({"kty": "OKP", "crv": "Ed25519", "x": b64(x)});
    let good = target.jwks.iter().find(|jwk| jwk["alg"] == "EdDSA").unwrap();
    let with = |name: &str, value: Value| {
        let mut jwk = good.clone();
        jwk[name] = value;
        jwk
    };
    let mut one = [0; 32];
    one[0] = 1;
    let table = [
        ("RSA of 1024 bits", "RS256", json!({"kty": "RSA", "alg": "RS256", "n": n(128), "e": "AQAB"})),
        ("RSA of 512 bits", "RS256", json!({"kty": "RSA", "alg": "RS256", "n": n(64), "e": "AQAB"})),
        ("RSA of 16384 bits", "RS256", json!({"kty": "RSA", "alg": "RS256", "n": n(2048), "e": "AQAB"})),
        ("RSA with exponent 1", "RS256", json!({"kty": "RSA", "alg": "RS256", "n": n(256), "e": "AQ"})),
        ("RSA with an even exponent", "RS256", json!({"kty": "RSA", "alg": "RS256", "n": n(256), "e": "Ag"})),
        (
            "RSA with leading zeros",
            "RS256",
            json!({"kty": "RSA", "alg": "RS256", "n": format!("AAAA{}", n(255)), "e": "AQAB"}),
        ),
        ("a secret without bytes", "HS256", json!({"kty": "oct", "alg": "HS256", "k": ""})),
        ("a secret of 31 bytes", "HS256", json!({"kty": "oct", "alg": "HS256", "k": b64([7; 31])})),
        ("a secret of 47 bytes", "HS384", json!({"kty": "oct", "alg": "HS384", "k": b64([7; 47])})),
        ("the point of order one", "EdDSA", ed(&one)),
        ("the point of order four", "EdDSA", ed(&[0; 32])),
        ("no point of P-256", "ES256", json!({"kty": "EC", "crv": "P-256", "x": b64([1; 32]), "y": b64([1; 32])})),
        ("infinity", "ES256", json!({"kty": "EC", "crv": "P-256", "x": b64([0; 32]), "y": b64([0; 32])})),
        ("X25519", "EdDSA", with("crv", "X25519".into())),
        ("another curve", "EdDSA", with("crv", "P-256".into())),
        ("another alg", "EdDSA", with("alg", "RS256".into())),
        ("alg none", "EdDSA", with("alg", "none".into())),
        ("use enc", "EdDSA", with("use", "enc".into())),
        ("use that is no text", "EdDSA", with("use", json!(["sig"]))),
        ("key_ops of encryption", "EdDSA", with("key_ops", json!(["encrypt", "wrapKey"]))),
        ("key_ops that is no list", "EdDSA", with("key_ops", "verify".into())),
        ("an x with a stray bit", "EdDSA", with("x", stray_bit(good["x"].as_str().unwrap()).into())),
        ("x one byte short", "EdDSA", with("x", b64([1; 31]).into())),
        ("no kty", "EdDSA", with("kty", Value::Null)),
        ("an x of control characters", "EdDSA", with("x", "\u{1b}[2J".repeat(20_000).into())),
    ];
    for (name, alg, mut jwk) in table {
        jwk["kid"] = "weak".into();
        let token = target.header(json!({"alg": alg, "kid": "weak"}));
        let set = target.home.file("weak-set.json", json!({"keys": [jwk, good]}).to_string());
        let judged = target.judged(name, &["--jwks", set.to_str().unwrap()], token.as_bytes());
        assert_eq!(judged, 22, "{name} in a set");
        let file = target.home.file("weak.json", jwk.to_string());
        refused(&target, name, &["--key", file.to_str().unwrap()], token.as_bytes());
    }
    let certificate = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let good_pem = target.home.run(&["keys", "export", target.tokens[0].kid()]).ok().out();
    let files: [(&str, Vec<u8>); 10] = [
        ("RSA of 1024 bits in PEM", rsa_spki(&[0xff; 128], &[1, 0, 1]).into_bytes()),
        ("RSA with exponent 1 in PEM", rsa_spki(&[0xff; 256], &[1]).into_bytes()),
        ("a certificate in PEM", certificate.cert.pem().into_bytes()),
        ("a certificate in DER", certificate.cert.der().to_vec()),
        ("two keys", good_pem.repeat(2).into_bytes()),
        ("a key in UTF-16", good_pem.encode_utf16().flat_map(u16::to_le_bytes).collect()),
        ("a key cut off", good_pem.as_bytes()[..good_pem.len() - 30].to_vec()),
        ("JSON 10 000 deep", format!(r#"{{"kty":{}"#, "[".repeat(10_000)).into_bytes()),
        ("a JWK with a member twice", with_raw(&good.to_string(), r#""kty":"oct""#).into_bytes()),
        ("terminal escapes", "\u{1b}]0;x\u{7}".repeat(10_000).into_bytes()),
    ];
    let token = target.tokens[0].text.as_bytes();
    for (name, bytes) in files {
        let file = target.home.file("weak", bytes);
        refused(&target, name, &["--key", file.to_str().unwrap(), "--alg", "RS256"], token);
        refused(&target, name, &["--jwks", file.to_str().unwrap()], token);
    }
}

/// A key that cannot be used is no verdict on the token.
fn refused(target: &Target, name: &str, place: &[&str], token: &[u8]) {
    for form in [&[][..], &["--json"], &["--explain"]] {
        let answer = target.verify(place, form, token);
        assert_eq!(answer.exit, 2, "{name} {place:?}: {answer}");
        assert!(answer.stdout.is_empty(), "{name}: {answer}");
        is_harmless(name, &answer, 2048);
    }
}

/// The same in base64url, but for a bit that no byte uses.
fn stray_bit(text: &str) -> String {
    const LETTERS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let (rest, last) = text.split_at(text.len() - 1);
    let place = LETTERS.find(last).expect("base64url");
    format!("{rest}{}", &LETTERS[place + 1..=place + 1])
}
