//! Keys from elsewhere: what is no key to sign or verify with is refused clearly and leaves everything as it was.
//!
//! The bad keys are built here, number by number. The only private key written down is the example of RFC 8037, A.1.

use std::collections::BTreeMap;
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use aws_lc_rs::encoding::AsDer;
use aws_lc_rs::signature::{
    ECDSA_P256K1_SHA256_FIXED_SIGNING, ECDSA_P521_SHA512_FIXED_SIGNING, EcdsaKeyPair, EcdsaSigningAlgorithm, KeyPair,
};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use mintage::core::Algorithm;
use mintage::host::entropy::SystemEntropy;
use mintage::keys::{Passphrase, PassphraseError, PassphraseFor, PassphraseSource};
use pem::{EncodeConfig, LineEnding, Pem};
use pkcs8::ObjectIdentifier;
use pkcs8::der::Encode;
use serde_json::{Value, json};

use crate::support::{Answer, Sandbox, settled};

/// RFC 8037, A.1.
const ED25519: &str = r#"{"kty":"OKP","crv":"Ed25519","d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A",
    "x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#;
/// Its thumbprint: RFC 8037, A.3.
const ED25519_KID: &str = "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k";

/// The aim is a second; these tests run unoptimised, and beside others.
const SOON: Duration = Duration::from_secs(5);

/// The import of the file `key`. In-process, there is no current folder to find it in: see [`import`].
const IMPORT: [&str; 4] = ["keys", "import", "key", "--no-passphrase"];

/// Everything below a folder: the bytes of files, and where links lead. No link is followed.
fn tree(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let kind = path.symlink_metadata().unwrap().file_type();
        if kind.is_dir() {
            found.extend(tree(&path));
        } else if kind.is_symlink() {
            found.insert(path.clone(), path.read_link().unwrap().into_os_string().into_encoded_bytes());
        } else {
            found.insert(path.clone(), std::fs::read(&path).unwrap());
        }
    }
    found
}

/// The keys that the ledger has.
fn keys(world: &Sandbox) -> Vec<Value> {
    world.run(&["keys", "list", "--json"]).ok().json()["keys"].as_array().expect("keys").clone()
}

/// A key of the ledger.
#[track_caller]
fn key(world: &Sandbox, kid: &str) -> Value {
    keys(world).into_iter().find(|key| key["kid"] == kid).expect("the key is in the ledger")
}

/// Whether some of a key came out again: a dozen characters in a row are no accident.
fn repeats(answer: &Answer, input: &[u8]) -> bool {
    let input = String::from_utf8_lossy(input);
    let text = answer.to_string();
    let words = text.split(|c: char| !c.is_ascii_alphanumeric() && !"-_+/".contains(c));
    words
        .into_iter()
        .any(|word| word.as_bytes().windows(12).any(|part| input.contains(&*String::from_utf8_lossy(part))))
}

/// Runs a command whose third word is the name of a file in the world's folder, if it is an import.
fn import(world: &Sandbox, args: &[&str], stdin: &[u8]) -> Answer {
    let path = world.folder().join(args[2]).display().to_string();
    match args {
        ["keys", "import", file, more @ ..] if *file != "-" => {
            world.run_with(&[&["keys", "import", &path], more].concat(), stdin)
        }
        args => world.run_with(args, stdin),
    }
}

/// Runs what must fail with this exit code, soon, and sees that it gives no answer, repeats no part of the input, and
/// changes neither a file nor the ledger.
#[track_caller]
fn fails(world: &Sandbox, args: &[&str], input: &[u8], exit: u8) -> Answer {
    let before = (tree(world.folder()), keys(world));
    let begun = Instant::now();
    let answer = import(world, args, input);
    let took = begun.elapsed();
    assert!((tree(world.folder()), keys(world)) == before, "a refused command changed something: {answer}");
    let answer = answer.exits(exit);
    assert!(took < SOON, "{took:?}: {answer}");
    assert!(answer.stdout.is_empty(), "an error is no answer: {answer}");
    assert!(!repeats(&answer, input), "it repeats the input: {answer}");
    answer
}

/// The same in text and in JSON, where it must be one line of error and one of advice. Gives what users see.
#[track_caller]
fn refused(world: &Sandbox, args: &[&str], input: &[u8], exit: u8) -> String {
    let answer = fails(world, args, input, exit);
    let err = answer.err();
    let lines: Vec<&str> = err.lines().collect();
    let is_clear = matches!(lines[..], [error, hint] if error.starts_with("error: ") && hint.starts_with("hint: "));
    assert!(is_clear, "one line, one hint: {answer}");
    let json = fails(world, &[args, &["--json"]].concat(), input, exit);
    let error = &json.error_json()["error"];
    assert_eq!(Some(lines[0]), error["message"].as_str().map(|text| format!("error: {text}")).as_deref());
    settled(world, &answer)
}

/// Offers this as a file and on standard input; gives what users see, which is the same for both.
#[track_caller]
fn rejected(world: &Sandbox, contents: impl AsRef<[u8]>, more: &[&str]) -> String {
    let contents = contents.as_ref();
    world.file("key", contents);
    let said = refused(world, &[&IMPORT, more].concat(), contents, 2);
    let piped = world.run_with(&[&["keys", "import", "-", "--no-passphrase"], more].concat(), contents);
    assert_eq!(settled(world, &piped), said);
    said
}

/// The same where only the error line matters.
#[track_caller]
fn says(world: &Sandbox, contents: impl AsRef<[u8]>, message: &str) {
    let contents = contents.as_ref();
    let said = rejected(world, contents, &[]);
    let line = said.lines().nth(1).expect("an error line");
    let shown: String = String::from_utf8_lossy(contents).chars().take(200).collect();
    assert_eq!(line, format!("error: {message}"), "for {shown}");
}

/// Imports what is good, and gives its kid.
#[track_caller]
fn taken(world: &Sandbox, contents: impl AsRef<[u8]>, more: &[&str]) -> String {
    world.file("key", contents);
    let answer = import(world, &[&IMPORT, more, &["--json"]].concat(), b"").ok();
    answer.json()["keys"][0]["kid"].as_str().expect("a kid").to_owned()
}

/// Who has no passphrase.
struct Nobody;

impl PassphraseSource for Nobody {
    fn passphrase(&self, purpose: &PassphraseFor) -> Result<Passphrase, PassphraseError> {
        Err(PassphraseError::NoSource(purpose.clone()))
    }
}

/// One element of DER.
fn element(tag: u8, body: &[u8]) -> Vec<u8> {
    let length = match body.len() {
        short @ 0..0x80 => vec![short.to_le_bytes()[0]],
        long => {
            let bytes = long.to_be_bytes();
            let digits = &bytes[bytes.iter().position(|byte| *byte != 0).expect("not zero")..];
            [&[0x80 | digits.len().to_le_bytes()[0]], digits].concat()
        }
    };
    [&[tag], &length[..], body].concat()
}

fn sequence(parts: &[Vec<u8>]) -> Vec<u8> {
    element(0x30, &parts.concat())
}

fn octets(body: &[u8]) -> Vec<u8> {
    element(0x04, body)
}

/// A positive number.
fn integer(big_endian: &[u8]) -> Vec<u8> {
    let sign: &[u8] = if big_endian[0] >= 0x80 { &[0] } else { &[] };
    element(0x02, &[sign, big_endian].concat())
}

fn number(value: u64) -> Vec<u8> {
    let bytes = value.to_be_bytes();
    integer(&bytes[bytes.iter().position(|byte| *byte != 0).unwrap_or(7)..])
}

fn oid(text: &str) -> Vec<u8> {
    ObjectIdentifier::new_unwrap(text).to_der().unwrap()
}

fn null() -> Vec<u8> {
    element(0x05, &[])
}

/// A private key in its usual container.
fn pkcs8(identifier: &[Vec<u8>], key: &[u8]) -> Vec<u8> {
    sequence(&[number(0), sequence(identifier), octets(key)])
}

/// A public key in its usual container.
fn spki(identifier: &[Vec<u8>], key: &[u8]) -> Vec<u8> {
    sequence(&[sequence(identifier), element(0x03, &[&[0], key].concat())])
}

/// PEM as openssl writes it.
fn armor(tag: &str, der: &[u8]) -> String {
    pem::encode_config(&Pem::new(tag, der), EncodeConfig::new().set_line_ending(LineEnding::LF))
}

fn base64url(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// A new key of ours: its private half, and its public one.
fn new_key(algorithm: Algorithm) -> (Vec<u8>, Vec<u8>) {
    mintage::keys::install_crypto();
    let key = mintage::keys::generate(algorithm, None, &SystemEntropy).unwrap();
    (key.private.to_vec(), key.public.unwrap_or_default())
}

/// A new key as a JWK with its private half, without a kid and `alg`.
fn new_jwk(algorithm: Algorithm) -> Value {
    let world = Sandbox::new();
    let kid = taken(&world, armor("PRIVATE KEY", &new_key(algorithm).0), &["--alg", algorithm.name()]);
    let mut jwk = world.run(&["keys", "export", "--private", "--format", "jwk", "--", &kid]).ok().json();
    for member in ["kid", "alg", "use"] {
        jwk.as_object_mut().unwrap().shift_remove(member);
    }
    jwk
}

/// The JWK with other members; null takes one away.
fn with(jwk: &Value, members: &Value) -> String {
    let mut jwk = jwk.clone();
    for (name, value) in members.as_object().expect("members") {
        match value {
            Value::Null => drop(jwk.as_object_mut().unwrap().shift_remove(name)),
            value => jwk[name] = value.clone(),
        }
    }
    jwk.to_string()
}

fn ed25519() -> Value {
    serde_json::from_str(ED25519).unwrap()
}

fn ed25519_public() -> Value {
    serde_json::from_str(&with(&ed25519(), &json!({"d": null}))).unwrap()
}

/// An odd number of so many bits that nobody can factor, or knows the factors of.
fn modulus(bits: usize) -> Vec<u8> {
    vec![0xc5; bits / 8]
}

/// An RSA key of these numbers in every form that there is. Its private half is of made-up numbers.
fn rsa_forms(modulus: &[u8], exponent: &[u8]) -> Vec<(&'static str, String)> {
    let identifier = [oid("1.2.840.113549.1.1.1"), null()];
    let (n, e) = (integer(modulus), integer(exponent));
    let public = sequence(&[n.clone(), e.clone()]);
    let odd = integer(&[0xc5; 128]);
    let private = sequence(&[&[number(0), n, e][..], &vec![odd; 6]].concat());
    let jwk = json!({"kty": "RSA", "alg": "RS256", "n": base64url(modulus), "e": base64url(exponent)});
    let some = base64url(&[0xc5; 128]);
    let whole = with(&jwk, &json!({"d": some, "p": some, "q": some, "dp": some, "dq": some, "qi": some}));
    vec![
        ("JWK", jwk.to_string()),
        ("private JWK", whole),
        ("SPKI", armor("PUBLIC KEY", &spki(&identifier, &public))),
        ("PKCS#1 public", armor("RSA PUBLIC KEY", &public)),
        ("PKCS#1", armor("RSA PRIVATE KEY", &private)),
        ("PKCS#8", armor("PRIVATE KEY", &pkcs8(&identifier, &private))),
    ]
}

#[test]
fn rsa_keys_that_are_too_small_or_too_large_are_refused_with_their_size() {
    let world = Sandbox::new();
    for bits in [512, 1024, 2040, 8200, 16_384] {
        for (_, text) in rsa_forms(&modulus(bits), &[1, 0, 1]) {
            says(&world, text, &format!("the RSA key has {bits} bits; mintage takes 2048 to 8192"));
        }
    }
    let (_, jwk) = rsa_forms(&modulus(1024), &[1, 0, 1]).swap_remove(0);
    insta::assert_snapshot!(rejected(&world, jwk, &[]), @"
    ---- stderr
    error: the RSA key has 1024 bits; mintage takes 2048 to 8192
    hint: make a new key with `mintage keys gen`
    ---- exit 2
    ");
}

#[test]
fn rsa_keys_whose_exponent_protects_nothing_are_refused() {
    let world = Sandbox::new();
    for exponent in [&[1][..], &[2], &[1, 0, 0], &[0xff, 0xff, 0xff, 0xfe]] {
        for (_, text) in rsa_forms(&modulus(2048), exponent) {
            says(&world, text, "the RSA key has a public exponent that is even or 1");
        }
    }
}

#[test]
fn rsa_keys_whose_private_numbers_are_made_up_are_refused() {
    let world = Sandbox::new();
    for (form, text) in rsa_forms(&modulus(2048), &[1, 0, 1]) {
        world.file("key", &text);
        let args = [&IMPORT[..], &["--alg", "RS256"]].concat();
        match form {
            "private JWK" | "PKCS#1" | "PKCS#8" => {
                let said = refused(&world, &args, text.as_bytes(), 2);
                assert!(said.contains("the key is damaged: its parts do not belong together"), "{form}: {said}");
            }
            // Nobody can see that no one knows the factors.
            _ => drop(import(&world, &args, b"").ok()),
        }
    }
}

#[test]
fn a_modulus_that_is_even_is_no_modulus() {
    let world = Sandbox::new();
    let even = [&modulus(2040)[..], &[0xc4]].concat();
    for (_, text) in rsa_forms(&even, &[1, 0, 1]) {
        world.file("key", &text);
        refused(&world, &[&IMPORT[..], &["--alg", "RS256"]].concat(), text.as_bytes(), 2);
    }
}

#[test]
fn points_off_the_curve_are_refused() {
    let world = Sandbox::new();
    for (name, size) in [("P-256", 32), ("P-384", 48)] {
        let curve = if size == 32 { "1.2.840.10045.3.1.7" } else { "1.3.132.0.34" };
        let identifier = [oid("1.2.840.10045.2.1"), oid(curve)];
        for (x, y) in [(vec![5; size], vec![6; size]), (vec![0; size], vec![0; size]), (vec![255; size], vec![1; size])]
        {
            let jwk = json!({"kty": "EC", "crv": name, "x": base64url(&x), "y": base64url(&y)});
            says(&world, jwk.to_string(), "the JWK's `x` and `y` are not a point of the curve");
            let whole = with(&jwk, &json!({"d": base64url(&vec![7; size])}));
            says(&world, whole, "the JWK's `x` and `y` are not a point of the curve");
            let point = [&[4], &x[..], &y].concat();
            let damaged = "the key is damaged: its parts do not belong together";
            says(&world, armor("PUBLIC KEY", &spki(&identifier, &point)), damaged);
            let private = [number(1), octets(&vec![7; size]), element(0xa1, &element(3, &[&[0], &point[..]].concat()))];
            says(&world, armor("PRIVATE KEY", &pkcs8(&identifier, &sequence(&private))), damaged);
        }
        // The point at infinity.
        let damaged = "the key is damaged: its parts do not belong together";
        says(&world, armor("PUBLIC KEY", &spki(&identifier, &[0])), damaged);
    }
}

/// No x of the curve goes with y = 2 and y = 7; y = 1 and y = -1 are points of order 1 and 2; y = p + 3 is y = 3 written otherwise.
#[test]
fn ed25519_keys_that_are_no_good_points_are_refused() {
    let world = Sandbox::new();
    let number = |first: u8| [&[first][..], &[0; 31]].concat();
    let above = |first: u8| [&[first][..], &[0xff; 30], &[0x7f]].concat();
    let off_curve = "the key is damaged: it is not a point of its curve";
    let small = "the key is a point of small order: anyone can make signatures that it verifies";
    let points = [
        (number(2), off_curve),
        (number(7), off_curve),
        (above(0xf0), off_curve),
        (number(1), small),
        (number(0), small),
        (above(0xec), small),
    ];
    for (point, message) in points {
        let jwk = json!({"kty": "OKP", "crv": "Ed25519", "x": base64url(&point)});
        says(&world, jwk.to_string(), message);
        says(&world, armor("PUBLIC KEY", &spki(&[oid("1.3.101.112")], &point)), message);
    }
}

#[test]
fn keys_for_key_agreement_are_no_keys_for_eddsa() {
    let world = Sandbox::new();
    for (name, identifier, size) in [("X25519", "1.3.101.110", 32), ("X448", "1.3.101.111", 56)] {
        let message = format!("this is an {name} key, which is for key agreement: it cannot sign");
        let seed = vec![0xc5; size];
        let private = armor("PRIVATE KEY", &pkcs8(&[oid(identifier)], &octets(&seed)));
        let public = armor("PUBLIC KEY", &spki(&[oid(identifier)], &seed));
        let jwk = json!({"kty": "OKP", "crv": name, "alg": "EdDSA", "x": base64url(&seed)});
        for text in [private.clone(), public, jwk.to_string(), with(&jwk, &json!({"d": base64url(&seed)}))] {
            says(&world, text, &message);
        }
        let asked = rejected(&world, private, &["--alg", "EdDSA"]);
        assert!(asked.contains(&message), "{asked}");
    }
    // As a JWK that says the wrong curve, it is just another key: 32 bytes are 32 bytes.
    let jwk = json!({"kty": "OKP", "crv": "X25519", "alg": "EdDSA", "x": base64url(&[0xc5; 32])});
    insta::assert_snapshot!(rejected(&world, jwk.to_string(), &[]), @"
    ---- stderr
    error: this is an X25519 key, which is for key agreement: it cannot sign
    hint: mintage takes RSA, P-256, P-384 and Ed25519 keys, and HMAC secrets as a JWK
    ---- exit 2
    ");
}

/// A real key of this curve: PKCS#8, SEC1, SPKI and its JWK, public and private.
fn curve_forms(algorithm: &'static EcdsaSigningAlgorithm, curve: &str, name: &str, size: usize) -> Vec<String> {
    let pair = EcdsaKeyPair::generate(algorithm).unwrap();
    let sec1 = pair.private_key().as_der().unwrap();
    let point = pair.public_key().as_ref();
    let identifier = [oid("1.2.840.10045.2.1"), oid(curve)];
    let (x, y) = point[1..].split_at(size);
    let jwk = json!({"kty": "EC", "crv": name, "x": base64url(x), "y": base64url(y)});
    let parameters = armor("EC PARAMETERS", &oid(curve));
    vec![
        armor("PRIVATE KEY", pair.to_pkcs8v1().unwrap().as_ref()),
        armor("EC PRIVATE KEY", sec1.as_ref()),
        parameters + &armor("EC PRIVATE KEY", sec1.as_ref()),
        armor("PUBLIC KEY", &spki(&identifier, point)),
        with(&jwk, &json!({"d": base64url(&vec![7; size])})),
        jwk.to_string(),
    ]
}

#[test]
fn curves_that_are_known_and_not_supported_are_named() {
    let world = Sandbox::new();
    for text in curve_forms(&ECDSA_P521_SHA512_FIXED_SIGNING, "1.3.132.0.35", "P-521", 66) {
        says(&world, text, "this is a P-521 key (ES512), which mintage does not support");
    }
    for text in curve_forms(&ECDSA_P256K1_SHA256_FIXED_SIGNING, "1.3.132.0.10", "secp256k1", 32) {
        says(&world, text, "this is a secp256k1 key (ES256K), which mintage does not support");
    }
    let ed448 = armor("PRIVATE KEY", &pkcs8(&[oid("1.3.101.113")], &octets(&[0xc5; 57])));
    says(&world, ed448, "this is an Ed448 key, which mintage does not support");
    let pss = armor("PUBLIC KEY", &spki(&[oid("1.2.840.113549.1.1.10")], &[0xc5; 57]));
    says(&world, pss, "this is an RSA key that is bound to PSS, which mintage does not support");
    let sm2 = armor("PUBLIC KEY", &spki(&[oid("1.2.840.10045.2.1"), oid("1.2.156.10197.1.301")], &[0xc5; 65]));
    says(&world, sm2, "this is a key on a curve other than P-256 and P-384, which mintage does not support");
}

#[test]
fn what_a_jwk_says_of_its_use_is_obeyed() {
    let world = Sandbox::new();
    let jwk = ed25519();
    let cases = [
        (json!({"use": "enc"}), "the JWK's `use` says that it is not for signatures"),
        (json!({"use": "SIG"}), "the JWK's `use` says that it is not for signatures"),
        (json!({"use": ["sig"]}), "the JWK's `use` is not a text"),
        (json!({"key_ops": ["encrypt", "wrapKey"]}), "the JWK's `key_ops` allows neither sign nor verify"),
        (json!({"key_ops": []}), "the JWK's `key_ops` allows neither sign nor verify"),
        (json!({"key_ops": ["verify"]}), "the JWK's `key_ops` does not allow sign, and the key is private"),
        (json!({"key_ops": "sign"}), "the JWK's `key_ops` is not a list"),
        (json!({"use": "sig", "key_ops": ["deriveKey"]}), "the JWK's `key_ops` allows neither sign nor verify"),
    ];
    for (members, message) in cases {
        says(&world, with(&jwk, &members), message);
    }
    let good = with(&jwk, &json!({"use": "sig", "key_ops": ["sign", "verify"], "alg": "EdDSA"}));
    assert_eq!(taken(&world, good, &[]), ED25519_KID);
}

#[test]
fn a_jwk_whose_alg_is_of_another_kind_is_refused() {
    let world = Sandbox::new();
    let (ed, ec) = (ed25519(), new_jwk(Algorithm::ES256));
    let rsa = json!({"kty": "RSA", "n": base64url(&modulus(2048)), "e": "AQAB"});
    let oct = json!({"kty": "oct", "k": base64url(&[0xc5; 64])});
    let cases = [
        (&ed, "ES256", "the key is an Ed25519 key, which ES256 cannot use"),
        (&ec, "ES384", "the key is a P-256 key, which ES384 cannot use"),
        (&ec, "EdDSA", "the key is a P-256 key, which EdDSA cannot use"),
        (&rsa, "ES256", "the key is an RSA key of 2048 bits, which ES256 cannot use"),
        // The oldest confusion: the public key of RS256 as the secret of HS256.
        (&rsa, "HS256", "the key is an RSA key of 2048 bits, which HS256 cannot use"),
        (&oct, "RS256", "the key is a secret of 512 bits, which RS256 cannot use"),
        (&rsa, "RSA-OAEP", "the JWK's `alg` names no signature algorithm"),
        (&rsa, "none", "the JWK's `alg` names no signature algorithm"),
        (&rsa, "rs256", "the JWK's `alg` names no signature algorithm"),
        (&ec, "ES512", "the JWK's `alg` names an algorithm that mintage does not support"),
        (&ec, "ECDH-ES", "the JWK's `alg` names no signature algorithm"),
    ];
    for (jwk, alg, message) in cases {
        says(&world, with(jwk, &json!({"alg": alg})), message);
    }
    let says_another = rejected(&world, with(&rsa, &json!({"alg": "RS256"})), &["--alg", "PS256"]);
    insta::assert_snapshot!(says_another, @"
    ---- stderr
    error: the key says it is for RS256, not PS256; one key has one algorithm
    hint: leave --alg out
    ---- exit 2
    ");
    let fits_none = rejected(&world, ed.to_string(), &["--alg", "RS256"]);
    insta::assert_snapshot!(fits_none, @"
    ---- stderr
    error: the key is an Ed25519 key, which RS256 cannot use
    hint: this key is for EdDSA
    ---- exit 2
    ");
}

#[test]
fn jwks_that_are_ambiguous_or_give_secrets_away_are_refused_whole() {
    let world = Sandbox::new();
    let (private, public) = (ed25519(), ed25519_public());
    let ec = new_jwk(Algorithm::ES256);
    let ec_public: Value = serde_json::from_str(&with(&ec, &json!({"d": null}))).unwrap();
    let secret = json!({"kty": "oct", "alg": "HS256", "k": base64url(&[0xc5; 32])});
    let set = |keys: &[&Value]| json!({"keys": keys}).to_string();
    let named = |jwk: &Value, kid: &str| serde_json::from_str::<Value>(&with(jwk, &json!({"kid": kid}))).unwrap();

    let mixed =
        "the set mixes private keys or secrets with public keys: whoever published it may have published secrets";
    says(&world, set(&[&public, &ec]), mixed);
    says(&world, set(&[&private, &ec_public]), mixed);
    says(&world, set(&[&public, &secret]), mixed);
    says(&world, set(&[&named(&public, "one"), &named(&ec_public, "one")]), "the set has the same kid twice");
    says(&world, set(&[]), "the set has no keys");
    says(&world, r#"{"keys": {}}"#, "the JWK's `keys` is not a list");
    says(&world, r#"{"keys": ["a", "b"]}"#, "the JWK's `keys` has something that is not a key");
    says(&world, r#"{"keys": [{}]}"#, "the JWK's `kty` is missing");
    // One bad key: none of the good ones comes in either.
    let bad: Value = serde_json::from_str(&with(&public, &json!({"use": "enc"}))).unwrap();
    says(&world, set(&[&ec_public, &bad]), "the JWK's `use` says that it is not for signatures");
    insta::assert_snapshot!(rejected(&world, set(&[&public, &secret]), &[]), @"
    ---- stderr
    error: the set mixes private keys or secrets with public keys: whoever published it may have published secrets
    hint: import the public keys and the private ones from a file each
    ---- exit 2
    ");

    world.file("key", set(&[&public, &ec_public]));
    let rows = import(&world, &[&IMPORT[..], &["--json"]].concat(), b"").ok().json();
    assert_eq!(rows["keys"].as_array().map(Vec::len), Some(2), "{rows}");
}

#[test]
fn a_set_of_which_one_kid_is_taken_leaves_nothing_behind() {
    let world = Sandbox::new();
    let named = |jwk: &Value, kid: &str| serde_json::from_str::<Value>(&with(jwk, &json!({"kid": kid}))).unwrap();
    taken(&world, with(&ed25519(), &json!({"kid": "taken"})), &[]);
    let (first, other) = (named(&new_jwk(Algorithm::ES256), "fresh"), named(&new_jwk(Algorithm::ES384), "taken"));
    let set = json!({"keys": [first, other]}).to_string();
    world.file("key", &set);
    let said = refused(&world, &IMPORT, set.as_bytes(), 4);
    assert!(said.contains("the kid taken"), "{said}");
}

#[test]
fn a_set_in_which_one_kid_is_the_thumbprint_of_another_key_leaves_nothing_behind() {
    let world = Sandbox::new();
    let other = with(&new_jwk(Algorithm::ES256), &json!({"kid": ED25519_KID, "d": null}));
    let set = json!({"keys": [ed25519_public(), serde_json::from_str::<Value>(&other).unwrap()]}).to_string();
    let before = (tree(&world.home()), keys(&world));
    world.file("key", &set);
    let answer = import(&world, &IMPORT, b"");
    assert!(matches!(answer.exit, 2 | 4), "{answer}");
    assert!((tree(&world.home()), keys(&world)) == before, "a refused command changed something: {answer}");
}

#[test]
fn json_that_is_damaged_or_ambiguous_is_refused() {
    let world = Sandbox::new();
    let good = ed25519().to_string();
    for text in [
        &good[..good.len() - 1],
        &good[..good.len() / 2],
        "{",
        "{}",
        &format!("{good}{good}"),
        &good.replacen('{', r#"{"crv":"Ed25519","#, 1),
        &good.replace("Ed25519", "ed25519"),
        &good.replace("OKP", "okp"),
        &good.replace(r#""x":"1"#, r#""x":"=1"#),
        &good.replace("Ro\"", "R\""),
        &good.replace("Ro\"", "Ro=\""),
        // The last character has bits that count for nothing: two texts for one key.
        &good.replace("Ro\"", "Rp\""),
        &good.replace('_', "/"),
    ] {
        assert_ne!(text, good);
        rejected(&world, text, &[]);
    }
    says(&world, format!("[{good}]"), "the input is neither PEM nor a JWK");
    says(&world, format!("\"{good}\""), "the input is neither PEM nor a JWK");
}

#[test]
fn pem_that_is_cut_off_anywhere_is_refused() {
    let world = Sandbox::new();
    let (private, public) = new_key(Algorithm::ES256);
    let text = armor("PRIVATE KEY", &private);
    insta::assert_snapshot!(rejected(&world, &text[..text.len() / 2], &[]), @"
    ---- stderr
    error: the PEM block is cut off or damaged
    hint: check that the whole file was copied
    ---- exit 2
    ");
    let end = text.find("-----END").unwrap();
    for length in [10, 26, 27, 28, 60, 91, 92, 93, end - 1, end, end + 8, end + 20, text.len() - 2] {
        rejected(&world, &text[..length], &[]);
    }
    rejected(&world, &text[20..], &[]);
    // Whole as PEM, cut off as a key.
    for length in [0, 1, private.len() / 2, private.len() - 1] {
        rejected(&world, armor("PRIVATE KEY", &private[..length]), &[]);
        rejected(&world, armor("EC PRIVATE KEY", &private[..length]), &[]);
        rejected(&world, armor("RSA PRIVATE KEY", &private[..length]), &[]);
        rejected(&world, armor("PUBLIC KEY", &public[..length.min(public.len() - 1)]), &[]);
    }
    rejected(&world, armor("PRIVATE KEY", &[&private[..], b"more"].concat()), &[]);
    rejected(&world, armor("PUBLIC KEY", &[&public[..], b"more"].concat()), &[]);
    // What is whole needs no line end after it.
    taken(&world, text.trim_end(), &[]);
}

#[test]
fn no_cut_at_all_makes_another_key() {
    let (private, _) = new_key(Algorithm::EdDSA);
    let text = armor("PRIVATE KEY", &private);
    for length in 0..text.len() - 1 {
        assert!(mintage::keys::import::read(&text.as_bytes()[..length], None, &Nobody).is_err(), "{length}");
    }
    assert!(mintage::keys::import::read(text.as_bytes(), None, &Nobody).is_ok());
}

#[test]
fn two_pem_blocks_are_not_one_key() {
    let world = Sandbox::new();
    let (private, public) = new_key(Algorithm::ES256);
    let (private, public) = (armor("PRIVATE KEY", &private), armor("PUBLIC KEY", &public));
    insta::assert_snapshot!(rejected(&world, format!("{private}{public}"), &[]), @"
    ---- stderr
    error: the input has 2 PEM blocks; a key is one
    hint: give one key at a time, or a JWKS
    ---- exit 2
    ");
    says(&world, private.repeat(2), "the input has 2 PEM blocks; a key is one");
    says(&world, private.repeat(3), "the input has 3 PEM blocks; a key is one");
    let parameters = armor("EC PARAMETERS", &oid("1.2.840.10045.3.1.7"));
    rejected(&world, &parameters, &[]);
    rejected(&world, format!("{private}{parameters}"), &[]);
    rejected(&world, format!("{parameters}{private}{private}"), &[]);
    // The second is cut off: what it was to say is unknown.
    rejected(&world, format!("{private}{}", &public[..public.len() / 2]), &[]);
    rejected(&world, format!("{}{public}", &private[..private.len() / 2]), &[]);
}

#[test]
fn what_is_no_key_is_named_with_the_command_that_takes_the_key_out() {
    let world = Sandbox::new();
    let der = sequence(&[sequence(&[number(2)]), null()]);
    insta::assert_snapshot!(rejected(&world, armor("CERTIFICATE", &der), &[]), @"
    ---- stderr
    error: the input is a certificate, not a key
    hint: take its key with `openssl x509 -pubkey -noout`
    ---- exit 2
    ");
    insta::assert_snapshot!(rejected(&world, armor("OPENSSH PRIVATE KEY", b"openssh-key-v1\0none"), &[]), @"
    ---- stderr
    error: the input is an OpenSSH private key
    hint: of RSA and ECDSA keys, `ssh-keygen -p -m PKCS8` turns a copy into PEM
    ---- exit 2
    ");
    says(&world, armor("CERTIFICATE REQUEST", &der), "the input is a certificate request, not a key");
    let ssh = format!("ssh-ed25519 {} alice@example\n", base64url(&[0xc5; 51]));
    insta::assert_snapshot!(rejected(&world, ssh, &[]), @"
    ---- stderr
    error: the input is an OpenSSH public key
    hint: of RSA and ECDSA keys, `ssh-keygen -e -m PKCS8` makes PEM
    ---- exit 2
    ");
    let old = armor("RSA PRIVATE KEY", &[0xc5; 600]).replacen(
        "-----\n",
        "-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,C5C5C5C5C5C5C5C5C5C5C5C5C5C5C5C5\n\n",
        1,
    );
    insta::assert_snapshot!(rejected(&world, old, &[]), @"
    ---- stderr
    error: the input is a key that is encrypted in OpenSSL's old way
    hint: convert it with `openssl pkcs8 -topk8`
    ---- exit 2
    ");
    let (private, _) = new_key(Algorithm::ES256);
    insta::assert_snapshot!(rejected(&world, &private, &[]), @"
    ---- stderr
    error: the input is DER
    hint: convert it to PEM with `openssl pkey -inform DER`
    ---- exit 2
    ");
    says(&world, armor("PGP PRIVATE KEY BLOCK", &der), "the input is PEM, but not of a key that mintage knows");
    says(&world, armor("DH PARAMETERS", &der), "the input is PEM, but not of a key that mintage knows");
    says(&world, "hello", "the input is neither PEM nor a JWK");
    says(&world, [0xff, 0xfe, 0x00, 0x80], "the input is neither PEM nor a JWK");
    // UTF-16 is what some editors make of it.
    let utf16: Vec<u8> = armor("PRIVATE KEY", &private).encode_utf16().flat_map(u16::to_le_bytes).collect();
    says(&world, [&[0xff, 0xfe], &utf16[..]].concat(), "the input is neither PEM nor a JWK");
}

#[test]
fn line_ends_and_byte_order_marks_of_other_systems_are_no_hindrance() {
    let (private, public) = new_key(Algorithm::ES256);
    let jwk = serde_json::to_string_pretty(&ed25519()).unwrap();
    let parameters = armor("EC PARAMETERS", &oid("1.2.840.10045.3.1.7"));
    let sec1 = {
        let pair = EcdsaKeyPair::from_pkcs8(&aws_lc_rs::signature::ECDSA_P256_SHA256_FIXED_SIGNING, &private).unwrap();
        armor("EC PRIVATE KEY", pair.private_key().as_der().unwrap().as_ref())
    };
    let texts =
        [armor("PRIVATE KEY", &private), armor("PUBLIC KEY", &public), sec1.clone(), parameters + &sec1, jwk.clone()];
    for text in texts {
        let kids: Vec<String> = [
            text.clone(),
            text.replace('\n', "\r\n"),
            format!("\u{feff}{text}"),
            format!("\u{feff}{}", text.replace('\n', "\r\n")),
            format!("\n\n  {text}\n\n"),
        ]
        .iter()
        .map(|text| taken(&Sandbox::new(), text, &[]))
        .collect();
        assert!(kids.iter().all(|kid| *kid == kids[0]), "{kids:?}");
    }
    assert_eq!(taken(&Sandbox::new(), jwk, &[]), ED25519_KID);
}

#[test]
fn what_openssl_writes_around_a_key_is_no_hindrance() {
    let world = Sandbox::new();
    let (private, _) = new_key(Algorithm::ES256);
    let text = armor("PRIVATE KEY", &private);
    let kid = taken(&world, &text, &[]);
    let around = format!("Bag Attributes\n    friendlyName: demo\nKey Attributes: <No Attributes>\n{text}");
    assert_eq!(taken(&Sandbox::new(), around, &[]), kid);
}

#[test]
fn nothing_is_no_key() {
    let world = Sandbox::new();
    insta::assert_snapshot!(rejected(&world, "", &[]), @"
    ---- stderr
    error: the input is empty
    hint: see whether the command that should have written it failed
    ---- exit 2
    ");
    says(&world, " \r\n\t\n", "the input is empty");
    says(&world, "\u{feff}", "the input is empty");
}

#[test]
fn what_is_not_a_file_is_refused() {
    let world = Sandbox::new();
    let named = |path: &'static str| ["keys", "import", path, "--no-passphrase"];
    insta::assert_snapshot!(refused(&world, &named("home"), b"", 2), @"
    ---- stderr
    error: /world/home is not a file
    hint: check the path
    ---- exit 2
    ");
    insta::assert_snapshot!(refused(&world, &named("no-such-file"), b"", 3), @"
    ---- stderr
    error: /world/no-such-file does not exist
    hint: check the path
    ---- exit 3
    ");
    insta::assert_snapshot!(refused(&world, &named("/dev/zero"), b"", 2), @"
    ---- stderr
    error: /dev/zero is larger than 1048576 bytes
    hint: check the path
    ---- exit 2
    ");
    symlink("no-such-file", world.folder().join("nowhere")).unwrap();
    refused(&world, &named("nowhere"), b"", 3);
    symlink("loop", world.folder().join("loop")).unwrap();
    let looped = import(&world, &named("loop"), b"");
    assert_ne!(looped.exit, 0, "{looped}");
}

#[test]
fn a_private_key_is_taken_neither_through_a_link_nor_from_a_file_that_others_can_read() {
    let world = Sandbox::new();
    let file = world.file("elsewhere", ED25519);
    let place = world.folder().join("key");
    symlink(&file, &place).unwrap();
    insta::assert_snapshot!(refused(&world, &IMPORT, ED25519.as_bytes(), 5), @"
    ---- stderr
    error: /world/key is a symbolic link, which is not followed
    hint: name the file itself
    ---- exit 5
    ");
    std::fs::remove_file(&place).unwrap();
    std::fs::rename(&file, &place).unwrap();
    for mode in [0o640, 0o604, 0o666, 0o644] {
        std::fs::set_permissions(&place, std::fs::Permissions::from_mode(mode)).unwrap();
        refused(&world, &IMPORT, ED25519.as_bytes(), 5);
    }
    insta::assert_snapshot!(refused(&world, &IMPORT, ED25519.as_bytes(), 5), @"
    ---- stderr
    error: /world/key can be read by others (mode 0644)
    hint: `chmod 600 /world/key`, and treat the key as seen by others
    ---- exit 5
    ");
    std::fs::set_permissions(&place, std::fs::Permissions::from_mode(0o400)).unwrap();
    import(&world, &IMPORT, b"").ok();
}

#[test]
fn a_public_key_is_taken_from_wherever_it_is() {
    let world = Sandbox::new();
    let file = world.file("elsewhere", ed25519_public().to_string());
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o644)).unwrap();
    symlink(&file, world.folder().join("key")).unwrap();
    let answer = import(&world, &IMPORT, b"").ok();
    assert!(answer.out().contains(ED25519_KID), "{answer}");
    assert_eq!(std::fs::read_to_string(file).unwrap(), ed25519_public().to_string(), "it is read, and that is all");
}

#[test]
fn pipes_and_descriptors_are_no_links() {
    let filled = r"mkfifo -m 600 pipe; { cat key >pipe & };";
    let ways =
        [("", "- <key"), ("", "/dev/stdin <key"), ("", "/dev/fd/7 7<key"), (filled, "pipe"), (filled, "- <pipe")];
    for (prepare, from) in ways {
        let world = Sandbox::new();
        world.file("key", ED25519);
        let mut command = Command::new("/bin/sh");
        command.args(["-c", &format!(r#"{prepare} exec "$0" keys import --no-passphrase {from}"#)]);
        command.arg(world.binary(&[]).get_program());
        command.env("MINTAGE_HOME", world.home()).current_dir(world.folder());
        let answer = Answer::of(command.output().unwrap());
        assert_eq!(answer.exit, 0, "{from}: {answer}");
        assert!(answer.out().contains(ED25519_KID), "{from}: {answer}");
    }
}

#[test]
fn whatever_is_in_the_way_of_the_key_file_is_neither_followed_nor_replaced() {
    let world = Sandbox::new();
    world.file("key", ED25519);
    let target = world.file("target", "of somebody");
    let place = world.home().join("keys").join(format!("{ED25519_KID}.pem"));

    symlink(&target, &place).unwrap();
    let said = fails(&world, &IMPORT, b"", 4).err();
    assert!(said.contains("exists already and is never overwritten"), "{said}");
    std::fs::remove_file(&place).unwrap();

    symlink(world.folder().join("not-there-yet"), &place).unwrap();
    fails(&world, &IMPORT, b"", 4);
    assert!(!world.folder().join("not-there-yet").exists());
    std::fs::remove_file(&place).unwrap();

    std::fs::create_dir(&place).unwrap();
    fails(&world, &IMPORT, b"", 4);
    std::fs::remove_dir(&place).unwrap();

    std::fs::write(&place, "of somebody").unwrap();
    fails(&world, &IMPORT, b"", 4);
    assert_eq!(std::fs::read_to_string(&place).unwrap(), "of somebody");
    std::fs::remove_file(&place).unwrap();

    import(&world, &IMPORT, b"").ok();
}

#[test]
fn whoever_finds_a_file_in_the_way_learns_what_to_do() {
    let world = Sandbox::new();
    world.file("key", ED25519);
    std::fs::write(world.home().join("keys").join(format!("{ED25519_KID}.pem")), "of somebody").unwrap();
    refused(&world, &IMPORT, b"", 4);
}

#[test]
fn a_private_key_of_the_home_that_others_can_read_goes_nowhere() {
    let world = Sandbox::new();
    world.file("key", ED25519);
    taken(&world, ED25519, &[]);
    let file = world.home().join("keys").join(format!("{ED25519_KID}.pem"));
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o644)).unwrap();
    let said = refused(&world, &["keys", "export", ED25519_KID, "--private"], ED25519.as_bytes(), 5);
    assert!(said.contains("can be read by others (mode 0644)"), "{said}");
    refused(&world, &["keys", "passphrase", ED25519_KID, "--no-passphrase"], ED25519.as_bytes(), 5);
    // The public half is everybody's.
    world.run(&["keys", "export", ED25519_KID]).ok();
}

/// An encrypted private key that asks for this key derivation.
fn encrypted(derivation: &[Vec<u8>]) -> String {
    let cipher = sequence(&[oid("2.16.840.1.101.3.4.1.42"), octets(&[7; 16])]);
    let scheme = sequence(&[oid("1.2.840.113549.1.5.13"), sequence(&[sequence(derivation), cipher])]);
    armor("ENCRYPTED PRIVATE KEY", &sequence(&[scheme, octets(&[0xc5; 64])]))
}

fn pbkdf2(rounds: u64) -> String {
    let hmac_sha256 = sequence(&[oid("1.2.840.113549.2.9"), null()]);
    encrypted(&[oid("1.2.840.113549.1.5.12"), sequence(&[octets(&[7; 16]), number(rounds), hmac_sha256])])
}

fn scrypt(cost: u64, block: u64, parallel: u64) -> String {
    let parameters = sequence(&[octets(&[7; 16]), number(cost), number(block), number(parallel)]);
    encrypted(&[oid("1.3.6.1.4.1.11591.4.11"), parameters])
}

#[test]
fn a_file_cannot_ask_for_hours_of_work_or_all_of_the_memory() {
    let world = Sandbox::new();
    world.set("P", "a passphrase");
    let costly = [
        pbkdf2(1 << 31),
        pbkdf2((1 << 32) - 1),
        pbkdf2(1 << 32),
        pbkdf2(u64::MAX >> 1),
        // 128 · cost · block bytes: 16 GiB.
        scrypt(1 << 24, 8, 1),
        scrypt(1 << 14, 1 << 13, 1),
        scrypt(1 << 14, 8, 1 << 20),
        scrypt(1 << 62, 8, 1),
        scrypt(1 << 14, 1 << 30, 1 << 30),
        scrypt(u64::MAX >> 1, u64::MAX >> 1, u64::MAX >> 1),
    ];
    for text in &costly {
        let said = {
            world.file("key", text);
            refused(&world, &[&IMPORT[..], &["--from-passphrase-env", "P"]].concat(), text.as_bytes(), 2)
        };
        let fits = ["unreasonable amount of work", "in a way that mintage does not read"];
        assert!(fits.iter().any(|text| said.contains(text)), "{said}");
    }
    for text in [&costly[0], &costly[4]] {
        let said = rejected(&world, text, &["--from-passphrase-env", "P"]);
        assert!(said.contains("the file asks for an unreasonable amount of work to decrypt it"), "{said}");
    }
    insta::assert_snapshot!(rejected(&world, &costly[4], &["--from-passphrase-env", "P"]), @"
    ---- stderr
    error: the file asks for an unreasonable amount of work to decrypt it
    hint: if you trust where it is from, convert it with `openssl pkcs8 -topk8 -v2 aes-256-cbc`
    ---- exit 2
    ");
}

#[test]
fn numbers_of_a_key_derivation_that_make_no_sense_are_refused() {
    let world = Sandbox::new();
    world.set("P", "a passphrase");
    for text in [pbkdf2(0), scrypt(1, 8, 1), scrypt(1000, 8, 1), scrypt(1024, 0, 1), scrypt(1024, 8, 0)] {
        world.file("key", &text);
        let answer = import(&world, &[&IMPORT[..], &["--from-passphrase-env", "P"]].concat(), b"");
        // Whether the passphrase or the file is to blame cannot always be seen from outside.
        assert!(matches!(answer.exit, 2 | 5), "{answer}");
        refused(&world, &[&IMPORT[..], &["--from-passphrase-env", "P"]].concat(), text.as_bytes(), answer.exit);
    }
}

#[test]
fn a_scrypt_cost_of_zero_ends_in_an_error_and_not_in_a_panic() {
    let world = Sandbox::new();
    world.set("P", "a passphrase");
    world.file("key", scrypt(0, 8, 1));
    let answer = Answer::of(world.binary(&[&IMPORT[..], &["--from-passphrase-env", "P"]].concat()).output().unwrap());
    assert!(matches!(answer.exit, 2 | 5), "{answer}");
    assert!(answer.err().starts_with("error: "), "{answer}");
    assert_eq!(tree(&world.home().join("keys")).len(), 1);
}

#[test]
fn a_key_under_a_passphrase_is_not_read_without_it() {
    let world = Sandbox::new();
    let text = pbkdf2(1000);
    world.file("key", &text);
    insta::assert_snapshot!(refused(&world, &IMPORT, text.as_bytes(), 5), @"
    ---- stderr
    error: the key to import needs a passphrase, and nothing says where it comes from
    hint: give --from-passphrase-file, --from-passphrase-fd or --from-passphrase-env
    ---- exit 5
    ");
    world.set("P", "wrong");
    let wrong = [&IMPORT[..], &["--from-passphrase-env", "P"]].concat();
    insta::assert_snapshot!(refused(&world, &wrong, text.as_bytes(), 5), @"
    ---- stderr
    error: the passphrase does not open this key, or the file is damaged
    hint: try the passphrase again
    ---- exit 5
    ");
    refused(&world, &[&IMPORT[..], &["--from-passphrase-env", "NOT_SET"]].concat(), text.as_bytes(), 5);
    let two = [&wrong[..], &["--from-passphrase-fd", "0"]].concat();
    import(&world, &two, b"").exits(2);
}

#[test]
fn a_private_key_is_encrypted_here_unless_someone_says_otherwise() {
    let world = Sandbox::new();
    world.file("key", ED25519);
    insta::assert_snapshot!(refused(&world, &["keys", "import", "key"], ED25519.as_bytes(), 5), @"
    ---- stderr
    error: the new key needs a passphrase, and nothing says where it comes from
    hint: give --passphrase-file, --passphrase-fd or --passphrase-env, or set passphrase_command in config.toml; or accept an unencrypted key with --no-passphrase
    ---- exit 5
    ");
    world.set("P", "a passphrase");
    import(&world, &["keys", "import", "key", "--passphrase-env", "P"], b"").ok();
    let file = std::fs::read_to_string(world.home().join("keys").join(format!("{ED25519_KID}.pem"))).unwrap();
    assert!(file.starts_with("-----BEGIN ENCRYPTED PRIVATE KEY-----\n"), "{file}");
    // A public key needs none.
    let world = Sandbox::new();
    world.file("key", ed25519_public().to_string());
    import(&world, &["keys", "import", "key"], b"").ok();
}

#[test]
fn a_kid_that_is_no_name_for_a_file_or_a_row_is_refused() {
    let world = Sandbox::new();
    let message = "the JWK's `kid` is not made of at most 128 letters, digits, hyphens and underscores";
    let long = "a".repeat(129);
    let kids = [
        "../outside",
        "..",
        ".",
        "/etc/passwd",
        "a/b",
        "a\\b",
        "'; --",
        "'; DROP TABLE keys; --",
        "a\0b",
        "a\nb",
        " a",
        "a.pem",
        "ké",
        "\u{202e}a",
        "\u{1b}[31m",
        "",
        &long,
    ];
    for kid in kids {
        says(&world, with(&ed25519(), &json!({"kid": kid})), message);
        says(&world, with(&ed25519_public(), &json!({"kid": kid})), message);
    }
    for (kid, message) in [(json!(7), "the JWK's `kid` is not a text"), (json!(["a"]), "the JWK's `kid` is not a text")]
    {
        says(&world, with(&ed25519(), &json!({"kid": kid})), message);
    }
    // As much as is read of it, and more.
    says(&world, with(&ed25519(), &json!({"kid": "a".repeat(1024 * 1024 - 200)})), message);
    let huge = with(&ed25519(), &json!({"kid": "a".repeat(1024 * 1024)}));
    world.file("key", &huge);
    insta::assert_snapshot!(refused(&world, &IMPORT, huge.as_bytes(), 2), @"
    ---- stderr
    error: /world/key is larger than 1048576 bytes
    hint: check the path
    ---- exit 2
    ");
    let piped = ["keys", "import", "-", "--no-passphrase"];
    insta::assert_snapshot!(refused(&world, &piped, huge.as_bytes(), 2), @"
    ---- stderr
    error: the input is larger than 1 MiB
    hint: give a key in PEM, a JWK or a JWKS
    ---- exit 2
    ");

    let longest = "a".repeat(128);
    assert_eq!(taken(&world, with(&ed25519(), &json!({"kid": longest})), &[]), longest);
}

#[test]
fn secrets_that_are_too_short_for_their_hash_are_refused() {
    let world = Sandbox::new();
    let jwk = |alg: &str, length: usize| json!({"kty": "oct", "alg": alg, "k": base64url(&vec![0xc5; length])});
    for (alg, least) in [("HS256", 32), ("HS384", 48), ("HS512", 64)] {
        for length in [1, 16, least - 1] {
            let message = format!("the secret has {} bits; {alg} needs at least {}", length * 8, least * 8);
            says(&world, jwk(alg, length).to_string(), &message);
        }
        taken(&world, jwk(alg, least).to_string(), &[]);
    }
    rejected(&world, jwk("HS256", 0).to_string(), &[]);
    rejected(&world, json!({"kty": "oct", "alg": "HS256"}).to_string(), &[]);
    let nameless = with(&jwk("HS256", 64), &json!({"alg": null}));
    insta::assert_snapshot!(rejected(&world, nameless, &[]), @"
    ---- stderr
    error: the JWK's `alg` is missing, and --alg does not say it either
    hint: see what a JWK must have in RFC 7518, 6
    ---- exit 2
    ");
    // In the container that secrets rest in.
    let short = armor("PRIVATE KEY", &pkcs8(&[oid("1.2.840.113549.2.9"), null()], &[0xc5; 31]));
    says(&world, short, "the secret has 248 bits; HS256 needs at least 256");
}

#[test]
fn a_secret_without_an_alg_takes_the_one_that_the_user_names() {
    let world = Sandbox::new();
    let jwk = json!({"kty": "oct", "kid": "mine", "k": base64url(&[0xc5; 64])});
    world.file("key", jwk.to_string());
    import(&world, &[&IMPORT[..], &["--alg", "HS512"]].concat(), b"").ok();
    assert_eq!(key(&world, "mine")["alg"], "HS512");
}

#[test]
fn halves_of_two_keys_are_no_key() {
    let world = Sandbox::new();
    let damaged = "the key is damaged: its parts do not belong together";
    for algorithm in [Algorithm::EdDSA, Algorithm::ES256, Algorithm::ES384] {
        let (one, other) = (new_jwk(algorithm), new_jwk(algorithm));
        says(&world, with(&one, &json!({"d": other["d"]})), damaged);
    }
    let (one, other) = (new_jwk(Algorithm::RS256), new_jwk(Algorithm::RS256));
    for member in ["n", "d", "p", "q", "dp", "dq", "qi"] {
        let members = json!({"alg": "RS256", member: other[member]});
        says(&world, with(&one, &members), damaged);
    }
    says(&world, with(&one, &json!({"alg": "RS256", "e": "AAEAAQ"})), "the JWK's `e` is zero or has leading zeros");
    says(&world, with(&one, &json!({"alg": "RS256", "e": "Aw"})), damaged);
    says(&world, with(&one, &json!({"alg": "RS256", "p": null})), "the JWK's `p` is missing");
    let three = with(&one, &json!({"alg": "RS256", "oth": [{"r": "Aw", "d": "Aw", "t": "Aw"}]}));
    says(&world, three, "this is an RSA key of more than two primes, which mintage does not support");

    // PKCS#8 and SEC1 have room for both halves too.
    let bytes = |jwk: &Value, member: &str| URL_SAFE_NO_PAD.decode(jwk[member].as_str().unwrap()).unwrap();
    let (one, other) = (new_jwk(Algorithm::ES256), new_jwk(Algorithm::ES256));
    let point = [vec![4], bytes(&other, "x"), bytes(&other, "y")].concat();
    let public = element(0xa1, &element(3, &[&[0], &point[..]].concat()));
    let curve = oid("1.2.840.10045.3.1.7");
    let sec1 = [number(1), octets(&bytes(&one, "d")), element(0xa0, &curve), public.clone()];
    says(&world, armor("EC PRIVATE KEY", &sequence(&sec1)), damaged);
    let inner = sequence(&[number(1), octets(&bytes(&one, "d")), public]);
    says(&world, armor("PRIVATE KEY", &pkcs8(&[oid("1.2.840.10045.2.1"), curve], &inner)), damaged);
    let (one, other) = (new_jwk(Algorithm::EdDSA), new_jwk(Algorithm::EdDSA));
    let seed = octets(&octets(&bytes(&one, "d")));
    let public = element(0x81, &[&[0], &bytes(&other, "x")[..]].concat());
    let second_version = sequence(&[number(1), sequence(&[oid("1.3.101.112")]), seed, public]);
    says(&world, armor("PRIVATE KEY", &second_version), damaged);
}

#[test]
fn a_pem_key_of_rsa_does_not_say_its_algorithm_so_the_user_must() {
    let world = Sandbox::new();
    let (private, public) = new_key(Algorithm::RS256);
    let (private, public) = (armor("PRIVATE KEY", &private), armor("PUBLIC KEY", &public));
    insta::assert_snapshot!(rejected(&world, &private, &[]), @"
    ---- stderr
    error: the key is an RSA key of 3072 bits, which several algorithms can use, and it does not say which
    hint: name it with --alg: RS256, RS384, RS512, PS256, PS384, PS512
    ---- exit 2
    ");
    rejected(&world, &public, &[]);
    let unsupported = import(&world, &[&IMPORT[..], &["--alg", "ES512"]].concat(), b"").exits(2);
    assert!(unsupported.err().contains("ES512"), "{unsupported}");
    let kid = taken(&world, &private, &["--alg", "PS384"]);
    assert_eq!(key(&world, &kid)["alg"], "PS384");
    // One key has one algorithm: the same under another one is another key of the same kid.
    world.file("key", &private);
    refused_for_kid(&world, &["--alg", "RS256"], &kid);
}

/// Asserts that the file `key` is refused because another key has its kid.
#[track_caller]
fn refused_for_kid(world: &Sandbox, more: &[&str], kid: &str) {
    let said = refused(world, &[&IMPORT, more].concat(), b"", 4);
    assert!(said.contains(kid), "{said}");
}

#[test]
fn the_same_key_twice_is_no_error_and_changes_nothing() {
    let world = Sandbox::new();
    let rsa = with(&new_jwk(Algorithm::PS256), &json!({"alg": "PS256"}));
    for text in [ED25519, &ed25519_public().to_string(), &new_jwk(Algorithm::ES384).to_string(), &rsa] {
        taken(&world, text, &[]);
        let before = (tree(&world.home().join("keys")), keys(&world));
        let answer = import(&world, &IMPORT, b"").ok();
        assert!(answer.err().contains("is here already"), "{answer}");
        assert!((tree(&world.home().join("keys")), keys(&world)) == before, "{answer}");
    }
    insta::assert_snapshot!(settled(&world, &{
        world.file("key", ED25519);
        import(&world, &IMPORT, b"")
    }), @"
    KID                                          ALG    BITS  STATE    PRIVATE
    kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k  EdDSA  256   standby  held
    ---- stderr
    note: key kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k is here already
    ---- exit 0
    ");
}

#[test]
fn the_same_secret_twice_is_no_error_either() {
    let world = Sandbox::new();
    let secret = json!({"kty": "oct", "alg": "HS256", "kid": "mine", "k": base64url(&[0xc5; 32])});
    taken(&world, secret.to_string(), &[]);
    let before = keys(&world);
    import(&world, &IMPORT, b"").ok();
    assert_eq!(keys(&world), before);
    let other = with(&secret, &json!({"k": base64url(&[0xc6; 32])}));
    world.file("key", &other);
    refused_for_kid(&world, &[], "mine");
}

#[test]
fn another_key_of_the_same_kid_is_refused() {
    let world = Sandbox::new();
    taken(&world, with(&ed25519(), &json!({"kid": "mine"})), &[]);
    for algorithm in [Algorithm::EdDSA, Algorithm::ES256] {
        let other = new_jwk(algorithm);
        world.file("key", with(&other, &json!({"kid": "mine"})));
        refused_for_kid(&world, &[], "mine");
        world.file("key", with(&other, &json!({"kid": "mine", "d": null})));
        refused_for_kid(&world, &[], "mine");
    }
    let secret = json!({"kty": "oct", "alg": "HS256", "kid": "mine", "k": base64url(&[0xc5; 32])});
    world.file("key", secret.to_string());
    refused_for_kid(&world, &[], "mine");
    insta::assert_snapshot!(settled(&world, &import(&world, &IMPORT, b"")), @"
    ---- stderr
    error: another key of this home has the kid mine
    hint: see `mintage keys list`
    ---- exit 4
    ");
}

#[test]
fn the_private_half_of_a_key_that_only_verified_is_not_thrown_away() {
    let world = Sandbox::new();
    taken(&world, ed25519_public().to_string(), &[]);
    world.file("key", ED25519);
    let answer = import(&world, &IMPORT, b"");
    // Taken in, or refused: but not lost under a message that all is well.
    let is_held = key(&world, ED25519_KID)["private"] == "held";
    assert!(answer.exit != 0 || is_held, "{answer}");
    assert_eq!(is_held, world.run(&["keys", "export", ED25519_KID, "--private"]).exit == 0);
}

#[test]
fn a_public_key_verifies_and_never_signs() {
    let elsewhere = Sandbox::new();
    let token = elsewhere.token();
    let kid = elsewhere.key_file().file_stem().unwrap().to_str().unwrap().to_owned();
    let pem = elsewhere.run(&["keys", "export", &kid]).ok().out();

    let world = Sandbox::empty();
    world.run(&["init", "--alg", "HS256", "--no-passphrase"]).ok();
    world.run(&["app", "register", "demo", "--alg", "EdDSA", "--public"]).ok();
    assert_eq!(world.verdict(&token), 22, "no key of that kid");
    let files = tree(&world.home().join("keys"));
    assert_eq!(taken(&world, &pem, &[]), kid);
    assert!(tree(&world.home().join("keys")) == files, "a public key has no file");
    let row = key(&world, &kid);
    assert_eq!((&row["state"], &row["private"]), (&json!("standby"), &json!("absent")), "{row}");

    // The signature is good; that the ledger does not know the token is another matter.
    let verdict = world.run(&["token", "verify", "--explain", &token]).exits(31);
    assert!(verdict.out().contains("pass     signature"), "{verdict}");
    let forged = token.replacen('.', ".A", 1);
    assert_ne!(world.verdict(&forged), 31);

    let answer = fails(&world, &["keys", "activate", &kid], b"", 4);
    assert!(answer.err().contains("is standby without a private half: it cannot activate"), "{answer}");
    insta::assert_snapshot!(refused(&world, &["keys", "export", &kid, "--private"], b"", 4), @"
    ---- stderr
    error: the private half of key _tQC9aPJIMoNiojFHLkNn8MHvr5A_XDgwhYjyUO4nm8 is not in this home
    hint: it can verify, and that is all
    ---- exit 4
    ");
    insta::assert_snapshot!(refused(&world, &["keys", "passphrase", &kid, "--no-passphrase"], b"", 4), @"
    ---- stderr
    error: the private half of key _tQC9aPJIMoNiojFHLkNn8MHvr5A_XDgwhYjyUO4nm8 is not in this home
    hint: it can verify, and that is all
    ---- exit 4
    ");
    refused(&world, &["token", "issue", "--app", "demo", "--user", "alice"], b"", 4);
    // A key that can sign takes over at once, and not this one.
    let set = world.run(&["keys", "export", "--jwks"]).ok().json();
    assert_eq!(set, json!({"keys": []}), "it is not ours to vouch for");
    let made = world.run(&["keys", "gen", "--alg", "EdDSA", "--no-passphrase", "--json"]).ok().json();
    assert_eq!(made["state"], "active");
    assert_eq!(key(&world, &kid)["state"], "standby");
}

#[test]
fn whoever_activates_a_public_key_learns_what_to_do() {
    let world = Sandbox::new();
    let kid = taken(&world, ed25519_public().to_string(), &[]);
    refused(&world, &["keys", "activate", &kid], b"", 4);
}

#[test]
fn a_private_key_signs_at_once_where_no_other_does() {
    let world = Sandbox::empty();
    world.run(&["init", "--alg", "HS256", "--no-passphrase"]).ok();
    world.run(&["app", "register", "demo", "--alg", "EdDSA", "--public"]).ok();
    taken(&world, ED25519, &[]);
    assert_eq!(key(&world, ED25519_KID)["state"], "active");
    let token = world.token();
    assert_eq!(world.verdict(&token), 0);
    // The next one waits: never two that sign.
    let next = taken(&world, new_jwk(Algorithm::EdDSA).to_string(), &[]);
    assert_eq!(key(&world, &next)["state"], "standby");
    let pair = json!({"keys": [new_jwk(Algorithm::ES256), new_jwk(Algorithm::ES256)]});
    world.file("key", pair.to_string());
    let rows = import(&world, &[&IMPORT[..], &["--json"]].concat(), b"").ok().json();
    assert_eq!((&rows["keys"][0]["state"], &rows["keys"][1]["state"]), (&json!("active"), &json!("standby")), "{rows}");
}

#[test]
fn a_compressed_point_is_refused_or_the_same_key_as_any_other() {
    let world = Sandbox::new();
    let jwk = new_jwk(Algorithm::ES256);
    let kid = taken(&Sandbox::new(), jwk.to_string(), &[]);
    let bytes = |member: &str| URL_SAFE_NO_PAD.decode(jwk[member].as_str().unwrap()).unwrap();
    let sign = 2 + bytes("y")[31] % 2;
    let point = [&[sign], &bytes("x")[..]].concat();
    let identifier = [oid("1.2.840.10045.2.1"), oid("1.2.840.10045.3.1.7")];
    world.file("key", armor("PUBLIC KEY", &spki(&identifier, &point)));
    let answer = import(&world, &[&IMPORT[..], &["--json"]].concat(), b"");
    if answer.exit == 0 {
        assert_eq!(answer.json()["keys"][0]["kid"], kid.as_str(), "the name does not depend on the form");
        let out = world.run(&["keys", "export", "--format", "jwk", "--", &kid]).ok().json();
        assert_eq!((&out["x"], &out["y"]), (&jwk["x"], &jwk["y"]));
    } else {
        answer.exits(2);
    }
    // One import must not end the publishing of all other keys.
    world.run(&["keys", "export", "--jwks"]).ok();
}

#[test]
fn imported_files_are_private_whatever_the_umask() {
    for umask in ["000", "077", "777"] {
        let world = Sandbox::new();
        world.file("key", ED25519);
        let mut command = Command::new("/bin/sh");
        command.args(["-c", &format!("umask {umask}; exec \"$0\" \"$@\"")]);
        command.arg(world.binary(&[]).get_program()).args(IMPORT);
        command.env_clear().env("MINTAGE_HOME", world.home()).current_dir(world.folder());
        Answer::of(command.output().unwrap()).ok();
        let files = tree(&world.home());
        // config.toml, mintage.db and two keys; nothing temporary stays.
        assert_eq!(files.len(), 4, "{:?}", files.keys());
        for path in files.keys() {
            assert_eq!(path.metadata().unwrap().mode() & 0o7777, 0o600, "umask {umask}: {}", path.display());
        }
        for folder in [world.home(), world.home().join("keys")] {
            assert_eq!(folder.metadata().unwrap().mode() & 0o7777, 0o700, "umask {umask}");
        }
    }
}
