//! JSON where a token belongs: the other serializations of JOSE, and keys. What else servers answer is in `answer`.

use serde_json::Value;

use super::answer;
use super::recognised::{Damaged, Particular, Recognised, Told};
use crate::core::jose::compact::{MAX_TOKEN_BYTES, encoded_object};
use crate::core::json::{JsonError, Object, parse_object, parse_value};

const EXPOSED: &str = "this is a private key or a shared secret: if it was pasted, sent or given as an argument, consider it exposed, and replace it";

/// How many signatures are looked at; a token with more is not better understood.
const MOST_SIGNATURES: usize = 20;

pub(super) fn tell(text: &str) -> Told {
    if text.len() > MAX_TOKEN_BYTES {
        return None;
    }
    if text.starts_with('[') {
        return list(text);
    }
    if !text.starts_with('{') {
        return None;
    }
    let object = match parse_object(text.as_bytes()) {
        Ok(object) => object,
        Err(JsonError::NotAnObject) => return None,
        Err(fault) => {
            return Some(Err(Damaged::new("json", format!("this starts like JSON, but is not acceptable: {fault}"))));
        }
    };
    let has = |name: &str| object.contains_key(name);
    if has("payload") && (has("signature") || has("signatures")) {
        return Some(signed(&object));
    }
    Some(Ok(if has("ciphertext") {
        let form = if has("recipients") { "general" } else { "flattened" };
        Recognised::new(
            "jwe_json",
            format!("an encrypted token (JWE) in the {form} JSON serialization: only its recipient can read it"),
        )
        .way_out("have it decrypted by its recipient")
        .with("serialization", Particular::Text(form.to_owned()))
    } else if let Some(Value::Array(keys)) = object.get("keys") {
        let secret = keys.iter().filter_map(Value::as_object).any(is_secret);
        let told = Recognised::new("jwk_set", "a set of keys (JWK Set), not a token")
            .with("keys", Particular::Number(keys.len()));
        if secret { told.warn(EXPOSED) } else { told }
    } else if has("kty") {
        let secret = is_secret(&object);
        let kind = if secret { "private_jwk" } else { "jwk" };
        let what = if secret {
            "a private key or shared secret (JWK), not a token"
        } else {
            "a public key (JWK), not a token"
        };
        let told = Recognised::new(kind, what).way_out("give it with --key, and the token beside it");
        let told = ["kty", "kid", "alg"].into_iter().fold(told, |told, name| match object.get(name) {
            Some(Value::String(text)) => told.with(name, Particular::Text(text.clone())),
            _ => told,
        });
        if secret { told.warn(EXPOSED) } else { told }
    } else {
        return Some(answer::tell(&object));
    }))
}

/// A list: of keys, as some write a set of them, or of anything.
fn list(text: &str) -> Told {
    let Ok(Value::Array(items)) = parse_value(text.as_bytes()) else { return None };
    let keys = items.iter().filter_map(Value::as_object).filter(|item| item.contains_key("kty"));
    let (count, secret) = (keys.clone().count(), keys.clone().any(is_secret));
    let count = Particular::Number(if count > 0 { count } else { items.len() });
    let told = if keys.clone().next().is_some() {
        let told = Recognised::new("jwk_list", "a list of keys (JWK), not a token").with("keys", count);
        told.way_out("give the token that they are for")
    } else {
        Recognised::new("json_list", "a list in JSON, not a token").with("items", count).way_out("give one token alone")
    };
    Some(Ok(if secret { told.warn(EXPOSED) } else { told }))
}

/// The private members of all key types (RFC 7518, 6).
fn is_secret(key: &Object) -> bool {
    ["d", "k", "p", "q", "dp", "dq", "qi", "priv"].into_iter().any(|name| key.contains_key(name))
}

/// A JWS in JSON (RFC 7515, 7.2): which algorithms sign it, as the protected headers say.
fn signed(object: &Object) -> Result<Recognised, Damaged> {
    let (form, signatures) = match object.get("signatures") {
        Some(Value::Array(list)) => ("general", list.iter().map(Value::as_object).collect()),
        Some(_) => {
            return Err(Damaged::new(
                "jws_json",
                "this is a token in JSON serialization, but its `signatures` is no list",
            ));
        }
        None => ("flattened", vec![Some(object)]),
    };
    let mut algorithms = Vec::new();
    for signature in signatures.iter().take(MOST_SIGNATURES) {
        let protected = signature.and_then(|signature| signature.get("protected"));
        let alg = match protected {
            Some(Value::String(part)) => match encoded_object(part, "protected header") {
                Ok(header) => header.get("alg").and_then(Value::as_str).map(str::to_owned),
                Err(fault) => {
                    return Err(Damaged::new(
                        "jws_json",
                        format!("this is a token in JSON serialization, but {fault}"),
                    ));
                }
            },
            _ => None,
        };
        algorithms.push(alg.unwrap_or_else(|| "(not protected)".to_owned()));
    }
    let what = format!(
        "a signed token (JWS) in the {form} JSON serialization, which verifiers of access tokens do not accept; \
         the compact form is protected.payload.signature"
    );
    Ok(Recognised::new("jws_json", what)
        .way_out("write it as protected.payload.signature, of one signature")
        .with("serialization", Particular::Text(form.to_owned()))
        .with("signatures", Particular::Number(signatures.len()))
        .with("algorithms", Particular::List(algorithms))
        .with_disclosures(&signatures))
}

impl Recognised {
    /// With how many claims are disclosed, where it is an SD-JWT (RFC 9901, 8).
    fn with_disclosures(self, signatures: &[Option<&Object>]) -> Self {
        let headers = signatures.iter().flatten().filter_map(|signature| signature.get("header"));
        let lists = headers.filter_map(|header| header.get("disclosures")).filter_map(Value::as_array);
        match lists.map(Vec::len).next() {
            Some(count) => self.with("disclosures", Particular::Number(count)),
            None => self,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(text: &str) -> (&'static str, bool) {
        let told = tell(text).unwrap().unwrap();
        (told.kind, told.warning.is_some())
    }

    fn fault(text: &str) -> String {
        tell(text).unwrap().unwrap_err().what
    }

    #[test]
    fn both_serializations_of_rfc_7515_are_named() {
        // RFC 7515, A.6.4 and A.7, the payload and the signatures shortened.
        let general = r#"{"payload":"eyJpc3MiOiJqb2UifQ","signatures":[
            {"protected":"eyJhbGciOiJSUzI1NiJ9","header":{"kid":"2010-12-29"},"signature":"cC4h"},
            {"protected":"eyJhbGciOiJFUzI1NiJ9","header":{"kid":"e9bc"},"signature":"DtEh"}]}"#;
        let told = tell(general).unwrap().unwrap();
        assert_eq!(told.kind, "jws_json");
        assert_eq!(told.details[2].1, Particular::List(vec!["RS256".to_owned(), "ES256".to_owned()]));
        let flattened = r#"{"payload":"eyJpc3MiOiJqb2UifQ","protected":"eyJhbGciOiJFUzI1NiJ9","signature":"DtEh"}"#;
        assert_eq!(tell(flattened).unwrap().unwrap().details[0].1, Particular::Text("flattened".to_owned()));
        assert!(fault(r#"{"payload":"e30","protected":"=","signature":"x"}"#).contains("base64url"));
        assert!(fault(r#"{"payload":"e30","signatures":1}"#).contains("no list"));
        assert_eq!(kind(r#"{"payload":"e30","signatures":[1,null]}"#).0, "jws_json");
        let many = format!(r#"{{"payload":"e30","signatures":[{}1]}}"#, "1,".repeat(10_000));
        let told = tell(&many).unwrap().unwrap();
        assert_eq!(told.details[1].1, Particular::Number(10_001));
        assert!(matches!(&told.details[2].1, Particular::List(list) if list.len() == MOST_SIGNATURES));
    }

    #[test]
    fn keys_and_answers_are_named_and_secrets_stay_unsaid() {
        assert_eq!(kind(r#"{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrf"}"#), ("jwk", false));
        assert_eq!(kind(r#"{"kty":"OKP","d":"nWGxne","x":"11qY"}"#), ("private_jwk", true));
        assert_eq!(kind(r#"{"kty":"oct","k":"c2VjcmV0"}"#), ("private_jwk", true));
        assert_eq!(kind(r#"{"keys":[{"kty":"oct","k":"c2VjcmV0"}]}"#), ("jwk_set", true));
        assert_eq!(kind(r#"{"keys":[1]}"#), ("jwk_set", false));
        assert_eq!(kind(r#"{"ciphertext":"AxY8"}"#).0, "jwe_json");
        assert!(!format!("{:?}", tell(r#"{"kty":"oct","k":"c2VjcmV0"}"#)).contains("c2VjcmV0"));
    }

    #[test]
    fn other_json_is_refused_whatever_its_shape() {
        assert!(fault("{").contains("not acceptable"));
        assert!(fault(r#"{"payload":1,"payload":2}"#).contains("twice"));
        assert!(fault(&r#"{"a":"#.repeat(10_000)).contains("deep"));
        assert!(fault("{}").contains("neither"));
        assert_eq!(kind("[]"), ("json_list", false));
        assert_eq!(kind(r#"[{"kty":"oct","k":"c2VjcmV0"}]"#), ("jwk_list", true));
        assert_eq!(tell("["), None);
        assert_eq!(tell("[redacted]"), None);
    }
}
