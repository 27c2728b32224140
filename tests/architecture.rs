//! Who may know whom, read from the source: a line lives where the fewest others must know about it.
#![allow(clippy::disallowed_methods, reason = "tests look at the machine themselves")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Module → the modules that it may name.
const EDGES: [(&str, &[&str]); 10] = [
    ("core", &[]),
    ("host", &[]),
    ("inspect", &["core"]),
    ("keys", &["core", "host"]),
    ("store", &["core"]),
    ("settings", &["core", "host"]),
    ("verifier", &["core", "keys", "host"]),
    ("authority", &["core", "inspect", "keys", "store", "verifier", "host"]),
    ("home", &["authority", "store", "keys", "settings", "core", "host"]),
    ("cli", &["home", "authority", "verifier", "settings", "core", "inspect", "host", "keys"]),
];

fn sources(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { sources(&path) } else { vec![path] }).collect()
}

fn src() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// The modules of this crate that a file names, outside comments.
fn named(text: &str) -> BTreeSet<&str> {
    let code = text.lines().map(|line| line.split("//").next().unwrap_or_default());
    let names = code.flat_map(|line| line.split("crate::").skip(1));
    names.map(|rest| rest.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default()).collect()
}

#[test]
fn modules_know_only_whom_they_may() {
    let mut seen = 0;
    for (module, allowed) in EDGES {
        for file in sources(&src().join(module)) {
            let text = fs::read_to_string(&file).unwrap();
            for name in named(&text) {
                seen += 1;
                let fine = name == module || allowed.contains(&name);
                assert!(fine, "{} names crate::{name}, which {module} may not know", file.display());
            }
        }
    }
    assert!(seen > 100, "the reader of `use` lines is broken: it saw {seen} names");
}

#[test]
fn every_module_is_in_the_list() {
    let folders = fs::read_dir(src()).unwrap().map(|entry| entry.unwrap()).filter(|entry| entry.path().is_dir());
    let folders: BTreeSet<String> = folders.map(|entry| entry.file_name().into_string().unwrap()).collect();
    assert_eq!(folders, EDGES.iter().map(|(module, _)| (*module).to_owned()).collect());
}

#[test]
fn the_core_and_the_inspection_of_texts_are_pure() {
    const IMPURE: [&str; 8] =
        ["std::fs", "std::env", "std::process", "SystemTime", "Instant::now", "std::io", "getrandom", "rusqlite"];
    for file in ["core", "inspect"].into_iter().flat_map(|room| sources(&src().join(room))) {
        let text = fs::read_to_string(&file).unwrap();
        for word in IMPURE {
            assert!(!text.contains(word), "{} names {word}", file.display());
        }
    }
}

#[test]
fn sql_is_written_in_the_store_alone() {
    for (module, _) in EDGES.iter().filter(|(module, _)| *module != "store") {
        for file in sources(&src().join(module)) {
            let text = fs::read_to_string(&file).unwrap();
            for word in ["SELECT ", "INSERT INTO", "UPDATE tokens", "rusqlite::"] {
                assert!(!text.contains(word), "{} has {word}", file.display());
            }
        }
    }
}
