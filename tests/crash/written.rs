//! Every command that writes, and what the ledger holds of it.

use std::fs;
use std::path::Path;

use rusqlite::Connection;
use rusqlite::types::Value;

use crate::home::{copy, home_of_nobody};
use crate::support::{Real, Way, World};

/// A command that writes: its words as the manual has them, and as they are given in a [`furnished`] home.
pub struct Verb {
    pub name: &'static str,
    pub args: fn(&Furnished) -> Vec<String>,
}

/// A home with something of everything, for commands that change it.
pub struct Furnished {
    pub world: Real,
    access: String,
    refresh: String,
    other: String,
    secret: String,
}

/// Words of a command, of which some are found in the home.
macro_rules! words {
    ($($word:expr),+ $(,)?) => { vec![$(String::from($word)),+] };
}

/// The commands that change the ledger. What each says about itself is tested elsewhere; here, that it is kept.
pub const VERBS: &[Verb] = &[
    Verb { name: "app-activate", args: |_| words!["app", "activate", "shut"] },
    Verb { name: "app-block", args: |_| words!["app", "block", "demo", "--reason", "leak"] },
    Verb { name: "app-delete", args: |_| words!["app", "delete", "shop", "--yes"] },
    Verb { name: "app-register", args: |_| words!["app", "register", "new", "--scope", "read"] },
    Verb { name: "app-secret-add", args: |_| words!["app", "secret", "add", "shop"] },
    Verb { name: "app-secret-revoke", args: |home| words!["app", "secret", "revoke", "shop", &home.secret] },
    Verb { name: "app-update", args: |_| words!["app", "update", "demo", "--access-ttl", "10m"] },
    Verb { name: "config-set", args: |_| words!["config", "set", "access_ttl", "1h"] },
    Verb { name: "config-unset", args: |_| words!["config", "unset", "audience"] },
    Verb { name: "grant-revoke", args: |_| words!["grant", "revoke", "--user", "alice"] },
    Verb { name: "keys-activate", args: |home| words!["keys", "activate", "--", kid(home, "standby")] },
    Verb { name: "keys-gen", args: |_| words!["keys", "gen", "--alg", "ES256", "--no-passphrase"] },
    Verb { name: "keys-import", args: |home| words!["keys", "import", &home.other, "--no-passphrase"] },
    Verb { name: "keys-prune", args: |_| words!["keys", "prune"] },
    Verb { name: "keys-retire", args: |home| words!["keys", "retire", "--", kid(home, "active")] },
    Verb { name: "keys-revoke", args: |home| words!["keys", "revoke", "--reason", "leak", "--", kid(home, "active")] },
    Verb { name: "keys-rotate", args: |_| words!["keys", "rotate", "--now"] },
    Verb {
        name: "token-forge",
        args: |home| {
            words![
                "token",
                "forge",
                "--all",
                "--app",
                "demo",
                "--user",
                "bob",
                "--out",
                home.world.folder().join("suite").to_str().unwrap()
            ]
        },
    },
    Verb { name: "token-issue", args: |_| words!["token", "issue", "--app", "demo", "--user", "bob"] },
    Verb { name: "token-prune", args: |_| words!["token", "prune", "--margin", "0s"] },
    Verb { name: "token-refresh", args: |home| words!["token", "refresh", &home.refresh] },
    Verb { name: "user-set", args: |_| words!["user", "set", "alice", "--group", "admin", "--claim", "level:=2"] },
    Verb { name: "user-block", args: |_| words!["user", "block", "alice", "--reason", "leak"] },
    Verb { name: "user-unblock", args: |_| words!["user", "unblock", "mallory"] },
    Verb { name: "user-delete", args: |_| words!["user", "delete", "alice", "--yes"] },
    Verb { name: "token-revoke", args: |home| words!["token", "revoke", &home.access, "--reason", "leak"] },
];

/// The commands that leave the ledger as it is. `init` makes one; `keys passphrase`, `restore` and `trust` write files
/// alone, `audit checkpoint` and `audit prune` the log (see `audit_log`), and what `audit risk` does is done by other commands too.
const OTHERS: &[&str] = &[
    "app-list",
    "audit-access",
    "audit-check",
    "audit-checkpoint",
    "audit-export",
    "audit-forget",
    "audit-import",
    "audit-log",
    "audit-prove",
    "audit-prune",
    "audit-report",
    "audit-risk",
    "audit-show",
    "audit-verify",
    "backup",
    "doctor",
    "drill-rotation",
    "app-secret-list",
    "app-show",
    "completions",
    "completions-install",
    "completions-uninstall",
    "config-explain",
    "config-get",
    "config-list",
    "grant-list",
    "grant-show",
    "init",
    "keys-export",
    "keys-inspect",
    "keys-list",
    "keys-passphrase",
    "keys-show",
    "keys-usage",
    "man",
    "profiles-list",
    "profiles-show",
    "serve",
    "status",
    "user-password",
    "token-decode",
    "token-dpop",
    "token-identify",
    "token-introspect",
    "token-list",
    "token-revocations-export",
    "token-show",
    "token-tree",
    "token-verify",
    "user-list",
    "user-show",
    "verifier-config",
    "restore",
    "trust-forget",
    "trust-list",
    "trust",
];

/// The kid of the EdDSA key in this state.
fn kid(home: &Furnished, state: &str) -> String {
    let keys = home.world.keys();
    let found = keys.iter().find(|key| key["state"] == state && key["alg"] == "EdDSA").expect("such a key");
    found["kid"].as_str().expect("a kid").to_owned()
}

/// A home with keys in each state, apps in each, tokens and a family, and a token that has ended.
pub fn furnished() -> Furnished {
    let world = home_of_nobody().with_home();
    let spent = world.generate_key();
    world.run(&["keys", "revoke", "--reason", "a rehearsal", "--", &spent]).ok();
    world.generate_key();
    world.run(&["app", "register", "shop", "--scope", "read"]).ok();
    world.run(&["app", "register", "shut", "--public"]).ok();
    world.run(&["app", "block", "shut", "--reason", "leak"]).ok();
    world.run(&["app", "secret", "add", "shop"]).ok();
    let secret = world.run(&["app", "secret", "list", "shop", "-q"]).ok().line(0);
    world.run(&["user", "set", "alice", "--group", "staff"]).ok();
    world.run(&["user", "block", "mallory", "--reason", "leak"]).ok();
    world.issue(&["--ttl", "1s"]);
    let (access, refresh) = world.pair();
    let donor = home_of_nobody().with_home();
    let pem = donor.run(&["keys", "export", "--private", "--", &donor.active_key()]).ok().stdout;
    let other = world.file("other.pem", pem).display().to_string();
    while world.verdict(&access) == 0 && world.run(&["token", "prune", "--margin", "0s", "--plan", "-q"]).out() == "0\n"
    {
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    Furnished { world, access, refresh, other, secret }
}

impl Furnished {
    /// The same home in another folder, which need not be there.
    pub fn copy_to(&self, folder: &Path) {
        copy(&self.world.home(), folder);
    }
}

/// All rows of all tables, as the file alone has them: a journal beside it is not looked at.
pub fn committed(store: &Path) -> Vec<Vec<Value>> {
    let folder = tempfile::tempdir().unwrap();
    let alone = folder.path().join("alone.db");
    fs::copy(store, &alone).unwrap();
    rows(&alone)
}

/// All rows of all tables, as whoever opens the ledger sees them.
pub fn rows(store: &Path) -> Vec<Vec<Value>> {
    let ledger = Connection::open(store).unwrap();
    let tables = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name";
    let tables: Vec<String> =
        ledger.prepare(tables).unwrap().query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    let mut all = Vec::new();
    for table in tables {
        let mut found = ledger.prepare(&format!("SELECT * FROM {table}")).unwrap();
        let width = found.column_count();
        let read = |row: &rusqlite::Row<'_>| (0..width).map(|column| row.get(column)).collect();
        all.extend(found.query_map([], read).unwrap().map(Result::unwrap));
    }
    all
}

/// The exit code of any reading command: the first that opens the ledger after something happened to it.
pub fn next_command<W: Way>(world: &World<W>) {
    world.run(&["app", "list"]).ok();
}

#[test]
fn every_command_of_the_manual_is_known_here_as_one_that_writes_or_not() {
    let pages = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("man")).unwrap();
    let pages = pages.map(|page| page.unwrap().file_name().into_string().unwrap());
    // What is no command has a page with another number.
    let mut pages: Vec<String> = pages.filter(|page| page.ends_with(".1")).collect();
    pages.sort();
    let name =
        |page: &str| page.trim_end_matches(".1").trim_start_matches("mintage").trim_start_matches('-').to_owned();
    let names: Vec<String> = pages.iter().map(|page| name(page)).collect();
    // A page of a group has the pages of its commands after it.
    let is_group = |name: &str| name.is_empty() || names.iter().any(|other| other.starts_with(&format!("{name}-")));
    let known = |name: &str| OTHERS.contains(&name) || VERBS.iter().any(|verb| verb.name == name);
    let unknown: Vec<_> = names.iter().filter(|name| !is_group(name) && !known(name)).collect();
    assert!(unknown.is_empty(), "say whether they write: {unknown:?}");
}
