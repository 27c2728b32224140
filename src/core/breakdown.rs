//! Whose tokens a change would end, and of what kind they are: what a plan says besides how many.

use std::collections::BTreeMap;

use super::id::{AppName, ClientId, UserId};
use super::key::NAMED_USERS;
use super::token::{TokenKind, TokenRecord};

/// Whose tokens, and of what kind. What there is none of is not named.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Breakdown {
    /// The apps that have them, the one with the most first.
    pub apps: Vec<(AppName, u64)>,
    /// How many users they speak for.
    pub users: u64,
    /// The users with the most of them, at most [`NAMED_USERS`].
    pub top_users: Vec<(UserId, u64)>,
    /// How many there are of each kind.
    pub kinds: Vec<(TokenKind, u64)>,
}

/// A breakdown that is made token by token.
#[derive(Debug, Default)]
pub struct Tally {
    apps: BTreeMap<ClientId, u64>,
    users: BTreeMap<UserId, u64>,
    kinds: [u64; TokenKind::ALL.len()],
}

impl Tally {
    /// Counts a token.
    pub fn count(&mut self, token: &TokenRecord) {
        *self.apps.entry(token.client_id.clone()).or_default() += 1;
        if let Some(user) = token.subject.user() {
            *self.users.entry(user.clone()).or_default() += 1;
        }
        for (kind, count) in TokenKind::ALL.iter().zip(&mut self.kinds) {
            *count += u64::from(*kind == token.kind);
        }
    }

    /// The apps of the tokens that were counted.
    pub fn client_ids(&self) -> Vec<ClientId> {
        self.apps.keys().cloned().collect()
    }

    /// What it comes to, with the names of the apps.
    pub fn breakdown(self, name: impl Fn(&ClientId) -> Option<AppName>) -> Breakdown {
        let users = self.users.len() as u64;
        let apps = self.apps.into_iter().filter_map(|(id, count)| Some((name(&id)?, count)));
        let mut top_users = most_first(self.users.into_iter().collect());
        top_users.truncate(NAMED_USERS as usize);
        Breakdown { apps: most_first(apps.collect()), users, top_users, kinds: kinds(self.kinds) }
    }
}

/// How many there are of each kind, of which there are so many in the order of [`TokenKind::ALL`].
pub fn kinds(counts: [u64; TokenKind::ALL.len()]) -> Vec<(TokenKind, u64)> {
    TokenKind::ALL.into_iter().zip(counts).filter(|(_, count)| *count > 0).collect()
}

/// By count, and where that is equal by name.
fn most_first<N: Ord>(mut counts: Vec<(N, u64)>) -> Vec<(N, u64)> {
    counts.sort_by(|(a, many), (b, more)| more.cmp(many).then_with(|| a.cmp(b)));
    counts
}
