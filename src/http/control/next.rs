//! What the next request is answered: an error, a status, something late; or tokens that are like those of another issuer, or wrong.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use serde_json::Value;

use super::clock::dev;
use super::driven::{Control, Driven};
use super::members::Members;
use super::standing;
use crate::authority::{Authority, Shaping};
use crate::core::claims::profile::{Model, Profile, SetArg, nearest};
use crate::core::claims::request::{check_free, check_free_of_id};
use crate::core::forge::{FLAWS, Flaw};
use crate::core::shape::check_header;
use crate::core::{Issuer, Omittable, Shape, Ttl, Typ};
use crate::http::answer::json as answer;
use crate::http::dev::{Answer, Flawed, Forced};
use crate::http::endpoint::token;
use crate::http::oauth_error::OAuthError;
use crate::http::rules::of_issuer;

/// For how many requests one decision may be.
pub(super) const MOST_TIMES: u32 = 1_000_000;
/// How late an answer may be.
const LATEST: Duration = Duration::from_mins(2);
/// The longest time after which a client is told to ask again, in seconds.
const MOST_RETRY: u32 = 86_400;

pub(super) async fn decide(
    driven: Driven,
    State(control): State<Control>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, OAuthError> {
    let mut members = Members::of_body(&headers, body).await?;
    let endpoint = members.read("endpoint", |value| endpoint(&value))?;
    let delay = members.length("delay", LATEST)?;
    let reply = reply(&mut members)?;
    let flawed = flawed(&mut members)?;
    let shaping = shaping(&mut members, &*control.homes.workshop.profile)?;
    let times = members.number("times", 1, MOST_TIMES)?.unwrap_or(1);
    members.end()?;
    let of_token = flawed.is_some() || shaping.is_some();
    if of_token && reply.is_some() {
        return Err(OAuthError::invalid_request("an answer with an error or a status has no tokens"));
    }
    if of_token && endpoint.is_some_and(|endpoint| endpoint != token::PATH) {
        return Err(OAuthError::invalid_request("tokens are answered by the endpoint token alone"));
    }
    if !of_token && reply.is_none() && delay.is_none() {
        let why = "nothing says what is to be answered: give error, status, delay, flaw, profile or claims";
        return Err(OAuthError::invalid_request(why));
    }
    if let Some(Flawed { flaw, .. }) = flawed {
        let can = driven.realm.apart(move |authority: &Authority| authority.check_forge(flaw)).await;
        can.map_err(|why| OAuthError::invalid_request(why.to_string()))?;
    }
    let dev = dev(&driven)?;
    let endpoint = if of_token { Some(token::PATH) } else { endpoint };
    let is_forced = reply.is_some() || delay.is_some();
    let has_room = (!is_forced || dev.forced().add(Forced { endpoint, delay, answer: reply }, times))
        && flawed.is_none_or(|flawed| dev.flaws().add(flawed, times))
        && shaping.is_none_or(|shaping| dev.shapings().add(shaping, times));
    if !has_room {
        return Err(too_many());
    }
    Ok(answer(&standing::waiting(dev)))
}

/// More is decided than will ever be asked for.
pub(super) fn too_many() -> OAuthError {
    OAuthError::invalid_request("10000 decisions wait already, which nobody has asked for")
}

/// The path of the endpoint that is named: by its path, or by the last word of that. `metadata` is the one that clients begin with.
fn endpoint(value: &Value) -> Result<&'static str, String> {
    let named = value.as_str().ok_or("is not a text")?;
    let word = |path: &'static str| path.rsplit('/').next().unwrap_or(path);
    let all = of_issuer;
    if named == "metadata" {
        return Ok(crate::http::endpoint::metadata::OPENID);
    }
    all().find(|path| *path == named || word(path) == named).ok_or_else(|| {
        let known: Vec<_> = all().map(word).collect();
        match nearest(named, known.iter().copied()) {
            Some(meant) => format!("is no endpoint; did you mean `{meant}`?"),
            None => format!("is no endpoint; those are {}", known.join(", ")),
        }
    })
}

/// The error or the status that is answered.
fn reply(members: &mut Members) -> Result<Option<Answer>, OAuthError> {
    let code = members.read("error", |value| {
        let code = value.as_str().ok_or("is not a text")?;
        // RFC 6749, 5.2: letters that are seen, but for two that end a text.
        let is_word = |letter: char| letter.is_ascii_graphic() && letter != '"' && letter != '\\';
        if !code.is_empty() && code.len() <= 64 && code.chars().all(is_word) {
            Ok(code.to_owned())
        } else {
            Err("is not a word of 64 letters at most")
        }
    })?;
    let description = members.read("error_description", |value| {
        let text = value.as_str().filter(|text| text.len() <= 500 && !text.chars().any(char::is_control));
        text.map(str::to_owned).ok_or("is not a line of 500 letters at most")
    })?;
    let status = members.number("status", 200, 599)?.and_then(|status| u16::try_from(status).ok());
    let retry_after = members.number("retry_after", 0, MOST_RETRY)?.map(u64::from);
    Ok(match (code, status) {
        (Some(code), status) => Some(Answer::Error { code, description, status, retry_after }),
        (None, _) if description.is_some() => {
            return Err(OAuthError::invalid_request("error_description is there without error"));
        }
        (None, Some(status)) => Some(Answer::Status { status, retry_after }),
        (None, None) if retry_after.is_some() => {
            return Err(OAuthError::invalid_request("retry_after is there without status or error"));
        }
        (None, None) => None,
    })
}

/// What is wrong with a token.
pub(super) fn flawed(members: &mut Members) -> Result<Option<Flawed>, OAuthError> {
    let flaw = members.read("flaw", |value| {
        let name = value.as_str().ok_or("is not a text")?;
        let found = Flaw::from_name(name).ok_or_else(|| {
            let meant = nearest(name, FLAWS.iter().map(|row| row.name));
            let meant = meant.map(|meant| format!("; did you mean `{meant}`?")).unwrap_or_default();
            format!("is no flaw{meant} `mintage token forge --list` has all")
        })?;
        if found.is_of_proof() {
            return Err("is one of a proof, which the app makes and no server: `mintage token forge --url` has those"
                .to_owned());
        }
        Ok(found)
    })?;
    let of_id_token = members.read("token", |value| match value.as_str() {
        Some("access_token") => Ok(false),
        Some("id_token") => Ok(true),
        _ => Err("is neither access_token nor id_token"),
    })?;
    match (flaw, of_id_token) {
        (None, Some(_)) => Err(OAuthError::invalid_request("token is there without flaw")),
        (flaw, of_id_token) => Ok(flaw.map(|flaw| Flawed { flaw, of_id_token: of_id_token.unwrap_or(false) })),
    }
}

/// What tokens are to be like, as the flags of `token issue` say it.
pub(super) fn shaping(
    members: &mut Members,
    profile_of: &dyn Fn(&str) -> Result<Profile, String>,
) -> Result<Option<Shaping>, OAuthError> {
    let profile = members.read("profile", |value| profile_of(value.as_str().ok_or("is not a text")?))?;
    let set = members.read("set", |value| {
        let Value::Object(values) = value else { return Err("is not an object") };
        let text = |(name, value): (String, Value)| Some(SetArg { name, value: value.as_str()?.to_owned() });
        values.into_iter().map(text).collect::<Option<Vec<_>>>().ok_or("has a value that is not a text")
    })?;
    let profile = match (profile, set) {
        (None, Some(_)) => return Err(OAuthError::invalid_request("set is there without profile")),
        (None, None) => None,
        (Some(profile), set) => {
            let filled = profile.with(&set.unwrap_or_default());
            Some(Arc::new(filled.map_err(|why| members.wrong("set", &format!("cannot be taken: {why}")))?))
        }
    };
    let ttl = members.parsed::<Ttl>("ttl")?;
    let claims = members.claims("claims", |name, _| check_free(name))?;
    let id_claims = members.claims("id_claims", check_free_of_id)?;
    let shape = Shape {
        typ: members.parsed::<Typ>("typ")?,
        header: members.claims("header", check_header)?,
        issuer: members.parsed::<Issuer>("iss")?,
        subject: members.read("sub", |value| {
            let text = value.as_str().ok_or("is not a text")?;
            crate::core::shape::sub(text).map_err(|why| format!("cannot be taken: it {why}"))
        })?,
        without: members.several::<Omittable>("no_claim")?.unwrap_or_default().into_iter().collect(),
        ..Shape::default()
    };
    shape.check().map_err(|why| OAuthError::invalid_request(why.to_string()))?;
    let model = profile.map(|profile| Model { profile: Some(profile), like: None });
    let shaping = Shaping { model, ttl, claims, id_claims, shape };
    Ok(Some(shaping).filter(|shaping| *shaping != Shaping::default()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::json::parse_object;

    fn members(json: &str) -> Members {
        Members::of(parse_object(json.as_bytes()).unwrap(), "the body")
    }

    #[test]
    fn an_endpoint_is_named_by_its_path_or_its_last_word() {
        let of = |name: &str| endpoint(&Value::from(name));
        for (name, path) in [
            ("token", "/token"),
            ("/token", "/token"),
            ("jwks", "/jwks"),
            ("authorize", "/authorize"),
            ("metadata", "/.well-known/openid-configuration"),
            ("oauth-authorization-server", "/.well-known/oauth-authorization-server"),
        ] {
            assert_eq!(of(name), Ok(path));
        }
        assert_eq!(of("tokn"), Err("is no endpoint; did you mean `token`?".to_owned()));
        for none in ["healthz", "_mintage", "x"] {
            assert!(of(none).unwrap_err().starts_with("is no endpoint"), "{none}");
        }
    }

    #[test]
    fn every_flaw_of_a_token_can_be_had_and_none_of_a_proof() {
        for row in &FLAWS {
            let given = flawed(&mut members(&format!("{{\"flaw\":\"{}\"}}", row.name)));
            assert_eq!(given.is_ok(), !row.flaw.is_of_proof(), "{}", row.name);
        }
        let of_id = flawed(&mut members(r#"{"flaw":"expired","token":"id_token"}"#)).unwrap();
        assert_eq!(of_id, Some(Flawed { flaw: Flaw::Expired, of_id_token: true }));
        for bad in [r#"{"flaw":"expird"}"#, r#"{"token":"id_token"}"#, r#"{"flaw":"expired","token":"refresh_token"}"#]
        {
            assert!(flawed(&mut members(bad)).is_err(), "{bad}");
        }
    }

    #[test]
    fn an_answer_is_an_error_or_a_status() {
        let of = |json: &str| reply(&mut members(json)).map_err(|error| error.description);
        assert_eq!(of("{}"), Ok(None));
        assert_eq!(
            of(r#"{"status":503,"retry_after":7}"#),
            Ok(Some(Answer::Status { status: 503, retry_after: Some(7) }))
        );
        assert!(matches!(
            of(r#"{"error":"slow_down","status":400}"#),
            Ok(Some(Answer::Error { status: Some(400), .. }))
        ));
        for bad in [
            r#"{"status":100}"#,
            r#"{"status":"503"}"#,
            r#"{"error":""}"#,
            r#"{"error":"two words"}"#,
            r#"{"error_description":"x"}"#,
            r#"{"error":"x","error_description":"a\nb"}"#,
            r#"{"retry_after":1}"#,
        ] {
            assert!(of(bad).is_err(), "{bad}");
        }
    }
}
