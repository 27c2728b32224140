//! The table `tickets`.

use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, Result as SqlResult, Row};

use super::columns::{Columns, maybe_text, text};
use super::proofs;
use super::session::Session;
use super::table::TICKETS;
use crate::core::json::parse_claims;
use crate::core::proof::ProofUse;
use crate::core::ticket::{Ticket, TicketKind};
use crate::core::{Timestamp, TokenDigest, UserId};
use crate::store::{ReadTickets, Result, WriteTickets};

/// How many that are over one that is added forgets: more than there are new ones.
const FORGOTTEN: u32 = 100;

fn read(row: &Row<'_>) -> SqlResult<Ticket> {
    let columns = &mut Columns::intact(row, &TICKETS)?;
    let digest = TokenDigest::from_bytes(columns.plain()?);
    let kind = columns.word(TicketKind::from_name)?;
    let alias = columns.plain::<Option<[u8; 32]>>()?.map(TokenDigest::from_bytes);
    let (user, facts) = (columns.maybe::<UserId>()?, columns.text()?);
    let facts = columns.convert(facts.and_then(|facts| parse_claims(facts.as_bytes()).ok()))?;
    let (made_at, expires_at, used_at) = (columns.time()?, columns.time()?, columns.maybe_time()?);
    Ok(Ticket { digest, kind, alias, user, facts, made_at, expires_at, used_at })
}

fn find(connection: &Connection, column: &str, digest: &TokenDigest) -> SqlResult<Option<Ticket>> {
    let sql = format!("SELECT * FROM tickets WHERE {column} = ?1");
    connection.prepare_cached(&sql)?.query_row([digest.as_bytes()], read).optional()
}

fn forget(connection: &Connection, over: Timestamp) -> SqlResult<()> {
    // One that is not what was written stays: its end may be a wrong one.
    let sql = format!(
        "DELETE FROM tickets WHERE digest IN \
         (SELECT t.digest FROM tickets t WHERE t.expires_at <= ?1 AND {} ORDER BY t.expires_at LIMIT ?2)",
        TICKETS.is_intact("t")
    );
    connection.prepare_cached(&sql)?.execute((over.0, FORGOTTEN)).map(|_| ())
}

impl ReadTickets for Session<'_> {
    fn ticket(&self, digest: &TokenDigest) -> Result<Option<Ticket>> {
        self.run(|connection| find(connection, "digest", digest))
    }

    fn ticket_by_alias(&self, alias: &TokenDigest) -> Result<Option<Ticket>> {
        self.run(|connection| find(connection, "alias", alias))
    }
}

impl WriteTickets for Session<'_> {
    fn take_ticket(&self, digest: &TokenDigest) -> Result<Option<Ticket>> {
        self.ticket(digest)
    }

    fn insert_ticket(&mut self, ticket: &Ticket, over: Timestamp) -> Result<()> {
        self.run(|connection| {
            forget(connection, over)?;
            let [user, facts, expires_at, used_at] = changeable(ticket);
            let alias = ticket.alias.as_ref().map_or(Value::Null, blob);
            let (digest, kind) = (blob(&ticket.digest), text(ticket.kind.name()));
            TICKETS.add(connection, &[digest, kind, alias, user, facts, ticket.made_at.0.into(), expires_at, used_at])
        })
    }

    fn replace_ticket(&mut self, before: &Ticket, after: &Ticket) -> Result<()> {
        self.exactly_one(|connection| {
            let key = ("digest", blob(&before.digest));
            TICKETS.replace(connection, CHANGEABLE, key, changeable(before), changeable(after))
        })
    }

    fn end_sessions(&mut self, user: &UserId, at: Timestamp) -> Result<u64> {
        self.run(|connection| {
            let sql = format!(
                "UPDATE tickets AS t SET used_at = ?1, checksum = {} \
                 WHERE t.user = ?2 AND t.kind = 'session' AND t.used_at IS NULL",
                TICKETS.resealed("t", &[("used_at", "?1".to_owned())])
            );
            let ended = connection.prepare_cached(&sql)?.execute((at.0, user.as_str()))?;
            Ok(ended as u64)
        })
    }

    fn use_once(&mut self, used: &ProofUse, over: Timestamp) -> Result<bool> {
        self.run(|connection| proofs::add(connection, used, over))
    }
}

/// The columns of a ticket that change, in the order in which [`changeable`] gives them.
const CHANGEABLE: [&str; 4] = ["user", "facts", "expires_at", "used_at"];

fn changeable(ticket: &Ticket) -> [Value; 4] {
    [
        maybe_text(ticket.user.as_ref().map(UserId::as_str)),
        text(&ticket.facts.to_string()),
        ticket.expires_at.0.into(),
        ticket.used_at.map(|at| at.0).into(),
    ]
}

fn blob(digest: &TokenDigest) -> Value {
    Value::Blob(digest.as_bytes().to_vec())
}
