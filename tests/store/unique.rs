//! What there is one of at most: a second is a lost race, and changes nothing.

use mintage::core::app::AppRef;
use mintage::core::{
    AccessContext, Actor, Algorithm, App, AppName, AppSecret, GrantId, Jti, OpaqueKind, Scopes, Shape, Timestamp,
    TokenDigest, TokenRecord, UserId,
};
use mintage::core::{AppProfile, ClientId, Grant};
use mintage::store::{Store, StoreError, StoreFault, Write};

use crate::furniture::{alice, app, done, furnish, key, revocation, token};
use crate::on_every_store;

#[track_caller]
fn is_lost(store: &dyn Store, change: impl FnOnce(&mut dyn Write) -> Result<(), StoreError>) {
    let mut tx = store.write().unwrap();
    assert_eq!(change(&mut *tx).unwrap_err().fault, StoreFault::Conflict);
}

#[test]
fn a_second_row_of_what_there_is_one_of_is_a_lost_race() {
    on_every_store(|store| {
        let (first, signing, grant, tokens) = furnish(store);
        let digest = TokenDigest::of(b"text");
        let opaque =
            |number| TokenRecord { kid: None, digest: Some(digest), ..token(number, &first, &grant, &signing) };
        let standby = key("k2");
        let mut tx = store.write().unwrap();
        tx.insert_key(&standby).unwrap();
        tx.insert_tokens(&[opaque(8)]).unwrap();
        tx.commit(&done()).unwrap();

        let register = |id: u8, name: &str| {
            let name = AppName::new(name).unwrap();
            App::register(ClientId::from_random([id; 16]), name, AppProfile::default(), true, Timestamp(1))
        };
        is_lost(store, |tx| tx.insert_app(&register(2, first.name.as_str()), None));
        is_lost(store, |tx| tx.insert_app(&register(1, "another"), None));
        let secret = OpaqueKind::ClientSecret.mint(&[9; 32]).digest();
        is_lost(store, |tx| tx.insert_app(&app(3), Some(&secret)));
        let secret = AppSecret { digest: secret, created_at: Timestamp(3), revoked: None };
        is_lost(store, |tx| tx.insert_secret(&first.client_id, &secret));

        is_lost(store, |tx| tx.insert_key(&key("k1")));
        is_lost(store, |tx| tx.replace_key(&standby, &standby.clone().activate(Timestamp(9)).unwrap()));

        let consent = |user| {
            let id = GrantId::from_parts(5, [5; 10]);
            Grant::give(id, first.client_id.clone(), user, Scopes::none(), AccessContext::default(), Timestamp(2))
        };
        is_lost(store, |tx| tx.insert_grant(&consent(alice())));
        is_lost(store, |tx| tx.insert_grant(&Grant { id: grant.id, ..consent(UserId::new("bob").unwrap()) }));

        is_lost(store, |tx| tx.insert_tokens(&[opaque(9)]));
        is_lost(store, |tx| tx.insert_tokens(&[TokenRecord { jti: tokens[0].jti, ..opaque(8) }]));

        let shown = |number| {
            let shape = Shape { jti: Some("run-7".to_owned()), ..Shape::default() };
            TokenRecord { departs: Some(Box::new(shape)), ..token(number, &first, &grant, &signing) }
        };
        let mut tx = store.write().unwrap();
        tx.insert_tokens(&[shown(20)]).unwrap();
        tx.commit(&done()).unwrap();
        is_lost(store, |tx| tx.insert_tokens(&[shown(21)]));
        let read = store.read().unwrap();
        assert_eq!(read.shown_as("run-7").unwrap(), Some(shown(20).jti));
        assert_eq!(read.shown_as("run-8").unwrap(), None);
        assert_eq!(read.token(&shown(20).jti).unwrap(), Some(shown(20)));
        assert_eq!(read.facts(&shown(20).jti).unwrap().unwrap().departs, shown(20).departs);
    });
}

#[test]
fn where_one_has_ended_another_may_begin() {
    on_every_store(|store| {
        let (app, signing, grant, _) = furnish(store);
        let mut tx = store.write().unwrap();
        tx.replace_grant(&grant, &grant.clone().revoke(revocation())).unwrap();
        let again = Grant { id: GrantId::from_parts(5, [5; 10]), ..grant };
        tx.insert_grant(&again).unwrap();
        let standby = key("k2");
        tx.insert_key(&standby).unwrap();
        tx.replace_key(&signing, &signing.clone().retire(Timestamp(70), Timestamp(9)).unwrap()).unwrap();
        let active = standby.clone().activate(Timestamp(9)).unwrap();
        tx.replace_key(&standby, &active).unwrap();
        let deleted = app.clone().delete(None, Actor::new("ops@host").unwrap(), Timestamp(9)).unwrap();
        tx.replace_app(&app, &deleted).unwrap();
        let next = App { client_id: ClientId::from_random([7; 16]), ..app.clone() };
        tx.insert_app(&next, None).unwrap();
        tx.commit(&done()).unwrap();
        let read = store.read().unwrap();
        assert_eq!(read.app(&AppRef::Name(app.name.clone())).unwrap().as_ref(), Some(&next));
        assert_eq!(read.app(&AppRef::ClientId(app.client_id.clone())).unwrap().as_ref(), Some(&deleted));
        assert_eq!(read.apps().unwrap(), [deleted, next]);
        assert_eq!(read.active_grant(&app.client_id, &alice()).unwrap(), Some(again));
        assert_eq!(read.active_key(Algorithm::ES256).unwrap(), Some(active));
    });
}

/// Text that is known by its digest alone is found by it, and nothing else is.
#[test]
fn a_digest_names_one_token_or_one_app() {
    on_every_store(|store| {
        let (app, signing, grant, _) = furnish(store);
        let digest = TokenDigest::of(b"text");
        let opaque = TokenRecord { kid: None, digest: Some(digest), ..token(8, &app, &grant, &signing) };
        let mut tx = store.write().unwrap();
        tx.insert_tokens(std::slice::from_ref(&opaque)).unwrap();
        assert_eq!(tx.take_token_by_digest(&digest).unwrap().as_ref(), Some(&opaque));
        tx.commit(&done()).unwrap();
        let read = store.read().unwrap();
        let (nobodys, secret) = (TokenDigest::of(b"other"), OpaqueKind::ClientSecret.mint(&[9; 32]).digest());
        assert_eq!(read.token_by_digest(&digest).unwrap().as_ref(), Some(&opaque));
        let entry = read.entry_by_digest(&digest).unwrap().unwrap();
        assert_eq!((&entry.token, entry.grant.as_ref(), &entry.app), (&opaque, Some(&grant), &app));
        assert_eq!(read.entry(&opaque.jti).unwrap().unwrap().token, opaque);
        assert_eq!(read.app_by_secret(&secret).unwrap(), Some(app));
        for unknown in [nobodys, secret] {
            assert_eq!(read.token_by_digest(&unknown).unwrap(), None);
            assert!(read.entry_by_digest(&unknown).unwrap().is_none());
        }
        assert_eq!(read.app_by_secret(&digest).unwrap(), None);
        assert!(read.entry(&Jti::from_parts(77, [7; 10])).unwrap().is_none());
    });
}
