//! In real shells: somebody types, and presses Tab.

use std::path::Path;
use std::process::Command;

use crate::support::{Real, has};

/// A home, the folder of the program on PATH, and scripts as they are printed.
fn world() -> Real {
    let world = Real::new();
    world.run(&["app", "register", "shop", "--public", "--scope", "orders:read orders:write"]).ok();
    for user in ["alice", "o'brien", "$(touch pwned)", "a b"] {
        world.run(&["token", "issue", "--app", "shop", "--user", user, "--scope", "orders:read"]).ok();
    }
    for (shell, name) in [("bash", "mintage.bash"), ("zsh", "_mintage"), ("fish", "mintage.fish")] {
        world.file(name, world.run(&["completions", shell]).ok().out());
    }
    world
}

fn command(world: &Real, program: &str) -> Command {
    let bin = Path::new(env!("CARGO_BIN_EXE_mintage")).parent().unwrap();
    let path = format!("{}:{}", bin.display(), std::env::var("PATH").unwrap_or_default());
    let mut command = Command::new(program);
    command.env_clear().envs(world.variables()).env("PATH", path).env("HOME", world.folder()).env("LC_ALL", "C.UTF-8");
    command.current_dir(world.folder());
    command
}

/// What the shell has after Tab, word by word.
#[track_caller]
fn tab(world: &Real, shell: &str, line: &str) -> Vec<String> {
    let setup = match shell {
        "bash" => "bind 'set enable-bracketed-paste off'; source ./mintage.bash",
        _ => "bindkey -e; autoload -U compinit; compinit -u -D; source ./_mintage",
    };
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cli/completions/tab.py");
    let output = command(world, "python3").arg(script).args([shell, setup, line]).output().unwrap();
    assert!(output.status.success(), "{line}: {}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    text.lines().map(|line| line.trim_start_matches('[').trim_end_matches(']').to_owned()).collect()
}

const LINES: [(&str, &[&str]); 7] = [
    ("mintage app show sh", &["mintage", "app", "show", "shop"]),
    ("mintage token verif", &["mintage", "token", "verify"]),
    ("mintage token issue --app=sh", &["mintage", "token", "issue", "--app=shop"]),
    (
        "mintage token issue --app shop --scope orders:r",
        &["mintage", "token", "issue", "--app", "shop", "--scope", "orders:read"],
    ),
    ("mintage user show o", &["mintage", "user", "show", "o'brien"]),
    ("mintage user show a\\ ", &["mintage", "user", "show", "a b"]),
    ("mintage token verify --policy pol", &["mintage", "token", "verify", "--policy", "policy.toml"]),
];

fn in_shell(shell: &str) {
    if !has(shell, &["--version"]) || !has("python3", &["--version"]) {
        return;
    }
    let world = world();
    world.file("policy.toml", "");
    for (line, words) in LINES {
        assert_eq!(tab(&world, shell, line), *words, "{shell}: {line}");
    }
    // What looks like a command is the name of a user, and is run by nobody.
    let harm = tab(&world, shell, "mintage user show \\$");
    assert_eq!(harm, ["mintage", "user", "show", "$(touch pwned)"], "{shell}");
    assert!(!world.folder().join("pwned").exists());
    // No file comes up where none is wanted.
    let none = tab(&world, shell, "mintage app show pol");
    assert_eq!(none, ["mintage", "app", "show", "pol"], "{shell}");
}

#[test]
fn in_bash_a_word_is_completed_by_tab() {
    in_shell("bash");
}

#[test]
fn in_zsh_a_word_is_completed_by_tab() {
    in_shell("zsh");
}

#[test]
fn in_fish_a_word_is_completed() {
    if !has("fish", &["--version"]) {
        return;
    }
    let world = world();
    world.file("policy.toml", "");
    let complete = |line: &str| {
        let line = line.replace('\\', "\\\\").replace('\'', "\\'");
        let script = format!("source ./mintage.fish; complete --do-complete='{line}'");
        let output = command(&world, "fish").args(["--no-config", "-c", &script]).output().unwrap();
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(
            output.status.success() && output.stderr.is_empty(),
            "{line}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        text.lines().map(|line| line.split('\t').next().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(complete("mintage app show sh"), ["shop"]);
    assert_eq!(complete("mintage token verif"), ["verify"]);
    assert_eq!(complete("mintage token issue --app=sh"), ["--app=shop"]);
    assert_eq!(complete("mintage user show o"), ["o'brien"]);
    assert_eq!(complete("mintage user show \\$"), ["$(touch pwned)"]);
    assert_eq!(complete("mintage app show pol"), Vec::<String>::new());
    assert_eq!(complete("mintage token verify --policy pol"), ["policy.toml"]);
    assert!(!world.folder().join("pwned").exists());
}
