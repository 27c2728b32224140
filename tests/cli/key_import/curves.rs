//! Keys on curves: points that are none, and curves that are not for us.

use aws_lc_rs::encoding::{AsBigEndian, AsDer};
use aws_lc_rs::signature::{
    ECDSA_P256K1_SHA256_FIXED_SIGNING, ECDSA_P521_SHA512_FIXED_SIGNING, EcdsaKeyPair, EcdsaSigningAlgorithm, KeyPair,
};
use mintage::core::Algorithm;
use serde_json::json;

use super::made::{armor, element, new_jwk, number, octets, oid, pkcs8, sequence, spki, with};
use super::{IMPORT, import, rejected, says, taken};
use crate::support::{Sandbox, b64, from_b64};

#[test]
fn points_off_the_curve_are_refused() {
    let world = Sandbox::new();
    let curves = [
        ("P-256", "1.2.840.10045.3.1.7", 32),
        ("P-384", "1.3.132.0.34", 48),
        ("P-521", "1.3.132.0.35", 66),
        ("secp256k1", "1.3.132.0.10", 32),
    ];
    for (name, curve, size) in curves {
        let identifier = [oid("1.2.840.10045.2.1"), oid(curve)];
        for (x, y) in [(vec![5; size], vec![6; size]), (vec![0; size], vec![0; size]), (vec![255; size], vec![1; size])]
        {
            let jwk = json!({"kty": "EC", "crv": name, "x": b64(&x), "y": b64(&y)});
            says(&world, jwk.to_string(), "the JWK's `x` and `y` are not a point of the curve");
            let whole = with(&jwk, &json!({"d": b64(vec![7; size])}));
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
        let jwk = json!({"kty": "OKP", "crv": "Ed25519", "x": b64(&point)});
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
        let jwk = json!({"kty": "OKP", "crv": name, "alg": "EdDSA", "x": b64(&seed)});
        for text in [private.clone(), public, jwk.to_string(), with(&jwk, &json!({"d": b64(&seed)}))] {
            says(&world, text, &message);
        }
        let asked = rejected(&world, private, &["--alg", "EdDSA"]);
        assert!(asked.contains(&message), "{asked}");
    }
    // As a JWK that says the wrong curve, it is just another key: 32 bytes are 32 bytes.
    let jwk = json!({"kty": "OKP", "crv": "X25519", "alg": "EdDSA", "x": b64([0xc5; 32])});
    insta::assert_snapshot!(rejected(&world, jwk.to_string(), &[]), @"
    ---- stderr
    error: this is an X25519 key, which is for key agreement: it cannot sign
    hint: mintage takes RSA, P-256, P-384, P-521, secp256k1, Ed25519 and ML-DSA keys, and HMAC secrets as a JWK or with --secret-as
    ---- exit 2
    ");
}

/// A real key of this curve: PKCS#8, SEC1, SPKI and its JWK, public and private.
fn curve_forms(algorithm: &'static EcdsaSigningAlgorithm, curve: &str, name: &str, size: usize) -> Vec<String> {
    let pair = EcdsaKeyPair::generate(algorithm).unwrap();
    let sec1 = pair.private_key().as_der().unwrap();
    let secret = pair.private_key().as_be_bytes().unwrap();
    let secret = secret.as_ref();
    let point = pair.public_key().as_ref();
    let identifier = [oid("1.2.840.10045.2.1"), oid(curve)];
    let (x, y) = point[1..].split_at(size);
    let jwk = json!({"kty": "EC", "crv": name, "x": b64(x), "y": b64(y)});
    let parameters = armor("EC PARAMETERS", &oid(curve));
    vec![
        armor("PRIVATE KEY", pair.to_pkcs8v1().unwrap().as_ref()),
        armor("EC PRIVATE KEY", sec1.as_ref()),
        parameters + &armor("EC PRIVATE KEY", sec1.as_ref()),
        armor("PUBLIC KEY", &spki(&identifier, point)),
        with(&jwk, &json!({"d": b64(secret)})),
        jwk.to_string(),
    ]
}

#[test]
fn a_key_has_one_name_and_one_algorithm_in_whatever_form_it_comes() {
    let curves = [
        (&ECDSA_P521_SHA512_FIXED_SIGNING, "1.3.132.0.35", "P-521", 66, "ES512"),
        (&ECDSA_P256K1_SHA256_FIXED_SIGNING, "1.3.132.0.10", "secp256k1", 32, "ES256K"),
    ];
    for (algorithm, curve, name, size, alg) in curves {
        let mut kids = std::collections::BTreeSet::new();
        for text in curve_forms(algorithm, curve, name, size) {
            let world = Sandbox::new();
            let kid = taken(&world, &text, &[]);
            assert_eq!(world.key(&kid)["alg"], alg);
            let jwk = world.run(&["keys", "export", "--format", "jwk", "--", &kid]).ok().json();
            assert_eq!((&jwk["crv"], &jwk["alg"]), (&name.into(), &alg.into()));
            kids.insert(kid);
        }
        assert_eq!(kids.len(), 1, "{alg}");
    }
}

/// As it was called before it was registered.
#[test]
fn the_old_name_of_secp256k1_is_read_and_never_written() {
    let world = Sandbox::new();
    let jwk = new_jwk(Algorithm::ES256K);
    let kid = taken(&world, with(&jwk, &json!({"crv": "P-256K"})), &[]);
    assert_eq!(kid, taken(&Sandbox::new(), jwk.to_string(), &[]));
    assert_eq!(world.run(&["keys", "export", "--format", "jwk", "--", &kid]).ok().json()["crv"], "secp256k1");
}

#[test]
fn curves_that_are_known_and_not_supported_are_named() {
    let world = Sandbox::new();
    let ed448 = armor("PRIVATE KEY", &pkcs8(&[oid("1.3.101.113")], &octets(&[0xc5; 57])));
    says(&world, ed448, "this is an Ed448 key, which mintage does not support");
    for (number, name) in [(7, "brainpoolP256r1"), (11, "brainpoolP384r1"), (13, "brainpoolP512r1")] {
        let curve = oid(&format!("1.3.36.3.3.2.8.1.1.{number}"));
        let key = armor("PUBLIC KEY", &spki(&[oid("1.2.840.10045.2.1"), curve], &[0xc5; 65]));
        says(&world, key, &format!("this is a {name} key, which mintage does not support"));
    }
    let sm2 = armor("PUBLIC KEY", &spki(&[oid("1.2.840.10045.2.1"), oid("1.2.156.10197.1.301")], &[0xc5; 65]));
    says(
        &world,
        sm2,
        "this is a key on a curve other than P-256, P-384, P-521 and secp256k1, which mintage does not support",
    );
}

#[test]
fn a_compressed_point_is_refused_or_the_same_key_as_any_other() {
    let world = Sandbox::new();
    let jwk = new_jwk(Algorithm::ES256);
    let kid = taken(&Sandbox::new(), jwk.to_string(), &[]);
    let bytes = |member: &str| from_b64(jwk[member].as_str().unwrap());
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
