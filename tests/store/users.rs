//! What is kept of users, and what their tokens show of a block.

use mintage::core::claims::ClaimMap;
use mintage::core::{AccessContext, Actor, Grant, GrantId, Note, Scopes, Timestamp, TokenDigest, TokenRecord, User};
use mintage::core::{UserBlock, UserId, UserState};
use mintage::store::{Store, StoreError, StoreFault, Write};

use crate::furniture::{alice, done, furnish, token};
use crate::on_every_store;

fn blocked(name: UserId) -> User {
    let (note, by) = (Note::new("left").unwrap(), Actor::new("ops@host").unwrap());
    User::nobody(name, Timestamp(3)).block(note, by, Timestamp(7)).unwrap()
}

fn change(store: &dyn Store, change: impl FnOnce(&mut dyn Write)) {
    let mut tx = store.write().unwrap();
    change(&mut *tx);
    tx.commit(&done()).unwrap();
}

#[test]
fn what_is_kept_of_users_comes_back_by_name_and_goes_again() {
    on_every_store(|store| {
        let claims: ClaimMap = [("n", serde_json::json!([1, "x"]))].into_iter().collect();
        let kept = User { claims, ..User::nobody(UserId::new("zoe").unwrap(), Timestamp(5)) };
        let bob = blocked(UserId::new("bob").unwrap());
        change(store, |tx| {
            assert_eq!(tx.take_user(&kept.name).unwrap(), None);
            tx.insert_user(&kept).unwrap();
            tx.insert_user(&bob).unwrap();
            assert_eq!(tx.hold_user(&kept.name).unwrap().as_ref(), Some(&kept));
        });
        assert_eq!(store.read().unwrap().users().unwrap(), [bob.clone(), kept.clone()]);
        assert!(store.read().unwrap().knows_user(&kept.name).unwrap());
        let again = store.write().unwrap().insert_user(&kept).unwrap_err();
        assert_eq!(again.fault, StoreFault::Conflict);
        let forgotten = bob.clone().forgotten().unblock().unwrap();
        change(store, |tx| tx.replace_user(&bob, &forgotten).unwrap());
        // Somebody else was faster.
        let mut tx = store.write().unwrap();
        let lost = |done: Result<(), StoreError>| assert_eq!(done.unwrap_err().fault, StoreFault::Conflict);
        lost(tx.replace_user(&bob, &kept));
        lost(tx.remove_user(&bob));
        drop(tx);
        change(store, |tx| tx.remove_user(&forgotten).unwrap());
        assert_eq!(store.read().unwrap().users().unwrap(), [kept]);
    });
}

#[test]
fn a_block_is_seen_at_every_token_of_the_user_and_at_no_other() {
    on_every_store(|store| {
        let (app, key, grant, _) = furnish(store);
        let bob = UserId::new("bob").unwrap();
        let id = |number| GrantId::from_parts(number, [9; 10]);
        let give = |number, user: &UserId| {
            let (app, user) = (app.client_id.clone(), user.clone());
            Grant::give(id(number), app, user, Scopes::none(), AccessContext::default(), Timestamp(2))
        };
        let digest = TokenDigest::of(b"text");
        let of = |number, grant: &Grant| TokenRecord {
            subject: mintage::core::Subject::User(grant.user.clone()),
            ..token(number, &app, grant, &key)
        };
        let opaque = TokenRecord { kid: None, digest: Some(digest), ..of(30, &grant) };
        change(store, |tx| {
            tx.insert_grant(&give(50, &bob)).unwrap();
            tx.insert_tokens(&[of(31, &give(50, &bob)), of(32, &grant), opaque.clone()]).unwrap();
        });
        let block_of = |number| {
            let read = store.read().unwrap();
            let jti = token(number, &app, &grant, &key).jti;
            let facts = read.facts(&jti).unwrap().unwrap().user;
            assert_eq!(read.entry(&jti).unwrap().unwrap().user, facts);
            facts.map(|UserBlock { since, .. }| since)
        };
        assert_eq!((block_of(31), block_of(32)), (None, None));
        let user = blocked(alice());
        change(store, |tx| tx.insert_user(&user).unwrap());
        assert_eq!((block_of(31), block_of(32)), (None, Some(Timestamp(7))));
        assert!(store.read().unwrap().entry_by_digest(&digest).unwrap().unwrap().user.is_some());
        // Also at what is entered later, and after it was forgotten what the user was.
        change(store, |tx| {
            let zoe = blocked(UserId::new("zoe").unwrap());
            tx.insert_user(&zoe).unwrap();
            tx.insert_grant(&give(60, &zoe.name)).unwrap();
            tx.insert_tokens(&[of(33, &give(60, &zoe.name))]).unwrap();
        });
        assert_eq!(block_of(33), Some(Timestamp(7)));
        let listed = store.read().unwrap().revocations(Timestamp(0), 100).unwrap();
        let names: Vec<_> = listed.users.iter().filter(|cut| cut.blocked).map(|cut| cut.sub.as_str()).collect();
        assert_eq!(names, [alice().as_str(), "zoe"]);
        change(store, |tx| tx.remove_user(&user).unwrap());
        assert_eq!(block_of(32), None);
        let read = store.read().unwrap();
        assert_eq!(read.user(&user.name).unwrap().map(|user| user.state), None::<UserState>);
    });
}
