//! The algorithm, and the key that a token brings or names.

use aws_lc_rs::hmac;
use aws_lc_rs::signature::Ed25519KeyPair;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;

use super::target::{Target, without};
use super::{all, expect_each};
use crate::support::{b64, from_b64};

#[test]
fn the_algorithm_is_never_the_attackers_choice() {
    let target = Target::new();
    let [ed, _, rs] = &target.tokens;
    let mut table = Vec::new();
    for alg in ["none", "None", "NONE", "nOnE", "", "EdDSA ", "eddsa", "HS1", "dir", "Ed448", "\u{1b}[31m"] {
        let signed = target.header(json!({ "alg": alg }));
        let stripped = format!("{}.", signed.rsplit_once('.').unwrap().0);
        table.push((format!("alg {alg:?}"), signed.into_bytes(), all(21)));
        table.push((format!("alg {alg:?} without a signature"), stripped.into_bytes(), all(21)));
    }
    table.push(("an alg of 64 KiB".into(), target.header(json!({"alg": "x".repeat(65_536)})).into_bytes(), all(21)));
    for alg in [json!(null), json!(1), json!(["EdDSA"]), json!({})] {
        table.push((format!("alg {alg}"), target.header(json!({ "alg": alg })).into_bytes(), all(20)));
    }
    let missing = target.sign(without(&ed.header, "alg"), ed.claims(json!({})));
    table.push(("no alg".into(), missing.into_bytes(), all(20)));
    // The public key as the secret of an HMAC, in every form that somebody could have it in.
    let spki = pem::parse(&target.rsa_pem).unwrap().into_contents();
    // SPKI is a sequence of the identifier (19 bytes with its head of 4) and a bit string (a head of 5 bytes).
    let pkcs1 = spki[24..].to_vec();
    let pkcs1_pem = pem::encode(&pem::Pem::new("RSA PUBLIC KEY", pkcs1.clone()));
    let jwk = target.jwks.iter().find(|jwk| jwk["kid"] == rs.kid()).unwrap();
    let n = jwk["n"].as_str().unwrap();
    let secrets: [(&str, Vec<u8>); 12] = [
        ("nothing", vec![]),
        ("SPKI PEM", target.rsa_pem.clone().into_bytes()),
        ("SPKI PEM without its line end", target.rsa_pem.trim_end().into()),
        ("SPKI PEM with CRLF", target.rsa_pem.replace('\n', "\r\n").into_bytes()),
        ("PKCS#1 PEM", pkcs1_pem.clone().into_bytes()),
        ("PKCS#1 PEM without its line end", pkcs1_pem.trim_end().into()),
        ("SPKI DER", spki.clone()),
        ("PKCS#1 DER", pkcs1),
        ("SPKI in base64", STANDARD.encode(&spki).into_bytes()),
        ("JWK", jwk.to_string().into_bytes()),
        ("n as text", n.into()),
        ("n as bytes", from_b64(n)),
    ];
    let hashes = [("HS256", hmac::HMAC_SHA256), ("HS384", hmac::HMAC_SHA384), ("HS512", hmac::HMAC_SHA512)];
    for (form, secret) in &secrets {
        for (alg, hash) in hashes {
            for (kid, wanted) in [(rs.kid(), all(21)), (ed.kid(), all(21)), ("other", [22, 22, 21])] {
                let header = json!({"typ": "at+jwt", "alg": alg, "kid": kid}).to_string();
                let input = format!("{}.{}", b64(header), b64(rs.claims(json!({}))));
                let tag = hmac::sign(&hmac::Key::new(hash, secret), input.as_bytes());
                let token = format!("{input}.{}", b64(tag));
                table.push((format!("{alg} with {form}, kid {kid}"), token.into_bytes(), wanted));
            }
        }
    }
    // One key, one algorithm: also within a family.
    for alg in ["RS384", "PS256", "ES256", "EdDSA"] {
        let token =
            format!("{}.{}.{}", b64(rs.header(json!({ "alg": alg }))), b64(rs.claims(json!({}))), b64(rs.signature()));
        table.push((
            format!("the RSA key as {alg}"),
            token.into_bytes(),
            [21, 21, if alg == "EdDSA" { 23 } else { 21 }],
        ));
    }
    expect_each(&target, table);
}

#[test]
fn keys_that_a_token_brings_or_names_are_not_followed() {
    let target = Target::new();
    let theirs = Ed25519KeyPair::generate().unwrap();
    let x = b64(aws_lc_rs::signature::KeyPair::public_key(&theirs));
    let jwk = json!({"kty": "OKP", "crv": "Ed25519", "x": x, "kid": "theirs", "alg": "EdDSA", "use": "sig"});
    let certificate = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let x5c = STANDARD.encode(certificate.cert.der());
    let mut table = Vec::new();
    for (name, value) in [
        ("jwk", jwk.clone()),
        ("jku", json!("https://127.0.0.1:1/set.json")),
        ("x5u", json!("https://127.0.0.1:1/chain.pem")),
        ("x5c", json!([x5c])),
        ("x5t#S256", json!("AAAA")),
    ] {
        for (kid, wanted) in [(target.tokens[0].kid(), all(23)), ("theirs", [22, 22, 23])] {
            let header = target.tokens[0].header(json!({ name: value, "kid": kid }));
            let input = format!("{}.{}", b64(header), b64(target.tokens[0].claims(json!({}))));
            let token = format!("{input}.{}", b64(theirs.sign(input.as_bytes())));
            table.push((format!("{name}, kid {kid}"), token.into_bytes(), wanted));
        }
    }
    // Whoever verifies with one key file chose the key by hand, and it did sign these.
    let kids = [
        "../../../../dev/null",
        "/etc/passwd",
        "keys/x.pem",
        "' OR '1'='1",
        "x' UNION SELECT 'k' --",
        "a\0b",
        "\u{1b}]0;x\u{7}",
        "\r\nvalid",
        "",
        " ",
        "$(id)",
        "http://127.0.0.1:1/",
    ];
    for kid in kids {
        table.push((format!("kid {kid:?}"), target.header(json!({ "kid": kid })).into_bytes(), [22, 22, 0]));
    }
    table.push(("a kid of 64 KiB".into(), target.header(json!({"kid": "k".repeat(65_536)})).into_bytes(), [22, 22, 0]));
    for kid in [json!(null), json!(1), json!([]), json!({"kid": "x"})] {
        table.push((format!("kid {kid}"), target.header(json!({ "kid": kid })).into_bytes(), all(20)));
    }
    expect_each(&target, table);
}
