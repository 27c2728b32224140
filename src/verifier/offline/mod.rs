//! Judging a token where there is no home: with a key file, a key set, or an OpenID provider. There is no ledger to
//! ask then, and nothing that a token says of where its keys are is followed.

mod bench;
mod discovery;
mod error;
mod fetched;
mod lane;
mod remote;
mod revocations;
mod source;
mod verdict;

pub use bench::{Bench, Seat};
pub use error::{OtherIssuer, SourceError};
pub use fetched::{client, fetched};
pub use remote::CacheRule;
pub use revocations::{RevocationFile, RevocationPlace};
pub use source::{KeyPlace, Machine, OfflineSource, SourceSpec};
pub use verdict::{expectations, unchecked, verify, verify_signature};
