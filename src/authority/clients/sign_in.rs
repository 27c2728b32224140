//! Somebody who says who they are at a server: by their name alone, by a password of the users file, or by the word of a proxy.
//!
//! Whoever is not there, and whoever shows another password, costs the same time and is told the same.

use crate::authority::error::Result;
use crate::authority::parts::Authority;
use crate::core::id::IdError;
use crate::core::{Person, SecretText, UserBlock, UserId};
use crate::keys::password::{PasswordHash, decoy};

/// By what somebody says who they are.
#[derive(Debug, Clone, Copy)]
pub enum By<'r> {
    /// By their name: a developer is whoever they like to be.
    Name,
    /// By being in the users file, and by the password that stands there, if one does: a developer has the people of a file to
    /// choose from.
    NameOrPassword(Option<&'r SecretText>),
    /// By a password of the users file. Whoever has none there does not come in so.
    Password(Option<&'r SecretText>),
    /// By the word of somebody who is trusted, and has seen to it. Where there is a users file, they are in it.
    Word,
}

/// What came of it.
#[derive(Debug)]
pub enum SignIn {
    /// It is this user.
    User(UserId),
    /// It is not taken for one, for this reason.
    Refused(SignInFault),
}

/// Why somebody is not taken for who they say they are.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SignInFault {
    /// It can be nobody's name.
    #[error("{0}")]
    Name(IdError),
    /// Nobody of this name.
    #[error("the users file has nobody of this name")]
    Unknown,
    /// They have no password.
    #[error("the users file has no password for {0}")]
    NoPassword(UserId),
    /// It is another.
    #[error("{0} showed a password that is not theirs")]
    WrongPassword(UserId),
    /// They are who they say, and are blocked.
    #[error("the user {user} is blocked since {} ({})", block.since, block.note)]
    Blocked {
        /// Who.
        user: UserId,
        /// Since when and why.
        block: Box<UserBlock>,
    },
}

impl SignInFault {
    /// Whether they showed who they are, so that they may be told what is wrong. Of all others is only told that it was none.
    pub fn is_of_known(&self) -> bool {
        matches!(self, Self::Blocked { .. })
    }
}

impl Authority {
    /// Whether somebody is who they say. A password takes a good part of a second, and much memory.
    pub fn sign_in(&self, said: &str, by: By<'_>) -> Result<SignIn> {
        let user = UserId::new(said.trim());
        let person = user.as_ref().ok().and_then(|user| self.defaults.people.person(user));
        let shown = self.shows(said, person, by);
        // In any case, so that it takes as long.
        let kept = user.as_ref().ok().map(|user| self.store.read()?.user(user)).transpose()?.flatten();
        let user = match user {
            Ok(user) => user,
            Err(fault) => return Ok(SignIn::Refused(SignInFault::Name(fault))),
        };
        Ok(match shown {
            Shows::It => match kept.as_ref().and_then(|kept| kept.block_of()) {
                Some(block) => SignIn::Refused(SignInFault::Blocked { user, block: Box::new(block.clone()) }),
                None => SignIn::User(user),
            },
            Shows::Nobody => SignIn::Refused(SignInFault::Unknown),
            Shows::NoPassword => SignIn::Refused(SignInFault::NoPassword(user)),
            Shows::Another => SignIn::Refused(SignInFault::WrongPassword(user)),
        })
    }

    fn shows(&self, said: &str, person: Option<&Person>, by: By<'_>) -> Shows {
        let people = &self.defaults.people;
        match by {
            By::Name => Shows::It,
            By::Word if people.is_empty() || person.is_some() => Shows::It,
            By::Word => Shows::Nobody,
            By::NameOrPassword(_) if person.is_some_and(|person| person.password.is_none()) => Shows::It,
            By::NameOrPassword(password) | By::Password(password) => {
                let hash = person.and_then(|person| person.password.as_ref());
                let parsed = |hash: &SecretText| PasswordHash::parse(hash.reveal()).ok();
                let tried = hash.or_else(|| people.decoy(said)).and_then(parsed).unwrap_or_else(decoy);
                let (nothing, is_said) =
                    (SecretText::new(String::new()), password.is_some_and(|text| !text.reveal().is_empty()));
                // In any case, so that it takes as long.
                let is_theirs = tried.is_of(password.unwrap_or(&nothing)) && is_said;
                match (person, hash) {
                    (None, _) => Shows::Nobody,
                    (_, None) => Shows::NoPassword,
                    _ if is_theirs => Shows::It,
                    _ => Shows::Another,
                }
            }
        }
    }
}

/// What somebody shows.
enum Shows {
    It,
    Nobody,
    NoPassword,
    Another,
}
