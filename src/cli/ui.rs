//! Standard output is the answer and nothing else; everything else goes to standard error.

use std::fmt::Write as _;
use std::io::{self, Read, Write};

use serde_json::{Value, json};

use super::error::Error;
use super::global::When;
use super::view::View;
use crate::core::OpaqueKind;
use crate::host::{Environment, Streams};
use crate::inspect::recognise::is_of_known_prefix;

/// How answers are written. It never depends on whether someone is watching.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// For people.
    Text,
    /// For programs.
    Json,
    /// The bare value.
    Quiet,
}

/// Where answers go.
pub struct Ui {
    streams: Streams,
    format: Format,
    paint_stdout: Paint,
    paint_stderr: Paint,
}

/// Colour, or none.
#[derive(Debug, Clone, Copy)]
pub struct Paint(bool);

impl Paint {
    /// No colour, for what is no terminal for certain.
    #[cfg(test)]
    pub const NONE: Self = Self(false);

    /// Something good.
    pub fn good(self, text: &str) -> String {
        self.wrap("32", text)
    }

    /// Something bad.
    pub fn bad(self, text: &str) -> String {
        self.wrap("31", text)
    }

    /// A label.
    pub fn label(self, text: &str) -> String {
        self.wrap("1", text)
    }

    /// Something to look at.
    pub fn warning(self, text: &str) -> String {
        self.wrap("33", text)
    }

    fn wrap(self, code: &str, text: &str) -> String {
        if self.0 { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
    }
}

impl Ui {
    /// The streams, with a format and colour.
    pub fn new(streams: Streams, format: Format, color: When, environment: &Environment) -> Self {
        let allowed =
            environment.get("NO_COLOR").is_none() && environment.get("TERM").is_none_or(|term| term != "dumb");
        let paint = |is_terminal| {
            Paint(match color {
                When::Always => true,
                When::Never => false,
                When::Auto => is_terminal && allowed,
            })
        };
        let (paint_stdout, paint_stderr) = (paint(streams.stdout_is_terminal), paint(streams.stderr_is_terminal));
        Self { streams, format, paint_stdout, paint_stderr }
    }

    /// Gives the answer, in the format that was asked for.
    pub fn answer(&mut self, view: &dyn View) -> Result<(), Error> {
        self.try_answer(view).map_err(Error::Output)
    }

    /// Gives the answer; for those who must say more when that fails.
    pub fn try_answer(&mut self, view: &dyn View) -> io::Result<()> {
        let mut text = match self.format {
            Format::Text => view.text(self.paint_stdout),
            Format::Json => escape_json(&format!("{:#}", view.json())),
            Format::Quiet => view.bare(),
        };
        if !text.is_empty() && !text.ends_with('\n') {
            text.push('\n');
        }
        self.write(&text)
    }

    /// One of several answers, as a line or as lines: in JSON each is a document of its own.
    pub fn line_of(&self, view: &dyn View) -> String {
        let mut text = match self.format {
            Format::Text => view.text(self.paint_stdout),
            Format::Json => json_line(&view.json()),
            Format::Quiet => view.bare(),
        };
        text.push('\n');
        text
    }

    /// Gives some of the answers, at once.
    pub fn lines(&mut self, text: &str) -> io::Result<()> {
        if text.is_empty() { Ok(()) } else { self.write(text) }
    }

    /// Prints a text as it is: help, completions, PEM.
    pub fn raw(&mut self, text: &str) -> u8 {
        let end = if text.ends_with('\n') { "" } else { "\n" };
        match self.write(&format!("{text}{end}")) {
            Ok(()) => 0,
            Err(error) => {
                self.error("failure", &Error::Output(error).to_string(), None);
                1
            }
        }
    }

    /// Prints a part of an answer that is made already.
    pub fn bytes(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.streams.stdout.write_all(bytes)?;
        self.streams.stdout.flush()
    }

    /// Prints an answer that has a form of its own.
    pub fn try_raw(&mut self, text: &str) -> io::Result<()> {
        self.write(text)
    }

    /// Prints a text as it is on standard error.
    pub fn raw_error(&mut self, text: &str) {
        let _ = self.streams.stderr.write_all(text.as_bytes());
    }

    /// Says something that is good to know.
    pub fn note(&mut self, text: &str) {
        let label = self.paint_stderr.label("note:");
        self.say(&label, text);
    }

    /// Says something that may be wrong.
    pub fn warn(&mut self, text: &str) {
        let label = self.paint_stderr.warning("warning:");
        self.say(&label, text);
    }

    /// Says something that only matters where a person sees the answer.
    pub fn warn_person(&mut self, text: &str) {
        if self.streams.stdout_is_terminal {
            self.warn(text);
        }
    }

    /// Says what went wrong and what to do next. In JSON mode that is JSON too.
    pub fn error(&mut self, code: &str, message: &str, hint: Option<&str>) {
        let (message, hint) = (&hide_secrets(message), hint.map(hide_secrets));
        let text = if self.format == Format::Json {
            format!(
                "{}\n",
                escape_json(&json!({"error": {"code": code, "message": message, "hint": hint}}).to_string())
            )
        } else {
            let mut text = format!("{} {}\n", self.paint_stderr.bad("error:"), escape(message));
            if let Some(hint) = &hint {
                let _ = writeln!(text, "{} {}", self.paint_stderr.label("hint:"), escape(hint));
            }
            text
        };
        self.raw_error(&text);
    }

    /// Reads standard input to its end, or to one byte more than the most that can be meant.
    pub fn stdin(&mut self, most: usize) -> Result<Vec<u8>, Error> {
        if self.streams.stdin_is_terminal {
            self.note("reading standard input; end it with Ctrl-D");
        }
        let mut bytes = Vec::new();
        let limit = u64::try_from(most).unwrap_or(u64::MAX).saturating_add(1);
        self.streams.stdin.by_ref().take(limit).read_to_end(&mut bytes).map_err(Error::Input)?;
        Ok(bytes)
    }

    /// Standard input itself, to be read part by part.
    pub fn take_stdin(&mut self) -> Box<dyn Read + Send> {
        if self.streams.stdin_is_terminal {
            self.note("reading standard input; end it with Ctrl-D");
        }
        std::mem::replace(&mut self.streams.stdin, Box::new(io::empty()))
    }

    /// Whether a person types on standard input.
    pub fn stdin_is_terminal(&self) -> bool {
        self.streams.stdin_is_terminal
    }

    /// Whether a person sees standard output.
    pub fn stdout_is_terminal(&self) -> bool {
        self.streams.stdout_is_terminal
    }

    /// Whether a person sees standard error.
    pub fn stderr_is_terminal(&self) -> bool {
        self.streams.stderr_is_terminal
    }

    fn say(&mut self, label: &str, text: &str) {
        if self.format != Format::Quiet {
            self.raw_error(&format!("{label} {}\n", escape(text)));
        }
    }

    fn write(&mut self, text: &str) -> io::Result<()> {
        self.streams.stdout.write_all(text.as_bytes())?;
        self.streams.stdout.flush()
    }
}

/// An argument in the wrong place is quoted in messages, and it may be a token or a key.
pub fn hide_secrets(text: &str) -> String {
    let is_of_token = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '=');
    let starts =
        |rest: &str| rest.starts_with("eyJ") || OpaqueKind::of_prefix(rest).is_some() || is_of_known_prefix(rest);
    let mut shown = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let word = rest.find(|c| !is_of_token(c)).unwrap_or(rest.len());
        if rest.starts_with("-----BEGIN") {
            return shown + "(a key)";
        } else if starts(rest) && word > 16 {
            shown.push_str("(a token)");
            rest = &rest[word..];
        } else {
            shown.push(c);
            rest = &rest[c.len_utf8()..];
        }
    }
    shown
}

/// Whether a character could steer a terminal or turn text around (Unicode TR 36, bidirectional text spoofing).
fn is_unsafe(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200e}' | '\u{200f}' | '\u{061c}' | '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// A text that a token or a file may have chosen, made harmless for a terminal. Lines stay lines nowhere.
pub fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        if is_unsafe(c) {
            let _ = write!(safe, "\\u{{{:x}}}", u32::from(c));
        } else {
            safe.push(c);
        }
    }
    safe
}

/// JSON in which nothing can steer a terminal; it means the same.
pub fn escape_json(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        if is_unsafe(c) && c != '\n' {
            let _ = write!(safe, "\\u{:04x}", u32::from(c));
        } else {
            safe.push(c);
        }
    }
    safe
}

/// A value as one line of JSON that is harmless for a terminal.
pub fn json_line(value: &Value) -> String {
    escape_json(&value.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_steers_a_terminal_is_escaped() {
        assert_eq!(escape("a\u{1b}[31mb\u{202e}c\nd\u{9b}"), "a\\u{1b}[31mb\\u{202e}c\\u{a}d\\u{9b}");
        assert_eq!(escape("Zoë — 漢字"), "Zoë — 漢字");
    }

    #[test]
    fn a_token_in_a_message_is_not_repeated() {
        let jwt = "eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJhIn0.c2ln";
        assert_eq!(
            hide_secrets(&format!("unexpected argument '{jwt}' found")),
            "unexpected argument '(a token)' found"
        );
        assert_eq!(hide_secrets(&format!("@{jwt} does not exist")), "@(a token) does not exist");
        assert_eq!(hide_secrets("--x=mtg_rt_0123456789abcdef"), "--x=(a token)");
        assert_eq!(hide_secrets("unexpected 'ghp_0123456789abcdef'"), "unexpected '(a token)'");
        assert_eq!(hide_secrets("x -----BEGIN PRIVATE KEY-----\nabc"), "x (a key)");
        let harmless = "give mtg_rt_… or eyJ… — é";
        assert_eq!(hide_secrets(harmless), harmless);
    }

    #[test]
    fn escaped_json_means_the_same() {
        let value = json!({"a": "x\u{202e}y\u{7f}\u{9b}\u{1b}\n"});
        let line = json_line(&value);
        assert!(line.is_ascii());
        assert_eq!(serde_json::from_str::<Value>(&line).unwrap(), value);
    }
}
