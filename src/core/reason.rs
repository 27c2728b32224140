//! THE TABLE: every reason a token can be refused for, in the order in which it is looked for, with its exit code.
//! Help, manual pages, JSON and exit codes all read it.

/// Why a token is not good.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "REASONS says what each means")]
pub enum Reason {
    Malformed,
    AlgorithmNotAllowed,
    UnknownKey,
    BadSignature,
    Expired,
    NotYetValid,
    IssuerMismatch,
    AudienceMismatch,
    TypeMismatch,
    ClaimMismatch,
    InsufficientScope,
    UnknownToken,
    Revoked,
    AppBlocked,
    ContextMismatch,
    RateLimited,
}

/// What belongs to a reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReasonRow {
    /// The reason.
    pub reason: Reason,
    /// Its word in JSON.
    pub code: &'static str,
    /// Its exit code.
    pub exit: u8,
    /// The check that finds it, as `--explain` calls it.
    pub check: &'static str,
    /// When it applies.
    pub summary: &'static str,
}

const fn row(reason: Reason, code: &'static str, exit: u8, check: &'static str, summary: &'static str) -> ReasonRow {
    ReasonRow { reason, code, exit, check, summary }
}

/// Every reason, in the order of the checks: the first that applies is the verdict.
pub const REASONS: [ReasonRow; 16] = [
    row(Reason::Malformed, "malformed", 20, "form", "not a compact JWS of strict JSON objects"),
    row(
        Reason::AlgorithmNotAllowed,
        "algorithm_not_allowed",
        21,
        "algorithm",
        "`none`, not supported, or not the algorithm of the key",
    ),
    row(Reason::UnknownKey, "unknown_key", 22, "key", "no such kid, or more than one key could be meant"),
    row(Reason::BadSignature, "bad_signature", 23, "signature", "the signature is not the key's"),
    row(Reason::Expired, "expired", 24, "expiry", "exp has passed, or is missing"),
    row(Reason::NotYetValid, "not_yet_valid", 25, "start", "nbf or iat is in the future"),
    row(Reason::IssuerMismatch, "issuer_mismatch", 26, "issuer", "iss is not exactly the expected one, or missing"),
    row(
        Reason::AudienceMismatch,
        "audience_mismatch",
        27,
        "audience",
        "no expected audience is in aud, or aud is there and none is expected",
    ),
    row(Reason::TypeMismatch, "type_mismatch", 28, "type", "another kind of token than expected"),
    row(Reason::ClaimMismatch, "claim_mismatch", 29, "claims", "a required claim is missing or differs"),
    row(Reason::InsufficientScope, "insufficient_scope", 30, "scope", "a required scope is missing"),
    row(Reason::UnknownToken, "unknown_token", 31, "ledger", "our key signed it, but the ledger has no such jti"),
    row(Reason::Revoked, "revoked", 32, "revocation", "the token, its grant, user or key was revoked"),
    row(Reason::AppBlocked, "app_blocked", 33, "app", "its app is blocked or deleted"),
    row(
        Reason::ContextMismatch,
        "context_mismatch",
        34,
        "context",
        "it is bound to another address, program or device, or to a key, and nothing shows that it is here",
    ),
    row(Reason::RateLimited, "rate_limited", 35, "rate", "its app is over its call budget"),
];

impl Reason {
    /// The row of the table.
    pub fn row(self) -> &'static ReasonRow {
        // The table has the order of the enum, which a test holds.
        &REASONS[self as usize]
    }

    /// The word in JSON.
    pub fn code(self) -> &'static str {
        self.row().code
    }

    /// The exit code.
    pub fn exit(self) -> u8 {
        self.row().exit
    }
}

impl serde::Serialize for Reason {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_has_its_own_row_and_the_exit_codes_run_from_20() {
        for (place, row) in REASONS.iter().enumerate() {
            assert_eq!(row.reason.row(), row);
            assert_eq!(usize::from(row.exit), 20 + place);
        }
    }
}
