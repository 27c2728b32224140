//! What is wished of a token: by flags, and in a batch by the members of a line over them.

use std::net::IpAddr;
use std::str::FromStr;

use serde_json::Value;

use super::binding_args::{certificate_member, key_member};
use super::issue_args::IssueArgs;
use super::like;
use super::model::Named;
use crate::authority::IssueRequest;
use crate::cli::context::Context;
use crate::cli::error::Error;
use crate::cli::slips::{self, Slip};
use crate::core::app::AppRef;
use crate::core::claims::profile::{Likeness, Model};
use crate::core::claims::request::{check_free, check_free_of_id};
use crate::core::claims::{ClaimMap, ClaimsRequest, Held, IdTokenRequest, Lifetime};
use crate::core::json::Object;
use crate::core::proof::Binding;
use crate::core::shape::{self, ShapeError, check_header};
use crate::core::{AccessContext, Audience, Omittable, Scopes, Shape, Subject, Timestamp, TokenFormat, UserId, When};

/// What is wished of a token.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag")]
pub struct Wish {
    /// When lines of a batch are read: their times may be told from now.
    now: Timestamp,
    app: Option<AppRef>,
    user: Option<UserId>,
    scopes: Option<Scopes>,
    audiences: Vec<Audience>,
    lifetime: Lifetime,
    not_before: Option<Timestamp>,
    claims: ClaimMap,
    with_refresh: bool,
    with_id_token: bool,
    nonce: Option<String>,
    consent: bool,
    bind_ip: bool,
    bind_user_agent: bool,
    bind_device: bool,
    context: AccessContext,
    format: Option<TokenFormat>,
    binding: Option<Binding>,
    id_claims: ClaimMap,
    shape: Shape,
    is_test_token: bool,
    model: Option<Model>,
}

/// What is asked of a token, whoever signs it.
#[derive(Debug)]
pub struct Asked {
    /// What departs from what a home would make.
    pub shape: Shape,
    /// Lifetime, claims and binding of the access token.
    pub claims: ClaimsRequest,
    /// What the ID token says, where there is one.
    pub id: Option<IdTokenRequest>,
}

/// Takes a member of a line into a wish, or says what is wrong with its value.
type Setter = fn(&mut Wish, &Value) -> Result<(), String>;

/// The members that a line of a batch can have: the names of the flags.
const MEMBERS: [(&str, Setter); 31] = [
    ("app", |wish, value| put(&mut wish.app, parsed(value).map(Some))),
    ("user", |wish, value| put(&mut wish.user, parsed(value).map(Some))),
    ("scope", |wish, value| put(&mut wish.scopes, several::<Scopes>(value).map(|all| Some(all.into_iter().collect())))),
    ("aud", |wish, value| put(&mut wish.audiences, several(value))),
    ("ttl", |wish, value| put(&mut wish.lifetime, number_or_text(value).map(Lifetime::For))),
    ("exp", |wish, value| put(&mut wish.lifetime, time(value, wish.now).map(Lifetime::Until))),
    ("nbf", |wish, value| put(&mut wish.not_before, time(value, wish.now).map(Some))),
    ("claims", |wish, value| claims(&mut wish.claims, value)),
    ("with_refresh", |wish, value| put(&mut wish.with_refresh, flag(value))),
    ("with_id_token", |wish, value| put(&mut wish.with_id_token, flag(value))),
    ("nonce", |wish, value| put(&mut wish.nonce, text(value).map(Some))),
    ("consent", |wish, value| put(&mut wish.consent, flag(value))),
    ("ip", |wish, value| put(&mut wish.context.ip, address(value).map(Some))),
    ("bind_ip", |wish, value| put(&mut wish.bind_ip, flag(value))),
    ("bind_user_agent", |wish, value| put(&mut wish.bind_user_agent, flag(value))),
    ("bind_device", |wish, value| put(&mut wish.bind_device, flag(value))),
    ("user_agent", |wish, value| put(&mut wish.context.user_agent, text(value).map(Some))),
    ("device", |wish, value| put(&mut wish.context.device, text(value).map(Some))),
    ("format", |wish, value| put(&mut wish.format, format(value).map(Some))),
    ("cnf_key", |wish, value| put(&mut wish.binding, key_member(value).map(Some))),
    ("cnf_cert", |wish, value| put(&mut wish.binding, certificate_member(value).map(Some))),
    ("id_claim", |wish, value| id_claims(&mut wish.id_claims, value)),
    ("typ", |wish, value| put(&mut wish.shape.typ, parsed(value).map(Some))),
    ("header", |wish, value| header(&mut wish.shape.header, value)),
    ("iss", |wish, value| put(&mut wish.shape.issuer, parsed(value).map(Some))),
    ("sub", |wish, value| put(&mut wish.shape.subject, shaped(value, shape::sub).map(Some))),
    ("jti", |wish, value| put(&mut wish.shape.jti, shaped(value, shape::jti).map(Some))),
    ("iat", |wish, value| put(&mut wish.shape.issued_at, time(value, wish.now).map(Some))),
    ("no_claim", |wish, value| put(&mut wish.shape.without, several(value).map(|all| all.into_iter().collect()))),
    ("alg", |wish, value| put(&mut wish.shape.algorithm, parsed(value).map(Some))),
    ("test_token", |wish, value| put(&mut wish.is_test_token, flag(value))),
];

impl Wish {
    /// As the flags say.
    pub fn of(
        args: &IssueArgs,
        claims: ClaimMap,
        id_claims: ClaimMap,
        shape: Shape,
        cx: &Context<'_>,
    ) -> Result<Self, Error> {
        let lifetime = match (args.ttl, cx.coming(args.exp)?) {
            (Some(ttl), _) => Lifetime::For(ttl),
            (None, Some(end)) => Lifetime::Until(end),
            (None, None) => Lifetime::Policy,
        };
        Ok(Self {
            // Flags are told from now where they are read.
            now: args.batch.as_ref().map_or(Timestamp(0), |_| cx.now()),
            app: args.app.clone(),
            user: args.user.clone(),
            scopes: (!args.scope.is_empty()).then(|| args.scope.iter().cloned().collect()),
            audiences: args.aud.clone(),
            lifetime,
            not_before: cx.coming(args.nbf)?,
            claims,
            with_refresh: args.with_refresh,
            with_id_token: args.with_id_token,
            nonce: args.nonce.clone(),
            consent: args.consent || args.dev,
            bind_ip: args.bind_ip,
            bind_user_agent: args.bind_user_agent,
            bind_device: args.bind_device,
            context: args.context.clone().into(),
            format: args.format,
            binding: None,
            id_claims,
            shape,
            is_test_token: args.shape.is_test_token(),
            model: None,
        })
    }

    /// The same, bound to this.
    #[must_use]
    pub fn bound(self, binding: Option<Binding>) -> Self {
        Self { binding, ..self }
    }

    /// The same on a model. User, app and scopes of a token that is one are its own, where nobody named others.
    pub fn modelled(
        mut self,
        named: &Named,
        app_of: impl FnOnce(&Likeness) -> Result<AppRef, Error>,
    ) -> Result<Self, Error> {
        if let Some(like) = &named.like {
            if self.app.is_none() {
                self.app = Some(app_of(like)?);
            }
            if self.user.is_none() && self.shape.subject.is_none() {
                self.user = like::user(like)?;
            }
        }
        self.model = named.model(self.scopes.is_some());
        if let Some(like) = &named.like {
            self.scopes = self.scopes.or_else(|| Some(like.scopes.clone().unwrap_or_default()));
        }
        Ok(self)
    }

    /// What in it is seldom meant so.
    pub fn slips(&self) -> Vec<Slip> {
        let scopes = self.scopes.iter().flat_map(slips::of_scopes);
        slips::of_audiences(&self.audiences).chain(scopes).chain(slips::of_claims(self.claims.iter())).collect()
    }

    /// The request, if it says enough.
    pub fn request(self) -> Result<IssueRequest, String> {
        let app = self.app.clone().ok_or("names no app, and neither does --app")?;
        self.check()?;
        let extra = self.extra()?;
        Ok(IssueRequest {
            app,
            subject: self.user.map_or(Subject::App, Subject::User),
            scopes: self.scopes,
            audiences: self.audiences,
            claims: ClaimsRequest {
                lifetime: self.lifetime,
                not_before: self.not_before,
                extra,
                bind_ip: self.context.ip.filter(|_| self.bind_ip),
            },
            context: self.context,
            with_refresh: self.with_refresh,
            id_token: self.with_id_token.then_some(IdTokenRequest { nonce: self.nonce, extra: self.id_claims }),
            consent: self.consent,
            format: self.format,
            shape: self.shape,
            model: self.model,
            is_test_token: self.is_test_token,
        })
    }

    /// What is asked of the token itself, where no home issues it.
    pub fn asked(self) -> Result<Asked, String> {
        self.check()?;
        let extra = self.extra()?;
        Ok(Asked {
            claims: ClaimsRequest {
                lifetime: self.lifetime,
                not_before: self.not_before,
                extra,
                bind_ip: self.context.ip.filter(|_| self.bind_ip),
            },
            id: self.with_id_token.then_some(IdTokenRequest { nonce: self.nonce, extra: self.id_claims }),
            shape: self.shape,
        })
    }

    fn check(&self) -> Result<(), String> {
        if self.nonce.is_some() && !self.with_id_token {
            return Err("has a nonce, which belongs to an ID token, without with_id_token".to_owned());
        }
        if !self.id_claims.is_empty() && !self.with_id_token {
            return Err("has an id_claim, which belongs to an ID token, without with_id_token".to_owned());
        }
        let said =
            [(Omittable::Audience, !self.audiences.is_empty()), (Omittable::NotBefore, self.not_before.is_some())];
        if let Some((claim, _)) = said.into_iter().find(|(claim, is)| *is && self.shape.without.contains(claim)) {
            return Err(format!("has a value for {claim}, and is to be without it"));
        }
        if self.bind_ip && self.context.ip.is_none() {
            return Err("has bind_ip without an ip".to_owned());
        }
        if self.bind_user_agent && self.context.user_agent.is_none() {
            return Err("has bind_user_agent without a user_agent".to_owned());
        }
        if self.bind_device && self.context.device.is_none() {
            return Err("has bind_device without a device".to_owned());
        }
        Ok(())
    }

    /// The claims, with what the token is bound to.
    fn extra(&self) -> Result<ClaimMap, String> {
        let mut extra = self.claims.clone();
        if let Some(binding) = &self.binding
            && extra.insert(Binding::CLAIM, binding.claim()).is_some()
        {
            return Err("has a claim `cnf`, and a key or certificate that sets it too".to_owned());
        }
        let AccessContext { user_agent, device, .. } = &self.context;
        let held = [
            (Held::UserAgent, user_agent.as_ref().filter(|_| self.bind_user_agent)),
            (Held::Device, device.as_ref().filter(|_| self.bind_device)),
        ];
        for (held, name) in held {
            if let Some(name) = name {
                extra.insert(held.claim(), Held::digest(name).into());
            }
        }
        Ok(extra)
    }

    /// The same wish with the members of a line over it, which was read now. A member that is null is as if it were not there.
    pub fn with(mut self, line: Object, now: Timestamp) -> Result<Self, String> {
        self.now = now;
        let is_given = |name: &str| line.get(name).is_some_and(|value| !value.is_null());
        if is_given("ttl") && is_given("exp") {
            return Err("has ttl and exp, of which one is enough".to_owned());
        }
        if is_given("cnf_key") && is_given("cnf_cert") {
            return Err("has cnf_key and cnf_cert, and a token is bound to one".to_owned());
        }
        for (name, value) in line {
            let Some((_, set)) = MEMBERS.iter().find(|(member, _)| *member == name) else { return Err(unknown(&name)) };
            if !value.is_null() {
                set(&mut self, &value).map_err(|why| format!("has a `{name}` that {why}"))?;
            }
        }
        Ok(self)
    }
}

fn put<T>(place: &mut T, value: Result<T, String>) -> Result<(), String> {
    *place = value?;
    Ok(())
}

fn unknown(name: &str) -> String {
    let members = MEMBERS.map(|(member, _)| member);
    let nearest = members.into_iter().max_by(|a, b| strsim::jaro(name, a).total_cmp(&strsim::jaro(name, b)));
    match nearest.filter(|nearest| strsim::jaro(name, nearest) > 0.7) {
        Some(nearest) => format!("has a member `{name}`, which means nothing; did you mean `{nearest}`?"),
        None => {
            format!("has a member `{name}`, which means nothing; the members are {}", members.join(", "))
        }
    }
}

fn string(value: &Value) -> Result<&str, String> {
    value.as_str().ok_or_else(|| "is not a string".to_owned())
}

fn text(value: &Value) -> Result<String, String> {
    string(value).map(str::to_owned)
}

fn flag(value: &Value) -> Result<bool, String> {
    value.as_bool().ok_or_else(|| "is neither true nor false".to_owned())
}

fn parsed<T: FromStr<Err: std::fmt::Display>>(value: &Value) -> Result<T, String> {
    string(value)?.parse().map_err(|error: T::Err| format!("cannot be taken: {error}"))
}

fn address(value: &Value) -> Result<IpAddr, String> {
    string(value)?.parse().map_err(|_| "is not an IP address".to_owned())
}

fn format(value: &Value) -> Result<TokenFormat, String> {
    TokenFormat::from_name(string(value)?).ok_or_else(|| "is neither jwt nor opaque".to_owned())
}

/// Takes claims over those that are there. A registered claim has a member of its own.
fn claims(all: &mut ClaimMap, value: &Value) -> Result<(), String> {
    let Value::Object(claims) = value else { return Err("is not an object".to_owned()) };
    for (name, value) in claims {
        check_free(name).map_err(|error| format!("cannot be taken: {error}"))?;
        all.insert(name.clone(), value.clone());
    }
    Ok(())
}

/// The same for claims of an ID token.
fn id_claims(all: &mut ClaimMap, value: &Value) -> Result<(), String> {
    let Value::Object(claims) = value else { return Err("is not an object".to_owned()) };
    for (name, value) in claims {
        check_free_of_id(name, value).map_err(|error| format!("cannot be taken: {error}"))?;
        all.insert(name.clone(), value.clone());
    }
    Ok(())
}

/// Takes header parameters over those that are there.
fn header(all: &mut ClaimMap, value: &Value) -> Result<(), String> {
    let Value::Object(parameters) = value else { return Err("is not an object".to_owned()) };
    for (name, value) in parameters {
        check_header(name, value).map_err(|error| format!("cannot be taken: {error}"))?;
        all.insert(name.clone(), value.clone());
    }
    Ok(())
}

/// A text of a shape.
fn shaped(value: &Value, take: fn(&str) -> Result<String, ShapeError>) -> Result<String, String> {
    take(string(value)?).map_err(|error| format!("cannot be taken: it {error}"))
}

/// A time as text, which may be told from now, or as epoch seconds.
fn time(value: &Value, now: Timestamp) -> Result<Timestamp, String> {
    number_or_text::<When>(value)?.at(now).map_err(|error| format!("cannot be taken: {error}"))
}

/// What is read of a text, and of a number as it is written.
fn number_or_text<T: FromStr<Err: std::fmt::Display>>(value: &Value) -> Result<T, String> {
    match value {
        Value::Number(number) => parsed(&number.to_string().into()),
        value => parsed(value),
    }
}

/// One text, or an array of them.
fn several<T: FromStr<Err: std::fmt::Display>>(value: &Value) -> Result<Vec<T>, String> {
    match value {
        Value::Array(values) => values.iter().map(parsed).collect(),
        one => Ok(vec![parsed(one)?]),
    }
}

#[cfg(test)]
mod tests {
    use clap::Args as _;

    use super::*;
    use crate::core::json::parse_object;

    fn none() -> Wish {
        Wish {
            now: Timestamp(1_767_225_600),
            app: Some("demo".parse().unwrap()),
            user: None,
            scopes: None,
            audiences: vec![],
            lifetime: Lifetime::Policy,
            not_before: None,
            claims: ClaimMap::new(),
            with_refresh: false,
            with_id_token: false,
            nonce: None,
            consent: false,
            bind_ip: false,
            bind_user_agent: false,
            bind_device: false,
            context: AccessContext::default(),
            format: None,
            binding: None,
            id_claims: ClaimMap::new(),
            shape: Shape::default(),
            is_test_token: false,
            model: None,
        }
    }

    fn line(json: &str) -> Result<IssueRequest, String> {
        none().with(parse_object(json.as_bytes()).unwrap(), Timestamp(1_767_225_600)).and_then(Wish::request)
    }

    #[test]
    fn every_member_says_what_its_flag_says() {
        let request = line(
            r#"{"app":"shop","user":"bob","scope":["a b","c"],"aud":"https://x","exp":1800000000,"nbf":"2026-01-01T00:00:00Z",
            "claims":{"role":"admin"},"with_refresh":true,"with_id_token":true,"nonce":"n","consent":true,"ip":"192.0.2.1",
            "bind_ip":true,"user_agent":"ua","device":"d","typ":"JWT","header":{"x5t":"a"},"iss":"https://i","sub":"s","jti":"j",
            "iat":5,"no_claim":["scope"],"alg":"ES256","test_token":true,"id_claim":{"acr":"1"}}"#,
        )
        .unwrap();
        assert_eq!(request.app.to_string(), "shop");
        assert_eq!(request.subject, Subject::User("bob".parse().unwrap()));
        assert_eq!(request.scopes.unwrap().to_string(), "a b c");
        assert_eq!(request.claims.lifetime, Lifetime::Until(Timestamp(1_800_000_000)));
        assert_eq!(request.claims.bind_ip, Some("192.0.2.1".parse().unwrap()));
        assert_eq!(request.context.device.as_deref(), Some("d"));
        assert!(request.with_refresh && request.consent && request.is_test_token);
        let id = request.id_token.unwrap();
        assert!(id.nonce.is_some() && id.extra["acr"] == "1");
        assert_eq!(
            request.shape.to_json().to_string(),
            r#"{"typ":"JWT","header":{"x5t":"a"},"iss":"https://i","sub":"s","jti":"j","iat":5,"without":["scope"],"alg":"ES256"}"#
        );
        assert_eq!(request.claims.extra["role"], "admin");
    }

    #[test]
    fn times_of_a_line_are_told_from_when_it_was_read() {
        let request = line(r#"{"exp":"+30m","nbf":"now-5m"}"#).unwrap();
        assert_eq!(request.claims.lifetime, Lifetime::Until(Timestamp(1_767_225_600 + 1_800)));
        assert_eq!(request.claims.not_before, Some(Timestamp(1_767_225_600 - 300)));
    }

    #[test]
    fn every_member_is_a_flag() {
        let command = IssueArgs::augment_args(clap::Command::new("issue"));
        let flags: Vec<_> = command.get_arguments().map(|flag| flag.get_id().as_str()).collect();
        for (member, _) in MEMBERS {
            assert!(flags.contains(&member), "{member}");
        }
    }

    #[test]
    fn what_makes_no_sense_is_named() {
        for (json, what) in [
            (r#"{"usr":"a"}"#, "did you mean `user`"),
            (r#"{"zzzz":1}"#, "the members are app, user"),
            (r#"{"user":1}"#, "a `user` that is not a string"),
            (r#"{"ttl":"soon"}"#, "not a duration"),
            (r#"{"ttl":3600}"#, "cannot be taken: is not a duration without a unit: give 3600s, which is 1h"),
            (r#"{"ttl":"3600"}"#, "without a unit"),
            (r#"{"exp":1767225600000}"#, "cannot be taken: is in milliseconds: as seconds it is 1767225600"),
            (r#"{"exp":1767225600.5}"#, "has a fraction"),
            (r#"{"exp":"1h"}"#, "give +1h for 1h from now, or -1h for 1h ago"),
            (r#"{"nbf":true}"#, "a `nbf` that is not a string"),
            (r#"{"nbf":"now-36500d"}"#, "outside the years"),
            (r#"{"ttl":"1h","exp":1}"#, "ttl and exp"),
            (r#"{"claims":{"sub":"x"}}"#, "registered claim"),
            (r#"{"claims":[]}"#, "not an object"),
            (r#"{"id_claim":{"acr":"x"}}"#, "without with_id_token"),
            (r#"{"id_claim":{"sub":"x"}}"#, "registered claim"),
            (r#"{"header":{"crit":["x"]}}"#, "`crit` changes what the token means"),
            (r#"{"header":{"jku":"x"}}"#, "`jku` brings a key along"),
            (r#"{"no_claim":"exp"}"#, "none that can be left out"),
            (r#"{"no_claim":["aud"],"aud":"x"}"#, "a value for aud, and is to be without it"),
            (r#"{"no_claim":["nbf"],"nbf":5}"#, "a value for nbf"),
            (r#"{"jti":""}"#, "it is empty"),
            (r#"{"sub":7}"#, "not a string"),
            (r#"{"nonce":"x"}"#, "without with_id_token"),
            (r#"{"bind_ip":true}"#, "without an ip"),
            (r#"{"with_refresh":"yes"}"#, "neither true nor false"),
        ] {
            let error = line(json).unwrap_err();
            assert!(error.contains(what), "{json}: {error}");
        }
        assert!(line(r#"{"user":null,"ttl":null,"exp":5}"#).is_ok());
    }
}
