//! Random commands against the real authority and a plain model in memory: the same answers, always.
//!
//! The model knows the diagrams and nothing of SQL, signatures or transactions. What it does not allow must be refused
//! with the reason it predicts, and what it allows must work.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use mintage::authority::{
    Authority, Error, GenerateRequest, GrantTarget, IssueRequest, Issued, NewKeyProtection, RefreshRequest,
    Registration, RevokeQuery, RevokeRequest, RevokeTarget, TokenChoice,
};
use mintage::core::app::AppRef;
use mintage::core::claims::{ClaimsRequest, Lifetime};
use mintage::core::policy::Defaults;
use mintage::core::verify::Reason;
use mintage::core::{
    Actor, Algorithm, AppName, AppProfile, Audience, Context, Issuer, Note, RevocationCount, Scopes, SecretText,
    Subject, Timestamp, TokenFormat, Ttl, UserId,
};
use mintage::home::{self, Parts, Place, lay_out};
use mintage::host::Environment;
use mintage::host::clock::Clock;
use mintage::host::entropy::SystemEntropy;
use mintage::keys::{Passphrase, PassphraseError, PassphraseFor, PassphraseSource, install_crypto};
use mintage::verifier::Expected;
use proptest::prelude::*;

/// What may be done. Places count modulo what there is, so that most commands meet something.
#[derive(Debug, Clone)]
enum Step {
    Register(usize),
    Activate(usize),
    Block(usize),
    Delete(usize),
    Issue { app: usize, user: usize, refresh: bool, ttl: i64, scope: Option<u8>, consent: bool, opaque: bool },
    Refresh { place: usize, scope: Option<u8> },
    Revoke(usize),
    Withdraw { app: Option<usize>, user: Option<usize> },
    RevokeWhere { app: Option<usize>, user: Option<usize>, scope: u8, older: Option<u64> },
    Prune(u64),
    Pass(u64),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let (apps, users, bits) = (0..2_usize, 0..2_usize, 0..4_u8);
    let maybe = |range: std::ops::Range<usize>| proptest::option::of(range);
    let issue = (apps.clone(), users, any::<bool>(), 1..60_i64, proptest::option::of(bits.clone()), any::<[bool; 2]>());
    let step = prop_oneof![
        1 => apps.clone().prop_map(Step::Register),
        1 => apps.clone().prop_map(Step::Activate),
        1 => apps.clone().prop_map(Step::Block),
        1 => (apps, 0..4_u8).prop_map(|(app, rarely)| if rarely == 0 { Step::Delete(app) } else { Step::Register(app) }),
        8 => issue.prop_map(|(app, user, refresh, ttl, scope, [consent, opaque])| {
            Step::Issue { app, user, refresh, ttl, scope, consent, opaque }
        }),
        8 => (any::<usize>(), proptest::option::of(bits.clone()))
            .prop_map(|(place, scope)| Step::Refresh { place, scope }),
        3 => any::<usize>().prop_map(Step::Revoke),
        1 => (maybe(0..2), maybe(0..2)).prop_map(|(app, user)| Step::Withdraw { app, user }),
        1 => (maybe(0..2), maybe(0..2), bits, proptest::option::of(0..40_u64))
            .prop_map(|(app, user, scope, older)| Step::RevokeWhere { app, user, scope, older }),
        1 => (0..60_u64).prop_map(Step::Prune),
        3 => (1..25_u64).prop_map(Step::Pass),
    ];
    proptest::collection::vec(step, 1..50)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum AppStanding {
    Registered,
    Active,
    Blocked,
    Deleted,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    None,
    Used(u64),
    Revoked {
        with_app: bool,
    },
    /// Pruned: the ledger knows nothing of it.
    Forgotten,
}

/// What using a refresh token comes to where it does not work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum No {
    Token(Reason),
    Replay,
    Repeated,
    Policy,
}

#[derive(Debug)]
struct ModelToken {
    text: String,
    app: usize,
    user: usize,
    grant: usize,
    family: Option<usize>,
    parent: Option<usize>,
    scopes: u8,
    issued: u64,
    end: u64,
    mark: Mark,
    refreshes: bool,
    opaque: bool,
}

#[derive(Debug)]
struct ModelGrant {
    app: usize,
    user: usize,
    scopes: u8,
    revoked_at: Option<u64>,
    forgotten: bool,
}

#[derive(Debug, Clone, Copy)]
struct ModelFamily {
    end: u64,
    opaque: bool,
}

/// The diagrams, and nothing else. Scopes are two bits: `read` and `write`, and every app is registered for both.
#[derive(Default)]
struct Model {
    now: u64,
    apps: BTreeMap<usize, AppStanding>,
    grants: Vec<ModelGrant>,
    families: Vec<ModelFamily>,
    tokens: Vec<ModelToken>,
}

impl Model {
    fn is_over(&self, token: &ModelToken) -> bool {
        self.now >= token.end
    }

    fn is_shut(&self, app: usize) -> bool {
        matches!(self.apps[&app], AppStanding::Blocked | AppStanding::Deleted)
    }

    /// What `verify` must say of a token.
    fn verdict(&self, token: &ModelToken) -> Option<Reason> {
        let deleted = self.apps[&token.app] == AppStanding::Deleted;
        match token.mark {
            _ if token.refreshes => Some(Reason::TypeMismatch),
            // A JWT says itself that it is over.
            Mark::Forgotten if token.opaque => Some(Reason::UnknownToken),
            _ if self.is_over(token) => Some(Reason::Expired),
            Mark::Revoked { with_app } if !(with_app && deleted) => Some(Reason::Revoked),
            _ if self.is_shut(token.app) => Some(Reason::AppBlocked),
            _ => None,
        }
    }

    /// What refreshing with a token must come to: the scopes of the new access token where it works.
    fn refresh(&self, place: usize, asked: Option<u8>) -> Result<u8, No> {
        let token = &self.tokens[place];
        if !token.refreshes {
            return Err(No::Token(Reason::TypeMismatch));
        }
        if token.mark == Mark::Forgotten {
            return Err(No::Token(Reason::UnknownToken));
        }
        if self.is_shut(token.app) {
            return Err(No::Token(Reason::AppBlocked));
        }
        match token.mark {
            Mark::Used(at) => {
                let successor = self.tokens.iter().find(|other| other.refreshes && other.parent == Some(place));
                let unused = successor.is_some_and(|successor| successor.mark == Mark::None);
                Err(if unused && self.now - at < GRACE { No::Repeated } else { No::Replay })
            }
            Mark::Revoked { .. } => Err(No::Token(Reason::Revoked)),
            _ if self.is_over(token) => Err(No::Token(Reason::Expired)),
            _ if asked.is_some_and(|asked| asked & !token.scopes != 0) => Err(No::Policy),
            _ => Ok(asked.unwrap_or(token.scopes)),
        }
    }

    /// Ends what is still good among the tokens that are reached, and counts them all.
    fn end(&mut self, with_app: bool, reached: impl Fn(usize, &ModelToken) -> bool) -> RevocationCount {
        let (now, mut count) = (self.now, RevocationCount::default());
        for (place, token) in self.tokens.iter_mut().enumerate() {
            if token.mark == Mark::Forgotten || !reached(place, token) {
                continue;
            }
            match token.mark {
                Mark::None if now < token.end => {
                    token.mark = Mark::Revoked { with_app };
                    count.revoked += 1;
                }
                Mark::Revoked { .. } => count.already_revoked += 1,
                _ => count.expired += 1,
            }
        }
        count
    }

    /// The one token, and with a refresh token its whole family.
    fn end_one(&mut self, place: usize) -> RevocationCount {
        let (whole, family) = (self.tokens[place].refreshes, self.tokens[place].family);
        self.end(false, |other, token| other == place || (whole && token.family == family))
    }

    fn knows(&self, user: usize) -> bool {
        self.grants.iter().any(|grant| grant.user == user && !grant.forgotten)
    }

    /// Forgets what ended at this time or before.
    fn prune(&mut self, until: u64) -> (u64, u64) {
        let lives = |family: Option<usize>, tokens: &[ModelToken]| {
            tokens.iter().any(|token| token.refreshes && token.family == family && token.end > until)
        };
        let known = |tokens: &[ModelToken]| tokens.iter().filter(|token| token.mark != Mark::Forgotten).count();
        let before = known(&self.tokens);
        let gone: Vec<usize> = (0..self.tokens.len())
            .filter(|&place| {
                let token = &self.tokens[place];
                token.end <= until && !(token.refreshes && lives(token.family, &self.tokens))
            })
            .collect();
        for place in gone {
            self.tokens[place].mark = Mark::Forgotten;
        }
        let mut grants = 0;
        for (number, grant) in self.grants.iter_mut().enumerate() {
            let needed = self.tokens.iter().any(|token| token.grant == number && token.mark != Mark::Forgotten);
            if !grant.forgotten && grant.revoked_at.is_some_and(|at| at <= until) && !needed {
                grant.forgotten = true;
                grants += 1;
            }
        }
        ((before - known(&self.tokens)) as u64, grants)
    }

    fn add(&mut self, issued: &Issued, like: &ModelToken, refresh_scopes: u8) {
        let access = ModelToken { text: issued.access.reveal().to_owned(), ..clone(like) };
        self.tokens.push(access);
        if let Some(refresh) = &issued.refresh {
            let family = self.families[like.family.expect("a refresh token has a family")];
            let end = (self.now + REFRESH_TTL).min(family.end);
            let text = refresh.reveal().to_owned();
            let scopes = refresh_scopes;
            self.tokens.push(ModelToken { text, end, scopes, refreshes: true, opaque: true, ..clone(like) });
        }
    }
}

fn clone(token: &ModelToken) -> ModelToken {
    ModelToken { text: token.text.clone(), ..*token }
}

const ACCESS_TTL: u64 = 30;
const REFRESH_TTL: u64 = 50;
const FAMILY_AGE: u64 = 70;
const GRACE: u64 = 5;

struct Hand(AtomicU64);
impl Clock for Hand {
    fn since_epoch(&self) -> Duration {
        Duration::from_secs(self.0.load(Ordering::Relaxed))
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
    let place = Place::find(Some(&folder.join("home")), &Environment::default()).unwrap();
    let issuer = Issuer::new("https://auth.test").unwrap();
    let audiences = vec![Audience::new("https://api.test").unwrap()];
    lay_out(&place, &issuer, &audiences, Algorithm::EdDSA).unwrap();
    let ttl = |seconds: u64| Ttl::from_seconds(i64::try_from(seconds).unwrap()).unwrap();
    let defaults = Defaults {
        issuer,
        audiences,
        algorithm: Algorithm::EdDSA,
        access_ttl: ttl(ACCESS_TTL),
        refresh_ttl: ttl(REFRESH_TTL),
        leeway: 0,
        max_key_age: None,
        refresh_max_age: Some(ttl(FAMILY_AGE)),
        refresh_grace: i64::try_from(GRACE).unwrap(),
    };
    let parts = Parts { defaults, passphrases: Box::new(Nobody), clock, entropy: &SystemEntropy };
    let mut authority = home::open(&place, parts);
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

fn user(number: usize) -> UserId {
    UserId::new(format!("user-{number}")).unwrap()
}

fn scopes(bits: u8) -> Scopes {
    let words = [(1, "read"), (2, "write")].into_iter().filter(|(bit, _)| bits & bit != 0);
    words.map(|(_, word)| word).collect::<Vec<_>>().join(" ").parse().unwrap()
}

fn take(authority: &mut Authority<'_>, clock: &Hand, model: &mut Model, step: &Step) -> Result<(), TestCaseError> {
    match *step {
        Step::Pass(seconds) => {
            model.now += seconds;
            clock.0.store(model.now, Ordering::Relaxed);
        }
        Step::Register(number) => {
            let AppRef::Name(name) = app(number) else { unreachable!() };
            let profile = AppProfile { scopes: scopes(3), ..AppProfile::default() };
            let done = authority.register_app(Registration { name, profile, public: true });
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
                Some(AppStanding::Active | AppStanding::Deleted) => {
                    prop_assert!(matches!(done, Err(Error::Refused(_))), "{done:?}");
                }
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
                Some(AppStanding::Blocked | AppStanding::Deleted) => {
                    prop_assert!(matches!(done, Err(Error::Refused(_))), "{done:?}");
                }
                Some(_) => {
                    done.unwrap();
                    model.apps.insert(number, AppStanding::Blocked);
                }
            }
        }
        Step::Delete(number) => {
            let done = authority.delete_app(&app(number), None, &actor());
            match model.apps.get(&number) {
                None => prop_assert!(matches!(done, Err(Error::UnknownApp(_))), "{done:?}"),
                Some(AppStanding::Deleted) => prop_assert!(matches!(done, Err(Error::Refused(_))), "{done:?}"),
                Some(_) => {
                    let count = model.end(true, |_, token| token.app == number);
                    prop_assert_eq!(done.unwrap().tokens, count);
                    model.apps.insert(number, AppStanding::Deleted);
                    withdraw(model, Some(number), None);
                }
            }
        }
        Step::Issue { .. } => issue(authority, model, step)?,
        Step::Refresh { place, scope } if !model.tokens.is_empty() => refresh(authority, model, place, scope)?,
        Step::Revoke(place) if !model.tokens.is_empty() => {
            let place = place % model.tokens.len();
            let target = RevokeTarget::Text(SecretText::new(model.tokens[place].text.clone()));
            let done = authority.revoke(&RevokeRequest { targets: vec![target], by: actor(), note: None, plan: false });
            if model.tokens[place].mark == Mark::Forgotten {
                prop_assert!(matches!(done, Err(Error::UnknownTargets { .. })), "{done:?}");
            } else {
                prop_assert_eq!(done.unwrap(), model.end_one(place));
            }
        }
        Step::Withdraw { .. } | Step::RevokeWhere { .. } => end_many(authority, model, step)?,
        Step::Prune(margin) => {
            let margin_seconds = i64::try_from(margin).unwrap();
            let plan = authority.prunable_tokens(margin_seconds).unwrap();
            let done = authority.prune_tokens(margin_seconds).unwrap();
            prop_assert_eq!(plan, done);
            prop_assert_eq!((done.tokens, done.grants), model.prune(model.now - margin));
        }
        Step::Refresh { .. } | Step::Revoke(_) => {}
    }
    Ok(())
}

/// Ends what conditions reach: consents with all under them, or tokens alone.
fn end_many(authority: &mut Authority<'_>, model: &mut Model, step: &Step) -> Result<(), TestCaseError> {
    match *step {
        Step::Withdraw { app: to, user: whose } => {
            let target = GrantTarget::Matching { user: whose.map(user), app: to.map(app) };
            let done = authority.revoke_grants(&target, actor(), None);
            if whose.is_some_and(|user| !model.knows(user)) {
                prop_assert!(matches!(done, Err(Error::UnknownUser(_))), "{done:?}");
            } else if to.is_some_and(|app| !model.apps.contains_key(&app)) {
                prop_assert!(matches!(done, Err(Error::UnknownApp(_))), "{done:?}");
            } else {
                let done = done.unwrap();
                let meant = |token: &ModelToken| {
                    to.is_none_or(|app| app == token.app) && whose.is_none_or(|user| user == token.user)
                };
                prop_assert_eq!(done.tokens, model.end(false, |_, token| meant(token)));
                prop_assert_eq!(done.grants.revoked, withdraw(model, to, whose));
            }
        }
        Step::RevokeWhere { app: of, user: whose, scope, older } => {
            let before = older.map(|seconds| model.now - seconds);
            let choice = TokenChoice {
                app: of.map(app),
                user: whose.map(user),
                scopes: scopes(scope),
                issued_before: before.map(|time| Timestamp(i64::try_from(time).unwrap())),
                ..TokenChoice::default()
            };
            let done =
                authority.revoke_matching(&RevokeQuery { choice: Some(choice), by: actor(), note: None, plan: false });
            if of.is_some_and(|app| !model.apps.contains_key(&app)) {
                prop_assert!(matches!(done, Err(Error::UnknownApp(_))), "{done:?}");
            } else if whose.is_some_and(|user| !model.knows(user)) {
                prop_assert!(matches!(done, Err(Error::UnknownUser(_))), "{done:?}");
            } else {
                let by_app_alone = of.is_some() && whose.is_none() && scope == 0 && before.is_none();
                let count = model.end(by_app_alone, |_, token| {
                    of.is_none_or(|app| app == token.app)
                        && whose.is_none_or(|user| user == token.user)
                        && token.scopes & scope == scope
                        && before.is_none_or(|time| token.issued < time)
                });
                prop_assert_eq!(done.unwrap(), count);
            }
        }
        _ => {}
    }
    Ok(())
}

/// Withdraws grants in the model; gives how many stood.
fn withdraw(model: &mut Model, app: Option<usize>, user: Option<usize>) -> u64 {
    let mut count = 0;
    for grant in &mut model.grants {
        let meant = app.is_none_or(|app| app == grant.app) && user.is_none_or(|user| user == grant.user);
        if meant && grant.revoked_at.is_none() {
            grant.revoked_at = Some(model.now);
            count += 1;
        }
    }
    count
}

fn issue(authority: &mut Authority<'_>, model: &mut Model, step: &Step) -> Result<(), TestCaseError> {
    let &Step::Issue { app: number, user: whose, refresh, ttl, scope, consent, opaque } = step else { unreachable!() };
    let lifetime = Lifetime::For(Ttl::from_seconds(ttl).unwrap());
    let done = authority.issue(&IssueRequest {
        app: app(number),
        subject: Subject::User(user(whose)),
        scopes: scope.map(scopes),
        audiences: vec![],
        claims: ClaimsRequest { lifetime, ..ClaimsRequest::default() },
        context: Context::default(),
        with_refresh: refresh,
        id_token: None,
        consent,
        format: opaque.then_some(TokenFormat::Opaque),
    });
    if !model.apps.contains_key(&number) {
        prop_assert!(matches!(done, Err(Error::UnknownApp(_))), "{done:?}");
        return Ok(());
    }
    if model.is_shut(number) {
        prop_assert!(matches!(done, Err(Error::Refused(_))), "{done:?}");
        return Ok(());
    }
    let standing = |grant: &ModelGrant| grant.app == number && grant.user == whose && grant.revoked_at.is_none();
    let found = model.grants.iter().position(standing);
    let wanted = scope.unwrap_or(found.map_or(3, |grant| model.grants[grant].scopes));
    let grant = match found {
        Some(grant) if wanted & !model.grants[grant].scopes != 0 && !consent => {
            prop_assert!(matches!(done, Err(Error::Consent(_))), "{done:?}");
            return Ok(());
        }
        Some(grant) => {
            model.grants[grant].scopes |= wanted;
            grant
        }
        None => {
            let grant = ModelGrant { app: number, user: whose, scopes: wanted, revoked_at: None, forgotten: false };
            model.grants.push(grant);
            model.grants.len() - 1
        }
    };
    let issued = done.unwrap();
    prop_assert_eq!(&issued.record.scopes, &scopes(wanted));
    model.apps.insert(number, AppStanding::Active);
    let family = refresh.then(|| {
        model.families.push(ModelFamily { end: model.now + FAMILY_AGE, opaque });
        model.families.len() - 1
    });
    let like = ModelToken {
        text: String::new(),
        app: number,
        user: whose,
        grant,
        family,
        parent: None,
        scopes: wanted,
        issued: model.now,
        end: model.now + ttl.unsigned_abs(),
        mark: Mark::None,
        refreshes: false,
        opaque,
    };
    model.add(&issued, &like, wanted);
    Ok(())
}

fn refresh(
    authority: &mut Authority<'_>,
    model: &mut Model,
    place: usize,
    scope: Option<u8>,
) -> Result<(), TestCaseError> {
    let place = place % model.tokens.len();
    let token = SecretText::new(model.tokens[place].text.clone());
    let request = RefreshRequest { token, scopes: scope.map(scopes), context: Context::default(), actor: actor() };
    let done = authority.refresh(&request);
    match model.refresh(place, scope) {
        Ok(narrowed) => {
            let issued = done.unwrap();
            prop_assert_eq!(&issued.record.scopes, &scopes(narrowed));
            model.tokens[place].mark = Mark::Used(model.now);
            let shown = &model.tokens[place];
            let family = model.families[shown.family.expect("a refresh token has a family")];
            let like = ModelToken {
                parent: Some(place),
                scopes: narrowed,
                issued: model.now,
                end: model.now + ACCESS_TTL,
                mark: Mark::None,
                refreshes: false,
                opaque: family.opaque,
                ..clone(shown)
            };
            let covered = shown.scopes;
            model.add(&issued, &like, covered);
        }
        Err(No::Replay) => {
            let Err(Error::Replay { count, .. }) = done else { return Err(TestCaseError::fail(format!("{done:?}"))) };
            prop_assert_eq!(count, model.end_one(place));
        }
        Err(No::Repeated) => prop_assert!(matches!(done, Err(Error::AlreadyUsed { .. })), "{done:?}"),
        Err(No::Policy) => prop_assert!(matches!(done, Err(Error::Policy(_))), "{done:?}"),
        Err(No::Token(expected)) => {
            let refused = matches!(&done, Err(Error::Token { reason, .. }) if *reason == expected);
            prop_assert!(refused, "{done:?}, expected {expected:?}");
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_sequence_of_commands_leaves_the_diagrams(steps in steps()) {
        let folder = tempfile::tempdir().unwrap();
        let clock = Hand(AtomicU64::new(1_000_000));
        let mut authority = authority(folder.path(), &clock);
        let mut model = Model { now: 1_000_000, ..Model::default() };
        // So that sequences are about tokens, and not about looking for an app.
        take(&mut authority, &clock, &mut model, &Step::Register(0))?;
        for step in &steps {
            take(&mut authority, &clock, &mut model, step)?;
            for token in &model.tokens {
                let (report, _) = authority.verify(token.text.as_bytes(), Expected::default()).unwrap();
                prop_assert_eq!(report.reason, model.verdict(token), "after {:?}: {:?}", step, token);
                let active = authority.introspect(token.text.as_bytes(), None).unwrap().is_some();
                let live_refresh = token.refreshes
                    && token.mark == Mark::None
                    && !model.is_over(token)
                    && !model.is_shut(token.app);
                prop_assert_eq!(active, live_refresh || model.verdict(token).is_none(), "after {:?}: {:?}", step, token);
            }
        }
    }
}
