//! The life of tokens: issued, refreshed, judged, looked at, revoked, forgotten.

mod batch;
mod choice;
mod consent;
mod drill;
mod ending;
mod hand_in;
mod introspect;
mod issue;
mod leak;
mod look;
mod merge;
mod mint;
mod prune;
mod refresh;
mod revoke;
mod snapshot;
mod source;
mod target;
mod together;
mod verify;
mod wanted;

pub use batch::Batch;
pub use choice::TokenChoice;
pub(super) use consent::consented;
pub use drill::{Drill, DrillEnd, MAX_FINDS};
pub use hand_in::HandedIn;
pub(super) use issue::issued;
pub use issue::{IssueRequest, Issued};
pub use leak::{ForeignToken, KnownToken, Leak, UnknownToken, What};
pub use look::{TokenPage, TokenQuery, TokenTree};
pub use merge::{Elsewhere, Merged, revoked_in};
pub use refresh::{Arrival, RefreshRequest, Refreshed};
pub use revoke::{RevocationPlan, RevokeQuery, RevokeRequest};
pub use snapshot::{Snapshot, SnapshotRequest};
pub use target::TokenRef;
pub use together::{Order, RefreshedUnsigned, Reply, Together, Unsigned, Wish};
