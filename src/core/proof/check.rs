//! Whether a proof fits the request and the token that it came with (RFC 9449, 4.3, checks 8 to 12).

use sha2::{Digest as _, Sha256};

use super::fault::{ProofFault, Said};
use super::read::Proof;
use super::request::{Method, Target};
use crate::core::policy::MAX_LEEWAY;
use crate::core::secret::TokenDigest;
use crate::core::time::{Timestamp, Ttl};

/// How long ago a proof may have been made.
pub const PROOF_AGE: Ttl = Ttl::minutes(5);

/// How far ahead of the verifier's clock that of whoever made it may be, in seconds.
pub const PROOF_AHEAD: i64 = 10;

/// What a proof must fit.
#[derive(Debug, Clone, Copy)]
pub struct Against<'a> {
    /// The method of the request.
    pub method: Option<&'a Method>,
    /// Its address.
    pub target: Option<&'a Target>,
    /// What the server asked the proof to say.
    pub nonce: Option<&'a str>,
    /// The digest of the token, as [`ath`](super::ath) makes it.
    pub ath: &'a str,
    /// The thumbprint that the token is bound to.
    pub jkt: &'a str,
    /// As of when.
    pub now: Timestamp,
    /// The clock difference that is forgiven, in seconds.
    pub leeway: i64,
}

/// That a proof was used, for whoever keeps it from being used again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ProofUse {
    /// By what it is known: the digest of its key and of its `jti`, and not of its text, of which ECDSA has two.
    pub digest: TokenDigest,
    /// The first second at which no verifier takes it any more, however much it forgives.
    pub expires_at: Timestamp,
}

impl Proof {
    /// Whether it fits.
    pub fn check(&self, against: &Against<'_>) -> Result<ProofUse, ProofFault> {
        let Against { method, target, nonce, ath, jkt, now, leeway } = *against;
        let (Some(method), Some(target)) = (method, target) else { return Err(ProofFault::NoRequest) };
        self.check_address(method, std::slice::from_ref(target))?;
        match (nonce, self.nonce.as_deref()) {
            (Some(_), None) => return Err(ProofFault::NoNonce),
            (Some(wanted), Some(nonce)) if wanted != nonce => return Err(ProofFault::Nonce),
            _ => {}
        }
        self.check_times(now, leeway)?;
        match self.ath.as_deref() {
            None => return Err(ProofFault::Missing("ath")),
            Some(found) if found != ath => return Err(ProofFault::OtherToken),
            Some(_) => {}
        }
        if self.thumbprint != jkt {
            return Err(ProofFault::OtherKey { found: self.thumbprint.clone(), expected: Said::of(jkt) });
        }
        Ok(self.used(now))
    }

    /// Whether it fits a request for tokens (RFC 9449, 5), which may be sent to any of these addresses. There is no token yet, and
    /// no key that it must be of. What the server asked it to say is for whoever knows that.
    pub fn check_request(
        &self,
        method: &Method,
        targets: &[Target],
        now: Timestamp,
        leeway: i64,
    ) -> Result<ProofUse, ProofFault> {
        self.check_address(method, targets)?;
        self.check_times(now, leeway)?;
        Ok(self.used(now))
    }

    fn check_address(&self, method: &Method, targets: &[Target]) -> Result<(), ProofFault> {
        if self.htm != method.as_str() {
            return Err(ProofFault::Method { found: Said::of(&self.htm), expected: method.clone() });
        }
        let found: Target = self.htu.parse().map_err(|_| ProofFault::NoTarget(Said::of(&self.htu)))?;
        match targets.first() {
            None => Err(ProofFault::NoRequest),
            Some(_) if targets.contains(&found) => Ok(()),
            Some(expected) => Err(ProofFault::Target { found: Said::of(&self.htu), expected: expected.clone() }),
        }
    }

    fn check_times(&self, now: Timestamp, leeway: i64) -> Result<(), ProofFault> {
        let latest = now.0.saturating_add(PROOF_AHEAD).saturating_add(leeway);
        for (claim, at) in [("iat", Some(self.iat)), ("nbf", self.times.not_before)] {
            if let Some(at) = at.filter(|at| at.0 > latest) {
                return Err(ProofFault::Early { claim, at, now });
            }
        }
        if self.iat.plus(PROOF_AGE).0.saturating_add(leeway) < now.0 {
            return Err(ProofFault::Old { made: self.iat, now });
        }
        match self.times.expires_at {
            Some(exp) if now.0 >= exp.0.saturating_add(leeway) => Err(ProofFault::Ended(exp)),
            _ => Ok(()),
        }
    }

    /// What is kept of it once it was used.
    fn used(&self, now: Timestamp) -> ProofUse {
        let mut hash = Sha256::new_with_prefix(b"a proof of possession\0");
        for part in [&self.thumbprint, &self.jti] {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part);
        }
        let latest = Timestamp(self.iat.0.max(now.0));
        let end = latest.plus(PROOF_AGE).0.saturating_add(MAX_LEEWAY);
        ProofUse { digest: TokenDigest::from_bytes(hash.finalize().into()), expires_at: Timestamp(end + 1) }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::core::jose::compact::Times;

    fn proof() -> Proof {
        Proof {
            thumbprint: "key".to_owned(),
            jti: "1".to_owned(),
            htm: "POST".to_owned(),
            htu: "https://api.example.com/orders".to_owned(),
            iat: Timestamp(10_000),
            times: Times::default(),
            nonce: None,
            ath: Some("token".to_owned()),
        }
    }

    /// What becomes of it where nothing else is wrong.
    fn judged(proof: &Proof, nonce: Option<&str>, now: i64, leeway: i64) -> Result<ProofUse, ProofFault> {
        let (method, target) = ("POST".parse().unwrap(), "https://api.example.com/orders".parse().unwrap());
        let (method, target, now) = (Some(&method), Some(&target), Timestamp(now));
        proof.check(&Against { method, target, nonce, ath: "token", jkt: "key", now, leeway })
    }

    #[expect(clippy::needless_pass_by_value, reason = "each is made for it")]
    fn fault(proof: Proof) -> String {
        judged(&proof, None, 10_000, 0).expect_err("fits").to_string()
    }

    #[test]
    fn each_of_its_members_must_fit() {
        assert!(judged(&proof(), None, 10_000, 0).is_ok());
        assert!(fault(Proof { htm: "post".to_owned(), ..proof() }).starts_with("htm is"));
        assert!(fault(Proof { htu: "https://api.example.com/".to_owned(), ..proof() }).starts_with("htu is"));
        assert!(fault(Proof { htu: "orders".to_owned(), ..proof() }).contains("no address"));
        assert!(fault(Proof { ath: None, ..proof() }).starts_with("ath is missing"));
        assert!(fault(Proof { ath: Some("other".to_owned()), ..proof() }).starts_with("ath is not"));
        assert!(fault(Proof { thumbprint: "other".to_owned(), ..proof() }).starts_with("jwk is the key"));
        assert!(fault(Proof { iat: Timestamp(9_699), ..proof() }).starts_with("iat"));
        assert!(fault(Proof { iat: Timestamp(10_011), ..proof() }).contains("from now"));
        let times = |exp, nbf| Times { expires_at: exp, not_before: nbf, issued_at: None };
        assert!(fault(Proof { times: times(Some(Timestamp(10_000)), None), ..proof() }).starts_with("exp"));
        assert!(fault(Proof { times: times(None, Some(Timestamp(10_011))), ..proof() }).starts_with("nbf"));
    }

    #[test]
    fn a_nonce_that_is_asked_for_is_there_and_one_that_is_not_does_no_harm() {
        let nonce = |nonce: &str| Proof { nonce: Some(nonce.to_owned()), ..proof() };
        assert!(judged(&nonce("n"), Some("n"), 10_000, 0).is_ok());
        assert!(judged(&nonce("n"), None, 10_000, 0).is_ok());
        assert_eq!(judged(&nonce("m"), Some("n"), 10_000, 0), Err(ProofFault::Nonce));
        assert_eq!(judged(&proof(), Some("n"), 10_000, 0), Err(ProofFault::NoNonce));
    }

    #[test]
    fn a_request_that_nobody_names_is_fitted_by_no_proof() {
        let against =
            Against { method: None, target: None, nonce: None, ath: "token", jkt: "key", now: Timestamp(0), leeway: 0 };
        assert_eq!(proof().check(&against), Err(ProofFault::NoRequest));
    }

    #[test]
    fn a_request_for_tokens_has_no_token_yet_and_may_have_several_addresses() {
        let judged = |proof: &Proof, targets: &[&str]| {
            let targets: Vec<Target> = targets.iter().map(|target| target.parse().unwrap()).collect();
            proof
                .check_request(&"POST".parse().unwrap(), &targets, Timestamp(10_000), 0)
                .map_err(|fault| fault.to_string())
        };
        let (one, other) = ("https://auth.example.com/token", "http://localhost:8080/token");
        let to = |htu: &str| Proof { htu: htu.to_owned(), ath: None, ..proof() };
        assert!(judged(&to(one), &[one, other]).is_ok() && judged(&to(other), &[one, other]).is_ok());
        assert!(judged(&to(other), &[one]).unwrap_err().ends_with("the request is for https://auth.example.com/token"));
        assert!(judged(&to(one), &[]).is_err());
        assert!(judged(&Proof { htm: "GET".to_owned(), ..to(one) }, &[one]).is_err());
        assert!(judged(&Proof { iat: Timestamp(9_699), ..to(one) }, &[one]).is_err());
    }

    #[test]
    fn it_is_known_by_its_key_and_its_jti() {
        let digest = |proof: &Proof| *judged(proof, None, 10_000, 0).unwrap().digest.as_bytes();
        let other = |jti: &str| Proof { jti: jti.to_owned(), ..proof() };
        assert_eq!(digest(&proof()), digest(&Proof { iat: Timestamp(9_990), ..proof() }));
        assert_ne!(digest(&proof()), digest(&other("2")));
    }

    proptest! {
        #[test]
        fn what_is_kept_outlives_every_verifier_that_could_take_it(
            iat in 9_000_i64..11_000, now in 9_000_i64..11_000, leeway in 0..=MAX_LEEWAY, later in 0_i64..2_000,
            more in 0..=MAX_LEEWAY,
        ) {
            let proof = Proof { iat: Timestamp(iat), ..proof() };
            if let Ok(used) = judged(&proof, None, now, leeway) {
                let again = judged(&proof, None, now + later, more);
                prop_assert!(again.is_err() || now + later < used.expires_at.0);
            }
        }

        #[test]
        fn the_window_is_five_minutes_and_a_little(iat in 0_i64..20_000, leeway in 0..=MAX_LEEWAY) {
            let is_good = (10_000 - 300 - leeway..=10_000 + PROOF_AHEAD + leeway).contains(&iat);
            prop_assert_eq!(judged(&Proof { iat: Timestamp(iat), ..proof() }, None, 10_000, leeway).is_ok(), is_good);
        }
    }
}
