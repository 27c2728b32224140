//! Consents: looking at them, and withdrawing them with everything that stands on them.

use super::apps;
use super::error::{Error, Result};
use super::last_use::{Idle, second};
use super::listed::{self, ListParts};
use super::parts::Authority;
use super::work::Change;
use crate::core::app::AppRef;
use crate::core::audit::{Attempt, Deed, Target, Verb};
use crate::core::{
    App, Breakdown, Caller, Cause, Grant, GrantCount, GrantFilter, GrantId, GrantState, Mode, Note, Revocation,
    RevocationCount, Selector, Timestamp, UserId,
};
use crate::store::{LastUses, Page, Read};

/// Which grants to list.
#[derive(Debug, Clone)]
pub struct GrantQuery {
    /// Of this user.
    pub user: Option<UserId>,
    /// To this app.
    pub app: Option<AppRef>,
    /// Standing, or revoked.
    pub active: Option<bool>,
    /// Not used for so long.
    pub idle: Option<Idle>,
    /// Older than this one.
    pub after: Option<GrantId>,
    /// At most this many; all there are, in parts, where that is not said.
    pub limit: Option<u32>,
}

/// A part of the list of grants.
#[derive(Debug)]
pub struct GrantPage {
    /// The grants, the newest first, each with its app.
    pub grants: Vec<(Grant, App)>,
    /// Where the next part starts; none at the end.
    pub next: Option<GrantId>,
    /// When each was last used, where they are chosen by that.
    pub last_used: Option<Vec<Option<Timestamp>>>,
}

/// Which grant to look at.
#[derive(Debug, Clone)]
pub enum GrantChoice {
    /// This one.
    Id(GrantId),
    /// The one that stands between a user and an app; where none does, the last that was revoked.
    Last {
        /// The user.
        user: UserId,
        /// The app.
        app: AppRef,
    },
}

/// Which grants to revoke.
#[derive(Debug, Clone)]
pub enum GrantTarget {
    /// One.
    Id(GrantId),
    /// Those of a user, to an app, or of both.
    Matching {
        /// The user.
        user: Option<UserId>,
        /// The app.
        app: Option<AppRef>,
    },
}

impl GrantTarget {
    /// The attempt to end it.
    fn attempt(&self) -> Attempt {
        match self {
            Self::Id(grant) => Attempt { verb: Verb::GrantsRevoked, target: Target::Named("grant", grant.to_string()) },
            Self::Matching { app: Some(app), .. } => Attempt::app(Verb::GrantsRevoked, app),
            Self::Matching { user: Some(user), .. } => Attempt::user(Verb::GrantsRevoked, user),
            Self::Matching { .. } => Attempt::of(Verb::GrantsRevoked),
        }
    }
}

/// What a withdrawal ended, or would end.
#[derive(Debug)]
pub struct GrantEnd {
    /// The grants.
    pub grants: GrantCount,
    /// The tokens under them.
    pub tokens: RevocationCount,
    /// The revocation that stands already, where one grant was named and it was revoked before.
    pub stands: Option<Revocation>,
    /// Of a plan: whose those tokens are that would end, and of what kind.
    pub breakdown: Breakdown,
}

impl Authority {
    /// Lists grants, the newest first, part by part: see `ListParts`. An app or user that was never seen is an error, as for
    /// tokens.
    pub fn grants<'a>(&'a self, query: &GrantQuery) -> Result<impl Iterator<Item = Result<GrantPage>> + 'a> {
        let filter = {
            let read = self.store.read()?;
            let app = query.app.as_ref().map(|app| apps::find(&*read, app)).transpose()?;
            known_user(&*read, query.user.as_ref())?;
            GrantFilter { id: None, user: query.user.clone(), app: app.map(|app| app.client_id), active: query.active }
        };
        let (idle, now) = (query.idle, self.now());
        let uses = idle.map(|_| self.last_uses()).transpose()?.flatten();
        Ok(ListParts::new(query.after, query.limit, move |page: &Page<GrantId>| {
            let read = self.store.read()?;
            let last = |grant: &Grant| self.grant_last_used(grant, uses.as_deref());
            let found = match idle {
                None => read.grants(&filter, &listed::with_one_more(page))?,
                Some(idle) => listed::chosen(
                    page,
                    |page| Ok(read.grants(&filter, page)?),
                    |last| last.id,
                    |grant| Ok::<_, Error>(idle.holds(last(grant)?, grant.granted_at, now)),
                )?,
            };
            let (grants, next) = listed::cut(found, page, |last| last.id);
            let last_used = idle.map(|_| grants.iter().map(last).collect::<Result<_>>()).transpose()?;
            let grants = apps::each_with_its_own(&*read, grants, |grant| &grant.client_id)?;
            Ok((GrantPage { grants, next, last_used }, next))
        }))
    }

    /// When a token under a consent was last used, by this record.
    pub fn grant_last_used(&self, grant: &Grant, uses: Option<&dyn LastUses>) -> Result<Option<Timestamp>> {
        Ok(uses.map(|uses| uses.grant(&grant.client_id, &grant.user)).transpose()?.flatten().map(second))
    }

    /// One grant with its app, and what stands on it now.
    pub fn grant(&self, choice: &GrantChoice) -> Result<(Grant, App, RevocationCount)> {
        let now = self.now();
        let read = self.store.read()?;
        let grant = match choice {
            GrantChoice::Id(id) => read.grant(id)?.ok_or(Error::UnknownGrant(*id))?,
            GrantChoice::Last { user, app } => last(&*read, user, app)?,
        };
        let app = apps::find(&*read, &AppRef::ClientId(grant.client_id.clone()))?;
        let tokens = read.count_tokens(&Selector { grant: Some(grant.id), ..Selector::default() }, now)?;
        Ok((grant, app, tokens))
    }

    /// Withdraws consents, with every token that stands on them. Withdrawing twice changes nothing and is no error. A plan
    /// says what would end.
    pub fn revoke_grants(
        &self,
        caller: &Caller,
        target: &GrantTarget,
        note: Option<&Note>,
        mode: Mode,
    ) -> Result<GrantEnd> {
        let attempt = mode.is_attempt().then(|| target.attempt());
        self.asked(caller, attempt, |asked| {
            if mode.is_plan() {
                let read = self.store.read()?;
                let (filter, selector) = meant(&*read, target)?;
                let now = self.now();
                let breakdown = read.breakdown(&selector, now)?;
                return Ok(GrantEnd { breakdown, ..end_of(&*read, &filter, &selector, now)? });
            }
            asked.work(|tx| {
                let (filter, selector) = meant(&**tx, target)?;
                let end = end_of(&**tx, &filter, &selector, tx.now)?;
                let (at, by) = (tx.now, caller.actor());
                let revocation = Revocation { at, by, cause: Cause::Grant, note: note.cloned() };
                tx.revoke_grants(&filter, &revocation)?;
                tx.revoke_tokens(&selector, &revocation)?;
                let GrantFilter { id: grant, user, app: client_id, .. } = filter;
                let deed = Deed::GrantsRevoked { grant, user, client_id, tokens: end.tokens };
                Ok(Change::Made(end, tx.did(deed, note)))
            })
        })
    }
}

fn last(read: &dyn Read, user: &UserId, app: &AppRef) -> Result<Grant> {
    let app = apps::find(read, app)?;
    known_user(read, Some(user))?;
    let filter = |active| GrantFilter {
        id: None,
        user: Some(user.clone()),
        app: Some(app.client_id.clone()),
        active: Some(active),
    };
    let newest = Page { after: None, limit: 1 };
    for active in [true, false] {
        if let Some(grant) = read.grants(&filter(active), &newest)?.pop() {
            return Ok(grant);
        }
    }
    Err(Error::NoGrant { user: user.clone(), app: app.name })
}

/// The grants that are meant, and the tokens that stand on them.
fn meant(read: &(impl Read + ?Sized), target: &GrantTarget) -> Result<(GrantFilter, Selector)> {
    let (filter, selector) = (GrantFilter::default(), Selector::default());
    match target {
        GrantTarget::Id(id) => {
            read.grant(id)?.ok_or(Error::UnknownGrant(*id))?;
            Ok((GrantFilter { id: Some(*id), ..filter }, Selector { grant: Some(*id), ..selector }))
        }
        GrantTarget::Matching { user, app } => {
            known_user(read, user.as_ref())?;
            let found = app.as_ref().map(|app| read.app(app)).transpose()?;
            let app = match (found, app) {
                (Some(None), Some(app)) => return Err(Error::UnknownApp(app.clone())),
                (found, _) => found.flatten().map(|app| app.client_id),
            };
            let filter = GrantFilter { user: user.clone(), app: app.clone(), ..filter };
            Ok((filter, Selector { user: user.clone(), app, consented: true, ..selector }))
        }
    }
}

fn end_of(read: &(impl Read + ?Sized), filter: &GrantFilter, selector: &Selector, now: Timestamp) -> Result<GrantEnd> {
    let named = filter.id.map(|id| read.grant(&id)).transpose()?.flatten();
    let stands = named.and_then(|grant| match grant.state {
        GrantState::Revoked(revocation) => Some(revocation),
        GrantState::Active => None,
    });
    let (grants, tokens) = (read.count_grants(filter)?, read.count_tokens(selector, now)?);
    Ok(GrantEnd { grants, tokens, stands, breakdown: Breakdown::default() })
}

/// A user whom nobody knows is more likely mistyped than meant.
pub(super) fn known_user(read: &(impl Read + ?Sized), user: Option<&UserId>) -> Result<()> {
    match user {
        Some(user) if !read.knows_user(user)? => Err(Error::UnknownUser(user.clone())),
        _ => Ok(()),
    }
}
