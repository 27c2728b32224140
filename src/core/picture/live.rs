//! Tokens that are good now, by app and by when they end.

use crate::core::app::App;
use crate::core::time::Timestamp;
use crate::core::token::TokenKind;

const HOUR: i64 = 3_600;
const DAY: i64 = 24 * HOUR;

/// Within how many seconds tokens end that are told of together. The last of them end later than any of these.
pub const WITHIN: [i64; 8] = [HOUR / 4, HOUR, 6 * HOUR, DAY, 7 * DAY, 30 * DAY, 90 * DAY, 365 * DAY];

/// Which of the bands of [`WITHIN`] a time is in that lies so many seconds ahead.
pub fn band(ahead: i64) -> usize {
    WITHIN.iter().take_while(|within| ahead > **within).count()
}

/// The tokens that are good now: issued, not ended, not revoked, not used up.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Live {
    /// Of each kind, in the order of [`TokenKind::ALL`].
    pub kinds: [u64; TokenKind::ALL.len()],
    /// In each of the bands of [`WITHIN`].
    pub by_end: [u64; WITHIN.len() + 1],
}

impl Live {
    /// How many there are.
    pub fn count(&self) -> u64 {
        self.kinds.iter().sum()
    }

    /// How many end within this band or an earlier one.
    pub fn until(&self, band: usize) -> u64 {
        self.by_end.iter().take(band + 1).sum()
    }

    /// Adds one that ends at this time.
    pub(super) fn add(&mut self, kind: TokenKind, ends: Timestamp, now: Timestamp) {
        for (each, count) in TokenKind::ALL.iter().zip(&mut self.kinds) {
            *count += u64::from(*each == kind);
        }
        if let Some(count) = self.by_end.get_mut(band(now.seconds_until(ends))) {
            *count += 1;
        }
    }

    /// Adds all of these.
    pub(super) fn merge(&mut self, other: &Self) {
        self.kinds.iter_mut().zip(other.kinds).for_each(|(sum, more)| *sum += more);
        self.by_end.iter_mut().zip(other.by_end).for_each(|(sum, more)| *sum += more);
    }
}

/// An app, and its live tokens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AppLine {
    /// The app.
    pub app: App,
    /// Its live tokens.
    pub live: Live,
    /// How many of its tokens were issued in the time that is looked back on.
    pub issued: u64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_in_the_first_band_that_its_end_lies_within() {
        for (ahead, place) in [(1, 0), (900, 0), (901, 1), (3_600, 1), (DAY, 3), (DAY + 1, 4), (366 * DAY, 8)] {
            assert_eq!(band(ahead), place, "{ahead}");
        }
        let mut live = Live::default();
        live.add(TokenKind::Access, Timestamp(1_900), Timestamp(1_000));
        live.add(TokenKind::Refresh, Timestamp(i64::MAX), Timestamp(1_000));
        let mut twice = live;
        twice.merge(&live);
        assert_eq!((live.count(), live.until(0), live.until(8), twice.count()), (2, 1, 2, 4));
    }
}
