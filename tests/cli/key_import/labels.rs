//! PEM whose label says another thing than its content, and PEM with certificates in it.

use mintage::core::Algorithm;
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair};

use super::made::{armor, element, inner, new_key, null, number, oid, pkcs8, sequence, spki};
use super::{IMPORT, import, rejected, says, taken};
use crate::support::Sandbox;

fn noted(world: &Sandbox, contents: &str, more: &[&str], kid: &str) -> Vec<String> {
    world.file("key", contents);
    let answer = import(world, &[&IMPORT[..], more, &["--json"]].concat(), b"").ok().json();
    assert_eq!(answer["keys"][0]["kid"], kid, "{answer}");
    let warnings = answer["warnings"].as_array().expect("a list");
    warnings.iter().map(|it| it.as_str().expect("a text").to_owned()).collect()
}

#[test]
fn a_wrong_label_is_read_where_openssl_reads_it_and_said() {
    let world = Sandbox::new();
    let (private, public) = new_key(Algorithm::RS256);
    let rsa = ["--alg", "RS256"];
    let kid = taken(&world, armor("PRIVATE KEY", &private), &rsa);
    let (pkcs1, pkcs1_public) = (inner(&private), inner(&public));
    let cases = [
        ("PRIVATE KEY", &private, None),
        ("RSA PRIVATE KEY", &private, Some("a private key (PKCS#8)")),
        ("PRIVATE KEY", &pkcs1, Some("an RSA private key (PKCS#1)")),
        ("RSA PRIVATE KEY", &pkcs1, None),
        ("PUBLIC KEY", &private, Some("a private key (PKCS#8)")),
        ("PUBLIC KEY", &pkcs1_public, Some("an RSA public key (PKCS#1)")),
        ("RSA PUBLIC KEY", &public, Some("a public key (SPKI)")),
        ("RSA PUBLIC KEY", &pkcs1_public, None),
    ];
    for (label, der, content) in cases {
        let said = content.map(|it| format!("the label says {label}, but the content is {it}, and was read as that"));
        assert_eq!(noted(&world, &armor(label, der), &rsa, &kid), Vec::from_iter(said), "{label}");
    }
    says(
        &world,
        armor("EC PRIVATE KEY", &pkcs1),
        "the label says EC PRIVATE KEY, but the content is an RSA private key (PKCS#1)",
    );
    says(&world, armor("CERTIFICATE", &public), "the label says CERTIFICATE, but the content is a public key (SPKI)");
    says(
        &world,
        armor("RSA PUBLIC KEY", &pkcs1),
        "the label says RSA PUBLIC KEY, but the content is an RSA private key (PKCS#1)",
    );
}

/// The parameters of PSS (RFC 4055, 3.1): the hash, that of the mask, and the shortest salt.
fn pss(hash: &str, of_mask: &str, salt: u64) -> Vec<u8> {
    let identifier = |name: &str| sequence(&[oid(name), null()]);
    sequence(&[
        element(0xa0, &identifier(hash)),
        element(0xa1, &sequence(&[oid("1.2.840.113549.1.1.8"), identifier(of_mask)])),
        element(0xa2, &number(salt)),
    ])
}

#[test]
fn rsa_keys_that_are_bound_to_pss_are_keys_for_pss() {
    const SHA: [&str; 3] = ["2.16.840.1.101.3.4.2.1", "2.16.840.1.101.3.4.2.2", "2.16.840.1.101.3.4.2.3"];
    let (private, public) = new_key(Algorithm::PS256);
    let bound = |parameters: &[Vec<u8>]| {
        let identifier = [&[oid("1.2.840.113549.1.1.10")], parameters].concat();
        [
            armor("PRIVATE KEY", &pkcs8(&identifier, &inner(&private))),
            armor("PUBLIC KEY", &spki(&identifier, &inner(&public))),
        ]
    };
    let alg = |text: &str, more: &[&str]| {
        let world = Sandbox::new();
        let kid = taken(&world, text, more);
        world.key(&kid)["alg"].as_str().expect("an algorithm").to_owned()
    };
    for text in bound(&[]) {
        let world = Sandbox::new();
        let kid = taken(&Sandbox::new(), &text, &[]);
        let note =
            "the key is for PSS and does not say with which hash: it is taken for PS256, and --alg names another";
        assert_eq!(noted(&world, &text, &[], &kid), [note]);
        assert_eq!(alg(&text, &["--alg", "PS512"]), "PS512");
        let said = rejected(&world, &text, &["--alg", "RS256"]);
        assert!(said.contains("the key is an RSA key of 3072 bits for PSS, which RS256 cannot use"), "{said}");
    }
    for (hash, name, salt) in [(SHA[0], "PS256", 32), (SHA[1], "PS384", 48), (SHA[2], "PS512", 64)] {
        for text in bound(&[pss(hash, hash, salt)]) {
            assert_eq!(alg(&text, &[]), name);
        }
    }
    let other =
        "this is an RSA key that is bound to PSS as no algorithm of JWS uses it, which mintage does not support";
    for parameters in
        [pss(SHA[0], SHA[1], 32), pss(SHA[0], SHA[0], 64), pss("1.3.14.3.2.26", "1.3.14.3.2.26", 20), sequence(&[])]
    {
        for text in bound(&[parameters]) {
            says(&Sandbox::new(), text, other);
        }
    }
}

#[test]
fn the_key_of_a_certificate_is_taken_and_said() {
    let world = Sandbox::new();
    let leaf = KeyPair::generate().unwrap();
    let kid = taken(&Sandbox::new(), leaf.public_key_pem(), &[]);
    let mut root = CertificateParams::default();
    root.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    root.distinguished_name.push(DnType::CommonName, "root");
    let root = CertifiedIssuer::self_signed(root, KeyPair::generate().unwrap()).unwrap();
    let mut params = CertificateParams::default();
    params.distinguished_name.push(DnType::CommonName, "leaf");
    let certificate = params.signed_by(&leaf, &root).unwrap();
    let (own, of_root) = (certificate.pem(), root.as_ref().pem());
    let said = "the key is that of a certificate, of which neither the issuer nor the dates were checked";
    let left = "a certificate beside the key was left out";
    assert_eq!(noted(&world, &own, &[], &kid), [said]);
    assert_eq!(world.key(&kid)["private"], "absent");
    assert_eq!(noted(&world, &own.replace("CERTIFICATE", "X509 CERTIFICATE"), &[], &kid), [said]);
    // Whom OpenSSL trusts with it stands after it.
    let trusted = armor("TRUSTED CERTIFICATE", &[certificate.der(), &sequence(&[null()])[..]].concat());
    assert_eq!(noted(&world, &trusted, &[], &kid), [said]);
    world.file("key", certificate.der());
    import(&world, &IMPORT, b"").ok();
    // A chain has a first one, and other certificates have none.
    assert_eq!(noted(&world, &format!("{own}{of_root}"), &[], &kid), [said, left]);
    let none = "the input has 2 certificates, which are no chain: nothing says which key is meant";
    says(&world, format!("{of_root}{own}"), none);
    says(&world, armor("CERTIFICATE", &certificate.der()[..certificate.der().len() - 1]), "the certificate is damaged");
}

#[test]
fn a_key_with_its_certificates_is_taken_without_them() {
    let pair = KeyPair::generate().unwrap();
    let certificate = CertificateParams::default().self_signed(&pair).unwrap().pem();
    let kid = taken(&Sandbox::new(), pair.public_key_pem(), &[]);
    let parameters = armor("DH PARAMETERS", &sequence(&[number(7), number(2)]));
    let key = pair.serialize_pem();
    for (text, left) in [
        (format!("{certificate}{key}"), "a certificate beside the key was left out"),
        (format!("{key}{certificate}{certificate}"), "2 certificates beside the key were left out"),
        (format!("{certificate}{key}{parameters}"), "a certificate beside the key was left out"),
    ] {
        let world = Sandbox::new();
        assert_eq!(noted(&world, &text, &[], &kid), [left]);
        assert_eq!(world.key(&kid)["private"], "held");
    }
    says(&Sandbox::new(), format!("{key}{certificate}{key}"), "the input has 2 PEM blocks; a key is one");
}
