//! Tokens that are bound to a certificate (RFC 8705): made by OpenSSL, which nobody here wrote.

use std::path::Path;
use std::process::Command;

use serde_json::json;
use sha2::Digest as _;

use crate::support::{Sandbox, TokenParts, b64, has, skipped};

/// Certificates of OpenSSL, in PEM and in DER.
fn certificate(world: &Sandbox, name: &str) -> Option<[String; 2]> {
    if !has("openssl", &["version"]) {
        skipped("certificates of openssl");
        return None;
    }
    let [key, pem, der] =
        ["key", "pem", "der"].map(|end| world.folder().join(format!("{name}.{end}")).display().to_string());
    let run =
        |args: &[&str]| assert!(Command::new("openssl").args(args).output().unwrap().status.success(), "{args:?}");
    run(&[
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:P-256",
        "-nodes",
        "-subj",
        "/CN=client",
        "-keyout",
        &key,
        "-out",
        &pem,
    ]);
    run(&["x509", "-in", &pem, "-outform", "DER", "-out", &der]);
    Some([pem, der])
}

fn digest(der: impl AsRef<Path>) -> String {
    b64(sha2::Sha256::digest(std::fs::read(der).unwrap()))
}

#[test]
fn a_token_is_bound_to_a_certificate_and_good_with_it_alone() {
    let world = Sandbox::new();
    let (Some([pem, der]), Some([other, _])) = (certificate(&world, "tls"), certificate(&world, "other")) else {
        return;
    };
    for file in [&pem, &der] {
        let answer = world
            .run(&["token", "issue", "--app", "demo", "--user", "alice", "--json", "--cnf-cert", file])
            .ok()
            .json();
        assert_eq!(answer["token_type"], "Bearer");
        let token = answer["access_token"].as_str().unwrap();
        assert_eq!(TokenParts::of(token).claims["cnf"], json!({"x5t#S256": digest(&der)}));
        world.run(&["token", "verify", token]).exits(34);
        world.run(&["token", "verify", token, "--client-cert", &pem]).ok();
        world.run(&["token", "verify", token, "--client-cert", &der]).ok();
        let refused = world.run(&["token", "verify", token, "--client-cert", &other]).exits(34);
        assert!(refused.to_string().contains("that of the client is"), "{refused}");
    }
    // A connection may have one that a token does not ask for, and a token that is bound to a key asks for its proof.
    world.run(&["token", "verify", &world.token(), "--client-cert", &pem]).ok();
    world.run(&["token", "verify", &super::bound(&world), "--client-cert", &pem]).exits(34);
}

#[test]
fn a_chain_is_that_of_its_first_and_the_key_beside_it_does_not_matter() {
    let world = Sandbox::new();
    let Some([pem, der]) = certificate(&world, "tls") else { return };
    let key = std::fs::read_to_string(world.folder().join("tls.key")).unwrap();
    let both = world.file("both.pem", format!("{key}{}", std::fs::read_to_string(&pem).unwrap())).display().to_string();
    let token = world.issue(&["--cnf-cert", &both]);
    assert_eq!(TokenParts::of(&token).claims["cnf"], json!({"x5t#S256": digest(&der)}));
    let key = world.folder().join("tls.key").display().to_string();
    for (name, text, what) in [
        ("key.pem", key.as_str(), "no certificate"),
        ("empty", "", "empty"),
        ("text", "hello", "no certificate"),
        ("cut.pem", "-----BEGIN CERTIFICATE-----\nMIIB", "cut off"),
        ("damaged.pem", "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n", "damaged"),
    ] {
        let file = if text == key { key.clone() } else { world.file(name, text).display().to_string() };
        for args in [
            &["token", "issue", "--app", "demo", "--user", "alice", "--cnf-cert", &file][..],
            &["token", "verify", &token, "--client-cert", &file],
        ] {
            let refused = world.run(args);
            assert!(refused.exit != 0 && refused.exit != 34 && refused.err().contains(what), "{name}: {refused}");
        }
    }
    world.run(&["token", "issue", "--app", "demo", "--cnf-cert", &pem, "--cnf-key", &pem]).exits(2);
}
