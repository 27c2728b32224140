//! What every ledger must do, told as stories over the trait, and run on each ledger there is.
#![allow(clippy::disallowed_methods, reason = "tests look at the machine themselves")]

use std::slice;

use mintage::core::app::AppRef;
use mintage::core::audit::{Deed, Event, Events};
use mintage::core::claims::ClaimMap;
use mintage::core::claims::json::parse_claims;
use mintage::core::revocations::UserCut;
use mintage::core::selector::parse_network;
use mintage::core::token::RevokeStep;
use mintage::core::{
    Actor, Algorithm, App, AppName, AppProfile, AppSecret, Audience, Caller, Cause, ClientId, Context, Family,
    FamilyId, Grant, GrantId, Jti, KeyRecord, KeyState, Kid, Note, OpaqueKind, PrivateHalf, Revocation,
    RevocationCount, Scopes, Selector, Standing, Subject, Timestamp, TokenDigest, TokenFormat, TokenKind, TokenRecord,
    TokenState, Ttl, UserId,
};
use mintage::store::sqlite::SqliteStore;
use mintage::store::{Fault, Page, Store, StoreError, TokenFilter};
use tempfile::TempDir;

/// Each ledger there is, empty.
fn on_every_store(story: impl Fn(&dyn Store)) {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("mintage.db");
    std::fs::write(&path, b"").unwrap();
    SqliteStore::create(&path).unwrap();
    story(&SqliteStore::in_file(path));
}

fn app(number: u8) -> App {
    let name = AppName::new(format!("app-{number}")).unwrap();
    App::register(ClientId::from_random([number; 16]), name, AppProfile::default(), true, Timestamp(1))
}

fn key(name: &str) -> KeyRecord {
    KeyRecord {
        kid: Kid::new(name).unwrap(),
        algorithm: Algorithm::ES256,
        bits: 256,
        public: Some(vec![1, 2, 3]),
        private: PrivateHalf::Held,
        state: KeyState::Standby { activate_at: None },
        created_at: Timestamp(1),
    }
}

fn alice() -> UserId {
    UserId::new("alice").unwrap()
}

fn token(number: u8, app: &App, grant: &Grant, key: &KeyRecord) -> TokenRecord {
    TokenRecord {
        jti: Jti::from_parts(u64::from(number), [number; 10]),
        kind: TokenKind::Access,
        client_id: app.client_id.clone(),
        subject: Subject::User(alice()),
        grant: Some(grant.id),
        family: None,
        parent: None,
        kid: Some(key.kid.clone()),
        scopes: "read write".parse().unwrap(),
        audiences: vec![],
        issued_at: Timestamp(1),
        expires_at: Timestamp(i64::from(number) * 10),
        state: TokenState::Active,
        context: Context { ip: Some("2001:db8::1".parse().unwrap()), user_agent: Some("a \"b\"".into()), device: None },
        digest: None,
        claims: None,
    }
}

fn revocation() -> Revocation {
    let note = Some(Note::new("it's; -- lost").unwrap());
    Revocation { at: Timestamp(5), by: Actor::new("ops@host").unwrap(), cause: Cause::Token, note }
}

/// An app, a key, a grant and four tokens.
fn furnish(store: &dyn Store) -> (App, KeyRecord, Grant, Vec<TokenRecord>) {
    let (app, key) = (app(1), key("k1").activate(Timestamp(2)).unwrap());
    let id = GrantId::from_parts(1, [1; 10]);
    let context = Context { device: Some("phone".into()), ..Context::default() };
    let grant = Grant::give(id, app.client_id.clone(), alice(), Scopes::none(), context, Timestamp(1));
    let tokens: Vec<_> = (1..=4).map(|number| token(number, &app, &grant, &key)).collect();
    let mut tx = store.write().unwrap();
    tx.insert_app(&app, Some(&OpaqueKind::ClientSecret.mint(&[9; 32]).digest())).unwrap();
    tx.insert_key(&key).unwrap();
    tx.insert_grant(&grant).unwrap();
    tx.insert_tokens(&tokens).unwrap();
    tx.commit(&done()).unwrap();
    (app, key, grant, tokens)
}

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
fn the_apps_that_are_named_are_given_once_and_no_others() {
    on_every_store(|store| {
        let apps = [app(1), app(2), app(3)];
        let mut tx = store.write().unwrap();
        for app in &apps {
            tx.insert_app(app, None).unwrap();
        }
        tx.commit().unwrap();
        let ids = [&apps[2], &apps[0], &apps[2], &app(9)].map(|app| app.client_id.clone());
        let read = store.read().unwrap();
        assert_eq!(read.apps_of(&ids).unwrap(), [apps[0].clone(), apps[2].clone()]);
        assert_eq!(read.apps_of(&[]).unwrap(), []);
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
fn what_is_not_committed_never_was() {
    on_every_store(|store| {
        store.write().unwrap().insert_app(&app(1), None).unwrap();
        assert_eq!(store.read().unwrap().apps().unwrap(), []);
    });
}

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
        assert!(matches!(tx.replace_app(&app, &active), Err(StoreError { fault: Fault::Conflict, .. })));
        let revoked = TokenRecord { state: TokenState::Revoked(revocation()), ..tokens[0].clone() };
        tx.replace_token(&tokens[0], &revoked).unwrap();
        assert!(matches!(tx.replace_token(&tokens[0], &revoked), Err(StoreError { fault: Fault::Conflict, .. })));
        let ended = grant.clone().revoke(revocation());
        tx.replace_grant(&grant, &ended).unwrap();
        assert!(matches!(tx.replace_grant(&grant, &ended), Err(StoreError { fault: Fault::Conflict, .. })));
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
        assert!(matches!(tx.insert_key(&second), Err(StoreError { fault: Fault::Conflict, .. })));
        assert!(matches!(tx.insert_app(&app(1), None), Err(StoreError { fault: Fault::Conflict, .. })));
        tx.insert_key(&key("k3")).unwrap();
    });
}

#[test]
fn of_two_who_decide_on_the_same_row_the_second_undoes_nothing() {
    on_every_store(|store| {
        let (app, key, grant, tokens) = furnish(store);
        let conflict = |done: Result<(), StoreError>| assert_eq!(done.unwrap_err().fault, Fault::Conflict);

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

        let standby = self::key("k2");
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
        assert!(matches!(fault(&unfounded), Fault::Failed(_)));
        assert!(matches!(fault(&TokenRecord { kind: unsigned, kid: None, ..good.clone() }), Fault::Failed(_)));
        // What somebody else may have made, or removed, at the same moment.
        assert_eq!(fault(&TokenRecord { jti: tokens[0].jti, ..good.clone() }), Fault::Conflict);
        let gone = Some(GrantId::from_parts(9, [9; 10]));
        assert_eq!(fault(&TokenRecord { grant: gone, ..good }), Fault::Conflict);
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

/// Tokens of all sorts: two apps, two users, two keys, two families, and what no key signed.
struct Assorted {
    apps: [App; 2],
    grants: [Grant; 2],
    families: [Family; 2],
    kids: [Kid; 2],
    tokens: Vec<TokenRecord>,
}

fn assort(store: &dyn Store) -> Assorted {
    let (first, key1, alices, _) = furnish(store);
    let (second, key2) = (app(2), key("k2"));
    let bob = UserId::new("bob").unwrap();
    let id = GrantId::from_parts(2, [2; 10]);
    let bobs = Grant::give(id, second.client_id.clone(), bob, Scopes::none(), Context::default(), Timestamp(1));
    let family = |number: u8, grant: &Grant| Family {
        id: FamilyId::from_parts(u64::from(number), [number; 10]),
        grant: grant.id,
        client_id: grant.client_id.clone(),
        started_at: Timestamp(1),
        ends_at: Some(Timestamp(90)),
        format: TokenFormat::Opaque,
        claims: ClaimMap::new(),
    };
    let families = [family(1, &alices), family(2, &bobs)];
    let mut tx = store.write().unwrap();
    tx.insert_app(&second, None).unwrap();
    tx.insert_key(&key2).unwrap();
    tx.insert_grant(&bobs).unwrap();
    for family in &families {
        tx.insert_family(family).unwrap();
    }
    let mut tokens = tx.tokens(&everything(), &Page { after: None, limit: 100 }).unwrap();
    let ips = [None, Some("192.0.2.7"), Some("::ffff:192.0.2.9"), Some("2001:db8::1")];
    let scopes = ["", "read", "read write", "reader"];
    let grants = [alices, bobs];
    for number in 10..74_u8 {
        let pick = usize::from(number);
        let grant = &grants[pick % 2];
        let (own, opaque) = (pick % 8 == 0, pick % 3 == 0);
        let token = TokenRecord {
            jti: Jti::from_parts(u64::from(number), [number; 10]),
            subject: if own { Subject::App } else { Subject::User(grant.user.clone()) },
            client_id: grant.client_id.clone(),
            grant: (!own).then_some(grant.id),
            family: (!own && pick % 5 == 0).then_some(families[pick % 2].id),
            parent: (pick % 5 == 0).then(|| Jti::from_parts(1, [1; 10])),
            kid: (!opaque).then(|| if pick % 4 == 0 { key1.kid.clone() } else { key2.kid.clone() }),
            digest: opaque.then(|| TokenDigest::of(&[number])),
            claims: opaque.then(|| parse_claims(br#"{"nbf":1,"role":{"a":[null,1.5]}}"#).unwrap()),
            scopes: scopes[pick % 4].parse().unwrap(),
            issued_at: Timestamp(i64::from(number % 10)),
            expires_at: Timestamp(i64::from(number % 7) * 10),
            state: if pick % 6 == 0 { TokenState::Revoked(revocation()) } else { TokenState::Active },
            context: Context { ip: ips[pick / 4 % 4].map(|ip| ip.parse().unwrap()), ..Context::default() },
            ..token(1, &first, grant, &key1)
        };
        tx.insert_tokens(slice::from_ref(&token)).unwrap();
        assert_eq!(tx.token(&token.jti).unwrap().as_ref(), Some(&token), "it comes back as it was");
        tokens.push(token);
    }
    tx.commit(&done()).unwrap();
    assert_eq!(store.read().unwrap().family(&families[0].id).unwrap().as_ref(), Some(&families[0]));
    Assorted { apps: [first, second], grants, families, kids: [key1.kid, key2.kid], tokens }
}

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

fn everything() -> TokenFilter {
    TokenFilter { selector: Selector::default(), standing: None, ends_before: None, now: Timestamp(0) }
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
        assert!(matches!(tx.replace_secret(&secret, &revoked), Err(StoreError { fault: Fault::Conflict, .. })));
        assert_eq!(tx.secrets(&app.client_id).unwrap()[1], revoked);
        let blocked = app.clone().block(Note::new("leak").unwrap(), by.clone(), Timestamp(5)).unwrap();
        tx.replace_app(&app, &blocked).unwrap();
        assert_eq!(tx.apps().unwrap(), slice::from_ref(&blocked));
        let deleted = blocked.clone().delete(None, by, Timestamp(6)).unwrap();
        tx.replace_app(&blocked, &deleted).unwrap();
        assert_eq!(tx.apps().unwrap(), [deleted]);
    });
}

#[test]
fn the_sqlite_that_is_linked_in_is_past_the_wal_corruption() {
    let version: Vec<u32> = rusqlite::version().split('.').map(|part| part.parse().unwrap()).collect();
    assert!(version >= vec![3, 51, 3], "{version:?}");
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
            Grant::give(id, app.client_id.clone(), user, "read".parse().unwrap(), Context::default(), Timestamp(1))
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

/// What a commit says that it did, where it does not matter.
fn done() -> Events {
    let caller = Caller::operator(Actor::new("tester").unwrap());
    let deed = Deed::Pruned { until: Timestamp(0), tokens: 0, families: 0, grants: 0 };
    Events::of(&caller, Event { at: Timestamp(0), deed, note: None })
}
