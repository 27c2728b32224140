//! Controls, and tokens that say what they must not, or do not say what they must.

use super::super::name::Flaw;
use super::super::rank::{Kind, Rank};
use super::super::row::{ExpectedVerdict, FlawRow, SignedBy, bad, row};
use super::super::weakness::Weakness;
use crate::core::reason::Reason;

pub(super) const ROWS: [FlawRow; 14] = [
    row(
        Flaw::Valid,
        "valid",
        ExpectedVerdict::Valid,
        "nothing is wrong: a control, to show that good tokens are taken",
        "RFC 9068, 2",
    )
    .shows(Weakness::None, Rank::Informative),
    row(
        Flaw::EcdsaTwin,
        "ecdsa-twin",
        ExpectedVerdict::Valid,
        "still valid: the other signature (r, n-s) that ECDSA has for the same bytes; a denylist of texts misses it",
        "SEC 1, 4.1.4; RFC 7518, 3.4",
    )
    .by(SignedBy::Ecdsa)
    .shows(Weakness::None, Rank::Informative),
    row(
        Flaw::NoKid,
        "no-kid",
        ExpectedVerdict::ValidForOnlyKey,
        "no kid in the header: still valid where its algorithm has one key, unknown where it has several",
        "RFC 7515, 4.1.4",
    )
    .shows(Weakness::Key, Rank::Informative)
    .kind(Kind::OwnKey),
    bad(
        Flaw::NoToken,
        "no-token",
        Reason::Malformed,
        "there is no token at all: only a probe tries that",
        "RFC 6750, 3",
    )
    .shows(Weakness::Blind, Rank::Critical),
    bad(
        Flaw::PlainText,
        "plain-text",
        Reason::Malformed,
        "two words that are no token",
        "RFC 6750, 3.1; RFC 7519, 7.2",
    )
    .shows(Weakness::Blind, Rank::Critical),
    bad(Flaw::Expired, "expired", Reason::Expired, "exp was an hour ago", "RFC 7519, 4.1.4")
        .shows(Weakness::Time, Rank::High),
    bad(
        Flaw::NotYetValid,
        "not-yet-valid",
        Reason::NotYetValid,
        "nbf is a day after exp, so that the token never becomes good",
        "RFC 7519, 4.1.5",
    )
    .shows(Weakness::Time, Rank::Medium),
    bad(Flaw::NoExp, "no-exp", Reason::Expired, "no exp: it would never end", "RFC 9068, 2.2")
        .shows(Weakness::Time, Rank::Low)
        .kind(Kind::OwnKey),
    bad(
        Flaw::WrongAud,
        "wrong-aud",
        Reason::AudienceMismatch,
        "aud is somebody else",
        "RFC 7519, 4.1.3; RFC 8725, 3.9",
    )
    .shows(Weakness::Audience, Rank::High),
    bad(Flaw::NoAud, "no-aud", Reason::AudienceMismatch, "no aud: it is for nobody", "RFC 9068, 2.2")
        .shows(Weakness::Audience, Rank::Low)
        .kind(Kind::OwnKey),
    bad(
        Flaw::WrongIss,
        "wrong-iss",
        Reason::IssuerMismatch,
        "iss has one character more",
        "RFC 8725, 3.8; RFC 9068, 4",
    )
    .shows(Weakness::Issuer, Rank::Medium),
    bad(Flaw::NoIss, "no-iss", Reason::IssuerMismatch, "no iss", "RFC 9068, 2.2")
        .shows(Weakness::Issuer, Rank::Low)
        .kind(Kind::OwnKey),
    bad(
        Flaw::WrongTyp,
        "wrong-typ",
        Reason::TypeMismatch,
        "typ is JWT, as an ID token's",
        "RFC 8725, 3.11; RFC 9068, 4",
    )
    .but(&[("PyJWT", "does not look at typ")])
    .shows(Weakness::Type, Rank::Medium),
    bad(Flaw::NoTyp, "no-typ", Reason::TypeMismatch, "no typ in the header", "RFC 9068, 2.1 and 4")
        .but(&[("PyJWT", "does not look at typ")])
        .shows(Weakness::Type, Rank::Low)
        .kind(Kind::OwnKey),
];
