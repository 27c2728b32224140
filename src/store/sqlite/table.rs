//! The tables, as far as their rows have checksums: which columns there are, in which order they are added up.

use rusqlite::types::{Value, ValueRef};
use rusqlite::{CachedStatement, Connection, Error, Result, Row, ffi, params_from_iter};

use super::checksum;

/// A table whose rows have checksums.
pub(super) struct Table {
    /// Its name.
    pub name: &'static str,
    /// Its place in [`TABLES`].
    pub number: usize,
    /// Its columns but the checksum. The order is that of the file and of the checksum, and never changes: a new one is the
    /// last. The first is the primary key.
    pub columns: &'static [&'static str],
    /// How many of them are before the column of the checksum.
    pub before_checksum: usize,
    /// The column that people know a row by.
    named_by: usize,
}

/// The table of apps.
pub(super) const APPS: Table = Table {
    name: "apps",
    number: 0,
    columns: &[
        "id",
        "client_id",
        "name",
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
        "registered_at",
        "client",
        "budget",
    ],
    before_checksum: 16,
    named_by: 2,
};

/// The table of the digests of apps' secrets.
pub(super) const APP_SECRETS: Table = Table {
    name: "app_secrets",
    number: 1,
    columns: &["digest", "app", "created_at", "revoked_at", "revoked_by", "revoked_note"],
    before_checksum: 6,
    named_by: 0,
};

/// The table of keys.
pub(super) const KEYS: Table = Table {
    name: "keys",
    number: 2,
    columns: &[
        "id",
        "kid",
        "alg",
        "bits",
        "public",
        "state",
        "state_since",
        "verify_until",
        "revoked_by",
        "revoked_note",
        "created_at",
        "activate_at",
        "private",
        "secret_mark",
    ],
    before_checksum: 14,
    named_by: 1,
};

/// The table of consents.
pub(super) const GRANTS: Table = Table {
    name: "grants",
    number: 3,
    columns: &[
        "id",
        "app",
        "user",
        "scopes",
        "granted_at",
        "state",
        "revoked_at",
        "revoked_by",
        "revoked_cause",
        "revoked_note",
        "ip",
        "user_agent",
        "device",
        "user_blocked",
    ],
    before_checksum: 13,
    named_by: 0,
};

/// The table of families.
pub(super) const FAMILIES: Table = Table {
    name: "families",
    number: 4,
    columns: &["id", "grant_id", "started_at", "claims", "ends_at", "token_format", "departs"],
    before_checksum: 6,
    named_by: 0,
};

/// The table of tokens.
pub(super) const TOKENS: Table = Table {
    name: "tokens",
    number: 5,
    columns: &[
        "jti",
        "kind",
        "app",
        "user",
        "grant_id",
        "family",
        "parent",
        "key",
        "scopes",
        "audiences",
        "claims",
        "issued_at",
        "expires_at",
        "state",
        "state_at",
        "revoked_by",
        "revoked_cause",
        "revoked_note",
        "ip",
        "user_agent",
        "device",
        "digest",
        "departs",
        "shown_jti",
    ],
    before_checksum: 22,
    named_by: 0,
};

/// The table of the ledger itself.
pub(super) const META: Table = Table {
    name: "meta",
    number: 6,
    columns: &["id", "home", "generation", "newest", "ahead_from", "ahead_until", "events", "pruned"],
    before_checksum: 6,
    named_by: 0,
};

/// The table of changes.
pub(super) const CHANGES: Table = Table {
    name: "changes",
    number: 7,
    columns: &[
        "id", "at", "deed", "kind", "about", "members", "by", "reason", "facts", "door", "outcome", "before", "after",
    ],
    before_checksum: 9,
    named_by: 0,
};

/// The table of tokens of ours that are in no other, and denied.
pub(super) const DENIED: Table = Table {
    name: "denied",
    number: 8,
    columns: &["jti", "kid", "expires_at", "revoked_at", "revoked_by", "revoked_cause", "revoked_note"],
    before_checksum: 7,
    named_by: 0,
};

/// The table of proofs of possession that were used.
pub(super) const PROOFS: Table =
    Table { name: "proofs", number: 9, columns: &["digest", "expires_at"], before_checksum: 2, named_by: 0 };

/// The table of users of whom something is kept.
pub(super) const USERS: Table = Table {
    name: "users",
    number: 10,
    columns: &["name", "state", "state_at", "state_by", "state_note", "claims", "created_at"],
    before_checksum: 7,
    named_by: 0,
};

/// The table of what somebody holds a secret text of for a short time.
pub(super) const TICKETS: Table = Table {
    name: "tickets",
    number: 11,
    columns: &["digest", "kind", "alias", "user", "facts", "made_at", "expires_at", "used_at"],
    before_checksum: 8,
    named_by: 0,
};

/// All of them.
pub(super) const TABLES: [&Table; 12] =
    [&APPS, &APP_SECRETS, &KEYS, &GRANTS, &FAMILIES, &TOKENS, &META, &CHANGES, &DENIED, &PROOFS, &USERS, &TICKETS];

impl Table {
    /// The columns of a row that goes by this name in a statement, in their order, with commas between.
    fn listed(&self, row: &str) -> String {
        self.with(row, &[])
    }

    /// The same, with these texts in the place of some columns.
    fn with(&self, row: &str, changed: &[(&str, String)]) -> String {
        let mut list = String::with_capacity(24 * self.columns.len());
        for (place, column) in self.columns.iter().enumerate() {
            list.push_str(if place == 0 { "" } else { ", " });
            match changed.iter().find(|(name, _)| name == column) {
                Some((_, text)) => list.push_str(text),
                None => list.extend([row, ".", column]),
            }
        }
        list
    }

    /// A column of a statement's answer that ends the statement where the row of this name is not what was written.
    pub(super) fn intact(&self, row: &str) -> String {
        format!("row_intact({}, {row}.checksum, {})", self.number, self.listed(row))
    }

    /// A condition: the row of this name is what was written.
    pub(super) fn is_intact(&self, row: &str) -> String {
        format!("{row}.checksum IS row_sum({})", self.listed(row))
    }

    /// What the checksum of the row of this name becomes where these columns of it become these. One that is wrong stays
    /// wrong: what has rotted is not made good by being changed.
    pub(super) fn resealed(&self, row: &str, changed: &[(&str, String)]) -> String {
        let (intact, sum) = (self.is_intact(row), self.with(row, changed));
        format!("iif({intact}, row_sum({sum}), {row}.checksum)")
    }

    /// Where a column is in the file, by its place in [`Table::columns`].
    fn place(&self, column: usize) -> usize {
        column + usize::from(column >= self.before_checksum)
    }

    /// Ends the statement where a whole row (`SELECT *`) is not what was written. For statements that are prepared for one
    /// row: to prepare one that hands every column to [`Table::intact`] takes twice as long.
    pub(super) fn check(&self, row: &Row<'_>) -> Result<()> {
        let columns = (0..self.columns.len()).map(|column| row.get_ref(self.place(column)));
        let columns: Vec<ValueRef<'_>> = columns.collect::<Result<_>>()?;
        if row.get_ref(self.before_checksum)? == ValueRef::Integer(checksum::of(columns.iter().copied())) {
            return Ok(());
        }
        let message = checksum::damaged(&self.name_row(|column| columns[column]), self.name);
        Err(Error::SqliteFailure(ffi::Error::new(ffi::SQLITE_ERROR), Some(message)))
    }

    /// Which row this is, as people know it. Asked by column.
    pub(super) fn name_row<'v>(&self, column: impl FnOnce(usize) -> ValueRef<'v>) -> String {
        match column(self.named_by) {
            ValueRef::Text(text) => String::from_utf8_lossy(text).into_owned(),
            ValueRef::Integer(number) => number.to_string(),
            ValueRef::Blob(blob) => match <[u8; 16]>::try_from(blob) {
                Ok(id) => uuid::Uuid::from_bytes(id).to_string(),
                // A digest goes by its start, as it does everywhere.
                Err(_) => {
                    blob.first_chunk().map_or_else(String::new, |start| format!("{:08x}", u32::from_be_bytes(*start)))
                }
            },
            ValueRef::Null | ValueRef::Real(_) => "?".to_owned(),
        }
    }

    /// The same in a file of an older version, which may not have all columns yet.
    pub(super) fn check_as_it_is(&self, connection: &Connection) -> Result<()> {
        let there = "SELECT EXISTS (SELECT 1 FROM pragma_table_info(?1) WHERE name = ?2)";
        let mut there = connection.prepare(there)?;
        let mut missing = Vec::new();
        for column in self.columns {
            if !there.query_row([self.name, column], |row| row.get(0))? {
                missing.push((*column, "NULL".to_owned()));
            }
        }
        let (sum, number) = (self.with("r", &missing), self.number);
        let sql = format!("SELECT count(row_intact({number}, r.checksum, {sum})) FROM {} r", self.name);
        connection.query_row(&sql, [], |_| Ok(()))
    }

    /// Gives every row the checksum of what is in it now.
    pub(super) fn seal(&self, connection: &Connection) -> Result<()> {
        let sql = format!("UPDATE {} AS r SET checksum = row_sum({})", self.name, self.listed("r"));
        connection.execute(&sql, []).map(|_| ())
    }

    /// A row refers to one of this table that is not there.
    pub(super) fn dangling(&self) -> Error {
        let message = format!("a row refers to one of table {} that is not there", self.name);
        Error::SqliteFailure(ffi::Error::new(ffi::SQLITE_CORRUPT), Some(message))
    }

    /// A row of this table that was relied on is gone: somebody was faster.
    pub(super) fn gone(&self) -> Error {
        let message = format!("there is no such row in table {}", self.name);
        Error::SqliteFailure(ffi::Error::new(ffi::SQLITE_CONSTRAINT_FOREIGNKEY), Some(message))
    }

    /// Prepares to add rows.
    pub(super) fn adding<'c>(&self, connection: &'c Connection) -> Result<Adding<'c>> {
        let sql = format!(
            "INSERT INTO {} ({}, checksum) VALUES (?{})",
            self.name,
            self.columns.join(", "),
            ", ?".repeat(self.columns.len())
        );
        connection.prepare_cached(&sql).map(Adding)
    }

    /// Adds one row.
    pub(super) fn add<const N: usize>(&self, connection: &Connection, row: &[Value; N]) -> Result<()> {
        self.adding(connection)?.row(row.each_ref().map(ValueRef::from))
    }

    /// Sets these columns of the row whose `key` is this, where they are still as `before`, and says how many rows were met.
    /// Two who decide on the same row cannot both write: the second would undo what the first did.
    pub(super) fn replace<const N: usize>(
        &self,
        connection: &Connection,
        columns: [&'static str; N],
        (key, value): (&'static str, Value),
        before: [Value; N],
        after: [Value; N],
    ) -> Result<usize> {
        let changed: Vec<(&str, String)> =
            columns.into_iter().zip(1..).map(|(column, place)| (column, format!("?{place}"))).collect();
        let set: Vec<String> = changed.iter().map(|(column, mark)| format!("{column} = {mark}")).collect();
        // `IS` also finds what is empty on both sides.
        let sql = format!(
            "UPDATE {table} AS r SET {set}, checksum = {sum} WHERE r.{key} = ? AND ({columns}) IS ({marks})",
            table = self.name,
            set = set.join(", "),
            sum = self.resealed("r", &changed),
            columns = columns.join(", "),
            marks = ["?"; N].join(", "),
        );
        let values = after.into_iter().chain([value]).chain(before);
        connection.prepare_cached(&sql)?.execute(params_from_iter(values))
    }

    /// Ends the statement where a row of the whole table is not what was written. For tables of few rows, of which one was
    /// not found by what it is known by: it may be there, and not be known any more.
    pub(super) fn check_all(&self, connection: &Connection) -> Result<()> {
        let sql = format!("SELECT count({}) FROM {} r", self.intact("r"), self.name);
        connection.prepare_cached(&sql)?.query_row([], |_| Ok(()))
    }
}

/// A statement that adds rows to a table.
pub(super) struct Adding<'c>(CachedStatement<'c>);

impl Adding<'_> {
    /// Adds a row with these columns, in the order of the table, and with their checksum.
    pub(super) fn row<const N: usize>(&mut self, columns: [ValueRef<'_>; N]) -> Result<()> {
        let sum = checksum::of(columns);
        let columns = columns.into_iter().chain([ValueRef::Integer(sum)]);
        self.0.execute(params_from_iter(columns.map(rusqlite::types::ToSqlOutput::Borrowed))).map(|_| ())
    }
}
