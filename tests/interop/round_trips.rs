//! What comes in goes out unchanged: keys that openssl, node `jose` and PyJWT wrote, and that they read again.

use std::path::PathBuf;
use std::process::Command;

use serde_json::{Value, json};

use crate::answer;
use crate::support::{Answer, Sandbox, has};

/// How openssl makes a key for each algorithm that mintage imports.
const GENERATED: [(&str, &[&str]); 4] = [
    ("PS256", &["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"]),
    ("ES256", &["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"]),
    ("ES384", &["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-384"]),
    ("EdDSA", &["-algorithm", "ED25519"]),
];

/// What openssl encrypts with: the usual, scrypt, and what older versions wrote.
const ENCRYPTED: [&[&str]; 9] = [
    &["-v2", "aes-256-cbc", "-v2prf", "hmacWithSHA256"],
    &["-v2", "aes-256-cbc", "-v2prf", "hmacWithSHA512", "-iter", "100000"],
    &["-v2", "aes-192-cbc"],
    &["-v2", "aes-128-cbc", "-v2prf", "hmacWithSHA1"],
    &["-v2", "des3", "-v2prf", "hmacWithSHA1"],
    &["-v2", "des3"],
    &["-scrypt"],
    &["-scrypt", "-scrypt_N", "8192", "-scrypt_r", "16", "-scrypt_p", "2"],
    &["-v2", "aes256", "-iter", "1"],
];

fn openssl_is_here() -> bool {
    has("openssl", &["version"])
}

fn node_is_here() -> bool {
    has("node", &[CHECK, "ready"])
}

fn python_is_here() -> bool {
    has("python3", &["-c", "import jwt, cryptography"])
}

const CHECK: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/interop/node/check.mjs");
const PEER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/interop/peer.py");

/// A home with nothing but a secret: whatever is imported is the first of its algorithm. The passphrase is in a file.
fn home() -> Sandbox {
    let world = Sandbox::empty();
    // Not ASCII, so that both must agree on bytes.
    world.file("passphrase", "correct hörse battery\n");
    mintage(&world, &["init", "--alg", "HS256", "--no-passphrase"]).ok();
    world
}

fn mintage(world: &Sandbox, args: &[&str]) -> Answer {
    Answer::of(world.binary(args).output().expect("the program starts"))
}

fn openssl(world: &Sandbox, args: &[&str]) -> Answer {
    answer(Command::new("openssl").args(args).current_dir(world.folder()))
}

/// Imports the file `key` and gives its row.
#[track_caller]
fn import(world: &Sandbox, more: &[&str]) -> Value {
    let answer = mintage(world, &[&["keys", "import", "key", "--json"], more].concat()).ok().json();
    let rows = answer["keys"].as_array().expect("keys");
    assert_eq!(rows.len(), 1, "{answer}");
    rows[0].clone()
}

fn kid(row: &Value) -> &str {
    row["kid"].as_str().expect("a kid")
}

/// `keys export` of a key whose kid may look like a flag.
fn export(world: &Sandbox, kid: &str, flags: &[&str]) -> Answer {
    mintage(world, &[&["keys", "export"], flags, &["--", kid]].concat())
}

/// A key that openssl made, as the file `original` of a new home, with its public half as `public`.
fn original(generated: &[&str]) -> Sandbox {
    let world = home();
    openssl(&world, &[&["genpkey", "-out", "original"], generated].concat()).ok();
    openssl(&world, &["pkey", "-in", "original", "-pubout", "-out", "public"]).ok();
    world
}

/// Brings the key of another world into a new home, as the file `key` in the form that this command writes.
#[track_caller]
fn converted(of: &Sandbox, command: &[&str]) -> Sandbox {
    let world = home();
    for name in ["original", "public"] {
        std::fs::copy(of.folder().join(name), world.folder().join(name)).unwrap();
    }
    openssl(&world, &[command, &["-out", "key"]].concat()).ok();
    world
}

/// The key in PKCS#8, as openssl itself writes it.
#[track_caller]
fn der(world: &Sandbox, file: &str, more: &[&str]) -> Vec<u8> {
    openssl(world, &[&["pkey", "-in", file, "-outform", "DER"], more].concat()).ok().stdout
}

/// Asserts that the imported key is the original, by what openssl says of both.
#[track_caller]
fn is_the_original(world: &Sandbox, kid: &str, form: &str) {
    let public = std::fs::read_to_string(world.folder().join("public")).unwrap();
    assert_eq!(export(world, kid, &[]).ok().out(), public, "{form}");
    let exported = export(world, kid, &["--private", "--passphrase-file", "passphrase"]).ok();
    world.file("exported", exported.stdout);
    assert_eq!(der(world, "exported", &[]), der(world, "original", &[]), "{form}");
    // The file of the key is the same key too.
    let file = world.home().join("keys").join(format!("{kid}.pem")).display().to_string();
    assert_eq!(der(world, &file, &["-passin", "file:passphrase"]), der(world, "original", &[]), "{form}");
}

#[test]
fn every_private_form_that_openssl_writes_comes_in_and_goes_out_as_the_same_key() {
    if !openssl_is_here() {
        return;
    }
    for (algorithm, generated) in GENERATED {
        let of = original(generated);
        let pkcs8: &[&str] = &["pkey", "-in", "original"];
        let traditional: &[&str] = &["pkey", "-in", "original", "-traditional"];
        let topk8: &[&str] = &["pkcs8", "-topk8", "-nocrypt", "-in", "original"];
        let sec1: &[&str] = &["ec", "-in", "original"];
        let mut forms = vec![pkcs8, topk8];
        // Ed25519 has no older form.
        if algorithm != "EdDSA" {
            forms.push(traditional);
        }
        if algorithm.starts_with("ES") {
            forms.push(sec1);
        }
        for form in forms {
            let world = converted(&of, form);
            let row = import(&world, &["--alg", algorithm, "--no-passphrase"]);
            assert_eq!((&row["alg"], &row["private"]), (&json!(algorithm), &json!("held")), "{row}");
            is_the_original(&world, kid(&row), &form.join(" "));
        }
    }
}

#[test]
fn the_traditional_forms_are_what_their_names_say() {
    if !openssl_is_here() {
        return;
    }
    for (algorithm, tag) in [("PS256", "RSA PRIVATE KEY"), ("ES256", "EC PRIVATE KEY"), ("ES384", "EC PRIVATE KEY")] {
        let generated = GENERATED.iter().find(|(name, _)| *name == algorithm).unwrap().1;
        let world = converted(&original(generated), &["pkey", "-in", "original", "-traditional"]);
        let text = std::fs::read_to_string(world.folder().join("key")).unwrap();
        assert!(text.starts_with(&format!("-----BEGIN {tag}-----\n")), "openssl writes another form: {text}");
    }
}

#[test]
fn ec_keys_come_in_with_and_without_their_parameters_before_them() {
    if !openssl_is_here() {
        return;
    }
    for (curve, algorithm) in [("prime256v1", "ES256"), ("secp384r1", "ES384")] {
        for (more, blocks) in [(&[][..], 2), (&["-noout"][..], 1)] {
            let world = home();
            openssl(&world, &[&["ecparam", "-name", curve, "-genkey", "-out", "key"], more].concat()).ok();
            let text = std::fs::read_to_string(world.folder().join("key")).unwrap();
            assert_eq!(text.matches("-----BEGIN ").count(), blocks, "openssl writes another form: {text}");
            openssl(&world, &["ec", "-in", "key", "-out", "original"]).ok();
            openssl(&world, &["pkey", "-in", "original", "-pubout", "-out", "public"]).ok();
            let row = import(&world, &["--no-passphrase"]);
            assert_eq!(row["alg"], algorithm);
            is_the_original(&world, kid(&row), algorithm);
        }
    }
}

#[test]
fn every_encryption_that_openssl_writes_is_opened() {
    if !openssl_is_here() {
        return;
    }
    for (place, encryption) in ENCRYPTED.into_iter().enumerate() {
        let (algorithm, generated) = GENERATED[place % GENERATED.len()];
        let to = ["pkcs8", "-topk8", "-in", "original", "-passout", "file:passphrase"];
        let world = converted(&original(generated), &[&to, encryption].concat());
        world.file("wrong", "another\n");
        let import_with = |file| {
            let args = ["keys", "import", "key", "--alg", algorithm, "--no-passphrase", "--from-passphrase-file", file];
            mintage(&world, &args)
        };
        import_with("wrong").exits(5);
        mintage(&world, &["keys", "import", "key", "--alg", algorithm, "--no-passphrase"]).exits(5);
        import_with("passphrase").ok();
        let keys = mintage(&world, &["keys", "list", "--json"]).ok().json();
        let row = keys["keys"].as_array().unwrap().iter().find(|key| key["alg"] == algorithm).expect("the key");
        is_the_original(&world, kid(row), &encryption.join(" "));
    }
}

#[test]
fn a_key_comes_in_under_one_passphrase_and_rests_under_another() {
    if !openssl_is_here() {
        return;
    }
    for (algorithm, generated) in GENERATED {
        let to = ["pkcs8", "-topk8", "-in", "original", "-v2", "aes256", "-passout", "pass:of another"];
        let world = converted(&original(generated), &to);
        world.file("from", "of another");
        let row =
            import(&world, &["--alg", algorithm, "--from-passphrase-file", "from", "--passphrase-file", "passphrase"]);
        is_the_original(&world, kid(&row), algorithm);
        let file = world.home().join("keys").join(format!("{}.pem", kid(&row)));
        let text = std::fs::read_to_string(&file).unwrap();
        assert!(text.starts_with("-----BEGIN ENCRYPTED PRIVATE KEY-----\n"), "{text}");
        // And the file comes in again elsewhere, as any other.
        let next = home();
        std::fs::copy(file, next.folder().join("key")).unwrap();
        let again = import(&next, &["--alg", algorithm, "--from-passphrase-file", "passphrase", "--no-passphrase"]);
        assert_eq!(kid(&again), kid(&row));
    }
}

#[test]
fn a_passphrase_that_mintage_changed_is_the_one_that_openssl_needs() {
    if !openssl_is_here() {
        return;
    }
    let world = converted(&original(GENERATED[1].1), &["pkey", "-in", "original"]);
    world.file("next", "the next one");
    let row = import(&world, &["--passphrase-file", "passphrase"]);
    let change =
        ["keys", "passphrase", "--passphrase-file", "passphrase", "--new-passphrase-file", "next", "--", kid(&row)];
    mintage(&world, &change).ok();
    let file = world.home().join("keys").join(format!("{}.pem", kid(&row))).display().to_string();
    assert_eq!(der(&world, &file, &["-passin", "file:next"]), der(&world, "original", &[]));
    openssl(&world, &["pkey", "-in", &file, "-noout", "-passin", "file:passphrase"]).exits(1);
}

#[test]
fn what_openssl_encrypts_in_ways_that_are_not_read_is_refused_as_that() {
    if !openssl_is_here() {
        return;
    }
    let of = original(GENERATED[0].1);
    let pass = ["-in", "original", "-passout", "file:passphrase"];
    let old = converted(&of, &[&["pkey", "-traditional", "-aes256"], &pass[..]].concat());
    let pkcs12 = converted(&of, &[&["pkcs8", "-topk8", "-v1", "PBE-SHA1-3DES"], &pass[..]].concat());
    let cases = [(old, "encrypted in OpenSSL's old way"), (pkcs12, "encrypted in a way that mintage does not read")];
    for (world, message) in cases {
        let args =
            ["keys", "import", "key", "--alg", "RS256", "--no-passphrase", "--from-passphrase-file", "passphrase"];
        let refused = mintage(&world, &args).exits(2);
        assert!(refused.err().contains(message), "{refused}");
        assert!(refused.err().contains("openssl pkcs8 -topk8"), "the command that mends it: {refused}");
        // And the command does mend it.
        openssl(&world, &["pkcs8", "-topk8", "-in", "key", "-passin", "file:passphrase", "-nocrypt", "-out", "mended"])
            .ok();
        std::fs::rename(world.folder().join("mended"), world.folder().join("key")).unwrap();
        let row = import(&world, &["--alg", "RS256", "--no-passphrase"]);
        is_the_original(&world, kid(&row), message);
    }
}

#[test]
fn every_public_form_that_openssl_writes_comes_in_and_goes_out_as_the_same_key() {
    if !openssl_is_here() {
        return;
    }
    for (algorithm, generated) in GENERATED {
        let of = original(generated);
        let named = import(&converted(&of, &["pkey", "-in", "original"]), &["--alg", algorithm, "--no-passphrase"]);
        let spki: &[&str] = &["pkey", "-in", "original", "-pubout"];
        let pkcs1: &[&str] = &["rsa", "-in", "original", "-RSAPublicKey_out"];
        let ec: &[&str] = &["ec", "-in", "original", "-pubout"];
        let forms: &[&[&str]] = match algorithm {
            "PS256" => &[spki, pkcs1],
            "ES256" | "ES384" => &[spki, ec],
            _ => &[spki],
        };
        for form in forms {
            let world = converted(&of, form);
            let row = import(&world, &["--alg", algorithm]);
            assert_eq!(row["private"], "absent", "{form:?}");
            assert_eq!(kid(&row), kid(&named), "a key has one name, whatever is known of it: {form:?}");
            let public = std::fs::read_to_string(world.folder().join("public")).unwrap();
            assert_eq!(export(&world, kid(&row), &[]).ok().out(), public, "{form:?}");
            export(&world, kid(&row), &["--private"]).exits(4);
        }
    }
}

#[test]
fn a_compressed_or_spelled_out_curve_is_refused_or_the_same_key() {
    if !openssl_is_here() {
        return;
    }
    for (algorithm, generated) in &GENERATED[1..3] {
        let of = original(generated);
        let named = import(&converted(&of, &["pkey", "-in", "original"]), &["--no-passphrase"]);
        let forms: [&[&str]; 6] = [
            &["ec", "-in", "original", "-conv_form", "compressed"],
            &["ec", "-in", "original", "-pubout", "-conv_form", "compressed"],
            &["ec", "-in", "original", "-pubout", "-conv_form", "hybrid"],
            &["ec", "-in", "original", "-pubout", "-param_enc", "explicit"],
            &["ec", "-in", "original", "-param_enc", "explicit"],
            &["ec", "-in", "original", "-conv_form", "hybrid"],
        ];
        for form in forms {
            let world = converted(&of, form);
            let answer = mintage(&world, &["keys", "import", "key", "--json", "--no-passphrase"]);
            if answer.exit == 0 {
                let rows = answer.json();
                assert_eq!(rows["keys"][0]["kid"], kid(&named), "{algorithm} {form:?}");
                let public = std::fs::read_to_string(world.folder().join("public")).unwrap();
                assert_eq!(export(&world, kid(&named), &[]).ok().out(), public, "{form:?}");
            } else {
                answer.exits(2);
            }
            // Whatever became of it, the other keys are published.
            mintage(&world, &["keys", "export", "--jwks"]).ok();
        }
    }
}

#[test]
fn a_key_that_mintage_made_comes_back_from_openssl_as_the_same_key() {
    if !openssl_is_here() {
        return;
    }
    for algorithm in ["RS256", "ES256", "ES384", "EdDSA"] {
        let world = home();
        let made = mintage(&world, &["keys", "gen", "--alg", algorithm, "--no-passphrase", "--json"]).ok().json();
        let pem = export(&world, kid(&made), &["--private"]).ok();
        let next = home();
        next.file("exported", &pem.stdout);
        let to = ["pkcs8", "-topk8", "-in", "exported", "-out", "key", "-passout", "file:passphrase"];
        openssl(&next, &to).ok();
        let row = import(&next, &["--alg", algorithm, "--from-passphrase-file", "passphrase", "--no-passphrase"]);
        assert_eq!(kid(&row), kid(&made));
        let again = export(&next, kid(&row), &["--private"]).ok();
        assert_eq!(again.out(), pem.out(), "{algorithm}");
    }
}

/// The other makers of JWK.
#[derive(Clone, Copy)]
enum Maker {
    Node,
    Python,
}

impl Maker {
    fn all() -> Vec<Self> {
        let node = node_is_here().then_some(Self::Node);
        node.into_iter().chain(python_is_here().then_some(Self::Python)).collect()
    }

    fn run(self, args: &[&str], file: Option<&PathBuf>, more: &[&str]) -> Value {
        let (program, script) = match self {
            Self::Node => ("node", CHECK),
            Self::Python => ("python3", PEER),
        };
        answer(Command::new(program).arg(script).args(args).args(file).args(more)).ok().json()
    }

    fn generate(self, algorithm: &str) -> Value {
        self.run(&["generate", algorithm], None, &[])
    }

    fn sign(self, jwk: &PathBuf, algorithm: &str) -> String {
        self.run(&["sign"], Some(jwk), &[algorithm]).as_str().expect("a token").to_owned()
    }
}

/// What a JWK says of the key itself.
fn numbers(jwk: &Value) -> Value {
    let mut jwk = jwk.clone();
    for member in ["kid", "alg", "use", "key_ops", "ext"] {
        jwk.as_object_mut().expect("an object").shift_remove(member);
    }
    // serde_json compares objects whatever the order of their members.
    jwk
}

const JWK_ALGORITHMS: [&str; 5] = ["RS256", "PS384", "ES256", "ES384", "EdDSA"];

#[test]
fn jwks_of_other_libraries_come_in_and_go_out_with_the_same_numbers() {
    for maker in Maker::all() {
        for algorithm in JWK_ALGORITHMS {
            let made = maker.generate(algorithm);
            for half in ["private", "public"] {
                let world = home();
                world.file("key", made[half].to_string());
                let row = import(&world, &["--alg", algorithm, "--no-passphrase"]);
                assert_eq!(row["alg"], algorithm);
                if let Some(thumbprint) = made["thumbprint"].as_str() {
                    assert_eq!(kid(&row), thumbprint, "{algorithm}");
                }
                let public = export(&world, kid(&row), &["--format", "jwk"]).ok().json();
                assert_eq!(numbers(&public), numbers(&made["public"]), "{algorithm}");
                assert_eq!((&public["alg"], &public["use"]), (&json!(algorithm), &json!("sig")));
                let private = export(&world, kid(&row), &["--private", "--format", "jwk"]);
                if half == "private" {
                    assert_eq!(numbers(&private.ok().json()), numbers(&made["private"]), "{algorithm}");
                } else {
                    private.exits(4);
                }
            }
        }
    }
}

#[test]
fn sets_of_other_libraries_come_in_whole_and_go_out_as_the_same_set() {
    for maker in Maker::all() {
        for half in ["private", "public"] {
            let mut keys = Vec::new();
            for (place, algorithm) in JWK_ALGORITHMS.into_iter().enumerate() {
                let mut jwk = maker.generate(algorithm)[half].take();
                jwk["alg"] = json!(algorithm);
                jwk["kid"] = json!(format!("key-{place}"));
                keys.push(jwk);
            }
            let world = home();
            world.file("set", json!({"keys": keys}).to_string());
            mintage(&world, &["keys", "import", "set", "--no-passphrase"]).ok();
            let public = |world: &Sandbox, jwk: &Value| {
                let key = export(world, kid(jwk), &["--format", "jwk"]).ok().json();
                assert_eq!((&key["alg"], &key["kid"]), (&jwk["alg"], &jwk["kid"]));
                for (name, value) in numbers(&key).as_object().unwrap() {
                    assert_eq!(*value, jwk[name], "{name}");
                }
                for secret in ["d", "p", "q", "dp", "dq", "qi", "k"] {
                    assert!(key.get(secret).is_none(), "{key}");
                }
                key
            };
            let all: Vec<Value> = keys.iter().map(|jwk| public(&world, jwk)).collect();
            // What is published is what can sign here, and a set that goes out comes in elsewhere.
            let set = mintage(&world, &["keys", "export", "--jwks"]).ok().json();
            let published = set["keys"].as_array().expect("keys");
            if half == "public" {
                assert!(published.is_empty(), "{set}");
                continue;
            }
            assert!(published.len() == all.len() && all.iter().all(|key| published.contains(key)), "{set}");
            let next = home();
            next.file("set", set.to_string());
            mintage(&next, &["keys", "import", "set"]).ok();
            for jwk in &keys {
                public(&next, jwk);
            }
        }
    }
}

#[test]
fn a_private_jwk_signs_elsewhere_what_the_home_recognises() {
    for maker in Maker::all() {
        let world = home();
        for algorithm in JWK_ALGORITHMS {
            let made = mintage(&world, &["keys", "gen", "--alg", algorithm, "--no-passphrase", "--json"]).ok().json();
            let jwk = export(&world, kid(&made), &["--private", "--format", "jwk"]).ok();
            let token = maker.sign(&world.file("jwk", jwk.stdout), algorithm);
            let signature = |token: &str| {
                let verdict = mintage(&world, &["token", "verify", "--explain", token]);
                assert_ne!(verdict.exit, 0, "the ledger knows nothing of it: {verdict}");
                let line = verdict.out().lines().find(|line| line.contains(" signature ")).map(str::to_owned);
                line.unwrap_or_else(|| panic!("a line on the signature: {verdict}")).trim_start().to_owned()
            };
            assert!(signature(&token).starts_with("pass"), "{algorithm}: {}", signature(&token));
            assert!(signature(&crate::altered(&token)).starts_with("fail"), "{algorithm}");
        }
    }
}

#[test]
fn a_secret_comes_back_as_the_same_secret() {
    let world = home();
    let made = mintage(&world, &["keys", "gen", "--alg", "HS512", "--no-passphrase", "--json"]).ok().json();
    for form in ["pem", "jwk"] {
        let out = export(&world, kid(&made), &["--private", "--format", form]).ok();
        let next = home();
        next.file("key", &out.stdout);
        let row = import(&next, &["--no-passphrase"]);
        assert_eq!(row["alg"], "HS512");
        let again = export(&next, kid(&row), &["--private", "--format", form]).ok();
        if form == "jwk" {
            assert_eq!(again.json(), out.json());
            if python_is_here() || node_is_here() {
                let file = next.file("jwk", again.stdout);
                for maker in Maker::all() {
                    let token = maker.sign(&file, "HS512");
                    let verdict = mintage(&next, &["token", "verify", "--explain", &token]);
                    assert!(verdict.out().contains("pass     signature"), "{verdict}");
                }
            }
        } else {
            assert_eq!(again.out(), out.out());
        }
    }
}

/// RFC 7638, 3.1.
const RFC_7638: &str = r#"{"kty": "RSA",
    "n": "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw",
    "e": "AQAB", "alg": "RS256", "kid": "2011-04-29"}"#;

/// RFC 8037, A.1.
const RFC_8037: &str = r#"{"kty":"OKP","crv":"Ed25519","d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A",
    "x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#;

/// The published key under the kid that it comes with, and without one.
fn without(jwk: &str, members: &[&str]) -> String {
    let mut jwk: Value = serde_json::from_str(jwk).unwrap();
    for member in members {
        jwk.as_object_mut().unwrap().shift_remove(*member).expect("the member");
    }
    jwk.to_string()
}

#[test]
fn an_imported_key_is_named_by_the_thumbprint_of_rfc_7638() {
    let thumbprint = "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs";
    for (text, expected) in [
        (RFC_7638.to_owned(), "2011-04-29"),
        (without(RFC_7638, &["kid"]), thumbprint),
        (without(RFC_7638, &["kid", "alg"]), thumbprint),
    ] {
        let world = home();
        world.file("key", text);
        assert_eq!(kid(&import(&world, &["--alg", "RS256"])), expected);
        // The same key in PEM comes in under its thumbprint.
        let pem = export(&world, expected, &[]).ok();
        let next = home();
        next.file("key", pem.stdout);
        assert_eq!(kid(&import(&next, &["--alg", "RS256"])), thumbprint);
    }
}

#[test]
fn an_imported_key_is_named_by_the_thumbprint_of_rfc_8037() {
    for text in [RFC_8037.to_owned(), without(RFC_8037, &["d"])] {
        let world = home();
        world.file("key", text);
        let printed = mintage(&world, &["keys", "import", "key", "--no-passphrase"]).ok();
        assert!(printed.out().contains("kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"), "{printed}");
    }
}
