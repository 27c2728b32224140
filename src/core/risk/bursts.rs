//! Failures in bursts: of a network, an app or a key, and each against what it always has.

use super::cause::Cause;
use super::finding::{Finding, Grade, Rule, Subject, Sure};
use super::found::{Found, MOST_ROWS, keep};
use super::minutes::{Minutes, SLOTS};
use super::row::{Came, came};
use super::table::Table;
use super::thresholds::{Thresholds, ms};
use crate::core::access::{AccessRow, Network, TextId};

/// So many networks are counted; of more, those that were idle for longest go.
const MOST: usize = 200_000;
/// So many keys, most of which are made up by whoever shows them.
const MOST_KEYS: usize = 4_096;
/// A network of more users than this says little of a place.
const CROWD: usize = 20;

/// What comes from one network, to one app, or with one key.
#[derive(Default)]
pub(super) struct Flow {
    minutes: Minutes,
    sample: Vec<AccessRow>,
    last: i64,
}

impl Flow {
    /// Counts a use, and adds a finding where the failures are a burst.
    pub fn see(&mut self, subject: Subject, row: &AccessRow, came: Came, limits: &Thresholds, found: &mut Found) {
        let window = ms(limits.failures_within);
        self.minutes.add(row.at_ms.div_euclid((window / SLOTS).max(1)), came);
        self.last = self.last.max(row.at_ms);
        if came == Came::Good {
            return;
        }
        let failed = self.minutes.now().failed;
        if failed <= 1 {
            self.sample.clear();
        }
        // The last ones: those before may be what always fails.
        if self.sample.len() >= MOST_ROWS {
            self.sample.remove(0);
        }
        self.sample.push(*row);
        let Some(burst) = self.minutes.burst(limits.failures) else { return };
        let mut rows = Vec::new();
        self.sample.iter().for_each(|row| keep(&mut rows, row));
        // Of those after the first burst each is one more.
        let count = if found.get_mut(Rule::FailureBurst, subject).is_some() { 1 } else { u64::from(burst.failures) };
        let is_network = matches!(subject, Subject::Network(_));
        found.add(Finding {
            rule: Rule::FailureBurst,
            grade: Grade::Medium,
            sure: if burst.forged || !is_network { Sure::Likely } else { Sure::Possible },
            subject,
            app: row.client_id,
            user: None,
            cause: Cause::Failed {
                failures: burst.failures,
                of: burst.of,
                usual: burst.usual,
                forged: burst.forged,
                within: window / 1_000,
            },
            first: rows.first().map_or(row.at_ms, |row| row.at_ms),
            last: row.at_ms,
            count,
            rows,
            act: None,
        });
    }
}

/// A network, and some of who is in it.
#[derive(Default)]
struct Place {
    flow: Flow,
    crowd: Vec<u32>,
}

/// Networks and keys; apps count for themselves.
#[derive(Default)]
pub(super) struct Bursts {
    networks: Table<Network, Place>,
    keys: Table<TextId, Flow>,
}

impl Bursts {
    pub fn see(&mut self, row: &AccessRow, limits: &Thresholds, found: &mut Found) {
        let came = came(row);
        if let Some(address) = row.ip {
            let network = Network::of(address);
            let place = self.networks.entry(network).or_default();
            place.flow.see(Subject::Network(network), row, came, limits, found);
            if let Some(user) = row.user {
                // A few of its bits tell so few apart.
                let user = (user.get().cast_unsigned() >> 32) as u32;
                if place.crowd.len() < CROWD && !place.crowd.contains(&user) {
                    place.crowd.push(user);
                }
            }
        }
        if let Some(kid) = row.kid {
            self.keys.entry(kid).or_default().see(Subject::Key(kid), row, came, limits, found);
        }
    }

    /// Whether many users come from a network.
    pub fn is_crowded(&self, network: Network) -> bool {
        self.networks.get(&network).is_some_and(|place| place.crowd.len() >= CROWD)
    }

    /// Forgets what was idle for longest, where there is too much.
    pub fn sweep(&mut self) {
        if self.networks.len() > MOST {
            let before = middle(self.networks.values().map(|place| place.flow.last));
            self.networks.retain(|_, place| place.flow.last > before);
        }
        if self.keys.len() > MOST_KEYS {
            let before = middle(self.keys.values().map(|flow| flow.last));
            self.keys.retain(|_, flow| flow.last > before);
        }
    }
}

/// The moment that half of these are before.
fn middle(times: impl Iterator<Item = i64>) -> i64 {
    let mut times: Vec<i64> = times.collect();
    let half = times.len() / 2;
    *times.select_nth_unstable(half).1
}

/// Whether a burst of an app or a key is only that of networks which are told of already.
pub(super) fn is_told(finding: &Finding, bursts: &[(Network, i64, i64)], limits: &Thresholds) -> bool {
    if finding.rule != Rule::FailureBurst || matches!(finding.subject, Subject::Network(_)) {
        return false;
    }
    let window = ms(limits.failures_within);
    let of_network = |row: &&AccessRow| {
        row.ip.map(Network::of).is_some_and(|network| {
            let covers = |(told, first, last): &(Network, i64, i64)| {
                *told == network && row.at_ms >= first - window && row.at_ms <= last + window
            };
            bursts.iter().any(covers)
        })
    };
    finding.rows.iter().filter(of_network).count() * 2 > finding.rows.len()
}
