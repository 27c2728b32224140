//! Exchanging a token for one for another service (RFC 8693): who may, for whom, and what the new one says of who acts.

use serde_json::{Value, json};

use super::app::App;
use super::id::{AppName, Audience, ClientId};
use super::json::{ClaimMap, Object};
use super::proof::Binding;
use super::reason::Reason;
use super::scope::Scopes;

/// How many may have acted one behind another.
pub const MOST_ACTORS: usize = 8;

/// Which of two tokens is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// That of whom the new token speaks for.
    Subject,
    /// That of who acts.
    Actor,
}

impl std::fmt::Display for Side {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Subject => "subject_token",
            Self::Actor => "actor_token",
        })
    }
}

/// Why a token is not exchanged.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ExchangeFault {
    /// The app may exchange none.
    #[error("app {0} names no targets, so that it exchanges no tokens")]
    NoTargets(AppName),
    /// A public app shows nobody who it is.
    #[error("app {0} is public, so that anybody could exchange tokens in its name")]
    Public(AppName),
    /// The app names other targets.
    #[error("app {app} has no target {target}")]
    NoTarget {
        /// The app.
        app: AppName,
        /// What was asked for in vain.
        target: Audience,
    },
    /// There are several, and none was named.
    #[error("app {0} has several targets, and the request names none")]
    WhichTarget(AppName),
    /// A token is not good.
    #[error("the {0} is not good: {reason}", reason = .1.code())]
    NotGood(Side, Reason),
    /// A token is no access token that this ledger keeps.
    #[error("the {0} is in no row of the ledger")]
    Unknown(Side),
    /// A token was issued to another app, and is for others than the one that shows it.
    #[error("the {side} was issued to another app, and app {app} is not whom it is for")]
    NotForApp {
        /// Which.
        side: Side,
        /// Who showed it.
        app: AppName,
    },
    /// Another app acts for itself with it.
    #[error("the subject_token is of an app that acts for itself, and is exchanged by that app alone")]
    OfAnApp,
    /// A token is bound to a key, and whoever shows it did not prove to have it.
    #[error("the {0} is bound to a key, and the request does not prove that key")]
    NotProven(Side),
    /// A token is bound, and the new one would not be.
    #[error("the {0} is bound to a key, so that the new token must be too: the request proves none")]
    Unbound(Side),
    /// The subject lets others act.
    #[error("the subject_token says who may act for it (may_act), and this is somebody else")]
    MayNotAct,
    /// Too many acted already.
    #[error("{MOST_ACTORS} have acted already, one behind another")]
    TooManyActors,
    /// More is asked for than the subject's token covers.
    #[error("the subject_token does not cover the scope {missing}; it covers: {covered}")]
    ScopeGrows {
        /// What was asked for in vain.
        missing: Scopes,
        /// What could be asked for.
        covered: Scopes,
    },
}

/// A token that is shown to be exchanged, which was judged and is good.
#[derive(Debug, Clone, Copy)]
pub struct Shown<'a> {
    /// Which it is.
    pub side: Side,
    /// The app that it was issued to.
    pub client_id: &'a ClientId,
    /// Whom it is for.
    pub audiences: &'a [Audience],
    /// What it says.
    pub claims: &'a ClaimMap,
}

/// Whether an app may exchange at all.
pub fn may_exchange(app: &App) -> Result<(), ExchangeFault> {
    match app {
        app if app.public => Err(ExchangeFault::Public(app.name.clone())),
        app if app.profile.client.targets.is_empty() => Err(ExchangeFault::NoTargets(app.name.clone())),
        _ => Ok(()),
    }
}

/// For whom the new token is: what is asked for, which must be among the app's targets; or the only one.
pub fn targets(app: &App, asked: &[Audience]) -> Result<Vec<Audience>, ExchangeFault> {
    may_exchange(app)?;
    let targets = &app.profile.client.targets;
    if let Some(target) = asked.iter().find(|target| !targets.contains(target)) {
        return Err(ExchangeFault::NoTarget { app: app.name.clone(), target: target.clone() });
    }
    match (asked, targets.as_slice()) {
        ([], [only]) => Ok(vec![only.clone()]),
        ([], _) => Err(ExchangeFault::WhichTarget(app.name.clone())),
        (asked, _) => {
            let mut named: Vec<Audience> = Vec::with_capacity(asked.len());
            for target in asked {
                if !named.contains(target) {
                    named.push(target.clone());
                }
            }
            Ok(named)
        }
    }
}

impl Shown<'_> {
    /// Whether this app may show it: the one that it was issued to, or one that it is for, which had it from that one.
    ///
    /// A token that is bound to a key is no good without it. The app that it was issued to proves that very key; another, which
    /// cannot have it, proves one of its own, that the new token is bound to.
    pub fn may_be_shown_by(&self, app: &App, proven: Option<&str>) -> Result<(), ExchangeFault> {
        let Self { side, client_id, audiences, claims } = *self;
        let is_own = *client_id == app.client_id;
        let is_it = |audience: &Audience| {
            audience.as_str() == app.client_id.as_str() || app.profile.client.resources.contains(audience)
        };
        if !is_own && !audiences.iter().any(is_it) {
            return Err(ExchangeFault::NotForApp { side, app: app.name.clone() });
        }
        match (claims.get(Binding::CLAIM), proven) {
            (None, _) => Ok(()),
            (Some(_), None) => Err(ExchangeFault::Unbound(side)),
            (Some(cnf), Some(proven)) if is_own && cnf.get(Binding::KEY) != Some(&json!(proven)) => {
                Err(ExchangeFault::NotProven(side))
            }
            (Some(_), Some(_)) => Ok(()),
        }
    }
}

/// The claim `act` of the new token (RFC 8693, 4.1): who acts now, and within it who acted before. That is whom the actor's token
/// speaks for; without one it is the app itself.
pub fn acting(app: &App, subject: &ClaimMap, actor: Option<&ClaimMap>) -> Result<Value, ExchangeFault> {
    let mut act = Object::new();
    match actor {
        None => drop(act.insert("sub".to_owned(), json!(app.client_id))),
        Some(actor) => {
            for name in ["sub", "client_id"] {
                if let Some(value) = actor.get(name) {
                    act.insert(name.to_owned(), value.clone());
                }
            }
        }
    }
    if let Some(allowed) = subject.get("may_act") {
        let issuer = subject.get("iss");
        let is = |(name, value): (&String, &Value)| match name.as_str() {
            "iss" => issuer == Some(value),
            name => act.get(name) == Some(value),
        };
        if !allowed.as_object().is_some_and(|allowed| allowed.contains_key("sub") && allowed.iter().all(is)) {
            return Err(ExchangeFault::MayNotAct);
        }
    }
    if let Some(before) = subject.get("act") {
        let chain = std::iter::successors(Some(before), |act| act.get("act"));
        if chain.count() >= MOST_ACTORS {
            return Err(ExchangeFault::TooManyActors);
        }
        act.insert("act".to_owned(), before.clone());
    }
    Ok(Value::Object(act))
}

/// What the new token says of how the user signed in: what the subject's token said.
pub fn carried(subject: &ClaimMap) -> impl Iterator<Item = (&'static str, Value)> + '_ {
    ["auth_time", "acr", "amr"].into_iter().filter_map(|name| Some((name, subject.get(name)?.clone())))
}

/// Refuses scopes that the subject's token does not cover.
pub fn covered(subject: &Scopes, scopes: &Scopes) -> Result<(), ExchangeFault> {
    let missing = subject.missing(scopes);
    if missing.is_empty() { Ok(()) } else { Err(ExchangeFault::ScopeGrows { missing, covered: subject.clone() }) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::app::AppProfile;
    use crate::core::client::ClientMetadata;
    use crate::core::time::Timestamp;

    const API: &str = "https://api.test";

    fn audience(name: &str) -> Audience {
        Audience::new(name).unwrap()
    }

    fn app(targets: &[&str]) -> App {
        let targets = targets.iter().map(|name| audience(name)).collect();
        let client = ClientMetadata { targets, resources: vec![audience(API)], ..ClientMetadata::default() };
        let profile = AppProfile { client, ..AppProfile::default() };
        App::register(ClientId::from_random([1; 16]), AppName::new("orders").unwrap(), profile, false, Timestamp(0))
    }

    fn claims(json: Value) -> ClaimMap {
        match json {
            Value::Object(members) => members.into_iter().collect(),
            _ => panic!("no claims"),
        }
    }

    #[test]
    fn a_target_is_one_of_the_app_and_the_only_one_need_not_be_named() {
        let (one, two) = (app(&["a"]), app(&["a", "b"]));
        assert_eq!(targets(&one, &[]), Ok(vec![audience("a")]));
        assert_eq!(targets(&two, &[]), Err(ExchangeFault::WhichTarget(two.name.clone())));
        let asked = ["b", "a", "b"].map(audience);
        assert_eq!(targets(&two, &asked), Ok(vec![audience("b"), audience("a")]));
        let stranger = ExchangeFault::NoTarget { app: one.name.clone(), target: audience("b") };
        assert_eq!(targets(&one, &asked), Err(stranger));
        let none = app(&[]);
        assert_eq!(targets(&none, &[audience("a")]), Err(ExchangeFault::NoTargets(none.name.clone())));
        assert_eq!(may_exchange(&App { public: true, ..one.clone() }), Err(ExchangeFault::Public(one.name.clone())));
    }

    #[test]
    fn an_app_shows_its_own_tokens_and_those_that_are_for_it() {
        let (app, other, plain) = (app(&["a"]), ClientId::from_random([2; 16]), claims(json!({})));
        let shown = |client_id, audiences: &[Audience]| {
            Shown { side: Side::Subject, client_id, audiences, claims: &plain }.may_be_shown_by(&app, None)
        };
        assert_eq!(shown(&app.client_id, &[]), Ok(()));
        assert_eq!(shown(&other, &[audience("x"), audience(API)]), Ok(()));
        assert_eq!(shown(&other, &[audience(app.client_id.as_str())]), Ok(()));
        let refused = Err(ExchangeFault::NotForApp { side: Side::Subject, app: app.name.clone() });
        assert_eq!(shown(&other, &[audience("x")]), refused);
        assert_eq!(shown(&other, &[]), refused);
    }

    #[test]
    fn a_bound_token_gives_bound_tokens_alone_and_its_own_app_proves_its_key() {
        let (app, other, api) = (app(&["a"]), ClientId::from_random([2; 16]), [audience(API)]);
        let shown = |client_id, cnf: Value, proven| {
            let claims = claims(json!({"cnf": cnf}));
            Shown { side: Side::Subject, client_id, audiences: &api, claims: &claims }.may_be_shown_by(&app, proven)
        };
        let (key, certificate) = (json!({"jkt": "k"}), json!({"x5t#S256": "c"}));
        assert_eq!(shown(&app.client_id, key.clone(), Some("k")), Ok(()));
        assert_eq!(shown(&app.client_id, key.clone(), Some("l")), Err(ExchangeFault::NotProven(Side::Subject)));
        assert_eq!(shown(&app.client_id, certificate.clone(), Some("k")), Err(ExchangeFault::NotProven(Side::Subject)));
        assert_eq!(shown(&other, key.clone(), Some("l")), Ok(()));
        for (client_id, cnf) in [(&app.client_id, key.clone()), (&other, key), (&other, certificate)] {
            assert_eq!(shown(client_id, cnf, None), Err(ExchangeFault::Unbound(Side::Subject)));
        }
    }

    #[test]
    fn who_acts_comes_first_and_who_acted_before_within() {
        let app = app(&["a"]);
        let me = json!(app.client_id);
        let acting = |subject: Value, actor: Option<Value>| acting(&app, &claims(subject), actor.map(claims).as_ref());
        assert_eq!(acting(json!({"sub": "alice"}), None), Ok(json!({"sub": me})));
        let before = json!({"sub": "front", "act": {"sub": "edge"}});
        assert_eq!(acting(json!({"act": before}), None), Ok(json!({"sub": me, "act": before})));
        let bob = json!({"sub": "bob", "client_id": "desk", "scope": "read"});
        assert_eq!(acting(json!({}), Some(bob)), Ok(json!({"sub": "bob", "client_id": "desk"})));
        let mut long = json!({"sub": "first"});
        for _ in 1..MOST_ACTORS {
            long = json!({"sub": "next", "act": long});
        }
        assert_eq!(acting(json!({"act": long}), None), Err(ExchangeFault::TooManyActors));
    }

    #[test]
    fn whom_the_subject_lets_act_is_asked() {
        let app = app(&["a"]);
        let acts = |may_act: Value| acting(&app, &claims(json!({"iss": "i", "may_act": may_act})), None);
        assert!(acts(json!({"sub": app.client_id})).is_ok() && acts(json!({"sub": app.client_id, "iss": "i"})).is_ok());
        for other in [json!({"sub": "other"}), json!({}), json!(true), json!({"sub": app.client_id, "iss": "j"})] {
            assert_eq!(acts(other), Err(ExchangeFault::MayNotAct));
        }
    }
}
