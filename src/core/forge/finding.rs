//! What a service made of test tokens, judged: what is a finding, how grave it is, and what fails.

use super::flaw::{Flaw, Rank};

/// What a service made of a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It took it.
    Accepted,
    /// It did not.
    Refused,
    /// It broke, or was not reached.
    Failed,
}

impl Outcome {
    /// The word for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Refused => "refused",
            Self::Failed => "failed",
        }
    }
}

/// What was seen of one token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seen {
    /// What is wrong with it.
    pub flaw: Flaw,
    /// Whether it must be refused.
    pub is_bad: bool,
    /// What the service made of it.
    pub outcome: Outcome,
    /// Whether something was fetched from where the token says.
    pub is_fetched: bool,
}

impl Seen {
    /// How grave it is; nothing where all is as it must be.
    pub fn finding(&self) -> Option<Rank> {
        let rank = self.flaw.row().rank;
        match self.outcome {
            Outcome::Accepted if self.is_bad => Some(rank),
            // A command that a stranger wrote ran.
            _ if self.is_fetched && self.flaw == Flaw::KidCommand => Some(Rank::Critical),
            // Who is refused afterwards has reached what they wanted.
            _ if self.is_fetched => Some(Rank::High),
            Outcome::Accepted | Outcome::Refused | Outcome::Failed => None,
        }
    }

    /// How grave it would be, or is.
    pub fn rank(&self) -> Rank {
        self.finding().unwrap_or(self.flaw.row().rank)
    }
}

/// A finding of before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// The word of its flaw, which may be one that there is no more.
    pub flaw: String,
    /// Whether the token was taken; else something was fetched.
    pub is_accepted: bool,
}

/// What fails.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terms {
    /// The least grave finding that does.
    pub fail_on: Rank,
    /// What was found before, and may stay.
    pub known: Vec<Known>,
}

/// What is to be said of a service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing fails.
    Good,
    /// Something does.
    Bad,
    /// Nothing does of what could be judged, and something could not be that matters as much.
    Unknown,
}

impl Verdict {
    /// The word for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Bad => "bad",
            Self::Unknown => "unknown",
        }
    }
}

impl Terms {
    /// Whether this finding was there before.
    pub fn is_known(&self, seen: &Seen) -> bool {
        let is_accepted = seen.outcome == Outcome::Accepted;
        // A fetch is known where the token was taken before; a token that is taken is new where it was but fetched.
        seen.finding().is_some()
            && self.known.iter().any(|known| known.flaw == seen.flaw.name() && (known.is_accepted || !is_accepted))
    }

    /// Whether it is a finding that fails.
    pub fn fails(&self, seen: &Seen) -> bool {
        seen.finding().is_some_and(|rank| rank <= self.fail_on) && !self.is_known(seen)
    }

    /// The findings of before that are gone. One that was not tried is not.
    pub fn gone<'k>(&'k self, all: &'k [Seen]) -> impl Iterator<Item = &'k str> {
        let is_gone = |known: &&Known| {
            let found = all.iter().find(|seen| seen.flaw.name() == known.flaw);
            found.is_some_and(|seen| seen.outcome == Outcome::Refused && seen.finding().is_none())
        };
        self.known.iter().filter(is_gone).map(|known| known.flaw.as_str())
    }

    /// What all of it comes to.
    pub fn verdict(&self, all: &[Seen]) -> Verdict {
        let is_open = |seen: &Seen| seen.outcome == Outcome::Failed && seen.rank() <= self.fail_on;
        if all.iter().any(|seen| self.fails(seen)) {
            Verdict::Bad
        } else if all.iter().any(is_open) {
            Verdict::Unknown
        } else {
            Verdict::Good
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(flaw: Flaw, outcome: Outcome, is_fetched: bool) -> Seen {
        Seen { flaw, is_bad: flaw != Flaw::Valid, outcome, is_fetched }
    }

    fn terms(fail_on: Rank, known: &[(&str, bool)]) -> Terms {
        let known =
            known.iter().map(|(flaw, is_accepted)| Known { flaw: (*flaw).to_owned(), is_accepted: *is_accepted });
        Terms { fail_on, known: known.collect() }
    }

    #[test]
    fn a_fetch_is_a_finding_though_the_token_is_refused_and_a_command_that_ran_is_the_gravest() {
        use Outcome::{Accepted, Failed, Refused};
        for (flaw, outcome, is_fetched, rank) in [
            (Flaw::Valid, Accepted, false, None),
            (Flaw::AlgNone, Accepted, false, Some(Rank::Critical)),
            (Flaw::AlgNone, Refused, false, None),
            (Flaw::AlgNone, Failed, false, None),
            (Flaw::JkuUrl, Refused, true, Some(Rank::High)),
            (Flaw::JkuUrl, Failed, true, Some(Rank::High)),
            (Flaw::JkuUrl, Accepted, true, Some(Rank::Critical)),
            (Flaw::KidCommand, Refused, true, Some(Rank::Critical)),
            (Flaw::WrongTyp, Accepted, false, Some(Rank::Medium)),
        ] {
            assert_eq!(seen(flaw, outcome, is_fetched).finding(), rank, "{flaw:?} {outcome:?}");
        }
    }

    #[test]
    fn what_is_less_grave_or_was_there_before_does_not_fail() {
        let typ = seen(Flaw::WrongTyp, Outcome::Accepted, false);
        let jku = seen(Flaw::JkuUrl, Outcome::Refused, true);
        assert!(!terms(Rank::High, &[]).fails(&typ));
        assert!(terms(Rank::Medium, &[]).fails(&typ) && terms(Rank::High, &[]).fails(&jku));
        assert!(!terms(Rank::Medium, &[("wrong-typ", true)]).fails(&typ));
        // It was fetched before; that it is taken now is new.
        let known = terms(Rank::High, &[("jku-url", false)]);
        assert!(!known.fails(&jku) && known.fails(&seen(Flaw::JkuUrl, Outcome::Accepted, true)));
        assert!(!terms(Rank::High, &[("jku-url", true)]).fails(&jku));
    }

    #[test]
    fn what_is_gone_is_told_and_what_was_not_tried_or_broke_is_not() {
        let known = terms(Rank::High, &[("expired", true), ("no-exp", true), ("no-aud", true), ("typo", true)]);
        let all = [
            seen(Flaw::Expired, Outcome::Refused, false),
            seen(Flaw::NoExp, Outcome::Failed, false),
            seen(Flaw::NoAud, Outcome::Accepted, false),
        ];
        assert_eq!(known.gone(&all).collect::<Vec<_>>(), ["expired"]);
    }

    #[test]
    fn a_service_that_broke_where_it_matters_is_not_good() {
        let broke = |flaw| [seen(Flaw::Valid, Outcome::Accepted, false), seen(flaw, Outcome::Failed, false)];
        assert_eq!(terms(Rank::High, &[]).verdict(&broke(Flaw::AlgNone)), Verdict::Unknown);
        assert_eq!(terms(Rank::High, &[]).verdict(&broke(Flaw::Deep)), Verdict::Good);
        assert_eq!(terms(Rank::Low, &[]).verdict(&broke(Flaw::Deep)), Verdict::Unknown);
    }
}
