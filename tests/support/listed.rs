//! That every file of a test binary is a part of it.

use std::fs;
use std::path::{Path, PathBuf};

/// Sees that each file below a folder of `tests/` is listed as a module, in `main.rs` or in the `mod.rs` of its folder:
/// the tests of a file that nobody lists would never run.
#[track_caller]
pub fn every_file_is_listed(folder: &str) {
    let left_out = left_out(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(folder));
    assert!(left_out.is_empty(), "no module: {left_out:?}");
}

/// The files and folders of Rust that are no module of what this folder is.
fn left_out(folder: &Path) -> Vec<PathBuf> {
    let root = ["main.rs", "mod.rs"].map(|name| folder.join(name)).into_iter().find(|path| path.exists());
    let listed = root.as_ref().map_or_else(String::new, |root| fs::read_to_string(root).unwrap());
    let is_listed = |name: &str| listed.lines().any(|line| line.trim_start_matches("pub ") == format!("mod {name};"));
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut left_out = Vec::new();
    for path in entries.filter(|path| Some(path) != root.as_ref()) {
        let name = path.file_stem().expect("a name").to_str().expect("a name in UTF-8");
        if path.is_dir() {
            // A folder may have none of ours in it.
            let has_tests = path.join("mod.rs").exists();
            left_out.extend((has_tests && !is_listed(name)).then(|| path.clone()));
            left_out.extend(self::left_out(&path));
        } else if path.extension().is_some_and(|end| end == "rs") && !is_listed(name) {
            left_out.push(path);
        }
    }
    left_out
}
