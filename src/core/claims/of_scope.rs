//! Which claims of a user an app is told by which scope (OpenID Connect Core, 5.4).

use super::registered::{registered, registered_of_id};
use crate::core::json::ClaimMap;
use crate::core::scope::Scopes;

/// The scope without which an app is told nothing of the user.
pub const OPENID: &str = "openid";

/// The scopes that ask for claims, and for which.
pub const CLAIMS_OF_SCOPES: [(&str, &[&str]); 4] = [
    (
        "profile",
        &[
            "name",
            "family_name",
            "given_name",
            "middle_name",
            "nickname",
            "preferred_username",
            "profile",
            "picture",
            "website",
            "gender",
            "birthdate",
            "zoneinfo",
            "locale",
            "updated_at",
        ],
    ),
    ("email", &["email", "email_verified"]),
    ("address", &["address"]),
    ("phone", &["phone_number", "phone_number_verified"]),
];

/// Of what is known of a user, what an app is told that has these scopes: the claims of the standard by theirs, and all others,
/// which no scope is for. Nothing that has a meaning of its own in a token.
#[must_use]
pub fn claims_of_user(known: &ClaimMap, scopes: &Scopes) -> ClaimMap {
    let has = |scope: &str| scopes.iter().any(|one| one == scope);
    let is_told = |name: &str| {
        let wanted = CLAIMS_OF_SCOPES.iter().find(|(_, claims)| claims.contains(&name));
        wanted.is_none_or(|(scope, _)| has(scope)) && registered(name).or(registered_of_id(name)).is_none()
    };
    known.iter().filter(|(name, _)| is_told(name)).map(|(name, value)| (name, value.clone())).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn told(scopes: &str) -> Vec<String> {
        let known: ClaimMap = [
            ("name", json!("Alice")),
            ("email", json!("alice@example.com")),
            ("email_verified", json!(true)),
            ("address", json!({"country": "NO"})),
            ("phone_number", json!("+47")),
            ("groups", json!(["staff"])),
            ("role", json!("admin")),
            ("sub", json!("mallory")),
            ("exp", json!(1)),
            ("at_hash", json!("x")),
        ]
        .into_iter()
        .collect();
        claims_of_user(&known, &scopes.parse().unwrap()).keys().map(str::to_owned).collect()
    }

    #[test]
    fn each_scope_tells_its_claims_and_what_has_none_is_told_always() {
        for (scopes, expected) in [
            ("openid", &["groups", "role"][..]),
            ("openid profile", &["name", "groups", "role"]),
            ("openid email", &["email", "email_verified", "groups", "role"]),
            ("openid address phone", &["address", "phone_number", "groups", "role"]),
            ("openid Email e-mail", &["groups", "role"]),
        ] {
            assert_eq!(told(scopes), expected, "{scopes}");
        }
    }

    proptest! {
        #[test]
        fn nothing_registered_is_ever_told(names in proptest::collection::vec("[a-z_]{1,9}", 0..20)) {
            let registered_names = ["iss", "sub", "aud", "exp", "nbf", "iat", "jti", "client_id", "scope", "ip", "nonce", "at_hash"];
            let all = names.iter().map(String::as_str).chain(registered_names);
            let known: ClaimMap = all.map(|name| (name, json!(1))).collect();
            let told = claims_of_user(&known, &"openid profile email address phone".parse().unwrap());
            for name in registered_names {
                prop_assert!(!told.contains_key(name), "{}", name);
            }
        }
    }
}
