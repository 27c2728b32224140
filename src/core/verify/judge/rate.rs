//! Whether the app of a token, and its user, have a call left. It is the last check: only a token that is good otherwise uses one.

use std::sync::Arc;

use super::super::detail::Detail;
use super::super::expect::Expectations;
use super::super::facts::{AppFacts, Ledger, LedgerFacts};
use super::verification::{Stop, Verification};
use crate::core::budget::Draw;
use crate::core::reason::Reason;
use crate::core::token::Subject;

/// A token whose app has a budget: the app, and for whom the token speaks.
pub(super) type Budgeted = (Arc<AppFacts>, Subject);

/// What of a token its budget asks, where its app has one.
pub(super) fn budgeted(facts: &LedgerFacts) -> Option<Budgeted> {
    facts.app.budget.is_some().then(|| (Arc::clone(&facts.app), facts.subject.clone()))
}

impl Verification {
    pub(super) fn rate<E>(
        &mut self,
        of: Option<&Budgeted>,
        ledger: Option<&dyn Ledger<Error = E>>,
        expected: &Expectations,
    ) -> Result<(), Stop<E>> {
        let budgeted = of.and_then(|(app, subject)| Some((app, subject, app.budget.as_ref()?)));
        let (Some((app, subject, budget)), Some(ledger)) = (budgeted, ledger) else {
            self.trail.skip(Reason::RateLimited, Detail::NoBudget);
            return Ok(());
        };
        if !expected.counts {
            self.trail.skip(Reason::RateLimited, Detail::CallNotCounted);
            return Ok(());
        }
        let draw = Draw { client_id: &app.client_id, name: &app.name, user: subject.user(), budget };
        match ledger.draw(&draw).map_err(Stop::Source)? {
            None => {
                self.trail.pass(Reason::RateLimited, || Detail::WithinBudget);
                Ok(())
            }
            Some(over) => Err(self.trail.fail(Reason::RateLimited, Detail::OverBudget(over)).into()),
        }
    }
}
