//! Keys in PEM: PKCS#8, encrypted PKCS#8, PKCS#1, SEC1 and SPKI.

use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, ECDSA_P384_SHA384_FIXED_SIGNING, EcdsaKeyPair};
use pem::Pem;
use pkcs8::PrivateKeyInfoRef;
use pkcs8::der::asn1::{AnyRef, BitStringRef, OctetStringRef};
use pkcs8::der::{Decode, Encode};
use pkcs8::spki::{AlgorithmIdentifierRef, ObjectIdentifier, SubjectPublicKeyInfoRef};
use rsa::pkcs1::{RsaPrivateKeyRef, RsaPublicKeyRef};
use zeroize::Zeroizing;

use super::error::{ImportError, KNOWN_FORMS};
use super::kind::{Kind, KindError, Named, hmac_algorithm};
use super::material::Material;
use crate::keys::passphrase::{Passphrase, PassphraseFor, PassphraseSource, Seen};
use crate::keys::pem::{OpenError, check_encryption, decrypt};

/// The DER of the identifiers of curves that are named in refusals.
const P521: &[u8] = &[0x06, 0x05, 0x2b, 0x81, 0x04, 0x00, 0x23];
const SECP256K1: &[u8] = &[0x06, 0x05, 0x2b, 0x81, 0x04, 0x00, 0x0a];

/// Reads the one key of a PEM text.
pub(super) fn read(
    bytes: &[u8],
    purpose: &PassphraseFor,
    passphrases: &dyn PassphraseSource,
) -> Result<Material, ImportError> {
    let mut blocks = pem::parse_many(bytes).map_err(|_| ImportError::DamagedPem)?;
    // `openssl ecparam -genkey` writes the name of the curve before the key, which names it too.
    if blocks.len() == 2 && blocks[0].tag() == "EC PARAMETERS" {
        blocks.remove(0);
    }
    let begun = bytes.windows(11).filter(|window| *window == b"-----BEGIN ").count();
    let [block] = <[Pem; 1]>::try_from(blocks).map_err(|blocks| match blocks.len() {
        0 => ImportError::DamagedPem,
        many => ImportError::Blocks(many),
    })?;
    if begun > 2 || (begun == 2 && !bytes.starts_with(b"-----BEGIN EC PARAMETERS")) {
        return Err(ImportError::DamagedPem);
    }
    let is_encrypted_the_old_way = block.headers().get("Proc-Type").is_some();
    let tag = block.tag().to_owned();
    let der = Zeroizing::new(block.into_contents());
    match tag.as_str() {
        _ if is_encrypted_the_old_way => Err(ImportError::Form {
            what: "a key that is encrypted in OpenSSL's old way",
            way: "convert it with `openssl pkcs8 -topk8`",
        }),
        "PRIVATE KEY" => private(&der),
        "ENCRYPTED PRIVATE KEY" => {
            let explain = |error, passphrase: Option<&Passphrase>| match (error, passphrase) {
                (OpenError::Passphrase, Some(passphrase)) => ImportError::WrongPassphrase(Seen::of(passphrase)),
                (OpenError::TooCostly, _) => ImportError::TooCostly,
                (OpenError::Old(scheme), _) => ImportError::OldEncryption(scheme),
                (OpenError::Form(_) | OpenError::Passphrase, _) => ImportError::Encryption,
            };
            check_encryption(&der).map_err(|error| explain(error, None))?;
            let passphrase = passphrases.passphrase(purpose)?;
            let opened = decrypt(&der, &passphrase).map_err(|error| explain(error, Some(&passphrase)))?;
            private(&opened)
        }
        "RSA PRIVATE KEY" => private(&wrap_pkcs1(&der)?),
        "EC PRIVATE KEY" => sec1(&der),
        "PUBLIC KEY" => public(&der),
        "RSA PUBLIC KEY" => public(&wrap_pkcs1_public(&der)?),
        "CERTIFICATE" | "X509 CERTIFICATE" | "TRUSTED CERTIFICATE" => Err(ImportError::Form {
            what: "a certificate, not a key",
            way: "take its key with `openssl x509 -pubkey -noout`",
        }),
        "CERTIFICATE REQUEST" => Err(ImportError::Form {
            what: "a certificate request, not a key",
            way: "take its key with `openssl req -pubkey -noout`",
        }),
        "OPENSSH PRIVATE KEY" => Err(ImportError::Form {
            what: "an OpenSSH private key",
            way: "of RSA and ECDSA keys, `ssh-keygen -p -m PKCS8` turns a copy into PEM",
        }),
        _ => Err(ImportError::Form { what: "PEM, but not of a key that mintage knows", way: KNOWN_FORMS }),
    }
}

/// A PKCS#8 private key.
pub(super) fn private(der: &[u8]) -> Result<Material, ImportError> {
    let info = PrivateKeyInfoRef::from_der(der).map_err(|_| ImportError::Inconsistent)?;
    let inner = info.private_key.as_bytes();
    let mut algorithm = None;
    let kind = match Kind::of_identifier(&info.algorithm)? {
        Named::Known(kind) => kind,
        Named::Rsa => {
            let key = RsaPrivateKeyRef::from_der(inner).map_err(|_| ImportError::Inconsistent)?;
            Kind::of_rsa(key.modulus.as_bytes(), key.public_exponent.as_bytes())?
        }
        Named::Secret => {
            algorithm = hmac_algorithm(&info.algorithm.oid);
            Kind::Secret(u32::try_from(inner.len() * 8).unwrap_or(u32::MAX))
        }
    };
    Ok(Material { kind, kid: None, algorithm, public: None, private: Some(Zeroizing::new(der.to_vec())) })
}

/// A public key in SPKI.
pub(super) fn public(der: &[u8]) -> Result<Material, ImportError> {
    let info = SubjectPublicKeyInfoRef::from_der(der).map_err(|_| ImportError::Inconsistent)?;
    let kind = match Kind::of_identifier(&info.algorithm)? {
        Named::Known(kind) => kind,
        Named::Rsa => {
            let inner = info.subject_public_key.as_bytes().ok_or(ImportError::Inconsistent)?;
            let key = RsaPublicKeyRef::from_der(inner).map_err(|_| ImportError::Inconsistent)?;
            Kind::of_rsa(key.modulus.as_bytes(), key.public_exponent.as_bytes())?
        }
        Named::Secret => return Err(KindError::Unknown.into()),
    };
    Ok(Material { kind, kid: None, algorithm: None, public: Some(der.to_vec()), private: None })
}

/// An EC private key in SEC1, which names its curve inside.
fn sec1(der: &[u8]) -> Result<Material, ImportError> {
    let has = |identifier: &[u8]| der.windows(identifier.len()).any(|window| window == identifier);
    if has(P521) {
        return Err(KindError::Unsupported("a P-521 key (ES512)").into());
    }
    if has(SECP256K1) {
        return Err(KindError::Unsupported("a secp256k1 key (ES256K)").into());
    }
    let curves = [(&ECDSA_P256_SHA256_FIXED_SIGNING, Kind::P256), (&ECDSA_P384_SHA384_FIXED_SIGNING, Kind::P384)];
    for (curve, kind) in curves {
        if let Ok(pair) = EcdsaKeyPair::from_private_key_der(curve, der) {
            let pkcs8 = pair.to_pkcs8v1().map_err(|_| ImportError::Inconsistent)?;
            let private = Some(Zeroizing::new(pkcs8.as_ref().to_vec()));
            return Ok(Material { kind, kid: None, algorithm: None, public: None, private });
        }
    }
    Err(ImportError::Inconsistent)
}

fn rsa_identifier() -> AlgorithmIdentifierRef<'static> {
    let oid = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");
    AlgorithmIdentifierRef { oid, parameters: Some(AnyRef::NULL) }
}

/// An RSA private key of PKCS#1 in the container of PKCS#8.
pub(super) fn wrap_pkcs1(der: &[u8]) -> Result<Zeroizing<Vec<u8>>, ImportError> {
    RsaPrivateKeyRef::from_der(der).map_err(|_| ImportError::Inconsistent)?;
    let octets = OctetStringRef::new(der).map_err(|_| ImportError::Inconsistent)?;
    let info = PrivateKeyInfoRef::new(rsa_identifier(), octets);
    info.to_der().map(Zeroizing::new).map_err(|_| ImportError::Inconsistent)
}

/// An RSA public key of PKCS#1 in the container of SPKI.
pub(super) fn wrap_pkcs1_public(der: &[u8]) -> Result<Vec<u8>, ImportError> {
    RsaPublicKeyRef::from_der(der).map_err(|_| ImportError::Inconsistent)?;
    let subject_public_key = BitStringRef::from_bytes(der).map_err(|_| ImportError::Inconsistent)?;
    let info = SubjectPublicKeyInfoRef { algorithm: rsa_identifier(), subject_public_key };
    info.to_der().map_err(|_| ImportError::Inconsistent)
}
