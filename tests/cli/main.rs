//! What users see: every command, in-process with fixed time and chance, and where wiring matters as the real program.
#![allow(clippy::disallowed_methods, reason = "tests look at the machine themselves")]

#[path = "../support/mod.rs"]
mod support;

mod app_secrets;
mod bad_input;
mod families;
mod grants;
mod home;
mod introspect;
mod key_import;
mod key_passphrase;
mod lifecycle;
mod migration;
mod opaque;
mod processes;
mod prune;
mod readme;
mod revoke_filters;
mod rotation;
mod store_faults;
mod verify_table;

/// A file that nobody lists would never run.
#[test]
fn every_file_here_is_listed() {
    let listed = include_str!("main.rs");
    for file in std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cli")).unwrap() {
        let name = file.unwrap().file_name().into_string().unwrap();
        let module = name.strip_suffix(".rs");
        if let Some(module) = module.filter(|module| *module != "main") {
            assert!(listed.contains(&format!("mod {module};")), "{name}");
        }
    }
}
