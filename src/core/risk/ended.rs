//! A token that is shown long after its end. Tabs that slept show expired ones: where an app does that all the time it says nothing, and
//! what counts is one that comes from elsewhere.

use std::collections::HashMap;

use super::cause::{Cause, Ended};
use super::facts::Facts;
use super::finding::{Finding, Grade, Rule, Subject, Sure};
use super::found::keep;
use super::row::{comparable, credential, holder_at};
use super::table::Table;
use super::thresholds::Thresholds;
use super::users::{Known, Place};
use crate::core::access::{AccessDoor, AccessRow, Network, TextId};
use crate::core::reason::Reason;

/// Where more users of an app than this show tokens of one kind late, from where they always are, the app does so.
const USUAL: usize = 3;
/// So many late tokens of an app are kept.
const MOST: usize = 256;
/// And so many with those that come from elsewhere.
const MOST_ELSEWHERE: usize = 10_000;
/// The places of so many tokens are remembered, for a day.
const MOST_HELD: usize = 200_000;
const DAY: i64 = 86_400_000;

/// A token that was shown late.
struct Late {
    seconds: Option<i64>,
    elsewhere: bool,
    app: Option<TextId>,
    user: Option<TextId>,
    rows: Vec<AccessRow>,
    count: u64,
    first: i64,
    last: i64,
}

/// All that were shown late, by app and by how they had ended.
#[derive(Default)]
pub(super) struct LateTokens {
    all: HashMap<(Option<TextId>, Ended), HashMap<Subject, Late>>,
    /// Where tokens were when they were good.
    held: Table<Subject, Held>,
}

/// Where a token was, and with what.
struct Held {
    network: Network,
    program: Option<TextId>,
    device: Option<TextId>,
    last: i64,
}

impl Held {
    fn is_elsewhere(&self, network: Network, row: &AccessRow) -> bool {
        let differ = |one: Option<TextId>, two: Option<TextId>| one.zip(two).is_some_and(|(one, two)| one != two);
        self.network != network
            && comparable(self.network, network)
            && (differ(self.program, row.agent_kind) || differ(self.device, row.device))
    }
}

impl LateTokens {
    pub fn see(&mut self, row: &AccessRow, known: Option<&Known>, limits: &Thresholds) {
        let ended = match row.outcome {
            None => return self.hold(row),
            Some(Reason::Expired) => Ended::Expired,
            Some(Reason::Revoked) => Ended::Revoked,
            _ => return,
        };
        // Whoever comes back after weeks has a refresh token that has expired.
        if ended == Ended::Expired && row.door == AccessDoor::Token {
            return;
        }
        let seconds = row.late.map(i64::from);
        if seconds.is_some_and(|seconds| seconds <= limits.late.seconds()) {
            return;
        }
        let Some(token) = credential(row) else { return };
        let network = holder_at(row).map(Network::of);
        let elsewhere = match self.held.get(&token) {
            Some(held) => network.is_some_and(|network| held.is_elsewhere(network, row)),
            // A user who is known for long has no new device for an old token.
            None => known.is_some_and(|known| {
                let new = network.is_some_and(|network| known.place(network) == Place::New);
                new && known.is_strange(row) && known.is_familiar(row.at_ms)
            }),
        };
        let of_app = self.all.entry((row.client_id, ended)).or_default();
        let most = if elsewhere { MOST_ELSEWHERE } else { MOST };
        if of_app.len() >= most && !of_app.contains_key(&token) {
            return;
        }
        let late = of_app.entry(token).or_insert_with(|| Late {
            seconds: None,
            elsewhere: false,
            app: row.client_id,
            user: row.user,
            rows: Vec::new(),
            count: 0,
            first: row.at_ms,
            last: row.at_ms,
        });
        late.seconds = late.seconds.max(seconds);
        late.elsewhere |= elsewhere;
        late.count += 1;
        late.last = late.last.max(row.at_ms);
        keep(&mut late.rows, row);
    }

    /// Remembers where a token is while it is good.
    fn hold(&mut self, row: &AccessRow) {
        let Some((token, address)) = credential(row).zip(holder_at(row)) else { return };
        if let Some(held) = self.held.get_mut(&token) {
            held.last = held.last.max(row.at_ms);
        } else if self.held.len() < MOST_HELD {
            let network = Network::of(address);
            self.held.insert(token, Held { network, program: row.agent_kind, device: row.device, last: row.at_ms });
        }
    }

    /// What is to be said of them.
    pub fn tell(&self, limits: &Thresholds, facts: &dyn Facts, found: &mut Vec<Finding>) {
        for ((_, ended), of_app) in &self.all {
            let mut users: Vec<_> = of_app.values().filter(|late| !late.elsewhere).map(|late| late.user).collect();
            users.sort_unstable();
            users.dedup();
            let is_usual = users.len() > USUAL;
            for (token, late) in of_app {
                let Some(seconds) = late.seconds.or_else(|| by_ledger(*token, *ended, late, facts)) else { continue };
                if seconds <= limits.late.seconds() {
                    continue;
                }
                let usual = is_usual && !late.elsewhere;
                found.push(Finding {
                    rule: Rule::UsedAfterEnd,
                    grade: if usual { Grade::Note } else { Grade::Medium },
                    sure: if late.elsewhere { Sure::Likely } else { Sure::Possible },
                    subject: *token,
                    app: late.app,
                    user: late.user,
                    cause: Cause::AfterEnd { ended: *ended, late: seconds, elsewhere: late.elsewhere, usual },
                    rows: late.rows.clone(),
                    count: late.count,
                    first: late.first,
                    last: late.last,
                    act: None,
                });
            }
        }
    }

    /// Forgets those that were shown last before a time, and where tokens were a day ago.
    pub fn sweep(&mut self, now: i64, before: i64) {
        let day = now.saturating_sub(DAY);
        self.held.retain(|_, held| held.last >= day);
        for of_app in self.all.values_mut() {
            of_app.retain(|_, late| late.last >= before);
        }
        self.all.retain(|_, of_app| !of_app.is_empty());
    }
}

/// How late a token was, where only the ledger knows.
fn by_ledger(token: Subject, ended: Ended, late: &Late, facts: &dyn Facts) -> Option<i64> {
    let Subject::Token(jti) = token else { return None };
    let token = facts.token(jti)?;
    let end = match ended {
        Ended::Expired => Some(token.expires_at),
        Ended::Revoked => token.revoked_at,
    }?;
    Some(late.last / 1_000 - end.0)
}
