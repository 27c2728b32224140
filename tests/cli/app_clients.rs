//! What an app is to the server: how it shows who it is, and what it may do there.

use serde_json::{Value, json};

use crate::support::{Sandbox, settled};

const PUBLIC: &str = r#"{"kty":"EC","crv":"P-256","kid":"one","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}"#;

fn world() -> Sandbox {
    let world = Sandbox::new();
    world.file("keys.jwks", format!("{{\"keys\":[{PUBLIC}]}}"));
    world
}

fn path(world: &Sandbox, name: &str) -> String {
    world.folder().join(name).to_str().unwrap().to_owned()
}

fn shown(world: &Sandbox, app: &str) -> Value {
    world.run(&["app", "show", app, "--json"]).ok().json()
}

fn live_secrets(world: &Sandbox, app: &str) -> usize {
    let list = world.run(&["app", "secret", "list", app, "--json"]).ok().json();
    list["secrets"].as_array().unwrap().iter().filter(|secret| secret["state"] == "active").count()
}

#[test]
fn an_app_that_signs_assertions_has_keys_and_no_secret() {
    let world = world();
    let keys = path(&world, "keys.jwks");
    let answer = world.run(&["app", "register", "worker", "--auth-method", "private_key_jwt", "--jwks", &keys]).ok();
    assert!(!answer.out().contains("client secret"), "{answer}");
    let app = shown(&world, "worker");
    assert_eq!((&app["auth_method"], &app["public"]), (&json!("private_key_jwt"), &json!(false)));
    assert_eq!(app["jwks"]["keys"], json!([serde_json::from_str::<Value>(PUBLIC).unwrap()]));
    assert_eq!(live_secrets(&world, "worker"), 0);
    // Quiet: there is no secret that would be lost.
    world.run(&["-q", "app", "register", "other", "--auth-method", "private_key_jwt", "--jwks", &keys]).ok();
    insta::assert_snapshot!(settled(&world, &world.run(&["app", "secret", "add", "worker"])), @"
    ---- stderr
    error: app worker is of private_key_jwt, so that it shows who it is with its own keys: it cannot have a secret; allowed: update, issue
    hint: `mintage app update worker --auth-method client_secret` lets it have secrets, and ends its keys
    ---- exit 4
    ");
}

#[test]
fn what_an_app_is_to_the_server_is_shown_and_changed() {
    let world = world();
    let plain = shown(&world, "demo");
    assert_eq!(plain["auth_method"], "none");
    assert_eq!((&plain["jwks"], &plain["targets"], &plain["resources"]), (&Value::Null, &json!([]), &json!([])));
    assert_eq!(plain["dpop_bound"], false);
    let api = "https://api.test/orders";
    let flags = ["--target", "https://a.test", "--target", "https://b.test", "--dpop-bound", "--resource", api];
    world.run(&[&["app", "register", "orders"][..], &flags].concat()).ok();
    let told = world.run(&["app", "show", "orders"]).ok();
    for line in ["auth method    client_secret", "dpop bound     yes", "targets        https://a.test https://b.test"] {
        assert!(told.out().contains(line), "{told}");
    }
    let listed = world.run(&["app", "list", "--json"]).ok().json();
    let orders = listed["apps"].as_array().unwrap().iter().find(|app| app["name"] == "orders").unwrap();
    assert_eq!(orders["resources"], json!([api]));
    let changed = world.run(&["app", "update", "orders", "--no-target", "--dpop-bound=false", "--json"]).ok().json();
    assert_eq!((&changed["targets"], &changed["dpop_bound"]), (&json!([]), &json!(false)));
    assert_eq!(changed["resources"], json!([api]));
    world.run(&["app", "update", "orders", "--no-target", "--target", "x"]).exits(2);
    for bad in ["orders", "https://", "https:///x", "https://a.test/#x", "ftp://a.test"] {
        world.run(&["app", "update", "orders", "--resource", bad]).exits(2);
    }
}

#[test]
fn what_contradicts_itself_is_refused_and_nothing_is_registered() {
    let world = world();
    let keys = path(&world, "keys.jwks");
    let refused: [(&[&str], &str); 6] = [
        (&["--auth-method", "private_key_jwt"], "none are registered"),
        (&["--jwks", &keys], "keys are for an app of private_key_jwt, and this one is of client_secret"),
        (&["--public", "--jwks", &keys], "and this one is of none"),
        (&["--public", "--auth-method", "client_secret"], "a public app shows nobody who it is"),
        (&["--public", "--auth-method", "private_key_jwt", "--jwks", &keys], "a public app shows nobody who it is"),
        (&["--auth-method", "client_secret_jwt"], "client_secret_jwt"),
    ];
    for (flags, why) in refused {
        let answer = world.run(&[&["app", "register", "odd"], flags].concat()).exits(2);
        assert!(answer.err().contains(why), "{answer}");
    }
    world.run(&["app", "show", "odd"]).exits(3);
    // Said twice, and the same.
    world.run(&["app", "register", "mobile", "--public", "--auth-method", "none"]).ok();
    world.run(&["app", "register", "browser", "--auth-method", "none"]).ok();
    assert_eq!(shown(&world, "browser")["public"], true);
}

#[test]
fn keys_that_are_not_public_or_cannot_be_used_are_named() {
    let world = world();
    let register = |keys: &str| {
        let file = world.file("some.jwks", keys);
        world.run(&["app", "register", "w", "--auth-method", "private_key_jwt", "--jwks", file.to_str().unwrap()])
    };
    let private = format!("{{\"keys\":[{PUBLIC},{}]}}", PUBLIC.replace("\"one\"", "\"two\",\"d\":\"AA\""));
    let answer = register(&private).exits(2);
    assert!(answer.err().contains("some.jwks has the private half of key 2 (kid two)"), "{answer}");
    let answer = register(r#"{"keys":[{"kty":"oct","kid":"s","k":"c2VjcmV0c2VjcmV0"}]}"#).exits(2);
    assert!(answer.err().contains("key 1 (kid s) is symmetric"), "{answer}");
    assert!(!answer.err().contains("c2VjcmV0"), "{answer}");
    let rsa = r#"{"kty":"RSA","kid":"r","n":"u1SU1LfVLPHCozMxH2Mo4lgOEePzNm0tRgeLezV6ffAt0gunVTLw7onLRnrq0_IzW7yWR7QkrmBL7jTKEn5u-qKhbwKfBstIs-bMY2Zkp18gnTxKLxoS2tFczGkPLPgizskuemMghRniWaoLcyehkd3qqGElvW_VDL5AaWTg0nLVkjRo9z-40RQzuVaE8AkAFmxZzow3x-VJYKdjykkJ0iT9wCS0DRTXu269V264Vf_3jvredZiKRkgwlL9xNAwxXFg0x_XFw005UWVRIkdgcKWTjpBP2dPwVZ4WWC-9aGVd-Gyn1o0CLelf4rEjGoXbAAEgAqeGUxrcIlbjXfbcmw","e":"AQAB"}"#;
    let answer = register(&format!("{{\"keys\":[{rsa}]}}")).exits(2);
    assert!(answer.err().contains("key 1 (kid r): it does not say its algorithm"), "{answer}");
    let answer = register("-----BEGIN PUBLIC KEY-----").exits(2);
    assert!(answer.err().contains("hint: give the public keys of the app as a JWK set"), "{answer}");
    assert!(answer.err().contains("with kty, kid and alg of each"), "what looks like a key is hidden: {answer}");
    let answer = register(&format!("{{\"keys\":[{PUBLIC},{rsa}]}}")).ok();
    assert!(answer.err().contains("key 2 (kid r) of"), "{answer}");
    assert_eq!(shown(&world, "w")["jwks"]["keys"].as_array().unwrap().len(), 1);
}

#[test]
fn another_way_leaves_nothing_of_the_one_before() {
    let world = world();
    let keys = path(&world, "keys.jwks");
    world.run(&["app", "register", "shop"]).ok();
    world.run(&["app", "secret", "add", "shop"]).ok();
    world.run(&["app", "update", "shop", "--auth-method", "private_key_jwt"]).exits(2);
    assert_eq!(live_secrets(&world, "shop"), 2);
    let to_keys = ["app", "update", "shop", "--auth-method", "private_key_jwt", "--jwks", &keys];
    let answer = world.run(&to_keys).ok();
    assert!(answer.err().contains("its 2 secrets are revoked: app shop is of private_key_jwt now"), "{answer}");
    assert_eq!(live_secrets(&world, "shop"), 0);
    let deeds = shown(&world, "shop")["history"].clone();
    let revoked = deeds.as_array().unwrap().iter().filter(|event| event["verb"] == "secret_revoked").count();
    assert_eq!(revoked, 2, "{deeds}");
    // The way is the same, the keys are others.
    world.run(&["app", "update", "shop", "--jwks", &keys]).ok();
    let answer = world.run(&["app", "update", "shop", "--auth-method", "client_secret"]).ok();
    assert!(answer.err().contains("has no secret now; make one with `mintage app secret add shop`"), "{answer}");
    assert_eq!(shown(&world, "shop")["jwks"], Value::Null);
    assert_eq!(live_secrets(&world, "shop"), 0);
    world.run(&["app", "secret", "add", "shop"]).ok();
    world.run(&["app", "update", "shop", "--auth-method", "none"]).ok();
    assert_eq!((&shown(&world, "shop")["public"], live_secrets(&world, "shop")), (&json!(true), 0));
    world.run(&["app", "secret", "add", "shop"]).exits(4);
    world.run(&["app", "update", "shop", "--jwks", &keys]).exits(2);
    world.run(&to_keys).ok();
    assert_eq!(shown(&world, "shop")["public"], false);
    world.run(&["doctor"]).ok();
}

#[test]
fn where_a_browser_may_be_sent_is_registered_shown_and_replaced_whole() {
    let world = world();
    let [one, two] = ["https://web.test/callback", "https://web.test/other"];
    let flags = ["--redirect-uri", one, "--redirect-uri", two, "--post-logout-uri", "https://web.test/"];
    world.run(&[&["app", "register", "web"][..], &flags].concat()).ok();
    let told = world.run(&["app", "show", "web"]).ok();
    assert!(told.out().contains(&format!("{one} {two}")), "{told}");
    let changed = world.run(&["app", "update", "web", "--redirect-uri", two, "--json"]).ok().json();
    assert_eq!(
        (&changed["redirect_uris"], &changed["post_logout_redirect_uris"][0]),
        (&json!([two]), &json!("https://web.test/"))
    );
    world.run(&["app", "update", "web", "--access-ttl", "5m"]).ok();
    assert_eq!(shown(&world, "web")["redirect_uris"], json!([two]));
    world.run(&["app", "update", "web", "--no-redirect-uri", "--no-post-logout-uri"]).ok();
    let left = shown(&world, "web");
    assert_eq!((&left["redirect_uris"], &left["post_logout_redirect_uris"]), (&json!([]), &json!([])));
    world.run(&["app", "update", "web", "--no-redirect-uri", "--redirect-uri", one]).exits(2);
    for bad in
        ["https://web.test/#a", "https://*.web.test/", "http://web.test/", "javascript:alert(1)", "myapp:/cb", "/cb"]
    {
        for flag in ["--redirect-uri", "--post-logout-uri"] {
            world.run(&["app", "update", "web", flag, bad]).exits(2);
        }
    }
}

#[test]
fn only_a_native_app_is_answered_on_its_users_machine_but_for_development() {
    let world = world();
    for uri in ["http://127.0.0.1/callback", "com.example.app:/callback"] {
        let answer = world.run(&["app", "register", "desktop", "--redirect-uri", uri]).exits(2);
        assert!(answer.err().contains("add --native"), "{answer}");
    }
    let both = ["--redirect-uri", "http://127.0.0.1/callback", "--redirect-uri", "com.example.app:/callback"];
    world.run(&[&["app", "register", "desktop", "--public", "--native"][..], &both].concat()).ok();
    assert_eq!(shown(&world, "desktop")["native"], true);
    // What was good for a native app is not good any more.
    world.run(&["app", "update", "desktop", "--native=false"]).exits(2);
    let answer = world.run(&["app", "update", "desktop", "--redirect-uri", "http://localhost/callback"]).ok();
    assert!(answer.err().contains("127.0.0.1 always is"), "{answer}");
    let config = world.home().join("config.toml");
    let settings = std::fs::read_to_string(&config).unwrap().replace("# development = false", "development = true");
    std::fs::write(&config, settings).unwrap();
    world.run(&["app", "register", "web", "--redirect-uri", "http://localhost:3000/callback"]).ok();
    world.run(&["app", "register", "odd", "--redirect-uri", "com.example.app:/callback"]).exits(2);
}

#[test]
fn what_an_app_may_show_for_tokens_is_said_in_short_or_whole() {
    let world = world();
    let device = "urn:ietf:params:oauth:grant-type:device_code";
    world.run(&["app", "register", "tv", "--public", "--grant", "device_code", "--grant", "refresh_token"]).ok();
    assert_eq!(shown(&world, "tv")["grant_types"], json!([device, "refresh_token"]));
    world.run(&["app", "update", "tv", "--grant", device]).ok();
    assert_eq!(shown(&world, "tv")["grant_types"], json!([device]));
    world.run(&["app", "update", "tv", "--any-grant"]).ok();
    assert_eq!(shown(&world, "tv")["grant_types"], json!([]));
    let refused: [(&[&str], &str); 4] = [
        (&["--grant", "client_credentials"], "a public app cannot have tokens of its own"),
        (&["--pkce", "optional"], "a public app needs PKCE"),
        (&["--grant", "password"], "password"),
        (&["--grant", "implicit"], "implicit"),
    ];
    for (flags, why) in refused {
        let answer = world.run(&[&["app", "update", "tv"], flags].concat()).exits(2);
        assert!(answer.err().contains(why), "{answer}");
    }
    world.run(&["app", "register", "web", "--pkce", "optional", "--par-required", "--display-name", "Web shop"]).ok();
    let web = shown(&world, "web");
    assert_eq!(
        (&web["pkce_optional"], &web["par_required"], &web["client_name"]),
        (&json!(true), &json!(true), &json!("Web shop"))
    );
    world.run(&["app", "update", "web", "--pkce", "required", "--par-required=false"]).ok();
    world.run(&["app", "update", "web", "--auth-method", "none"]).ok();
    for (flag, bad) in [("--display-name", "a\u{202e}b"), ("--display-name", ""), ("--client-uri", "http://a.test/")] {
        world.run(&["app", "update", "web", flag, bad]).exits(2);
    }
}
