//! `completions/` and `man/` are what the program says. To renew them: `MINTAGE_RENEW=1 cargo test --test generated`.
#![allow(clippy::disallowed_methods, reason = "tests look at the machine themselves")]

#[path = "support/mod.rs"]
mod support;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{env, fs};

use mintage::core::verify::{REASONS, Reason};
use support::Sandbox;

const SHELLS: [(&str, &str); 6] = [
    ("bash", "mintage.bash"),
    ("zsh", "_mintage"),
    ("fish", "mintage.fish"),
    ("powershell", "_mintage.ps1"),
    ("elvish", "mintage.elv"),
    ("nushell", "mintage.nu"),
];

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn contents(folder: &Path) -> BTreeMap<String, String> {
    let entries = fs::read_dir(folder).into_iter().flatten().map(|entry| entry.unwrap());
    entries.map(|entry| (entry.file_name().into_string().unwrap(), fs::read_to_string(entry.path()).unwrap())).collect()
}

#[track_caller]
fn same(kept: &Path, made: &BTreeMap<String, String>) {
    if env::var_os("MINTAGE_RENEW").is_some() {
        let _ = fs::remove_dir_all(kept);
        fs::create_dir_all(kept).unwrap();
        for (name, text) in made {
            fs::write(kept.join(name), text).unwrap();
        }
    }
    let kept_now = contents(kept);
    assert_eq!(kept_now.keys().collect::<Vec<_>>(), made.keys().collect::<Vec<_>>(), "{}", kept.display());
    for (name, text) in made {
        assert!(kept_now[name] == *text, "{} is stale; see the top of tests/generated.rs", kept.join(name).display());
    }
}

#[test]
fn completions_are_what_the_program_prints() {
    let world = Sandbox::empty();
    let script = |shell| world.run(&["completions", shell]).ok().out();
    let made = SHELLS.iter().map(|(shell, file)| ((*file).to_owned(), script(*shell))).collect();
    same(&folder("completions"), &made);
}

#[test]
fn manual_pages_are_what_the_program_writes() {
    let world = Sandbox::empty();
    let out = world.folder().join("man");
    world.run(&["man", "--out", out.to_str().unwrap()]).ok();
    same(&folder("man"), &contents(&out));
}

#[test]
fn every_command_has_a_page_with_examples_and_exit_codes() {
    let world = Sandbox::empty();
    for command in [vec!["init"], vec!["keys", "gen"], vec!["token", "verify"], vec!["app", "block"]] {
        let page = world.run(&[vec!["man"], command].concat()).ok().out();
        assert!(page.contains(".SH EXAMPLES") && page.contains(".SH \"EXIT STATUS\""), "{page}");
    }
    let verify = world.run(&["man", "token", "verify"]).ok().out();
    // Nothing keeps a budget of calls yet: no page tells of a verdict that nobody gets.
    for row in REASONS.iter().filter(|row| row.reason != Reason::RateLimited) {
        assert!(verify.contains(&format!(".B {}\n", row.exit)), "{}", row.code);
    }
    world.run(&["man", "no", "such"]).exits(2);
}
