//! Proofs of possession that were used.

use std::sync::atomic::{AtomicU32, Ordering};

use mintage::core::proof::ProofUse;
use mintage::core::{Timestamp, TokenDigest};

use crate::{on_every_ledger, on_every_store};

fn used(number: u8, until: i64) -> ProofUse {
    ProofUse { digest: TokenDigest::of(&[number]), expires_at: Timestamp(until) }
}

#[test]
fn a_proof_is_new_once_and_known_until_it_is_over() {
    on_every_store(|store| {
        let is_used = |number| store.read().unwrap().is_proof_used(&used(number, 0).digest).unwrap();
        assert!(!is_used(1));
        assert!(store.use_proof(&used(1, 100), Timestamp(0)).unwrap());
        assert!(is_used(1) && !is_used(2));
        assert!(!store.use_proof(&used(1, 100), Timestamp(0)).unwrap());
        assert!(store.use_proof(&used(2, 200), Timestamp(99)).unwrap());
        assert!(is_used(1));
        assert!(store.use_proof(&used(3, 300), Timestamp(100)).unwrap());
        assert!(!is_used(1) && is_used(2));
    });
}

#[test]
fn it_moves_no_mark_and_has_no_record() {
    on_every_store(|store| {
        let before = store.read().unwrap().mark().unwrap();
        assert!(store.use_proof(&used(1, 100), Timestamp(0)).unwrap());
        assert_eq!(store.read().unwrap().mark().unwrap(), before);
    });
}

#[test]
fn of_many_at_once_one_is_told_that_it_is_new() {
    on_every_ledger(|open| {
        let stores: Vec<_> = (0..16).map(|_| open()).collect();
        let told = AtomicU32::new(0);
        std::thread::scope(|scope| {
            for store in &stores {
                scope.spawn(|| {
                    let is_new = store.use_proof(&used(1, 100), Timestamp(0)).unwrap();
                    told.fetch_add(u32::from(is_new), Ordering::Relaxed);
                });
            }
        });
        assert_eq!(told.into_inner(), 1);
    });
}
