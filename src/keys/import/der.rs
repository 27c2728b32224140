//! Keys in DER, told apart by how they are built: whatever the label above says, and where there is none.

use pkcs8::der::asn1::AnyRef;
use pkcs8::der::{Decode, Reader as _, SliceReader, Tag, Tagged};
use std::fmt;

/// What a text in DER is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Content {
    /// A private key of PKCS#8 (RFC 5958).
    Pkcs8,
    /// The same under a passphrase.
    EncryptedPkcs8,
    /// An RSA private key of PKCS#1 (RFC 8017).
    Pkcs1,
    /// An EC private key of SEC1 (RFC 5915).
    Sec1,
    /// A DSA private key as OpenSSL writes it.
    Dsa,
    /// A public key (RFC 5280, 4.1.2.7).
    Spki,
    /// An RSA public key of PKCS#1.
    Pkcs1Public,
    /// A certificate (RFC 5280).
    Certificate,
    /// A request for one (RFC 2986).
    Request,
    /// A key store (RFC 7292).
    Pkcs12,
}

impl Content {
    /// What these bytes are, if they are one whole value in DER that is built as one of these is.
    pub(super) fn of(bytes: &[u8]) -> Option<Self> {
        let parts = parts(bytes)?;
        let tags: Vec<Tag> = parts.iter().map(Tagged::tag).collect();
        Some(match tags.as_slice() {
            [Tag::Integer, Tag::Sequence, Tag::OctetString, ..] => Self::Pkcs8,
            [Tag::Integer, Tag::OctetString, ..] => Self::Sec1,
            [Tag::Integer, Tag::Integer] => Self::Pkcs1Public,
            tags if tags.len() == 6 && tags.iter().all(|tag| *tag == Tag::Integer) => Self::Dsa,
            [Tag::Integer, Tag::Integer, .., Tag::Integer | Tag::Sequence] if tags.len() >= 9 => Self::Pkcs1,
            [Tag::Integer, Tag::Sequence] | [Tag::Integer, Tag::Sequence, Tag::Sequence] => Self::Pkcs12,
            [Tag::Sequence, Tag::BitString] => Self::Spki,
            [Tag::Sequence, Tag::OctetString] => Self::EncryptedPkcs8,
            [Tag::Sequence, Tag::Sequence, Tag::BitString] => match children(parts[0].value())?.len() {
                // Version, subject, key, attributes. A certificate has at least six parts.
                ..=4 => Self::Request,
                _ => Self::Certificate,
            },
            _ => return None,
        })
    }

    /// Whether it is a key, public or private, and nothing that holds one.
    pub(super) fn is_key(self) -> bool {
        !matches!(self, Self::Certificate | Self::Request | Self::Pkcs12)
    }

    /// Whether the bytes begin as DER does that is too long for one byte of length: no text begins so.
    pub(super) fn is_begun(bytes: &[u8]) -> bool {
        matches!(bytes, [0x30, 0x80..=0x84, ..])
    }
}

/// The first value of these bytes, whatever follows it.
pub(super) fn first(bytes: &[u8]) -> Option<&[u8]> {
    let mut reader = SliceReader::new(bytes).ok()?;
    reader.tlv_bytes().ok()
}

/// The parts of the sequence that these bytes are, from the first to the last.
pub(super) fn parts(bytes: &[u8]) -> Option<Vec<AnyRef<'_>>> {
    let whole = AnyRef::from_der(bytes).ok()?;
    (whole.tag() == Tag::Sequence).then(|| children(whole.value()))?
}

/// The values that stand in these bytes, one after the other.
pub(super) fn children(bytes: &[u8]) -> Option<Vec<AnyRef<'_>>> {
    let mut reader = SliceReader::new(bytes).ok()?;
    let mut found = Vec::new();
    while !reader.is_finished() {
        found.push(AnyRef::decode(&mut reader).ok()?);
    }
    Some(found)
}

impl fmt::Display for Content {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Pkcs8 => "a private key (PKCS#8)",
            Self::EncryptedPkcs8 => "an encrypted private key (PKCS#8)",
            Self::Pkcs1 => "an RSA private key (PKCS#1)",
            Self::Sec1 => "an EC private key (SEC1)",
            Self::Dsa => "a DSA private key",
            Self::Spki => "a public key (SPKI)",
            Self::Pkcs1Public => "an RSA public key (PKCS#1)",
            Self::Certificate => "a certificate",
            Self::Request => "a certificate request",
            Self::Pkcs12 => "a key store (PKCS#12)",
        })
    }
}
