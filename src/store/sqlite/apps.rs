//! The table `apps`, and the digests of the apps' secrets.

use std::collections::BTreeSet;

use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, Row};

use super::columns::{Columns, audiences_text, maybe_text, text};
use super::secrets;
use super::session::Session;
use super::table::{APP_SECRETS, APPS};
use crate::core::app::AppRef;
use crate::core::{
    Actor, Algorithm, App, AppProfile, AppSecret, AppState, ClientId, Note, TokenDigest, TokenFormat, Ttl,
};
use crate::store::{ReadApps, Result, WriteApps};

/// Reads a whole row.
fn read(row: &Row<'_>) -> rusqlite::Result<App> {
    numbered(row).map(|(_, app)| app)
}

/// The same, with the number that other rows name the app with.
fn numbered(row: &Row<'_>) -> rusqlite::Result<(i64, App)> {
    let columns = &mut Columns::intact(row, &APPS)?;
    let number = columns.plain()?;
    let (client_id, name) = (columns.parsed()?, columns.parsed()?);
    let state = columns.app_state()?;
    let (scopes, audiences) = (columns.parsed()?, columns.audiences()?);
    let (access_ttl, refresh_ttl, refresh_max_age) = (ttl(columns)?, ttl(columns)?, ttl(columns)?);
    let token_format = columns.text()?.map(|name| columns.convert(TokenFormat::from_name(name))).transpose()?;
    let algorithm = columns.text()?.map(|name| columns.convert(Algorithm::from_header(name))).transpose()?;
    let (public, registered_at) = (columns.plain()?, columns.time()?);
    let client = columns.maybe()?.unwrap_or_default();
    let budget = columns.maybe()?;
    let profile = AppProfile {
        scopes,
        audiences,
        access_ttl,
        refresh_ttl,
        refresh_max_age,
        token_format,
        algorithm,
        client,
        budget,
    };
    Ok((number, App { client_id, name, state, profile, public, registered_at }))
}

fn ttl(columns: &mut Columns<'_>) -> rusqlite::Result<Option<Ttl>> {
    let seconds: Option<i64> = columns.plain()?;
    seconds.map(|seconds| columns.convert(Ttl::from_seconds(seconds).ok())).transpose()
}

/// The app that other rows name with this number.
pub(super) fn by_number(connection: &Connection, number: i64) -> rusqlite::Result<App> {
    let found = connection.prepare_cached("SELECT * FROM apps WHERE id = ?1")?.query_row([number], read).optional();
    found?.ok_or_else(|| APPS.dangling())
}

/// The app of a name that is not deleted; of those that are, the last. Each by an index that has it first, because to sort
/// takes as long as all the rest.
const LIVING: &str = "SELECT * FROM apps WHERE name = ?1 AND state <> 'deleted'";
const LAST_DELETED: &str = "SELECT * FROM apps WHERE name = ?1 ORDER BY id DESC LIMIT 1";

impl ReadApps for Session<'_> {
    fn app(&self, app: &AppRef) -> Result<Option<App>> {
        self.run(|connection| {
            let find = |sql, value: &str| connection.prepare_cached(sql)?.query_row([value], numbered).optional();
            let found = match app {
                AppRef::ClientId(client_id) => find("SELECT * FROM apps WHERE client_id = ?1", client_id.as_str())?,
                AppRef::Name(name) => match find(LIVING, name.as_str())? {
                    Some(found) => Some(found),
                    None => {
                        // The one that is not deleted may be there, and not be known by its name any more.
                        APPS.check_all(connection)?;
                        find(LAST_DELETED, name.as_str())?
                    }
                },
            };
            match found {
                None => APPS.check_all(connection).map(|()| None),
                Some((number, app)) => {
                    self.known.is_app(number, &app);
                    Ok(Some(app))
                }
            }
        })
    }

    fn apps(&self) -> Result<Vec<App>> {
        self.run(|connection| {
            connection.prepare_cached("SELECT * FROM apps ORDER BY name, id")?.query_map([], read)?.collect()
        })
    }

    fn apps_of(&self, ids: &[ClientId]) -> Result<Vec<App>> {
        self.run(|connection| {
            let mut find = connection.prepare_cached("SELECT * FROM apps WHERE client_id = ?1")?;
            let ids: BTreeSet<&str> = ids.iter().map(ClientId::as_str).collect();
            let found = ids.into_iter().map(|id| find.query_row([id], numbered).optional());
            let mut apps: Vec<(i64, App)> =
                found.filter_map(rusqlite::Result::transpose).collect::<rusqlite::Result<_>>()?;
            apps.sort_by(|(first, one), (second, other)| one.name.cmp(&other.name).then(first.cmp(second)));
            Ok(apps.into_iter().map(|(_, app)| app).collect())
        })
    }

    fn app_by_secret(&self, digest: &TokenDigest) -> Result<Option<App>> {
        self.run(|connection| {
            let sql = format!(
                "SELECT a.*, {} FROM app_secrets s JOIN apps a ON a.id = s.app WHERE s.digest = ?1",
                APP_SECRETS.intact("s"),
            );
            connection.prepare_cached(&sql)?.query_row([digest.as_bytes()], read).optional()
        })
    }

    fn secrets(&self, app: &ClientId) -> Result<Vec<AppSecret>> {
        self.run(|connection| secrets::of_app(connection, app))
    }
}

impl WriteApps for Session<'_> {
    fn hold_app(&self, app: &AppRef) -> Result<Option<App>> {
        self.app(app)
    }

    fn take_app(&self, app: &AppRef) -> Result<Option<App>> {
        self.app(app)
    }

    fn insert_app(&mut self, app: &App, secret: Option<&TokenDigest>) -> Result<()> {
        self.run(|connection| {
            // What SQLite would give it, but known before the checksum is made.
            let number: i64 = connection.query_row("SELECT ifnull(max(id), 0) + 1 FROM apps", [], |row| row.get(0))?;
            let [
                state,
                since,
                note,
                by,
                scopes,
                audiences,
                access,
                refresh,
                max_age,
                format,
                alg,
                public,
                client,
                budget,
            ] = changeable(app);
            let (client_id, name) = (text(app.client_id.as_str()), text(app.name.as_str()));
            let registered_at = app.registered_at.0.into();
            APPS.add(
                connection,
                &[
                    number.into(),
                    client_id,
                    name,
                    state,
                    since,
                    note,
                    by,
                    scopes,
                    audiences,
                    access,
                    refresh,
                    max_age,
                    format,
                    alg,
                    public,
                    registered_at,
                    client,
                    budget,
                ],
            )?;
            if let Some(digest) = secret {
                let secret = AppSecret { digest: *digest, created_at: app.registered_at, revoked: None };
                secrets::add(connection, number, &secret)?;
            }
            Ok(())
        })
    }

    fn replace_app(&mut self, before: &App, after: &App) -> Result<()> {
        self.known.forget();
        self.exactly_one(|connection| {
            let key = ("client_id", text(before.client_id.as_str()));
            APPS.replace(connection, CHANGEABLE, key, changeable(before), changeable(after))
        })
    }

    fn insert_secret(&mut self, app: &ClientId, secret: &AppSecret) -> Result<()> {
        self.run(|connection| secrets::insert(connection, app, secret))
    }

    fn replace_secret(&mut self, before: &AppSecret, after: &AppSecret) -> Result<()> {
        self.exactly_one(|connection| secrets::replace(connection, before, after))
    }
}

/// The columns of an app that change, in the order in which [`changeable`] gives them.
const CHANGEABLE: [&str; 14] = [
    "state",
    "state_since",
    "state_note",
    "state_by",
    "scopes",
    "audiences",
    "access_ttl",
    "refresh_ttl",
    "refresh_max_age",
    "token_format",
    "alg",
    "public",
    "client",
    "budget",
];

fn changeable(app: &App) -> [Value; 14] {
    let (since, note, by) = match &app.state {
        AppState::Registered => (None, None, None),
        AppState::Active { since } => (Some(since), None, None),
        AppState::Blocked { since, note, by } => (Some(since), Some(note), by.as_ref()),
        AppState::Deleted { since, by, note } => (Some(since), note.as_ref(), Some(by)),
    };
    let profile = &app.profile;
    let seconds = |ttl: Option<Ttl>| ttl.map(Ttl::seconds).into();
    [
        text(app.state.name()),
        since.map(|since| since.0).into(),
        maybe_text(note.map(Note::as_str)),
        by.map(Actor::kept).into(),
        profile.scopes.to_string().into(),
        audiences_text(&profile.audiences).into(),
        seconds(profile.access_ttl),
        seconds(profile.refresh_ttl),
        seconds(profile.refresh_max_age),
        maybe_text(profile.token_format.map(TokenFormat::name)),
        maybe_text(profile.algorithm.map(Algorithm::name)),
        app.public.into(),
        (!profile.client.is_plain()).then(|| profile.client.to_json().to_string()).into(),
        profile.budget.map(|budget| budget.to_json().to_string()).into(),
    ]
}
