//! Secrets of HMAC: their length, and the algorithm that they do not say.

use serde_json::json;

use super::made::{armor, null, oid, pkcs8, with};
use super::{IMPORT, import, rejected, says, taken};
use crate::support::{Sandbox, b64};

#[test]
fn secrets_that_are_too_short_for_their_hash_are_refused() {
    let world = Sandbox::new();
    let jwk = |alg: &str, length: usize| json!({"kty": "oct", "alg": alg, "k": b64(vec![0xc5; length])});
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
    let jwk = json!({"kty": "oct", "kid": "mine", "k": b64([0xc5; 64])});
    world.file("key", jwk.to_string());
    import(&world, &[&IMPORT[..], &["--alg", "HS512"]].concat(), b"").ok();
    assert_eq!(world.key("mine")["alg"], "HS512");
}
