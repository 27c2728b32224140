//! The flags that every command has.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

// The flags of every command. No docstring on what is flattened or nested: it would replace the help of its parent.
// None has a default: the parser would copy it from command to command, at a cost that each process feels.
#[derive(Debug, Args)]
#[command(next_help_heading = "Global options")]
pub struct Global {
    /// The home to use [default: MINTAGE_HOME, the nearest .mintage folder, or the user's data folder]
    #[arg(long, global = true, value_name = "DIR")]
    pub home: Option<PathBuf>,
    /// Print one JSON document
    #[arg(long, global = true, num_args = 0, default_missing_value = "true")]
    json: Option<bool>,
    /// Print the bare value and no notes
    #[arg(short, long, global = true, conflicts_with = "json", num_args = 0, default_missing_value = "true")]
    quiet: Option<bool>,
    /// When to use colour: auto (on a terminal, unless NO_COLOR is set), always or never [default: auto]
    #[arg(long, global = true, value_name = "WHEN", hide_possible_values = true)]
    color: Option<When>,
    /// Never ask anything
    #[arg(long, global = true, num_args = 0, default_missing_value = "true")]
    no_input: Option<bool>,
    /// Say where the home is and what is read
    #[arg(short, long, global = true, num_args = 0, default_missing_value = "true")]
    verbose: Option<bool>,
}

impl Global {
    /// Whether the answer is JSON.
    pub fn json(&self) -> bool {
        self.json == Some(true)
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
