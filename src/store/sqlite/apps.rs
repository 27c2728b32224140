//! The table `apps`, and the digests of the apps' secrets.

use rusqlite::{Connection, OptionalExtension, Result, params};

use super::columns::{Columns, audiences_text};
use crate::core::app::AppRef;
use crate::core::{Algorithm, App, AppProfile, AppState, Note, Timestamp, TokenDigest, Ttl};

/// The columns of an app, in the order in which [`read`] takes them.
pub(super) const COLUMNS: &str = "a.client_id, a.name, a.state, a.state_since, a.block_note, a.scopes, a.audiences, \
                                  a.access_ttl, a.refresh_ttl, a.alg, a.public, a.registered_at";

pub(super) fn read(columns: &mut Columns<'_>) -> Result<App> {
    let (client_id, name) = (columns.parsed()?, columns.parsed()?);
    let state: String = columns.plain()?;
    let (since, note): (Option<Timestamp>, Option<Note>) = (columns.maybe_time()?, columns.maybe()?);
    let state = columns.convert(match (state.as_str(), since, note) {
        ("registered", None, None) => Some(AppState::Registered),
        ("active", Some(since), None) => Some(AppState::Active { since }),
        ("blocked", Some(since), Some(note)) => Some(AppState::Blocked { since, note }),
        _ => None,
    })?;
    let (scopes, audiences) = (columns.parsed()?, columns.audiences()?);
    let (access_ttl, refresh_ttl) = (ttl(columns)?, ttl(columns)?);
    let algorithm: Option<String> = columns.plain()?;
    let algorithm = algorithm.map(|name| columns.convert(Algorithm::from_header(&name))).transpose()?;
    let profile = AppProfile { scopes, audiences, access_ttl, refresh_ttl, algorithm };
    Ok(App { client_id, name, state, profile, public: columns.plain()?, registered_at: columns.time()? })
}

fn ttl(columns: &mut Columns<'_>) -> Result<Option<Ttl>> {
    let seconds: Option<i64> = columns.plain()?;
    seconds.map(|seconds| columns.convert(Ttl::from_seconds(seconds).ok())).transpose()
}

pub(super) fn find(connection: &Connection, app: &AppRef) -> Result<Option<App>> {
    let (column, value) = match app {
        AppRef::Name(name) => ("name", name.as_str()),
        AppRef::ClientId(client_id) => ("client_id", client_id.as_str()),
    };
    let sql = format!("SELECT {COLUMNS} FROM apps a WHERE a.{column} = ?1");
    connection.prepare_cached(&sql)?.query_row([value], |row| read(&mut Columns::of(row))).optional()
}

pub(super) fn by_secret(connection: &Connection, digest: &TokenDigest) -> Result<Option<App>> {
    let sql = format!("SELECT {COLUMNS} FROM apps a JOIN app_secrets s ON s.app = a.id WHERE s.digest = ?1");
    connection.prepare_cached(&sql)?.query_row([digest.as_bytes()], |row| read(&mut Columns::of(row))).optional()
}

pub(super) fn all(connection: &Connection) -> Result<Vec<App>> {
    let sql = format!("SELECT {COLUMNS} FROM apps a ORDER BY a.name");
    connection.prepare_cached(&sql)?.query_map([], |row| read(&mut Columns::of(row)))?.collect()
}

pub(super) fn insert(connection: &Connection, app: &App, secret: Option<&TokenDigest>) -> Result<()> {
    let (since, note) = state_columns(&app.state);
    connection.execute(
        "INSERT INTO apps (client_id, name, state, state_since, block_note, scopes, audiences, access_ttl, refresh_ttl, \
         alg, public, registered_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
        params![
            app.client_id.as_str(),
            app.name.as_str(),
            app.state.name(),
            since,
            note,
            app.profile.scopes.to_string(),
            audiences_text(&app.profile.audiences),
            app.profile.access_ttl.map(Ttl::seconds),
            app.profile.refresh_ttl.map(Ttl::seconds),
            app.profile.algorithm.map(Algorithm::name),
            app.public,
            app.registered_at.0,
        ],
    )?;
    if let Some(digest) = secret {
        connection.execute(
            "INSERT INTO app_secrets (digest, app, created_at) VALUES (?1, ?2, ?3)",
            params![digest.as_bytes(), connection.last_insert_rowid(), app.registered_at.0],
        )?;
    }
    Ok(())
}

pub(super) fn replace(connection: &Connection, before: &App, after: &App) -> Result<usize> {
    let (since, note) = state_columns(&after.state);
    let (old_since, _) = state_columns(&before.state);
    connection.execute(
        "UPDATE apps SET state = ?1, state_since = ?2, block_note = ?3, scopes = ?4, audiences = ?5, access_ttl = ?6, \
         refresh_ttl = ?7, alg = ?8 WHERE client_id = ?9 AND state = ?10 AND state_since IS ?11",
        params![
            after.state.name(),
            since,
            note,
            after.profile.scopes.to_string(),
            audiences_text(&after.profile.audiences),
            after.profile.access_ttl.map(Ttl::seconds),
            after.profile.refresh_ttl.map(Ttl::seconds),
            after.profile.algorithm.map(Algorithm::name),
            before.client_id.as_str(),
            before.state.name(),
            old_since,
        ],
    )
}

fn state_columns(state: &AppState) -> (Option<i64>, Option<&str>) {
    match state {
        AppState::Registered => (None, None),
        AppState::Active { since } => (Some(since.0), None),
        AppState::Blocked { since, note } => (Some(since.0), Some(note.as_str())),
    }
}
