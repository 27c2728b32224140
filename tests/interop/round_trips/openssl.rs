//! Keys that openssl wrote, in every form that it writes.

use serde_json::json;

use super::{export, home, import, kid, openssl, openssl_is_here};
use crate::support::Real;

/// How openssl makes a key for each algorithm that mintage imports.
pub const GENERATED: [(&str, &[&str]); 6] = [
    ("PS256", &["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"]),
    ("ES256", &["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"]),
    ("ES384", &["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-384"]),
    ("ES512", &["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-521"]),
    ("ES256K", &["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:secp256k1"]),
    ("EdDSA", &["-algorithm", "ED25519"]),
];

/// A key that openssl made, as the file `original` of a new home, with its public half as `public`.
pub fn original(generated: &[&str]) -> Real {
    let world = home();
    openssl(&world, &[&["genpkey", "-out", "original"], generated].concat()).ok();
    openssl(&world, &["pkey", "-in", "original", "-pubout", "-out", "public"]).ok();
    world
}

/// Brings the key of another world into a new home, as the file `key` in the form that this command writes.
#[track_caller]
pub fn converted(of: &Real, command: &[&str]) -> Real {
    let world = home();
    for name in ["original", "public"] {
        std::fs::copy(of.folder().join(name), world.folder().join(name)).unwrap();
    }
    openssl(&world, &[command, &["-out", "key"]].concat()).ok();
    world
}

/// The key in PKCS#8, as openssl itself writes it.
#[track_caller]
pub fn der(world: &Real, file: &str, more: &[&str]) -> Vec<u8> {
    openssl(world, &[&["pkey", "-in", file, "-outform", "DER"], more].concat()).ok().stdout
}

/// Asserts that the imported key is the original, by what openssl says of both.
#[track_caller]
pub fn is_the_original(world: &Real, kid: &str, form: &str) {
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
    let ec = ["ES256", "ES384", "ES512", "ES256K"].map(|algorithm| (algorithm, "EC PRIVATE KEY"));
    for (algorithm, tag) in [("PS256", "RSA PRIVATE KEY")].into_iter().chain(ec) {
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
    for (curve, algorithm) in
        [("prime256v1", "ES256"), ("secp384r1", "ES384"), ("secp521r1", "ES512"), ("secp256k1", "ES256K")]
    {
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
            "ES256" | "ES384" | "ES512" | "ES256K" => &[spki, ec],
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
    for (algorithm, generated) in &GENERATED[1..5] {
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
            let answer = world.run(&["keys", "import", "key", "--json", "--no-passphrase"]);
            if answer.exit == 0 {
                let rows = answer.json();
                assert_eq!(rows["keys"][0]["kid"], kid(&named), "{algorithm} {form:?}");
                let public = std::fs::read_to_string(world.folder().join("public")).unwrap();
                assert_eq!(export(&world, kid(&named), &[]).ok().out(), public, "{form:?}");
            } else {
                answer.exits(2);
            }
            // Whatever became of it, the other keys are published.
            world.run(&["keys", "export", "--jwks"]).ok();
        }
    }
}

#[test]
fn a_key_that_mintage_made_comes_back_from_openssl_as_the_same_key() {
    if !openssl_is_here() {
        return;
    }
    for algorithm in ["RS256", "ES256", "ES384", "ES512", "ES256K", "EdDSA"] {
        let world = home();
        let made = world.run(&["keys", "gen", "--alg", algorithm, "--no-passphrase", "--json"]).ok().json();
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
