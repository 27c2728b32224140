//! A proof from its text: one JWT, signed by the key that it brings along (RFC 9449, 4.2).

use std::sync::Arc;

use serde_json::Value;

use super::fault::{MAX_PROOF_BYTES, ProofFault, Said};
use super::write::PROOF_TYP;
use crate::core::algorithm::Algorithm;
use crate::core::jose::compact::Times;
use crate::core::jose::{RawToken, VerifySignature, same_typ};
use crate::core::json::{ClaimMap, Object};
use crate::core::time::Timestamp;

/// The members of a JWK that are private or a secret (RFC 7518, 6.2.2, 6.3.2 and 6.4.1; RFC 9964, 3).
pub const PRIVATE_MEMBERS: [&str; 9] = ["d", "p", "q", "dp", "dq", "qi", "oth", "k", "priv"];

/// Reads the key that a proof brings along.
pub trait ProofKeys {
    /// A public key, for this algorithm where it leaves its own open.
    fn key(&self, jwk: &Object, alg: Algorithm) -> Result<ProofKey, ProofFault>;
}

/// The key that a proof brings along.
pub struct ProofKey {
    /// Ready to verify.
    pub verifier: Arc<dyn VerifySignature + Send + Sync>,
    /// Its thumbprint (RFC 7638).
    pub thumbprint: String,
}

/// A proof that its own key signed. Whether it fits a request and a token is another question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    /// The thumbprint of its key.
    pub thumbprint: String,
    /// Its name among the proofs of its key.
    pub jti: String,
    /// For which method.
    pub htm: String,
    /// For which address, as it is written.
    pub htu: String,
    /// When it was made.
    pub iat: Timestamp,
    /// What it says of its times besides.
    pub times: Times,
    /// What the server asked it to say.
    pub nonce: Option<String>,
    /// The digest of the token that it goes with.
    pub ath: Option<String>,
}

impl Proof {
    /// Reads one, and lets its own key vouch for it. Nothing else that its header names is followed.
    pub fn read(bytes: &[u8], keys: &dyn ProofKeys) -> Result<Self, ProofFault> {
        if bytes.len() > MAX_PROOF_BYTES {
            return Err(ProofFault::TooLarge);
        }
        let text =
            std::str::from_utf8(bytes).map_err(|_| ProofFault::Malformed(crate::core::jose::Malformed::NotText))?;
        if text.trim().is_empty() {
            return Err(ProofFault::Empty);
        }
        // As headers of one name are put together (RFC 9110, 5.3), and as lines of a file.
        if text.split([',', '\n', '\r', ' ', '\t']).filter(|part| !part.is_empty()).count() > 1 {
            return Err(ProofFault::Several);
        }
        let raw = RawToken::parse(text).map_err(ProofFault::Malformed)?;
        let jwk = raw.header.get("jwk").cloned();
        let token = raw.accept().map_err(ProofFault::Malformed)?;
        let header = token.header();
        match header.typ.as_deref() {
            Some(typ) if same_typ(typ, PROOF_TYP) => {}
            typ => return Err(ProofFault::Typ(typ.map(Said::of))),
        }
        let alg = Algorithm::from_header(&header.alg).ok_or_else(|| ProofFault::Algorithm(Said::of(&header.alg)))?;
        if alg.is_symmetric() {
            return Err(ProofFault::Symmetric(alg));
        }
        let jwk = match jwk {
            None => return Err(ProofFault::NoKey),
            Some(Value::Object(jwk)) => jwk,
            Some(_) => return Err(ProofFault::KeyForm),
        };
        if let Some(member) = PRIVATE_MEMBERS.into_iter().find(|member| jwk.contains_key(*member)) {
            return Err(ProofFault::PrivateKey(member));
        }
        let ProofKey { verifier, thumbprint } = keys.key(&jwk, alg)?;
        if !verifier.algorithm().is_named(&header.alg) {
            return Err(ProofFault::AlgorithmDiffers { header: alg, key: verifier.algorithm() });
        }
        let signed = token.check(&*verifier).map_err(|_| ProofFault::NotSigned)?;
        Self::of(thumbprint, &signed.claims, signed.times)
    }

    fn of(thumbprint: String, claims: &ClaimMap, times: Times) -> Result<Self, ProofFault> {
        let maybe = |name: &'static str| match claims.get(name) {
            None => Ok(None),
            Some(Value::String(text)) if !text.is_empty() => Ok(Some(text.clone())),
            Some(_) => Err(ProofFault::NoText(name)),
        };
        let text = |name: &'static str| maybe(name)?.ok_or(ProofFault::Missing(name));
        Ok(Self {
            thumbprint,
            jti: text("jti")?,
            htm: text("htm")?,
            htu: text("htu")?,
            iat: times.issued_at.ok_or(ProofFault::Missing("iat"))?,
            times,
            nonce: maybe("nonce")?,
            ath: maybe("ath")?,
        })
    }
}
