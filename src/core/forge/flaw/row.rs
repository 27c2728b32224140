//! What belongs to a flaw.

use super::name::Flaw;
use super::rank::{Kind, Rank};
use super::weakness::Weakness;
use crate::core::reason::Reason;

/// What `token verify` says of a test token, in the home that it was forged in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExpectedVerdict {
    /// That it is good: a control.
    Valid,
    /// That it is good where its algorithm has one key, and [`Reason::UnknownKey`] where several could be meant.
    ValidForOnlyKey,
    /// [`Reason::AlgorithmNotAllowed`], or [`Reason::BadSignature`] where it is the algorithm of the key.
    NotOfKey,
    /// This.
    Refused(Reason),
}

/// Which key makes the signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignedBy {
    /// The key that signs for the app.
    Home,
    /// An active key of ECDSA.
    Ecdsa,
    /// An active key of ML-DSA.
    MlDsa,
    /// A key that nobody has heard of, of another curve of ECDSA or other parameters of ML-DSA than the one that signs for the app.
    OtherCurve,
    /// A key that nobody has heard of.
    Foreign,
    /// A key of the home whose time is over, made for this.
    Retired,
    /// A key of the home that was revoked, made for this.
    Revoked,
    /// The text of the public key, as a secret.
    PublicPem,
    /// The bytes of the public key, as a secret.
    PublicDer,
    /// The text of the public key without the end of its last line, as a secret.
    PublicTrimmed,
    /// What everybody can guess, as a secret.
    Guessed,
}

/// What belongs to a flaw.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FlawRow {
    /// The flaw.
    pub flaw: Flaw,
    /// Its word.
    pub name: &'static str,
    /// What is wrong with the token.
    pub summary: &'static str,
    /// What `token verify` says.
    pub expected: ExpectedVerdict,
    /// Which key makes the signature.
    pub signed_by: SignedBy,
    /// Where it is written that this must be refused.
    pub source: &'static str,
    /// Libraries that take such a token at their strictest settings, and why.
    pub differs: &'static [(&'static str, &'static str)],
    /// What is wrong with a verifier that takes it.
    pub weakness: Weakness,
    /// How grave that is.
    pub rank: Rank,
    /// Who could tell.
    pub kind: Kind,
}

impl FlawRow {
    pub(super) const fn by(self, signed_by: SignedBy) -> Self {
        Self { signed_by, ..self }
    }

    /// What is wrong with a verifier that takes it, and how grave that is.
    pub(super) const fn shows(self, weakness: Weakness, rank: Rank) -> Self {
        Self { weakness, rank, ..self }
    }

    /// Who could tell, where that is not everyone with the issuer's keys.
    pub(super) const fn kind(self, kind: Kind) -> Self {
        Self { kind, ..self }
    }

    pub(super) const fn but(self, differs: &'static [(&'static str, &'static str)]) -> Self {
        Self { differs, ..self }
    }
}

pub(super) const fn row(
    flaw: Flaw,
    name: &'static str,
    expected: ExpectedVerdict,
    summary: &'static str,
    source: &'static str,
) -> FlawRow {
    FlawRow {
        flaw,
        name,
        summary,
        expected,
        signed_by: SignedBy::Home,
        source,
        differs: &[],
        weakness: Weakness::None,
        rank: Rank::Informative,
        kind: Kind::Stateless,
    }
}

pub(super) const fn bad(
    flaw: Flaw,
    name: &'static str,
    reason: Reason,
    summary: &'static str,
    source: &'static str,
) -> FlawRow {
    row(flaw, name, ExpectedVerdict::Refused(reason), summary, source)
}
