//! The table `tokens`.

use rusqlite::types::ToSql;
use rusqlite::{Connection, OptionalExtension, Result, named_params, params};

use super::columns::{Columns, audiences_text};
use super::{apps, grants};
use crate::core::verify::LedgerEntry;
use crate::core::{
    Context, FamilyId, GrantId, Jti, Kid, Note, Revocation, Standing, Subject, TokenDigest, TokenKind, TokenRecord,
    TokenState, UserId,
};
use crate::store::{Page, TokenFilter};

/// The columns of a token, in the order in which [`read`] takes them.
const COLUMNS: &str = "t.jti, t.kind, a.client_id, t.user, t.grant_id, t.family, k.kid, t.scopes, t.audiences, \
                       t.issued_at, t.expires_at, t.state, t.state_at, t.revoked_by, t.revoked_cause, t.revoked_note, \
                       t.ip, t.user_agent, t.device, t.digest";

/// A token with its app and key.
const TABLES: &str = "tokens t JOIN apps a ON a.id = t.app LEFT JOIN keys k ON k.id = t.key";

fn read(columns: &mut Columns<'_>) -> Result<TokenRecord> {
    let jti = Jti::from_bytes(columns.plain()?);
    let kind = columns.word(TokenKind::from_name)?;
    let client_id = columns.parsed()?;
    let subject = columns.maybe()?.map_or(Subject::App, Subject::User);
    let grant = columns.plain::<Option<[u8; 16]>>()?.map(GrantId::from_bytes);
    let family = columns.plain::<Option<[u8; 16]>>()?.map(FamilyId::from_bytes);
    let signed_by = columns.maybe()?;
    let (scopes, audiences) = (columns.parsed()?, columns.audiences()?);
    let (issued_at, expires_at) = (columns.time()?, columns.time()?);
    let state = state(columns)?;
    let (ip, user_agent, device) = (columns.maybe()?, columns.plain()?, columns.plain()?);
    let digest = columns.plain::<Option<[u8; 32]>>()?.map(TokenDigest::from_bytes);
    let context = Context { ip, user_agent, device };
    Ok(TokenRecord {
        jti,
        kind,
        client_id,
        subject,
        grant,
        family,
        kid: signed_by,
        scopes,
        audiences,
        issued_at,
        expires_at,
        state,
        context,
        digest,
    })
}

fn state(columns: &mut Columns<'_>) -> Result<TokenState> {
    let word: String = columns.plain()?;
    if word == "revoked" {
        let revocation = columns.revocation()?;
        return columns.convert(revocation.map(TokenState::Revoked));
    }
    let at = columns.maybe_time()?;
    let _: [Option<String>; 3] = [columns.plain()?, columns.plain()?, columns.plain()?];
    columns.convert(match (word.as_str(), at) {
        ("active", None) => Some(TokenState::Active),
        ("refreshed", Some(at)) => Some(TokenState::Refreshed { at }),
        _ => None,
    })
}

pub(super) fn find(connection: &Connection, jti: &Jti) -> Result<Option<TokenRecord>> {
    let sql = format!("SELECT {COLUMNS} FROM {TABLES} WHERE t.jti = ?1");
    connection.prepare_cached(&sql)?.query_row([jti.as_bytes()], |row| read(&mut Columns::of(row))).optional()
}

pub(super) fn by_digest(connection: &Connection, digest: &TokenDigest) -> Result<Option<TokenRecord>> {
    let sql = format!("SELECT {COLUMNS} FROM {TABLES} WHERE t.digest = ?1");
    let found = connection.prepare_cached(&sql)?.query_row([digest.as_bytes()], |row| read(&mut Columns::of(row)));
    // The index compared byte by byte; this comparison takes the same time wherever two digests differ.
    found.optional().map(|token| token.filter(|token| token.digest.as_ref() == Some(digest)))
}

/// All that a verdict needs of a token, in one statement.
pub(super) fn entry(connection: &Connection, jti: &Jti) -> Result<Option<LedgerEntry>> {
    let sql = format!(
        "SELECT {COLUMNS}, {}, {} FROM {TABLES} LEFT JOIN grants g ON g.id = t.grant_id \
         LEFT JOIN apps ga ON ga.id = g.app WHERE t.jti = ?1",
        apps::COLUMNS,
        grants::COLUMNS,
    );
    let read = |row: &rusqlite::Row<'_>| {
        let mut columns = Columns::of(row);
        let token = read(&mut columns)?;
        let app = apps::read(&mut columns)?;
        let grant = if columns.is_absent()? { None } else { Some(grants::read(&mut columns)?) };
        Ok(LedgerEntry { token, grant, app })
    };
    connection.prepare_cached(&sql)?.query_row([jti.as_bytes()], read).optional()
}

pub(super) fn of_family(connection: &Connection, family: &FamilyId) -> Result<Vec<TokenRecord>> {
    let sql = format!("SELECT {COLUMNS} FROM {TABLES} WHERE t.family = ?1 ORDER BY t.jti");
    connection.prepare_cached(&sql)?.query_map([family.as_bytes()], |row| read(&mut Columns::of(row)))?.collect()
}

/// The condition is put together from fixed texts alone; every value is bound.
pub(super) fn list(connection: &Connection, filter: &TokenFilter, page: &Page) -> Result<Vec<TokenRecord>> {
    let mut conditions = vec!["1"];
    let mut values: Vec<(&str, &dyn ToSql)> = Vec::new();
    let app = filter.app.as_ref().map(crate::core::ClientId::as_str);
    if app.is_some() {
        conditions.push("t.app = (SELECT id FROM apps WHERE client_id = :app)");
        values.push((":app", &app));
    }
    let user = filter.user.as_ref().map(UserId::as_str);
    if user.is_some() {
        conditions.push("t.user = :user");
        values.push((":user", &user));
    }
    if let Some(standing) = filter.standing {
        conditions.push(match standing {
            Standing::Active => "t.state = 'active' AND t.expires_at > :now",
            Standing::Expired => "t.state = 'active' AND t.expires_at <= :now",
            Standing::Refreshed => "t.state = 'refreshed'",
            Standing::Revoked => "t.state = 'revoked'",
        });
        if matches!(standing, Standing::Active | Standing::Expired) {
            values.push((":now", &filter.now.0));
        }
    }
    let after = page.after.as_ref().map(Jti::as_bytes);
    if after.is_some() {
        conditions.push("t.jti < :after");
        values.push((":after", &after));
    }
    values.push((":limit", &page.limit));
    let conditions = conditions.join(" AND ");
    let sql = format!("SELECT {COLUMNS} FROM {TABLES} WHERE {conditions} ORDER BY t.jti DESC LIMIT :limit");
    connection.prepare(&sql)?.query_map(values.as_slice(), |row| read(&mut Columns::of(row)))?.collect()
}

pub(super) fn insert(connection: &Connection, token: &TokenRecord) -> Result<()> {
    let (at, revocation) = state_columns(&token.state);
    let sql = "INSERT INTO tokens (jti, kind, app, user, grant_id, family, key, scopes, audiences, issued_at, \
               expires_at, state, state_at, revoked_by, revoked_cause, revoked_note, ip, user_agent, device, digest) \
               VALUES (:jti, :kind, (SELECT id FROM apps WHERE client_id = :app), :user, :grant, :family, \
               (SELECT id FROM keys WHERE kid = :kid), :scopes, :audiences, :issued, :expires, :state, :at, :by, \
               :cause, :note, :ip, :agent, :device, :digest)";
    connection.prepare_cached(sql)?.execute(named_params! {
        ":jti": token.jti.as_bytes(),
        ":kind": token.kind.name(),
        ":app": token.client_id.as_str(),
        ":user": token.subject.user().map(UserId::as_str),
        ":grant": token.grant.as_ref().map(GrantId::as_bytes),
        ":family": token.family.as_ref().map(FamilyId::as_bytes),
        ":kid": token.kid.as_ref().map(Kid::as_str),
        ":scopes": token.scopes.to_string(),
        ":audiences": audiences_text(&token.audiences),
        ":issued": token.issued_at.0,
        ":expires": token.expires_at.0,
        ":state": state_name(&token.state),
        ":at": at,
        ":by": revocation.map(|r| r.by.as_str()),
        ":cause": revocation.map(|r| r.cause.name()),
        ":note": revocation.and_then(|r| r.note.as_ref()).map(Note::as_str),
        ":ip": token.context.ip.map(|ip| ip.to_string()),
        ":agent": token.context.user_agent,
        ":device": token.context.device,
        ":digest": token.digest.as_ref().map(TokenDigest::as_bytes),
    })?;
    Ok(())
}

pub(super) fn replace(connection: &Connection, before: &TokenRecord, after: &TokenRecord) -> Result<usize> {
    let (at, revocation) = state_columns(&after.state);
    let sql = "UPDATE tokens SET state = ?1, state_at = ?2, revoked_by = ?3, revoked_cause = ?4, revoked_note = ?5 \
               WHERE jti = ?6 AND state = ?7";
    connection.prepare_cached(sql)?.execute(params![
        state_name(&after.state),
        at,
        revocation.map(|r| r.by.as_str()),
        revocation.map(|r| r.cause.name()),
        revocation.and_then(|r| r.note.as_ref()).map(Note::as_str),
        before.jti.as_bytes(),
        state_name(&before.state),
    ])
}

fn state_name(state: &TokenState) -> &'static str {
    match state {
        TokenState::Active => "active",
        TokenState::Refreshed { .. } => "refreshed",
        TokenState::Revoked(_) => "revoked",
    }
}

fn state_columns(state: &TokenState) -> (Option<i64>, Option<&Revocation>) {
    match state {
        TokenState::Active => (None, None),
        TokenState::Refreshed { at } => (Some(at.0), None),
        TokenState::Revoked(revocation) => (Some(revocation.at.0), Some(revocation)),
    }
}
