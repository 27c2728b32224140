//! RFC 7515, appendix A: examples of JWS.

use mintage::core::Algorithm;
use mintage::core::jose::compact::NotSigned;
use mintage::core::jose::{Malformed, UntrustedToken, VerifySignature as _};
use mintage::keys::{SigningKey, VerificationKey};

use crate::der::{self, integer, null, octets, oid, sequence, tagged};
use crate::{assert_every_bit_counts, bytes, check, sign_again, signing, verification};

/// A.1.1, with line ends within its header and payload.
const HS256: &str = "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.\
    eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.\
    dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

/// A.2.1
const RS256: &str = "eyJhbGciOiJSUzI1NiJ9.\
    eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.\
    cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CU\
    Ar7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_d\
    O--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0ig\
    cN_IoypGlUPQGe77Rw";

/// A.3.1
const ES256: &str = "eyJhbGciOiJFUzI1NiJ9.\
    eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.\
    DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";

/// A.5
const UNSECURED: &str = "eyJhbGciOiJub25lIn0.\
    eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.";

/// The secret of A.1.1 (`k`), in the container that secrets rest in.
fn hmac_pkcs8() -> Vec<u8> {
    let secret = bytes("AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow");
    der::pkcs8(&[oid(der::HMAC_SHA256)], &secret)
}

/// The public half of the key of A.2.1: `n` and `e`.
fn rsa_public() -> [Vec<u8>; 2] {
    let n = "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SF\
        d2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTB\
        EMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2\
        PAcDTW9gb54h4FRWyuXpoQ";
    [bytes(n), bytes("AQAB")]
}

/// The private half: `d`, `p`, `q`, `dp`, `dq` and `qi`.
fn rsa_private() -> [Vec<u8>; 6] {
    [
        "Eq5xpGnNCivDflJsRQBXHx1hdR1k6Ulwe2JZD50LpXyWPEAeP88vLNO97IjlA7_GQ5sLKMgvfTeXZx9SE-7YwVol2NXOoAJe46sui395IW_G\
         O-pWJ1O0BkTGoVEn2bKVRUCgu-GjBVaYLU6f3l9kJfFNS3E0QbVdxzubSu3Mkqzjkn439X0M_V51gfpRLI9JYanrC4D4qAdGcopV_0ZHHzQl\
         BjudU2QvXt4ehNYTCBr6XCLQUShb1juUO1ZdiYoFaFQT5Tw8bGUl_x_jTj3ccPDVZFD9pIuhLhBOneufuBiB4cS98l2SR_RQyGWSeWjnczT0\
         QU91p1DhOVRuOopznQ",
        "4BzEEOtIpmVdVEZNCqS7baC4crd0pqnRH_5IB3jw3bcxGn6QLvnEtfdUdiYrqBdss1l58BQ3KhooKeQTa9AB0Hw_Py5PJdTJNPY8cQn7ouZ2\
         KKDcmnPGBY5t7yLc1QlQ5xHdwW1VhvKn-nXqhJTBgIPgtldC-KDV5z-y2XDwGUc",
        "uQPEfgmVtjL0Uyyx88GZFF1fOunH3-7cepKmtH4pxhtCoHqpWmT8YAmZxaewHgHAjLYsp1ZSe7zFYHj7C6ul7TjeLQeZD_YwD66t62wDmpe_\
         HlB-TnBA-njbglfIsRLtXlnDzQkv5dTltRJ11BKBBypeeF6689rjcJIDEz9RWdc",
        "BwKfV3Akq5_MFZDFZCnW-wzl-CCo83WoZvnLQwCTeDv8uzluRSnm71I3QCLdhrqE2e9YkxvuxdBfpT_PI7Yz-FOKnu1R6HsJeDCjn12Sk3vm\
         AktV2zb34MCdy7cpdTh_YVr7tss2u6vneTwrA86rZtu5Mbr1C1XsmvkxHQAdYo0",
        "h_96-mK1R_7glhsum81dZxjTnYynPbZpHziZjeeHcXYsXaaMwkOlODsWa7I9xXDoRwbKgB719rrmI2oKr6N3Do9U0ajaHF-NKJnwgjMd2w9c\
         jz3_-kyNlxAr2v4IKhGNpmM5iIgOS1VZnOZ68m6_pbLBSp3nssTdlqvd0tIiTHU",
        "IYd7DHOhrWvxkwPQsRM2tOgrjbcrfvtQJipd-DlcxyVuuM9sQLdgjVk2oy26F0EmpScGLq2MowX7fhd_QJQ3ydy5cY7YIBi87w93IKLEdfnb\
         JtoOPLUW0ITrJReOgo1cq9SbsxYawBgfp_gh6A5603k2-ZQwVK0JKSHuLFkuQ3U",
    ]
    .map(bytes)
}

fn rsa_spki() -> Vec<u8> {
    der::spki(&[oid(der::RSA), null()], &sequence(&rsa_public().map(|number| integer(&number))))
}

fn rsa_pkcs8() -> Vec<u8> {
    let numbers = rsa_public().into_iter().chain(rsa_private()).map(|number| integer(&number));
    let key = sequence(&[vec![integer(&[0])], numbers.collect()].concat());
    der::pkcs8(&[oid(der::RSA), null()], &key)
}

/// The key of A.3.1: `x` and `y` as one uncompressed point.
fn ec_point() -> Vec<u8> {
    let x = bytes("f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU");
    let y = bytes("x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0");
    [vec![4], x, y].concat()
}

fn ec_spki() -> Vec<u8> {
    der::spki(&[oid(der::EC), oid(der::P256)], &ec_point())
}

fn ec_pkcs8() -> Vec<u8> {
    let d = bytes("jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI");
    let public = tagged(0xa1, &der::bits(&ec_point()));
    der::pkcs8(&[oid(der::EC), oid(der::P256)], &sequence(&[integer(&[1]), octets(&d), public]))
}

fn hmac_key() -> VerificationKey {
    VerificationKey::from_secret(Algorithm::HS256, &hmac_pkcs8()).expect("a secret")
}

fn assert_the_claims_of_joe(token: &str, key: &VerificationKey) {
    let token = check(token, key);
    let expected = serde_json::json!({"iss": "joe", "exp": 1_300_819_380, "http://example.com/is_root": true});
    assert_eq!(serde_json::Value::from(token.claims), expected);
    assert_eq!(token.times.expires_at.map(|time| time.0), Some(1_300_819_380));
}

#[test]
fn the_hs256_example_is_good_and_signing_it_again_gives_the_same_bytes() {
    assert_the_claims_of_joe(HS256, &hmac_key());
    assert_eq!(check(HS256, &hmac_key()).header.typ.as_deref(), Some("JWT"));
    assert_eq!(sign_again(HS256, &signing(Algorithm::HS256, &hmac_pkcs8())), crate::halves(HS256).1);
    assert_every_bit_counts(HS256, &hmac_key());
}

#[test]
fn the_rs256_example_is_good_and_signing_it_again_gives_the_same_bytes() {
    let key = verification(Algorithm::RS256, &rsa_spki());
    assert_the_claims_of_joe(RS256, &key);
    let private = signing(Algorithm::RS256, &rsa_pkcs8());
    assert_eq!(private.public(), Some(rsa_spki()));
    assert_eq!(sign_again(RS256, &private), crate::halves(RS256).1);
    assert_every_bit_counts(RS256, &key);
}

#[test]
fn the_es256_example_is_good_and_its_private_key_signs_for_its_public_key() {
    let key = verification(Algorithm::ES256, &ec_spki());
    assert_the_claims_of_joe(ES256, &key);
    let private = signing(Algorithm::ES256, &ec_pkcs8());
    assert_eq!(private.public(), Some(ec_spki()));
    // ECDSA signs with a fresh random number, so that only the form can be compared.
    let signature = sign_again(ES256, &private);
    assert_eq!(signature.len(), 64);
    assert!(key.verify(crate::halves(ES256).0, &signature));
    assert_every_bit_counts(ES256, &key);
}

#[test]
fn each_example_is_refused_by_the_keys_of_the_others() {
    let keys = [
        ("HS256", HS256, hmac_key()),
        ("RS256", RS256, verification(Algorithm::RS256, &rsa_spki())),
        ("ES256", ES256, verification(Algorithm::ES256, &ec_spki())),
    ];
    for (name, token, _) in &keys {
        for (other, _, key) in keys.iter().filter(|(other, ..)| other != name) {
            let refused = UntrustedToken::parse(token).unwrap().check(key).unwrap_err();
            assert_eq!(refused, NotSigned::Algorithm, "{name} with the key of {other}");
        }
    }
}

#[test]
fn a_key_is_refused_for_an_algorithm_of_another_kind() {
    assert!(VerificationKey::from_public(Algorithm::HS256, &rsa_spki()).is_none(), "a public key is no secret");
    assert!(VerificationKey::from_secret(Algorithm::RS256, &hmac_pkcs8()).is_none());
    assert!(VerificationKey::from_public(Algorithm::ES256, &rsa_spki()).is_none());
    assert!(VerificationKey::from_public(Algorithm::ES384, &ec_spki()).is_none(), "another curve");
    assert!(VerificationKey::from_public(Algorithm::RS256, &ec_spki()).is_none());
    let kid = || mintage::core::Kid::new("example").unwrap();
    assert!(SigningKey::from_pkcs8(kid(), Algorithm::ES384, &ec_pkcs8()).is_none());
    assert!(SigningKey::from_pkcs8(kid(), Algorithm::RS256, &ec_pkcs8()).is_none());
    assert!(SigningKey::from_pkcs8(kid(), Algorithm::HS256, &rsa_pkcs8()).is_none());
    assert!(SigningKey::from_pkcs8(kid(), Algorithm::HS384, &hmac_pkcs8()).is_none(), "a secret for another hash");
}

#[test]
fn the_unsecured_example_is_refused_by_every_key() {
    let keys = [
        hmac_key(),
        verification(Algorithm::RS256, &rsa_spki()),
        verification(Algorithm::PS256, &rsa_spki()),
        verification(Algorithm::ES256, &ec_spki()),
    ];
    for key in &keys {
        let refused = UntrustedToken::parse(UNSECURED).unwrap().check(key).unwrap_err();
        assert_eq!(refused, NotSigned::Algorithm, "{}", key.algorithm());
    }
}

#[test]
fn the_json_serialization_of_the_examples_is_refused_by_name() {
    // A.7, with the ES256 signature.
    let (input, signature) = ES256.rsplit_once('.').unwrap();
    let (protected, payload) = input.split_once('.').unwrap();
    let flattened = serde_json::json!({
        "payload": payload,
        "protected": protected,
        "header": {"kid": "e9bc097a-ce51-4036-9562-d2ade882db0d"},
        "signature": signature,
    });
    let refused = UntrustedToken::parse(&flattened.to_string()).unwrap_err();
    assert_eq!(refused, Malformed::JsonSerialization);
}
