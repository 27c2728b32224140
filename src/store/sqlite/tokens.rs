//! The table `tokens`.

use rusqlite::types::{Value, ValueRef};
use rusqlite::{Connection, OptionalExtension, Row, params, params_from_iter};

use super::columns::{Columns, audiences_text, revocation_values, text};
use super::conditions::{Conditions, blob};
use super::known::Known;
use super::session::Session;
use super::table::{Adding, GRANTS, TOKENS};
use super::{apps, breakdown, denied, families, grants, prune, revocations, users};
use crate::core::claims::ClaimMap;
use crate::core::id_name::IdOf;
use crate::core::json::parse_claims;
use crate::core::revocations::Revocations;
use crate::core::verify::{LedgerEntry, LedgerFacts};
use crate::core::{
    AccessContext, Breakdown, ClientId, Denial, Family, FamilyId, GrantId, Jti, Kid, Revocation, RevocationCount,
    Selector, Subject, Timestamp, TokenDigest, TokenKind, TokenRecord, TokenState, UserId,
};
use crate::store::{Page, PruneCursor, PruneUntil, PrunedRows, ReadTokens, Result, TokenFilter, WriteTokens};

/// Reads a token, whose app and key are known by their numbers.
struct Reader<'r> {
    connection: &'r Connection,
    known: &'r Known,
}

impl Reader<'_> {
    fn token(&self, row: &Row<'_>) -> rusqlite::Result<TokenRecord> {
        self.numbered(row).map(|(token, _)| token)
    }

    /// A token, and the number of its app.
    fn numbered(&self, row: &Row<'_>) -> rusqlite::Result<(TokenRecord, i64)> {
        read(&mut Columns::intact(row, &TOKENS)?, self)
    }

    /// The token that a question finds.
    fn find(&self, sql: &'static str, value: &[u8]) -> rusqlite::Result<Option<(TokenRecord, i64)>> {
        self.connection.prepare_cached(sql)?.query_row([value], |row| self.numbered(row)).optional()
    }

    /// The token that a question finds, with what it stands on.
    fn entry(&self, sql: &'static str, value: &[u8]) -> rusqlite::Result<Option<LedgerEntry>> {
        let Some((token, app)) = self.find(sql, value)? else { return Ok(None) };
        let standing = token.grant.as_ref().map(|id| {
            let found = grants::by_id(self.connection, self.known, id)?;
            found.ok_or_else(|| GRANTS.dangling())
        });
        let (grant, is_blocked) = standing.transpose()?.unzip();
        let user = users::block_of(self.connection, self.known, &token.subject, is_blocked == Some(true))?;
        Ok(Some(LedgerEntry { grant, user, app: apps::by_number(self.connection, app)?, token }))
    }
}

fn read(columns: &mut Columns<'_>, reader: &Reader<'_>) -> rusqlite::Result<(TokenRecord, i64)> {
    let Reader { connection, known } = reader;
    let jti = Jti::from_bytes(columns.plain()?);
    let kind = columns.word(TokenKind::from_name)?;
    let app = columns.plain()?;
    let client_id = known.app(connection, app)?.client_id.clone();
    let subject = columns.maybe()?.map_or(Subject::App, Subject::User);
    let grant = columns.plain::<Option<[u8; 16]>>()?.map(GrantId::from_bytes);
    let family = columns.plain::<Option<[u8; 16]>>()?.map(FamilyId::from_bytes);
    let parent = columns.plain::<Option<[u8; 16]>>()?.map(Jti::from_bytes);
    let key = columns.plain::<Option<i64>>()?.map(|key| known.kid(connection, key)).transpose()?;
    let signed_by = key.map(|kid| Kid::clone(&kid));
    let (scopes, audiences) = (columns.parsed()?, columns.audiences()?);
    let claims: Option<String> = columns.plain()?;
    let claims = claims.map(|text| columns.convert(parse_claims(text.as_bytes()).ok())).transpose()?;
    let (issued_at, expires_at) = (columns.time()?, columns.time()?);
    let state = state(columns)?;
    let (ip, user_agent, device) = (columns.maybe()?, columns.plain()?, columns.plain()?);
    let digest = columns.plain::<Option<[u8; 32]>>()?.map(TokenDigest::from_bytes);
    let context = AccessContext { ip, user_agent, device };
    let departs = columns.departs()?;
    let token = TokenRecord {
        jti,
        kind,
        client_id,
        subject,
        grant,
        family,
        parent,
        kid: signed_by,
        scopes,
        audiences,
        issued_at,
        expires_at,
        state,
        context,
        digest,
        claims,
        departs,
    };
    Ok((token, app))
}

fn state(columns: &mut Columns<'_>) -> rusqlite::Result<TokenState> {
    let word = columns.text()?.unwrap_or_default();
    if word == "revoked" {
        let revocation = columns.revocation()?;
        return columns.convert(revocation.map(TokenState::Revoked));
    }
    let at = columns.maybe_time()?;
    let _: [Option<&str>; 3] = [columns.text()?, columns.text()?, columns.text()?];
    columns.convert(match (word, at) {
        ("active", None) => Some(TokenState::Active),
        ("refreshed", Some(at)) => Some(TokenState::Refreshed { at }),
        _ => None,
    })
}

const BY_JTI: &str = "SELECT * FROM tokens WHERE jti = ?1";
const BY_DIGEST: &str = "SELECT * FROM tokens WHERE digest = ?1";

impl ReadTokens for Session<'_> {
    fn token(&self, jti: &Jti) -> Result<Option<TokenRecord>> {
        self.run(|connection| {
            let found = self.reader(connection).find(BY_JTI, jti.as_bytes())?;
            Ok(found.map(|(token, _)| token))
        })
    }

    fn token_by_digest(&self, digest: &TokenDigest) -> Result<Option<TokenRecord>> {
        self.run(|connection| {
            let found = self.reader(connection).find(BY_DIGEST, digest.as_bytes())?;
            // The index compared byte by byte; this comparison takes the same time wherever two digests differ.
            Ok(found.map(|(token, _)| token).filter(|token| token.digest.as_ref() == Some(digest)))
        })
    }

    fn shown_as(&self, jti: &str) -> Result<Option<Jti>> {
        self.run(|connection| {
            let sql = "SELECT * FROM tokens WHERE shown_jti = ?1";
            let reader = self.reader(connection);
            let found = connection.prepare_cached(sql)?.query_row([jti], |row| reader.token(row)).optional()?;
            Ok(found.map(|token| token.jti))
        })
    }

    fn ids_between(&self, of: IdOf, low: &[u8; 16], high: &[u8; 16], most: u32) -> Result<Vec<[u8; 16]>> {
        let sql = match of {
            IdOf::Token => "SELECT jti FROM tokens WHERE jti BETWEEN ?1 AND ?2 ORDER BY jti LIMIT ?3",
            IdOf::Grant => "SELECT id FROM grants WHERE id BETWEEN ?1 AND ?2 ORDER BY id LIMIT ?3",
            IdOf::Family => "SELECT id FROM families WHERE id BETWEEN ?1 AND ?2 ORDER BY id LIMIT ?3",
        };
        self.run(|connection| {
            connection.prepare_cached(sql)?.query_map(params![low, high, most], |row| row.get(0))?.collect()
        })
    }

    fn ids_beside(&self, of: IdOf, id: &[u8; 16]) -> Result<Vec<[u8; 16]>> {
        let sql = match of {
            IdOf::Token => {
                "SELECT max(jti) FROM tokens WHERE jti < ?1 UNION ALL SELECT min(jti) FROM tokens WHERE jti > ?1"
            }
            IdOf::Grant => {
                "SELECT max(id) FROM grants WHERE id < ?1 UNION ALL SELECT min(id) FROM grants WHERE id > ?1"
            }
            IdOf::Family => {
                "SELECT max(id) FROM families WHERE id < ?1 UNION ALL SELECT min(id) FROM families WHERE id > ?1"
            }
        };
        self.run(|connection| {
            let mut statement = connection.prepare_cached(sql)?;
            let found = statement.query_map([id], |row| row.get::<_, Option<[u8; 16]>>(0))?;
            Ok(found.collect::<rusqlite::Result<Vec<_>>>()?.into_iter().flatten().collect())
        })
    }

    fn facts(&self, jti: &Jti) -> Result<Option<LedgerFacts>> {
        self.run(|connection| {
            // Apps and keys are few and known after the first tokens.
            let known = &self.known;
            let read = |row: &rusqlite::Row<'_>| {
                let columns = &mut Columns::intact(row, &TOKENS)?;
                columns.skip(1);
                let kind = columns.word(TokenKind::from_name)?;
                let app = known.app(connection, columns.plain()?)?;
                let subject = columns.maybe()?.map_or(Subject::App, Subject::User);
                let grant: Option<[u8; 16]> = columns.plain()?;
                columns.skip(2);
                let signed_by = columns.plain::<Option<i64>>()?.map(|key| known.kid(connection, key)).transpose()?;
                columns.skip(4);
                let (expires_at, state) = (columns.time()?, state(columns)?);
                columns.skip(4);
                let departs = columns.departs()?;
                let standing = |id| grants::state_of(connection, &id)?.ok_or_else(|| GRANTS.dangling());
                let (grant, is_blocked) = grant.map(standing).transpose()?.unzip();
                let user = users::block_of(connection, known, &subject, is_blocked == Some(true))?;
                Ok(LedgerFacts { kind, app, subject, kid: signed_by, expires_at, state, grant, user, departs })
            };
            connection.prepare_cached(BY_JTI)?.query_row([jti.as_bytes()], read).optional()
        })
    }

    fn entry(&self, jti: &Jti) -> Result<Option<LedgerEntry>> {
        self.run(|connection| self.reader(connection).entry(BY_JTI, jti.as_bytes()))
    }

    fn entry_by_digest(&self, digest: &TokenDigest) -> Result<Option<LedgerEntry>> {
        self.run(|connection| {
            let found = self.reader(connection).entry(BY_DIGEST, digest.as_bytes())?;
            // As in `token_by_digest`.
            Ok(found.filter(|entry| entry.token.digest.as_ref() == Some(digest)))
        })
    }

    fn family(&self, id: &FamilyId) -> Result<Option<Family>> {
        self.run(|connection| families::find(connection, &self.known, id))
    }

    fn family_tokens(&self, id: &FamilyId) -> Result<Vec<TokenRecord>> {
        self.run(|connection| {
            let (sql, reader) = ("SELECT * FROM tokens WHERE family = ?1 ORDER BY jti", self.reader(connection));
            connection.prepare_cached(sql)?.query_map([id.as_bytes()], |row| reader.token(row))?.collect()
        })
    }

    fn tokens(&self, filter: &TokenFilter, page: &Page) -> Result<Vec<TokenRecord>> {
        self.run(|connection| {
            let mut conditions = Conditions::of_list(connection, filter, page.after.is_none())?;
            conditions.and_if("t.jti < ?", page.after.as_ref().map(Jti::as_bytes).map(blob));
            let sql = format!("SELECT t.* FROM tokens t WHERE {} ORDER BY t.jti DESC LIMIT ?", conditions.sql());
            let (values, reader) = (conditions.values(vec![], [page.limit.into()]), self.reader(connection));
            connection.prepare(&sql)?.query_map(params_from_iter(values), |row| reader.token(row))?.collect()
        })
    }

    fn count_tokens(&self, selector: &Selector, now: Timestamp) -> Result<RevocationCount> {
        self.run(|connection| {
            let conditions = Conditions::of_tokens(connection, selector)?;
            let sql = format!(
                "SELECT count(*) FILTER (WHERE t.state = 'active' AND t.expires_at > ?), \
                 count(*) FILTER (WHERE t.state = 'revoked'), count(*) FROM tokens t WHERE {}",
                conditions.sql()
            );
            connection.query_row(&sql, params_from_iter(conditions.values(vec![now.0.into()], [])), |row| {
                let [revoked, already_revoked, all] = [0, 1, 2].map(|column| row.get::<_, i64>(column));
                let (revoked, already_revoked) = (revoked?.unsigned_abs(), already_revoked?.unsigned_abs());
                let expired = all?.unsigned_abs() - revoked - already_revoked;
                Ok(RevocationCount { revoked, already_revoked, expired, denied: 0, unknown: 0 })
            })
        })
    }

    fn revocations(&self, since: Timestamp, most: u32) -> Result<Revocations> {
        self.run(|connection| revocations::of_tokens(connection, since, most))
    }

    fn denial(&self, jti: &str) -> Result<Option<Denial>> {
        self.run(|connection| denied::find(connection, jti))
    }

    fn prunable(&self, until: PruneUntil) -> Result<PrunedRows> {
        self.run(|connection| prune::count(connection, until))
    }

    fn breakdown(&self, selector: &Selector, now: Timestamp) -> Result<Breakdown> {
        self.run(|connection| {
            let conditions = Conditions::of_tokens(connection, selector)?;
            let good = format!("t.state = 'active' AND t.expires_at > ? AND {}", conditions.sql());
            breakdown::of(connection, &good, &conditions.values(vec![now.0.into()], []))
        })
    }

    fn prunable_breakdown(&self, until: PruneUntil) -> Result<Breakdown> {
        self.run(|connection| {
            breakdown::of(connection, &prune::token(), &[until.ended.0.into(), until.revoked.0.into()])
        })
    }
}

impl WriteTokens for Session<'_> {
    fn take_family(&self, id: &FamilyId) -> Result<Option<Family>> {
        self.family(id)
    }

    fn take_token(&self, jti: &Jti) -> Result<Option<TokenRecord>> {
        self.token(jti)
    }

    fn take_token_by_digest(&self, digest: &TokenDigest) -> Result<Option<TokenRecord>> {
        self.token_by_digest(digest)
    }

    fn insert_family(&mut self, family: &Family) -> Result<()> {
        self.run(|connection| families::insert(connection, family))
    }

    fn insert_tokens(&mut self, tokens: &[TokenRecord]) -> Result<()> {
        self.run(|connection| {
            let mut adding = TOKENS.adding(connection)?;
            for token in tokens {
                add(
                    &mut adding,
                    token,
                    |app| self.known.app_number(connection, app),
                    |kid| self.known.key_number(connection, kid),
                )?;
            }
            Ok(())
        })
    }

    fn insert_denial(&mut self, denial: &Denial) -> Result<()> {
        self.run(|connection| denied::insert(connection, denial))
    }

    fn replace_token(&mut self, before: &TokenRecord, after: &TokenRecord) -> Result<()> {
        self.exactly_one(|connection| {
            let key = ("jti", blob(before.jti.as_bytes()));
            let (before, after) = (changeable(&before.state), changeable(&after.state));
            TOKENS.replace(connection, CHANGEABLE, key, before, after)
        })
    }

    fn revoke_tokens(&mut self, selector: &Selector, revocation: &Revocation) -> Result<()> {
        self.run(|connection| {
            // To every token that is matched what `TokenRecord::revoke` does to one.
            let conditions = Conditions::of_tokens(connection, selector)?;
            let changed = CHANGEABLE.into_iter().zip(["'revoked'", "?1", "?2", "?3", "?4"].map(str::to_owned));
            let sql = format!(
                "UPDATE tokens AS t SET state = 'revoked', state_at = ?1, revoked_by = ?2, revoked_cause = ?3, \
                 revoked_note = ?4, checksum = {} WHERE t.state = 'active' AND +t.expires_at > ? AND {}",
                TOKENS.resealed("t", &changed.collect::<Vec<_>>()),
                conditions.sql()
            );
            let mut before = Vec::from(revocation_values(Some(revocation)));
            before.push(revocation.at.0.into());
            connection.execute(&sql, params_from_iter(conditions.values(before, [])))?;
            Ok(())
        })
    }

    fn prune(&mut self, until: PruneUntil, after: PruneCursor, most: u32) -> Result<(PrunedRows, Option<PruneCursor>)> {
        self.run(|connection| prune::step(connection, until, after, most))
    }
}

impl Session<'_> {
    fn reader<'r>(&'r self, connection: &'r Connection) -> Reader<'r> {
        Reader { connection, known: &self.known }
    }
}

/// Adds a token, with the numbers of its app and key.
fn add(
    adding: &mut Adding<'_>,
    token: &TokenRecord,
    app_number: impl FnOnce(&ClientId) -> rusqlite::Result<i64>,
    key_number: impl FnOnce(&Kid) -> rusqlite::Result<i64>,
) -> rusqlite::Result<()> {
    let (app, key) = (app_number(&token.client_id)?, token.kid.as_ref().map(key_number).transpose()?);
    let (scopes, audiences) = (token.scopes.to_string(), audiences_text(&token.audiences));
    let claims = token.claims.as_ref().map(ClaimMap::to_string);
    let AccessContext { ip, user_agent, device } = &token.context;
    let ip = ip.map(|ip| ip.to_string());
    let departs = token.departs.as_ref().map(|shape| shape.to_json().to_string());
    let changeable = changeable(&token.state);
    let [state, at, by, cause, note] = changeable.each_ref().map(ValueRef::from);
    adding.row([
        ValueRef::Blob(token.jti.as_bytes()),
        ValueRef::from(token.kind.name()),
        ValueRef::Integer(app),
        maybe(token.subject.user().map(UserId::as_str)),
        token.grant.as_ref().map_or(ValueRef::Null, |id| ValueRef::Blob(id.as_bytes())),
        token.family.as_ref().map_or(ValueRef::Null, |id| ValueRef::Blob(id.as_bytes())),
        token.parent.as_ref().map_or(ValueRef::Null, |id| ValueRef::Blob(id.as_bytes())),
        key.map_or(ValueRef::Null, ValueRef::Integer),
        ValueRef::from(scopes.as_str()),
        ValueRef::from(audiences.as_str()),
        maybe(claims.as_deref()),
        ValueRef::Integer(token.issued_at.0),
        ValueRef::Integer(token.expires_at.0),
        state,
        at,
        by,
        cause,
        note,
        maybe(ip.as_deref()),
        maybe(user_agent.as_deref()),
        maybe(device.as_deref()),
        token.digest.as_ref().map_or(ValueRef::Null, |digest| ValueRef::Blob(digest.as_bytes())),
        maybe(departs.as_deref()),
        maybe(token.shown_jti()),
    ])
}

fn maybe(text: Option<&str>) -> ValueRef<'_> {
    text.map_or(ValueRef::Null, ValueRef::from)
}

/// The columns of a token that change, in the order in which [`changeable`] gives them.
const CHANGEABLE: [&str; 5] = ["state", "state_at", "revoked_by", "revoked_cause", "revoked_note"];

fn changeable(state: &TokenState) -> [Value; 5] {
    let (name, used_at, revocation) = match state {
        TokenState::Active => ("active", None, None),
        TokenState::Refreshed { at } => ("refreshed", Some(at.0), None),
        TokenState::Revoked(revocation) => ("revoked", None, Some(revocation)),
    };
    let [revoked_at, by, cause, note] = revocation_values(revocation);
    [text(name), used_at.map_or(revoked_at, Value::Integer), by, cause, note]
}
