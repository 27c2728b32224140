//! Key stores, keys of OpenSSH and JWKs under a passphrase: damaged, for several, or asking for too much work.

use serde_json::{Value, json};

use super::made::{armor, ed25519, element, null, number, octets, oid, sequence};
use super::{ED25519_KID, IMPORT, import, rejected, says, taken};
use crate::support::{Sandbox, b64};

/// A text of SSH's wire, with its length before it.
fn wire(bytes: &[u8]) -> Vec<u8> {
    [&u32::try_from(bytes.len()).expect("a short text").to_be_bytes(), bytes].concat()
}

fn openssh(cipher: &str, derivation: &str, options: &[u8], count: u32, body: &[u8]) -> String {
    let parts = [
        b"openssh-key-v1\0".to_vec(),
        wire(cipher.as_bytes()),
        wire(derivation.as_bytes()),
        wire(options),
        count.to_be_bytes().to_vec(),
        wire(b"public"),
        wire(body),
    ];
    armor("OPENSSH PRIVATE KEY", &parts.concat())
}

#[test]
fn keys_of_openssh_that_are_no_single_good_key_are_refused() {
    let world = Sandbox::new();
    world.set("P", "a passphrase");
    let damaged = "the key is damaged: its parts do not belong together";
    says(&world, armor("OPENSSH PRIVATE KEY", b"openssh-key-v1\0none"), damaged);
    says(&world, openssh("none", "none", b"", 2, b""), "the set has 2 keys, and one is wanted");
    let open = |parts: &[&[u8]]| {
        let body =
            [&[0, 0, 0, 1, 0, 0, 0, 1][..], &parts.iter().flat_map(|part| wire(part)).collect::<Vec<u8>>()].concat();
        openssh("none", "none", b"", 1, &body)
    };
    says(&world, openssh("none", "none", b"", 1, &[0, 0, 0, 1, 0, 0, 0, 2]), damaged);
    says(&world, open(&[b"ssh-ed25519", &[7; 32], &[8; 64]]), damaged);
    says(&world, open(&[b"ssh-ed25519", &[7; 32], &[8; 31]]), damaged);
    says(&world, open(&[b"ecdsa-sha2-nistp256", b"nistp384", &[4; 65], &[1; 32]]), damaged);
    says(&world, open(&[b"ecdsa-sha2-nistp256", b"nistp256", &[4; 65], &[1; 64]]), damaged);
    // Numbers of RSA that are none, or far longer than the key.
    let long = vec![9; 100_000];
    says(&world, open(&[b"ssh-rsa", &[0xc5; 256], &[1, 0, 1], &[], &[], &[], &[]]), damaged);
    says(&world, open(&[b"ssh-rsa", &[0xc5; 256], &[1, 0, 1], &[1], &[1], &[1], &[1]]), damaged);
    says(&world, open(&[b"ssh-rsa", &[0xc5; 256], &[1, 0, 1], &long, &long, &[3], &[3]]), damaged);
    says(&world, open(&[b"ssh-rsa", &[0xc5; 64], &[1, 0, 1]]), damaged);
    says(&world, open(&[b"ssh-dss"]), "this is a DSA key, which mintage does not support");
    says(&world, open(&[b"ssh-unheard-of"]), "this is a kind of key that mintage does not know");
    let options = |rounds: u32| [wire(&[7; 16]), rounds.to_be_bytes().to_vec()].concat();
    let costly = openssh("aes256-ctr", "bcrypt", &options(u32::MAX), 1, &[0; 64]);
    let said = rejected(&world, costly, &["--from-passphrase-env", "P"]);
    assert!(said.contains("unreasonable amount of work"), "{said}");
    let said =
        rejected(&world, openssh("aes256-ctr", "bcrypt", &options(0), 1, &[0; 64]), &["--from-passphrase-env", "P"]);
    assert!(said.contains("another cipher than AES in CTR mode"), "{said}");
}

#[test]
fn lines_of_authorized_keys_are_public_keys() {
    let world = Sandbox::new();
    let blob =
        [wire(b"ssh-ed25519"), wire(&crate::support::from_b64("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"))].concat();
    let base64 = |bytes: &[u8]| base64::Engine::encode(&base64::engine::general_purpose::STANDARD, bytes);
    let line = format!("ssh-ed25519 {} alice@example\n", base64(&blob));
    assert_eq!(taken(&world, &line, &[]), ED25519_KID);
    let damaged = "the key is damaged: its parts do not belong together";
    says(&world, format!("ssh-rsa {}", base64(&blob)), damaged);
    says(&world, format!("ssh-ed25519 {}", base64(&[&blob[..], &[0]].concat())), damaged);
    says(&world, line.repeat(2), "the input has several OpenSSH public keys; one is wanted");
    says(&world, format!("ecdsa-sha2-nistp521 {}", base64(&wire(b"ecdsa-sha2-nistp521"))), damaged);
}

/// A store whose content is checked with so many rounds.
fn store(content: &[u8], rounds: u64) -> Vec<u8> {
    let data = sequence(&[oid("1.2.840.113549.1.7.1"), element(0xa0, &octets(content))]);
    let digest = sequence(&[sequence(&[oid("2.16.840.1.101.3.4.2.1"), null()]), octets(&[0; 32])]);
    sequence(&[number(3), data, sequence(&[digest, octets(&[7; 8]), number(rounds)])])
}

#[test]
fn a_key_store_cannot_ask_for_hours_of_work_and_says_when_it_is_damaged() {
    let world = Sandbox::new();
    world.set("P", "a passphrase");
    let from = ["--from-passphrase-env", "P"];
    for rounds in [10_000_001, u64::from(u32::MAX)] {
        let said = rejected(&world, store(&sequence(&[]), rounds), &from);
        assert!(said.contains("unreasonable amount of work"), "{said}");
    }
    for content in [&b""[..], b"no sequence"] {
        let bare = sequence(&[number(3), sequence(&[oid("1.2.840.113549.1.7.1"), element(0xa0, &octets(content))])]);
        let said = rejected(&world, bare, &from);
        assert!(said.contains("the key store is damaged"), "{said}");
    }
    let bare = |bags: &[Vec<u8>]| {
        let safe = sequence(&[oid("1.2.840.113549.1.7.1"), element(0xa0, &octets(&sequence(bags)))]);
        sequence(&[number(3), sequence(&[oid("1.2.840.113549.1.7.1"), element(0xa0, &octets(&sequence(&[safe])))])])
    };
    insta::assert_snapshot!(rejected(&world, bare(&[]), &from), @"
    ---- stderr
    error: the key store has no private key
    hint: for its certificates, take them out with `openssl pkcs12 -in OLD.p12 -nokeys -out NEW.pem`
    ---- exit 2
    ");
    let key = sequence(&[oid("1.2.840.113549.1.12.10.1.1"), element(0xa0, &sequence(&[]))]);
    insta::assert_snapshot!(rejected(&world, bare(&[key.clone(), key]), &from), @"
    ---- stderr
    error: the key store has 2 private keys; one is wanted
    hint: `openssl pkcs12 -in OLD.p12 -nocerts -out NEW.pem` writes all of them, of which one can be taken
    ---- exit 2
    ");
    // Bags in bags without end.
    let mut bag = sequence(&[oid("1.2.840.113549.1.12.10.1.3"), element(0xa0, &null())]);
    for _ in 0..100 {
        bag = sequence(&[oid("1.2.840.113549.1.12.10.1.6"), element(0xa0, &sequence(&[bag]))]);
    }
    assert!(rejected(&world, bare(&[bag]), &from).contains("the key store is damaged"));
    insta::assert_snapshot!(rejected(&world, [0x30, 0x80, 2, 1, 3, 0x30, 0x80, 6, 9], &from), @"
    ---- stderr
    error: the input is a key store (PKCS#12) in BER
    hint: take its key out with `openssl pkcs12 -in OLD.p12 -nocerts -out NEW.pem`
    ---- exit 2
    ");
}

/// A JWE of this header, with parts that are as long as good ones.
fn jwe(header: &Value) -> String {
    let part = |length: usize| b64(vec![7; length]);
    format!("{}.{}.{}.{}.{}", b64(header.to_string()), part(40), part(12), part(64), part(16))
}

#[test]
fn a_jwk_under_a_passphrase_cannot_ask_for_hours_of_work_and_is_not_opened_twice() {
    let world = Sandbox::new();
    world.set("P", "a passphrase");
    let from = ["--from-passphrase-env", "P"];
    let header = |p2c: Value| json!({"alg": "PBES2-HS256+A128KW", "enc": "A256GCM", "p2s": "AAAA", "p2c": p2c});
    for p2c in [json!(10_000_001), json!(u64::MAX)] {
        let said = rejected(&world, jwe(&header(p2c)), &from);
        assert!(said.contains("unreasonable amount of work"), "{said}");
    }
    let damaged = "the input is a JWE, as for a key under a passphrase, and damaged";
    for p2c in [json!(0), json!(-1), json!("4096"), Value::Null] {
        let said = rejected(&world, jwe(&header(p2c)), &from);
        assert!(said.contains(damaged), "{said}");
    }
    for (member, value) in [("alg", "RSA-OAEP"), ("alg", "dir"), ("enc", "none"), ("crit", "exp")] {
        let mut other = header(json!(1000));
        other[member] = value.into();
        let said = rejected(&world, jwe(&other), &from);
        assert!(said.contains("encrypted in another way than with a passphrase"), "{said}");
    }
    insta::assert_snapshot!(rejected(&world, jwe(&json!({"alg": "RSA-OAEP", "enc": "A256GCM"})), &from), @"
    ---- stderr
    error: the JWE is encrypted in another way than with a passphrase (PBES2 with AES)
    hint: decrypt it where its key is, and give what comes out
    ---- exit 2
    ");
    // Nobody is asked for the passphrase of what no passphrase opens.
    says(
        &world,
        jwe(&json!({"alg": "RSA-OAEP", "enc": "A256GCM"})),
        "the JWE is encrypted in another way than with a passphrase (PBES2 with AES)",
    );
    world.file("key", jwe(&header(json!(1000))));
    import(&world, &[&IMPORT[..], &from].concat(), b"").exits(5);
    let several = json!({"protected": b64("{}"), "recipients": [{}, {}], "ciphertext": "AAAA"});
    says(&world, several.to_string(), "the JWE is for several recipients");
}

#[test]
fn keys_by_their_kids_in_pem_come_in_under_these_kids() {
    let world = Sandbox::new();
    let (_, public) = super::made::new_key(mintage::core::Algorithm::ES256);
    let certificate = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap().cert.pem();
    let map = json!({"first": armor("PUBLIC KEY", &public), "second": certificate});
    world.file("key", map.to_string());
    let rows = import(&world, &[&IMPORT[..], &["--json"]].concat(), b"").ok().json();
    assert_eq!((&rows["keys"][0]["kid"], &rows["keys"][1]["kid"]), (&json!("first"), &json!("second")), "{rows}");
    // Where one member is something else, it is no such map.
    says(&world, json!({"first": armor("PUBLIC KEY", &public), "other": 7}).to_string(), "the JWK's `kty` is missing");
}

#[test]
fn a_list_of_jwks_is_a_set() {
    let world = Sandbox::new();
    assert_eq!(taken(&world, json!([ed25519()]).to_string(), &[]), ED25519_KID);
    says(&world, "[]", "the set has no keys");
    says(&world, "[7]", "the JWK's `keys` has something that is not a key");
}

#[test]
fn the_key_of_a_google_service_account_comes_in_under_its_id_and_for_its_algorithm() {
    let world = Sandbox::new();
    let (private, _) = super::made::new_key(mintage::core::Algorithm::RS256);
    let account = |key: &str| json!({"type": "service_account", "private_key_id": "0badc0de", "private_key": key});
    let pem = armor("PRIVATE KEY", &private);
    assert_eq!(taken(&world, account(&pem).to_string(), &[]), "0badc0de");
    assert_eq!((&world.key("0badc0de")["alg"], &world.key("0badc0de")["private"]), (&json!("RS256"), &json!("held")));
    // Escaped once more than JSON does it.
    assert_eq!(taken(&world, account(&pem.replace('\n', "\\n")).to_string(), &[]), "0badc0de");
    says(&world, account("nothing").to_string(), "the PEM block is cut off or damaged");
}

#[test]
fn keys_in_the_settings_of_servers_are_read_as_these_servers_read_them() {
    let world = Sandbox::new();
    let secret = "super-secret-jwt-token-with-at-least-32-characters-long";
    let kid = taken(&world, json!({"type": "HS256", "key": secret}).to_string(), &[]);
    assert_eq!(taken(&world, secret, &["--secret-as", "text", "--alg", "HS256"]), kid);
    let (_, public) = super::made::new_key(mintage::core::Algorithm::RS256);
    let kid = taken(&world, armor("PUBLIC KEY", &public), &["--alg", "RS256"]);
    assert_eq!(taken(&world, json!({"type": "RS256", "key": armor("PUBLIC KEY", &public)}).to_string(), &[]), kid);
    says(&world, json!({"type": "RS25", "key": "k"}).to_string(), "the JWK's `type` names no signature algorithm");
    let base64 = base64::Engine::encode(&base64::engine::general_purpose::STANDARD, &public);
    let realm = json!({"realm": "demo", "public_key": base64, "token-service": "https://example.com"});
    assert_eq!(taken(&world, realm.to_string(), &["--alg", "RS256"]), kid);
}

#[test]
fn what_other_programs_must_convert_first_is_named() {
    let world = Sandbox::new();
    says(&world, [0xfe, 0xed, 0xfe, 0xed, 0, 0, 0, 2], "the input is a key store of Java (JKS)");
    says(&world, "PuTTY-User-Key-File-3: ssh-ed25519\n", "the input is a key of PuTTY");
    says(&world, "---- BEGIN SSH2 PUBLIC KEY ----\nAAAA\n", "the input is a public key of SSH2 (RFC 4716)");
    says(&world, armor("PKCS7", &sequence(&[null()])), "the input is certificates in PKCS#7");
    let line = format!("ssh-ed25519-cert-v01@openssh.com {} x", b64(wire(b"ssh-ed25519-cert-v01@openssh.com")));
    says(&world, line, "this is a certificate of OpenSSH, which mintage does not support");
}
