//! People of whom a users file says something: their claims, which scopes they may give, and by which password they are known.
//!
//! The file stands beneath the ledger: what is kept of a user there wins, and a block of the ledger counts whatever a file says.

use std::collections::BTreeMap;

use sha2::{Digest as _, Sha256};

use super::id::UserId;
use super::json::ClaimMap;
use super::scope::Scopes;
use super::secret::SecretText;

/// Somebody of whom a users file says something.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Person {
    /// What access and ID tokens say of them, where neither the request nor the ledger says otherwise. Their groups are in the
    /// claim `groups`. None of these is a registered claim.
    pub claims: ClaimMap,
    /// The scopes that they may give to apps; all of them where nothing is said.
    pub scopes: Option<Scopes>,
    /// The Argon2id hash of their password, as the one text that every library writes (PHC); none for those who have no password.
    pub password: Option<SecretText>,
}

/// All of them, by name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Directory {
    people: BTreeMap<UserId, Person>,
    /// What stands for all passwords, and is known to nobody who does not know them.
    seed: [u8; 32],
}

impl Directory {
    /// These people.
    pub fn of(people: impl IntoIterator<Item = (UserId, Person)>) -> Self {
        let people: BTreeMap<UserId, Person> = people.into_iter().collect();
        let mut seed = Sha256::new();
        people.values().filter_map(|person| person.password.as_ref()).for_each(|hash| seed.update(hash.reveal()));
        Self { people, seed: seed.finalize().into() }
    }

    /// Whether there is nobody in it.
    pub fn is_empty(&self) -> bool {
        self.people.is_empty()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.people.len()
    }

    /// Somebody, if something is said of them.
    pub fn person(&self, name: &UserId) -> Option<&Person> {
        self.people.get(name)
    }

    /// All of them, by name.
    pub fn iter(&self) -> impl Iterator<Item = (&UserId, &Person)> {
        self.people.iter()
    }

    /// The scopes that a user may give at most; none where that is all of them.
    pub fn most_of(&self, user: &UserId) -> Option<&Scopes> {
        self.person(user)?.scopes.as_ref()
    }

    /// Of these scopes, those that a user may give.
    #[must_use]
    pub fn given(&self, user: &UserId, scopes: Scopes) -> Scopes {
        match self.most_of(user) {
            Some(most) => most.intersection(&scopes),
            None => scopes,
        }
    }

    /// The password of somebody, always the same one for a name: what is tried where nobody of that name has one, so that it takes
    /// as long. None where nobody has one.
    pub fn decoy(&self, name: &str) -> Option<&SecretText> {
        let passwords = || self.people.values().filter_map(|person| person.password.as_ref());
        let digest: [u8; 32] = Sha256::new_with_prefix(self.seed).chain_update(name).finalize().into();
        let number = digest.iter().take(4).fold(0, |number, byte| number << 8 | usize::from(*byte));
        passwords().nth(number.checked_rem(passwords().count())?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_decoy_is_the_password_of_somebody_and_always_the_same_for_a_name() {
        let of = |name: &str, password: Option<&str>| {
            let password = password.map(|text| SecretText::new(text.to_owned()));
            (UserId::new(name).unwrap(), Person { password, ..Person::default() })
        };
        let directory = Directory::of([of("alice", Some("a")), of("bob", Some("b")), of("carol", None)]);
        let names = || (0..50).map(|n| format!("nobody{n}"));
        let decoys: Vec<_> = names().map(|name| directory.decoy(&name).unwrap().reveal().to_owned()).collect();
        assert!(decoys.iter().any(|text| text == "a") && decoys.iter().any(|text| text == "b"));
        assert!(names().zip(&decoys).all(|(name, text)| directory.decoy(&name).unwrap().reveal() == text));
        assert!(Directory::of([of("carol", None)]).decoy("dave").is_none());
        assert!(Directory::default().is_empty() && directory.len() == 3);
    }

    #[test]
    fn who_may_give_some_scopes_gives_no_others_and_whoever_is_not_there_gives_all() {
        let name = |name: &str| UserId::new(name).unwrap();
        let person = Person { scopes: Some("read".parse().unwrap()), ..Person::default() };
        let none = Person { scopes: Some(Scopes::none()), ..Person::default() };
        let people = [(name("alice"), person), (name("bob"), Person::default()), (name("carol"), none)];
        let directory = Directory::of(people);
        let given = |user: &str| directory.given(&name(user), "read write".parse().unwrap()).to_string();
        assert_eq!(
            [given("alice"), given("bob"), given("carol"), given("dave")],
            ["read", "read write", "", "read write"]
        );
    }
}
