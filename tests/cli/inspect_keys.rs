//! `mintage keys inspect`: what keys a file or a server has, told without taking any in.

use mintage::core::Algorithm;
use serde_json::{Value, json};

use crate::server::{Reply, Server};
use crate::support::{Answer, Sandbox, b64, settled};

/// The key of RFC 7638, 3.1, and its thumbprint.
const N: &str = "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw";
const THUMBPRINT: &str = "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs";

fn inspect(world: &Sandbox, text: impl AsRef<[u8]>, more: &[&str]) -> Answer {
    let file = world.file("keys.txt", text).display().to_string();
    world.run(&[&["keys", "inspect", &file], more].concat())
}

#[test]
fn a_set_is_listed_with_what_each_key_is_and_why_it_cannot_be_used() {
    let world = Sandbox::empty();
    let set = json!({"keys": [
        {"kty": "RSA", "kid": "sig", "use": "sig", "alg": "RS256", "n": N, "e": "AQAB"},
        {"kty": "RSA", "kid": "open", "n": N, "e": "AQAB"},
        {"kty": "RSA", "kid": "enc", "use": "enc", "alg": "RSA-OAEP", "n": N, "e": "AQAB"},
        {"kty": "OKP", "crv": "X25519", "x": "3p7bfXt9wbTTW2HC7OQ1Nz-DQ8hbeGdNrfx-FG-IK08"},
        {"kty": "EC", "crv": "P-256", "kid": "public:x", "x": "gUzLY3FaHXGdKLmIxr6KBG9CL943KPcUNk1veh3ix4Q",
            "y": "xjms2qM7ry73wc-gouVhZn6woafrt-xFIXykUmYIvA"},
    ]});
    insta::assert_snapshot!(settled(&world, &inspect(&world, set.to_string(), &[]).ok()), @"
    KID       TYPE  CURVE   BITS  ALG       USE  USABLE  THUMBPRINT                                   WHY
    sig       RSA           2048  RS256     sig  yes     NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs
    open      RSA           2048                 no      NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs  the key is an RSA key of 2048 bits, which several algorithms can use, and it does not say which: name it with --alg
    enc       RSA           2048  RSA-OAEP  enc  no      NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs  the JWK's `use` says that it is not for signatures
              OKP   X25519  256                  no      giQqigT_IKcuzHl0FVJ3k5ts3_TWNAxvsC08UZsfcM8  this is an X25519 key, which is for key agreement: it cannot sign
    public:x  EC    P-256   256   ES256          yes     4cBqbs7xSqY9Fgr_TVfkkiz58OXsKaSkHU32n-3xkx4
    ---- stderr
    warning: key 5, public:x, has numbers that are not in their normal form: `y`
    ---- exit 0
    ");
    let keys = inspect(&world, set.to_string(), &["--json"]).ok().json()["keys"].take();
    assert_eq!(
        keys[0],
        json!({"kid": "sig", "type": "RSA", "curve": null, "bits": 2048, "alg": "RS256", "use": "sig",
        "usable": true, "why": null, "thumbprint": THUMBPRINT, "private": []})
    );
    assert_eq!(keys[1]["usable"], false);
    assert_eq!(inspect(&world, set.to_string(), &["-q"]).ok().out(), "sig\nopen\nenc\n\npublic:x\n");
}

#[test]
fn the_thumbprint_is_that_of_the_normal_form_whether_the_key_can_be_used_or_not() {
    let world = Sandbox::empty();
    let print = |jwk: Value| inspect(&world, jwk.to_string(), &["--json"]).ok().json()["keys"][0]["thumbprint"].clone();
    let rsa = |members: Value| {
        let mut jwk = json!({"kty": "RSA", "n": N, "e": "AQAB", "use": "enc"});
        for (name, value) in members.as_object().unwrap() {
            jwk[name] = value.clone();
        }
        jwk
    };
    let zero = b64([&[0], &crate::support::from_b64(N)[..]].concat());
    for odd in [
        json!({}),
        json!({"n": format!("{N}==")}),
        json!({"n": zero}),
        json!({"e": "AAEAAQ"}),
        json!({"kty": "RSA-HSM"}),
    ] {
        assert_eq!(print(rsa(odd.clone())), THUMBPRINT, "{odd}");
    }
    // RFC 8037, A.3.
    let ed = json!({"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"});
    assert_eq!(print(ed), "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
    // As a home names the same key.
    let home = Sandbox::new();
    for alg in [Algorithm::ES256, Algorithm::ES384, Algorithm::PS384] {
        let kid = home.run(&["keys", "gen", "--alg", alg.name(), "--no-passphrase", "-q"]).ok().line(0);
        for form in ["jwk", "pem"] {
            let text = home.run(&["keys", "export", "--format", form, "--", &kid]).ok().out();
            let key = inspect(&world, text, &["--json"]).ok().json()["keys"][0].take();
            assert_eq!(key["thumbprint"], Value::from(kid.clone()), "{key}");
        }
    }
}

#[test]
fn what_is_private_is_an_alarm_and_none_of_it_is_told() {
    let world = Sandbox::empty();
    let home = Sandbox::new();
    let jwk = home.run(&["keys", "export", "@active", "--private", "--format", "jwk"]).ok().json();
    let secret = json!({"kty": "oct", "alg": "HS256", "kid": "s", "k": b64([0xc5; 32])});
    let set = json!({"keys": [jwk, secret]}).to_string();
    let answer = inspect(&world, &set, &["--json"]).ok();
    let keys = answer.json()["keys"].take();
    assert_eq!((&keys[0]["private"], &keys[1]["private"]), (&json!(["d"]), &json!(["k"])));
    assert_eq!(
        (&keys[1]["bits"], &keys[1]["thumbprint"], &keys[1]["usable"]),
        (&json!(256), &Value::Null, &json!(true))
    );
    assert!(
        answer.json()["warnings"][0].as_str().unwrap().contains("whoever can read this can sign with it"),
        "{answer}"
    );
    let text = inspect(&world, &set, &[]).ok();
    assert!(text.err().contains("has its private half in it (d)"), "{text}");
    for whole in [answer.to_string(), text.to_string()] {
        assert!(
            !whole.contains(jwk["d"].as_str().unwrap()) && !whole.contains(secret["k"].as_str().unwrap()),
            "{whole}"
        );
    }
    let pem = home.run(&["keys", "export", "@active", "--private"]).ok().out();
    let told = inspect(&world, pem, &["--json"]).ok().json();
    assert_eq!(told["keys"][0]["private"], json!(["the private key"]), "{told}");
    assert_eq!(told["keys"][0]["thumbprint"], Value::from(home.active_key()));
}

#[test]
fn an_address_is_asked_and_a_secret_that_it_publishes_is_none() {
    let world = Sandbox::empty();
    let server = Server::https();
    let ca = world.file("ca.pem", &server.authority).display().to_string();
    let set = json!({"keys": [{"kty": "oct", "alg": "HS256", "kid": "s", "k": b64([0xc5; 32])}]});
    server.tell("/jwks", Reply::of(set.to_string()));
    let inspect = |path: &str| world.run(&["keys", "inspect", &server.url(path), "--ca-file", &ca, "--json"]);
    let keys = inspect("/jwks").ok().json()["keys"].take();
    assert_eq!(keys[0]["usable"], false);
    assert!(keys[0]["why"].as_str().unwrap().contains("a secret that is published proves nothing"), "{keys}");
    server.tell("/jwks", Reply { status: 404, ..Reply::of("") });
    inspect("/jwks").exits(1);
    let metadata = json!({"issuer": server.url(""), "jwks_uri": server.url("/jwks")});
    server.tell("/metadata", Reply::of(metadata.to_string()));
    assert!(inspect("/metadata").exits(2).err().contains("inspect that address"));
    assert!(world.run(&["keys", "inspect", "http://a.example/jwks"]).exits(2).err().contains("https"));
}

#[test]
fn what_is_no_key_is_refused_and_needs_no_home() {
    let world = Sandbox::empty();
    for text in ["", "{}", r#"{"keys":[]}"#, r#"{"keys":1}"#, "<html>", "[1]"] {
        inspect(&world, text, &[]).exits(2);
    }
    let odd = inspect(&world, r#"{"keys":[1,{"kty":"RSA"},{}]}"#, &["--json"]).ok().json();
    let whys: Vec<_> = odd["keys"].as_array().unwrap().iter().map(|key| key["why"].as_str().unwrap()).collect();
    assert_eq!(whys, ["it is no JWK", "the JWK's `n` is missing", "the JWK's `kty` is missing"]);
    world.run(&["keys", "inspect", "nowhere.jwks"]).exits(3);
}
