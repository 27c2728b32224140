//! The table `app_secrets`: digests alone, so that whoever reads the file can use none of them.

use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, Result};

use super::columns::{Columns, maybe_text};
use super::table::{APP_SECRETS, APPS};
use crate::core::{AppSecret, ClientId, Note, Timestamp, TokenDigest};

pub(super) fn of_app(connection: &Connection, app: &ClientId) -> Result<Vec<AppSecret>> {
    // There are few, and one that went to another app would not be seen.
    APP_SECRETS.check_all(connection)?;
    let sql = format!(
        "SELECT digest, created_at, revoked_at, revoked_by, revoked_note, {} FROM app_secrets s \
         WHERE app = (SELECT id FROM apps WHERE client_id = ?1) ORDER BY created_at, digest",
        APP_SECRETS.intact("s"),
    );
    let read = |row: &rusqlite::Row<'_>| {
        let mut columns = Columns::of(row);
        let (digest, created_at) = (TokenDigest::from_bytes(columns.plain()?), columns.time()?);
        let (at, by, note): (Option<Timestamp>, _, _) = (columns.maybe_time()?, columns.maybe()?, columns.maybe()?);
        Ok(AppSecret { digest, created_at, revoked: at.zip(by).map(|(at, by)| (at, by, note)) })
    };
    connection.prepare_cached(&sql)?.query_map([app.as_str()], read)?.collect()
}

pub(super) fn insert(connection: &Connection, app: &ClientId, secret: &AppSecret) -> Result<()> {
    let number = "SELECT id FROM apps WHERE client_id = ?1";
    let number = connection.prepare_cached(number)?.query_row([app.as_str()], |row| row.get(0)).optional()?;
    add(connection, number.ok_or_else(|| APPS.gone())?, secret)
}

/// Adds a secret of the app that other rows name with this number.
pub(super) fn add(connection: &Connection, app: i64, secret: &AppSecret) -> Result<()> {
    let [at, by, note] = changeable(secret);
    let digest = Value::Blob(secret.digest.as_bytes().to_vec());
    APP_SECRETS.add(connection, &[digest, app.into(), secret.created_at.0.into(), at, by, note])
}

pub(super) fn replace(connection: &Connection, before: &AppSecret, after: &AppSecret) -> Result<usize> {
    let key = ("digest", Value::Blob(before.digest.as_bytes().to_vec()));
    let columns = ["revoked_at", "revoked_by", "revoked_note"];
    APP_SECRETS.replace(connection, columns, key, changeable(before), changeable(after))
}

/// When it was revoked, by whom and why.
fn changeable(secret: &AppSecret) -> [Value; 3] {
    let Some((at, by, note)) = &secret.revoked else { return [Value::Null, Value::Null, Value::Null] };
    [at.0.into(), by.kept().into(), maybe_text(note.as_ref().map(Note::as_str))]
}
