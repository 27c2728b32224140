//! Kids as others choose them, and sets as providers publish them.

use super::Row;

/// What the inputs are judged by.
macro_rules! judged {
    ($token:literal, $source:literal, $file:literal $(, $more:literal)*) => {
        &["token", "verify", $token, $source, $file, "--aud", "https://api.example.com", "--at", "2026-11-26T22:00:00Z" $(, $more)*]
    };
}

pub(super) const ROWS: &[Row] = &[
    Row {
        of: &["keys/kid-cognito.jwk"],
        commands: &[
            &["keys", "import", "keys/kid-cognito.jwk", "--no-passphrase"],
            &["keys", "show", "J4j+I06r0I0vpYnBNucugV8xAPV5/Xv4uYrrpwwSNK0="],
        ],
        exit: 0,
        out: &["J4j+I06r0I0vpYnBNucugV8xAPV5/Xv4uYrrpwwSNK0=", "held"],
        err: &[],
    },
    Row {
        of: &["keys/kid-hydra.jwk", "keys/tok-hydra.jwt"],
        commands: &[
            &["keys", "import", "keys/kid-hydra.jwk", "--no-passphrase"],
            &["keys", "export", "--jwks", "--out", "set.json"],
            judged!("@keys/tok-hydra.jwt", "--jwks", "set.json"),
        ],
        exit: 0,
        out: &["valid"],
        err: &[],
    },
    Row {
        of: &["keys/dash-h-kid.pem"],
        commands: &[
            &["keys", "import", "keys/dash-h-kid.pem", "--no-passphrase"],
            &["keys", "show", "-hQclTzQvgs460ymJFaMXn_A8HVLL4HknpbqAlO-ZnQ", "-q"],
            &["keys", "export", "-hQclTzQvgs460ymJFaMXn_A8HVLL4HknpbqAlO-ZnQ"],
            &["token", "list", "--key", "-hQclTzQvgs460ymJFaMXn_A8HVLL4HknpbqAlO-ZnQ"],
            &["keys", "activate", "-hQclTzQvgs460ymJFaMXn_A8HVLL4HknpbqAlO-ZnQ"],
            &["keys", "revoke", "-hQclTzQvgs460ymJFaMXn_A8HVLL4HknpbqAlO-ZnQ", "--reason", "leaked", "--yes"],
        ],
        exit: 0,
        out: &["-hQclTzQvgs460ymJFaMXn_A8HVLL4HknpbqAlO-ZnQ", "revoked"],
        err: &[],
    },
];
