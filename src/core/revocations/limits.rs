//! How large a snapshot may be, and how long it is good.

use crate::core::time::Ttl;

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
