//! `mintage config get`

use clap::Args;

use super::globals::given;
use super::named::{Named, named};
use crate::cli::context::{Answer, Context};
use crate::cli::error::Error;
use crate::cli::exit::Exit;
use crate::cli::manual::Entry;
use crate::cli::view::settings::{GotSetting, GotSettings, Listed};
use crate::home;
use crate::settings::Settings;
use crate::settings::edit::{Origin, as_they_are};
use crate::settings::reference::Usual;

/// What help and manual pages say of it.
pub const MANUAL: Entry = Entry::new(
    "config get",
    &["mintage config get issuer", "mintage config get risk.failures --json", "mintage config get home"],
    &[Exit::NotFound, Exit::Denied],
);

#[derive(Debug, Args)]
pub struct GetArgs {
    /// The setting, as in access_ttl or login.way
    #[arg(value_name = "NAME")]
    name: String,
}

pub fn run(args: &GetArgs, cx: &mut Context<'_>) -> Answer {
    let name = match named(&args.name)? {
        Named::OfCommand(global) => {
            cx.ui.answer(&GotSetting(given(global, cx)?))?;
            return Ok(Exit::Done);
        }
        Named::OfHome(name) => name.to_string(),
    };
    let place = cx.home()?;
    home::admit(&place, &cx.environment)?;
    let text = Settings::text(&place.config())?;
    let within = format!("{name}.");
    let all: Vec<_> = as_they_are(&text)
        .into_iter()
        .filter(|one| one.name == name || one.name.starts_with(&within))
        .filter(|one| one.origin != Origin::Nowhere)
        .map(Listed::of_home)
        .collect();
    match all.len() {
        0 => Err(not_set(&name)),
        1 if all[0].name == name => {
            let one = all.into_iter().next().ok_or_else(|| not_set(&name))?;
            if one.secret {
                let line = one.line.map_or_else(String::new, |line| format!(" in line {line} of config.toml"));
                return Err(Error::usage(
                    format!("{name} is set{line}, and is not shown because a secret could stand in it"),
                    format!("look into {}", place.config().display()),
                ));
            }
            cx.ui.answer(&GotSetting(one))?;
            Ok(Exit::Done)
        }
        _ => {
            cx.ui.answer(&GotSettings { home: place.folder().display().to_string(), all })?;
            Ok(Exit::Done)
        }
    }
}

fn not_set(name: &str) -> Error {
    let means = match crate::settings::edit::SettingName::read(name).map(|name| name.setting.usual) {
        Ok(Usual::Unset(means)) => format!(": {means}"),
        _ => String::new(),
    };
    Error::NotSet { name: name.to_owned(), means }
}
