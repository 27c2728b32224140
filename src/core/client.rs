//! An app as a client of the server (RFC 7591, 2): how it shows who it is, and what it may ask for there.

use std::fmt;
use std::str::FromStr;

use serde_json::{Value, json};

use super::id::{Audience, is_unprintable};
use super::json::{ClaimMap, parse_claims};
use super::redirect::{RedirectKind, RedirectUri};

/// How many addresses of one kind an app may have.
const MOST_URIS: usize = 64;

/// How an app shows who it is to the server (RFC 7591, 2, `token_endpoint_auth_method`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AuthMethod {
    /// Its secret, in the `Authorization` header or in the body.
    Secret,
    /// An assertion that it signs with a key of its own (RFC 7523, 2.2).
    PrivateKeyJwt,
    /// Not at all: a public app says its client_id alone.
    None,
}

impl AuthMethod {
    /// Every way.
    pub const ALL: [Self; 3] = [Self::Secret, Self::PrivateKeyJwt, Self::None];

    /// The way of a word.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|method| method.name() == name)
    }

    /// Its word.
    pub fn name(self) -> &'static str {
        match self {
            Self::Secret => "client_secret",
            Self::PrivateKeyJwt => "private_key_jwt",
            Self::None => "none",
        }
    }
}

impl fmt::Display for AuthMethod {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// What an app may show for tokens (RFC 7591, 2, `grant_types`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum GrantType {
    /// A code that a user's browser brought (RFC 6749, 4.1).
    AuthorizationCode,
    /// A refresh token (RFC 6749, 6).
    RefreshToken,
    /// Nothing but itself (RFC 6749, 4.4).
    ClientCredentials,
    /// A code of a device without a browser (RFC 8628).
    DeviceCode,
    /// A token, for one for another service (RFC 8693).
    TokenExchange,
    /// The word of a trusted issuer (RFC 7523, 2.1).
    JwtBearer,
}

impl GrantType {
    /// Every one.
    pub const ALL: [Self; 6] = [
        Self::AuthorizationCode,
        Self::RefreshToken,
        Self::ClientCredentials,
        Self::DeviceCode,
        Self::TokenExchange,
        Self::JwtBearer,
    ];

    /// Its name, as `grant_type` says it.
    pub fn name(self) -> &'static str {
        match self {
            Self::AuthorizationCode => "authorization_code",
            Self::RefreshToken => "refresh_token",
            Self::ClientCredentials => "client_credentials",
            Self::DeviceCode => "urn:ietf:params:oauth:grant-type:device_code",
            Self::TokenExchange => "urn:ietf:params:oauth:grant-type:token-exchange",
            Self::JwtBearer => "urn:ietf:params:oauth:grant-type:jwt-bearer",
        }
    }

    /// The one of a name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|grant| grant.name() == name)
    }

    /// Its name without what every long one begins with, as people type it.
    pub fn short_name(self) -> &'static str {
        let name = self.name();
        name.rsplit(':').next().unwrap_or(name)
    }
}

impl fmt::Display for GrantType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl serde::Serialize for GrantType {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.name())
    }
}

/// What is kept of an app as a client of the server, beside its profile. Nothing of it is the rule.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a member of its own (RFC 7591)")]
pub struct ClientMetadata {
    /// How it shows who it is, where that is not its secret, or of a public app nothing.
    pub auth_method: Option<AuthMethod>,
    /// The public keys that its assertions are signed with: a JWK set.
    pub jwks: Option<ClaimMap>,
    /// For whom it may exchange a token of a user (RFC 8693). None: it may exchange none.
    pub targets: Vec<Audience>,
    /// Whether its tokens are bound to a key that it proves to have (RFC 9449, 5.2).
    pub dpop_bound: bool,
    /// The resources that it is (RFC 9728): it may ask about the tokens that are for them.
    pub resources: Vec<Audience>,
    /// Where a browser may be sent with an answer for it. None: nowhere, so that it is asked no user for.
    pub redirect_uris: Vec<RedirectUri>,
    /// Where a browser may be sent when its user has signed out (OpenID Connect RP-Initiated Logout 1.0, 3.1).
    pub post_logout_redirect_uris: Vec<RedirectUri>,
    /// What it may show for tokens. None: whatever such an app can.
    pub grants: Vec<GrantType>,
    /// Whether it runs on the machine of its user (RFC 8252), so that it may listen there on whatever port is free.
    pub native: bool,
    /// Whether it may ask for a code without PKCE, where it shows who it is when it redeems it.
    pub pkce_optional: bool,
    /// Whether it must hand in what it asks users for beforehand (RFC 9126, 6).
    pub par_required: bool,
    /// What it calls itself to people. It is its own word.
    pub client_name: Option<String>,
    /// A page about it.
    pub client_uri: Option<String>,
    /// The address that it is known by, where what is known of it is a document there.
    pub document: Option<String>,
    /// Whether it registered itself at the server.
    pub self_registered: bool,
}

/// What an app cannot be to the server.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ClientFault {
    /// Who signs assertions has keys.
    #[error("an app of private_key_jwt shows who it is with its keys, and none are registered")]
    NoKeys,
    /// Keys that would never be asked for.
    #[error("keys are for an app of private_key_jwt, and this one is of {0}")]
    KeysUnused(AuthMethod),
    /// A public app keeps no secret and no key.
    #[error("a public app shows nobody who it is, so that its method is none and not {0}")]
    Public(AuthMethod),
    /// An app that is not public shows who it is.
    #[error("only a public app has the method none")]
    NotPublic,
    /// Another program, or anyone on the way, could be there instead.
    #[error("{0} is where an app on its user's own machine is answered, and this one is none")]
    NativeOnly(RedirectUri),
    /// More than anybody has.
    #[error("an app has {MOST_URIS} redirect URIs at most")]
    TooManyUris,
    /// Who shows nobody who it is speaks for nobody but its users.
    #[error("a public app cannot have tokens of its own, so that it is not one of client_credentials")]
    OwnTokens,
    /// Whoever has the code of a public app has its tokens, were it not for PKCE.
    #[error("a public app needs PKCE: it has nothing else to show that a code is its own")]
    PkceNeeded,
}

impl ClientMetadata {
    /// The same without what says only what is the rule. Refused where it is no way to show who one is, or not the one of such
    /// an app.
    ///
    /// In a home for development any app may be answered on its user's own machine, which is where they are all made.
    pub fn settled(self, public: bool, development: bool) -> Result<Self, ClientFault> {
        let rule = if public { AuthMethod::None } else { AuthMethod::Secret };
        let method = self.auth_method.unwrap_or(rule);
        match (method, public) {
            (method, true) if method != rule => return Err(ClientFault::Public(method)),
            (AuthMethod::None, false) => return Err(ClientFault::NotPublic),
            (AuthMethod::PrivateKeyJwt, _) if self.jwks.is_none() => return Err(ClientFault::NoKeys),
            (method, _) if method != AuthMethod::PrivateKeyJwt && self.jwks.is_some() => {
                return Err(ClientFault::KeysUnused(method));
            }
            _ => {}
        }
        if public && self.grants.contains(&GrantType::ClientCredentials) {
            return Err(ClientFault::OwnTokens);
        }
        if public && self.pkce_optional {
            return Err(ClientFault::PkceNeeded);
        }
        for uris in [&self.redirect_uris, &self.post_logout_redirect_uris] {
            if uris.len() > MOST_URIS {
                return Err(ClientFault::TooManyUris);
            }
            let is_free = |uri: &RedirectUri| development && uri.kind() != RedirectKind::OwnScheme;
            let foreign = uris.iter().find(|uri| !self.native && uri.is_for_native() && !is_free(uri));
            if let Some(uri) = foreign {
                return Err(ClientFault::NativeOnly(uri.clone()));
            }
        }
        Ok(Self { auth_method: Some(method).filter(|method| *method != rule), ..self })
    }

    /// Whether it may show this for tokens: as was said, else whatever such an app can.
    pub fn may_use(&self, grant: GrantType, public: bool) -> bool {
        let can = grant != GrantType::ClientCredentials || !public;
        can && (self.grants.is_empty() || self.grants.contains(&grant))
    }

    /// Where a browser is sent with an answer, where what the app asks for is one of its addresses. An app that has none may
    /// be answered anywhere on this machine, where `is_dev` says that it is served to a developer alone.
    pub fn redirect_to(&self, asked: &str, is_dev: bool) -> Option<RedirectUri> {
        Self::among(&self.redirect_uris, asked, self.native, is_dev)
    }

    /// The same for where a browser is sent when its user has signed out.
    pub fn signed_out_to(&self, asked: &str, is_dev: bool) -> Option<RedirectUri> {
        Self::among(&self.post_logout_redirect_uris, asked, self.native, is_dev)
    }

    fn among(registered: &[RedirectUri], asked: &str, native: bool, is_dev: bool) -> Option<RedirectUri> {
        let uri = RedirectUri::new(asked).ok()?;
        let is_own = matches!(uri.kind(), RedirectKind::Loopback | RedirectKind::Localhost);
        let is_known = registered.iter().any(|one| one.matches(asked, native));
        (is_known || (is_dev && registered.is_empty() && is_own)).then_some(uri)
    }

    /// Whether nobody registered it by hand.
    pub fn is_of_strangers(&self) -> bool {
        self.self_registered || self.document.is_some()
    }

    /// Whether nothing is kept.
    pub fn is_plain(&self) -> bool {
        *self == Self::default()
    }

    /// As a ledger keeps it: a JSON object of what departs from the rule.
    pub fn to_json(&self) -> ClaimMap {
        let mut json = ClaimMap::new();
        let mut put = |name: &'static str, value: Option<Value>| drop(value.map(|value| json.insert(name, value)));
        put("token_endpoint_auth_method", self.auth_method.map(|method| json!(method.name())));
        put("jwks", self.jwks.clone().map(Into::into));
        put("targets", (!self.targets.is_empty()).then(|| json!(self.targets)));
        put("dpop_bound_access_tokens", self.dpop_bound.then(|| json!(true)));
        put("resources", (!self.resources.is_empty()).then(|| json!(self.resources)));
        put("redirect_uris", (!self.redirect_uris.is_empty()).then(|| json!(self.redirect_uris)));
        let signed_out = &self.post_logout_redirect_uris;
        put("post_logout_redirect_uris", (!signed_out.is_empty()).then(|| json!(signed_out)));
        put("grant_types", (!self.grants.is_empty()).then(|| json!(self.grants)));
        put("application_type", self.native.then(|| json!("native")));
        put("pkce_optional", self.pkce_optional.then(|| json!(true)));
        put("require_pushed_authorization_requests", self.par_required.then(|| json!(true)));
        put("client_name", self.client_name.as_ref().map(|name| json!(name)));
        put("client_uri", self.client_uri.as_ref().map(|uri| json!(uri)));
        put("self_registered", self.self_registered.then(|| json!(true)));
        put("document", self.document.as_ref().map(|uri| json!(uri)));
        json
    }

    /// What a ledger kept. Nothing where something else wrote it.
    pub fn from_json(json: ClaimMap) -> Option<Self> {
        let mut client = Self::default();
        for (name, value) in json {
            match (name.as_str(), value) {
                ("token_endpoint_auth_method", Value::String(word)) => {
                    client.auth_method = Some(AuthMethod::from_name(&word)?);
                }
                ("jwks", Value::Object(set)) => client.jwks = Some(set.into_iter().collect()),
                ("targets", Value::Array(names)) => client.targets = audiences(&names)?,
                ("resources", Value::Array(names)) => client.resources = audiences(&names)?,
                ("dpop_bound_access_tokens", Value::Bool(bound)) => client.dpop_bound = bound,
                ("redirect_uris", Value::Array(uris)) => client.redirect_uris = redirects(&uris)?,
                ("post_logout_redirect_uris", Value::Array(uris)) => {
                    client.post_logout_redirect_uris = redirects(&uris)?;
                }
                ("grant_types", Value::Array(names)) => {
                    let grants = names.iter().map(|name| GrantType::from_name(name.as_str()?));
                    client.grants = grants.collect::<Option<_>>()?;
                }
                ("application_type", Value::String(kind)) if kind == "native" => client.native = true,
                ("pkce_optional", Value::Bool(optional)) => client.pkce_optional = optional,
                ("require_pushed_authorization_requests", Value::Bool(required)) => client.par_required = required,
                ("client_name", Value::String(name)) => client.client_name = Some(name),
                ("client_uri", Value::String(uri)) => client.client_uri = Some(uri),
                ("document", Value::String(uri)) => client.document = Some(uri),
                ("self_registered", Value::Bool(is_so)) => client.self_registered = is_so,
                _ => return None,
            }
        }
        Some(client)
    }
}

/// What people may be shown as the name of an app: one line, not long, of characters that can be seen and that change nothing
/// about those beside them.
pub fn display_name(text: &str) -> Option<String> {
    let text = text.trim();
    let is_line = !text.is_empty() && text.chars().count() <= 100 && !text.chars().any(is_unprintable);
    is_line.then(|| text.to_owned())
}

/// The address of a page that people may be shown as a link: `https`, and nothing that a redirect URI has not.
pub fn page(text: &str) -> Option<String> {
    let uri = RedirectUri::new(text).ok()?;
    (uri.scheme() == "https").then(|| text.to_owned())
}

fn audiences(names: &[Value]) -> Option<Vec<Audience>> {
    names.iter().map(|name| Audience::new(name.as_str()?).ok()).collect()
}

fn redirects(uris: &[Value]) -> Option<Vec<RedirectUri>> {
    uris.iter().map(|uri| RedirectUri::new(uri.as_str()?).ok()).collect()
}

/// The text of a ledger, read.
impl FromStr for ClientMetadata {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        parse_claims(text.as_bytes()).ok().and_then(Self::from_json).ok_or(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn uri(text: &str) -> RedirectUri {
        RedirectUri::new(text).unwrap()
    }

    #[test]
    fn a_ledger_gives_back_what_it_was_given() {
        let jwks: ClaimMap = [("keys".to_owned(), json!([]))].into_iter().collect();
        let client = ClientMetadata {
            auth_method: Some(AuthMethod::PrivateKeyJwt),
            jwks: Some(jwks),
            targets: vec![Audience::new("https://api.test").unwrap()],
            dpop_bound: true,
            resources: vec![Audience::new("https://api.test/orders").unwrap()],
            redirect_uris: vec![uri("https://app.test/cb"), uri("com.example.app:/cb")],
            post_logout_redirect_uris: vec![uri("https://app.test/")],
            grants: GrantType::ALL.to_vec(),
            native: true,
            pkce_optional: true,
            par_required: true,
            client_name: Some("Shop \u{1f6d2}".to_owned()),
            client_uri: Some("https://app.test/about".to_owned()),
            document: Some("https://app.test/client.json".to_owned()),
            self_registered: true,
        };
        for client in [client, ClientMetadata::default()] {
            assert_eq!(client.to_json().to_string().parse(), Ok(client.clone()));
            assert_eq!(client.to_json().is_empty(), client.is_plain());
        }
        let of_uris = "{\"redirect_uris\":[\"javascript:x\"]}";
        for bad in ["", "[]", "{\"jwks\":1}", "{\"other\":1}", "{\"token_endpoint_auth_method\":\"plain\"}", of_uris] {
            assert_eq!(bad.parse::<ClientMetadata>(), Err(()), "{bad}");
        }
    }

    #[test]
    fn an_app_has_one_way_to_show_who_it_is_and_what_that_needs() {
        let jwks: ClaimMap = [("keys".to_owned(), json!([]))].into_iter().collect();
        let of = |auth_method, jwks| ClientMetadata { auth_method, jwks, ..ClientMetadata::default() };
        let plain = of(None, None);
        let keyed = of(Some(AuthMethod::PrivateKeyJwt), Some(jwks.clone()));
        assert_eq!(of(Some(AuthMethod::Secret), None).settled(false, false), Ok(plain.clone()));
        assert_eq!(of(Some(AuthMethod::None), None).settled(true, false), Ok(plain));
        assert_eq!(keyed.clone().settled(false, false), Ok(keyed.clone()));
        assert_eq!(keyed.settled(true, false), Err(ClientFault::Public(AuthMethod::PrivateKeyJwt)));
        assert_eq!(
            of(Some(AuthMethod::Secret), None).settled(true, false),
            Err(ClientFault::Public(AuthMethod::Secret))
        );
        assert_eq!(of(Some(AuthMethod::None), None).settled(false, false), Err(ClientFault::NotPublic));
        assert_eq!(of(Some(AuthMethod::PrivateKeyJwt), None).settled(false, false), Err(ClientFault::NoKeys));
        assert_eq!(of(None, Some(jwks)).settled(false, false), Err(ClientFault::KeysUnused(AuthMethod::Secret)));
    }

    #[test]
    fn only_an_app_on_its_users_machine_is_answered_there_but_for_development() {
        for (text, web, in_development) in [
            ("https://app.test/cb", true, true),
            ("https://localhost/cb", true, true),
            ("http://127.0.0.1/cb", false, true),
            ("http://localhost:3000/cb", false, true),
            ("com.example.app:/cb", false, false),
        ] {
            for is_after in [false, true] {
                let uris = vec![uri(text)];
                let mut client = ClientMetadata { redirect_uris: uris.clone(), ..ClientMetadata::default() };
                if is_after {
                    std::mem::swap(&mut client.redirect_uris, &mut client.post_logout_redirect_uris);
                }
                let is_refused = |result: Result<_, _>| result == Err(ClientFault::NativeOnly(uri(text)));
                assert_eq!(is_refused(client.clone().settled(false, false)), !web, "{text}");
                assert_eq!(is_refused(client.clone().settled(false, true)), !in_development, "{text}");
                let native = ClientMetadata { native: true, ..client };
                assert_eq!(native.clone().settled(true, false), Ok(native), "{text}");
            }
        }
        let many = ClientMetadata { redirect_uris: vec![uri("https://a.test/"); 65], ..ClientMetadata::default() };
        assert_eq!(many.settled(false, false), Err(ClientFault::TooManyUris));
    }

    #[test]
    fn an_app_that_registered_no_address_is_answered_on_this_machine_in_development_alone() {
        let none = ClientMetadata::default();
        let one = ClientMetadata { redirect_uris: vec![uri("http://127.0.0.1:3000/cb")], ..ClientMetadata::default() };
        for (asked, of_none, of_one) in [
            ("http://127.0.0.1:3000/cb", true, true),
            ("http://localhost:5000/any?x=1", true, false),
            ("https://[::1]:8443/cb", true, false),
            ("https://app.test/cb", false, false),
            ("http://localhost:3000/cb#x", false, false),
            ("http://app.localhost/cb", false, false),
            ("com.example.app:/cb", false, false),
            ("javascript:x", false, false),
        ] {
            assert_eq!(none.redirect_to(asked, true).is_some(), of_none, "{asked}");
            assert_eq!(none.redirect_to(asked, false), None, "{asked}");
            assert_eq!(one.redirect_to(asked, true).is_some(), of_one, "{asked}");
            assert_eq!(one.redirect_to(asked, false).is_some(), of_one, "{asked}");
            assert_eq!(one.signed_out_to(asked, false), None, "{asked}");
        }
    }

    #[test]
    fn an_app_may_show_for_tokens_what_was_said_else_what_it_can() {
        let plain = ClientMetadata::default();
        let code = ClientMetadata { grants: vec![GrantType::AuthorizationCode], ..ClientMetadata::default() };
        for grant in GrantType::ALL {
            assert!(plain.may_use(grant, false), "{grant}");
            assert_eq!(plain.may_use(grant, true), grant != GrantType::ClientCredentials, "{grant}");
            assert_eq!(code.may_use(grant, true), grant == GrantType::AuthorizationCode, "{grant}");
            assert_eq!(GrantType::from_name(grant.name()), Some(grant));
        }
        let own = ClientMetadata { grants: vec![GrantType::ClientCredentials], ..ClientMetadata::default() };
        assert_eq!(own.clone().settled(true, true), Err(ClientFault::OwnTokens));
        assert!(own.settled(false, false).is_ok());
        let loose = ClientMetadata { pkce_optional: true, ..ClientMetadata::default() };
        assert_eq!(loose.clone().settled(true, true), Err(ClientFault::PkceNeeded));
        assert!(loose.settled(false, false).is_ok());
    }

    #[test]
    fn a_name_for_people_is_a_line_that_can_be_seen() {
        for (text, shown) in [
            ("Shop", Some("Shop")),
            (" Caf\u{e9} \u{1f6d2} ", Some("Caf\u{e9} \u{1f6d2}")),
            ("<script>alert(1)</script>", Some("<script>alert(1)</script>")),
            ("", None),
            (" ", None),
            ("a\nb", None),
            ("a\0", None),
            ("\u{1b}[31m", None),
            ("\u{202e}knab", None),
            ("a\u{200b}b", None),
        ] {
            assert_eq!(display_name(text).as_deref(), shown, "{text:?}");
        }
        assert!(display_name(&"\u{e9}".repeat(100)).is_some() && display_name(&"a".repeat(101)).is_none());
        for (text, good) in
            [("https://a.test/", true), ("http://127.0.0.1/", false), ("javascript:x", false), ("x", false)]
        {
            assert_eq!(page(text).is_some(), good, "{text}");
        }
    }
}
