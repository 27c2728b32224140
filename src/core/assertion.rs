//! An assertion: a JWT that somebody signs to say who they are, or who a user is (RFC 7521; RFC 7523; and
//! draft-ietf-oauth-rfc7523bis, which narrows both). The judge of tokens says whether it is good; here is what it must be besides.

use serde_json::Value;
use sha2::{Digest as _, Sha256};

use super::jose::same_typ;
use super::json::ClaimMap;
use super::policy::MAX_LEEWAY;
use super::proof::{PROOF_AHEAD, ProofUse};
use super::secret::TokenDigest;
use super::time::{Timestamp, Ttl};
use super::verify::{Excerpt, FoundClaim, Report};

/// What an assertion is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AssertionFor {
    /// An app says that it is itself (RFC 7523, 2.2).
    Client,
    /// Another issuer says who a user is (RFC 7523, 2.1).
    Grant,
}

/// What an assertion must be beside a good token.
#[derive(Debug, Clone, Copy)]
pub struct AssertionRules<'a> {
    /// What it is for.
    pub of: AssertionFor,
    /// Who signs it: the digest of its use is made with that name.
    pub signer: &'a str,
    /// Who reads it.
    pub audience: &'a str,
    /// As of when.
    pub now: Timestamp,
}

/// Why an assertion is not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AssertionFault {
    /// The judge refuses it as a token.
    #[error("{0}")]
    Token(String),
    /// It says that it is another kind of token.
    #[error("its typ is {0}, which is no assertion")]
    Typ(Excerpt),
    /// It could be shown to others too, who could show it here.
    #[error("its aud is {found}, and must be {expected} alone, as one text")]
    NotForUsAlone {
        /// What it says.
        found: FoundClaim,
        /// What it must say.
        expected: String,
    },
    /// Nothing tells it from another.
    #[error("it has no jti, by which it would be known again")]
    NoJti,
    /// A name that nobody needs.
    #[error("its jti is longer than {MOST_JTI} bytes")]
    LongJti,
    /// It would be good for longer than anybody needs.
    #[error("its exp {exp} is too far ahead: at most {most} from now is taken")]
    Far {
        /// When it ends.
        exp: Timestamp,
        /// How far ahead that may be.
        most: Ttl,
    },
    /// It was shown before.
    #[error("it was used before: its jti is taken once")]
    Used,
}

/// The longest `jti`, in bytes.
pub const MOST_JTI: usize = 255;

/// How far the clock of whoever signs may be from ours, in seconds: each one is made for this moment, on another machine.
pub const CLOCKS_APART: i64 = PROOF_AHEAD;

impl AssertionFor {
    /// How far ahead its end may be. An app makes one when it needs it, and common libraries give it an hour; another issuer may
    /// hand one out for longer.
    pub fn most_ahead(self) -> Ttl {
        match self {
            Self::Client => Ttl::minutes(60),
            Self::Grant => Ttl::days(1),
        }
    }

    /// The `typ` that says so (draft-ietf-oauth-rfc7523bis).
    pub fn typ(self) -> &'static str {
        match self {
            Self::Client => "client-authentication+jwt",
            Self::Grant => "authorization-grant+jwt",
        }
    }

    /// Whether a header with this `typ` may be one. One that says it is an access token, a proof or a logout token is that.
    fn takes(self, typ: Option<&str>) -> bool {
        typ.is_none_or(|typ| same_typ(typ, "JWT") || same_typ(typ, self.typ()))
    }
}

impl AssertionRules<'_> {
    /// What must be so of the header, before anything is asked.
    pub fn check_typ(&self, typ: Option<&str>) -> Result<(), AssertionFault> {
        match typ {
            Some(other) if !self.of.takes(Some(other)) => Err(AssertionFault::Typ(Excerpt::of(other))),
            _ => Ok(()),
        }
    }

    /// What must be so of what the judge found good; and that it is used. `signed` are the bytes that were signed: what has no
    /// `jti` is known by them.
    pub fn check(&self, report: &Report, signed: &[u8]) -> Result<ProofUse, AssertionFault> {
        let refused = || report.failure().map(|check| check.detail.to_string());
        let claims = match &report.claims {
            Some(claims) if report.is_valid() => claims,
            _ => return Err(AssertionFault::Token(refused().unwrap_or_else(|| "it is not good".to_owned()))),
        };
        self.check_audience(claims)?;
        let name = match (claims.get("jti"), self.of) {
            (Some(Value::String(jti)), _) if jti.len() > MOST_JTI => return Err(AssertionFault::LongJti),
            (Some(Value::String(jti)), _) if !jti.is_empty() => jti.as_bytes(),
            (None, AssertionFor::Grant) => signed,
            _ => return Err(AssertionFault::NoJti),
        };
        let (exp, most) = (report.times.expires_at.unwrap_or(self.now), self.of.most_ahead());
        if exp.0 > self.now.plus(most).0.saturating_add(CLOCKS_APART) {
            return Err(AssertionFault::Far { exp, most });
        }
        Ok(self.used(name, exp))
    }

    /// One of an app is for this issuer and nobody else: what is for several could be shown here by one of those.
    fn check_audience(&self, claims: &ClaimMap) -> Result<(), AssertionFault> {
        let found = claims.get("aud");
        if self.of == AssertionFor::Grant || found.and_then(Value::as_str) == Some(self.audience) {
            return Ok(());
        }
        Err(AssertionFault::NotForUsAlone { found: FoundClaim::of(found), expected: self.audience.to_owned() })
    }

    fn used(&self, name: &[u8], exp: Timestamp) -> ProofUse {
        let mut hash = Sha256::new_with_prefix(match self.of {
            AssertionFor::Client => &b"an assertion of an app\0"[..],
            AssertionFor::Grant => &b"an assertion of an issuer\0"[..],
        });
        for part in [self.signer.as_bytes(), name] {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part);
        }
        let end = Timestamp(exp.0.saturating_add(MAX_LEEWAY).saturating_add(1));
        ProofUse { digest: TokenDigest::from_bytes(hash.finalize().into()), expires_at: end }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::jose::compact::Times;

    const NOW: Timestamp = Timestamp(10_000);

    fn rules(of: AssertionFor) -> AssertionRules<'static> {
        AssertionRules { of, signer: "app", audience: "https://us.test", now: NOW }
    }

    fn report(claims: Value, exp: i64) -> Report {
        let Value::Object(claims) = claims else { panic!("no object") };
        Report {
            reason: None,
            checks: Vec::new(),
            claims: Some(claims.into_iter().collect()),
            header: None,
            known: None,
            times: Times { expires_at: Some(Timestamp(exp)), ..Times::default() },
            cause: None,
            warnings: Vec::new(),
            canary: None,
            proof: None,
        }
    }

    fn fault(of: AssertionFor, claims: Value, exp: i64) -> String {
        rules(of).check(&report(claims, exp), b"signed").expect_err("taken").to_string()
    }

    #[test]
    fn one_of_an_app_is_for_us_alone_soon_over_and_has_a_name() {
        use serde_json::json;
        let client = AssertionFor::Client;
        let good = json!({"aud": "https://us.test", "jti": "1"});
        assert!(rules(client).check(&report(good.clone(), 10_060), b"").is_ok());
        for aud in [json!(["https://us.test"]), json!("https://us.test/token"), json!(null), json!(7)] {
            assert!(fault(client, json!({"aud": aud, "jti": "1"}), 10_060).contains("alone"), "{aud}");
        }
        for jti in [json!(""), json!(7), json!(null)] {
            assert!(fault(client, json!({"aud": "https://us.test", "jti": jti}), 10_060).contains("no jti"), "{jti}");
        }
        assert!(fault(client, json!({"aud": "https://us.test"}), 10_060).contains("no jti"));
        let long = json!({"aud": "https://us.test", "jti": "x".repeat(MOST_JTI + 1)});
        assert!(fault(client, long, 10_060).contains("longer"));
        assert!(rules(client).check(&report(good.clone(), 13_600 + CLOCKS_APART), b"").is_ok());
        assert!(fault(client, good, 13_601 + CLOCKS_APART).contains("too far ahead"));
    }

    #[test]
    fn one_of_an_issuer_may_lack_a_name_and_is_then_known_by_what_was_signed() {
        let grant = rules(AssertionFor::Grant);
        let report = report(serde_json::json!({"aud": ["x", "https://us.test"]}), 10_060);
        let digest = |signed: &[u8]| *grant.check(&report, signed).unwrap().digest.as_bytes();
        assert_eq!(digest(b"one"), digest(b"one"));
        assert_ne!(digest(b"one"), digest(b"two"));
    }

    #[test]
    fn what_is_kept_of_one_is_by_whom_it_is_and_lasts_as_long_as_any_clock_takes_it() {
        let named = |of, signer| AssertionRules { signer, ..rules(of) };
        let report = report(serde_json::json!({"aud": "https://us.test", "jti": "1"}), 10_060);
        let digest = |of, signer| *named(of, signer).check(&report, b"").unwrap().digest.as_bytes();
        assert_ne!(digest(AssertionFor::Client, "a"), digest(AssertionFor::Client, "b"));
        assert_ne!(digest(AssertionFor::Client, "a"), digest(AssertionFor::Grant, "a"));
        let used = rules(AssertionFor::Client).check(&report, b"").unwrap();
        assert!(used.expires_at.0 > 10_060 + MAX_LEEWAY);
    }

    #[test]
    fn what_says_that_it_is_another_kind_of_token_is_none() {
        for (of, own, others) in [
            (AssertionFor::Client, "client-authentication+jwt", "authorization-grant+jwt"),
            (AssertionFor::Grant, "application/authorization-grant+jwt", "client-authentication+jwt"),
        ] {
            let typ = |typ| rules(of).check_typ(typ);
            for good in [None, Some("JWT"), Some("jwt"), Some(own)] {
                assert_eq!(typ(good), Ok(()), "{good:?}");
            }
            for bad in ["at+jwt", "dpop+jwt", "logout+jwt", "revocations+jwt", "", others] {
                assert!(typ(Some(bad)).is_err(), "{bad}");
            }
        }
    }
}
