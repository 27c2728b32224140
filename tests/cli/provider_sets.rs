//! Sets of keys as providers publish them: what means nothing is nothing, numbers are read as they were meant, and of several
//! keys the one is taken whose own algorithm is the token's.

use mintage::keys::SigningKey;
use serde_json::{Value, json};

use crate::support::token_parts::sign;
use crate::support::{Answer, Sandbox, TokenParts, b64, from_b64};

/// A home with an Ed25519 key, as others know it.
struct Provider {
    home: Sandbox,
    key: SigningKey,
    jwk: Value,
    token: TokenParts,
}

impl Provider {
    fn new() -> Self {
        let home = Sandbox::new();
        let (key, token) = (home.signing_key(), TokenParts::of(home.token()));
        let mut jwk = home.run(&["keys", "export", "@active", "--format", "jwk"]).ok().json();
        jwk["kid"] = "k".into();
        Self { home, key, jwk, token }
    }

    /// A token with these members of a header, signed.
    fn signed(&self, header: &Value) -> String {
        sign(&self.key, header.to_string(), Value::from(self.token.claims.clone()).to_string())
    }

    /// Judges a token with this header by these keys.
    fn judged(&self, keys: &[Value], header: &Value, more: &[&str]) -> Answer {
        let set = self.home.file("set.json", json!({"keys": keys}).to_string()).display().to_string();
        let fixed = ["token", "verify", "-", "--jwks", &set, "--aud", "https://api.localhost"];
        self.home.run_with(&[&fixed[..], more].concat(), self.signed(header))
    }

    /// The key with other members; null takes one away.
    fn with(&self, members: &Value) -> Value {
        let mut jwk = self.jwk.clone();
        for (name, value) in members.as_object().unwrap() {
            jwk[name] = value.clone();
        }
        jwk
    }
}

/// A key of P-256 that has nothing to do with the token.
fn other(kid: &str) -> Value {
    json!({"kty": "EC", "crv": "P-256", "kid": kid, "alg": "ES256",
        "x": "gUzLY3FaHXGdKLmIxr6KBG9CL943KPcUNk1veh3ix4Q", "y": "AMY5rNqjO68u98HPoKLlYWZ-sKGn67fsRSF8pFJmCLw"})
}

/// An RSA key that does not say its algorithm.
fn open(kid: &str) -> Value {
    json!({"kty": "RSA", "kid": kid, "n": b64([&[0xc5; 255][..], &[0xc7]].concat()), "e": "AQAB"})
}

#[test]
fn what_says_nothing_is_taken_for_absent() {
    let provider = Provider::new();
    let header = json!({"alg": "EdDSA", "kid": "k"});
    for members in [
        json!({"alg": null, "use": null, "key_ops": null, "d": null, "x5c": null, "x5t": null, "oth": null}),
        json!({"alg": "", "use": ""}),
        json!({"key_ops": []}),
        json!({"use": "jwt-svid"}),
        json!({"alg": "Ed25519"}),
        json!({"key_ops": ["sign", "verify", "encrypt"]}),
    ] {
        let judged = provider.judged(&[provider.with(&members)], &header, &[]).ok();
        assert!(!judged.err().contains("private keys"), "{judged}");
    }
    for members in
        [json!({"use": "enc"}), json!({"key_ops": ["encrypt"]}), json!({"alg": "RS256"}), json!({"crv": null})]
    {
        provider.judged(&[provider.with(&members)], &header, &[]).exits(22);
    }
}

#[test]
fn the_name_of_rfc_9864_is_that_of_the_same_algorithm() {
    let provider = Provider::new();
    for (of_key, of_token) in [("Ed25519", "EdDSA"), ("EdDSA", "Ed25519"), ("Ed25519", "Ed25519")] {
        let header = json!({"alg": of_token, "kid": "k"});
        let keys = [provider.with(&json!({"alg": of_key}))];
        provider.judged(&keys, &header, &[]).ok();
        provider.judged(&keys, &json!({"alg": of_token}), &["--alg", "Ed25519"]).ok();
    }
    let kid = provider.token.kid().to_owned();
    let at_home = provider.signed(&json!({"alg": "Ed25519", "kid": kid, "typ": "at+jwt"}));
    assert_eq!(provider.home.verdict(&at_home), 0);
    assert_eq!(provider.home.verdict(&provider.signed(&json!({"alg": "Ed448", "kid": kid, "typ": "at+jwt"}))), 21);
}

#[test]
fn among_keys_of_one_kid_the_one_is_taken_that_can_carry_the_algorithm() {
    let provider = Provider::new();
    let header = json!({"alg": "EdDSA", "kid": "k"});
    provider.judged(&[other("k"), provider.jwk.clone(), open("k")], &header, &[]).ok();
    // None can: what there is says why.
    let refused = provider.judged(&[other("k"), provider.jwk.clone()], &json!({"alg": "RS256", "kid": "k"}), &[]);
    refused.exits(21);
    // A key that leaves its algorithm open does not get it from the header.
    let refused = provider.judged(&[open("k"), other("k")], &json!({"alg": "RS256", "kid": "k"}), &[]).exits(22);
    assert!(refused.out().contains("name it with --alg"), "{refused}");
    // Two that can are not tried one after the other.
    let mut second = provider.jwk.clone();
    second["x"] = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo".into();
    let refused = provider.judged(&[provider.jwk.clone(), second], &header, &[]).exits(22);
    assert!(refused.out().contains("2 keys could be meant"), "{refused}");
}

#[test]
fn the_same_key_twice_is_one() {
    let provider = Provider::new();
    let header = json!({"alg": "EdDSA", "kid": "k"});
    let padded = format!("{}=", provider.jwk["x"].as_str().unwrap());
    let same = [json!({}), json!({"alg": null}), json!({"use": "sig", "x": padded}), json!({"alg": "Ed25519"})];
    let keys: Vec<Value> = same.iter().map(|members| provider.with(members)).collect();
    provider.judged(&keys, &header, &[]).ok();
    // Under several kids, for a header that has none.
    let keys = [provider.jwk.clone(), provider.with(&json!({"kid": "l"}))];
    provider.judged(&keys, &json!({"alg": "EdDSA"}), &[]).ok();
}

#[test]
fn an_algorithm_that_is_asked_for_is_for_keys_that_leave_theirs_open() {
    let provider = Provider::new();
    let keys = [provider.with(&json!({"alg": null})), open("r"), other("e")];
    provider.judged(&keys, &json!({"alg": "EdDSA", "kid": "k"}), &["--alg", "EdDSA"]).ok();
    // The key is there and says what it is for.
    let differs = provider.judged(&keys, &json!({"alg": "RS256", "kid": "e"}), &["--alg", "RS256"]).exits(21);
    assert!(differs.out().contains("the key is for ES256"), "{differs}");
    provider.judged(&keys, &json!({"alg": "RS256", "kid": "r"}), &["--alg", "RS256"]).exits(23);
}

#[test]
fn an_empty_kid_is_none() {
    let provider = Provider::new();
    for kid in [json!(""), json!(null)] {
        let keys = [provider.with(&json!({"kid": kid})), other("e")];
        for header in [json!({"alg": "EdDSA", "kid": ""}), json!({"alg": "EdDSA"})] {
            provider.judged(&keys, &header, &[]).ok();
        }
    }
    // A key with a kid is none that an empty one names.
    provider.judged(std::slice::from_ref(&provider.jwk), &json!({"alg": "EdDSA", "kid": ""}), &[]).exits(22);
    // A home gives each of its keys a kid, and none of its tokens has an empty one.
    assert_eq!(provider.home.verdict(&provider.signed(&json!({"alg": "EdDSA", "kid": "", "typ": "at+jwt"}))), 22);
}

/// The certificate of `keycloak.jwks`, and its digests as openssl prints them.
const CERTIFICATE: &str = include_str!("field/inputs/keys/keycloak.jwks");

#[test]
fn a_header_without_a_kid_may_name_the_certificate() {
    let provider = Provider::new();
    let mut second = provider.with(&json!({"kid": "l"}));
    second["x"] = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo".into();
    let certificate = serde_json::from_str::<Value>(CERTIFICATE).unwrap()["keys"][0]["x5c"].clone();
    let der = from_standard(certificate[0].as_str().unwrap());
    let sha1 = b64(aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA1_FOR_LEGACY_USE_ONLY, &der));
    let sha256 = b64(aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, &der));
    let some = b64([7; 20]);
    let both = |members: Value| [provider.with(&members), second.clone()];
    let named = |name: &str, digest: &str| json!({"alg": "EdDSA", name: digest});

    // By the certificate itself, whatever the members say, and by the members.
    for members in [json!({"x5c": certificate}), json!({"x5c": certificate, "x5t": "abc", "x5t#S256": "def"})] {
        provider.judged(&both(members.clone()), &named("x5t", &sha1), &[]).ok();
        provider.judged(&both(members), &named("x5t#S256", &sha256), &[]).ok();
    }
    provider.judged(&both(json!({"x5t": some})), &named("x5t", &some), &[]).ok();
    // Not told apart without it.
    provider.judged(&both(json!({"x5t": some})), &json!({"alg": "EdDSA"}), &[]).exits(22);
    // The key of another certificate is not meant.
    let unknown = provider.judged(&[provider.with(&json!({"x5t": some}))], &named("x5t", &sha1), &[]).exits(22);
    assert!(unknown.out().contains(&format!("a header without kid, of x5t {sha1}; the set has k")), "{unknown}");
    // One that does not say its certificate may be, where no other is.
    provider.judged(&[provider.jwk.clone(), other("e")], &named("x5t", &sha1), &[]).ok();
    provider.judged(&[provider.with(&json!({"x5t": "71f62b72c0bb"}))], &named("x5t", &sha1), &[]).ok();
    // A kid goes before it, and its own key is never what it is not.
    provider.judged(&both(json!({"x5t": some})), &json!({"alg": "EdDSA", "kid": "l", "x5t": some}), &[]).exits(23);
    provider.judged(&[other("e")], &named("x5t", &sha1), &[]).exits(22);
}

fn from_standard(text: &str) -> Vec<u8> {
    from_b64(text.replace('+', "-").replace('/', "_").trim_end_matches('='))
}

#[test]
fn the_kids_of_a_set_are_listed_when_none_fits_and_the_list_has_an_end() {
    let provider = Provider::new();
    let said = |keys: &[Value]| {
        let unknown = provider.judged(keys, &json!({"alg": "EdDSA", "kid": "x"}), &[]).exits(22).out();
        unknown.split_once("no key for kid x; ").expect("what there is").1.lines().next().unwrap().to_owned()
    };
    assert_eq!(said(&[]), "the set has no keys");
    assert_eq!(said(&[provider.with(&json!({"kid": null}))]), "the set has one key, without a kid");
    assert_eq!(said(&[provider.jwk.clone(), other("e"), other("e")]), "the set has k, e");
    let many: Vec<Value> = (0..30).map(|number| other(&format!("key-{number}"))).collect();
    let line = said(&many);
    assert!(line.starts_with("the set has key-0, key-1, ") && line.ends_with("key-7 and 22 more"), "{line}");
    let long = said(&[other(&"long".repeat(5000)), other("\u{1b}[31m")]);
    assert!(long.len() < 300 && !long.contains('\u{1b}'), "{long}");
}

#[test]
fn numbers_that_are_not_in_their_normal_form_are_told_where_all_is_told() {
    let provider = Provider::new();
    let x = provider.jwk["x"].as_str().unwrap();
    let standard = x.replace('-', "+").replace('_', "/");
    for odd in [format!("{x}="), format!("{standard}="), format!("{}\n{}", &x[..20], &x[20..])] {
        if odd == *x {
            continue;
        }
        let (keys, header) = ([provider.with(&json!({"x": odd}))], json!({"alg": "EdDSA", "kid": "k"}));
        let told = "numbers that are not in their normal form, and were read as if they were: `x` of k";
        let plain = provider.judged(&keys, &header, &[]).ok();
        assert!(!plain.err().contains(told), "{plain}");
        let explained = provider.judged(&keys, &header, &["--explain"]).ok();
        assert!(explained.err().contains(told), "{explained}");
        let json = provider.judged(&keys, &header, &["--json"]).ok().json();
        assert!(
            json["warnings"].as_array().unwrap().iter().any(|text| text.as_str().unwrap().contains(told)),
            "{json}"
        );
    }
    // The short coordinate of a curve; a key in the normal form is told of nothing.
    let short = other("e");
    assert_eq!(from_b64(short["y"].as_str().unwrap()).len(), 32);
    let explained =
        provider.judged(&[provider.jwk.clone(), short], &json!({"alg": "EdDSA", "kid": "k"}), &["--explain"]);
    assert!(!explained.ok().err().contains("normal form"));
}

#[test]
fn a_public_set_is_imported_as_far_as_it_can_be_used_and_the_rest_is_named() {
    let provider = Provider::new();
    let encrypts =
        json!({"kty": "RSA", "kid": "enc", "use": "enc", "alg": "RSA-OAEP", "n": open("")["n"], "e": "AQAB"});
    let keys = json!({"keys": [other("e"), encrypts, open("r"), "text", provider.jwk, provider.jwk, other("e")]});
    let set = provider.home.file("set.json", keys.to_string()).display().to_string();
    let answer = provider.home.run(&["keys", "import", &set, "--json"]).ok();
    let kids = |answer: &Answer| {
        let keys = answer.json()["keys"].as_array().unwrap().clone();
        keys.iter().map(|key| key["kid"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(kids(&answer), ["e", "k"]);
    for said in [
        "key 2 of the set, enc, was left out: the JWK's `use` says that it is not for signatures",
        "key 3 of the set, r, was left out: the key is an RSA key of 2048 bits, which several algorithms can use, and it does \
         not say which: name it with --alg",
        "key 4 of the set was left out",
    ] {
        let warnings = answer.json()["warnings"].as_array().unwrap().clone();
        assert!(warnings.iter().any(|text| text.as_str().unwrap().contains(said)), "{said}: {answer}");
        assert!(answer.err().contains(said), "{answer}");
    }
    // What is asked for is for the one that leaves it open.
    let asked = provider.home.run(&["keys", "import", &set, "--alg", "PS256", "--json"]).ok();
    assert_eq!(kids(&asked), ["e", "r", "k"]);
    assert_eq!(provider.home.key("r")["alg"], "PS256");
    assert_eq!(provider.home.key("k")["alg"], "EdDSA");
}

#[test]
fn a_set_of_which_nothing_can_be_used_says_why_of_each() {
    let provider = Provider::new();
    let import = |keys: Value| {
        let set = provider.home.file("set.json", json!({"keys": keys}).to_string()).display().to_string();
        provider.home.run(&["keys", "import", &set]).exits(2).err()
    };
    let none = import(json!([open("r"), {"kty": "oct-x", "kid": "o"}]));
    assert!(none.contains("none of the 2 keys of the set can be used: key 1 (r): the key is an RSA key"), "{none}");
    assert!(none.contains("; key 2 (o): this is a kind of key that mintage does not know"), "{none}");
    assert!(none.contains("hint: name it with --alg"), "{none}");
    // Different keys under one kid: a home has one key of a kid, and nobody says which is meant.
    let twice = import(json!([provider.jwk, other("k")]));
    assert!(twice.contains("has the same kid"), "{twice}");
    assert_eq!(provider.home.keys().len(), 1);
}
