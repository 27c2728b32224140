//! Others who write at the same moment.

use std::slice;

use mintage::core::app::AppRef;
use mintage::core::{
    Actor, Algorithm, AppProfile, AppSecret, Audience, GrantId, Revocation, Timestamp, TokenFormat, TokenKind,
    TokenRecord, TokenState, Ttl,
};
use mintage::store::{StoreError, StoreFault};

use crate::furniture::{alice, app, done, furnish, key, revocation, token};
use crate::on_every_store;

#[test]
fn many_threads_share_one_store() {
    on_every_store(|store| {
        std::thread::scope(|scope| {
            for number in 0..8 {
                scope.spawn(move || {
                    let own = app(number);
                    // What is given up leaves nothing behind for whoever comes next.
                    store.write().unwrap().insert_app(&own, None).unwrap();
                    assert_eq!(store.read().unwrap().app(&AppRef::Name(own.name.clone())).unwrap(), None);
                    let mut tx = store.write().unwrap();
                    tx.insert_app(&own, None).unwrap();
                    tx.commit(&done()).unwrap();
                    assert_eq!(store.read().unwrap().app(&AppRef::Name(own.name.clone())).unwrap(), Some(own));
                });
            }
        });
        assert_eq!(store.read().unwrap().apps().unwrap().len(), 8);
    });
}

#[test]
fn a_change_that_was_decided_on_something_old_is_refused() {
    on_every_store(|store| {
        let (app, _, grant, tokens) = furnish(store);
        let active = app.clone().activate(Timestamp(3)).unwrap();
        let mut tx = store.write().unwrap();
        tx.replace_app(&app, &active).unwrap();
        assert!(matches!(tx.replace_app(&app, &active), Err(StoreError { fault: StoreFault::Conflict, .. })));
        let revoked = TokenRecord { state: TokenState::Revoked(revocation()), ..tokens[0].clone() };
        tx.replace_token(&tokens[0], &revoked).unwrap();
        assert!(matches!(tx.replace_token(&tokens[0], &revoked), Err(StoreError { fault: StoreFault::Conflict, .. })));
        let ended = grant.clone().revoke(revocation());
        tx.replace_grant(&grant, &ended).unwrap();
        assert!(matches!(tx.replace_grant(&grant, &ended), Err(StoreError { fault: StoreFault::Conflict, .. })));
        tx.commit(&done()).unwrap();
        let read = store.read().unwrap();
        assert_eq!(read.token(&revoked.jti).unwrap(), Some(revoked));
        assert_eq!(read.grant(&grant.id).unwrap(), Some(ended));
        assert_eq!(read.active_grant(&app.client_id, &alice()).unwrap(), None);
    });
}

#[test]
fn a_second_active_key_of_an_algorithm_and_a_second_app_of_a_name_are_impossible() {
    on_every_store(|store| {
        furnish(store);
        let mut tx = store.write().unwrap();
        let second = key("k2").activate(Timestamp(9)).unwrap();
        assert!(matches!(tx.insert_key(&second), Err(StoreError { fault: StoreFault::Conflict, .. })));
        assert!(matches!(tx.insert_app(&app(1), None), Err(StoreError { fault: StoreFault::Conflict, .. })));
        tx.insert_key(&key("k3")).unwrap();
    });
}

#[test]
fn of_two_who_decide_on_the_same_row_the_second_undoes_nothing() {
    on_every_store(|store| {
        let (app, key, grant, tokens) = furnish(store);
        let conflict = |done: Result<(), StoreError>| assert_eq!(done.unwrap_err().fault, StoreFault::Conflict);

        // Whatever the first changes of what an app may ask for, and although its state stays.
        let ttl = || Some(Ttl::from_seconds(7).unwrap());
        let profiles = [
            AppProfile { scopes: "read".parse().unwrap(), ..app.profile.clone() },
            AppProfile { audiences: vec![Audience::new("https://api.test").unwrap()], ..app.profile.clone() },
            AppProfile { access_ttl: ttl(), ..app.profile.clone() },
            AppProfile { refresh_ttl: ttl(), ..app.profile.clone() },
            AppProfile { refresh_max_age: ttl(), ..app.profile.clone() },
            AppProfile { token_format: Some(TokenFormat::Opaque), ..app.profile.clone() },
            AppProfile { algorithm: Some(Algorithm::ES384), ..app.profile.clone() },
        ];
        let second = app.clone().activate(Timestamp(8)).unwrap();
        for profile in profiles {
            let first = app.clone().with_profile(profile).unwrap();
            let mut tx = store.write().unwrap();
            tx.replace_app(&app, &first).unwrap();
            tx.commit(&done()).unwrap();
            let mut tx = store.write().unwrap();
            conflict(tx.replace_app(&app, &second));
            assert_eq!(tx.apps().unwrap(), slice::from_ref(&first));
            tx.replace_app(&first, &app).unwrap();
            tx.commit(&done()).unwrap();
        }

        // And whatever else changes of a row.
        let mut tx = store.write().unwrap();
        let wider = grant.clone().cover(&"read".parse().unwrap(), true).unwrap();
        tx.replace_grant(&grant, &wider).unwrap();
        conflict(tx.replace_grant(&grant, &grant.clone().revoke(revocation())));
        let (ended, by) = (wider.clone().revoke(revocation()), Actor::new("somebody@else").unwrap());
        tx.replace_grant(&wider, &ended).unwrap();
        let by_another = Revocation { by, ..revocation() };
        conflict(tx.replace_grant(&wider.revoke(by_another.clone()), &grant));

        let standby = crate::furniture::key("k2");
        tx.insert_key(&standby).unwrap();
        let scheduled = standby.clone().schedule(Timestamp(50)).unwrap();
        tx.replace_key(&standby, &scheduled).unwrap();
        conflict(tx.replace_key(&standby, &standby.clone().schedule(Timestamp(60)).unwrap()));
        let retired = |until| key.clone().retire(Timestamp(until), Timestamp(9)).unwrap();
        tx.replace_key(&key, &retired(70)).unwrap();
        conflict(tx.replace_key(&retired(80), &key));
        let gone = retired(70).destroy_private(Timestamp(71)).unwrap();
        tx.replace_key(&retired(70), &gone).unwrap();
        conflict(tx.replace_key(&retired(70), &gone));

        let revoked = |revocation| TokenRecord { state: TokenState::Revoked(revocation), ..tokens[0].clone() };
        tx.replace_token(&tokens[0], &revoked(revocation())).unwrap();
        conflict(tx.replace_token(&revoked(by_another), &tokens[0]));

        let secret = tx.secrets(&app.client_id).unwrap().remove(0);
        let ended = |at, by: &str| AppSecret {
            revoked: Some((Timestamp(at), Actor::new(by).unwrap(), None)),
            ..secret.clone()
        };
        tx.replace_secret(&secret, &ended(5, "ops@host")).unwrap();
        conflict(tx.replace_secret(&ended(5, "somebody@else"), &secret));
        conflict(tx.replace_secret(&ended(6, "ops@host"), &secret));
    });
}

#[test]
fn a_row_that_can_never_be_right_is_no_lost_race() {
    on_every_store(|store| {
        let (app, key, grant, tokens) = furnish(store);
        let fault =
            |token: &TokenRecord| store.write().unwrap().insert_tokens(slice::from_ref(token)).unwrap_err().fault;
        let good = token(5, &app, &grant, &key);
        // A user who consented to nothing, and an ID token that nobody signed.
        let (unfounded, unsigned) = (TokenRecord { grant: None, ..good.clone() }, TokenKind::Id);
        assert!(matches!(fault(&unfounded), StoreFault::Failed(_)));
        assert!(matches!(fault(&TokenRecord { kind: unsigned, kid: None, ..good.clone() }), StoreFault::Failed(_)));
        // What somebody else may have made, or removed, at the same moment.
        assert_eq!(fault(&TokenRecord { jti: tokens[0].jti, ..good.clone() }), StoreFault::Conflict);
        let gone = Some(GrantId::from_parts(9, [9; 10]));
        assert_eq!(fault(&TokenRecord { grant: gone, ..good }), StoreFault::Conflict);
    });
}
