//! Every rule, one after the other.

use super::examined::Examined;
use super::finding::{Finding, Severity, arrange};
use super::kind::Kind;
use super::{algorithm, by_kind, graph, header, identity, personal, size, times};
use crate::core::json::ClaimMap;
use crate::core::time::Timestamp;
use crate::inspect::salvage::Readable;

/// Every weakness of a token of so many bytes at a time, the worst first.
pub fn lint(token: &Readable<'_>, bytes: usize, now: Timestamp) -> Vec<Finding> {
    let nothing = ClaimMap::new();
    let claims = token.claims.as_ref().unwrap_or(&nothing);
    let examined = Examined { token, header: &token.header, claims, bytes, now };
    let mut findings = Vec::new();
    for fault in &token.faults {
        findings.push(Finding {
            code: fault.code(),
            severity: Severity::Medium,
            message: format!("a strict verifier refuses it unread: {fault}"),
            why: "lenient verifiers that take it may take it for something else",
            advice: fault.way_out(),
            source: "RFC 7515, 5.2; RFC 7519, 7.2",
        });
    }
    let of_text: [Rules; 4] = [algorithm::look, header::look, graph::look, size::look];
    let of_claims: [Rules; 3] = [times::look, identity::look, personal::look];
    // Rules for claims say nothing of what has none.
    let of_claims = of_claims.into_iter().filter(|_| token.claims.is_some());
    for rules in of_text.into_iter().chain(of_claims) {
        rules(&examined, &mut findings);
    }
    if let Some(kind) = kind_of(token) {
        findings.retain(|finding| !kind.waives(finding.code));
        by_kind::look(kind, &examined, &mut findings);
        for finding in findings.iter_mut().filter(|finding| kind.is_about_people() && finding.code == "personal_data") {
            finding.severity = Severity::Info;
        }
    }
    arrange(&mut findings);
    findings
}

/// By the rules of which kind it is examined; none where only those that are common to all are known.
pub fn kind_of(token: &Readable<'_>) -> Option<Kind> {
    Kind::of(&token.header, token.claims.as_ref()?)
}

/// Some rules.
type Rules = fn(&Examined<'_>, &mut Vec<Finding>);

#[cfg(test)]
mod tests {
    use super::*;
    use base64::Engine as _;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    use proptest::prelude::*;

    /// 2026-01-01T00:00:00Z.
    const NOW: Timestamp = Timestamp(1_767_225_600);
    const GOOD_HEADER: &str = r#"{"typ":"at+jwt","alg":"ES256","kid":"k1"}"#;
    const GOOD_CLAIMS: &str = r#"{"iss":"https://a.example","sub":"u","aud":"https://b.example","exp":1767226500,"iat":1767225600,"nbf":1767225600,"jti":"1","client_id":"c","scope":"read"}"#;

    fn token(header: &str, claims: &str, signature: &[u8]) -> String {
        let part = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
        format!("{}.{}.{}", part(header.as_bytes()), part(claims.as_bytes()), part(signature))
    }

    fn found(header: &str, claims: &str, signature: &[u8]) -> Vec<Finding> {
        let text = token(header, claims, signature);
        lint(&Readable::of(&text).unwrap(), text.len(), NOW)
    }

    #[track_caller]
    fn has(findings: &[Finding], code: &str, severity: Severity) {
        assert!(
            findings.iter().any(|f| f.code == code && f.severity == severity),
            "no {code} {severity} in {findings:#?}"
        );
    }

    /// A good token whose header is changed.
    fn header(more: &str) -> Vec<Finding> {
        found(&GOOD_HEADER.replace('}', &format!(",{more}}}")), GOOD_CLAIMS, &[1; 64])
    }

    /// A good token with more claims.
    fn with(more: &str) -> Vec<Finding> {
        found(GOOD_HEADER, &GOOD_CLAIMS.replace('}', &format!(",{more}}}")), &[1; 64])
    }

    /// A good token without a claim, and with others in its place.
    fn without(name: &str, more: &str) -> Vec<Finding> {
        let mut claims: serde_json::Map<String, serde_json::Value> = serde_json::from_str(GOOD_CLAIMS).unwrap();
        claims.remove(name);
        let more: serde_json::Map<String, serde_json::Value> = serde_json::from_str(&format!("{{{more}}}")).unwrap();
        claims.extend(more);
        found(GOOD_HEADER, &serde_json::to_string(&claims).unwrap(), &[1; 64])
    }

    fn signed_as(alg: &str, signature: &[u8]) -> Vec<Finding> {
        found(&GOOD_HEADER.replace("ES256", alg), GOOD_CLAIMS, signature)
    }

    #[test]
    fn a_good_token_has_no_weakness() {
        assert_eq!(found(GOOD_HEADER, GOOD_CLAIMS, &[1; 64]), []);
    }

    #[test]
    fn algorithms_and_signatures() {
        for alg in ["none", "None", "NONE"] {
            has(&signed_as(alg, b""), "alg_none", Severity::High);
        }
        has(&signed_as("ES256", b""), "no_signature", Severity::High);
        has(&signed_as("ES256", &[0; 64]), "zero_signature", Severity::High);
        has(&signed_as("ES256", &[1; 32]), "signature_length", Severity::Medium);
        has(&signed_as("HS256", &[1; 31]), "signature_length", Severity::Medium);
        has(&signed_as("EdDSA", &[1; 63]), "signature_length", Severity::Medium);
        has(&signed_as("RS256", &[1; 128]), "small_rsa_key", Severity::High);
        assert_eq!(signed_as("RS256", &[1; 256]), []);
        assert_eq!(signed_as("Ed448", &[1; 114])[0].code, "unsupported_algorithm");
        has(&signed_as("es256", &[1; 64]), "unknown_algorithm", Severity::Medium);
        has(&signed_as("HS256", &[1; 32]), "shared_secret", Severity::Low);
        // A DER signature is the most common mistake of those who sign ECDSA themselves.
        let der = [&[0x30, 0x45, 0x02, 0x21][..], &[1; 67]].concat();
        assert!(signed_as("ES256", &der)[0].message.contains("DER"));
    }

    #[test]
    fn header_members_that_steer_a_verifier() {
        has(&header(r#""jku":"https://evil.example/jwks""#), "key_by_address", Severity::Medium);
        has(&header(r#""x5u":"https://evil.example/cert""#), "key_by_address", Severity::Medium);
        has(&header(r#""jwk":{"kty":"EC"}"#), "key_in_header", Severity::Medium);
        has(&header(r#""jwk":{"kty":"oct","k":"c2VjcmV0"}"#), "private_key_in_header", Severity::High);
        has(&header(r#""x5c":["MII"]"#), "key_in_header", Severity::Low);
        has(&header(r#""crit":["exp"]"#), "critical_extension", Severity::Medium);
        has(&header(r#""crit":["exp"]"#), "refused", Severity::Medium);
        has(&header(r#""b64":false"#), "changed_payload", Severity::Medium);
        has(&header(r#""zip":"DEF""#), "misplaced_header", Severity::Low);
        has(&header(r#""colour":"red""#), "unknown_header", Severity::Info);
        for kid in ["../../dev/null", "k' OR 1=1 --", "a|b", "k\\u0000", "https://x.example/k"] {
            let odd = GOOD_HEADER.replace("k1", kid);
            has(&found(&odd, GOOD_CLAIMS, &[1; 64]), "odd_kid", Severity::Medium);
        }
        has(&found(r#"{"typ":"at+jwt","alg":"ES256"}"#, GOOD_CLAIMS, &[1; 64]), "no_kid", Severity::Info);
        has(&found(r#"{"alg":"ES256","kid":"k"}"#, GOOD_CLAIMS, &[1; 64]), "no_typ", Severity::Low);
        has(&found(r#"{"alg":"ES256","kid":"k","typ":"JWT"}"#, GOOD_CLAIMS, &[1; 64]), "general_typ", Severity::Info);
        has(&found(r#"{"kid":7}"#, GOOD_CLAIMS, &[1; 64]), "no_alg", Severity::High);
    }

    #[test]
    fn times_that_do_not_end_or_make_no_sense() {
        has(&without("exp", ""), "no_exp", Severity::High);
        has(&without("exp", r#""exp":1767312001"#), "long_life", Severity::Medium);
        has(&without("exp", r#""exp":2000000000"#), "long_life", Severity::High);
        assert_eq!(without("exp", r#""exp":1767312000"#), []);
        has(&without("iat", ""), "no_iat", Severity::Low);
        has(&with(r#""auth_time":"1""#), "time_as_text", Severity::Low);
        has(&without("exp", r#""exp":"1767226500""#), "time_as_text", Severity::Medium);
        has(&without("exp", r#""exp":"1767226500""#), "refused", Severity::Medium);
        has(&without("exp", r#""exp":1767226500000"#), "time_in_milliseconds", Severity::High);
        has(&without("exp", r#""exp":1e300"#), "bad_time", Severity::Medium);
        has(&without("exp", r#""exp":18446744073709551615"#), "bad_time", Severity::Medium);
        has(&without("exp", r#""exp":null"#), "bad_time", Severity::Medium);
        has(&without("iat", r#""iat":1767229200"#), "iat_in_future", Severity::Medium);
        has(&without("iat", r#""iat":1767229200"#), "iat_after_exp", Severity::High);
        has(&without("nbf", r#""nbf":1767226000"#), "nbf_in_future", Severity::Info);
        has(&without("nbf", r#""nbf":1767226500"#), "nbf_after_exp", Severity::High);
        has(&without("exp", r#""exp":1767226500.5"#), "fractional_time", Severity::Info);
    }

    #[test]
    fn claims_that_tie_a_token_to_nothing() {
        for (name, code, severity) in [
            ("iss", "no_iss", Severity::Medium),
            ("aud", "no_aud", Severity::Medium),
            ("sub", "no_sub", Severity::Low),
            ("jti", "no_jti", Severity::Low),
        ] {
            has(&without(name, ""), code, severity);
        }
        has(&without("iss", r#""iss":"http://a.example""#), "plain_http_issuer", Severity::Low);
        has(&without("aud", r#""aud":[]"#), "no_aud", Severity::Medium);
        has(&without("aud", r#""aud":"*""#), "wildcard", Severity::Medium);
        has(&without("scope", r#""scope":"read *""#), "wildcard", Severity::Medium);
        has(&without("aud", r#""aud":7"#), "wrong_type", Severity::Medium);
        has(&without("iss", r#""iss":["https://a.example"]"#), "wrong_type", Severity::Medium);
        for claim in [r#""token_use":"refresh""#, r#""typ":"Refresh""#, r#""token_type":"refresh_token""#] {
            has(&with(claim), "refresh_as_jwt", Severity::Medium);
        }
        let offline = without("scope", r#""scope":"read offline_access""#);
        has(&offline, "offline_access", Severity::Info);
    }

    #[test]
    fn what_everybody_who_sees_the_token_reads() {
        has(&with(r#""email":"a@b.example","phone_number":"1""#), "personal_data", Severity::Medium);
        has(&with(r#""user":{"profile":{"ssn":"078-05-1120"}}"#), "sensitive_data", Severity::High);
        has(&with(r#""x":[{"Password":"hunter2"}]"#), "secret_claim", Severity::High);
        has(&without("sub", r#""sub":"alice@example.com""#), "personal_subject", Severity::Low);
        has(&with(r#""givenName":"A""#), "personal_data", Severity::Medium);
        assert_eq!(with(r#""groups":[{"name":"staff"}]"#), []);
    }

    #[test]
    fn values_of_personal_claims_are_not_repeated() {
        let findings = with(r#""email":"a@b.example","password":"hunter2","birthdate":"1970-01-01""#);
        let said = format!("{findings:?}");
        for value in ["a@b.example", "hunter2", "1970"] {
            assert!(!said.contains(value), "{said}");
        }
        assert!(said.contains("birthdate"));
    }

    #[test]
    fn sizes_that_servers_cut_off() {
        let padded = |bytes: usize| with(&format!(r#""x":"{}""#, "a".repeat(bytes)));
        has(&padded(4_000), "large", Severity::Low);
        has(&padded(8_000), "large", Severity::Medium);
        assert_eq!(padded(1_000), []);
    }

    #[test]
    fn severities_order_and_parse() {
        assert!(Severity::High > Severity::Medium && Severity::Low > Severity::Info);
        for severity in Severity::ALL {
            assert_eq!(severity.name().parse(), Ok(severity));
        }
        assert!("HIGH".parse::<Severity>().is_err());
        let findings = found(r#"{"alg":"none"}"#, "{}", b"");
        assert!(findings.windows(2).all(|pair| pair[0].severity >= pair[1].severity));
        let mut codes: Vec<_> = findings.iter().map(|finding| finding.code).collect();
        codes.dedup();
        assert_eq!(codes.len(), findings.len());
    }

    proptest! {
        #[test]
        fn no_token_makes_it_panic(
            alg in "(none|HS256|ES256|RS256|\\PC{0,5})",
            name in "(exp|nbf|iat|aud|iss|sub|scope|auth_time|email|\\PC{0,5})",
            value in "(-?[0-9]{1,20}|-?[0-9]{1,3}e[0-9]{1,3}|\"\\PC{0,10}\"|\\[\\]|\\{\\}|null|true)",
            kid in "\\PC{0,10}",
            signature in proptest::collection::vec(any::<u8>(), 0..80),
            now: i64,
        ) {
            let header = serde_json::json!({"alg": alg, "kid": kid}).to_string();
            let claims = format!("{{{}:{value}}}", serde_json::Value::from(name));
            let text = token(&header, &claims, &signature);
            if let Some(token) = Readable::of(&text) {
                lint(&token, text.len(), Timestamp(now));
            }
        }
    }
}
