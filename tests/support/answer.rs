//! What a command answered.

use std::fmt;

/// What a command answered.
pub struct Answer {
    pub stdout: Vec<u8>,
    pub stderr: Vec<u8>,
    pub exit: u8,
}

impl Answer {
    /// What a finished process answered.
    pub fn of(output: std::process::Output) -> Self {
        let status = output.status.code().and_then(|code| u8::try_from(code).ok());
        Self { stdout: output.stdout, stderr: output.stderr, exit: status.unwrap_or(255) }
    }

    /// The answer itself, if the command did what it should.
    #[track_caller]
    pub fn ok(self) -> Self {
        assert_eq!(self.exit, 0, "{self}");
        self
    }

    /// The answer itself, if it has this exit code.
    #[track_caller]
    pub fn exits(self, exit: u8) -> Self {
        assert_eq!(self.exit, exit, "{self}");
        self
    }

    /// A line of standard output.
    #[track_caller]
    pub fn line(&self, number: usize) -> String {
        self.out().lines().nth(number).unwrap_or_else(|| panic!("no line {number}: {self}")).to_owned()
    }

    /// Standard output as text.
    pub fn out(&self) -> String {
        String::from_utf8_lossy(&self.stdout).into_owned()
    }

    /// Standard error as text.
    pub fn err(&self) -> String {
        String::from_utf8_lossy(&self.stderr).into_owned()
    }

    /// Standard output as one JSON document.
    #[track_caller]
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.stdout).unwrap_or_else(|error| panic!("{error}: {self}"))
    }

    /// Standard error as one JSON document.
    #[track_caller]
    pub fn error_json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.stderr).unwrap_or_else(|error| panic!("{error}: {self}"))
    }
}

impl fmt::Display for Answer {
    /// Everything that a user sees, as one text for snapshots.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.out())?;
        if !self.stderr.is_empty() {
            write!(f, "---- stderr\n{}", self.err())?;
        }
        write!(f, "---- exit {}", self.exit)
    }
}
