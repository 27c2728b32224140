//! Headers that choose how they are judged.

use super::super::name::Flaw;
use super::super::rank::Rank;
use super::super::row::{ExpectedVerdict, FlawRow, SignedBy, bad, row};
use super::super::weakness::Weakness;
use crate::core::reason::Reason;

pub(super) const ROWS: [FlawRow; 17] = [
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
        Flaw::Hs256PublicTrimmed,
        "hs256-public-trimmed",
        Reason::AlgorithmNotAllowed,
        "HS256 with the public key in PEM as the secret, without the end of its last line, as from a variable",
        "RFC 8725, 2.1 and 3.1; CVE-2016-10555",
    )
    .by(SignedBy::PublicTrimmed)
    .shows(Weakness::Confused, Rank::Critical),
    row(
        Flaw::Hs256Empty,
        "hs256-empty",
        ExpectedVerdict::NotOfKey,
        "HS256 with an empty secret",
        "RFC 7518, 3.2; CVE-2019-20933",
    )
    .by(SignedBy::Guessed)
    .shows(Weakness::Secret, Rank::Critical),
    bad(
        Flaw::KidPath,
        "kid-path",
        Reason::UnknownKey,
        "kid is the path of an empty file, /dev/null, and HS256 has an empty secret",
        "RFC 8725, 3.10; CWE-22",
    )
    .by(SignedBy::Guessed)
    .shows(Weakness::Injection, Rank::Critical),
    bad(
        Flaw::KidFile,
        "kid-file",
        Reason::UnknownKey,
        "kid is the path of a file that says the same on every Linux, and HS256 has that as its secret",
        "RFC 8725, 3.10; CWE-22",
    )
    .by(SignedBy::Guessed)
    .shows(Weakness::Injection, Rank::Critical),
    bad(
        Flaw::KidSql,
        "kid-sql",
        Reason::UnknownKey,
        "kid ends a text of SQL and asks for the word that is the secret of HS256",
        "RFC 8725, 3.10; CWE-89",
    )
    .by(SignedBy::Guessed)
    .shows(Weakness::Injection, Rank::Critical),
    bad(
        Flaw::KidCommand,
        "kid-command",
        Reason::UnknownKey,
        "kid is a command that prints the secret of HS256; in a probe it also fetches from where mintage listens",
        "RFC 8725, 3.10; CWE-78; CVE-2017-17405",
    )
    .by(SignedBy::Guessed)
    .shows(Weakness::Injection, Rank::Critical),
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
    bad(
        Flaw::JkuUrl,
        "jku-url",
        Reason::BadSignature,
        "signed by somebody else's key, whose set jku says is where mintage listens: only a probe tries that, and a fetch is enough",
        "RFC 7515, 4.1.2; RFC 8725, 3.10; CVE-2018-0114",
    )
    .by(SignedBy::Foreign)
    .shows(Weakness::Fetches, Rank::Critical),
    bad(
        Flaw::X5c,
        "x5c",
        Reason::BadSignature,
        "signed by somebody else's key, whose certificate the header brings along as x5c",
        "RFC 7515, 4.1.6 and 10.9",
    )
    .by(SignedBy::Foreign)
    .shows(Weakness::Brought, Rank::Critical),
    bad(
        Flaw::X5uUrl,
        "x5u-url",
        Reason::BadSignature,
        "signed by somebody else's key, whose certificate x5u says is where mintage listens: only a probe tries that, and a fetch is enough",
        "RFC 7515, 4.1.5; RFC 8725, 3.10",
    )
    .by(SignedBy::Foreign)
    .shows(Weakness::Fetches, Rank::Critical),
];
