//! What verbs leave behind, and whom they tell what, when the ledger does not do what it is told or does not say so.

#![allow(clippy::disallowed_methods, reason = "tests look at the machine themselves")]

#[path = "support/fickle.rs"]
mod fickle;

#[path = "support/nobody.rs"]
mod nobody;

use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{Sender, channel};
use std::time::Duration;

use fickle::{Fickle, Outcome};
use mintage::authority::{
    Authority, GenerateRequest, Import, IssueRequest, Memory, NewKeyProtection, Order, Parts, Registration, Reserve,
    Unsigned, Wish,
};
use mintage::core::app::AppRef;
use mintage::core::policy::Defaults;
use mintage::core::{Actor, Algorithm, AppName, AppProfile, Audience, Caller, Issuer, Subject, Timestamp, Ttl};
use mintage::home::{NewHome, Place, configure, lay_out};
use mintage::host::Environment;
use mintage::host::clock::Clock;
use mintage::host::entropy::SystemEntropy;
use mintage::keys::{ImportedKey, KeyRing, LogRing, generate, install_crypto};
use mintage::settings::edit::{Edit, SettingName, read_values};
use mintage::store::sqlite::{SqliteBudgets, SqliteStore};
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
    authority_after(folder, [outcome])
}

/// A home without keys, of which the first commits come to this.
fn authority_after(folder: &Path, outcomes: impl IntoIterator<Item = Outcome>) -> Authority {
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
            trusted: Vec::new(),
            people: Arc::default(),
            scope_words: std::collections::BTreeMap::new(),
            registration: None,
            client_documents: None,
            risk: mintage::core::risk::RiskRules::default(),
            max_key_age: None,
            refresh_max_age: None,
            refresh_grace: 0,
            clock_margin: ttl,
        },
        store: Box::new(Fickle::new(Box::new(SqliteStore::in_file(place.store())), outcomes)),
        memory: Arc::new(Memory::in_file(place.generation())),
        reserve: Arc::new(Reserve::in_file(place.reserve())),
        access: None,
        log: LogRing::of(KeyRing::in_memory()),
        budgets: Arc::new(SqliteBudgets::in_memory()),
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

/// A token of its own for an app, and whom to tell what came of it.
fn order(app: &str, tell: &Sender<(String, Result<Unsigned, mintage::authority::Error>)>) -> Order {
    let (name, tell) = (app.to_owned(), tell.clone());
    let request = IssueRequest::plain(AppRef::Name(AppName::new(app).unwrap()), Subject::App);
    let reply = Box::new(move |answer| tell.send((name, answer)).unwrap());
    Order { caller: caller(), wish: Wish::Issue(request, reply) }
}

#[test]
fn who_met_in_a_transaction_is_told_what_came_of_it_and_nobody_has_a_token_that_may_not_be_kept() {
    for outcome in [Outcome::Kept, Outcome::Retry, Outcome::Unknown { kept: true }, Outcome::Unknown { kept: false }] {
        let folder = TempDir::new().unwrap();
        // A key, two apps, that one was refused, and what is looked at.
        let before = [Outcome::Kept, Outcome::Kept, Outcome::Kept, Outcome::Kept];
        let authority = authority_after(folder.path(), [&before[..], &[outcome]].concat());
        let request = GenerateRequest { algorithm: None, bits: None, kid: None, protection: NewKeyProtection::None };
        authority.generate_key(&caller(), &request).unwrap();
        for name in ["shop", "bank"] {
            let (name, profile) = (AppName::new(name).unwrap(), AppProfile::default());
            authority.register_app(&caller(), &Registration { name, profile, public: false }).unwrap();
        }
        let (tell, told) = channel();
        let orders = ["shop", "nobody", "bank"].map(|app| order(app, &tell));
        authority.together().fill(orders.into());
        drop(tell);
        let is_known = matches!(outcome, Outcome::Kept | Outcome::Retry);
        let mut answers = Vec::new();
        for (app, answer) in told {
            let answer = answer.and_then(Unsigned::sign);
            let is_in_doubt = answer.as_ref().is_err_and(mintage::authority::Error::is_outcome_unknown);
            // Nothing was to be written for the app that there is not.
            assert_eq!(is_in_doubt, !is_known && app != "nobody", "{app}: {outcome:?}");
            answers.push((app, answer.is_ok()));
        }
        answers.sort();
        let expected = [("bank", is_known), ("nobody", false), ("shop", is_known)];
        assert_eq!(answers, expected.map(|(app, answered)| (app.to_owned(), answered)), "{outcome:?}");
    }
}

#[test]
fn who_is_refused_is_told_so_whatever_becomes_of_the_record_of_it() {
    for outcome in [Outcome::Retry, Outcome::Unknown { kept: true }, Outcome::Unknown { kept: false }] {
        let folder = TempDir::new().unwrap();
        let authority = authority_after(folder.path(), [outcome]);
        let (tell, told) = channel();
        authority.together().fill(vec![order("nobody", &tell)]);
        drop(tell);
        let words: Vec<_> = told.iter().map(|(_, answer)| answer.err().unwrap().code().word()).collect();
        assert_eq!(words, ["not_found"], "{outcome:?}");
    }
}

#[test]
fn a_row_that_is_damaged_spoils_the_order_that_needs_it_and_no_other() {
    let folder = TempDir::new().unwrap();
    let authority = authority_after(folder.path(), []);
    let request = GenerateRequest { algorithm: None, bits: None, kid: None, protection: NewKeyProtection::None };
    authority.generate_key(&caller(), &request).unwrap();
    for name in ["shop", "bank"] {
        let (name, profile) = (AppName::new(name).unwrap(), AppProfile::default());
        authority.register_app(&caller(), &Registration { name, profile, public: false }).unwrap();
    }
    let ledger = rusqlite::Connection::open(folder.path().join("home/mintage.db")).unwrap();
    assert_eq!(ledger.execute("UPDATE apps SET access_ttl = 1 WHERE name = 'bank'", []), Ok(1));
    let (tell, told) = channel();
    authority.together().fill(["shop", "bank", "shop"].map(|app| order(app, &tell)).into());
    drop(tell);
    let told = told.iter().map(|(app, answer)| (app, answer.and_then(Unsigned::sign).map(drop)));
    let (good, bad): (Vec<_>, Vec<_>) = told.partition(|(_, answer)| answer.is_ok());
    assert_eq!(good.iter().map(|(app, _)| app.as_str()).collect::<Vec<_>>(), ["shop", "shop"]);
    let [(app, Err(error))] = &bad[..] else { panic!("{bad:?}") };
    assert_eq!((app.as_str(), error.code().word()), ("bank", "damaged"), "{error}");
}

/// What comes of the commits, and whether the settings are as they were, or as they were to be.
#[test]
fn settings_are_changed_where_that_is_recorded_and_put_back_where_it_is_not() {
    for (outcomes, is_done, is_changed) in [
        (vec![Outcome::Kept], true, true),
        (vec![Outcome::Retry], true, true),
        (vec![Outcome::Retry; 9], false, false),
        // Nobody knows: what may be recorded may be done.
        (vec![Outcome::Unknown { kept: true }], false, true),
        (vec![Outcome::Unknown { kept: false }], false, true),
    ] {
        let folder = TempDir::new().unwrap();
        let authority = authority_after(folder.path(), outcomes.clone());
        let environment = Environment::default();
        let place = Place::find(Some(&folder.path().join("home")), &environment).unwrap();
        let before = "issuer = \"https://auth.test\"\n";
        std::fs::write(place.config(), before).unwrap();
        let name = SettingName::read("leeway").unwrap();
        let edits = [Edit::Set(name.clone(), read_values(&name, &["7s".to_owned()]).unwrap())];
        let done = configure(&place, &environment, &authority, &caller(), &edits, Timestamp(1_000_000_000));
        assert_eq!(done.is_ok(), is_done, "{outcomes:?}: {done:?}");
        let after = std::fs::read_to_string(place.config()).unwrap();
        assert_eq!((after != before, after.contains("leeway = \"7s\"")), (is_changed, is_changed), "{outcomes:?}");
    }
}
