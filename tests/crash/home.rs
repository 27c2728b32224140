//! Homes of the real program, and what it says of them.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use serde_json::Value;

use crate::support::{Answer, Real};

/// The passphrases before and after a change. A key is opened by one of them, or by none.
const PASSPHRASES: [(&str, &str); 2] = [("BEFORE", "correct horse"), ("AFTER", "battery staple")];

/// A world without a home, with the passphrases set.
pub fn home_of_nobody() -> Real {
    let world = Real::empty();
    for (name, value) in PASSPHRASES {
        world.set(name, value);
    }
    world
}

/// A home in the machine's own time: an EdDSA key that signs for the app demo.
pub fn real() -> Real {
    home_of_nobody().with_home()
}

/// The same, with a key that stands by.
pub fn with_standby() -> Real {
    let world = real();
    world.generate_key();
    world
}

/// What the ledger says of the keys.
pub fn rows(world: &Real) -> Vec<Value> {
    ledger(&world.run(&["keys", "list", "--json"]).ok())
}

/// What a list of keys says of the ledger. What it says of the files is looked at in the files.
pub fn ledger(list: &Answer) -> Vec<Value> {
    let mut rows = list.json()["keys"].as_array().expect("a list").clone();
    for row in &mut rows {
        row.as_object_mut().expect("a key").remove("file");
    }
    rows
}

/// Copies a folder and all below it, with the modes of files.
pub fn copy(from: &Path, to: &Path) {
    fs::create_dir(to).unwrap();
    fs::set_permissions(to, fs::Permissions::from_mode(0o700)).unwrap();
    for entry in fs::read_dir(from).unwrap().map(|entry| entry.unwrap()) {
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            // With its mode.
            fs::copy(entry.path(), target).unwrap();
        }
    }
}
