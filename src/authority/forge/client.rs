//! The client of test tokens that are bound to a key: its key follows from the seed, and nobody else's tokens are bound to it.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::authority::error::Result;
use crate::core::Algorithm;
use crate::core::forge::{Chance, Client};
use crate::core::proof::{Method, Target};
use crate::keys::import::read_signers;
use crate::keys::proof::{ProofSigner, proof_signer};
use crate::keys::{KeyError, Passphrase, PassphraseError, PassphraseFor, PassphraseSource, SigningKey};

/// The request that proofs are made for.
#[derive(Debug, Clone)]
pub struct ForgedRequest {
    /// Its method.
    pub method: Method,
    /// Its address.
    pub target: Target,
}

/// The keys of a client, of somebody else, and a shared secret.
pub(super) struct Clients {
    pub own: ProofSigner,
    pub other: ProofSigner,
    pub secret: SigningKey,
    /// The private number of its key.
    pub private: String,
}

impl Clients {
    /// Those that follow from a seed: P-256, which every service that takes proofs knows.
    pub fn of(seed: u64) -> Result<Self> {
        let scalar = |whose| Chance::of(seed, &["client", whose]).block(0);
        let (own, other) = (signer(&scalar("own"))?, signer(&scalar("other"))?);
        let kid = crate::core::jose::Sign::kid(&own.key).clone();
        // What a verifier would take for the secret that believes in the name of an algorithm.
        let secret = SigningKey::from_secret(kid, Algorithm::HS256, own.jwk.to_string().as_bytes());
        let secret = secret.ok_or(KeyError::Generation(Algorithm::HS256))?;
        Ok(Self { own, other, secret, private: URL_SAFE_NO_PAD.encode(scalar("own")) })
    }
}

/// As one who makes proofs.
pub(super) fn as_client(signer: &ProofSigner) -> Client<'_> {
    Client { key: &signer.key, jwk: &signer.jwk }
}

/// The key of a private number, by way of SEC1 (RFC 5915): its public half is computed by who reads it.
fn signer(scalar: &[u8; 32]) -> Result<ProofSigner> {
    const BEFORE: [u8; 7] = [0x30, 0x31, 2, 1, 1, 4, 0x20];
    const BEHIND: [u8; 12] = [0xa0, 0x0a, 6, 8, 0x2a, 0x86, 0x48, 0xce, 0x3d, 3, 1, 7];
    let failed = || KeyError::Generation(Algorithm::ES256);
    let der = zeroize::Zeroizing::new([&BEFORE[..], scalar, &BEHIND].concat());
    let read = read_signers(&der, None.into(), &Nobody).map_err(|_| failed())?;
    let key = read.keys.first().ok_or_else(failed)?;
    proof_signer(key).map_err(|_| failed().into())
}

/// No passphrase: the key has none.
struct Nobody;

impl PassphraseSource for Nobody {
    fn passphrase(&self, purpose: &PassphraseFor) -> std::result::Result<Passphrase, PassphraseError> {
        Err(PassphraseError::NoSource(purpose.clone()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_client_and_another_one_another() {
        let of = |seed| Clients::of(seed).map(|clients| (clients.own.thumbprint, clients.other.thumbprint)).unwrap();
        assert_eq!(of(1), of(1));
        assert_ne!(of(1).0, of(2).0);
        assert_ne!(of(1).0, of(1).1);
    }
}
