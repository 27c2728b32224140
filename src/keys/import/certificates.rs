//! The keys of certificates. A certificate is a container here: its issuer and its dates say nothing to a token.

use pkcs8::der::{Encode, Tag, Tagged};

use super::container;
use super::der::{children, parts};
use super::error::ImportError;
use super::material::Material;

/// What is taken of a certificate (RFC 5280, 4.1), in DER.
pub(super) struct Certificate {
    issuer: Vec<u8>,
    subject: Vec<u8>,
    spki: Vec<u8>,
}

impl Certificate {
    /// Reads a certificate.
    pub(super) fn read(der: &[u8]) -> Option<Self> {
        let whole = parts(der)?;
        let mut body = children(whole.first()?.value())?;
        // The version, which the first one did not say.
        if matches!(body.first()?.tag(), Tag::ContextSpecific { .. }) {
            body.remove(0);
        }
        // After it: serial number, algorithm, issuer, validity, subject, key.
        let der_of = |place: usize| body.get(place)?.to_der().ok();
        Some(Self { issuer: der_of(2)?, subject: der_of(4)?, spki: der_of(5)? })
    }

    /// Its key.
    pub(super) fn key(&self) -> Result<Material, ImportError> {
        container::public(&self.spki)
    }
}

/// The first of a chain: each certificate is followed by that of its issuer, by name. Others have no first one.
pub(super) fn first_of(ders: &[&[u8]]) -> Result<Certificate, ImportError> {
    let read = ders.iter().map(|der| Certificate::read(der).ok_or(ImportError::DamagedCertificate));
    let certificates = read.collect::<Result<Vec<_>, _>>()?;
    if certificates.windows(2).any(|pair| pair[0].issuer != pair[1].subject) {
        return Err(ImportError::Certificates(certificates.len()));
    }
    certificates.into_iter().next().ok_or(ImportError::DamagedPem)
}
