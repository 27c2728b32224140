//! Keys of ML-DSA: a JWK is their seed (RFC 9964), and PKCS#8 has three forms of which one is enough (RFC 9881, 6).

use aws_lc_rs::encoding::AsRawBytes as _;
use aws_lc_rs::signature::{
    KeyPair as _, ML_DSA_44_SIGNING, ML_DSA_65_SIGNING, ML_DSA_87_SIGNING, PqdsaKeyPair, PqdsaSigningAlgorithm,
};
use serde_json::{Value, json};

use super::made::{armor, element, new_jwk, null, octets, oid, pkcs8, sequence, spki, with};
use super::{IMPORT, import, rejected, says, taken};
use crate::support::{Sandbox, TokenParts, b64};

const DAMAGED: &str = "the key is damaged: its parts do not belong together";

/// A key of a seed, in parts.
struct Made {
    name: &'static str,
    identifier: Vec<Vec<u8>>,
    seed: Vec<u8>,
    expanded: Vec<u8>,
    public: Vec<u8>,
}

impl Made {
    fn of(name: &'static str, signing: &'static PqdsaSigningAlgorithm, last: u8, seed: u8) -> Self {
        let seed = vec![seed; 32];
        let pair = PqdsaKeyPair::from_seed(signing, &seed).unwrap();
        let expanded = pair.private_key().as_raw_bytes().unwrap().as_ref().to_vec();
        let identifier = vec![oid(&format!("2.16.840.1.101.3.4.3.{last}"))];
        Self { name, identifier, seed, expanded, public: pair.public_key().as_ref().to_vec() }
    }

    fn all(seed: u8) -> [Self; 3] {
        [
            Self::of("ML-DSA-44", &ML_DSA_44_SIGNING, 17, seed),
            Self::of("ML-DSA-65", &ML_DSA_65_SIGNING, 18, seed),
            Self::of("ML-DSA-87", &ML_DSA_87_SIGNING, 19, seed),
        ]
    }

    fn pem(&self, inner: &[u8]) -> String {
        armor("PRIVATE KEY", &pkcs8(&self.identifier, inner))
    }

    fn seed_form(&self) -> String {
        self.pem(&element(0x80, &self.seed))
    }

    fn expanded_form(&self) -> String {
        self.pem(&octets(&self.expanded))
    }

    fn both_form(&self) -> String {
        self.pem(&sequence(&[octets(&self.seed), octets(&self.expanded)]))
    }

    fn public_form(&self) -> String {
        armor("PUBLIC KEY", &spki(&self.identifier, &self.public))
    }

    fn jwk(&self) -> Value {
        json!({"kty": "AKP", "alg": self.name, "pub": b64(&self.public)})
    }

    fn private_jwk(&self) -> String {
        with(&self.jwk(), &json!({"priv": b64(&self.seed)}))
    }
}

fn export(world: &Sandbox, kid: &str, more: &[&str]) -> crate::support::Answer {
    world.run(&[&["keys", "export"], more, &["--", kid]].concat())
}

#[test]
fn every_form_of_a_key_is_the_same_key_and_its_seed_goes_out() {
    for made in Made::all(7) {
        let mut kids = std::collections::BTreeSet::new();
        for text in [made.seed_form(), made.both_form(), made.private_jwk()] {
            let world = Sandbox::new();
            let kid = taken(&world, text, &[]);
            assert_eq!((&world.key(&kid)["alg"], &world.key(&kid)["private"]), (&made.name.into(), &"held".into()));
            assert_eq!(export(&world, &kid, &["--private"]).ok().out(), made.seed_form());
            assert_eq!(export(&world, &kid, &[]).ok().out(), made.public_form());
            let jwk = export(&world, &kid, &["--private", "--format", "jwk"]).ok().json();
            assert_eq!((&jwk["priv"], &jwk["pub"]), (&b64(&made.seed).into(), &made.jwk()["pub"]));
            assert_eq!((&jwk["kty"], &jwk["alg"]), (&"AKP".into(), &made.name.into()));
            kids.insert(kid);
        }
        for text in [made.public_form(), made.jwk().to_string()] {
            let world = Sandbox::new();
            let kid = taken(&world, text, &[]);
            assert_eq!(world.key(&kid)["private"], "absent");
            kids.insert(kid);
        }
        assert_eq!(kids.len(), 1, "{kids:?}");
    }
}

/// The seed does not follow from what follows from it.
#[test]
fn a_key_without_its_seed_signs_and_is_no_jwk() {
    for made in Made::all(8) {
        let world = Sandbox::new();
        world.file("key", made.expanded_form());
        let answer = import(&world, &IMPORT, b"").ok();
        assert!(answer.err().contains("the key has no seed"), "{answer}");
        let keys = world.run(&["keys", "list", "--json"]).ok().json();
        let keys = keys["keys"].as_array().unwrap().clone();
        let kid = keys.iter().find(|key| key["alg"] == made.name).unwrap()["kid"].as_str().unwrap().to_owned();
        assert_eq!(kid, taken(&Sandbox::new(), made.seed_form(), &[]));
        assert_eq!(export(&world, &kid, &["--private"]).ok().out(), made.expanded_form());
        let refused = export(&world, &kid, &["--private", "--format", "jwk"]).exits(4);
        assert!(
            refused.err().contains("came without its seed") && refused.err().contains("leave --format out"),
            "{refused}"
        );
        world.run(&["app", "update", "demo", "--alg", made.name]).ok();
        let token = world.token();
        assert_eq!(TokenParts::of(&token).header["alg"], made.name);
        world.run(&["token", "verify", &token]).ok();
    }
}

#[test]
fn a_seed_and_what_is_written_out_beside_it_must_agree() {
    let world = Sandbox::new();
    for (one, other) in Made::all(1).into_iter().zip(Made::all(2)) {
        let both = |seed: &[u8], expanded: &[u8]| one.pem(&sequence(&[octets(seed), octets(expanded)]));
        let message = "the key is damaged: its seed is that of another key than the one that is written out beside it";
        says(&world, both(&one.seed, &other.expanded), message);
        says(&world, both(&other.seed, &one.expanded), message);
        let mut altered = one.expanded.clone();
        altered[100] ^= 1;
        says(&world, both(&one.seed, &altered), message);
        says(&world, both(&one.seed, &one.expanded[1..]), DAMAGED);
        says(&world, both(&one.seed[1..], &one.expanded), DAMAGED);
        // The public half of PKCS#8 in its second version.
        let second = |public: &[u8]| {
            let public = element(0x81, &[&[0], public].concat());
            let parts = [super::made::number(1), sequence(&one.identifier), octets(&element(0x80, &one.seed)), public];
            armor("PRIVATE KEY", &sequence(&parts))
        };
        says(&world, second(&other.public), DAMAGED);
        assert_eq!(taken(&Sandbox::new(), second(&one.public), &[]), taken(&Sandbox::new(), one.seed_form(), &[]));
    }
}

#[test]
fn keys_of_wrong_lengths_are_damaged_and_those_of_old_forms_are_named() {
    let world = Sandbox::new();
    for made in Made::all(3) {
        for inner in [
            element(0x80, &made.seed[1..]),
            element(0x80, &[&made.seed[..], &[0]].concat()),
            octets(&made.expanded[1..]),
            octets(&[&made.expanded[..], &[0]].concat()),
            octets(&made.seed),
        ] {
            says(&world, made.pem(&inner), DAMAGED);
        }
        for public in [&made.public[1..], &[], &[&made.public[..], &[0]].concat()] {
            says(&world, armor("PUBLIC KEY", &spki(&made.identifier, public)), DAMAGED);
        }
        let old = "the input is a private key of ML-DSA in a form from before its standard (RFC 9881)";
        for inner in [&made.seed[..], &made.expanded, &[&made.expanded[..], &made.public].concat()] {
            says(&world, made.pem(inner), old);
        }
        let with_null = [made.identifier[0].clone(), null()];
        let unknown = "this is a kind of key that mintage does not know";
        says(&world, armor("PRIVATE KEY", &pkcs8(&with_null, &element(0x80, &made.seed))), unknown);
        says(&world, armor("PUBLIC KEY", &spki(&with_null, &made.public)), unknown);
    }
    insta::assert_snapshot!(rejected(&world, Made::all(3)[0].pem(&[7; 32]), &[]), @"
    ---- stderr
    error: the input is a private key of ML-DSA in a form from before its standard (RFC 9881)
    hint: convert it with OpenSSL 3.5: `openssl pkey -in OLD.pem -provparam ml-dsa.output_formats=seed-only,priv-only -out NEW.pem`
    ---- exit 2
    ");
}

#[test]
fn a_jwk_of_ml_dsa_is_akp_and_says_its_algorithm() {
    let world = Sandbox::new();
    for (made, other) in Made::all(4).into_iter().zip(Made::all(5)) {
        let jwk = made.jwk();
        let whole: Value = serde_json::from_str(&made.private_jwk()).unwrap();
        for half in [&jwk, &whole] {
            for alg in ["ES256", "EdDSA", "HS256", "RS256"] {
                let none = "the JWK's `alg` is none of AKP keys, which are ML-DSA-44, -65 and -87";
                says(&world, with(half, &json!({"alg": alg})), none);
            }
            let missing = "the JWK's `alg` is missing, and says of an AKP key what it is";
            says(&world, with(half, &json!({"alg": null})), missing);
            says(&world, with(half, &json!({"alg": "ml-dsa-44"})), "the JWK's `alg` names no signature algorithm");
            for kty in ["OKP", "EC", "RSA", "oct", "ML-DSA", "akp"] {
                let other = "the JWK's `kty` is not AKP, as that of a key of ML-DSA is";
                says(&world, with(half, &json!({"kty": kty})), other);
            }
            says(&world, with(half, &json!({"pub": null})), "the JWK's `pub` is missing");
            for public in [&made.public[1..], &[&made.public[..], &[0]].concat()] {
                says(&world, with(half, &json!({"pub": b64(public)})), "the JWK's `pub` has a wrong length");
            }
        }
        says(&world, with(&whole, &json!({"pub": b64(&other.public)})), DAMAGED);
        for private in [&made.seed[1..], &made.expanded] {
            says(&world, with(&whole, &json!({"priv": b64(private)})), "the JWK's `priv` has a wrong length");
        }
        let asked = if made.name == "ML-DSA-44" { "ML-DSA-65" } else { "ML-DSA-44" };
        let answer = rejected(&world, whole.to_string(), &["--alg", asked]);
        assert!(answer.contains(&format!("the key says it is for {}, not {asked}", made.name)), "{answer}");
        let answer = rejected(&world, made.seed_form(), &["--alg", asked]);
        assert!(answer.contains(&format!("the key is an {} key, which {asked} cannot use", made.name)), "{answer}");
    }
    // Another size of the same family is another kind of key.
    let [small, large, _] = Made::all(6);
    says(&world, with(&small.jwk(), &json!({"alg": large.name})), "the JWK's `pub` has a wrong length");
    // A key of a curve under the name.
    let ed = new_jwk(mintage::core::Algorithm::EdDSA);
    says(&world, with(&ed, &json!({"alg": "ML-DSA-44"})), "the JWK's `kty` is not AKP, as that of a key of ML-DSA is");
}

#[test]
fn a_private_key_of_ml_dsa_among_public_ones_is_seen() {
    let world = Sandbox::new();
    let [one, other, _] = Made::all(9);
    let private: Value = serde_json::from_str(&one.private_jwk()).unwrap();
    let set = json!({"keys": [private, other.jwk()]}).to_string();
    let mixed =
        "the set mixes private keys or secrets with public keys: whoever published it may have published secrets";
    says(&world, &set, mixed);
    let path = world.file("set", &set).display().to_string();
    let inspected = world.run(&["keys", "inspect", &path, "--json"]).ok();
    assert_eq!(inspected.json()["keys"][0]["private"], json!(["priv"]), "{inspected}");
    let decoded = world.run(&["token", "decode", &private.to_string()]);
    assert!(decoded.to_string().contains("private key"), "{decoded}");
}
