//! What was read once in a transaction and is the same until its end.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::hash::Hash;
use std::sync::Arc;

use rusqlite::{Connection, OptionalExtension, Result};

use super::columns::Columns;
use super::table::{APPS, KEYS};
use crate::core::verify::AppFacts;
use crate::core::{App, ClientId, Kid, User, UserId};

/// Apps and keys, by the numbers that other rows name them with, and the other way round. A transaction that changes an
/// app forgets them.
#[derive(Default)]
pub(super) struct Known {
    apps: RefCell<HashMap<i64, Arc<AppFacts>>>,
    kids: RefCell<HashMap<i64, Arc<Kid>>>,
    app_numbers: RefCell<HashMap<ClientId, i64>>,
    key_numbers: RefCell<HashMap<Kid, i64>>,
    users: RefCell<HashMap<UserId, Option<User>>>,
    /// Whether there are any, where that was asked.
    has_users: Cell<Option<bool>>,
    /// Whether it was seen that those who are blocked are what was written.
    users_are_looked_at: Cell<bool>,
}

/// More users than this are not remembered.
const MOST_USERS: usize = 1_000;

impl Known {
    pub(super) fn app(&self, connection: &Connection, id: i64) -> Result<Arc<AppFacts>> {
        look_up(&self.apps, id, || facts(connection, id))
    }

    /// Remembers an app that was read for another reason.
    pub(super) fn is_app(&self, number: i64, app: &App) {
        let (client_id, name, state) = (app.client_id.clone(), app.name.clone(), app.state.clone());
        let facts = AppFacts { client_id, name, state, budget: app.profile.budget };
        self.apps.borrow_mut().insert(number, Arc::new(facts));
        self.app_numbers.borrow_mut().insert(app.client_id.clone(), number);
    }

    /// Remembers a key that was read for another reason.
    pub(super) fn is_key(&self, number: i64, kid: &Kid) {
        self.kids.borrow_mut().insert(number, Arc::new(kid.clone()));
        self.key_numbers.borrow_mut().insert(kid.clone(), number);
    }

    pub(super) fn kid(&self, connection: &Connection, id: i64) -> Result<Arc<Kid>> {
        look_up(&self.kids, id, || kid(connection, id))
    }

    /// The number that other rows name an app with. It must be there.
    pub(super) fn app_number(&self, connection: &Connection, app: &ClientId) -> Result<i64> {
        self.maybe_app_number(connection, app)?.ok_or_else(|| APPS.gone())
    }

    /// The same, where it may not be there.
    pub(super) fn maybe_app_number(&self, connection: &Connection, app: &ClientId) -> Result<Option<i64>> {
        number(&self.app_numbers, app, || {
            let sql = "SELECT id FROM apps WHERE client_id = ?1";
            connection.prepare_cached(sql)?.query_row([app.as_str()], |row| row.get(0)).optional()
        })
    }

    /// The number that other rows name a key with. It must be there.
    pub(super) fn key_number(&self, connection: &Connection, kid: &Kid) -> Result<i64> {
        let found = number(&self.key_numbers, kid, || {
            let sql = "SELECT id FROM keys WHERE kid = ?1";
            connection.prepare_cached(sql)?.query_row([kid.as_str()], |row| row.get(0)).optional()
        });
        found?.ok_or_else(|| KEYS.gone())
    }

    /// What is kept of a user, read where it was not before.
    pub(super) fn user(&self, name: &UserId, read: impl FnOnce() -> Result<Option<User>>) -> Result<Option<User>> {
        if let Some(found) = self.users.borrow().get(name) {
            return Ok(found.clone());
        }
        let found = read()?;
        let mut users = self.users.borrow_mut();
        if users.len() >= MOST_USERS {
            users.clear();
        }
        users.insert(name.clone(), found.clone());
        Ok(found)
    }

    /// Whether something is kept of any user, asked where it was not before.
    pub(super) fn has_users(&self, ask: impl FnOnce() -> Result<bool>) -> Result<bool> {
        if let Some(has) = self.has_users.get() {
            return Ok(has);
        }
        let has = ask()?;
        self.has_users.set(Some(has));
        Ok(has)
    }

    pub(super) fn users_are_looked_at(&self) -> bool {
        self.users_are_looked_at.get()
    }

    pub(super) fn look_at_users(&self) {
        self.users_are_looked_at.set(true);
    }

    /// A transaction that changes a user forgets them.
    pub(super) fn forget_users(&self) {
        self.users.borrow_mut().clear();
        self.has_users.set(None);
    }

    pub(super) fn forget(&self) {
        self.apps.borrow_mut().clear();
        self.kids.borrow_mut().clear();
    }
}

fn look_up<T>(known: &RefCell<HashMap<i64, Arc<T>>>, id: i64, read: impl FnOnce() -> Result<T>) -> Result<Arc<T>> {
    if let Some(found) = known.borrow().get(&id) {
        return Ok(Arc::clone(found));
    }
    let found = Arc::new(read()?);
    known.borrow_mut().insert(id, Arc::clone(&found));
    Ok(found)
}

fn number<K: Clone + Eq + Hash>(
    known: &RefCell<HashMap<K, i64>>,
    key: &K,
    read: impl FnOnce() -> Result<Option<i64>>,
) -> Result<Option<i64>> {
    if let Some(number) = known.borrow().get(key) {
        return Ok(Some(*number));
    }
    let number = read()?;
    if let Some(number) = number {
        known.borrow_mut().insert(key.clone(), number);
    }
    Ok(number)
}

/// What a verdict asks of an app, by the number that rows of tokens name it with.
fn facts(connection: &Connection, id: i64) -> Result<AppFacts> {
    let found = connection.prepare_cached("SELECT * FROM apps WHERE id = ?1")?.query_row([id], |row| {
        let columns = &mut Columns::intact(row, &APPS)?;
        columns.skip(1);
        let (client_id, name, state) = (columns.parsed()?, columns.parsed()?, columns.app_state()?);
        columns.skip(10);
        Ok(AppFacts { client_id, name, state, budget: columns.maybe()? })
    });
    found.optional()?.ok_or_else(|| APPS.dangling())
}

/// The name of a key, by the number that rows of tokens name it with.
fn kid(connection: &Connection, id: i64) -> Result<Kid> {
    let found = connection.prepare_cached("SELECT * FROM keys WHERE id = ?1")?.query_row([id], |row| {
        let columns = &mut Columns::intact(row, &KEYS)?;
        columns.skip(1);
        columns.parsed()
    });
    found.optional()?.ok_or_else(|| KEYS.dangling())
}
