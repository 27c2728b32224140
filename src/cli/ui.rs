//! Standard output is the answer and nothing else; everything else goes to standard error.

use std::borrow::Cow;
use std::cell::RefCell;
use std::fmt::Write as _;
use std::io::{self, Read, Write};
use std::path::PathBuf;
use std::rc::Rc;

use super::command_line::at_home;
use super::error::Error;
use super::escape::{escape, escape_json, hide_secrets, json_line};
use super::exit::Exit;
use super::global::When;
use super::paint::Paint;
use super::remark::Remark;
use super::view::View;
use super::view::github::mask;
use super::view::listing::ListForm;
use crate::host::files::Output;
use crate::host::{Environment, Streams};
use crate::wire::ErrorDocument;

/// How answers are written. Only tables depend on whether someone is watching: see `view::fit`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// For people.
    Text,
    /// For programs.
    Json,
    /// For programs, each thing of a list on a line.
    JsonLines,
    /// The bare value.
    Quiet,
}

/// Where answers go.
pub struct Ui {
    streams: Streams,
    format: Format,
    paint_stdout: Paint,
    paint_stderr: Paint,
    /// Whether notes are not wanted although the answer is for people.
    is_muted: bool,
    /// The home that the person named.
    home: Option<PathBuf>,
    /// Whether a runner of GitHub Actions reads along, which can be told what to keep out of its log.
    has_runner: bool,
}

/// Where answers went before they were sent into a file.
pub struct Diverted {
    output: Rc<RefCell<Output>>,
    stdout: Box<dyn Write>,
    is_terminal: bool,
    is_closed: bool,
    paint: Paint,
    format: Format,
}

/// A file that is still somebody's to finish.
struct Shared(Rc<RefCell<Output>>);

impl Write for Shared {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.borrow_mut().flush()
    }
}

impl Ui {
    /// Sends answers into a file, until [`restore`](Self::restore). What is written there is the same with `-q`, which only
    /// keeps the other streams quiet.
    pub fn divert(&mut self, output: Output) -> Diverted {
        let output = Rc::new(RefCell::new(output));
        let stdout = std::mem::replace(&mut self.streams.stdout, Box::new(Shared(Rc::clone(&output))));
        let is_terminal = std::mem::replace(&mut self.streams.stdout_is_terminal, false);
        let is_closed = std::mem::replace(&mut self.streams.stdout_is_closed, false);
        let paint = std::mem::replace(&mut self.paint_stdout, Paint(false));
        let format = self.format;
        if format == Format::Quiet {
            (self.format, self.is_muted) = (Format::Text, true);
        }
        Diverted { output, stdout, is_terminal, is_closed, paint, format }
    }

    /// Sends answers where they went before, and gives the file back.
    pub fn restore(&mut self, diverted: Diverted) -> Option<Output> {
        let Diverted { output, stdout, is_terminal, is_closed, paint, format } = diverted;
        self.streams.stdout = stdout;
        (self.streams.stdout_is_terminal, self.streams.stdout_is_closed) = (is_terminal, is_closed);
        (self.paint_stdout, self.format, self.is_muted) = (paint, format, false);
        Rc::into_inner(output).map(RefCell::into_inner)
    }

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
        let has_runner = environment.get("GITHUB_ACTIONS").is_some_and(|value| value == "true");
        Self { streams, format, paint_stdout, paint_stderr, is_muted: false, home: None, has_runner }
    }

    /// From now on, commands that are advised name this home. Gives back which they named.
    pub fn name_home(&mut self, home: Option<PathBuf>) -> Option<PathBuf> {
        std::mem::replace(&mut self.home, home)
    }

    /// A text whose commands name the home that the person named.
    pub fn at_home<'t>(&self, text: &'t str) -> Cow<'t, str> {
        at_home(text, self.home.as_deref())
    }

    /// From now on, answers for people.
    pub fn speak_text(&mut self) {
        self.format = Format::Text;
    }

    /// Refuses to begin where nobody could hear the answer: what it would show once would be lost.
    pub fn can_answer(&self) -> Result<(), Error> {
        if self.streams.stdout_is_closed { Err(Error::OutputClosed) } else { Ok(()) }
    }

    /// Gives the answer, in the format that was asked for.
    pub fn answer(&mut self, view: &dyn View) -> Result<(), Error> {
        self.try_answer(view).map_err(Error::Output)
    }

    /// Gives the answer; for those who must say more when that fails.
    pub fn try_answer(&mut self, view: &dyn View) -> io::Result<()> {
        self.mask(view);
        let mut text = match self.format {
            Format::Text => view.text(self.paint_stdout),
            Format::Json => escape_json(&format!("{:#}", view.json())),
            Format::JsonLines => json_lines(view),
            Format::Quiet => view.bare(),
        };
        if !text.is_empty() && !text.ends_with('\n') {
            text.push('\n');
        }
        self.write(&text)
    }

    /// Tells a runner that reads along to keep the secrets of an answer out of its log, before they are in it. On standard error,
    /// which it reads too: `$(…)` takes nothing but the answer. Nothing mutes it.
    pub fn mask(&mut self, view: &dyn View) {
        if self.has_runner {
            let text: String = view.secrets().iter().map(|secret| mask(secret)).collect();
            self.raw_error(&text);
        }
    }

    /// The form of a list that is given part by part.
    pub fn list_form(&self) -> ListForm {
        match self.format {
            Format::Text => ListForm::Text(self.paint_stdout),
            Format::Json => ListForm::Json,
            Format::JsonLines => ListForm::JsonLines,
            Format::Quiet => ListForm::Bare,
        }
    }

    /// One of several answers, as a line or as lines: in JSON each is a document of its own.
    pub fn line_of(&self, view: &dyn View) -> String {
        let mut text = match self.format {
            Format::Text => view.text(self.paint_stdout),
            Format::Json | Format::JsonLines => json_line(&view.json()),
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
    pub fn raw(&mut self, text: &str) -> Result<Exit, Error> {
        let end = if text.ends_with('\n') { "" } else { "\n" };
        self.write(&format!("{text}{end}")).map_err(Error::Output)?;
        Ok(Exit::Done)
    }

    /// Prints a part of an answer that is made already.
    pub fn bytes(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.streams.stdout.write_all(bytes)?;
        self.streams.stdout.flush()
    }

    /// Standard output itself, for an answer that is written part by part.
    pub fn writer(&mut self) -> impl Write + '_ {
        &mut self.streams.stdout
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
        self.say(Remark::Note, text);
    }

    /// Says what changes the meaning of the answer. Nothing mutes it: whoever reads a bare value reads it too.
    pub fn insist(&mut self, text: &str) {
        self.remark(Remark::Note, text);
    }

    /// Says what to do about an answer that is not the one that was hoped for.
    pub fn hint(&mut self, text: &str) {
        self.say(Remark::Hint, &hide_secrets(text));
    }

    /// Says something that may be wrong.
    pub fn warn(&mut self, text: &str) {
        self.say(Remark::Warning, text);
    }

    /// Says what every answer hangs on. Nothing mutes it.
    pub fn alarm(&mut self, text: &str) {
        self.remark(Remark::Warning, text);
    }

    /// Warns of what changes the meaning of the answer. Nothing mutes it.
    pub fn warn_aloud(&mut self, text: &str) {
        self.remark(Remark::Warning, text);
    }

    /// Says something that only matters where a person sees the answer.
    pub fn warn_person(&mut self, text: &str) {
        if self.streams.stdout_is_terminal {
            self.warn(text);
        }
    }

    /// Says what went wrong and what to do next. In JSON mode that is JSON too.
    pub fn error(&mut self, code: &str, message: &str, hint: Option<&str>) {
        let (message, hint) = (&hide_secrets(message), hint.map(|hint| hide_secrets(&self.at_home(hint))));
        let text = if matches!(self.format, Format::Json | Format::JsonLines) {
            json_line(&ErrorDocument::new(code, message, hint.as_deref())) + "\n"
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

    /// Whether the answer is text that a person sees on a terminal.
    pub fn is_for_eyes(&self) -> bool {
        self.streams.stdout_is_terminal && self.format == Format::Text
    }

    /// Whether a person types on standard input.
    pub fn stdin_is_terminal(&self) -> bool {
        self.streams.stdin_is_terminal
    }

    /// Whether a person sees standard output.
    pub fn stdout_is_terminal(&self) -> bool {
        self.streams.stdout_is_terminal
    }

    /// How standard output is painted.
    pub fn paint(&self) -> Paint {
        self.paint_stdout
    }

    /// How standard error is painted.
    pub fn paint_of_errors(&self) -> Paint {
        self.paint_stderr
    }

    /// Whether a person sees standard error.
    pub fn stderr_is_terminal(&self) -> bool {
        self.streams.stderr_is_terminal
    }

    fn say(&mut self, remark: Remark, text: &str) {
        if self.format != Format::Quiet && !self.is_muted {
            self.remark(remark, text);
        }
    }

    /// Something beside the answer, on standard error. In JSON mode that is JSON too, so that a program which reads an error there can
    /// read all of it.
    fn remark(&mut self, remark: Remark, text: &str) {
        let text = self.at_home(text);
        let line = if self.format == Format::Json {
            json_line(&remark.document(&text))
        } else {
            format!("{} {}", remark.label(self.paint_stderr), escape(&text))
        };
        self.raw_error(&format!("{line}\n"));
    }

    fn write(&mut self, text: &str) -> io::Result<()> {
        self.streams.stdout.write_all(text.as_bytes())?;
        self.streams.stdout.flush()
    }
}

/// A document a line: each thing of a list, or the only document.
fn json_lines(view: &dyn View) -> String {
    let mut document = view.json();
    match view.items().and_then(|items| document.get_mut(items)).map(serde_json::Value::take) {
        Some(serde_json::Value::Array(items)) => items.iter().map(|item| json_line(item) + "\n").collect(),
        _ => json_line(&view.json()),
    }
}
