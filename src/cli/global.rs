//! The flags that every command has.

use clap::{Args, ValueEnum};

use super::path::PathArg;

use crate::host::Environment;

// The flags of every command. No docstring on what is flattened or nested: it would replace the help of its parent.
// None has a default: the parser would copy it from command to command, at a cost that each process feels.
#[derive(Debug, Args)]
#[command(next_help_heading = "Global options")]
pub struct Global {
    /// The home to use [default: MINTAGE_HOME, the nearest .mintage folder, if you trust it, or the user's data folder]
    #[arg(long, global = true, value_name = "DIR")]
    pub home: Option<PathArg>,
    /// Print one JSON document; with --json=line each thing of a list on a line (also: MINTAGE_JSON=1, or line)
    #[arg(long, global = true, value_name = "FORM", num_args = 0..=1, require_equals = true, default_missing_value = "document",
        hide_possible_values = true)]
    json: Option<JsonForm>,
    /// Print the bare value and no notes (also: MINTAGE_QUIET=1)
    #[arg(short, long, global = true, conflicts_with = "json", num_args = 0, default_missing_value = "true")]
    quiet: Option<bool>,
    /// When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: MINTAGE_COLOR, or auto]
    #[arg(long, global = true, value_name = "WHEN", hide_possible_values = true)]
    color: Option<When>,
    /// Never ask anything (also: MINTAGE_NO_INPUT=1, and where CI is set)
    #[arg(long, global = true, num_args = 0, default_missing_value = "true")]
    no_input: Option<bool>,
    /// Show tables whole at a terminal too, as a pipe gets them: all columns, whole ids, exact times
    #[arg(long, global = true, num_args = 0, default_missing_value = "true")]
    wide: Option<bool>,
    /// Say where the home is and what is read
    #[arg(short, long, global = true, num_args = 0, default_missing_value = "true")]
    verbose: Option<bool>,
    /// Whether a variable chose between JSON, the bare value and neither.
    #[arg(skip)]
    format_of_variable: bool,
    /// The variables that said what no flag did, each with the name of what it said.
    #[arg(skip)]
    by_variable: [Option<(&'static str, &'static str)>; 4],
}

/// A variable that stands for a flag, and says nothing that the flag could.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadVariable {
    /// It is neither yes nor no.
    #[error("the variable {0} is neither 1 nor 0")]
    Switch(&'static str),
    /// It is no way to use colour.
    #[error("the variable {0} is none of auto, always and never")]
    Color(&'static str),
    /// Two that contradict each other.
    #[error("the variables MINTAGE_JSON and MINTAGE_QUIET are both set, and an answer has one form")]
    TwoForms,
}

impl BadVariable {
    /// What to do about it.
    pub fn hint(&self) -> String {
        match self {
            Self::Switch(name) => format!("set {name} to 1 or 0, or unset it"),
            Self::Color(name) => format!("set {name} to auto, always or never, or unset it"),
            Self::TwoForms => "unset one of them, or give --json or -q".to_owned(),
        }
    }
}

impl Global {
    /// Lets variables say what no flag says. A flag wins over its variable, and over that of a flag which it excludes.
    pub fn fill_in(&mut self, environment: &Environment) -> Result<(), BadVariable> {
        if self.json.is_none() && self.quiet.is_none() {
            self.json = json(environment)?;
            self.quiet = switch(environment, "MINTAGE_QUIET")?;
            if self.json() && self.quiet() {
                return Err(BadVariable::TwoForms);
            }
            self.format_of_variable = self.json() || self.quiet();
        }
        let said = |is_said: bool, name, variable| is_said.then_some((name, variable));
        self.by_variable[0] = said(self.format_of_variable && self.json(), "json", "MINTAGE_JSON");
        self.by_variable[1] = said(self.format_of_variable && self.quiet(), "quiet", "MINTAGE_QUIET");
        if self.color.is_none() {
            self.color = color(environment)?;
            self.by_variable[2] = said(self.color.is_some(), "color", "MINTAGE_COLOR");
        }
        if self.no_input.is_none() {
            let own = switch(environment, "MINTAGE_NO_INPUT")?;
            self.no_input = own.or(environment.is_ci().then_some(true));
            let variable = if own.is_some() { "MINTAGE_NO_INPUT" } else { "CI" };
            self.by_variable[3] = said(self.no_input.is_some(), "no_input", variable);
        }
        Ok(())
    }

    /// The variable by which something is said that no flag says.
    pub fn variable_of(&self, name: &str) -> Option<&'static str> {
        self.by_variable.iter().flatten().find(|(of, _)| *of == name).map(|(_, variable)| *variable)
    }

    /// Whether a flag or a variable says when to use colour.
    pub fn is_color_given(&self) -> bool {
        self.color.is_some()
    }

    /// Takes back what only a variable said of the form of the answer, for a command whose own flag chose another.
    pub fn without_format_of_variable(&mut self) {
        if std::mem::take(&mut self.format_of_variable) {
            (self.json, self.quiet) = (None, None);
        }
    }

    /// Whether the answer has its form from a variable, not from a flag.
    pub fn is_format_of_variable(&self) -> bool {
        self.format_of_variable
    }

    /// Whether the answer is JSON.
    pub fn json(&self) -> bool {
        matches!(self.json, Some(JsonForm::Document | JsonForm::Line))
    }

    /// Whether each thing of a list is a document of its own.
    pub fn json_lines(&self) -> bool {
        self.json == Some(JsonForm::Line)
    }

    /// Whether tables are shown whole.
    pub fn wide(&self) -> bool {
        self.wide == Some(true)
    }

    /// Whether the answer is the bare value.
    pub fn quiet(&self) -> bool {
        self.quiet == Some(true)
    }

    /// When to use colour.
    pub fn color(&self) -> When {
        self.color.unwrap_or(When::Auto)
    }

    /// Whether nothing is asked.
    pub fn no_input(&self) -> bool {
        self.no_input == Some(true)
    }

    /// Whether it is said what is read.
    pub fn verbose(&self) -> bool {
        self.verbose == Some(true)
    }
}

/// What a variable says that stands for a flag without a value. Empty is as if it were not set.
fn switch(environment: &Environment, name: &'static str) -> Result<Option<bool>, BadVariable> {
    let Some(value) = environment.get(name) else { return Ok(None) };
    let is_one_of = |words: [&str; 4]| words.iter().any(|word| value.eq_ignore_ascii_case(word));
    match (is_one_of(["1", "true", "yes", "on"]), is_one_of(["0", "false", "no", "off"])) {
        (true, _) => Ok(Some(true)),
        (_, true) => Ok(Some(false)),
        (false, false) => Err(BadVariable::Switch(name)),
    }
}

/// Whether and how a variable wants JSON.
fn json(environment: &Environment) -> Result<Option<JsonForm>, BadVariable> {
    let form = |word: &std::ffi::OsStr| JsonForm::from_str(word.to_str()?, true).ok();
    if let Some(form) = environment.get("MINTAGE_JSON").and_then(form) {
        return Ok(Some(form));
    }
    Ok(switch(environment, "MINTAGE_JSON")?.filter(|is_asked| *is_asked).map(|_| JsonForm::Document))
}

/// When the environment wants colour, if it says.
fn color(environment: &Environment) -> Result<Option<When>, BadVariable> {
    const NAME: &str = "MINTAGE_COLOR";
    let read = |value: &std::ffi::OsStr| When::from_str(value.to_str()?, true).ok();
    environment.get(NAME).map(|value| read(value).ok_or(BadVariable::Color(NAME))).transpose()
}

/// What the environment says of an answer to a command line that cannot be read: JSON or not, and colour. What is wrong
/// with a variable is said later, of a command line that can.
pub fn before_parsing(environment: &Environment) -> (bool, When) {
    let json = json(environment).ok().flatten().is_some();
    (json, color(environment).ok().flatten().unwrap_or(When::Auto))
}

/// How an answer in JSON is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum JsonForm {
    /// One document
    Document,
    /// A document a line: each thing of a list, or the only one there is
    Line,
}

/// When to use colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum When {
    /// On a terminal, unless NO_COLOR is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(flags: Global, variables: &[(&str, &str)]) -> Result<Global, BadVariable> {
        let variables = variables.iter().map(|(name, value)| (name.into(), value.into())).collect();
        let mut global = flags;
        global.fill_in(&Environment { variables, current_dir: None }).map(|()| global)
    }

    fn none() -> Global {
        Global {
            home: None,
            json: None,
            quiet: None,
            color: None,
            no_input: None,
            verbose: None,
            wide: None,
            format_of_variable: false,
            by_variable: [None; 4],
        }
    }

    #[test]
    fn a_variable_stands_for_its_flag_and_a_flag_wins() {
        assert!(filled(none(), &[("MINTAGE_JSON", "1")]).unwrap().json());
        assert!(filled(none(), &[("MINTAGE_QUIET", "TRUE")]).unwrap().quiet());
        assert!(!filled(none(), &[("MINTAGE_JSON", "0"), ("MINTAGE_QUIET", "")]).unwrap().json());
        assert_eq!(filled(none(), &[("MINTAGE_COLOR", "never")]).unwrap().color(), When::Never);
        let lines = |value| filled(none(), &[("MINTAGE_JSON", value)]).unwrap().json_lines();
        assert!(lines("line") && !lines("1") && !lines("document") && !lines("0"));
        let quiet = filled(Global { quiet: Some(true), ..none() }, &[("MINTAGE_JSON", "1")]).unwrap();
        assert!(quiet.quiet() && !quiet.json());
        let json = filled(Global { json: Some(JsonForm::Document), ..none() }, &[("MINTAGE_QUIET", "1")]).unwrap();
        assert!(json.json() && !json.quiet());
        let always = Global { color: Some(When::Always), ..none() };
        assert_eq!(filled(always, &[("MINTAGE_COLOR", "never")]).unwrap().color(), When::Always);
    }

    #[test]
    fn a_ci_system_is_asked_nothing_unless_a_variable_of_ours_says_otherwise() {
        assert!(filled(none(), &[("CI", "true")]).unwrap().no_input());
        assert!(!filled(none(), &[("CI", "false")]).unwrap().no_input());
        assert!(!filled(none(), &[("CI", "true"), ("MINTAGE_NO_INPUT", "0")]).unwrap().no_input());
        assert!(filled(none(), &[("MINTAGE_NO_INPUT", "yes")]).unwrap().no_input());
        let flag = Global { no_input: Some(true), ..none() };
        assert!(filled(flag, &[("MINTAGE_NO_INPUT", "0")]).unwrap().no_input());
    }

    #[test]
    fn a_variable_that_says_nothing_is_named() {
        for name in ["MINTAGE_JSON", "MINTAGE_QUIET", "MINTAGE_NO_INPUT"] {
            assert_eq!(filled(none(), &[(name, "maybe")]).unwrap_err(), BadVariable::Switch(name));
        }
        assert_eq!(filled(none(), &[("MINTAGE_COLOR", "red")]).unwrap_err(), BadVariable::Color("MINTAGE_COLOR"));
        let both = [("MINTAGE_JSON", "1"), ("MINTAGE_QUIET", "1")];
        assert_eq!(filled(none(), &both).unwrap_err(), BadVariable::TwoForms);
    }
}
