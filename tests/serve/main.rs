//! The server, as those who call it see it: the real program, asked over the network of this machine.
#![allow(
    clippy::similar_names,
    clippy::unused_self,
    reason = "a server, and what is served; worlds are asked as one asks a person"
)]
#![allow(clippy::disallowed_methods, reason = "tests look at the machine themselves")]
#![cfg(feature = "serve")]

#[path = "../support/mod.rs"]
mod support;

#[path = "../support/server.rs"]
mod server;

mod actions;
mod assertions;
mod authorize;
mod bad_input;
mod budgets;
mod client_auth;
mod client_documents;
mod connections;
mod control;
mod cors;
mod dev;
mod device;
mod dpop;
mod drill;
mod ending;
mod errors;
mod exchange;
mod fapi;
mod faults;
mod front;
mod hosts;
mod introspect;
mod issuers;
mod keys;
mod limits;
mod listening;
mod log;
mod logins;
mod mcp;
mod metadata;
mod metrics;
mod packaging;
mod pages;
mod ready;
mod refresh;
mod refused;
mod register;
mod reload;
mod report;
mod resources;
mod revocations;
mod revoke;
mod risk;
mod signer;
mod tls;
mod tokens;
mod userinfo;
mod users;
mod uses;
