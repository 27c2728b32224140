//! Uses that the log of a service tells of.

use std::collections::HashMap;
use std::io::{self, BufRead, BufReader, Read};

use sha2::{Digest, Sha256};

use super::error::Result;
use super::parts::Authority;
use crate::core::access::{AccessDoor, AccessEvent};
use crate::core::reason::Reason;
use crate::core::{ClientId, Jti, Kid, Timestamp, TokenDigest, TokenRecord, TokenState, UserId};
use crate::inspect::access_log::{FieldMap, LogFormat, LoggedUse, read_line};

/// How many uses are written at once.
const AT_ONCE: usize = 4_096;
/// How many tokens are known at once before they are looked up again.
const MOST_KNOWN: usize = 100_000;
/// How many lines that cannot be read are named.
const MOST_NAMED: usize = 5;
/// The longest line that is read, in bytes.
const LONGEST: usize = 64 * 1024;

/// What came of reading logs.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Imported {
    /// How many lines there were.
    pub lines: u64,
    /// How many uses were recorded.
    pub recorded: u64,
    /// How many were recorded before.
    pub already: u64,
    /// How many lines name no token.
    pub without_token: u64,
    /// How many lines cannot be read.
    pub unread: u64,
    /// The first of those, each as file and line.
    pub first_unread: Vec<String>,
    /// How many lines had the very text of a token.
    pub with_text: u64,
}

/// Reads logs, one after the other.
pub struct LogReader<'a> {
    authority: &'a Authority,
    format: LogFormat,
    maps: Vec<FieldMap>,
    /// How often each line was there: lines that are equal are uses of their own.
    seen: HashMap<u64, u32>,
    known: HashMap<TokenKey, Option<TokenRecord>>,
    waiting: Vec<(i64, AccessEvent)>,
    came: Imported,
}

/// By what a token is looked up.
#[derive(PartialEq, Eq, Hash)]
enum TokenKey {
    Jti(Jti),
    Digest([u8; 32]),
}

impl Authority {
    /// Something that reads logs of this format, whose facts stand where `maps` says.
    pub fn log_reader(&self, format: LogFormat, maps: Vec<FieldMap>) -> LogReader<'_> {
        LogReader {
            authority: self,
            format,
            maps,
            seen: HashMap::new(),
            known: HashMap::new(),
            waiting: Vec::new(),
            came: Imported::default(),
        }
    }
}

impl LogReader<'_> {
    /// Reads one. An error of the text itself ends it, and is given back.
    pub fn read(&mut self, name: &str, text: impl Read) -> Result<io::Result<()>> {
        let mut text = BufReader::with_capacity(LONGEST, text);
        let (mut line, mut number) = (Vec::new(), 0);
        loop {
            line.clear();
            match text.by_ref().take(LONGEST as u64).read_until(b'\n', &mut line) {
                Ok(0) => return Ok(Ok(())),
                Ok(_) => {}
                Err(cause) => return Ok(Err(cause)),
            }
            number += 1;
            let is_whole = line.len() < LONGEST || line.ends_with(b"\n");
            if !is_whole && let Err(cause) = skip_line(&mut text) {
                return Ok(Err(cause));
            }
            let bytes = line.strip_suffix(b"\n").unwrap_or(&line);
            let bytes = bytes.strip_suffix(b"\r").unwrap_or(bytes);
            self.line(name, number, is_whole.then_some(bytes))?;
        }
    }

    /// Writes what is left, and says what came of it all.
    pub fn finish(mut self) -> Result<Imported> {
        self.write()?;
        Ok(self.came)
    }

    fn line(&mut self, name: &str, number: u64, line: Option<&[u8]>) -> Result<()> {
        if line.is_some_and(|line| line.trim_ascii().is_empty()) {
            return Ok(());
        }
        self.came.lines += 1;
        let text = line.and_then(|line| std::str::from_utf8(line).ok());
        let Some(used) = text.and_then(|text| read_line(text, self.format, &self.maps).ok()) else {
            self.came.unread += 1;
            if self.came.first_unread.len() < MOST_NAMED {
                self.came.first_unread.push(format!("{name}:{number}"));
            }
            return Ok(());
        };
        self.came.with_text += u64::from(used.had_text);
        if !used.names_token() {
            self.came.without_token += 1;
            return Ok(());
        }
        let id = self.id(line.unwrap_or_default());
        let event = self.event(used)?;
        self.waiting.push((id, event));
        if self.waiting.len() >= AT_ONCE { self.write() } else { Ok(()) }
    }

    /// By what a line is known again, where the same log or a longer one is read another time: by what it is, and how often it was
    /// there before.
    fn id(&mut self, line: &[u8]) -> i64 {
        let digest: [u8; 32] = Sha256::digest(line).into();
        let line = u64::from_le_bytes(std::array::from_fn(|place| digest[place]));
        let count = self.seen.entry(line).or_insert(0);
        *count += 1;
        (line ^ u64::from(*count - 1).wrapping_mul(0x9e37_79b9_7f4a_7c15)).cast_signed()
    }

    fn event(&mut self, used: LoggedUse) -> Result<AccessEvent> {
        let jti: Option<Jti> = used.jti.as_deref().and_then(|jti| jti.parse().ok());
        let row = match (jti, &used.digest) {
            (Some(jti), _) => self.row(TokenKey::Jti(jti))?,
            (None, Some(digest)) => self.row(TokenKey::Digest(*digest.as_bytes()))?,
            (None, None) => None,
        };
        let token = jti.or(row.as_ref().map(|row| row.jti));
        let foreign = used.jti.as_deref().map(|jti| TokenDigest::of(jti.as_bytes()));
        let client_id = row.as_ref().map(|row| row.client_id.clone());
        let holder = row.as_ref().and_then(|row| row.subject.user().cloned());
        let at = Timestamp(used.at_ms.div_euclid(1_000));
        let (outcome, late) = outcome(used.status, row.as_ref(), at);
        Ok(AccessEvent {
            at_ms: used.at_ms,
            door: AccessDoor::Import,
            outcome,
            late,
            token,
            shown: if token.is_none() { foreign.or(used.digest) } else { None },
            client_id: client_id.or_else(|| used.client.as_deref().and_then(|client| ClientId::new(client).ok())),
            user: holder.or_else(|| used.subject.as_deref().and_then(|subject| UserId::new(subject).ok())),
            kid: row.as_ref().and_then(|row| row.kid.clone()).or_else(|| used.kid.and_then(|kid| Kid::new(kid).ok())),
            ip: used.ip,
            user_agent: used.user_agent,
            device: used.device,
            resource: used.resource,
            canary: row.as_ref().is_some_and(|row| row.canary().is_some()),
        })
    }

    fn row(&mut self, key: TokenKey) -> Result<Option<TokenRecord>> {
        if let Some(known) = self.known.get(&key) {
            return Ok(known.clone());
        }
        let read = self.authority.store.read()?;
        let found = match &key {
            TokenKey::Jti(jti) => read.token(jti)?,
            TokenKey::Digest(digest) => read.token_by_digest(&TokenDigest::from_bytes(*digest))?,
        };
        if self.known.len() >= MOST_KNOWN {
            self.known.clear();
        }
        self.known.insert(key, found.clone());
        Ok(found)
    }

    fn write(&mut self) -> Result<()> {
        let waiting = std::mem::take(&mut self.waiting);
        if let (Some(log), false) = (self.authority.access(), waiting.is_empty()) {
            let new = log.record_new(&waiting)?;
            self.came.recorded += new;
            self.came.already += waiting.len() as u64 - new;
        }
        Ok(())
    }
}

/// What came of a use, as far as its status says it; and of one that was refused, for how many seconds its token had ended then.
fn outcome(status: Option<u16>, row: Option<&TokenRecord>, at: Timestamp) -> (Option<Reason>, Option<u32>) {
    let since = |end: Timestamp| u32::try_from(end.seconds_until(at)).ok();
    let known = row.and_then(|row| match &row.state {
        TokenState::Revoked(revocation) if revocation.at <= at => Some((Reason::Revoked, since(revocation.at))),
        _ if row.expires_at <= at => Some((Reason::Expired, since(row.expires_at))),
        _ => None,
    });
    match (status, known) {
        (Some(401 | 403), Some((reason, late))) => (Some(reason), late),
        (Some(403), None) => (Some(Reason::InsufficientScope), None),
        // The service does not say why.
        (Some(401), None) => (Some(Reason::UnknownToken), None),
        _ => (None, None),
    }
}

/// Leaves out what is left of a line.
fn skip_line(text: &mut impl BufRead) -> io::Result<()> {
    loop {
        let ready = text.fill_buf()?;
        let (end, is_last) = match ready.iter().position(|byte| *byte == b'\n') {
            Some(end) => (end + 1, true),
            None => (ready.len(), ready.is_empty()),
        };
        text.consume(end);
        if is_last {
            return Ok(());
        }
    }
}
