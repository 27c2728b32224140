//! What is not as the home and its apps now say: tokens that live longer, scopes that an app lost, keys that sign for too long, that should
//! have taken over, and that are kept without need.

use super::cause::Cause;
use super::finding::{Act, Finding, Grade, Rule, Subject, Sure};
use crate::core::access::TextId;
use crate::core::id::Jti;
use crate::core::time::{Timestamp, Ttl};
use crate::core::token::TokenKind;

/// From so many seconds on a rotation that nobody finished is more than late.
const LATE: i64 = 86_400;

/// Live tokens of an app that live longer than it now says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overlong {
    /// The app.
    pub app: TextId,
    /// Of which kind.
    pub kind: TokenKind,
    /// How many.
    pub tokens: u64,
    /// One of them, which lives longest.
    pub example: Jti,
    /// How long that one lives.
    pub longest: Ttl,
    /// How long it may.
    pub most: Ttl,
}

/// Live tokens of an app with scopes that it has no more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutOfScope {
    /// The app.
    pub app: TextId,
    /// How many.
    pub tokens: u64,
    /// One of them.
    pub example: Jti,
    /// Which scopes.
    pub scopes: String,
}

/// What is wrong with the age of a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyFault {
    /// It signs for longer than it may.
    Old {
        /// For how many seconds.
        age: i64,
        /// How long it may.
        most: Ttl,
    },
    /// It should have taken over.
    Due {
        /// How many seconds ago.
        late: i64,
    },
    /// Its private half is kept, and nothing needs it.
    Kept {
        /// For how many seconds nothing did.
        spent: i64,
    },
}

/// What is to be said of them.
pub fn policy_findings(
    overlong: &[Overlong],
    beyond: &[OutOfScope],
    keys: &[(TextId, KeyFault)],
    now: Timestamp,
) -> Vec<Finding> {
    let now = now.0.saturating_mul(1_000);
    let finding = |subject, app, grade, count, cause, act| Finding {
        rule: Rule::OutOfPolicy,
        grade,
        sure: Sure::Certain,
        subject,
        app,
        user: None,
        cause,
        rows: Vec::new(),
        count,
        first: now,
        last: now,
        act: Some(act),
    };
    // Of many it is about their app: which of them lives longest changes all the time.
    let subject = |tokens, example, app| if tokens == 1 { Subject::Token(example) } else { Subject::App(app) };
    let mut found = Vec::new();
    for Overlong { app, kind, tokens, example, longest, most } in overlong {
        // A lifetime that was shortened a little leaves tokens behind for a little, and one that is asked for by hand ends with the day.
        let is_long = longest.seconds() > most.seconds().saturating_mul(2) && *longest > Ttl::days(1);
        let grade = if is_long { Grade::Medium } else { Grade::Low };
        let cause = Cause::LivesLong { kind: *kind, longest: *longest, most: *most };
        let act = Act::RevokeLonger(*app, *kind, *most);
        found.push(finding(subject(*tokens, *example, *app), Some(*app), grade, *tokens, cause, act));
    }
    for OutOfScope { app, tokens, example, scopes } in beyond {
        let cause = Cause::ScopesBeyond { scopes: scopes.clone() };
        let act = Act::RevokeScopes(*app);
        found.push(finding(subject(*tokens, *example, *app), Some(*app), Grade::Medium, *tokens, cause, act));
    }
    for (kid, fault) in keys {
        let (is_grave, cause, act) = match *fault {
            KeyFault::Old { age, most } => {
                (age > most.seconds().saturating_mul(2), Cause::OldKey { age, most }, Act::RotateKeys(most))
            }
            KeyFault::Due { late } => (late > LATE, Cause::DueKey { late }, Act::RotateDue),
            KeyFault::Kept { spent } => (false, Cause::KeptKey { spent }, Act::PruneKeys),
        };
        let grade = if is_grave { Grade::Medium } else { Grade::Low };
        found.push(finding(Subject::Key(*kid), None, grade, 1, cause, act));
    }
    found
}
