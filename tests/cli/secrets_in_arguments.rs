//! Secrets that are given where a name is wanted: no message repeats one.

use crate::support::{Answer, Sandbox};

const JWK: &str = r#"{"kty":"oct","k":"c2VjcmV0LXNlY3JldC1zZWNyZXQ","kid":"a"}"#;
const PEM: &str = "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIJ-s3cr3t\n-----END PRIVATE KEY-----";
const CHANCE: &str = "q8Zr1Xv5Lk0Wc7Tn2Yb9s3cr3t";

/// Sees that nothing of a secret is in an answer, and that it says what is wanted.
#[track_caller]
fn is_silent(answer: &Answer, args: &[&str]) {
    let said = format!("{}{}", answer.out(), answer.err());
    for part in ["c2VjcmV0", "s3cr3t", "hunter2"] {
        assert!(!said.contains(part), "{args:?}: {answer}");
    }
    assert_ne!(answer.exit, 0, "{args:?}");
}

#[test]
fn a_secret_in_the_place_of_its_file_is_not_repeated() {
    let world = Sandbox::new();
    let token = world.token();
    for secret in [JWK, PEM, CHANCE, "mtg_cs_s3cr3ts3cr3ts3cr3t"] {
        let out = format!("--out={secret}");
        let at = format!("@{secret}");
        let places: [&[&str]; 17] = [
            &["token", "verify", &token, "--key", secret],
            &["token", "verify", &token, "--jwks", secret],
            &["token", "verify", &token, "--policy", secret],
            &["token", "verify", &token, "--jwks", "x.json", "--revocations", secret],
            &["token", "verify", &token, "--issuer-url", "https://a.test", "--ca-file", secret],
            &["token", "verify", "--batch", secret],
            &["token", "verify", &at],
            &["token", "decode", &token, "--wordlist", secret],
            &["token", "identify", secret],
            &["token", "issue", "--app", "demo", "--claims", secret],
            &["token", "issue", "--batch", secret],
            &["token", "issue", "--app", "demo", "--passphrase-file", secret],
            &["token", "issue", "--app", "demo", "--passphrase-env", secret, "--alg", "ES256"],
            &["keys", "import", secret],
            &["keys", "import", "x.pem", "--from-passphrase-file", secret],
            &["keys", "list", "--home", secret],
            &["man", &out],
        ];
        for args in places {
            for more in [&[][..], &["--json"], &["-v"], &["-q"]] {
                is_silent(&world.run(&[args, more].concat()), args);
            }
        }
        // Flags that want something else, and what is no flag at all.
        let others: [&[&str]; 5] = [
            &["keys", "gen", "--alg", secret],
            &["keys", "list", secret],
            &["token", "list", "--limit", secret],
            &[secret],
            &["keys", "show", secret],
        ];
        for args in others.iter().filter(|_| secret != CHANCE) {
            is_silent(&world.run(args), args);
        }
    }
}

#[test]
fn a_passphrase_in_the_place_of_its_source_is_not_repeated() {
    let world = Sandbox::new();
    for flag in ["--passphrase-file", "--passphrase-env", "--passphrase-fd"] {
        let args = ["keys", "gen", flag, "hunter2"];
        is_silent(&world.run(&args), &args);
    }
}

#[test]
fn a_name_of_a_file_that_is_not_there_is_told() {
    let world = Sandbox::new();
    let told = |args: &[&str], name: &str| {
        let answer = world.run(args).exits(3);
        assert!(answer.err().contains(name), "{answer}");
    };
    told(&["keys", "import", "no-such.pem"], "no-such.pem");
    told(&["token", "verify", "@no-such.jwt"], "no-such.jwt");
    // What is there may be called as it likes.
    let odd = world.file(CHANCE, "no key").display().to_string();
    assert!(!world.run(&["keys", "import", &odd]).err().contains("names no file"));
}
