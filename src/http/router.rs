//! Which address leads where.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get, post};
use tokio::time::interval;

use super::control::{self, Control};
use super::endpoint::{
    actions, authorize, device, end_session, health, introspect, jwks, metadata, par, register, report, resource,
    revocations, revoke, start, token, userinfo,
};
use super::gate::{Gate, pass};
use super::homes::Homes;
use super::oauth_error::OAuthError;
use super::observe::observe;
use super::page;
use super::realm::Served;
use super::rules::{RULES, Rule};
use super::state::{Server, State};

/// How often it is looked which throw-away homes nobody uses.
const SWEEP: Duration = Duration::from_mins(1);

/// A path of the server, that of the rule which holds there, and what answers.
struct Route {
    path: String,
    rule: &'static str,
    answers: MethodRouter<State>,
}

/// Everything that is served: each issuer below the path of its own address.
pub(super) fn router(server: &Arc<Server>, issuers: &[State]) -> Router {
    let (mut all, mut rules) = (Router::new(), HashMap::new());
    let mut rule_at = |path: &str, rule: &str| rules.extend(rule_of(rule).map(|rule| (path.to_owned(), rule)));
    for issuer in issuers {
        let mut router = Router::new();
        let realm = issuer.realm();
        for route in of_issuer(realm.path(), realm.served()) {
            rule_at(&route.path, route.rule);
            router = router.route(&route.path, route.answers);
        }
        for (path, answers) in pages_of_issuer(realm.path(), &others(issuers, issuer)) {
            router = router.route(&path, answers);
        }
        all = all.merge(router.with_state(issuer.clone()));
    }
    // Whoever asks for nothing but the server is shown its first issuer, wherever that is.
    if let Some(first) = issuers.first().filter(|_| issuers.iter().all(|issuer| !issuer.realm().path().is_empty())) {
        let others = others(issuers, first);
        let start = get(async move |asking| start::answer(asking, &others).await);
        all = all.merge(Router::new().route("/", start).with_state(first.clone()));
    }
    let control = control_of(server, issuers);
    if let Some(control) = &control {
        // One set of paths for all of them: whose a request is, is found by its path (`around`).
        let mut router = Router::new();
        let like_main =
            Served { resources: Vec::new(), mcp: Vec::new(), actions: None, ..control.main.realm().served().clone() };
        for route in of_issuer(control::THROW_AWAY, &like_main) {
            rule_at(&route.path, route.rule);
            router = router.route(&route.path, route.answers);
        }
        for (path, answers) in pages_of_issuer(control::THROW_AWAY, &Arc::default()) {
            router = router.route(&path, answers);
        }
        all = all.merge(router.with_state(control.main.clone())).merge(control::router(control));
    }
    for path in [health::ALIVE, health::READY] {
        rule_at(path, path);
    }
    let ready = issuers.to_vec();
    let all = all
        .route(health::ALIVE, get(health::alive))
        .route(health::READY, get(async move || health::ready(&ready)))
        .fallback(nowhere)
        .method_not_allowed_fallback(not_so);
    let all = match control {
        Some(control) => all.layer(from_fn_with_state(control, control::around)),
        None => all,
    };
    all.layer(from_fn_with_state(Gate::new(server, issuers, rules), pass))
        .layer(from_fn_with_state(Arc::clone(server), observe))
}

/// What tests of a developer drive; nothing where the server serves others too.
fn control_of(server: &Server, issuers: &[State]) -> Option<Control> {
    let (workshop, main) = (server.options.workshop.clone()?, issuers.first()?.clone());
    let homes = Homes::new(workshop);
    let (weak, mut tick) = (Arc::downgrade(&homes), interval(SWEEP));
    tokio::spawn(async move {
        loop {
            tick.tick().await;
            let Some(homes) = weak.upgrade() else { return };
            homes.end_unused();
        }
    });
    Some(Control { main, homes })
}

fn rule_of(path: &str) -> Option<Rule> {
    RULES.into_iter().find(|rule| rule.path == path)
}

/// The endpoints of an issuer, and where its metadata is found: below its path as OpenID Connect has it, and before its path
/// as RFC 8414 (3.1) has it; that of resources beside them.
fn of_issuer(path: &str, served: &Served) -> Vec<Route> {
    let below = |rule: &'static str, answers| Route { path: format!("{path}{rule}"), rule, answers };
    let before = |rule: &'static str, answers| Route { path: format!("{rule}{path}"), rule, answers };
    let metadata = || get(metadata::answer);
    let mut routes = vec![
        below(metadata::OPENID, metadata()),
        below(metadata::OAUTH, metadata()),
        below(jwks::PATH, get(jwks::answer)),
        below(revocations::PATH, get(revocations::answer)),
        below(token::PATH, post(token::answer)),
        below(par::PATH, post(par::answer)),
        below(introspect::PATH, post(introspect::answer)),
        below(revoke::PATH, post(revoke::answer)),
        below(device::PATH, post(device::ask).get(device::get)),
        below(userinfo::PATH, get(userinfo::answer).post(userinfo::answer)),
        below(register::PATH, post(register::answer)),
        below(report::PATH, get(report::answer)),
    ];
    if !path.is_empty() {
        routes.extend([before(metadata::OPENID, metadata()), before(metadata::OAUTH, metadata())]);
    }
    let of_resource =
        |resource| Route { path: resource::place(resource), rule: resource::PATH, answers: get(resource::answer) };
    routes.extend(served.resources.iter().map(of_resource));
    if served.actions.is_some() {
        routes.push(below(actions::PATH, get(actions::answer)));
    }
    routes
}

/// What people look at. No rule is needed: no page of another origin reads it, and nobody asks for it so often that it counts.
fn pages_of_issuer(path: &str, others: &Arc<[String]>) -> Vec<(String, MethodRouter<State>)> {
    let start = || {
        let others = Arc::clone(others);
        get(async move |asking| start::answer(asking, &others).await)
    };
    let mut pages = vec![
        (format!("{path}{}", authorize::PATH), get(authorize::get).post(authorize::post)),
        (format!("{path}{}", authorize::LOG_IN), post(authorize::log_in)),
        (format!("{path}{}", authorize::DECIDE), post(authorize::decide)),
        (format!("{path}{}", device::VERIFY), get(device::get).post(device::type_code)),
        (format!("{path}{}", device::LOG_IN), post(device::log_in)),
        (format!("{path}{}", device::DECIDE), post(device::decide)),
        (format!("{path}{}", end_session::PATH), get(end_session::get).post(end_session::post)),
        (format!("{path}{}", end_session::DECIDE), post(end_session::decide)),
        (format!("{path}/"), start()),
        (format!("{path}{}", *page::STYLE), get(page::style)),
        (format!("{path}{}", *page::ICON), get(page::icon)),
    ];
    if !path.is_empty() {
        pages.push((path.to_owned(), start()));
    }
    pages
}

/// The addresses of the further issuers, beside one.
fn others(issuers: &[State], but: &State) -> Arc<[String]> {
    let name = |issuer: &State| issuer.realm().served().issuer.to_string();
    let own = name(but);
    issuers.iter().map(name).filter(|name| *name != own).collect()
}

async fn nowhere() -> Response {
    OAuthError::nowhere().into_response()
}

async fn not_so() -> Response {
    OAuthError::not_so().into_response()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::claims::ClaimMap;
    use crate::core::{Algorithm, Audience, ClientId, Issuer, SecretText};
    use crate::http::{Actions, Login};

    #[test]
    fn every_path_has_a_rule_and_every_rule_a_path() {
        let served = Served {
            issuer: Issuer::new("http://127.0.0.1:8080").unwrap(),
            browser_url: None,
            is_dev: true,
            dev: None,
            resources: vec![Audience::new("https://api.example/v1").unwrap()],
            login: Login::Nobody,
            actions: Some(Arc::new(Actions {
                app: ClientId::from_random([0; 16]),
                profile: Arc::default(),
                claims: ClaimMap::new(),
                algorithm: Algorithm::RS256,
                bearer: SecretText::new("shown".to_owned()),
            })),
            mcp: Vec::new(),
            security: crate::core::security::SecurityProfile::default(),
        };
        let routes: Vec<_> =
            ["", "/t/1"].into_iter().flat_map(|path| of_issuer(path, &served)).map(|route| route.rule).collect();
        let all: Vec<_> = routes.into_iter().chain([health::ALIVE, health::READY]).collect();
        assert!(all.iter().all(|path| rule_of(path).is_some()), "{all:?}");
        assert!(RULES.iter().all(|rule| all.contains(&rule.path)), "{all:?}");
        // A page without a rule is one that people are sent to, or that a browser loads with it: what programs ask is above.
        let pages = pages_of_issuer("", &Arc::default()).into_iter().map(|(path, _)| path);
        let to_people = ["/authorize", "/device/", "/end_session", "/style-", "/icon-", "/"];
        for page in pages {
            let is_known = to_people.iter().any(|start| page == *start || (page.starts_with(start) && *start != "/"));
            assert!(is_known && rule_of(&page).is_none(), "{page}");
        }
    }
}
