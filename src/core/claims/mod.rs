//! Claims: what may be asked for, and the one builder.

pub mod build;
mod held;
mod of_scope;
pub mod profile;
pub mod registered;
pub mod request;

pub use super::json::ClaimMap;
pub use super::shape::{self, Departure, Omittable, Ordinary, Shape, ShapeError, Typ};
pub use build::{AccessClaims, Issuance, access_claims, beyond_columns, bind_id, claims_of, id_claims};
pub use held::Held;
pub use of_scope::{CLAIMS_OF_SCOPES, OPENID, claims_of_user};
pub use request::{ClaimArg, ClaimArgError, ClaimsRequest, IdTokenRequest, Lifetime};
