//! Secrets of others whose form is sure: a prefix that nothing else has, and a checksum or a length that fits.

use super::Form;
use super::shape::{Look, Part, Run};
use crate::inspect::recognise::secret_kind;

/// The longest that is taken for one.
const LONGEST: usize = 512;

/// The length of the id of an access key of AWS: what goes on after it is something else.
const AWS_KEY_ID: usize = 20;

/// A prefix, and whether a byte may follow it.
pub(super) type Prefix = (&'static str, fn(u8) -> bool);

/// None begins as a token of ours or a JWT does. What is in the list is what leaks most and can be told from everything else.
pub(super) const FOREIGN: [Prefix; 12] = [
    ("ghp_", is_alnum),
    ("gho_", is_alnum),
    ("ghs_", is_alnum),
    ("github_pat_", is_word),
    ("glpat-", is_url),
    ("xoxb-", is_url),
    ("xoxp-", is_url),
    ("sk_live_", is_alnum),
    ("AKIA", is_alnum),
    ("npm_", is_alnum),
    ("hvs.", is_url),
    ("pypi-AgE", is_url),
];

/// What begins here with one of the prefixes.
pub(super) fn look(part: Part<'_>, start: usize) -> Look<'_> {
    let found = FOREIGN.iter().find(|(prefix, _)| part.bytes[start..].starts_with(prefix.as_bytes()));
    let Some((prefix, is_of_it)) = found else { return Look::Nothing(start + 1) };
    let end = match part.run(start + prefix.len(), start + LONGEST, is_of_it) {
        Run::Ends(end) => end,
        Run::More => return Look::More,
        Run::TooLong => return Look::Nothing(start + 1),
    };
    let is_long_enough = |kind: &&str| *kind != "aws_access_key_id" || end == start + AWS_KEY_ID;
    match secret_kind(part.text(start, end)).filter(is_long_enough) {
        Some(kind) => Look::Found(Form::Foreign(kind), end),
        None => Look::Nothing(start + 1),
    }
}

fn is_alnum(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

fn is_url(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')
}
