//! Proofs of possession that come with a request for tokens (RFC 9449, 5).

use crate::authority::error::Result;
use crate::authority::parts::Authority;
use crate::core::proof::{Method, Nonces, Proof, ProofFault, Target};
use crate::host::entropy::random;

impl Authority {
    /// What a proof is asked to say now, as this process knows it again.
    pub fn proof_nonce(&self) -> Result<String> {
        Ok(self.nonces()?.at(self.now()))
    }

    /// Takes a proof that came with a request to one of these addresses, all of which are the same endpoint. It is good once, and
    /// that is kept, durably, before this returns.
    pub fn take_proof(
        &self,
        proof: &Proof,
        method: &Method,
        targets: &[Target],
    ) -> Result<std::result::Result<(), ProofFault>> {
        let now = self.now();
        let used = match proof.check_request(method, targets, now, self.defaults.leeway) {
            Ok(used) => used,
            Err(fault) => return Ok(Err(fault)),
        };
        match &proof.nonce {
            None => return Ok(Err(ProofFault::NoNonce)),
            Some(nonce) if !self.nonces()?.knows(nonce, now) => return Ok(Err(ProofFault::Nonce)),
            Some(_) => {}
        }
        Ok(if self.use_proof(&used)? { Ok(()) } else { Err(ProofFault::Used) })
    }

    fn nonces(&self) -> Result<&Nonces> {
        match self.nonces.get() {
            Some(nonces) => Ok(nonces),
            None => {
                let made = Nonces::new(random(&*self.entropy)?);
                Ok(self.nonces.get_or_init(|| made))
            }
        }
    }
}
