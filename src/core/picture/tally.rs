//! Tokens that are counted one by one, by the million.

use std::collections::HashMap;

use super::buckets::Buckets;
use super::live::Live;
use crate::core::id::ClientId;
use crate::core::time::Timestamp;
use crate::core::token::TokenKind;

/// What is counted of a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CountedToken {
    /// What it is for.
    pub kind: TokenKind,
    /// When it was issued.
    pub issued_at: Timestamp,
    /// When it ends.
    pub expires_at: Timestamp,
    /// Whether it is neither revoked nor used up.
    pub is_active: bool,
}

/// What is counted of the tokens of one app.
#[derive(Debug, Clone, Default)]
struct Counts {
    live: Live,
    issued: u64,
}

/// Tokens that are counted: when they were issued, and those that are live by app, kind and end.
#[derive(Debug, Clone)]
pub struct TokenTally {
    now: Timestamp,
    buckets: Buckets,
    issued: Vec<u64>,
    places: HashMap<ClientId, usize>,
    apps: Vec<Counts>,
}

impl TokenTally {
    /// Nothing counted yet.
    pub fn new(buckets: Buckets, now: Timestamp) -> Self {
        let issued = vec![0; buckets.count()];
        Self { now, buckets, issued, places: HashMap::new(), apps: Vec::new() }
    }

    /// As of when it is told which are live.
    pub fn now(&self) -> Timestamp {
        self.now
    }

    /// The place of an app, for [`count`](Self::count).
    pub fn place(&mut self, app: &ClientId) -> usize {
        if let Some(place) = self.places.get(app) {
            return *place;
        }
        self.apps.push(Counts::default());
        let place = self.apps.len() - 1;
        self.places.insert(app.clone(), place);
        place
    }

    /// Counts a token of the app at this place.
    pub fn count(&mut self, place: usize, token: CountedToken) {
        let CountedToken { kind, issued_at, expires_at, is_active } = token;
        let Some(counts) = self.apps.get_mut(place) else { return };
        if let Some(issued) = self.buckets.place(issued_at).and_then(|bucket| self.issued.get_mut(bucket)) {
            *issued += 1;
            counts.issued += 1;
        }
        if is_active && expires_at > self.now {
            counts.live.add(kind, expires_at, self.now);
        }
    }

    /// Adds what another counted, in the same parts of time and as of the same moment.
    pub fn merge(&mut self, other: &Self) {
        self.issued.iter_mut().zip(&other.issued).for_each(|(sum, more)| *sum += more);
        for (app, place) in &other.places {
            let own = self.place(app);
            if let (Some(sum), Some(more)) = (self.apps.get_mut(own), other.apps.get(*place)) {
                sum.live.merge(&more.live);
                sum.issued += more.issued;
            }
        }
    }

    /// How many were issued in each part of the time.
    pub fn issued(&self) -> &[u64] {
        &self.issued
    }

    /// The live tokens of all apps.
    pub fn live(&self) -> Live {
        let mut all = Live::default();
        self.apps.iter().for_each(|counts| all.merge(&counts.live));
        all
    }

    /// The live tokens of an app, and how many of its tokens were issued in that time.
    pub fn of_app(&self, app: &ClientId) -> (Live, u64) {
        let counts = self.places.get(app).and_then(|place| self.apps.get(*place));
        counts.map_or_else(Default::default, |counts| (counts.live, counts.issued))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn token(issued_at: i64, expires_at: i64, is_active: bool) -> CountedToken {
        let (issued_at, expires_at) = (Timestamp(issued_at), Timestamp(expires_at));
        CountedToken { kind: TokenKind::Access, issued_at, expires_at, is_active }
    }

    #[test]
    fn what_two_count_apart_is_what_one_counts_of_all() {
        let (now, [a, b]) = (Timestamp(100_000), [1, 2].map(|app| ClientId::from_random([app; 16])));
        let buckets = Buckets::over(Timestamp(90_000), now);
        let tokens: Vec<_> = (0..200).map(|n| (n % 3 == 0, token(89_000 + 60 * n, 99_990 + n, n % 5 != 0))).collect();
        let counted = |tokens: &[(bool, CountedToken)]| {
            let mut tally = TokenTally::new(buckets, now);
            for (is_a, token) in tokens {
                let place = tally.place(if *is_a { &a } else { &b });
                tally.count(place, *token);
            }
            tally
        };
        let whole = counted(&tokens);
        let mut parts = counted(&tokens[..70]);
        parts.merge(&counted(&tokens[70..]));
        assert_eq!((parts.issued(), parts.live()), (whole.issued(), whole.live()));
        assert_eq!((parts.of_app(&a), parts.of_app(&b)), (whole.of_app(&a), whole.of_app(&b)));
        let live = tokens.iter().filter(|(_, token)| token.is_active && token.expires_at > now).count();
        assert_eq!(whole.live().count(), live as u64);
        assert_eq!(whole.of_app(&a).1 + whole.of_app(&b).1, whole.issued().iter().sum::<u64>());
        assert!(whole.issued().iter().sum::<u64>() < 200, "what is older is not counted as issued");
    }
}
