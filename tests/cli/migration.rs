//! A ledger of an older version: brought to the present one with everything in it, whole or not at all.

use std::os::unix::fs::MetadataExt;

use rusqlite::{Connection, params};

use crate::support::{Answer, Sandbox, Way, World, settled};

const FIRST: &str = include_str!("../../src/store/sqlite/schema/1.sql");
const SECOND: &str = include_str!("../../src/store/sqlite/schema/2.sql");
/// The version that it is brought to.
const PRESENT: i64 = 12;

/// A home with tokens of all sorts, and its ledger as version 2 would have it.
struct Old {
    world: Sandbox,
    access: String,
    revoked: String,
    refresh: String,
    used: String,
}

fn old() -> Old {
    let world = Sandbox::new();
    world.run(&["app", "register", "shop", "--scope", "read", "--access-ttl", "10m"]).ok();
    world.run(&["app", "register", "shut", "--public"]).ok();
    world.run(&["app", "block", "shut", "--reason", "it's; -- leaked"]).ok();
    let (access, used) = world.pair();
    let refresh = world.run(&["token", "refresh", &used]).ok().line(1);
    let revoked = world.issue(&["--ip", "2001:db8::1", "--user-agent", "a \"b\"", "--with-id-token"]);
    world.run(&["token", "revoke", &revoked, "--reason", "lost", "--by", "carol"]).ok();
    world.run(&["token", "issue", "--app", "shop"]).ok();
    downgrade(&world);
    Old { world, access, revoked, refresh, used }
}

/// Writes what is in the ledger into a new file with the layout of version 2.
pub fn downgrade<W: Way>(world: &World<W>) {
    let new = world.folder().join("new.db");
    std::fs::rename(world.store(), &new).unwrap();
    let db = Connection::open(world.store()).unwrap();
    db.execute_batch(FIRST).unwrap();
    db.execute_batch(SECOND).unwrap();
    db.execute("ATTACH ?1 AS new", params![new.to_str().unwrap()]).unwrap();
    for table in ["apps", "app_secrets", "keys", "grants", "families", "tokens"] {
        let mut columns: Vec<String> = Vec::new();
        db.prepare(&format!("SELECT name FROM main.pragma_table_info('{table}')"))
            .unwrap()
            .query_map([], |row| row.get(0))
            .unwrap()
            .for_each(|name| columns.push(name.unwrap()));
        let from = columns.join(", ").replace("block_note", "state_note");
        db.execute_batch(&format!("INSERT INTO main.{table} ({}) SELECT {from} FROM new.{table}", columns.join(", ")))
            .unwrap();
    }
    // Who did something was a text.
    db.execute_batch("UPDATE main.tokens SET revoked_by = 'carol' WHERE revoked_by IS NOT NULL").unwrap();
    db.execute_batch("DETACH new; PRAGMA application_id = 1836345189; PRAGMA user_version = 2;").unwrap();
    drop(db);
    std::fs::remove_file(new).unwrap();
    std::fs::remove_file(world.home().join("generation")).unwrap();
    let private = std::os::unix::fs::PermissionsExt::from_mode(0o600);
    std::fs::set_permissions(world.store(), private).unwrap();
}

fn version(world: &Sandbox) -> i64 {
    Connection::open(world.store()).unwrap().query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap()
}

fn rows(world: &Sandbox, table: &str, columns: &str) -> Vec<String> {
    let db = Connection::open(world.store()).unwrap();
    let width = columns.split(',').count();
    let mut found = db.prepare(&format!("SELECT {columns} FROM {table} ORDER BY 1")).unwrap();
    let found = found.query_map([], |row| {
        Ok((0..width).map(|column| format!("{:?}", row.get_ref(column).unwrap())).collect::<Vec<_>>().join("|"))
    });
    found.unwrap().map(Result::unwrap).collect()
}

const TOKENS: &str = "jti,kind,app,user,grant_id,family,key,scopes,audiences,issued_at,expires_at,state,state_at,\
                      revoked_by,revoked_cause,revoked_note,ip,user_agent,device,digest";

#[test]
fn an_older_ledger_is_brought_up_with_everything_in_it() {
    let Old { world, access, revoked, refresh, used, .. } = old();
    assert_eq!(version(&world), 2);
    let before = rows(&world, "tokens", TOKENS);
    assert_eq!(before.len(), 7);
    let apps = rows(&world, "apps", "client_id,name,state,state_since,block_note,scopes,access_ttl,public");

    // A reader is the first to come.
    let verdict = |token: &str| world.run_real(&["token", "verify", token, "--at", AT]).exit;
    assert_eq!((verdict(&access), verdict(&revoked)), (0, 32));
    assert_eq!(version(&world), PRESENT);
    assert_eq!(rows(&world, "tokens", TOKENS), before);
    assert_eq!(rows(&world, "apps", "client_id,name,state,state_since,state_note,scopes,access_ttl,public"), apps);
    world.is_sound();
    // The references are followed again, and they lead to the tables that are there now.
    let refers: Vec<String> = rows(&world, "pragma_foreign_key_list('tokens')", "\"table\"");
    assert_eq!(refers.len(), 4, "{refers:?}");
    assert!(refers.iter().all(|to| !to.contains("new_")), "{refers:?}");

    // The log begins with what the ledger knows.
    let log = world.run(&["audit", "log", "--json"]).ok().json();
    let verbs: Vec<_> = log["events"].as_array().unwrap().iter().map(|event| event["verb"].as_str().unwrap()).collect();
    assert_eq!(verbs, ["log_begun", "key_known", "app_known", "app_known", "app_known"]);
    let facts =
        serde_json::json!({"layout": 2, "changes": 0, "apps": 3, "users": 0, "keys": 1, "grants": 1, "tokens": 7});
    assert_eq!(log["events"][0]["facts"], facts);
    let shut = &log["events"][2];
    assert_eq!((&shut["facts"]["name"], &shut["after"]["state"]), (&"shut".into(), &"blocked".into()));

    // And it all works on.
    let cause = world.run(&["token", "show", &revoked, "--json"]).ok().json()["revoked"].clone();
    assert_eq!(cause["reason"], "lost");
    assert_eq!(cause["by"]["text"], "\"carol\" (not verified)");
    world.run(&["token", "refresh", &refresh]).ok();
    world.run(&["token", "refresh", &used]).exits(32);
    assert_eq!(world.verdict(&access), 32);
    world.run(&["app", "activate", "shut"]).ok();
    world.run(&["app", "secret", "add", "shop"]).ok();
    assert_eq!(world.run(&["app", "secret", "list", "shop", "-q"]).ok().out().lines().count(), 2);
    world.issue(&["--format", "opaque"]);
    world.run(&["app", "delete", "shop", "--yes"]).ok();
}

/// While the tokens of the fixed time are good.
const AT: &str = "2026-01-01T00:00:30Z";

#[test]
fn of_many_that_find_an_older_ledger_every_one_gets_its_answer() {
    let Old { world, access, .. } = old();
    let before = rows(&world, "tokens", TOKENS);
    let all: Vec<_> =
        (0..8).map(|_| world.binary(&["token", "verify", &access, "--at", AT]).spawn().unwrap()).collect();
    for child in all {
        Answer::of(child.wait_with_output().unwrap()).ok();
    }
    assert_eq!((version(&world), rows(&world, "tokens", TOKENS)), (PRESENT, before));
}

#[test]
fn an_upgrade_is_told_whatever_is_muted_and_keeps_the_ledger_as_it_was() {
    let Old { world, access, .. } = old();
    let before = rows(&world, "tokens", TOKENS);
    // Of an earlier upgrade.
    std::fs::write(world.home().join("mintage.db.v1"), "older still").unwrap();
    std::fs::write(world.home().join("mintage.db.vault"), "somebody's own").unwrap();
    let answer = world.run(&["-q", "token", "verify", &access]).ok();
    assert_eq!(
        settled(&world, &answer),
        format!(
            "valid\n---- stderr\nwarning: the ledger was of an older mintage and has been upgraded (schema 2 to {PRESENT}); as it \
             was, it is kept in /world/home/mintage.db.v2\n---- exit 0"
        )
    );
    let kept = world.home().join("mintage.db.v2");
    assert_eq!(std::fs::metadata(&kept).unwrap().mode() & 0o7777, 0o600);
    let names = std::fs::read_dir(world.home()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut copies: Vec<String> = names.filter(|name| name.starts_with("mintage.db.")).collect();
    copies.sort();
    assert_eq!(copies, ["mintage.db.v2", "mintage.db.vault"]);
    // It is told once, and the copy is what there was: whoever puts it back can go on.
    assert_eq!(world.run(&["token", "verify", &access]).ok().err(), "");
    std::fs::rename(&kept, world.store()).unwrap();
    assert_eq!((version(&world), rows(&world, "tokens", TOKENS)), (2, before));
    world.is_sound();
}

#[test]
fn what_writes_upgrades_as_loudly_as_what_reads() {
    let Old { world, .. } = old();
    let answer = world.run(&["token", "issue", "--app", "demo", "--user", "bob"]).ok();
    assert!(answer.err().contains("has been upgraded"), "{answer}");
    assert_eq!(version(&world), PRESENT);
}

#[test]
fn a_secret_of_an_older_home_is_known_again_from_its_next_use_on() {
    let world = Sandbox::empty();
    world.run(&["init", "--alg", "HS256", "--no-passphrase", "--app", "demo"]).ok();
    let token = world.token();
    downgrade(&world);
    assert_eq!(world.verdict(&token), 0);
    assert_eq!(rows(&world, "keys", "secret_mark"), ["Null"]);
    world.token();
    assert_eq!(rows(&world, "keys", "length(secret_mark)"), ["Integer(16)"]);
    // Another secret in its place neither signs nor verifies.
    let other = Sandbox::empty();
    other.run(&["init", "--alg", "HS256", "--no-passphrase", "--app", "demo"]).ok();
    let secret = other.run(&["keys", "gen", "--alg", "HS256", "--no-passphrase", "-q"]).ok().line(0);
    let swapped = other.home().join("keys").join(format!("{secret}.pem"));
    std::fs::copy(swapped, world.key_file()).unwrap();
    for refused in [&["token", "issue", "--app", "demo", "--user", "alice"][..], &["token", "verify", &token]] {
        let answer = world.run(refused).exits(7);
        assert!(answer.err().contains("it is not the secret that was registered"), "{answer}");
    }
}

#[test]
fn an_older_ledger_whose_rows_do_not_hang_together_is_left_alone() {
    let Old { world, access, .. } = old();
    let db = Connection::open(world.store()).unwrap();
    db.execute_batch("PRAGMA foreign_keys = OFF; DELETE FROM grants;").unwrap();
    drop(db);
    let before = std::fs::read(world.store()).unwrap();
    world.run(&["token", "verify", &access]).exits(7);
    world.run(&["token", "issue", "--app", "demo"]).exits(7);
    assert!(std::fs::read(world.store()).unwrap() == before, "the file was changed");
}
