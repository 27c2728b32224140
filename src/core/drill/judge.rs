//! From what was seen to what it means.

use std::fmt;
use std::time::Duration;

use super::check::Check;
use super::seen::{Again, Burst, Kept, Removal, Seen, Took, Trouble, Uptake};

/// Where good ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Within which time a new key is taken.
    pub within: Duration,
    /// Within which time a removed key is forgotten.
    pub forget: Duration,
    /// How many fetches a minute are no hammering, however many tokens come whose key is in no set.
    pub fetches: u32,
}

/// What is to be thought of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// As it should be.
    Good,
    /// Not as it should be.
    Bad,
    /// Neither good nor bad: a way to do it.
    Told,
    /// It was not seen.
    Unknown,
}

impl Verdict {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Bad => "bad",
            Self::Told => "told",
            Self::Unknown => "unknown",
        }
    }
}

/// One check, what is to be thought of it, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Finding {
    /// Which.
    pub check: Check,
    /// What is to be thought of it.
    pub verdict: Verdict,
    /// What was seen.
    pub fact: Fact,
}

/// What was seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fact {
    /// The drill ended before.
    NotReached,
    /// The set was fetched so often for so many tokens.
    Fetched(Kept),
    /// The set was fetched again, or not.
    Again(Again),
    /// What became of the older of two keys.
    Old(Took),
    /// The service broke at so many tokens.
    Broke(u32),
    /// A new key was taken, or not.
    Uptake(Uptake),
    /// The set was fetched so often in a burst, of so many that are allowed.
    Burst(Burst, u32),
    /// Tokens without a key were taken, of so many.
    Taken(u32, u32),
    /// A removed key was forgotten, or not.
    Removal(Removal),
    /// No key was taken that could show it.
    NoKey,
    /// The service did not fetch while there was nothing to be had.
    NotAsked,
    /// What became of a known key.
    Trouble(Trouble),
}

/// A length of time, as it is told: in tenths of a second.
struct Seconds(Duration);

impl fmt::Display for Seconds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.1} s", self.0.as_secs_f64())
    }
}

/// So many of a thing.
struct Count(u32, &'static str);

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(count, one) = self;
        let more = if *count == 1 {
            ""
        } else if one.ends_with('h') {
            "es"
        } else {
            "s"
        };
        write!(f, "{count} {one}{more}")
    }
}

impl fmt::Display for Fact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotReached => f.write_str("not tried"),
            Self::Fetched(Kept { tokens, fetches }) => {
                write!(f, "{} for {}", Count(*fetches, "fetch"), Count(*tokens, "token"))
            }
            Self::Again(Again { max_age, after: Some(after), .. }) => {
                write!(f, "fetched again after {}, of a max-age of {}", Seconds(*after), Seconds(*max_age))
            }
            Self::Again(Again { max_age, after: None, waited }) => {
                let (waited, max_age) = (Seconds(*waited), Seconds(*max_age));
                write!(f, "not fetched again within {waited}, of a max-age of {max_age}: it has a time of its own")
            }
            Self::Old(Took::Yes) => f.write_str("taken"),
            Self::Old(Took::No) => f.write_str("refused, though it is in the set"),
            Self::Old(Took::Broke) => f.write_str("neither taken nor refused"),
            Self::Broke(tokens) => write!(f, "broke, or was not reached, at {}", Count(*tokens, "token")),
            Self::Uptake(Uptake { after: Some(_), tokens: 1, fetches, .. }) => {
                write!(f, "taken at once ({})", Count(*fetches, "fetch"))
            }
            Self::Uptake(Uptake { after: Some(after), tokens, fetches, at_once, .. }) => {
                let (after, tokens, fetches) = (Seconds(*after), Count(*tokens, "token"), Count(*fetches, "fetch"));
                let first = if *at_once { "" } else { ", none for the first" };
                write!(f, "taken after {after} ({tokens}, {fetches}{first})")
            }
            Self::Uptake(Uptake { after: None, fetches: 0, waited, .. }) => {
                write!(f, "not taken within {}: it did not fetch", Seconds(*waited))
            }
            Self::Uptake(Uptake { after: None, fetches, waited, .. }) => {
                write!(f, "not taken within {}, with {}", Seconds(*waited), Count(*fetches, "fetch"))
            }
            Self::Burst(Burst { tokens, fetches, lasted, .. }, allowed) => {
                let (fetches, tokens) = (Count(*fetches, "fetch"), Count(*tokens, "token"));
                write!(f, "{fetches} for {tokens} in {} (at most {allowed})", Seconds(*lasted))
            }
            Self::Taken(taken, tokens) => write!(f, "{taken} of {} taken", Count(*tokens, "token")),
            Self::Removal(Removal { after: Some(after), fetches, .. }) => {
                write!(f, "forgotten after {} ({})", Seconds(*after), Count(*fetches, "fetch"))
            }
            Self::Removal(Removal { after: None, fetches, waited, .. }) => {
                write!(f, "taken still after {}, with {}", Seconds(*waited), Count(*fetches, "fetch"))
            }
            Self::NoKey => f.write_str("no key that it takes was left"),
            Self::NotAsked => f.write_str("it did not fetch meanwhile"),
            Self::Trouble(Trouble { known, fetches }) => {
                let became = match known {
                    Some(Took::Yes) => "taken",
                    Some(Took::No) => "refused",
                    Some(Took::Broke) | None => "neither taken nor refused",
                };
                write!(f, "a known key was {became} ({} in vain)", Count(*fetches, "fetch"))
            }
        }
    }
}

/// What is to be thought of each check, in their order.
pub fn judge(seen: &Seen, limits: &Limits) -> Vec<Finding> {
    let finding = |check| {
        let judged = match check {
            Check::KeepsSet => seen.kept.map(kept),
            Check::HonoursMaxAge => seen.again.map(again),
            Check::TakesNewKey => seen.new_key.map(|uptake| taken(&uptake, limits.within)),
            Check::KeepsOldKey => seen.old_key.map(old),
            Check::LimitsFetches => seen.burst.map(|burst| limited(burst, limits.fetches)),
            Check::RefusesUnknownKey => seen.burst.map(refused),
            Check::ForgetsRemovedKey => seen.removed.map(|removal| forgotten(removal, limits.forget)),
            Check::SurvivesOutage => seen.outage.map(survived),
            Check::SurvivesGarbage => seen.garbage.map(survived),
            Check::Recovers => seen.next_key.map(|uptake| taken(&uptake, limits.within)),
        };
        let (verdict, fact) = judged.unwrap_or((Verdict::Unknown, Fact::NotReached));
        Finding { check, verdict, fact }
    };
    Check::ALL.map(finding).to_vec()
}

/// One fetch more than none may be that of a set that was just over its time.
fn kept(kept: Kept) -> (Verdict, Fact) {
    let is_kept = kept.fetches <= 1 || kept.fetches * 2 <= kept.tokens;
    (if is_kept { Verdict::Good } else { Verdict::Bad }, Fact::Fetched(kept))
}

/// A set may be used for less time than it is good, and a service may have its reasons to use it for longer: what matters of
/// that is how long a removed key is taken.
fn again(again: Again) -> (Verdict, Fact) {
    let is_honoured = again.after.is_some_and(|after| after + EARLY >= again.max_age);
    (if is_honoured { Verdict::Good } else { Verdict::Told }, Fact::Again(again))
}

/// How much sooner than its time a set may be fetched again and still be said to go by it: clocks count whole seconds.
const EARLY: Duration = Duration::from_millis(1_100);

fn taken(uptake: &Uptake, within: Duration) -> (Verdict, Fact) {
    let verdict = match uptake.after {
        // However long it takes to show one.
        Some(after) if after <= within || uptake.tokens == 1 => Verdict::Good,
        None if uptake.last == Took::Broke => return (Verdict::Unknown, Fact::Broke(uptake.tokens)),
        _ => Verdict::Bad,
    };
    (verdict, Fact::Uptake(*uptake))
}

fn old(took: Took) -> (Verdict, Fact) {
    let verdict = match took {
        Took::Yes => Verdict::Good,
        Took::No => Verdict::Bad,
        Took::Broke => Verdict::Unknown,
    };
    (verdict, Fact::Old(took))
}

/// So many fetches are allowed in each minute that has begun.
fn limited(burst: Burst, a_minute: u32) -> (Verdict, Fact) {
    let minutes = u32::try_from(burst.lasted.as_secs() / 60).unwrap_or(u32::MAX).saturating_add(1);
    let allowed = a_minute.saturating_mul(minutes);
    let verdict = if burst.fetches <= allowed { Verdict::Good } else { Verdict::Bad };
    (verdict, Fact::Burst(burst, allowed))
}

fn refused(burst: Burst) -> (Verdict, Fact) {
    let Burst { taken, broke, tokens, .. } = burst;
    match (taken, broke) {
        (0, 0) => (Verdict::Good, Fact::Taken(0, tokens)),
        (0, _) => (Verdict::Unknown, Fact::Broke(broke)),
        _ => (Verdict::Bad, Fact::Taken(taken, tokens)),
    }
}

fn forgotten(removal: Removal, within: Duration) -> (Verdict, Fact) {
    let verdict = match removal.after {
        Some(after) if after <= within => Verdict::Good,
        None if removal.last == Took::Broke => Verdict::Unknown,
        _ => Verdict::Bad,
    };
    (verdict, if removal.last == Took::Broke { Fact::Broke(1) } else { Fact::Removal(removal) })
}

fn survived(trouble: Trouble) -> (Verdict, Fact) {
    match trouble {
        Trouble { known: None, .. } => (Verdict::Unknown, Fact::NoKey),
        Trouble { known: Some(Took::Yes), fetches: 0 } => (Verdict::Good, Fact::NotAsked),
        Trouble { known: Some(Took::Yes), .. } => (Verdict::Good, Fact::Trouble(trouble)),
        Trouble { known: Some(Took::No | Took::Broke), .. } => (Verdict::Bad, Fact::Trouble(trouble)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMITS: Limits = Limits { within: Duration::from_mins(1), forget: Duration::from_secs(30), fetches: 10 };

    fn s(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    fn found(seen: &Seen, check: Check) -> String {
        let finding = judge(seen, &LIMITS).into_iter().find(|finding| finding.check == check).unwrap();
        format!("{}: {}", finding.verdict.word(), finding.fact)
    }

    #[test]
    fn what_was_not_seen_is_never_good() {
        assert!(judge(&Seen::default(), &LIMITS).iter().all(|finding| finding.verdict == Verdict::Unknown));
        let none = Trouble { fetches: 1, known: None };
        let seen = Seen { outage: Some(none), ..Seen::default() };
        assert_eq!(found(&seen, Check::SurvivesOutage), "unknown: no key that it takes was left");
    }

    #[test]
    fn a_new_key_is_taken_in_time_or_not_at_all() {
        let base = Uptake { after: None, tokens: 9, fetches: 0, at_once: false, waited: s(60), last: Took::No };
        for (uptake, said) in [
            (Uptake { after: Some(s(0)), tokens: 1, fetches: 1, ..base }, "good: taken at once (1 fetch)"),
            (Uptake { after: Some(s(90)), tokens: 1, fetches: 1, ..base }, "good: taken at once (1 fetch)"),
            (
                Uptake { after: Some(s(30)), fetches: 2, ..base },
                "good: taken after 30.0 s (9 tokens, 2 fetches, none for the first)",
            ),
            (
                Uptake { after: Some(s(61)), fetches: 1, at_once: true, ..base },
                "bad: taken after 61.0 s (9 tokens, 1 fetch)",
            ),
            (base, "bad: not taken within 60.0 s: it did not fetch"),
            (Uptake { fetches: 3, ..base }, "bad: not taken within 60.0 s, with 3 fetches"),
            (Uptake { last: Took::Broke, ..base }, "unknown: broke, or was not reached, at 9 tokens"),
        ] {
            let seen = Seen { new_key: Some(uptake), next_key: Some(uptake), ..Seen::default() };
            assert_eq!(found(&seen, Check::TakesNewKey), said);
            assert_eq!(found(&seen, Check::Recovers), said);
        }
    }

    #[test]
    fn whoever_fetches_for_every_token_hammers_however_slowly_they_come() {
        let burst = |fetches, lasted| Burst { tokens: 30, taken: 0, broke: 0, fetches, lasted: s(lasted) };
        for (burst, said) in [
            (burst(0, 2), "good: 0 fetches for 30 tokens in 2.0 s (at most 10)"),
            (burst(10, 2), "good: 10 fetches for 30 tokens in 2.0 s (at most 10)"),
            (burst(11, 59), "bad: 11 fetches for 30 tokens in 59.0 s (at most 10)"),
            (burst(11, 60), "good: 11 fetches for 30 tokens in 60.0 s (at most 20)"),
            (burst(30, 2), "bad: 30 fetches for 30 tokens in 2.0 s (at most 10)"),
        ] {
            let seen = Seen { burst: Some(burst), ..Seen::default() };
            assert_eq!(found(&seen, Check::LimitsFetches), said);
            assert_eq!(found(&seen, Check::RefusesUnknownKey), "good: 0 of 30 tokens taken");
        }
        let of = |taken, broke| Seen { burst: Some(Burst { taken, broke, ..burst(0, 1) }), ..Seen::default() };
        assert_eq!(found(&of(1, 3), Check::RefusesUnknownKey), "bad: 1 of 30 tokens taken");
        assert_eq!(found(&of(0, 3), Check::RefusesUnknownKey), "unknown: broke, or was not reached, at 3 tokens");
    }

    #[test]
    fn a_set_is_kept_where_not_every_token_fetches_it() {
        let of = |tokens, fetches| Seen { kept: Some(Kept { tokens, fetches }), ..Seen::default() };
        assert_eq!(found(&of(5, 0), Check::KeepsSet), "good: 0 fetches for 5 tokens");
        assert_eq!(found(&of(5, 1), Check::KeepsSet), "good: 1 fetch for 5 tokens");
        assert_eq!(found(&of(5, 5), Check::KeepsSet), "bad: 5 fetches for 5 tokens");
        let of = |old| Seen { old_key: Some(old), ..Seen::default() };
        assert_eq!(found(&of(Took::Yes), Check::KeepsOldKey), "good: taken");
        assert_eq!(found(&of(Took::No), Check::KeepsOldKey), "bad: refused, though it is in the set");
        let of = |after| Seen { again: Some(Again { max_age: s(10), after, waited: s(12) }), ..Seen::default() };
        assert_eq!(
            found(&of(Some(s(9))), Check::HonoursMaxAge),
            "good: fetched again after 9.0 s, of a max-age of 10.0 s"
        );
        assert!(found(&of(Some(s(2))), Check::HonoursMaxAge).starts_with("told: "));
        assert!(found(&of(None), Check::HonoursMaxAge).starts_with("told: not fetched again within 12.0 s"));
    }

    #[test]
    fn a_removed_key_is_forgotten_in_time_and_a_known_one_never_while_there_is_no_set() {
        let removal = |after, last| Removal { after, fetches: 1, waited: s(30), last };
        for (removal, said) in [
            (removal(Some(s(1)), Took::No), "good: forgotten after 1.0 s (1 fetch)"),
            (removal(Some(s(31)), Took::No), "bad: forgotten after 31.0 s (1 fetch)"),
            (removal(None, Took::Yes), "bad: taken still after 30.0 s, with 1 fetch"),
            (removal(None, Took::Broke), "unknown: broke, or was not reached, at 1 token"),
        ] {
            let seen = Seen { removed: Some(removal), ..Seen::default() };
            assert_eq!(found(&seen, Check::ForgetsRemovedKey), said);
        }
        for (known, fetches, said) in [
            (Took::Yes, 1, "good: a known key was taken (1 fetch in vain)"),
            (Took::Yes, 0, "good: it did not fetch meanwhile"),
            (Took::No, 1, "bad: a known key was refused (1 fetch in vain)"),
            (Took::No, 0, "bad: a known key was refused (0 fetches in vain)"),
            (Took::Broke, 2, "bad: a known key was neither taken nor refused (2 fetches in vain)"),
        ] {
            let trouble = Some(Trouble { fetches, known: Some(known) });
            let seen = Seen { outage: trouble, garbage: trouble, ..Seen::default() };
            assert_eq!(found(&seen, Check::SurvivesOutage), said);
            assert_eq!(found(&seen, Check::SurvivesGarbage), said);
        }
    }
}
