//! The bytes of a token: one meaning, one text, one form of the signature.

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::RSA_PKCS1_SHA256;
use serde_json::json;

use super::target::Target;
use super::{all, expect_each, unhex};
use crate::support::b64;

/// The order of P-256 and that of Ed25519, the latter with its least byte first.
const P256: &str = "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551";
const ED25519: &str = "edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010";

/// The letters of base64url, by their value.
const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

#[test]
fn what_changes_the_meaning_of_the_bytes_is_malformed() {
    let target = Target::new();
    let ed = &target.tokens[0];
    let mut table: Vec<(String, Vec<u8>, [u8; 3])> = Vec::new();
    let mut bad = |name: &str, token: String| table.push((name.to_owned(), token.into_bytes(), all(20)));
    for (name, value) in [
        ("crit", json!(["exp"])),
        ("crit", json!([])),
        ("crit", json!(null)),
        ("crit", json!(["b64"])),
        ("b64", json!(false)),
        ("b64", json!(true)),
        ("zip", json!("DEF")),
        ("enc", json!("A256GCM")),
        ("typ", json!(["at+jwt"])),
        ("typ", json!(1)),
    ] {
        bad(&format!("{name} {value}"), target.header(json!({ name: value })));
    }
    for raw in [r#""alg":"EdDSA""#, r#""\u0061lg":"none""#, r#""x":{"a":1,"a":1}"#, r#""x":[[{"a":1,"a":2}]]"#] {
        bad(&format!("header with {raw} again"), target.raw_header(raw));
    }
    for raw in [
        r#""sub":"mallory""#,
        r#""s\u0075b":"mallory""#,
        r#""exp":9999999999"#,
        r#""x":{"a":1,"a":1}"#,
        r#""x":[{"y":{"a":1,"a":2}}]"#,
    ] {
        bad(&format!("claims with {raw} again"), target.raw_claims(raw));
    }
    for raw in [
        r#""x":NaN"#,
        r#""x":Infinity"#,
        r#""x":01"#,
        r#""x":+1"#,
        r#""x":1e400"#,
        r#""x":-1e400"#,
        "'x':1",
        r#""x":1,"#,
        r#""x":"\ud800""#,
        r#""x":"\udc00\ud800""#,
        "\"x\":\"a\nb\"",
        "\"x\":\"\u{1b}\"",
        r#""x":1/*y*/"#,
        r#""x":"\x""#,
    ] {
        bad(&format!("claims with {raw:?}"), target.raw_claims(raw));
    }
    let deep = format!(r#""x":{}1{}"#, "[".repeat(10_000), "]".repeat(10_000));
    bad("claims 10 000 deep", target.raw_claims(&deep));
    bad("a header 10 000 deep", target.raw_header(&deep));
    bad("claims that do not end", target.raw_claims(&format!(r#""x":{}"#, r#"{"x":"#.repeat(10_000))));
    let (header, claims) = (ed.header(json!({})), ed.claims(json!({})));
    let utf16 = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    bad("a header in UTF-16", target.sign(utf16(&header), &claims));
    bad("claims in UTF-16", target.sign(&header, utf16(&claims)));
    bad("a header with BOM", target.sign(format!("\u{feff}{header}"), &claims));
    bad("claims with BOM", target.sign(&header, format!("\u{feff}{claims}")));
    bad(
        "claims that are not UTF-8",
        target.sign(&header, [&claims.as_bytes()[..claims.len() - 2], b"\xff\"}"].concat()),
    );
    bad("claims and NUL", target.sign(&header, format!("{claims}\0")));
    bad("claims twice", target.sign(&header, format!("{claims}{claims}")));
    for other in ["", " ", "[]", "null", "1", "\"{}\"", "{"] {
        bad(&format!("claims {other:?}"), target.sign(&header, other));
        bad(&format!("header {other:?}"), target.sign(other, &claims));
    }
    // The text itself: one token has one text.
    let text = &ed.text;
    let parts: Vec<&str> = text.split('.').collect();
    let [h, c, s] = parts.as_slice() else { panic!("three parts") };
    let last = ALPHABET.iter().position(|letter| letter == s.as_bytes().last().unwrap()).unwrap();
    bad("bits that no byte uses", format!("{h}.{c}.{}{}", &s[..s.len() - 1], char::from(ALPHABET[last + 1])));
    bad("padding", format!("{text}=="));
    bad("padding within", format!("{h}=.{c}.{s}"));
    for foreign in ["+", "/", " ", "\n", "\r\n", "\t", "\0", "=", "%2B", "é", "\u{200b}", "．"] {
        bad(
            &format!("{foreign:?} in the signature"),
            format!("{h}.{c}.{}{foreign}{}", &s[..8], &s[8 + foreign.len()..]),
        );
        bad(&format!("{foreign:?} before"), format!("{foreign}{text}"));
    }
    bad("two line ends", format!("{text}\n\n"));
    bad("a space after", format!("{text} "));
    bad("a scheme", format!("Bearer {text}"));
    bad("quoted", format!("\"{text}\""));
    for wrong in ["", ".", "..", "...", "....", "a", "a.b"] {
        bad(&format!("{wrong:?}"), wrong.to_owned());
    }
    bad("two parts", format!("{h}.{c}"));
    bad("four parts", format!("{text}.{s}"));
    bad("five parts", format!("{text}.{s}.{s}"));
    bad("no header", format!(".{c}.{s}"));
    bad("no claims", format!("{h}..{s}"));
    bad("flattened JSON", json!({"protected": h, "payload": c, "signature": s}).to_string());
    bad("general JSON", json!({"payload": c, "signatures": [{"protected": h, "signature": s}]}).to_string());
    table.push(("bytes that are no text".into(), b"\xff\xfe.\x80.\x00".to_vec(), all(20)));
    expect_each(&target, table);
}

#[test]
fn a_signature_has_one_form() {
    let target = Target::new();
    let [ed, es, rs] = &target.tokens;
    let mut table: Vec<(String, Vec<u8>, [u8; 3])> = Vec::new();
    let order = unhex(P256);
    let (sound, known) = (es.signature(), ed.signature());
    let asn1 = target.es.sign(&SystemRandom::new(), es.issued_input().as_bytes()).unwrap();
    let (r, s) = sound.split_at(32);
    // n − s, with the borrow done by hand.
    let mut twin_s = vec![0; 32];
    let mut borrow = 0_i16;
    for place in (0..32).rev() {
        let digit = i16::from(order[place]) - i16::from(s[place]) - borrow;
        borrow = i16::from(digit < 0);
        twin_s[place] = u8::try_from(digit.rem_euclid(256)).unwrap();
    }
    for (name, signature, exit) in [
        ("the twin, which is good", [r, &twin_s].concat(), 0),
        ("zeros", vec![0; 64], 23),
        ("r is zero", [&[0; 32], s].concat(), 23),
        ("s is zero", [r, &[0; 32]].concat(), 23),
        ("r and s are the order", [&order[..], &order].concat(), 23),
        ("ones", vec![0xff; 64], 23),
        ("ASN.1", asn1.as_ref().to_vec(), 23),
        ("one byte less", sound[..63].to_vec(), 23),
        ("one byte more", [&sound[..], &[0]].concat(), 23),
        ("a zero before", [&[0], &sound[..]].concat(), 23),
        ("zeros before both", [&[0], r, &[0], s].concat(), 23),
        ("none", vec![], 23),
    ] {
        table.push((format!("ES256: {name}"), es.with_signature(signature).into_bytes(), [exit, exit, 21]));
    }
    // s + ℓ is the same number to those who do not look (RFC 8032, 8.4).
    let mut carry = 0;
    let malleable: Vec<u8> = known[32..]
        .iter()
        .zip(unhex(ED25519))
        .map(|(a, b)| {
            let sum = u16::from(*a) + u16::from(b) + carry;
            carry = sum >> 8;
            sum.to_le_bytes()[0]
        })
        .collect();
    for (name, signature) in [
        ("zeros", vec![0; 64]),
        ("s and the order", [&known[..32], &malleable].concat()),
        ("one byte less", known[..63].to_vec()),
        ("one byte more", [&known[..], &[0]].concat()),
        ("twice", known.repeat(2)),
        ("64 KiB", vec![7; 65_536]),
        ("none", vec![]),
    ] {
        table.push((format!("EdDSA: {name}"), ed.with_signature(signature).into_bytes(), all(23)));
    }
    let mut again = vec![0; target.rs.public_modulus_len()];
    target.rs.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), rs.issued_input().as_bytes(), &mut again).unwrap();
    assert_eq!(again, rs.signature(), "PKCS#1 v1.5 is deterministic");
    for (name, signature) in [
        ("zeros", vec![0; 256]),
        ("one", [vec![0; 255], vec![1]].concat()),
        ("a zero before", [&[0], &again[..]].concat()),
        ("one byte less", again[..255].to_vec()),
        ("one byte more", [&again[..], &[0]].concat()),
    ] {
        table.push((format!("RS256: {name}"), rs.with_signature(signature).into_bytes(), [23, 23, 21]));
    }
    let foreign = target.claims(json!({"sub": "mallory"}));
    let swapped = format!("{}.{}", foreign.rsplit_once('.').unwrap().0, b64(&known));
    table.push(("the signature of another".into(), swapped.into_bytes(), all(23)));
    expect_each(&target, table);
}
