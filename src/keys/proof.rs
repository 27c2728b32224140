//! The keys that proofs of possession bring along, and those that are bound to tokens.

use std::sync::Arc;

use serde_json::Value;

use super::import::{ImportedKey, verifier_of_jwk};
use super::jwk::{public_jwk, thumbprint};
use super::signing::SigningKey;
use crate::core::algorithm::Algorithm;
use crate::core::jose::VerifySignature as _;
use crate::core::json::Object;
use crate::core::key::{KeyRecord, KeyState, PrivateHalf};
use crate::core::proof::{ProofFault, ProofKey, ProofKeys};
use crate::core::time::Timestamp;

/// Reads the keys of proofs as it reads those of a set.
pub struct BroughtKeys;

impl ProofKeys for BroughtKeys {
    fn key(&self, jwk: &Object, alg: Algorithm) -> Result<ProofKey, ProofFault> {
        let read = verifier_of_jwk(jwk, Some(alg));
        let key = read.key.map_err(|error| ProofFault::Key(error.to_string()))?;
        if let Some(member) = read.odd.first() {
            return Err(ProofFault::KeyNumber(member));
        }
        if key.algorithm().is_symmetric() {
            return Err(ProofFault::Symmetric(key.algorithm()));
        }
        let thumbprint = key.thumbprint().ok_or_else(|| ProofFault::Key("it has no thumbprint".to_owned()))?;
        Ok(ProofKey { verifier: Arc::new(key), thumbprint: thumbprint.to_string() })
    }
}

/// A private key that signs proofs, and its public half as a proof brings it along.
pub struct ProofSigner {
    /// Signs.
    pub key: SigningKey,
    /// The public half, and nothing else of the key.
    pub jwk: Value,
    /// Its thumbprint (RFC 7638).
    pub thumbprint: String,
}

/// Why a key signs no proofs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoSigner {
    /// Its private half is not there.
    Public,
    /// Both sides have it.
    Secret,
    /// Its parts make no key.
    Damaged,
}

/// What signs proofs with a key that was read.
pub fn proof_signer(key: &ImportedKey) -> Result<ProofSigner, NoSigner> {
    if key.algorithm.is_symmetric() {
        return Err(NoSigner::Secret);
    }
    let private = key.private.as_ref().ok_or(NoSigner::Public)?;
    let kid = key.public.as_ref().and_then(|spki| thumbprint(key.algorithm, spki)).ok_or(NoSigner::Damaged)?;
    let record = KeyRecord {
        kid: kid.clone(),
        algorithm: key.algorithm,
        bits: key.bits,
        public: key.public.clone(),
        secret_mark: None,
        private: PrivateHalf::Held,
        state: KeyState::Standby { activate_at: None },
        created_at: Timestamp(0),
    };
    let jwk = public_jwk(&record).ok().flatten().ok_or(NoSigner::Damaged)?;
    let mut jwk = serde_json::to_value(jwk).map_err(|_| NoSigner::Damaged)?;
    // What a set says of a key is of no use beside a proof; but the algorithm of an AKP key is a part of it (RFC 9964).
    let is_of_algorithm = jwk.get("kty").is_some_and(|kty| kty == "AKP");
    if let Value::Object(members) = &mut jwk {
        members.retain(|name, _| !["kid", "use"].contains(&name.as_str()) && (is_of_algorithm || name != "alg"));
    }
    let signer = SigningKey::from_pkcs8(kid.clone(), key.algorithm, private).ok_or(NoSigner::Damaged)?;
    Ok(ProofSigner { key: signer, jwk, thumbprint: kid.to_string() })
}
