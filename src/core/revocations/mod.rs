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

mod fault;
mod snapshot;

pub use fault::SnapshotFault;
pub use snapshot::{RevocationSnapshot, SnapshotRules};

use serde::Serialize;

use super::id::{ClientId, FamilyId, Issuer, Jti, Kid, UserId};
use super::time::{Timestamp, Ttl};

/// The `typ` of a snapshot. No verifier takes it for a token.
pub const SNAPSHOT_TYP: &str = "revocations+jwt";
/// The longest text of a snapshot, in bytes: more than a million tokens.
pub const MAX_SNAPSHOT_BYTES: usize = 64 * 1024 * 1024;
/// More entries of one list than fit into the longest snapshot: a jti takes 39 bytes of JSON, and base64 makes it a third longer.
pub const MAX_LISTED: u32 = 1_300_000;
/// How long a snapshot is good where nobody says.
pub const SNAPSHOT_TTL: Ttl = Ttl::minutes(60);
/// How long a snapshot is good at most: what was revoked after it, its readers do not know.
pub const MAX_SNAPSHOT_TTL: Ttl = Ttl::days(30);

/// What is revoked, and still matters.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Revocations {
    /// Tokens.
    pub jtis: Vec<Jti>,
    /// Families of refresh tokens.
    pub families: Vec<FamilyId>,
    /// Apps that are blocked.
    pub apps: Vec<ClientId>,
    /// What was revoked of users as a whole.
    pub users: Vec<UserCut>,
    /// Keys, by kid and by thumbprint.
    pub keys: Vec<Kid>,
}

/// That everything of a user before a point in time is revoked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct UserCut {
    /// Whose.
    pub sub: UserId,
    /// For which app; for all of them where none is named.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_id: Option<ClientId>,
    /// What was issued in an earlier second is revoked. That of the same second may be newer.
    pub before: Timestamp,
}

/// The claims of a snapshot.
#[derive(Debug, Serialize)]
pub struct SnapshotClaims<'a> {
    iss: &'a Issuer,
    iat: Timestamp,
    exp: Timestamp,
    jti: Jti,
    jtis: &'a [Jti],
    families: &'a [FamilyId],
    apps: &'a [ClientId],
    users: &'a [UserCut],
    keys: &'a [Kid],
}

impl<'a> SnapshotClaims<'a> {
    /// The claims of a snapshot that is made now.
    pub fn new(revoked: &'a Revocations, issuer: &'a Issuer, id: Jti, now: Timestamp, expires_at: Timestamp) -> Self {
        let Revocations { jtis, families, apps, users, keys } = revoked;
        Self { iss: issuer, iat: now, exp: expires_at, jti: id, jtis, families, apps, users, keys }
    }
}
