//! What introspection answers (RFC 7662).

use serde_json::Value;

use super::member::Maybe;
use crate::core::claims::ClaimMap;
use crate::core::proof::Binding;

document! {
    /// What a protected resource may know of a token that was shown to it (RFC 7662, 2.2). Of one that is not active it
    /// is
    /// `active` alone: why is nobody's business who asks this way.
    pub struct Introspection as "introspection" {
        /// Whether the token is good now.
        active: bool,
        /// `Bearer`, `DPoP` for one that is bound to a key (RFC 9449, 6.2), or `refresh_token`.
        token_type: Maybe<&'static str>,
        /// Its scopes, separated by spaces.
        scope: Maybe<Value>,
        /// The app that it was issued to.
        client_id: Maybe<Value>,
        /// When it ends, in seconds since the epoch.
        exp: Maybe<Value>,
        /// When it was issued, in seconds since the epoch.
        iat: Maybe<Value>,
        /// From when on it is good, in seconds since the epoch.
        nbf: Maybe<Value>,
        /// For whom it speaks.
        sub: Maybe<Value>,
        /// Whom it is for: a text, or a list of them; left out for a refresh token.
        aud: Maybe<Value>,
        /// Who issued it.
        iss: Maybe<Value>,
        /// Its id.
        jti: Maybe<Value>,
        /// The user; left out where an app acts for itself.
        username: Maybe<Value>,
        /// The key or the certificate that whoever shows it must have (RFC 7800, 3.1); left out where it is bound to none.
        cnf: Maybe<Value>,
        /// Who acts for whom it speaks for (RFC 8693, 4.1); left out where nobody does.
        act: Maybe<Value>,
    }
}

impl Introspection {
    /// What is said of a token that is not good, whatever is wrong with it.
    pub fn inactive() -> Self {
        Self { active: false, token_type: Maybe(None), ..Self::of(&ClaimMap::new(), "") }
    }

    /// What is said of an access token that is good and has these claims.
    pub fn of_access(claims: &ClaimMap) -> Self {
        let has_key = claims.get(Binding::CLAIM).is_some_and(|cnf| cnf.get(Binding::KEY).is_some());
        Self::of(claims, if has_key { "DPoP" } else { "Bearer" })
    }

    /// What is said of a token that is good and has these claims.
    pub fn of(claims: &ClaimMap, token_type: &'static str) -> Self {
        let claim = |name: &str| Maybe(claims.get(name).cloned());
        // The user as people know them; an app that acts for itself is none.
        let user = claims.get("sub").filter(|sub| claims.get("client_id") != Some(sub));
        Self {
            active: true,
            token_type: Maybe(Some(token_type)),
            scope: claim("scope"),
            client_id: claim("client_id"),
            exp: claim("exp"),
            iat: claim("iat"),
            nbf: claim("nbf"),
            sub: claim("sub"),
            aud: claim("aud"),
            iss: claim("iss"),
            jti: claim("jti"),
            username: Maybe(user.cloned()),
            cnf: claim(Binding::CLAIM),
            act: claim("act"),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_app_that_acts_for_itself_is_no_user_and_a_token_that_is_not_active_says_nothing() {
        let claims =
            |sub: &str| [("sub", json!(sub)), ("client_id", json!("app")), ("role", json!(1))].into_iter().collect();
        let told = |sub: &str| serde_json::to_value(Introspection::of(&claims(sub), "Bearer")).unwrap();
        let alice =
            json!({"active": true, "token_type": "Bearer", "client_id": "app", "sub": "alice", "username": "alice"});
        assert_eq!(told("alice"), alice);
        assert_eq!(told("app"), json!({"active": true, "token_type": "Bearer", "client_id": "app", "sub": "app"}));
        let bound = |cnf: serde_json::Value| {
            let claims = [("cnf", cnf)].into_iter().collect();
            serde_json::to_value(Introspection::of_access(&claims)).unwrap()
        };
        let by_key = bound(json!({"jkt": "x"}));
        assert_eq!(by_key, json!({"active": true, "token_type": "DPoP", "cnf": {"jkt": "x"}}));
        assert_eq!(bound(json!({"x5t#S256": "x"}))["token_type"], "Bearer");
        assert_eq!(serde_json::to_string(&Introspection::inactive()).unwrap(), r#"{"active":false}"#);
    }
}
