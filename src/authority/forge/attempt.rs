//! One token, shown to a service by a command, and what the end of that says.

use std::time::Duration;

use crate::core::SecretText;
use crate::core::forge::Outcome;
use crate::host::Environment;
use crate::host::command::{Commands, End, Finished};
use crate::host::memory_file::MemoryFile;

/// The system takes no variable of 128 KiB or more.
const LONGEST: usize = 120 * 1024;
/// Where a command finds any token, however long.
pub(super) const FILE: &str = "TOKEN_FILE";

/// How a token is shown.
pub struct Attempt<'a> {
    /// The command, for the shell.
    pub command: &'a str,
    /// What it runs in.
    pub environment: &'a Environment,
    /// How long it may take.
    pub limit: Duration,
    /// The token.
    pub token: &'a SecretText,
    /// The word for what is wrong with it.
    pub flaw: &'a str,
    /// The scheme that it is shown with.
    pub scheme: &'a str,
    /// Variables that are told beside it.
    pub more: &'a [(&'a str, &'a str)],
}

/// What came of showing a token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempted {
    /// What it came to.
    pub outcome: Outcome,
    /// The status, or how the command ended.
    pub answer: String,
    /// The start of what it complained.
    pub complaint: String,
}

impl Attempt<'_> {
    /// Runs the command, with the token in its environment. Fails where the system does not start it.
    pub fn run(&self, commands: &Commands) -> std::io::Result<Attempted> {
        let text = self.token.reveal();
        let file = MemoryFile::of(text)?;
        let path = file.path();
        let mut variables = vec![(FILE, path.as_str()), ("FLAW", self.flaw), ("SCHEME", self.scheme)];
        if is_short(self.token) {
            variables.push(("TOKEN", text));
        }
        variables.extend(self.more);
        let finished = commands.run(self.command, self.environment, &variables, self.limit)?;
        let (outcome, answer) = judge(&finished);
        let complaint = String::from_utf8_lossy(&finished.stderr).into_owned();
        let complaint = if text.is_empty() { complaint } else { complaint.replace(text, "(the token)") };
        let complaint = complaint.lines().find(|line| !line.trim().is_empty()).unwrap_or_default().trim();
        Ok(Attempted { outcome, answer, complaint: complaint.chars().take(200).collect() })
    }
}

/// Whether a token fits into a variable.
pub(super) fn is_short(token: &SecretText) -> bool {
    token.reveal().len() < LONGEST
}

/// What the end of a command says. A status on standard output counts more than the exit code, because curl exits 0
/// whatever the service says.
fn judge(finished: &Finished) -> (Outcome, String) {
    let code = match finished.end {
        End::TimeOut => return (Outcome::Failed, "timeout".to_owned()),
        End::TooMuch => return (Outcome::Failed, "too much output".to_owned()),
        End::Signal(signal) => return (Outcome::Failed, format!("signal {signal}")),
        End::Exit(code) => code,
    };
    match finished.stdout.trim_ascii() {
        [first, rest @ ..] if rest.len() == 2 && finished.stdout.trim_ascii().iter().all(u8::is_ascii_digit) => {
            let outcome = match first {
                b'2' => Outcome::Accepted,
                // curl: no answer at all. And a service that breaks has not refused.
                b'0' | b'5' => Outcome::Failed,
                _ => Outcome::Refused,
            };
            (outcome, String::from_utf8_lossy(finished.stdout.trim_ascii()).into_owned())
        }
        _ => {
            let outcome = match code {
                0 => Outcome::Accepted,
                // The shell: not a command, and no such command.
                126 | 127 => Outcome::Failed,
                _ => Outcome::Refused,
            };
            (outcome, format!("exit {code}"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_status_counts_more_than_the_exit_code() {
        let judged = |stdout: &str, end| {
            let (outcome, answer) = judge(&Finished { end, stdout: stdout.into(), stderr: Vec::new() });
            format!("{} {answer}", outcome.name())
        };
        for (stdout, end, expected) in [
            ("200", End::Exit(0), "accepted 200"),
            (" 204\n", End::Exit(0), "accepted 204"),
            ("401", End::Exit(0), "refused 401"),
            ("302", End::Exit(0), "refused 302"),
            ("500", End::Exit(0), "failed 500"),
            ("000", End::Exit(7), "failed 000"),
            ("200", End::TimeOut, "failed timeout"),
            ("200", End::Signal(9), "failed signal 9"),
            ("", End::Exit(0), "accepted exit 0"),
            ("", End::Exit(1), "refused exit 1"),
            ("2000", End::Exit(1), "refused exit 1"),
            ("20x", End::Exit(0), "accepted exit 0"),
            ("200 OK", End::Exit(22), "refused exit 22"),
            ("", End::Exit(127), "failed exit 127"),
        ] {
            assert_eq!(judged(stdout, end), expected, "{stdout:?}");
        }
    }
}
