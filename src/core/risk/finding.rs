//! What a rule found: facts. In which words it is told is the door's to say.

use super::cause::Cause;
use crate::core::access::{AccessRow, Network, TextId};
use crate::core::id::{FamilyId, Jti};
use crate::core::time::Ttl;
use crate::core::token::TokenKind;

/// What is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Rule {
    /// A token that was planted was shown.
    CanaryUsed,
    /// A refresh token was shown again after its use (RFC 9700, 4.14.2).
    RefreshReplayed,
    /// One token was in two places at once.
    TokenShared,
    /// Nobody travels so fast.
    ImpossibleTravel,
    /// A token was shown long after its end.
    UsedAfterEnd,
    /// Many tokens were refused in a short time.
    FailureBurst,
    /// An app that acts for itself came from a network that is new to it.
    NewNetwork,
    /// Many users came from one device.
    ManyUsers,
    /// What was not used for long was used from a new network.
    DormantWoke,
    /// An app is used far more than it always was.
    VolumeChange,
    /// Tokens, scopes or keys are not as the home and its apps now say.
    OutOfPolicy,
}

impl Rule {
    /// All of them, the gravest first.
    pub const ALL: [Self; 11] = [
        Self::CanaryUsed,
        Self::RefreshReplayed,
        Self::TokenShared,
        Self::ImpossibleTravel,
        Self::UsedAfterEnd,
        Self::FailureBurst,
        Self::NewNetwork,
        Self::ManyUsers,
        Self::DormantWoke,
        Self::VolumeChange,
        Self::OutOfPolicy,
    ];

    /// The word for it in flags, settings and output.
    pub fn name(self) -> &'static str {
        match self {
            Self::CanaryUsed => "canary_used",
            Self::RefreshReplayed => "refresh_replayed",
            Self::TokenShared => "token_shared",
            Self::ImpossibleTravel => "impossible_travel",
            Self::UsedAfterEnd => "used_after_end",
            Self::FailureBurst => "failure_burst",
            Self::NewNetwork => "new_network",
            Self::ManyUsers => "many_users",
            Self::DormantWoke => "dormant_woke",
            Self::VolumeChange => "volume_change",
            Self::OutOfPolicy => "out_of_policy",
        }
    }

    /// The rule of a word.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|rule| rule.name() == name)
    }
}

/// How grave something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Grade {
    /// Worth knowing, and no finding: one feature alone, or something with an innocent reason that is likelier.
    Note,
    /// Seldom innocent; to be looked at when there is time.
    Low,
    /// To be looked at today.
    Medium,
    /// To be acted on now.
    High,
}

impl Grade {
    /// All of them, the lightest first.
    pub const ALL: [Self; 4] = [Self::Note, Self::Low, Self::Medium, Self::High];

    /// The word for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
        }
    }

    /// The grade of a word.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|grade| grade.name() == name)
    }
}

/// How sure it is that something is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Sure {
    /// There are innocent reasons for it.
    Possible,
    /// Innocent reasons are rare.
    Likely,
    /// It is a fact, whatever the reason.
    Certain,
}

impl Sure {
    /// The word for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Possible => "possible",
            Self::Likely => "likely",
            Self::Certain => "certain",
        }
    }
}

/// Whom or what a finding is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Subject {
    /// A token.
    Token(Jti),
    /// A text that was shown, and that nothing else is known of.
    Shown(TextId),
    /// A family of refresh tokens.
    Family(FamilyId),
    /// An app.
    App(TextId),
    /// A user.
    User(TextId),
    /// A device.
    Device(TextId),
    /// A network.
    Network(Network),
    /// A key.
    Key(TextId),
}

impl Subject {
    /// The word for its kind.
    pub fn kind(self) -> &'static str {
        match self {
            Self::Token(_) => "token",
            Self::Shown(_) => "text",
            Self::Family(_) => "family",
            Self::App(_) => "app",
            Self::User(_) => "user",
            Self::Device(_) => "device",
            Self::Network(_) => "network",
            Self::Key(_) => "key",
        }
    }
}

/// What ends the danger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Act {
    /// Revoke a token.
    RevokeToken(Jti),
    /// Revoke all tokens of a family.
    RevokeFamily(FamilyId),
    /// Block an app.
    BlockApp(TextId),
    /// Block a user.
    BlockUser(TextId),
    /// Revoke the tokens of an app, of a kind, that live for longer than this.
    RevokeLonger(TextId, TokenKind, Ttl),
    /// Revoke the tokens of an app with the scopes that the finding names.
    RevokeScopes(TextId),
    /// Rotate the keys that are older than this.
    RotateKeys(Ttl),
    /// Let the keys take over that should have.
    RotateDue,
    /// Destroy private halves of keys that have ended.
    PruneKeys,
}

/// Something that was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// By which rule.
    pub rule: Rule,
    /// How grave it is.
    pub grade: Grade,
    /// How sure it is that something is wrong.
    pub sure: Sure,
    /// Whom or what it is about.
    pub subject: Subject,
    /// The app that is concerned, where there is one.
    pub app: Option<TextId>,
    /// The user who is concerned, where there is one.
    pub user: Option<TextId>,
    /// The facts.
    pub cause: Cause,
    /// Some of the uses that show it, in the order of time.
    pub rows: Vec<AccessRow>,
    /// How many uses show it.
    pub count: u64,
    /// When it was first so, in milliseconds since 1970.
    pub first: i64,
    /// When it was last so.
    pub last: i64,
    /// What ends the danger, where a command can.
    pub act: Option<Act>,
}

/// Puts the gravest first, and of those the surest and the newest.
pub fn rank(all: &mut [Finding]) {
    all.sort_by(|one, two| {
        let key = |finding: &Finding| (finding.grade, finding.sure, finding.last);
        key(two).cmp(&key(one)).then_with(|| (one.rule, one.subject).cmp(&(two.rule, two.subject)))
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_and_every_grade_has_a_word_of_its_own() {
        for rule in Rule::ALL {
            assert_eq!(Rule::from_name(rule.name()), Some(rule));
        }
        for grade in Grade::ALL {
            assert_eq!(Grade::from_name(grade.name()), Some(grade));
        }
        assert!(Grade::Note < Grade::Low && Grade::Medium < Grade::High);
    }
}
