//! The pages that are of no command: files, what is in a home, and what the page of mintage itself says beyond its commands.

mod config;
mod home;
mod parts;
mod policy;
mod root;

pub use policy::TWO_ISSUERS;
pub use root::of_root;

use super::page::Page;
use parts::{CONFIG, HOME, POLICY};

/// All of them.
pub fn pages() -> Vec<Page> {
    vec![config::page(), policy::page(), home::page()]
}

/// Which of them people need beside the page of a command.
pub fn beside(path: &str) -> &'static [&'static str] {
    match path {
        "" => &[CONFIG, POLICY, HOME],
        "token verify" => &[POLICY],
        "init" | "serve" | "doctor" | "config" => &[CONFIG, HOME],
        "backup" | "restore" | "trust" | "status" | "keys import" | "keys prune" => &[HOME],
        "audit risk" | "audit access" => &[CONFIG],
        _ if path.starts_with("config ") => &[CONFIG],
        _ => &[],
    }
}
