//! One token in two places at once: two networks, and two programs or devices (RFC 9700, 4.10; Elastic, 30 minutes).

use super::cause::Cause;
use super::finding::{Finding, Grade, Rule, Subject, Sure};
use super::found::{Found, keep};
use super::geography::Geography;
use super::row::{comparable, holder_at};
use super::table::Table;
use super::thresholds::{Thresholds, ms};
use crate::core::access::{AccessRow, Network, TextId};
use crate::core::reason::Reason;

/// So many places of a token are kept at once.
const MOST_STAYS: usize = 8;
/// A program that asks for many things at once with a token that has ended fails many times at once: that is one failure, so long, in
/// milliseconds.
const AT_ONCE: i64 = 15_000;

/// Where and with what a token was shown.
struct Stay {
    network: Network,
    agent: Option<TextId>,
    device: Option<TextId>,
    last: i64,
    row: AccessRow,
}

/// A token that was shown of late.
#[derive(Default)]
struct Shown {
    stays: Vec<Stay>,
    resource: Option<TextId>,
    many_resources: bool,
    is_found: bool,
    last: i64,
    failed: i64,
}

/// The tokens that were shown of late.
#[derive(Default)]
pub(super) struct SharedTokens {
    tokens: Table<Subject, Shown>,
}

impl SharedTokens {
    /// Takes a use in. Says whether it is a failure that was counted a moment ago.
    pub fn see(
        &mut self,
        token: Subject,
        row: &AccessRow,
        limits: &Thresholds,
        geography: Option<&dyn Geography>,
        found: &mut Found,
    ) -> bool {
        let shown = self.tokens.entry(token).or_default();
        shown.last = shown.last.max(row.at_ms);
        let repeats = shown.fails_again(row);
        let Some(address) = holder_at(row) else { return repeats };
        let network = Network::of(address);
        let grew = shown.touches(row);
        let same = |stay: &Stay| stay.network == network && stay.agent == row.agent_kind && stay.device == row.device;
        if let Some(stay) = shown.stays.iter_mut().find(|stay| same(stay)) {
            stay.last = stay.last.max(row.at_ms);
            if shown.is_found {
                found.again(Rule::TokenShared, token, row);
                if grew {
                    shown.judge(token, row, limits, geography, found);
                }
            }
            return repeats;
        }
        if shown.stays.len() >= MOST_STAYS {
            shown.stays.sort_by_key(|stay| stay.last);
            shown.stays.remove(0);
        }
        shown.stays.push(Stay { network, agent: row.agent_kind, device: row.device, last: row.at_ms, row: *row });
        if shown.stays.len() > 1 {
            shown.judge(token, row, limits, geography, found);
        }
        repeats
    }

    /// Forgets what was not shown of late.
    pub fn sweep(&mut self, now: i64, limits: &Thresholds) {
        let before = now.saturating_sub(ms(limits.shared_within)).saturating_sub(ms(limits.clock_skew));
        self.tokens.retain(|_, shown| shown.last >= before);
    }
}

impl Shown {
    /// Whether a resource is the second one that is touched.
    fn touches(&mut self, row: &AccessRow) -> bool {
        let is_second = row.resource.is_some_and(|resource| *self.resource.get_or_insert(resource) != resource);
        is_second && !std::mem::replace(&mut self.many_resources, true)
    }

    fn fails_again(&mut self, row: &AccessRow) -> bool {
        let is_time = matches!(row.outcome, Some(Reason::Expired | Reason::NotYetValid));
        is_time && (row.at_ms - std::mem::replace(&mut self.failed, row.at_ms)).abs() < AT_ONCE
    }

    /// Judges the places of a token anew: the pairs that are two places at once. Where the same program was in both, its holder moved,
    /// and has two programs.
    fn judge(
        &mut self,
        token: Subject,
        row: &AccessRow,
        limits: &Thresholds,
        geography: Option<&dyn Geography>,
        found: &mut Found,
    ) {
        let within = ms(limits.shared_within);
        let (mut pair, mut moved) = (None, None);
        for (place, one) in self.stays.iter().enumerate() {
            for two in &self.stays[place + 1..] {
                let apart = two.row.at_ms.saturating_sub(one.last).max(one.row.at_ms.saturating_sub(two.last)).max(0);
                if one.network == two.network || !comparable(one.network, two.network) || apart > within {
                    continue;
                }
                let differ =
                    |one: Option<TextId>, two: Option<TextId>| one.zip(two).is_some_and(|(one, two)| one != two);
                let (agents, devices) = (differ(one.agent, two.agent), differ(one.device, two.device));
                if (agents || devices) && !self.is_moving(one, two) {
                    pair = pair.or(Some((one, two, agents, devices, apart)));
                } else {
                    moved = moved.or(Some((one, two, agents, devices, apart)));
                }
            }
        }
        let (grade, (one, two, agents, devices, apart)) = match (pair, moved) {
            (Some(pair), _) => (Grade::Medium, pair),
            (None, Some(moved)) => (Grade::Note, moved),
            (None, None) => return,
        };
        let place = |stay: &Stay| geography.zip(stay.row.ip).and_then(|(geography, ip)| geography.place(ip));
        let cities = grade > Grade::Note && place(one).zip(place(two)).is_some_and(|(one, two)| one.is_other_city(two));
        let grade = if grade > Grade::Note && (cities || self.many_resources) { Grade::High } else { grade };
        if grade == Grade::Note && self.is_found {
            // What was taken for two holders is one who moved.
            if let Some(known) = found.get_mut(Rule::TokenShared, token) {
                (known.grade, known.sure) = (Grade::Note, Sure::Possible);
            }
        }
        self.is_found = true;
        let mut rows = Vec::new();
        for row in [&one.row, &two.row, row] {
            keep(&mut rows, row);
        }
        let cause = Cause::Shared {
            networks: [one.network, two.network],
            agents,
            devices,
            resources: self.many_resources,
            cities,
            apart: apart / 1_000,
        };
        found.add(Finding {
            rule: Rule::TokenShared,
            grade,
            sure: if grade == Grade::Note { Sure::Possible } else { Sure::Likely },
            subject: token,
            app: row.client_id,
            user: row.user,
            cause,
            first: one.row.at_ms.min(two.row.at_ms),
            last: row.at_ms,
            count: rows.len() as u64,
            rows,
            act: None,
        });
    }

    /// Whether what was in one of two places was in the other too.
    fn is_moving(&self, one: &Stay, two: &Stay) -> bool {
        let was_in = |of: &Stay, network: Network| {
            self.stays.iter().any(|stay| stay.network == network && stay.agent == of.agent && stay.device == of.device)
        };
        was_in(one, two.network) || was_in(two, one.network)
    }
}
