//! The two halves of a key: of two keys, the public one alone, and the private one that comes later.

use mintage::core::Algorithm;
use serde_json::{Value, json};

use super::made::{armor, ed25519_public, element, new_jwk, number, octets, oid, pkcs8, sequence, with};
use super::{ED25519, ED25519_KID, IMPORT, fails, import, refused, says, taken};
use crate::support::{Sandbox, from_b64, tree};

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
    says(&world, with(&one, &json!({"alg": "RS256", "e": "AAAA"})), "the JWK's `e` is zero");
    says(&world, with(&one, &json!({"alg": "RS256", "e": "Aw"})), damaged);
    says(&world, with(&one, &json!({"alg": "RS256", "p": null})), "the JWK's `p` is missing");
    let three = with(&one, &json!({"alg": "RS256", "oth": [{"r": "Aw", "d": "Aw", "t": "Aw"}]}));
    says(&world, three, "this is an RSA key of more than two primes, which mintage does not support");

    // PKCS#8 and SEC1 have room for both halves too.
    let bytes = |jwk: &Value, member: &str| from_b64(jwk[member].as_str().unwrap());
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
fn the_private_half_of_a_key_that_only_verified_is_not_thrown_away() {
    let world = Sandbox::new();
    taken(&world, ed25519_public().to_string(), &[]);
    world.file("key", ED25519);
    let answer = import(&world, &IMPORT, b"");
    // Taken in, or refused: but not lost under a message that all is well.
    let is_held = world.key(ED25519_KID)["private"] == "held";
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
    let row = world.key(&kid);
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
    assert_eq!(world.key(&kid)["state"], "standby");
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
    assert_eq!(world.key(ED25519_KID)["state"], "active");
    let token = world.token();
    assert_eq!(world.verdict(&token), 0);
    // The next one waits: never two that sign.
    let next = taken(&world, new_jwk(Algorithm::EdDSA).to_string(), &[]);
    assert_eq!(world.key(&next)["state"], "standby");
    let pair = json!({"keys": [new_jwk(Algorithm::ES256), new_jwk(Algorithm::ES256)]});
    world.file("key", pair.to_string());
    let rows = import(&world, &[&IMPORT[..], &["--json"]].concat(), b"").ok().json();
    assert_eq!((&rows["keys"][0]["state"], &rows["keys"][1]["state"]), (&json!("active"), &json!("standby")), "{rows}");
}
