//! `mintage config explain`

use clap::Args;
use serde_json::Value;

use super::named::{Named, named};
use crate::cli::context::{Answer, Context};
use crate::cli::exit::Exit;
use crate::cli::manual::Entry;
use crate::cli::view::settings::Explained;
use crate::settings::edit::plain_default;
use crate::settings::reference::{Form, Setting, Usual, members, table_of};

/// What help and manual pages say of it.
pub const MANUAL: Entry = Entry::new(
    "config explain",
    &["mintage config explain refresh_grace", "mintage config explain login", "mintage config explain home --json"],
    &[],
);

#[derive(Debug, Args)]
pub struct ExplainArgs {
    /// The setting, as in access_ttl or login.way
    #[arg(value_name = "NAME")]
    name: String,
}

pub fn run(args: &ExplainArgs, cx: &mut Context<'_>) -> Answer {
    let explained = match named(&args.name)? {
        Named::OfCommand(global) => Explained {
            name: global.name,
            meaning: global.meaning,
            takes: global.takes,
            required: false,
            default: global.usual.map(|usual| usual.parse().map_or_else(|_| usual.into(), Value::Bool)),
            unset: None,
            example: global.example.to_owned(),
            change: None,
            flag: Some(global.flag),
            variable: global.variable,
            secret: false,
            members: Vec::new(),
        },
        Named::OfHome(name) => of_home(name.setting),
    };
    cx.ui.answer(&explained)?;
    Ok(Exit::Done)
}

fn of_home(setting: &'static Setting) -> Explained {
    Explained {
        name: setting.name,
        meaning: setting.meaning,
        takes: setting.takes,
        required: setting.usual == Usual::Required,
        default: plain_default(setting).filter(|_| setting.form != Form::Table),
        unset: match setting.usual {
            Usual::Unset(means) => Some(means),
            Usual::Value(_) | Usual::Required => None,
        },
        example: written(setting),
        change: setting.change,
        flag: None,
        variable: None,
        secret: setting.secret,
        members: members(setting.name).collect(),
    }
}

/// Its example as the file writes it.
fn written(setting: &Setting) -> String {
    let line = format!("{} = {}", setting.own_name(), setting.example);
    match table_of(setting) {
        Some(table) if table.form == Form::Tables => format!("[[{}]]\n{line}", table.name),
        Some(table) => format!("[{}]\n{line}", table.name),
        None => line,
    }
}
