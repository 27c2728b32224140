//! How an app shows who it is: in the way that it is registered with, and no other.

use serde_json::{Value, json};

use crate::signer::{Signer, from_now, with};
use crate::support::Real;
use crate::support::served::{Client, Response, Served, basic};

const KIND: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
const GRANT: (&str, &str) = ("grant_type", "client_credentials");

/// An app that signs, with a key of this signer.
fn keyed(world: &Real, name: &str, signer: &Signer) -> Client {
    let file = world.file(&format!("{name}.jwks"), signer.set());
    world.client(name, &["--scope", "read", "--auth-method", "private_key_jwt", "--jwks", file.to_str().unwrap()])
}

fn good(served: &Served, id: &str, jti: &str) -> Value {
    let issuer = served.ready["issuer"].as_str().unwrap();
    json!({"iss": id, "sub": id, "aud": issuer, "exp": from_now(60), "iat": from_now(0), "jti": jti})
}

/// What is answered to an assertion.
fn assert_to(served: &Served, assertion: &str, more: &[(&str, &str)]) -> Response {
    let shown = [GRANT, ("client_assertion_type", KIND), ("client_assertion", assertion)];
    served.post("/token", &[], &[&shown[..], more].concat())
}

/// An answer but for what is of this request alone.
fn settled(answer: &Response) -> (u16, Vec<(String, String)>, String) {
    let is_same = |name: &str| !["x-request-id", "date"].contains(&name);
    let headers = answer.headers.iter().filter(|(name, _)| is_same(name)).cloned().collect();
    (answer.status, headers, answer.body.clone())
}

#[test]
fn a_secret_is_taken_in_the_header_and_in_the_body_but_not_in_both() {
    let world = Real::new();
    let shop = world.client("shop", &["--scope", "read"]);
    let served = Served::start(&world, &[]);
    shop.token(&served, &[]).is(200);
    let post = [GRANT, ("client_id", &shop.id), ("client_secret", &shop.secret)];
    served.post("/token", &[], &post).is(200);
    // The client_id may stand beside the header that says it too.
    shop.token(&served, &[("client_id", &shop.id)]).is(200);
    let header = basic(&shop.id, &shop.secret);
    for more in [
        &[("client_secret", shop.secret.as_str())][..],
        &[("client_secret", "x")],
        &[("client_assertion_type", KIND), ("client_assertion", "x.y.z")],
        &[("client_id", "mtg_app_0000000000000000000000")],
    ] {
        let answer = shop.token(&served, more).is(400);
        assert_eq!(answer.json()["error"], "invalid_request", "{more:?}");
    }
    let both = [&post[..], &[("client_assertion_type", KIND), ("client_assertion", "x.y.z")]].concat();
    assert_eq!(served.post("/token", &[], &both).is(400).json()["error"], "invalid_request");
    let twice = [("authorization", header.as_str()), ("authorization", &header)];
    assert_eq!(served.post("/token", &twice, &[GRANT]).is(400).json()["error"], "invalid_request");
}

#[test]
fn both_halves_of_the_header_are_read_as_forms_write_them() {
    let world = Real::new();
    let shop = world.client("shop", &["--scope", "read"]);
    let served = Served::start(&world, &[]);
    let escaped: String = shop.secret.bytes().flat_map(|byte| ['%', hex(byte >> 4), hex(byte & 15)]).collect();
    let pair = format!("{}:{escaped}", shop.id.replace('_', "%5F"));
    let header = format!("basic {}", base64::Engine::encode(&base64::engine::general_purpose::STANDARD, pair));
    served.post("/token", &[("authorization", &header)], &[GRANT]).is(200);
    for bad in ["Basic", "Basic ?", "Basic YQ==", "Bearer abc", "Digest x"] {
        let answer = served.post("/token", &[("authorization", bad)], &[GRANT]).is(401);
        assert_eq!(answer.json()["error"], "invalid_client", "{bad}");
        assert!(answer.header("www-authenticate").is_some_and(|value| value.starts_with("Basic ")), "{bad}");
    }
}

#[test]
fn an_answer_does_not_say_whether_there_is_such_an_app_or_what_was_wrong() {
    let world = Real::new();
    let signer = Signer::new("one");
    let shop = world.client("shop", &["--scope", "read"]);
    let blocked = world.client("blocked", &["--scope", "read"]);
    let deleted = world.client("deleted", &["--scope", "read"]);
    let public = world.client("public", &["--public", "--scope", "read"]);
    let worker = keyed(&world, "worker", &signer);
    let revoked = world.client("revoked", &["--scope", "read"]);
    world.run(&["app", "block", "blocked", "--reason", "x"]).ok();
    world.run(&["app", "delete", "deleted", "--yes"]).ok();
    let id = world.run(&["-q", "app", "secret", "list", "revoked"]).ok().out().trim().to_owned();
    world.run(&["app", "secret", "revoke", "revoked", &id, "--even-last"]).ok();
    let served = Served::start(&world, &[]);
    let unknown = "mtg_app_0000000000000000000000";
    let (wrong, secret) = (format!("{}x", shop.secret), shop.secret.as_str());
    let cases: [(&str, &str); 9] = [
        (&shop.id, &wrong),
        (&shop.id, "x"),
        (unknown, secret),
        ("nobody", secret),
        ("Ünknown \u{0}", secret),
        (&blocked.id, &blocked.secret),
        (&deleted.id, &deleted.secret),
        (&public.id, secret),
        (&worker.id, secret),
    ];
    for path in ["/token", "/introspect", "/revoke"] {
        let form = [GRANT, ("token", "x")];
        let first = settled(&served.post(path, &[("authorization", &basic(unknown, "x"))], &form));
        let first_of_body =
            settled(&served.post(path, &[], &[&form[..], &[("client_id", unknown), ("client_secret", "x")]].concat()));
        assert_eq!((first.0, first_of_body.0), (401, 401), "{path}");
        assert!(first.1.iter().any(|(name, _)| name == "www-authenticate"));
        assert!(!first_of_body.1.iter().any(|(name, _)| name == "www-authenticate"));
        for (id, secret) in cases.iter().copied().chain([(revoked.id.as_str(), revoked.secret.as_str())]) {
            let by_header = served.post(path, &[("authorization", &basic(id, secret))], &form);
            assert_eq!(settled(&by_header), first, "{path} {id}");
            let body = [&form[..], &[("client_id", id), ("client_secret", secret)]].concat();
            assert_eq!(settled(&served.post(path, &[], &body)), first_of_body, "{path} {id}");
        }
        // Who should show something, and shows nothing.
        for id in [shop.id.as_str(), &worker.id, &blocked.id, unknown, "nobody"] {
            let nothing = [&form[..], &[("client_id", id)]].concat();
            assert_eq!(settled(&served.post(path, &[], &nothing)), first_of_body, "{path} {id}");
        }
        // Assertions: of nobody, of who has secrets, of who signs otherwise, of who is blocked.
        let stranger = Signer::new("one");
        for id in [unknown, "nobody", &shop.id, &worker.id, &blocked.id, &public.id] {
            let assertion = stranger.sign(&good(&served, id, "1"));
            let shown = [("client_assertion_type", KIND), ("client_assertion", assertion.as_str())];
            assert_eq!(settled(&served.post(path, &[], &[&form[..], &shown].concat())), first_of_body, "{path} {id}");
        }
    }
    let (_, log) = served.end();
    for told in [
        "there is no such app",
        "app shop showed a secret that it does not have",
        "app blocked is blocked",
        "app deleted is deleted",
        "app public is of none, and showed a secret",
        "app worker is of private_key_jwt, and showed a secret",
        "app shop is of client_secret, and showed an assertion",
        "app shop is of client_secret, and showed nothing but its client_id",
        &format!("app revoked showed its secret {id}, which is revoked"),
        "the assertion of app worker is not taken: the key did not make this signature",
    ] {
        assert!(log.contains(told), "{told}\n{log}");
    }
    for secret in [&shop.secret, &blocked.secret, &revoked.secret] {
        assert!(!log.contains(secret.as_str()));
    }
}

#[test]
fn an_assertion_is_taken_once_and_only_as_it_must_be() {
    let world = Real::new();
    let signer = Signer::new("one");
    let worker = keyed(&world, "worker", &signer);
    let other = keyed(&world, "other", &Signer::new("one"));
    let served = Served::start(&world, &[]);
    let issuer = served.ready["issuer"].as_str().unwrap();
    let claims = |jti: &str| good(&served, &worker.id, jti);
    let assertion = signer.sign(&claims("first"));
    assert_to(&served, &assertion, &[]).is(200);
    let again = assert_to(&served, &assertion, &[]).is(401);
    assert_eq!(again.json()["error"], "invalid_client");
    // The same name in another assertion, also after the server began anew.
    assert_to(&served, &signer.sign(&with(&claims("first"), &json!({"exp": from_now(90)}))), &[]).is(401);
    assert_to(&served, &signer.sign(&claims("with-id")), &[("client_id", &worker.id)]).is(200);
    assert_to(&served, &signer.sign(&claims("other-id")), &[("client_id", &other.id)]).is(401);
    // The typ of the draft, and none at all.
    let typed = |typ: &str, jti: &str| signer.sign_as(&json!({"alg": "ES256", "kid": "one", "typ": typ}), &claims(jti));
    assert_to(&served, &typed("client-authentication+jwt", "typ-1"), &[]).is(200);
    assert_to(&served, &typed("JWT", "typ-2"), &[]).is(200);
    assert_to(&served, &signer.sign_as(&json!({"alg": "ES256"}), &claims("no-kid")), &[]).is(200);
    // Clocks of two machines differ by some seconds.
    let ahead = json!({"iat": from_now(5), "nbf": from_now(5)});
    assert_to(&served, &signer.sign(&with(&claims("ahead"), &ahead)), &[]).is(200);
    let token = format!("{issuer}/token");
    let bad: [(&str, Value); 17] = [
        ("aud list", json!({"aud": [issuer]})),
        ("aud endpoint", json!({"aud": token})),
        ("aud several", json!({"aud": [issuer, "https://other.test"]})),
        ("no aud", json!({"aud": null})),
        ("iss", json!({"iss": other.id})),
        ("no iss", json!({"iss": null})),
        ("sub", json!({"sub": other.id})),
        ("no sub", json!({"sub": null})),
        ("no exp", json!({"exp": null})),
        ("past exp", json!({"exp": from_now(-60)})),
        ("far exp", json!({"exp": from_now(7_200)})),
        ("exp is text", json!({"exp": "soon"})),
        ("nbf", json!({"nbf": from_now(60)})),
        ("iat", json!({"iat": from_now(60)})),
        ("no jti", json!({"jti": null})),
        ("empty jti", json!({"jti": ""})),
        ("jti is a number", json!({"jti": 7})),
    ];
    for (name, change) in &bad {
        let assertion = signer.sign(&with(&claims(name), change));
        let answer = assert_to(&served, &assertion, &[]).is(401);
        assert_eq!(answer.json()["error"], "invalid_client", "{name}");
        assert!(!answer.body.contains("aud") && !answer.body.contains("jti"), "{name}: {answer:?}");
    }
    let headers = [
        json!({"alg": "none"}),
        json!({"alg": "HS256", "kid": "one"}),
        json!({"alg": "ES384", "kid": "one"}),
        json!({"alg": "ES256", "kid": "two"}),
        json!({"alg": "ES256", "kid": "one", "typ": "at+jwt"}),
        json!({"alg": "ES256", "kid": "one", "crit": ["x"], "x": 1}),
        json!({"alg": "ES256", "kid": "two", "jwk": {"kty": "EC"}, "jku": served.url("/jwks")}),
    ];
    for (place, header) in headers.iter().enumerate() {
        assert_to(&served, &signer.sign_as(header, &claims(&format!("header-{place}"))), &[]).is(401);
    }
    for text in ["x", "a.b.c", "", "mtg_cs_x"] {
        let answer = assert_to(&served, text, &[]);
        assert!([400, 401].contains(&answer.status), "{text}: {answer:?}");
    }
    let without = served.post("/token", &[], &[GRANT, ("client_assertion", &assertion)]).is(400);
    assert_eq!(without.json()["error"], "invalid_request");
    let odd = [GRANT, ("client_assertion_type", "urn:x"), ("client_assertion", &assertion)];
    assert_eq!(served.post("/token", &[], &odd).is(401).json()["error"], "invalid_client");
    drop(served);
    let served = Served::start(&world, &[]);
    assert_to(&served, &signer.sign(&good(&served, &worker.id, "first")), &[]).is(401);
    let log = served.end().1;
    assert!(log.contains("it was used before"), "{log}");
}

#[test]
fn another_way_is_believed_from_the_next_request_on_and_the_old_one_not() {
    let world = Real::new();
    let signer = Signer::new("one");
    let file = world.file("shop.jwks", signer.set());
    let shop = world.client("shop", &["--scope", "read"]);
    let served = Served::start(&world, &[]);
    shop.token(&served, &[]).is(200);
    let to_keys = ["app", "update", "shop", "--auth-method", "private_key_jwt", "--jwks", file.to_str().unwrap()];
    world.run(&to_keys).ok();
    shop.token(&served, &[]).is(401);
    assert_to(&served, &signer.sign(&good(&served, &shop.id, "1")), &[]).is(200);
    // Any endpoint takes it.
    for path in ["/introspect", "/revoke"] {
        let assertion = signer.sign(&good(&served, &shop.id, path));
        let form = [("token", "x"), ("client_assertion_type", KIND), ("client_assertion", assertion.as_str())];
        served.post(path, &[], &form).is(200);
        served.post(path, &[], &form).is(401);
    }
    world.run(&["app", "update", "shop", "--auth-method", "client_secret"]).ok();
    shop.token(&served, &[]).is(401);
    assert_to(&served, &signer.sign(&good(&served, &shop.id, "2")), &[]).is(401);
}

#[test]
fn the_metadata_says_how_an_app_may_show_who_it_is() {
    let served = Served::start(&Real::new(), &[]);
    let document = served.get("/.well-known/oauth-authorization-server").is(200).json();
    for of in ["token_endpoint", "introspection_endpoint", "revocation_endpoint"] {
        let methods = document[format!("{of}_auth_methods_supported")].as_array().unwrap().clone();
        for method in ["client_secret_basic", "client_secret_post", "private_key_jwt"] {
            assert!(methods.contains(&json!(method)), "{of}: {methods:?}");
        }
        let algorithms = document[format!("{of}_auth_signing_alg_values_supported")].as_array().unwrap().clone();
        assert!(algorithms.contains(&json!("ES256")) && algorithms.contains(&json!("PS256")), "{of}");
        assert!(algorithms.iter().all(|name| !name.as_str().unwrap().starts_with("HS") && name != "none"), "{of}");
    }
}

/// A digit of four bits.
fn hex(bits: u8) -> char {
    char::from_digit(bits.into(), 16).expect("four bits")
}
