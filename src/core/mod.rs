//! The pure heart: what an app, a key, a grant and a token may be, and who may change it to what.
//!
//! The rule: nothing in here reads a clock, draws a random number or touches a file. Time and ids come in
//! as arguments, so every decision can be tested and repeated. Everything that a command decides is
//! decided here; `authority` only fetches, asks and stores.
//!
//! Inside this crate write `crate::core` for this module and `std` for the language's own `core`.

pub mod access;
pub mod actor;
pub mod algorithm;
pub mod app;
pub mod assertion;
pub mod audit;
pub mod authorization;
pub mod breakdown;
pub mod budget;
pub mod caller;
pub mod claims;
pub mod client;
pub mod device;
pub mod drill;
pub mod exchange;
pub mod family;
pub mod forge;
pub mod grant;
pub mod id;
pub mod id_name;
pub mod jose;
pub mod json;
pub mod key;
pub mod key_name;
pub mod local;
pub mod mark;
pub mod near;
pub mod person;
pub mod picture;
pub mod plan;
pub mod policy;
pub mod proof;
pub mod reason;
pub mod redirect;
pub mod refusal;
pub mod registration;
pub mod revocation;
pub mod revocations;
pub mod risk;
pub mod rotation;
pub mod scope;
pub mod secret;
pub mod security;
pub mod selector;
pub mod shape;
pub mod shell;
pub mod ticket;
pub mod time;
pub mod token;
pub mod token_fault;
pub mod trusted_issuer;
pub mod user;
pub mod verify;
pub mod when;

pub use actor::{Actor, Claim, Operator};
pub use algorithm::{Algorithm, AlgorithmFamily};
pub use app::{App, AppProfile, AppSecret, AppState};
pub use breakdown::{Breakdown, Tally};
pub use caller::{Caller, Door, Who};
pub use client::{AuthMethod, ClientFault, ClientMetadata, GrantType};
pub use family::Family;
pub use grant::{Grant, GrantCount, GrantFilter, GrantState};
pub use id::{
    Account, AppName, Audience, Claimed, ClientId, FamilyId, GrantId, HomeId, HostName, Issuer, Jti, Kid, Note, RunId,
    UserId,
};
pub use id_name::{IdName, IdNameFault, IdStart};
pub use key::{KeyRecord, KeyState, KeyUsage, PrivateHalf, SecretMark};
pub use key_name::{KeyName, KeyNameFault, KeyWord};
pub use mark::{LedgerDoubt, Mark, Remembered};
pub use person::{Directory, Person};
pub use plan::{Mode, Planned};
pub use refusal::Refusal;
pub use revocation::{Cause, Denial, Revocation};
pub use scope::Scopes;
pub use secret::{OpaqueKind, OpaqueText, SecretText, TokenDigest};
pub use selector::{RevocationCount, Selector};
pub use shape::{Departure, Omittable, Shape, Typ};
pub use time::{Timestamp, Ttl};
pub use token::{AccessContext, Standing, Subject, TokenFormat, TokenKind, TokenRecord, TokenState};
pub use token_fault::TokenFault;
pub use trusted_issuer::TrustedIssuer;
pub use user::{User, UserBlock, UserChange, UserState};
pub use when::{When, WhenError};
