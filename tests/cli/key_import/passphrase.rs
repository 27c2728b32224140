//! Keys under a passphrase: without it, with a wrong one, and where opening one would cost too much.

use super::made::{armor, ed25519_public, null, number, octets, oid, sequence};
use super::{ED25519, ED25519_KID, IMPORT, import, refused, rejected};
use crate::support::{Sandbox, tree};

/// An encrypted private key that asks for this key derivation.
fn encrypted(derivation: &[Vec<u8>]) -> String {
    let cipher = sequence(&[oid("2.16.840.1.101.3.4.1.42"), octets(&[7; 16])]);
    let scheme = sequence(&[oid("1.2.840.113549.1.5.13"), sequence(&[sequence(derivation), cipher])]);
    armor("ENCRYPTED PRIVATE KEY", &sequence(&[scheme, octets(&[0xc5; 64])]))
}

fn pbkdf2(rounds: u64) -> String {
    let hmac_sha256 = sequence(&[oid("1.2.840.113549.2.9"), null()]);
    encrypted(&[oid("1.2.840.113549.1.5.12"), sequence(&[octets(&[7; 16]), number(rounds), hmac_sha256])])
}

fn scrypt(cost: u64, block: u64, parallel: u64) -> String {
    let parameters = sequence(&[octets(&[7; 16]), number(cost), number(block), number(parallel)]);
    encrypted(&[oid("1.3.6.1.4.1.11591.4.11"), parameters])
}

#[test]
fn a_file_cannot_ask_for_hours_of_work_or_all_of_the_memory() {
    let world = Sandbox::new();
    world.set("P", "a passphrase");
    let costly = [
        pbkdf2(1 << 31),
        pbkdf2((1 << 32) - 1),
        pbkdf2(1 << 32),
        pbkdf2(u64::MAX >> 1),
        // 128 · cost · block bytes: 16 GiB.
        scrypt(1 << 24, 8, 1),
        scrypt(1 << 14, 1 << 13, 1),
        scrypt(1 << 14, 8, 1 << 20),
        scrypt(1 << 62, 8, 1),
        scrypt(1 << 14, 1 << 30, 1 << 30),
        scrypt(u64::MAX >> 1, u64::MAX >> 1, u64::MAX >> 1),
    ];
    for text in &costly {
        let said = {
            world.file("key", text);
            refused(&world, &[&IMPORT[..], &["--from-passphrase-env", "P"]].concat(), text.as_bytes(), 2)
        };
        let fits = ["unreasonable amount of work", "in a way that mintage does not read"];
        assert!(fits.iter().any(|text| said.contains(text)), "{said}");
    }
    for text in [&costly[0], &costly[4]] {
        let said = rejected(&world, text, &["--from-passphrase-env", "P"]);
        assert!(said.contains("the file asks for an unreasonable amount of work to decrypt it"), "{said}");
    }
    insta::assert_snapshot!(rejected(&world, &costly[4], &["--from-passphrase-env", "P"]), @"
    ---- stderr
    error: the file asks for an unreasonable amount of work to decrypt it
    hint: if you trust where it is from, convert it with `openssl pkcs8 -topk8 -v2 aes-256-cbc -in OLD.pem -out NEW.pem`
    ---- exit 2
    ");
}

#[test]
fn numbers_of_a_key_derivation_that_make_no_sense_are_refused() {
    let world = Sandbox::new();
    world.set("P", "a passphrase");
    for text in [pbkdf2(0), scrypt(1, 8, 1), scrypt(1000, 8, 1), scrypt(1024, 0, 1), scrypt(1024, 8, 0)] {
        world.file("key", &text);
        let answer = import(&world, &[&IMPORT[..], &["--from-passphrase-env", "P"]].concat(), b"");
        // Whether the passphrase or the file is to blame cannot always be seen from outside.
        assert!(matches!(answer.exit, 2 | 5), "{answer}");
        refused(&world, &[&IMPORT[..], &["--from-passphrase-env", "P"]].concat(), text.as_bytes(), answer.exit);
    }
}

#[test]
fn a_scrypt_cost_of_zero_ends_in_an_error_and_not_in_a_panic() {
    let world = Sandbox::new();
    world.set("P", "a passphrase");
    world.file("key", scrypt(0, 8, 1));
    let answer = world.run_real(&[&IMPORT[..], &["--from-passphrase-env", "P"]].concat());
    assert!(matches!(answer.exit, 2 | 5), "{answer}");
    assert!(answer.err().starts_with("error: "), "{answer}");
    assert_eq!(tree(&world.home().join("keys")).len(), 1);
}

#[test]
fn a_key_under_a_passphrase_is_not_read_without_it() {
    let world = Sandbox::new();
    let text = pbkdf2(1000);
    world.file("key", &text);
    insta::assert_snapshot!(refused(&world, &IMPORT, text.as_bytes(), 5), @"
    ---- stderr
    error: the key to import needs a passphrase, and nothing says where it comes from
    hint: give --from-passphrase-file, --from-passphrase-fd or --from-passphrase-env
    ---- exit 5
    ");
    world.set("P", "wrong");
    let wrong = [&IMPORT[..], &["--from-passphrase-env", "P"]].concat();
    insta::assert_snapshot!(refused(&world, &wrong, text.as_bytes(), 5), @"
    ---- stderr
    error: the passphrase (5 characters) does not open this key, or the file is damaged
    hint: try the passphrase again
    ---- exit 5
    ");
    refused(&world, &[&IMPORT[..], &["--from-passphrase-env", "NOT_SET"]].concat(), text.as_bytes(), 5);
    let two = [&wrong[..], &["--from-passphrase-fd", "0"]].concat();
    import(&world, &two, b"").exits(2);
}

#[test]
fn a_private_key_is_encrypted_here_unless_someone_says_otherwise() {
    let world = Sandbox::new();
    world.file("key", ED25519);
    insta::assert_snapshot!(refused(&world, &["keys", "import", "key"], ED25519.as_bytes(), 5), @"
    ---- stderr
    error: the new key needs a passphrase, and nothing says where it comes from
    hint: give --passphrase-file, --passphrase-fd or --passphrase-env, or set passphrase_command in config.toml; or accept an unencrypted key with --no-passphrase
    ---- exit 5
    ");
    world.set("P", "a passphrase");
    import(&world, &["keys", "import", "key", "--passphrase-env", "P"], b"").ok();
    let file = std::fs::read_to_string(world.home().join("keys").join(format!("{ED25519_KID}.pem"))).unwrap();
    assert!(file.starts_with("-----BEGIN ENCRYPTED PRIVATE KEY-----\n"), "{file}");
    // A public key needs none.
    let world = Sandbox::new();
    world.file("key", ed25519_public().to_string());
    import(&world, &["keys", "import", "key"], b"").ok();
}
