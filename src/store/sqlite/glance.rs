//! A glance at a ledger, for a shell that completes a word: a few names by their start, found by indices. It reads a ledger of the
//! present schema as it is, waits for nobody, changes nothing, and where anything is wrong it sees nothing.

use std::path::Path;

use rusqlite::{Connection, OpenFlags, Params};

use super::connect::connect;
use super::migrate;
use crate::core::{ClientId, FamilyId, GrantId, Jti};

/// How many names are told.
const MOST: i64 = 50;
/// How many rows are looked at for them: of those that are asked for there may be none among millions.
const LOOKED_AT: i64 = 2_000;

/// Which of them are wanted, by what is to be done with one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Whichever.
    Any,
    /// It is to work, and does not.
    ToActivate,
    /// It is to end its work, and works.
    ToRetire,
    /// It is to be kept from all work, and is not.
    ToBlock,
}

/// A ledger that is glanced at.
pub struct Glance {
    connection: Connection,
}

/// A name, and what it is the name of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Glimpse {
    /// The name.
    pub name: String,
    /// What it is, in a few words.
    pub what: String,
}

impl Glance {
    /// Opens a ledger to glance at it; none where that cannot be done at once.
    pub fn of(path: &Path) -> Option<Self> {
        let connection = connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY).ok()?;
        // Whoever writes is not waited for: the next key is pressed sooner.
        connection.busy_timeout(std::time::Duration::ZERO).ok()?;
        let found = migrate::version(&connection).ok()?;
        matches!(migrate::check(path, found), Ok(migrate::Age::Present)).then_some(Self { connection })
    }

    /// Apps that are not deleted, by name, or by client_id where that is begun.
    pub fn apps(&self, start: &str, standing: Standing) -> Vec<Glimpse> {
        let stands = match standing {
            Standing::Any | Standing::ToRetire => "state <> 'deleted'",
            Standing::ToActivate => "state IN ('registered', 'blocked')",
            Standing::ToBlock => "state IN ('registered', 'active')",
        };
        let of = |column: &str, what: &str| {
            let sql = format!(
                "SELECT {column}, {what} FROM apps WHERE {column} >= ?1 AND {column} < ?2 AND {stands} ORDER BY {column} LIMIT ?3"
            );
            self.pairs(&sql, (start, after(start), MOST))
        };
        let mut all = of("name", "state");
        if start.starts_with(ClientId::PREFIX) {
            all.extend(of("client_id", "name || ', ' || state"));
        }
        all
    }

    /// The scopes of an app, or of all.
    pub fn scopes(&self, app: Option<&str>) -> Vec<String> {
        let sql = "SELECT name, scopes FROM apps WHERE (?1 IS NULL OR name = ?1 OR client_id = ?1) AND state <> 'deleted' LIMIT ?2";
        let all = self.pairs(sql, (app, LOOKED_AT));
        let mut scopes: Vec<String> = all
            .iter()
            .flat_map(|app| app.what.split(' '))
            .filter(|scope| !scope.is_empty())
            .map(str::to_owned)
            .collect();
        scopes.sort_unstable();
        scopes.dedup();
        scopes
    }

    /// Audiences that apps name.
    pub fn audiences(&self) -> Vec<String> {
        let all = self.pairs("SELECT name, audiences FROM apps WHERE state <> 'deleted' LIMIT ?1", (LOOKED_AT,));
        all.iter().flat_map(|app| serde_json::from_str::<Vec<String>>(&app.what).unwrap_or_default()).collect()
    }

    /// Secrets of an app that are good, by id: when each was made.
    pub fn secrets(&self, app: &str, start: &str) -> Vec<Glimpse> {
        let sql = "SELECT lower(substr(hex(digest), 1, 8)) AS id, 'made on ' || date(created_at, 'unixepoch') FROM app_secrets \
                   WHERE app IN (SELECT id FROM apps WHERE name = ?1 OR client_id = ?1) AND revoked_at IS NULL \
                   AND id >= ?2 AND id < ?3 ORDER BY created_at DESC LIMIT ?4";
        self.pairs(sql, (app, start, after(start), MOST))
    }

    /// Events of the log, the newest first.
    pub fn events(&self, start: &str) -> Vec<Glimpse> {
        let sql = "SELECT id, deed FROM (SELECT CAST(id AS TEXT) AS id, deed FROM changes ORDER BY changes.id DESC LIMIT ?4) \
                   WHERE id >= ?1 AND id < ?2 LIMIT ?3";
        self.pairs(sql, (start, after(start), MOST, LOOKED_AT))
    }

    /// Users who are known, or have consented, by name. Each is found by one step of the index, however much they have.
    pub fn users(&self, start: &str, standing: Standing) -> Vec<Glimpse> {
        if standing == Standing::ToActivate {
            let blocked = "SELECT name, state FROM users WHERE state = 'blocked' AND name >= ?1 AND name < ?2 ORDER BY name LIMIT ?3";
            return self.pairs(blocked, (start, after(start), MOST));
        }
        let known = "SELECT name, state FROM users WHERE name >= ?1 AND name < ?2 ORDER BY name LIMIT ?3";
        let consented = "WITH RECURSIVE found (name) AS ( \
                         SELECT min(user) FROM grants WHERE user >= ?1 \
                         UNION ALL SELECT (SELECT min(user) FROM grants WHERE user > found.name) FROM found \
                         WHERE found.name IS NOT NULL AND found.name < ?2 LIMIT ?3) \
                         SELECT name, 'user' FROM found WHERE name < ?2";
        let mut all = self.pairs(known, (start, after(start), MOST));
        for user in self.pairs(consented, (start, after(start), MOST)) {
            if !all.iter().any(|one| one.name == user.name) {
                all.push(user);
            }
        }
        all.retain(|one| standing != Standing::ToBlock || one.what != "blocked");
        all.sort_unstable_by(|a, b| a.name.cmp(&b.name));
        all.truncate(usize::try_from(MOST).unwrap_or_default());
        all
    }

    /// Keys, by kid: the algorithm and the state of each.
    pub fn keys(&self, start: &str, standing: Standing) -> Vec<Glimpse> {
        let stands = match standing {
            Standing::Any => "TRUE",
            Standing::ToActivate => "state = 'standby'",
            Standing::ToRetire => "state = 'active'",
            Standing::ToBlock => "state <> 'revoked'",
        };
        let sql = format!(
            "SELECT kid, alg || ' ' || state FROM keys WHERE kid >= ?1 AND kid < ?2 AND {stands} ORDER BY kid LIMIT ?3"
        );
        self.pairs(&sql, (start, after(start), MOST))
    }

    /// Tokens that are good now, the newest first: of those whose jti begins so. Where most of the newest have ended, those are told
    /// that end last.
    pub fn tokens(&self, start: &str, now: i64) -> Vec<Glimpse> {
        let Some((from, to)) = between(start) else { return Vec::new() };
        let newest = "SELECT jti, kind || ' of ' || coalesce(user || ', ', '') || (SELECT name FROM apps WHERE id = app) \
                      FROM (SELECT jti, kind, user, app, state, expires_at FROM tokens WHERE jti BETWEEN ?1 AND ?2 \
                      ORDER BY jti DESC LIMIT ?5) WHERE state = 'active' AND expires_at > ?3 LIMIT ?4";
        let values = (&from[..], &to[..], now, MOST, LOOKED_AT);
        let text = |id| Jti::from_bytes(id).to_string();
        let found = self.ids(newest, values, text);
        if !found.is_empty() {
            return found;
        }
        // The index has both: no row is read but for what begins so.
        let longest = "SELECT t.jti, t.kind || ' of ' || coalesce(t.user || ', ', '') || (SELECT name FROM apps WHERE id = t.app) \
                       FROM (SELECT jti FROM tokens INDEXED BY tokens_by_end WHERE expires_at > ?3 ORDER BY expires_at DESC LIMIT ?5) e \
                       CROSS JOIN tokens t ON t.jti = e.jti WHERE e.jti BETWEEN ?1 AND ?2 AND t.state = 'active' LIMIT ?4";
        let mut found = self.ids(longest, values, text);
        found.sort_unstable_by(|a, b| b.name.cmp(&a.name));
        found
    }

    /// Consents that stand, the newest first.
    pub fn grants(&self, start: &str) -> Vec<Glimpse> {
        let Some((from, to)) = between(start) else { return Vec::new() };
        let sql = "SELECT id, user || ', ' || (SELECT name FROM apps WHERE id = app) \
                   FROM (SELECT id, user, app, state FROM grants WHERE id BETWEEN ?1 AND ?2 ORDER BY id DESC LIMIT ?4) \
                   WHERE state = 'active' LIMIT ?3";
        self.ids(sql, (&from[..], &to[..], MOST, LOOKED_AT), |id| GrantId::from_bytes(id).to_string())
    }

    /// Families of refresh tokens, the newest first.
    pub fn families(&self, start: &str) -> Vec<Glimpse> {
        let Some((from, to)) = between(start) else { return Vec::new() };
        let sql = "SELECT f.id, g.user || ', ' || (SELECT name FROM apps WHERE id = g.app) \
                   FROM (SELECT id, grant_id FROM families WHERE id BETWEEN ?1 AND ?2 ORDER BY id DESC LIMIT ?3) f \
                   JOIN grants g ON g.id = f.grant_id";
        self.ids(sql, (&from[..], &to[..], MOST), |id| FamilyId::from_bytes(id).to_string())
    }

    fn pairs(&self, sql: &str, values: impl Params) -> Vec<Glimpse> {
        let read = || {
            let mut statement = self.connection.prepare(sql)?;
            let rows = statement.query_map(values, |row| Ok(Glimpse { name: row.get(0)?, what: row.get(1)? }))?;
            rows.collect::<rusqlite::Result<Vec<_>>>()
        };
        read().unwrap_or_default()
    }

    fn ids(&self, sql: &str, values: impl Params, text: fn([u8; 16]) -> String) -> Vec<Glimpse> {
        let read = || {
            let mut statement = self.connection.prepare(sql)?;
            let rows = statement.query_map(values, |row| {
                Ok(Glimpse { name: text(row.get(0)?), what: row.get::<_, Option<String>>(1)?.unwrap_or_default() })
            })?;
            rows.collect::<rusqlite::Result<Vec<_>>>()
        };
        read().unwrap_or_default()
    }
}

/// The first text behind all that begin so.
fn after(start: &str) -> String {
    format!("{start}\u{10ffff}")
}

/// The first and the last id whose text begins so: digits of a UUID (RFC 9562), with its hyphens where they stand.
fn between(start: &str) -> Option<([u8; 16], [u8; 16])> {
    const HYPHENS: [usize; 4] = [8, 13, 18, 23];
    let mut digits = String::with_capacity(32);
    for (place, c) in start.chars().enumerate() {
        match c {
            '-' if HYPHENS.contains(&place) => {}
            c if c.is_ascii_hexdigit() && !HYPHENS.contains(&place) => digits.push(c),
            _ => return None,
        }
    }
    let filled = |with: char| {
        let text: String = digits.chars().chain(std::iter::repeat(with)).take(32).collect();
        u128::from_str_radix(&text, 16).ok().map(u128::to_be_bytes)
    };
    (digits.len() <= 32).then_some(()).and(filled('0').zip(filled('f')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_found_by_its_start_and_by_nothing_else() {
        let (from, to) = between("01890a5d-a").unwrap();
        assert_eq!((&from[..5], &to[..5]), (&[0x01, 0x89, 0x0a, 0x5d, 0xa0][..], &[0x01, 0x89, 0x0a, 0x5d, 0xaf][..]));
        assert_eq!(between("").unwrap(), ([0; 16], [0xff; 16]));
        let whole = "01890a5d-ac96-774b-bcce-b302099a8057";
        assert_eq!(between(whole).map(|(from, to)| from == to), Some(true));
        for no in ["01890a5da", "0189-", "x", "01890a5d-ac96-774b-bcce-b302099a80570", "a b"] {
            assert_eq!(between(no), None, "{no}");
        }
    }
}
