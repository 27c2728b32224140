//! `docs/json.md`: every document with its members and an example.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use mintage::wire::{Shape, ValueKind};

use crate::brief::{filled, shortened};
use crate::settle::settled;
use crate::story::Example;

/// The chapters, each with the titles of its documents. What is within a document follows it.
const CHAPTERS: [(&str, &[&str]); 14] = [
    ("Errors and remarks", &["error", "remark"]),
    (
        "Homes",
        &[
            "home",
            "trusted home",
            "list of trusted homes",
            "forgotten home",
            "installed completions",
            "list of settings",
            "setting",
            "meaning of a setting",
            "changed settings",
            "accepted ledger",
            "backup",
            "restored home",
            "status of a home",
            "picture of a home",
            "health of a home",
            "server that is ready",
        ],
    ),
    (
        "Keys",
        &[
            "key",
            "list of keys",
            "imported keys",
            "inspected keys",
            "rotation",
            "list of rotations",
            "ended key",
            "pruned keys",
            "key in PEM",
            "HMAC secret",
            "exported files",
            "verifier configuration",
        ],
    ),
    ("Apps", &["app", "list of apps", "deleted app", "list of secrets", "new secret", "revoked secret"]),
    (
        "Tokens",
        &[
            "token response",
            "proof of possession",
            "verdict",
            "verdict on a signature",
            "introspection",
            "token",
            "list of tokens",
            "tree",
            "counts of a revocation",
            "counts of pruned rows",
            "decoded text",
            "leaks",
            "revocation snapshot",
        ],
    ),
    ("Users", &["user", "user with their tokens", "list of users", "deleted user", "hash of a password"]),
    ("Profiles", &["list of profiles", "profile"]),
    ("Grants", &["grant with its tokens", "list of grants", "revoked grants"]),
    (
        "Plans",
        &[
            "plan to revoke tokens",
            "plan to revoke grants",
            "plan to delete an app",
            "plan to delete a user",
            "plan to end a key",
            "plan to rotate",
            "plan of upkeep",
            "plan to prune keys",
            "plan to prune tokens",
        ],
    ),
    ("Callers", &["who did it"]),
    (
        "Audit log",
        &[
            "list of events",
            "kept event",
            "checkpoint",
            "proof of an event",
            "proven event",
            "checked log",
            "pruned log",
            "list of uses",
            "forgotten uses",
            "imported uses",
            "uses of keys",
        ],
    ),
    ("Risks", &["list of risks"]),
    ("Test tokens", &["list of flaws", "test token", "manifest", "probe", "rotation drill"]),
    ("What others write", &["provider metadata"]),
];

const HEAD: &str = "\
# The JSON of mintage

With `--json` a command prints one document on standard output, and its error, if it has one, on standard error. This
page is made from the types that write them, and its examples by the commands. It lists every document and every member.

- Names are in snake_case. Members come in the order in which they are listed; new ones may be added.
- A **time** `x` is RFC 3339, in UTC, and has a twin `x_unix`: seconds since the epoch. A **duration** `x` is as in `15m`,
  and has a twin `x_seconds`. Where `x` is null its twin is null too; only where a year is past 9999, which RFC 3339 cannot
  write, `x` is null beside its twin.
- What has no value, or none that is known, is **null**. A member that is marked *not always* is left out where such a thing, or what this
  command prints, cannot have it.
- Who ended something, when and why are `at`, `by` and `reason`, in a member that is called by what was done: `revoked`, `blocked`,
  `deleted`, `ended`. What was found has a `code` for programs, a `severity`, `what`, `why`, and what to do: `command` or `advice`.
  How a test token is wrong has a `rank` instead: a severity orders what was found, a rank what a service would open to whoever shows it.
- An algorithm is `alg`. Lists are members, never the document itself, and a list that was cut says where it goes on: `next`.
- Characters that could steer a terminal are written as `\\u….`, which means the same to every parser.
- Batches print one document a line, in the order of the lines that they read, whether or not `--json` is there.
- Numbers are whole and below 2^53, but for those that a token says.
- `--plan` prints what would be done: its first member is `plan`, the verb of the command. Where that is the document of the answer
  itself, `plan` is what tells them apart.
- Notes, warnings and hints are documents too, a line each on standard error, before the error if there is one.
- Each document has a JSON Schema (draft 2020-12) in [schemas](schemas), which is made from the same types.

In the examples `…` stands for the rest of a long text, and `{…}` for a document that has an example of its own.
`keys export --jwks` and `keys export --format jwk` print a JWK set and a JWK (RFC 7517).
";

/// The page.
pub fn page(examples: &[Example]) -> String {
    let mut page = Page { text: HEAD.to_owned(), told: BTreeSet::new(), examples };
    for (chapter, titles) in CHAPTERS {
        let _ = write!(page.text, "\n## {chapter}\n");
        for title in titles {
            let example = examples.iter().find(|example| example.shape.title == *title);
            page.document(&example.unwrap_or_else(|| panic!("no example of {title}")).shape, "###");
        }
    }
    page.text
}

/// The documents that have a chapter.
pub fn titles() -> BTreeSet<&'static str> {
    CHAPTERS.iter().flat_map(|(_, titles)| titles.iter().copied()).collect()
}

struct Page<'e> {
    text: String,
    told: BTreeSet<&'static str>,
    examples: &'e [Example],
}

impl Page<'_> {
    fn document(&mut self, shape: &Shape, level: &str) {
        if !self.told.insert(shape.title) {
            return;
        }
        let _ = write!(self.text, "\n{level} {}\n\n{}\n", shape.title, shape.about);
        let of_shape: Vec<&Example> = self.examples.iter().filter(|it| it.shape.title == shape.title).collect();
        let mut named: Vec<String> = Vec::new();
        for command in of_shape.iter().filter_map(|example| example.command) {
            // What starts so is no command, but any of several.
            let name = if command.starts_with("any ") { command.to_owned() } else { format!("`{command}`") };
            if !named.contains(&name) {
                named.push(name);
            }
        }
        if !named.is_empty() {
            let _ = writeln!(self.text, "Printed by {}.", named.join(", "));
        }
        self.text.push_str("\n| member | value | meaning |\n|---|---|---|\n");
        for member in &shape.members {
            let null = if member.null { " or null" } else { "" };
            let there = if member.always { "" } else { ", *not always*" };
            let about = member.about.replace('|', "\\|");
            let _ = writeln!(self.text, "| `{}` | {}{null}{there} | {about} |", member.name, told(&member.kind));
        }
        if let Some(example) = of_shape.first() {
            let _ = write!(self.text, "\n```json\n{}\n```\n", filled(&settled(&shortened(shape, &example.value))));
        }
        for member in &shape.members {
            if let Some(within) = document_of(&member.kind).filter(|within| !titles().contains(within.title)) {
                self.document(&within, "####");
            }
        }
    }
}

/// What a value is, with a link where that is a document.
fn told(kind: &ValueKind) -> String {
    match kind {
        ValueKind::Document(shape) => {
            let title = shape().title;
            format!("[{title}](#{})", title.to_lowercase().replace(',', "").replace(' ', "-"))
        }
        ValueKind::List(of) => format!("list of {}", told(of)),
        ValueKind::ByName(of) => format!("object: {} by name", told(of)),
        other => other.to_string(),
    }
}

/// The document that a value is, or is made of.
pub fn document_of(kind: &ValueKind) -> Option<Shape> {
    match kind {
        ValueKind::Document(shape) => Some(shape()),
        ValueKind::List(of) | ValueKind::ByName(of) => document_of(of),
        _ => None,
    }
}
