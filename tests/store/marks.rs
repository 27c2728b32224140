//! What a ledger says of itself.

use mintage::core::mark::{Ahead, ClockMark};
use mintage::core::{HomeId, Mark, Timestamp};
use mintage::store::{StoreError, StoreFault};

use crate::furniture::{app, done, done_at};
use crate::{on_every_ledger, on_every_store};

#[test]
fn each_commit_counts_one_and_what_is_undone_counts_nothing() {
    on_every_store(|store| {
        let before = store.read().unwrap().mark().unwrap();
        assert_eq!((before.generation, before.clock), (0, ClockMark::default()));
        for number in 1..=3 {
            let mut tx = store.write().unwrap();
            tx.insert_app(&app(number), None).unwrap();
            assert_eq!(tx.commit(&done()).unwrap().generation, u64::from(number));
            store.write().unwrap().insert_app(&app(9), None).unwrap();
        }
        let after = store.read().unwrap().mark().unwrap();
        assert_eq!((after.home, after.generation), (before.home, 3));
    });
}

#[test]
fn every_ledger_has_an_id_of_its_own() {
    let id = |of: &mut Vec<HomeId>, found| of.push(found);
    let ids = std::cell::RefCell::new(Vec::new());
    for _ in 0..2 {
        on_every_ledger(|open| id(&mut ids.borrow_mut(), open().read().unwrap().mark().unwrap().home));
    }
    let mut ids = ids.into_inner();
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), count);
}

#[test]
fn the_newest_time_is_that_of_what_was_done_as_far_as_a_clock_is_believed() {
    on_every_store(|store| {
        let commit = |at| store.write().unwrap().commit(&done_at(Timestamp(at))).unwrap().clock;
        assert_eq!(commit(1_000), ClockMark::trusted(Timestamp(1_000)));
        assert_eq!(commit(900), ClockMark::trusted(Timestamp(1_000)));
        assert_eq!(commit(5_000), ClockMark::trusted(Timestamp(5_000)));
        let (from, until) = (Timestamp(1_000_000), Timestamp(1_000_001));
        commit(from.0);
        let ahead = ClockMark { newest: Some(Timestamp(5_000)), ahead: Some(Ahead { from, until }) };
        assert_eq!(commit(until.0), ahead);
        assert_eq!(store.read().unwrap().mark().unwrap().clock, ahead);
    });
}

#[test]
fn a_mark_is_replaced_only_where_it_is_what_it_was_read_as() {
    on_every_store(|store| {
        let mut tx = store.write().unwrap();
        let before = tx.mark().unwrap();
        let after = Mark { home: HomeId::from_bytes([9; 16]), generation: 40, ..before };
        tx.replace_mark(&before, &after).unwrap();
        let again = tx.replace_mark(&before, &after);
        assert!(matches!(again, Err(StoreError { fault: StoreFault::Conflict, .. })), "{again:?}");
        let kept = tx.commit(&done()).unwrap();
        assert_eq!((kept.home, kept.generation), (after.home, 41));
        assert_eq!(store.read().unwrap().mark().unwrap(), kept);
    });
}
