//! What an app is told of the user (OpenID Connect Core, 5.3), by the access token that it shows: in the header `Authorization`
//! (RFC 6750, 2.1; RFC 9449, 7.1), or in a form (RFC 6750, 2.2). Never in the address, which is kept in histories and logs.

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use serde_json::Value;

use super::token::proven;
use crate::authority::{UserInfoFault, UserInfoRequest};
use crate::core::proof::Proof;
use crate::core::{Algorithm, SecretText};
use crate::http::answer::{json, nothing};
use crate::http::asking::Asking;
use crate::http::body::{form, has_form};
use crate::http::oauth_error::OAuthError;
use crate::keys::proof::BroughtKeys;

pub(in crate::http) const PATH: &str = "/userinfo";

/// How a token is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Scheme {
    Bearer,
    DPoP,
}

/// Why nothing is told, and by which scheme that is challenged.
#[derive(Debug)]
enum Refused {
    /// Nothing was shown: what could be is told, and no error (RFC 6750, 3.1).
    NoToken,
    /// A token that is not taken.
    Token(Scheme, OAuthError),
    /// Something else.
    Other(OAuthError),
}

impl<E: Into<OAuthError>> From<E> for Refused {
    fn from(error: E) -> Self {
        Self::Other(error.into())
    }
}

pub(in crate::http) async fn answer(asking: Asking, method: Method, body: Body) -> Response {
    match told(&asking, &method, body).await {
        Ok(response) => response,
        Err(Refused::Other(error)) => error.into_response(),
        Err(Refused::NoToken) => {
            asking.noted.note(|outcome| outcome.reason = Some("there is no access token".to_owned()));
            let mut response = nothing();
            *response.status_mut() = StatusCode::UNAUTHORIZED;
            for scheme in [Scheme::Bearer, Scheme::DPoP] {
                challenge(&mut response, scheme, None);
            }
            response
        }
        Err(Refused::Token(scheme, error)) => {
            let told = (error.code, error.description.clone());
            let mut response = error.into_response();
            challenge(&mut response, scheme, Some(told));
            response
        }
    }
}

async fn told(asking: &Asking, method: &Method, body: Body) -> Result<Response, Refused> {
    let (scheme, token) = shown(asking, method, body).await?;
    let refused = |error| Refused::Token(scheme, error);
    let proof = match scheme {
        Scheme::Bearer => None,
        Scheme::DPoP => {
            let proof = proof(&asking.headers).map_err(refused)?;
            let method = method.as_str().parse().map_err(|_| OAuthError::not_so())?;
            // The address that it names, where that is one of this endpoint; else the first, which it does not fit.
            let mut targets = proven::targets(asking, PATH).into_iter();
            let (first, named) = (targets.next(), proof.htu.parse().ok());
            let target = targets.find(|target| Some(target) == named.as_ref()).or(first);
            let target = target.ok_or_else(|| refused(bad_proof("it is for no address of this server")))?;
            Some((proof, method, target))
        }
    };
    let request = UserInfoRequest { token, proof, from: asking.from.clone() };
    let info = if request.proof.is_some() {
        // It is used up, which is written and waited for.
        asking.realm.apart(move |authority| authority.user_info(request)).await?
    } else {
        asking.realm.authority().user_info(request)?
    };
    let info = info.map_err(|fault| {
        if let UserInfoFault::OverBudget(over) = &fault {
            return Refused::Other(over.into());
        }
        if let UserInfoFault::Canary(canary) = &fault {
            asking.noted.note(|outcome| outcome.jti = Some(canary.jti));
        }
        refused(of_fault(&fault))
    })?;
    asking.noted.note(|outcome| (outcome.jti, outcome.app) = (Some(info.jti), Some(info.client_id)));
    Ok(json(&Value::from(info.claims)))
}

/// The token that is shown, in one way and no other.
async fn shown(asking: &Asking, method: &Method, body: Body) -> Result<(Scheme, SecretText), Refused> {
    let mut given = asking.headers.get_all(header::AUTHORIZATION).iter();
    let header = match (given.next(), given.next()) {
        (Some(_), Some(_)) => return Err(OAuthError::invalid_request("Authorization is there twice").into()),
        (header, _) => header,
    };
    let in_form = if *method == Method::POST && has_form(&asking.headers) {
        form(&asking.headers, body).await?.get("access_token").map(|token| SecretText::new(token.to_owned()))
    } else {
        None
    };
    match (header, in_form) {
        (Some(_), Some(_)) => Err(OAuthError::invalid_request("the access token is shown in two ways").into()),
        (None, Some(token)) => Ok((Scheme::Bearer, token)),
        (None, None) => Err(Refused::NoToken),
        (Some(header), None) => {
            let shown = header.to_str().ok().and_then(|text| text.split_once(' '));
            let scheme = shown.and_then(|(scheme, _)| scheme_of(scheme)).ok_or(Refused::NoToken)?;
            let token = shown.map(|(_, token)| token.trim()).filter(|token| !token.is_empty());
            let malformed = || OAuthError::invalid_request("there is no access token in Authorization");
            Ok((scheme, SecretText::new(token.ok_or_else(malformed)?.to_owned())))
        }
    }
}

fn scheme_of(word: &str) -> Option<Scheme> {
    [("Bearer", Scheme::Bearer), ("DPoP", Scheme::DPoP)]
        .into_iter()
        .find_map(|(name, scheme)| name.eq_ignore_ascii_case(word).then_some(scheme))
}

fn proof(headers: &HeaderMap) -> Result<Proof, OAuthError> {
    let mut given = headers.get_all(proven::PROOF).iter();
    match (given.next(), given.next()) {
        (Some(proof), None) => {
            Proof::read(proof.as_bytes(), &BroughtKeys).map_err(|fault| bad_proof(&fault.to_string()))
        }
        (None, _) => Err(bad_proof("there is none, and the token is shown as one that is bound to a key")),
        (Some(_), Some(_)) => Err(bad_proof("there are two")),
    }
}

fn bad_proof(why: &str) -> OAuthError {
    OAuthError {
        status: StatusCode::UNAUTHORIZED,
        ..OAuthError::invalid_dpop_proof(format!("the proof is not good: {why}"))
    }
}

/// What is said outside: whether a token is none, or does not go so far (RFC 6750, 3.1). Why is for the log.
fn of_fault(fault: &UserInfoFault) -> OAuthError {
    let reason = Some(fault.to_string());
    let told = match fault {
        UserInfoFault::OverBudget(over) => return over.into(),
        UserInfoFault::NotGood(_) | UserInfoFault::Canary(_) | UserInfoFault::NoUser => {
            let why = "the access token is not valid here, has ended, or is bound to a key that was not proven";
            OAuthError::new(StatusCode::UNAUTHORIZED, "invalid_token", why)
        }
        UserInfoFault::NoScope => {
            let why = "the access token does not cover the scope openid";
            OAuthError::new(StatusCode::FORBIDDEN, "insufficient_scope", why)
        }
    };
    OAuthError { reason, ..told }
}

/// Tells by which scheme a token is shown, and what was wrong with the one that was (RFC 6750, 3; RFC 9449, 7.1).
fn challenge(response: &mut Response, scheme: Scheme, error: Option<(&str, String)>) {
    let mut said = match scheme {
        Scheme::Bearer => "Bearer realm=\"mintage\"".to_owned(),
        Scheme::DPoP => {
            let algorithms: Vec<_> = Algorithm::ALL.iter().filter(|algorithm| !algorithm.is_symmetric()).collect();
            let algorithms: Vec<_> = algorithms.iter().map(ToString::to_string).collect();
            format!("DPoP realm=\"mintage\", algs=\"{}\"", algorithms.join(" "))
        }
    };
    if let Some((code, description)) = error {
        // What a quoted text may have in it, and no more: the description may name what a stranger wrote.
        let plain = |letter: char| if matches!(letter, ' '..='~') && !"\"\\".contains(letter) { letter } else { '?' };
        let description: String = description.chars().map(plain).collect();
        said = format!("{said}, error=\"{code}\", error_description=\"{description}\"");
        if code == "insufficient_scope" {
            said.push_str(", scope=\"openid\"");
        }
    }
    if let Ok(value) = HeaderValue::from_str(&said) {
        response.headers_mut().append(header::WWW_AUTHENTICATE, value);
    }
}
