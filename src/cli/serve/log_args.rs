//! How the log is written.

use std::io::Write as _;
use std::sync::Arc;

use clap::{Args, ValueEnum};

use crate::core::Issuer;
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
pub fn stderr(args: &LogArgs, dev: bool) -> Sink {
    let tell = |line: &str| drop(writeln!(std::io::stderr().lock(), "{line}"));
    match (dev, args.log) {
        (false, _) => Arc::new(tell),
        (true, LogWord::Text) => Arc::new(move |line| tell(&format!("DEV {line}"))),
        (true, LogWord::Json) => Arc::new(move |line| tell(&line.replacen('{', r#"{"dev":true,"#, 1))),
    }
}

/// The first line of a log for development: whoever reads it must not take it for another.
pub fn dev_begins(args: &LogArgs, issuer: &Issuer, pid: u32) -> String {
    match args.log {
        LogWord::Text => format!("serving {issuer} for development, to this machine alone; process {pid}"),
        LogWord::Json => serde_json::json!({"event": "serving", "issuer": issuer, "pid": pid}).to_string(),
    }
}
