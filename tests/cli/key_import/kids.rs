//! Kids: what is no name, and keys that come twice or under the kid of another.

use mintage::core::Algorithm;
use serde_json::json;

use super::made::{ed25519, ed25519_public, new_jwk, with};
use super::{ED25519, IMPORT, import, refused, refused_for_kid, says, taken};
use crate::support::{Sandbox, b64, settled, tree};

#[test]
fn a_kid_that_is_no_name_for_a_file_or_a_row_is_refused() {
    let world = Sandbox::new();
    let message =
        "the JWK's `kid` is not made of at most 128 letters, digits, -, _ and @, or is @active, @previous or @next";
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
        "@active",
        "@previous",
        "@next",
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
fn the_same_key_twice_is_no_error_and_changes_nothing() {
    let world = Sandbox::new();
    let rsa = with(&new_jwk(Algorithm::PS256), &json!({"alg": "PS256"}));
    for text in [ED25519, &ed25519_public().to_string(), &new_jwk(Algorithm::ES384).to_string(), &rsa] {
        taken(&world, text, &[]);
        let before = (tree(&world.home().join("keys")), world.keys());
        let answer = import(&world, &IMPORT, b"").ok();
        assert!(answer.err().contains("is here already"), "{answer}");
        assert!((tree(&world.home().join("keys")), world.keys()) == before, "{answer}");
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
    let secret = json!({"kty": "oct", "alg": "HS256", "kid": "mine", "k": b64([0xc5; 32])});
    taken(&world, secret.to_string(), &[]);
    let before = world.keys();
    import(&world, &IMPORT, b"").ok();
    assert_eq!(world.keys(), before);
    let other = with(&secret, &json!({"k": b64([0xc6; 32])}));
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
    let secret = json!({"kty": "oct", "alg": "HS256", "kid": "mine", "k": b64([0xc5; 32])});
    world.file("key", secret.to_string());
    refused_for_kid(&world, &[], "mine");
    insta::assert_snapshot!(settled(&world, &import(&world, &IMPORT, b"")), @"
    ---- stderr
    error: another key of this home has the kid mine
    hint: see `mintage keys list`
    ---- exit 4
    ");
}
