//! A log that has grown, for who measures.

use std::env;
use std::path::Path;

use mintage::core::audit::{Deed, Event, Events};
use mintage::core::{Actor, Caller, HostName, Jti, Operator, RevocationCount, Timestamp};
use mintage::store::Store as _;
use mintage::store::sqlite::SqliteStore;

/// So many events in a transaction.
const AT_ONCE: u64 = 50_000;

/// What `benches/audit.py` measures: the ledger that `MINTAGE_BENCH_LEDGER` names is given `MINTAGE_BENCH_EVENTS` events, tokens that
/// were revoked one by one.
#[test]
#[ignore = "writes ten million events"]
fn a_log_of_ten_million_events() {
    let path = env::var_os("MINTAGE_BENCH_LEDGER").expect("MINTAGE_BENCH_LEDGER names no ledger");
    let most: u64 = env::var("MINTAGE_BENCH_EVENTS").expect("how many events?").parse().unwrap();
    let store = SqliteStore::in_file(Path::new(&path));
    let caller = Caller::operator(Actor::Operator(Box::new(Operator {
        uid: 1000,
        name: None,
        effective_uid: None,
        outer_uid: None,
        host: HostName::new("web1").unwrap(),
        claims: Vec::new(),
    })));
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
