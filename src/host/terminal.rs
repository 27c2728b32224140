//! Standard input, output and error, and whether a person is at the other end.

use std::fs::File;
use std::io::{self, IsTerminal, Read, Write};

use super::closed::{self, Closed};

/// The three standard streams.
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of one stream")]
pub struct Streams {
    /// What is typed or piped in.
    pub stdin: Box<dyn Read + Send>,
    /// The answer.
    pub stdout: Box<dyn Write>,
    /// Everything that is not the answer.
    pub stderr: Box<dyn Write>,
    /// Whether nobody can hear an answer, because standard output was closed when the process began.
    pub stdout_is_closed: bool,
    /// Whether standard input is a terminal.
    pub stdin_is_terminal: bool,
    /// Whether standard output is a terminal.
    pub stdout_is_terminal: bool,
    /// Whether standard error is a terminal.
    pub stderr_is_terminal: bool,
}

impl Streams {
    /// The streams of this process.
    pub fn of_process() -> Self {
        Self {
            stdin_is_terminal: io::stdin().is_terminal(),
            stdout_is_terminal: io::stdout().is_terminal(),
            stderr_is_terminal: io::stderr().is_terminal(),
            stdout_is_closed: closed::stdout(),
            stdin: if closed::stdin() { Box::new(Closed) } else { Box::new(io::stdin()) },
            stdout: if closed::stdout() { Box::new(Closed) } else { Box::new(io::stdout()) },
            stderr: Box::new(io::stderr()),
        }
    }
}

/// Whether a terminal listens to this process group, so that what is started in it may ask the person there.
#[expect(clippy::disallowed_methods, reason = "a terminal is no file of anybody")]
pub(super) fn is_in_foreground() -> bool {
    let terminal = File::open("/dev/tty");
    terminal.is_ok_and(|terminal| {
        rustix::termios::tcgetpgrp(&terminal).is_ok_and(|group| group == rustix::process::getpgrp())
    })
}
