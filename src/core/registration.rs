//! What an app says of itself where nobody registers it by hand (RFC 7591, 2; OpenID Connect Dynamic Client Registration 1.0, 2):
//! read strictly where it decides something, and else ignored.

use serde_json::Value;

use super::algorithm::Algorithm;
use super::client::{AuthMethod, ClientMetadata, GrantType, display_name, page};
use super::json::{ClaimMap, Object};
use super::redirect::{RedirectFault, RedirectUri};
use super::scope::Scopes;

/// The scope of a token that lets its bearer register apps.
pub const REGISTER: &str = "client:register";

/// Who may register at the server, and what they may have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegistrationRules {
    /// The scopes that such an app may ask for; whatever it wants where nothing is said.
    pub scopes: Option<Scopes>,
    /// Whether anybody may, or only who shows a token for it.
    pub open: bool,
    /// How many such apps there may be.
    pub most: usize,
}

/// Whose documents say what an app is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentRules {
    /// The hosts that are asked.
    pub allow: Vec<HostPattern>,
    /// The scopes that such an app may ask for; whatever it wants where nothing is said.
    pub scopes: Option<Scopes>,
    /// How many such apps there may be.
    pub most: usize,
}

/// How many apps there may be that nobody registered by hand, where nothing else is said.
pub const MOST_APPS: usize = 1_000;

/// A host, or with `*.` before it every host below it; `*` alone is every host.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HostPattern(String);

impl std::str::FromStr for HostPattern {
    type Err = &'static str;
    fn from_str(text: &str) -> Result<Self, &'static str> {
        let host = text.strip_prefix("*.").unwrap_or(text);
        let is_letter = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        let is_label = |label: &str| !label.is_empty() && label.bytes().all(is_letter);
        let is_name = host.contains('.') && host.split('.').all(is_label);
        (is_name || text == "*")
            .then(|| Self(text.to_owned()))
            .ok_or("is no name of a host in small letters, as in *.example.com, or * for every one")
    }
}

impl std::fmt::Display for HostPattern {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl HostPattern {
    /// Whether it is this host.
    pub fn is(&self, host: &str) -> bool {
        let host = host.to_ascii_lowercase();
        match self.0.strip_prefix('*') {
            Some("") => true,
            Some(below) => host.len() > below.len() && host.ends_with(below),
            None => host == self.0,
        }
    }
}

/// An app as it describes itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Description {
    /// What it calls itself, where that can be shown.
    pub name: Option<String>,
    /// How it will show who it is.
    pub method: AuthMethod,
    /// The same, in the word that it said.
    pub method_word: &'static str,
    /// The scopes that it wants.
    pub scopes: Option<Scopes>,
    /// What its ID tokens are to be signed with.
    pub algorithm: Option<Algorithm>,
    /// Its public keys, as it sent them.
    pub jwks: Option<ClaimMap>,
    /// The rest.
    pub client: ClientMetadata,
}

/// Why a description is not taken. Names what is wrong, and repeats nothing of it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DescriptionFault {
    /// Where a browser would be sent (`invalid_redirect_uri`).
    #[error("{0}")]
    Redirect(String),
    /// Anything else (`invalid_client_metadata`).
    #[error("{0}")]
    Metadata(String),
}

impl DescriptionFault {
    /// The word of RFC 7591 (3.2.2).
    pub fn word(&self) -> &'static str {
        match self {
            Self::Redirect(_) => "invalid_redirect_uri",
            Self::Metadata(_) => "invalid_client_metadata",
        }
    }
}

fn bad<T>(why: impl Into<String>) -> Result<T, DescriptionFault> {
    Err(DescriptionFault::Metadata(why.into()))
}

/// Members that ask for what is not done here: to ignore them would be to promise it.
const NOT_DONE: [&str; 16] = [
    "id_token_encrypted_response_alg",
    "id_token_encrypted_response_enc",
    "userinfo_signed_response_alg",
    "userinfo_encrypted_response_alg",
    "userinfo_encrypted_response_enc",
    "request_object_signing_alg",
    "request_object_encryption_alg",
    "request_object_encryption_enc",
    "authorization_signed_response_alg",
    "authorization_encrypted_response_alg",
    "authorization_encrypted_response_enc",
    "introspection_signed_response_alg",
    "introspection_encrypted_response_alg",
    "tls_client_certificate_bound_access_tokens",
    "backchannel_token_delivery_mode",
    "sector_identifier_uri",
];

impl Description {
    /// Reads what an app says of itself. Members that nobody here asks for are ignored (RFC 7591, 2).
    pub fn read(json: &Object) -> Result<Self, DescriptionFault> {
        for name in NOT_DONE {
            if json.get(name).is_some_and(|value| !matches!(value, Value::Null | Value::Bool(false))) {
                return bad(format!("{name} asks for what is not done here: leave it out"));
            }
        }
        let (method, method_word) = method(text(json, "token_endpoint_auth_method")?)?;
        let grants = grants(json, method)?;
        let has_code = grants.contains(&GrantType::AuthorizationCode);
        let redirect_uris = redirects(json, "redirect_uris")?;
        if has_code && redirect_uris.is_empty() {
            return Err(DescriptionFault::Redirect("redirect_uris names no address to send a browser to".to_owned()));
        }
        match texts(json, "response_types")? {
            None => {}
            Some(kinds) if kinds.iter().all(|kind| *kind == "code") && (has_code || kinds.is_empty()) => {}
            Some(_) => return bad("response_types has another one than code, or code without authorization_code"),
        }
        if text(json, "subject_type")?.is_some_and(|kind| kind != "public") {
            return bad("subject_type is another one than public");
        }
        // Who does not say it is what its addresses say: most do not (RFC 8252, 7).
        let native = match text(json, "application_type")? {
            None => redirect_uris.iter().any(RedirectUri::is_for_native),
            Some("native") => true,
            Some("web") => false,
            Some(_) => return bad("application_type is neither web nor native"),
        };
        let jwks = match json.get("jwks") {
            None | Some(Value::Null) => None,
            Some(Value::Object(_)) if json.contains_key("jwks_uri") => return bad("jwks and jwks_uri are both there"),
            Some(Value::Object(set)) => Some(set.clone().into_iter().collect()),
            Some(_) => return bad("jwks is no JWK set"),
        };
        if method == AuthMethod::PrivateKeyJwt && jwks.is_none() {
            return bad("private_key_jwt needs jwks, the keys themselves: a jwks_uri is not fetched");
        }
        for name in ["token_endpoint_auth_signing_alg", "id_token_signed_response_alg"] {
            if text(json, name)?.is_some_and(|word| asymmetric(word).is_none()) {
                return bad(format!("{name} is no algorithm of key pairs that is known here"));
            }
        }
        let scopes = text(json, "scope")?.map(str::parse).transpose();
        let scopes = scopes.or_else(|_| bad("scope has a character that no scope has"))?;
        let client = ClientMetadata {
            auth_method: Some(method),
            dpop_bound: flag(json, "dpop_bound_access_tokens")?,
            par_required: flag(json, "require_pushed_authorization_requests")?,
            post_logout_redirect_uris: redirects(json, "post_logout_redirect_uris")?,
            client_name: None,
            client_uri: text(json, "client_uri")?.and_then(page),
            redirect_uris,
            grants,
            native,
            ..ClientMetadata::default()
        };
        Ok(Self {
            name: text(json, "client_name")?.and_then(shown),
            method,
            method_word,
            scopes,
            algorithm: text(json, "id_token_signed_response_alg")?.and_then(asymmetric),
            jwks: jwks.filter(|_| method == AuthMethod::PrivateKeyJwt),
            client,
        })
    }
}

/// Members of a document that would be a secret, which everybody could read there.
const SECRET: [&str; 2] = ["client_secret", "client_secret_expires_at"];

impl Description {
    /// Reads a document that says what the app is whose client_id its address is (draft-ietf-oauth-client-id-metadata-document, 4). It
    /// is written for all servers, so that what only others do is passed over: grants, and addresses that no browser is sent to here.
    pub fn read_document(mut json: Object, address: &str) -> Result<Self, DescriptionFault> {
        if text(&json, "client_id")? != Some(address) {
            return bad("its client_id is not its address");
        }
        if SECRET.iter().any(|name| json.contains_key(*name)) {
            return bad("it has a secret, which is none where everybody can read it");
        }
        match text(&json, "token_endpoint_auth_method")? {
            Some("none" | "private_key_jwt") => {}
            None => drop(json.insert("token_endpoint_auth_method".to_owned(), "none".into())),
            Some(_) => return bad("its token_endpoint_auth_method is neither none nor private_key_jwt"),
        }
        let known = ["authorization_code", "refresh_token", "urn:ietf:params:oauth:grant-type:device_code"];
        if let Some(Value::Array(grants)) = json.get_mut("grant_types") {
            grants.retain(|grant| grant.as_str().is_some_and(|grant| known.contains(&grant)));
        }
        if let Some(Value::Array(kinds)) = json.get_mut("response_types") {
            kinds.retain(|kind| kind.as_str() == Some("code"));
        }
        for name in ["redirect_uris", "post_logout_redirect_uris"] {
            if let Some(Value::Array(uris)) = json.get_mut(name) {
                uris.retain(|uri| uri.as_str().is_some_and(|uri| RedirectUri::new(uri).is_ok()));
            }
        }
        // One set of addresses for all servers: where one of them is on the user's machine, so is the app.
        json.remove("application_type");
        let mut read = Self::read(&json)?;
        read.client.native |= read.client.post_logout_redirect_uris.iter().any(RedirectUri::is_for_native);
        if read.name.is_none() {
            return bad("it has no client_name that can be shown");
        }
        Ok(read)
    }
}

/// The start of a name that people can be shown; the rest and what hides or turns around is left out.
fn shown(text: &str) -> Option<String> {
    let line: String = text.chars().filter(|c| display_name(&format!("x{c}x")).is_some()).take(100).collect();
    display_name(&line)
}

/// What the server calls such an app among people: what is plain of its own name, and something that no other has.
pub fn slug(name: Option<&str>, unlike: [u8; 4]) -> String {
    let mut slug = String::new();
    for c in name.unwrap_or("client").chars().flat_map(char::to_lowercase).take(200) {
        match c {
            'a'..='z' | '0'..='9' => slug.push(c),
            _ if slug.is_empty() || slug.ends_with('-') => {}
            _ => slug.push('-'),
        }
        if slug.len() >= 40 {
            break;
        }
    }
    let slug = slug.trim_end_matches('-');
    // What begins as a client_id does would be taken for one; that has an underscore, which is not among these.
    let slug = if slug.is_empty() { "client" } else { slug };
    format!("{slug}-{:08x}", u32::from_be_bytes(unlike))
}

fn asymmetric(word: &str) -> Option<Algorithm> {
    Algorithm::from_header(word).filter(|algorithm| !algorithm.is_symmetric())
}

fn method(said: Option<&str>) -> Result<(AuthMethod, &'static str), DescriptionFault> {
    Ok(match said {
        None | Some("client_secret_basic") => (AuthMethod::Secret, "client_secret_basic"),
        Some("client_secret_post") => (AuthMethod::Secret, "client_secret_post"),
        Some("private_key_jwt") => (AuthMethod::PrivateKeyJwt, "private_key_jwt"),
        Some("none") => (AuthMethod::None, "none"),
        Some(_) => return bad("token_endpoint_auth_method is none of those that the metadata names"),
    })
}

/// What it may show for tokens. Where it says nothing, a code; and a refresh token, which it need not ask for.
fn grants(json: &Object, method: AuthMethod) -> Result<Vec<GrantType>, DescriptionFault> {
    let Some(names) = texts(json, "grant_types")? else {
        return Ok(vec![GrantType::AuthorizationCode, GrantType::RefreshToken]);
    };
    let mut grants = Vec::new();
    for name in names {
        match GrantType::from_name(name) {
            Some(GrantType::ClientCredentials) if method == AuthMethod::None => {
                return bad(
                    "grant_types has client_credentials, and a client that does not authenticate has no tokens of its own",
                );
            }
            Some(grant) if !grants.contains(&grant) => grants.push(grant),
            Some(_) => {}
            None => return bad("grant_types has one that the metadata does not name"),
        }
    }
    if grants.is_empty() { bad("grant_types is empty") } else { Ok(grants) }
}

fn text<'j>(json: &'j Object, name: &str) -> Result<Option<&'j str>, DescriptionFault> {
    match json.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(_) => bad(format!("{name} is no text")),
    }
}

fn flag(json: &Object, name: &str) -> Result<bool, DescriptionFault> {
    match json.get(name) {
        None | Some(Value::Null) => Ok(false),
        Some(Value::Bool(flag)) => Ok(*flag),
        Some(_) => bad(format!("{name} is neither true nor false")),
    }
}

fn texts<'j>(json: &'j Object, name: &str) -> Result<Option<Vec<&'j str>>, DescriptionFault> {
    match json.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::Array(all)) => {
            let texts = all.iter().map(Value::as_str).collect::<Option<Vec<_>>>();
            texts.map_or_else(|| bad(format!("{name} has something in it that is no text")), |texts| Ok(Some(texts)))
        }
        Some(_) => bad(format!("{name} is no list")),
    }
}

fn redirects(json: &Object, name: &str) -> Result<Vec<RedirectUri>, DescriptionFault> {
    let refused = |place: usize, fault: RedirectFault| {
        DescriptionFault::Redirect(format!("{name}: address {} {fault}", place + 1))
    };
    let texts = texts(json, name).map_err(|fault| DescriptionFault::Redirect(fault.to_string()))?.unwrap_or_default();
    let mut uris: Vec<RedirectUri> = Vec::new();
    for (place, text) in texts.into_iter().enumerate() {
        let uri = RedirectUri::new(text).map_err(|fault| refused(place, fault))?;
        if !uris.contains(&uri) {
            uris.push(uri);
        }
    }
    Ok(uris)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(value: Value) -> Result<Description, DescriptionFault> {
        match value {
            Value::Object(json) => Description::read(&json),
            _ => panic!("no object"),
        }
    }

    fn with(name: &str, value: Value) -> Result<Description, DescriptionFault> {
        let mut json = json!({"redirect_uris": ["https://a.test/cb"]});
        json[name] = value;
        read(json)
    }

    #[test]
    fn what_is_not_said_is_what_rfc_7591_says() {
        let described = read(json!({"redirect_uris": ["https://a.test/cb", "https://a.test/cb"]})).unwrap();
        assert_eq!((described.method, described.method_word), (AuthMethod::Secret, "client_secret_basic"));
        assert_eq!(described.client.grants, [GrantType::AuthorizationCode, GrantType::RefreshToken]);
        assert_eq!(described.client.redirect_uris.len(), 1);
        assert!(!described.client.native && described.scopes.is_none() && described.name.is_none());
        for (uri, native) in [("http://127.0.0.1/cb", true), ("com.a.b:/cb", true), ("https://localhost/cb", false)] {
            assert_eq!(read(json!({"redirect_uris": [uri]})).unwrap().client.native, native, "{uri}");
        }
    }

    #[test]
    fn what_nobody_asks_for_is_ignored_and_what_decides_is_read_strictly() {
        for (name, value) in [
            ("logo_uri", json!("javascript:alert(1)")),
            ("contacts", json!(["a@b.test"])),
            ("software_statement", json!("x.y.z")),
            ("client_id", json!("mine")),
            ("x", json!({"deep": [1]})),
            ("client_uri", json!("javascript:alert(1)")),
            ("client_name", json!("\u{202e}")),
            ("scope", Value::Null),
            ("jwks_uri", json!("http://169.254.169.254/")),
            ("tls_client_certificate_bound_access_tokens", json!(false)),
        ] {
            let described = with(name, value).unwrap();
            assert_eq!((described.client.client_uri, described.name), (None, None), "{name}");
        }
        for (name, value) in [
            ("token_endpoint_auth_method", json!("client_secret_jwt")),
            ("token_endpoint_auth_method", json!("tls_client_auth")),
            ("token_endpoint_auth_method", json!("private_key_jwt")),
            ("token_endpoint_auth_method", json!(1)),
            ("grant_types", json!(["implicit"])),
            ("grant_types", json!(["password"])),
            ("grant_types", json!([])),
            ("grant_types", json!("authorization_code")),
            ("grant_types", json!([1])),
            ("response_types", json!(["token"])),
            ("response_types", json!(["code id_token"])),
            ("subject_type", json!("pairwise")),
            ("application_type", json!("service")),
            ("jwks", json!("x")),
            ("scope", json!("a\"b")),
            ("scope", json!(["a"])),
            ("dpop_bound_access_tokens", json!("yes")),
            ("id_token_signed_response_alg", json!("none")),
            ("id_token_signed_response_alg", json!("HS256")),
            ("id_token_encrypted_response_alg", json!("RSA-OAEP")),
            ("userinfo_signed_response_alg", json!("RS256")),
            ("client_name", json!({"en": "x"})),
        ] {
            let fault = with(name, value.clone()).unwrap_err();
            assert_eq!(fault.word(), "invalid_client_metadata", "{name} {value}: {fault}");
        }
        for value in
            [json!([]), json!(["x"]), json!("https://a.test/"), json!([1]), json!(["https://a.test/#"]), Value::Null]
        {
            let fault = read(json!({"redirect_uris": value})).unwrap_err();
            assert_eq!(fault.word(), "invalid_redirect_uri", "{value}: {fault}");
        }
        let fault = with("post_logout_redirect_uris", json!(["javascript:x"])).unwrap_err();
        assert_eq!(fault.word(), "invalid_redirect_uri");
        let own = json!({"grant_types": ["client_credentials"], "response_types": []});
        assert!(read(own.clone()).is_ok());
        let mut public = own;
        public["token_endpoint_auth_method"] = json!("none");
        assert!(read(public).is_err());
    }

    #[test]
    fn a_document_says_its_own_address_and_has_no_secret() {
        const ADDRESS: &str = "https://app.test/client.json";
        let of = |change: &dyn Fn(&mut Value)| {
            let mut json =
                json!({"client_id": ADDRESS, "client_name": "App", "redirect_uris": ["http://127.0.0.1:3000/cb"]});
            change(&mut json);
            match json {
                Value::Object(json) => Description::read_document(json, ADDRESS),
                _ => panic!("no object"),
            }
        };
        let plain = of(&|_| {}).unwrap();
        assert_eq!((plain.method, plain.client.native), (AuthMethod::None, true));
        let lenient = of(&|json| {
            json["application_type"] = json!("web");
            json["grant_types"] = json!(["authorization_code", "implicit", "urn:example:other", "client_credentials"]);
            json["response_types"] = json!(["code", "token"]);
            json["redirect_uris"] =
                json!(["cursor://cb", "javascript:x", "https://app.test/cb", "http://localhost/cb"]);
        });
        let lenient = lenient.unwrap();
        assert_eq!(lenient.client.grants, [GrantType::AuthorizationCode]);
        assert_eq!((lenient.client.redirect_uris.len(), lenient.client.native), (2, true));
        for (name, value) in [
            ("client_id", json!("https://app.test/client.json/")),
            ("client_id", Value::Null),
            ("client_secret", json!("x")),
            ("client_secret_expires_at", json!(0)),
            ("token_endpoint_auth_method", json!("client_secret_basic")),
            ("token_endpoint_auth_method", json!("private_key_jwt")),
            ("redirect_uris", json!([])),
            ("redirect_uris", json!(["javascript:x"])),
            ("grant_types", json!(["implicit"])),
            ("client_name", json!("\u{202e}")),
            ("client_name", Value::Null),
        ] {
            assert!(of(&|json| json[name] = value.clone()).is_err(), "{name} {value}");
        }
    }

    #[test]
    fn a_hostile_name_becomes_a_plain_one_and_no_two_are_the_same() {
        for (name, slug_of) in [
            (None, "client-01020304"),
            (Some("Claude Desktop"), "claude-desktop-01020304"),
            (Some("../../etc/passwd"), "etc-passwd-01020304"),
            (Some("<script>alert(1)</script>"), "script-alert-1-script-01020304"),
            (Some("\u{1f6d2}"), "client-01020304"),
            (Some("mtg_app_x"), "mtg-app-x-01020304"),
            (Some("-- --"), "client-01020304"),
        ] {
            assert_eq!(slug(name, [1, 2, 3, 4]), slug_of, "{name:?}");
            assert!(crate::core::AppName::new(slug(name, [1, 2, 3, 4])).is_ok());
        }
        assert!(crate::core::AppName::new(slug(Some(&"a".repeat(9_999)), [0; 4])).is_ok());
        assert_eq!(shown("Shop\u{202e}\n\u{1b}[31m!"), Some("Shop[31m!".to_owned()));
        assert_eq!(shown(&"x".repeat(500)).map(|name| name.len()), Some(100));
    }

    #[test]
    fn a_host_is_named_or_all_below_one() {
        let pattern = |text: &str| text.parse::<HostPattern>();
        assert!(pattern("app.example.com").unwrap().is("APP.example.com"));
        assert!(!pattern("example.com").unwrap().is("app.example.com"));
        assert!(pattern("*.example.com").unwrap().is("a.b.example.com"));
        for host in ["example.com", ".example.com", "evilexample.com", "example.com.evil.test"] {
            assert!(!pattern("*.example.com").unwrap().is(host), "{host}");
        }
        assert!(pattern("*").unwrap().is("anybody.example"));
        for bad in
            ["", "**", "*.com", "a b.com", "https://a.com", "*.*.com", "a.*.com", "A.com", "a.com/x", "127.0.0.1:1"]
        {
            assert!(pattern(bad).is_err(), "{bad}");
        }
    }
}
