//! A program that shows a long text to a person, who leafs through it until they have read enough.

use std::io::{self, Write as _};
use std::process::{Command, Stdio};

use super::Environment;
use super::signals::hear;

/// What shows a text that it reads from standard input.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pager<'p> {
    /// A program and its arguments.
    Program(&'p str, &'p [&'p str]),
    /// A command, run through the shell, as people write one into a variable.
    Shell(&'p str),
}

/// Shows a text, and returns when the person has read enough. What is typed meanwhile is for the program, Ctrl-C too: it alone
/// knows how it left the terminal, and ends by itself.
#[expect(clippy::disallowed_methods, reason = "the terminal is handed to a program of the user's")]
pub fn show(pager: Pager<'_>, text: &[u8], environment: &Environment) -> io::Result<bool> {
    let mut command = match pager {
        Pager::Program(name, args) => {
            let mut command = Command::new(name);
            command.args(args);
            command
        }
        Pager::Shell(line) => {
            let mut shell = Command::new("/bin/sh");
            shell.args(["-c", line]);
            shell
        }
    };
    command.env_clear().envs(&environment.variables).stdin(Stdio::piped());
    if environment.get("LESS").is_none() {
        // Shows what fits one screen without asking for a key, and paint as paint, as git has it.
        command.env("LESS", "FRX");
    }
    if let Some(folder) = &environment.current_dir {
        command.current_dir(folder);
    }
    let mut child = command.spawn()?;
    hear(|_| ());
    if let Some(mut stdin) = child.stdin.take() {
        // Who has read enough closes it early.
        let _ = stdin.write_all(text);
    }
    Ok(child.wait()?.success())
}
