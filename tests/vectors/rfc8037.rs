//! RFC 8037, appendix A: Ed25519 in JOSE.

use mintage::core::Algorithm;
use mintage::core::jose::{Malformed, UntrustedToken};

use crate::der::{self, octets, oid};
use crate::{assert_every_bit_counts, bytes, halves, sign_again, signing, verification};

/// A.4. Its payload is the text "Example of Ed25519 signing".
const TOKEN: &str = "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc.\
    hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg";

/// A.2
fn spki() -> Vec<u8> {
    der::spki(&[oid(der::ED25519)], &bytes("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"))
}

/// A.1
fn pkcs8() -> Vec<u8> {
    der::pkcs8(&[oid(der::ED25519)], &octets(&bytes("nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A")))
}

#[test]
fn the_ed25519_example_is_good() {
    assert_every_bit_counts(TOKEN, &verification(Algorithm::EdDSA, &spki()));
}

#[test]
fn signing_the_ed25519_example_again_gives_the_same_bytes() {
    let key = signing(Algorithm::EdDSA, &pkcs8());
    assert_eq!(key.public(), Some(spki()));
    assert_eq!(sign_again(TOKEN, &key), halves(TOKEN).1);
}

#[test]
fn a_payload_that_is_no_json_object_is_no_token() {
    let refused = UntrustedToken::parse(TOKEN).unwrap_err();
    assert!(matches!(refused, Malformed::Json { part: "payload", .. }), "{refused}");
}
