//! Deciding which tokens end with which, before anything is written: a plan and a deed decide alike.

use std::collections::{BTreeMap, BTreeSet};

use super::target::SignedToken;
use crate::authority::error::Result;
use crate::authority::work::Tx;
use crate::core::audit::{Deed, Event, Events};
use crate::core::policy::MAX_LEEWAY;
use crate::core::token::RevokeStep;
use crate::core::{
    Actor, Breakdown, Cause, Denial, Jti, Note, Revocation, RevocationCount, Tally, Timestamp, TokenKind, TokenRecord,
};
use crate::store::{Read, Write};

/// Tokens that are to end at once, each as it was and as it is to be.
pub(super) struct Ending {
    at: Timestamp,
    by: Actor,
    note: Option<Note>,
    rows: BTreeMap<Jti, (TokenRecord, TokenRecord)>,
    denials: BTreeMap<String, Denial>,
    count: RevocationCount,
}

impl Ending {
    /// None yet; they end at this time, by this hand and for this reason.
    pub(super) fn at(at: Timestamp, by: Actor, note: Option<&Note>) -> Self {
        Self {
            at,
            by,
            note: note.cloned(),
            rows: BTreeMap::new(),
            denials: BTreeMap::new(),
            count: RevocationCount::default(),
        }
    }

    /// Ends a token, and with a refresh token its whole family.
    pub(super) fn token(&mut self, read: &(impl Read + ?Sized), token: TokenRecord) -> Result<()> {
        match token.kind {
            TokenKind::Refresh => self.family(read, token, Cause::Family),
            TokenKind::Access | TokenKind::Id => {
                self.one(token, Cause::Token);
                Ok(())
            }
        }
    }

    /// Ends every token of the family that a token belongs to.
    pub(super) fn family(&mut self, read: &(impl Read + ?Sized), token: TokenRecord, cause: Cause) -> Result<()> {
        let members = match &token.family {
            Some(family) => read.family_tokens(family)?,
            None => vec![token],
        };
        for member in members {
            self.one(member, cause);
        }
        Ok(())
    }

    /// Ends tokens whose answer was lost, each by itself: their family goes on.
    pub(super) fn replaced(&mut self, tokens: Vec<TokenRecord>) {
        for token in tokens {
            self.one(token, Cause::Replaced);
        }
    }

    /// Counts a token that the ledger does not know.
    pub(super) fn unknown(&mut self) {
        self.count.unknown += 1;
    }

    /// Ends a token of ours that is in no row. What can be done without a row is to deny it by its id.
    pub(super) fn unlisted(&mut self, read: &(impl Read + ?Sized), token: &SignedToken) -> Result<()> {
        let Some(name) = token.name.clone() else {
            self.unknown();
            return Ok(());
        };
        if self.denials.contains_key(&name) || read.denial(&name)?.is_some() {
            self.count.already_revoked += 1;
        } else if token.expires_at.0.saturating_add(MAX_LEEWAY) <= self.at.0 {
            // Nobody accepts it any more, whatever difference of clocks is forgiven, and it may be one that was pruned.
            self.unknown();
        } else {
            self.count.revoked += 1;
            self.count.denied += 1;
            let (by, note) = (self.by.clone(), self.note.clone());
            let revocation = Revocation { at: self.at, by, cause: Cause::Token, note };
            let (kid, expires_at) = (token.kid.clone(), token.expires_at);
            self.denials.insert(name.clone(), Denial { jti: name, kid, expires_at, revocation });
        }
        Ok(())
    }

    fn one(&mut self, before: TokenRecord, cause: Cause) {
        // One that was named before is revoked by then.
        if self.rows.contains_key(&before.jti) {
            self.count.already_revoked += 1;
            return;
        }
        let revocation = Revocation { at: self.at, by: self.by.clone(), cause, note: self.note.clone() };
        match before.clone().revoke(revocation) {
            RevokeStep::Revoked(after) => {
                self.count.revoked += 1;
                self.rows.insert(before.jti, (before, *after));
            }
            RevokeStep::Already => self.count.already_revoked += 1,
            RevokeStep::Ended => self.count.expired += 1,
        }
    }

    /// Takes tokens that are to end, so that nobody else replaces them or adds to their families until it is done: families
    /// first, each kind in the order of its ids. Gives them as they are then.
    pub(super) fn take(tx: &(impl Write + ?Sized), found: &[TokenRecord]) -> Result<Vec<TokenRecord>> {
        for family in found.iter().filter_map(|token| token.family).collect::<BTreeSet<_>>() {
            tx.take_family(&family)?;
        }
        let mut taken = BTreeMap::new();
        for jti in found.iter().map(|token| token.jti).collect::<BTreeSet<_>>() {
            taken.insert(jti, tx.take_token(&jti)?);
        }
        // In the order in which they were named, and as often.
        Ok(found.iter().filter_map(|token| taken[&token.jti].clone()).collect())
    }

    /// What it comes to.
    pub(super) fn count(&self) -> RevocationCount {
        self.count
    }

    /// Whose those are that are to end, and of what kind.
    pub(super) fn breakdown(&self, read: &dyn Read) -> Result<Breakdown> {
        let mut tally = Tally::default();
        self.rows.values().for_each(|(before, _)| tally.count(before));
        named(tally, read)
    }

    /// The tokens that are to be denied.
    pub(super) fn denials(&self) -> impl Iterator<Item = &Denial> {
        self.denials.values()
    }

    /// The tokens of the ledger that are to end.
    pub(super) fn jtis(&self) -> Vec<Jti> {
        self.rows.keys().copied().collect()
    }

    /// The record of what was done, where anything was.
    pub(super) fn record(&self, tx: &Tx<'_>) -> Option<Events> {
        tx.all(self.events(tx))
    }

    /// What was done, one by one.
    pub(super) fn events(&self, tx: &Tx<'_>) -> Vec<Event> {
        let note = self.note.as_ref();
        let (jtis, tokens) = (self.jtis(), self.count);
        let revoked = (!jtis.is_empty()).then(|| tx.event(Deed::TokensRevoked { jtis, tokens }, note));
        let denied = self.denials().map(|denial| {
            let Denial { jti, kid, .. } = denial.clone();
            tx.event(Deed::TokenDenied { jti, kid }, note)
        });
        revoked.into_iter().chain(denied).collect()
    }

    /// Writes what was decided.
    pub(super) fn write(&self, tx: &mut (impl Write + ?Sized)) -> Result<()> {
        self.rows.values().try_for_each(|(before, after)| tx.replace_token(before, after))?;
        Ok(self.denials.values().try_for_each(|denial| tx.insert_denial(denial))?)
    }
}

/// What a tally comes to, with the names of the apps that the ledger has.
pub(super) fn named(tally: Tally, read: &dyn Read) -> Result<Breakdown> {
    let apps = read.apps_of(&tally.client_ids())?;
    Ok(tally.breakdown(|id| apps.iter().find(|app| app.client_id == *id).map(|app| app.name.clone())))
}
