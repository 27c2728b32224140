//! The rows of the table, in the order of the enum.

mod algorithm;
mod claims;
mod form;
mod keys;
mod proof;

use super::row::FlawRow;

/// How many there are.
const COUNT: usize =
    claims::ROWS.len() + keys::ROWS.len() + algorithm::ROWS.len() + form::ROWS.len() + proof::ROWS.len();

/// Every test token, the controls first.
pub const FLAWS: [FlawRow; COUNT] = {
    let parts: [&[FlawRow]; 5] = [&claims::ROWS, &keys::ROWS, &algorithm::ROWS, &form::ROWS, &proof::ROWS];
    let mut all = [claims::ROWS[0]; COUNT];
    let (mut part, mut place) = (0, 0);
    while part < parts.len() {
        let mut row = 0;
        while row < parts[part].len() {
            all[place] = parts[part][row];
            row += 1;
            place += 1;
        }
        part += 1;
    }
    all
};
