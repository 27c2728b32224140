//! Tokens that are counted, however many there are.
//!
//! The table is read in the order of its key, which is that in which its pages lie, and of each row no more than what is counted.
//! Where few of the older tokens are live, the index by end finds those.

use std::collections::HashMap;

use rusqlite::types::{Value, ValueRef};
use rusqlite::{Connection, Row, params, params_from_iter};

use super::columns::Columns;
use super::conditions::blob;
use super::session::Session;
use crate::core::picture::{CountedToken, End, TokenTally};
use crate::core::risk::LiveCount;
use crate::core::{ClientId, Jti, Timestamp, TokenKind};
use crate::store::{CountFrom, ReadFigures, Result};

const COUNTED: &str = "SELECT t.jti, t.app, t.expires_at, t.kind, t.issued_at, t.state FROM tokens t";
const LIVE: &str = "SELECT t.jti, t.app, t.expires_at, t.kind, t.issued_at, t.state, t.scopes, t.departs FROM tokens t";

impl ReadFigures for Session<'_> {
    fn are_few(&self, ends_after: Timestamp, few: u32) -> Result<bool> {
        let sql =
            "SELECT COUNT(*) FROM (SELECT 1 FROM tokens t INDEXED BY tokens_by_end WHERE t.expires_at > ?1 LIMIT ?2)";
        self.run(|connection| {
            let most = i64::from(few) + 1;
            let found: i64 = connection.prepare_cached(sql)?.query_row([ends_after.0, most], |row| row.get(0))?;
            Ok(found < most)
        })
    }

    fn first_and_last(&self) -> Result<Option<(Jti, Jti)>> {
        // Each by itself is looked up; both at once would be a look at all.
        let sql = "SELECT (SELECT MIN(jti) FROM tokens), (SELECT MAX(jti) FROM tokens)";
        self.run(|connection| {
            let read = |row: &Row<'_>| Ok(row.get::<_, Option<[u8; 16]>>(0)?.zip(row.get::<_, Option<[u8; 16]>>(1)?));
            let found = connection.prepare_cached(sql)?.query_row([], read)?;
            Ok(found.map(|(first, last)| (Jti::from_bytes(first), Jti::from_bytes(last))))
        })
    }

    fn count(&self, from: CountFrom, most: u32, tally: &mut TokenTally) -> Result<Option<CountFrom>> {
        let (sql, values) = next_ones(COUNTED, from, most);
        self.run(|connection| self.each(connection, &sql, values, most, from, tally))
    }

    fn count_live(
        &self,
        from: CountFrom,
        now: Timestamp,
        most: u32,
        count: &mut LiveCount,
    ) -> Result<Option<CountFrom>> {
        let (sql, values) = next_ones(LIVE, from, most);
        self.run(|connection| self.each(connection, &sql, values, most, from, &mut Living { count, now }))
    }

    fn ending(&self, now: Timestamp, most: u32) -> Result<Vec<End>> {
        let sql = "SELECT t.expires_at, t.app, t.kind FROM tokens t INDEXED BY tokens_by_end \
                   WHERE t.expires_at > ?1 AND t.state = 'active' ORDER BY t.expires_at, t.jti LIMIT ?2";
        self.run(|connection| {
            let read = |row: &Row<'_>| {
                let mut columns = Columns::of(row);
                let (at, app) = (columns.time()?, columns.plain()?);
                let app = self.known.app(connection, app)?.name.clone();
                Ok(End { at, app, kind: columns.word(TokenKind::from_name)? })
            };
            connection.prepare_cached(sql)?.query_map(params![now.0, most], read)?.collect()
        })
    }
}

/// The next tokens in the order that was begun.
fn next_ones(columns: &str, from: CountFrom, most: u32) -> (String, Vec<Value>) {
    let (sql, mut values) = match from {
        CountFrom::Id { from, before } => {
            let sql = format!("{columns} WHERE t.jti >= ? AND t.jti < ? ORDER BY t.jti LIMIT ?");
            (sql, vec![blob(from.as_bytes()), blob(before.as_bytes())])
        }
        CountFrom::End { at, after, before } => {
            let sql = format!(
                "{columns} INDEXED BY tokens_by_end WHERE (t.expires_at, t.jti) > (?, ?) AND t.jti < ? \
                 ORDER BY t.expires_at, t.jti LIMIT ?"
            );
            (sql, vec![at.0.into(), blob(after.as_bytes()), blob(before.as_bytes())])
        }
    };
    values.push(most.into());
    (sql, values)
}

/// What rows are counted in. The first columns of each are its id, the number of its app, and its end.
trait Counts {
    /// The place of an app.
    fn place(&mut self, app: &ClientId) -> usize;
    /// Counts a row of the app at this place.
    fn see(&mut self, place: usize, row: &Row<'_>, end: Timestamp) -> rusqlite::Result<()>;
}

impl Counts for TokenTally {
    fn place(&mut self, app: &ClientId) -> usize {
        self.place(app)
    }

    fn see(&mut self, place: usize, row: &Row<'_>, expires_at: Timestamp) -> rusqlite::Result<()> {
        let is_active = row.get_ref(5)?.as_bytes().is_ok_and(|state| state == b"active");
        self.count(
            place,
            CountedToken { kind: kind(row, 3)?, issued_at: Timestamp(row.get(4)?), expires_at, is_active },
        );
        Ok(())
    }
}

/// Tokens that are good now.
struct Living<'c> {
    count: &'c mut LiveCount,
    now: Timestamp,
}

impl Counts for Living<'_> {
    fn place(&mut self, app: &ClientId) -> usize {
        self.count.place(app)
    }

    fn see(&mut self, place: usize, row: &Row<'_>, end: Timestamp) -> rusqlite::Result<()> {
        let is_active = row.get_ref(5)?.as_bytes().is_ok_and(|state| state == b"active");
        let is_test = row.get_ref(7)? != ValueRef::Null;
        if is_active && !is_test && end > self.now {
            let seconds = end.0.saturating_sub(row.get(4)?);
            let scopes = row.get_ref(6)?.as_str().map_err(|_| rusqlite::Error::InvalidQuery)?;
            let added = self.count.add(place, kind(row, 3)?, scopes, seconds, Jti::from_bytes(row.get(0)?));
            added.map_err(|_| rusqlite::Error::InvalidQuery)?;
        }
        Ok(())
    }
}

fn kind(row: &Row<'_>, column: usize) -> rusqlite::Result<TokenKind> {
    row.get_ref(column)?.as_str().ok().and_then(TokenKind::from_name).ok_or(rusqlite::Error::InvalidQuery)
}

impl Session<'_> {
    fn each(
        &self,
        connection: &Connection,
        sql: &str,
        values: Vec<Value>,
        most: u32,
        from: CountFrom,
        counts: &mut dyn Counts,
    ) -> rusqlite::Result<Option<CountFrom>> {
        let mut statement = connection.prepare_cached(sql)?;
        let mut rows = statement.query(params_from_iter(values))?;
        // Rows have numbers of apps: each is looked up once.
        let mut places = HashMap::new();
        let (mut last_app, mut last_place) = (0, None);
        let (mut seen, mut last) = (0, None);
        while let Some(row) = rows.next()? {
            let app: i64 = row.get(1)?;
            let place = match last_place.filter(|_| app == last_app) {
                Some(place) => place,
                None => match places.get(&app) {
                    Some(place) => *place,
                    None => {
                        let place = counts.place(&self.known.app(connection, app)?.client_id);
                        places.insert(app, place);
                        place
                    }
                },
            };
            (last_app, last_place) = (app, Some(place));
            let end = Timestamp(row.get(2)?);
            counts.see(place, row, end)?;
            seen += 1;
            if seen == most {
                last = Some((Jti::from_bytes(row.get(0)?), end));
            }
        }
        Ok(last.and_then(|(jti, end)| match from {
            CountFrom::Id { before, .. } => Some(CountFrom::Id { from: next(jti)?, before }),
            CountFrom::End { before, .. } => Some(CountFrom::End { at: end, after: jti, before }),
        }))
    }
}

/// The id after this one.
fn next(jti: Jti) -> Option<Jti> {
    u128::from_be_bytes(*jti.as_bytes()).checked_add(1).map(|next| Jti::from_bytes(next.to_be_bytes()))
}
