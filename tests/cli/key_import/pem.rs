//! PEM: cut off, doubled, of something else, or with other texts around it.

use aws_lc_rs::encoding::AsDer;
use aws_lc_rs::signature::EcdsaKeyPair;
use mintage::core::Algorithm;

use super::made::{armor, ed25519, new_key, null, number, oid, sequence};
use super::{ED25519_KID, UNKNOWN, rejected, says, taken};
use crate::support::{Nobody, Sandbox};

#[test]
fn pem_that_is_cut_off_anywhere_is_refused() {
    let world = Sandbox::new();
    let (private, public) = new_key(Algorithm::ES256);
    let text = armor("PRIVATE KEY", &private);
    insta::assert_snapshot!(rejected(&world, &text[..text.len() / 2], &[]), @"
    ---- stderr
    error: the PEM block is cut off or damaged
    hint: check that the whole file was copied
    ---- exit 2
    ");
    let end = text.find("-----END").unwrap();
    for length in [10, 26, 27, 28, 60, 91, 92, 93, end - 1, end, end + 8, end + 20, text.len() - 2] {
        rejected(&world, &text[..length], &[]);
    }
    rejected(&world, &text[20..], &[]);
    // Whole as PEM, cut off as a key.
    for length in [0, 1, private.len() / 2, private.len() - 1] {
        rejected(&world, armor("PRIVATE KEY", &private[..length]), &[]);
        rejected(&world, armor("EC PRIVATE KEY", &private[..length]), &[]);
        rejected(&world, armor("RSA PRIVATE KEY", &private[..length]), &[]);
        rejected(&world, armor("PUBLIC KEY", &public[..length.min(public.len() - 1)]), &[]);
    }
    rejected(&world, armor("PRIVATE KEY", &[&private[..], b"more"].concat()), &[]);
    rejected(&world, armor("PUBLIC KEY", &[&public[..], b"more"].concat()), &[]);
    // What is whole needs no line end after it.
    taken(&world, text.trim_end(), &[]);
}

#[test]
fn no_cut_at_all_makes_another_key() {
    let (private, _) = new_key(Algorithm::EdDSA);
    let text = armor("PRIVATE KEY", &private);
    for length in 0..text.len() - 1 {
        assert!(mintage::keys::import::read(&text.as_bytes()[..length], None.into(), &Nobody).is_err(), "{length}");
    }
    assert!(mintage::keys::import::read(text.as_bytes(), None.into(), &Nobody).is_ok());
}

#[test]
fn two_pem_blocks_are_not_one_key() {
    let world = Sandbox::new();
    let (private, public) = new_key(Algorithm::ES256);
    let (private, public) = (armor("PRIVATE KEY", &private), armor("PUBLIC KEY", &public));
    insta::assert_snapshot!(rejected(&world, format!("{private}{public}"), &[]), @"
    ---- stderr
    error: the input has 2 PEM blocks; a key is one
    hint: give one key at a time, or a JWKS
    ---- exit 2
    ");
    says(&world, private.repeat(2), "the input has 2 PEM blocks; a key is one");
    says(&world, private.repeat(3), "the input has 3 PEM blocks; a key is one");
    let parameters = armor("EC PARAMETERS", &oid("1.2.840.10045.3.1.7"));
    rejected(&world, &parameters, &[]);
    rejected(&world, format!("{private}{parameters}"), &[]);
    rejected(&world, format!("{parameters}{private}{private}"), &[]);
    // The second is cut off: what it was to say is unknown.
    rejected(&world, format!("{private}{}", &public[..public.len() / 2]), &[]);
    rejected(&world, format!("{}{public}", &private[..private.len() / 2]), &[]);
}

#[test]
fn what_is_no_key_is_named_with_the_command_that_takes_the_key_out() {
    let world = Sandbox::new();
    let der = sequence(&[sequence(&[number(2)]), null()]);
    insta::assert_snapshot!(rejected(&world, armor("CERTIFICATE", &der), &[]), @"
    ---- stderr
    error: the certificate is damaged
    hint: check that the whole file was copied
    ---- exit 2
    ");
    says(&world, armor("CERTIFICATE REQUEST", &der), "the input is a certificate request, not a key");
    let old = armor("RSA PRIVATE KEY", &[0xc5; 600]).replacen(
        "-----\n",
        "-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,C5C5C5C5C5C5C5C5C5C5C5C5C5C5C5C5\n\n",
        1,
    );
    insta::assert_snapshot!(rejected(&world, old, &[]), @"
    ---- stderr
    error: the input is a key that is encrypted in OpenSSL's old way
    hint: convert it with `openssl pkcs8 -topk8 -v2 aes-256-cbc -in OLD.pem -out NEW.pem`
    ---- exit 2
    ");
    says(&world, armor("PGP PRIVATE KEY BLOCK", &der), "the input is PEM, but not of a key that mintage knows");
    says(&world, armor("DH PARAMETERS", &der), "the input is PEM, but not of a key that mintage knows");
    says(&world, "hello", UNKNOWN);
    says(&world, [0xff, 0xfe, 0x00, 0x80], UNKNOWN);
}

#[test]
fn line_ends_and_byte_order_marks_of_other_systems_are_no_hindrance() {
    let (private, public) = new_key(Algorithm::ES256);
    let jwk = serde_json::to_string_pretty(&ed25519()).unwrap();
    let parameters = armor("EC PARAMETERS", &oid("1.2.840.10045.3.1.7"));
    let sec1 = {
        let pair = EcdsaKeyPair::from_pkcs8(&aws_lc_rs::signature::ECDSA_P256_SHA256_FIXED_SIGNING, &private).unwrap();
        armor("EC PRIVATE KEY", pair.private_key().as_der().unwrap().as_ref())
    };
    let texts =
        [armor("PRIVATE KEY", &private), armor("PUBLIC KEY", &public), sec1.clone(), parameters + &sec1, jwk.clone()];
    for text in texts {
        let kids: Vec<String> = [
            text.clone(),
            text.replace('\n', "\r\n"),
            format!("\u{feff}{text}"),
            format!("\u{feff}{}", text.replace('\n', "\r\n")),
            format!("\n\n  {text}\n\n"),
        ]
        .iter()
        .map(|text| taken(&Sandbox::new(), text, &[]))
        .collect();
        assert!(kids.iter().all(|kid| *kid == kids[0]), "{kids:?}");
    }
    assert_eq!(taken(&Sandbox::new(), jwk, &[]), ED25519_KID);
}

#[test]
fn what_openssl_writes_around_a_key_is_no_hindrance() {
    let world = Sandbox::new();
    let (private, _) = new_key(Algorithm::ES256);
    let text = armor("PRIVATE KEY", &private);
    let kid = taken(&world, &text, &[]);
    let around = format!("Bag Attributes\n    friendlyName: demo\nKey Attributes: <No Attributes>\n{text}");
    assert_eq!(taken(&Sandbox::new(), around, &[]), kid);
}

#[test]
fn nothing_is_no_key() {
    let world = Sandbox::new();
    insta::assert_snapshot!(rejected(&world, "", &[]), @"
    ---- stderr
    error: the input is empty
    hint: see whether the command that should have written it failed
    ---- exit 2
    ");
    says(&world, " \r\n\t\n", "the input is empty");
    says(&world, "\u{feff}", "the input is empty");
}
