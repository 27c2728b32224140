//! Claims: what may be asked for, the one builder, and the strict JSON that strangers' claims are read with.

pub mod build;
pub mod json;
pub mod map;
pub mod registered;
pub mod request;

pub use build::{AccessClaims, Issuance, access_claims, beyond_columns, bind_id, claims_of, id_claims};
pub use json::JsonError;
pub use map::ClaimMap;
pub use request::{ClaimArg, ClaimArgError, ClaimsRequest, IdTokenRequest, Lifetime};
