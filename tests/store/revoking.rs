//! What is revoked at once, and what is said of it.

use mintage::core::revocations::UserCut;
use mintage::core::selector::parse_network;
use mintage::core::token::RevokeStep;
use mintage::core::{
    AccessContext, Actor, App, Cause, Grant, GrantId, Jti, KeyRecord, Kid, Revocation, RevocationCount, Selector,
    Subject, Timestamp, TokenRecord, TokenState, UserId,
};
use mintage::store::{Page, Store, TokenFilter};

use crate::furniture::{Assorted, alice, app, assort, done, everything, key, token};
use crate::on_every_store;

/// What one revocation of many comes to, told one by one.
fn each(tokens: &[TokenRecord], selector: &Selector, revocation: &Revocation) -> (Vec<TokenRecord>, RevocationCount) {
    let mut count = RevocationCount::default();
    let mut after = Vec::new();
    for token in tokens {
        if !selector.matches(token) {
            after.push(token.clone());
            continue;
        }
        match token.clone().revoke(revocation.clone()) {
            RevokeStep::Revoked(revoked) => {
                count.revoked += 1;
                after.push(*revoked);
                continue;
            }
            RevokeStep::Already => count.already_revoked += 1,
            RevokeStep::Ended => count.expired += 1,
        }
        after.push(token.clone());
    }
    (after, count)
}

/// The database must choose as `core` does.
#[test]
fn what_a_selector_matches_is_the_same_in_the_ledger_and_in_core() {
    on_every_store(|store| {
        let Assorted { apps: [first, second], grants: [alices, bobs], families, kids, tokens } = assort(store);
        let bob = bobs.user;
        let all = Selector::default;
        let network = |text| Selector { network: Some(parse_network(text).unwrap()), ..all() };
        let (now, by) = (Timestamp(25), Actor::new("ops@host").unwrap());
        let selectors = [
            all(),
            Selector { app: Some(second.client_id.clone()), ..all() },
            Selector { user: Some(bob.clone()), ..all() },
            Selector { consented: true, app: Some(first.client_id.clone()), ..all() },
            Selector { grant: Some(alices.id), ..all() },
            Selector { family: Some(families[1].id), ..all() },
            Selector { kid: Some(kids[1].clone()), ..all() },
            Selector { scopes: "read".parse().unwrap(), ..all() },
            Selector { scopes: "read write".parse().unwrap(), user: Some(alice()), ..all() },
            Selector { issued_before: Some(Timestamp(5)), ..all() },
            Selector { issued_after: Some(Timestamp(5)), issued_before: Some(Timestamp(7)), ..all() },
            network("192.0.2.0/24"),
            network("192.0.2.7"),
            network("0.0.0.0/0"),
            network("::/0"),
            Selector { kid: Some(Kid::new("nobody").unwrap()), ..all() },
            Selector { scopes: "%".parse().unwrap(), ..all() },
        ];
        let sorted = |mut jtis: Vec<Jti>| {
            jtis.sort();
            jtis
        };
        let mut matched = 0;
        for selector in selectors {
            let wanted: Vec<_> = tokens.iter().filter(|token| selector.matches(token)).collect();
            matched += usize::from(!wanted.is_empty());
            let filter = TokenFilter { selector: selector.clone(), ..everything() };
            let found = store.read().unwrap().tokens(&filter, &Page { after: None, limit: 1_000 }).unwrap();
            let found = found.into_iter().map(|token| token.jti).collect();
            assert_eq!(sorted(found), sorted(wanted.iter().map(|token| token.jti).collect()), "{selector:?}");

            // And revoking them all at once does to each what `core` does to it alone.
            let revocation = Revocation { at: now, by: by.clone(), cause: selector.cause(), note: None };
            let (after, expected) = each(&tokens, &selector, &revocation);
            let mut tx = store.write().unwrap();
            assert_eq!(tx.count_tokens(&selector, now).unwrap(), expected, "{selector:?}");
            tx.revoke_tokens(&selector, &revocation).unwrap();
            for token in &after {
                assert_eq!(tx.token(&token.jti).unwrap().as_ref(), Some(token), "{selector:?}");
            }
            // Dropped: the next one finds the ledger as it was.
        }
        assert!(matched >= 14, "{matched} selectors matched anything");
    });
}

#[test]
fn what_is_revoked_is_listed_while_it_matters_and_no_more_is_said_of_a_user_than_is_true() {
    on_every_store(|store| {
        let (one, other, good, leaked) = (app(1), app(2), key("good"), key("leaked"));
        let revocation = |at, cause| {
            let by = Actor::new("ops@host").unwrap();
            Revocation { at: Timestamp(at), by, cause, note: None }
        };
        let grant = |number: u8, app: &App, user: &str| {
            let (id, user) = (GrantId::from_parts(0, [number; 10]), UserId::new(user).unwrap());
            Grant::give(
                id,
                app.client_id.clone(),
                user,
                "read".parse().unwrap(),
                AccessContext::default(),
                Timestamp(1),
            )
        };
        let [alice, bob, carol] = [grant(1, &one, "alice"), grant(2, &one, "bob"), grant(3, &other, "carol")];
        let of = |number: u8, app: &App, grant: &Grant, key: &KeyRecord, state: TokenState| {
            let subject = Subject::User(grant.user.clone());
            TokenRecord { subject, state, ..token(number, app, grant, key) }
        };
        let revoked = |cause| TokenState::Revoked(revocation(50, cause));
        let tokens = [
            of(9, &one, &alice, &good, revoked(Cause::Token)),
            of(10, &one, &alice, &good, revoked(Cause::Token)),
            of(11, &one, &alice, &good, TokenState::Active),
            of(12, &one, &alice, &leaked, revoked(Cause::Token)),
            of(13, &one, &bob, &good, revoked(Cause::User)),
            of(14, &other, &carol, &good, TokenState::Active),
        ];
        let mut tx = store.write().unwrap();
        for app in [&one, &other] {
            tx.insert_app(app, None).unwrap();
        }
        for key in [&good, &leaked] {
            tx.insert_key(key).unwrap();
        }
        tx.replace_key(&leaked, &leaked.clone().revoke(revocation(60, Cause::Key)).unwrap()).unwrap();
        for grant in [&alice, &bob, &carol] {
            tx.insert_grant(grant).unwrap();
        }
        tx.insert_tokens(&tokens).unwrap();
        tx.replace_grant(&carol, &carol.clone().revoke(revocation(70, Cause::Grant))).unwrap();
        tx.commit(&done()).unwrap();

        let listed = |store: &dyn Store, since| store.read().unwrap().revocations(Timestamp(since), 100).unwrap();
        let found = listed(store, 90);
        // Not the one that expired at 90, not the good one, not the one that its key speaks for; the one of a withdrawn
        // consent is.
        let jtis: Vec<_> =
            [10, 13, 14].map(|number| Jti::from_parts(number, [u8::try_from(number).unwrap(); 10])).into();
        assert_eq!(found.jtis, jtis);
        let cut = |grant: &Grant, app: Option<&App>, before| UserCut {
            sub: grant.user.clone(),
            client_id: app.map(|app| app.client_id.clone()),
            before: Timestamp(before),
            blocked: false,
        };
        assert_eq!(found.users, [cut(&bob, None, 50), cut(&carol, Some(&other), 70)]);
        assert!(found.families.is_empty());
        assert_eq!(store.read().unwrap().revocations(Timestamp(90), 2).unwrap().jtis, jtis[..2]);

        // An older token of bob's is good: what was revoked of him was not everything.
        let mut tx = store.write().unwrap();
        tx.insert_tokens(&[of(15, &one, &bob, &good, TokenState::Active)]).unwrap();
        tx.commit(&done()).unwrap();
        assert_eq!(listed(store, 90).users, [cut(&carol, Some(&other), 70)]);
        assert_eq!(listed(store, 150), mintage::core::revocations::Revocations::default());
    });
}
