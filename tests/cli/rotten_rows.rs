//! Rows that rotted: whatever column of whatever table has another value than was written, whoever reads it is told that the
//! ledger is damaged, or gets the answer that it had before. Nobody gets another one.

use std::fs;

use rusqlite::Connection;
use rusqlite::types::Value;

use crate::support::{Sandbox, settled};

/// A home with rows in each table, and commands that read them.
struct Furnished {
    world: Sandbox,
    /// The words of each command, with what it answers.
    asked: Vec<(Vec<String>, String, u8)>,
}

/// Tokens of all kinds, apps, secrets, consents and keys; some of each revoked.
fn furnished() -> Furnished {
    let world = Sandbox::new();
    world.run(&["app", "register", "shop", "--scope", "read"]).ok();
    world.run(&["app", "secret", "add", "shop"]).ok();
    world.run(&["app", "register", "shut", "--public"]).ok();
    let shut = world.run(&["token", "issue", "--app", "shut", "--user", "carol"]).ok().line(0);
    world.run(&["app", "block", "shut", "--reason", "leaked"]).ok();
    world.generate_key();
    world.run(&["keys", "gen", "--alg", "HS256", "--no-passphrase"]).ok();
    world.run(&["keys", "rotate"]).ok();
    let good = world.issue(&["--scope", "read", "--ip", "192.0.2.1", "--device", "phone"]);
    let (access, refresh) = world.pair();
    world.run(&["token", "refresh", &refresh]).ok();
    let own = world.run(&["token", "issue", "--app", "shop"]).ok().line(0);
    let opaque = world.issue(&["--format", "opaque", "--claim", "role=admin"]);
    let departs = world.issue(&["--jti", "run-7", "--typ", "JWT", "--with-refresh", "--test-token"]);
    let revoked = world.issue(&[]);
    world.run(&["token", "revoke", &revoked, "--reason", "lost"]).ok();
    let withdrawn = world.run(&["token", "issue", "--app", "shop", "--user", "bob"]).ok().line(0);
    world.run(&["grant", "revoke", "--user", "bob", "--reason", "left"]).ok();

    // One that the ledger has forgotten, and that is denied.
    let denied = world.issue(&[]);
    let ledger = Connection::open(world.store()).unwrap();
    ledger.execute("DELETE FROM tokens WHERE jti = (SELECT max(jti) FROM tokens)", []).unwrap();
    drop(ledger);
    world.run(&["token", "revoke", &denied, "--reason", "lost"]).ok();

    world.run(&["user", "set", "erin", "--group", "staff"]).ok();
    let of_blocked = world.run(&["token", "issue", "--app", "demo", "--user", "dora"]).ok().line(0);
    world.run(&["user", "block", "dora", "--reason", "left"]).ok();

    // A proof that was used.
    let client = world.file("client.pem", crate::bound::KEY).display().to_string();
    let bound = world.issue(&["--cnf-key", &client]);
    let request = ["--method", "GET", "--url", "https://api.example.com/"];
    let made = [&["token", "dpop", "--key", &client, "--token", &bound], &request[..]].concat();
    let proof = world.run(&made).ok().line(0);
    let show_again = [&["token", "verify", &bound, "--json", "--dpop", &proof], &request[..]].concat();
    world.run(&show_again).ok();

    let mut asked: Vec<Vec<&str>> = vec![show_again];
    let tokens = [&shut, &good, &access, &own, &opaque, &revoked, &withdrawn, &denied, &of_blocked, &departs];
    asked.extend(tokens.iter().map(|token| vec!["token", "verify", token, "--json"]));
    asked.extend([&opaque, &revoked].map(|token| vec!["token", "show", token, "--json"]));
    asked.push(vec!["token", "tree", &access, "--json"]);
    asked.push(vec!["token", "introspect", &good]);
    asked.push(vec!["token", "verify", &departs, "--typ", "JWT", "--json"]);
    asked.push(vec!["token", "show", &departs, "--json"]);
    asked.push(vec!["token", "list", "--json"]);
    asked.push(vec!["grant", "list", "--json"]);
    asked.push(vec!["app", "list", "--json"]);
    asked.push(vec!["app", "secret", "list", "shop", "--json"]);
    asked.push(vec!["keys", "list", "--json"]);
    asked.push(vec!["user", "list", "--json"]);
    asked.push(vec!["user", "show", "erin", "--json"]);
    // What was done to a thing is read with it.
    asked.extend(
        [&shut, &good, &access, &refresh, &own, &withdrawn].map(|token| vec!["token", "show", token, "--json"]),
    );
    asked.extend(["demo", "shop", "shut"].map(|app| vec!["app", "show", app, "--json"]));
    let kids: Vec<String> = world.run(&["keys", "list", "-q"]).ok().out().lines().map(str::to_owned).collect();
    asked.extend(kids.iter().map(|kid| vec!["keys", "show", "--json", "--", kid]));
    let asked = asked.into_iter().map(|words| {
        let answer = world.run(&words);
        (words.iter().map(|word| (*word).to_owned()).collect(), settled(&world, &answer), answer.exit)
    });
    let asked = asked.collect();
    Furnished { world, asked }
}

/// Values that a column could come to have.
fn others(value: &Value, kind: &str) -> Vec<Value> {
    match value {
        Value::Null if kind == "INTEGER" => vec![Value::Integer(1)],
        Value::Null if kind == "BLOB" => vec![Value::Blob(vec![1; 16]), Value::Blob(vec![1; 32])],
        Value::Null => vec![Value::Text("x".into()), Value::Text("[]".into())],
        Value::Integer(number) => {
            vec![Value::Integer(number ^ 1), Value::Integer(number ^ (1 << 31)), Value::Integer(0), Value::Null]
        }
        Value::Text(text) => {
            let mut flipped = text.clone().into_bytes();
            if let Some(last) = flipped.last_mut() {
                *last ^= 1;
            }
            let words = ["active", "revoked", "refreshed", "access", "alice", "carol", "read", "EdDSA", "held"];
            let mut all = vec![Value::Null, Value::Text(String::from_utf8(flipped).unwrap())];
            all.extend(words.iter().filter(|word| *word != text).take(4).map(|word| Value::Text((*word).into())));
            all
        }
        Value::Blob(blob) => {
            let mut flipped = blob.clone();
            flipped[blob.len() / 2] ^= 0x10;
            vec![Value::Null, Value::Blob(flipped)]
        }
        Value::Real(_) => vec![],
    }
}

/// Every column of every table, with its type.
fn columns(ledger: &Connection) -> Vec<(String, String, String)> {
    let sql = "SELECT t.name, c.name, c.type FROM sqlite_schema t, pragma_table_info(t.name) c \
               WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%' ORDER BY 1, c.cid";
    let mut found = ledger.prepare(sql).unwrap();
    let found = found.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).unwrap();
    found.map(Result::unwrap).collect()
}

#[test]
fn whatever_has_rotted_in_a_row_is_damage_or_changes_no_answer() {
    let Furnished { world, asked } = furnished();
    let whole = fs::read(world.store()).unwrap();
    let ledger = Connection::open(world.store()).unwrap();
    let columns = columns(&ledger);
    assert!(columns.len() > 70, "{columns:?}");
    drop(ledger);
    let (mut rotted, mut seen, mut wrong) = (0, 0, Vec::new());
    // A proof is looked up by its digest, and what has another is another proof: nothing of a token is lost with it.
    // Tickets are asked for by a server alone, and nodes of the tree over the log by those who look the log over.
    let columns = columns.iter().filter(|(table, column, _)| {
        !["tickets", "tree"].contains(&table.as_str()) && (table.as_str(), column.as_str()) != ("proofs", "digest")
    });
    for (table, column, kind) in columns {
        // What a token is looked up by leads to it no more: it is refused as one that nobody knows.
        let is_name = ["jti", "digest", "shown_jti"].contains(&column.as_str());
        let ledger = Connection::open(world.store()).unwrap();
        let primary = format!("SELECT name FROM pragma_table_info('{table}') WHERE pk = 1");
        let primary: String = ledger.query_row(&primary, [], |row| row.get(0)).unwrap();
        let mut rows = ledger.prepare(&format!("SELECT {primary}, {column} FROM {table} ORDER BY 1")).unwrap();
        let rows = rows.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
        let rows: Vec<(Value, Value)> = rows.map(Result::unwrap).collect();
        assert!(!rows.is_empty(), "no row in {table}");
        for (place, (key, value)) in rows.iter().enumerate() {
            // Each row in another way, so that all rows and all ways are met.
            let others = others(value, kind);
            let Some(other) = others.get(place % others.len().max(1)) else { continue };
            fs::write(world.store(), &whole).unwrap();
            let ledger = Connection::open(world.store()).unwrap();
            ledger.execute_batch("PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON").unwrap();
            let update = format!("UPDATE {table} SET {column} = ?1 WHERE {primary} = ?2");
            if ledger.execute(&update, (other, key)).is_err() {
                continue;
            }
            drop(ledger);
            // A change is not found among those of the thing that it has left.
            let is_astray = table == "changes" && ["kind", "about"].contains(&column.as_str());
            rotted += u32::from(!is_astray);
            let mut was_seen = false;
            for (words, before, exit) in &asked {
                let words: Vec<&str> = words.iter().map(String::as_str).collect();
                if table == "changes" && words[1] != "show" {
                    continue;
                }
                let answer = world.run(&words);
                let same = answer.exit == *exit && settled(&world, &answer) == *before;
                let unknown = is_name
                    && ((20..40).contains(&answer.exit) || answer.exit == 3 || answer.out() == "{\"active\":false}\n");
                // Nor is a token found in the family that it has left. Whoever reads the token itself is told.
                let unknown = unknown || (column == "family" && words[1] == "tree");
                let unknown = unknown || is_astray;
                was_seen |= answer.exit == 7;
                if answer.exit != 7 && !same && !unknown {
                    let became = format!("{table}.{column} {value:?} became {other:?} in {key:?}");
                    wrong.push(format!("{became}, and {words:?}, before\n{before}\nnow says\n{answer}"));
                }
            }
            seen += u32::from(was_seen && !is_astray);
        }
    }
    fs::write(world.store(), &whole).unwrap();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(rotted > 200 && seen * 10 > rotted * 9, "{seen} of {rotted} were seen");
}

#[test]
fn a_row_that_has_rotted_is_named_and_its_contents_are_not() {
    let world = Sandbox::new();
    let token = world.token();
    let jti = world.jti(&token);
    let ledger = Connection::open(world.store()).unwrap();
    ledger.execute("UPDATE tokens SET user = 'mallory'", []).unwrap();
    let answer = world.run(&["token", "verify", &token]).exits(7);
    assert_eq!(
        settled(&world, &answer).replace(&jti, "JTI"),
        "---- stderr\nerror: the store /world/home/mintage.db is damaged: row JTI of table tokens does not match its \
         checksum\nhint: nothing was changed; restore a backup into another folder with `mintage restore FILE --home DIR`\n---- exit 7"
    );
    let snapshot = world.run(&["token", "revocations", "export"]).exits(7);
    assert!(snapshot.stdout.is_empty());
    // Ended in whatever way, it is none that is good.
    world.run(&["token", "revoke", "--all"]).ok();
    world.run(&["token", "verify", &token]).exits(7);
}

#[test]
fn pruning_forgets_what_ended_and_keeps_a_revocation_whose_end_may_be_wrong() {
    let world = Sandbox::new();
    let (living, revoked) = (world.issue(&["--ttl", "1d"]), world.issue(&["--ttl", "1d"]));
    world.run(&["token", "revoke", &revoked]).ok();
    let ledger = Connection::open(world.store()).unwrap();
    ledger.execute("UPDATE tokens SET expires_at = 1000", []).unwrap();
    let plan = world.run(&["token", "prune", "--plan", "--json"]).ok().json();
    assert_eq!((&plan["tokens"], &plan["doubtful"]), (&1.into(), &1.into()));
    let answer = world.run(&["token", "prune", "--json"]).ok();
    assert_eq!((&answer.json()["tokens"], &answer.json()["doubtful"]), (&1.into(), &1.into()));
    assert!(answer.err().contains("do not match their checksums"), "{answer}");
    world.run(&["token", "verify", &revoked]).exits(7);
    world.run(&["token", "verify", &living]).exits(31);
}
