//! One file for each endpoint.

pub(super) mod actions;
pub(super) mod authorize;
pub(super) mod device;
pub(super) mod end_session;
pub(super) mod health;
pub(super) mod introspect;
pub(super) mod jwks;
pub(super) mod metadata;
pub(super) mod metrics;
pub(super) mod par;
pub(super) mod register;
pub(super) mod report;
pub(super) mod resource;
pub(super) mod revocations;
pub(super) mod revoke;
pub(super) mod start;
pub(super) mod token;
pub(super) mod userinfo;
