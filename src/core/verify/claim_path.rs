//! Where in the claims of a token a value is looked for.

use std::fmt;

use serde_json::Value;

use crate::core::json::{ClaimMap, Object};

/// What at the end of a name means each value of a list.
const EACH: &str = "[]";

/// Where a claim is: the name of a member; else `a.b`, the member `b` of the member `a`; or `/a/b`, a JSON Pointer (RFC 6901).
/// With `[]` at its end: each value of the list there.
///
/// A member of exactly that name is always what is meant, at every step, whatever signs are in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimPath(String);

impl ClaimPath {
    /// The path as it is written.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// As it is written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What is there: none, one, or of a list each.
    pub fn find<'c>(&self, claims: &'c ClaimMap) -> Found<'c> {
        // Nearly all are plain names.
        match claims.get(&self.0) {
            Some(value) => Found::One(value),
            None => Found::of(self.reach(claims)),
        }
    }

    fn reach<'c>(&self, claims: &'c ClaimMap) -> Vec<&'c Value> {
        if !self.0.starts_with('/') {
            return below(&self.0, &|name| claims.get(name));
        }
        let stripped = self.0.strip_suffix(EACH).and_then(|path| pointed(path, claims));
        let each = || stripped.into_iter().flat_map(each_of).collect();
        pointed(&self.0, claims).map_or_else(each, |value| vec![value])
    }
}

impl fmt::Display for ClaimPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What is at a path.
#[derive(Debug, Clone, PartialEq)]
pub enum Found<'c> {
    /// Nothing.
    Nothing,
    /// One value.
    One(&'c Value),
    /// The values of a list.
    Each(Vec<&'c Value>),
}

impl<'c> Found<'c> {
    fn of(values: Vec<&'c Value>) -> Self {
        match values[..] {
            [] => Self::Nothing,
            [one] => Self::One(one),
            _ => Self::Each(values),
        }
    }

    /// Whether one of the values is such.
    pub fn any(&self, is_such: impl Fn(&Value) -> bool) -> bool {
        match self {
            Self::Nothing => false,
            Self::One(value) => is_such(value),
            Self::Each(values) => values.iter().any(|value| is_such(value)),
        }
    }
}

/// What a path means in an object: a member of exactly this name, else each value of the list that is so named, else what
/// the part behind the first point means in the member before it.
fn below<'c>(path: &str, member: &dyn Fn(&str) -> Option<&'c Value>) -> Vec<&'c Value> {
    let named = named(path, member);
    if !named.is_empty() {
        return named;
    }
    let Some((first, rest)) = path.split_once('.') else { return named };
    let objects = self::named(first, member).into_iter().filter_map(Value::as_object);
    objects.flat_map(|object: &'c Object| below(rest, &|name| object.get(name))).collect()
}

/// The member of exactly this name, else with as many `[]` less as there must be, each value in it.
fn named<'c>(name: &str, member: &dyn Fn(&str) -> Option<&'c Value>) -> Vec<&'c Value> {
    if let Some(value) = member(name) {
        return vec![value];
    }
    let Some(list) = name.strip_suffix(EACH).filter(|list| !list.is_empty()) else { return Vec::new() };
    named(list, member).into_iter().flat_map(each_of).collect()
}

/// The values of a list. A value that is no list is the only one of its own: several issuers write a list of one so.
fn each_of(value: &Value) -> Vec<&Value> {
    match value {
        Value::Array(values) => values.iter().collect(),
        Value::Object(_) | Value::Null => Vec::new(),
        one => vec![one],
    }
}

/// What a JSON Pointer points to.
fn pointed<'c>(pointer: &str, claims: &'c ClaimMap) -> Option<&'c Value> {
    let (first, rest) = match pointer.strip_prefix('/')?.split_once('/') {
        None => (pointer.strip_prefix('/')?, ""),
        Some((first, _)) => (first, &pointer[1 + first.len()..]),
    };
    // Of what is written, `~1` comes before `~0` (RFC 6901, 4).
    claims.get(&first.replace("~1", "/").replace("~0", "~"))?.pointer(rest)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;
    use crate::core::json::parse_claims;

    fn claims(value: &Value) -> ClaimMap {
        parse_claims(value.to_string().as_bytes()).unwrap()
    }

    fn found(path: &str, value: &Value) -> Vec<Value> {
        match ClaimPath::new(path).find(&claims(value)) {
            Found::Nothing => vec![],
            Found::One(value) => vec![value.clone()],
            Found::Each(values) => values.into_iter().cloned().collect(),
        }
    }

    #[test]
    fn a_path_reaches_into_objects_and_lists() {
        let token = json!({
            "realm_access": {"roles": ["admin", "user"], "n": null}, "aud": "one", "https://x.example/roles": ["a"],
            "groups": [{"name": "x"}, {"name": "y"}, 7], "m": [[1, 2], [3]], "a/b": {"~": 1}, "": {"": 2},
        });
        for (path, wanted) in [
            ("aud", json!(["one"])),
            ("realm_access.roles", json!([["admin", "user"]])),
            ("realm_access.roles[]", json!(["admin", "user"])),
            ("/realm_access/roles", json!([["admin", "user"]])),
            ("/realm_access/roles[]", json!(["admin", "user"])),
            ("/realm_access/roles/1", json!(["user"])),
            ("/realm_access/roles/01", json!([])),
            ("realm_access.n", json!([null])),
            ("realm_access.n[]", json!([])),
            ("realm_access[]", json!([])),
            ("realm_access.other", json!([])),
            ("realm_access.roles.0", json!([])),
            ("aud[]", json!(["one"])),
            ("aud.x", json!([])),
            ("https://x.example/roles[]", json!(["a"])),
            ("groups[].name", json!(["x", "y"])),
            ("groups.name", json!([])),
            ("m[]", json!([[1, 2], [3]])),
            ("m[][]", json!([1, 2, 3])),
            ("/a~1b/~0", json!([1])),
            ("/a/b", json!([])),
            ("//", json!([2])),
            ("none", json!([])),
            ("[]", json!([])),
            ("", json!([{"": 2}])),
            (".", json!([2])),
        ] {
            assert_eq!(json!(found(path, &token)), wanted, "{path}");
        }
    }

    #[test]
    fn a_member_of_exactly_the_name_is_what_is_meant() {
        for (path, token) in [
            ("a.b", json!({"a.b": 1, "a": {"b": 2}})),
            ("/a/b", json!({"/a/b": 1, "a": {"b": 2}})),
            ("a[]", json!({"a[]": 1, "a": [2]})),
            ("a.b.c", json!({"a": {"b.c": 1, "b": {"c": 2}}})),
            ("a.b[]", json!({"a": {"b[]": 1, "b": [2]}})),
            ("/a/b[]", json!({"a": {"b[]": 1, "b": [2]}})),
            ("a.b[]", json!({"a.b": [1], "a": {"b": [2]}})),
        ] {
            assert_eq!(found(path, &token), [json!(1)], "{path}");
        }
    }

    /// Values with few names, so that they meet.
    fn value() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![Just(Value::Null), any::<bool>().prop_map(Value::from), "[ab]".prop_map(Value::from)];
        leaf.prop_recursive(4, 40, 4, |inner| {
            let object = proptest::collection::vec((name(), inner.clone()), 0..4);
            prop_oneof![
                proptest::collection::vec(inner, 0..4).prop_map(Value::from),
                object.prop_map(|members| Value::Object(members.into_iter().collect())),
            ]
        })
    }

    fn name() -> impl Strategy<Value = String> {
        "[ab](\\.[ab]|/[ab]|~|\\[\\])?"
    }

    /// Every place in a value, by the names that lead there.
    fn places(value: &Value, here: &[String], all: &mut Vec<(Vec<String>, Value)>) {
        all.push((here.to_vec(), value.clone()));
        if let Value::Object(members) = value {
            for (name, value) in members {
                places(value, &[here, std::slice::from_ref(name)].concat(), all);
            }
        }
    }

    proptest! {
        #[test]
        fn a_pointer_finds_every_place(token in value()) {
            prop_assume!(token.is_object());
            let mut all = Vec::new();
            places(&token, &[], &mut all);
            let top: Vec<&str> = token.as_object().unwrap().keys().map(String::as_str).collect();
            for (names, value) in all.into_iter().filter(|(names, _)| !names.is_empty()) {
                let steps = names.iter().map(|name| format!("/{}", name.replace('~', "~0").replace('/', "~1")));
                let path = steps.collect::<String>();
                prop_assert!(!top.contains(&path.as_str()));
                prop_assert_eq!(found(&path, &token), vec![value], "{}", path);
            }
        }

        #[test]
        fn names_with_points_between_them_find_what_no_other_reading_has(token in value()) {
            prop_assume!(token.is_object());
            let mut all = Vec::new();
            places(&token, &[], &mut all);
            let plain = |names: &[String]| !names.is_empty() && names.iter().all(|name| name.len() == 1);
            for (names, value) in all.clone().into_iter().filter(|(names, _)| plain(names)) {
                let path = names.join(".");
                // Another place may be written the same way; one of them is found, and never anything else.
                let same: Vec<&Value> =
                    all.iter().filter(|(names, _)| names.join(".") == path).map(|(_, value)| value).collect();
                let found = found(&path, &token);
                if same.len() == 1 {
                    prop_assert_eq!(&found, &vec![value]);
                }
                for found in &found {
                    prop_assert!(same.contains(&found), "{}", path);
                }
            }
        }

        #[test]
        fn an_exact_name_is_found_whatever_else_is_there(token in value(), name in name(), mark in any::<u32>()) {
            prop_assume!(token.is_object());
            let mut token = token;
            token[name.as_str()] = mark.into();
            prop_assert_eq!(found(&name, &token), vec![Value::from(mark)]);
        }

        #[test]
        fn no_path_panics(path in "[ab./~\\[\\]!\\PC]{0,12}", token in value()) {
            prop_assume!(token.is_object());
            let _ = found(&path, &token);
        }
    }
}
