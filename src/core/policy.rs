//! What a token may be: the defaults of the home, an app's own settings over them, and the limits nobody passes.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::algorithm::Algorithm;
use super::app::App;
use super::id::{AppName, Audience, Issuer, UserId};
use super::person::Directory;
use super::registration::{DocumentRules, RegistrationRules};
use super::risk::RiskRules;
use super::scope::Scopes;
use super::shape::{Departure, in_words};
use super::time::{Timestamp, Ttl};
use super::token::TokenFormat;
use super::trusted_issuer::TrustedIssuer;

/// What the home says where nobody else does. Settings resolve into this.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Defaults {
    /// The `iss` of every token.
    pub issuer: Issuer,
    /// The `aud` of tokens of apps that name none.
    pub audiences: Vec<Audience>,
    /// The algorithm of apps that name none.
    pub algorithm: Algorithm,
    /// Lifetime of access tokens.
    pub access_ttl: Ttl,
    /// Lifetime of refresh tokens.
    pub refresh_ttl: Ttl,
    /// How long a family of refresh tokens may live, however often it is refreshed; for ever where nothing is said.
    pub refresh_max_age: Option<Ttl>,
    /// Seconds in which a refresh token that is shown again is taken for a lost answer; 0 for never.
    pub refresh_grace: i64,
    /// Clock difference in seconds that `verify` forgives.
    pub leeway: i64,
    /// How long a key may sign before its age is warned of.
    pub max_key_age: Option<Ttl>,
    /// How far the clock may be ahead of what the ledger has seen and still be believed, and how long what was revoked is
    /// kept after its end.
    pub clock_margin: Ttl,
    /// Whether the home is for development: its tokens may depart from what it makes else.
    pub development: bool,
    /// Other issuers whose word is taken for who a user is.
    pub trusted: Vec<TrustedIssuer>,
    /// What a users file says of people.
    pub people: Arc<Directory>,
    /// What scopes let an app do, in words for people; a scope that has none is shown by its name.
    pub scope_words: BTreeMap<String, String>,
    /// Who may register apps at the server; nobody where nothing is said.
    pub registration: Option<RegistrationRules>,
    /// Whose documents say what an app is; nobody's where nothing is said.
    pub client_documents: Option<DocumentRules>,
    /// What is risky, and what may be done about it without asking.
    pub risk: RiskRules,
}

/// How far the clock may be ahead of what the ledger has seen and still be believed, where nobody says otherwise.
pub const CLOCK_MARGIN: Ttl = Ttl::days(1);

/// Most seconds of clock difference that can be forgiven: beyond five minutes an expiry means nothing.
pub const MAX_LEEWAY: i64 = 300;

/// Most seconds of grace for a refresh token: longer, and a stolen one is not noticed.
pub const MAX_REFRESH_GRACE: i64 = 300;

/// The defaults with an app's settings over them.
#[derive(Debug, Clone, Copy)]
pub struct Policy<'a> {
    defaults: &'a Defaults,
    app: &'a App,
    /// What the user may give, where a users file says that they may not give all.
    most: Option<&'a Scopes>,
}

/// A wish that the policy does not grant.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PolicyError {
    /// The app is not registered for a scope.
    #[error("app {app} is not registered for the scope {missing}; registered: {}", shown(registered))]
    ScopeNotRegistered {
        /// The app's name.
        app: AppName,
        /// What was asked for in vain.
        missing: Scopes,
        /// What could be asked for.
        registered: Scopes,
    },
    /// The user may not give a scope.
    #[error("the user may not give the scope {missing}; they may give: {}", shown(most))]
    ScopeNotOfUser {
        /// What was asked for in vain.
        missing: Scopes,
        /// What could be asked for.
        most: Scopes,
    },
    /// The app is registered for other audiences.
    #[error("app {app} is not registered for the audience {audience}; registered: {}", list(registered))]
    AudienceNotRegistered {
        /// The app's name.
        app: AppName,
        /// What was asked for in vain.
        audience: Audience,
        /// What could be asked for.
        registered: Vec<Audience>,
    },
    /// A refresh asked for another audience than the token it shows has.
    #[error("the refresh token is not for the audience {audience}; it is for: {}", list(covered))]
    AudienceGrows {
        /// What was asked for in vain.
        audience: Audience,
        /// What could be asked for.
        covered: Vec<Audience>,
    },
    /// Nobody said whom the token is for.
    #[error("nothing says whom the token is for: app {app} has no audience and the home has no default")]
    NoAudience {
        /// The app's name.
        app: AppName,
    },
    /// A token was to depart from those of the home, which is not for development.
    #[error("this would be a test token ({}), and this home is not for development", in_words(departures))]
    NotForDevelopment {
        /// In what.
        departures: Vec<Departure>,
    },
    /// A refresh asked for more than the token it shows has.
    #[error("the refresh token does not cover the scope {missing}; it covers: {}", shown(covered))]
    ScopeGrows {
        /// What was asked for in vain.
        missing: Scopes,
        /// What could be asked for.
        covered: Scopes,
    },
}

fn shown(scopes: &Scopes) -> String {
    if scopes.is_empty() { "none".to_owned() } else { scopes.to_string() }
}

fn list(audiences: &[Audience]) -> String {
    audiences.iter().map(Audience::as_str).collect::<Vec<_>>().join(", ")
}

impl<'a> Policy<'a> {
    /// The policy for one app.
    pub fn of(defaults: &'a Defaults, app: &'a App) -> Self {
        Self { defaults, app, most: None }
    }

    /// The same for tokens of this user, where they are of one: they may give fewer scopes than the app is registered for.
    #[must_use]
    pub fn for_user(self, user: Option<&UserId>) -> Self {
        Self { most: user.and_then(|user| self.defaults.people.most_of(user)), ..self }
    }

    /// Of these scopes, those that the user may give.
    fn given(&self, scopes: Scopes) -> Scopes {
        match self.most {
            Some(most) => most.intersection(&scopes),
            None => scopes,
        }
    }

    /// The algorithm its tokens are signed with.
    pub fn algorithm(&self) -> Algorithm {
        self.app.profile.algorithm.unwrap_or(self.defaults.algorithm)
    }

    /// The lifetime of its access tokens.
    pub fn access_ttl(&self) -> Ttl {
        self.app.profile.access_ttl.unwrap_or(self.defaults.access_ttl)
    }

    /// The lifetime of its refresh tokens.
    pub fn refresh_ttl(&self) -> Ttl {
        self.app.profile.refresh_ttl.unwrap_or(self.defaults.refresh_ttl)
    }

    /// When a family that starts now ends at the latest.
    pub fn family_end(&self, now: Timestamp) -> Option<Timestamp> {
        self.app.profile.refresh_max_age.or(self.defaults.refresh_max_age).map(|age| now.plus(age))
    }

    /// How its access tokens are written, where nobody asks for something else.
    pub fn token_format(&self) -> TokenFormat {
        self.app.profile.token_format.unwrap_or_default()
    }

    /// Whether a user consents to scopes beyond those of before: where that was said, and in a home for development, where no
    /// consent is anybody's.
    pub fn consents(&self, said: bool) -> bool {
        said || self.defaults.development
    }

    /// Whether a token may depart from those of the home in this: in a home for development, or where somebody says that it is a
    /// test token.
    pub fn departing(&self, departures: Vec<Departure>, is_test_token: bool) -> Result<(), PolicyError> {
        if departures.is_empty() || self.defaults.development || is_test_token {
            Ok(())
        } else {
            Err(PolicyError::NotForDevelopment { departures })
        }
    }

    /// The scopes of a token: those asked for, which the app must be registered for; or where none are asked for,
    /// what the user consented to before, as far as the app still has it; or all that the app is registered for.
    pub fn scopes(&self, asked: Option<&Scopes>, consented: Option<&Scopes>) -> Result<Scopes, PolicyError> {
        let registered = &self.app.profile.scopes;
        let Some(asked) = asked else {
            let all = consented.map_or_else(|| registered.clone(), |consented| registered.intersection(consented));
            return Ok(self.given(all));
        };
        let missing = registered.missing(asked);
        if !missing.is_empty() {
            let app = self.app.name.clone();
            return Err(PolicyError::ScopeNotRegistered { app, missing, registered: registered.clone() });
        }
        match self.most.map(|most| (most.missing(asked), most)) {
            Some((missing, most)) if !missing.is_empty() => {
                Err(PolicyError::ScopeNotOfUser { missing, most: most.clone() })
            }
            _ => Ok(asked.clone()),
        }
    }

    /// The scopes of a refreshed token: never more than the refresh token covers, than the app still has, and than the user may
    /// still give.
    pub fn refreshed_scopes(&self, asked: Option<&Scopes>, covered: &Scopes) -> Result<Scopes, PolicyError> {
        let Some(asked) = asked else { return Ok(self.given(self.app.profile.scopes.intersection(covered))) };
        let missing = covered.missing(asked);
        if missing.is_empty() {
            self.scopes(Some(asked), None)
        } else {
            Err(PolicyError::ScopeGrows { missing, covered: covered.clone() })
        }
    }

    /// The audiences of a refreshed token: never others than the refresh token stands for (RFC 8707, 2.2).
    pub fn refreshed_audiences(&self, asked: &[Audience], covered: &[Audience]) -> Result<Vec<Audience>, PolicyError> {
        match asked.iter().find(|audience| !covered.contains(audience)) {
            None if asked.is_empty() => Ok(covered.to_vec()),
            None => Ok(asked.to_vec()),
            Some(audience) => {
                let (audience, registered) = (audience.clone(), covered.to_vec());
                Err(PolicyError::AudienceGrows { audience, covered: registered })
            }
        }
    }

    /// The audiences of a token: those asked for, which an app that registered some must have among them.
    pub fn audiences(&self, asked: &[Audience]) -> Result<Vec<Audience>, PolicyError> {
        let app = || self.app.name.clone();
        let registered = &self.app.profile.audiences;
        let stranger = asked.iter().find(|audience| !registered.is_empty() && !registered.contains(audience));
        if let Some(audience) = stranger {
            let (audience, registered) = (audience.clone(), registered.clone());
            return Err(PolicyError::AudienceNotRegistered { app: app(), audience, registered });
        }
        let chosen = [asked, registered, &self.defaults.audiences].into_iter().find(|list| !list.is_empty());
        chosen.map(<[Audience]>::to_vec).ok_or_else(|| PolicyError::NoAudience { app: app() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::app::AppProfile;
    use crate::core::id::ClientId;
    use crate::core::person::Person;

    fn defaults() -> Defaults {
        Defaults {
            issuer: Issuer::new("https://auth.test").unwrap(),
            audiences: vec![Audience::new("https://api.test").unwrap()],
            algorithm: Algorithm::RS256,
            access_ttl: Ttl::minutes(15),
            refresh_ttl: Ttl::days(30),
            refresh_max_age: None,
            refresh_grace: 0,
            leeway: 0,
            max_key_age: None,
            clock_margin: CLOCK_MARGIN,
            development: false,
            trusted: Vec::new(),
            people: Arc::default(),
            scope_words: BTreeMap::new(),
            registration: None,
            client_documents: None,
            risk: RiskRules::default(),
        }
    }

    fn app(scopes: &str, audiences: &[&str]) -> App {
        let profile = AppProfile {
            scopes: scopes.parse().unwrap(),
            audiences: audiences.iter().map(|a| Audience::new(*a).unwrap()).collect(),
            ..AppProfile::default()
        };
        App::register(ClientId::from_random([0; 16]), AppName::new("demo").unwrap(), profile, true, Timestamp(0))
    }

    #[test]
    fn an_app_never_gets_a_scope_it_is_not_registered_for() {
        let (home, app) = (defaults(), app("read write", &[]));
        let policy = Policy::of(&home, &app);
        let asked: Scopes = "read admin".parse().unwrap();
        assert_eq!(
            policy.scopes(Some(&asked), None).unwrap_err().to_string(),
            "app demo is not registered for the scope admin; registered: read write"
        );
        let consented: Scopes = "read gone".parse().unwrap();
        assert_eq!(policy.scopes(None, Some(&consented)).unwrap().to_string(), "read");
        assert_eq!(policy.scopes(None, None).unwrap().to_string(), "read write");
    }

    #[test]
    fn scope_shrinks_and_never_grows_at_refresh() {
        let (home, app) = (defaults(), app("read write", &[]));
        let policy = Policy::of(&home, &app);
        let (read, both): (Scopes, Scopes) = ("read".parse().unwrap(), "read write".parse().unwrap());
        assert!(policy.refreshed_scopes(Some(&both), &read).is_err());
        assert_eq!(policy.refreshed_scopes(Some(&read), &both).unwrap(), read);
        assert_eq!(policy.refreshed_scopes(None, &both).unwrap(), both);
    }

    #[test]
    fn an_audience_is_left_out_at_refresh_and_none_is_added() {
        let (home, app) = (defaults(), app("", &[]));
        let policy = Policy::of(&home, &app);
        let [a, b, c] = ["a", "b", "c"].map(|name| Audience::new(name).unwrap());
        let covered = [a.clone(), b.clone()];
        assert_eq!(policy.refreshed_audiences(&[], &covered).unwrap(), covered);
        assert_eq!(policy.refreshed_audiences(std::slice::from_ref(&b), &covered).unwrap(), [b]);
        assert_eq!(
            policy.refreshed_audiences(&[a, c], &covered).unwrap_err().to_string(),
            "the refresh token is not for the audience c; it is for: a, b"
        );
    }

    #[test]
    fn a_scope_that_the_app_lost_is_not_refreshed() {
        let (home, app) = (defaults(), app("read", &[]));
        let policy = Policy::of(&home, &app);
        let both: Scopes = "read write".parse().unwrap();
        assert_eq!(policy.refreshed_scopes(None, &both).unwrap().to_string(), "read");
        assert!(policy.refreshed_scopes(Some(&"write".parse().unwrap()), &both).is_err());
    }

    #[test]
    fn a_user_gives_no_scope_that_a_file_does_not_let_them_give() {
        let (app, alice) = (app("read write", &[]), UserId::new("alice").unwrap());
        let person = Person { scopes: Some("read admin".parse().unwrap()), ..Person::default() };
        let people = Arc::new(Directory::of([(alice.clone(), person)]));
        let home = Defaults { people, ..defaults() };
        let (read, both): (Scopes, Scopes) = ("read".parse().unwrap(), "read write".parse().unwrap());
        let of_alice = Policy::of(&home, &app).for_user(Some(&alice));
        assert_eq!(
            (of_alice.scopes(None, None), of_alice.scopes(None, Some(&both))),
            (Ok(read.clone()), Ok(read.clone()))
        );
        assert_eq!(
            (of_alice.scopes(Some(&read), None), of_alice.refreshed_scopes(None, &both)),
            (Ok(read.clone()), Ok(read))
        );
        let refused = of_alice.scopes(Some(&both), None).unwrap_err().to_string();
        assert_eq!(refused, "the user may not give the scope write; they may give: admin read");
        assert!(of_alice.refreshed_scopes(Some(&both), &both).is_err());
        let bob = UserId::new("bob").unwrap();
        for other in [Some(&bob), None] {
            assert_eq!(
                Policy::of(&home, &app).for_user(other).scopes(Some(&both), None),
                Ok(both.clone()),
                "{other:?}"
            );
        }
    }

    #[test]
    fn a_family_ends_as_the_app_says_else_as_the_home_does() {
        let home = Defaults { refresh_max_age: Some(Ttl::days(90)), ..defaults() };
        let mut app = app("", &[]);
        assert_eq!(Policy::of(&defaults(), &app).family_end(Timestamp(5)), None);
        assert_eq!(Policy::of(&home, &app).family_end(Timestamp(5)), Some(Timestamp(90 * 86_400 + 5)));
        app.profile.refresh_max_age = Some(Ttl::minutes(1));
        assert_eq!(Policy::of(&home, &app).family_end(Timestamp(5)), Some(Timestamp(65)));
    }

    #[test]
    fn consent_is_in_nobodys_way_in_a_home_for_development() {
        let app = app("", &[]);
        let (home, development) = (defaults(), Defaults { development: true, ..defaults() });
        assert!(!Policy::of(&home, &app).consents(false) && Policy::of(&home, &app).consents(true));
        assert!(Policy::of(&development, &app).consents(false));
    }

    #[test]
    fn only_a_home_for_development_or_a_word_for_it_lets_tokens_depart() {
        let app = app("", &[]);
        let departs = || vec![Departure::Without(crate::core::Omittable::Audience)];
        let (home, development) = (defaults(), Defaults { development: true, ..defaults() });
        assert_eq!(Policy::of(&development, &app).departing(departs(), false), Ok(()));
        assert_eq!(Policy::of(&home, &app).departing(departs(), true), Ok(()));
        assert_eq!(Policy::of(&home, &app).departing(vec![], false), Ok(()));
        assert_eq!(
            Policy::of(&home, &app).departing(departs(), false).unwrap_err().to_string(),
            "this would be a test token (it has no aud), and this home is not for development"
        );
    }

    #[test]
    fn an_audience_comes_from_the_request_then_the_app_then_the_home() {
        let (home, free, bound) = (defaults(), app("", &[]), app("", &["https://a.test"]));
        let other = [Audience::new("https://b.test").unwrap()];
        assert_eq!(Policy::of(&home, &free).audiences(&other).unwrap(), other);
        assert_eq!(Policy::of(&home, &free).audiences(&[]).unwrap(), home.audiences);
        assert_eq!(Policy::of(&home, &bound).audiences(&[]).unwrap()[0].as_str(), "https://a.test");
        assert!(Policy::of(&home, &bound).audiences(&other).is_err());
        let nobody = Defaults { audiences: vec![], ..home };
        assert!(matches!(Policy::of(&nobody, &free).audiences(&[]), Err(PolicyError::NoAudience { .. })));
    }
}
