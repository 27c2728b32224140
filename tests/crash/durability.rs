//! The order of what is made durable, read from the calls.

use crate::case::{generation, import, planned_rotation, pruning, rotation_at_once};
use crate::killer::{calls, can_trace};

#[test]
fn the_file_of_a_key_is_durable_before_the_ledger_hears_of_it() {
    if !can_trace() {
        return;
    }
    for case in [generation(), import(), rotation_at_once(), planned_rotation()] {
        let calls = calls(&case);
        let named = calls.iter().position(|call| call == "renameat2").unwrap_or_else(|| panic!("{calls:?}"));
        // Its contents before its name, its name before its row: the end of the journal is the commit.
        let around = [&calls[named - 1], &calls[named + 1]];
        assert_eq!(around, ["fsync", "fsync"], "{calls:?}");
        assert!(calls[..named].contains(&"write".to_owned()), "{calls:?}");
        assert!(commit(&calls) > named + 1, "{calls:?}");
    }
}

#[test]
fn a_private_half_is_gone_for_good_before_the_ledger_says_so() {
    if !can_trace() {
        return;
    }
    let calls = calls(&pruning());
    let removed: Vec<_> = (0..calls.len()).filter(|&place| calls[place] == "unlink").collect();
    let [.., last_file] = removed[..] else { panic!("{calls:?}") };
    assert_eq!(removed.len(), 3, "a stray and two keys: {calls:?}");
    assert!(removed.iter().all(|&place| calls[place + 1] == "fsync"), "{calls:?}");
    assert!(last_file + 1 < commit(&calls), "{calls:?}");
}

/// The call that commits: the journal is emptied, and that is made durable.
#[track_caller]
fn commit(calls: &[String]) -> usize {
    let emptied = calls.iter().rposition(|call| call == "ftruncate").unwrap_or_else(|| panic!("{calls:?}"));
    assert!(["fsync", "fdatasync"].contains(&&*calls[emptied + 1]), "{calls:?}");
    emptied
}
