//! Keys in PEM, whatever stands around them: the content says what it is, and the label above it may be wrong.

use pem::Pem;
use zeroize::Zeroizing;

use super::certificates::first_of;
use super::der::Content;
use super::error::{ImportError, KNOWN_FORMS};
use super::material::Material;
use super::note::Note;
use super::opening::Opening;
use super::text::BEGIN;

/// A block of PEM, by its label.
struct Block {
    label: Label,
    der: Zeroizing<Vec<u8>>,
    /// Encrypted in the way of RFC 1421.
    is_encrypted: bool,
}

/// What the label of a block says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Label {
    Key(&'static str),
    Certificate,
    TrustedCertificate,
    Request,
    OpenSsh,
    Pkcs7,
    Curve,
    /// What servers keep beside a key.
    DhParameters,
    Other,
}

/// The labels of keys.
const KEYS: [&str; 7] = [
    "PRIVATE KEY",
    "ENCRYPTED PRIVATE KEY",
    "RSA PRIVATE KEY",
    "EC PRIVATE KEY",
    "PUBLIC KEY",
    "RSA PUBLIC KEY",
    "DSA PRIVATE KEY",
];

impl Label {
    fn of(tag: &str) -> Self {
        match tag {
            "CERTIFICATE" | "X509 CERTIFICATE" => Self::Certificate,
            "TRUSTED CERTIFICATE" => Self::TrustedCertificate,
            "CERTIFICATE REQUEST" | "NEW CERTIFICATE REQUEST" => Self::Request,
            "OPENSSH PRIVATE KEY" => Self::OpenSsh,
            "PKCS7" | "CMS" => Self::Pkcs7,
            "EC PARAMETERS" => Self::Curve,
            "DH PARAMETERS" => Self::DhParameters,
            other => KEYS.into_iter().find(|key| *key == other).map_or(Self::Other, Self::Key),
        }
    }
}

impl Opening<'_> {
    /// Reads the one key of a PEM text.
    pub(super) fn pem(&mut self, text: &[u8]) -> Result<Material, ImportError> {
        let blocks = pem::parse_many(text).map_err(|_| ImportError::DamagedPem)?;
        let begun = memchr::memmem::find_iter(text, BEGIN).count();
        let count = blocks.len();
        let mut blocks: Vec<Block> = blocks.into_iter().map(Block::from).collect();
        // The others may be cut off, and what they were to say is unknown.
        if begun != count {
            return Err(ImportError::DamagedPem);
        }
        // `openssl ecparam -genkey` writes the name of the curve before the key, which names it too.
        if matches!(blocks.as_slice(), [first, second, ..] if first.label == Label::Curve && second.label == Label::Key("EC PRIVATE KEY"))
        {
            blocks.remove(0);
        }
        let is_certificate = |block: &Block| matches!(block.label, Label::Certificate | Label::TrustedCertificate);
        let (certificates, mut others): (Vec<_>, Vec<_>) = blocks.into_iter().partition(is_certificate);
        if others.len() > 1 {
            others.retain(|block| block.label != Label::DhParameters);
        }
        let left = match others.len() {
            0 => certificates.len().saturating_sub(1),
            _ => certificates.len(),
        };
        let key = match others.as_slice() {
            [] if certificates.is_empty() => return Err(ImportError::DamagedPem),
            [] => self.certificates(&certificates)?,
            [block] => self.block(block)?,
            _ => return Err(ImportError::Blocks(others.len())),
        };
        self.notes.extend((left > 0).then_some(Note::CertificatesLeft(left)));
        Ok(key)
    }

    fn certificates(&mut self, blocks: &[Block]) -> Result<Material, ImportError> {
        let ders: Vec<&[u8]> = blocks.iter().map(Block::certificate).collect();
        if let Some(content) = ders.iter().find_map(|der| Content::of(der).filter(|it| *it != Content::Certificate)) {
            return Err(ImportError::Label { label: "CERTIFICATE", content });
        }
        let certificate = first_of(&ders)?;
        self.notes.push(Note::OfCertificate);
        certificate.key()
    }

    fn block(&mut self, block: &Block) -> Result<Material, ImportError> {
        let label = match block.label {
            Label::Key(_) if block.is_encrypted => {
                return Err(ImportError::Form {
                    what: "a key that is encrypted in OpenSSL's old way",
                    way: "convert it with `openssl pkcs8 -topk8 -v2 aes-256-cbc -in OLD.pem -out NEW.pem`",
                });
            }
            Label::Key(label) => label,
            Label::OpenSsh => return self.openssh(&block.der),
            Label::Request => return self.der(Content::Request, &block.der),
            Label::Pkcs7 => {
                return Err(ImportError::Form {
                    what: "certificates in PKCS#7",
                    way: "take them out with `openssl pkcs7 -print_certs -in OLD.pem -out NEW.pem`",
                });
            }
            Label::Certificate | Label::TrustedCertificate | Label::Curve | Label::DhParameters | Label::Other => {
                return Err(ImportError::Form { what: "PEM, but not of a key that mintage knows", way: KNOWN_FORMS });
            }
        };
        let content = match Content::of(&block.der) {
            Some(content) => content,
            None if label == "ENCRYPTED PRIVATE KEY" => Content::EncryptedPkcs8,
            None => return Err(ImportError::Inconsistent),
        };
        match judge(label, content) {
            Some(Fit::Right) => {}
            Some(Fit::Known) => self.notes.push(Note::Label { label, content }),
            None => return Err(ImportError::Label { label, content }),
        }
        self.der(content, &block.der)
    }
}

/// How a label and a content go together, where OpenSSL reads them.
enum Fit {
    Right,
    Known,
}

fn judge(label: &str, content: Content) -> Option<Fit> {
    use Content::{Dsa, EncryptedPkcs8, Pkcs1, Pkcs1Public, Pkcs8, Sec1, Spki};
    Some(match (label, content) {
        ("PRIVATE KEY", Pkcs8)
        | ("ENCRYPTED PRIVATE KEY", EncryptedPkcs8)
        | ("RSA PRIVATE KEY", Pkcs1)
        | ("EC PRIVATE KEY", Sec1)
        | ("DSA PRIVATE KEY", Dsa)
        | ("PUBLIC KEY", Spki)
        | ("RSA PUBLIC KEY", Pkcs1Public) => Fit::Right,
        ("PRIVATE KEY" | "ENCRYPTED PRIVATE KEY" | "PUBLIC KEY", content) if content.is_key() => Fit::Known,
        ("RSA PRIVATE KEY" | "EC PRIVATE KEY" | "DSA PRIVATE KEY", Pkcs8 | EncryptedPkcs8) => Fit::Known,
        ("RSA PUBLIC KEY", Spki) => Fit::Known,
        _ => return None,
    })
}

impl Block {
    /// What of it is the certificate: OpenSSL writes whom it trusts after it.
    fn certificate(&self) -> &[u8] {
        match self.label {
            Label::TrustedCertificate => super::der::first(&self.der).unwrap_or(&self.der),
            _ => &self.der,
        }
    }
}

impl From<Pem> for Block {
    fn from(block: Pem) -> Self {
        let is_encrypted = block.headers().get("Proc-Type").is_some_and(|kind| kind.contains("ENCRYPTED"));
        let label = Label::of(block.tag());
        Self { label, der: Zeroizing::new(block.into_contents()), is_encrypted }
    }
}
