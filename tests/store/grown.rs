//! A log and a ledger that have grown, for who measures.

use std::env;
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use mintage::core::audit::{Deed, Event, Events};
use mintage::core::{
    AccessContext, Actor, Caller, Cause, HostName, Jti, Operator, Revocation, RevocationCount, Subject, Timestamp,
    TokenKind, TokenRecord, TokenState,
};
use mintage::store::Store as _;
use mintage::store::sqlite::SqliteStore;

/// So many events in a transaction.
const AT_ONCE: u64 = 50_000;

/// What `benches/audit.py` measures: the ledger that `MINTAGE_BENCH_LEDGER` names is given `MINTAGE_BENCH_EVENTS` events, tokens that
/// were revoked one by one.
#[test]
#[ignore = "writes ten million events"]
fn a_log_of_ten_million_events() {
    let (store, caller, most) = (ledger(), operator(), how_many("MINTAGE_BENCH_EVENTS"));
    let mut written = 0;
    while written < most {
        let numbers = written..most.min(written + AT_ONCE);
        written = numbers.end;
        let event = |number: u64| Event {
            at: Timestamp(1_790_000_000 + number.cast_signed() / 100),
            deed: Deed::TokensRevoked {
                jtis: vec![Jti::from_parts(1_790_000_000_000 + number * 10, [3; 10])],
                tokens: RevocationCount { revoked: 1, ..RevocationCount::default() },
            },
            note: None,
            change: None,
        };
        let events = Events::all(&caller, numbers.map(event).collect()).unwrap();
        store.write().unwrap().commit(&events).unwrap();
    }
}

/// What `benches/report.py` measures: the ledger that `MINTAGE_BENCH_LEDGER` names is given `MINTAGE_BENCH_TOKENS` tokens of its apps, over
/// sixty days with now in their middle. One of a hundred is revoked.
#[test]
#[ignore = "writes ten million tokens"]
fn a_ledger_of_ten_million_tokens() {
    let (store, caller, most) = (ledger(), operator(), how_many("MINTAGE_BENCH_TOKENS"));
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
    let read = store.read().unwrap();
    let (apps, kid) = (read.apps().unwrap(), read.keys().unwrap()[0].kid.clone());
    drop(read);
    let month = 30 * 86_400;
    let mut written = 0;
    while written < most {
        let numbers = written..most.min(written + AT_ONCE);
        written = numbers.end;
        let token = |number: u64| {
            let issued = now - month + number * month / most;
            let jti = Jti::from_parts(issued * 1_000, number.to_be_bytes().repeat(2)[..10].try_into().unwrap());
            let expires = (issued + number % month).cast_signed();
            let at = Timestamp(issued.cast_signed());
            let revocation = Revocation { at, by: caller.actor(), cause: Cause::Token, note: None };
            TokenRecord {
                jti,
                kind: TokenKind::Access,
                client_id: apps[usize::try_from(number).unwrap() % apps.len()].client_id.clone(),
                subject: Subject::App,
                grant: None,
                family: None,
                parent: None,
                kid: Some(kid.clone()),
                scopes: "read".parse().unwrap(),
                audiences: vec![],
                issued_at: at,
                expires_at: Timestamp(expires),
                state: if number.is_multiple_of(100) { TokenState::Revoked(revocation) } else { TokenState::Active },
                context: AccessContext::default(),
                digest: None,
                claims: None,
                departs: None,
            }
        };
        let tokens: Vec<TokenRecord> = numbers.map(token).collect();
        let issued = |token: &TokenRecord| Event {
            at: token.issued_at,
            deed: Deed::TokenIssued {
                jti: token.jti,
                kind: token.kind,
                client_id: token.client_id.clone(),
                subject: token.subject.clone(),
                expires_at: token.expires_at,
            },
            note: None,
            change: None,
        };
        let mut tx = store.write().unwrap();
        tx.insert_tokens(&tokens).unwrap();
        tx.commit(&Events::all(&caller, tokens.iter().map(issued).collect()).unwrap()).unwrap();
    }
}

fn ledger() -> SqliteStore {
    let path = env::var_os("MINTAGE_BENCH_LEDGER").expect("MINTAGE_BENCH_LEDGER names no ledger");
    SqliteStore::in_file(Path::new(&path))
}

fn how_many(name: &str) -> u64 {
    env::var(name).unwrap_or_else(|_| panic!("{name} says how many")).parse().unwrap()
}

fn operator() -> Caller {
    Caller::operator(Actor::Operator(Box::new(Operator {
        uid: 1000,
        name: None,
        effective_uid: None,
        outer_uid: None,
        host: HostName::new("web1").unwrap(),
        claims: Vec::new(),
    })))
}
