//! A world in which every command is a process, in the machine's own time and with its own chance.

use std::io::{Seek as _, Write as _};

use super::Answer;
use super::world::{Way, World};

/// A world of the real program.
pub type Real = World<Process>;

/// Starts the program.
#[derive(Default)]
pub struct Process;

impl Way for Process {
    fn run(world: &Real, args: &[&str], stdin: &[u8]) -> Answer {
        let mut command = world.binary(args);
        if !stdin.is_empty() {
            // A file, so that nobody waits for the other.
            let mut file = tempfile::tempfile().expect("a temporary folder");
            file.write_all(stdin).and_then(|()| file.rewind()).expect("a writable file");
            command.stdin(file);
        }
        Answer::of(command.output().expect("the program starts"))
    }
}

impl Real {
    /// A world with a home, an unencrypted EdDSA key and the app `demo`.
    pub fn new() -> Self {
        Self::empty().with_home()
    }

    /// The same with a home: an unencrypted EdDSA key and the app `demo`.
    pub fn with_home(self) -> Self {
        self.run(&["init", "--alg", "EdDSA", "--no-passphrase", "--app", "demo"]).ok();
        self
    }
}
