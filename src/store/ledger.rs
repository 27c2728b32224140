//! A ledger: what opens it, what a view of it can be asked, and what a transaction can be told.

use std::num::NonZeroUsize;

use super::{Location, Page, PruneCursor, PrunedRows, Result, TokenFilter};
use crate::core::app::AppRef;
use crate::core::revocations::Revocations;
use crate::core::verify::{LedgerEntry, LedgerFacts};
use crate::core::{
    Algorithm, App, AppSecret, ClientId, Family, FamilyId, Grant, GrantCount, GrantFilter, GrantId, Jti, KeyRecord,
    KeyUsage, Kid, Revocation, RevocationCount, Selector, Timestamp, TokenDigest, TokenRecord, UserId,
};

/// A ledger, for as many threads as want it.
pub trait Store: Send + Sync {
    /// Where it is.
    fn at(&self) -> &Location;
    /// Opens a view of the ledger that does not change while it is held. It can keep writers from committing: hold it no
    /// longer than the questions take, and hold none while you write.
    fn read(&self) -> Result<Box<dyn Read + '_>>;
    /// Makes further handles on the same ledger, one for each of so many threads that read it at once.
    fn another(&self, threads: NonZeroUsize) -> Box<dyn Fn() -> Box<dyn Store> + Send + Sync>;
    /// Opens the ledger for writing, where a verb will write in the end: it learns at once whether it can, before it asks
    /// anyone for a passphrase, and opens the ledger once instead of twice.
    fn prepare(&self) -> Result<()>;
    /// Opens a transaction that is alone in writing until it is committed or dropped. Dropping it undoes it.
    fn write(&self) -> Result<Box<dyn Write + '_>>;
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
    /// The key with this id; and if it signs, when the first of those that are to take over from it does.
    fn key_with_successor(&self, kid: &Kid) -> Result<Option<(KeyRecord, Option<Timestamp>)>>;
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
    /// Grants that a filter lets through, the newest first.
    fn grants(&self, filter: &GrantFilter, page: &Page<GrantId>) -> Result<Vec<Grant>>;
    /// How many grants a filter lets through: those that stand, and those that are revoked.
    fn count_grants(&self, filter: &GrantFilter) -> Result<GrantCount>;
    /// The secrets of an app, in the order in which they were made.
    fn secrets(&self, app: &ClientId) -> Result<Vec<AppSecret>>;
    /// A family.
    fn family(&self, id: &FamilyId) -> Result<Option<Family>>;
    /// Whether a user was ever named in a token.
    fn knows_user(&self, user: &UserId) -> Result<bool>;
    /// A token.
    fn token(&self, jti: &Jti) -> Result<Option<TokenRecord>>;
    /// The token whose text has this digest.
    fn token_by_digest(&self, digest: &TokenDigest) -> Result<Option<TokenRecord>>;
    /// What a verdict needs to know of a signed token.
    fn facts(&self, jti: &Jti) -> Result<Option<LedgerFacts>>;
    /// A token with what it stands on, in one look-up.
    fn entry(&self, jti: &Jti) -> Result<Option<LedgerEntry>>;
    /// The token whose text has this digest, with what it stands on.
    fn entry_by_digest(&self, digest: &TokenDigest) -> Result<Option<LedgerEntry>>;
    /// What revoking the tokens that a selector matches would come to.
    fn count_tokens(&self, selector: &Selector, now: Timestamp) -> Result<RevocationCount>;
    /// What pruning what ended before a time would remove.
    fn prunable(&self, until: Timestamp) -> Result<PrunedRows>;
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
    /// Revokes the grants that a filter lets through and that stand. Their tokens are not touched.
    fn revoke_grants(&mut self, filter: &GrantFilter, revocation: &Revocation) -> Result<()>;
    /// Adds a secret of an app.
    fn insert_secret(&mut self, app: &ClientId, secret: &AppSecret) -> Result<()>;
    /// Replaces a secret that is still `before`.
    fn replace_secret(&mut self, before: &AppSecret, after: &AppSecret) -> Result<()>;
    /// Adds a family.
    fn insert_family(&mut self, family: &Family) -> Result<()>;
    /// Adds a token.
    fn insert_token(&mut self, token: &TokenRecord) -> Result<()>;
    /// Replaces the state of a token that is still `before`.
    fn replace_token(&mut self, before: &TokenRecord, after: &TokenRecord) -> Result<()>;
    /// Revokes the tokens that a selector matches and that are good, however many they are.
    fn revoke_tokens(&mut self, selector: &Selector, revocation: &Revocation) -> Result<()>;
    /// Looks at the next `most` rows and removes what ended before a time; says where to go on, if anywhere.
    fn prune(&mut self, until: Timestamp, after: PruneCursor, most: u32) -> Result<(PrunedRows, Option<PruneCursor>)>;
    /// Makes everything durable. After this returns it survives a power cut.
    fn commit(self: Box<Self>) -> Result<()>;
}
