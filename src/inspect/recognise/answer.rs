//! What servers and command lines answer in JSON: tokens, and why there is none.

use serde_json::Value;

use super::recognised::{Damaged, Particular, Recognised};
use super::vendors::is_of_known_prefix;
use crate::core::json::Object;
use crate::core::secret::OpaqueKind;

const WARNING: &str =
    "whoever holds these tokens can use them: if they were pasted where others can see them, revoke them";
const KEY_WARNING: &str =
    "a private key is in it: if it was pasted, sent or given as an argument, consider it exposed, and replace it";
/// Where tokens are in answers that have one (RFC 6749, 5.1; OpenID Connect Core, 3.1.3.3; RFC 8693, 2.2.1).
const OF_TOKEN_ENDPOINT: [&str; 3] = ["access_token", "refresh_token", "id_token"];
/// What is looked into, and how deep.
const MOST_MEMBERS: usize = 2_000;
const MOST_DEPTH: usize = 8;
/// So many tokens are listed.
const MOST_PATHS: usize = 10;
/// So much of what a server says of an error is shown.
const MOST_TEXT: usize = 300;

/// The errors of token endpoints, and what each comes from: RFC 6749, 5.2; RFC 6750, 3.1; RFC 8628, 3.5; RFC 9449, 5 and 8;
/// OpenID Connect Core, 3.1.2.6.
const ERRORS: [(&str, &str); 18] = [
    (
        "invalid_grant",
        "the code, the refresh token or the password was used before, has expired or is of another client: sign in again",
    ),
    ("invalid_client", "the client_id or its secret is wrong, or sent in another way than the server expects"),
    ("invalid_request", "a parameter is missing, there twice or wrong"),
    ("unauthorized_client", "the client may not use this grant"),
    ("unsupported_grant_type", "the server does not have this grant_type"),
    ("invalid_scope", "the scope is unknown, or more than the client may ask for"),
    ("invalid_target", "the resource or audience that was asked for is unknown"),
    ("access_denied", "the user or the server said no"),
    ("authorization_pending", "the user has not answered yet: ask again after the interval"),
    ("slow_down", "ask again less often"),
    ("expired_token", "the device code has expired: begin again"),
    ("invalid_token", "the token that was shown has expired, is revoked or is wrong"),
    ("insufficient_scope", "the token that was shown does not have the scope"),
    ("invalid_dpop_proof", "the DPoP proof is wrong, or of another request"),
    ("use_dpop_nonce", "ask again with the nonce of the header `DPoP-Nonce`"),
    ("login_required", "the user must sign in"),
    ("consent_required", "the user must consent"),
    ("interaction_required", "the user must answer something: ask with a browser"),
];

/// What an object is that is neither a key nor a token.
pub(super) fn tell(object: &Object) -> Result<Recognised, Damaged> {
    let has = |name: &str| object.contains_key(name);
    let text = |name: &str| object.get(name).and_then(Value::as_str);
    if OF_TOKEN_ENDPOINT.into_iter().any(has) {
        let names: Vec<String> = OF_TOKEN_ENDPOINT.into_iter().filter(|name| has(name)).map(str::to_owned).collect();
        let first = if has("access_token") { "access_token" } else { names[0].as_str() };
        let what = format!("the whole answer of a token endpoint (RFC 6749, 5.1): the token is in `{first}`");
        let way_out = take_out(first);
        let told = Recognised::new("token_response", what).with("tokens", Particular::List(names));
        return Ok(told.warn(WARNING).way_out(way_out));
    }
    if let Some(told) = error(object) {
        return Ok(told);
    }
    if let (Some("service_account"), true) = (text("type"), has("private_key")) {
        let what = "the key of a service account (Google), not a token";
        let told = Recognised::new("service_account_key", what);
        let told = ["client_email", "private_key_id"].into_iter().fold(told, |told, name| match text(name) {
            Some(value) => told.with(name, Particular::Text(short(value))),
            None => told,
        });
        return Ok(told.warn(KEY_WARNING).way_out("it is a key that signs tokens: `keys import` takes it"));
    }
    if has("issuer") && has("jwks_uri") {
        let what = "the metadata of an issuer (OpenID discovery, RFC 8414), not a token";
        let issuer = text("issuer").unwrap_or_default();
        let told = Recognised::new("metadata", what).with("issuer", Particular::Text(short(issuer)));
        return Ok(told.way_out("give its issuer with --issuer-url, and the token beside it"));
    }
    if let Some(Value::Bool(active)) = object.get("active") {
        let what = "the answer of an introspection (RFC 7662), not a token";
        let told = Recognised::new("introspection_response", what).with("active", Particular::Flag(*active));
        return Ok(told.way_out("give the token that was asked about"));
    }
    let mut paths = Paths::default();
    paths.walk(object, "", 0);
    if let Some(first) = paths.found.first() {
        let way_out = take_out(first);
        let (kind, what) = match (text("kind"), first.as_str()) {
            (Some("ExecCredential" | "TokenRequest"), "status.token") => {
                ("kubernetes_token_response", "an answer of Kubernetes: the token is in `status.token`".to_owned())
            }
            _ => ("json_with_token", format!("JSON with a token in it: it is in `{first}`")),
        };
        let told = Recognised::new(kind, what).with("tokens", Particular::List(paths.found));
        return Ok(told.warn(WARNING).way_out(way_out));
    }
    Err(Damaged {
        kind: "json",
        what: "this is JSON, but neither a token in JSON serialization nor a key".to_owned(),
        hint: "a token is three parts of base64url separated by dots",
    })
}

fn take_out(path: &str) -> String {
    format!("give that alone, as from `jq -r .{path}`")
}

/// Why there is no token: RFC 6749, 5.2, and what others answer.
fn error(object: &Object) -> Option<Recognised> {
    let text = |name: &str| object.get(name).and_then(Value::as_str);
    let inner = object.get("error").and_then(Value::as_object);
    let of_inner = |name: &str| inner.and_then(|inner| inner.get(name)).and_then(Value::as_str);
    let code = text("error")
        .or_else(|| of_inner("code"))
        .or_else(|| of_inner("status"))
        .or_else(|| of_inner("type"))
        .or_else(|| text("errorCode"))
        .or_else(|| text("__type"));
    let message = text("error_description")
        .or_else(|| of_inner("message"))
        .or_else(|| text("errorSummary"))
        .or_else(|| text("message"))
        .or_else(|| text("detail").filter(|_| object.contains_key("title")));
    let is_status = object.get("kind").is_some_and(|kind| kind == "Status");
    let code = match (code, is_status) {
        (None, true) => text("reason"),
        (code, _) => code,
    };
    let is_error = code.is_some() || inner.is_some() || (message.is_some() && object.len() <= 8);
    if !is_error {
        return None;
    }
    let mut what = "an error answer".to_owned();
    if let Some(code) = code {
        what = format!("{what}: {}", short(code));
    }
    let told = Recognised::new("error_response", format!("{what}, not a token"));
    let told = [("error", code), ("description", message), ("uri", text("error_uri"))].into_iter().fold(
        told,
        |told, (name, value)| match value {
            Some(value) => told.with(name, Particular::Text(short(value))),
            None => told,
        },
    );
    let meaning = ERRORS.iter().find(|(known, _)| code == Some(known)).map(|(_, meaning)| *meaning);
    Some(told.way_out(meaning.unwrap_or("look at the request that was answered so")))
}

fn short(text: &str) -> String {
    let cut: String = text.chars().take(MOST_TEXT).collect();
    if cut.len() < text.len() { cut + "…" } else { cut }
}

/// Where tokens are in an object, in the notation of `jq`.
#[derive(Default)]
struct Paths {
    found: Vec<String>,
    seen: usize,
}

impl Paths {
    fn walk(&mut self, object: &Object, before: &str, depth: usize) {
        for (name, value) in object {
            self.seen += 1;
            if self.seen > MOST_MEMBERS || self.found.len() == MOST_PATHS {
                return;
            }
            let is_plain = !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
            let name = if is_plain && name.len() <= 40 { name.as_str() } else { "…" };
            let path = if before.is_empty() { name.to_owned() } else { format!("{before}.{name}") };
            match value {
                Value::String(text) if is_token(text) => self.found.push(path),
                Value::Object(inner) if depth < MOST_DEPTH => self.walk(inner, &path, depth + 1),
                _ => {}
            }
        }
    }
}

/// Whether a text is surely a token or a secret.
fn is_token(text: &str) -> bool {
    (text.starts_with("eyJ") && text.matches('.').count() >= 2)
        || OpaqueKind::of_prefix(text).is_some()
        || (text.len() > 20 && is_of_known_prefix(text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::json::parse_object;

    const TOKEN: &str = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.c2ln";

    fn told(text: &str) -> Recognised {
        tell(&parse_object(text.as_bytes()).unwrap()).unwrap()
    }

    #[test]
    fn the_place_of_the_token_is_named_and_the_token_is_not_repeated() {
        for (text, kind, place) in [
            (format!(r#"{{"access_token":"{TOKEN}","token_type":"Bearer"}}"#), "token_response", "access_token"),
            (r#"{"id_token":"abc"}"#.to_owned(), "token_response", "id_token"),
            (
                format!(
                    r#"{{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1","status":{{"token":"{TOKEN}"}}}}"#
                ),
                "kubernetes_token_response",
                "status.token",
            ),
            (format!(r#"{{"data":{{"login":{{"jwt":"{TOKEN}"}}}}}}"#), "json_with_token", "data.login.jwt"),
            (
                r#"{"auth":{"client_token":"hvs.CAESIJabcdefghijklmnopqrst"}}"#.to_owned(),
                "json_with_token",
                "auth.client_token",
            ),
        ] {
            let told = told(&text);
            assert_eq!(told.kind, kind);
            assert!(
                told.what.contains(&format!("the token is in `{place}`"))
                    || told.what.contains(&format!("it is in `{place}`"))
            );
            assert!(told.way_out.as_deref().unwrap().contains(&format!("`jq -r .{place}`")));
            assert!(told.warning.is_some());
            assert!(!format!("{told:?}").contains(TOKEN));
        }
    }

    #[test]
    fn an_error_answer_says_which_error() {
        for (text, what) in [
            (r#"{"error":"invalid_grant","error_description":"x"}"#, "an error answer: invalid_grant, not a token"),
            (
                r#"{"error":{"code":401,"message":"Request had invalid credentials","status":"UNAUTHENTICATED"}}"#,
                "an error answer: UNAUTHENTICATED, not a token",
            ),
            (r#"{"message":"Unauthorized"}"#, "an error answer, not a token"),
            (
                r#"{"errorCode":"E0000011","errorSummary":"Invalid token provided"}"#,
                "an error answer: E0000011, not a token",
            ),
            (
                r#"{"kind":"Status","status":"Failure","message":"Unauthorized","reason":"Unauthorized","code":401}"#,
                "an error answer: Unauthorized, not a token",
            ),
            (
                r#"{"__type":"NotAuthorizedException","message":"Invalid Access Token"}"#,
                "an error answer: NotAuthorizedException, not a token",
            ),
        ] {
            let told = told(text);
            assert_eq!((told.kind, told.what.as_str()), ("error_response", what));
            assert!(told.way_out.is_some());
        }
        assert!(told(r#"{"error":"invalid_grant"}"#).way_out.unwrap().contains("sign in again"));
    }

    #[test]
    fn other_documents_are_named() {
        assert_eq!(told(r#"{"issuer":"https://a.example","jwks_uri":"https://a.example/j"}"#).kind, "metadata");
        assert_eq!(told(r#"{"active":false}"#).kind, "introspection_response");
        let key = told(
            r#"{"type":"service_account","private_key":"-----BEGIN PRIVATE KEY-----\nAAAA","client_email":"a@b"}"#,
        );
        assert_eq!(key.kind, "service_account_key");
        assert!(!format!("{key:?}").contains("AAAA"));
        assert!(tell(&parse_object(b"{}").unwrap()).unwrap_err().what.contains("neither"));
    }
}
