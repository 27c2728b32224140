//! The parts of a text that is a JWT or nearly one.

use super::base64::{read, start};
use super::fault::{Fault, Part};
use crate::core::jose::RawToken;
use crate::core::jose::compact::MAX_TOKEN_BYTES;
use crate::core::json::{ClaimMap, JsonError, parse_ambiguous, parse_claims};

/// What stands for what was left out.
const ELLIPSES: [&str; 4] = ["…", "...", "[...]", "***"];

/// What can be read of a text whose header can be. A header without [`faults`](Self::faults) is that of a token which a verifier
/// reads too.
#[derive(Debug, Clone, PartialEq)]
pub struct Readable<'t> {
    /// Every header parameter, in order.
    pub header: ClaimMap,
    /// Every claim, in order; none where the payload is no JSON object.
    pub claims: Option<ClaimMap>,
    /// The bytes of the payload, as far as it is there.
    pub payload: Vec<u8>,
    /// The bytes that are signed.
    pub signing_input: &'t [u8],
    /// The signature; empty where there is none.
    pub signature: Vec<u8>,
    /// Why a verifier refuses it; nothing where none does.
    pub faults: Vec<Fault>,
}

impl<'t> Readable<'t> {
    /// Reads a text; nothing where it does not begin with the header of a token.
    pub fn of(text: &'t str) -> Option<Self> {
        if let Ok(token) = RawToken::parse(text) {
            let faults = token.refusal().map(Fault::Rule).into_iter().collect();
            let RawToken { header, claims, signing_input, signature } = token;
            return Some(Self { header, claims: Some(claims), payload: Vec::new(), signing_input, signature, faults });
        }
        Self::nearly(text)
    }

    fn nearly(text: &'t str) -> Option<Self> {
        if text.len() > MAX_TOKEN_BYTES {
            return None;
        }
        let cut = ELLIPSES.iter().filter_map(|ellipsis| text.find(ellipsis)).min();
        let kept = &text[..cut.unwrap_or(text.len())];
        let parts: Vec<&str> = kept.split('.').take(7).collect();
        let mut faults = Vec::new();
        let (bytes, fault) = read(parts[0], Part::Header)?;
        faults.extend(fault);
        let header = match object(&bytes, Part::Header) {
            Ok((header, twice)) => {
                faults.extend(twice);
                header
            }
            Err(_) => return None,
        };
        let count = parts.len();
        // A part is cut where nothing follows it.
        let is_cut = |at: usize| cut.is_some() && count == at + 1;
        let payload = parts.get(1).copied().unwrap_or_default();
        let mut claims = None;
        let mut bytes = Vec::new();
        if is_cut(1) {
            bytes = start(payload);
        } else if count > 1 {
            match read(payload, Part::Payload) {
                Some((read, fault)) => {
                    faults.extend(fault);
                    match object(&read, Part::Payload) {
                        Ok((object, twice)) => {
                            claims = Some(object);
                            faults.extend(twice);
                        }
                        Err(fault) => faults.push(fault),
                    }
                    bytes = read;
                }
                None => {
                    faults.push(Fault::NotBase64(Part::Payload));
                    bytes = start(payload);
                }
            }
        }
        let mut signature = Vec::new();
        if let Some(part) = parts.get(2).filter(|_| !is_cut(2)) {
            match read(part, Part::Signature) {
                Some((read, fault)) => {
                    faults.extend(fault);
                    signature = read;
                }
                None => faults.push(Fault::NotBase64(Part::Signature)),
            }
        }
        faults.extend(match (cut, count) {
            (Some(_), _) => Some(Fault::CutOff),
            (None, 1) => Some(Fault::HeaderAlone),
            (None, 2) => Some(Fault::Unsigned),
            (None, 3) => None,
            (None, _) => Some(Fault::Parts(text.split('.').count())),
        });
        let signing_input = &text.as_bytes()[..(parts[0].len() + 1 + payload.len()).min(text.len())];
        Some(Self { header, claims, payload: bytes, signing_input, signature, faults })
    }

    /// Whether a verifier would read it.
    pub fn is_sound(&self) -> bool {
        self.faults.is_empty()
    }

    /// A text of the header.
    pub fn header_text(&self, name: &str) -> Option<&str> {
        self.header.get(name).and_then(serde_json::Value::as_str)
    }

    /// A text of the claims.
    pub fn claim_text(&self, name: &str) -> Option<&str> {
        self.claims.as_ref().and_then(|claims| claims.get(name)).and_then(serde_json::Value::as_str)
    }
}

/// An object with whatever is there twice, and the names of that.
fn object(bytes: &[u8], part: Part) -> Result<(ClaimMap, Vec<Fault>), Fault> {
    match parse_claims(bytes) {
        Ok(claims) => Ok((claims, Vec::new())),
        Err(JsonError::NotAnObject) => Err(Fault::NotObject),
        Err(_) if std::str::from_utf8(bytes).is_err() => Err(Fault::NotText),
        Err(fault) => match parse_ambiguous(bytes) {
            Ok((claims, twice)) => Ok((claims, twice.into_iter().map(|name| Fault::Twice(part, name)).collect())),
            Err(_) => Err(Fault::NotJson(fault.to_string())),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ::base64::Engine as _;
    use ::base64::engine::general_purpose::{STANDARD, URL_SAFE, URL_SAFE_NO_PAD};
    use proptest::prelude::*;

    const HEADER: &str = r#"{"alg":"ES256"}"#;

    fn b64(text: impl AsRef<[u8]>) -> String {
        URL_SAFE_NO_PAD.encode(text)
    }

    fn faults(text: &str) -> Vec<Fault> {
        Readable::of(text).expect("it can be read").faults
    }

    #[test]
    fn what_is_refused_is_shown_and_why_is_named() {
        let good = format!("{}.{}.c2ln", b64(HEADER), b64(r#"{"exp":1}"#));
        assert!(Readable::of(&good).unwrap().is_sound());
        let padded = format!("{}.{}.c2k=", URL_SAFE.encode(HEADER), URL_SAFE.encode(r#"{"sub":"ab"}"#));
        assert_eq!(Readable::of(&padded).unwrap().claims.unwrap()["sub"], "ab");
        assert_eq!(
            faults(&padded),
            [Fault::Padding(Part::Header), Fault::Padding(Part::Payload), Fault::Padding(Part::Signature)][1..]
                .to_vec()
                .into_iter()
                .filter(|fault| padded.split('.').nth(1).unwrap().ends_with('=')
                    || *fault == Fault::Padding(Part::Signature))
                .collect::<Vec<_>>()
        );
        let other = format!("{}.{}.c2ln", b64(HEADER), STANDARD.encode(r#"{"a":"~~~???>>"}"#).trim_end_matches('='));
        assert_eq!(faults(&other), [Fault::Alphabet(Part::Payload)]);
        let twice = format!("{}.{}.c2ln", b64(HEADER), b64(r#"{"exp":2000000000,"exp":1}"#));
        assert_eq!(faults(&twice), [Fault::Twice(Part::Payload, "exp".to_owned())]);
        let text = format!("{}.{}.c2ln", b64(HEADER), b64("hello world"));
        let read = Readable::of(&text).unwrap();
        assert_eq!((read.claims, read.payload.as_slice()), (None, &b"hello world"[..]));
        assert!(matches!(read.faults[..], [Fault::NotJson(_)]));
        assert_eq!(faults(&format!("{}.{}.c2ln", b64(HEADER), b64("[1]"))), [Fault::NotObject]);
        assert_eq!(faults(&format!("{}.{}.c2ln", b64(HEADER), b64(b"\xff\xfe"))), [Fault::NotText]);
        assert_eq!(faults(&format!("{}.{}.c2lo", b64(HEADER), b64("{}"))), []);
        assert_eq!(faults(&format!("{}.{}.c2l", b64(HEADER), b64("{}"))), [Fault::TrailingBits(Part::Signature)]);
        assert_eq!(faults(&format!("{}.!!!.c2ln", b64(HEADER))), [Fault::NotBase64(Part::Payload)]);
    }

    #[test]
    fn parts_that_are_missing_or_too_many_are_named() {
        let payload = b64(r#"{"sub":"alice","exp":1}"#);
        let five = format!("{}.{payload}.c2ln.{payload}.c2ln", b64(HEADER));
        assert_eq!(faults(&five), [Fault::Parts(5)]);
        assert_eq!(Readable::of(&five).unwrap().claims.unwrap()["sub"], "alice");
        assert_eq!(faults(&format!("{}.{payload}", b64(HEADER))), [Fault::Unsigned]);
        assert_eq!(faults(&b64(HEADER)), [Fault::HeaderAlone]);
        for ellipsis in ["…", "...", "[...]", "******"] {
            let cut = format!("{}.{}{ellipsis}c2ln", b64(HEADER), &payload[..10]);
            let read = Readable::of(&cut).unwrap();
            assert_eq!((read.faults, read.payload.as_slice()), (vec![Fault::CutOff], &br#"{"sub":"#[..7]));
            let cut = format!("{}.{payload}.c2{ellipsis}", b64(HEADER));
            assert_eq!(Readable::of(&cut).unwrap().claims.unwrap()["sub"], "alice");
        }
        let refused = format!("{}.{}.", b64(r#"{"alg":"none","crit":["exp"]}"#), b64("{}"));
        assert!(matches!(faults(&refused)[..], [Fault::Rule(_)]));
        for text in ["", ".", "a.b.c", "e", "hello", "eyJ.eyJ.x", "W10.e30.x", &"a".repeat(2 << 20)] {
            assert_eq!(Readable::of(text), None);
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic_and_what_a_verifier_reads_has_no_fault(
            header in "(\\{\"alg\":\"ES256\"(,\"(b64|crit|alg)\":1)?\\}|\\PC{0,10})",
            payload in "(\\{(\"exp\":[0-9]{1,3},){0,2}\"a\":1\\}|\\PC{0,10})",
            noise in "(=|\\.|…|\\+|~|[A-Za-z]){0,4}",
            place in 0_usize..60,
        ) {
            let mut text = format!("{}.{}.c2ln", b64(&header), b64(&payload));
            text.insert_str(place % text.len(), &noise);
            let strict = RawToken::parse(&text).ok().filter(|token| token.refusal().is_none());
            let read = Readable::of(&text);
            prop_assert_eq!(strict.is_some(), read.as_ref().is_some_and(Readable::is_sound));
        }
    }
}
