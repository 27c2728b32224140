//! THE TABLE of flaws: every test token, what is wrong with it, what `token verify` says, and why it must.
//! Help, manual page, manifest and tests all read it.

use crate::core::reason::Reason;

/// A test token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "FLAWS says what each means")]
pub enum Flaw {
    Valid,
    EcdsaTwin,
    NoKid,
    Expired,
    NotYetValid,
    NoExp,
    WrongAud,
    NoAud,
    WrongIss,
    NoIss,
    WrongTyp,
    NoTyp,
    UnknownKid,
    RetiredKey,
    RevokedKey,
    ForeignKey,
    UnknownToken,
    RevokedToken,
    BlockedApp,
    AlgNone,
    AlgNoneTitle,
    AlgNoneUpper,
    AlgNoneMixed,
    Hs256PublicPem,
    Hs256PublicDer,
    EmbeddedJwk,
    Jku,
    Crit,
    B64,
    DuplicateClaim,
    TamperedPayload,
    TruncatedSignature,
    PaddedSignature,
    EmptySignature,
    ZeroEcdsa,
    EcdsaDer,
    EcdsaSwapped,
    OtherCurve,
    MlDsaHint,
    Base64Padding,
    Base64Bits,
    RefreshAsAccess,
    ExpString,
    ExpFar,
    Huge,
    Deep,
    Jwe,
    JsonSerialization,
    DpopValid,
    DpopMissing,
    DpopUnbound,
    DpopOtherKey,
    DpopSignature,
    DpopTyp,
    DpopNone,
    DpopHmac,
    DpopNoJwk,
    DpopPrivateJwk,
    DpopNoJti,
    DpopNoHtm,
    DpopNoHtu,
    DpopNoIat,
    DpopNoAth,
    DpopWrongHtm,
    DpopWrongHtu,
    DpopWrongAth,
    DpopOldIat,
    DpopFutureIat,
    DpopNoNonce,
    DpopNonce,
}

/// What `token verify` says of a test token, in the home that it was forged in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExpectedVerdict {
    /// That it is good: a control.
    Valid,
    /// That it is good where its algorithm has one key, and [`Reason::UnknownKey`] where several could be meant.
    ValidForOnlyKey,
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
}

impl FlawRow {
    const fn by(self, signed_by: SignedBy) -> Self {
        Self { signed_by, ..self }
    }

    const fn but(self, differs: &'static [(&'static str, &'static str)]) -> Self {
        Self { differs, ..self }
    }
}

const fn row(
    flaw: Flaw,
    name: &'static str,
    expected: ExpectedVerdict,
    summary: &'static str,
    source: &'static str,
) -> FlawRow {
    FlawRow { flaw, name, summary, expected, signed_by: SignedBy::Home, source, differs: &[] }
}

const fn bad(flaw: Flaw, name: &'static str, reason: Reason, summary: &'static str, source: &'static str) -> FlawRow {
    row(flaw, name, ExpectedVerdict::Refused(reason), summary, source)
}

/// One who verifies a signature and claims cannot know what only the ledger knows.
const NO_LEDGER: &[(&str, &str)] = &[("PyJWT", "asks no ledger"), ("jose", "asks no ledger")];

/// One who is shown the token alone cannot know what is wrong with its proof.
const NO_PROOF: &[(&str, &str)] = &[("PyJWT", "looks at no proof"), ("jose", "leaves proofs to oauth4webapi")];

/// Every test token, the controls first.
pub const FLAWS: [FlawRow; 70] = [
    row(
        Flaw::Valid,
        "valid",
        ExpectedVerdict::Valid,
        "nothing is wrong: a control, to show that good tokens are taken",
        "RFC 9068, 2",
    ),
    row(
        Flaw::EcdsaTwin,
        "ecdsa-twin",
        ExpectedVerdict::Valid,
        "still valid: the other signature (r, n-s) that ECDSA has for the same bytes; a denylist of texts misses it",
        "SEC 1, 4.1.4; RFC 7518, 3.4",
    )
    .by(SignedBy::Ecdsa),
    row(
        Flaw::NoKid,
        "no-kid",
        ExpectedVerdict::ValidForOnlyKey,
        "no kid in the header: still valid where its algorithm has one key, unknown where it has several",
        "RFC 7515, 4.1.4",
    ),
    bad(Flaw::Expired, "expired", Reason::Expired, "exp was an hour ago", "RFC 7519, 4.1.4"),
    bad(
        Flaw::NotYetValid,
        "not-yet-valid",
        Reason::NotYetValid,
        "nbf is a day after exp, so that the token never becomes good",
        "RFC 7519, 4.1.5",
    ),
    bad(Flaw::NoExp, "no-exp", Reason::Expired, "no exp: it would never end", "RFC 9068, 2.2"),
    bad(
        Flaw::WrongAud,
        "wrong-aud",
        Reason::AudienceMismatch,
        "aud is somebody else",
        "RFC 7519, 4.1.3; RFC 8725, 3.9",
    ),
    bad(Flaw::NoAud, "no-aud", Reason::AudienceMismatch, "no aud: it is for nobody", "RFC 9068, 2.2"),
    bad(
        Flaw::WrongIss,
        "wrong-iss",
        Reason::IssuerMismatch,
        "iss has one character more",
        "RFC 8725, 3.8; RFC 9068, 4",
    ),
    bad(Flaw::NoIss, "no-iss", Reason::IssuerMismatch, "no iss", "RFC 9068, 2.2"),
    bad(
        Flaw::WrongTyp,
        "wrong-typ",
        Reason::TypeMismatch,
        "typ is JWT, as an ID token's",
        "RFC 8725, 3.11; RFC 9068, 4",
    )
    .but(&[("PyJWT", "does not look at typ")]),
    bad(Flaw::NoTyp, "no-typ", Reason::TypeMismatch, "no typ in the header", "RFC 9068, 2.1 and 4")
        .but(&[("PyJWT", "does not look at typ")]),
    bad(Flaw::UnknownKid, "unknown-kid", Reason::UnknownKey, "a kid that no key has", "RFC 7515, 4.1.4"),
    bad(
        Flaw::RetiredKey,
        "retired-key",
        Reason::UnknownKey,
        "signed by a key whose time is over, made for this",
        "RFC 7517, 5; NIST SP 800-57, part 1, 5.3",
    )
    .by(SignedBy::Retired),
    bad(
        Flaw::RevokedKey,
        "revoked-key",
        Reason::Revoked,
        "signed by a revoked key, made for this",
        "NIST SP 800-57, part 1, 5.5",
    )
    .by(SignedBy::Revoked),
    bad(
        Flaw::ForeignKey,
        "foreign-key",
        Reason::BadSignature,
        "signed by somebody else's key under the kid of ours",
        "RFC 7515, 5.2",
    )
    .by(SignedBy::Foreign),
    bad(
        Flaw::UnknownToken,
        "unknown-token",
        Reason::UnknownToken,
        "our key signed it, but the ledger has no such jti: only one who asks the ledger can tell",
        "RFC 7662, 2.2",
    )
    .but(NO_LEDGER),
    bad(
        Flaw::RevokedToken,
        "revoked-token",
        Reason::Revoked,
        "revoked in the ledger: only one who asks the ledger can tell",
        "RFC 7009, 2; RFC 7662, 2.2",
    )
    .but(NO_LEDGER),
    bad(
        Flaw::BlockedApp,
        "blocked-app",
        Reason::AppBlocked,
        "its app is blocked, and was made for this: only one who asks the ledger can tell",
        "RFC 7662, 2.2",
    )
    .but(NO_LEDGER),
    bad(
        Flaw::AlgNone,
        "alg-none",
        Reason::AlgorithmNotAllowed,
        "alg is none, and there is no signature",
        "RFC 8725, 2.1 and 3.2; CVE-2015-2951",
    ),
    bad(
        Flaw::AlgNoneTitle,
        "alg-none-title",
        Reason::AlgorithmNotAllowed,
        "alg is None, and there is no signature",
        "RFC 8725, 2.1",
    ),
    bad(
        Flaw::AlgNoneUpper,
        "alg-none-upper",
        Reason::AlgorithmNotAllowed,
        "alg is NONE, and there is no signature",
        "RFC 8725, 2.1",
    ),
    bad(
        Flaw::AlgNoneMixed,
        "alg-none-mixed",
        Reason::AlgorithmNotAllowed,
        "alg is nOnE, and there is no signature",
        "RFC 8725, 2.1",
    ),
    bad(
        Flaw::Hs256PublicPem,
        "hs256-public-pem",
        Reason::AlgorithmNotAllowed,
        "HS256 with the public key in PEM as the secret",
        "RFC 8725, 2.1 and 3.1; CVE-2016-10555",
    )
    .by(SignedBy::PublicPem),
    bad(
        Flaw::Hs256PublicDer,
        "hs256-public-der",
        Reason::AlgorithmNotAllowed,
        "HS256 with the public key in DER as the secret",
        "RFC 8725, 2.1 and 3.1; CVE-2022-29217",
    )
    .by(SignedBy::PublicDer),
    bad(
        Flaw::EmbeddedJwk,
        "embedded-jwk",
        Reason::BadSignature,
        "signed by somebody else's key, which the header brings along as jwk",
        "RFC 7515, 4.1.3; CVE-2018-0114",
    )
    .by(SignedBy::Foreign),
    bad(
        Flaw::Jku,
        "jku",
        Reason::BadSignature,
        "signed by somebody else's key, which the header points to as jku (a data: address, so no server is needed)",
        "RFC 7515, 4.1.2; RFC 8725, 3.10",
    )
    .by(SignedBy::Foreign),
    bad(
        Flaw::Crit,
        "crit",
        Reason::Malformed,
        "crit names an extension that nobody understands",
        "RFC 7515, 4.1.11; CVE-2025-59420",
    ),
    bad(
        Flaw::B64,
        "b64",
        Reason::Malformed,
        "b64 is false, and crit does not say so: two readers take two payloads",
        "RFC 7797, 6 and 7",
    )
    .but(&[("jose", "passes over b64 where crit does not name it")]),
    bad(
        Flaw::DuplicateClaim,
        "duplicate-claim",
        Reason::Malformed,
        "sub is there twice, with two values",
        "RFC 7519, 4; RFC 7515, 5.2",
    )
    .but(&[("PyJWT", "takes the last of two members"), ("jose", "takes the last of two members")]),
    bad(
        Flaw::TamperedPayload,
        "tampered-payload",
        Reason::BadSignature,
        "sub was changed after signing",
        "RFC 7515, 5.2",
    ),
    bad(
        Flaw::TruncatedSignature,
        "truncated-signature",
        Reason::BadSignature,
        "the last byte of the signature is missing",
        "RFC 7518, 3; RFC 7515, 5.2",
    ),
    bad(
        Flaw::PaddedSignature,
        "padded-signature",
        Reason::BadSignature,
        "a zero byte follows the signature",
        "RFC 7518, 3; RFC 7515, 5.2",
    ),
    bad(
        Flaw::EmptySignature,
        "empty-signature",
        Reason::BadSignature,
        "alg is right, and there is no signature",
        "RFC 7515, 5.2; CVE-2020-28042",
    ),
    bad(
        Flaw::ZeroEcdsa,
        "zero-ecdsa",
        Reason::BadSignature,
        "an ECDSA signature of zeros",
        "SEC 1, 4.1.4; CVE-2022-21449",
    )
    .by(SignedBy::Ecdsa),
    bad(
        Flaw::EcdsaDer,
        "ecdsa-der",
        Reason::BadSignature,
        "a good ECDSA signature in DER, as cryptographic libraries write it, and not r and s of equal length",
        "RFC 7518, 3.4",
    )
    .by(SignedBy::Ecdsa),
    bad(
        Flaw::EcdsaSwapped,
        "ecdsa-swapped",
        Reason::BadSignature,
        "an ECDSA signature with s before r",
        "RFC 7518, 3.4",
    )
    .by(SignedBy::Ecdsa),
    bad(
        Flaw::OtherCurve,
        "other-curve",
        Reason::AlgorithmNotAllowed,
        "signed by somebody else's key on another curve (of ML-DSA: of another size), whose algorithm the header names",
        "RFC 7518, 3.4; RFC 8725, 3.1",
    )
    .by(SignedBy::OtherCurve),
    bad(
        Flaw::MlDsaHint,
        "ml-dsa-hint",
        Reason::BadSignature,
        "an ML-DSA signature whose hint counts more than there can be",
        "FIPS 204, 7.1, algorithm 21",
    )
    .by(SignedBy::MlDsa),
    bad(
        Flaw::Base64Padding,
        "base64-padding",
        Reason::Malformed,
        "the payload is base64url with = at its end, and signed so",
        "RFC 7515, 2 and 5.2",
    )
    .but(&[("PyJWT", "takes padding"), ("jose", "takes padding")]),
    bad(
        Flaw::Base64Bits,
        "base64-bits",
        Reason::Malformed,
        "the last letter of the payload has bits that no byte uses, and is signed so",
        "RFC 4648, 3.5; RFC 7515, 2",
    )
    .but(&[("jose", "passes over bits that no byte uses")]),
    bad(
        Flaw::RefreshAsAccess,
        "refresh-as-access",
        Reason::TypeMismatch,
        "a refresh token shown as an access token; it has the right form and refreshes nothing",
        "RFC 6749, 1.5",
    ),
    bad(Flaw::ExpString, "exp-string", Reason::Malformed, "exp is a string", "RFC 7519, 2 and 4.1.4")
        .but(&[("PyJWT", "takes a string of digits for a number")]),
    bad(
        Flaw::ExpFar,
        "exp-far",
        Reason::Malformed,
        "exp is in milliseconds: some fifty thousand years away",
        "RFC 7519, 2 and 4.1.4",
    )
    .but(&[("PyJWT", "takes every number"), ("jose", "takes every number")]),
    bad(Flaw::Huge, "huge", Reason::Malformed, "more than 1 MiB", "CWE-400; CWE-770")
        .but(&[("PyJWT", "has no limit of its own"), ("jose", "has no limit of its own")]),
    bad(Flaw::Deep, "deep", Reason::Malformed, "a claim nested 1000 deep", "RFC 8259, 9; CWE-674")
        .but(&[("jose", "has no limit of its own")]),
    bad(Flaw::Jwe, "jwe", Reason::Malformed, "an encrypted token of five parts", "RFC 7516, 7.1; RFC 9068, 2"),
    bad(
        Flaw::JsonSerialization,
        "json-serialization",
        Reason::Malformed,
        "the JSON serialization of a good token",
        "RFC 7519, 1; RFC 7515, 7.2",
    ),
    row(
        Flaw::DpopValid,
        "dpop-valid",
        ExpectedVerdict::Valid,
        "nothing is wrong: a token that is bound to a key, with a good proof (DPoP) of it",
        "RFC 9449, 4.3 and 7.1",
    ),
    bad(
        Flaw::DpopMissing,
        "dpop-missing",
        Reason::ContextMismatch,
        "bound to a key, and shown without a proof",
        "RFC 9449, 7.1; RFC 7800, 1",
    )
    .but(NO_PROOF),
    bad(
        Flaw::DpopUnbound,
        "dpop-unbound",
        Reason::ContextMismatch,
        "a good proof beside a token that is not bound to any key",
        "RFC 9449, 7.1 and 7.2",
    )
    .but(NO_PROOF),
    bad(
        Flaw::DpopOtherKey,
        "dpop-other-key",
        Reason::ContextMismatch,
        "the proof is of another key than the token is bound to",
        "RFC 9449, 4.3, check 12",
    )
    .but(NO_PROOF),
    bad(
        Flaw::DpopSignature,
        "dpop-signature",
        Reason::ContextMismatch,
        "the signature of the proof is that of another key than its jwk",
        "RFC 9449, 4.3, check 6",
    )
    .but(NO_PROOF),
    bad(Flaw::DpopTyp, "dpop-typ", Reason::ContextMismatch, "typ of the proof is JWT", "RFC 9449, 4.3, check 4")
        .but(NO_PROOF),
    bad(
        Flaw::DpopNone,
        "dpop-none",
        Reason::ContextMismatch,
        "alg of the proof is none, and it has no signature",
        "RFC 9449, 4.3, check 5",
    )
    .but(NO_PROOF),
    bad(
        Flaw::DpopHmac,
        "dpop-hmac",
        Reason::ContextMismatch,
        "alg of the proof is HS256, with the text of its jwk as the secret",
        "RFC 9449, 4.3, check 5",
    )
    .but(NO_PROOF),
    bad(
        Flaw::DpopNoJwk,
        "dpop-no-jwk",
        Reason::ContextMismatch,
        "no jwk in the proof",
        "RFC 9449, 4.2 and 4.3, check 3",
    )
    .but(NO_PROOF),
    bad(
        Flaw::DpopPrivateJwk,
        "dpop-private-jwk",
        Reason::ContextMismatch,
        "jwk of the proof is the private key",
        "RFC 9449, 4.3, check 7",
    )
    .but(NO_PROOF),
    bad(
        Flaw::DpopNoJti,
        "dpop-no-jti",
        Reason::ContextMismatch,
        "no jti in the proof: it could be shown again and again",
        "RFC 9449, 4.3, check 3",
    )
    .but(NO_PROOF),
    bad(Flaw::DpopNoHtm, "dpop-no-htm", Reason::ContextMismatch, "no htm in the proof", "RFC 9449, 4.3, check 3")
        .but(NO_PROOF),
    bad(Flaw::DpopNoHtu, "dpop-no-htu", Reason::ContextMismatch, "no htu in the proof", "RFC 9449, 4.3, check 3")
        .but(NO_PROOF),
    bad(
        Flaw::DpopNoIat,
        "dpop-no-iat",
        Reason::ContextMismatch,
        "no iat in the proof: it would be good for ever",
        "RFC 9449, 4.3, check 3",
    )
    .but(NO_PROOF),
    bad(
        Flaw::DpopNoAth,
        "dpop-no-ath",
        Reason::ContextMismatch,
        "no ath in the proof: it would go with every token of its key",
        "RFC 9449, 4.3, check 12",
    )
    .but(NO_PROOF),
    bad(
        Flaw::DpopWrongHtm,
        "dpop-wrong-htm",
        Reason::ContextMismatch,
        "the proof is for another method",
        "RFC 9449, 4.3, check 8",
    )
    .but(NO_PROOF),
    bad(
        Flaw::DpopWrongHtu,
        "dpop-wrong-htu",
        Reason::ContextMismatch,
        "the proof is for another address",
        "RFC 9449, 4.3, check 9",
    )
    .but(NO_PROOF),
    bad(
        Flaw::DpopWrongAth,
        "dpop-wrong-ath",
        Reason::ContextMismatch,
        "the proof is for another token",
        "RFC 9449, 4.3, check 12",
    )
    .but(NO_PROOF),
    bad(
        Flaw::DpopOldIat,
        "dpop-old-iat",
        Reason::ContextMismatch,
        "the proof was made more than an hour ago",
        "RFC 9449, 4.3, check 11",
    )
    .but(NO_PROOF),
    bad(
        Flaw::DpopFutureIat,
        "dpop-future-iat",
        Reason::ContextMismatch,
        "the proof says that it was made tomorrow",
        "RFC 9449, 4.3, check 11",
    )
    .but(NO_PROOF),
    bad(
        Flaw::DpopNoNonce,
        "dpop-no-nonce",
        Reason::ContextMismatch,
        "no nonce in the proof, where the server asked for one",
        "RFC 9449, 4.3, check 10",
    )
    .but(NO_PROOF),
    bad(
        Flaw::DpopNonce,
        "dpop-nonce",
        Reason::ContextMismatch,
        "the nonce of the proof is not the one that the server asked for",
        "RFC 9449, 4.3, check 10",
    )
    .but(NO_PROOF),
];

impl Flaw {
    /// The row of the table.
    pub fn row(self) -> &'static FlawRow {
        // The table has the order of the enum, which a test holds.
        &FLAWS[self as usize]
    }

    /// The word for it.
    pub fn name(self) -> &'static str {
        self.row().name
    }

    /// The flaw of this word.
    pub fn from_name(name: &str) -> Option<Self> {
        FLAWS.iter().find(|row| row.name == name).map(|row| row.flaw)
    }

    /// Whether it is about the proof (DPoP) that a token is shown with.
    pub fn is_of_proof(self) -> bool {
        self as usize >= Self::DpopValid as usize
    }

    /// Whether the ledger has a row of the token, so that nothing else is wrong with it.
    pub fn is_recorded(self) -> bool {
        !matches!(self, Self::UnknownToken | Self::RefreshAsAccess | Self::Jwe)
    }

    /// Whether the home's own key signs it, so that a service that does not look closely takes it.
    pub fn is_dangerous(self) -> bool {
        let row = self.row();
        let unsigned = matches!(
            self,
            Self::AlgNone
                | Self::AlgNoneTitle
                | Self::AlgNoneUpper
                | Self::AlgNoneMixed
                | Self::EmptySignature
                | Self::ZeroEcdsa
                | Self::MlDsaHint
                | Self::RefreshAsAccess
                | Self::Jwe
        );
        matches!(row.signed_by, SignedBy::Home | SignedBy::Ecdsa | SignedBy::MlDsa) && !unsigned
    }

    /// Whether nothing in the token ends it, for a service that takes it at all.
    pub fn is_endless(self) -> bool {
        matches!(self, Self::NoExp | Self::ExpFar | Self::ExpString)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_flaw_has_its_own_row_and_word() {
        for (place, row) in FLAWS.iter().enumerate() {
            assert_eq!(row.flaw.row(), row);
            assert_eq!(row.flaw as usize, place);
            assert_eq!(Flaw::from_name(row.name), Some(row.flaw));
            assert!(
                row.name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'),
                "{}",
                row.name
            );
            assert!(!row.summary.is_empty() && !row.source.is_empty());
        }
    }

    #[test]
    fn a_token_that_never_ends_is_dangerous() {
        assert!(FLAWS.iter().filter(|row| row.flaw.is_endless()).all(|row| row.flaw.is_dangerous()));
        assert!(!Flaw::AlgNone.is_dangerous());
        assert!(!Flaw::ForeignKey.is_dangerous());
    }
}
