//! Trying a service with test tokens: one command for each, and what its answer means.

use std::io::ErrorKind;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::time::Duration;

use super::request::ForgedToken;
use crate::authority::skipped::Skipped;
use crate::core::forge::Flaw;
use crate::core::verify::Reason;
use crate::host::Environment;
use crate::host::command::{Commands, End, Finished};
use crate::host::memory_file::MemoryFile;
use crate::host::threads;

/// The system takes no variable of 128 KiB or more.
const LONGEST: usize = 120 * 1024;
/// Where a command finds any token, however long.
const FILE: &str = "TOKEN_FILE";

/// Why a service was not tried.
#[derive(Debug, thiserror::Error)]
pub enum ProbeError {
    /// A service that takes nothing cannot be tested.
    #[error("the service does not accept {when} ({answer}{}): the probe proves nothing", if complaint.is_empty() { String::new() } else { format!("; {complaint}") })]
    ControlRefused {
        /// Which good token, and when.
        when: &'static str,
        /// What the command answered.
        answer: String,
        /// The start of what it complained.
        complaint: String,
    },
    /// The suite has no good token to compare with.
    #[error("there is no control")]
    NoControl,
    /// The system did not start the command.
    #[error("the command of --probe could not be started: {0}")]
    NotStarted(std::io::Error),
}

/// How a service is tried.
pub struct Probe<'a> {
    /// The command, for the shell.
    pub command: &'a str,
    /// What it runs in.
    pub environment: &'a Environment,
    /// How long it may take.
    pub limit: Duration,
    /// How many run at a time.
    pub jobs: usize,
}

/// What a service made of a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProbeOutcome {
    /// It took it.
    Accepted,
    /// It did not.
    Refused,
    /// It broke, or was not reached.
    Failed,
}

impl ProbeOutcome {
    /// The word for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Refused => "refused",
            Self::Failed => "failed",
        }
    }
}

/// One token that was tried.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Probed {
    /// What is wrong with it.
    pub flaw: Flaw,
    /// Why it must be refused; nothing where it is good.
    pub reason: Option<Reason>,
    /// What the service made of it.
    pub outcome: ProbeOutcome,
    /// The status, or how the command ended.
    pub answer: String,
}

/// What a service made of all of them.
#[derive(Debug)]
pub struct ProbeReport {
    /// What was tried.
    pub probed: Vec<Probed>,
    /// What was not, and why.
    pub skipped: Vec<(Flaw, Skipped)>,
}

impl ProbeReport {
    /// How many bad tokens came to this.
    pub fn count(&self, outcome: ProbeOutcome) -> usize {
        self.probed.iter().filter(|probed| probed.reason.is_some() && probed.outcome == outcome).count()
    }
}

impl Probe<'_> {
    /// Tries each token. A good one is tried before and after: a service that refuses that too, refuses for another reason.
    pub fn run(&self, tokens: &[&ForgedToken], skipped: &[(Flaw, Skipped)]) -> Result<ProbeReport, ProbeError> {
        let commands = Commands::new();
        let control = tokens.iter().find(|token| token.flaw == Flaw::Valid);
        let control = control.ok_or(ProbeError::NoControl)?;
        let first = self.control(&commands, control, "a good token")?;
        let mut skipped = skipped.to_vec();
        let (tried, long): (Vec<&ForgedToken>, Vec<&ForgedToken>) = tokens
            .iter()
            .filter(|token| token.flaw != Flaw::Valid && !asks_nonce(token))
            .partition(|token| is_short(token) || self.command.contains(FILE));
        skipped.extend(tokens.iter().filter(|token| asks_nonce(token)).map(|token| (token.flaw, Skipped::OwnNonce)));
        // Without TOKEN such a command would be refused for what it does not show.
        skipped.extend(long.iter().map(|token| (token.flaw, Skipped::TooLong)));
        let mut probed = vec![first];
        probed.extend(self.each(&commands, &tried)?);
        if !tried.is_empty() {
            self.control(&commands, control, "a good token any more, after the bad ones")?;
        }
        Ok(ProbeReport { probed, skipped })
    }

    fn control(&self, commands: &Commands, token: &ForgedToken, when: &'static str) -> Result<Probed, ProbeError> {
        let finished = self.one(commands, token)?;
        let (outcome, answer) = judge(&finished);
        if outcome == ProbeOutcome::Accepted {
            return Ok(Probed { flaw: token.flaw, reason: token.reason, outcome, answer });
        }
        let complaint = String::from_utf8_lossy(&finished.stderr).replace(token.text.reveal(), "(the token)");
        let complaint = complaint.lines().find(|line| !line.trim().is_empty()).unwrap_or_default().trim();
        Err(ProbeError::ControlRefused { when, answer, complaint: complaint.chars().take(200).collect() })
    }

    /// Tries the tokens, `jobs` at a time, and gives what came of them in their order. Where a limit on processes leaves no
    /// room for a command beside the threads, it is tried again when they are gone.
    fn each(&self, commands: &Commands, tokens: &[&ForgedToken]) -> Result<Vec<Probed>, ProbeError> {
        let next = Mutex::new(tokens.iter().enumerate());
        let turn = || next.lock().unwrap_or_else(PoisonError::into_inner).next();
        let work = |()| {
            let mut done = Vec::new();
            while let Some((place, token)) = turn() {
                match self.one(commands, token) {
                    Ok(finished) => done.push((place, probed(token, &finished))),
                    Err(ProbeError::NotStarted(error)) if error.kind() == ErrorKind::WouldBlock => {
                        return Ok((done, Some((place, token))));
                    }
                    Err(error) => return Err(error),
                }
            }
            Ok((done, None))
        };
        let (mut done, mut left) = (Vec::new(), Vec::new());
        for worker in threads::each(vec![(); self.jobs], work) {
            let (some, missed) = worker?;
            done.extend(some);
            left.extend(missed);
        }
        for (place, token) in left.into_iter().chain(std::iter::from_fn(turn)) {
            done.push((place, probed(token, &self.one(commands, token)?)));
        }
        done.sort_by_key(|(place, _)| *place);
        Ok(done.into_iter().map(|(_, probed)| probed).collect())
    }

    fn one(&self, commands: &Commands, token: &ForgedToken) -> Result<Finished, ProbeError> {
        let file = MemoryFile::of(token.text.reveal()).map_err(ProbeError::NotStarted)?;
        let path = file.path();
        let mut variables = vec![(FILE, path.as_str()), ("FLAW", token.flaw.name())];
        if is_short(token) {
            variables.push(("TOKEN", token.text.reveal()));
        }
        variables.push(("SCHEME", if token.proof.is_some() { "DPoP" } else { "Bearer" }));
        if let Some(proof) = token.proof.as_ref().and_then(|proof| proof.text.as_deref()) {
            variables.push(("DPOP", proof));
        }
        commands.run(self.command, self.environment, &variables, self.limit).map_err(ProbeError::NotStarted)
    }
}

fn probed(token: &ForgedToken, finished: &Finished) -> Probed {
    let (outcome, answer) = judge(finished);
    Probed { flaw: token.flaw, reason: token.reason, outcome, answer }
}

fn asks_nonce(token: &ForgedToken) -> bool {
    token.proof.as_ref().is_some_and(|proof| proof.nonce.is_some())
}

fn is_short(token: &ForgedToken) -> bool {
    token.text.reveal().len() < LONGEST
}

/// What the end of a command says. A status on standard output counts more than the exit code, because curl exits 0
/// whatever the service says.
fn judge(finished: &Finished) -> (ProbeOutcome, String) {
    let code = match finished.end {
        End::TimeOut => return (ProbeOutcome::Failed, "timeout".to_owned()),
        End::TooMuch => return (ProbeOutcome::Failed, "too much output".to_owned()),
        End::Signal(signal) => return (ProbeOutcome::Failed, format!("signal {signal}")),
        End::Exit(code) => code,
    };
    match finished.stdout.trim_ascii() {
        [first, rest @ ..] if rest.len() == 2 && finished.stdout.trim_ascii().iter().all(u8::is_ascii_digit) => {
            let outcome = match first {
                b'2' => ProbeOutcome::Accepted,
                // curl: no answer at all. And a service that breaks has not refused.
                b'0' | b'5' => ProbeOutcome::Failed,
                _ => ProbeOutcome::Refused,
            };
            (outcome, String::from_utf8_lossy(finished.stdout.trim_ascii()).into_owned())
        }
        _ => {
            let outcome = match code {
                0 => ProbeOutcome::Accepted,
                // The shell: not a command, and no such command.
                126 | 127 => ProbeOutcome::Failed,
                _ => ProbeOutcome::Refused,
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
