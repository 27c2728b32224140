//! Kids: what is no name, and keys that come twice or under the kid of another.

use mintage::core::Algorithm;
use serde_json::json;

use super::made::{ed25519, ed25519_public, new_jwk, with};
use super::{ED25519, ED25519_KID, IMPORT, import, refused, refused_for_kid, says, taken};
use crate::support::{Sandbox, b64, settled, tree};

#[test]
fn a_kid_that_cannot_be_printed_or_is_a_word_of_ours_is_refused() {
    let world = Sandbox::new();
    let message = "the JWK's `kid` is no printable text of at most 256 bytes, or is @active, @previous or @next";
    let long = "a".repeat(257);
    let kids =
        ["a\0b", "a\nb", " a", "a ", "\u{202e}a", "a\u{200b}", "\u{1b}[31m", "@active", "@previous", "@next", &long];
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
    hint: give a key in PEM or DER (PKCS#8, PKCS#1, SEC1, SPKI, PKCS#12, a certificate), of OpenSSH, a JWK or a JWKS
    ---- exit 2
    ");

    let longest = "a".repeat(256);
    assert_eq!(taken(&world, with(&ed25519(), &json!({"kid": longest})), &[]), longest);
    // An empty one is none.
    assert_eq!(taken(&world, with(&ed25519(), &json!({"kid": ""})), &[]), ED25519_KID);
}

#[test]
fn a_kid_never_decides_where_a_file_lies() {
    let kids = [
        "../outside",
        "..",
        ".",
        "/etc/passwd",
        "a/b",
        "a\\b",
        "'; DROP TABLE keys; --",
        "a.pem",
        "ké",
        "a b",
        "keys/x",
    ];
    for kid in kids {
        let world = Sandbox::new();
        let before: Vec<_> = tree(world.folder()).into_keys().collect();
        assert_eq!(taken(&world, with(&ed25519(), &json!({"kid": kid})), &[]), kid);
        let new: Vec<_> = tree(world.folder()).into_keys().filter(|path| !before.contains(path)).collect();
        let is_key = |path: &std::path::Path| path.parent().is_some_and(|folder| folder.ends_with("keys"));
        let named = new.iter().filter(|path| is_key(path)).filter_map(|path| path.file_name()?.to_str());
        let named: Vec<_> = named.collect();
        assert!(matches!(named[..], [name] if name.len() == 75 && name.starts_with("sha256.")), "{kid}: {new:?}");
    }
}

#[test]
fn whoever_names_a_key_decides_and_its_own_kid_does_not_matter() {
    let world = Sandbox::new();
    for (own, named) in [(json!("theirs"), "mine"), (json!(7), "did:web:a.test#k"), (json!("a\nb"), "-hABC")] {
        let jwk = with(&ed25519(), &json!({"kid": own}));
        assert_eq!(taken(&world, jwk, &["--kid", named]), named);
        assert_eq!(world.run(&["keys", "show", "-q", "--", named]).ok().line(0), named);
    }
    let pem = world.run(&["keys", "export", "mine", "--private"]).ok().out();
    assert_eq!(taken(&world, pem, &["--kid", "public:hydra.openid.id-token"]), "public:hydra.openid.id-token");
    let other = with(&new_jwk(Algorithm::ES256), &json!({"d": null}));
    let set = format!(r#"{{"keys":[{},{other}]}}"#, ed25519_public());
    world.file("key", &set);
    insta::assert_snapshot!(refused(&world, &[&IMPORT[..], &["--kid", "x"]].concat(), set.as_bytes(), 2), @"
    ---- stderr
    error: --kid names one key, and the input has 2
    hint: leave --kid out, or give each key in a file of its own
    ---- exit 2
    ");
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
