//! Tokens, and texts that are taken for tokens.

use super::Row;

pub(super) const ROWS: &[Row] = &[Row {
    of: &["tokens/big-numbers.jwt", "tokens/jwks.json"],
    commands: &[&["token", "decode", "@tokens/big-numbers.jwt"]],
    exit: 0,
    out: &[],
    err: &[],
}];
