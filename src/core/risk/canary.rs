//! A planted token was shown: nobody has a reason to.

use super::cause::Cause;
use super::finding::{Finding, Grade, Rule, Subject, Sure};
use super::found::Found;
use crate::core::access::AccessRow;

pub(super) fn see(row: &AccessRow, found: &mut Found) {
    let Some(subject) = row.token.map(Subject::Token).or_else(|| row.shown.map(Subject::Shown)) else { return };
    found.add(Finding {
        rule: Rule::CanaryUsed,
        grade: Grade::High,
        sure: Sure::Certain,
        subject,
        app: row.client_id,
        user: row.user,
        cause: Cause::Canary { planted: None },
        rows: vec![*row],
        count: 1,
        first: row.at_ms,
        last: row.at_ms,
        act: None,
    });
}
