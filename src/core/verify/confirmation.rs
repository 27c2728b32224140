//! The key that a token is bound to (RFC 7800): whoever shows it must have that key.

use serde_json::Value;

use crate::core::json::Object;

/// What beside the key itself says which key is meant.
const KEY_ID: &str = "kid";

/// Whether a token that is bound to a key is taken without a proof that whoever shows it has the key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Possession {
    /// It is refused.
    Required,
    /// It is taken, and warned of.
    Ignored,
}

impl Possession {
    /// Both, in the order of the help.
    pub const ALL: [Self; 2] = [Self::Required, Self::Ignored];

    /// The word for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::Ignored => "ignored",
        }
    }
}

impl std::str::FromStr for Possession {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|one| one.name() == text).ok_or("is neither required nor ignored")
    }
}

/// Why a `cnf` says nothing that could be proven.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ConfirmationFault {
    /// It is a text, a number, a list…
    #[error("is not an object")]
    NotAnObject,
    /// Nothing is in it.
    #[error("is empty")]
    Empty,
    /// It has more than one key in it, of which each could be meant (RFC 7800, 3.1).
    #[error("has more than one key in it")]
    Several,
    /// A member that has not the form that its standard gives it.
    #[error("has a member of the wrong form")]
    BadMember,
}

/// In which way a token is bound: the name of the member that says so.
pub fn confirmation(cnf: &Value) -> Result<&str, ConfirmationFault> {
    let Value::Object(members) = cnf else { return Err(ConfirmationFault::NotAnObject) };
    if !members.iter().all(|(name, value)| is_well_formed(name, value)) {
        return Err(ConfirmationFault::BadMember);
    }
    let mut keys = members.keys().filter(|name| *name != KEY_ID);
    match (keys.next(), keys.next()) {
        (Some(_), Some(_)) => Err(ConfirmationFault::Several),
        (Some(key), None) => Ok(key),
        (None, _) if is_by_id(members) => Ok(KEY_ID),
        (None, _) => Err(ConfirmationFault::Empty),
    }
}

fn is_by_id(members: &Object) -> bool {
    members.contains_key(KEY_ID)
}

fn is_well_formed(name: &str, value: &Value) -> bool {
    match name {
        "jwk" => value.is_object(),
        // Thumbprints (RFC 9449, 6.1; RFC 8705, 3.1), encrypted keys, addresses and ids are texts.
        "jkt" | "x5t#S256" | "jwe" | "jku" | KEY_ID => value.as_str().is_some_and(|text| !text.is_empty()),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn one_key_is_meant_or_the_claim_says_nothing() {
        for (cnf, way) in [
            (json!({"jkt": "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I"}), "jkt"),
            (json!({"x5t#S256": "bwcK0esc3ACC3DB2Y5_lESsXE8o9ltc05O89jdN-dg2"}), "x5t#S256"),
            (json!({"jwk": {"kty": "OKP"}, "kid": "1"}), "jwk"),
            (json!({"jku": "https://keys.example.com", "kid": "1"}), "jku"),
            (json!({"kid": "1"}), "kid"),
            (json!({"of a later standard": 1}), "of a later standard"),
        ] {
            assert_eq!(confirmation(&cnf), Ok(way), "{cnf}");
        }
        for (cnf, fault) in [
            (json!("jkt"), ConfirmationFault::NotAnObject),
            (json!([{"jkt": "a"}]), ConfirmationFault::NotAnObject),
            (json!(null), ConfirmationFault::NotAnObject),
            (json!({}), ConfirmationFault::Empty),
            (json!({"jkt": "a", "x5t#S256": "b"}), ConfirmationFault::Several),
            (json!({"jwk": {}, "jwe": "a"}), ConfirmationFault::Several),
            (json!({"jkt": 1}), ConfirmationFault::BadMember),
            (json!({"jkt": ""}), ConfirmationFault::BadMember),
            (json!({"jwk": "a"}), ConfirmationFault::BadMember),
        ] {
            assert_eq!(confirmation(&cnf), Err(fault), "{cnf}");
        }
    }
}
