//! Sessions of users in browsers.

use crate::authority::error::Result;
use crate::authority::job::Job;
use crate::authority::parts::Authority;
use crate::core::audit::{Attempt, Deed, Verb};
use crate::core::authorization::{Pushed, Session};
use crate::core::ticket::{KNOWN_FOR, Ticket};
use crate::core::{OpaqueKind, SecretText, Timestamp, TokenDigest, UserId};
use crate::host::entropy::random;

impl Authority {
    /// A secret text that nobody has seen.
    pub fn new_text(&self, kind: OpaqueKind) -> Result<SecretText> {
        Ok(kind.mint(&random(&*self.entropy)?))
    }

    /// What time it is, to the second, for doors that write it.
    pub fn moment(&self) -> Timestamp {
        self.now()
    }

    /// The session of this digest, where it holds, and its user is not blocked, and is in the users file where there is one.
    pub fn session(&self, digest: &TokenDigest) -> Result<Option<Session>> {
        let (now, read) = (self.now(), self.store.read()?);
        let session = read.ticket(digest)?.and_then(|ticket| Session::of(&ticket, now));
        let Some(session) = session else { return Ok(None) };
        let is_blocked = read.user(&session.user)?.is_some_and(|user| user.admit().is_err());
        let people = &self.defaults.people;
        let is_gone = !people.is_empty() && people.person(&session.user).is_none();
        Ok(Some(session).filter(|_| !is_blocked && !is_gone))
    }

    /// Begins a session of somebody who has logged in, and ends the one that the browser had. Always under a new text, so that
    /// whoever knew what the browser held before does not know it now. What the browser had come with goes with it.
    pub fn begin_session(user: UserId, before: TokenDigest, pushed: Option<TokenDigest>) -> Job<SecretText> {
        Job::new(Attempt::user(Verb::SessionBegun, &user), move |authority, tx| {
            let (now, text) = (tx.now, authority.new_text(OpaqueKind::Session)?);
            let mut events = Vec::new();
            if let Some(ticket) = pushed.as_ref().map(|digest| tx.take_ticket(digest)).transpose()?.flatten()
                && let Some(held) = Pushed::of(&ticket, now).filter(|held| held.browser == Some(before))
            {
                tx.replace_ticket(&ticket, &held.moved(&ticket, text.digest()))?;
            }
            if let Some(before) = tx.take_ticket(&before)?
                && let Some(old) = Session::of(&before, now)
            {
                tx.replace_ticket(&before, &Ticket { used_at: Some(now), ..before.clone() })?;
                events.push(tx.event(Deed::SessionEnded { user: old.user }, None));
            }
            tx.insert_ticket(&Session::begin(text.digest(), user.clone(), now), over(now))?;
            events.push(tx.event(Deed::SessionBegun { user: user.clone() }, None));
            Ok((text, events))
        })
    }

    /// Ends a session, and says whose it was.
    pub fn end_session(digest: TokenDigest) -> Job<Option<UserId>> {
        Job::new(Attempt::of(Verb::SessionEnded), move |_, tx| {
            let now = tx.now;
            let Some(before) = tx.take_ticket(&digest)? else { return Ok((None, Vec::new())) };
            let Some(session) = Session::of(&before, now) else { return Ok((None, Vec::new())) };
            tx.replace_ticket(&before, &Ticket { used_at: Some(now), ..before.clone() })?;
            let ended = tx.event(Deed::SessionEnded { user: session.user.clone() }, None);
            Ok((Some(session.user), vec![ended]))
        })
    }
}

/// What ended before this is forgotten.
pub(in crate::authority) fn over(now: Timestamp) -> Timestamp {
    Timestamp(now.0.saturating_sub(KNOWN_FOR))
}
