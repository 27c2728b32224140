//! Trying a service with test tokens: one command for each, and what its answer means.

use std::io::ErrorKind;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::time::Duration;

use super::attempt::{Attempt, Attempted, FILE, ProbeOutcome, is_short};
use super::request::ForgedToken;
use crate::authority::skipped::Skipped;
use crate::core::forge::Flaw;
use crate::core::verify::Reason;
use crate::host::Environment;
use crate::host::command::Commands;
use crate::host::threads;

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
            .partition(|token| is_short(&token.text) || self.command.contains(FILE));
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
        let attempted = self.one(commands, token)?;
        if attempted.outcome == ProbeOutcome::Accepted {
            return Ok(probed(token, attempted));
        }
        let Attempted { answer, complaint, .. } = attempted;
        Err(ProbeError::ControlRefused { when, answer, complaint })
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
                    Ok(attempted) => done.push((place, probed(token, attempted))),
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
            done.push((place, probed(token, self.one(commands, token)?)));
        }
        done.sort_by_key(|(place, _)| *place);
        Ok(done.into_iter().map(|(_, probed)| probed).collect())
    }

    fn one(&self, commands: &Commands, token: &ForgedToken) -> Result<Attempted, ProbeError> {
        let proof = token.proof.as_ref().and_then(|proof| proof.text.as_deref());
        let attempt = Attempt {
            command: self.command,
            environment: self.environment,
            limit: self.limit,
            token: &token.text,
            flaw: token.flaw.name(),
            scheme: if token.proof.is_some() { "DPoP" } else { "Bearer" },
            more: &proof.map(|proof| ("DPOP", proof)).into_iter().collect::<Vec<_>>(),
        };
        attempt.run(commands).map_err(ProbeError::NotStarted)
    }
}

fn probed(token: &ForgedToken, attempted: Attempted) -> Probed {
    let Attempted { outcome, answer, .. } = attempted;
    Probed { flaw: token.flaw, reason: token.reason, outcome, answer }
}

fn asks_nonce(token: &ForgedToken) -> bool {
    token.proof.as_ref().is_some_and(|proof| proof.nonce.is_some())
}
