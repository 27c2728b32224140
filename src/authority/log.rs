//! The audit log: every change, and every change that was refused.

use super::apps;
use super::error::{Error, Result};
use super::keys::NewKeyProtection;
use super::listed::{self, ListParts};
use super::parts::Authority;
use super::work::{Attempted, Change};
use crate::core::app::AppRef;
use crate::core::audit::tree::{Root, Tree};
use crate::core::audit::{
    Attempt, Checkpoint, Deed, EventFilter, LogFault, LogProof, LogReport, NoteKey, OutcomeFilter, Recorded,
    SignedCheckpoint, Verb,
};
use crate::core::{Algorithm, Caller, Jti, Mode, Timestamp};
use crate::keys::log::{is_signed_by, log_key};
use crate::keys::{KeyRing, generate};
use crate::store::{Page, Read, StoreError};

/// Which events to list.
#[derive(Debug, Clone)]
pub struct EventQuery {
    /// What they are, but for the app.
    pub filter: EventFilter,
    /// Of this app. One that was never registered may have been asked for.
    pub app: Option<AppRef>,
    /// Whether those of the other tokens of a family are meant too.
    pub with_family: bool,
    /// Before this one.
    pub before: Option<u64>,
    /// At most this many; all there are, in parts, where that is not said.
    pub limit: Option<u32>,
}

/// A part of the list of events.
#[derive(Debug)]
pub struct EventPage {
    /// The events, in the order that was asked for.
    pub events: Vec<Recorded>,
    /// Where the next part starts; none at the end.
    pub next: Option<u64>,
}

impl Authority {
    /// Lists events, the newest first, part by part: see `ListParts`.
    pub fn events<'a>(&'a self, query: &EventQuery) -> Result<impl Iterator<Item = Result<EventPage>> + 'a> {
        let filter = self.filter(query)?;
        Ok(ListParts::new(query.before, query.limit, move |page: &Page<u64>| {
            let read = self.store.read()?;
            let found = read.events(&filter, &listed::with_one_more(page))?;
            let (events, next) = listed::cut(found, page, |last| last.id);
            Ok((EventPage { events, next }, next))
        }))
    }

    /// The events after this one, the oldest first, this many at most.
    pub fn events_after(&self, query: &EventQuery, after: u64, most: u32) -> Result<Vec<Recorded>> {
        Ok(self.store.read()?.events_after(&self.filter(query)?, after, most)?)
    }

    /// The number of the newest event; 0 where there is none.
    pub fn newest_event(&self) -> Result<u64> {
        let newest = self.store.read()?.events(&EventFilter::default(), &Page { after: None, limit: 1 })?;
        Ok(newest.first().map_or(0, |event| event.id))
    }

    /// The event of this number.
    pub fn event(&self, id: u64) -> Result<Recorded> {
        let read = self.store.read()?;
        let (events, pruned) = read.log_size()?;
        match read.event(id)? {
            Some(event) => Ok(event),
            None if (1..=pruned).contains(&id) => Err(Error::PrunedEvent { id, first: pruned + 1 }),
            None if (1..=events).contains(&id) => Err(Error::LogBroken(LogFault::Removed(id))),
            None => Err(Error::UnknownEvent(id)),
        }
    }

    /// The public key of the log; none where none was made yet.
    pub fn log_key(&self) -> Result<Option<NoteKey>> {
        Ok(self.log.public()?)
    }

    /// The key of the log, to make a checkpoint with; none where none was made yet. Refused where it is not of the algorithm that is
    /// wanted.
    pub fn log_key_for(&self, caller: &Caller, wanted: Option<Algorithm>) -> Result<Option<NoteKey>> {
        self.asked(caller, Some(Attempt::of(Verb::LogKeyMade)), |asked| {
            let key = self.log_key()?;
            if let Some(key) = key.as_ref().filter(|_| self.log.is_untold()) {
                self.tell_of_log_key(asked, key)?;
            }
            let other = key.as_ref().map(NoteKey::algorithm).filter(|is| wanted.is_some_and(|wanted| wanted != *is));
            other.map_or(Ok(key), |is| Err(Error::LogKeyIs(is)))
        })
    }

    /// Records that the key of the log was made, where whoever made it was killed before that was kept.
    fn tell_of_log_key(&self, asked: &Attempted<'_>, key: &NoteKey) -> Result<()> {
        let filter =
            EventFilter { verb: Some(Verb::LogKeyMade), outcome: Some(OutcomeFilter::Done), ..EventFilter::default() };
        asked.work(|tx| {
            let made = tx.events(&filter, &Page { after: None, limit: u32::MAX })?;
            let text = key.to_string();
            if made.iter().any(|event| event.facts.get("key").and_then(|key| key.as_str()) == Some(&text)) {
                return Ok(Change::Nothing(()));
            }
            Ok(Change::Made((), tx.did(Deed::LogKeyMade { key: text, algorithm: key.algorithm() }, None)))
        })?;
        Ok(self.log.told()?)
    }

    /// Makes the key of the log, where there is none.
    pub fn make_log_key(
        &self,
        caller: &Caller,
        algorithm: Algorithm,
        protection: &NewKeyProtection,
    ) -> Result<NoteKey> {
        self.asked(caller, Some(Attempt::of(Verb::LogKeyMade)), |asked| {
            let new = generate(algorithm, None, &*self.entropy)?;
            let passphrase = match protection {
                NewKeyProtection::Passphrase(passphrase) => Some(passphrase),
                NewKeyProtection::None => None,
            };
            let sealed = KeyRing::seal(&new.private, passphrase, &*self.entropy)?;
            let key = log_key(&self.log_name()?, algorithm, new.public.as_deref()).ok_or(Error::LogKeyIs(algorithm))?;
            let made = asked.work(|tx| {
                match self.log.public()? {
                    // Of two who make one, the second takes that of the first.
                    Some(there) if there != key => return Ok(Change::Nothing(there)),
                    // It was added by a try that came to nothing.
                    Some(_) => {}
                    None => self.log.add(&key, &sealed)?,
                }
                let deed = Deed::LogKeyMade { key: key.to_string(), algorithm };
                Ok(Change::Made(key.clone(), tx.did(deed, None)))
            })?;
            if made == key {
                // It is in the log now; where that cannot be noted, the next checkpoint looks.
                let _ = self.log.told();
            }
            Ok(made)
        })
    }

    /// What the log is called: by the issuer, and by the home, of which an issuer may have several.
    fn log_name(&self) -> Result<String> {
        let issuer = self.defaults.issuer.to_string();
        let host = issuer.split_once("://").map_or(&*issuer, |(_, rest)| rest).trim_end_matches('/');
        let host: String = host.chars().filter(|c| c.is_ascii_graphic() && *c != '+').take(180).collect();
        Ok(format!("{host}/{}", self.store.read()?.mark()?.home))
    }

    /// A checkpoint of the log as it is now, signed, and the key that signed it.
    pub fn checkpoint(&self) -> Result<(Checkpoint, String, NoteKey)> {
        let key = self.log.public()?.ok_or(Error::NoLogKey)?;
        let signer = self.log.open(&key, &*self.passphrases)?;
        let root = {
            let read = self.store.read()?;
            let (size, _) = read.log_size()?;
            Root { size, hash: tree(&*read, size).root()? }
        };
        let checkpoint = Checkpoint { origin: key.name().to_owned(), root };
        let text = checkpoint.signed(&key, &signer, self.now().0.unsigned_abs())?;
        Ok((checkpoint, text, key))
    }

    /// The same, of what is about to be forgotten.
    pub fn checkpoint_before_prune(&self, caller: &Caller) -> Result<String> {
        self.asked(caller, Some(Attempt::of(Verb::LogPruned)), |_| Ok(self.checkpoint()?.1))
    }

    /// A proof that an event is in the log: by a checkpoint that was made before, or by one that is made for it.
    pub fn prove_event(&self, id: u64, by: Option<(&SignedCheckpoint, &str)>) -> Result<LogProof> {
        let text = self.event(id)?.text();
        let (checkpoint, note) = match by {
            Some((signed, note)) => (signed.checkpoint.clone(), note.to_owned()),
            None => {
                let (checkpoint, note, _) = self.checkpoint()?;
                (checkpoint, note)
            }
        };
        let read = self.store.read()?;
        let size = checkpoint.root.size;
        if id > size {
            return Err(Error::AfterCheckpoint { id, size });
        }
        let (events, _) = read.log_size()?;
        if size > events {
            return Err(Error::LogBroken(LogFault::Truncated { from: events + 1, to: size }));
        }
        if tree(&*read, events).root_of(size)? != checkpoint.root.hash {
            return Err(Error::LogBroken(LogFault::Rewritten { size }));
        }
        let hashes = tree(&*read, size).inclusion(id - 1)?.ok_or(Error::UnknownEvent(id))?;
        if !checkpoint.root.includes(id - 1, &text, &hashes) {
            return Err(Error::LogBroken(LogFault::Changed(id)));
        }
        Ok(LogProof { text, index: id - 1, hashes, checkpoint: note })
    }

    /// Looks the whole log over, and whether it goes on from a checkpoint.
    pub fn check_log(&self, since: Option<&SignedCheckpoint>) -> Result<LogReport> {
        let read = self.store.read()?;
        let mut report = read.look_over_log()?;
        if let Some(SignedCheckpoint { checkpoint, .. }) = since {
            let (size, events) = (checkpoint.root.size, report.root.size);
            let fault = if size > events {
                Some(LogFault::Truncated { from: events + 1, to: size })
            } else if size < report.pruned {
                // What was before is gone, and its nodes with it.
                return Err(Error::CheckpointPruned { size, pruned: report.pruned });
            } else {
                let root = tree(&*read, events).root_of(size)?;
                (root != checkpoint.root.hash).then_some(LogFault::Rewritten { size })
            };
            report.count += u64::from(fault.is_some());
            report.faults.extend(fault);
        }
        Ok(report)
    }

    /// Forgets the events before a moment: they are gone, and what they hash to stays as far as proofs of the others need it. Says
    /// how many are forgotten, and how many are left. Refused where the log is not whole: what happened to it must not be
    /// forgotten with them.
    pub fn prune_log(&self, caller: &Caller, before: Timestamp, mode: Mode) -> Result<(u64, u64)> {
        let attempt = mode.is_attempt().then(|| Attempt::of(Verb::LogPruned));
        self.asked(caller, attempt, |asked| {
            let report = self.check_log(None)?;
            if let Some(fault) = report.faults.first() {
                return Err(Error::LogBroken(*fault));
            }
            let counted =
                |until: u64, events: u64, pruned: u64| (until.saturating_sub(pruned), events - until.max(pruned));
            if mode.is_plan() {
                let read = self.store.read()?;
                let (events, pruned) = read.log_size()?;
                return Ok(counted(read.events_before(before)?, events, pruned));
            }
            asked.work(|tx| {
                let (events, pruned) = tx.log_size()?;
                let until = tx.events_before(before)?;
                let counts = counted(until, events, pruned);
                if counts.0 == 0 {
                    return Ok(Change::Nothing(counts));
                }
                tx.prune_log(until)?;
                Ok(Change::Made(counts, tx.did(Deed::LogPruned { events: until, before }, None)))
            })
        })
    }

    /// Refuses a checkpoint that a key did not sign: this one, or else that of the log, where it has one. Says which key did.
    pub fn believe(&self, checkpoint: &SignedCheckpoint, key: Option<&NoteKey>) -> Result<Option<NoteKey>> {
        let own = if key.is_none() { self.log.public()? } else { None };
        let Some(key) = key.or(own.as_ref()) else { return Ok(None) };
        checkpoint.check(key, |input, signature| is_signed_by(key, input, signature))?;
        Ok(Some(key.clone()))
    }

    fn filter(&self, query: &EventQuery) -> Result<EventFilter> {
        let app = match &query.app {
            Some(app) => names(&*self.store.read()?, app)?,
            None => Vec::new(),
        };
        let mut tokens = query.filter.tokens.clone();
        if query.with_family {
            let read = self.store.read()?;
            for jti in query.filter.tokens.iter().filter_map(|jti| jti.parse::<Jti>().ok()) {
                let Some(family) = read.token(&jti)?.and_then(|token| token.family) else { continue };
                tokens.extend(read.family_tokens(&family)?.iter().map(|token| token.jti.to_string()));
            }
        }
        Ok(EventFilter { app, tokens, ..query.filter.clone() })
    }
}

/// The names that an app goes by in events: its client_id, and for what was refused the name that was asked for.
fn names(read: &dyn Read, app: &AppRef) -> Result<Vec<String>> {
    let asked = app.to_string();
    match apps::find(read, app) {
        Ok(app) => Ok(vec![app.client_id.to_string(), app.name.to_string()]),
        Err(Error::UnknownApp(_)) => Ok(vec![asked]),
        Err(error) => Err(error),
    }
}

/// The tree over the log, of so many leaves. A node that is gone has no hash that leads anywhere.
fn tree(read: &dyn Read, size: u64) -> Tree<impl FnMut(u64) -> std::result::Result<[u8; 32], StoreError>> {
    Tree::new(size, |node| Ok(read.node(node)?.unwrap_or_default()))
}
