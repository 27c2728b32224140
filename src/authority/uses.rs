//! Looking at how tokens were used.

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::Arc;

use super::apps;
use super::error::{Error, Result};
use super::parts::Authority;
use crate::core::access::{AccessDoor, AccessRow, TextId};
use crate::core::app::AppRef;
use crate::core::reason::Reason;
use crate::core::selector::{Network, within};
use crate::core::{AppName, ClientId, Jti, Kid, UserId};
use crate::store::{AccessLog, StoreError};

/// How many uses are given at once.
const AT_ONCE: usize = 1_000;

/// Which uses to list: all conditions hold.
#[derive(Debug, Clone, Default)]
pub struct UseQuery {
    /// Of tokens of this app.
    pub app: Option<AppRef>,
    /// Of tokens of this user.
    pub user: Option<UserId>,
    /// Of tokens that this key signed.
    pub kid: Option<Kid>,
    /// Of this token.
    pub token: Option<Jti>,
    /// From this address or network.
    pub network: Option<Network>,
    /// That came out so.
    pub outcome: Option<UseOutcome>,
    /// At this door.
    pub door: Option<AccessDoor>,
    /// From this moment on, in milliseconds since 1970.
    pub since_ms: Option<i64>,
    /// Before this moment.
    pub until_ms: Option<i64>,
    /// Before this place of the list.
    pub before: Option<UsePlace>,
    /// At most this many; all there are where that is not said.
    pub limit: Option<u32>,
}

/// How a use came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UseOutcome {
    /// The token was taken.
    Accepted,
    /// It was not.
    Refused,
    /// It was not, for this reason.
    For(Reason),
}

/// A place in the list: the time of a use in milliseconds since 1970, and its number in the record of its day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct UsePlace {
    /// When.
    pub at_ms: i64,
    /// Which.
    pub number: i64,
}

/// A use, with its texts.
#[derive(Debug, Clone)]
pub struct KnownUse {
    /// It.
    pub row: AccessRow,
    /// The name of the app, where the ledger has it.
    pub app: Option<AppName>,
    /// The app.
    pub client_id: Option<String>,
    /// The user.
    pub user: Option<String>,
    /// The key.
    pub kid: Option<String>,
    /// The program.
    pub user_agent: Option<String>,
    /// The device.
    pub device: Option<String>,
    /// What it was shown for.
    pub resource: Option<String>,
}

/// A part of the list.
#[derive(Debug, Default)]
pub struct UsePage {
    /// The uses, the newest first.
    pub uses: Vec<KnownUse>,
    /// Where the next part starts; none at the end.
    pub next: Option<UsePlace>,
    /// Files that could not be read: their uses are missing.
    pub unread: Vec<StoreError>,
}

impl Authority {
    /// Lists uses of tokens, the newest first, part by part.
    pub fn uses<'a>(&'a self, query: &UseQuery) -> Result<impl Iterator<Item = Result<UsePage>> + 'a> {
        let client = match &query.app {
            Some(AppRef::ClientId(id)) => Some(TextId::of(id.as_str())),
            Some(app) => Some(TextId::of(apps::find(&*self.store.read()?, app)?.client_id.as_str())),
            None => None,
        };
        let wanted = Wanted {
            client,
            user: query.user.as_ref().map(|user| TextId::of(user.as_str())),
            kid: query.kid.as_ref().map(|kid| TextId::of(kid.as_str())),
            query: query.clone(),
        };
        let log = self.access();
        let from = query.since_ms.unwrap_or(i64::MIN);
        let to = query
            .until_ms
            .unwrap_or(i64::MAX)
            .min(query.before.map_or(i64::MAX, |place| place.at_ms.saturating_add(1)));
        let days = log.as_ref().map_or_else(|| Ok(Vec::new()), |log| log.days())?;
        let clip = |day: Range<i64>| day.start.max(from)..day.end.min(to);
        let days = days.into_iter().map(clip).filter(|day| !day.is_empty()).collect();
        let left = query.limit.map(|limit| limit as usize);
        Ok(Uses { authority: self, log, wanted, days, day: 0..0, rows: Vec::new(), left, apps: HashMap::new() })
    }

    /// Forgets the uses of the days that ended before this moment, in milliseconds since 1970, and says how many they were. In a plan
    /// it only counts them.
    pub fn forget_uses(&self, before_ms: i64, really: bool) -> Result<u64> {
        let Some(log) = self.access() else { return Ok(0) };
        if really {
            return Ok(log.prune(before_ms)?);
        }
        let mut count = 0;
        for day in log.days()?.into_iter().filter(|day| day.end <= before_ms) {
            log.scan(day, &mut |_| {
                count += 1;
                true
            })?;
        }
        Ok(count)
    }
}

/// What is wanted of a use.
struct Wanted {
    client: Option<TextId>,
    user: Option<TextId>,
    kid: Option<TextId>,
    query: UseQuery,
}

impl Wanted {
    fn holds(&self, row: &AccessRow) -> bool {
        let UseQuery { token, network, outcome, door, before, .. } = &self.query;
        let is = |wanted: Option<TextId>, found: Option<TextId>| wanted.is_none() || wanted == found;
        is(self.client, row.client_id)
            && is(self.user, row.user)
            && is(self.kid, row.kid)
            && token.is_none_or(|token| row.token == Some(token))
            && network.as_ref().is_none_or(|network| row.ip.is_some_and(|ip| within(network, ip)))
            && door.is_none_or(|door| door == row.door)
            && before.is_none_or(|before| place(row) < before)
            && match outcome {
                None => true,
                Some(UseOutcome::Accepted) => row.outcome.is_none(),
                Some(UseOutcome::Refused) => row.outcome.is_some(),
                Some(UseOutcome::For(reason)) => row.outcome == Some(*reason),
            }
    }
}

fn place(row: &AccessRow) -> UsePlace {
    UsePlace { at_ms: row.at_ms, number: row.number }
}

/// A list of uses that is read day by day, from the end.
struct Uses<'a> {
    authority: &'a Authority,
    log: Option<Arc<dyn AccessLog>>,
    wanted: Wanted,
    /// The days that were not read yet, the newest last.
    days: Vec<Range<i64>>,
    /// The day that was read last, and what of it was not given yet, the newest last.
    day: Range<i64>,
    rows: Vec<AccessRow>,
    /// How many may still be given.
    left: Option<usize>,
    apps: HashMap<String, Option<AppName>>,
}

impl Uses<'_> {
    /// Reads days until there is something to give.
    fn fill(&mut self, unread: &mut Vec<StoreError>) -> Result<()> {
        while self.rows.is_empty()
            && let (Some(day), Some(log)) = (self.days.pop(), &self.log)
        {
            let (rows, wanted) = (&mut self.rows, &self.wanted);
            let missing = log.scan(day.clone(), &mut |row| {
                if wanted.holds(row) {
                    rows.push(*row);
                }
                true
            })?;
            unread.extend(missing);
            self.rows.sort_by_key(place);
            self.day = day;
        }
        Ok(())
    }

    fn page(&mut self) -> Result<Option<UsePage>> {
        let mut unread = Vec::new();
        self.fill(&mut unread)?;
        let most = self.left.unwrap_or(AT_ONCE).min(AT_ONCE);
        if self.rows.is_empty() && unread.is_empty() {
            return Ok(None);
        }
        let rows: Vec<AccessRow> =
            self.rows.split_off(self.rows.len().saturating_sub(most)).into_iter().rev().collect();
        let uses = self.known(&rows)?;
        let mut next = None;
        if let Some(left) = &mut self.left {
            *left -= rows.len();
            if *left == 0 {
                self.fill(&mut unread)?;
                next = rows.last().map(place).filter(|_| !self.rows.is_empty());
            }
        }
        Ok(Some(UsePage { uses, next, unread }))
    }

    /// The same with their texts.
    fn known(&mut self, rows: &[AccessRow]) -> Result<Vec<KnownUse>> {
        let ids = |row: &AccessRow| [row.client_id, row.user, row.kid, row.user_agent, row.device, row.resource];
        let wanted: HashSet<TextId> = rows.iter().flat_map(ids).flatten().collect();
        let mut texts = HashMap::new();
        if let Some(log) = &self.log {
            log.texts(self.day.clone(), &mut |id, text| {
                if wanted.contains(&id) {
                    texts.insert(id, text.to_owned());
                }
            })?;
        }
        let text = |id: Option<TextId>| id.and_then(|id| texts.get(&id).cloned());
        rows.iter()
            .map(|row| {
                let client_id = text(row.client_id);
                let app = client_id.as_deref().map(|id| self.app(id)).transpose()?.flatten();
                Ok(KnownUse {
                    row: *row,
                    app,
                    client_id,
                    user: text(row.user),
                    kid: text(row.kid),
                    user_agent: text(row.user_agent),
                    device: text(row.device),
                    resource: text(row.resource),
                })
            })
            .collect()
    }

    fn app(&mut self, client_id: &str) -> Result<Option<AppName>> {
        if let Some(known) = self.apps.get(client_id) {
            return Ok(known.clone());
        }
        let name = match ClientId::new(client_id) {
            Ok(id) => match apps::find(&*self.authority.store.read()?, &AppRef::ClientId(id)) {
                Ok(app) => Some(app.name),
                Err(Error::UnknownApp(_)) => None,
                Err(error) => return Err(error),
            },
            Err(_) => None,
        };
        self.apps.insert(client_id.to_owned(), name.clone());
        Ok(name)
    }
}

impl Iterator for Uses<'_> {
    type Item = Result<UsePage>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.left == Some(0) {
            return None;
        }
        self.page().transpose()
    }
}
