//! The commands that users are told to give.

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
    /// Gives a command that is written as one line, with a space between words.
    pub fn take_advice(&self, command: &str) -> Answer {
        self.run(&command.split(' ').collect::<Vec<_>>())
    }
}
