//! The HTTP door: a request → the authority → the same value that the command line renders.
//!
//! Handlers parse, call one function of the authority, and render. Whatever changes the ledger goes through the one
//! `writer`, because those who meet there share a commit.

mod accept;
mod actions;
mod answer;
mod asking;
mod body;
mod browser;
mod client_auth;
mod client_documents;
mod connection;
mod cors;
mod drill;
mod endpoint;
mod error_page;
mod form;
mod forwarded;
mod gate;
mod guard;
mod kept;
mod limits;
mod log;
mod login;
mod metrics;
mod noted;
mod oauth_error;
mod observe;
mod openapi;
mod origin;
mod own_authority;
mod page;
mod places;
mod query;
mod realm;
mod reload;
mod request_id;
mod router;
mod rules;
mod server;
mod sign_in;
mod state;
mod tls;
mod writer;

pub use crate::host::sockets::Bound;
pub use actions::Actions;
pub use drill::{Drill, DrillError, Stand, Step, TokenForm};
pub use forwarded::{NoNetwork, Proxies, Proxy};
pub use guard::{HostName, HostNameError, Hosts};
pub use limits::{Limit, Limits, NoRate, Rate};
pub use log::{LogForm, Sink};
pub use login::{HeaderName, Login};
pub use metrics::Metrics;
pub use openapi::openapi;
pub use origin::{Origin, OriginError};
pub use own_authority::{OwnAuthority, OwnFault, fingerprint, names};
pub use realm::{Realm, Served, is_servable, path_of};
pub use reload::Source;
pub use server::{Serving, serve};
pub use state::{Guard, Options, Server, State};
pub use tls::{Shown, Tls, TlsFault};
