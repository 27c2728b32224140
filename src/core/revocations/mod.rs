//! The revocation snapshot: what a home has revoked, as a signed document for verifiers that have no ledger.
//!
//! It is a JWT of the type `revocations+jwt`. Its claims are `iss`, `iat`, `exp`, `jti` (its own id), and five lists that are
//! all there, also where they are empty:
//!
//! - `jtis`: tokens that were revoked, or whose grant was, and that have not expired yet;
//! - `families`: families of refresh tokens that were ended, for services that keep refresh tokens;
//! - `apps`: the `client_id` of every app that is blocked;
//! - `users`: `{"sub", "client_id", "before"}`: what was issued for a user before that second is revoked, for the app named, or
//!   for all apps where none is. It is there for what is said of a user as a whole; `jtis` has those tokens too;
//! - `keys`: the kid of every key that was revoked, and its RFC 7638 thumbprint where the kid is another.
//!
//! Tokens of a key that was revoked are in no list of their own: the key says it of all of them.

mod claims;
mod fault;
mod limits;
mod snapshot;

pub use claims::{Revocations, SnapshotClaims, UserCut};
pub use fault::{ClaimsFault, KeyFault, NamedKid, SnapshotFault};
pub use limits::{MAX_LISTED, MAX_SNAPSHOT_BYTES, MAX_SNAPSHOT_TTL, SNAPSHOT_TTL, SNAPSHOT_TYP};
pub use snapshot::{RevocationSnapshot, SnapshotRules};
