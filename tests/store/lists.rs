//! Lists, and what goes into them.

use mintage::core::{Selector, Standing, Timestamp};
use mintage::store::{Page, Store, TokenFilter};

use crate::furniture::{alice, app, done, furnish, token};
use crate::on_every_store;

#[test]
fn the_apps_that_are_named_are_given_once_and_no_others() {
    on_every_store(|store| {
        let apps = [app(1), app(2), app(3)];
        let mut tx = store.write().unwrap();
        for app in &apps {
            tx.insert_app(app, None).unwrap();
        }
        tx.commit(&done()).unwrap();
        let ids = [&apps[2], &apps[0], &apps[2], &app(9)].map(|app| app.client_id.clone());
        let read = store.read().unwrap();
        assert_eq!(read.apps_of(&ids).unwrap(), [apps[0].clone(), apps[2].clone()]);
        assert_eq!(read.apps_of(&[]).unwrap(), []);
    });
}

#[test]
fn lists_go_on_where_they_stopped_whatever_was_added_meanwhile() {
    on_every_store(|store| {
        let (app, key, grant, tokens) = furnish(store);
        let selector = Selector { app: Some(app.client_id.clone()), user: Some(alice()), ..Selector::default() };
        let filter = TokenFilter { selector, standing: None, ends_before: None, now: Timestamp(0) };
        let list = |store: &dyn Store, after| {
            let page = Page { after, limit: 2 };
            let found = store.read().unwrap().tokens(&filter, &page).unwrap();
            found.into_iter().map(|token| token.jti).collect::<Vec<_>>()
        };
        assert_eq!(list(store, None), [tokens[3].jti, tokens[2].jti]);
        let mut tx = store.write().unwrap();
        tx.insert_tokens(&[token(9, &app, &grant, &key)]).unwrap();
        tx.commit(&done()).unwrap();
        assert_eq!(list(store, Some(tokens[2].jti)), [tokens[1].jti, tokens[0].jti]);
        assert!(list(store, Some(tokens[0].jti)).is_empty());
    });
}

#[test]
fn filters_hold_together_and_time_decides_what_has_expired() {
    on_every_store(|store| {
        let (_, _, _, tokens) = furnish(store);
        let find = |standing, now| {
            let (selector, standing) = (Selector::default(), Some(standing));
            let filter = TokenFilter { selector, standing, ends_before: None, now: Timestamp(now) };
            let found = store.read().unwrap().tokens(&filter, &Page { after: None, limit: 10 }).unwrap();
            found.into_iter().map(|token| token.jti).collect::<Vec<_>>()
        };
        // The tokens end at 10, 20, 30 and 40; at its end a token is over.
        assert_eq!(find(Standing::Expired, 20), [tokens[1].jti, tokens[0].jti]);
        assert_eq!(find(Standing::Active, 20), [tokens[3].jti, tokens[2].jti]);
        assert!(find(Standing::Revoked, 20).is_empty());
    });
}
