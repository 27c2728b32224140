//! Keys that must not be believed, and what only the ledger knows.

use super::super::name::Flaw;
use super::super::rank::{Kind, Rank};
use super::super::row::{FlawRow, SignedBy, bad};
use super::super::weakness::Weakness;
use crate::core::reason::Reason;

/// One who verifies a signature and claims cannot know what only the ledger knows.
const NO_LEDGER: &[(&str, &str)] = &[("PyJWT", "asks no ledger"), ("jose", "asks no ledger")];

pub(super) const ROWS: [FlawRow; 7] = [
    bad(Flaw::UnknownKid, "unknown-kid", Reason::UnknownKey, "a kid that no key has", "RFC 7515, 4.1.4")
        .shows(Weakness::Key, Rank::Low)
        .kind(Kind::OwnKey),
    bad(
        Flaw::RetiredKey,
        "retired-key",
        Reason::UnknownKey,
        "signed by a key whose time is over, made for this",
        "RFC 7517, 5; NIST SP 800-57, part 1, 5.3",
    )
    .by(SignedBy::Retired)
    .shows(Weakness::Key, Rank::High)
    .kind(Kind::Stateful),
    bad(
        Flaw::RevokedKey,
        "revoked-key",
        Reason::Revoked,
        "signed by a revoked key, made for this",
        "NIST SP 800-57, part 1, 5.5",
    )
    .by(SignedBy::Revoked)
    .shows(Weakness::Key, Rank::High)
    .kind(Kind::Stateful),
    bad(
        Flaw::ForeignKey,
        "foreign-key",
        Reason::BadSignature,
        "signed by somebody else's key under the kid of ours",
        "RFC 7515, 5.2",
    )
    .by(SignedBy::Foreign)
    .shows(Weakness::Unverified, Rank::Critical),
    bad(
        Flaw::UnknownToken,
        "unknown-token",
        Reason::UnknownToken,
        "our key signed it, but the ledger has no such jti: only one who asks the ledger can tell",
        "RFC 7662, 2.2",
    )
    .but(NO_LEDGER)
    .shows(Weakness::Ledger, Rank::Low)
    .kind(Kind::Stateful),
    bad(
        Flaw::RevokedToken,
        "revoked-token",
        Reason::Revoked,
        "revoked in the ledger: only one who asks the ledger can tell",
        "RFC 7009, 2; RFC 7662, 2.2",
    )
    .but(NO_LEDGER)
    .shows(Weakness::Ledger, Rank::High)
    .kind(Kind::Stateful),
    bad(
        Flaw::BlockedApp,
        "blocked-app",
        Reason::AppBlocked,
        "its app is blocked, and was made for this: only one who asks the ledger can tell",
        "RFC 7662, 2.2",
    )
    .but(NO_LEDGER)
    .shows(Weakness::Ledger, Rank::High)
    .kind(Kind::Stateful),
];
