//! `mintage config set`

use clap::Args;

use super::changing::{change, place};
use super::named::of_home;
use crate::cli::command_line::quoted;
use crate::cli::context::{Answer, Context};
use crate::cli::error::Error;
use crate::cli::manual::{Entry, WRITES};
use crate::cli::record_args::{PlanArgs, RecordArgs};
use crate::settings::edit::{Edit, read_values};

/// What help and manual pages say of it.
pub const MANUAL: Entry = Entry::new(
    "config set",
    &[
        "mintage config set access_ttl 1h",
        "mintage config set audience https://api.example.com https://files.example.com",
        "mintage config set login.way=people login.users=users.toml --plan",
    ],
    WRITES,
);

#[derive(Debug, Args)]
pub struct SetArgs {
    /// The setting and its value, or several values where it takes a list; or NAME=VALUE for each of several settings
    #[arg(value_name = "NAME VALUE", required = true)]
    words: Vec<String>,
    #[command(flatten)]
    plan: PlanArgs,
    #[command(flatten)]
    record: RecordArgs,
}

pub fn run(args: &SetArgs, cx: &mut Context<'_>) -> Answer {
    let edits = edits(&args.words)?;
    let place = place(cx)?;
    change(&place, &edits, &args.record, args.plan, cx)
}

fn edits(words: &[String]) -> Result<Vec<Edit>, Error> {
    let mut edits: Vec<Edit> = Vec::new();
    match words {
        [name, values @ ..] if !name.contains('=') => {
            if values.is_empty() {
                let of = of_home(name)?;
                return Err(Error::usage(
                    format!("what {name} is to be was not given"),
                    format!("it takes {}; `mintage config get {}` shows what it is", of.setting.takes, quoted(name)),
                ));
            }
            edits.push(edit(name, values)?);
        }
        pairs => {
            for pair in pairs {
                let Some((name, value)) = pair.split_once('=') else {
                    return Err(Error::usage(
                        format!("{pair:?} stands among settings with their values, and is none"),
                        "give NAME=VALUE for each, or NAME VALUE for one",
                    ));
                };
                if edits.iter().any(|edit| matches!(edit, Edit::Set(other, _) if other.to_string() == name)) {
                    return Err(Error::usage(
                        format!("{name} is given twice, and has one value"),
                        "leave one of both out",
                    ));
                }
                edits.push(edit(name, &[value.to_owned()])?);
            }
        }
    }
    Ok(edits)
}

fn edit(name: &str, values: &[String]) -> Result<Edit, Error> {
    let name = of_home(name)?;
    let value = read_values(&name, values).map_err(|bad| {
        let hint = format!("`mintage config explain {}` has an example", quoted(&name.to_string()));
        Error::usage(format!("nothing was changed: {bad}"), hint)
    })?;
    Ok(Edit::Set(name, value))
}
