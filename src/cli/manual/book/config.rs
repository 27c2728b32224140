//! mintage-config(5): the settings of a home.

use super::super::page::{Block, Page, Section};
use super::parts::{HOME, POLICY, see_also, setting};
use crate::settings::reference::{Form, members, settings};

pub fn page() -> Page {
    let is_table = |form| matches!(form, Form::Table | Form::Tables | Form::Named);
    let own = || settings().filter(|one| !one.name.contains('.'));
    let plain = own().filter(|one| !is_table(one.form));
    let tables = own().filter(|one| is_table(one.form));
    let mut sections = vec![
        Section::new("Synopsis", vec![Block::Lines(vec!["config.toml in the folder of a home".to_owned()])]),
        Section::new(
            "Description",
            vec![
                Block::text(
                    "The settings of a home are a file of TOML (https://toml.io/), which `mintage init` writes with every default \
                     and an example of everything else, commented out. It is read strictly: a setting that there is not, or that \
                     is said twice, is an error (exit 2) that names its line, because one that is mistyped and ignored is a \
                     security hole that nobody sees.",
                ),
                Block::text(
                    "Every command reads it anew. A server reads it when it starts, and what can be changed meanwhile when it is \
                     told to (SIGHUP). Lengths of time are texts with their unit: s, m, h, d or w, as in `\"15m\"`.",
                ),
            ],
        ),
        Section::new("Settings", plain.map(setting).collect()),
    ];
    for table in tables {
        let title = match table.form {
            Form::Tables => format!("[[{}]]", table.name),
            _ => format!("[{}]", table.name),
        };
        let mut blocks = vec![Block::text(format!("{} Takes {}.", table.meaning, table.takes))];
        if let Some(change) = table.change {
            blocks.push(Block::text(format!("When it is changed: {change}")));
        }
        blocks.extend(members(table.name).map(setting));
        blocks.push(Block::text("An example:"));
        blocks.push(Block::Lines(as_block(&format!("{} = {}", table.own_name(), table.example))));
        sections.push(Section { title, blocks });
    }
    sections.push(Section::new(
        "Examples",
        vec![Block::Lines(
            [
                "issuer = \"https://auth.example.com\"",
                "audience = \"https://api.example.com\"",
                "algorithm = \"ES256\"",
                "access_ttl = \"10m\"",
                "max_key_age = \"90d\"",
                "passphrase_command = \"pass show mintage\"",
            ]
            .map(str::to_owned)
            .to_vec(),
        )],
    ));
    sections.push(see_also(&["mintage(1)", "mintage-init(1)", "mintage-serve(1)", "mintage-doctor(1)", POLICY, HOME]));
    Page {
        name: "mintage-config".to_owned(),
        number: 5,
        summary: "the settings of a mintage home".to_owned(),
        sections,
    }
}

/// A table that is written in one line, as a block of lines.
fn as_block(line: &str) -> Vec<String> {
    let table: Result<toml::Table, _> = toml::from_str(line);
    let block = table.ok().and_then(|table| toml::to_string(&table).ok()).unwrap_or_else(|| line.to_owned());
    block.lines().map(str::to_owned).collect()
}
