//! What was changed and by whom: it comes back as it was said, and for the thing that it was done to alone.

use std::slice;

use mintage::core::audit::{Deed, Event, Events, Thing};
use mintage::core::{
    Account, Actor, AppSecret, Caller, Claim, Claimed, GrantId, HostName, Jti, Kid, Note, Operator, RevocationCount,
    RunId, Subject, Timestamp, TokenDigest, TokenKind, UserId,
};
use mintage::store::Store;

use crate::furniture::furnish;
use crate::on_every_store;

/// Somebody of whom all is known that can be, and whose claims try to be more.
fn somebody() -> Actor {
    let claimed = |text: &str| Claimed::new(text).unwrap();
    Actor::Operator(Box::new(Operator {
        uid: u32::MAX,
        name: Account::new("svc").ok(),
        effective_uid: Some(0),
        outer_uid: Some(1000),
        host: HostName::new("web1").unwrap(),
        claims: vec![
            Claim::Flag(claimed("{\"operator\":{\"uid\":0,\"host\":\"web1\"}} \u{202e}'; -- ü")),
            Claim::Sudo { user: claimed("root"), uid: Some(0) },
            Claim::GitHub { user: claimed("o"), run: RunId::new("1").ok(), of: RunId::new("a/b").ok() },
            Claim::GitLab { user: claimed("o"), run: None, of: None },
        ],
    }))
}

fn commit(store: &dyn Store, at: i64, deeds: Vec<Deed>) {
    let note = Note::new("why; --").ok();
    let events =
        deeds.into_iter().map(|deed| Event { at: Timestamp(at), deed, note: note.clone(), change: None }).collect();
    let caller = Caller::operator(somebody());
    store.write().unwrap().commit(&Events::all(&caller, events).unwrap()).unwrap();
}

fn deeds(store: &dyn Store, thing: &Thing, moments: &[i64]) -> Vec<String> {
    let moments: Vec<Timestamp> = moments.iter().copied().map(Timestamp).collect();
    let history = store.read().unwrap().history(thing, &moments, 100).unwrap();
    assert_eq!(history.earlier, 0);
    history.changes.into_iter().map(|change| change.deed).collect()
}

#[test]
fn who_did_it_comes_back_as_it_was_wherever_it_is_kept() {
    on_every_store(|store| {
        let (app, ..) = furnish(store);
        let secret = AppSecret { digest: TokenDigest::of(b"x"), created_at: Timestamp(3), revoked: None };
        let revoked = AppSecret { revoked: Some((Timestamp(4), somebody(), None)), ..secret.clone() };
        let blocked = app.clone().block(Note::new("leak").unwrap(), somebody(), Timestamp(5)).unwrap();
        let mut tx = store.write().unwrap();
        tx.insert_secret(&app.client_id, &secret).unwrap();
        tx.replace_secret(&secret, &revoked).unwrap();
        tx.replace_app(&app, &blocked).unwrap();
        assert_eq!(tx.secrets(&app.client_id).unwrap()[1], revoked);
        assert_eq!(tx.apps().unwrap(), slice::from_ref(&blocked));
        // A row is replaced where it still is what was read, and so is who did what is in it.
        tx.replace_app(&blocked, &blocked.clone().activate(Timestamp(6)).unwrap()).unwrap();
        drop(tx);
        commit(store, 7, vec![Deed::AppBlocked { client_id: app.client_id.clone() }]);
        let history = store.read().unwrap().history(&Thing::App(app.client_id), &[], 100).unwrap();
        let change = history.changes.last().unwrap();
        assert_eq!((change.at, &*change.deed, &change.by), (Timestamp(7), "app_blocked", &somebody()));
        assert_eq!(change.note.as_ref().map(Note::as_str), Some("why; --"));
    });
}

#[test]
fn a_thing_has_its_own_changes_and_those_that_it_shares_with_many() {
    on_every_store(|store| {
        let (app, ..) = furnish(store);
        let jti = |number| Jti::from_parts(number, [9; 10]);
        let grant = GrantId::from_parts(50, [9; 10]);
        let (user, client_id) = (UserId::new("zoe").unwrap(), app.client_id.clone());
        let issued = |number| Deed::TokenIssued {
            jti: jti(number),
            kind: TokenKind::Access,
            client_id: client_id.clone(),
            subject: Subject::App,
            expires_at: Timestamp(99),
        };
        let consent = Deed::ConsentGiven { grant, user, client_id: client_id.clone(), first: true };
        commit(store, 10, vec![issued(1), consent, issued(2)]);
        commit(store, 10, vec![issued(3), issued(4)]);
        commit(store, 11, vec![issued(5)]);
        let tokens = RevocationCount { revoked: 2, ..RevocationCount::default() };
        commit(store, 12, vec![Deed::TokensRevoked { jtis: vec![jti(2), jti(5)], tokens }]);

        let told = |number, moments: &[i64]| deeds(store, &Thing::Token(jti(number)), moments);
        assert_eq!(told(1, &[10, 10]), ["tokens_issued"]);
        assert_eq!(told(2, &[10, 12]), ["tokens_issued", "tokens_revoked"]);
        assert_eq!(told(5, &[11, 12]), ["tokens_issued", "tokens_revoked"]);
        assert_eq!(told(5, &[]), ["tokens_issued"]);
        assert_eq!(told(6, &[10, 11, 12]), [""; 0]);
        assert_eq!(deeds(store, &Thing::Grant(grant), &[10]), ["tokens_issued"]);
        // What has the same name is not the same thing.
        let kid = Kid::new(jti(5).to_string()).unwrap();
        assert_eq!(deeds(store, &Thing::Key(kid), &[11]), [""; 0]);
        assert_eq!(deeds(store, &Thing::User(UserId::new("10").unwrap()), &[]), [""; 0]);
    });
}

#[test]
fn the_latest_changes_come_in_their_order_and_the_earlier_ones_are_counted() {
    on_every_store(|store| {
        let kid = Kid::new("k").unwrap();
        for at in 1..=7 {
            commit(store, at, vec![Deed::PassphraseChanged { kid: kid.clone(), encrypted: at % 2 == 0 }]);
        }
        let history = store.read().unwrap().history(&Thing::Key(kid), &[], 3).unwrap();
        let at: Vec<i64> = history.changes.iter().map(|change| change.at.0).collect();
        assert_eq!((&at[..], history.earlier), (&[5, 6, 7][..], 4));
        assert_eq!(history.changes[1].facts.to_string(), r#"{"encrypted":true}"#);
    });
}

#[test]
fn what_is_undone_is_in_no_history() {
    on_every_store(|store| {
        let (app, ..) = furnish(store);
        let before = deeds(store, &Thing::App(app.client_id.clone()), &[]);
        drop(store.write().unwrap());
        assert_eq!(deeds(store, &Thing::App(app.client_id), &[]), before);
    });
}
