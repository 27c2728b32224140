//! Live tokens, counted by what they are.

use rusqlite::{Connection, Result};

use super::columns::Columns;
use crate::core::risk::LiveTokens;
use crate::core::{Jti, Timestamp, TokenKind};

/// Tokens that are good, those that end last first, of which so many are looked at: test tokens are none of them.
pub(super) fn groups(connection: &Connection, now: Timestamp, most: u32) -> Result<Vec<LiveTokens>> {
    let sql = "SELECT a.client_id, n.kind, n.scopes, n.many, n.longest, n.jti FROM ( \
               SELECT app, kind, scopes, count(*) AS many, max(expires_at - issued_at) AS longest, jti FROM ( \
               SELECT app, kind, scopes, expires_at, issued_at, jti FROM tokens \
               WHERE expires_at > ?1 AND state = 'active' AND departs IS NULL ORDER BY expires_at DESC LIMIT ?2) \
               GROUP BY app, kind, scopes) n JOIN apps a ON a.id = n.app ORDER BY a.client_id, n.kind, n.scopes";
    let read = |row: &rusqlite::Row<'_>| {
        let mut columns = Columns::of(row);
        Ok(LiveTokens {
            client_id: columns.parsed()?,
            kind: columns.word(TokenKind::from_name)?,
            scopes: columns.parsed()?,
            tokens: columns.plain::<i64>()?.unsigned_abs(),
            longest: columns.plain()?,
            example: Jti::from_bytes(columns.plain()?),
        })
    };
    connection.prepare(sql)?.query_map(rusqlite::params![now.0, most], read)?.collect()
}
