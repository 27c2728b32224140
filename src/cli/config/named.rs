//! Which setting a name means, and what is said where it means none.

use super::globals::{GLOBALS, GlobalSetting, global};
use crate::cli::command_line::quoted;
use crate::cli::error::Error;
use crate::settings::edit::{SettingName, UnknownSetting};

/// A setting that was named.
pub enum Named {
    /// One of config.toml.
    OfHome(SettingName),
    /// One of a command.
    OfCommand(&'static GlobalSetting),
}

/// The setting of this name.
pub fn named(text: &str) -> Result<Named, Error> {
    match global(text) {
        Some(global) => Ok(Named::OfCommand(global)),
        None => SettingName::read(text).map(Named::OfHome).map_err(|unknown| no_such(&unknown)),
    }
}

/// The same of one that config.toml can say.
pub fn of_home(text: &str) -> Result<SettingName, Error> {
    match named(text)? {
        Named::OfHome(name) => Ok(name),
        Named::OfCommand(global) => {
            let variable = global.variable.map(|name| format!(" or the variable {name}")).unwrap_or_default();
            Err(Error::usage(
                format!("{} is said by the flag {}{variable}, and not by config.toml", global.name, global.flag),
                format!("give it as in `{}`", global.example),
            ))
        }
    }
}

fn no_such(unknown: &UnknownSetting) -> Error {
    let name = &unknown.name;
    // The words of flags and variables.
    let word = name.trim_start_matches('-').replace('-', "_").to_ascii_lowercase();
    let word = word.strip_prefix("mintage_").unwrap_or(&word);
    let near = GLOBALS.iter().map(|global| global.name).find(|global| *global == word || *global == name);
    let near = near.or_else(|| SettingName::read(word).ok().filter(|_| word != name).map(|name| name.setting.name));
    let hint = match near.or(unknown.nearest) {
        Some(near) => format!("did you mean {near}? `mintage config explain {}` says what it is", quoted(near)),
        None => "`mintage config list` has all settings".to_owned(),
    };
    Error::usage(unknown.to_string(), hint)
}
