//! How the log is written.

use std::io::Write as _;
use std::sync::Arc;

use clap::{Args, ValueEnum};

use crate::http::{LogForm, Sink};

// The flags of the log.
#[derive(Debug, Args)]
#[command(next_help_heading = "Log")]
pub struct LogArgs {
    /// How the log on standard error is written: text for people, or json with one object a line
    #[arg(long, value_name = "FORM", value_enum, hide_possible_values = true, default_value_t = LogWord::Text)]
    log: LogWord,
}

/// How the log is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum LogWord {
    Text,
    Json,
}

impl LogArgs {
    /// The form of its lines.
    pub fn form(&self) -> LogForm {
        match self.log {
            LogWord::Text => LogForm::Text,
            LogWord::Json => LogForm::Json,
        }
    }
}

/// Standard error, a line at a time. One that nobody reads does not stop the server.
pub fn stderr() -> Sink {
    Arc::new(|line| drop(writeln!(std::io::stderr().lock(), "{line}")))
}
