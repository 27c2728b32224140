//! Making throw-away homes, and ending them.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value, json};

use super::clock::{since_epoch, told};
use super::driven::{Control, Driven, PATH, path_of};
use super::members::Members;
use super::next::shaping;
use crate::authority::{Authority, Error, GenerateRequest, NewKeyProtection, Registration};
use crate::core::caller::{Door, Who};
use crate::core::claims::request::check_free;
use crate::core::client::ClientMetadata;
use crate::core::json::Object;
use crate::core::policy::Defaults;
use crate::core::{
    AccessContext, Algorithm, AppName, AppProfile, Audience, Caller, Issuer, Scopes, Timestamp, Ttl, UserChange, UserId,
};
use crate::host::clock::{Clock, SystemClock, TurnedClock};
use crate::host::entropy::{SystemEntropy, random};
use crate::http::answer::{json_with, nothing};
use crate::http::dev::Dev;
use crate::http::login::Login;
use crate::http::oauth_error::OAuthError;
use crate::http::realm::{Realm, Served};

/// The app of a home for which none is named, and what it may ask for.
const APP: &str = "demo";
const SCOPES: &str = "read write";

/// What a home is to be.
struct Wanted {
    defaults: Defaults,
    dev: Dev,
    apps: Vec<Registration>,
    users: Vec<(UserId, UserChange)>,
}

/// Makes a home. Whoever has the token of the answer drives it, and nobody else.
pub(super) async fn make(
    driven: Driven,
    State(control): State<Control>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, OAuthError> {
    let members = Members::of_body(&headers, body).await?;
    control.homes.check_room().map_err(|full| unavailable(&full))?;
    let chance = |_| OAuthError::unavailable(1);
    let (id, key) = (random::<10>(&SystemEntropy).map_err(chance)?, random::<32>(&SystemEntropy).map_err(chance)?);
    let (id, key) = (id.map(letter).concat(), URL_SAFE_NO_PAD.encode(key));
    let main = driven.realm;
    let issuer = format!("{}{}", origin(main.served().issuer.as_str(), main.path()), path_of(&id));
    // Where browsers reach the server by another address, they reach the home there too.
    let browser_url =
        main.served().browser_url.as_deref().map(|base| origin(base, main.path()).to_owned() + &path_of(&id));
    let wanted = wanted(members, &issuer, &main, &control)?;
    let (workshop, usual) = (Arc::clone(&control.homes.workshop), main.served().clone());
    let (realm, apps) = main.apart(move |_| put_up(wanted, browser_url, &usual, &*workshop.home)).await?;
    let clock = realm.dev().map(told);
    control.homes.add(id, &key, realm).map_err(|full| unavailable(&full))?;
    let at = format!("{issuer}{PATH}");
    let answer = json!({"issuer": issuer, "token": key, "control": at, "clock": clock, "apps": apps});
    let mut response = json_with(StatusCode::CREATED, &answer);
    if let Ok(at) = HeaderValue::try_from(at) {
        response.headers_mut().insert(header::LOCATION, at);
    }
    Ok(response)
}

/// Ends a home.
pub(super) async fn end(driven: Driven, State(control): State<Control>) -> Response {
    if let Some(id) = driven.id {
        control.homes.end(&id);
    }
    let mut response = nothing();
    *response.status_mut() = StatusCode::NO_CONTENT;
    response
}

fn unavailable(why: &dyn std::fmt::Display) -> OAuthError {
    OAuthError { description: why.to_string(), ..OAuthError::unavailable(1) }
}

/// A letter or a digit.
fn letter(chance: u8) -> String {
    const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
    char::from(LETTERS[usize::from(chance) % LETTERS.len()]).to_string()
}

/// Where a server is, without the path of its issuer.
fn origin<'a>(address: &'a str, path: &str) -> &'a str {
    let address = address.trim_end_matches('/');
    address.strip_suffix(path).unwrap_or(address)
}

/// Reads what is wanted. What nobody says is as in the home that is served.
fn wanted(mut members: Members, issuer: &str, main: &Realm, control: &Control) -> Result<Wanted, OAuthError> {
    let now = Timestamp::from_epoch(SystemClock.since_epoch());
    let usual = main.authority().defaults();
    let at = members.time("at", now)?;
    let freeze = members.flag("freeze")?.unwrap_or(false);
    let audiences = members.several::<Audience>("audience")?;
    let issuer = Issuer::new(issuer).map_err(|why| OAuthError::invalid_request(why.to_string()))?;
    let defaults = Defaults {
        issuer,
        audiences: audiences.unwrap_or_else(|| usual.audiences.clone()),
        algorithm: members.parsed::<Algorithm>("algorithm")?.unwrap_or(Algorithm::ES256),
        access_ttl: members.parsed::<Ttl>("access_ttl")?.unwrap_or(usual.access_ttl),
        refresh_ttl: members.parsed::<Ttl>("refresh_ttl")?.unwrap_or(usual.refresh_ttl),
        development: true,
        trusted: Vec::new(),
        people: Arc::default(),
        ..usual.clone()
    };
    let standing = shaping(&mut members, &*control.homes.workshop.profile)?;
    let apps = members.read("apps", apps)?;
    let users = members.read("users", users)?;
    members.end()?;
    let clock = TurnedClock::over(Arc::new(SystemClock));
    if let Some(at) = at {
        clock.set(since_epoch(at));
    }
    clock.freeze(freeze);
    let dev = Dev::new(Arc::new(clock)).with_tokens(standing);
    let apps = match apps {
        Some(apps) => apps,
        None => vec![app(APP.to_owned(), Object::new())?],
    };
    Ok(Wanted { defaults, dev, apps, users: users.unwrap_or_default() })
}

/// Apps: an object of them by their names, or an array of objects and names.
fn apps(value: Value) -> Result<Vec<Registration>, String> {
    let named = match value {
        Value::Object(apps) => apps
            .into_iter()
            .map(|(name, app)| match app {
                Value::Object(app) => Ok((name, app)),
                _ => Err("has an app that is not an object".to_owned()),
            })
            .collect::<Result<Vec<_>, _>>()?,
        Value::Array(apps) => apps
            .into_iter()
            .map(|app| match app {
                Value::String(name) => Ok((name, Object::new())),
                Value::Object(mut app) => match app.remove("name") {
                    Some(Value::String(name)) => Ok((name, app)),
                    _ => Err("has an app without a name".to_owned()),
                },
                _ => Err("has an app that is neither an object nor a name".to_owned()),
            })
            .collect::<Result<Vec<_>, _>>()?,
        _ => return Err("is neither an object nor an array".to_owned()),
    };
    named
        .into_iter()
        .map(|(name, of)| app(name, of).map_err(|error| format!("cannot be taken: {}", error.description)))
        .collect()
}

/// An app, by the names of `app register` and of RFC 7591.
fn app(name: String, of: Object) -> Result<Registration, OAuthError> {
    let mut members = Members::of(of, format!("app {}", name.escape_debug()));
    let scopes = members.several::<Scopes>("scope")?;
    let audiences = members.several::<Audience>("audience")?.unwrap_or_default();
    let (access_ttl, refresh_ttl) = (members.parsed::<Ttl>("access_ttl")?, members.parsed::<Ttl>("refresh_ttl")?);
    let algorithm = members.parsed::<Algorithm>("algorithm")?;
    let token_format = members.read("token_format", |value| {
        let word = value.as_str().and_then(crate::core::TokenFormat::from_name);
        word.ok_or("is neither jwt nor opaque")
    })?;
    let mut public = members.flag("public")?.unwrap_or(false);
    let mut rest = members.rest();
    let method = rest.remove("token_endpoint_auth_method");
    match method.as_ref().and_then(Value::as_str) {
        Some("none") => public = true,
        // One word for both: an app may show its secret in either place.
        Some("client_secret_basic" | "client_secret_post") => {}
        _ => rest.extend(method.map(|method| ("token_endpoint_auth_method".to_owned(), method))),
    }
    let one = |(name, value): (&String, &Value)| {
        let alone = [(name.clone(), value.clone())].into_iter().collect();
        ClientMetadata::from_json(alone).is_none().then(|| name.clone())
    };
    if let Some(bad) = rest.iter().find_map(one) {
        return Err(members.wrong(&bad, &"means nothing for an app, or cannot be taken"));
    }
    let client = ClientMetadata::from_json(rest.into_iter().collect()).unwrap_or_default();
    let name = AppName::new(name).map_err(|why| OAuthError::invalid_request(format!("the name of an app {why}")))?;
    let client = client.settled(public, true).map_err(|why| OAuthError::invalid_request(why.to_string()))?;
    let scopes = match scopes {
        Some(scopes) => scopes.into_iter().collect(),
        None => SCOPES.parse().unwrap_or_default(),
    };
    let profile = AppProfile {
        scopes,
        audiences,
        access_ttl,
        refresh_ttl,
        token_format,
        algorithm,
        client,
        ..AppProfile::default()
    };
    Ok(Registration { name, profile, public })
}

/// Users by their names, each with the claims that their tokens have; or an array of names.
fn users(value: Value) -> Result<Vec<(UserId, UserChange)>, String> {
    let user = |name: String| UserId::new(name).map_err(|why| format!("has a name that cannot be taken: it {why}"));
    match value {
        Value::Object(users) => users
            .into_iter()
            .map(|(name, of)| {
                let Value::Object(of) = of else { return Err("has a user that is not an object".to_owned()) };
                let said = |error: OAuthError| format!("cannot be taken: {}", error.description);
                let mut members = Members::of(of, format!("user {}", name.escape_debug()));
                let set = members.claims("claims", |name, _| check_free(name)).map_err(said)?;
                members.end().map_err(said)?;
                Ok((user(name)?, UserChange { set, ..UserChange::default() }))
            })
            .collect(),
        Value::Array(names) => names
            .into_iter()
            .map(|name| match name {
                Value::String(name) => Ok((user(name)?, UserChange::default())),
                _ => Err("has a name that is not a text".to_owned()),
            })
            .collect(),
        _ => Err("is neither an object nor an array".to_owned()),
    }
}

/// Makes what is wanted, with a key of its own. What is told of its apps opens them.
fn put_up(
    wanted: Wanted,
    browser_url: Option<String>,
    usual: &Served,
    home: &dyn Fn(Defaults, Arc<dyn Clock>) -> Result<Authority, crate::authority::StoreError>,
) -> Result<(Realm, Value), Error> {
    let Wanted { defaults, dev, apps, users } = wanted;
    let issuer = defaults.issuer.clone();
    let authority = home(defaults, dev.shared_clock())?;
    let caller = Caller { who: Who::Anyone, from: AccessContext::default(), door: Door::Http, note: None };
    let key = GenerateRequest { algorithm: None, bits: None, kid: None, protection: NewKeyProtection::None };
    authority.ensure_key(&caller, &key)?;
    let mut told = Map::new();
    for registration in apps {
        let registered = authority.register_app(&caller, &registration)?;
        let mut app = json!({"client_id": registered.app.client_id});
        if let Some(secret) = &registered.secret {
            app["client_secret"] = json!(secret.reveal());
        }
        told.insert(registered.app.name.to_string(), app);
    }
    for (name, change) in users.iter().filter(|(_, change)| !change.set.is_empty()) {
        authority.set_user(&caller, name, change)?;
    }
    // How strictly apps are held to what they ask for is as in the home that is served.
    let served = Served {
        issuer,
        browser_url,
        is_dev: true,
        dev: Some(Arc::new(dev)),
        resources: Vec::new(),
        mcp: Vec::new(),
        login: Login::AnyName,
        actions: None,
        ..usual.clone()
    };
    Ok((Realm::throw_away(Arc::new(authority), served), told.into()))
}
