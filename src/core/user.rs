//! A user as far as something is kept of them: claims for their tokens, and that they are blocked, active → blocked → active.
//!
//! Whoever is not kept is a user too. Of them there is nothing to know, and they are active.

use std::collections::BTreeSet;

use serde_json::Value;

use super::actor::Actor;
use super::claims::registered::registered;
use super::id::{Note, UserId};
use super::json::ClaimMap;
use super::person::Person;
use super::refusal::{Entity, Refusal, State, Verb};
use super::time::Timestamp;

/// The claim that the groups of a user are in.
pub const GROUPS: &str = "groups";

/// A user, and what is kept of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    /// The `sub` of their tokens.
    pub name: UserId,
    /// Where they stand.
    pub state: UserState,
    /// What access and ID tokens say of them, where nobody says otherwise.
    pub claims: ClaimMap,
    /// Since when anything is kept of them.
    pub created_at: Timestamp,
}

/// Where a user stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UserState {
    /// Tokens are issued for them.
    Active,
    /// Nothing is issued, refreshed or verified for them.
    Blocked(UserBlock),
}

/// That a user is blocked: since when, why and by whom, so that a refusal can say it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserBlock {
    /// Since when.
    pub since: Timestamp,
    /// Why.
    pub note: Note,
    /// Who did it.
    pub by: Actor,
}

/// What to change of what is kept of a user.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct UserChange {
    /// Claims to set. Others stay as they are.
    pub set: ClaimMap,
    /// Names of claims to keep no more.
    pub unset: BTreeSet<String>,
}

impl UserState {
    /// The names of the states, as filters and the store know them.
    pub const NAMES: [&str; 2] = ["active", "blocked"];

    /// The word for the state.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Blocked(_) => "blocked",
        }
    }
}

impl User {
    /// A user of whom nothing is kept.
    pub fn nobody(name: UserId, now: Timestamp) -> Self {
        Self { name, state: UserState::Active, claims: ClaimMap::new(), created_at: now }
    }

    /// The same, and beneath what is kept of them what a users file says.
    #[must_use]
    pub fn over(mut self, person: &Person) -> Self {
        for (name, value) in &person.claims {
            if !self.claims.contains_key(name) {
                self.claims.insert(name, value.clone());
            }
        }
        self
    }

    /// Whether any claim is kept of them.
    pub fn is_kept(&self) -> bool {
        !self.claims.is_empty()
    }

    /// Whether there is nothing to remember of them: neither a claim, nor that they are blocked.
    pub fn is_nobody(&self) -> bool {
        !self.is_kept() && self.block_of().is_none()
    }

    /// That they are blocked, if they are.
    pub fn block_of(&self) -> Option<&UserBlock> {
        match &self.state {
            UserState::Active => None,
            UserState::Blocked(block) => Some(block),
        }
    }

    /// Changes what is kept of them, whatever their state.
    #[must_use]
    pub fn with(mut self, change: &UserChange) -> Self {
        for name in &change.unset {
            self.claims.remove(name);
        }
        self.claims.extend(change.set.clone());
        self
    }

    /// Keeps no claim of them any more. A block stays: who forgets a user does not mean to let them in again.
    #[must_use]
    pub fn forgotten(self) -> Self {
        Self { claims: ClaimMap::new(), ..self }
    }

    /// Blocks them. Who is blocked already is refused, so that the first reason stands.
    pub fn block(self, note: Note, by: Actor, now: Timestamp) -> Result<Self, Refusal> {
        match self.state {
            UserState::Active => Ok(Self { state: UserState::Blocked(UserBlock { since: now, note, by }), ..self }),
            UserState::Blocked(_) => Err(self.refuse(Verb::Block)),
        }
    }

    /// Ends a block.
    pub fn unblock(self) -> Result<Self, Refusal> {
        match self.state {
            UserState::Blocked(_) => Ok(Self { state: UserState::Active, ..self }),
            UserState::Active => Err(self.refuse(Verb::Unblock)),
        }
    }

    /// Whether they may have a token.
    pub fn admit(&self) -> Result<(), Refusal> {
        match self.state {
            UserState::Active => Ok(()),
            UserState::Blocked(_) => Err(self.refuse(Verb::HaveToken)),
        }
    }

    /// Adds what is kept of them to claims that say nothing of it, and never a claim that has a meaning of its own.
    pub fn complete(&self, claims: &mut ClaimMap) {
        for (name, value) in &self.claims {
            if !claims.contains_key(name) && registered(name).is_none() {
                claims.insert(name, value.clone());
            }
        }
    }

    fn refuse(&self, verb: Verb) -> Refusal {
        let (state, allowed): (State, &[Verb]) = match &self.state {
            UserState::Active => (State::NotBlocked, &[Verb::Block]),
            UserState::Blocked(block) => (State::Blocked(block.since, block.note.clone()), &[Verb::Unblock]),
        };
        Refusal { subject: Entity::User(self.name.clone()), state, verb, allowed }
    }
}

/// The groups of a user as the value of their claim: a list, in the order in which they were named, each once.
pub fn groups(names: impl IntoIterator<Item = String>) -> Value {
    let mut list: Vec<Value> = Vec::new();
    for name in names.into_iter().map(Value::String) {
        if !list.contains(&name) {
            list.push(name);
        }
    }
    Value::Array(list)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn alice() -> User {
        User::nobody(UserId::new("alice").unwrap(), Timestamp(1))
    }

    fn blocked() -> User {
        let (note, by) = (Note::new("left").unwrap(), Actor::new("ops@host").unwrap());
        alice().block(note, by, Timestamp(7)).unwrap()
    }

    fn claims(all: &[(&str, Value)]) -> ClaimMap {
        all.iter().map(|(name, value)| (*name, value.clone())).collect()
    }

    #[test]
    fn who_is_blocked_has_no_token_until_the_block_ends() {
        let refused = blocked().admit().unwrap_err();
        let said =
            "user alice is blocked since 1970-01-01T00:00:07Z (left): they cannot have a token; allowed: unblock";
        assert_eq!(refused.to_string(), said);
        let again = blocked().block(Note::new("again").unwrap(), Actor::new("other").unwrap(), Timestamp(8));
        assert!(again.unwrap_err().to_string().contains("is blocked already, since 1970-01-01T00:00:07Z (left)"));
        assert_eq!(blocked().unblock().unwrap(), alice());
        let refused = alice().unblock().unwrap_err().to_string();
        assert_eq!(refused, "user alice is not blocked; allowed: block");
        assert!(alice().admit().is_ok());
    }

    #[test]
    fn a_change_sets_what_it_names_and_leaves_the_rest() {
        let first = UserChange { set: claims(&[("email", json!("a@x")), ("role", json!(1))]), ..UserChange::default() };
        let kept = alice().with(&first);
        assert!(kept.is_kept() && !kept.is_nobody());
        let second = UserChange { set: claims(&[("role", json!(2))]), unset: ["email".to_owned()].into() };
        assert_eq!(kept.with(&second).claims, claims(&[("role", json!(2))]));
        // What is set and unset at once is set.
        let both = UserChange { set: claims(&[("role", json!(3))]), unset: ["role".to_owned()].into() };
        assert_eq!(alice().with(&both).claims, claims(&[("role", json!(3))]));
    }

    #[test]
    fn forgetting_a_user_does_not_let_them_in_again() {
        let kept = blocked().with(&UserChange { set: claims(&[("role", json!(1))]), ..UserChange::default() });
        let forgotten = kept.forgotten();
        assert!(!forgotten.is_kept() && !forgotten.is_nobody() && forgotten.admit().is_err());
        assert!(alice().forgotten().is_nobody());
    }

    #[test]
    fn what_is_kept_goes_under_what_is_asked_and_never_over_a_registered_claim() {
        let kept = User { claims: claims(&[("role", json!("a")), ("x", json!(1)), ("sub", json!("m"))]), ..alice() };
        let mut asked = claims(&[("role", json!("b"))]);
        kept.complete(&mut asked);
        assert_eq!(asked, claims(&[("role", json!("b")), ("x", json!(1))]));
    }

    #[test]
    fn what_is_kept_of_a_user_goes_over_what_a_file_says_and_a_block_stays() {
        let person = Person { claims: claims(&[("role", json!("file")), ("team", json!(7))]), ..Person::default() };
        let kept = User { claims: claims(&[("role", json!("kept"))]), ..blocked() };
        let both = kept.over(&person);
        assert_eq!(both.claims, claims(&[("role", json!("kept")), ("team", json!(7))]));
        assert!(both.admit().is_err());
    }

    #[test]
    fn groups_are_a_list_in_which_each_is_once() {
        let names = ["staff", "admin", "staff"].map(str::to_owned);
        assert_eq!(groups(names), json!(["staff", "admin"]));
        assert_eq!(groups(["one".to_owned()]), json!(["one"]));
    }
}
