//! Registration (RFC 7591): an app says what it is, and is told its client_id. With a token for that, or by anybody where the
//! settings say so, or where it is a developer alone who is served.

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use serde_json::{Value, json};

use crate::authority::{RegisterFault, Registered};
use crate::core::caller::Who;
use crate::core::json::parse_object;
use crate::core::registration::{Description, RegistrationRules};
use crate::core::verify::Reason;
use crate::core::{ClientFault, SecretText};
use crate::http::answer::json_with;
use crate::http::asking::Asking;
use crate::http::body;
use crate::http::oauth_error::OAuthError;
use crate::http::realm::Realm;

pub(in crate::http) const PATH: &str = "/register";

/// Who may register here; nobody where there is no such endpoint.
pub(in crate::http) fn rules(realm: &Realm) -> Option<RegistrationRules> {
    realm.authority().registration(realm.served().is_dev)
}

pub(in crate::http) async fn answer(asking: Asking, body: Body) -> Response {
    let challenges = |error: &OAuthError| match error.code {
        "invalid_token" => Some("Bearer realm=\"mintage\", error=\"invalid_token\", scope=\"client:register\""),
        "insufficient_scope" => {
            Some("Bearer realm=\"mintage\", error=\"insufficient_scope\", scope=\"client:register\"")
        }
        _ => None,
    };
    match registered(&asking, body).await {
        Ok(response) => response,
        Err(error) => {
            let challenge = challenges(&error).map(HeaderValue::from_static);
            let mut response = error.into_response();
            response.headers_mut().extend(challenge.map(|challenge| (header::WWW_AUTHENTICATE, challenge)));
            response
        }
    }
}

async fn registered(asking: &Asking, body: Body) -> Result<Response, OAuthError> {
    let rules = rules(&asking.realm).ok_or_else(OAuthError::nowhere)?;
    let is_dev = asking.realm.served().is_dev;
    let who = who(asking, &rules).await?;
    if !is_dev {
        asking.counts.may_register(asking.from.ip)?;
    }
    let bytes = body::json(&asking.headers, body).await?;
    let object =
        parse_object(&bytes).map_err(|error| refused("invalid_client_metadata", format!("the body: {error}")))?;
    let described = Description::read(&object).map_err(|fault| refused(fault.word(), fault.to_string()))?;
    let (caller, said) = (asking.caller(who), described.clone());
    let resources = asking.realm.served().resources.clone();
    let registered = asking.realm.apart(move |authority| {
        let audiences = authority.audiences_of_strangers(is_dev, &resources);
        authority.register_described(&caller, &said, &rules, audiences)
    });
    let registered = registered.await?;
    let registered = registered.map_err(|fault| not_taken(&fault))?;
    asking.noted.note(|outcome| outcome.app = Some(registered.app.client_id.clone()));
    Ok(json_with(StatusCode::CREATED, &document(&registered, &described)))
}

/// Who asks: the app whose token is shown, which must be good in any case; or anybody, where anybody may.
async fn who(asking: &Asking, rules: &RegistrationRules) -> Result<Who, OAuthError> {
    let token = bearer(&asking.headers)?;
    let Some(token) = token else {
        let none = || OAuthError { reason: Some("no token was shown".to_owned()), ..invalid_token() };
        return if rules.open { Ok(Who::Anyone) } else { Err(none()) };
    };
    let counted = asking.counts.counted(asking.from.ip, None);
    asking.counts.may_try(counted)?;
    let judged = asking.realm.apart(move |authority| authority.may_register(&token)).await?;
    match judged {
        Ok(client_id) => Ok(Who::App(client_id)),
        Err(reason) => {
            asking.counts.failed(counted)?;
            let told = match reason {
                Reason::InsufficientScope => OAuthError::new(
                    StatusCode::FORBIDDEN,
                    "insufficient_scope",
                    "the token has not the scope client:register",
                ),
                _ => invalid_token(),
            };
            Err(OAuthError { reason: Some(format!("the token is not good: {}", reason.code())), ..told })
        }
    }
}

fn invalid_token() -> OAuthError {
    let why = "apps are registered with an access token of this issuer, for it, with the scope client:register";
    OAuthError::new(StatusCode::UNAUTHORIZED, "invalid_token", why)
}

/// The token in the header (RFC 6750, 2.1).
fn bearer(headers: &HeaderMap) -> Result<Option<String>, OAuthError> {
    let mut given = headers.get_all(header::AUTHORIZATION).iter();
    let (Some(value), None) = (given.next(), given.next()) else {
        return if headers.contains_key(header::AUTHORIZATION) {
            Err(OAuthError::invalid_request("Authorization is there twice"))
        } else {
            Ok(None)
        };
    };
    let token = value.to_str().ok().and_then(|value| value.split_once(' '));
    let token = token.filter(|(scheme, token)| scheme.eq_ignore_ascii_case("bearer") && !token.is_empty());
    token.map(|(_, token)| Some(token.trim().to_owned())).ok_or_else(invalid_token)
}

fn refused(word: &'static str, why: String) -> OAuthError {
    OAuthError::new(StatusCode::BAD_REQUEST, word, why)
}

fn not_taken(fault: &RegisterFault) -> OAuthError {
    match fault {
        RegisterFault::Client(ClientFault::NativeOnly(_)) => refused(
            "invalid_redirect_uri",
            "a redirect URI is one of the user's own machine, which application_type native has".to_owned(),
        ),
        RegisterFault::Client(fault) => refused("invalid_client_metadata", fault.to_string()),
        RegisterFault::Keys(_) | RegisterFault::Algorithm => refused("invalid_client_metadata", fault.to_string()),
        RegisterFault::Full(_) => {
            let why = "no more apps are registered here now";
            let error = OAuthError::new(StatusCode::SERVICE_UNAVAILABLE, "temporarily_unavailable", why);
            OAuthError { reason: Some(fault.to_string()), retry_after: Some(60 * 60), ..error }
        }
    }
}

/// What was registered, all of it (RFC 7591, 3.2.1).
fn document(registered: &Registered, described: &Description) -> Value {
    let (app, client) = (&registered.app, &registered.app.profile.client);
    let mut document = json!({
        "client_id": app.client_id,
        "client_id_issued_at": app.registered_at,
        "redirect_uris": client.redirect_uris,
        "grant_types": client.grants,
        "response_types": if client.redirect_uris.is_empty() { json!([]) } else { json!(["code"]) },
        "token_endpoint_auth_method": described.method_word,
        "application_type": if client.native { "native" } else { "web" },
        "scope": app.profile.scopes.to_string(),
    });
    let mut put = |name: &str, value: Option<Value>| value.into_iter().for_each(|value| document[name] = value);
    let secret = registered.secret.as_ref().map(SecretText::reveal);
    put("client_secret", secret.map(|secret| json!(secret)));
    put("client_secret_expires_at", secret.map(|_| json!(0)));
    put("client_name", client.client_name.as_ref().map(|name| json!(name)));
    put("client_uri", client.client_uri.as_ref().map(|uri| json!(uri)));
    let signed_out = &client.post_logout_redirect_uris;
    put("post_logout_redirect_uris", (!signed_out.is_empty()).then(|| json!(signed_out)));
    put("jwks", client.jwks.as_ref().map(|set| json!(set)));
    put("dpop_bound_access_tokens", client.dpop_bound.then(|| json!(true)));
    put("require_pushed_authorization_requests", client.par_required.then(|| json!(true)));
    put("id_token_signed_response_alg", app.profile.algorithm.map(|algorithm| json!(algorithm)));
    document
}
