//! The call budget of an app, as it is registered.

use std::fmt;
use std::str::FromStr;

use serde_json::{Value, json};

use super::bucket::{Limit, Wait};
use super::rate::Rate;
use crate::core::id::{AppName, ClientId, UserId};
use crate::core::json::{ClaimMap, parse_claims};

/// How often the tokens of an app may be shown, all together and those of each user.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Budget {
    /// Of all of them.
    pub app: Option<Rate>,
    /// How many of those at once; as many as the rate names where nothing is said.
    pub burst: Option<u32>,
    /// Of those of one user.
    pub user: Option<Rate>,
    /// Whether the app is blocked when it is over it.
    pub blocks: bool,
}

/// What to change of a budget; what is none stays as it is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct BudgetChange {
    /// The rate of the app, or that it has none any more.
    pub app: Option<Option<Rate>>,
    /// How many at once.
    pub burst: Option<u32>,
    /// The rate of each user, or that there is none any more.
    pub user: Option<Option<Rate>>,
    /// Whether the app is blocked.
    pub blocks: Option<bool>,
}

/// What is no budget.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BudgetFault {
    /// A burst is that of a rate.
    #[error("a burst is how much of a rate may come at once, and the app has no rate")]
    BurstOfNothing,
    /// Nothing would ever block it.
    #[error("an app is over budget where it has one, and it has neither a rate nor one for each user")]
    BlocksForNothing,
}

impl BudgetChange {
    /// Whether nothing is changed.
    pub fn is_nothing(&self) -> bool {
        *self == Self::default()
    }

    /// What comes of it; none where no rate is left.
    pub fn apply(self, to: Option<Budget>) -> Result<Option<Budget>, BudgetFault> {
        let to = to.unwrap_or(Budget { app: None, burst: None, user: None, blocks: false });
        let (app, user) = (self.app.unwrap_or(to.app), self.user.unwrap_or(to.user));
        if self.burst.is_some() && app.is_none() {
            return Err(BudgetFault::BurstOfNothing);
        }
        if app.is_none() && user.is_none() {
            return if self.blocks == Some(true) { Err(BudgetFault::BlocksForNothing) } else { Ok(None) };
        }
        let burst = self.burst.or(to.burst).filter(|_| app.is_some());
        Ok(Some(Budget { app, burst, user, blocks: self.blocks.unwrap_or(to.blocks) }))
    }
}

impl Budget {
    /// The word for it that an app is blocked when it is over it.
    pub const OVER: &'static str = "over-budget";

    /// The limit of all its tokens.
    pub fn of_app(&self) -> Option<Limit> {
        self.app.map(|rate| Limit { rate, burst: self.burst.unwrap_or(rate.calls().get()) })
    }

    /// The limit of the tokens of one user.
    pub fn of_user(&self) -> Option<Limit> {
        self.user.map(|rate| Limit { rate, burst: rate.calls().get() })
    }

    /// As a ledger keeps it.
    pub fn to_json(&self) -> ClaimMap {
        let Self { app, burst, user, blocks } = self;
        let rate = |rate: &Option<Rate>| rate.map(|rate| json!(rate.to_string()));
        let all = [
            ("rate", rate(app)),
            ("burst", burst.map(Value::from)),
            ("user_rate", rate(user)),
            ("block_when", blocks.then(|| json!(Self::OVER))),
        ];
        all.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
    }

    fn from_json(map: &ClaimMap) -> Option<Self> {
        let mut budget = Self { app: None, burst: None, user: None, blocks: false };
        for (name, value) in map {
            match (name, value) {
                ("rate", Value::String(rate)) => budget.app = Some(rate.parse().ok()?),
                ("burst", value) => {
                    budget.burst = Some(u32::try_from(value.as_u64()?).ok().filter(|burst| *burst > 0)?);
                }
                ("user_rate", Value::String(rate)) => budget.user = Some(rate.parse().ok()?),
                ("block_when", Value::String(when)) if when == Self::OVER => budget.blocks = true,
                // What is not understood is not left out: it could be a limit.
                _ => return None,
            }
        }
        (budget.app.is_some() || budget.user.is_some()).then_some(budget)
    }
}

/// The text of a ledger, read.
impl FromStr for Budget {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        parse_claims(text.as_bytes()).ok().and_then(|map| Self::from_json(&map)).ok_or(())
    }
}

/// One call that is to be taken from a budget, from each of its buckets or from none.
#[derive(Debug, Clone, Copy)]
pub struct Draw<'d> {
    /// The app.
    pub client_id: &'d ClientId,
    /// What it is called.
    pub name: &'d AppName,
    /// For whom the token speaks, if for a user.
    pub user: Option<&'d UserId>,
    /// The budget.
    pub budget: &'d Budget,
}

impl<'d> Draw<'d> {
    /// Each bucket that it is taken from: whose it is, and its limit.
    pub fn buckets(&self) -> impl Iterator<Item = (Option<&'d UserId>, Limit)> {
        let of_app = self.budget.of_app().map(|limit| (None, limit));
        let of_user = self.user.zip(self.budget.of_user()).map(|(user, limit)| (Some(user), limit));
        of_app.into_iter().chain(of_user)
    }
}

/// That a budget has no call left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Over {
    /// Whose.
    pub whose: WhoseBudget,
    /// How often may be called.
    pub rate: Rate,
    /// When there will be one.
    pub wait: Wait,
}

/// Whose budget it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WhoseBudget {
    /// That of an app.
    App(AppName),
    /// That of one user of it.
    User(UserId, AppName),
}

impl fmt::Display for WhoseBudget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::App(app) => write!(f, "app {app}"),
            Self::User(user, app) => write!(f, "user {user} of app {app}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ledger_gives_back_what_it_was_given_and_takes_nothing_else() {
        let rate = |text: &str| Some(text.parse().unwrap());
        for budget in [
            Budget { app: rate("1000/h"), burst: Some(50), user: rate("100/h"), blocks: true },
            Budget { app: None, burst: None, user: rate("1/15m"), blocks: false },
        ] {
            assert_eq!(budget.to_json().to_string().parse(), Ok(budget));
        }
        for text in [
            "{}",
            "[]",
            r#"{"rate":"fast"}"#,
            r#"{"rate":"1/h","burst":0}"#,
            r#"{"rate":"1/h","most":1}"#,
            r#"{"burst":1}"#,
        ] {
            assert_eq!(text.parse::<Budget>(), Err(()), "{text}");
        }
    }

    #[test]
    fn what_is_taken_away_of_a_budget_leaves_the_rest_and_the_last_rate_takes_all() {
        let rate = Some("1000/h".parse().unwrap());
        let full = Some(Budget { app: rate, burst: Some(50), user: rate, blocks: true });
        let without_app = BudgetChange { app: Some(None), ..BudgetChange::default() };
        let left = without_app.apply(full).unwrap();
        assert_eq!(left, Some(Budget { app: None, burst: None, user: rate, blocks: true }));
        let without_user = BudgetChange { user: Some(None), ..BudgetChange::default() };
        assert_eq!(without_user.apply(left), Ok(None));
        let burst = BudgetChange { burst: Some(5), ..BudgetChange::default() };
        assert_eq!(burst.apply(left), Err(BudgetFault::BurstOfNothing));
        assert_eq!(burst.apply(full).unwrap().unwrap().burst, Some(5));
        let blocks = BudgetChange { blocks: Some(true), ..BudgetChange::default() };
        assert_eq!(blocks.apply(None), Err(BudgetFault::BlocksForNothing));
    }
}
