//! Signatures, encodings and numbers that are not what they should be.

use super::super::name::Flaw;
use super::super::rank::{Kind, Rank};
use super::super::row::{FlawRow, SignedBy, bad};
use super::super::weakness::Weakness;
use crate::core::reason::Reason;

pub(super) const ROWS: [FlawRow; 21] = [
    bad(
        Flaw::Crit,
        "crit",
        Reason::Malformed,
        "crit names an extension that nobody understands",
        "RFC 7515, 4.1.11; CVE-2025-59420",
    )
    .shows(Weakness::Critical, Rank::Low)
    .kind(Kind::OwnKey),
    bad(
        Flaw::B64,
        "b64",
        Reason::Malformed,
        "b64 is false, and crit does not say so: two readers take two payloads",
        "RFC 7797, 6 and 7",
    )
    .but(&[("jose", "passes over b64 where crit does not name it")])
    .shows(Weakness::Critical, Rank::Low)
    .kind(Kind::OwnKey),
    bad(
        Flaw::DuplicateClaim,
        "duplicate-claim",
        Reason::Malformed,
        "sub is there twice, with two values",
        "RFC 7519, 4; RFC 7515, 5.2",
    )
    .but(&[("PyJWT", "takes the last of two members"), ("jose", "takes the last of two members")])
    .shows(Weakness::Twice, Rank::Low)
    .kind(Kind::OwnKey),
    bad(
        Flaw::TamperedPayload,
        "tampered-payload",
        Reason::BadSignature,
        "sub was changed after signing",
        "RFC 7515, 5.2",
    )
    .shows(Weakness::Unverified, Rank::Critical),
    bad(
        Flaw::TruncatedSignature,
        "truncated-signature",
        Reason::BadSignature,
        "the last byte of the signature is missing",
        "RFC 7518, 3; RFC 7515, 5.2",
    )
    .shows(Weakness::Unverified, Rank::High),
    bad(
        Flaw::PaddedSignature,
        "padded-signature",
        Reason::BadSignature,
        "a zero byte follows the signature",
        "RFC 7518, 3; RFC 7515, 5.2",
    )
    .shows(Weakness::Loose, Rank::Low),
    bad(
        Flaw::EmptySignature,
        "empty-signature",
        Reason::BadSignature,
        "alg is right, and there is no signature",
        "RFC 7515, 5.2; CVE-2020-28042",
    )
    .shows(Weakness::Unsigned, Rank::Critical),
    bad(
        Flaw::ZeroEcdsa,
        "zero-ecdsa",
        Reason::BadSignature,
        "an ECDSA signature of zeros",
        "SEC 1, 4.1.4; CVE-2022-21449",
    )
    .by(SignedBy::Ecdsa)
    .shows(Weakness::Unverified, Rank::Critical),
    bad(
        Flaw::EcdsaDer,
        "ecdsa-der",
        Reason::BadSignature,
        "a good ECDSA signature in DER, as cryptographic libraries write it, and not r and s of equal length",
        "RFC 7518, 3.4",
    )
    .by(SignedBy::Ecdsa)
    .shows(Weakness::Loose, Rank::Low),
    bad(
        Flaw::EcdsaSwapped,
        "ecdsa-swapped",
        Reason::BadSignature,
        "an ECDSA signature with s before r",
        "RFC 7518, 3.4",
    )
    .by(SignedBy::Ecdsa)
    .shows(Weakness::Unverified, Rank::Medium),
    bad(
        Flaw::OtherCurve,
        "other-curve",
        Reason::AlgorithmNotAllowed,
        "signed by somebody else's key on another curve (of ML-DSA: of another size), whose algorithm the header names",
        "RFC 7518, 3.4; RFC 8725, 3.1",
    )
    .by(SignedBy::OtherCurve)
    .shows(Weakness::Confused, Rank::Critical),
    bad(
        Flaw::MlDsaHint,
        "ml-dsa-hint",
        Reason::BadSignature,
        "an ML-DSA signature whose hint counts more than there can be",
        "FIPS 204, 7.1, algorithm 21",
    )
    .by(SignedBy::MlDsa)
    .shows(Weakness::Unverified, Rank::Medium),
    bad(
        Flaw::Base64Padding,
        "base64-padding",
        Reason::Malformed,
        "the payload is base64url with = at its end, and signed so",
        "RFC 7515, 2 and 5.2",
    )
    .but(&[("PyJWT", "takes padding"), ("jose", "takes padding")])
    .shows(Weakness::Loose, Rank::Informative)
    .kind(Kind::OwnKey),
    bad(
        Flaw::Base64Bits,
        "base64-bits",
        Reason::Malformed,
        "the last letter of the payload has bits that no byte uses, and is signed so",
        "RFC 4648, 3.5; RFC 7515, 2",
    )
    .but(&[("jose", "passes over bits that no byte uses")])
    .shows(Weakness::Loose, Rank::Informative)
    .kind(Kind::OwnKey),
    bad(
        Flaw::RefreshAsAccess,
        "refresh-as-access",
        Reason::TypeMismatch,
        "a refresh token shown as an access token; it has the right form and refreshes nothing",
        "RFC 6749, 1.5",
    )
    .shows(Weakness::Blind, Rank::Critical),
    bad(Flaw::ExpString, "exp-string", Reason::Malformed, "exp is a string", "RFC 7519, 2 and 4.1.4")
        .but(&[("PyJWT", "takes a string of digits for a number")])
        .shows(Weakness::Numbers, Rank::Low)
        .kind(Kind::OwnKey),
    bad(
        Flaw::ExpFar,
        "exp-far",
        Reason::Malformed,
        "exp is in milliseconds: some fifty thousand years away",
        "RFC 7519, 2 and 4.1.4",
    )
    .but(&[("PyJWT", "takes every number"), ("jose", "takes every number")])
    .shows(Weakness::Numbers, Rank::Low)
    .kind(Kind::OwnKey),
    bad(Flaw::Huge, "huge", Reason::Malformed, "more than 1 MiB", "CWE-400; CWE-770")
        .but(&[("PyJWT", "has no limit of its own"), ("jose", "has no limit of its own")])
        .shows(Weakness::Size, Rank::Low)
        .kind(Kind::OwnKey),
    bad(Flaw::Deep, "deep", Reason::Malformed, "a claim nested 1000 deep", "RFC 8259, 9; CWE-674")
        .but(&[("jose", "has no limit of its own")])
        .shows(Weakness::Size, Rank::Low)
        .kind(Kind::OwnKey),
    bad(Flaw::Jwe, "jwe", Reason::Malformed, "an encrypted token of five parts", "RFC 7516, 7.1; RFC 9068, 2")
        .shows(Weakness::Blind, Rank::Critical),
    bad(
        Flaw::JsonSerialization,
        "json-serialization",
        Reason::Malformed,
        "the JSON serialization of a good token",
        "RFC 7519, 1; RFC 7515, 7.2",
    )
    .shows(Weakness::Loose, Rank::Low),
];
