//! One transaction on the file.

use super::known::Known;
use super::pool::Lease;
use super::{apps, error, families, grants, keys, prune, revocations, secrets, tokens};
use crate::core::app::AppRef;
use crate::core::revocations::Revocations;
use crate::core::verify::{LedgerEntry, LedgerFacts};
use crate::core::{
    Algorithm, App, AppSecret, ClientId, Family, FamilyId, Grant, GrantCount, GrantFilter, GrantId, Jti, KeyRecord,
    KeyUsage, Kid, Revocation, RevocationCount, Selector, Timestamp, TokenDigest, TokenRecord, UserId,
};
use crate::store::{Fault, Page, PruneCursor, PrunedRows, Read, Result, TokenFilter, Write};

/// One transaction. Dropped, it is undone: see [`Lease`].
pub(super) struct Session<'s> {
    connection: Lease<'s>,
    known: Known,
}

impl<'s> Session<'s> {
    /// Begins one, with this statement.
    pub(super) fn begin(connection: Lease<'s>, begin: &'static str) -> Result<Self> {
        let session = Self { connection, known: Known::default() };
        session.explain(session.connection.execute_batch(begin))?;
        Ok(session)
    }

    fn explain<T>(&self, result: rusqlite::Result<T>) -> Result<T> {
        result.map_err(|error| error::explain(self.connection.path(), &error))
    }

    /// A conditional update must have met exactly one row.
    fn exactly_one(&self, changed: rusqlite::Result<usize>) -> Result<()> {
        match self.explain(changed)? {
            1 => Ok(()),
            _ => Err(error::of(self.connection.path(), Fault::Conflict)),
        }
    }
}

impl Read for Session<'_> {
    fn app(&self, app: &AppRef) -> Result<Option<App>> {
        self.explain(apps::find(&self.connection, app))
    }
    fn apps(&self) -> Result<Vec<App>> {
        self.explain(apps::all(&self.connection))
    }
    fn app_by_secret(&self, digest: &TokenDigest) -> Result<Option<App>> {
        self.explain(apps::by_secret(&self.connection, digest))
    }
    fn key(&self, kid: &Kid) -> Result<Option<KeyRecord>> {
        self.explain(keys::find(&self.connection, kid))
    }
    fn key_with_successor(&self, kid: &Kid) -> Result<Option<(KeyRecord, Option<Timestamp>)>> {
        self.explain(keys::find_with_successor(&self.connection, kid))
    }
    fn keys(&self) -> Result<Vec<KeyRecord>> {
        self.explain(keys::all(&self.connection))
    }
    fn active_key(&self, algorithm: Algorithm) -> Result<Option<KeyRecord>> {
        self.explain(keys::active(&self.connection, algorithm))
    }
    fn signing_keys(&self, algorithm: Algorithm) -> Result<Vec<KeyRecord>> {
        self.explain(keys::signing(&self.connection, algorithm))
    }
    fn key_usage(&self, kid: &Kid, now: Timestamp) -> Result<KeyUsage> {
        self.explain(keys::usage(&self.connection, kid, now))
    }
    fn active_grant(&self, app: &ClientId, user: &UserId) -> Result<Option<Grant>> {
        self.explain(grants::active(&self.connection, app, user))
    }
    fn grant(&self, id: &GrantId) -> Result<Option<Grant>> {
        self.explain(grants::find(&self.connection, id))
    }
    fn grants(&self, filter: &GrantFilter, page: &Page<GrantId>) -> Result<Vec<Grant>> {
        self.explain(grants::list(&self.connection, filter, page))
    }
    fn count_grants(&self, filter: &GrantFilter) -> Result<GrantCount> {
        self.explain(grants::count(&self.connection, filter))
    }
    fn secrets(&self, app: &ClientId) -> Result<Vec<AppSecret>> {
        self.explain(secrets::of_app(&self.connection, app))
    }
    fn family(&self, id: &FamilyId) -> Result<Option<Family>> {
        self.explain(families::find(&self.connection, id))
    }
    fn knows_user(&self, user: &UserId) -> Result<bool> {
        self.explain(grants::knows_user(&self.connection, user))
    }
    fn token(&self, jti: &Jti) -> Result<Option<TokenRecord>> {
        self.explain(tokens::find(&self.connection, jti))
    }
    fn token_by_digest(&self, digest: &TokenDigest) -> Result<Option<TokenRecord>> {
        self.explain(tokens::by_digest(&self.connection, digest))
    }
    fn facts(&self, jti: &Jti) -> Result<Option<LedgerFacts>> {
        self.explain(tokens::facts(&self.connection, &self.known, jti))
    }
    fn entry(&self, jti: &Jti) -> Result<Option<LedgerEntry>> {
        self.explain(tokens::entry(&self.connection, jti))
    }
    fn entry_by_digest(&self, digest: &TokenDigest) -> Result<Option<LedgerEntry>> {
        self.explain(tokens::entry_by_digest(&self.connection, digest))
    }
    fn count_tokens(&self, selector: &Selector, now: Timestamp) -> Result<RevocationCount> {
        self.explain(tokens::count(&self.connection, selector, now))
    }
    fn prunable(&self, until: Timestamp) -> Result<PrunedRows> {
        self.explain(prune::count(&self.connection, until))
    }
    fn family_tokens(&self, id: &FamilyId) -> Result<Vec<TokenRecord>> {
        self.explain(tokens::of_family(&self.connection, id))
    }
    fn tokens(&self, filter: &TokenFilter, page: &Page) -> Result<Vec<TokenRecord>> {
        self.explain(tokens::list(&self.connection, filter, page))
    }
    fn revocations(&self, since: Timestamp, most: u32) -> Result<Revocations> {
        self.explain(revocations::of_tokens(&self.connection, since, most))
    }
}

impl Write for Session<'_> {
    fn insert_app(&mut self, app: &App, secret: Option<&TokenDigest>) -> Result<()> {
        self.explain(apps::insert(&self.connection, app, secret))
    }
    fn replace_app(&mut self, before: &App, after: &App) -> Result<()> {
        self.known.forget();
        self.exactly_one(apps::replace(&self.connection, before, after))
    }
    fn insert_key(&mut self, key: &KeyRecord) -> Result<()> {
        self.explain(keys::insert(&self.connection, key))
    }
    fn replace_key(&mut self, before: &KeyRecord, after: &KeyRecord) -> Result<()> {
        self.exactly_one(keys::replace(&self.connection, before, after))
    }
    fn insert_grant(&mut self, grant: &Grant) -> Result<()> {
        self.explain(grants::insert(&self.connection, grant))
    }
    fn replace_grant(&mut self, before: &Grant, after: &Grant) -> Result<()> {
        self.exactly_one(grants::replace(&self.connection, before, after))
    }
    fn revoke_grants(&mut self, filter: &GrantFilter, revocation: &Revocation) -> Result<()> {
        self.explain(grants::revoke(&self.connection, filter, revocation))
    }
    fn insert_secret(&mut self, app: &ClientId, secret: &AppSecret) -> Result<()> {
        self.explain(secrets::insert(&self.connection, app, secret))
    }
    fn replace_secret(&mut self, before: &AppSecret, after: &AppSecret) -> Result<()> {
        self.exactly_one(secrets::replace(&self.connection, before, after))
    }
    fn insert_family(&mut self, family: &Family) -> Result<()> {
        self.explain(families::insert(&self.connection, family))
    }
    fn insert_token(&mut self, token: &TokenRecord) -> Result<()> {
        self.explain(tokens::insert(&self.connection, token))
    }
    fn replace_token(&mut self, before: &TokenRecord, after: &TokenRecord) -> Result<()> {
        self.exactly_one(tokens::replace(&self.connection, before, after))
    }
    fn revoke_tokens(&mut self, selector: &Selector, revocation: &Revocation) -> Result<()> {
        self.explain(tokens::revoke(&self.connection, selector, revocation))
    }
    fn prune(&mut self, until: Timestamp, after: PruneCursor, most: u32) -> Result<(PrunedRows, Option<PruneCursor>)> {
        self.explain(prune::step(&self.connection, until, after, most))
    }
    fn commit(self: Box<Self>) -> Result<()> {
        self.explain(self.connection.execute_batch("COMMIT"))
    }
}
