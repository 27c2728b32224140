//! Telling others of events: security event tokens, signed by the key that signs tokens.

use std::io;

use super::error::Result;
use super::log::EventQuery;
use super::parts::Authority;
use crate::core::audit::{SET_TYP, security_event};
use crate::core::jose::encode;
use crate::core::{Algorithm, Caller, SecretText};

/// How many events are read at once.
const AT_ONCE: u32 = 500;

impl Authority {
    /// Gives those of some events that others are told of, the oldest first, each as a token of its own. Says how many there are, or
    /// what went wrong where they were given.
    pub fn export_events(
        &self,
        caller: &Caller,
        query: &EventQuery,
        (aud, algorithm): (Option<&str>, Option<Algorithm>),
        give: &mut dyn FnMut(&SecretText) -> io::Result<()>,
    ) -> Result<io::Result<u64>> {
        let opened = self.open_signer_of(caller, algorithm.unwrap_or(self.defaults.algorithm))?;
        let (issuer, home) = (self.defaults.issuer.to_string(), self.store.read()?.mark()?.home.to_string());
        let (now, mut after, mut count) = (self.now(), 0, 0);
        loop {
            let events = self.events_after(query, after, AT_ONCE)?;
            let Some(last) = events.last() else { return Ok(Ok(count)) };
            after = last.id;
            for claims in events.iter().filter_map(|event| security_event(event, (&issuer, &home), aud, now)) {
                if let Err(cause) = give(&encode(SET_TYP, &claims, &opened.signing.signer)?) {
                    return Ok(Err(cause));
                }
                count += 1;
            }
        }
    }
}
