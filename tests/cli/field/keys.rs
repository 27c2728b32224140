//! Keys and sets of keys.

use super::Row;

pub(super) const ROWS: &[Row] = &[Row {
    of: &["keys/partner.jwks"],
    commands: &[&["keys", "import", "keys/partner.jwks"]],
    exit: 0,
    out: &[],
    err: &[],
}];
