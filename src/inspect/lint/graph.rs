//! Tokens that Microsoft makes for its own services, Graph among them: what is signed has another `nonce` in its header than what is
//! sent, so that nobody else can check the signature.

use super::examined::Examined;
use super::finding::{Finding, Severity};
use crate::core::json::ClaimMap;

/// What to do where such a signature fails.
pub const GRAPH_NONCE: &str = "the header has a `nonce`, as Microsoft's tokens for its own services (Graph) have: only those can check the \
                               signature; ask for a token for your own API, with the scope api://CLIENT_ID/.default";

/// Whether a header is that of such a token. The requests of ACME (RFC 8555, 6.2) have a `nonce` beside a `url`.
pub fn is_of_graph(header: &ClaimMap) -> bool {
    header.contains_key("nonce") && !header.contains_key("url")
}

pub(super) fn look(examined: &Examined<'_>, findings: &mut Vec<Finding>) {
    if is_of_graph(examined.header) {
        findings.push(Finding {
            code: "graph_nonce",
            severity: Severity::Low,
            message: "the header has a `nonce`, as Microsoft's tokens for its own services (Graph) have".to_owned(),
            why: "what was signed has another nonce: only those services can check the signature",
            advice: "ask for a token for your own API, with the scope api://CLIENT_ID/.default",
            source: "Microsoft identity platform, access tokens",
        });
    }
}
