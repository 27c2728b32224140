//! Who may know whom, read from the source: a line lives where the fewest others must know about it.
#![allow(clippy::disallowed_methods, reason = "tests look at the machine themselves")]

#[path = "architecture/arrows.rs"]
mod arrows;
#[path = "architecture/found.rs"]
mod found;
#[path = "architecture/names.rs"]
mod names;
#[path = "architecture/page.rs"]
mod page;
#[path = "architecture/rules.rs"]
mod rules;

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::LazyLock;

use arrows::{Arrows, Sources};
/// Room → the rooms that it may name. What a room hands on from another is its own.
const EDGES: [(&str, &[&str]); 14] = [
    ("core", &[]),
    ("host", &[]),
    ("inspect", &["core"]),
    ("wire", &["core"]),
    ("report", &["core"]),
    ("keys", &["core", "host"]),
    ("store", &["core"]),
    ("settings", &["core", "keys", "host"]),
    ("verifier", &["core", "wire", "keys", "host"]),
    ("authority", &["core", "inspect", "wire", "keys", "store", "verifier", "host"]),
    ("home", &["authority", "store", "keys", "settings", "core", "host"]),
    ("http", &["authority", "wire", "report", "keys", "core", "host"]),
    (
        "cli",
        &["http", "home", "authority", "verifier", "inspect", "wire", "report", "settings", "keys", "core", "host"],
    ),
    ("main", &["cli", "host"]),
];

/// Room → its floors, the lowest first. Each names files and folders: they may know what is below, and not each other.
const FLOORS: [(&str, &[&[&str]]); 5] = [
    (
        "core",
        &[
            &["drill", "time", "algorithm", "scope", "secret", "json", "reason", "plan", "redirect", "shell", "near"],
            &["id", "when"],
            &["id_name", "local"],
            &["access", "actor", "shape", "client", "person"],
            &["revocation", "refusal", "mark", "registration", "security", "budget"],
            &["key", "token", "jose"],
            &["key_name", "breakdown", "app", "grant", "caller", "selector", "token_fault", "revocations", "risk"],
            &["trusted_issuer"],
            &["audit", "policy", "claims", "family"],
            &["proof"],
            &["forge", "exchange"],
            &["user", "ticket"],
            &["rotation", "verify", "device", "picture"],
            &["assertion", "authorization"],
        ],
    ),
    (
        "store",
        &[
            &["location", "page", "prune", "upgraded", "stamp"],
            &["error"],
            &[
                "access", "budgets", "apps", "keys", "users", "grants", "tokens", "changes", "mark", "proofs",
                "tickets", "figures",
            ],
            &["ledger"],
            &["sqlite"],
        ],
    ),
    (
        "authority",
        &[
            &["skipped"],
            &["error", "signers", "memory", "reserve", "issuers", "polls", "documents", "recorder"],
            &["parts", "listed", "slices"],
            &["work", "named"],
            &["clock", "job", "last_use", "settings_change"],
            &["apps", "keys", "ledger"],
            &["grants", "signing", "history", "log", "uses", "logged"],
            &["users", "security_events"],
            &["tokens"],
            &["forge", "clients", "authorize", "devices", "risk"],
            &["code", "picture"],
        ],
    ),
    (
        "http",
        &[
            &[
                "actions",
                "form",
                "guard",
                "kept",
                "places",
                "tls",
                "answer",
                "request_id",
                "limits",
                "query",
                "dev",
                "recorded",
            ],
            &["connection", "own_authority"],
            &["log", "origin", "forwarded", "login"],
            &["metrics"],
            &["writer"],
            &["realm", "noted", "reload"],
            &["oauth_error", "homes"],
            &["state", "page"],
            &["lookout"],
            &["body", "asking", "observe", "browser"],
            &["client_documents", "sign_in", "error_page"],
            &["client_auth"],
            &["endpoint"],
            &["rules"],
            &["cors", "openapi", "control"],
            &["gate"],
            &["router"],
            &["accept"],
            &["server"],
            &["drill"],
        ],
    ),
    (
        "cli",
        &[
            &["path", "unserved"],
            &[
                "global",
                "error",
                "escape",
                "paint",
                "prompt",
                "progress",
                "spinner",
                "new_home",
                "token_format",
                "secret_as",
                "list_args",
                "number",
                "meant",
                "slips",
                "asker",
            ],
            &["command_line", "geo_map"],
            &["view", "remark", "exit", "advice", "sources", "record_args"],
            &["ui", "manual"],
            &["context", "ending"],
            &["out", "alike"],
            &["clock_args", "confirm", "time_arg", "idle", "detailed", "file_set"],
            &[
                "init",
                "completions",
                "trust",
                "config",
                "keys",
                "app",
                "profiles",
                "grant",
                "audit",
                "token",
                "backup",
                "restore",
                "doctor",
                "man",
                "status",
                "no_server",
                "no_drill",
            ],
            &["verifier_config", "user", "serve", "drill"],
            &["args", "entries"],
            &["narrow"],
            &["any_text", "mistyped"],
            &["usage", "complete"],
            &["dispatch"],
        ],
    ),
];

static CODE: LazyLock<Sources> = LazyLock::new(|| arrows::sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src")));
static READ: LazyLock<Arrows> = LazyLock::new(|| arrows::read(&CODE));

#[track_caller]
fn none(faults: &[String]) {
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[test]
fn rooms_know_only_whom_they_may() {
    none(&rules::rooms(&READ, &EDGES));
    assert!(READ.arrows.len() > 1_000, "the reader is broken: it saw {} names", READ.arrows.len());
}

#[test]
fn every_name_of_the_crate_is_found_where_it_is_defined() {
    none(&READ.lost.iter().cloned().collect::<Vec<_>>());
}

#[test]
fn no_arrow_runs_up_inside_a_room() {
    for (room, floors) in FLOORS {
        none(&rules::floors(&READ, room, floors));
    }
}

#[test]
fn every_file_stands_on_a_floor() {
    for (room, floors) in FLOORS {
        none(&rules::without_floor(CODE.keys().map(String::as_str), room, floors));
    }
}

#[test]
fn no_files_know_each_other_in_a_circle() {
    none(&rules::circles(&READ));
}

#[test]
fn every_room_is_in_the_list() {
    let rooms: BTreeSet<String> = CODE.keys().map(|file| arrows::room(file).to_owned()).collect();
    let listed = EDGES.iter().map(|(room, _)| (*room).to_owned()).chain(["lib".to_owned()]);
    assert_eq!(rooms, listed.collect());
}

#[test]
fn the_map_in_the_page_is_the_source() {
    let page = include_str!("../ARCHITECTURE.md");
    let files: Vec<&str> = CODE.keys().map(String::as_str).collect();
    none(&page::differences(page, &files, &EDGES, &FLOORS));
}

#[test]
fn the_front_page_of_the_documentation_has_every_room() {
    let front: BTreeSet<&str> =
        CODE["lib.rs"].lines().filter_map(|line| line.strip_prefix("//! | [`")?.split('`').next()).collect();
    assert_eq!(front, EDGES.iter().map(|(room, _)| *room).filter(|room| *room != "main").collect());
}

#[test]
fn the_core_the_inspection_of_texts_and_the_documents_are_pure() {
    const IMPURE: [&str; 8] =
        ["std::fs", "std::env", "std::process", "SystemTime", "Instant::now", "std::io", "getrandom", "rusqlite"];
    const PURE: [&str; 4] = ["core", "inspect", "wire", "report"];
    let is_pure = |file: &str| PURE.contains(&arrows::room(file)) && !file.ends_with("/tests.rs");
    for (file, text) in CODE.iter().filter(|(file, _)| is_pure(file)) {
        for word in IMPURE {
            assert!(!text.contains(word), "{file} names {word}");
        }
    }
}

#[test]
fn sql_is_written_in_the_store_alone() {
    for (file, text) in CODE.iter().filter(|(file, _)| arrows::room(file) != "store") {
        for word in ["SELECT ", "INSERT INTO", "UPDATE tokens", "rusqlite::"] {
            assert!(!text.contains(word), "{file} has {word}");
        }
    }
}
