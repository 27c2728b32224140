//! How grave it is that a test token is taken, and who could tell that it must not be.

/// How grave it is that a verifier takes a test token. The gravest is the least.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rank {
    /// Anybody logs in, as anybody.
    Critical,
    /// Whoever has a token that is not for this, or not any more, gets in.
    High,
    /// It takes another mistake, of the issuer or in the same service, to get in.
    Medium,
    /// Only who could sign any token can make this one, or it does no more than cost something.
    Low,
    /// Not as the standard has it, and nobody gains by it.
    Informative,
}

impl Rank {
    /// All, the gravest first.
    pub const ALL: [Self; 5] = [Self::Critical, Self::High, Self::Medium, Self::Low, Self::Informative];

    /// The word for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Critical => "critical",
            Self::High => "high",
            Self::Medium => "medium",
            Self::Low => "low",
            Self::Informative => "informative",
        }
    }

    /// The rank of this word.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|rank| rank.name() == name)
    }
}

/// Who could tell that a test token must be refused, and who could make it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Everyone who has the issuer's keys and looks at the token can tell.
    Stateless,
    /// Only one who remembers something, or asks the issuer, can tell: what was revoked, or was shown before.
    Stateful,
    /// Everyone could tell, and only the issuer's own key could sign it: whoever has that needs no such token.
    OwnKey,
}

impl Kind {
    /// The word for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Stateless => "stateless",
            Self::Stateful => "stateful",
            Self::OwnKey => "own-key",
        }
    }
}
