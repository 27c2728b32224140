//! All rules at once, over one reading of the record.

use std::cell::RefCell;
use std::net::IpAddr;
use std::sync::Arc;

use super::apps::{Apps, Late, woke};
use super::bursts::{Bursts, is_told};
use super::canary;
use super::cause::Cause;
use super::devices::Devices;
use super::dormant::Sleepers;
use super::ended::LateTokens;
use super::facts::Facts;
use super::finding::{Act, Finding, Grade, Rule, Subject, rank};
use super::found::Found;
use super::geography::{Geography, Place};
use super::row::{Came, came, credential, holder_at};
use super::shared::SharedTokens;
use super::table::Table;
use super::thresholds::{Thresholds, ms};
use super::travel::{Leaps, follow};
use super::users::Users;
use crate::core::access::{AccessRow, Network};

/// So many apps whose first use comes late.
const MOST_LATE: usize = 1_000;
/// A record that goes back less than this does not say that an app slept.
const LEAST_RECORD: i64 = 7 * 86_400_000;
/// So often, in milliseconds of the record, what lies behind all windows is forgotten.
const SWEEP: i64 = 10 * 60_000;
const HOUR: i64 = 3_600_000;
/// So many addresses have their place at hand.
const MOST_PLACES: usize = 65_536;

/// A watch over the record of access. It is given the uses in the order of time, as far as clocks go, and keeps what rules need of them.
pub struct Watch {
    limits: Thresholds,
    geography: Option<Arc<dyn Geography + Send + Sync>>,
    places: RefCell<Table<IpAddr, Option<Place>>>,
    begin: Option<i64>,
    now: i64,
    swept: i64,
    rows: u64,
    found: Found,
    shared: SharedTokens,
    users: Users,
    bursts: Bursts,
    apps: Apps,
    devices: Devices,
    sleepers: Sleepers,
    late: LateTokens,
    leaps: Leaps,
    late_apps: Vec<Late>,
}

/// The places that were asked for, kept.
struct Kept<'k> {
    of: &'k (dyn Geography + Send + Sync),
    places: &'k RefCell<Table<IpAddr, Option<Place>>>,
}

impl Geography for Kept<'_> {
    fn place(&self, address: IpAddr) -> Option<Place> {
        let mut places = self.places.borrow_mut();
        if places.len() >= MOST_PLACES {
            places.clear();
        }
        *places.entry(address).or_insert_with(|| self.of.place(address))
    }
}

impl Watch {
    /// A watch that has seen nothing.
    pub fn new(limits: Thresholds, geography: Option<Arc<dyn Geography + Send + Sync>>) -> Self {
        Self {
            limits,
            geography,
            places: RefCell::default(),
            begin: None,
            now: i64::MIN,
            swept: i64::MIN,
            rows: 0,
            found: Found::default(),
            shared: SharedTokens::default(),
            users: Users::default(),
            bursts: Bursts::default(),
            apps: Apps::default(),
            devices: Devices::default(),
            sleepers: Sleepers::default(),
            late: LateTokens::default(),
            leaps: Leaps::default(),
            late_apps: Vec::new(),
        }
    }

    /// How many uses it was given.
    pub fn rows(&self) -> u64 {
        self.rows
    }

    /// How many findings and notes are too many to be kept.
    pub fn more(&self) -> u64 {
        self.found.more + self.leaps.more()
    }

    /// Takes a use in.
    pub fn see(&mut self, row: &AccessRow) {
        self.rows += 1;
        self.now = self.now.max(row.at_ms);
        let begin = *self.begin.get_or_insert(row.at_ms);
        if row.canary {
            canary::see(row, &mut self.found);
            return;
        }
        let is_ignored = |address: IpAddr| self.limits.ignore.iter().any(|network| network.contains(&address));
        let nowhere;
        let row = match row.ip {
            Some(address) if is_ignored(address.to_canonical()) => {
                nowhere = AccessRow { ip: None, ..*row };
                &nowhere
            }
            _ => row,
        };
        let Self { limits, found, .. } = self;
        let kept = self.geography.as_deref().map(|of| Kept { of, places: &self.places });
        let geography = kept.as_ref().map(|kept| kept as &dyn Geography);
        let again = credential(row).is_some_and(|token| self.shared.see(token, row, limits, geography, found));
        if let Some(late) = self.apps.see(row, again, limits, found)
            && row.at_ms.saturating_sub(begin) >= LEAST_RECORD
            && self.late_apps.len() < MOST_LATE
        {
            self.late_apps.push(late);
        }
        if !again {
            self.bursts.see(row, limits, found);
        }
        let came = came(row);
        if came != Came::Forged {
            self.devices.see(row, limits, found);
            let known = row.user.map(|user| self.users.get(user));
            self.late.see(row, known.as_deref(), limits);
            if came == Came::Good {
                self.sleepers.see(row, begin, known.as_deref(), limits, found);
            }
            if let Some(known) = known {
                if let Some(geography) = geography
                    && let Some(leap) = follow(&mut known.tracks, row, limits, geography)
                {
                    self.leaps.add(leap, |network| self.bursts.is_crowded(network));
                }
                if came == Came::Good {
                    known.learn(holder_at(row).map(Network::of), row);
                }
            }
        }
        if row.at_ms.saturating_sub(self.swept) >= SWEEP {
            self.sweep();
        }
    }

    fn sweep(&mut self) {
        let now = self.now;
        self.shared.sweep(now, &self.limits);
        // What is kept for days is looked through less often.
        let is_hour = now.div_euclid(HOUR) != self.swept.div_euclid(HOUR);
        self.swept = now;
        if !is_hour {
            return;
        }
        self.devices.sweep(now, &self.limits);
        self.users.sweep();
        self.bursts.sweep();
        self.sleepers.sweep(now, &self.limits);
        let long_ago = now.saturating_sub(2 * ms(self.limits.dormant));
        self.late.sweep(now, long_ago);
        self.leaps.sweep(long_ago);
    }

    /// What was found, of all that was still so at `since` (milliseconds since 1970) or later; the gravest first.
    pub fn findings(&mut self, since: i64, facts: &dyn Facts) -> Vec<Finding> {
        self.apps.settle(self.now, &self.limits, &mut self.found);
        let mut all: Vec<Finding> = self.found.iter().cloned().collect();
        self.late.tell(&self.limits, facts, &mut all);
        self.sleepers.tell(facts, &mut all);
        let mut leaps = Found::default();
        self.leaps.tell(|network| self.bursts.is_crowded(network)).into_iter().for_each(|leap| leaps.add(leap));
        all.extend(leaps.iter().cloned());
        let dormant = ms(self.limits.dormant);
        let begin = self.begin.unwrap_or(self.now);
        for Late { app, row, network } in &self.late_apps {
            let registered = facts.registered_at(*app).map(|at| at.0.saturating_mul(1_000));
            if registered.is_some_and(|at| row.at_ms.saturating_sub(at) >= dormant) {
                let slept = row.at_ms.saturating_sub(begin);
                let grade = if slept >= dormant { Grade::Medium } else { Grade::Low };
                all.push(woke(Subject::App(*app), row, *network, slept, false, grade));
            }
        }
        let of_networks: Vec<(Network, i64, i64)> = all
            .iter()
            .filter(|finding| finding.rule == Rule::FailureBurst)
            .filter_map(|finding| match finding.subject {
                Subject::Network(network) => Some((network, finding.first, finding.last)),
                _ => None,
            })
            .collect();
        all.retain(|finding| finding.last >= since && !is_told(finding, &of_networks, &self.limits));
        for finding in &mut all {
            complete(finding, facts);
        }
        rank(&mut all);
        all
    }
}

/// Adds what the ledger knows.
fn complete(finding: &mut Finding, facts: &dyn Facts) {
    let Subject::Token(jti) = finding.subject else { return };
    let Some(token) = facts.token(jti) else { return };
    match &mut finding.cause {
        Cause::Canary { planted } => *planted = token.planted,
        Cause::LivesLong { .. } | Cause::ScopesBeyond { .. } => {}
        _ => {
            let family = token.family.map(Act::RevokeFamily);
            finding.act = finding.act.or(family).or(token.is_live.then_some(Act::RevokeToken(jti)));
        }
    }
}
