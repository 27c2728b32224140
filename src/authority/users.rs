//! Users: what is kept of them, blocking them, and forgetting them.

use std::collections::BTreeSet;

use super::error::{Error, Result};
use super::grants::known_user;
use super::parts::Authority;
use super::work::{Change, Tx};
use crate::core::audit::{Attempt, Changed, Deed, Event, Verb};
use crate::core::near;
use crate::core::{
    Breakdown, Caller, Cause, Directory, GrantCount, GrantFilter, Mode, Note, Refusal, Revocation, RevocationCount,
    Selector, Timestamp, User, UserChange, UserId,
};
use crate::store::Read;

/// So many letters of a name are gone through for users that begin with them.
const LOOKED_AT: usize = 16;
/// So many users that begin alike are looked at, for each letter.
const ALIKE: u32 = 200;
/// So many users of all.
const FIRST: u32 = 2_000;

/// A user, and what they have.
#[derive(Debug)]
pub struct UserStanding {
    /// The user.
    pub user: User,
    /// Their tokens that are good now.
    pub live_tokens: u64,
    /// Their consents that stand.
    pub grants: u64,
}

/// A user who was blocked.
#[derive(Debug)]
pub struct BlockedUser {
    /// The user.
    pub user: User,
    /// Whether nobody has heard of them before, who may be mistyped.
    pub is_new: bool,
}

/// A user who was forgotten, or would be, and what goes with them.
#[derive(Debug)]
pub struct UserEnd {
    /// The user.
    pub user: User,
    /// Their tokens.
    pub tokens: RevocationCount,
    /// The consents that they gave.
    pub grants: GrantCount,
    /// How many claims were kept of them.
    pub claims: usize,
    /// Of a plan: to which apps those tokens are that would end, and of what kind.
    pub breakdown: Breakdown,
}

impl Authority {
    /// Changes what is kept of a user: claims that tokens issued or refreshed from now on have, where nobody says otherwise.
    pub fn set_user(&self, caller: &Caller, name: &UserId, change: &UserChange) -> Result<User> {
        let attempt = Some(Attempt::user(Verb::UserSet, name));
        self.asked(caller, attempt, |asked| {
            asked.work(|tx| {
                let before = take(tx, name)?;
                let after = before.clone().with(change);
                if after == before {
                    return Ok(Change::Nothing(after));
                }
                let set = changed(&before, &after);
                let gone =
                    before.claims.keys().filter(|name| !after.claims.contains_key(name)).map(str::to_owned).collect();
                keep(tx, &before, &after)?;
                let deed = Deed::UserSet { user: name.clone(), set, unset: gone };
                Ok(Change::Made(after, tx.did(deed, None)))
            })
        })
    }

    /// Blocks a user: nothing is issued, refreshed or verified for them until the block ends. Nobody need have heard of them.
    pub fn block_user(&self, caller: &Caller, name: &UserId, note: &Note) -> Result<BlockedUser> {
        let attempt = Some(Attempt::user(Verb::UserBlocked, name));
        self.asked(caller, attempt, |asked| {
            asked.urgent_work(|tx| {
                let is_new = !tx.knows_user(name)?;
                let before = take(tx, name)?;
                let user = before.clone().block(note.clone(), caller.actor(), tx.now)?;
                keep(tx, &before, &user)?;
                let deed = Deed::UserBlocked { user: name.clone() };
                let did = tx.did(deed, Some(note)).changed(Changed::state("active", "blocked"));
                Ok(Change::Made(BlockedUser { user, is_new }, did))
            })
        })
    }

    /// Ends the block of a user. What they had before is good again, if it has not ended by itself.
    pub fn unblock_user(&self, caller: &Caller, name: &UserId) -> Result<User> {
        let attempt = Some(Attempt::user(Verb::UserUnblocked, name));
        self.asked(caller, attempt, |asked| {
            asked.work(|tx| {
                known_user(tx.reads(), Some(name))?;
                let before = take(tx, name)?;
                let after = before.clone().unblock()?;
                keep(tx, &before, &after)?;
                let did = tx.did(Deed::UserUnblocked { user: name.clone() }, None);
                Ok(Change::Made(after, did.changed(Changed::state("blocked", "active"))))
            })
        })
    }

    /// Forgets a user: what is kept of them goes, and their tokens and consents end with it. A block stays. A plan says what
    /// would end.
    pub fn delete_user(&self, caller: &Caller, name: &UserId, note: Option<&Note>, mode: Mode) -> Result<UserEnd> {
        let attempt = mode.is_attempt().then(|| Attempt::user(Verb::UserDeleted, name));
        self.asked(caller, attempt, |asked| {
            if mode.is_plan() {
                let (now, read) = (self.now(), self.store.read()?);
                let user = find(&*read, name, now)?;
                let breakdown = read.breakdown(&everything_of(name), now)?;
                return Ok(UserEnd { breakdown, ..end_of(&*read, user, now)? });
            }
            asked.work(|tx| {
                known_user(tx.reads(), Some(name))?;
                let (now, before) = (tx.now, take(tx, name)?);
                let end = end_of(tx.reads(), before.clone(), now)?;
                let after = before.clone().forgotten();
                let revocation = Revocation { at: now, by: caller.actor(), cause: Cause::User, note: note.cloned() };
                keep(tx, &before, &after)?;
                tx.end_sessions(name, now)?;
                tx.revoke_grants(&GrantFilter { user: Some(name.clone()), ..GrantFilter::default() }, &revocation)?;
                tx.revoke_tokens(&everything_of(name), &revocation)?;
                let deed = Deed::UserDeleted { user: name.clone(), tokens: end.tokens };
                Ok(Change::Made(UserEnd { user: after, ..end }, tx.did(deed, note)))
            })
        })
    }

    /// The users that are mostly meant by a name which nobody has. Not all are looked at: those that begin alike, and the first
    /// ones of all.
    pub fn users_like(&self, name: &UserId) -> Result<Vec<String>> {
        let (read, name) = (self.store.read()?, name.as_str());
        let starts = name.char_indices().take(LOOKED_AT).map(|(end, _)| &name[..end]);
        let mut users = BTreeSet::new();
        for start in starts {
            let most = if start.is_empty() { FIRST } else { ALIKE };
            users.extend(read.users_from(start, most)?.into_iter().map(|user| user.to_string()));
        }
        users.remove(name);
        Ok(near::meant(name, users.iter().map(String::as_str)).into_iter().map(str::to_owned).collect())
    }

    /// Every user of whom something is kept, or who is blocked, by name.
    pub fn users(&self) -> Result<Vec<User>> {
        Ok(self.store.read()?.users()?)
    }

    /// One user, and what they have. One of whom nothing is kept is a user too, where a token was ever issued for them.
    pub fn user(&self, name: &UserId) -> Result<UserStanding> {
        let (now, read) = (self.now(), self.store.read()?);
        let user = find(&*read, name, now)?;
        let end = end_of(&*read, user, now)?;
        Ok(UserStanding { user: end.user, live_tokens: end.tokens.revoked, grants: end.grants.revoked })
    }
}

/// A user to look at, of whom a token may have been issued and nothing be kept. Where that is so all users are looked at: they may
/// be one of them, and not be known by their name any more.
fn find(read: &dyn Read, name: &UserId, now: Timestamp) -> Result<User> {
    if let Some(user) = read.user(name)? {
        return Ok(user);
    }
    read.users()?;
    known_user(read, Some(name))?;
    Ok(User::nobody(name.clone(), now))
}

/// The names of the claims that differ, or are new.
fn changed(before: &User, after: &User) -> Vec<String> {
    let differs = |(name, value): &(&str, &serde_json::Value)| before.claims.get(name) != Some(value);
    after.claims.iter().filter(differs).map(|(name, _)| name.to_owned()).collect()
}

/// What is kept of a user, to replace it.
fn take(tx: &Tx<'_>, name: &UserId) -> Result<User> {
    Ok(tx.take_user(name)?.unwrap_or_else(|| User::nobody(name.clone(), tx.now)))
}

/// Keeps of a user what is now to be kept. Of whom that is nothing there is no row.
fn keep(tx: &mut Tx<'_>, before: &User, after: &User) -> Result<()> {
    match (before.is_nobody(), after.is_nobody()) {
        (true, true) => {}
        (true, false) => tx.insert_user(after)?,
        (false, true) => tx.remove_user(before)?,
        (false, false) if before != after => tx.replace_user(before, after)?,
        (false, false) => {}
    }
    Ok(())
}

fn everything_of(name: &UserId) -> Selector {
    Selector { user: Some(name.clone()), ..Selector::default() }
}

fn end_of(read: &(impl Read + ?Sized), user: User, now: Timestamp) -> Result<UserEnd> {
    let tokens = read.count_tokens(&everything_of(&user.name), now)?;
    let grants = read.count_grants(&GrantFilter { user: Some(user.name.clone()), ..GrantFilter::default() })?;
    Ok(UserEnd { claims: user.claims.len(), user, tokens, grants, breakdown: Breakdown::default() })
}

/// Blocks a user who is blocked elsewhere, and says whether they were not blocked here.
pub(super) fn block_as_elsewhere(
    tx: &mut Tx<'_>,
    caller: &Caller,
    name: &UserId,
    note: &Note,
    done: &mut Vec<Event>,
) -> Result<bool> {
    let before = take(tx, name)?;
    let Ok(after) = before.clone().block(note.clone(), caller.actor(), tx.now) else { return Ok(false) };
    keep(tx, &before, &after)?;
    done.push(tx.event(Deed::UserBlocked { user: name.clone() }, Some(note)));
    Ok(true)
}

/// The user for whom a token is asked, if something is known of them; the error that says so where they are blocked.
pub(super) fn admitted(user: Option<User>) -> Result<Option<User>> {
    let refused: Option<Refusal> = user.as_ref().and_then(|user| user.admit().err());
    refused.map_or(Ok(user), |refusal| Err(Error::Refused(refusal)))
}

/// What is known of a user: what the ledger keeps of them, and beneath it what the users file says. Nothing for an app that acts
/// for itself, and where nobody says anything.
pub(super) fn known(people: &Directory, name: Option<&UserId>, kept: Option<User>, now: Timestamp) -> Option<User> {
    match name.and_then(|name| Some((name, people.person(name)?))) {
        Some((name, person)) => Some(kept.unwrap_or_else(|| User::nobody(name.clone(), now)).over(person)),
        None => kept,
    }
}
