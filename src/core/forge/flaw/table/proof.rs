//! Proofs of possession (DPoP) that are wrong, each in one check of RFC 9449, 4.3.

use super::super::name::Flaw;
use super::super::rank::{Kind, Rank};
use super::super::row::{ExpectedVerdict, FlawRow, bad, row};
use super::super::weakness::Weakness;
use crate::core::reason::Reason;

/// One who is shown the token alone cannot know what is wrong with its proof.
const NO_PROOF: &[(&str, &str)] = &[("PyJWT", "looks at no proof"), ("jose", "leaves proofs to oauth4webapi")];

pub(super) const ROWS: [FlawRow; 24] = [
    row(
        Flaw::DpopValid,
        "dpop-valid",
        ExpectedVerdict::Valid,
        "nothing is wrong: a token that is bound to a key, with a good proof (DPoP) of it",
        "RFC 9449, 4.3 and 7.1",
    )
    .shows(Weakness::None, Rank::Informative),
    bad(
        Flaw::DpopMissing,
        "dpop-missing",
        Reason::ContextMismatch,
        "bound to a key, and shown without a proof",
        "RFC 9449, 7.1; RFC 7800, 1",
    )
    .but(NO_PROOF)
    .shows(Weakness::Unproven, Rank::High),
    bad(
        Flaw::DpopUnbound,
        "dpop-unbound",
        Reason::ContextMismatch,
        "a good proof beside a token that is not bound to any key",
        "RFC 9449, 7.1 and 7.2",
    )
    .but(NO_PROOF)
    .shows(Weakness::Unproven, Rank::Low),
    bad(
        Flaw::DpopOtherKey,
        "dpop-other-key",
        Reason::ContextMismatch,
        "the proof is of another key than the token is bound to",
        "RFC 9449, 4.3, check 12",
    )
    .but(NO_PROOF)
    .shows(Weakness::ProofKey, Rank::High),
    bad(
        Flaw::DpopSignature,
        "dpop-signature",
        Reason::ContextMismatch,
        "the signature of the proof is that of another key than its jwk",
        "RFC 9449, 4.3, check 6",
    )
    .but(NO_PROOF)
    .shows(Weakness::ProofKey, Rank::High),
    bad(Flaw::DpopTyp, "dpop-typ", Reason::ContextMismatch, "typ of the proof is JWT", "RFC 9449, 4.3, check 4")
        .but(NO_PROOF)
        .shows(Weakness::ProofKey, Rank::Medium),
    bad(
        Flaw::DpopNone,
        "dpop-none",
        Reason::ContextMismatch,
        "alg of the proof is none, and it has no signature",
        "RFC 9449, 4.3, check 5",
    )
    .but(NO_PROOF)
    .shows(Weakness::ProofKey, Rank::High),
    bad(
        Flaw::DpopHmac,
        "dpop-hmac",
        Reason::ContextMismatch,
        "alg of the proof is HS256, with the text of its jwk as the secret",
        "RFC 9449, 4.3, check 5",
    )
    .but(NO_PROOF)
    .shows(Weakness::ProofKey, Rank::High),
    bad(
        Flaw::DpopNoJwk,
        "dpop-no-jwk",
        Reason::ContextMismatch,
        "no jwk in the proof",
        "RFC 9449, 4.2 and 4.3, check 3",
    )
    .but(NO_PROOF)
    .shows(Weakness::ProofKey, Rank::High),
    bad(
        Flaw::DpopPrivateJwk,
        "dpop-private-jwk",
        Reason::ContextMismatch,
        "jwk of the proof is the private key",
        "RFC 9449, 4.3, check 7",
    )
    .but(NO_PROOF)
    .shows(Weakness::ProofKey, Rank::Low)
    .kind(Kind::OwnKey),
    bad(
        Flaw::DpopNoJti,
        "dpop-no-jti",
        Reason::ContextMismatch,
        "no jti in the proof: it could be shown again and again",
        "RFC 9449, 4.3, check 3",
    )
    .but(NO_PROOF)
    .shows(Weakness::ProofTime, Rank::Low),
    bad(Flaw::DpopNoHtm, "dpop-no-htm", Reason::ContextMismatch, "no htm in the proof", "RFC 9449, 4.3, check 3")
        .but(NO_PROOF)
        .shows(Weakness::ProofRequest, Rank::Medium),
    bad(Flaw::DpopNoHtu, "dpop-no-htu", Reason::ContextMismatch, "no htu in the proof", "RFC 9449, 4.3, check 3")
        .but(NO_PROOF)
        .shows(Weakness::ProofRequest, Rank::Medium),
    bad(
        Flaw::DpopNoIat,
        "dpop-no-iat",
        Reason::ContextMismatch,
        "no iat in the proof: it would be good for ever",
        "RFC 9449, 4.3, check 3",
    )
    .but(NO_PROOF)
    .shows(Weakness::ProofTime, Rank::Medium),
    bad(
        Flaw::DpopNoAth,
        "dpop-no-ath",
        Reason::ContextMismatch,
        "no ath in the proof: it would go with every token of its key",
        "RFC 9449, 4.3, check 12",
    )
    .but(NO_PROOF)
    .shows(Weakness::ProofRequest, Rank::Medium),
    bad(
        Flaw::DpopWrongHtm,
        "dpop-wrong-htm",
        Reason::ContextMismatch,
        "the proof is for another method",
        "RFC 9449, 4.3, check 8",
    )
    .but(NO_PROOF)
    .shows(Weakness::ProofRequest, Rank::Medium),
    bad(
        Flaw::DpopWrongHtu,
        "dpop-wrong-htu",
        Reason::ContextMismatch,
        "the proof is for another address",
        "RFC 9449, 4.3, check 9",
    )
    .but(NO_PROOF)
    .shows(Weakness::ProofRequest, Rank::High),
    bad(
        Flaw::DpopWrongAth,
        "dpop-wrong-ath",
        Reason::ContextMismatch,
        "the proof is for another token",
        "RFC 9449, 4.3, check 12",
    )
    .but(NO_PROOF)
    .shows(Weakness::ProofRequest, Rank::Medium),
    bad(
        Flaw::DpopOldIat,
        "dpop-old-iat",
        Reason::ContextMismatch,
        "the proof was made more than an hour ago",
        "RFC 9449, 4.3, check 11",
    )
    .but(NO_PROOF)
    .shows(Weakness::ProofTime, Rank::Medium),
    bad(
        Flaw::DpopFutureIat,
        "dpop-future-iat",
        Reason::ContextMismatch,
        "the proof says that it was made tomorrow",
        "RFC 9449, 4.3, check 11",
    )
    .but(NO_PROOF)
    .shows(Weakness::ProofTime, Rank::Low),
    bad(
        Flaw::DpopNoNonce,
        "dpop-no-nonce",
        Reason::ContextMismatch,
        "no nonce in the proof, where the server asked for one",
        "RFC 9449, 4.3, check 10",
    )
    .but(NO_PROOF)
    .shows(Weakness::ProofTime, Rank::Low),
    bad(
        Flaw::DpopNonce,
        "dpop-nonce",
        Reason::ContextMismatch,
        "the nonce of the proof is not the one that the server asked for",
        "RFC 9449, 4.3, check 10",
    )
    .but(NO_PROOF)
    .shows(Weakness::ProofTime, Rank::Low),
    bad(
        Flaw::DpopAsBearer,
        "dpop-as-bearer",
        Reason::ContextMismatch,
        "bound to a key, and shown as a bearer token without a proof: only a probe tries that",
        "RFC 9449, 7.2",
    )
    .but(NO_PROOF)
    .shows(Weakness::Unproven, Rank::High),
    bad(
        Flaw::DpopReplayed,
        "dpop-replayed",
        Reason::ContextMismatch,
        "a good proof, shown a second time: only a probe tries that",
        "RFC 9449, 11.1",
    )
    .but(NO_PROOF)
    .shows(Weakness::ProofTime, Rank::Low)
    .kind(Kind::Stateful),
];
