//! `token issue --key`: a key file signs, with no home and no ledger.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::support::token_parts::TokenParts;
use crate::support::{Answer, START, Sandbox};

/// Nothing but keys: one that says its algorithm, and one that leaves it open.
fn keys() -> Sandbox {
    let world = Sandbox::empty();
    let vault = world.folder().join("vault").display().to_string();
    world.run(&["--home", &vault, "init", "--alg", "EdDSA", "--no-passphrase"]).ok();
    world.run(&["--home", &vault, "keys", "gen", "--alg", "RS256", "--bits", "2048", "--no-passphrase"]).ok();
    for file in fs::read_dir(Path::new(&vault).join("keys")).unwrap() {
        let file = file.unwrap().path();
        let name = if fs::read_to_string(&file).unwrap().len() > 500 { "rsa.pem" } else { "ed.pem" };
        fs::rename(&file, world.folder().join(name)).unwrap();
    }
    fs::remove_dir_all(&vault).unwrap();
    world
}

fn at(world: &Sandbox, name: &str) -> String {
    world.folder().join(name).display().to_string()
}

fn sign(world: &Sandbox, key: &str, more: &[&str]) -> Answer {
    world.run(&[&["token", "issue", "--key", &at(world, key)], more].concat())
}

const US: [&str; 4] = ["--iss", "https://auth.test", "--aud", "https://api.test"];

fn parts(answer: &Answer) -> (Value, Value) {
    let token = TokenParts::of(answer.line(0));
    (token.header.into(), token.claims.into())
}

#[test]
fn a_key_signs_and_no_home_is_made_or_looked_for() {
    let world = keys();
    let answer =
        sign(&world, "ed.pem", &[&US[..], &["--user", "alice", "--scope", "read", "--claim", "role=admin"]].concat())
            .ok();
    let (header, claims) = parts(&answer);
    assert_eq!((&header["typ"], &header["alg"]), (&json!("at+jwt"), &json!("EdDSA")));
    let jti = claims["jti"].clone();
    assert_eq!(
        claims,
        json!({
            "iss": "https://auth.test", "sub": "alice", "aud": "https://api.test", "exp": START + 900, "iat": START,
            "nbf": START, "jti": jti, "scope": "read", "role": "admin",
        })
    );
    assert!(answer.err().contains("no ledger knows the token"), "{answer}");
    assert!(!world.home().exists());
    let key = at(&world, "ed.pem");
    let verify = ["token", "verify", "--key", &key, "--iss", "https://auth.test", "--aud", "https://api.test"];
    world.run(&[&verify[..], &[&answer.line(0)]].concat()).ok();
    let quiet = sign(&world, "ed.pem", &[&US[..], &["--user", "alice", "-q"]].concat()).ok();
    assert_eq!((quiet.out().lines().count(), quiet.err()), (1, String::new()));
    // A home that is there is not touched either.
    let home = Sandbox::new();
    let before = fs::read(home.store()).unwrap();
    home.run(&[&["token", "issue", "--key", &key, "--user", "alice"], &US[..]].concat()).ok();
    assert_eq!(fs::read(home.store()).unwrap(), before);
}

#[test]
fn a_key_that_leaves_its_algorithm_open_signs_with_the_usual_one_or_the_one_asked_for() {
    let world = keys();
    let usual = sign(&world, "rsa.pem", &[&US[..], &["--user", "a"]].concat()).ok();
    assert_eq!(parts(&usual).0["alg"], "RS256");
    assert!(usual.err().contains("RS256 is taken; --alg takes another"), "{usual}");
    let asked = sign(&world, "rsa.pem", &[&US[..], &["--user", "a", "--alg", "PS384"]].concat()).ok();
    assert_eq!(parts(&asked).0["alg"], "PS384");
    sign(&world, "rsa.pem", &[&US[..], &["--user", "a", "--alg", "ES256"]].concat()).exits(2);
    sign(&world, "ed.pem", &[&US[..], &["--user", "a", "--alg", "RS256"]].concat()).exits(2);
}

#[test]
fn secrets_encrypted_keys_and_sets_sign_as_keys_import_reads_them() {
    let world = keys();
    let secret = "a secret that is long enough for HS256!";
    let flags = ["token", "issue", "--key", "-", "--secret-as", "text", "--user", "a"];
    let signed = world.run_with(&[&flags[..], &US].concat(), secret).ok();
    let (header, _) = parts(&signed);
    assert_eq!(header, json!({"typ": "at+jwt", "alg": "HS256"}), "nobody named the key");
    let named = world.run_with(&[&flags[..], &US, &["--kid", "k1", "--alg", "HS256"]].concat(), secret).ok();
    assert_eq!(parts(&named).0["kid"], "k1");
    let jwk = |kid: &str| json!({"kty": "oct", "kid": kid, "alg": "HS256", "k": "c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0"});
    let set = world.file("set.json", json!({"keys": [jwk("one"), jwk("two")]}).to_string());
    let set = set.display().to_string();
    let several = world.run(&[&["token", "issue", "--key", &set, "--user", "a"], &US[..]].concat()).exits(2);
    assert!(several.err().contains("2 keys") && several.err().contains("--kid"), "{several}");
    let two = world.run(&[&["token", "issue", "--key", &set, "--user", "a", "--kid", "two"], &US[..]].concat()).ok();
    assert_eq!(parts(&two).0["kid"], "two");
    let home = Sandbox::empty();
    let pass = home.file("pass.txt", "correct horse\n").display().to_string();
    home.run(&["init", "--alg", "ES256", "--passphrase-file", &pass]).ok();
    let locked = home.key_file().display().to_string();
    let flags = ["token", "issue", "--key", &locked, "--user", "a"];
    let unopened = world.run(&[&flags[..], &US].concat()).exits(5);
    assert!(unopened.err().contains("--passphrase-file") && !unopened.err().contains("--from-"), "{unopened}");
    world.run(&[&flags[..], &US, &["--passphrase-file", &pass]].concat()).ok();
}

#[test]
fn what_a_home_would_say_must_be_said() {
    let world = keys();
    for (flags, what) in [
        (&["--aud", "b", "--user", "a"][..], "give --iss"),
        (&["--iss", "i", "--user", "a"], "give --aud, or --no-claim aud"),
        (&["--iss", "i", "--aud", "b"], "give --user, --sub, or --client-id"),
        (&["--iss", "i", "--aud", "b", "--user", "a", "--with-id-token"], "give --client-id"),
    ] {
        let refused = sign(&world, "ed.pem", flags).exits(2);
        assert!(refused.err().contains(what) && refused.out().is_empty(), "{refused}");
    }
    let flags = ["--iss", "i", "--no-claim", "aud", "--client-id", "any Text", "--ttl", "1m"];
    let (_, claims) = parts(&sign(&world, "ed.pem", &flags).ok());
    assert_eq!(
        (claims.get("aud"), &claims["sub"], &claims["client_id"]),
        (None, &json!("any Text"), &json!("any Text"))
    );
}

#[test]
fn what_needs_a_ledger_is_refused_by_name() {
    let world = keys();
    for flags in [
        &["--with-refresh"][..],
        &["--batch", "x"],
        &["--count", "2"],
        &["--dev"],
        &["--consent"],
        &["--format", "opaque"],
        &["--ip", "192.0.2.1"],
        &["--user-agent", "x"],
        &["--device", "x"],
        &["--reason", "x"],
        &["--by", "x"],
        &["--test-token"],
        &["--home", "/nowhere"],
    ] {
        let refused = sign(&world, "ed.pem", &[&US[..], &["--user", "a"], flags].concat()).exits(2);
        let named = refused.err().contains(&flags.join(" ")) || refused.err().contains(flags[0]);
        assert!(named && refused.err().contains("needs a home and its ledger"), "{flags:?}: {refused}");
    }
    let app = ["token", "issue", "--app", "demo", "--kid", "x"];
    world.run(&app).exits(2);
}

#[test]
fn profiles_models_and_shapes_work_without_a_home_too() {
    let world = keys();
    let flags = ["--profile", "auth0", "--aud", "api", "--user", "alice", "--client-id", "MyClient", "--with-id-token"];
    let answer = sign(&world, "ed.pem", &[&flags[..], &["--json", "--scope", "a b"]].concat()).ok().json();
    let access = TokenParts::of(answer["access_token"].as_str().unwrap());
    assert_eq!((&access.header["typ"], &access.claims["azp"]), (&json!("JWT"), &json!("MyClient")));
    assert_eq!((&access.claims["sub"], access.claims.get("client_id")), (&json!("auth0|alice"), None));
    assert_eq!((&answer["scope"], &answer["expires_in"]), (&json!("a b"), &json!(86_400)));
    let id = TokenParts::of(answer["id_token"].as_str().unwrap());
    assert_eq!((&id.claims["aud"], &id.claims["iss"]), (&json!("MyClient"), &access.claims["iss"]));
    assert!(id.claims["at_hash"].is_string() && answer["jti"] == access.claims["jti"]);
    let again = sign(&world, "ed.pem", &["--like", &access.text, "--jti", "mine", "--header", "x=y"]).ok();
    let (header, claims) = parts(&again);
    assert_eq!((&header["x"], &claims["jti"], &claims["sub"]), (&json!("y"), &json!("mine"), &json!("auth0|alice")));
    assert_eq!(claims["azp"], "MyClient");
    let own = sign(&world, "ed.pem", &["--profile", "ours", "--aud", "x", "--user", "a"]).exits(3);
    assert!(own.err().contains("there is no profile `ours`"), "{own}");
}

#[test]
fn a_key_that_cannot_sign_is_named() {
    let world = keys();
    let public = world.file(
        "public.json",
        json!({"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}).to_string(),
    );
    let public = public.display().to_string();
    let refused = world.run(&[&["token", "issue", "--key", &public, "--user", "a"], &US[..]].concat()).exits(2);
    assert!(refused.err().contains("only the private one signs"), "{refused}");
    sign(&world, "gone.pem", &[&US[..], &["--user", "a"]].concat()).exits(3);
    let text = world.file("text.pem", "hello").display().to_string();
    world.run(&[&["token", "issue", "--key", &text, "--user", "a"], &US[..]].concat()).exits(2);
}
