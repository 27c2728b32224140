//! Looking into the ledger.

use super::choice::TokenChoice;
use super::target::{SignedToken, TokenKey, TokenRef};
use crate::authority::apps;
use crate::authority::error::{Error, Result};
use crate::authority::last_use::{Idle, second};
use crate::authority::listed::{self, ListParts};
use crate::authority::parts::Authority;
use crate::core::verify::LedgerEntry;
use crate::core::{App, Family, Grant, Jti, Standing, Timestamp, TokenFault, TokenRecord, Ttl};
use crate::store::{LastUses, Page, TokenFilter};

/// Which tokens to list.
#[derive(Debug, Clone)]
pub struct TokenQuery {
    /// What they are.
    pub choice: TokenChoice,
    /// Standing so now.
    pub standing: Option<Standing>,
    /// Good now, and ending within this time.
    pub expiring: Option<Ttl>,
    /// Not used for so long.
    pub idle: Option<Idle>,
    /// Older than this one.
    pub after: Option<Jti>,
    /// At most this many; all there are, in parts, where that is not said.
    pub limit: Option<u32>,
}

/// A part of the list of tokens.
#[derive(Debug)]
pub struct TokenPage {
    /// The tokens, the newest first, each with its app.
    pub tokens: Vec<(TokenRecord, App)>,
    /// Where the next part starts; none at the end.
    pub next: Option<Jti>,
    /// When each was last used, where they are chosen by that.
    pub last_used: Option<Vec<Option<Timestamp>>>,
    /// As of when.
    pub now: Timestamp,
}

impl Authority {
    /// Lists tokens, the newest first, part by part: see `ListParts`. All parts are as of the time of the first. A filter
    /// that names an app or user that was never seen is an error, because an empty list would look like an answer.
    pub fn tokens<'a>(&'a self, query: &TokenQuery) -> Result<impl Iterator<Item = Result<TokenPage>> + 'a> {
        let now = self.now();
        let selector = self.selector(&query.choice)?;
        let ends_before = query.expiring.map(|within| now.plus(within));
        let filter = TokenFilter { selector, standing: query.standing, ends_before, now };
        let idle = query.idle;
        let uses = idle.map(|_| self.last_uses()).transpose()?.flatten();
        Ok(ListParts::new(query.after, query.limit, move |page: &Page| {
            let Some(idle) = idle else {
                let read = self.store.read()?;
                let (records, next) =
                    listed::cut(read.tokens(&filter, &listed::with_one_more(page))?, page, |last| last.jti);
                let tokens = apps::each_with_its_own(&*read, records, |record| &record.client_id)?;
                return Ok((TokenPage { tokens, next, last_used: None, now }, next));
            };
            let last = |token: &TokenRecord| -> Result<Option<Timestamp>> {
                Ok(uses.as_ref().map(|uses| uses.token(&token.jti)).transpose()?.flatten().map(second))
            };
            let idle = |token: &TokenRecord| Ok::<_, Error>(idle.holds(last(token)?, token.issued_at, now));
            let found =
                listed::chosen(page, |page| Ok(self.store.read()?.tokens(&filter, page)?), |last| last.jti, idle)?;
            let (records, next) = listed::cut(found, page, |last| last.jti);
            let last_used = Some(records.iter().map(last).collect::<Result<_>>()?);
            let tokens = apps::each_with_its_own(&*self.store.read()?, records, |record| &record.client_id)?;
            Ok((TokenPage { tokens, next, last_used, now }, next))
        }))
    }

    /// One token with its app, and as of when.
    pub fn token(&self, target: &TokenRef) -> Result<(TokenRecord, App, Timestamp)> {
        let entry = self.entry(target)?;
        Ok((entry.token, entry.app, self.now()))
    }

    /// When a token was last used, by this record.
    pub fn token_last_used(&self, token: &TokenRecord, uses: Option<&dyn LastUses>) -> Result<Option<Timestamp>> {
        Ok(uses.map(|uses| uses.token(&token.jti)).transpose()?.flatten().map(second))
    }

    /// The consent, the family and all tokens that one token hangs together with.
    pub fn token_tree(&self, target: &TokenRef) -> Result<TokenTree> {
        let LedgerEntry { token, grant, app, .. } = self.entry(target)?;
        let read = self.store.read()?;
        let family = token.family.map(|family| read.family(&family)).transpose()?.flatten();
        let tokens = match &family {
            Some(family) => read.family_tokens(&family.id)?,
            None => vec![token.clone()],
        };
        let mut strangers: Vec<_> = tokens.iter().map(|token| token.client_id.clone()).collect();
        strangers.sort_unstable();
        strangers.dedup();
        let owner = family.as_ref().map_or(&app.client_id, |family| &family.client_id).clone();
        // Where no other app exchanged one of them, all are of the app that is known.
        let (app, others) = match strangers.as_slice() {
            [only] if *only == app.client_id && owner == app.client_id => (app, Vec::new()),
            _ => {
                strangers.push(owner.clone());
                let (mut own, others): (Vec<App>, Vec<App>) =
                    read.apps_of(&strangers)?.into_iter().partition(|other| other.client_id == owner);
                (own.pop().unwrap_or(app), others)
            }
        };
        Ok(TokenTree { asked: token.jti, app, others, grant, family, tokens, now: self.now() })
    }

    fn entry(&self, target: &TokenRef) -> Result<LedgerEntry> {
        let found = self.recognise(target)?;
        let read = self.store.read()?;
        let entry = found.find(&*read, |digest| read.entry_by_digest(digest), |jti| read.entry(jti))?;
        entry.ok_or_else(|| match found {
            TokenKey::Jti(jti) => jti.parse().map_or(Error::NamesNoToken, Error::UnknownToken),
            TokenKey::Signed(SignedToken { jti: Some(jti), .. }) => Error::UnknownToken(jti),
            TokenKey::Signed(SignedToken { jti: None, .. }) => TokenFault::ForeignJti.into(),
            TokenKey::Digest(_) => TokenFault::Unknown.into(),
        })
    }
}

impl TokenTree {
    /// The app that one of them was issued to.
    pub fn app_of(&self, token: &TokenRecord) -> &App {
        self.others.iter().find(|app| app.client_id == token.client_id).unwrap_or(&self.app)
    }
}

/// A token with all that it hangs together with.
#[derive(Debug)]
pub struct TokenTree {
    /// The token that was asked for.
    pub asked: Jti,
    /// The app that they were issued to.
    pub app: App,
    /// Other apps, which exchanged some of them.
    pub others: Vec<App>,
    /// The consent they stand on; none where the app acts for itself.
    pub grant: Option<Grant>,
    /// Their family; none without a refresh token.
    pub family: Option<Family>,
    /// The tokens of the family, the oldest first, or the one token.
    pub tokens: Vec<TokenRecord>,
    /// As of when.
    pub now: Timestamp,
}
