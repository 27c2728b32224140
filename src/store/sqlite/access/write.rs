//! Adding events to a day.

use std::collections::{HashMap, HashSet};
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, Transaction, TransactionBehavior, params};

use super::super::error;
use super::day::{Day, DayFile, MOST_FILES};
use super::file;
use super::pack::pack;
use crate::core::access::{AccessEvent, AccessRow, TextId, agent_kind};
use crate::store::{Result, StoreError, StoreFault};

/// How many events a part has at most.
const MOST: usize = 4_096;
/// How many texts are known at once before they are forgotten and written again.
const MOST_TEXTS: usize = 100_000;
/// How long a WAL may be, in bytes, before it is emptied: whoever opens it next reads all of it.
const LONG: u64 = 4 * 1024 * 1024;
/// The longest text that is kept, in bytes, but for ids. A longer one is cut, and its id is that of the whole.
pub(super) const LONGEST: usize = 256;

/// The file of a day, open to write.
pub(super) struct DayWriter {
    day: Day,
    path: PathBuf,
    connection: Connection,
    /// Which file it is.
    identity: Option<(u64, u64)>,
    /// The texts that stand in the file.
    written: HashSet<i64>,
}

/// What is known of texts, so that each is hashed once.
#[derive(Default)]
pub(super) struct TextIds {
    ids: HashMap<String, i64>,
    kinds: HashMap<String, i64>,
}

impl TextIds {
    fn of(&mut self, text: &str) -> TextId {
        if let Some(id) = self.ids.get(text) {
            return TextId::new(*id);
        }
        let id = TextId::of(text);
        keep(&mut self.ids, text, id);
        id
    }

    fn kind(&mut self, user_agent: &str) -> TextId {
        if let Some(id) = self.kinds.get(user_agent) {
            return TextId::new(*id);
        }
        let id = TextId::of(&agent_kind(user_agent));
        keep(&mut self.kinds, user_agent, id);
        id
    }
}

fn keep(all: &mut HashMap<String, i64>, text: &str, id: TextId) {
    if all.len() >= MOST_TEXTS {
        all.clear();
    }
    all.insert(text.to_owned(), id.get());
}

impl DayWriter {
    /// Opens the file of a day. Where that is not what it should be, it stays as it is and another one is begun beside it: what
    /// is used now is not lost for it.
    pub(super) fn open(folder: &Path, day: Day) -> Result<Self> {
        let mut place = 0;
        loop {
            let file = DayFile { day, place };
            match file::writable(folder, file) {
                Ok(connection) => {
                    let path = file.path(folder);
                    let identity = identity(&path);
                    return Ok(Self { day, path, connection, identity, written: HashSet::new() });
                }
                Err(StoreError {
                    fault: StoreFault::Damaged(_) | StoreFault::Foreign | StoreFault::Newer { .. } | StoreFault::Unsafe,
                    ..
                }) if place + 1 < MOST_FILES => place += 1,
                Err(error) => return Err(error),
            }
        }
    }

    /// The day.
    pub(super) fn day(&self) -> Day {
        self.day
    }

    /// Whether it is still the file of its name: a day that was forgotten meanwhile is none.
    pub(super) fn is_there(&self) -> bool {
        self.identity.is_some() && self.identity == identity(&self.path)
    }

    /// Adds these, all of this day, in one transaction.
    pub(super) fn add(&mut self, events: &[&AccessEvent], ids: &mut TextIds) -> Result<()> {
        self.within(|transaction, written, start| insert(transaction, written, start, events, ids))
    }

    /// The same of those that were not added before under their numbers; says how many those are.
    pub(super) fn add_new(&mut self, events: &[&(i64, AccessEvent)], ids: &mut TextIds) -> Result<u64> {
        let mut count = 0;
        self.within(|transaction, written, start| {
            let mut number = transaction.prepare_cached("INSERT OR IGNORE INTO imports VALUES (?1)")?;
            let mut new = Vec::with_capacity(events.len());
            for (id, event) in events {
                if number.execute([id])? == 1 {
                    new.push(event);
                }
            }
            count = new.len() as u64;
            insert(transaction, written, start, &new, ids)
        })?;
        Ok(count)
    }

    /// Does it in one transaction, and empties the WAL where it has grown.
    fn within(
        &mut self,
        act: impl FnOnce(&Transaction<'_>, &HashSet<i64>, i64) -> rusqlite::Result<Vec<i64>>,
    ) -> Result<()> {
        let start = self.day.start();
        let done = self.connection.transaction_with_behavior(TransactionBehavior::Immediate).and_then(|transaction| {
            let new = act(&transaction, &self.written, start)?;
            transaction.commit()?;
            Ok(new)
        });
        let new = done.map_err(|error| error::explain(&self.path, &error))?;
        if self.written.len() + new.len() > MOST_TEXTS {
            self.written.clear();
        }
        self.written.extend(new);
        if self.wal_bytes() > LONG {
            self.settle();
        }
        Ok(())
    }

    fn wal_bytes(&self) -> u64 {
        let mut name = self.path.as_os_str().to_owned();
        name.push("-wal");
        rustix::fs::stat(&name).map_or(0, |found| u64::try_from(found.st_size).unwrap_or_default())
    }

    /// Empties the WAL into the file, as far as nobody reads it, and waits for the disk. Where that cannot be, because somebody reads
    /// it or the disk is full, what was added stands in the WAL, and the next one tries again.
    fn settle(&self) {
        let sql = "PRAGMA synchronous=NORMAL; PRAGMA wal_checkpoint(TRUNCATE);";
        let _ = self.connection.execute_batch(sql);
        let _ = self.connection.execute_batch("PRAGMA synchronous=OFF;");
    }
}

/// Writes events and the texts that are not written yet; gives the ids of those.
fn insert(
    transaction: &Transaction<'_>,
    written: &HashSet<i64>,
    start: i64,
    events: &[&AccessEvent],
    ids: &mut TextIds,
) -> rusqlite::Result<Vec<i64>> {
    let mut new = Vec::new();
    let mut text = transaction.prepare_cached("INSERT OR IGNORE INTO texts VALUES (?1, ?2)")?;
    let mut part =
        transaction.prepare_cached("INSERT INTO parts(first, last, count, sum, events) VALUES (?1, ?2, ?3, ?4, ?5)")?;
    for events in events.chunks(MOST) {
        let mut bytes = Vec::with_capacity(events.len() * 96);
        for event in events {
            let mut kept = |value: &str, shown: &str| -> rusqlite::Result<TextId> {
                let id = ids.of(value);
                if !written.contains(&id.get()) && !new.contains(&id.get()) {
                    text.execute(params![id.get(), shown])?;
                    new.push(id.get());
                }
                Ok(id)
            };
            // Who was named is needed whole: a command may name them again.
            let client_id = event.client_id.as_ref().map(|id| kept(id.as_str(), id.as_str())).transpose()?;
            let user = event.user.as_ref().map(|id| kept(id.as_str(), id.as_str())).transpose()?;
            let kid = event.kid.as_ref().map(|id| kept(id.as_str(), id.as_str())).transpose()?;
            let mut known = |value: &str| kept(value, &cut(value));
            let AccessEvent { at_ms, door, outcome, late, token, shown, canary, .. } = *event;
            let row = AccessRow {
                number: 0,
                at_ms: *at_ms,
                door: *door,
                outcome: *outcome,
                late: *late,
                token: *token,
                shown: shown.map(|digest| TextId::of_digest(&digest)),
                client_id,
                user,
                kid,
                ip: event.ip.map(|ip| ip.to_canonical()),
                user_agent: event.user_agent.as_deref().map(&mut known).transpose()?,
                device: event.device.as_deref().map(&mut known).transpose()?,
                resource: event.resource.as_deref().map(&mut known).transpose()?,
                agent_kind: event.user_agent.as_deref().map(|agent| ids.kind(agent)),
                canary: *canary,
            };
            pack(&row, start, &mut bytes);
        }
        let times = events.iter().map(|event| event.at_ms);
        let (first, last) = (times.clone().min().unwrap_or(start), times.max().unwrap_or(start));
        let count = i64::try_from(events.len()).unwrap_or_default();
        part.execute(params![first, last, count, crc32fast::hash(&bytes), bytes])?;
    }
    Ok(new)
}

/// Which file a name leads to.
fn identity(path: &Path) -> Option<(u64, u64)> {
    std::fs::metadata(path).ok().map(|found| (found.dev(), found.ino()))
}

/// As much of a text as is kept.
fn cut(text: &str) -> std::borrow::Cow<'_, str> {
    if text.len() <= LONGEST {
        return text.into();
    }
    let end = (0..=LONGEST).rev().find(|end| text.is_char_boundary(*end)).unwrap_or_default();
    format!("{}…", &text[..end]).into()
}
