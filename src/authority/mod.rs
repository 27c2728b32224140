//! What people do: one function per verb, each one transaction.
//!
//! Every verb has the same order: fetch, let `core` decide, write on the condition that nothing changed, commit,
//! and only then answer. Slow work that may ask a person (opening a key) comes before the transaction.

mod apps;
mod authorize;
mod clients;
mod clock;
mod code;
mod devices;
mod documents;
mod error;
mod forge;
mod grants;
mod history;
mod issuers;
mod job;
mod keys;
mod last_use;
mod ledger;
mod listed;
mod log;
mod logged;
mod memory;
mod named;
mod parts;
mod picture;
mod polls;
mod recorder;
mod reserve;
mod risk;
mod security_events;
mod settings_change;
mod signers;
mod signing;
mod skipped;
mod slices;
mod tokens;
mod users;
mod uses;
mod work;

pub use apps::{AppEnd, ClientChange, EndedSecret, NewSecret, ProfileChange, Registered, Registration, Updated};
pub use authorize::{Approval, ApprovalFault};
#[cfg(feature = "serve")]
pub use clients::{By, SignIn, SignInFault};
pub use clients::{DocumentedFault, LoggedIn, Login, LoginFault, RegisterFault, Shown, VouchFault, Vouched};
pub use clock::ClockWord;
pub use code::{CODES, Code};
pub use devices::{AskedDevice, DeviceBy, DeviceDecided, DeviceDecision, DeviceRequest, Polled, WaitingDevice};
pub use documents::{DocumentFault, is_address};
pub use error::{Error, Nth, OfUser, Result};
pub use forge::{
    Attempt, Attempted, ForgeRequest, Forged, ForgedProof, ForgedRequest, ForgedToken, InPlaceOf, MadeForFlaw, Probe,
    ProbeError, ProbeOutcome, ProbeReport, Probed, Shower, UrlAttempt,
};
pub use grants::{GrantChoice, GrantEnd, GrantPage, GrantQuery, GrantTarget};
pub use issuers::Fetching;
pub use job::Job;
pub use keys::{
    Ended, GenerateRequest, Import, KeyPlan, KeyUses, NewKeyProtection, OldKey, OpenedKey, OwnFile, Pruned,
    RotateRequest, RotateWhen, Rotated, RotationPlan, RotationStep, Upkeep, UsedKey,
};
pub use last_use::Idle;
pub use ledger::{AcceptedLedger, LedgerStanding};
pub use log::{EventPage, EventQuery};
pub use logged::{Imported, LogReader};
pub use memory::{Memory, Recollection};
pub use parts::{Authority, Parts};
pub use recorder::{Kept, Recorder, WhenFull, recorded};
pub use reserve::Reserve;
pub use risk::{ActOutcome, Acted, KnownTexts, Looked, Lookout, RiskQuery, RiskReport};
pub use signing::StuckRotation;
pub use skipped::Skipped;
pub use tokens::{
    Arrival, Batch, DeviceGrant, DeviceRedeemed, DeviceUnsigned, Drill, DrillEnd, Elsewhere, Exchange, ExchangeRequest,
    ForeignToken, HandedIn, Harmless, Introspected, IssueRequest, Issued, KnownToken, Leak, MAX_FINDS, Merged,
    NotForTests, Order, Proven, REPORT_SCOPE, Redeemed, RedeemedUnsigned, Redemption, RefreshRequest, Refreshed,
    RefreshedUnsigned, Reply, RevocationPlan, RevokeQuery, RevokeRequest, Shaping, SightFault, Snapshot,
    SnapshotRequest, Together, TokenChoice, TokenPage, TokenQuery, TokenRef, TokenTree, UnknownToken, Unsigned,
    UserInfo, UserInfoFault, UserInfoRequest, What, Wish, Withheld, revoked_in,
};
pub use users::{BlockedUser, UserEnd, UserStanding};
pub use uses::{KnownUse, UseOutcome, UsePage, UsePlace, UseQuery};

/// What can be wrong with the ledger, for doors that explain it and know no ledger.
pub use crate::store::{Location, Stamp, StoreError, StoreFault};
