//! The one builder of claims: request + app + policy + key + now + jti → claims.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use sha2::{Digest, Sha256, Sha384, Sha512};
use shake::{ExtendableOutput as _, Shake256, Update as _, XofReader as _};

use super::request::{ClaimsRequest, IdTokenRequest};
use crate::core::algorithm::{Algorithm, Hash};
use crate::core::id::{Audience, Issuer, Jti, UserId};
use crate::core::json::ClaimMap;
use crate::core::key::KeyRecord;
use crate::core::scope::Scopes;
use crate::core::shape::{Omittable, Shape};
use crate::core::time::{Timestamp, Ttl};
use crate::core::token::{Subject, TokenRecord};

/// What is settled before claims are built: who, for whom, what for, with which key, when.
#[derive(Debug, Clone)]
pub struct Issuance<'a> {
    /// Who issues.
    pub issuer: &'a Issuer,
    /// The client_id of the app it is issued to; none only where no home knows one.
    pub client_id: Option<&'a str>,
    /// For whom it speaks.
    pub subject: &'a Subject,
    /// What it opens.
    pub scopes: &'a Scopes,
    /// Where it opens it.
    pub audiences: &'a [Audience],
    /// The key that will sign it; none for an opaque token.
    pub key: Option<&'a KeyRecord>,
    /// The lifetime that the policy gives it.
    pub ttl: Ttl,
    /// The time of issue.
    pub now: Timestamp,
    /// What is asked of the token against all this.
    pub shape: &'a Shape,
}

/// The claims of an access token, and the end that they state.
#[derive(Debug, Clone, PartialEq)]
pub struct AccessClaims {
    /// The payload.
    pub map: ClaimMap,
    /// Its `exp`.
    pub expires_at: Timestamp,
}

impl Issuance<'_> {
    /// The `iss`.
    fn iss(&self) -> &Issuer {
        self.shape.issuer.as_ref().unwrap_or(self.issuer)
    }

    /// The `sub`: what is asked for, else the user, or the app where it acts for itself.
    pub fn sub(&self) -> &str {
        let client = self.client_id.unwrap_or_default();
        self.shape.subject.as_deref().unwrap_or_else(|| self.subject.user().map_or(client, UserId::as_str))
    }

    /// The `iat`.
    fn iat(&self) -> Timestamp {
        self.shape.issued_at.unwrap_or(self.now)
    }

    fn has(&self, claim: Omittable) -> bool {
        !self.shape.without.contains(&claim)
    }
}

/// The claims of an access token (RFC 9068, 2.2), `exp` capped to the time its key can be verified.
pub fn access_claims(of: &Issuance<'_>, request: &ClaimsRequest, jti: Jti) -> AccessClaims {
    let wanted = request.lifetime.end(of.ttl, of.now);
    let expires_at = of.key.map_or(wanted, |key| key.cap(wanted));
    let mut map = ClaimMap::new();
    map.insert("iss", json!(of.iss()));
    map.insert("sub", json!(of.sub()));
    if of.has(Omittable::Audience) {
        map.insert("aud", one_or_many(of.audiences));
    }
    map.insert("exp", json!(expires_at));
    map.insert("iat", json!(of.iat()));
    if of.has(Omittable::NotBefore) {
        map.insert("nbf", json!(request.not_before.unwrap_or(of.now)));
    }
    map.insert("jti", of.shape.jti.as_ref().map_or_else(|| json!(jti), |jti| json!(jti)));
    if let Some(client_id) = of.client_id.filter(|_| of.has(Omittable::ClientId)) {
        map.insert("client_id", json!(client_id));
    }
    if !of.scopes.is_empty() && of.has(Omittable::Scope) {
        map.insert("scope", json!(of.scopes.to_string()));
    }
    if let Some(ip) = request.bind_ip {
        map.insert("ip", json!(ip.to_string()));
    }
    for (name, value) in &request.extra {
        // A registered claim set above stays: only its own flag can change it.
        if !map.contains_key(name) {
            map.insert(name, value.clone());
        }
    }
    AccessClaims { map, expires_at }
}

/// The claims of the ID token that goes with an access token (OpenID Connect Core, 2 and 3.1.3.6), but for `at_hash`, which
/// [`bind_id`] adds.
pub fn id_claims(of: &Issuance<'_>, request: &IdTokenRequest, expires_at: Timestamp, jti: Jti) -> ClaimMap {
    let mut map = ClaimMap::new();
    map.insert("iss", json!(of.iss()));
    map.insert("sub", json!(of.sub()));
    map.insert("aud", json!(of.client_id));
    map.insert("exp", json!(expires_at));
    map.insert("iat", json!(of.iat()));
    map.insert("auth_time", request.extra.get("auth_time").cloned().unwrap_or_else(|| json!(of.now)));
    map.insert("jti", json!(jti));
    if let Some(nonce) = &request.nonce {
        map.insert("nonce", json!(nonce));
    }
    for (name, value) in &request.extra {
        // As in an access token.
        if !map.contains_key(name) {
            map.insert(name, value.clone());
        }
    }
    map
}

/// The claims that the ledger's row of a token has columns for.
const COLUMNS: [&str; 7] = ["sub", "aud", "exp", "iat", "jti", "client_id", "scope"];

/// What the row of an opaque access token must keep beside its columns: the rest of what it says.
pub fn beyond_columns(mut claims: ClaimMap) -> ClaimMap {
    claims.retain(|name| !COLUMNS.contains(&name));
    claims
}

/// What an opaque access token says: the same that a JWT in its place would.
pub fn claims_of(row: &TokenRecord) -> ClaimMap {
    let mut rest = row.claims.clone().unwrap_or_default();
    let plain;
    let shape = match &row.departs {
        Some(shape) => shape,
        None => {
            plain = Shape::default();
            &plain
        }
    };
    let has = |claim| !shape.without.contains(&claim);
    let mut map = ClaimMap::new();
    if let Some(issuer) = rest.remove("iss") {
        map.insert("iss", issuer);
    }
    map.insert("sub", json!(shape.subject.as_deref().unwrap_or_else(|| row.subject.sub(&row.client_id))));
    if has(Omittable::Audience) {
        map.insert("aud", one_or_many(&row.audiences));
    }
    map.insert("exp", json!(row.expires_at));
    map.insert("iat", json!(shape.issued_at.unwrap_or(row.issued_at)));
    if let Some(start) = rest.remove("nbf") {
        map.insert("nbf", start);
    }
    map.insert("jti", json!(row.named_jti()));
    if has(Omittable::ClientId) {
        map.insert("client_id", json!(row.client_id));
    }
    if !row.scopes.is_empty() && has(Omittable::Scope) {
        map.insert("scope", json!(row.scopes.to_string()));
    }
    map.extend(rest);
    map
}

/// Binds an ID token to the access token that it goes with, once that is signed.
pub fn bind_id(claims: &mut ClaimMap, algorithm: Algorithm, access_token: &str) {
    claims.insert("at_hash", json!(at_hash(algorithm, access_token)));
}

/// The left half of the hash of the access token, with the hash of the ID token's algorithm.
fn at_hash(algorithm: Algorithm, access_token: &str) -> String {
    let text = access_token.as_bytes();
    let hash = match algorithm.hash() {
        Hash::Sha256 => Sha256::digest(text).to_vec(),
        Hash::Sha384 => Sha384::digest(text).to_vec(),
        Hash::Sha512 => Sha512::digest(text).to_vec(),
        Hash::Shake256 => shake256(text).to_vec(),
    };
    URL_SAFE_NO_PAD.encode(&hash[..hash.len() / 2])
}

fn shake256(text: &[u8]) -> [u8; 64] {
    let mut hash = [0; 64];
    let mut shake = Shake256::default();
    shake.update(text);
    shake.finalize_xof().read(&mut hash);
    hash
}

/// One audience is a string, several are an array (RFC 7519, 4.1.3).
fn one_or_many(audiences: &[Audience]) -> Value {
    match audiences {
        [one] => json!(one),
        many => json!(many),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::claims::Lifetime;
    use crate::core::id::{ClientId, Kid, UserId};
    use crate::core::key::{KeyState, PrivateHalf};

    fn key(state: KeyState) -> KeyRecord {
        let kid = Kid::new("k1").unwrap();
        let private = PrivateHalf::Held;
        KeyRecord {
            kid,
            algorithm: Algorithm::RS256,
            bits: 2048,
            public: None,
            secret_mark: None,
            private,
            state,
            created_at: Timestamp(0),
        }
    }

    const CLIENT: &str = "mtg_app_0123456789abcdefghijAB";

    fn build(subject: &Subject, key: &KeyRecord, request: &ClaimsRequest) -> AccessClaims {
        build_shaped(subject, key, request, &Shape::default())
    }

    fn build_shaped(subject: &Subject, key: &KeyRecord, request: &ClaimsRequest, shape: &Shape) -> AccessClaims {
        let of = Issuance {
            issuer: &Issuer::new("https://auth.test").unwrap(),
            client_id: Some(CLIENT),
            subject,
            scopes: &"read write".parse().unwrap(),
            audiences: &[Audience::new("https://api.test").unwrap()],
            key: Some(key),
            ttl: Ttl::minutes(15),
            now: Timestamp(1_000),
            shape,
        };
        access_claims(&of, request, Jti::from_parts(1_000_000, [0; 10]))
    }

    fn alice() -> Subject {
        Subject::User(UserId::new("alice").unwrap())
    }

    #[test]
    fn an_access_token_has_the_claims_of_rfc_9068() {
        let claims = build(&alice(), &key(KeyState::Standby { activate_at: None }), &ClaimsRequest::default());
        let expected = json!({
            "iss": "https://auth.test", "sub": "alice", "aud": "https://api.test", "exp": 1_900, "iat": 1_000, "nbf": 1_000,
            "jti": Jti::from_parts(1_000_000, [0; 10]),
            "client_id": CLIENT, "scope": "read write",
        });
        assert_eq!(Value::from(claims.map), expected);
    }

    fn shape() -> Shape {
        Shape {
            issuer: Some(Issuer::new("https://other.test/").unwrap()),
            subject: Some("auth0|1".to_owned()),
            jti: Some("run-7".to_owned()),
            issued_at: Some(Timestamp(500)),
            ..Shape::default()
        }
    }

    #[test]
    fn a_shape_decides_on_what_it_names_and_on_nothing_else() {
        let (standby, plain) = (key(KeyState::Standby { activate_at: None }), ClaimsRequest::default());
        let claims = build_shaped(&alice(), &standby, &plain, &shape());
        let expected = json!({
            "iss": "https://other.test/", "sub": "auth0|1", "aud": "https://api.test", "exp": 1_900, "iat": 500, "nbf": 1_000,
            "jti": "run-7", "client_id": CLIENT, "scope": "read write",
        });
        assert_eq!(Value::from(claims.map), expected);
        let bare = Shape { without: Omittable::ALL.into(), ..shape() };
        let claims = build_shaped(&alice(), &standby, &plain, &bare).map;
        assert_eq!(claims.keys().collect::<Vec<_>>(), ["iss", "sub", "exp", "iat", "jti"]);
    }

    #[test]
    fn an_id_token_has_the_claims_that_are_asked_for_and_its_own_as_they_are() {
        let extra = [("acr", json!("urn:mfa")), ("auth_time", json!(7)), ("sub", json!("mallory"))];
        let request = IdTokenRequest { nonce: None, extra: extra.into_iter().collect() };
        let claims = id_claims(
            &Issuance {
                issuer: &Issuer::new("https://auth.test").unwrap(),
                client_id: Some(CLIENT),
                subject: &alice(),
                scopes: &Scopes::none(),
                audiences: &[],
                key: None,
                ttl: Ttl::minutes(15),
                now: Timestamp(1_000),
                shape: &Shape::default(),
            },
            &request,
            Timestamp(1_900),
            Jti::from_parts(0, [0; 10]),
        );
        assert_eq!(claims["acr"], json!("urn:mfa"));
        assert_eq!((&claims["auth_time"], &claims["iat"]), (&json!(7), &json!(1_000)));
        assert_eq!(claims["sub"], json!("alice"));
    }

    #[test]
    fn an_app_that_acts_for_itself_is_its_own_subject() {
        let claims = build(&Subject::App, &key(KeyState::Standby { activate_at: None }), &ClaimsRequest::default());
        assert_eq!(claims.map["sub"], json!(CLIENT));
    }

    #[test]
    fn a_token_never_outlives_its_key() {
        let retiring = key(KeyState::Retired { since: Timestamp(0), verify_until: Timestamp(1_200) });
        assert_eq!(build(&alice(), &retiring, &ClaimsRequest::default()).expires_at, Timestamp(1_200));
    }

    #[test]
    fn extra_claims_never_replace_registered_ones() {
        let mut request = ClaimsRequest { lifetime: Lifetime::Until(Timestamp(5)), ..ClaimsRequest::default() };
        request.extra.insert("sub", json!("mallory"));
        request.extra.insert("role", json!("admin"));
        let claims = build(&alice(), &key(KeyState::Standby { activate_at: None }), &request);
        assert_eq!(claims.map["sub"], json!("alice"));
        assert_eq!(claims.map["role"], json!("admin"));
        assert_eq!(claims.map["exp"], json!(5));
    }

    #[test]
    fn what_the_ledger_keeps_of_an_opaque_token_says_all_that_it_would() {
        for shape in [Shape::default(), shape(), Shape { without: Omittable::ALL.into(), ..shape() }] {
            keeps(shape);
        }
    }

    fn keeps(shape: Shape) {
        let mut request = ClaimsRequest { bind_ip: Some("192.0.2.7".parse().unwrap()), ..ClaimsRequest::default() };
        request.extra.insert("role", json!({"a": [1, null]}));
        let claims = build_shaped(&alice(), &key(KeyState::Standby { activate_at: None }), &request, &shape);
        let row = TokenRecord {
            jti: Jti::from_parts(1_000_000, [0; 10]),
            client_id: ClientId::new(CLIENT).unwrap(),
            scopes: "read write".parse().unwrap(),
            audiences: vec![Audience::new("https://api.test").unwrap()],
            issued_at: Timestamp(1_000),
            expires_at: claims.expires_at,
            claims: Some(beyond_columns(claims.map.clone())),
            departs: Some(Box::new(shape)),
            ..crate::core::token::tests::record(crate::core::TokenKind::Access)
        };
        assert_eq!(claims_of(&row), claims.map);
        let names = |map: &ClaimMap| map.keys().map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(names(&claims_of(&row)), names(&claims.map), "in the same order");
    }

    #[test]
    fn at_hash_is_the_published_example() {
        // OpenID Connect Core, A.4: access_token jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y.
        let token = "jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y";
        assert_eq!(at_hash(Algorithm::RS256, token), "77QmUPtjPfzWtF2AnpK9RQ");
    }
}
