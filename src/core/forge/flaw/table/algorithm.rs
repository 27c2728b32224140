//! Headers that choose how they are judged.

use super::super::name::Flaw;
use super::super::rank::Rank;
use super::super::row::{FlawRow, SignedBy, bad};
use super::super::weakness::Weakness;
use crate::core::reason::Reason;

pub(super) const ROWS: [FlawRow; 8] = [
    bad(
        Flaw::AlgNone,
        "alg-none",
        Reason::AlgorithmNotAllowed,
        "alg is none, and there is no signature",
        "RFC 8725, 2.1 and 3.2; CVE-2015-2951",
    )
    .shows(Weakness::Unsigned, Rank::Critical),
    bad(
        Flaw::AlgNoneTitle,
        "alg-none-title",
        Reason::AlgorithmNotAllowed,
        "alg is None, and there is no signature",
        "RFC 8725, 2.1",
    )
    .shows(Weakness::Unsigned, Rank::Critical),
    bad(
        Flaw::AlgNoneUpper,
        "alg-none-upper",
        Reason::AlgorithmNotAllowed,
        "alg is NONE, and there is no signature",
        "RFC 8725, 2.1",
    )
    .shows(Weakness::Unsigned, Rank::Critical),
    bad(
        Flaw::AlgNoneMixed,
        "alg-none-mixed",
        Reason::AlgorithmNotAllowed,
        "alg is nOnE, and there is no signature",
        "RFC 8725, 2.1",
    )
    .shows(Weakness::Unsigned, Rank::Critical),
    bad(
        Flaw::Hs256PublicPem,
        "hs256-public-pem",
        Reason::AlgorithmNotAllowed,
        "HS256 with the public key in PEM as the secret",
        "RFC 8725, 2.1 and 3.1; CVE-2016-10555",
    )
    .by(SignedBy::PublicPem)
    .shows(Weakness::Confused, Rank::Critical),
    bad(
        Flaw::Hs256PublicDer,
        "hs256-public-der",
        Reason::AlgorithmNotAllowed,
        "HS256 with the public key in DER as the secret",
        "RFC 8725, 2.1 and 3.1; CVE-2022-29217",
    )
    .by(SignedBy::PublicDer)
    .shows(Weakness::Confused, Rank::Critical),
    bad(
        Flaw::EmbeddedJwk,
        "embedded-jwk",
        Reason::BadSignature,
        "signed by somebody else's key, which the header brings along as jwk",
        "RFC 7515, 4.1.3; CVE-2018-0114",
    )
    .by(SignedBy::Foreign)
    .shows(Weakness::Brought, Rank::Critical),
    bad(
        Flaw::Jku,
        "jku",
        Reason::BadSignature,
        "signed by somebody else's key, which the header points to as jku (a data: address, so no server is needed)",
        "RFC 7515, 4.1.2; RFC 8725, 3.10",
    )
    .by(SignedBy::Foreign)
    .shows(Weakness::Brought, Rank::Critical),
];
