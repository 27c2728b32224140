//! Trying a service with test tokens: one attempt for each, and what its answer means.

use std::io::ErrorKind;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::time::Duration;

use super::attempt::{Attempt, Attempted, FILE, is_short};
use super::report::{ProbeReport, Probed};
use super::request::ForgedToken;
use super::url_attempt::UrlAttempt;
use crate::authority::skipped::Skipped;
use crate::core::forge::{Flaw, Outcome, page_path};
use crate::host::Environment;
use crate::host::command::Commands;
use crate::host::listener::Listener;
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

/// Who shows a token to the service.
pub enum Shower<'a> {
    /// A command.
    Command {
        /// It, for the shell.
        command: &'a str,
        /// What it runs in.
        environment: &'a Environment,
    },
    /// We do, at an address.
    Url(&'a UrlAttempt),
}

/// How a service is tried.
pub struct Probe<'a> {
    /// Who shows a token.
    pub shower: Shower<'a>,
    /// How long that may take.
    pub limit: Duration,
    /// How many are shown at a time.
    pub jobs: usize,
    /// Tells what is fetched because a token says so, where somebody listens.
    pub listener: Option<&'a Listener>,
}

impl Probe<'_> {
    /// Tries each token. A good one is tried before and after: a service that refuses that too, refuses for another reason. One
    /// that takes no token at all for a good one is judged no further.
    pub fn run(&self, tokens: &[&ForgedToken], skipped: &[(Flaw, Skipped)]) -> Result<ProbeReport, ProbeError> {
        let commands = Commands::new();
        let control = tokens.iter().find(|token| token.flaw == Flaw::Valid).ok_or(ProbeError::NoControl)?;
        let mut probed = vec![self.control(&commands, control, "a good token")?];
        let mut skipped = skipped.to_vec();
        for token in tokens.iter().filter(|token| token.flaw.is_control()) {
            probed.push(self.probed(&commands, token)?);
        }
        if probed[1..].iter().any(|probed| probed.outcome == Outcome::Accepted) {
            return Ok(ProbeReport { probed, skipped, is_blind: true });
        }
        let mut tried = self.fit(tokens, &mut skipped);
        if let Some(place) = tried.iter().position(|token| token.flaw == Flaw::DpopValid) {
            let good = self.probed(&commands, tried.remove(place))?;
            if good.outcome != Outcome::Accepted {
                let of_proof: Vec<Flaw> =
                    tried.iter().map(|token| token.flaw).filter(|flaw| flaw.is_of_proof()).collect();
                tried.retain(|token| !token.flaw.is_of_proof());
                skipped.extend(of_proof.into_iter().map(|flaw| (flaw, Skipped::NoProofs(good.answer.clone()))));
            }
            probed.push(good);
        }
        let is_more = !tried.is_empty();
        probed.extend(self.each(&commands, &tried)?);
        if is_more {
            self.control(&commands, control, "a good token any more, after the bad ones")?;
        }
        // At the end, because who is refused at once may still be fetched for.
        for probed in &mut probed {
            probed.is_fetched = self.listener.is_some_and(|listener| listener.is_fetched(&page_path(probed.flaw)));
        }
        Ok(ProbeReport { probed, skipped, is_blind: false })
    }

    /// What can be shown; why the others cannot is added to what is left out.
    fn fit<'t>(&self, tokens: &[&'t ForgedToken], skipped: &mut Vec<(Flaw, Skipped)>) -> Vec<&'t ForgedToken> {
        let mut fit = Vec::new();
        for token in tokens.iter().filter(|token| token.flaw != Flaw::Valid && !token.flaw.is_control()) {
            let why = if asks_nonce(token) {
                Skipped::OwnNonce
            } else {
                match &self.shower {
                    // Without TOKEN such a command would be refused for what it does not show.
                    Shower::Command { command, .. } if !is_short(&token.text) && !command.contains(FILE) => {
                        Skipped::TooLong
                    }
                    Shower::Url(_) if !is_short(&token.text) => Skipped::TooLongForHeader,
                    Shower::Command { .. } | Shower::Url(_) => {
                        fit.push(*token);
                        continue;
                    }
                }
            };
            skipped.push((token.flaw, why));
        }
        fit
    }

    fn control(&self, commands: &Commands, token: &ForgedToken, when: &'static str) -> Result<Probed, ProbeError> {
        let attempted = self.one(commands, token)?;
        if attempted.outcome == Outcome::Accepted {
            return Ok(probed(token, attempted));
        }
        let Attempted { answer, complaint, .. } = attempted;
        Err(ProbeError::ControlRefused { when, answer, complaint })
    }

    fn probed(&self, commands: &Commands, token: &ForgedToken) -> Result<Probed, ProbeError> {
        if token.flaw != Flaw::DpopReplayed {
            return Ok(probed(token, self.one(commands, token)?));
        }
        let first = self.one(commands, token)?;
        if first.outcome != Outcome::Accepted {
            // The second time would say nothing.
            let answer = format!("{}, the first time", first.answer);
            return Ok(probed(token, Attempted { outcome: Outcome::Failed, answer, ..first }));
        }
        Ok(probed(token, self.one(commands, token)?))
    }

    /// Tries the tokens, `jobs` at a time, and gives what came of them in their order. Where a limit on processes leaves no
    /// room for a command beside the threads, it is tried again when they are gone.
    fn each(&self, commands: &Commands, tokens: &[&ForgedToken]) -> Result<Vec<Probed>, ProbeError> {
        let next = Mutex::new(tokens.iter().enumerate());
        let turn = || next.lock().unwrap_or_else(PoisonError::into_inner).next();
        let work = |()| {
            let mut done = Vec::new();
            while let Some((place, token)) = turn() {
                match self.probed(commands, token) {
                    Ok(probed) => done.push((place, probed)),
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
            done.push((place, self.probed(commands, token)?));
        }
        done.sort_by_key(|(place, _)| *place);
        Ok(done.into_iter().map(|(_, probed)| probed).collect())
    }

    fn one(&self, commands: &Commands, token: &ForgedToken) -> Result<Attempted, ProbeError> {
        let proof = token.proof.as_ref().and_then(|proof| proof.text.as_deref());
        let is_bound = token.proof.is_some() && token.flaw != Flaw::DpopAsBearer;
        let scheme = if is_bound { "DPoP" } else { "Bearer" };
        match &self.shower {
            Shower::Command { command, environment } => {
                let attempt = Attempt {
                    command,
                    environment,
                    limit: self.limit,
                    token: &token.text,
                    flaw: token.flaw.name(),
                    scheme,
                    more: &proof.map(|proof| ("DPOP", proof)).into_iter().collect::<Vec<_>>(),
                };
                attempt.run(commands).map_err(ProbeError::NotStarted)
            }
            Shower::Url(url) => Ok(url.run(&token.text, scheme, proof, self.limit)),
        }
    }
}

fn probed(token: &ForgedToken, attempted: Attempted) -> Probed {
    let Attempted { outcome, answer, .. } = attempted;
    Probed { flaw: token.flaw, reason: token.reason, outcome, answer, is_fetched: false }
}

fn asks_nonce(token: &ForgedToken) -> bool {
    token.proof.as_ref().is_some_and(|proof| proof.nonce.is_some())
}
