//! The programs of `docs/apis.md`, `docs/serving.md` and `docs/watching.md`, as they stand there.

use std::fs;
use std::path::PathBuf;

use crate::support::Real;

const PAGE: &str = include_str!("../../../docs/apis.md");
const SERVING: &str = include_str!("../../../docs/serving.md");
const PROBING: &str = include_str!("../../../docs/probing.md");
const WATCHING: &str = include_str!("../../../docs/watching.md");
const MODULES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/interop/node/node_modules");

/// A block of the page, by the name of the file that its first line says.
#[track_caller]
pub(super) fn block(name: &str) -> &'static str {
    block_of(PAGE, name)
}

/// The same of the page on the server.
#[track_caller]
pub(super) fn block_of_serving(name: &str) -> &'static str {
    block_of(SERVING, name)
}

/// The same of the page on the use of tokens.
#[track_caller]
pub(super) fn block_of_watching(name: &str) -> &'static str {
    block_of(WATCHING, name)
}

/// The same of the page on probes.
#[track_caller]
pub(super) fn block_of_probing(name: &str) -> &'static str {
    block_of(PROBING, name)
}

#[track_caller]
fn block_of(page: &'static str, name: &str) -> &'static str {
    let blocks = page.split("\n```").skip(1).step_by(2);
    let mut found = blocks
        .filter_map(|block| block.split_once('\n'))
        .map(|(_, text)| text)
        .filter(|text| text.lines().next().is_some_and(|first| first.trim_start_matches(['/', '#', ' ']) == name));
    match (found.next(), found.next()) {
        (Some(text), None) => text,
        _ => panic!("{name} is not on the page once"),
    }
}

/// Writes a block of the page to a file, beside the packages of node that it imports.
pub(super) fn copied(world: &Real, name: &str) -> PathBuf {
    let modules = world.folder().join("node_modules");
    if !modules.exists() {
        std::os::unix::fs::symlink(MODULES, &modules).expect("a link");
    }
    let file = world.folder().join(name);
    fs::write(&file, block(name)).expect("a writable folder");
    file
}
