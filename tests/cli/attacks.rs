//! The attacks of RFC 8725 and its successor, and more: each judged by the home, by its key set and by one key file. Every
//! token here is put together by hand, so that what builds tokens and what judges them share nothing.

use std::fmt::Write as _;

use aws_lc_rs::hmac;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, Ed25519KeyPair, RSA_PKCS1_SHA256, RsaKeyPair,
};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

use crate::support::{Answer, START, Sandbox};

/// The order of P-256 and that of Ed25519, the latter with its least byte first.
const P256: &str = "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551";
const ED25519: &str = "edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010";

/// The letters of base64url, by their value.
const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// A home with keys of three families, whose private halves the attacker of the worst case has too.
struct Target {
    home: Sandbox,
    set: String,
    key: String,
    ed: Ed25519KeyPair,
    es: EcdsaKeyPair,
    rs: RsaKeyPair,
    /// A good token of each: of the Ed25519 key, the P-256 one, the RSA one.
    tokens: [Parts; 3],
    rsa_pem: String,
    jwks: Vec<Value>,
    iss: String,
    aud: String,
}

/// Header and claims as they can be altered, and the text as it was issued.
#[derive(Clone)]
struct Parts {
    header: Map<String, Value>,
    claims: Map<String, Value>,
    text: String,
}

fn b64(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

fn from_b64(text: &str) -> Vec<u8> {
    URL_SAFE_NO_PAD.decode(text).unwrap()
}

fn unhex(text: &str) -> Vec<u8> {
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap()).collect()
}

impl Parts {
    fn of(text: String) -> Self {
        let part = |place| serde_json::from_slice(&from_b64(text.split('.').nth(place).unwrap())).unwrap();
        Self { header: part(0), claims: part(1), text }
    }

    fn kid(&self) -> &str {
        self.header["kid"].as_str().unwrap()
    }

    /// The header as JSON text, with these members changed.
    fn header(&self, changes: Value) -> String {
        changed(&self.header, changes)
    }

    fn claims(&self, changes: Value) -> String {
        changed(&self.claims, changes)
    }

    fn input(&self) -> &str {
        self.text.rsplit_once('.').unwrap().0
    }

    fn signature(&self) -> Vec<u8> {
        from_b64(self.text.rsplit_once('.').unwrap().1)
    }

    fn with_signature(&self, signature: impl AsRef<[u8]>) -> String {
        format!("{}.{}", self.input(), b64(signature))
    }
}

fn changed(base: &Map<String, Value>, changes: Value) -> String {
    let mut whole = base.clone();
    let Value::Object(changes) = changes else { panic!("changes are an object") };
    whole.extend(changes);
    Value::Object(whole).to_string()
}

/// The same object with a text put before its end, as no JSON library would write it.
fn with_raw(object: &str, raw: &str) -> String {
    format!("{},{raw}}}", object.strip_suffix('}').unwrap())
}

fn without(base: &Map<String, Value>, name: &str) -> String {
    let mut whole = base.clone();
    whole.remove(name).unwrap();
    Value::Object(whole).to_string()
}

impl Target {
    fn new() -> Self {
        let home = Sandbox::new();
        let mut tokens = vec![Parts::of(home.token())];
        for (alg, app) in [("ES256", "es"), ("RS256", "rs")] {
            let bits: &[&str] = if alg == "RS256" { &["--bits", "2048"] } else { &[] };
            home.run(&[&["keys", "gen", "--alg", alg, "--no-passphrase"], bits].concat()).ok();
            home.run(&["app", "register", app, "--alg", alg, "--public"]).ok();
            let issued = home.run(&["token", "issue", "--app", app, "--user", "alice"]).ok();
            tokens.push(Parts::of(issued.line(0)));
        }
        let tokens: [Parts; 3] = tokens.try_into().ok().unwrap();
        let der = |parts: &Parts| {
            let file = std::fs::read(home.home().join(format!("keys/{}.pem", parts.kid()))).unwrap();
            pem::parse(file).unwrap().into_contents()
        };
        let ed = Ed25519KeyPair::from_pkcs8_maybe_unchecked(&der(&tokens[0])).unwrap();
        let es = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &der(&tokens[1])).unwrap();
        let rs = RsaKeyPair::from_pkcs8(&der(&tokens[2])).unwrap();
        let jwks = home.run(&["keys", "export", "--jwks"]).ok();
        let set = home.file("set.json", jwks.out()).display().to_string();
        let jwks = jwks.json()["keys"].as_array().unwrap().clone();
        let key = home.file("key.pem", home.run(&["keys", "export", tokens[0].kid()]).ok().out());
        let rsa_pem = home.run(&["keys", "export", tokens[2].kid()]).ok().out();
        let text = |name: &str| match &tokens[0].claims[name] {
            Value::Array(list) => list[0].as_str().unwrap().to_owned(),
            value => value.as_str().unwrap().to_owned(),
        };
        let (iss, aud) = (text("iss"), text("aud"));
        Self { set, key: key.display().to_string(), ed, es, rs, rsa_pem, jwks, iss, aud, tokens, home }
    }

    /// Signed by the Ed25519 key of the home, whatever the header says.
    fn sign(&self, header: impl AsRef<[u8]>, claims: impl AsRef<[u8]>) -> String {
        let input = format!("{}.{}", b64(header), b64(claims));
        let signature = self.ed.sign(input.as_bytes());
        format!("{input}.{}", b64(signature))
    }

    fn header(&self, changes: Value) -> String {
        self.sign(self.tokens[0].header(changes), self.tokens[0].claims(json!({})))
    }

    fn claims(&self, changes: Value) -> String {
        self.sign(self.tokens[0].header(json!({})), self.tokens[0].claims(changes))
    }

    fn raw_header(&self, raw: &str) -> String {
        self.sign(with_raw(&self.tokens[0].header(json!({})), raw), self.tokens[0].claims(json!({})))
    }

    fn raw_claims(&self, raw: &str) -> String {
        self.sign(self.tokens[0].header(json!({})), with_raw(&self.tokens[0].claims(json!({})), raw))
    }

    /// A claim replaced by a text that need not be JSON.
    fn raw_claim(&self, name: &str, raw: &str) -> String {
        self.sign(
            self.tokens[0].header(json!({})),
            with_raw(&without(&self.tokens[0].claims, name), &format!("{name:?}:{raw}")),
        )
    }

    fn verify(&self, place: &[&str], form: &[&str], token: &[u8]) -> Answer {
        let asked = ["token", "verify", "-", "--aud", &self.aud, "--iss", &self.iss, "--typ", "at+jwt"];
        self.home.run_with(&[&asked[..], place, form].concat(), token)
    }

    /// The exit code, which every form of the answer agrees on.
    fn judged(&self, name: &str, place: &[&str], token: &[u8]) -> u8 {
        let verdict = self.verify(place, &["--json"], token);
        let exit = verdict.exit;
        assert!(exit == 0 || (20..=34).contains(&exit), "{name}: {verdict}");
        let json = verdict.json();
        let row = mintage::core::verify::REASONS.iter().find(|row| row.exit == exit);
        assert_eq!(json["reason"], row.map_or(Value::Null, |row| row.code.into()), "{name}");
        assert_eq!((&json["exit_code"], &json["valid"]), (&json!(exit), &json!(exit == 0)), "{name}");
        is_harmless(name, &verdict, usize::MAX);
        for form in [&[][..], &["--explain"], &["-q"]] {
            let answer = self.verify(place, form, token);
            assert_eq!(answer.exit, exit, "{name} {form:?}: {answer}");
            assert!(answer.out().starts_with(row.map_or("valid", |row| row.code)), "{name} {form:?}: {answer}");
            is_harmless(name, &answer, 4096);
        }
        exit
    }

    /// Sees that a token gets these verdicts: from the home, from its key set, and from the Ed25519 key alone.
    fn expect(&self, name: &str, token: impl AsRef<[u8]>, wanted: [u8; 3], wrong: &mut String) {
        let token = token.as_ref();
        let places: [&[&str]; 3] = [&[], &["--jwks", &self.set], &["--key", &self.key]];
        let found = places.map(|place| self.judged(name, place, token));
        if found != wanted {
            let _ = writeln!(wrong, "{name}: {found:?}, and not {wanted:?}");
        }
        let decoded = self.home.run_with(&["token", "decode", "--lint", "-"], token);
        is_harmless(name, &decoded, 4096 + 16 * token.len());
        assert!(decoded.stderr.len() < 4096, "{name}: an error repeats what it was shown");
    }
}

/// Nothing in an answer steers a terminal, and none repeats all that it was shown.
fn is_harmless(name: &str, answer: &Answer, most: usize) {
    for stream in [&answer.stdout, &answer.stderr] {
        let text = std::str::from_utf8(stream).unwrap();
        assert!(!text.contains(|c: char| c.is_control() && c != '\n'), "{name}: {text:?}");
        assert!(text.len() <= most, "{name}: {} bytes", text.len());
    }
}

/// The same verdict from everyone.
const fn all(exit: u8) -> [u8; 3] {
    [exit; 3]
}

fn expect_each(target: &Target, table: Vec<(String, Vec<u8>, [u8; 3])>) {
    let mut wrong = String::new();
    assert!(!table.is_empty());
    for (name, token, wanted) in table {
        target.expect(&name, token, wanted, &mut wrong);
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn without_an_attack_each_token_is_valid() {
    let target = Target::new();
    let [ed, es, rs] = &target.tokens;
    let table = vec![
        ("EdDSA".to_owned(), ed.text.clone().into_bytes(), all(0)),
        ("ES256".to_owned(), es.text.clone().into_bytes(), [0, 0, 21]),
        ("RS256".to_owned(), rs.text.clone().into_bytes(), [0, 0, 21]),
        ("put together by hand".to_owned(), target.claims(json!({})).into_bytes(), all(0)),
    ];
    expect_each(&target, table);
}

#[test]
fn the_algorithm_is_never_the_attackers_choice() {
    let target = Target::new();
    let [ed, _, rs] = &target.tokens;
    let mut table = Vec::new();
    for alg in ["none", "None", "NONE", "nOnE", "", "EdDSA ", "eddsa", "HS1", "dir", "ES512", "\u{1b}[31m"] {
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
    let asn1 = target.es.sign(&SystemRandom::new(), es.input().as_bytes()).unwrap();
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
    target.rs.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), rs.input().as_bytes(), &mut again).unwrap();
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

#[test]
fn claims_of_the_wrong_type_or_size_are_refused_by_their_own_reason() {
    let target = Target::new();
    let (iss, aud) = (&target.iss, &target.aud);
    let mut table: Vec<(String, Vec<u8>, [u8; 3])> = Vec::new();
    for name in ["exp", "nbf", "iat"] {
        for raw in [
            r#""1767226500""#,
            "1e400",
            "-1e400",
            "9e99",
            "true",
            "null",
            "[1767226500]",
            "{}",
            "253402300800",
            "18446744073709551616",
            "-99999999999999",
            "\"\"",
            "\"never\"",
        ] {
            table.push((format!("{name} {raw}"), target.raw_claim(name, raw).into_bytes(), all(20)));
        }
    }
    let end = START + 900;
    for (name, raw, wanted) in [
        ("exp", "-1".to_owned(), all(24)),
        ("exp", "0".to_owned(), all(24)),
        ("exp", "-0".to_owned(), all(24)),
        ("exp", "1.5".to_owned(), all(24)),
        ("exp", format!("{START}"), all(24)),
        ("exp", format!("{START}.9"), all(24)),
        ("exp", format!("{end}.9"), all(0)),
        // Nobody who reads the ledger takes a later end than it has.
        ("exp", "253402300799".to_owned(), [31, 0, 0]),
        ("nbf", "253402300799".to_owned(), all(25)),
        ("nbf", format!("{START}.5"), all(25)),
        ("iat", format!("{}", START + 60), all(25)),
        ("iat", "-62135596800".to_owned(), all(0)),
        ("iat", "1.5e9".to_owned(), all(0)),
    ] {
        table.push((format!("{name} {raw}"), target.raw_claim(name, &raw).into_bytes(), wanted));
    }
    for value in [
        json!(null),
        json!(1),
        json!(true),
        json!({}),
        json!({"0": aud}),
        json!([]),
        json!([aud, 1]),
        json!([[aud]]),
        json!(""),
        json!(aud.to_uppercase()),
        json!(format!("{aud} ")),
        json!(format!("{aud}/")),
        json!(format!("{aud}\0")),
        json!("a".repeat(65_536)),
        json!(["\u{1b}[2J", "\u{202e}"]),
    ] {
        let name = format!("aud {:.60}", value.to_string());
        table.push((name, target.claims(json!({ "aud": value })).into_bytes(), all(27)));
    }
    table.push(("aud among others".into(), target.claims(json!({"aud": ["x", aud]})).into_bytes(), all(0)));
    for value in [
        json!(null),
        json!([iss]),
        json!({"iss": iss}),
        json!(1),
        json!(""),
        json!(format!("{iss}/")),
        json!(iss.to_uppercase()),
        json!("i".repeat(65_536)),
        json!("\u{1b}[2J\r\nvalid\u{9b}"),
    ] {
        let name = format!("iss {:.60}", value.to_string());
        table.push((name, target.claims(json!({ "iss": value })).into_bytes(), all(26)));
    }
    for typ in ["JWT", "", "at+jwt ", "text/at+jwt", "\u{1b}[2J"] {
        table.push((format!("typ {typ:?}"), target.header(json!({ "typ": typ })).into_bytes(), all(28)));
    }
    table.push(("a typ of 64 KiB".into(), target.header(json!({"typ": "t".repeat(65_536)})).into_bytes(), all(28)));
    // What only the ledger can tell: offline a good signature is all there is.
    for (name, value) in [
        ("sub", json!("mallory")),
        ("sub", json!(1)),
        ("sub", json!(null)),
        ("sub", json!(["alice"])),
        ("client_id", json!("x")),
        ("jti", json!(null)),
        ("jti", json!("' OR '1'='1")),
        ("jti", json!("j".repeat(65_536))),
    ] {
        let shown = format!("{name} {:.40}", value.to_string());
        table.push((shown, target.claims(json!({ name: value })).into_bytes(), [31, 0, 0]));
    }
    for ip in [json!("192.0.2.1"), json!(1), json!(null), json!("\u{1b}[2J"), json!("x".repeat(65_536))] {
        let name = format!("ip {:.40}", ip.to_string());
        table.push((name, target.claims(json!({ "ip": ip })).into_bytes(), all(34)));
    }
    expect_each(&target, table);
}

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
        ("padded x", "EdDSA", with("x", format!("{}=", good["x"].as_str().unwrap()).into())),
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

/// What is done to a token at random.
#[derive(Debug, Clone)]
enum Change {
    Flip(usize, u8),
    Remove(usize),
    Insert(usize, u8),
    Swap(usize, usize),
    Header(&'static str, Value, bool),
    Claim(&'static str, Value, bool),
}

fn change() -> impl Strategy<Value = Change> {
    let value = prop_oneof![
        Just(json!(null)),
        Just(json!("")),
        Just(json!([])),
        Just(json!("none")),
        Just(json!("EdDSA")),
        (-10_i64..4_000_000_000).prop_map(|number| json!(number)),
        "\\PC{0,12}".prop_map(|text| json!(text)),
        any::<f64>().prop_filter("JSON has no others", |number| number.is_finite()).prop_map(|number| json!(number)),
    ];
    let header = prop::sample::select(vec!["alg", "kid", "typ", "crit", "jwk", "x"]);
    let claim =
        prop::sample::select(vec!["exp", "nbf", "iat", "iss", "aud", "sub", "jti", "scope", "client_id", "ip", "x"]);
    prop_oneof![
        (any::<usize>(), 1_u8..).prop_map(|(at, bits)| Change::Flip(at, bits)),
        any::<usize>().prop_map(Change::Remove),
        (any::<usize>(), any::<u8>()).prop_map(|(at, byte)| Change::Insert(at, byte)),
        (0_usize..3, 0_usize..3).prop_map(|(a, b)| Change::Swap(a, b)),
        (header, value.clone(), any::<bool>()).prop_map(|(name, value, signed)| Change::Header(name, value, signed)),
        (claim, value, any::<bool>()).prop_map(|(name, value, signed)| Change::Claim(name, value, signed)),
    ]
}

impl Target {
    /// The altered token, and whether the key of the home signed what it says.
    fn altered(&self, change: &Change) -> (Vec<u8>, bool) {
        let good = &self.tokens[0];
        let mut bytes = good.text.clone().into_bytes();
        let at = |place: usize, len: usize| place % len;
        match change {
            Change::Flip(place, bits) => {
                let place = at(*place, bytes.len());
                bytes[place] ^= bits;
            }
            Change::Remove(place) => {
                bytes.remove(at(*place, bytes.len()));
            }
            Change::Insert(place, byte) => bytes.insert(at(*place, bytes.len() + 1), *byte),
            Change::Swap(a, b) => {
                let mut parts: Vec<&str> = good.text.split('.').collect();
                parts.swap(*a, *b);
                bytes = parts.join(".").into_bytes();
            }
            Change::Header(name, value, signed) | Change::Claim(name, value, signed) => {
                let (mut header, mut claims) = (json!({}), json!({}));
                if matches!(change, Change::Header(..)) {
                    header[*name] = value.clone();
                } else {
                    claims[*name] = value.clone();
                }
                let token = self.sign(good.header(header), good.claims(claims));
                bytes = if *signed {
                    token
                } else {
                    format!("{}.{}", token.rsplit_once('.').unwrap().0, b64(good.signature()))
                }
                .into_bytes();
                return (bytes, *signed);
            }
        }
        (bytes, false)
    }
}

#[test]
fn an_altered_token_has_one_verdict_and_is_never_valid_unsigned() {
    let target = Target::new();
    proptest!(ProptestConfig { cases: 192, failure_persistence: None, ..ProptestConfig::default() }, |(change in change())| {
        let (token, signed) = target.altered(&change);
        let home = target.judged("altered", &[], &token);
        let set = target.judged("altered", &["--jwks", &target.set], &token);
        // A line end that is not part of a token may have been put after it.
        let good = target.tokens[0].text.as_bytes();
        let same = token == good || token.strip_suffix(b"\n") == Some(good);
        prop_assert!(signed || same || (home != 0 && set != 0), "valid, and nobody signed it");
        if (1..31).contains(&set) {
            prop_assert_eq!(home, set);
        } else {
            prop_assert!(home == set || (31..=33).contains(&home), "{} with the ledger, {} without", home, set);
        }
    });
}
