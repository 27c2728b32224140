//! Looking into the ledger.

use super::{Authority, Error, Result, apps};
use crate::core::app::AppRef;
use crate::core::{App, Jti, Standing, Timestamp, TokenRecord, UserId};
use crate::store::{Page, TokenFilter};

/// Which tokens to list.
#[derive(Debug, Clone)]
pub struct TokenQuery {
    /// Of this app.
    pub app: Option<AppRef>,
    /// Of this user.
    pub user: Option<UserId>,
    /// Standing so now.
    pub standing: Option<Standing>,
    /// Older than this one.
    pub after: Option<Jti>,
    /// At most this many.
    pub limit: u32,
}

/// A part of the list of tokens.
#[derive(Debug)]
pub struct TokenPage {
    /// The tokens, the newest first, each with its app.
    pub tokens: Vec<(TokenRecord, App)>,
    /// Where the next part starts; none at the end.
    pub next: Option<Jti>,
    /// As of when.
    pub now: Timestamp,
}

impl Authority<'_> {
    /// Lists tokens, the newest first. A filter that names an app or user that was never seen is an error, because an
    /// empty list would look like an answer.
    pub fn tokens(&self, query: &TokenQuery) -> Result<TokenPage> {
        let now = self.now();
        let read = self.store.read()?;
        let app = query.app.as_ref().map(|app| apps::find(&*read, app)).transpose()?;
        if let Some(user) = &query.user
            && !read.knows_user(user)?
        {
            return Err(Error::UnknownUser(user.clone()));
        }
        let filter =
            TokenFilter { app: app.map(|app| app.client_id), user: query.user.clone(), standing: query.standing, now };
        // One more than asked for tells whether there is a next part.
        let page = Page { after: query.after, limit: query.limit.saturating_add(1) };
        let mut records = read.tokens(&filter, &page)?;
        let more = records.len() > query.limit as usize;
        records.truncate(query.limit as usize);
        let next = records.last().filter(|_| more).map(|last| last.jti);
        let apps = read.apps()?;
        let named = |record: TokenRecord| {
            let app = apps.iter().find(|app| app.client_id == record.client_id).cloned();
            app.map(|app| (record, app))
        };
        Ok(TokenPage { tokens: records.into_iter().filter_map(named).collect(), next, now })
    }

    /// One token with its app, and as of when.
    pub fn token(&self, jti: &Jti) -> Result<(TokenRecord, App, Timestamp)> {
        let entry = self.store.read()?.entry(jti)?.ok_or(Error::UnknownToken(*jti))?;
        Ok((entry.token, entry.app, self.now()))
    }
}
