//! `mintage config list`

use clap::Args;

use super::globals::{GLOBALS, given};
use crate::cli::context::{Answer, Context};
use crate::cli::error::Error;
use crate::cli::exit::Exit;
use crate::cli::manual::Entry;
use crate::cli::view::settings::{Listed, ListedSettings};
use crate::home;
use crate::settings::Settings;
use crate::settings::edit::as_they_are;

/// What help and manual pages say of it.
pub const MANUAL: Entry = Entry::new(
    "config list",
    &["mintage config list", "mintage config list risk login", "mintage config list --json"],
    &[Exit::NotFound, Exit::Denied],
);

#[derive(Debug, Args)]
pub struct ListArgs {
    /// Only what has this name, or is within it [default: all]
    #[arg(value_name = "NAME")]
    names: Vec<String>,
}

pub fn run(args: &ListArgs, cx: &mut Context<'_>) -> Answer {
    let place = cx.home()?;
    home::admit(&place, &cx.environment)?;
    let text = Settings::text(&place.config())?;
    let mut all = Vec::new();
    for global in &GLOBALS {
        all.push(given(global, cx)?);
    }
    all.extend(as_they_are(&text).into_iter().map(Listed::of_home));
    for name in &args.names {
        let within = format!("{name}.");
        if !all.iter().any(|one| one.name == *name || one.name.starts_with(&within)) {
            super::named::named(name)?;
        }
    }
    let is_meant = |one: &Listed| {
        args.names.is_empty()
            || args.names.iter().any(|name| {
                one.name.strip_prefix(name.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
            })
    };
    all.retain(is_meant);
    if all.is_empty() {
        return Err(Error::usage("none of these is set", "`mintage config explain NAME` says what one is"));
    }
    cx.ui.answer(&ListedSettings { home: place.folder().display().to_string(), all })?;
    Ok(Exit::Done)
}
