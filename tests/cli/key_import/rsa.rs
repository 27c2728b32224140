//! RSA keys: their size, their exponent, numbers that are made up, and the algorithm that PEM does not say.

use mintage::core::Algorithm;

use super::made::{armor, modulus, new_key, rsa_forms};
use super::{IMPORT, import, refused, refused_for_kid, rejected, says, taken};
use crate::support::Sandbox;

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
    let unsupported = import(&world, &[&IMPORT[..], &["--alg", "Ed448"]].concat(), b"").exits(2);
    assert!(unsupported.err().contains("Ed448"), "{unsupported}");
    let kid = taken(&world, &private, &["--alg", "PS384"]);
    assert_eq!(world.key(&kid)["alg"], "PS384");
    // One key has one algorithm: the same under another one is another key of the same kid.
    world.file("key", &private);
    refused_for_kid(&world, &["--alg", "RS256"], &kid);
}
