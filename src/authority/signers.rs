//! Keys that were opened, so that one is opened once in a process and not for each token.

use std::sync::{Arc, Mutex, PoisonError};

use crate::core::KeyRecord;
use crate::keys::SigningKey;

/// More keys than this are not kept: a home signs with one for each algorithm.
const MOST: usize = 32;

/// A key that was opened, and the row it was opened for.
pub(in crate::authority) struct Signing {
    pub record: KeyRecord,
    pub signer: SigningKey,
}

/// Keys that were opened. Each is destroyed when it is let go; see [`SigningKey`].
#[derive(Default)]
pub(in crate::authority) struct Signers(Mutex<Vec<Arc<Signing>>>);

impl Signers {
    /// The opened key of this row. One that was opened for another row of this kid is let go: it was rotated, retired or
    /// revoked since.
    pub(in crate::authority) fn get(&self, record: &KeyRecord) -> Option<Arc<Signing>> {
        let mut open = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        open.retain(|signing| signing.record.kid != record.kid || signing.record == *record);
        open.iter().find(|signing| signing.record == *record).map(Arc::clone)
    }

    /// Keeps a key, in the place of the one that was kept longest where there are too many.
    pub(in crate::authority) fn keep(&self, signing: &Arc<Signing>) {
        let mut open = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        open.retain(|other| other.record.kid != signing.record.kid);
        if open.len() >= MOST {
            open.remove(0);
        }
        open.push(Arc::clone(signing));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::{Algorithm, KeyState, Kid, PrivateHalf, Timestamp};

    fn signing(number: usize) -> Arc<Signing> {
        let kid = Kid::new(format!("key-{number}")).unwrap();
        let record = KeyRecord {
            kid: kid.clone(),
            algorithm: Algorithm::HS256,
            bits: 256,
            public: None,
            secret_mark: None,
            private: PrivateHalf::Held,
            state: KeyState::Active { since: Timestamp(1) },
            created_at: Timestamp(1),
        };
        let signer = SigningKey::from_secret(kid, Algorithm::HS256, &[7; 32]).unwrap();
        Arc::new(Signing { record, signer })
    }

    #[test]
    fn a_key_is_kept_for_its_row_and_let_go_with_it() {
        let (signers, key) = (Signers::default(), signing(1));
        assert!(signers.get(&key.record).is_none());
        signers.keep(&key);
        assert!(Arc::ptr_eq(&signers.get(&key.record).unwrap(), &key));
        let retired = KeyState::Retired { since: Timestamp(2), verify_until: Timestamp(3) };
        assert!(signers.get(&KeyRecord { state: retired, ..key.record.clone() }).is_none());
        assert!(signers.get(&key.record).is_none(), "the row has changed since");
        assert_eq!(Arc::strong_count(&key), 1);
    }

    #[test]
    fn no_more_keys_are_kept_than_a_home_signs_with() {
        let (signers, keys) = (Signers::default(), (0..=MOST).map(signing).collect::<Vec<_>>());
        for key in &keys {
            signers.keep(key);
        }
        assert!(signers.get(&keys[0].record).is_none());
        assert!(keys[1..].iter().all(|key| signers.get(&key.record).is_some()));
    }
}
