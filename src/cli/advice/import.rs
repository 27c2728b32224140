//! What to do about a key from elsewhere that is refused.

use super::passphrase::passphrase;
use crate::core::Algorithm;
use crate::keys::import::{KNOWN_FORMS, Kind, KindError, SecretReadings};
use crate::keys::{ClientSetError, ImportError};

/// Converts a key of long ago, with OpenSSL 3; 1.1 has no `-provider`, and needs none.
pub(super) const CONVERT_OLD: &str = "convert it with `openssl pkcs8 -topk8 -v2 aes-256-cbc -provider legacy -provider default \
                                      -in OLD.pem -out NEW.pem`, with the same passphrase";

/// Converts a key whose encryption is not read.
const CONVERT: &str = "`openssl pkcs8 -topk8 -v2 aes-256-cbc -in OLD.pem -out NEW.pem`";

/// What to do about a set of keys that an app cannot be registered with.
pub(super) fn client_set(fault: &ClientSetError) -> &'static str {
    match fault {
        ClientSetError::Private(_) => {
            "take out the members that are private (d, p, q, dp, dq, qi, priv), and keep that file where the app signs; if others \
             have seen this one, make a new key"
        }
        ClientSetError::Secret(_) => {
            "make a key pair for the app; or leave --auth-method out, and it gets a secret from here"
        }
        ClientSetError::Json(_) | ClientSetError::NotASet | ClientSetError::Empty => {
            "give the public keys of the app as a JWK set (RFC 7517): an object whose member keys is a list, with kty, kid and alg of each"
        }
        ClientSetError::Many(_) | ClientSetError::RepeatedKid(_) => {
            "give the keys that the app signs with, each with a kid of its own"
        }
        ClientSetError::Unusable { .. } => "give it a key for signatures; `mintage keys inspect FILE` tells of each",
    }
}

/// What to do about it.
pub(super) fn hint(error: &ImportError) -> String {
    match error {
        ImportError::Passphrase(error) => passphrase(error),
        ImportError::OldEncryption(_) => CONVERT_OLD.into(),
        ImportError::WrongPassphrase(_) | ImportError::StorePassphrase => "try the passphrase again".into(),
        ImportError::OpenAlgorithm(kind) => format!("name it with --alg: {}", listed(*kind)),
        ImportError::WrongAlgorithm { kind, .. } => format!("this key is for {}", listed(*kind)),
        ImportError::OtherAlgorithm { .. } => "leave --alg out".into(),
        ImportError::Several(_) => "give the set with --jwks, which picks the key by its kid".into(),
        ImportError::Blocks(_) => "give one key at a time, or a JWKS".into(),
        ImportError::Encryption => format!("convert it with {CONVERT}"),
        ImportError::TooCostly => format!("if you trust where it is from, convert it with {CONVERT}"),
        ImportError::TooManyRounds => "if you trust where it is from, have it made with fewer rounds there".into(),
        ImportError::Unrecognised(readings) | ImportError::OtherSecretForm(_, readings) => secret(readings),
        ImportError::KeyAsSecret => "leave --secret-as out: whoever has the public key could sign with it".into(),
        ImportError::OldStore(_) => {
            "take its key out with `openssl pkcs12 -legacy -in OLD.p12 -nocerts -out NEW.pem`".into()
        }
        ImportError::StoreCheck | ImportError::StoreEncryption => {
            "take its key out with `openssl pkcs12 -in OLD.p12 -nocerts -out NEW.pem`".into()
        }
        ImportError::KeysInStore(_) => {
            "`openssl pkcs12 -in OLD.p12 -nocerts -out NEW.pem` writes all of them, of which one can be taken".into()
        }
        ImportError::NoKeyInStore => {
            "for its certificates, take them out with `openssl pkcs12 -in OLD.p12 -nokeys -out NEW.pem`".into()
        }
        ImportError::OpensshCipher => {
            "put a copy under another cipher with `ssh-keygen -p -Z aes256-ctr -f COPY`".into()
        }
        ImportError::JweForm | ImportError::JweRecipients | ImportError::NestedJwe => {
            "decrypt it where its key is, and give what comes out".into()
        }
        ImportError::SshLines => "give one line at a time".into(),
        ImportError::Certificates(_) => "give the certificate of the key alone".into(),
        ImportError::Label { .. } => "give it the label of its content, or export it again where it was made".into(),
        ImportError::DamagedPem
        | ImportError::DamagedDer
        | ImportError::DamagedUtf16
        | ImportError::DamagedCertificate
        | ImportError::DamagedStore
        | ImportError::DamagedJwe
        | ImportError::Json(_) => "check that the whole file was copied".into(),
        ImportError::Empty => "see whether the command that should have written it failed".into(),
        ImportError::Kind(KindError::RsaBits { .. } | KindError::RsaExponent | KindError::ShortSecret { .. }) => {
            "make a new key with `mintage keys gen`".into()
        }
        ImportError::Kind(KindError::UnnamedCurve) => {
            "name it with `openssl ec -in OLD.pem -param_enc named_curve -out NEW.pem`".into()
        }
        ImportError::Kind(KindError::Unsupported(_) | KindError::NotForSignatures(_)) => {
            "mintage takes RSA, P-256, P-384, P-521, secp256k1, Ed25519 and ML-DSA keys, and HMAC secrets as a JWK or with --secret-as".into()
        }
        ImportError::OffCurve
        | ImportError::SmallOrder
        | ImportError::Inconsistent
        | ImportError::SeedDisagrees => {
            "do not use it; export it again where it was made".into()
        }
        ImportError::Member { member: "key_ops" | "use", .. } => {
            "a key does what it says it is for; from one that may only verify, take the private members out".into()
        }
        ImportError::Member { member: "kid", .. } => "give the key a kid of its own with --kid".into(),
        ImportError::Member { member: "x", .. } => "do not use it; export it again where it was made".into(),
        ImportError::Member { .. } => "see what a JWK must have in RFC 7518, 6".into(),
        ImportError::OfSet { why, .. } => hint(why),
        ImportError::NoneOfSet { first, .. } => hint(first),
        ImportError::RepeatedKid => {
            "verify with the set itself, which --jwks takes: there, the algorithm tells them apart; or import one of them from a \
             file of its own"
                .into()
        }
        ImportError::MixedSet => "import the public keys and the private ones from a file each".into(),
        ImportError::Form { way, .. } => (*way).to_owned(),
        ImportError::EmptySet | ImportError::Kind(KindError::Unknown) => KNOWN_FORMS.to_owned(),
    }
}

/// How a secret may be meant, where there is any way.
fn secret(readings: &SecretReadings) -> String {
    if readings.iter().next().is_none() {
        return KNOWN_FORMS.to_owned();
    }
    format!("if it is an HMAC secret, say how it is written with --secret-as: it has {readings}")
}

/// The algorithms that can use a kind of key.
fn listed(kind: Kind) -> String {
    kind.algorithms().map(Algorithm::name).collect::<Vec<_>>().join(", ")
}
