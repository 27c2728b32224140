//! The table `app_secrets`: digests alone, so that whoever reads the file can use none of them.

use rusqlite::{Connection, Result, params};

use super::columns::Columns;
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
    let (at, by, note) = revocation(secret);
    connection.execute(
        "INSERT INTO app_secrets (digest, app, created_at, revoked_at, revoked_by, revoked_note) \
         VALUES (?1, (SELECT id FROM apps WHERE client_id = ?2), ?3, ?4, ?5, ?6)",
        params![secret.digest.as_bytes(), app.as_str(), secret.created_at.0, at, by, note],
    )?;
    Ok(())
}

pub(super) fn replace(connection: &Connection, before: &AppSecret, after: &AppSecret) -> Result<usize> {
    let ((at, by, note), (old, _, _)) = (revocation(after), revocation(before));
    connection.execute(
        "UPDATE app_secrets SET revoked_at = ?1, revoked_by = ?2, revoked_note = ?3 \
         WHERE digest = ?4 AND revoked_at IS ?5",
        params![at, by, note, before.digest.as_bytes(), old],
    )
}

fn revocation(secret: &AppSecret) -> (Option<i64>, Option<&str>, Option<&str>) {
    match &secret.revoked {
        None => (None, None, None),
        Some((at, by, note)) => (Some(at.0), Some(by.as_str()), note.as_ref().map(Note::as_str)),
    }
}
