//! What programs read: each document in one place, with the meaning of each of its members.
//!
//! A document is a type with serde's [`Serialize`](serde::Serialize), made from what the core says and from nothing
//! else. The command line prints it as it is, and renders its text from the same value. `docs/json.md` is made from the
//! [shapes](Shape) that are declared here.
//!
//! Names are in snake_case. A point in time is written twice, `x` for people and `x_unix` for arithmetic, and so is a
//! length of time, `x` and `x_seconds`. What has no value, or none that is known, is null, and so is its
//! twin; what such a thing cannot have is left out.

#[macro_use]
mod declare;
mod actor;
mod completions;
mod decoded;
mod document;
mod drill;
mod error;
mod export;
mod forge;
mod health;
mod home;
mod introspection;
mod leaks;
mod member;
mod metadata;
mod password;
mod picture;
mod plan;
mod profile;
mod proof;
mod records;
mod serving;
mod settings;
mod shape;
mod snapshot;
mod status;
#[cfg(test)]
mod tests;
mod token_response;
mod trust;
mod verdict;

pub use actor::{ActorDocument, ClaimDocument, EndedDocument};
pub use completions::CompletionsDocument;
pub use decoded::{
    DecodedDocument, DetailValue, Details, DisclosureDocument, FindingDocument, KeyBindingDocument, KeyHintDocument,
};
pub use document::{Document, Name};
pub use drill::{DrillDocument, DrillFinding};
pub use error::{ErrorBody, ErrorDocument, RemarkBody, RemarkDocument};
pub use export::{ConfigFile, ExportedFile, ExportedFiles, VerifierConfig};
pub use forge::{
    FlawDocument, FlawList, ForgedProofDocument, ManifestDocument, ManifestEntry, ProbeDocument, ProbeResult,
    SkippedFlaw, TestTokenDocument, known_findings,
};
pub use health::{HealthDocument, HealthFinding};
pub use home::{
    AcceptedLedgerDocument, BackupDocument, HomeDocument, KeySecretDocument, MergedDocument, PemDocument,
    RestoredDocument,
};
pub use introspection::Introspection;
pub use leaks::{FoundDocument, LeakSummary, LeaksDocument, UnreadDocument};
pub use member::{ByName, Inline, Maybe, Member, TimePair, TtlPair};
pub use metadata::{MetadataFault, ProviderMetadata};
pub use password::PasswordDocument;
pub use picture::{
    AppLineDocument, DueDocument, EndingDocument, EndsDocument, KeyLineDocument, LiveDocument, PictureDocument,
    PictureParts, StretchDocument,
};
pub use plan::{
    AppPlan, GrantPlan, KeyNeeds, KeyPlanDocument, KeyPrunePlan, Plan, PrunePlan, RevokePlan, RotationPlanDocument,
    UpkeepPlanDocument, UpkeepStep, UserPlan,
};
pub use profile::{ProfileDocument, ProfileList, ProfileRow};
pub use proof::ProofDocument;
pub use records::{
    AppDocument, AppEndDocument, AppList, BreakdownDocument, ChangeDocument, CheckpointDocument, EndedSecretDocument,
    EventDocument, EventList, FamilyDocument, ForgottenUses, GrantCounts, GrantDocument, GrantEndDocument, GrantList,
    GrantWithTokens, HistoryDocument, ImportedList, ImportedUses, InspectedDocument, InspectedList, KeptEvent,
    KeyDocument, KeyEndDocument, KeyList, KeyUsageDocument, KeyUseDocument, KeyUseList, LogCheckDocument,
    LogFaultDocument, LogProofDocument, MembersDocument, NewSecretDocument, ProvenEventDocument, PrunedCounts,
    PrunedDocument, PrunedList, PrunedLogDocument, RevocationCounts, RevocationDocument, RiskDeed, RiskDocument,
    RiskFinding, RiskUse, RotatedList, RotationDocument, SecretDocument, SecretList, TokenCounts, TokenDocument,
    TokenList, TreeDocument, UnreadDay, UseDocument, UseList, UserDocument, UserEndDocument, UserList, UserWithTokens,
};
pub use serving::ServingDocument;
pub use settings::{ChangedSetting, ChangedSettings, ExplainedSetting, SettingDocument, SettingList};
pub use shape::{Described, MemberShape, Shape, ValueKind};
pub use snapshot::{SnapshotCounts, SnapshotDocument};
pub use status::{LedgerDocument, StatusDocument};
pub use token_response::TokenResponse;
pub use trust::{ForgottenHome, TrustDocument, TrustedHomeDocument, TrustedHomeList};
pub use verdict::{CheckDocument, EvidenceDocument, JudgeDocument, SignatureVerdict, Verdict};
