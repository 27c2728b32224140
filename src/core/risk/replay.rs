//! Refresh tokens that were shown again after their use, as the audit log tells it: what ended the family then, and whether it looks
//! like a lost answer, was decided where it happened.

use super::cause::Cause;
use super::finding::{Act, Finding, Grade, Rule, Subject, Sure};
use crate::core::access::TextId;
use crate::core::id::{FamilyId, Jti};

/// A refresh token that was shown again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replay {
    /// When, in milliseconds since 1970.
    pub at_ms: i64,
    /// The token.
    pub jti: Jti,
    /// Its family.
    pub family: Option<FamilyId>,
    /// Whether all that is known speaks for an answer that was lost.
    pub lost: bool,
    /// The app.
    pub app: Option<TextId>,
    /// The user.
    pub user: Option<TextId>,
}

/// What is to be said of replays: a lost answer is no more than a note.
pub fn replay_findings(replays: &[Replay]) -> Vec<Finding> {
    let mut found: Vec<Finding> = Vec::new();
    for replay in replays {
        let subject = replay.family.map_or(Subject::Token(replay.jti), Subject::Family);
        let grade = if replay.lost { Grade::Note } else { Grade::High };
        if let Some(known) = found.iter_mut().find(|known| known.subject == subject) {
            known.count += 1;
            known.first = known.first.min(replay.at_ms);
            known.last = known.last.max(replay.at_ms);
            if grade > known.grade {
                (known.grade, known.sure, known.cause) = (grade, Sure::Likely, Cause::Replayed { lost: replay.lost });
                known.act = replay.user.map(Act::BlockUser);
            }
            continue;
        }
        found.push(Finding {
            rule: Rule::RefreshReplayed,
            grade,
            sure: if replay.lost { Sure::Possible } else { Sure::Likely },
            subject,
            app: replay.app,
            user: replay.user,
            cause: Cause::Replayed { lost: replay.lost },
            rows: Vec::new(),
            count: 1,
            first: replay.at_ms,
            last: replay.at_ms,
            act: (!replay.lost).then(|| replay.user.map(Act::BlockUser)).flatten(),
        });
    }
    found
}
