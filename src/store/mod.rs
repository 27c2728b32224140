//! The ledger: apps, keys, grants, families and tokens, behind one trait.
//!
//! A store answers and keeps; it decides nothing. Every transition is decided in `core` and written here on the
//! condition that the row is still what the decision was made on. Times and ids come as arguments.

mod error;
pub mod sqlite;

pub use error::StoreError;

use crate::core::app::AppRef;
use crate::core::revocations::Revocations;
use crate::core::verify::LedgerEntry;
use crate::core::{
    Algorithm, App, ClientId, Family, FamilyId, Grant, GrantId, Jti, KeyRecord, KeyUsage, Kid, Standing, Timestamp,
    TokenDigest, TokenRecord, UserId,
};

/// What a store answers or keeps, or why it could not.
pub type Result<T> = std::result::Result<T, StoreError>;

/// A ledger.
pub trait Store {
    /// Opens a view of the ledger that does not change while it is held.
    fn read(&self) -> Result<Box<dyn Read + '_>>;
    /// Makes further handles on the same ledger, one for each thread that reads it.
    fn another(&self) -> Box<dyn Fn() -> Box<dyn Store> + Send + Sync>;
    /// Opens the ledger for writing, where a verb will write in the end: it learns at once whether it can, before it asks
    /// anyone for a passphrase, and opens the ledger once instead of twice.
    fn prepare(&mut self) -> Result<()>;
    /// Opens a transaction that is alone in writing until it is committed or dropped. Dropping it undoes it.
    fn write(&mut self) -> Result<Box<dyn Write + '_>>;
}

/// What a ledger can be asked.
pub trait Read {
    /// An app by its name or client_id.
    fn app(&self, app: &AppRef) -> Result<Option<App>>;
    /// Every app, by name.
    fn apps(&self) -> Result<Vec<App>>;
    /// The app whose secret has this digest.
    fn app_by_secret(&self, digest: &TokenDigest) -> Result<Option<App>>;
    /// A key.
    fn key(&self, kid: &Kid) -> Result<Option<KeyRecord>>;
    /// Every key, in the order in which they were made.
    fn keys(&self) -> Result<Vec<KeyRecord>>;
    /// The key that signs with this algorithm.
    fn active_key(&self, algorithm: Algorithm) -> Result<Option<KeyRecord>>;
    /// The key that signs with this algorithm, and after it those that may take over, the first that is to do so first.
    fn signing_keys(&self, algorithm: Algorithm) -> Result<Vec<KeyRecord>>;
    /// Which tokens still need a key.
    fn key_usage(&self, kid: &Kid, now: Timestamp) -> Result<KeyUsage>;
    /// The consent of a user to an app that stands now.
    fn active_grant(&self, app: &ClientId, user: &UserId) -> Result<Option<Grant>>;
    /// A grant, standing or not.
    fn grant(&self, id: &GrantId) -> Result<Option<Grant>>;
    /// A family.
    fn family(&self, id: &FamilyId) -> Result<Option<Family>>;
    /// Whether a user was ever named in a token.
    fn knows_user(&self, user: &UserId) -> Result<bool>;
    /// A token.
    fn token(&self, jti: &Jti) -> Result<Option<TokenRecord>>;
    /// The token whose text has this digest.
    fn token_by_digest(&self, digest: &TokenDigest) -> Result<Option<TokenRecord>>;
    /// A token with what it stands on, in one look-up.
    fn entry(&self, jti: &Jti) -> Result<Option<LedgerEntry>>;
    /// Every token of a family.
    fn family_tokens(&self, id: &FamilyId) -> Result<Vec<TokenRecord>>;
    /// Tokens that a filter lets through, the newest first.
    fn tokens(&self, filter: &TokenFilter, page: &Page) -> Result<Vec<TokenRecord>>;
    /// The tokens, families and users that are revoked, as far as tokens are concerned that expire after `since`; no
    /// more than `most` of each. Apps and keys are not in it: [`Read::apps`] and [`Read::keys`] have them.
    fn revocations(&self, since: Timestamp, most: u32) -> Result<Revocations>;
}

/// What a ledger can be told. Nothing is kept before [`Write::commit`] returns, and everything is after it.
pub trait Write: Read {
    /// Adds an app, with the digest of its secret if it has one. A name or client_id that is taken is refused.
    fn insert_app(&mut self, app: &App, secret: Option<&TokenDigest>) -> Result<()>;
    /// Replaces an app that is still `before`.
    fn replace_app(&mut self, before: &App, after: &App) -> Result<()>;
    /// Adds a key.
    fn insert_key(&mut self, key: &KeyRecord) -> Result<()>;
    /// Replaces a key that is still `before`.
    fn replace_key(&mut self, before: &KeyRecord, after: &KeyRecord) -> Result<()>;
    /// Adds a grant.
    fn insert_grant(&mut self, grant: &Grant) -> Result<()>;
    /// Replaces a grant that is still `before`.
    fn replace_grant(&mut self, before: &Grant, after: &Grant) -> Result<()>;
    /// Adds a family.
    fn insert_family(&mut self, family: &Family) -> Result<()>;
    /// Adds a token.
    fn insert_token(&mut self, token: &TokenRecord) -> Result<()>;
    /// Replaces the state of a token that is still `before`.
    fn replace_token(&mut self, before: &TokenRecord, after: &TokenRecord) -> Result<()>;
    /// Makes everything durable. After this returns it survives a power cut.
    fn commit(self: Box<Self>) -> Result<()>;
}

/// Which tokens to list: all conditions hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenFilter {
    /// Of this app.
    pub app: Option<ClientId>,
    /// Of this user.
    pub user: Option<UserId>,
    /// Standing so at `now`.
    pub standing: Option<Standing>,
    /// As of when.
    pub now: Timestamp,
}

/// Which part of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// Older than this token. Ids are ordered by time, so tokens issued meanwhile move nothing.
    pub after: Option<Jti>,
    /// At most this many.
    pub limit: u32,
}
