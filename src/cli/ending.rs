//! How a command ends: the exit code of its answer, or what went wrong, what to do about it, and the exit code of that.

use std::io::ErrorKind;

use super::advice;
use super::command_line::CommandLine;
use super::error::Error;
use super::exit::Exit;
use super::ui::Ui;

/// The end where whoever reads standard output went away, and nothing was changed: how shells write an end by SIGPIPE. It is
/// no reason to complain, as of `grep` before `head`; and it is no success, because nobody heard the answer.
pub const UNREAD: u8 = 128 + 13;

/// Says what went wrong, if anything did, and how the process ends. `meant` are names that are near to one that is not known.
pub fn ended(answer: Result<Exit, Error>, command: CommandLine<'_>, meant: Option<&str>, ui: &mut Ui) -> u8 {
    match answer {
        Ok(exit) => exit.code(),
        Err(Error::Output(cause)) if cause.kind() == ErrorKind::BrokenPipe => UNREAD,
        Err(error) => {
            let code = error.code();
            let hint = match (meant, advice::hint(&error, Some(command))) {
                (Some(meant), Some(hint)) => Some(format!("did you mean {meant}? if not, {hint}")),
                (Some(meant), None) => Some(format!("did you mean {meant}?")),
                (None, hint) => hint,
            };
            ui.error(code.word(), &error.to_string(), hint.as_deref());
            Exit::from(code).code()
        }
    }
}
