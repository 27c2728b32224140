//! One transaction on the file.

use std::borrow::Cow;
use std::path::Path;

use rusqlite::Transaction;

use super::known::Known;
use super::{apps, error, families, grants, keys, prune, revocations, secrets, tokens};
use crate::core::app::AppRef;
use crate::core::revocations::Revocations;
use crate::core::verify::{LedgerEntry, LedgerFacts};
use crate::core::{
    Algorithm, App, AppSecret, ClientId, Family, FamilyId, Grant, GrantCount, GrantFilter, GrantId, Jti, KeyRecord,
    KeyUsage, Kid, Revocation, RevocationCount, Selector, Timestamp, TokenDigest, TokenRecord, UserId,
};
use crate::store::{Fault, Page, PruneCursor, PrunedRows, Read, Result, TokenFilter, Write};

/// One transaction.
pub(super) struct Session<'s> {
    pub(super) path: Cow<'s, Path>,
    pub(super) transaction: Transaction<'s>,
    pub(super) known: Known,
}

impl Session<'_> {
    fn explain<T>(&self, result: rusqlite::Result<T>) -> Result<T> {
        result.map_err(|error| error::explain(&self.path, &error))
    }

    /// A conditional update must have met exactly one row.
    fn exactly_one(&self, changed: rusqlite::Result<usize>) -> Result<()> {
        match self.explain(changed)? {
            1 => Ok(()),
            _ => Err(error::of(&self.path, Fault::Conflict)),
        }
    }
}

impl Read for Session<'_> {
    fn app(&self, app: &AppRef) -> Result<Option<App>> {
        self.explain(apps::find(&self.transaction, app))
    }
    fn apps(&self) -> Result<Vec<App>> {
        self.explain(apps::all(&self.transaction))
    }
    fn app_by_secret(&self, digest: &TokenDigest) -> Result<Option<App>> {
        self.explain(apps::by_secret(&self.transaction, digest))
    }
    fn key(&self, kid: &Kid) -> Result<Option<KeyRecord>> {
        self.explain(keys::find(&self.transaction, kid))
    }
    fn key_with_successor(&self, kid: &Kid) -> Result<Option<(KeyRecord, Option<Timestamp>)>> {
        self.explain(keys::find_with_successor(&self.transaction, kid))
    }
    fn keys(&self) -> Result<Vec<KeyRecord>> {
        self.explain(keys::all(&self.transaction))
    }
    fn active_key(&self, algorithm: Algorithm) -> Result<Option<KeyRecord>> {
        self.explain(keys::active(&self.transaction, algorithm))
    }
    fn signing_keys(&self, algorithm: Algorithm) -> Result<Vec<KeyRecord>> {
        self.explain(keys::signing(&self.transaction, algorithm))
    }
    fn key_usage(&self, kid: &Kid, now: Timestamp) -> Result<KeyUsage> {
        self.explain(keys::usage(&self.transaction, kid, now))
    }
    fn active_grant(&self, app: &ClientId, user: &UserId) -> Result<Option<Grant>> {
        self.explain(grants::active(&self.transaction, app, user))
    }
    fn grant(&self, id: &GrantId) -> Result<Option<Grant>> {
        self.explain(grants::find(&self.transaction, id))
    }
    fn grants(&self, filter: &GrantFilter, page: &Page<GrantId>) -> Result<Vec<Grant>> {
        self.explain(grants::list(&self.transaction, filter, page))
    }
    fn count_grants(&self, filter: &GrantFilter) -> Result<GrantCount> {
        self.explain(grants::count(&self.transaction, filter))
    }
    fn secrets(&self, app: &ClientId) -> Result<Vec<AppSecret>> {
        self.explain(secrets::of_app(&self.transaction, app))
    }
    fn family(&self, id: &FamilyId) -> Result<Option<Family>> {
        self.explain(families::find(&self.transaction, id))
    }
    fn knows_user(&self, user: &UserId) -> Result<bool> {
        self.explain(grants::knows_user(&self.transaction, user))
    }
    fn token(&self, jti: &Jti) -> Result<Option<TokenRecord>> {
        self.explain(tokens::find(&self.transaction, jti))
    }
    fn token_by_digest(&self, digest: &TokenDigest) -> Result<Option<TokenRecord>> {
        self.explain(tokens::by_digest(&self.transaction, digest))
    }
    fn facts(&self, jti: &Jti) -> Result<Option<LedgerFacts>> {
        self.explain(tokens::facts(&self.transaction, &self.known, jti))
    }
    fn entry(&self, jti: &Jti) -> Result<Option<LedgerEntry>> {
        self.explain(tokens::entry(&self.transaction, jti))
    }
    fn entry_by_digest(&self, digest: &TokenDigest) -> Result<Option<LedgerEntry>> {
        self.explain(tokens::entry_by_digest(&self.transaction, digest))
    }
    fn count_tokens(&self, selector: &Selector, now: Timestamp) -> Result<RevocationCount> {
        self.explain(tokens::count(&self.transaction, selector, now))
    }
    fn prunable(&self, until: Timestamp) -> Result<PrunedRows> {
        self.explain(prune::count(&self.transaction, until))
    }
    fn family_tokens(&self, id: &FamilyId) -> Result<Vec<TokenRecord>> {
        self.explain(tokens::of_family(&self.transaction, id))
    }
    fn tokens(&self, filter: &TokenFilter, page: &Page) -> Result<Vec<TokenRecord>> {
        self.explain(tokens::list(&self.transaction, filter, page))
    }
    fn revocations(&self, since: Timestamp, most: u32) -> Result<Revocations> {
        self.explain(revocations::of_tokens(&self.transaction, since, most))
    }
}

impl Write for Session<'_> {
    fn insert_app(&mut self, app: &App, secret: Option<&TokenDigest>) -> Result<()> {
        self.explain(apps::insert(&self.transaction, app, secret))
    }
    fn replace_app(&mut self, before: &App, after: &App) -> Result<()> {
        self.known.forget();
        self.exactly_one(apps::replace(&self.transaction, before, after))
    }
    fn insert_key(&mut self, key: &KeyRecord) -> Result<()> {
        self.explain(keys::insert(&self.transaction, key))
    }
    fn replace_key(&mut self, before: &KeyRecord, after: &KeyRecord) -> Result<()> {
        self.exactly_one(keys::replace(&self.transaction, before, after))
    }
    fn insert_grant(&mut self, grant: &Grant) -> Result<()> {
        self.explain(grants::insert(&self.transaction, grant))
    }
    fn replace_grant(&mut self, before: &Grant, after: &Grant) -> Result<()> {
        self.exactly_one(grants::replace(&self.transaction, before, after))
    }
    fn revoke_grants(&mut self, filter: &GrantFilter, revocation: &Revocation) -> Result<()> {
        self.explain(grants::revoke(&self.transaction, filter, revocation))
    }
    fn insert_secret(&mut self, app: &ClientId, secret: &AppSecret) -> Result<()> {
        self.explain(secrets::insert(&self.transaction, app, secret))
    }
    fn replace_secret(&mut self, before: &AppSecret, after: &AppSecret) -> Result<()> {
        self.exactly_one(secrets::replace(&self.transaction, before, after))
    }
    fn insert_family(&mut self, family: &Family) -> Result<()> {
        self.explain(families::insert(&self.transaction, family))
    }
    fn insert_token(&mut self, token: &TokenRecord) -> Result<()> {
        self.explain(tokens::insert(&self.transaction, token))
    }
    fn replace_token(&mut self, before: &TokenRecord, after: &TokenRecord) -> Result<()> {
        self.exactly_one(tokens::replace(&self.transaction, before, after))
    }
    fn revoke_tokens(&mut self, selector: &Selector, revocation: &Revocation) -> Result<()> {
        self.explain(tokens::revoke(&self.transaction, selector, revocation))
    }
    fn prune(&mut self, until: Timestamp, after: PruneCursor, most: u32) -> Result<(PrunedRows, Option<PruneCursor>)> {
        self.explain(prune::step(&self.transaction, until, after, most))
    }
    fn commit(self: Box<Self>) -> Result<()> {
        let Self { path, transaction, .. } = *self;
        transaction.commit().map_err(|error| error::explain(&path, &error))
    }
}
