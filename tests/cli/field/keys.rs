//! Keys and sets of keys.

use super::Row;

pub(super) const ROWS: &[Row] = &[
    Row {
        of: &["keys/partner.jwks"],
        commands: &[&["keys", "import", "keys/partner.jwks"]],
        exit: 0,
        out: &[],
        err: &[],
    },
    Row {
        of: &["keys/escaped-n.pem"],
        commands: &[&["keys", "import", "keys/escaped-n.pem", "--alg", "RS256", "--no-passphrase", "--json"]],
        exit: 0,
        out: &["\"bits\": 2048", "\"warnings\": [\n    \"the line ends of the key are written as \\\\n"],
        err: &["note: the line ends of the key are written as \\n"],
    },
    Row {
        of: &["keys/escaped-n.pem", "keys/tok-k1.jwt"],
        commands: &[&[
            "token",
            "verify",
            "@keys/tok-k1.jwt",
            "--key",
            "keys/escaped-n.pem",
            "--alg",
            "RS256",
            "--at",
            AT,
        ]],
        exit: 27,
        out: &["audience_mismatch"],
        err: &["note: the line ends of the key are written as \\n"],
    },
];

/// When the tokens of these inputs are good.
const AT: &str = "2026-11-26T22:00:00Z";
