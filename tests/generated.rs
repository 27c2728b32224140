//! `completions/`, `man/`, `docs/json.md`, `docs/schemas/` and `docs/openapi.json` are what the program says. To renew them:
//! `MINTAGE_RENEW=1 cargo test --test generated`.
#![cfg(feature = "serve")]
#![allow(clippy::disallowed_methods, reason = "tests look at the machine themselves")]

#[path = "generated/brief.rs"]
mod brief;
#[path = "generated/page.rs"]
mod page;
#[path = "generated/schema.rs"]
mod schema;
#[path = "generated/settle.rs"]
mod settle;
#[path = "generated/shapes.rs"]
mod shapes;
#[path = "generated/story.rs"]
mod story;
#[path = "support/mod.rs"]
mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::LazyLock;
use std::{env, fs};

use mintage::core::verify::{REASONS, Reason};
use serde_json::{Value, json};
use support::{Sandbox, has};

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
        let page = world.run(&[vec!["man", "--roff"], command].concat()).ok().out();
        assert!(
            page.contains(".SH \"EXAMPLES\"")
                && page.contains(".SH \"SEE ALSO\"")
                && page.contains(".SH \"EXIT STATUS\""),
            "{page}"
        );
    }
    let verify = world.run(&["man", "--roff", "token", "verify"]).ok().out();
    // Nothing keeps a budget of calls yet: no page tells of a verdict that nobody gets.
    for row in REASONS.iter().filter(|row| row.reason != Reason::RateLimited) {
        assert!(verify.contains(&format!("\\fB{}\\fR\n", row.exit)), "{}", row.code);
    }
    world.run(&["man", "no", "such"]).exits(2);
}

#[cfg(feature = "serve")]
#[test]
fn the_description_of_the_server_is_made_of_what_it_routes() {
    let kept = folder("docs").join("openapi.json");
    let made = serde_json::to_string_pretty(&mintage::http::openapi()).unwrap() + "\n";
    if env::var_os("MINTAGE_RENEW").is_some() {
        fs::write(&kept, &made).unwrap();
    }
    assert!(
        fs::read_to_string(&kept).unwrap_or_default() == made,
        "{} is stale; see the top of this file",
        kept.display()
    );
}

/// What the commands print, told once for all tests.
static EXAMPLES: LazyLock<Vec<story::Example>> = LazyLock::new(story::tell);

#[test]
fn the_reference_of_json_is_what_the_commands_print() {
    let mut seen = shapes::Seen::default();
    let examples = &*EXAMPLES;
    let faults: Vec<String> = examples.iter().flat_map(|example| seen.look(&example.shape, &example.value)).collect();
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
    assert!(seen.unseen().is_empty(), "no example has {:?}", seen.unseen());
    let page = page::page(examples);
    let missing: Vec<_> = seen
        .titles()
        .into_iter()
        .filter(|title| !page.contains(&format!("\n### {title}\n")) && !page.contains(&format!("\n#### {title}\n")))
        .collect();
    assert!(missing.is_empty(), "the page lacks {missing:?}");
    let kept = folder("docs").join("json.md");
    if env::var_os("MINTAGE_RENEW").is_some() {
        fs::create_dir_all(folder("docs")).unwrap();
        fs::write(&kept, &page).unwrap();
    }
    let kept_now = fs::read_to_string(&kept).unwrap_or_default();
    assert!(kept_now == page, "{} is stale; see the top of tests/generated.rs", kept.display());
}

#[test]
fn every_document_has_a_schema_that_a_validator_reads_and_what_is_printed_keeps_to() {
    same(&folder("docs/schemas"), &schema::files(&EXAMPLES));
    if !has("python3", &["-c", "import jsonschema"]) {
        return;
    }
    let of = |example: &story::Example| {
        let member = example.shape.members.iter().find(|member| member.always).map(|member| member.name);
        json!([example.shape.title, schema::schema(&example.shape), example.value, member])
    };
    let all: Vec<Value> = EXAMPLES.iter().map(of).collect();
    let mut python = Command::new("python3")
        .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/generated/validate.py"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    serde_json::to_writer(python.stdin.take().unwrap(), &all).unwrap();
    let told = python.wait_with_output().unwrap();
    assert!(told.status.success() && told.stdout.is_empty(), "{}", String::from_utf8_lossy(&told.stdout));
}

/// Documents whose members stand among those of others, and never alone.
const INLINE: [&str; 4] = ["breakdown of tokens", "history", "usage of a key", "what needs a key"];

#[test]
fn every_document_and_every_command_is_in_the_reference_of_json() {
    let examples: &[story::Example] = &EXAMPLES;
    let mut seen = shapes::Seen::default();
    for example in examples {
        seen.look(&example.shape, &example.value);
    }
    let declared = declared(&folder("src/wire"));
    assert!(declared.len() > 40, "the reader of declarations is broken: it saw {declared:?}");
    let told: BTreeSet<&str> = seen.titles().into_iter().chain(INLINE).collect();
    assert_eq!(declared.iter().map(String::as_str).collect::<BTreeSet<_>>(), told);
    // Scripts for shells, pages for people and lines of tokens are no documents.
    let without_json = ["completions", "man", "audit export"];
    let pages: Vec<String> = contents(&folder("man")).into_keys().collect();
    let commands = pages.iter().filter_map(|page| page.strip_prefix("mintage-")?.strip_suffix(".1"));
    let leaves = commands.filter(|name| !pages.iter().any(|page| page.starts_with(&format!("mintage-{name}-"))));
    // One command has a hyphen in its own name.
    let typed = |name: &str| if name == "verifier-config" { name.to_owned() } else { name.replace('-', " ") };
    for command in leaves.map(typed).filter(|name| !without_json.contains(&name.as_str())) {
        let prints = |example: &story::Example| example.command.is_some_and(|named| named.starts_with(&command));
        assert!(examples.iter().any(prints), "nobody says what `{command} --json` prints");
    }
}

/// The titles of the documents that are declared below a folder.
fn declared(folder: &Path) -> BTreeSet<String> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let of = |path: PathBuf| {
        if path.is_dir() {
            return declared(&path);
        }
        let text = if path.ends_with("tests.rs") { String::new() } else { fs::read_to_string(&path).unwrap() };
        let lines = text.lines().filter(|line| line.trim_start().starts_with("pub struct "));
        lines.filter_map(|line| Some(line.split_once(" as \"")?.1.split_once('"')?.0.to_owned())).collect()
    };
    entries.flat_map(of).collect()
}
