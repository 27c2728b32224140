//! mintage-policy(5): what a verifier expects, in a file.

use super::super::page::{Block, Page, Section};
use super::parts::{CONFIG, see_also, setting};
use crate::settings::issuer_names;
use crate::settings::reference::{Form, POLICY};

/// A policy that a test reads.
pub const TWO_ISSUERS: &str = r#"aud = "https://api.example.com"

[[issuer]]
issuer_url = "https://token.actions.githubusercontent.com"
require_claim = [
  "sub=repo:octo-org/*",
  "ref in (refs/heads/main, refs/heads/next)",
]

[[issuer]]
iss = "https://auth.example.com"
jwks = "keys/auth.json"
revocations = "https://auth.example.com/revocations.jwt"
typ = "at+jwt"
require_claim = ["realm_access.roles[]=deployer", "!act"]"#;

pub fn page() -> Page {
    let lines = |text: &str| Block::Lines(text.lines().map(str::to_owned).collect());
    let plain = POLICY.iter().filter(|one| one.form != Form::Tables).map(setting);
    let names: Vec<String> = issuer_names().iter().map(|name| format!("`{name}`")).collect();
    let meaning = POLICY.iter().find(|one| one.form == Form::Tables).map_or("", |one| one.meaning);
    let sections = vec![
        Section::new("Synopsis", vec![lines("mintage token verify --policy FILE")]),
        Section::new(
            "Description",
            vec![
                Block::text(
                    "A policy file states once what a verifier expects of a token and whose keys judge it, so that a pipeline and a \
                     person ask the same. It is TOML (https://toml.io/), at most 64 KiB, and its names are those of the flags of \
                     mintage-token-verify(1), with _ for -. Everything that is wrong in it is told at once, each with its line \
                     (exit 2); a name that there is not is wrong.",
                ),
                Block::text(
                    "A flag wins over the file; what is required (scopes, claims) adds up. Files that it names are looked for beside \
                     it. Times are told from now where they can be.",
                ),
            ],
        ),
        Section::new("Names", plain.collect()),
        Section {
            title: "[[issuer]]".to_owned(),
            blocks: vec![Block::text(meaning), Block::text(format!("A table may have {}.", names.join(", ")))],
        },
        Section::new(
            "Examples",
            vec![
                Block::text("Two issuers, each with keys of its own; the iss of a token chooses among them alone:"),
                lines(TWO_ISSUERS),
            ],
        ),
        see_also(&["mintage-token-verify(1)", "mintage-token-revocations-export(1)", CONFIG]),
    ];
    let summary = "what a verifier expects of tokens, stated once".to_owned();
    Page { name: "mintage-policy".to_owned(), number: 5, summary, sections }
}
