//! What was done to a text on the way in, for one who should know it.

use std::fmt;

use super::der::Content;

/// What was done to a text on the way in. It changes no key, and names no part of a secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Note {
    /// Line ends that were written as a backslash and an n.
    EscapedNewlines,
    /// All of it stood in one line.
    OneLine,
    /// Quotes around it.
    Quotes,
    /// A byte order mark before it.
    ByteOrderMark,
    /// UTF-16.
    Utf16,
    /// Base64 around it.
    Base64,
    /// The key is that of a realm of Keycloak.
    Realm,
    /// The label of its PEM says this, but it is that.
    Label {
        /// What the label says.
        label: &'static str,
        /// What it is.
        content: Content,
    },
    /// So many certificates beside the key were left.
    CertificatesLeft(usize),
    /// The certificates of a key store were left.
    StoreCertificates,
    /// The key is that of a certificate.
    OfCertificate,
    /// An RSA key for PSS that does not say with which hash.
    OpenPss,
    /// A key of ML-DSA without its seed.
    NoSeed,
    /// The line end after a secret.
    SecretLineEnd,
    /// Something of a secret is easily a mistake, and a part of it all the same: this.
    SecretOddity(&'static str),
    /// A member of a set is not among the keys.
    MemberLeft {
        /// Its place in the set, the first being 1.
        place: usize,
        /// Its id, if it has one.
        kid: Option<String>,
        /// Why it was left.
        why: String,
    },
    /// A number of a JWK was not written as RFC 7518 says, and was read all the same.
    Normalised {
        /// The place of its key in the set, the first being 1; none for a JWK alone.
        place: Option<usize>,
        /// Its member.
        member: &'static str,
    },
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::EscapedNewlines => f.write_str(r"the line ends of the key are written as \n, and were read as such"),
            Self::OneLine => f.write_str("the key stands in one line, and was read as if it had its line ends"),
            Self::Quotes => f.write_str("the key is in quotes, which were taken off"),
            Self::ByteOrderMark => f.write_str("the input begins with a byte order mark, which was taken off"),
            Self::Utf16 => f.write_str("the input is in UTF-16, and was read as such"),
            Self::Base64 => f.write_str("the input is the base64 of a key, and was decoded"),
            Self::Realm => f.write_str("the key is the `public_key` of a realm of Keycloak"),
            Self::Label { label, content } => {
                write!(f, "the label says {label}, but the content is {content}, and was read as that")
            }
            Self::CertificatesLeft(1) => f.write_str("a certificate beside the key was left out"),
            Self::CertificatesLeft(many) => write!(f, "{many} certificates beside the key were left out"),
            Self::StoreCertificates => f.write_str("the certificates of the key store were left out"),
            Self::OfCertificate => {
                f.write_str("the key is that of a certificate, of which neither the issuer nor the dates were checked")
            }
            Self::OpenPss => f.write_str(
                "the key is for PSS and does not say with which hash: it is taken for PS256, and --alg names another",
            ),
            Self::NoSeed => f.write_str(
                "the key has no seed, which was lost where it was made: it signs, and cannot be written as a JWK",
            ),
            Self::SecretLineEnd => f.write_str("the line end after the secret was taken off"),
            Self::SecretOddity(oddity) => write!(f, "the secret {oddity}: all of that is a part of it"),
            Self::MemberLeft { place, kid: Some(kid), why } => {
                write!(f, "key {place} of the set, {kid}, was left out: {why}")
            }
            Self::MemberLeft { place, kid: None, why } => write!(f, "key {place} of the set was left out: {why}"),
            Self::Normalised { place: Some(place), member } => {
                write!(
                    f,
                    "the `{member}` of key {place} of the set is not in its normal form, and was read as if it were"
                )
            }
            Self::Normalised { place: None, member } => {
                write!(f, "the JWK's `{member}` is not in its normal form, and was read as if it were")
            }
        }
    }
}

/// As people read it.
impl serde::Serialize for Note {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}
