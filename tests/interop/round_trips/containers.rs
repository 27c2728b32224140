//! Keys in the containers of others: key stores, OpenSSH, certificates, JWKs under a passphrase.

use std::process::Command;

use super::openssl::{GENERATED, converted, is_the_original, original};
use super::{home, import, kid, openssl, openssl_is_here};
use crate::support::{Answer, Real, has};
use crate::{answer, document};

/// Runs the command of others that an error names, on the file `key` in the place of the names that it has there.
#[track_caller]
fn advised(world: &Real, refused: &Answer, more: &[&str]) {
    // A file that is named twice is read line by line.
    world.file("both", "correct hörse battery\ncorrect hörse battery\n");
    let text = refused.err();
    let command = text.split('`').nth(1).unwrap_or_else(|| panic!("no command in {text}"));
    let words = command.split(' ').map(|word| match word {
        "OLD.pem" | "OLD.p12" | "OLD.jks" | "COPY" => "key",
        "NEW.pem" | "NEW.p12" => "mended",
        other => other,
    });
    let mut words: Vec<&str> = words.collect();
    words.extend(more);
    answer(Command::new(words[0]).args(&words[1..]).current_dir(world.folder())).ok();
    let mended = world.folder().join("mended");
    if mended.exists() {
        std::fs::rename(mended, world.folder().join("key")).unwrap();
    }
    private(world);
}

/// No other may read the file `key`.
fn private(world: &Real) {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::set_permissions(world.folder().join("key"), std::fs::Permissions::from_mode(0o600)).unwrap();
}

const FROM: [&str; 3] = ["--from-passphrase-file", "passphrase", "--no-passphrase"];

/// How openssl protects a store.
const STORES: [&[&str]; 6] = [
    &[],
    &["-legacy", "-certpbe", "PBE-SHA1-3DES", "-keypbe", "PBE-SHA1-3DES", "-macalg", "sha1"],
    &["-legacy", "-keypbe", "PBE-SHA1-3DES"],
    &["-macalg", "sha512", "-iter", "3"],
    &["-nomac"],
    &["-keypbe", "NONE", "-certpbe", "NONE"],
];

#[test]
fn key_stores_that_openssl_writes_are_opened() {
    if !openssl_is_here() {
        return;
    }
    for (place, store) in STORES.into_iter().enumerate() {
        let (algorithm, generated) = GENERATED[place % GENERATED.len()];
        let of = original(generated);
        openssl(&of, &["req", "-x509", "-new", "-key", "original", "-subj", "/CN=demo", "-out", "certificate"]).ok();
        let world = home();
        for name in ["original", "public", "certificate"] {
            std::fs::copy(of.folder().join(name), world.folder().join(name)).unwrap();
        }
        let to = [
            "pkcs12",
            "-export",
            "-inkey",
            "original",
            "-in",
            "certificate",
            "-out",
            "key",
            "-passout",
            "file:passphrase",
        ];
        openssl(&world, &[&to[..], store].concat()).ok();
        private(&world);
        world.file("wrong", "another\n");
        let with =
            |file| ["keys", "import", "key", "--alg", algorithm, "--no-passphrase", "--from-passphrase-file", file];
        // Where nothing is encrypted and nothing is checked, no passphrase is wrong.
        if !store.contains(&"-nomac") {
            world.run(&with("wrong")).exits(5);
        }
        let row = import(&world, &[&["--alg", algorithm], &FROM[..]].concat());
        is_the_original(&world, kid(&row), &store.join(" "));
    }
}

#[test]
fn a_key_store_with_an_empty_passphrase_needs_none() {
    if !openssl_is_here() {
        return;
    }
    let world = original(GENERATED[1].1);
    openssl(&world, &["pkcs12", "-export", "-nocerts", "-inkey", "original", "-out", "key", "-passout", "pass:"]).ok();
    private(&world);
    let row = import(&world, &["--no-passphrase"]);
    is_the_original(&world, kid(&row), "an empty passphrase");
}

#[test]
fn a_key_store_in_a_cipher_of_long_ago_is_named_with_the_command_that_converts_it() {
    if !openssl_is_here() {
        return;
    }
    let world = original(GENERATED[1].1);
    let old = ["-keypbe", "PBE-SHA1-RC2-40", "-legacy", "-nocerts", "-passout", "file:passphrase"];
    openssl(&world, &[&["pkcs12", "-export", "-inkey", "original", "-out", "key"], &old[..]].concat()).ok();
    private(&world);
    let args = [&["keys", "import", "key"], &FROM[..]].concat();
    let refused = world.run(&args).exits(2);
    assert!(refused.err().contains("pbeWithSHA1And40BitRC2-CBC, which is not supported"), "{refused}");
    advised(&world, &refused, &["-passin", "file:both", "-passout", "file:both"]);
    is_the_original(&world, kid(&import(&world, &FROM)), "converted");
}

#[test]
fn keys_of_long_ago_are_converted_by_the_command_that_is_told() {
    if !openssl_is_here() {
        return;
    }
    let of = original(GENERATED[1].1);
    for scheme in ["PBE-MD5-DES", "PBE-SHA1-3DES"] {
        for form in ["PEM", "DER"] {
            let legacy =
                ["-provider", "legacy", "-provider", "default", "-passout", "file:passphrase", "-outform", form];
            let world = converted(&of, &[&["pkcs8", "-topk8", "-in", "original", "-v1", scheme], &legacy[..]].concat());
            private(&world);
            let refused = world.run(&[&["keys", "import", "key"], &FROM[..]].concat()).exits(2);
            assert!(refused.err().contains("(PBES1), which is not supported"), "{refused}");
            advised(&world, &refused, &["-passin", "file:both", "-passout", "file:both"]);
            is_the_original(&world, kid(&import(&world, &FROM)), scheme);
        }
    }
    let world = converted(&of, &["pkey", "-in", "original", "-traditional", "-aes256", "-passout", "file:passphrase"]);
    private(&world);
    let refused = world.run(&[&["keys", "import", "key"], &FROM[..]].concat()).exits(2);
    advised(&world, &refused, &["-passin", "file:both", "-passout", "file:both"]);
    is_the_original(&world, kid(&import(&world, &FROM)), "traditional");
    // A curve by its numbers.
    let world = converted(&of, &["ec", "-in", "original", "-param_enc", "explicit"]);
    private(&world);
    let refused = world.run(&["keys", "import", "key", "--no-passphrase"]).exits(2);
    advised(&world, &refused, &[]);
    is_the_original(&world, kid(&import(&world, &["--no-passphrase"])), "explicit");
    // A cipher that is not read.
    let world = converted(
        &of,
        &["pkcs8", "-topk8", "-in", "original", "-v2", "camellia-256-cbc", "-passout", "file:passphrase"],
    );
    private(&world);
    let refused = world.run(&[&["keys", "import", "key"], &FROM[..]].concat()).exits(2);
    assert!(refused.err().contains("in a way that mintage does not read"), "{refused}");
    advised(&world, &refused, &["-passin", "file:both", "-passout", "file:both"]);
    is_the_original(&world, kid(&import(&world, &FROM)), "camellia");
    // And a request for a certificate.
    let world = converted(&of, &["req", "-new", "-key", "original", "-subj", "/CN=demo"]);
    let refused = world.run(&["keys", "import", "key"]).exits(2);
    advised(&world, &refused, &[]);
    import(&world, &[]);
}

/// It has no way to be asked for its version, nor for anything else that it says yes to.
fn ssh_keygen_is_here() -> bool {
    has("sh", &["-c", "command -v ssh-keygen"])
}

#[test]
fn keys_of_openssh_come_in_with_and_without_a_passphrase_and_are_the_same_key() {
    if !openssl_is_here() || !ssh_keygen_is_here() {
        return;
    }
    for kind in [
        &["-t", "ed25519"][..],
        &["-t", "ecdsa", "-b", "256"],
        &["-t", "ecdsa", "-b", "384"],
        &["-t", "rsa", "-b", "2048"],
    ] {
        for (passphrase, cipher) in
            [("", ""), ("correct hörse battery", "aes256-ctr"), ("correct hörse battery", "aes128-ctr")]
        {
            let world = home();
            let mut made = Command::new("ssh-keygen");
            made.args(["-q", "-f", "key", "-N", passphrase]).args(kind).current_dir(world.folder());
            if !cipher.is_empty() {
                made.args(["-Z", cipher]);
            }
            answer(&mut made).ok();
            let algorithm: &[&str] = if kind[1] == "rsa" { &["--alg", "RS256"] } else { &[] };
            let row = import(&world, &[algorithm, &FROM[..]].concat());
            assert_eq!(row["private"], "held", "{row}");
            // What ssh-keygen says of the public half, and the line beside it.
            let other = home();
            std::fs::copy(world.folder().join("key.pub"), other.folder().join("key")).unwrap();
            assert_eq!(kid(&import(&other, algorithm)), kid(&row), "{kind:?}");
            let exported = world.run(&["keys", "export", "--", kid(&row)]).ok().out();
            world.file("exported", exported);
            if kind[1] != "ed25519" {
                let line = answer(
                    Command::new("ssh-keygen")
                        .args(["-i", "-m", "PKCS8", "-f", "exported"])
                        .current_dir(world.folder()),
                );
                let ours = std::fs::read_to_string(world.folder().join("key.pub")).unwrap();
                assert!(ours.starts_with(line.ok().out().trim()), "{kind:?}");
            }
        }
    }
}

#[test]
fn a_cipher_of_openssh_that_is_not_read_is_named_with_the_command_that_changes_it() {
    if !ssh_keygen_is_here() {
        return;
    }
    let world = home();
    let made = ["-q", "-t", "ed25519", "-f", "key", "-N", "hunter22", "-Z", "chacha20-poly1305@openssh.com"];
    answer(Command::new("ssh-keygen").args(made).current_dir(world.folder())).ok();
    world.file("passphrase", "hunter22");
    let refused = world.run(&[&["keys", "import", "key"], &FROM[..]].concat()).exits(2);
    assert!(refused.err().contains("another cipher than AES in CTR mode"), "{refused}");
    advised(&world, &refused, &["-P", "hunter22", "-N", "hunter22"]);
    import(&world, &FROM);
}

#[test]
fn a_key_store_of_java_is_named_with_the_command_that_converts_it() {
    if !has("keytool", &["-help"]) {
        return;
    }
    let world = home();
    let made = [
        "-genkeypair",
        "-keystore",
        "key",
        "-storetype",
        "JKS",
        "-storepass",
        "changeit",
        "-keypass",
        "changeit",
        "-alias",
        "demo",
    ];
    let kind = ["-keyalg", "EC", "-groupname", "secp256r1", "-dname", "CN=demo"];
    answer(Command::new("keytool").args(made).args(kind).current_dir(world.folder())).ok();
    world.file("passphrase", "changeit");
    let args = [&["keys", "import", "key"], &FROM[..]].concat();
    let refused = world.run(&args).exits(2);
    advised(&world, &refused, &["-srcstorepass", "changeit", "-deststorepass", "changeit"]);
    world.file("passphrase", "changeit");
    import(&world, &FROM);
}

#[test]
fn a_public_key_of_ssh2_is_named_with_the_command_that_converts_it() {
    if !ssh_keygen_is_here() {
        return;
    }
    let world = home();
    let ssh = |args: &[&str]| answer(Command::new("ssh-keygen").args(args).current_dir(world.folder())).ok().out();
    ssh(&["-q", "-t", "ed25519", "-f", "pair", "-N", ""]);
    world.file("key", ssh(&["-e", "-m", "RFC4716", "-f", "pair.pub"]));
    let refused = world.run(&["keys", "import", "key"]).exits(2);
    assert!(refused.err().contains("`ssh-keygen -i -f OLD.pem`"), "{refused}");
    world.file("key", ssh(&["-i", "-f", "key"]));
    import(&world, &[]);
}

const SEALED: [(&str, &str); 6] = [
    ("PBES2-HS256+A128KW", "A256GCM"),
    ("PBES2-HS256+A128KW", "A128CBC-HS256"),
    ("PBES2-HS384+A192KW", "A192GCM"),
    ("PBES2-HS384+A192KW", "A192CBC-HS384"),
    ("PBES2-HS512+A256KW", "A128GCM"),
    ("PBES2-HS512+A256KW", "A256CBC-HS512"),
];

/// Has a key sealed by a peer in each way, and takes it in.
fn sealed_keys_come_in(peer: &dyn Fn() -> Command) {
    let world = home();
    world.run(&["keys", "gen", "--alg", "ES256", "--no-passphrase"]).ok();
    let made = world.run(&["keys", "export", "@active", "--alg", "ES256", "--private", "--format", "jwk"]).ok();
    let file = world.file("jwk", made.stdout);
    let wanted = world.run(&["keys", "export", "@active", "--alg", "ES256"]).ok().out();
    for (algorithm, encryption) in SEALED {
        let mut seal = peer();
        seal.arg("seal").arg(&file).args([algorithm, encryption, "correct hörse battery"]);
        let sealed = document(&mut seal);
        for form in ["compact", "object"] {
            let other = home();
            other.file("key", sealed[form].as_str().unwrap());
            other.file("wrong", "another");
            let wrong = ["keys", "import", "key", "--no-passphrase", "--from-passphrase-file", "wrong"];
            other.run(&wrong).exits(5);
            let row = import(&other, &FROM);
            assert_eq!(other.run(&["keys", "export", "--", kid(&row)]).ok().out(), wanted, "{algorithm} {encryption}");
        }
    }
}

#[test]
fn jwks_that_jwcrypto_sealed_are_opened() {
    if !has("python3", &["-c", "import jwcrypto, jwt, cryptography"]) {
        return;
    }
    sealed_keys_come_in(&|| {
        let mut peer = Command::new("python3");
        peer.arg(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/interop/peer.py"));
        peer
    });
}

#[test]
fn jwks_that_node_sealed_are_opened() {
    const CHECK: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/interop/node/check.mjs");
    if !has("node", &[CHECK, "ready"]) {
        return;
    }
    sealed_keys_come_in(&|| {
        let mut peer = Command::new("node");
        peer.arg(CHECK);
        peer
    });
}

#[test]
fn certificates_without_a_key_and_stores_in_other_ciphers_are_named_with_the_command_that_takes_them_out() {
    if !openssl_is_here() {
        return;
    }
    let of = original(GENERATED[1].1);
    openssl(&of, &["req", "-x509", "-new", "-key", "original", "-subj", "/CN=demo", "-out", "certificate"]).ok();
    let made = |args: &[&str]| {
        let world = home();
        for name in ["original", "public", "certificate"] {
            std::fs::copy(of.folder().join(name), world.folder().join(name)).unwrap();
        }
        openssl(&world, &[args, &["-out", "key"]].concat()).ok();
        private(&world);
        world
    };
    let world = made(&["pkcs12", "-export", "-nokeys", "-in", "certificate", "-passout", "file:passphrase"]);
    let refused = world.run(&[&["keys", "import", "key"], &FROM[..]].concat()).exits(2);
    advised(&world, &refused, &["-passin", "file:passphrase"]);
    assert_eq!(import(&world, &[])["private"], "absent");

    let world = made(&["crl2pkcs7", "-nocrl", "-certfile", "certificate"]);
    let refused = world.run(&["keys", "import", "key"]).exits(2);
    advised(&world, &refused, &[]);
    assert_eq!(import(&world, &[])["private"], "absent");

    let store = ["pkcs12", "-export", "-nocerts", "-inkey", "original", "-keypbe", "camellia-256-cbc"];
    let world = made(&[&store[..], &["-passout", "file:passphrase"]].concat());
    let refused = world.run(&[&["keys", "import", "key"], &FROM[..]].concat()).exits(2);
    advised(&world, &refused, &["-passin", "file:both", "-passout", "file:both"]);
    is_the_original(&world, kid(&import(&world, &FROM)), "a store in Camellia");
}
