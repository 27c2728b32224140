//! The rows of the ledger, and lists of them. Secrets and tokens are in none, but for the one answer that made them.

mod app;
mod counts;
mod event;
mod grant;
mod history;
mod inspected;
mod key;
mod list;
mod risk;
mod secret;
mod token;
mod tree;
mod used;
mod user;

pub use app::{AppDocument, AppEndDocument};
pub use counts::{BreakdownDocument, GrantCounts, PrunedCounts, RevocationCounts, TokenCounts};
pub use event::{
    CheckpointDocument, EventDocument, EventList, KeptEvent, LogCheckDocument, LogFaultDocument, LogProofDocument,
    MembersDocument, ProvenEventDocument, PrunedLogDocument,
};
pub use grant::{GrantDocument, GrantEndDocument, GrantWithTokens};
pub use history::{ChangeDocument, HistoryDocument};
pub use inspected::{InspectedDocument, InspectedList};
pub use key::{KeyDocument, KeyEndDocument, KeyUsageDocument, PrunedDocument, RotationDocument};
pub use list::{AppList, GrantList, ImportedList, KeyList, PrunedList, RotatedList, SecretList, TokenList, UserList};
pub use risk::{RiskDeed, RiskDocument, RiskFinding, RiskUse, UnreadDay};
pub use secret::{EndedSecretDocument, NewSecretDocument, SecretDocument};
pub use token::{RevocationDocument, TokenDocument};
pub use tree::{FamilyDocument, TreeDocument};
pub use used::{ForgottenUses, ImportedUses, KeyUseDocument, KeyUseList, UseDocument, UseList};
pub use user::{UserDocument, UserEndDocument, UserWithTokens};
