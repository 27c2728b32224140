//! Random commands against the real authority and a plain model in memory: the same answers, always.
//!
//! The model knows the diagrams and nothing of SQL, signatures or transactions. What it does not allow must be refused
//! with the reason it predicts, and what it allows must work.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use mintage::authority::{
    Authority, Error, Expected, GenerateRequest, HomeParts, IssueRequest, Issued, NewKeyProtection, RefreshRequest,
    Registration, RevokeRequest, RevokeTarget, lay_out,
};
use mintage::core::app::AppRef;
use mintage::core::claims::{ClaimsRequest, Lifetime};
use mintage::core::policy::Defaults;
use mintage::core::verify::Reason;
use mintage::core::{
    Actor, Algorithm, AppName, AppProfile, Audience, Context, Issuer, Note, SecretText, Subject, Ttl, UserId,
};
use mintage::host::clock::Clock;
use mintage::host::entropy::SystemEntropy;
use mintage::keys::{KeyRing, Passphrase, PassphraseError, PassphraseFor, PassphraseSource, install_crypto};
use mintage::store::sqlite::SqliteStore;
use proptest::prelude::*;

/// What may be done. Places count modulo what there is, so that most commands meet something.
#[derive(Debug, Clone)]
enum Step {
    Register(usize),
    Activate(usize),
    Block(usize),
    Issue { app: usize, user: usize, refresh: bool, ttl: i64 },
    Refresh(usize),
    Revoke(usize),
    Pass(u64),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let apps = 0..2_usize;
    let step = prop_oneof![
        1 => apps.clone().prop_map(Step::Register),
        1 => apps.clone().prop_map(Step::Activate),
        1 => apps.clone().prop_map(Step::Block),
        4 => (apps, 0..2_usize, any::<bool>(), 1..60_i64)
            .prop_map(|(app, user, refresh, ttl)| Step::Issue { app, user, refresh, ttl }),
        4 => any::<usize>().prop_map(Step::Refresh),
        2 => any::<usize>().prop_map(Step::Revoke),
        1 => (1..40_u64).prop_map(Step::Pass),
    ];
    proptest::collection::vec(step, 1..30)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum AppStanding {
    Registered,
    Active,
    Blocked,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    None,
    Used,
    Revoked,
}

#[derive(Debug)]
struct ModelToken {
    text: String,
    app: usize,
    family: Option<usize>,
    end: u64,
    mark: Mark,
    refreshes: bool,
}

/// The diagrams, and nothing else.
#[derive(Default)]
struct Model {
    now: u64,
    apps: BTreeMap<usize, AppStanding>,
    tokens: Vec<ModelToken>,
    families: usize,
}

impl Model {
    fn is_over(&self, token: &ModelToken) -> bool {
        self.now >= token.end
    }

    /// What `verify` must say of a token.
    fn verdict(&self, token: &ModelToken) -> Option<Reason> {
        if token.refreshes {
            Some(Reason::TypeMismatch)
        } else if self.is_over(token) {
            Some(Reason::Expired)
        } else if token.mark == Mark::Revoked {
            Some(Reason::Revoked)
        } else if self.apps[&token.app] == AppStanding::Blocked {
            Some(Reason::AppBlocked)
        } else {
            None
        }
    }

    /// What refreshing with a token must come to; `Ok` where it works.
    fn refresh(&self, token: &ModelToken) -> Result<(), Option<Reason>> {
        if !token.refreshes {
            Err(Some(Reason::TypeMismatch))
        } else if self.apps[&token.app] == AppStanding::Blocked {
            Err(Some(Reason::AppBlocked))
        } else {
            match token.mark {
                Mark::Used => Err(None), // a replay
                Mark::Revoked => Err(Some(Reason::Revoked)),
                Mark::None if self.is_over(token) => Err(Some(Reason::Expired)),
                Mark::None => Ok(()),
            }
        }
    }

    /// Ends what is still good of a family, or the one token that has none.
    fn end(&mut self, place: usize) {
        let (family, now) = (self.tokens[place].family, self.now);
        let whole = self.tokens[place].refreshes;
        for (other, token) in self.tokens.iter_mut().enumerate() {
            let reached = other == place || (whole && token.family.is_some() && token.family == family);
            if reached && token.mark == Mark::None && now < token.end {
                token.mark = Mark::Revoked;
            }
        }
    }

    fn add(&mut self, issued: &Issued, app: usize, family: Option<usize>, ttl: u64, refresh_ttl: u64) {
        let mut push = |text: &SecretText, end, refreshes| {
            let text = text.reveal().to_owned();
            self.tokens.push(ModelToken { text, app, family, end, mark: Mark::None, refreshes });
        };
        push(&issued.access, self.now + ttl, false);
        if let Some(refresh) = &issued.refresh {
            push(refresh, self.now + refresh_ttl, true);
        }
    }
}

const ACCESS_TTL: u64 = 30;
const REFRESH_TTL: u64 = 50;

struct Hand(Cell<u64>);
impl Clock for Hand {
    fn since_epoch(&self) -> Duration {
        Duration::from_secs(self.0.get())
    }
}

struct Nobody;
impl PassphraseSource for Nobody {
    fn passphrase(&self, purpose: &PassphraseFor) -> Result<Passphrase, PassphraseError> {
        Err(PassphraseError::NoSource(purpose.clone()))
    }
}

fn authority<'h>(folder: &Path, clock: &'h Hand) -> Authority<'h> {
    install_crypto();
    let parts = HomeParts {
        folder: folder.join("home"),
        store: folder.join("home/mintage.db"),
        keys: folder.join("home/keys"),
    };
    lay_out(&parts).unwrap();
    let ttl = |seconds: u64| Ttl::from_seconds(i64::try_from(seconds).unwrap()).unwrap();
    let mut authority = Authority {
        defaults: Defaults {
            issuer: Issuer::new("https://auth.test").unwrap(),
            audiences: vec![Audience::new("https://api.test").unwrap()],
            algorithm: Algorithm::EdDSA,
            access_ttl: ttl(ACCESS_TTL),
            refresh_ttl: ttl(REFRESH_TTL),
            leeway: 0,
            max_key_age: None,
            refresh_max_age: None,
            refresh_grace: 0,
        },
        store: Box::new(SqliteStore::at(parts.store)),
        ring: KeyRing::at(parts.keys),
        passphrases: Box::new(Nobody),
        stuck_rotation: None,
        clock,
        entropy: &SystemEntropy,
    };
    let request = GenerateRequest { algorithm: None, bits: None, protection: NewKeyProtection::None };
    authority.generate_key(&request).unwrap();
    authority
}

fn app(number: usize) -> AppRef {
    AppRef::Name(AppName::new(format!("app-{number}")).unwrap())
}

fn actor() -> Actor {
    Actor::new("tester").unwrap()
}

fn take(authority: &mut Authority<'_>, clock: &Hand, model: &mut Model, step: &Step) -> Result<(), TestCaseError> {
    match *step {
        Step::Pass(seconds) => {
            model.now += seconds;
            clock.0.set(model.now);
        }
        Step::Register(number) => {
            let AppRef::Name(name) = app(number) else { unreachable!() };
            let registration = Registration { name, profile: AppProfile::default(), public: true };
            let done = authority.register_app(registration);
            match model.apps.get(&number) {
                Some(_) => prop_assert!(matches!(done, Err(Error::NameTaken(_))), "{done:?}"),
                None => {
                    done.unwrap();
                    model.apps.insert(number, AppStanding::Registered);
                }
            }
        }
        Step::Activate(number) => {
            let done = authority.activate_app(&app(number));
            match model.apps.get(&number) {
                None => prop_assert!(matches!(done, Err(Error::UnknownApp(_))), "{done:?}"),
                Some(AppStanding::Active) => prop_assert!(matches!(done, Err(Error::Refused(_))), "{done:?}"),
                Some(_) => {
                    done.unwrap();
                    model.apps.insert(number, AppStanding::Active);
                }
            }
        }
        Step::Block(number) => {
            let done = authority.block_app(&app(number), Note::new("test").unwrap(), actor());
            match model.apps.get(&number) {
                None => prop_assert!(matches!(done, Err(Error::UnknownApp(_))), "{done:?}"),
                Some(AppStanding::Blocked) => prop_assert!(matches!(done, Err(Error::Refused(_))), "{done:?}"),
                Some(_) => {
                    done.unwrap();
                    model.apps.insert(number, AppStanding::Blocked);
                }
            }
        }
        Step::Issue { app: number, user, refresh, ttl } => {
            let done = authority.issue(&IssueRequest {
                app: app(number),
                subject: Subject::User(UserId::new(format!("user-{user}")).unwrap()),
                scopes: None,
                audiences: vec![],
                claims: ClaimsRequest {
                    lifetime: Lifetime::For(Ttl::from_seconds(ttl).unwrap()),
                    ..ClaimsRequest::default()
                },
                context: Context::default(),
                with_refresh: refresh,
                id_token: None,
                consent: false,
                format: None,
            });
            match model.apps.get(&number) {
                None => prop_assert!(matches!(done, Err(Error::UnknownApp(_))), "{done:?}"),
                Some(AppStanding::Blocked) => prop_assert!(matches!(done, Err(Error::Refused(_))), "{done:?}"),
                Some(_) => {
                    let issued = done.unwrap();
                    model.apps.insert(number, AppStanding::Active);
                    model.families += 1;
                    let family = refresh.then_some(model.families);
                    model.add(&issued, number, family, ttl.unsigned_abs(), REFRESH_TTL);
                }
            }
        }
        Step::Refresh(place) if !model.tokens.is_empty() => {
            let place = place % model.tokens.len();
            let token = SecretText::new(model.tokens[place].text.clone());
            let request = RefreshRequest { token, scopes: None, context: Context::default(), actor: actor() };
            let done = authority.refresh(&request);
            match model.refresh(&model.tokens[place]) {
                Ok(()) => {
                    let issued = done.unwrap();
                    model.tokens[place].mark = Mark::Used;
                    let (number, family) = (model.tokens[place].app, model.tokens[place].family);
                    model.add(&issued, number, family, ACCESS_TTL, REFRESH_TTL);
                }
                Err(None) => {
                    prop_assert!(matches!(done, Err(Error::Replay { .. })), "{done:?}");
                    model.end(place);
                }
                Err(Some(expected)) => {
                    let refused = matches!(&done, Err(Error::Token { reason, .. }) if *reason == expected);
                    prop_assert!(refused, "{done:?}, expected {expected:?}");
                }
            }
        }
        Step::Revoke(place) if !model.tokens.is_empty() => {
            let place = place % model.tokens.len();
            let target = RevokeTarget::Text(SecretText::new(model.tokens[place].text.clone()));
            authority.revoke(&RevokeRequest { targets: vec![target], by: actor(), note: None, plan: false }).unwrap();
            model.end(place);
        }
        Step::Refresh(_) | Step::Revoke(_) => {}
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_sequence_of_commands_leaves_the_diagrams(steps in steps()) {
        let folder = tempfile::tempdir().unwrap();
        let clock = Hand(Cell::new(1_000_000));
        let mut authority = authority(folder.path(), &clock);
        let mut model = Model { now: 1_000_000, ..Model::default() };
        for step in &steps {
            take(&mut authority, &clock, &mut model, step)?;
            for token in &model.tokens {
                let (report, _) = authority.verify(token.text.as_bytes(), Expected::default()).unwrap();
                prop_assert_eq!(report.reason, model.verdict(token), "after {:?}: {:?}", step, token);
            }
        }
    }
}
