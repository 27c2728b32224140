//! A drill as it happens: what is shown, in which order, and what is seen of it.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::sleep;
use std::time::{Duration, Instant};

use super::keys::{DrillKey, TokenForm};
use super::stand::{Shown, Stand};
use crate::authority::{self, Attempt, Attempted, ProbeError, ProbeOutcome};
use crate::core::drill::{Again, Burst, Kept, Limits, Removal, Seen, Took, Trouble, Uptake};
use crate::core::{Kid, SecretText};
use crate::host::Environment;
use crate::host::clock::Clock;
use crate::host::command::Commands;
use crate::host::entropy::{Entropy, random};
use crate::host::threads;
use crate::keys::jwk::public_set;

/// How many tokens of a known key are shown in a row.
const KNOWN: u32 = 5;
/// How long is waited before the next token at first, and at most.
const PAUSES: (Duration, Duration) = (Duration::from_millis(200), Duration::from_secs(1));
/// How long a sleep is between two looks at whether the end is asked for.
const LOOK: Duration = Duration::from_millis(50);
/// How long a set may be used after its max-age until it is said that it is.
const LATE: Duration = Duration::from_secs(2);
/// How long a fetch may follow the token that it is for.
const SETTLE: Duration = Duration::from_millis(300);

/// What a drill is about now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// The first token is shown until it is taken.
    First,
    /// Tokens of one key.
    Known,
    /// The same, until the set should be fetched again.
    Again,
    /// A key that is new in the set.
    NewKey,
    /// Tokens whose keys are in no set.
    Burst,
    /// A key that is not in the set any more.
    Removed,
    /// There is no set.
    Outage,
    /// What is fetched is no set.
    Garbage,
    /// A key that is new in the set again.
    NextKey,
}

/// Why there is nothing to judge.
#[derive(Debug, thiserror::Error)]
pub enum DrillError {
    /// Keys or tokens could not be made.
    #[error(transparent)]
    Authority(#[from] authority::Error),
    /// The command could not be run.
    #[error(transparent)]
    Probe(#[from] ProbeError),
    /// What is made of later tokens says nothing where the first is not taken.
    #[error("the service does not take a token of the one key that is served ({answer}{}), and fetched the keys {}: the drill would prove nothing",
        if complaint.is_empty() { String::new() } else { format!("; {complaint}") },
        match fetches { 0 => "never".to_owned(), 1 => "once".to_owned(), more => format!("{more} times") })]
    NotTaken {
        /// What the command answered.
        answer: String,
        /// The start of what it complained.
        complaint: String,
        /// How often the keys were fetched.
        fetches: u32,
    },
}

/// What a drill has at hand.
pub struct Drill<'a> {
    /// Where the service fetches.
    pub stand: &'a Stand,
    /// What tokens say.
    pub form: &'a TokenForm,
    /// The command that shows one, for the shell.
    pub command: &'a str,
    /// What it runs in.
    pub environment: &'a Environment,
    /// What it is told beside the token.
    pub variables: &'a [(&'a str, &'a str)],
    /// How long it may take.
    pub timeout: Duration,
    /// How many run at a time in a burst.
    pub jobs: usize,
    /// How many tokens make a burst.
    pub burst: u32,
    /// How long the first token is shown until it must be taken.
    pub wait: Duration,
    /// Where good ends.
    pub limits: Limits,
    /// What tells the time.
    pub clock: &'a dyn Clock,
    /// Where keys come from.
    pub entropy: &'a dyn Entropy,
    /// Whether the end is asked for.
    pub ended: &'a AtomicBool,
}

/// Why a story goes no further.
enum Stop {
    /// Somebody asked for the end.
    Ended,
    /// It cannot go on.
    Failed(DrillError),
}

impl<E: Into<DrillError>> From<E> for Stop {
    fn from(error: E) -> Self {
        Self::Failed(error.into())
    }
}

type Told<T> = Result<T, Stop>;

impl Drill<'_> {
    /// Tries all, and gives what was seen of it until it was over or the end was asked for. `tell` hears of each step.
    pub fn run(&self, tell: &mut dyn FnMut(Step)) -> Result<Seen, DrillError> {
        let mut seen = Seen::default();
        match Story::of(self).and_then(|mut story| story.tell(&mut seen, tell)) {
            Ok(()) | Err(Stop::Ended) => Ok(seen),
            Err(Stop::Failed(error)) => Err(error),
        }
    }
}

/// The keys of a drill, by the order in which they appear.
struct Story<'a> {
    drill: &'a Drill<'a>,
    commands: Commands,
    first: DrillKey,
    new: DrillKey,
    next: DrillKey,
    last: DrillKey,
    /// A key that is never in a set.
    unknown: DrillKey,
}

impl<'a> Story<'a> {
    fn of(drill: &'a Drill<'a>) -> Told<Self> {
        let key = || DrillKey::make(drill.form.algorithm, drill.clock, drill.entropy);
        let (first, new, next, last, unknown) = (key()?, key()?, key()?, key()?, key()?);
        Ok(Self { drill, commands: Commands::new(), first, new, next, last, unknown })
    }

    fn tell(&mut self, seen: &mut Seen, tell: &mut dyn FnMut(Step)) -> Told<()> {
        let (within, forget) = (self.drill.limits.within, self.drill.limits.forget);
        tell(Step::First);
        self.serve(&[&self.first])?;
        self.first_is_taken()?;
        tell(Step::Known);
        seen.kept = Some(self.known()?);
        tell(Step::Again);
        seen.again = Some(self.again()?);
        tell(Step::NewKey);
        self.serve(&[&self.first, &self.new])?;
        let uptake = self.uptake(&self.new, within)?;
        seen.new_key = Some(uptake);
        tell(Step::Burst);
        seen.burst = Some(self.burst()?);
        tell(Step::Removed);
        seen.old_key = Some(self.show(&self.first)?);
        self.serve(&[&self.new, &self.next])?;
        // Of a key that is refused anyway nothing is to be learnt.
        if seen.old_key == Some(Took::Yes) {
            seen.removed = Some(self.removal(forget)?);
        }
        // Whoever never fetches for a key that it does not know is not waited for.
        let asks = uptake.fetches > 0;
        let known = self.taken()?;
        tell(Step::Outage);
        self.drill.stand.show(Shown::Unavailable);
        seen.outage = Some(self.trouble(known, asks)?);
        self.serve(&[&self.new, &self.next])?;
        tell(Step::Garbage);
        // A service that lost its keys gets them back first: this is another question.
        let known = self.taken_again(known, within)?;
        self.drill.stand.show(Shown::Garbage);
        seen.garbage = Some(self.trouble(known, asks)?);
        tell(Step::NextKey);
        self.serve(&[&self.new, &self.next, &self.last])?;
        seen.next_key = Some(self.uptake(&self.last, within)?);
        Ok(())
    }

    fn serve(&self, keys: &[&DrillKey]) -> Told<()> {
        let set = public_set(keys.iter().map(|key| &key.record)).map_err(authority::Error::from)?;
        self.drill.stand.show(Shown::Set(set));
        Ok(())
    }

    fn first_is_taken(&self) -> Told<()> {
        let began = Instant::now();
        loop {
            let token = self.token(&self.first, None)?;
            let Attempted { outcome, answer, complaint } = self.attempt(&token, "valid")?;
            if outcome == ProbeOutcome::Accepted {
                return Ok(());
            }
            if began.elapsed() >= self.drill.wait {
                let fetches = self.drill.stand.fetches();
                return Err(DrillError::NotTaken { answer, complaint, fetches }.into());
            }
            self.pause(PAUSES.1)?;
        }
    }

    fn known(&self) -> Told<Kept> {
        let before = self.drill.stand.fetches();
        for _ in 0..KNOWN {
            self.show(&self.first)?;
        }
        Ok(Kept { tokens: KNOWN, fetches: self.drill.stand.fetches() - before })
    }

    /// A key that is known is shown until the set is fetched again, or long enough.
    fn again(&self) -> Told<Again> {
        let (stand, began) = (self.drill.stand, Instant::now());
        let (max_age, fetched) = (stand.max_age(), stand.last_fetch().unwrap_or(began));
        let over = fetched + max_age + LATE;
        loop {
            self.show(&self.first)?;
            let after = stand.last_fetch().filter(|last| *last > fetched).map(|last| last - fetched);
            if after.is_some() || Instant::now() >= over {
                return Ok(Again { max_age, after, waited: fetched.elapsed() });
            }
            self.pause(PAUSES.0)?;
        }
    }

    /// A key that is new in the set is shown until it is taken.
    fn uptake(&self, key: &DrillKey, within: Duration) -> Told<Uptake> {
        let (stand, began) = (self.drill.stand, Instant::now());
        let (before, mut pause) = (stand.fetches(), PAUSES.0);
        let (mut tokens, mut at_once) = (0, false);
        loop {
            let last = self.show(key)?;
            tokens += 1;
            let fetches = stand.fetches() - before;
            at_once |= tokens == 1 && fetches > 0;
            let waited = began.elapsed();
            if last == Took::Yes || waited >= within {
                let after = (last == Took::Yes).then_some(waited);
                return Ok(Uptake { after, tokens, fetches, at_once, waited, last });
            }
            self.pause(pause.min(within.saturating_sub(waited)))?;
            pause = (pause * 3 / 2).min(PAUSES.1);
        }
    }

    /// Tokens whose keys are in no set, some at a time.
    fn burst(&self) -> Told<Burst> {
        let (stand, began) = (self.drill.stand, Instant::now());
        let before = stand.fetches();
        let mut burst = Burst { tokens: 0, taken: 0, broke: 0, fetches: 0, lasted: Duration::ZERO };
        while burst.tokens < self.drill.burst {
            self.go_on()?;
            let round = (self.drill.burst - burst.tokens).min(u32::try_from(self.drill.jobs).unwrap_or(1).max(1));
            let tokens: Vec<SecretText> = (0..round).map(|_| self.nameless()).collect::<Told<_>>()?;
            for took in threads::each(&tokens, |token| self.attempt(token, "unknown-kid")) {
                match took?.outcome {
                    ProbeOutcome::Accepted => burst.taken += 1,
                    ProbeOutcome::Failed => burst.broke += 1,
                    ProbeOutcome::Refused => {}
                }
            }
            burst.tokens += round;
        }
        burst.lasted = began.elapsed();
        self.pause(SETTLE)?;
        burst.fetches = stand.fetches() - before;
        Ok(burst)
    }

    /// A key that is not in the set any more is shown until it is refused; beside it one that is new, for which the set is fetched.
    fn removal(&self, forget: Duration) -> Told<Removal> {
        let (stand, began) = (self.drill.stand, Instant::now());
        let (before, mut pause) = (stand.fetches(), PAUSES.0);
        loop {
            let last = self.show(&self.first)?;
            let (waited, fetches) = (began.elapsed(), stand.fetches() - before);
            if last == Took::No || waited >= forget {
                return Ok(Removal { after: (last == Took::No).then_some(waited), fetches, waited, last });
            }
            self.show(&self.next)?;
            self.pause(pause.min(forget.saturating_sub(began.elapsed())))?;
            pause = (pause * 3 / 2).min(PAUSES.1);
        }
    }

    /// A key of the set that the service takes now, and would go on to take; of those that it was shown, the newest.
    fn taken(&self) -> Told<Option<&DrillKey>> {
        for key in [&self.next, &self.new, &self.first] {
            if self.show(key)? == Took::Yes {
                return Ok(Some(key));
            }
        }
        Ok(None)
    }

    /// The same key, once it is taken again.
    fn taken_again<'k>(&self, known: Option<&'k DrillKey>, within: Duration) -> Told<Option<&'k DrillKey>> {
        let Some(key) = known else { return Ok(None) };
        Ok((self.uptake(key, within)?.last == Took::Yes).then_some(key))
    }

    /// Tokens without a key in any set make the service fetch what is no set; then a key that it knows is shown.
    fn trouble(&self, known: Option<&DrillKey>, asks: bool) -> Told<Trouble> {
        let (stand, began) = (self.drill.stand, Instant::now());
        let (before, mut pause) = (stand.fetches(), PAUSES.0);
        loop {
            let token = self.nameless()?;
            self.attempt(&token, "unknown-kid")?;
            self.pause(pause)?;
            if !asks || stand.fetches() > before || began.elapsed() >= self.drill.limits.within {
                break;
            }
            pause = (pause * 3 / 2).min(PAUSES.1);
        }
        let known = known.map(|key| self.show(key)).transpose()?;
        Ok(Trouble { fetches: stand.fetches() - before, known })
    }

    fn token(&self, key: &DrillKey, named: Option<&Kid>) -> Told<SecretText> {
        Ok(key.sign(self.drill.form, named, self.drill.clock, self.drill.entropy)?)
    }

    /// A token whose header names a key that there never was.
    fn nameless(&self) -> Told<SecretText> {
        let chance: [u8; 16] = random(self.drill.entropy).map_err(authority::Error::from)?;
        let name = format!("{:032x}", u128::from_be_bytes(chance));
        let kid = Kid::new(name).map_err(|_| DrillError::Authority(authority::Error::KeyChanges))?;
        self.token(&self.unknown, Some(&kid))
    }

    fn show(&self, key: &DrillKey) -> Told<Took> {
        self.go_on()?;
        let token = self.token(key, None)?;
        Ok(match self.attempt(&token, "valid")?.outcome {
            ProbeOutcome::Accepted => Took::Yes,
            ProbeOutcome::Refused => Took::No,
            ProbeOutcome::Failed => Took::Broke,
        })
    }

    fn attempt(&self, token: &SecretText, flaw: &str) -> Result<Attempted, ProbeError> {
        let Drill { command, environment, variables: more, timeout: limit, .. } = *self.drill;
        Attempt { command, environment, limit, token, flaw, scheme: "Bearer", more }
            .run(&self.commands)
            .map_err(ProbeError::NotStarted)
    }

    fn go_on(&self) -> Told<()> {
        if self.drill.ended.load(Ordering::Relaxed) { Err(Stop::Ended) } else { Ok(()) }
    }

    fn pause(&self, length: Duration) -> Told<()> {
        let over = Instant::now() + length;
        loop {
            self.go_on()?;
            let left = over.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Ok(());
            }
            sleep(left.min(LOOK));
        }
    }
}
