//! What a developer's tests decide of one issuer beforehand, and what they are told of its requests. Only where a server serves a
//! developer alone.

mod flawed;
mod forced;
mod logins;
mod seen;

use std::sync::Arc;
use std::time::Duration;

pub(super) use self::flawed::Flawed;
use self::forced::Queue;
pub(super) use self::forced::{Answer, Forced};
use self::logins::Logins;
pub use self::logins::{Approval, DecidedLogin};
use self::seen::Requests;
pub(super) use self::seen::{Seen, digest};
use crate::authority::Shaping;
use crate::host::clock::{Clock, TurnedClock};

/// What tests decide of an issuer, and what they are told of it. It stays when the issuer is taken up anew.
pub struct Dev {
    /// The clock of the issuer.
    clock: Arc<TurnedClock>,
    logins: Logins,
    forced: Queue<Forced>,
    flaws: Queue<Flawed>,
    shapings: Queue<Shaping>,
    /// What every token is like for which nothing else is decided.
    standing: Option<Shaping>,
    requests: Requests,
}

impl Dev {
    /// An issuer by this clock, of which nothing is decided.
    pub fn new(clock: Arc<TurnedClock>) -> Self {
        Self {
            clock,
            logins: Logins::default(),
            forced: Queue::default(),
            flaws: Queue::default(),
            shapings: Queue::default(),
            standing: None,
            requests: Requests::default(),
        }
    }

    /// The same, whose tokens are like this where nothing else is decided.
    pub(super) fn with_tokens(self, standing: Option<Shaping>) -> Self {
        Self { standing, ..self }
    }

    /// The login that was decided for whoever asks next; nothing where a person is to be asked. Each is taken once.
    pub fn decided_login(&self) -> Option<DecidedLogin> {
        self.logins.next()
    }

    /// Decides a login for so many who ask, after those for whom one is decided. False where too many are decided.
    pub fn decide_login(&self, login: DecidedLogin, times: u32) -> bool {
        self.logins.add(login, times)
    }

    /// The clock of the issuer, to turn it.
    pub(super) fn clock(&self) -> &TurnedClock {
        &self.clock
    }

    /// The same, for who reads it.
    pub(super) fn shared_clock(&self) -> Arc<dyn Clock> {
        Arc::clone(&self.clock) as Arc<dyn Clock>
    }

    /// What time it is there, since the epoch.
    pub(super) fn now(&self) -> Duration {
        self.clock.since_epoch()
    }

    /// What is to be answered instead, to this endpoint.
    pub(super) fn forced(&self) -> &Queue<Forced> {
        &self.forced
    }

    /// What is to be wrong with tokens.
    pub(super) fn flaws(&self) -> &Queue<Flawed> {
        &self.flaws
    }

    /// What tokens are to be like.
    pub(super) fn shapings(&self) -> &Queue<Shaping> {
        &self.shapings
    }

    /// What was asked.
    pub(super) fn requests(&self) -> &Requests {
        &self.requests
    }

    /// How tests decided that the next tokens are to be.
    pub(super) fn shaping(&self) -> Option<Shaping> {
        self.shapings.next(|_| true).or_else(|| self.standing.clone())
    }

    /// How all tokens are to be for which nothing else is decided.
    pub(super) fn standing(&self) -> Shaping {
        self.standing.clone().unwrap_or_default()
    }

    /// How many decisions wait: logins, answers, flaws and shapes of tokens.
    pub(super) fn waiting(&self) -> [u64; 4] {
        [self.logins.waiting_for(), self.forced.waiting_for(), self.flaws.waiting_for(), self.shapings.waiting_for()]
    }
}

impl std::fmt::Debug for Dev {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Dev").field("waiting", &self.waiting()).finish_non_exhaustive()
    }
}
