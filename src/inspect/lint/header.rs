//! Header members that steer a verifier. None is ever followed here.

use serde_json::Value;

use super::examined::{Examined, quoted};
use super::finding::{Finding, Severity};

/// What is registered for signed tokens: RFC 7515, 4.1; RFC 7519, 5.3; RFC 7797; RFC 8225; RFC 8555; RFC 9321; OpenID Federation.
/// A `nonce` has a rule of its own.
const KNOWN: [&str; 21] = [
    "alg",
    "jku",
    "jwk",
    "kid",
    "x5u",
    "x5c",
    "x5t",
    "x5t#S256",
    "typ",
    "cty",
    "crit",
    "b64",
    "iss",
    "sub",
    "aud",
    "ppt",
    "url",
    "nonce",
    "svt",
    "trust_chain",
    "peer_trust_chain",
];
/// Members of encrypted tokens.
const ENCRYPTED: [&str; 6] = ["zip", "enc", "epk", "apu", "apv", "p2c"];

pub(super) fn look(examined: &Examined<'_>, findings: &mut Vec<Finding>) {
    for name in ["jku", "x5u"] {
        if examined.header.contains_key(name) {
            findings.push(Finding {
                code: "key_by_address",
                severity: Severity::Medium,
                message: format!("the header's `{name}` names an address to fetch the key from"),
                why: "a verifier that follows it takes the attacker's key, or asks where the attacker wants it to",
                advice: "leave it out; verifiers take keys from the issuer they trust, by kid",
                source: "RFC 8725, 3.10",
            });
        }
    }
    keys(examined, findings);
    meaning(examined, findings);
    kid(examined, findings);
    typ(examined, findings);
    let unknown: Vec<String> = examined
        .token
        .header
        .keys()
        .filter(|name| !KNOWN.contains(name) && !ENCRYPTED.contains(name))
        .take(5)
        .map(quoted)
        .collect();
    if !unknown.is_empty() {
        findings.push(Finding {
            code: "unknown_header",
            severity: Severity::Info,
            message: format!("the header has members that no standard knows: {}", unknown.join(", ")),
            why: "verifiers ignore them, and what is ignored protects nothing",
            advice: "put what matters into claims",
            source: "RFC 7515, 4.3",
        });
    }
}

fn keys(examined: &Examined<'_>, findings: &mut Vec<Finding>) {
    let is_proof = examined.header.get("typ").is_some_and(|typ| typ == "dpop+jwt");
    if let Some(key) = examined.header.get("jwk") {
        let private = ["d", "k", "p", "q"].into_iter().any(|name| key.get(name).is_some());
        if private {
            findings.push(Finding {
                code: "private_key_in_header",
                severity: Severity::High,
                message: "the header's `jwk` is a private key or a shared secret".to_owned(),
                why: "whoever sees the token can sign others",
                advice: "consider the key exposed, and replace it",
                source: "RFC 7515, 4.1.3",
            });
        } else if !is_proof {
            // A proof of possession carries the key that it proves (RFC 9449, 4.2).
            findings.push(Finding {
                code: "key_in_header",
                severity: Severity::Medium,
                message: "the header carries the key to verify it with, `jwk`".to_owned(),
                why: "a verifier that uses it accepts whatever anybody signs",
                advice: "leave it out; verifiers take keys from the issuer they trust, by kid",
                source: "RFC 8725, 3.10; CVE-2018-0114",
            });
        }
    }
    if examined.header.contains_key("x5c") {
        findings.push(Finding {
            code: "key_in_header",
            severity: Severity::Low,
            message: "the header carries a chain of certificates, `x5c`".to_owned(),
            why: "a verifier that does not check the chain up to a root it trusts accepts whatever anybody signs",
            advice: "check the chain, or leave it out and let verifiers find the key by kid",
            source: "RFC 7515, 4.1.6",
        });
    }
}

/// Members that change what the bytes mean.
fn meaning(examined: &Examined<'_>, findings: &mut Vec<Finding>) {
    let header = examined.header;
    if let Some(crit) = header.get("crit") {
        let names: Vec<String> = match crit {
            Value::Array(names) => names.iter().take(5).filter_map(Value::as_str).map(quoted).collect(),
            _ => Vec::new(),
        };
        findings.push(Finding {
            code: "critical_extension",
            severity: Severity::Medium,
            message: format!("the header's `crit` asks for extensions that must be understood: {}", names.join(", ")),
            why: "a verifier that does not know them must refuse it, and many forget to",
            advice: "leave `crit` out unless every verifier knows the extension",
            source: "RFC 7515, 4.1.11",
        });
    }
    if header.contains_key("b64") {
        findings.push(Finding {
            code: "changed_payload",
            severity: Severity::Medium,
            message: "the header's `b64` changes what is signed".to_owned(),
            why: "verifiers that do not know it check the signature over other bytes",
            advice: "leave it out: it is not for JWTs",
            source: "RFC 7797, 7",
        });
    }
    for name in ENCRYPTED.into_iter().filter(|name| header.contains_key(name)) {
        findings.push(Finding {
            code: "misplaced_header",
            severity: Severity::Low,
            message: format!("the header has `{name}`, which belongs to encrypted tokens"),
            why: "verifiers may take it for something else than it is",
            advice: "leave it out",
            source: "RFC 7516, 4.1",
        });
    }
}

fn kid(examined: &Examined<'_>, findings: &mut Vec<Finding>) {
    let Some(kid) = examined.header.get("kid") else {
        findings.push(Finding {
            code: "no_kid",
            severity: Severity::Info,
            message: "the header names no key".to_owned(),
            why: "verifiers must try all keys, and keys cannot be rotated without trying",
            advice: "write the `kid` of the signing key",
            source: "RFC 7515, 4.1.4",
        });
        return;
    };
    let Some(kid) = kid.as_str() else { return };
    let is_odd = |c: char| c.is_control() || matches!(c, '\'' | '"' | ';' | '|' | '&' | '`' | '$' | '<' | '>' | '\\');
    if kid.contains(is_odd) || kid.contains("..") || kid.contains("://") || kid.starts_with('/') || kid.len() > 256 {
        findings.push(Finding {
            code: "odd_kid",
            severity: Severity::Medium,
            message: format!("the kid is {}: a path, an address or a piece of a command, not a name", quoted(kid)),
            why: "a verifier that puts it into a path, a query or a command does what the sender wants",
            advice: "name keys by their RFC 7638 thumbprint; look kids up, and never build anything from them",
            source: "RFC 8725, 3.10",
        });
    }
}

fn typ(examined: &Examined<'_>, findings: &mut Vec<Finding>) {
    match examined.header.get("typ").and_then(Value::as_str) {
        None => findings.push(Finding {
            code: "no_typ",
            severity: Severity::Low,
            message: "the header does not say what kind of token it is".to_owned(),
            why: "a token made for one purpose can be shown for another",
            advice: "write `typ`: at+jwt for an access token",
            source: "RFC 8725, 3.11",
        }),
        // An access token, as the claims of RFC 9068 say; ID tokens are called JWT.
        Some(typ) if typ.eq_ignore_ascii_case("JWT") && examined.has("client_id") && examined.has("scope") => {
            findings.push(Finding {
                code: "general_typ",
                severity: Severity::Info,
                message: "typ is JWT, and the claims are those of an access token".to_owned(),
                why: "an ID token of the same issuer can be taken for it",
                advice: "write at+jwt",
                source: "RFC 9068, 2.1",
            });
        }
        Some(_) => {}
    }
}
