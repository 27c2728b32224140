//! What was shown beside a token to prove that whoever shows it has its key, and the request that it came with.

use std::sync::Arc;

use super::binding::CertificateDigest;
use super::fault::ProofFault;
use super::read::Proof;
use super::request::{Method, Target};

/// What was shown beside a token. What is none was not said.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Presented {
    /// A proof that its own key vouches for (RFC 9449), or why it is none.
    pub proof: Option<Arc<Result<Proof, ProofFault>>>,
    /// The method of the request.
    pub method: Option<Method>,
    /// The address of the request.
    pub target: Option<Target>,
    /// What the server asked the proof to say.
    pub nonce: Option<String>,
    /// The certificate of the client, as the server saw it in the handshake of TLS (RFC 8705).
    pub certificate: Option<CertificateDigest>,
}

impl Presented {
    /// This, and what it does not say as `other` says it.
    #[must_use]
    pub fn over(self, other: Self) -> Self {
        Self {
            proof: self.proof.or(other.proof),
            method: self.method.or(other.method),
            target: self.target.or(other.target),
            nonce: self.nonce.or(other.nonce),
            certificate: self.certificate.or(other.certificate),
        }
    }

    /// Whether nothing is said.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}
