//! What verbs leave behind when the ledger does not say whether it kept their change.

#[path = "support/fickle.rs"]
mod fickle;

#[path = "support/nobody.rs"]
mod nobody;

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use fickle::{Fickle, Outcome};
use mintage::authority::{Authority, GenerateRequest, Import, Memory, NewKeyProtection, Parts, Reserve};
use mintage::core::policy::Defaults;
use mintage::core::{Actor, Algorithm, Audience, Caller, Issuer, Ttl};
use mintage::home::{NewHome, Place, lay_out};
use mintage::host::Environment;
use mintage::host::clock::Clock;
use mintage::host::entropy::SystemEntropy;
use mintage::keys::{ImportedKey, KeyRing, generate, install_crypto};
use mintage::store::sqlite::SqliteStore;
use nobody::Nobody;
use tempfile::TempDir;

struct Fixed;

impl Clock for Fixed {
    fn since_epoch(&self) -> Duration {
        Duration::from_secs(1_000_000_000)
    }
}

/// A home without keys, of which the first commit comes to this.
fn authority(folder: &Path, outcome: Outcome) -> Authority {
    install_crypto();
    let place = Place::find(Some(&folder.join("home")), &Environment::default()).unwrap();
    let issuer = Issuer::new("https://auth.test").unwrap();
    let audiences = vec![Audience::new("https://api.test").unwrap()];
    let new = NewHome { issuer: &issuer, audiences: &audiences, algorithm: Algorithm::EdDSA, development: false };
    lay_out(&place, &new).unwrap();
    let ttl = Ttl::from_seconds(60).unwrap();
    Authority::new(Parts {
        defaults: Defaults {
            issuer,
            audiences,
            algorithm: Algorithm::EdDSA,
            access_ttl: ttl,
            refresh_ttl: ttl,
            leeway: 0,
            development: false,
            max_key_age: None,
            refresh_max_age: None,
            refresh_grace: 0,
            clock_margin: ttl,
        },
        store: Box::new(Fickle::new(Box::new(SqliteStore::in_file(place.store())), [outcome])),
        memory: Arc::new(Memory::in_file(place.generation())),
        reserve: Arc::new(Reserve::in_file(place.reserve())),
        ring: KeyRing::at(place.keys()),
        passphrases: Box::new(Nobody),
        clock: Arc::new(Fixed),
        entropy: Arc::new(SystemEntropy),
    })
}

fn caller() -> Caller {
    Caller::operator(Actor::new("tester").unwrap())
}

/// Every key of the ledger can be opened, and there are so many; and so many files that belong to none.
fn assert_kept(authority: &Authority, keys: usize, strays: usize) {
    let known = authority.keys().unwrap();
    assert_eq!(known.len(), keys);
    for key in &known {
        authority.ring().open(key, &Nobody).unwrap();
    }
    assert_eq!(authority.stray_files().unwrap().len(), strays);
}

/// What may come of one commit: how many keys are in the ledger then, and how many files belong to none. A change that was
/// undone to let others go first is made again.
const OUTCOMES: [(Outcome, usize, usize); 3] =
    [(Outcome::Retry, 1, 0), (Outcome::Unknown { kept: true }, 1, 0), (Outcome::Unknown { kept: false }, 0, 1)];

#[test]
fn a_key_that_may_be_in_the_ledger_keeps_its_file() {
    for (outcome, keys, strays) in OUTCOMES {
        let folder = TempDir::new().unwrap();
        let authority = authority(folder.path(), outcome);
        let request = GenerateRequest { algorithm: None, bits: None, kid: None, protection: NewKeyProtection::None };
        let made = authority.generate_key(&caller(), &request);
        assert_eq!(made.is_err_and(|error| error.is_outcome_unknown()), outcome != Outcome::Retry);
        assert_kept(&authority, keys, strays);
    }
}

#[test]
fn so_does_a_key_that_is_taken_in() {
    for (outcome, keys, strays) in OUTCOMES {
        let folder = TempDir::new().unwrap();
        let authority = authority(folder.path(), outcome);
        let made = generate(Algorithm::EdDSA, None, &SystemEntropy).unwrap();
        let key = || ImportedKey {
            kid: Some(made.kid.clone()),
            algorithm: Algorithm::EdDSA,
            bits: made.bits,
            public: made.public.clone(),
            private: Some(made.private.clone()),
        };
        let taken = authority.import_keys(&caller(), vec![key()], Some(&NewKeyProtection::None));
        assert_eq!(taken.is_err_and(|error| error.is_outcome_unknown()), outcome != Outcome::Retry);
        assert_kept(&authority, keys, strays);
        // Whoever looks, finds that it is there, and has nothing to do.
        if keys == 1 {
            let again = authority.import_keys(&caller(), vec![key()], Some(&NewKeyProtection::None)).unwrap();
            assert!(matches!(again[..], [Import::Known(_)]));
        }
    }
}
