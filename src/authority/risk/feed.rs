//! Reading the record of access into a watch, in the order of time.

use std::ops::Range;
use std::sync::mpsc::sync_channel;
use std::thread;

use crate::authority::error::Result;
use crate::core::access::AccessRow;
use crate::core::risk::Watch;
use crate::store::{AccessLog, StoreError};

const DAY: i64 = 86_400_000;
/// So many uses go from the one who reads to the one who watches at once.
const AT_ONCE: usize = 4_096;
/// So many are put in order before the first of them is watched: logs that are read later come after what was recorded at once.
const IN_ORDER: usize = 65_536;

/// Lets a watch see all uses of these milliseconds. One thread reads and another watches. Says what could not be read.
pub(super) fn feed(log: &dyn AccessLog, time: Range<i64>, watch: &mut Watch) -> Result<Vec<StoreError>> {
    thread::scope(|scope| {
        let (send, receive) = sync_channel::<Vec<AccessRow>>(4);
        let reader = scope.spawn(move || {
            let mut part = Vec::with_capacity(AT_ONCE);
            let unread = log.scan_in_order(time, &mut |row| {
                part.push(*row);
                part.len() < AT_ONCE || send.send(std::mem::replace(&mut part, Vec::with_capacity(AT_ONCE))).is_ok()
            });
            // Whoever takes it is there as long as this thread is.
            let _ = send.send(part);
            unread
        });
        for part in receive {
            for row in &part {
                watch.see(row);
            }
        }
        let unread = reader.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))?;
        Ok(unread)
    })
}

/// Uses that are put in order, within a day.
#[derive(Default)]
pub(super) struct Ordered {
    rows: Vec<AccessRow>,
    day: i64,
}

impl Ordered {
    /// Takes one in, and lets the watch see those that are in order.
    pub fn take(&mut self, row: &AccessRow, watch: &mut Watch) {
        let day = row.at_ms.div_euclid(DAY);
        if day != self.day {
            self.give(0, watch);
            self.day = day;
        } else if self.rows.len() >= IN_ORDER {
            self.give(IN_ORDER / 2, watch);
        }
        self.rows.push(*row);
    }

    /// Lets the watch see all but the last of them.
    pub fn give(&mut self, but: usize, watch: &mut Watch) {
        if !self.rows.is_sorted_by_key(|row| row.at_ms) {
            self.rows.sort_by_key(|row| row.at_ms);
        }
        let end = self.rows.len().saturating_sub(but);
        self.rows[..end].iter().for_each(|row| watch.see(row));
        self.rows.drain(..end);
    }
}
