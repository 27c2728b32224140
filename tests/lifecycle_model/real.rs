//! The real authority, in the time that the model says, and the names that both go by.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use mintage::authority::Authority;
use mintage::core::app::AppRef;
use mintage::core::policy::Defaults;
use mintage::core::{Actor, Algorithm, AppName, Audience, Caller, Issuer, Scopes, Ttl, UserId};
use mintage::home::{self, NewHome, Place, lay_out};
use mintage::host::Environment;
use mintage::host::clock::Clock;
use mintage::host::entropy::SystemEntropy;
use mintage::keys::install_crypto;
use tempfile::TempDir;

use crate::model::{ACCESS_TTL, CLOCK_MARGIN, FAMILY_AGE, GRACE, REFRESH_TTL};
use crate::support::Nobody;

/// A clock that stands where the model sets it, in seconds.
pub struct Hand(pub AtomicU64);
impl Clock for Hand {
    fn since_epoch(&self) -> Duration {
        Duration::from_secs(self.0.load(Ordering::Relaxed))
    }
}

/// A temporary folder, in memory where the machine has one: thousands of lives would wait for a disk most of the time, and
/// what lasts is not the question here.
pub fn folder() -> TempDir {
    tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap()
}

/// The real authority of a new home, in this time. It has no key yet.
pub fn authority(folder: &Path, clock: &Arc<Hand>) -> Authority {
    install_crypto();
    let place = Place::find(Some(&folder.join("home")), &Environment::default()).unwrap();
    let issuer = Issuer::new("https://auth.test").unwrap();
    let audiences = vec![Audience::new("https://api.test").unwrap()];
    let new = NewHome { issuer: &issuer, audiences: &audiences, algorithm: Algorithm::EdDSA, development: false };
    lay_out(&place, &new).unwrap();
    let ttl = |seconds: u64| Ttl::from_seconds(i64::try_from(seconds).unwrap()).unwrap();
    let defaults = Defaults {
        issuer,
        audiences,
        algorithm: Algorithm::EdDSA,
        access_ttl: ttl(ACCESS_TTL),
        refresh_ttl: ttl(REFRESH_TTL),
        leeway: 0,
        development: false,
        trusted: Vec::new(),
        people: Arc::default(),
        scope_words: std::collections::BTreeMap::new(),
        registration: None,
        client_documents: None,
        risk: mintage::core::risk::RiskRules::default(),
        max_key_age: None,
        clock_margin: ttl(CLOCK_MARGIN),
        refresh_max_age: Some(ttl(FAMILY_AGE)),
        refresh_grace: i64::try_from(GRACE).unwrap(),
    };
    home::open(&place, defaults, Box::new(Nobody), clock.clone(), Arc::new(SystemEntropy))
}

pub fn app(number: usize) -> AppRef {
    AppRef::Name(AppName::new(format!("app-{number}")).unwrap())
}

pub fn caller() -> Caller {
    Caller::operator(Actor::new("tester").unwrap())
}

pub fn user(number: usize) -> UserId {
    UserId::new(format!("user-{number}")).unwrap()
}

pub fn scopes(bits: u8) -> Scopes {
    let words = [(1, "read"), (2, "write")].into_iter().filter(|(bit, _)| bits & bit != 0);
    words.map(|(_, word)| word).collect::<Vec<_>>().join(" ").parse().unwrap()
}
