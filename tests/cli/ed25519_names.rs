//! The two names of one signature: `EdDSA`, which leaves the curve to the key, and `Ed25519` (RFC 9864).

use serde_json::{Value, json};

use crate::support::{Sandbox, TokenParts, advised};

const NAMES: [&str; 2] = ["EdDSA", "Ed25519"];

/// A home whose only key was made under this name.
fn home(name: &str) -> Sandbox {
    let world = Sandbox::empty();
    world.run(&["init", "--alg", name, "--no-passphrase", "--app", "demo"]).ok();
    world
}

/// A file there, by its path.
fn file(world: &Sandbox, name: &str, contents: impl AsRef<[u8]>) -> String {
    world.file(name, contents).display().to_string()
}

/// Its token, under the other name.
fn renamed(world: &Sandbox, token: &str, name: &str) -> String {
    let mut parts = TokenParts::of(token);
    parts.header["alg"] = name.into();
    parts.signed(&world.signing_key())
}

#[test]
fn what_is_made_under_a_name_says_it_everywhere() {
    for name in NAMES {
        let world = home(name);
        let token = world.token();
        assert_eq!(TokenParts::of(&token).header["alg"], name);
        let key = world.run(&["keys", "list", "--json"]).ok().json()["keys"][0].take();
        assert_eq!(key["alg"], name);
        let kid = key["kid"].as_str().unwrap();
        let set = world.run(&["keys", "export", "--jwks"]).ok().json();
        let [jwk] = &set["keys"].as_array().unwrap()[..] else { panic!("one key: {set}") };
        assert_eq!((&jwk["alg"], &jwk["crv"], &jwk["kid"]), (&name.into(), &"Ed25519".into(), &kid.into()));
        // The thumbprint is of the curve, whatever its key signs as.
        assert_eq!(kid, {
            let next = Sandbox::empty();
            next.run(&["init", "--alg", "HS256", "--no-passphrase"]).ok();
            let pem = file(&next, "key", world.run(&["keys", "export", kid]).ok().out());
            let other = if name == "EdDSA" { "Ed25519" } else { "EdDSA" };
            let row = next.run(&["keys", "import", &pem, "--alg", other, "--json"]).ok().json()["keys"][0].take();
            assert_eq!(row["alg"], other);
            row["kid"].as_str().unwrap().to_owned()
        });
        let rotated = world.run(&["keys", "rotate", "--alg", name, "--now", "--no-passphrase"]).ok();
        assert!(rotated.out().contains(name), "{rotated}");
        assert_eq!(TokenParts::of(world.token()).header["alg"], name);
    }
}

#[test]
fn a_key_of_either_name_verifies_tokens_of_both() {
    for name in NAMES {
        let world = home(name);
        let token = world.token();
        let set = file(&world, "set.json", world.run(&["keys", "export", "--jwks"]).ok().out());
        let kid = TokenParts::of(&token).header["kid"].as_str().unwrap().to_owned();
        let key = file(&world, "key.pem", world.run(&["keys", "export", &kid]).ok().out());
        let audience = ["--aud", "https://api.localhost"];
        for other in NAMES {
            let token = renamed(&world, &token, other);
            world.run(&["token", "verify", &token]).ok();
            world.run(&[&["token", "verify", &token, "--jwks", &set], &audience[..]].concat()).ok();
            world.run(&[&["token", "verify", &token, "--key", &key], &audience[..]].concat()).ok();
            for asked in NAMES {
                for source in [["--jwks", &set], ["--key", &key]] {
                    let verify = ["token", "verify", &token, "--alg", asked];
                    world.run(&[&verify[..], &source, &audience].concat()).ok();
                }
            }
        }
        let ed448 = renamed(&world, &token, "Ed448");
        world.run(&["token", "verify", &ed448]).exits(21);
    }
}

#[test]
fn a_jwk_keeps_the_name_that_it_says_and_gets_the_one_that_is_asked_for() {
    let jwk = |alg: Option<&str>| {
        let mut jwk = json!({"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"});
        if let Some(alg) = alg {
            jwk["alg"] = alg.into();
        }
        jwk
    };
    let table: [(Option<&str>, &[&str], &str); 6] = [
        (None, &[], "EdDSA"),
        (Some("EdDSA"), &[], "EdDSA"),
        (Some("Ed25519"), &[], "Ed25519"),
        (None, &["--alg", "Ed25519"], "Ed25519"),
        (Some("EdDSA"), &["--alg", "Ed25519"], "Ed25519"),
        (Some("Ed25519"), &["--alg", "EdDSA"], "EdDSA"),
    ];
    for (says, asked, becomes) in table {
        // A member of a set that names its algorithm is what it says; only one that leaves it open is what is asked for.
        let in_set = says.unwrap_or(becomes);
        for (text, becomes) in [(jwk(says), becomes), (json!({"keys": [jwk(says)]}), in_set)] {
            let world = Sandbox::new();
            let key = file(&world, "key", text.to_string());
            let done = world.run(&[&["keys", "import", &key, "--json"], asked].concat()).ok().json();
            assert_eq!(done["keys"][0]["alg"], becomes, "{text} {asked:?}");
        }
    }
    let world = Sandbox::new();
    let key = file(&world, "key", jwk(None).to_string());
    let refused = world.run(&["keys", "import", &key, "--alg", "ES512"]).exits(2);
    assert!(refused.err().contains("the key is an Ed25519 key, which ES512 cannot use"), "{refused}");
}

/// Others find keys by the name that the set says, so a key signs by no other.
#[test]
fn an_app_that_asks_for_the_one_is_not_given_a_key_of_the_other() {
    for (made, asked) in [("EdDSA", "Ed25519"), ("Ed25519", "EdDSA")] {
        let world = home(made);
        world.run(&["app", "update", "demo", "--alg", asked]).ok();
        let issue = ["token", "issue", "--app", "demo", "--user", "alice"];
        let refused = world.run(&issue).exits(4);
        assert!(refused.err().contains("signs by that name alone"), "{refused}");
        for command in advised(&refused.err()) {
            world.take_advice(&format!("{command} --no-passphrase")).ok();
        }
        let token = world.run(&issue).ok().line(0);
        assert_eq!(TokenParts::of(&token).header["alg"], asked);
        world.run(&["token", "verify", &token]).ok();
    }
}

#[test]
fn a_key_that_a_set_has_under_both_names_is_one_and_two_keys_are_two() {
    let world = home("EdDSA");
    let token = world.token();
    let jwk = world.run(&["keys", "export", "--jwks"]).ok().json()["keys"][0].take();
    let named = |jwk: &Value, alg: &str, kid: Option<&str>| {
        let mut jwk = jwk.clone();
        jwk["alg"] = alg.into();
        jwk["kid"] = kid.into();
        jwk
    };
    let mut parts = TokenParts::of(&token);
    parts.header.shift_remove("kid");
    let nameless = parts.signed(&world.signing_key());
    let verify = |keys: &[Value]| {
        let set = file(&world, "set.json", json!({"keys": keys}).to_string());
        world.run(&["token", "verify", &nameless, "--jwks", &set, "--aud", "https://api.localhost"])
    };
    verify(&[named(&jwk, "EdDSA", None), named(&jwk, "Ed25519", None)]).ok();
    let other = home("Ed25519");
    other.run(&["keys", "rotate", "--now", "--no-passphrase"]).ok();
    let set = other.run(&["keys", "export", "--jwks"]).ok().json();
    let different = set["keys"].as_array().unwrap().iter().find(|key| key["x"] != jwk["x"]).unwrap().clone();
    let both = verify(&[named(&jwk, "EdDSA", None), named(&different, "Ed25519", None)]).exits(22);
    assert!(both.out().contains("2 keys could be meant"), "{both}");
}
