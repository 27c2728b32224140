//! When devices asked last whether somebody has decided, as long as that matters.
//!
//! It is known to this process alone, and no row of the ledger: a device that keeps its pace, as nearly all do, would else cost a
//! durable commit every five seconds. A device that asks two servers in turn may so ask twice as often; the first that finds it
//! too fast writes that down, and both go by it.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use crate::core::device::DeviceRecord;
use crate::core::{Timestamp, TokenDigest};

/// How many devices are remembered before those are forgotten that have ended.
const MANY: usize = 4_096;

/// When devices asked last.
#[derive(Default)]
pub(in crate::authority) struct Polls(Mutex<HashMap<[u8; 32], Timestamp>>);

impl Polls {
    /// Notes that a device asks now, and says when it asked before.
    pub(in crate::authority) fn asked(&self, device: &TokenDigest, now: Timestamp) -> Option<Timestamp> {
        let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if last.len() >= MANY {
            let lives = |at: &Timestamp| at.seconds_until(now).abs() < DeviceRecord::LIFETIME.seconds();
            last.retain(|_, at| lives(at));
            // So many that live are no people's: whoever makes them asks as often as they like anyway.
            if last.len() >= MANY {
                last.clear();
            }
        }
        last.insert(*device.as_bytes(), now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_known_when_a_device_asked_last_and_no_end_of_them_is_kept() {
        let polls = Polls::default();
        let device = |n: usize| TokenDigest::of(&n.to_be_bytes());
        assert_eq!(polls.asked(&device(0), Timestamp(10)), None);
        assert_eq!(polls.asked(&device(0), Timestamp(12)), Some(Timestamp(10)));
        assert_eq!(polls.asked(&device(1), Timestamp(12)), None);
        for n in 0..3 * MANY {
            polls.asked(&device(n), Timestamp(20));
        }
        assert!(polls.0.lock().unwrap().len() <= MANY);
    }
}
