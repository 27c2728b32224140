//! Logins that are decided before anybody asks for them, so that no page is shown.

use super::forced::Queue;
use crate::core::{Scopes, UserId};

/// A login that is decided: who logs in, and what comes of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecidedLogin {
    /// Who logs in.
    pub user: UserId,
    /// What this user says to the app.
    pub approval: Approval,
}

/// What a user says to what an app asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Approval {
    /// All of it.
    All,
    /// Of what is asked for, these.
    Only(Scopes),
    /// None of it: the app is told `access_denied`.
    Denied,
}

/// Those that wait.
#[derive(Debug, Default)]
pub(super) struct Logins(Queue<DecidedLogin>);

impl Logins {
    pub(super) fn add(&self, login: DecidedLogin, times: u32) -> bool {
        self.0.add(login, times)
    }

    pub(super) fn next(&self) -> Option<DecidedLogin> {
        self.0.next(|_| true)
    }

    pub(super) fn waiting_for(&self) -> u64 {
        self.0.waiting_for()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn logins_are_taken_in_their_order_and_as_often_as_was_said() {
        let logins = Logins::default();
        let login = |user: &str| DecidedLogin { user: UserId::new(user).unwrap(), approval: Approval::All };
        assert_eq!(logins.next(), None);
        assert!(logins.add(login("alice"), 2) && logins.add(login("bob"), 1) && logins.add(login("eve"), 0));
        let taken: Vec<_> = std::iter::from_fn(|| logins.next()).map(|login| login.user.to_string()).collect();
        assert_eq!(taken, ["alice", "alice", "bob"]);
    }
}
