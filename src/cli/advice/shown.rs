//! What was shown in the place of a token, and what to do about it.

use crate::core::jose::RawToken;
use crate::core::verify::{Reason, Report};
use crate::inspect::lint::{GRAPH_NONCE, is_of_graph};
use crate::inspect::recognise::name;

/// What the text that was refused is, and what to do, where its text alone says it.
pub fn shown(report: &Report, text: &[u8]) -> Option<String> {
    match report.reason? {
        Reason::Malformed => name(text).map(|named| named.to_string()),
        Reason::BadSignature => {
            let token = RawToken::parse(std::str::from_utf8(text).ok()?).ok()?;
            is_of_graph(&token.header).then(|| GRAPH_NONCE.to_owned())
        }
        _ => None,
    }
}
