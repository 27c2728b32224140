//! Who is told something: the home that is served, or a throw-away one.

use std::sync::Arc;

use crate::http::homes::Homes;
use crate::http::realm::Realm;
use crate::http::state::State;

/// Below which path of its issuer a home is told something.
pub(super) const PATH: &str = "/_mintage";

/// The path of a throw-away home, as the router has it.
pub(in crate::http) const THROW_AWAY: &str = "/t/{home}";

/// The homes that can be told something.
#[derive(Clone)]
pub(in crate::http) struct Control {
    /// The home that is served.
    pub main: State,
    /// The throw-away ones.
    pub homes: Arc<Homes>,
}

/// What a request of control is about, once it is shown that whoever asks may drive it.
pub(super) struct Driven {
    /// The home.
    pub realm: Arc<Realm>,
    /// The id of a throw-away one.
    pub id: Option<String>,
}

/// The path of the throw-away home of an id.
pub(super) fn path_of(id: &str) -> String {
    THROW_AWAY.replace("{home}", id)
}
