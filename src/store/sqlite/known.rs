//! What was read once in a transaction and is the same until its end.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;

use rusqlite::{Connection, Result};

use super::columns::Columns;
use crate::core::Kid;
use crate::core::verify::AppFacts;

/// Apps and keys, by the numbers that rows of tokens name them with. A transaction that changes an app forgets them.
#[derive(Default)]
pub(super) struct Known {
    apps: RefCell<HashMap<i64, Arc<AppFacts>>>,
    kids: RefCell<HashMap<i64, Arc<Kid>>>,
}

impl Known {
    pub(super) fn app(&self, connection: &Connection, id: i64) -> Result<Arc<AppFacts>> {
        look_up(&self.apps, id, || facts(connection, id))
    }

    pub(super) fn kid(&self, connection: &Connection, id: i64) -> Result<Arc<Kid>> {
        look_up(&self.kids, id, || kid(connection, id))
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

/// What a verdict asks of an app, by the number that rows of tokens name it with.
fn facts(connection: &Connection, id: i64) -> Result<AppFacts> {
    let sql = "SELECT client_id, name, state, state_since, state_note, state_by FROM apps WHERE id = ?1";
    connection.prepare_cached(sql)?.query_row([id], |row| {
        let columns = &mut Columns::of(row);
        Ok(AppFacts { client_id: columns.parsed()?, name: columns.parsed()?, state: columns.app_state()? })
    })
}

/// The name of a key, by the number that rows of tokens name it with.
fn kid(connection: &Connection, id: i64) -> Result<Kid> {
    let sql = "SELECT kid FROM keys WHERE id = ?1";
    connection.prepare_cached(sql)?.query_row([id], |row| Columns::of(row).parsed())
}
