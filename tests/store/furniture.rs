//! Rows for stories: the least that a story needs, and some of all sorts.

use std::slice;

use mintage::core::audit::{Deed, Event, Events};
use mintage::core::claims::ClaimMap;
use mintage::core::json::parse_claims;
use mintage::core::{
    AccessContext, Actor, Algorithm, App, AppName, AppProfile, Caller, Cause, ClientId, Family, FamilyId, Grant,
    GrantId, Jti, KeyRecord, KeyState, Kid, Note, OpaqueKind, PrivateHalf, Revocation, Scopes, Selector, Subject,
    Timestamp, TokenDigest, TokenFormat, TokenKind, TokenRecord, TokenState, UserId,
};
use mintage::store::{Page, Store, TokenFilter};

pub fn app(number: u8) -> App {
    let name = AppName::new(format!("app-{number}")).unwrap();
    App::register(ClientId::from_random([number; 16]), name, AppProfile::default(), true, Timestamp(1))
}

pub fn key(name: &str) -> KeyRecord {
    KeyRecord {
        kid: Kid::new(name).unwrap(),
        algorithm: Algorithm::ES256,
        bits: 256,
        public: Some(vec![1, 2, 3]),
        secret_mark: None,
        private: PrivateHalf::Held,
        state: KeyState::Standby { activate_at: None },
        created_at: Timestamp(1),
    }
}

pub fn alice() -> UserId {
    UserId::new("alice").unwrap()
}

pub fn token(number: u8, app: &App, grant: &Grant, key: &KeyRecord) -> TokenRecord {
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
        context: AccessContext {
            ip: Some("2001:db8::1".parse().unwrap()),
            user_agent: Some("a \"b\"".into()),
            device: None,
        },
        digest: None,
        claims: None,
        departs: None,
    }
}

pub fn revocation() -> Revocation {
    let note = Some(Note::new("it's; -- lost").unwrap());
    Revocation { at: Timestamp(5), by: Actor::new("ops@host").unwrap(), cause: Cause::Token, note }
}

/// An app, a key, a grant and four tokens.
pub fn furnish(store: &dyn Store) -> (App, KeyRecord, Grant, Vec<TokenRecord>) {
    let (app, key) = (app(1), key("k1").activate(Timestamp(2)).unwrap());
    let id = GrantId::from_parts(1, [1; 10]);
    let context = AccessContext { device: Some("phone".into()), ..AccessContext::default() };
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

/// Tokens of all sorts: two apps, two users, two keys, two families, and what no key signed.
pub struct Assorted {
    pub apps: [App; 2],
    pub grants: [Grant; 2],
    pub families: [Family; 2],
    pub kids: [Kid; 2],
    pub tokens: Vec<TokenRecord>,
}

pub fn assort(store: &dyn Store) -> Assorted {
    let (first, key1, alices, _) = furnish(store);
    let (second, key2) = (app(2), key("k2"));
    let bob = UserId::new("bob").unwrap();
    let id = GrantId::from_parts(2, [2; 10]);
    let bobs = Grant::give(id, second.client_id.clone(), bob, Scopes::none(), AccessContext::default(), Timestamp(1));
    let family = |number: u8, grant: &Grant| Family {
        id: FamilyId::from_parts(u64::from(number), [number; 10]),
        grant: grant.id,
        client_id: grant.client_id.clone(),
        started_at: Timestamp(1),
        ends_at: Some(Timestamp(90)),
        format: TokenFormat::Opaque,
        claims: ClaimMap::new(),
        departs: None,
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
            context: AccessContext { ip: ips[pick / 4 % 4].map(|ip| ip.parse().unwrap()), ..AccessContext::default() },
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

pub fn everything() -> TokenFilter {
    TokenFilter { selector: Selector::default(), standing: None, ends_before: None, now: Timestamp(0) }
}

/// What a commit says that it did, where it does not matter.
pub fn done() -> Events {
    done_at(Timestamp(0))
}

pub fn done_at(at: Timestamp) -> Events {
    let caller = Caller::operator(Actor::new("tester").unwrap());
    let deed = Deed::Pruned { until: Timestamp(0), tokens: 0, families: 0, grants: 0 };
    Events::of(&caller, Event { at, deed, note: None, change: None })
}
