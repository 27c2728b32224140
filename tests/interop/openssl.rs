//! OpenSSL verifies tokens against exported public keys, and reads private key files.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::support::{Answer, Real, from_b64, has};
use crate::{Authority, PUBLISHED, altered, answer};

fn is_here() -> bool {
    has("openssl", &["version"])
}

fn openssl(args: &[&str]) -> Command {
    let mut command = Command::new("openssl");
    command.args(args);
    command
}

#[test]
fn openssl_accepts_every_published_algorithm_and_refuses_an_altered_token() {
    if !is_here() {
        return;
    }
    let (authority, all) = Authority::of_all(&PUBLISHED);
    for issued in &all {
        let pem = authority.pem(&issued.kid);
        verify(&authority, issued.alg, &issued.access, &pem).ok();
        verify(&authority, issued.alg, &altered(&issued.access), &pem).exits(1);
    }
}

/// What openssl says of a token, given nothing but its text and a public key.
fn verify(authority: &Authority, alg: &str, token: &str, pem: &Path) -> Answer {
    let (input, signature) = token.rsplit_once('.').expect("a signature");
    let signature = from_b64(signature);
    let signature = if alg.starts_with("ES") { ecdsa_der(&signature) } else { signature };
    let input = authority.file("input", input);
    let signature = authority.file("signature", signature);

    if alg == "EdDSA" {
        let mut command = openssl(&["pkeyutl", "-verify", "-pubin", "-rawin", "-inkey"]);
        return answer(command.arg(pem).arg("-sigfile").arg(signature).arg("-in").arg(input));
    }
    let mut command = openssl(&["dgst", &format!("-sha{}", alg[2..].trim_end_matches('K'))]);
    if alg.starts_with("PS") {
        // -1: the salt is as long as the hash, which RFC 7518, 3.5 demands.
        command.args(["-sigopt", "rsa_padding_mode:pss", "-sigopt", "rsa_pss_saltlen:-1"]);
    }
    answer(command.arg("-verify").arg(pem).arg("-signature").arg(signature).arg(input))
}

/// An ECDSA signature as openssl wants it (SEQUENCE of two INTEGERs), from R and S of equal length (RFC 7518, 3.4).
fn ecdsa_der(raw: &[u8]) -> Vec<u8> {
    let (r, s) = raw.split_at(raw.len() / 2);
    let body = [integer(r), integer(s)].concat();
    let length = u8::try_from(body.len()).unwrap();
    // Those of P-521 are too long for a length of one byte.
    let head = if length < 0x80 { vec![0x30, length] } else { vec![0x30, 0x81, length] };
    [head, body].concat()
}

fn integer(big_endian: &[u8]) -> Vec<u8> {
    let start = big_endian.iter().position(|byte| *byte != 0).expect("R and S are not zero");
    let digits = &big_endian[start..];
    let sign: &[u8] = if digits[0] >= 0x80 { &[0] } else { &[] };
    [&[0x02, u8::try_from(sign.len() + digits.len()).unwrap()], sign, digits].concat()
}

#[test]
fn openssl_reads_encrypted_key_files_and_derives_the_exported_public_key() {
    if !is_here() {
        return;
    }
    let world = Real::empty();
    // Both strip the line end of the file; not ASCII, so that they must agree on bytes.
    world.file("passphrase", "correct hörse battery\n");
    world.file("wrong", "another\n");
    world.run(&["init", "--alg", "RS256", "--passphrase-file", "passphrase"]).ok();
    for alg in ["PS256", "ES256", "ES384", "ES512", "ES256K", "EdDSA"] {
        world.run(&["keys", "gen", "--alg", alg, "--passphrase-file", "passphrase"]).ok();
    }
    let keys = world.run(&["keys", "list", "--json"]).ok().json();
    let keys = keys["keys"].as_array().expect("keys");
    assert_eq!(keys.len(), 7);
    for key in keys {
        let (alg, kid) = (&key["alg"], key["kid"].as_str().expect("a kid"));
        let exported = world.run(&["keys", "export", kid]).ok().out();
        let file = world.home().join("keys").join(format!("{kid}.pem"));
        let pkey =
            |passphrase: &str| in_world(&world, openssl(&["pkey", "-pubout", "-passin", passphrase, "-in"]), &file);
        assert_eq!(pkey("file:passphrase").ok().out(), exported, "{alg}");
        pkey("file:wrong").exits(1);

        // `pkcs8` is the command that people know; what it decrypts must be the same key.
        let plain = in_world(&world, openssl(&["pkcs8", "-passin", "file:passphrase", "-in"]), &file).ok();
        assert!(plain.out().starts_with("-----BEGIN PRIVATE KEY-----"), "{alg}");
        let plain = world.file("plain.pem", plain.stdout);
        assert_eq!(in_world(&world, openssl(&["pkey", "-pubout", "-in"]), &plain).ok().out(), exported, "{alg}");
    }
}

#[test]
fn the_encryption_of_key_files_is_the_documented_one() {
    if !is_here() {
        return;
    }
    let world = Real::empty();
    world.file("passphrase", "correct horse");
    world.run(&["init", "--alg", "EdDSA", "--passphrase-file", "passphrase"]).ok();
    let structure = in_world(&world, openssl(&["asn1parse", "-in"]), &world.key_file()).ok().out();
    for part in [":PBES2", ":PBKDF2", ":hmacWithSHA256", ":aes-256-cbc", ":0927C0"] {
        assert!(structure.contains(part), "{part} (0927C0 is 600000)\n{structure}");
    }
}

fn in_world(world: &Real, mut command: Command, file: &PathBuf) -> Answer {
    answer(command.arg(file).current_dir(world.folder()))
}
