//! The life of tokens: issued, refreshed, judged, looked at, revoked, forgotten.

mod batch;
mod choice;
mod drill;
mod ending;
mod introspect;
mod issue;
mod look;
mod mint;
mod prune;
mod refresh;
mod revoke;
mod snapshot;
mod source;
mod target;
mod verify;

pub use batch::Batch;
pub use choice::TokenChoice;
pub use drill::{Drill, DrillEnd, ForeignToken, KnownToken, Leak, MAX_FINDS, UnknownToken, What};
pub use issue::{IssueRequest, Issued};
pub(super) use issue::{consented, issued};
pub use look::{TokenPage, TokenQuery, TokenTree};
pub use refresh::{RefreshRequest, Refreshed};
pub use revoke::{RevokeQuery, RevokeRequest};
pub use snapshot::{Snapshot, SnapshotRequest};
pub use target::RevokeTarget;
