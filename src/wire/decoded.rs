//! A text that was read and not judged.

use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::Value;

use super::member::{ByName, Maybe};
use super::shape::{Described, ValueKind};
use crate::core::claims::ClaimMap;
use crate::core::{Algorithm, Timestamp};

document! {
    /// A text that was read and not judged.
    pub struct DecodedDocument<'a> as "decoded text" {
        /// `jwt`, `jws` where its payload is no object of JSON, `sd_jwt`, or what else it is.
        kind: &'a str,
        /// Its header; null where it has none that can be read.
        header: Option<&'a ClaimMap>,
        /// Its claims, or what else it says; null where it is nothing of the kind.
        claims: Option<&'a ClaimMap>,
        /// Always `false`: anyone could have written this.
        verified: bool,
        /// Its length.
        bytes: usize,
        /// The claims of a JWT that are times, in RFC 3339.
        times: Maybe<ByName<'a, &'a str, String>>,
        /// The key of the home that a JWT names, which says nothing of who signed it; null where the home has none.
        key: Maybe<Option<KeyHintDocument>>,
        /// The kind of token by whose rules it was examined, with `--lint`; null where only those that all have in common are known.
        examined_as: Maybe<Option<&'static str>>,
        /// The weaknesses of a JWT, with `--lint`.
        findings: Maybe<Vec<FindingDocument<'a>>>,
        /// Why `token verify` would refuse it unread, where it would.
        faults: Maybe<Vec<String>>,
        /// The payload in base64url, where it is no object of JSON.
        payload: Maybe<String>,
        /// The same as text; null where it is none.
        payload_text: Maybe<Option<&'a str>>,
        /// What an SD-JWT discloses, in order.
        disclosures: Maybe<Vec<DisclosureDocument<'a>>>,
        /// The claims of an SD-JWT with what it discloses.
        disclosed: Maybe<&'a ClaimMap>,
        /// The proof of whoever shows an SD-JWT; null where it has none.
        key_binding: Maybe<Option<KeyBindingDocument<'a>>>,
        /// What a text is that is no JWT.
        description: Maybe<&'a str>,
        /// What else can be said of a text that is no JWT.
        details: Maybe<Details<'a>>,
        /// What stood around it and was left out, or what to do with it; null where there is nothing to say.
        hint: Option<&'a str>,
    }
}

document! {
    /// A disclosure of an SD-JWT.
    pub struct DisclosureDocument<'a> as "disclosure" {
        /// The name of the claim; null where it is an element of a list, or cannot be read.
        name: Option<&'a str>,
        /// Its value; null where it cannot be read.
        value: Option<&'a Value>,
        /// Its digest, as the token has it.
        digest: &'a str,
        /// Where that digest stands; null where it is nowhere, for which a verifier refuses the token.
        place: Option<&'a str>,
    }
}

document! {
    /// The proof of whoever shows an SD-JWT.
    pub struct KeyBindingDocument<'a> as "key binding" {
        /// Its header; null where it cannot be read.
        header: Option<&'a ClaimMap>,
        /// Its claims; null where they cannot be read.
        claims: Option<&'a ClaimMap>,
        /// Whether its `sd_hash` is that of the text before it. Its signature was not looked at.
        is_of_this: bool,
    }
}

document! {
    /// A key of the home whose kid a token has.
    pub struct KeyHintDocument as "key that a token names" {
        /// Its algorithm.
        alg: Algorithm,
        /// `standby`, `active`, `retired` or `revoked`.
        state: &'static str,
    }
}

document! {
    /// A weakness of a token.
    pub struct FindingDocument<'a> as "finding" {
        /// The word for programs. It keeps its meaning.
        code: &'static str,
        /// `high`, `medium`, `low` or `info`.
        severity: &'static str,
        /// What is there, or missing.
        what: &'a str,
        /// What follows from it.
        why: &'static str,
        /// What to do.
        advice: &'static str,
        /// Where that is written.
        source: &'static str,
    }
}

/// What can be said of a text that is no JWT: which members there are depends on what it is.
pub struct Details<'a>(pub Vec<(&'static str, DetailValue<'a>)>);

/// Something that can be said of a text.
pub enum DetailValue<'a> {
    /// A text.
    Text(&'a str),
    /// Several texts.
    List(&'a [String]),
    /// A number.
    Number(usize),
    /// Yes or no.
    Flag(bool),
    /// A point in time.
    Time(Timestamp),
}

impl Serialize for Details<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(None)?;
        for (name, detail) in &self.0 {
            match detail {
                DetailValue::Text(text) => map.serialize_entry(name, text)?,
                DetailValue::List(texts) => map.serialize_entry(name, texts)?,
                DetailValue::Number(number) => map.serialize_entry(name, number)?,
                DetailValue::Flag(flag) => map.serialize_entry(name, flag)?,
                DetailValue::Time(time) => {
                    map.serialize_entry(name, &time.rfc3339())?;
                    map.serialize_entry(&format!("{name}_unix"), time)?;
                }
            }
        }
        map.end()
    }
}

impl Described for Details<'_> {
    fn kind() -> ValueKind {
        ValueKind::Object
    }
}
