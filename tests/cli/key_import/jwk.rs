//! JWKs and sets of them: what they say of their use, and what is ambiguous or gives secrets away.

use mintage::core::Algorithm;
use serde_json::{Value, json};

use super::made::{ed25519, ed25519_public, modulus, new_jwk, with};
use super::{ED25519_KID, IMPORT, UNKNOWN, import, refused, rejected, says, taken};
use crate::support::{Sandbox, b64, tree_but_the_log};

#[test]
fn what_a_jwk_says_of_its_use_is_obeyed() {
    let world = Sandbox::new();
    let jwk = ed25519();
    let cases = [
        (json!({"use": "enc"}), "the JWK's `use` says that it is not for signatures"),
        (json!({"use": "SIG"}), "the JWK's `use` says that it is not for signatures"),
        (json!({"use": ["sig"]}), "the JWK's `use` is not a text"),
        (json!({"key_ops": ["encrypt", "wrapKey"]}), "the JWK's `key_ops` allows neither sign nor verify"),
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
    let (p521, secp256k1) = (new_jwk(Algorithm::ES512), new_jwk(Algorithm::ES256K));
    let rsa = json!({"kty": "RSA", "n": b64(modulus(2048)), "e": "AQAB"});
    let oct = json!({"kty": "oct", "k": b64([0xc5; 64])});
    let cases = [
        (&ed, "ES256", "the key is an Ed25519 key, which ES256 cannot use"),
        (&ec, "ES384", "the key is a P-256 key, which ES384 cannot use"),
        (&ec, "ES512", "the key is a P-256 key, which ES512 cannot use"),
        (&ec, "ES256K", "the key is a P-256 key, which ES256K cannot use"),
        (&p521, "ES256", "the key is a P-521 key, which ES256 cannot use"),
        (&secp256k1, "ES256", "the key is a secp256k1 key, which ES256 cannot use"),
        (&ec, "EdDSA", "the key is a P-256 key, which EdDSA cannot use"),
        (&rsa, "ES256", "the key is an RSA key of 2048 bits, which ES256 cannot use"),
        // The oldest confusion: the public key of RS256 as the secret of HS256.
        (&rsa, "HS256", "the key is an RSA key of 2048 bits, which HS256 cannot use"),
        (&oct, "RS256", "the key is a secret of 512 bits, which RS256 cannot use"),
        (&rsa, "RSA-OAEP", "the JWK's `alg` names no signature algorithm"),
        (&rsa, "none", "the JWK's `alg` names no signature algorithm"),
        (&rsa, "rs256", "the JWK's `alg` names no signature algorithm"),
        (&ec, "Ed448", "the JWK's `alg` names an algorithm that mintage does not support"),
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
    hint: this key is for EdDSA, Ed25519
    ---- exit 2
    ");
}

#[test]
fn jwks_that_are_ambiguous_or_give_secrets_away_are_refused_whole() {
    let world = Sandbox::new();
    let (private, public) = (ed25519(), ed25519_public());
    let ec = new_jwk(Algorithm::ES256);
    let ec_public: Value = serde_json::from_str(&with(&ec, &json!({"d": null}))).unwrap();
    let secret = json!({"kty": "oct", "alg": "HS256", "k": b64([0xc5; 32])});
    let set = |keys: &[&Value]| json!({"keys": keys}).to_string();
    let named = |jwk: &Value, kid: &str| serde_json::from_str::<Value>(&with(jwk, &json!({"kid": kid}))).unwrap();

    let mixed =
        "the set mixes private keys or secrets with public keys: whoever published it may have published secrets";
    says(&world, set(&[&public, &ec]), mixed);
    says(&world, set(&[&private, &ec_public]), mixed);
    says(&world, set(&[&public, &secret]), mixed);
    let twice = "another key of the set has the same kid, and a home has one key of a kid";
    says(&world, set(&[&named(&public, "one"), &named(&ec_public, "one")]), twice);
    says(&world, set(&[&named(&private, "one"), &named(&ec, "one")]), twice);
    says(&world, set(&[]), "the set has no keys");
    says(&world, r#"{"keys": {}}"#, "the JWK's `keys` is not a list");
    says(&world, r#"{"keys": ["a", "b"]}"#, "the JWK's `keys` has something that is not a key");
    says(&world, r#"{"keys": [{}]}"#, "the JWK's `kty` is missing");
    // Of private keys, one bad one: none of the good ones comes in either.
    let bad: Value = serde_json::from_str(&with(&private, &json!({"use": "enc", "kid": "e"}))).unwrap();
    says(&world, set(&[&ec, &bad]), "key 2 of the set (e): the JWK's `use` says that it is not for signatures");
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
    let before = (tree_but_the_log(&world.home(), &world.store()), world.keys());
    world.file("key", &set);
    let answer = import(&world, &IMPORT, b"");
    assert!(matches!(answer.exit, 2 | 4), "{answer}");
    assert!(
        (tree_but_the_log(&world.home(), &world.store()), world.keys()) == before,
        "a refused command changed something: {answer}"
    );
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
        // The last character has bits that count for nothing: two texts for one key.
        &good.replace("Ro\"", "Rp\""),
    ] {
        assert_ne!(text, good);
        rejected(&world, text, &[]);
    }
    says(&world, format!("({good})"), UNKNOWN);
}
