//! What a drill looks at.

/// What is asked of a service that verifies tokens by keys that it fetches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Check {
    /// It fetches the set once for many tokens.
    KeepsSet,
    /// It goes by the time that the set is good for.
    HonoursMaxAge,
    /// It takes a token of a key that is new in the set.
    TakesNewKey,
    /// It goes on to take a token of a key that is in the set beside a newer one.
    KeepsOldKey,
    /// Tokens whose key is in no set do not make it fetch without limit.
    LimitsFetches,
    /// It takes none of them.
    RefusesUnknownKey,
    /// It takes no token of a key that was removed from the set.
    ForgetsRemovedKey,
    /// It goes on with what it has while the set cannot be fetched.
    SurvivesOutage,
    /// It goes on with what it has where the set is none.
    SurvivesGarbage,
    /// It takes a new key after all that.
    Recovers,
}

impl Check {
    /// All of them, in the order in which they are tried.
    pub const ALL: [Self; 10] = [
        Self::KeepsSet,
        Self::HonoursMaxAge,
        Self::TakesNewKey,
        Self::KeepsOldKey,
        Self::LimitsFetches,
        Self::RefusesUnknownKey,
        Self::ForgetsRemovedKey,
        Self::SurvivesOutage,
        Self::SurvivesGarbage,
        Self::Recovers,
    ];

    /// The word for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::KeepsSet => "keeps-set",
            Self::HonoursMaxAge => "honours-max-age",
            Self::TakesNewKey => "takes-new-key",
            Self::KeepsOldKey => "keeps-old-key",
            Self::LimitsFetches => "limits-fetches",
            Self::RefusesUnknownKey => "refuses-unknown-key",
            Self::ForgetsRemovedKey => "forgets-removed-key",
            Self::SurvivesOutage => "survives-outage",
            Self::SurvivesGarbage => "survives-garbage",
            Self::Recovers => "recovers",
        }
    }

    /// What is good.
    pub fn summary(self) -> &'static str {
        match self {
            Self::KeepsSet => "fetches the set once for many tokens of a key in it",
            Self::HonoursMaxAge => "fetches the set again when its max-age is over",
            Self::TakesNewKey => "takes a token of a key that is new in the set, in time",
            Self::KeepsOldKey => "goes on to take a key that is in the set beside a newer one",
            Self::LimitsFetches => "does not fetch for every token whose key is in no set",
            Self::RefusesUnknownKey => "takes no token whose key is in no set",
            Self::ForgetsRemovedKey => "takes no token of a key that was removed from the set, in time",
            Self::SurvivesOutage => "goes on with the keys that it has while the set cannot be fetched (503)",
            Self::SurvivesGarbage => "goes on with the keys that it has where what it fetches is no set",
            Self::Recovers => "takes a new key after all that, in time",
        }
    }
}
