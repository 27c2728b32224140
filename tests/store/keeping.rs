//! What is kept comes back as it was.

use std::num::NonZeroUsize;
use std::slice;

use mintage::core::app::AppRef;
use mintage::core::{
    Actor, Algorithm, AppSecret, Cause, FamilyId, KeyRecord, KeyState, Note, Revocation, Timestamp, TokenDigest,
};
use mintage::store::{StoreError, StoreFault};

use crate::furniture::{Assorted, alice, app, assort, done, furnish, key, revocation};
use crate::{on_every_ledger, on_every_store};

#[test]
fn what_is_kept_comes_back_as_it_was() {
    on_every_store(|store| {
        let (app, key, grant, tokens) = furnish(store);
        let read = store.read().unwrap();
        assert_eq!(read.app(&AppRef::Name(app.name.clone())).unwrap(), Some(app.clone()));
        assert_eq!(read.app(&AppRef::ClientId(app.client_id.clone())).unwrap(), Some(app.clone()));
        assert_eq!(read.key(&key.kid).unwrap(), Some(key.clone()));
        assert_eq!(read.active_key(Algorithm::ES256).unwrap(), Some(key));
        assert_eq!(read.active_key(Algorithm::RS256).unwrap(), None);
        assert_eq!(read.active_grant(&app.client_id, &alice()).unwrap(), Some(grant.clone()));
        assert_eq!(read.token(&tokens[0].jti).unwrap(), Some(tokens[0].clone()));
        let entry = read.entry(&tokens[1].jti).unwrap().unwrap();
        assert_eq!(read.facts(&tokens[1].jti).unwrap(), Some(entry.facts()));
        assert_eq!((entry.token, entry.grant, entry.app), (tokens[1].clone(), Some(grant), app));
    });
}

#[test]
fn what_is_taken_to_be_replaced_is_what_is_there() {
    on_every_store(|store| {
        let Assorted { apps: [app, _], grants: [grant, _], families: [family, _], kids: [kid, standby], tokens } =
            assort(store);
        let opaque = tokens.iter().find(|token| token.digest.is_some()).unwrap();
        let (named, of) = (AppRef::Name(app.name.clone()), AppRef::ClientId(app.client_id.clone()));
        let tx = store.write().unwrap();
        assert_eq!(tx.hold_app(&named).unwrap().as_ref(), Some(&app));
        assert_eq!(tx.take_app(&of).unwrap().as_ref(), Some(&app));
        let [active, next] = [&kid, &standby].map(|kid| tx.take_key(kid).unwrap().unwrap());
        assert_eq!((&active.kid, &next.kid), (&kid, &standby));
        assert_eq!(tx.hold_active_key(Algorithm::ES256).unwrap().as_ref(), Some(&active));
        assert_eq!(tx.take_active_key(Algorithm::ES256).unwrap().as_ref(), Some(&active));
        assert_eq!(tx.take_signing_keys(Algorithm::ES256).unwrap(), [active, next]);
        assert_eq!(tx.hold_grant(&grant.id).unwrap().as_ref(), Some(&grant));
        assert_eq!(tx.take_active_grant(&app.client_id, &alice()).unwrap().as_ref(), Some(&grant));
        assert_eq!(tx.take_family(&family.id).unwrap().as_ref(), Some(&family));
        assert_eq!(tx.take_token(&tokens[0].jti).unwrap().as_ref(), Some(&tokens[0]));
        assert_eq!(tx.take_token_by_digest(opaque.digest.as_ref().unwrap()).unwrap().as_ref(), Some(opaque));
        assert_eq!(tx.take_family(&FamilyId::from_parts(9, [9; 10])).unwrap(), None);
    });
}

#[test]
fn what_one_keeps_all_others_see_wherever_they_opened_it() {
    on_every_ledger(|open| {
        let (one, other) = (open(), open());
        assert_eq!(one.at(), other.at());
        other.prepare().unwrap();
        assert_eq!(other.read().unwrap().apps().unwrap(), []);
        let (app, ..) = furnish(&*one);
        let third = one.another(NonZeroUsize::MIN)();
        for store in [&one, &other, &third, &open()] {
            assert_eq!(store.read().unwrap().apps().unwrap(), slice::from_ref(&app));
        }
    });
}

#[test]
fn what_is_not_committed_never_was() {
    on_every_store(|store| {
        store.write().unwrap().insert_app(&app(1), None).unwrap();
        assert_eq!(store.read().unwrap().apps().unwrap(), []);
    });
}

#[test]
fn key_states_come_back_with_their_facts() {
    on_every_store(|store| {
        let states = [
            KeyState::Standby { activate_at: None },
            KeyState::Standby { activate_at: Some(Timestamp(3)) },
            KeyState::Active { since: Timestamp(4) },
            KeyState::Retired { since: Timestamp(5), verify_until: Timestamp(6) },
            KeyState::Revoked(Revocation { cause: Cause::Key, ..revocation() }),
        ];
        let mut tx = store.write().unwrap();
        for (number, state) in states.iter().enumerate() {
            tx.insert_key(&KeyRecord { state: state.clone(), ..key(&format!("k{number}")) }).unwrap();
        }
        tx.commit(&done()).unwrap();
        let kept: Vec<KeyState> = store.read().unwrap().keys().unwrap().into_iter().map(|key| key.state).collect();
        assert_eq!(kept, states);
    });
}

#[test]
fn secrets_and_the_end_of_an_app_come_back_with_their_facts() {
    on_every_store(|store| {
        let (app, ..) = furnish(store);
        let by = Actor::new("ops@host").unwrap();
        let secret = AppSecret { digest: TokenDigest::of(b"x"), created_at: Timestamp(3), revoked: None };
        let revoked = AppSecret { revoked: Some((Timestamp(4), by.clone(), None)), ..secret.clone() };
        let mut tx = store.write().unwrap();
        tx.insert_secret(&app.client_id, &secret).unwrap();
        assert_eq!(tx.secrets(&app.client_id).unwrap()[1], secret);
        tx.replace_secret(&secret, &revoked).unwrap();
        assert!(matches!(tx.replace_secret(&secret, &revoked), Err(StoreError { fault: StoreFault::Conflict, .. })));
        assert_eq!(tx.secrets(&app.client_id).unwrap()[1], revoked);
        let blocked = app.clone().block(Note::new("leak").unwrap(), by.clone(), Timestamp(5)).unwrap();
        tx.replace_app(&app, &blocked).unwrap();
        assert_eq!(tx.apps().unwrap(), slice::from_ref(&blocked));
        let deleted = blocked.clone().delete(None, by, Timestamp(6)).unwrap();
        tx.replace_app(&blocked, &deleted).unwrap();
        assert_eq!(tx.apps().unwrap(), [deleted]);
    });
}
