//! The parser of compact tokens and the one of strict JSON: no bytes make them panic, and what they take has one meaning.
#![no_main]
#![allow(clippy::disallowed_methods, reason = "the macro of a target writes files itself")]

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use libfuzzer_sys::fuzz_target;
use mintage::core::jose::compact::{encoded_object, encrypted_header};
use mintage::core::jose::{RawToken, UntrustedToken};
use mintage::core::json::{parse_object, parse_value};
use mintage::core::{OpaqueText, Timestamp};
use serde_json::Value;

fuzz_target!(|data: &[u8]| {
    json(data);
    let Ok(text) = std::str::from_utf8(data) else { return };
    compact(text);
    // Neither refuses or takes what the other does.
    let _ = (encrypted_header(text), encoded_object(text, "part"), OpaqueText::parse(text));
});

/// Strict JSON means the same when it is written again.
fn json(data: &[u8]) {
    if let Ok(map) = parse_object(data) {
        assert_eq!(parse_value(data), Ok(Value::Object(map)));
    }
    if let Ok(value) = parse_value(data)
        && is_exact(&value)
    {
        assert_eq!(parse_value(value.to_string().as_bytes()), Ok(value));
    }
}

/// Whether a value has no number whose last digits may change when it is written.
fn is_exact(value: &Value) -> bool {
    match value {
        Value::Number(number) => !number.is_f64(),
        Value::Array(items) => items.iter().all(is_exact),
        Value::Object(members) => members.values().all(is_exact),
        Value::Null | Value::Bool(_) | Value::String(_) => true,
    }
}

/// A token that is taken has exactly one text: that of its parts.
fn compact(text: &str) {
    let Ok(raw) = RawToken::parse(text) else {
        assert!(UntrustedToken::parse(text).is_err());
        return;
    };
    let signature = URL_SAFE_NO_PAD.encode(&raw.signature);
    assert_eq!([raw.signing_input, b".", signature.as_bytes()].concat(), text.as_bytes());
    assert_eq!(raw.signing_input.split(|byte| *byte == b'.').count(), 2);
    let (refusal, header, claims) = (raw.refusal(), raw.header.clone(), raw.claims.clone());
    match raw.accept() {
        Err(fault) => assert_eq!(Some(fault), refusal),
        Ok(token) => {
            assert_eq!(refusal, None);
            assert_eq!(header.get("alg"), Some(&token.header().alg.as_str().into()));
            assert!(["crit", "b64", "zip", "enc"].iter().all(|name| !header.contains_key(name)));
            assert_eq!(token.claims(), &claims);
            let times = token.times();
            for (name, time) in [("exp", times.expires_at), ("nbf", times.not_before), ("iat", times.issued_at)] {
                assert_eq!(time.is_some(), claims.contains_key(name));
                assert!(time.and_then(Timestamp::rfc3339).is_some() == time.is_some());
            }
        }
    }
}
