//! What holds for which endpoint, whoever asks. An endpoint that is not here is shown to no page of another origin.

use super::endpoint::{
    actions, authorize, device, end_session, health, introspect, jwks, metadata, par, register, report, resource,
    revocations, revoke, token, userinfo,
};

/// Which pages in a browser may read the answers of an endpoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sharing {
    /// All pages: what it says is public, whoever asks.
    Everyone,
    /// Pages of the origins that are named.
    Named,
    /// None.
    Nobody,
}

/// What holds for an endpoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Rule {
    /// Its path, below that of the issuer.
    pub path: &'static str,
    /// Which pages may read its answers.
    pub sharing: Sharing,
    /// By which methods they ask.
    pub methods: &'static str,
    /// Whether requests are counted against the limits.
    pub counted: bool,
}

const fn read_by_everyone(path: &'static str) -> Rule {
    Rule { path, sharing: Sharing::Everyone, methods: "GET, HEAD", counted: false }
}

const fn asked_by_apps(path: &'static str) -> Rule {
    Rule { path, sharing: Sharing::Named, methods: "POST", counted: true }
}

const fn alone(path: &'static str) -> Rule {
    Rule { path, sharing: Sharing::Nobody, methods: "GET, HEAD", counted: false }
}

/// The rule of each endpoint.
pub(super) const RULES: [Rule; 16] = [
    read_by_everyone(metadata::OPENID),
    read_by_everyone(metadata::OAUTH),
    read_by_everyone(jwks::PATH),
    read_by_everyone(revocations::PATH),
    read_by_everyone(resource::PATH),
    asked_by_apps(token::PATH),
    asked_by_apps(par::PATH),
    asked_by_apps(device::PATH),
    asked_by_apps(introspect::PATH),
    asked_by_apps(revoke::PATH),
    alone(actions::PATH),
    Rule { methods: "GET, POST", ..asked_by_apps(userinfo::PATH) },
    asked_by_apps(register::PATH),
    alone(report::PATH),
    alone(health::ALIVE),
    alone(health::READY),
];

/// The paths of the endpoints of an issuer that apps ask, below it: those that have a rule, and those that people are sent to.
pub(super) fn of_issuer() -> impl Iterator<Item = &'static str> {
    const OF_OPERATORS: [&str; 3] = [health::ALIVE, health::READY, report::PATH];
    let ruled = RULES.iter().map(|rule| rule.path).filter(|path| !OF_OPERATORS.contains(path));
    ruled.chain([authorize::PATH, end_session::PATH])
}
