//! Strict JSON objects: one meaning for the same bytes, whoever reads them.
//!
//! RFC 7519, 4 lets a parser take the last of two equal names; two parsers that differ in this are an
//! attack (RFC 7515, 10.12), so duplicates are refused at every depth.

use std::cell::{Cell, RefCell};
use std::fmt;

use compact_str::CompactString;
use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use super::map::ClaimMap;
use super::number::{restore, restore_all};

/// A JSON object whose members keep their order.
pub type Object = Map<String, Value>;

/// How many members a token usually has at most: room for them is made at once.
const USUAL_MEMBERS: usize = 14;
/// What is said of an object that has a name twice.
const TWICE: &str = "the same member twice";
/// So much of a name is repeated in an error.
const MOST_OF_NAME: usize = 60;
/// So many names are written down.
const MOST_TWICE: usize = 20;
/// The deepest nesting that is read. Real claims need four or five levels.
const MAX_DEPTH: u8 = 32;

/// Why bytes are not a strict JSON object. The text comes from the parser and names a place, not the content.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum JsonError {
    /// Not JSON, or JSON that is ambiguous.
    #[error("{0}")]
    Syntax(String),
    /// An object, here or deeper, that has a member of this name twice.
    #[error("the member `{0}` is there twice")]
    Twice(String),
    /// JSON, but an array, a string, a number…
    #[error("is JSON, but not an object")]
    NotAnObject,
}

/// Reads one JSON object and nothing after it.
pub fn parse_object(bytes: &[u8]) -> Result<Object, JsonError> {
    match parse_value(bytes)? {
        Value::Object(map) => Ok(map),
        _ => Err(JsonError::NotAnObject),
    }
}

/// The same, for claims and headers.
pub fn parse_claims(bytes: &[u8]) -> Result<ClaimMap, JsonError> {
    let mut json = serde_json::Deserializer::from_slice(bytes);
    let has_text = Cell::new(false);
    let strict = Strict { depth: 0, bytes, any_size: false, has_text: &has_text, twice: None };
    let claims = json.deserialize_map(ClaimsVisitor(strict)).and_then(|claims| json.end().map(|()| claims));
    // What is no object is for the other parser to name.
    let mut claims =
        claims.map_err(|error| parse_object(bytes).err().unwrap_or_else(|| JsonError::Syntax(error.to_string())))?;
    if has_text.get() {
        restore_all(claims.values_mut(), bytes);
    }
    Ok(claims)
}

/// Reads one JSON value and nothing after it.
pub fn parse_value(bytes: &[u8]) -> Result<Value, JsonError> {
    read_value(bytes, false)
}

/// The same, for a value that others are compared with: its numbers may be of any size. Elsewhere one that no float can hold
/// is refused, because other readers take it for infinity, or for nothing.
pub fn parse_compared(bytes: &[u8]) -> Result<Value, JsonError> {
    read_value(bytes, true)
}

fn read_value(bytes: &[u8], any_size: bool) -> Result<Value, JsonError> {
    let mut json = serde_json::Deserializer::from_slice(bytes);
    let has_text = Cell::new(false);
    let strict = Strict { depth: 0, bytes, any_size, has_text: &has_text, twice: None };
    let value = strict.deserialize(&mut json).and_then(|value| json.end().map(|()| value));
    let mut value = value.map_err(|error| fault(&error, bytes))?;
    if has_text.get() {
        restore(&mut value, bytes);
    }
    Ok(value)
}

/// Reads an object that may have a name twice, of which the last counts, as it does for most readers. For those who show it;
/// whoever decides takes the others. The names that are there twice come beside it, at every depth.
pub fn parse_ambiguous(bytes: &[u8]) -> Result<(ClaimMap, Vec<String>), JsonError> {
    let mut json = serde_json::Deserializer::from_slice(bytes);
    let (has_text, twice) = (Cell::new(false), RefCell::default());
    let strict = Strict { depth: 0, bytes, any_size: true, has_text: &has_text, twice: Some(&twice) };
    let claims = json.deserialize_map(ClaimsVisitor(strict)).and_then(|claims| json.end().map(|()| claims));
    let mut claims =
        claims.map_err(|error| parse_object(bytes).err().unwrap_or(JsonError::Syntax(error.to_string())))?;
    let twice = twice.into_inner();
    // Numbers are found again by their order, which is not that of the text where one was left out.
    if has_text.get() && twice.is_empty() {
        restore_all(claims.values_mut(), bytes);
    }
    Ok((claims, twice))
}

/// What is wrong, with the name of what is there twice: looked for only now, because nearly nothing has one.
fn fault(error: &serde_json::Error, bytes: &[u8]) -> JsonError {
    let text = error.to_string();
    let twice = RefCell::default();
    if text.starts_with(TWICE) {
        let strict = Strict { depth: 0, bytes, any_size: true, has_text: &Cell::new(false), twice: Some(&twice) };
        let _ = strict.deserialize(&mut serde_json::Deserializer::from_slice(bytes));
    }
    match twice.into_inner().into_iter().next() {
        // An error is one line, whatever name it holds.
        Some(name) => JsonError::Twice(name.replace(char::is_control, "\u{fffd}")),
        None => JsonError::Syntax(text),
    }
}

#[derive(Clone, Copy)]
struct Strict<'b> {
    depth: u8,
    /// What is read.
    bytes: &'b [u8],
    /// Whether a number may be one that no float can hold.
    any_size: bool,
    /// Whether a number was met that is no whole one of 64 bits, whose text is to be kept.
    has_text: &'b Cell<bool>,
    /// Where names that are there twice are written down; none where they are refused.
    twice: Option<&'b RefCell<Vec<String>>>,
}

impl Strict<'_> {
    fn deeper<E: serde::de::Error>(self) -> Result<Self, E> {
        if self.depth < MAX_DEPTH {
            Ok(Self { depth: self.depth + 1, ..self })
        } else {
            Err(E::custom(format_args!("nested more than {MAX_DEPTH} deep")))
        }
    }

    /// Writes down a name if it is there already, where names may be there twice.
    fn note(self, name: &str, is_there: impl FnOnce(&str) -> bool) {
        let Some(twice) = self.twice.filter(|_| is_there(name)) else { return };
        let mut twice = twice.borrow_mut();
        let short: String = name.chars().take(MOST_OF_NAME).collect();
        if !twice.contains(&short) && twice.len() < MOST_TWICE {
            twice.push(short);
        }
    }
}

impl<'de> DeserializeSeed<'de> for Strict<'_> {
    type Value = Value;
    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Value, D::Error> {
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Strict<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<Value, E> {
        Number::from_f64(value).map(Value::Number).ok_or_else(|| E::custom("number out of range"))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(Value::String(value))
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let inner = self.deeper()?;
        let mut array = Vec::new();
        while let Some(item) = items.next_element_seed(inner)? {
            array.push(item);
        }
        Ok(Value::Array(array))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let mut object = Object::new();
        let Some(first) = members.next_key_seed(FirstName(self.bytes))? else {
            return self.deeper().map(|_| Value::Object(object));
        };
        let Some(first) = first else {
            self.has_text.set(true);
            let text: String = members.next_value()?;
            if !self.any_size && !text.parse::<f64>().is_ok_and(f64::is_finite) {
                return Err(A::Error::custom("number out of range"));
            }
            return Ok(Value::Number(Number::from_string_unchecked(text)));
        };
        let inner = self.deeper()?;
        object.insert(first, members.next_value_seed(inner)?);
        while let Some(name) = members.next_key::<String>()? {
            let value = members.next_value_seed(inner)?;
            self.note(&name, |name| object.contains_key(name));
            if object.insert(name, value).is_some() && self.twice.is_none() {
                return Err(A::Error::custom(TWICE));
            }
        }
        Ok(Value::Object(object))
    }
}

/// The name that the library gives the one member of what it shows a number as.
const NUMBER: &str = "$serde_json::private::Number";

/// Reads the first name of an object; nothing where what looks like an object is a number of more than 64 bits or with a
/// fraction. A stranger may give a member of theirs the same name, but theirs stands in the text that is read.
struct FirstName<'b>(&'b [u8]);

impl<'de> DeserializeSeed<'de> for FirstName<'_> {
    type Value = Option<String>;
    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Option<String>, D::Error> {
        from.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for FirstName<'_> {
    type Value = Option<String>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string key")
    }

    fn visit_borrowed_str<E>(self, name: &'de str) -> Result<Option<String>, E> {
        let is_read = self.0.as_ptr_range().contains(&name.as_ptr());
        Ok((is_read || name != NUMBER).then(|| name.to_owned()))
    }

    fn visit_str<E>(self, name: &str) -> Result<Option<String>, E> {
        Ok(Some(name.to_owned()))
    }
}

/// Reads the object that holds all others.
struct ClaimsVisitor<'b>(Strict<'b>);

impl<'de> Visitor<'de> for ClaimsVisitor<'_> {
    type Value = ClaimMap;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<ClaimMap, A::Error> {
        let inner = Strict { depth: 1, ..self.0 };
        let mut claims = ClaimMap::with_capacity(USUAL_MEMBERS);
        while let Some(name) = members.next_key::<CompactString>()? {
            let value = members.next_value_seed(inner)?;
            inner.note(&name, |name| claims.contains_key(name));
            if claims.insert(name, value).is_some() && inner.twice.is_none() {
                return Err(A::Error::custom(TWICE));
            }
        }
        Ok(claims)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn duplicates_are_refused_at_every_depth() {
        for bad in [r#"{"a":1,"a":1}"#, r#"{"x":{"a":1,"a":2}}"#, r#"{"x":[{"a":1,"a":2}]}"#, r#"{"a":1,"\u0061":2}"#] {
            assert!(parse_object(bad.as_bytes()).unwrap_err().to_string().contains("twice"), "{bad}");
        }
    }

    #[test]
    fn the_name_that_is_there_twice_is_told_and_what_is_there_can_be_shown() {
        for (bad, name) in [
            (r#"{"a":1,"exp":1,"b":{},"exp":2}"#, "exp"),
            (r#"{"x":{"in":1,"in":2}}"#, "in"),
            (r#"{"a":1,"\u0061":2}"#, "a"),
        ] {
            assert_eq!(parse_object(bad.as_bytes()), Err(JsonError::Twice(name.to_owned())), "{bad}");
            assert_eq!(parse_claims(bad.as_bytes()), Err(JsonError::Twice(name.to_owned())), "{bad}");
        }
        let (claims, twice) = parse_ambiguous(br#"{"exp":2000000000,"n":{"a":1,"a":2.50},"exp":1}"#).unwrap();
        assert_eq!(twice, ["a", "exp"]);
        assert_eq!(claims.to_string(), r#"{"exp":1,"n":{"a":2.50}}"#);
        let long = format!(r#"{{"{0}":1,"{0}":2}}"#, "é".repeat(500));
        assert_eq!(parse_object(long.as_bytes()), Err(JsonError::Twice("é".repeat(60))));
        assert_eq!(parse_ambiguous(br#"{"a":1E3}"#).unwrap().0.to_string(), r#"{"a":1E3}"#);
        for bad in ["{", "[]", r#"{"a":1,"a":2"#, "{} x"] {
            assert!(parse_ambiguous(bad.as_bytes()).is_err(), "{bad}");
        }
    }

    #[test]
    fn what_is_not_one_object_is_refused() {
        for bad in ["[]", "1", "null", "\"{}\""] {
            assert_eq!(parse_object(bad.as_bytes()), Err(JsonError::NotAnObject), "{bad}");
        }
        let bad: [&[u8]; 9] = [
            b"",
            b"{",
            b"{} x",
            b"{}{}",
            b"\xef\xbb\xbf{}",
            b"{\"a\":\"\xff\"}",
            br#"{"a":"\ud800"}"#,
            br#"{"a":1e400}"#,
            b"\xff\xfe{\0}\0",
        ];
        for bad in bad {
            assert!(parse_object(bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn nesting_is_bounded() {
        let deep = |n: usize| format!("{}1{}", r#"{"a":"#.repeat(n), "}".repeat(n));
        assert!(parse_object(deep(32).as_bytes()).is_ok());
        assert!(parse_object(deep(33).as_bytes()).is_err());
        assert!(parse_object(deep(10_000).as_bytes()).is_err());
        assert!(parse_value("[".repeat(10_000).as_bytes()).is_err());
    }

    /// Objects with names that meet again, things that are no objects, and both damaged.
    fn texts() -> impl Strategy<Value = String> {
        let leaves = [
            "1",
            "-0.5e3",
            "1e400",
            "-0",
            "null",
            r#""\u0061\ud800""#,
            r#""é\n""#,
            "true",
            "[]",
            "18446744073709551616",
        ];
        let leaf = proptest::sample::select(leaves.to_vec()).prop_map(str::to_owned);
        let value = leaf.prop_recursive(3, 30, 6, |inner| {
            let object =
                proptest::collection::vec(("[a-f]", inner.clone()), 0..5).prop_map(|members| object_text(&members));
            prop_oneof![
                object,
                proptest::collection::vec(inner, 0..4).prop_map(|items| format!("[{}]", items.join(",")))
            ]
        });
        let whole = prop_oneof![
            4 => proptest::collection::vec(("[a-z]{1,2}", value.clone()), 0..60).prop_map(|members| object_text(&members)),
            1 => value,
        ];
        (whole, "[ \t,}{\"]{0,2}", 0..40_usize).prop_map(|(text, more, cut)| match cut {
            0 => text.chars().take(text.chars().count() / 2).collect(),
            1..8 => text + &more,
            8 => more + &text,
            _ => text,
        })
    }

    fn object_text(members: &[(String, String)]) -> String {
        let members: Vec<String> = members.iter().map(|(name, value)| format!("\"{name}\": {value}")).collect();
        format!("{{{}}}", members.join(","))
    }

    proptest! {
        #[test]
        fn no_bytes_make_the_parser_panic(bytes in proptest::collection::vec(any::<u8>(), 0..64)) {
            let _ = parse_object(&bytes);
        }

        #[test]
        fn claims_are_read_as_every_object_is(text in texts()) {
            let (claims, object) = (parse_claims(text.as_bytes()), parse_object(text.as_bytes()));
            prop_assert_eq!(claims.map(Value::from), object.map(Value::Object));
        }
    }
}
