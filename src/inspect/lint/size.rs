//! How large a token is.

use super::examined::Examined;
use super::finding::{Finding, Severity};
use crate::core::jose::Outgrown;

pub(super) fn look(examined: &Examined<'_>, findings: &mut Vec<Finding>) {
    let Some(limit) = Outgrown::of(examined.bytes) else { return };
    let severity = match limit {
        Outgrown::Headers => Severity::Medium,
        Outgrown::Cookie => Severity::Low,
    };
    // Base64url has four letters for three bytes.
    let of_signature = examined.token.signature.len() * 4 / 3;
    let advice = if of_signature > examined.bytes / 2 {
        "more than half of it is the signature: use ML-DSA-44, or Ed25519 where that will do"
    } else {
        "leave out what services can ask for: lists of groups, profiles"
    };
    findings.push(Finding {
        code: "large",
        severity,
        message: format!("it has {} bytes, more than {limit}", examined.bytes),
        why: "requests fail, in some places and not in others, and every request carries it",
        advice,
        source: "RFC 6265, 6.1; RFC 9110, 5.4",
    });
}
