//! The settings of a command: what flags and variables say, and not a file.

use serde_json::Value;

use crate::cli::context::Context;
use crate::cli::error::Error;
use crate::cli::global::When;
use crate::cli::view::settings::Listed;

/// A setting of a command.
#[derive(Debug)]
pub struct GlobalSetting {
    /// Its name.
    pub name: &'static str,
    /// The flag.
    pub flag: &'static str,
    /// The variable that stands for it.
    pub variable: Option<&'static str>,
    /// What it takes.
    pub takes: &'static str,
    /// What it is.
    pub meaning: &'static str,
    /// What it is where nobody says another; none where that depends on the machine.
    pub usual: Option<&'static str>,
    /// How it is given.
    pub example: &'static str,
}

/// All of them.
pub const GLOBALS: [GlobalSetting; 6] = [
    GlobalSetting {
        name: "home",
        flag: "--home",
        variable: Some("MINTAGE_HOME"),
        takes: "a folder",
        meaning: "The home to use. Where nobody names one it is the nearest .mintage folder here or above, if you trust it and CI is \
                  not set, or mintage in the user's data folder (XDG_DATA_HOME).",
        usual: None,
        example: "mintage --home ./.mintage status",
    },
    GlobalSetting {
        name: "json",
        flag: "--json",
        variable: Some("MINTAGE_JSON"),
        takes: "1 or 0",
        meaning: "Whether the answer is one JSON document.",
        usual: Some("false"),
        example: "mintage status --json",
    },
    GlobalSetting {
        name: "quiet",
        flag: "--quiet",
        variable: Some("MINTAGE_QUIET"),
        takes: "1 or 0",
        meaning: "Whether the answer is the bare value, without notes.",
        usual: Some("false"),
        example: "mintage keys list -q",
    },
    GlobalSetting {
        name: "color",
        flag: "--color",
        variable: Some("MINTAGE_COLOR"),
        takes: "auto, always or never",
        meaning: "When to use colour: auto is on a terminal, unless NO_COLOR is set.",
        usual: Some("auto"),
        example: "mintage status --color always",
    },
    GlobalSetting {
        name: "no_input",
        flag: "--no-input",
        variable: Some("MINTAGE_NO_INPUT"),
        takes: "1 or 0",
        meaning: "Whether nothing is asked, as where CI is set.",
        usual: Some("false"),
        example: "mintage keys rotate --no-input",
    },
    GlobalSetting {
        name: "verbose",
        flag: "--verbose",
        variable: None,
        takes: "nothing: it is given or not",
        meaning: "Whether it is said where the home is and what is read.",
        usual: Some("false"),
        example: "mintage status --verbose",
    },
];

/// The one of this name.
pub fn global(name: &str) -> Option<&'static GlobalSetting> {
    GLOBALS.iter().find(|setting| setting.name == name)
}

/// What it is for this command.
pub fn given(setting: &'static GlobalSetting, cx: &Context<'_>) -> Result<Listed, Error> {
    let global = &cx.global;
    let (value, is_flag) = match setting.name {
        "home" => return home(setting, cx),
        "json" => (Value::from(global.json()), global.json()),
        "quiet" => (Value::from(global.quiet()), global.quiet()),
        "color" => {
            let color = match global.color() {
                When::Auto => "auto",
                When::Always => "always",
                When::Never => "never",
            };
            (Value::from(color), global.is_color_given())
        }
        "no_input" => (Value::from(global.no_input()), global.no_input()),
        _ => (Value::from(global.verbose()), global.verbose()),
    };
    let by = global.variable_of(setting.name).or(is_flag.then_some(setting.flag));
    let source = match by {
        Some(by) if by == setting.flag => "flag",
        Some(_) => "variable",
        None => "default",
    };
    Ok(listed(setting, value, source, by))
}

/// Which home it is, and by what.
fn home(setting: &'static GlobalSetting, cx: &Context<'_>) -> Result<Listed, Error> {
    let place = cx.home()?;
    let variable = |name: &'static str| cx.environment.get(name).is_some().then_some(name);
    let (source, by) = match variable("MINTAGE_HOME") {
        _ if cx.global.home.is_some() => ("flag", Some(setting.flag)),
        Some(name) => ("variable", Some(name)),
        None if place.was_found() => ("found", None),
        None => match variable("XDG_DATA_HOME") {
            Some(name) => ("variable", Some(name)),
            None => ("default", None),
        },
    };
    Ok(listed(setting, place.folder().display().to_string().into(), source, by))
}

fn listed(setting: &GlobalSetting, value: Value, source: &'static str, by: Option<&'static str>) -> Listed {
    Listed { name: setting.name.to_owned(), value: Some(value), source, by, line: None, secret: false }
}
