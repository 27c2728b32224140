//! What users see: every command, in-process with fixed time and chance, and where wiring matters as the real program.
#![allow(clippy::disallowed_methods, reason = "tests look at the machine themselves")]

#[path = "../support/mod.rs"]
mod support;

#[path = "../support/server.rs"]
mod server;

#[path = "../support/proxy.rs"]
mod proxy;

mod advice;
mod app_clients;
mod app_names;
mod app_secrets;
mod asking;
mod attacks;
mod audit;
mod backup;
mod bad_input;
mod bound;
mod budgets;
mod building;
mod canaries;
mod carried;
mod chosen_kids;
mod clock;
mod closed_streams;
mod completions;
mod config;
mod consents;
mod decode;
mod denied;
mod doctor;
mod doctor_of_records;
mod ed25519_names;
mod exact_numbers;
mod exports;
mod families;
mod field;
mod file_systems;
mod first_app;
mod forge;
mod grants;
mod held;
mod home;
mod id_starts;
mod identify;
mod identify_packed;
mod idle;
mod ids_like_flags;
mod inspect_keys;
mod introspect;
mod issue_batch;
mod key_import;
mod key_passphrase;
mod lifecycle;
mod like;
mod lists;
mod losers;
mod migration;
mod no_file;
mod no_server;
mod no_thread;
mod offline;
mod older_ledger;
mod opaque;
mod out_files;
mod pages;
mod partners;
mod passphrase_rule;
mod paths;
mod plans;
mod policies;
mod premises;
mod processes;
mod profiles;
mod provider_sets;
mod prune;
mod readme;
mod recorded;
mod remote_keys;
mod report;
mod reports;
mod revocations;
mod revoke_filters;
mod rotation;
mod rotten_rows;
mod secrets_in_arguments;
mod shapes;
mod signals;
mod signature_only;
mod status;
mod store_faults;
mod tables;
mod times;
mod token_size;
mod trusted_homes;
mod users;
mod variables;
mod verify_batch;
mod verify_table;
mod verify_table_offline;
mod who;
mod without_a_home;

/// A file that nobody lists would never run.
#[test]
fn every_file_here_is_listed() {
    support::listed::every_file_is_listed("cli");
}
