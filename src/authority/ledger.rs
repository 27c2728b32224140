//! Looking into the ledger.

use ipnet::IpNet;

use super::grants::known_user;
use super::revoke::Found;
use super::{Authority, Error, Result, RevokeTarget, apps};
use crate::core::app::AppRef;
use crate::core::verify::{LedgerEntry, Reason};
use crate::core::{
    App, Family, FamilyId, Grant, GrantId, Jti, Scopes, Selector, Standing, Timestamp, TokenRecord, Ttl, UserId,
};
use crate::store::{Page, TokenFilter};

/// Which tokens, as people name them: all conditions hold.
#[derive(Debug, Clone, Default)]
pub struct TokenChoice {
    /// Of this family.
    pub family: Option<FamilyId>,
    /// Under this grant.
    pub grant: Option<GrantId>,
    /// Of this app.
    pub app: Option<AppRef>,
    /// Of this user.
    pub user: Option<UserId>,
    /// Signed with the key whose kid is this or starts with it.
    pub key: Option<String>,
    /// With all of these scopes.
    pub scopes: Scopes,
    /// Issued before this time.
    pub issued_before: Option<Timestamp>,
    /// Issued at this time or later.
    pub issued_after: Option<Timestamp>,
    /// Asked for from this network.
    pub network: Option<IpNet>,
}

/// Which tokens to list.
#[derive(Debug, Clone)]
pub struct TokenQuery {
    /// What they are.
    pub choice: TokenChoice,
    /// Standing so now.
    pub standing: Option<Standing>,
    /// Good now, and ending within this time.
    pub expiring: Option<Ttl>,
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
        let selector = self.selector(&query.choice)?;
        let read = self.store.read()?;
        let ends_before = query.expiring.map(|within| now.plus(within));
        let filter = TokenFilter { selector, standing: query.standing, ends_before, now };
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

    /// The ledger's own words for what people name. Whatever was never seen is an error, because to find nothing would look
    /// like an answer, and to revoke nothing like success.
    pub(super) fn selector(&self, choice: &TokenChoice) -> Result<Selector> {
        let kid = choice.key.as_ref().map(|key| self.key(key)).transpose()?.map(|key| key.kid);
        let read = self.store.read()?;
        let app = choice.app.as_ref().map(|app| apps::find(&*read, app)).transpose()?;
        known_user(&*read, choice.user.as_ref())?;
        if let Some(family) = choice.family {
            read.family(&family)?.ok_or(Error::UnknownFamily(family))?;
        }
        if let Some(grant) = choice.grant {
            read.grant(&grant)?.ok_or(Error::UnknownGrant(grant))?;
        }
        Ok(Selector {
            family: choice.family,
            grant: choice.grant,
            consented: false,
            user: choice.user.clone(),
            app: app.map(|app| app.client_id),
            kid,
            scopes: choice.scopes.clone(),
            issued_before: choice.issued_before,
            issued_after: choice.issued_after,
            network: choice.network,
        })
    }

    /// One token with its app, and as of when.
    pub fn token(&self, target: &RevokeTarget) -> Result<(TokenRecord, App, Timestamp)> {
        let entry = self.entry(target)?;
        Ok((entry.token, entry.app, self.now()))
    }

    /// The consent, the family and all tokens that one token hangs together with.
    pub fn token_tree(&self, target: &RevokeTarget) -> Result<TokenTree> {
        let LedgerEntry { token, grant, app } = self.entry(target)?;
        let read = self.store.read()?;
        let family = token.family.map(|family| read.family(&family)).transpose()?.flatten();
        let tokens = match &family {
            Some(family) => read.family_tokens(&family.id)?,
            None => vec![token.clone()],
        };
        Ok(TokenTree { asked: token.jti, app, grant, family, tokens, now: self.now() })
    }

    fn entry(&self, target: &RevokeTarget) -> Result<LedgerEntry> {
        let found = self.recognise(target)?;
        let read = self.store.read()?;
        match found {
            Found::Jti(jti) => read.entry(&jti)?.ok_or(Error::UnknownToken(jti)),
            Found::Digest(digest) => read.entry_by_digest(&digest)?.ok_or_else(|| Error::Token {
                reason: Reason::UnknownToken,
                detail: "the ledger does not know this token".to_owned(),
            }),
        }
    }
}

/// A token with all that it hangs together with.
#[derive(Debug)]
pub struct TokenTree {
    /// The token that was asked for.
    pub asked: Jti,
    /// The app of all of them.
    pub app: App,
    /// The consent they stand on; none where the app acts for itself.
    pub grant: Option<Grant>,
    /// Their family; none without a refresh token.
    pub family: Option<Family>,
    /// The tokens of the family, the oldest first, or the one token.
    pub tokens: Vec<TokenRecord>,
    /// As of when.
    pub now: Timestamp,
}
