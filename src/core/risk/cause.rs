//! The facts of a finding: what its rule saw.

use super::geography::Place;
use crate::core::access::{Network, TextId};
use crate::core::time::Ttl;
use crate::core::token::TokenKind;

/// What a rule saw.
#[derive(Debug, Clone, PartialEq)]
pub enum Cause {
    /// A planted token was shown.
    Canary {
        /// Where it was planted, as was noted.
        planted: Option<String>,
    },
    /// A refresh token was shown again.
    Replayed {
        /// Whether all that is known speaks for an answer that was lost.
        lost: bool,
    },
    /// One token in two places.
    Shared {
        /// The networks.
        networks: [Network; 2],
        /// Whether the programs differ.
        agents: bool,
        /// Whether the devices do.
        devices: bool,
        /// Whether more than one resource was touched.
        resources: bool,
        /// Whether the places are two cities.
        cities: bool,
        /// How many seconds lie between at least.
        apart: i64,
    },
    /// From one place to another.
    Travelled {
        /// From where.
        from: Place,
        /// Whereto.
        to: Place,
        /// How far that is.
        kilometres: u32,
        /// In how many seconds.
        seconds: i64,
        /// Whether it was one token; else one user.
        one_token: bool,
        /// Whether one of the networks has many users, so that it says little of a place.
        crowded: bool,
    },
    /// A token after its end.
    AfterEnd {
        /// How it had ended.
        ended: Ended,
        /// How many seconds before.
        late: i64,
        /// Whether it came from where its holder never was, with a program or device that they never had.
        elsewhere: bool,
        /// Whether apps of this kind do it all the time.
        usual: bool,
    },
    /// Many failures.
    Failed {
        /// How many.
        failures: u32,
        /// Of how many uses.
        of: u32,
        /// How many there would have been as always.
        usual: f64,
        /// Whether it were texts that no key of the home signed.
        forged: bool,
        /// In how many seconds.
        within: i64,
    },
    /// A network that is new to an app.
    New {
        /// Which.
        network: Network,
        /// How many it had before.
        known: u32,
        /// For how many seconds it was watched before.
        history: i64,
    },
    /// Many users on a device.
    Crowd {
        /// How many.
        users: u32,
        /// In how many seconds.
        within: i64,
    },
    /// Something that slept.
    Woke {
        /// For how many seconds.
        slept: i64,
        /// From where it was used now.
        network: Network,
        /// Whether it is known where it was used before.
        known: bool,
    },
    /// Another volume than always.
    Volume(Volume),
    /// Tokens that live longer than their app now says.
    LivesLong {
        /// Of which kind.
        kind: TokenKind,
        /// How long one of them lives.
        longest: Ttl,
        /// How long it may.
        most: Ttl,
    },
    /// Tokens with scopes that their app has no more.
    ScopesBeyond {
        /// Which.
        scopes: String,
    },
    /// A key that signs for longer than it may.
    OldKey {
        /// For how many seconds it signs.
        age: i64,
        /// How long it may.
        most: Ttl,
    },
    /// A key that should have taken over.
    DueKey {
        /// How many seconds ago.
        late: i64,
    },
    /// A key whose private half is kept, and that nothing needs.
    KeptKey {
        /// For how many seconds nothing did.
        spent: i64,
    },
}

/// How a token had ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Ended {
    /// By its time.
    Expired,
    /// By somebody.
    Revoked,
}

/// The volume of one hour beside what is usual.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Volume {
    /// How many uses.
    pub uses: u32,
    /// The median of that hour of the day and those around it.
    pub usual: f64,
    /// How many deviations away that is.
    pub score: f64,
    /// Which app.
    pub app: TextId,
}

impl Volume {
    /// Whether it is less than usual.
    pub fn is_fall(&self) -> bool {
        self.score < 0.0
    }
}
