//! What is not as the home and its apps now say: tokens that live longer, scopes that an app lost, keys that sign for too long.

use super::cause::Cause;
use super::finding::{Act, Finding, Grade, Rule, Subject, Sure};
use crate::core::access::TextId;
use crate::core::id::{ClientId, Jti};
use crate::core::scope::Scopes;
use crate::core::time::{Timestamp, Ttl};
use crate::core::token::TokenKind;

/// Live tokens of an app that are alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LiveTokens {
    /// The app.
    pub client_id: ClientId,
    /// What they are for.
    pub kind: TokenKind,
    /// What they open.
    pub scopes: Scopes,
    /// How many.
    pub tokens: u64,
    /// For how many seconds the one lives that lives longest.
    pub longest: i64,
    /// That one.
    pub example: Jti,
}

/// Live tokens of an app that live longer than it now says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overlong {
    /// The app.
    pub app: TextId,
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

/// A key that signs for longer than it may.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyAge {
    /// The key.
    pub kid: TextId,
    /// For how many seconds it signs.
    pub age: i64,
    /// How long it may.
    pub most: Ttl,
}

/// What is to be said of them.
pub fn policy_findings(overlong: &[Overlong], beyond: &[OutOfScope], keys: &[KeyAge], now: Timestamp) -> Vec<Finding> {
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
        act,
    };
    let mut found = Vec::new();
    for Overlong { app, tokens, example, longest, most } in overlong {
        // A lifetime that was shortened a little leaves tokens behind for a little.
        let grade = if longest.seconds() > most.seconds().saturating_mul(2) { Grade::Medium } else { Grade::Low };
        let cause = Cause::LivesLong { longest: *longest, most: *most };
        found.push(finding(
            Subject::Token(*example),
            Some(*app),
            grade,
            *tokens,
            cause,
            Some(Act::RevokeToken(*example)),
        ));
    }
    for OutOfScope { app, tokens, example, scopes } in beyond {
        let cause = Cause::ScopesBeyond { scopes: scopes.clone() };
        let act = Some(Act::RevokeToken(*example));
        found.push(finding(Subject::Token(*example), Some(*app), Grade::Medium, *tokens, cause, act));
    }
    for KeyAge { kid, age, most } in keys {
        let grade = if *age > most.seconds().saturating_mul(2) { Grade::Medium } else { Grade::Low };
        let cause = Cause::OldKey { age: *age, most: *most };
        found.push(finding(Subject::Key(*kid), None, grade, 1, cause, Some(Act::RotateKeys(*most))));
    }
    found
}
