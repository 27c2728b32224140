//! Whether whoever shows a token has the key that it is bound to: the one place that decides it.

use std::sync::Arc;

use super::super::confirmation::{Possession, confirmation};
use super::super::detail::Detail;
use super::super::excerpt::Excerpt;
use super::super::expect::Expectations;
use super::super::facts::Ledger;
use super::super::report::CheckOutcome;
use super::super::warning::Warning;
use super::verification::{Stop, Verification};
use crate::core::json::ClaimMap;
use crate::core::proof::{Against, Binding, CertificateDigest, Proof, ProofFault, ProofUse};
use crate::core::reason::Reason;

/// What a proof came to that was judged.
type Judged = Result<Proof, ProofFault>;

impl Verification {
    /// A token that is bound to a key is worth nothing to whoever has the token alone (RFC 7800, 1): it is taken with a proof
    /// of its key (RFC 9449, 7) or with its certificate (RFC 8705, 3), and without one where the verifier says that another sees
    /// to it. A proof beside a token that is not bound to its key is refused too (RFC 9449, 7.2): what is shown as bound is.
    pub(super) fn possession<E>(
        &mut self,
        claims: &ClaimMap,
        expected: &Expectations,
        memory: Option<&dyn Ledger<Error = E>>,
    ) -> Result<(), Stop<E>> {
        if claims.contains_key("status") {
            self.warnings.push(Warning::StatusUnseen);
        }
        let presented = &expected.presented;
        let Some(cnf) = claims.get(Binding::CLAIM) else {
            if presented.proof.is_some() {
                return Err(self.unproven(Detail::ProofOfNothing));
            }
            self.trail.possession(CheckOutcome::Skipped, Detail::Bearer);
            return Ok(());
        };
        let way = match confirmation(cnf) {
            Ok(way) => way,
            Err(fault) => return Err(self.unproven(Detail::BadConfirmation(fault))),
        };
        let bound = cnf.get(way).and_then(serde_json::Value::as_str).unwrap_or_default();
        match (&presented.proof, &presented.certificate) {
            (Some(proof), _) if way == Binding::KEY => self.proven(&Arc::clone(proof), bound, expected, memory),
            (Some(_), _) => Err(self.unproven(Detail::ProofOfNothing)),
            (None, Some(certificate)) if way == Binding::CERTIFICATE => {
                Ok(self.certified(&certificate.clone(), bound)?)
            }
            _ => Ok(self.without_proof(way, expected)?),
        }
    }

    fn unproven<E>(&mut self, detail: Detail) -> Stop<E> {
        self.trail.possession(CheckOutcome::Fail, detail);
        Reason::ContextMismatch.into()
    }

    fn without_proof(&mut self, way: &str, expected: &Expectations) -> Result<(), Reason> {
        let way = Excerpt::of(way);
        if expected.possession == Some(Possession::Ignored) {
            self.trail.possession(CheckOutcome::Skipped, Detail::ProofNotAsked(way.clone()));
            self.warnings.push(Warning::PossessionUnproven(way));
            return Ok(());
        }
        self.trail.possession(CheckOutcome::Fail, Detail::NotProven(way));
        Err(Reason::ContextMismatch)
    }

    fn certified(&mut self, CertificateDigest(shown): &CertificateDigest, bound: &str) -> Result<(), Reason> {
        if shown == bound {
            self.trail.possession(CheckOutcome::Pass, Detail::CertificateProven(Excerpt::of(bound)));
            return Ok(());
        }
        let detail = Detail::OtherCertificate { bound: Excerpt::of(bound), shown: shown.clone() };
        self.trail.possession(CheckOutcome::Fail, detail);
        Err(Reason::ContextMismatch)
    }

    fn proven<E>(
        &mut self,
        proof: &Judged,
        jkt: &str,
        expected: &Expectations,
        memory: Option<&dyn Ledger<Error = E>>,
    ) -> Result<(), Stop<E>> {
        let presented = &expected.presented;
        let against = Against {
            method: presented.method.as_ref(),
            target: presented.target.as_ref(),
            nonce: presented.nonce.as_deref(),
            ath: &self.ath.take().unwrap_or_default(),
            jkt,
            now: self.now,
            leeway: expected.leeway.unwrap_or(0),
        };
        let checked = proof.as_ref().map_err(Clone::clone).and_then(|proof| Ok((proof, proof.check(&against)?)));
        let (proof, used) = match checked {
            Ok(fits) => fits,
            Err(fault) => return Err(self.unproven(Detail::ProofFails(fault))),
        };
        self.trail.possession(CheckOutcome::Pass, Detail::Proven(Excerpt::of(jkt)));
        if proof.nonce.is_some() && presented.nonce.is_none() {
            self.warnings.push(Warning::NonceUnasked);
        }
        self.replayed(used, memory)
    }

    /// A proof is good once (RFC 9449, 11.1), where somebody remembers. Whoever judges has it kept before the verdict is told.
    fn replayed<E>(&mut self, used: ProofUse, memory: Option<&dyn Ledger<Error = E>>) -> Result<(), Stop<E>> {
        let Some(memory) = memory else {
            self.trail.replay(CheckOutcome::Skipped, Detail::ProofNotKept);
            self.warnings.push(Warning::ReplayUnchecked);
            return Ok(());
        };
        if memory.is_proof_used(&used.digest).map_err(Stop::Source)? {
            self.trail.replay(CheckOutcome::Fail, Detail::ProofFails(ProofFault::Used));
            return Err(Reason::ContextMismatch.into());
        }
        self.trail.replay(CheckOutcome::Pass, Detail::ProofFresh);
        self.proof = Some(used);
        Ok(())
    }
}
