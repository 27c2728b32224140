//! The leak drill: whose tokens are in a text, and ending those that are still good.
//!
//! The text may be gigabytes from a slow pipe: it is read once, in parts; the ledger is asked in short transactions in
//! between, so that nobody waits for the drill; and what is kept of it does not grow with the text.

use std::collections::{HashMap, HashSet};
use std::io::Read;
use std::sync::Arc;

use super::ending::{Ending, named};
use super::leak::{KnownToken, Leak, UnknownToken, What, foreign, tail};
use super::target::SignedToken;
use super::used::of_row;
use crate::authority::error::{Error, Result};
use crate::authority::parts::Authority;
use crate::authority::work::Change;
use crate::core::access::{AccessDoor, AccessEvent};
use crate::core::audit::{Attempt, Verb};
use crate::core::jose::UntrustedToken;
use crate::core::verify::{LedgerEntry, Reason, Use};
use crate::core::{
    AccessContext, App, AppSecret, Breakdown, Caller, GrantState, Jti, KeyRecord, KeyState, Note, OpaqueKind,
    RevocationCount, Standing, Tally, Timestamp, TokenDigest, TokenKind, TokenRecord,
};
use crate::host::text::read_ahead;
use crate::inspect::leak::{Find, Finder, Form, Position, RECENT, Seen};
use crate::keys::VerificationKey;
use crate::store::{Read as LedgerRead, StoreError};

/// So many distinct finds are kept; further ones are only counted, and ended.
pub const MAX_FINDS: usize = 100_000;
/// How much of a text within another is looked at at once, at first.
const WITHIN: usize = 256 * 1024;
/// How many finds the ledger is asked for in one transaction.
const AT_ONCE: usize = 512;

/// What to do with the tokens of ours that are still good.
#[derive(Debug, Clone)]
pub enum DrillEnd {
    /// Nothing.
    Tell,
    /// Count what ending them would end.
    Plan,
    /// End them; a refresh token with its family.
    Revoke {
        /// Why.
        note: Option<Note>,
    },
}

/// What was found so far.
pub struct Drill {
    caller: Caller,
    end: DrillEnd,
    keys: HashMap<String, HomeKey>,
    /// The rows of what was found of late, by where the finder remembers it.
    recent: Vec<Option<usize>>,
    index: HashMap<[u8; 32], usize>,
    by_jti: HashMap<Jti, usize>,
    /// What is to be looked up: in which row it goes, if one is kept.
    pending: Vec<(Option<usize>, Want)>,
    /// Good tokens that are not ended yet.
    live: HashSet<Jti>,
    /// What ending them would end.
    planned: HashSet<Jti>,
    tally: Tally,
    /// Tokens of ours that are in no row, and not denied yet.
    unlisted: Vec<SignedToken>,
    /// Those that a plan would deny.
    planned_unlisted: Vec<SignedToken>,
    /// What was found, in the order of the texts.
    pub leaks: Vec<Leak>,
    /// Every place, if they were asked for: in which text, where, and which of `leaks`.
    pub places: Option<Vec<(usize, Position, usize)>>,
    /// How many finds were too many to keep.
    pub not_listed: u64,
    /// How many canaries were found.
    pub canaries: u64,
    /// The same as uses, each with the text that it was found in, that are not recorded yet.
    seen: Vec<AccessEvent>,
    /// Why some of them could not be recorded.
    pub unrecorded: Option<StoreError>,
    /// How many times a token of ours was found good, each token once as long as finds are kept.
    pub live_found: u64,
    /// What became of the good ones.
    pub revoked: RevocationCount,
    /// Of a plan: whose the good ones are, and of what kind.
    pub breakdown: Breakdown,
    /// How many bytes were read.
    pub bytes: u64,
    /// The names of the texts, each put here before it is looked through.
    pub names: Vec<String>,
    texts: usize,
}

struct HomeKey {
    record: KeyRecord,
    key: Option<Arc<VerificationKey>>,
}

/// What the ledger is asked for.
#[derive(Debug)]
enum Want {
    Signed(SignedToken),
    /// Text that no key of the home vouches for: it may be that of a canary.
    Canary(TokenDigest),
    Token(TokenDigest),
    Secret(TokenDigest),
}

/// What a find is, before the ledger was asked.
enum Sorted {
    Clear(What),
    Ask(Want, What),
}

impl Authority {
    /// Begins a drill. `every_place` keeps each place of a token, not only the first.
    pub fn begin_drill(&self, caller: &Caller, end: DrillEnd, every_place: bool) -> Result<Drill> {
        let keys = self.keys()?.into_iter().map(|record| (record.kid.to_string(), HomeKey { record, key: None }));
        Ok(Drill {
            caller: caller.clone(),
            end,
            keys: keys.collect(),
            recent: vec![None; RECENT],
            index: HashMap::new(),
            by_jti: HashMap::new(),
            pending: Vec::new(),
            live: HashSet::new(),
            planned: HashSet::new(),
            tally: Tally::default(),
            unlisted: Vec::new(),
            planned_unlisted: Vec::new(),
            leaks: Vec::new(),
            places: every_place.then(Vec::new),
            not_listed: 0,
            canaries: 0,
            seen: Vec::new(),
            unrecorded: None,
            live_found: 0,
            revoked: RevocationCount::default(),
            breakdown: Breakdown::default(),
            bytes: 0,
            names: Vec::new(),
            texts: 0,
        })
    }

    /// Looks through one text, to its end. `name` is what an error calls it; `progress` hears of every part.
    pub fn identify(
        &self,
        drill: &mut Drill,
        name: &str,
        text: Box<dyn Read + Send>,
        progress: &mut dyn FnMut(u64),
    ) -> Result<()> {
        let mut finder = Finder::new();
        let read = read_ahead(text, |block| {
            drill.bytes += block.read() as u64;
            let done = finder.scan(block.bytes(), block.is_last, &mut |find| self.take(drill, &find))?;
            progress(block.read() as u64);
            Ok::<_, Error>(done)
        })?;
        read.map_err(|cause| Error::UnreadableText { name: name.to_owned(), cause })?;
        drill.texts += 1;
        self.look_up(drill)
    }

    /// Looks through one text that comes out of something else, on this thread. What was wrong with it is told beside what was
    /// wrong here: the others are looked through all the same.
    pub fn identify_within(&self, drill: &mut Drill, text: &mut dyn Read) -> Result<std::io::Result<()>> {
        let (mut finder, mut part, mut length) = (Finder::new(), vec![0; WITHIN], 0);
        let came = loop {
            if length == part.len() {
                part.resize(2 * length, 0);
            }
            let (more, fault) = match text.read(&mut part[length..]) {
                Ok(more) => (more, None),
                Err(cause) if cause.kind() == std::io::ErrorKind::Interrupted => continue,
                Err(cause) => (0, Some(cause)),
            };
            drill.bytes += more as u64;
            length += more;
            let done = finder.scan(&part[..length], more == 0, &mut |find| self.take(drill, &find))?;
            part.copy_within(done..length, 0);
            length -= done;
            if more == 0 {
                break fault.map_or(Ok(()), Err);
            }
        };
        drill.texts += 1;
        self.look_up(drill)?;
        Ok(came)
    }

    /// Does with the good ones what is to be done, and says where they stand after it.
    pub fn end_drill(&self, drill: &mut Drill) -> Result<()> {
        self.look_up(drill)?;
        self.settle(drill)?;
        if matches!(drill.end, DrillEnd::Plan) {
            drill.revoked.revoked = drill.planned.len() as u64 + drill.revoked.denied;
            drill.breakdown = named(std::mem::take(&mut drill.tally), &*self.store.read()?)?;
        }
        self.look_again(drill)
    }

    /// Ends what a plan has named, after a person agreed to it.
    pub fn end_planned(&self, drill: &mut Drill, note: Option<Note>) -> Result<()> {
        drill.end = DrillEnd::Revoke { note };
        drill.revoked = RevocationCount::default();
        let mut planned: Vec<Jti> = std::mem::take(&mut drill.planned).into_iter().collect();
        drill.unlisted = std::mem::take(&mut drill.planned_unlisted);
        while !planned.is_empty() || !drill.unlisted.is_empty() {
            drill.live = planned.drain(..planned.len().min(AT_ONCE)).collect();
            self.settle(drill)?;
        }
        self.look_again(drill)
    }

    /// Says where tokens stand that were ended.
    fn look_again(&self, drill: &mut Drill) -> Result<()> {
        if matches!(drill.end, DrillEnd::Revoke { .. }) {
            let now = self.now();
            for leaks in drill.leaks.chunks_mut(AT_ONCE) {
                let read = self.store.read()?;
                for leak in leaks {
                    if let What::Known(known) = &mut leak.what
                        && known.was_live
                        && let Some(entry) = read.entry(&known.record.jti)?
                    {
                        known.standing = standing(&entry, &drill.keys, now);
                        known.record = entry.token;
                    }
                }
            }
        }
        Ok(())
    }

    fn take(&self, drill: &mut Drill, find: &Find<'_>) -> Result<()> {
        if let Seen::Again(slot) = find.seen
            && let Some(row) = drill.recent[slot]
        {
            drill.again(find.place, row);
            return Ok(());
        }
        let row = self.take_new(drill, find)?;
        if let Seen::New(Some(slot)) = find.seen {
            drill.recent[slot] = row;
        }
        Ok(())
    }

    /// Takes a find that is not among the recent ones; gives its row, if one is kept.
    fn take_new(&self, drill: &mut Drill, find: &Find<'_>) -> Result<Option<usize>> {
        let of_text = TokenDigest::of(find.text.as_bytes());
        let digest = *of_text.as_bytes();
        let known = drill.index.get(&digest).copied();
        if let Some(row) = known {
            drill.again(find.place, row);
            return Ok(Some(row));
        }
        let sorted = self.sort(drill, find)?;
        let is_full = drill.index.len() >= MAX_FINDS;
        let (want, what) = match sorted {
            Sorted::Clear(what) => (None, what),
            Sorted::Ask(want, what) => (Some(want), what),
        };
        // Two texts can be one token: a signature may have a twin.
        let same = match &want {
            Some(Want::Signed(SignedToken { jti: Some(jti), .. })) => drill.by_jti.get(jti).copied(),
            _ => None,
        };
        let row = match (same, is_full) {
            (Some(row), _) => {
                drill.again(find.place, row);
                if !is_full {
                    drill.index.insert(digest, row);
                }
                return Ok(Some(row));
            }
            (None, true) => {
                drill.not_listed += 1;
                None
            }
            (None, false) => {
                let row = drill.leaks.len();
                drill.leaks.push(Leak {
                    text: drill.texts,
                    place: find.place,
                    count: 1,
                    what,
                    digest: of_text,
                    tail: tail(find.text),
                });
                drill.index.insert(digest, row);
                drill.note_place(find.place, row);
                Some(row)
            }
        };
        if let Some(want) = want {
            if let (Some(row), Want::Signed(SignedToken { jti: Some(jti), .. })) = (row, &want) {
                drill.by_jti.insert(*jti, row);
            }
            drill.pending.push((row, want));
            if drill.pending.len() >= AT_ONCE {
                self.look_up(drill)?;
            }
        }
        Ok(row)
    }

    /// What can be said of a find without the ledger.
    fn sort(&self, drill: &mut Drill, find: &Find<'_>) -> Result<Sorted> {
        Ok(match &find.form {
            Form::Jwt => self.sort_jwt(drill, find.text)?,
            Form::Unsigned => {
                // The parser wants three parts; an empty signature is none.
                let dots = find.text.matches('.').count();
                let text = format!("{}{}", find.text, if dots < 2 { "." } else { "" });
                let why = "it has no signature, so nobody can use it and nothing vouches for what it says";
                Sorted::Clear(What::Foreign(foreign(UntrustedToken::parse(&text).ok().as_ref(), why)))
            }
            Form::Opaque(opaque) if opaque.kind == OpaqueKind::ClientSecret => {
                Sorted::Ask(Want::Secret(opaque.digest), What::Unknown(UnknownToken::Opaque(OpaqueKind::ClientSecret)))
            }
            Form::Opaque(opaque) => {
                Sorted::Ask(Want::Token(opaque.digest), What::Unknown(UnknownToken::Opaque(opaque.kind)))
            }
            Form::Damaged(kind, error) => Sorted::Clear(What::Damaged { kind: *kind, why: error.to_string() }),
            Form::Foreign(kind) => Sorted::Clear(What::Secret(kind)),
            Form::Redacted { kind, tail } => Sorted::Clear(What::Redacted { kind: *kind, tail: (*tail).to_owned() }),
        })
    }

    /// A JWT counts as ours when a key of the home signed it: a forged text must not be able to name, or end, someone
    /// else's token.
    fn sort_jwt(&self, drill: &mut Drill, text: &str) -> Result<Sorted> {
        let canary = || Want::Canary(TokenDigest::of(text.as_bytes()));
        let Ok(token) = UntrustedToken::parse(text) else {
            return Ok(Sorted::Clear(What::Foreign(foreign(None, "it is not a JWT that mintage reads"))));
        };
        let other = |why| Ok(Sorted::Ask(canary(), What::Foreign(foreign(Some(&token), why))));
        let named = token.header().kid.as_deref().and_then(|kid| drill.keys.get_mut(kid));
        let Some(HomeKey { record, key }) = named else {
            return other("no key of this home signed it");
        };
        if record.public.is_none() && !record.has_private() {
            return other("the secret that would tell whether it is ours was destroyed");
        }
        let verifier = match key {
            Some(verifier) => verifier,
            None => key.insert(Arc::new(self.ring.verifier(record, &*self.passphrases)?)),
        };
        let claimed =
            foreign(Some(&token), "it names a key of this home that did not sign it: it is forged or damaged");
        let Ok(signed) = token.check(&**verifier) else { return Ok(Sorted::Ask(canary(), What::Foreign(claimed))) };
        let unknown = What::Unknown(UnknownToken::Jwt(record.clone()));
        Ok(Sorted::Ask(Want::Signed(SignedToken::of(&signed, record)), unknown))
    }

    /// Asks the ledger for what is pending, in one short transaction.
    fn look_up(&self, drill: &mut Drill) -> Result<()> {
        if drill.pending.is_empty() {
            return Ok(());
        }
        let now = self.now();
        let read = self.store.read()?;
        for (row, want) in std::mem::take(&mut drill.pending) {
            let entry = match want {
                Want::Signed(signed) => {
                    let entry = signed.find(&*read, |jti| read.entry(jti))?;
                    if entry.is_none() && !matches!(drill.end, DrillEnd::Tell) {
                        drill.unlisted.push(signed);
                    }
                    entry
                }
                Want::Canary(digest) => read.entry_by_digest(&digest)?,
                Want::Token(digest) => match read.token_by_digest(&digest)? {
                    Some(token) => read.entry(&token.jti)?,
                    None => None,
                },
                Want::Secret(digest) => {
                    if let Some(app) = read.app_by_secret(&digest)? {
                        let secrets = read.secrets(&app.client_id)?;
                        let secret = secrets.into_iter().find(|secret| secret.digest == digest);
                        let is_good = !app.is_deleted() && secret.as_ref().is_some_and(AppSecret::is_active);
                        drill.live_found += u64::from(is_good);
                        if let Some(row) = row {
                            let secret = secret.map(|secret| secret.id()).unwrap_or_default();
                            let App { name, client_id, .. } = app;
                            drill.leaks[row].what = What::ClientSecret { name, client_id, secret, is_good };
                        }
                    }
                    continue;
                }
            };
            let Some(entry) = entry else { continue };
            let standing = standing(&entry, &drill.keys, now);
            let was_live = standing == Standing::Active;
            if was_live {
                drill.live_found += 1;
                drill.live.insert(entry.token.jti);
            }
            if standing == Standing::Canary {
                drill.canaries += 1;
                let text = row.map_or(drill.texts, |row| drill.leaks[row].text);
                let resource = drill.names.get(text).cloned();
                let how =
                    Use { at_ms: self.now_ms(), door: AccessDoor::Found, from: AccessContext::default(), resource };
                drill.seen.push(of_row(&entry.token, Some(Reason::Revoked), how));
            }
            if let Some(row) = row {
                let (record, app) = (entry.token, entry.app.name);
                let known = Box::new(KnownToken { record, app, standing, was_live });
                drill.leaks[row].what =
                    if standing == Standing::Canary { What::Canary(known) } else { What::Known(known) };
            }
        }
        drop(read);
        self.record_seen(drill);
        if drill.live.len() + drill.unlisted.len() >= AT_ONCE { self.settle(drill) } else { Ok(()) }
    }

    /// Records canaries that were found: whoever plants one wants to know, whoever looks. What cannot be recorded is found all the same.
    fn record_seen(&self, drill: &mut Drill) {
        let seen = std::mem::take(&mut drill.seen);
        if let Some(log) = self.access().filter(|_| !seen.is_empty())
            && let Err(error) = log.record(&seen)
        {
            drill.unrecorded.get_or_insert(error);
        }
    }

    /// Ends the good tokens found since the last time, or says what ending them would end, in one transaction.
    fn settle(&self, drill: &mut Drill) -> Result<()> {
        let (live, unlisted) = (std::mem::take(&mut drill.live), std::mem::take(&mut drill.unlisted));
        if live.is_empty() && unlisted.is_empty() {
            return Ok(());
        }
        let at = self.now();
        match &drill.end {
            DrillEnd::Tell => {}
            DrillEnd::Plan => {
                let read = self.store.read()?;
                for jti in live {
                    for token in ends_with(&*read, &jti, at)? {
                        if drill.planned.insert(token.jti) {
                            drill.tally.count(&token);
                        }
                    }
                }
                let mut ending = Ending::at(at, drill.caller.actor(), None);
                unlisted.iter().try_for_each(|token| ending.unlisted(&*read, token))?;
                drill.revoked += ending.count();
                drill.planned_unlisted.extend(unlisted);
            }
            DrillEnd::Revoke { note } => {
                drill.revoked += self.asked(&drill.caller, Some(Attempt::of(Verb::TokensRevoked)), |asked| {
                    asked.work(|tx| {
                        let mut ending = Ending::at(tx.now, drill.caller.actor(), note.as_ref());
                        let mut found = Vec::with_capacity(live.len());
                        for jti in &live {
                            found.extend(tx.token(jti)?);
                        }
                        for token in Ending::take(&**tx, &found)? {
                            ending.token(&**tx, token)?;
                        }
                        unlisted.iter().try_for_each(|token| ending.unlisted(&**tx, token))?;
                        ending.write(&mut **tx)?;
                        let tokens = ending.count();
                        Ok(match ending.record(tx) {
                            None => Change::Nothing(tokens),
                            Some(done) => Change::Made(tokens, done),
                        })
                    })
                })?;
            }
        }
        Ok(())
    }
}

impl Drill {
    fn again(&mut self, place: Position, row: usize) {
        self.leaks[row].count += 1;
        self.note_place(place, row);
    }

    fn note_place(&mut self, place: Position, row: usize) {
        let Some(places) = &mut self.places else { return };
        if places.len() < MAX_FINDS {
            places.push((self.texts, place, row));
        } else {
            self.not_listed += 1;
        }
    }
}

/// The tokens that end with this one, and are good.
fn ends_with(read: &dyn LedgerRead, jti: &Jti, now: Timestamp) -> Result<Vec<TokenRecord>> {
    let Some(token) = read.token(jti)? else { return Ok(Vec::new()) };
    let mut members = match token.family.filter(|_| token.kind == TokenKind::Refresh) {
        Some(family) => read.family_tokens(&family)?,
        None => vec![token],
    };
    members.retain(|token| token.standing(now) == Standing::Active);
    Ok(members)
}

/// Where a token stands, with what it stands on. A blocked app is no end: its tokens work again once it is activated.
fn standing(entry: &LedgerEntry, keys: &HashMap<String, HomeKey>, now: Timestamp) -> Standing {
    let key = entry.token.kid.as_ref().and_then(|kid| keys.get(kid.as_str()));
    let key_is_revoked = key.is_some_and(|key| matches!(key.record.state, KeyState::Revoked(_)));
    let grant_is_revoked = entry.grant.as_ref().is_some_and(|grant| matches!(grant.state, GrantState::Revoked(_)));
    match entry.token.standing(now) {
        Standing::Active if key_is_revoked || grant_is_revoked => Standing::Revoked,
        standing => standing,
    }
}
