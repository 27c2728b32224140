//! The commands that users are told to give.

use std::process::Command;

use super::Answer;
use super::world::{Way, World};

/// The commands of ours that a text names, without the name of the program.
pub fn advised(text: &str) -> Vec<String> {
    text.split('`')
        .skip(1)
        .step_by(2)
        .filter_map(|command| command.strip_prefix("mintage "))
        .map(str::to_owned)
        .collect()
}

impl<W: Way> World<W> {
    /// Gives a command that is written as one line, taken apart by a shell.
    pub fn take_advice(&self, command: &str) -> Answer {
        self.take_advice_on(command, "")
    }

    /// The same, where this token is in the variable `TOKEN` and on standard input.
    pub fn take_advice_on(&self, command: &str, token: &str) -> Answer {
        let mut shell = Command::new("sh");
        shell.args(["-c", &format!("printf '%s\\0' {command}")]).env("TOKEN", token).current_dir(self.folder());
        let output = shell.output().expect("a shell");
        assert!(output.status.success() && output.stderr.is_empty(), "{command}: {output:?}");
        let words = String::from_utf8(output.stdout).expect("text");
        let words: Vec<&str> = words.strip_suffix('\0').expect("an end").split('\0').collect();
        self.run_with(&words, token)
    }
}
