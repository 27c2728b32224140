//! Tokens that are counted, however many there are.
//!
//! The table is read in the order of its key, which is that in which its pages lie, and of each row no more than what is counted.
//! Where few of the older tokens are live, the index by end finds those.

use std::collections::HashMap;

use rusqlite::types::Value;
use rusqlite::{Connection, Row, params, params_from_iter};

use super::columns::Columns;
use super::conditions::blob;
use super::session::Session;
use crate::core::picture::{CountedToken, End, TokenTally};
use crate::core::{Jti, Timestamp, TokenKind};
use crate::store::{CountFrom, ReadFigures, Result};

const COUNTED: &str = "SELECT t.jti, t.app, t.kind, t.issued_at, t.expires_at, t.state FROM tokens t";

impl ReadFigures for Session<'_> {
    fn are_few(&self, before: &Jti, ends_after: Timestamp, few: u32) -> Result<bool> {
        let sql = "SELECT COUNT(*) FROM (SELECT 1 FROM tokens t INDEXED BY tokens_by_end \
                   WHERE t.expires_at > ?1 AND t.jti < ?2 LIMIT ?3)";
        self.run(|connection| {
            let most = i64::from(few) + 1;
            let values = params![ends_after.0, before.as_bytes(), most];
            let found: i64 = connection.prepare_cached(sql)?.query_row(values, |row| row.get(0))?;
            Ok(found < most)
        })
    }

    fn count(&self, from: CountFrom, most: u32, tally: &mut TokenTally) -> Result<Option<CountFrom>> {
        let (sql, mut values) = match from {
            CountFrom::Id { from, before } => {
                let sql = format!("{COUNTED} WHERE t.jti >= ? AND t.jti < ? ORDER BY t.jti LIMIT ?");
                (sql, vec![blob(from.as_bytes()), blob(before.as_bytes())])
            }
            CountFrom::End { at, after, before } => {
                let sql = format!(
                    "{COUNTED} INDEXED BY tokens_by_end WHERE (t.expires_at, t.jti) > (?, ?) AND t.jti < ? \
                     ORDER BY t.expires_at, t.jti LIMIT ?"
                );
                (sql, vec![at.0.into(), blob(after.as_bytes()), blob(before.as_bytes())])
            }
        };
        values.push(most.into());
        self.run(|connection| self.counted(connection, &sql, values, most, from, tally))
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

impl Session<'_> {
    fn counted(
        &self,
        connection: &Connection,
        sql: &str,
        values: Vec<Value>,
        most: u32,
        from: CountFrom,
        tally: &mut TokenTally,
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
                        let place = tally.place(&self.known.app(connection, app)?.client_id);
                        places.insert(app, place);
                        place
                    }
                },
            };
            (last_app, last_place) = (app, Some(place));
            let token = counted(row)?;
            tally.count(place, token);
            seen += 1;
            if seen == most {
                last = Some((Jti::from_bytes(row.get(0)?), token.expires_at));
            }
        }
        Ok(last.and_then(|(jti, end)| match from {
            CountFrom::Id { before, .. } => Some(CountFrom::Id { from: next(jti)?, before }),
            CountFrom::End { before, .. } => Some(CountFrom::End { at: end, after: jti, before }),
        }))
    }
}

fn counted(row: &Row<'_>) -> rusqlite::Result<CountedToken> {
    let kind = row.get_ref(2)?.as_str().ok().and_then(TokenKind::from_name);
    let kind = kind.ok_or(rusqlite::Error::InvalidQuery)?;
    Ok(CountedToken {
        kind,
        issued_at: Timestamp(row.get(3)?),
        expires_at: Timestamp(row.get(4)?),
        is_active: row.get_ref(5)?.as_bytes().is_ok_and(|state| state == b"active"),
    })
}

/// The id after this one.
fn next(jti: Jti) -> Option<Jti> {
    u128::from_be_bytes(*jti.as_bytes()).checked_add(1).map(|next| Jti::from_bytes(next.to_be_bytes()))
}
