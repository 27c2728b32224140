//! The table `app_secrets`: digests alone, so that whoever reads the file can use none of them.

use rusqlite::types::Value;
use rusqlite::{Connection, Result, params};

use super::change;
use super::columns::{Columns, maybe_text};
use crate::core::{AppSecret, ClientId, Note, Timestamp, TokenDigest};

pub(super) fn of_app(connection: &Connection, app: &ClientId) -> Result<Vec<AppSecret>> {
    let sql = "SELECT digest, created_at, revoked_at, revoked_by, revoked_note FROM app_secrets \
               WHERE app = (SELECT id FROM apps WHERE client_id = ?1) ORDER BY created_at, digest";
    let read = |row: &rusqlite::Row<'_>| {
        let mut columns = Columns::of(row);
        let (digest, created_at) = (TokenDigest::from_bytes(columns.plain()?), columns.time()?);
        let (at, by, note): (Option<Timestamp>, _, _) = (columns.maybe_time()?, columns.maybe()?, columns.maybe()?);
        Ok(AppSecret { digest, created_at, revoked: at.zip(by).map(|(at, by)| (at, by, note)) })
    };
    connection.prepare_cached(sql)?.query_map([app.as_str()], read)?.collect()
}

pub(super) fn insert(connection: &Connection, app: &ClientId, secret: &AppSecret) -> Result<()> {
    let [at, by, note] = changeable(secret);
    connection.execute(
        "INSERT INTO app_secrets (digest, app, created_at, revoked_at, revoked_by, revoked_note) \
         VALUES (?1, (SELECT id FROM apps WHERE client_id = ?2), ?3, ?4, ?5, ?6)",
        params![secret.digest.as_bytes(), app.as_str(), secret.created_at.0, at, by, note],
    )?;
    Ok(())
}

pub(super) fn replace(connection: &Connection, before: &AppSecret, after: &AppSecret) -> Result<usize> {
    let key = ("digest", Value::Blob(before.digest.as_bytes().to_vec()));
    let columns = "revoked_at, revoked_by, revoked_note";
    change::replace(connection, ("app_secrets", columns), key, changeable(before), changeable(after))
}

/// When it was revoked, by whom and why.
fn changeable(secret: &AppSecret) -> [Value; 3] {
    let Some((at, by, note)) = &secret.revoked else { return [Value::Null, Value::Null, Value::Null] };
    [at.0.into(), by.kept().into(), maybe_text(note.as_ref().map(Note::as_str))]
}
