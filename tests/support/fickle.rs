//! A store whose commits fail as those of a server can: undone for others, or with their answer lost.

use std::collections::VecDeque;
use std::num::NonZeroUsize;
use std::sync::{Mutex, PoisonError};

use mintage::core::Mark;
use mintage::core::app::AppRef;
use mintage::core::audit::tree::Hash;
use mintage::core::audit::{EventFilter, Events, History, LogReport, Recorded, Thing};
use mintage::core::picture::{End, TokenTally};
use mintage::core::proof::ProofUse;
use mintage::core::revocations::Revocations;
use mintage::core::risk::LiveCount;
use mintage::core::ticket::Ticket;
use mintage::core::verify::{LedgerEntry, LedgerFacts};
use mintage::core::{
    Algorithm, App, AppSecret, Breakdown, ClientId, Denial, Family, FamilyId, Grant, GrantCount, GrantFilter, GrantId,
    Jti, KeyRecord, KeyUsage, Kid, Revocation, RevocationCount, Selector, Timestamp, TokenDigest, TokenRecord, User,
    UserId,
};
use mintage::store::{
    CountFrom, Location, Page, PruneCursor, PruneUntil, PrunedRows, Read, ReadApps, ReadChanges, ReadFigures,
    ReadGrants, ReadKeys, ReadMark, ReadProofs, ReadTickets, ReadTokens, ReadUsers, Result, Store, StoreError,
    StoreFault, TokenFilter, Write, WriteApps, WriteGrants, WriteKeys, WriteMark, WriteTickets, WriteTokens,
    WriteUsers,
};

/// What a commit comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It is kept.
    Kept,
    /// It is undone, and may be tried again.
    Retry,
    /// The answer is lost, and it is kept or not.
    Unknown {
        /// Which of the two.
        kept: bool,
    },
}

/// A store whose commits come to what it was told, and are kept after that.
pub struct Fickle {
    inner: Box<dyn Store>,
    outcomes: Mutex<VecDeque<Outcome>>,
}

impl Fickle {
    /// A store of which the first commits come to this.
    pub fn new(inner: Box<dyn Store>, outcomes: impl IntoIterator<Item = Outcome>) -> Self {
        Self { inner, outcomes: Mutex::new(outcomes.into_iter().collect()) }
    }

    fn next(&self) -> Outcome {
        let next = self.outcomes.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
        next.unwrap_or(Outcome::Kept)
    }
}

impl Store for Fickle {
    fn at(&self) -> &Location {
        self.inner.at()
    }

    fn read(&self) -> Result<Box<dyn Read + '_>> {
        self.inner.read()
    }

    fn another(&self, threads: NonZeroUsize) -> Box<dyn Fn() -> Box<dyn Store> + Send + Sync> {
        self.inner.another(threads)
    }

    fn prepare(&self) -> Result<()> {
        self.inner.prepare()
    }

    fn use_proof(&self, used: &ProofUse, over: Timestamp) -> Result<bool> {
        self.inner.use_proof(used, over)
    }

    fn write(&self) -> Result<Box<dyn Write + '_>> {
        Ok(Box::new(Doubtful { inner: self.inner.write()?, store: self }))
    }
}

/// A transaction that may not come to what it says.
struct Doubtful<'s> {
    inner: Box<dyn Write + 's>,
    store: &'s Fickle,
}

impl Write for Doubtful<'_> {
    fn commit(self: Box<Self>, done: &Events) -> Result<Mark> {
        let Self { inner, store } = *self;
        let fault = match store.next() {
            Outcome::Kept => return inner.commit(done),
            Outcome::Retry => StoreFault::Retry,
            Outcome::Unknown { kept } => {
                if kept {
                    inner.commit(done)?;
                }
                StoreFault::Unknown
            }
        };
        Err(StoreError { at: store.at().clone(), fault })
    }
}

/// Passes every question and every change on.
macro_rules! pass_on {
    ($($part:ident {
        $(ask $ask:ident($($a:ident: $of:ty),*) -> $answer:ty;)*
        $(tell $tell:ident($($b:ident: $by:ty),*) -> $done:ty;)*
    })*) => {
        $(impl $part for Doubtful<'_> {
            $(fn $ask(&self, $($a: $of),*) -> Result<$answer> {
                self.inner.$ask($($a),*)
            })*
            $(fn $tell(&mut self, $($b: $by),*) -> Result<$done> {
                self.inner.$tell($($b),*)
            })*
        })*
    };
}

pass_on! {
    ReadMark {
        ask mark() -> Mark;
    }
    WriteMark {
        tell replace_mark(before: &Mark, after: &Mark) -> ();
        tell prune_log(events: u64) -> ();
    }
    ReadApps {
        ask app(app: &AppRef) -> Option<App>;
        ask apps() -> Vec<App>;
        ask apps_of(ids: &[ClientId]) -> Vec<App>;
        ask app_by_secret(digest: &TokenDigest) -> Option<App>;
        ask secrets(app: &ClientId) -> Vec<AppSecret>;
    }
    WriteApps {
        ask hold_app(app: &AppRef) -> Option<App>;
        ask take_app(app: &AppRef) -> Option<App>;
        tell insert_app(app: &App, secret: Option<&TokenDigest>) -> ();
        tell replace_app(before: &App, after: &App) -> ();
        tell insert_secret(app: &ClientId, secret: &AppSecret) -> ();
        tell replace_secret(before: &AppSecret, after: &AppSecret) -> ();
    }
    ReadKeys {
        ask key(kid: &Kid) -> Option<KeyRecord>;
        ask key_with_successor(kid: &Kid) -> Option<(KeyRecord, Option<Timestamp>)>;
        ask keys() -> Vec<KeyRecord>;
        ask active_key(algorithm: Algorithm) -> Option<KeyRecord>;
        ask signing_keys(algorithm: Algorithm) -> Vec<KeyRecord>;
        ask key_usage(kid: &Kid, now: Timestamp) -> KeyUsage;
        ask key_uses(kid: Option<&Kid>, now: Timestamp) -> Vec<mintage::core::key::KeyAppUse>;
    }
    WriteKeys {
        ask hold_active_key(algorithm: Algorithm) -> Option<KeyRecord>;
        ask take_active_key(algorithm: Algorithm) -> Option<KeyRecord>;
        ask take_key(kid: &Kid) -> Option<KeyRecord>;
        ask take_signing_keys(algorithm: Algorithm) -> Vec<KeyRecord>;
        tell insert_key(key: &KeyRecord) -> ();
        tell replace_key(before: &KeyRecord, after: &KeyRecord) -> ();
    }
    ReadUsers {
        ask user(name: &UserId) -> Option<User>;
        ask users() -> Vec<User>;
    }
    WriteUsers {
        ask hold_user(name: &UserId) -> Option<User>;
        ask take_user(name: &UserId) -> Option<User>;
        tell insert_user(user: &User) -> ();
        tell replace_user(before: &User, after: &User) -> ();
        tell remove_user(before: &User) -> ();
    }
    ReadGrants {
        ask active_grant(app: &ClientId, user: &UserId) -> Option<Grant>;
        ask grant(id: &GrantId) -> Option<Grant>;
        ask grants(filter: &GrantFilter, page: &Page<GrantId>) -> Vec<Grant>;
        ask count_grants(filter: &GrantFilter) -> GrantCount;
        ask knows_user(user: &UserId) -> bool;
        ask users_from(from: &str, most: u32) -> Vec<UserId>;
    }
    WriteGrants {
        ask hold_grant(id: &GrantId) -> Option<Grant>;
        ask take_active_grant(app: &ClientId, user: &UserId) -> Option<Grant>;
        tell insert_grant(grant: &Grant) -> ();
        tell replace_grant(before: &Grant, after: &Grant) -> ();
        tell revoke_grants(filter: &GrantFilter, revocation: &Revocation) -> ();
    }
    ReadChanges {
        ask history(thing: &Thing, moments: &[Timestamp], most: u32) -> History;
        ask events_before(at: Timestamp) -> u64;
        ask log_size() -> (u64, u64);
        ask node(node: u64) -> Option<Hash>;
        ask look_over_log() -> LogReport;
        ask event(id: u64) -> Option<Recorded>;
        ask events(filter: &EventFilter, page: &Page<u64>) -> Vec<Recorded>;
        ask events_after(filter: &EventFilter, after: u64, most: u32) -> Vec<Recorded>;
    }
    ReadFigures {
        ask first_and_last() -> Option<(Jti, Jti)>;
        ask are_few(ends_after: Timestamp, few: u32) -> bool;
        ask count(from: CountFrom, most: u32, tally: &mut TokenTally) -> Option<CountFrom>;
        ask count_live(from: CountFrom, now: Timestamp, most: u32, count: &mut LiveCount) -> Option<CountFrom>;
        ask ending(now: Timestamp, most: u32) -> Vec<End>;
    }
    ReadProofs {
        ask is_proof_used(digest: &TokenDigest) -> bool;
    }
    ReadTickets {
        ask ticket(digest: &TokenDigest) -> Option<Ticket>;
        ask ticket_by_alias(alias: &TokenDigest) -> Option<Ticket>;
    }
    WriteTickets {
        ask take_ticket(digest: &TokenDigest) -> Option<Ticket>;
        tell insert_ticket(ticket: &Ticket, over: Timestamp) -> ();
        tell replace_ticket(before: &Ticket, after: &Ticket) -> ();
        tell end_sessions(user: &UserId, at: Timestamp) -> u64;
        tell use_once(used: &ProofUse, over: Timestamp) -> bool;
    }
    ReadTokens {
        ask token(jti: &Jti) -> Option<TokenRecord>;
        ask shown_as(jti: &str) -> Option<Jti>;
        ask ids_between(of: mintage::core::id_name::IdOf, low: &[u8; 16], high: &[u8; 16], most: u32) -> Vec<[u8; 16]>;
        ask ids_beside(of: mintage::core::id_name::IdOf, id: &[u8; 16]) -> Vec<[u8; 16]>;
        ask token_by_digest(digest: &TokenDigest) -> Option<TokenRecord>;
        ask facts(jti: &Jti) -> Option<LedgerFacts>;
        ask entry(jti: &Jti) -> Option<LedgerEntry>;
        ask entry_by_digest(digest: &TokenDigest) -> Option<LedgerEntry>;
        ask family(id: &FamilyId) -> Option<Family>;
        ask family_tokens(id: &FamilyId) -> Vec<TokenRecord>;
        ask tokens(filter: &TokenFilter, page: &Page) -> Vec<TokenRecord>;
        ask count_tokens(selector: &Selector, now: Timestamp) -> RevocationCount;
        ask revocations(since: Timestamp, most: u32) -> Revocations;
        ask breakdown(selector: &Selector, now: Timestamp) -> Breakdown;
        ask prunable_breakdown(until: PruneUntil) -> Breakdown;
        ask denial(jti: &str) -> Option<Denial>;
        ask prunable(until: PruneUntil) -> PrunedRows;
    }
    WriteTokens {
        ask take_family(id: &FamilyId) -> Option<Family>;
        ask take_token(jti: &Jti) -> Option<TokenRecord>;
        ask take_token_by_digest(digest: &TokenDigest) -> Option<TokenRecord>;
        tell insert_family(family: &Family) -> ();
        tell insert_tokens(tokens: &[TokenRecord]) -> ();
        tell insert_denial(denial: &Denial) -> ();
        tell replace_token(before: &TokenRecord, after: &TokenRecord) -> ();
        tell revoke_tokens(selector: &Selector, revocation: &Revocation) -> ();
        tell prune(until: PruneUntil, after: PruneCursor, most: u32) -> (PrunedRows, Option<PruneCursor>);
    }
}
