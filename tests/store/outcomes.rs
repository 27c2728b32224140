//! Commits that fail, as those of a server can.

use mintage::store::{Store, StoreFault};

use crate::fickle::{Fickle, Outcome};
use crate::furniture::{app, done, key};
use crate::on_every_ledger;

/// Tells a store of an app and a key, and gives what came of it.
fn tell(store: &dyn Store) -> Option<StoreFault> {
    let mut tx = store.write().unwrap();
    tx.insert_app(&app(1), None).unwrap();
    tx.insert_key(&key("k1")).unwrap();
    tx.commit(&done()).err().map(|error| {
        assert_eq!(error.at, *store.at());
        error.fault
    })
}

/// How many apps and keys a store has.
fn count(store: &dyn Store) -> (usize, usize) {
    let read = store.read().unwrap();
    (read.apps().unwrap().len(), read.keys().unwrap().len())
}

#[test]
fn of_a_change_that_is_to_be_tried_again_nothing_is_kept() {
    on_every_ledger(|open| {
        let store = Fickle::new(open(), [Outcome::Retry, Outcome::Retry]);
        for _ in 0..2 {
            assert_eq!(tell(&store), Some(StoreFault::Retry));
            assert_eq!((count(&store), count(&*open())), ((0, 0), (0, 0)));
        }
        assert_eq!(tell(&store), None);
        assert_eq!((count(&store), count(&*open())), ((1, 1), (1, 1)));
    });
}

#[test]
fn a_change_whose_outcome_is_unknown_is_there_whole_or_not_at_all() {
    for kept in [true, false] {
        on_every_ledger(|open| {
            let store = Fickle::new(open(), [Outcome::Unknown { kept }]);
            assert_eq!(tell(&store), Some(StoreFault::Unknown));
            let there = usize::from(kept);
            assert_eq!((count(&store), count(&*open())), ((there, there), (there, there)));
            // Whoever does not look before trying again is told that it is there.
            let again = store.write().unwrap().insert_app(&app(1), None).map_err(|error| error.fault);
            assert_eq!(again, if kept { Err(StoreFault::Conflict) } else { Ok(()) });
        });
    }
}
