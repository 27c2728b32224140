//! `token verify` where there is no home: with a key file or a key set in a file. Servers are in `remote_keys`.

use serde_json::{Value, json};

use crate::support::{Answer, Sandbox, b64, from_b64};

const AUDIENCE: &str = "https://api.localhost";
const ALL: [&str; 18] = [
    "RS256",
    "RS384",
    "RS512",
    "PS256",
    "PS384",
    "PS512",
    "ES256",
    "ES384",
    "ES512",
    "ES256K",
    "EdDSA",
    "Ed25519",
    "ML-DSA-44",
    "ML-DSA-65",
    "ML-DSA-87",
    "HS256",
    "HS384",
    "HS512",
];

/// An authority, and a verifier elsewhere that has nothing of it but what is handed over.
struct Parties {
    authority: Sandbox,
    verifier: Sandbox,
}

impl Parties {
    fn new() -> Self {
        Self { authority: Sandbox::new(), verifier: Sandbox::empty() }
    }

    /// A key of this algorithm, and a token that it signed.
    fn key(&self, alg: &str) -> (String, String) {
        let app = format!("app-{}", alg.to_lowercase());
        if alg != "EdDSA" {
            let mut args = vec!["-q", "keys", "gen", "--alg", alg, "--no-passphrase"];
            args.extend(if alg.starts_with(['R', 'P']) { &["--bits", "2048"][..] } else { &[] });
            self.authority.run(&args).ok();
        }
        self.authority.run(&["app", "register", &app, "--alg", alg, "--public"]).ok();
        let token = self.authority.run(&["token", "issue", "--app", &app, "--user", "alice"]).ok().line(0);
        let header = self.authority.run(&["token", "decode", "--json", &token]).ok().json()["header"].take();
        assert_eq!(header["alg"], alg);
        (header["kid"].as_str().unwrap().to_owned(), token)
    }

    fn export(&self, args: &[&str]) -> String {
        self.authority.run(&[&["keys", "export"], args].concat()).ok().out()
    }

    fn jwk(&self, kid: &str) -> Value {
        serde_json::from_str(&self.export(&[kid, "--format", "jwk"])).unwrap()
    }

    /// Verifies with a key set that has these keys.
    fn with_set(&self, keys: &[Value], token: &str, more: &[&str]) -> Answer {
        let file = self.verifier.file("set.json", json!({ "keys": keys }).to_string());
        self.verify(&[&["--jwks", file.to_str().unwrap()], more].concat(), token)
    }

    /// Verifies with a key file of these contents.
    fn with_key(&self, key: impl AsRef<[u8]>, token: &str, more: &[&str]) -> Answer {
        let file = self.verifier.file("key", key);
        self.verify(&[&["--key", file.to_str().unwrap()], more].concat(), token)
    }

    fn verify(&self, args: &[&str], token: &str) -> Answer {
        self.verifier.run_with(&[&["token", "verify", "-", "--aud", AUDIENCE], args].concat(), token)
    }
}

/// The same token under another header.
fn reheaded(token: &str, change: impl Fn(&mut Value)) -> String {
    let (header, rest) = token.split_once('.').unwrap();
    let mut header: Value = serde_json::from_slice(&from_b64(header)).unwrap();
    change(&mut header);
    format!("{}.{rest}", b64(header.to_string()))
}

#[test]
fn a_key_file_judges_every_algorithm_in_every_form() {
    let parties = Parties::new();
    for alg in ALL {
        let (kid, token) = parties.key(alg);
        let is_secret = alg.starts_with('H');
        let forms: &[&[&str]] = &[&[], &["--format", "jwk"], &["--private"], &["--private", "--format", "jwk"]];
        for form in forms.iter().filter(|form| !is_secret || form.contains(&"--private")) {
            let key = parties.export(&[&[kid.as_str()], *form].concat());
            parties.with_key(&key, &token, &["--alg", alg]).ok();
            let altered = format!("{}{}", &token[..token.len() - 8], "AAAAAAAA");
            parties.with_key(&key, &altered, &["--alg", alg]).exits(23);
            // Only what several algorithms could use must be told which.
            let is_open = alg.starts_with(['R', 'P']) && !form.contains(&"jwk");
            let answer = parties.with_key(&key, &token, &[]).exits(if is_open { 2 } else { 0 });
            assert!(!is_open || answer.err().contains("--alg"), "{answer}");
            if form.contains(&"jwk") {
                let other = if alg == "RS256" { "PS256" } else { "RS256" };
                let refused = parties.with_key(&key, &token, &["--alg", other, "--json"]).exits(2);
                assert_eq!(refused.error_json()["error"]["code"], "bad_key");
            }
        }
    }
    assert!(!parties.verifier.folder().join("home").exists());
}

#[test]
fn the_algorithm_of_the_key_decides_and_not_the_headers() {
    let parties = Parties::new();
    let (rsa, token) = parties.key("RS256");
    let pem = parties.export(&[&rsa]);
    parties.with_key(&pem, &token, &["--alg", "PS256"]).exits(21);
    // The public key as the secret of an HMAC: the old trick.
    parties.with_key(&pem, &reheaded(&token, |header| header["alg"] = "HS256".into()), &["--alg", "RS256"]).exits(21);
    for alg in ["none", "NONE", "rs256", ""] {
        let forged = reheaded(&token, |header| header["alg"] = alg.into());
        parties.with_key(&pem, &forged, &["--alg", "RS256"]).exits(21);
    }
    // A key that was chosen by hand is not looked up, so what the token calls it does not matter.
    let renamed = reheaded(&token, |header| header["kid"] = "another".into());
    parties.with_key(&pem, &renamed, &["--alg", "RS256"]).exits(23);
}

#[test]
fn an_encrypted_key_opens_with_the_flags_of_passphrases() {
    let parties = Parties::new();
    parties.authority.file("pass.txt", "correct horse\n");
    let pass = parties.authority.folder().join("pass.txt");
    let pass = pass.to_str().unwrap();
    parties.authority.run(&["keys", "gen", "--alg", "ES256", "--passphrase-file", pass]).ok();
    parties.authority.run(&["app", "register", "es", "--alg", "ES256", "--public"]).ok();
    let token = parties
        .authority
        .run(&["token", "issue", "--app", "es", "--user", "alice", "--passphrase-file", pass])
        .ok()
        .line(0);
    let header = parties.authority.run(&["token", "decode", "--json", &token]).ok().json()["header"].take();
    let file = parties.authority.home().join(format!("keys/{}.pem", header["kid"].as_str().unwrap()));
    let key = std::fs::read(file).unwrap();
    parties.with_key(&key, &token, &["--passphrase-file", pass]).ok();
    let none = parties.with_key(&key, &token, &[]).exits(5);
    insta::assert_snapshot!(none.err().replace(parties.verifier.folder().to_str().unwrap(), "/world"), @r"
    error: /world/key: the key file needs a passphrase, and nothing says where it comes from
    hint: give --passphrase-file, --passphrase-fd or --passphrase-env; its public half would do, and needs none
    ");
    let wrong = parties.verifier.file("wrong.txt", "incorrect");
    parties.with_key(&key, &token, &["--passphrase-file", wrong.to_str().unwrap()]).exits(5);
}

#[test]
fn a_private_key_that_others_can_read_is_used_with_a_warning() {
    use std::os::unix::fs::PermissionsExt as _;
    let parties = Parties::new();
    let (kid, token) = parties.key("EdDSA");
    for (form, warns) in [(&["--private"][..], true), (&[], false)] {
        let key = parties.export(&[&[kid.as_str()], form].concat());
        let file = parties.verifier.file("key", key);
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o644)).unwrap();
        let answer = parties.verify(&["--key", file.to_str().unwrap(), "--json"], &token).ok();
        let warnings = answer.json()["warnings"].to_string();
        assert_eq!(warnings.contains("can be read by others"), warns, "{answer}");
    }
}

#[test]
fn a_file_that_is_no_key_is_named_and_never_a_verdict() {
    let parties = Parties::new();
    let (kid, token) = parties.key("EdDSA");
    let pem = parties.export(&[&kid]);
    let jwk = parties.jwk(&kid);
    let changed = |name: &str, value: Value| {
        let mut jwk = jwk.clone();
        jwk[name] = value;
        jwk.to_string()
    };
    let table = [
        (String::new(), "empty"),
        ("hello".to_owned(), "no key in a form that mintage knows"),
        (pem.repeat(2), "2 PEM blocks"),
        (pem[..60].to_owned(), "cut off"),
        ("{}".to_owned(), "`kty`"),
        (changed("use", "enc".into()), "not for signatures"),
        (changed("key_ops", json!(["encrypt"])), "neither sign nor verify"),
        (changed("alg", "RS256".into()), "cannot use"),
        (changed("alg", "Ed448".into()), "does not support"),
        (changed("crv", "X25519".into()), "key agreement"),
        (changed("x", "AAAA".into()), "wrong length"),
        (json!({"keys": []}).to_string(), "no keys"),
        (json!({"keys": [jwk, jwk]}).to_string(), "2 keys"),
        (json!({"kty": "oct", "k": "c2hvcnQ", "alg": "HS256"}).to_string(), "needs at least 256"),
        (json!({"kty": "RSA", "n": "wQ", "e": "AQAB", "alg": "RS256"}).to_string(), "2048"),
    ];
    for (key, words) in table {
        let refused = parties.with_key(&key, &token, &["--json"]).exits(2);
        assert!(refused.stdout.is_empty(), "{refused}");
        let error = &refused.error_json()["error"];
        assert_eq!(error["code"], "bad_key", "{refused}");
        assert!(error["message"].as_str().unwrap().contains(words), "{words}: {refused}");
        assert!(error["hint"].is_string(), "{refused}");
    }
    parties.with_key(json!({"keys": [jwk]}).to_string(), &token, &[]).ok();
    // A name that is not one of ours is no obstacle: the key was chosen by hand.
    parties.with_key(changed("kid", "a/b+c=".into()), &token, &[]).ok();
    parties.verify(&["--key", "/nowhere/key.pem"], &token).exits(3);
    parties.verify(&["--key", parties.verifier.folder().to_str().unwrap()], &token).exits(2);
    parties.verify(&["--jwks", "/nowhere/set.json"], &token).exits(3);
}

#[test]
fn flags_that_do_not_go_together_are_refused() {
    let parties = Parties::new();
    let (kid, token) = parties.key("EdDSA");
    let key = parties.verifier.file("key.pem", parties.export(&[&kid]));
    let set = parties.verifier.file("set.json", parties.export(&["--jwks"]));
    let (key, set) = (key.to_str().unwrap(), set.to_str().unwrap());
    let table: [&[&str]; 15] = [
        &["--key", key, "--jwks", set],
        &["--key", key, "--issuer-url", "https://auth.localhost"],
        &["--jwks", set, "--issuer-url", "https://auth.localhost"],
        &["--key", key, "--home", "home"],
        &["--jwks", set, "--home", "home"],
        &["--alg", "EdDSA"],
        &["--no-cache"],
        &["--cache-max-age", "5m"],
        &["--ca-file", key],
        &["--key", key, "--no-cache"],
        &["--key", key, "--ca-file", key],
        &["--jwks", set, "--no-cache", "--cache-max-age", "5m"],
        &["--key", "-"],
        &["--jwks", "-"],
        &["--key", key, "--alg", "none"],
    ];
    for args in table {
        let refused = parties.verify(args, &token).exits(2);
        assert!(refused.stdout.is_empty() && refused.err().contains("error:"), "{args:?}: {refused}");
    }
    // A home that the environment names is not looked for: nothing is there, and nothing is missed.
    parties.verify(&["--key", key], &token).ok();
    parties.verify(&["--jwks", set], &token).ok();
}

#[test]
fn addresses_that_are_not_fetched_are_refused_without_being_repeated() {
    let parties = Parties::new();
    for address in [
        "http://auth.example.com/jwks",
        "ftp://auth.example.com/jwks",
        "file:///etc/passwd",
        "https://me:hunter2@auth.example.com/jwks",
        "https://auth.example.com/#hunter2",
        "https://",
    ] {
        for flag in ["--jwks", "--issuer-url"] {
            let refused = parties.verify(&[flag, address], "x").exits(2);
            assert!(!refused.err().contains("hunter2") && refused.err().contains("hint:"), "{refused}");
        }
    }
    parties.verify(&["--issuer-url", "https://auth.example.com?tenant=1"], "x").exits(2);
    parties.verify(&["--issuer-url", "auth.example.com"], "x").exits(2);
}

#[test]
fn a_set_finds_the_key_by_its_kid() {
    let parties = Parties::new();
    let (ed, token) = parties.key("EdDSA");
    let (es, other) = parties.key("ES256");
    let (ed, es) = (parties.jwk(&ed), parties.jwk(&es));
    let renamed = |jwk: &Value, kid: Value| {
        let mut jwk = jwk.clone();
        jwk["kid"] = kid;
        jwk
    };
    let nameless = |jwk: &Value| {
        let mut jwk = jwk.clone();
        jwk.as_object_mut().unwrap().remove("kid");
        jwk
    };
    let anonymous = reheaded(&token, |header| drop(header.as_object_mut().unwrap().remove("kid")));
    let both = [ed.clone(), es.clone()];
    parties.with_set(&both, &token, &[]).ok();
    parties.with_set(&both, &other, &[]).ok();
    parties.with_set(std::slice::from_ref(&es), &token, &[]).exits(22);
    parties.with_set(&[], &token, &[]).exits(22);
    // The kid of one key and the algorithm of the other.
    parties.with_set(&[renamed(&es, ed["kid"].clone())], &token, &[]).exits(21);
    // Of two of a name, the one that the algorithm is of. The same key twice is one.
    parties.with_set(&[ed.clone(), renamed(&es, ed["kid"].clone())], &token, &[]).ok();
    parties.with_set(&[ed.clone(), ed.clone()], &token, &[]).ok();
    // Without a kid, the only key of the algorithm. Changing the header breaks the signature, and nothing before it.
    parties.with_set(&both, &anonymous, &[]).exits(23);
    parties.with_set(&[ed.clone(), renamed(&ed, "x".into())], &anonymous, &[]).exits(23);
    parties.with_set(std::slice::from_ref(&es), &anonymous, &[]).exits(22);
    parties.with_set(&[nameless(&ed)], &token, &[]).exits(22);
    parties.with_set(&[nameless(&ed)], &anonymous, &[]).exits(23);
    // A kid is text to the letter, and any text.
    let odd = "sp ace/+=\u{fc}";
    let oddly = reheaded(&token, |header| header["kid"] = odd.into());
    parties.with_set(&[renamed(&ed, odd.into())], &oddly, &[]).exits(23);
    parties.with_set(&[renamed(&ed, odd.to_uppercase().into())], &oddly, &[]).exits(22);
    parties.with_set(&[renamed(&ed, 7.into())], &token, &[]).exits(22);
}

#[test]
fn keys_of_other_kinds_never_fail_a_set_and_say_why_they_are_not_used() {
    let parties = Parties::new();
    let (kid, token) = parties.key("EdDSA");
    let good = parties.jwk(&kid);
    let odd = [
        (json!({"kty": "RSA", "kid": "enc", "use": "enc", "n": "AQAB", "e": "AQAB"}), "not for signatures"),
        (json!({"kty": "OKP", "crv": "X25519", "kid": "x", "x": "AAAA"}), "key agreement"),
        (json!({"kty": "EC", "crv": "P-521", "kid": "p", "x": "AA", "y": "AA"}), "wrong length"),
        (json!({"kty": "AKP", "kid": "pq", "alg": "ML-DSA-44", "pub": "AA"}), "wrong length"),
        (json!({"kty": "RSA", "kid": "small", "alg": "RS256", "n": "wQ", "e": "AQAB"}), "2048"),
        (json!({"kty": "EC", "crv": "P-256", "kid": "half", "x": "AA"}), "wrong length"),
        (json!({"kid": "bare"}), "`kty` is missing"),
        (json!({"kty": 5, "kid": "five"}), "not a text"),
    ];
    let mut keys: Vec<Value> = odd.iter().map(|(key, _)| key.clone()).collect();
    keys.extend([json!("text"), json!(null), json!([1]), good]);
    parties.with_set(&keys, &token, &[]).ok();
    for (key, words) in odd {
        let named = reheaded(&token, |header| header["kid"] = key["kid"].clone());
        let answer = parties.with_set(&keys, &named, &[]).exits(22);
        assert!(answer.out().contains(words), "{words}: {answer}");
    }
}

#[test]
fn an_rsa_key_that_does_not_say_its_algorithm_needs_the_flag() {
    let parties = Parties::new();
    let (kid, token) = parties.key("RS256");
    let mut key = parties.jwk(&kid);
    key.as_object_mut().unwrap().remove("alg");
    let keys = [key];
    let open = parties.with_set(&keys, &token, &[]).exits(22);
    assert!(open.out().contains("does not say which") && open.out().contains("--alg"), "{open}");
    parties.with_set(&keys, &token, &["--alg", "RS256"]).ok();
    parties.with_set(&keys, &token, &["--alg", "RS384"]).exits(21);
    let anonymous = reheaded(&token, |header| drop(header.as_object_mut().unwrap().remove("kid")));
    parties.with_set(&keys, &anonymous, &[]).exits(22);
}

#[test]
fn private_keys_in_a_set_are_warned_of_and_only_their_public_halves_read() {
    let parties = Parties::new();
    let (kid, token) = parties.key("EdDSA");
    let mut key: Value = serde_json::from_str(&parties.export(&[&kid, "--private", "--format", "jwk"])).unwrap();
    // A private half that cannot be one is not even looked at.
    key["d"] = "AAAA".into();
    let answer = parties.with_set(&[key.clone()], &token, &["--json"]).ok();
    assert!(answer.json()["warnings"][0].as_str().unwrap().contains("private keys"), "{answer}");
    assert!(!answer.out().contains("AAAA"), "{answer}");
    // A secret in a file of one's own is one.
    let (hmac, token) = parties.key("HS256");
    let secret: Value = serde_json::from_str(&parties.export(&[&hmac, "--private", "--format", "jwk"])).unwrap();
    parties.with_set(&[secret], &token, &[]).ok();
}

#[test]
fn a_file_that_is_no_set_is_a_wrong_use() {
    let parties = Parties::new();
    let (kid, token) = parties.key("EdDSA");
    let jwk = parties.jwk(&kid).to_string();
    let pem = parties.export(&[&kid]);
    for text in ["", "hello", "[]", "{}", r#"{"keys":{}}"#, r#"{"keys":[],"keys":[]}"#, &jwk, &pem] {
        let file = parties.verifier.file("set.json", text);
        let refused = parties.verify(&["--jwks", file.to_str().unwrap(), "--json"], &token).exits(2);
        assert_eq!(refused.error_json()["error"]["code"], "bad_key", "{text}");
    }
    let file = parties.verifier.file("set.json", " ".repeat(1024 * 1024) + "{}");
    parties.verify(&["--jwks", file.to_str().unwrap()], &token).exits(2);
}

#[test]
fn what_a_token_says_of_its_keys_is_not_followed() {
    let parties = Parties::new();
    let (kid, token) = parties.key("EdDSA");
    let jwk = parties.jwk(&kid);
    let certificates = json!(["AAAA"]);
    for (name, value) in
        [("jku", json!("https://evil.example/jwks")), ("jwk", jwk), ("x5u", json!("file:///k")), ("x5c", certificates)]
    {
        let forged = reheaded(&token, |header| {
            header[name] = value.clone();
            header["kid"] = "theirs".into();
        });
        parties.with_set(&[], &forged, &[]).exits(22);
    }
}
