//! The algorithm and the form of the signature.

use super::examined::{Examined, quoted};
use super::finding::{Finding, Severity};
use crate::core::algorithm::{Algorithm, AlgorithmError, AlgorithmFamily};

pub(super) fn look(examined: &Examined<'_>, findings: &mut Vec<Finding>) {
    let Some(alg) = examined.alg() else {
        findings.push(Finding {
            code: "no_alg",
            severity: Severity::High,
            message: "the header names no algorithm".to_owned(),
            why: "verifiers that guess one can be made to guess wrong",
            advice: "sign it with a library that writes `alg`",
            source: "RFC 7515, 4.1.1",
        });
        return;
    };
    let signature = &examined.token.signature;
    match Algorithm::from_header(alg) {
        Some(algorithm) => known(algorithm, signature, findings),
        None => unknown(alg, findings),
    }
}

fn unknown(alg: &str, findings: &mut Vec<Finding>) {
    // In every spelling: CVE-2015-9235 and its many successors.
    if alg.eq_ignore_ascii_case("none") {
        findings.push(Finding {
            code: "alg_none",
            severity: Severity::High,
            message: format!("alg is {}: nobody signed it", quoted(alg)),
            why: "anybody can write such a token and say what they like",
            advice: "sign it, and let verifiers take the algorithm from the key",
            source: "RFC 8725, 3.2; RFC 7519, 6",
        });
        return;
    }
    match alg.parse::<Algorithm>() {
        Err(AlgorithmError::Unsupported(name)) => findings.push(Finding {
            code: "unsupported_algorithm",
            severity: Severity::Info,
            message: format!("alg is {name}, which mintage knows by name only"),
            why: "its signature was not looked at",
            advice: "examine it with a tool that has the algorithm",
            source: "RFC 7518, 3.1",
        }),
        _ => findings.push(Finding {
            code: "unknown_algorithm",
            severity: Severity::Medium,
            message: format!("alg is {}, which is no registered algorithm", quoted(alg)),
            why: "upper and lower case differ; verifiers that are lenient here are lenient elsewhere",
            advice: "write the algorithm as it is registered",
            source: "RFC 7515, 4.1.1",
        }),
    }
}

fn known(algorithm: Algorithm, signature: &[u8], findings: &mut Vec<Finding>) {
    if signature.is_empty() {
        findings.push(Finding {
            code: "no_signature",
            severity: Severity::High,
            message: format!("alg is {algorithm}, but the signature is empty"),
            why: "it is a token with its signature taken off; a verifier that takes it takes anything",
            advice: "sign it; test that your service refuses it",
            source: "RFC 8725, 2.1 and 3.1",
        });
        return;
    }
    let family = algorithm.family();
    if family == AlgorithmFamily::Hmac {
        findings.push(Finding {
            code: "shared_secret",
            severity: Severity::Low,
            message: format!("{algorithm} signs with a secret that every verifier has"),
            why: "whoever can verify such a token can make one",
            advice: "use ES256, EdDSA or RS256 where the verifier is somebody else",
            source: "RFC 7515, 10.5",
        });
    }
    let exact = algorithm.signature_bytes();
    let length = signature.len();
    if exact.is_some_and(|exact| exact != length) {
        // SEQUENCE, then INTEGER: what cryptographic libraries return before it is converted.
        let der = family == AlgorithmFamily::Ec && signature[0] == 0x30;
        let form = if der { "; it looks like DER, which JWS does not use" } else { "" };
        findings.push(Finding {
            code: "signature_length",
            severity: Severity::Medium,
            message: format!(
                "the signature has {length} bytes, and {algorithm} has {}{form}",
                exact.unwrap_or_default()
            ),
            why: "it cannot be a good signature",
            advice: "check how the token is signed, and whether it was cut off",
            source: "RFC 7518, 3.2 to 3.4; RFC 8037, 3.1",
        });
    } else if family == AlgorithmFamily::Rsa && length < 256 {
        findings.push(Finding {
            code: "small_rsa_key",
            severity: Severity::High,
            message: format!("the signature has {} bits: the RSA key is that small, or the token cut off", length * 8),
            why: "RSA keys below 2048 bits can be broken, and the token made by somebody else",
            advice: "sign with a key of 2048 bits or more",
            source: "RFC 7518, 3.3",
        });
    } else if family == AlgorithmFamily::Ec && signature.iter().all(|byte| *byte == 0) {
        findings.push(Finding {
            code: "zero_signature",
            severity: Severity::High,
            message: "the signature is all zeros".to_owned(),
            why: "verifiers that forget to check its range accept it for every token and every key",
            advice: "test that your service refuses it, and find out who made it",
            source: "CVE-2022-21449",
        });
    }
}
