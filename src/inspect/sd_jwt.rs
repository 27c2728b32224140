//! SD-JWT (RFC 9901): a JWT with digests in the place of claims, the disclosures that say what was digested, and at its end a JWT
//! that shows who holds it.

use std::collections::HashMap;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value;
use sha2::{Digest as _, Sha256, Sha384, Sha512};

use super::salvage::Readable;
use crate::core::json::{ClaimMap, parse_value};

/// More disclosures than this are counted and not shown.
pub const MOST_DISCLOSURES: usize = 500;
/// What separates the parts.
const SEPARATOR: char = '~';
/// The member of an element of a list that stands for a digest (RFC 9901, 4.2.4.2).
const ELEMENT: &str = "...";
/// Deeper ones are not looked into: the parser bounds it anyway.
const MOST_DEPTH: usize = 32;

/// An SD-JWT as it was shown.
#[derive(Debug, Clone, PartialEq)]
pub struct SdJwt<'t> {
    /// What the issuer signed.
    pub issued: Readable<'t>,
    /// What is disclosed, in order.
    pub disclosures: Vec<Disclosure>,
    /// The proof of whoever shows it, at the end; none where nothing follows the last separator.
    pub key_binding: Option<KeyBinding<'t>>,
}

/// One disclosure.
#[derive(Debug, Clone, PartialEq)]
pub struct Disclosure {
    /// The name of the member; none where it is an element of a list, or cannot be read.
    pub name: Option<String>,
    /// Its value; none where it cannot be read.
    pub value: Option<Value>,
    /// Its digest, as the token would have it.
    pub digest: String,
    /// Where the token, or what another disclosure says, has that digest; none where nothing has it, so that it must be refused.
    pub place: Option<String>,
}

/// The JWT at the end.
#[derive(Debug, Clone, PartialEq)]
pub struct KeyBinding<'t> {
    /// What it says; none where it cannot be read.
    pub token: Option<Readable<'t>>,
    /// Whether its `sd_hash` is that of what is before it.
    pub is_of_this: bool,
}

/// The hash of `_sd_alg` (RFC 9901, 4.1.1); SHA-256 where there is none.
#[derive(Debug, Clone, Copy)]
enum Hash {
    Sha256,
    Sha384,
    Sha512,
}

impl<'t> SdJwt<'t> {
    /// Reads a text; nothing where it is none.
    pub fn of(text: &'t str) -> Option<Self> {
        let (jwt, rest) = text.split_once(SEPARATOR)?;
        let issued = Readable::of(jwt)?;
        let (disclosed, bound) = rest.rsplit_once(SEPARATOR).unwrap_or(("", rest));
        let hash = Hash::of(&issued);
        let texts: Vec<&str> =
            disclosed.split(SEPARATOR).filter(|text| !text.is_empty()).take(MOST_DISCLOSURES).collect();
        let mut disclosures: Vec<Disclosure> = texts.iter().map(|text| Disclosure::of(text, hash)).collect();
        let mut places = HashMap::new();
        for (name, value) in issued.claims.iter().flatten() {
            digests(name, value, "", &mut places, 0);
        }
        for disclosure in &disclosures {
            if let Some(value) = &disclosure.value {
                let name = disclosure.name.as_deref().unwrap_or(ELEMENT);
                digests(name, value, "", &mut places, 0);
            }
        }
        for disclosure in &mut disclosures {
            disclosure.place = places.get(disclosure.digest.as_str()).cloned();
        }
        let key_binding = (!bound.is_empty()).then(|| {
            let token = Readable::of(bound);
            let before = &text[..text.len() - bound.len()];
            let said = token.as_ref().and_then(|token| token.claim_text("sd_hash"));
            let is_of_this = said.is_some_and(|said| said == hash.digest(before));
            KeyBinding { token, is_of_this }
        });
        Some(Self { issued, disclosures, key_binding })
    }

    /// The claims with what is disclosed in its place, and without digests (RFC 9901, 7.3).
    pub fn disclosed(&self) -> ClaimMap {
        let by_digest: HashMap<&str, &Disclosure> =
            self.disclosures.iter().map(|disclosure| (disclosure.digest.as_str(), disclosure)).collect();
        let mut used = Vec::new();
        let mut claims = ClaimMap::new();
        for (name, value) in self.issued.claims.iter().flatten() {
            match name {
                "_sd_alg" => {}
                "_sd" => {
                    for (name, value) in members(value, &by_digest, &mut used) {
                        if !self.issued.claims.as_ref().is_some_and(|claims| claims.contains_key(&name)) {
                            claims.insert(name, value);
                        }
                    }
                }
                _ => _ = claims.insert(name, filled(value, &by_digest, &mut used, 0)),
            }
        }
        claims
    }
}

impl Disclosure {
    /// Base64url of a list: a salt, a name and a value, or a salt and the element of a list (RFC 9901, 4.2).
    fn of(text: &str, hash: Hash) -> Self {
        let list = URL_SAFE_NO_PAD.decode(text).ok().and_then(|json| parse_value(&json).ok());
        let (name, value) = match list {
            Some(Value::Array(mut list)) => match (list.len(), list.pop()) {
                (3, Some(value)) => (list[1].as_str().map(str::to_owned), Some(value)),
                (2, Some(value)) => (None, Some(value)),
                _ => (None, None),
            },
            _ => (None, None),
        };
        Self { name, value, digest: hash.digest(text), place: None }
    }

    /// Whether it is a list as it must be.
    pub fn is_readable(&self) -> bool {
        self.value.is_some()
    }
}

impl Hash {
    fn of(issued: &Readable<'_>) -> Self {
        match issued.claim_text("_sd_alg") {
            Some("sha-384") => Self::Sha384,
            Some("sha-512") => Self::Sha512,
            _ => Self::Sha256,
        }
    }

    fn digest(self, text: &str) -> String {
        match self {
            Self::Sha256 => URL_SAFE_NO_PAD.encode(Sha256::digest(text)),
            Self::Sha384 => URL_SAFE_NO_PAD.encode(Sha384::digest(text)),
            Self::Sha512 => URL_SAFE_NO_PAD.encode(Sha512::digest(text)),
        }
    }
}

/// Every digest in a value, with the path of what it stands for.
fn digests(name: &str, value: &Value, before: &str, places: &mut HashMap<String, String>, depth: usize) {
    if depth > MOST_DEPTH {
        return;
    }
    let here = if before.is_empty() { name.to_owned() } else { format!("{before}.{name}") };
    match value {
        Value::Array(list) if name == "_sd" => {
            let place = if before.is_empty() { "the claims".to_owned() } else { before.to_owned() };
            for digest in list.iter().filter_map(Value::as_str) {
                places.insert(digest.to_owned(), place.clone());
            }
        }
        Value::Array(list) => {
            for element in list {
                match element.get(ELEMENT).and_then(Value::as_str) {
                    Some(digest) => _ = places.insert(digest.to_owned(), format!("{here}[]")),
                    None => digests("[]", element, &here, places, depth + 1),
                }
            }
        }
        Value::Object(object) => {
            for (inner, value) in object {
                digests(inner, value, &here, places, depth + 1);
            }
        }
        _ => {}
    }
}

/// The members that a list of digests stands for.
fn members<'d>(
    list: &Value,
    by_digest: &HashMap<&str, &'d Disclosure>,
    used: &mut Vec<&'d str>,
) -> Vec<(String, Value)> {
    let digests = list.as_array().into_iter().flatten().filter_map(Value::as_str);
    let mut members = Vec::new();
    for disclosure in digests.filter_map(|digest| by_digest.get(digest)) {
        if let (Some(name), Some(value), false) =
            (&disclosure.name, &disclosure.value, used.contains(&disclosure.digest.as_str()))
        {
            used.push(&disclosure.digest);
            members.push((name.clone(), filled(value, by_digest, used, 0)));
        }
    }
    members
}

/// A value with what is disclosed of it. Each disclosure counts once, so that none can hold itself.
fn filled<'d>(
    value: &Value,
    by_digest: &HashMap<&str, &'d Disclosure>,
    used: &mut Vec<&'d str>,
    depth: usize,
) -> Value {
    if depth > MOST_DEPTH {
        return Value::Null;
    }
    match value {
        Value::Object(object) => {
            let mut whole = serde_json::Map::new();
            for (name, value) in object {
                match name.as_str() {
                    "_sd" => whole.extend(members(value, by_digest, used)),
                    _ => _ = whole.insert(name.clone(), filled(value, by_digest, used, depth + 1)),
                }
            }
            Value::Object(whole)
        }
        Value::Array(list) => {
            let mut whole = Vec::new();
            for element in list {
                let Some(digest) = element.get(ELEMENT).and_then(Value::as_str) else {
                    whole.push(filled(element, by_digest, used, depth + 1));
                    continue;
                };
                if let Some(disclosure) = by_digest.get(digest)
                    && let (Some(value), false) = (&disclosure.value, used.contains(&disclosure.digest.as_str()))
                {
                    used.push(&disclosure.digest);
                    whole.push(filled(value, by_digest, used, depth + 1));
                }
            }
            Value::Array(whole)
        }
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn b64(text: impl AsRef<[u8]>) -> String {
        URL_SAFE_NO_PAD.encode(text)
    }

    fn jwt(claims: &str) -> String {
        format!("{}.{}.c2ln", b64(r#"{"alg":"ES256","typ":"dc+sd-jwt"}"#), b64(claims))
    }

    /// The disclosure of the member `family_name`, and its digest, of RFC 9901, 4.2.1 and 4.2.3.
    const FAMILY_NAME: (&str, &str) = (
        "WyJfMjZiYzRMVC1hYzZxMktJNmNCVzVlcyIsICJmYW1pbHlfbmFtZSIsICJNw7ZiaXVzIl0",
        "X9yH0Ajrdm1Oij4tWso9UzzKJvPoDxwmuEcO3XAdRC0",
    );

    #[test]
    fn disclosures_are_matched_with_the_digests_of_the_published_example() {
        let text = format!(
            "{}~{}~",
            jwt(&format!(r#"{{"_sd":["{}"],"_sd_alg":"sha-256","sub":"u"}}"#, FAMILY_NAME.1)),
            FAMILY_NAME.0
        );
        let read = SdJwt::of(&text).unwrap();
        assert_eq!(read.disclosures[0].digest, FAMILY_NAME.1);
        assert_eq!(read.disclosures[0].name.as_deref(), Some("family_name"));
        assert_eq!(read.disclosures[0].place.as_deref(), Some("the claims"));
        assert_eq!(read.disclosed().to_string(), r#"{"family_name":"Möbius","sub":"u"}"#);
        assert_eq!(read.key_binding, None);
    }

    #[test]
    fn what_is_nested_is_put_in_its_place_and_what_belongs_nowhere_is_told() {
        let hash = Hash::Sha512;
        let inner = b64(r#"["s","street","Main"]"#);
        let outer = b64(format!(r#"["s","address",{{"_sd":["{}"],"country":"DE"}}]"#, hash.digest(&inner)));
        let element = b64(r#"["s","FR"]"#);
        let stray = b64(r#"["s","admin",true]"#);
        let claims = format!(
            r#"{{"_sd":["{}","x"],"nationalities":[{{"...":"{}"}},{{"...":"y"}},"US"],"_sd_alg":"sha-512"}}"#,
            hash.digest(&outer),
            hash.digest(&element)
        );
        let text = format!("{}~{outer}~{inner}~{element}~{stray}~AAAA~", jwt(&claims));
        let read = SdJwt::of(&text).unwrap();
        let places: Vec<_> = read.disclosures.iter().map(|disclosure| disclosure.place.as_deref()).collect();
        assert_eq!(places, [Some("the claims"), Some("address"), Some("nationalities[]"), None, None]);
        assert!(!read.disclosures[4].is_readable());
        assert_eq!(
            read.disclosed().to_string(),
            r#"{"address":{"street":"Main","country":"DE"},"nationalities":["FR","US"]}"#
        );
    }

    #[test]
    fn the_proof_of_the_holder_is_of_what_is_before_it() {
        let before = format!("{}~{}~", jwt("{}"), FAMILY_NAME.0);
        let proof = |hash: &str| {
            format!(
                "{}.{}.c2ln",
                b64(r#"{"alg":"ES256","typ":"kb+jwt"}"#),
                b64(format!(r#"{{"sd_hash":"{hash}","nonce":"n"}}"#))
            )
        };
        let good = format!("{before}{}", proof(&Hash::Sha256.digest(&before)));
        let bound = SdJwt::of(&good).unwrap().key_binding.unwrap();
        assert!(bound.is_of_this);
        assert_eq!(bound.token.unwrap().claim_text("nonce"), Some("n"));
        let other = format!("{before}{}", proof("x"));
        assert!(!SdJwt::of(&other).unwrap().key_binding.unwrap().is_of_this);
        let alone = format!("{}~{}", jwt("{}"), proof("x"));
        let read = SdJwt::of(&alone).unwrap();
        assert!(read.disclosures.is_empty() && read.key_binding.is_some());
        assert_eq!(SdJwt::of(&jwt("{}")), None);
        assert_eq!(SdJwt::of("a~b~"), None);
    }

    proptest! {
        #[test]
        fn a_disclosure_that_holds_itself_ends(names in proptest::collection::vec("[ab]|_sd|\\.\\.\\.", 0..6)) {
            // Digests cannot be chosen, so that only the walk is tried: the same ones at every place.
            let one = b64(r#"["s",{"_sd":["x"],"...":"x"}]"#);
            let digest = Hash::Sha256.digest(&one);
            let members: Vec<String> = names.iter().enumerate().map(|(n, name)| format!(r#""{name}{n}":[{{"...":"{digest}"}}]"#)).collect();
            let text = format!("{}~{one}~{one}~", jwt(&format!("{{{}}}", members.join(","))));
            let _ = SdJwt::of(&text).unwrap().disclosed();
        }
    }
}
