//! An app: an OAuth client with a lifecycle of its own, registered → active → blocked → active.

use std::fmt;
use std::str::FromStr;

use super::actor::Actor;
use super::algorithm::Algorithm;
use super::budget::Budget;
use super::client::{AuthMethod, ClientMetadata};
use super::id::{AppName, Audience, ClientId, IdError, Note};
use super::refusal::{Entity, Refusal, State, Verb};
use super::scope::Scopes;
use super::secret::TokenDigest;
use super::time::{Timestamp, Ttl};
use super::token::TokenFormat;

/// An OAuth client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct App {
    /// Its name towards OAuth.
    pub client_id: ClientId,
    /// Its name among people.
    pub name: AppName,
    /// Where it stands.
    pub state: AppState,
    /// What it may ask for and what its tokens are like.
    pub profile: AppProfile,
    /// Whether it can keep no secret (RFC 6749, 2.1), so that it has none.
    pub public: bool,
    /// When it was registered.
    pub registered_at: Timestamp,
}

/// What an app may ask for, and where it departs from the defaults of the home.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AppProfile {
    /// The scopes it may ask users for.
    pub scopes: Scopes,
    /// The audiences its tokens may name. None here: the home's audience, or any that is asked for.
    pub audiences: Vec<Audience>,
    /// Lifetime of its access tokens.
    pub access_ttl: Option<Ttl>,
    /// Lifetime of its refresh tokens.
    pub refresh_ttl: Option<Ttl>,
    /// How long a family of its refresh tokens may live.
    pub refresh_max_age: Option<Ttl>,
    /// How its access tokens are written.
    pub token_format: Option<TokenFormat>,
    /// The algorithm its tokens are signed with.
    pub algorithm: Option<Algorithm>,
    /// What it is as a client of the server.
    pub client: ClientMetadata,
    /// How often its tokens may be shown; none for an app without such an end.
    pub budget: Option<Budget>,
}

/// An app as people name it: by its name or by its client_id, which can never be mistaken for each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AppRef {
    /// By its name.
    Name(AppName),
    /// By its client_id.
    ClientId(ClientId),
}

impl FromStr for AppRef {
    type Err = IdError;
    fn from_str(text: &str) -> Result<Self, IdError> {
        if text.starts_with(ClientId::PREFIX) {
            ClientId::new(text).map(Self::ClientId)
        } else {
            AppName::new(text).map(Self::Name)
        }
    }
}

impl fmt::Display for AppRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(name) => name.fmt(f),
            Self::ClientId(client_id) => client_id.fmt(f),
        }
    }
}

/// Where an app stands. `Blocked` keeps when and why, so that a refusal can say it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AppState {
    /// Known, but no token was issued yet.
    Registered,
    /// In use.
    Active {
        /// Since when.
        since: Timestamp,
    },
    /// Nothing is issued, refreshed or verified for it.
    Blocked {
        /// Since when.
        since: Timestamp,
        /// Why.
        note: Note,
        /// Who did it, where that is known.
        by: Option<Actor>,
    },
    /// It is gone, with everything it had. Its row stays, so that its tokens keep their meaning; its name is free
    /// for another.
    Deleted {
        /// Since when.
        since: Timestamp,
        /// Who did it.
        by: Actor,
        /// Why, where someone said it.
        note: Option<Note>,
    },
}

impl AppState {
    /// The names of the states, as filters and the store know them.
    pub const NAMES: [&str; 4] = ["registered", "active", "blocked", "deleted"];

    /// The word for the state.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Registered => "registered",
            Self::Active { .. } => "active",
            Self::Blocked { .. } => "blocked",
            Self::Deleted { .. } => "deleted",
        }
    }
}

impl App {
    /// An app as registration makes it.
    pub fn register(client_id: ClientId, name: AppName, profile: AppProfile, public: bool, now: Timestamp) -> Self {
        Self { client_id, name, state: AppState::Registered, profile, public, registered_at: now }
    }

    /// Takes the app into use, for the first time or again after a block.
    pub fn activate(self, now: Timestamp) -> Result<Self, Refusal> {
        match self.state {
            AppState::Registered | AppState::Blocked { .. } => {
                Ok(Self { state: AppState::Active { since: now }, ..self })
            }
            AppState::Active { .. } | AppState::Deleted { .. } => Err(self.refuse(Verb::Activate)),
        }
    }

    /// Blocks the app. An app that is blocked already is refused, so that the first reason stands.
    pub fn block(self, note: Note, by: Actor, now: Timestamp) -> Result<Self, Refusal> {
        match self.state {
            AppState::Registered | AppState::Active { .. } => {
                Ok(Self { state: AppState::Blocked { since: now, note, by: Some(by) }, ..self })
            }
            AppState::Blocked { .. } | AppState::Deleted { .. } => Err(self.refuse(Verb::Block)),
        }
    }

    /// Deletes the app, whatever it was. One that is deleted already is refused: this state is final.
    pub fn delete(self, note: Option<Note>, by: Actor, now: Timestamp) -> Result<Self, Refusal> {
        match self.state {
            AppState::Registered | AppState::Active { .. } | AppState::Blocked { .. } => {
                Ok(Self { state: AppState::Deleted { since: now, by, note }, ..self })
            }
            AppState::Deleted { .. } => Err(self.refuse(Verb::Delete)),
        }
    }

    /// Whether nothing is issued, refreshed or verified for it.
    pub fn is_shut(&self) -> bool {
        matches!(self.state, AppState::Blocked { .. } | AppState::Deleted { .. })
    }

    /// The one way in which it shows who it is to the server.
    pub fn auth_method(&self) -> AuthMethod {
        let rule = if self.public { AuthMethod::None } else { AuthMethod::Secret };
        self.profile.client.auth_method.unwrap_or(rule)
    }

    /// The name that it calls itself by towards OAuth: its client_id, or the address of its document.
    pub fn said_id(&self) -> &str {
        self.profile.client.document.as_deref().unwrap_or(self.client_id.as_str())
    }

    /// Whether this is its name towards OAuth, in either form.
    pub fn is_called(&self, said: &str) -> bool {
        said == self.client_id.as_str() || said == self.said_id()
    }

    /// Whether it is gone.
    pub fn is_deleted(&self) -> bool {
        matches!(self.state, AppState::Deleted { .. })
    }

    /// Lets the app have a token: the first one activates it, a blocked app gets none.
    pub fn admit(self, now: Timestamp) -> Result<Self, Refusal> {
        match self.state {
            AppState::Registered => self.activate(now),
            AppState::Active { .. } => Ok(self),
            AppState::Blocked { .. } | AppState::Deleted { .. } => Err(self.refuse(Verb::Issue)),
        }
    }

    /// Replaces what the app may ask for. Allowed in every state but the final one: it changes no state.
    pub fn with_profile(self, profile: AppProfile) -> Result<Self, Refusal> {
        if self.is_deleted() { Err(self.refuse(Verb::Update)) } else { Ok(Self { profile, ..self }) }
    }

    /// Whether it may have one more secret.
    pub fn admit_secret(&self) -> Result<(), Refusal> {
        if self.is_deleted() {
            return Err(self.refuse(Verb::HaveSecret));
        }
        if self.public {
            let subject = Entity::App(self.name.clone());
            return Err(Refusal { subject, state: State::Public, verb: Verb::HaveSecret, allowed: &[Verb::Issue] });
        }
        if self.auth_method() != AuthMethod::Secret {
            let (subject, allowed): (_, &[Verb]) = (Entity::App(self.name.clone()), &[Verb::Update, Verb::Issue]);
            return Err(Refusal { subject, state: State::OwnKeys, verb: Verb::HaveSecret, allowed });
        }
        Ok(())
    }

    fn refuse(&self, verb: Verb) -> Refusal {
        let (state, allowed): (State, &[Verb]) = match &self.state {
            AppState::Registered => (State::Registered, &[Verb::Activate, Verb::Block, Verb::Issue, Verb::Delete]),
            AppState::Active { since } => (State::Active(*since), &[Verb::Block, Verb::Issue, Verb::Delete]),
            AppState::Blocked { since, note, .. } => {
                (State::Blocked(*since, note.clone()), &[Verb::Activate, Verb::Delete])
            }
            AppState::Deleted { since, note, .. } => (State::Deleted(*since, note.clone()), &[]),
        };
        Refusal { subject: Entity::App(self.name.clone()), state, verb, allowed }
    }
}

/// A client secret as the ledger knows it: by its digest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AppSecret {
    /// The digest of its text.
    pub digest: TokenDigest,
    /// When it was made.
    pub created_at: Timestamp,
    /// That it was revoked: when, by whom, why.
    pub revoked: Option<(Timestamp, Actor, Option<Note>)>,
}

impl AppSecret {
    /// What people call it: the start of its digest, which tells nothing of the secret.
    pub fn id(&self) -> String {
        let [a, b, c, d, ..] = *self.digest.as_bytes();
        format!("{:08x}", u32::from_be_bytes([a, b, c, d]))
    }

    /// Whether it opens anything.
    pub fn is_active(&self) -> bool {
        self.revoked.is_none()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn demo() -> App {
        let name = AppName::new("demo").unwrap();
        App::register(ClientId::from_random([1; 16]), name, AppProfile::default(), false, Timestamp(0))
    }

    fn ops() -> Actor {
        Actor::new("ops@host").unwrap()
    }

    #[test]
    fn a_deleted_app_stays_deleted() {
        let deleted = demo().delete(None, ops(), Timestamp(7)).unwrap();
        let refused = deleted.clone().admit(Timestamp(8)).unwrap_err();
        assert_eq!(
            refused.to_string(),
            "app demo is deleted since 1970-01-01T00:00:07Z: it cannot issue; this state is final"
        );
        assert!(deleted.clone().with_profile(AppProfile::default()).is_err());
        assert!(deleted.admit_secret().is_err());
    }

    #[test]
    fn a_public_app_is_refused_a_secret_for_being_public() {
        let refused = App { public: true, ..demo() }.admit_secret().unwrap_err();
        assert_eq!((&refused.state, refused.verb), (&State::Public, Verb::HaveSecret));
        let said = "app demo is public, so that it can keep no secret: it cannot have one; allowed: issue";
        assert_eq!(refused.to_string(), said);
        assert!(demo().admit_secret().is_ok());
        let client = ClientMetadata { auth_method: Some(AuthMethod::PrivateKeyJwt), ..ClientMetadata::default() };
        let keyed = App { profile: AppProfile { client, ..AppProfile::default() }, ..demo() };
        let said = "app demo is of private_key_jwt, so that it shows who it is with its own keys: it cannot have a secret; \
                    allowed: update, issue";
        assert_eq!(keyed.admit_secret().unwrap_err().to_string(), said);
    }

    #[test]
    fn the_first_token_activates_and_a_second_changes_nothing() {
        let app = demo().admit(Timestamp(5)).unwrap();
        assert_eq!(app.state, AppState::Active { since: Timestamp(5) });
        assert_eq!(app.clone().admit(Timestamp(9)).unwrap(), app);
    }

    #[test]
    fn a_blocked_app_gets_nothing_until_it_is_activated_again() {
        let blocked = demo().block(Note::new("leak").unwrap(), ops(), Timestamp(7)).unwrap();
        let refused = blocked.clone().admit(Timestamp(8)).unwrap_err();
        assert_eq!(
            refused.to_string(),
            "app demo is blocked since 1970-01-01T00:00:07Z (leak): it cannot issue; allowed: activate, delete"
        );
        assert!(blocked.clone().block(Note::new("again").unwrap(), ops(), Timestamp(8)).is_err());
        assert_eq!(blocked.activate(Timestamp(9)).unwrap().state, AppState::Active { since: Timestamp(9) });
    }

    #[test]
    fn a_secret_is_called_by_the_first_eight_digits_of_its_digest() {
        let mut digest = [0xff; 32];
        digest[..4].copy_from_slice(&[0x00, 0x0a, 0xb1, 0x02]);
        let secret = AppSecret { digest: TokenDigest::from_bytes(digest), created_at: Timestamp(0), revoked: None };
        assert_eq!(secret.id(), "000ab102");
    }

    proptest! {
        /// Whatever is asked in whatever order, only the edges of the diagram are walked.
        #[test]
        fn only_the_diagram_is_walked(verbs in proptest::collection::vec(0..4, 0..40)) {
            let edges = [
                ("registered", "active"), ("registered", "blocked"), ("active", "blocked"), ("blocked", "active"),
                ("registered", "deleted"), ("active", "deleted"), ("blocked", "deleted"),
            ];
            let mut app = demo();
            for (second, verb) in (0..).zip(verbs) {
                let now = Timestamp(second);
                let after = match verb {
                    0 => app.clone().activate(now),
                    1 => app.clone().block(Note::new("x").unwrap(), ops(), now),
                    // Rarely, for there is no way back.
                    3 if second % 5 == 0 => app.clone().delete(None, ops(), now),
                    _ => app.clone().admit(now),
                };
                match after {
                    Ok(after) if after != app => {
                        prop_assert!(edges.contains(&(app.state.name(), after.state.name())));
                        app = after;
                    }
                    Ok(_) => prop_assert!(verb >= 2),
                    Err(refusal) => prop_assert_eq!(refusal.allowed.is_empty(), app.is_deleted()),
                }
            }
        }
    }
}
