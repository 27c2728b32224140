//! Keys that openssl encrypted, and that it opens again.

use super::openssl::{GENERATED, converted, der, is_the_original, original};
use super::{home, import, kid, openssl, openssl_is_here};

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
            world.run(&args)
        };
        import_with("wrong").exits(5);
        world.run(&["keys", "import", "key", "--alg", algorithm, "--no-passphrase"]).exits(5);
        import_with("passphrase").ok();
        let keys = world.run(&["keys", "list", "--json"]).ok().json();
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
    world.run(&change).ok();
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
    let cases = [(old, "encrypted in OpenSSL's old way"), (pkcs12, "(PBES1), which is not supported")];
    for (world, message) in cases {
        let args =
            ["keys", "import", "key", "--alg", "RS256", "--no-passphrase", "--from-passphrase-file", "passphrase"];
        let refused = world.run(&args).exits(2);
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
