//! What apps do: where those that act for themselves come from, when one wakes, and how much it asks.

use super::bursts::Flow;
use super::cause::Cause;
use super::finding::{Finding, Grade, Rule, Subject, Sure};
use super::found::Found;
use super::row::{Came, came};
use super::table::Table;
use super::thresholds::{Thresholds, ms};
use super::users::{Place, place_among};
use super::volume::Hours;
use crate::core::access::{AccessDoor, AccessRow, Network, TextId};

/// So many networks of an app are remembered.
const MOST_NETWORKS: usize = 256;
/// An app to which so many networks were new within its memory goes anywhere: another one says nothing.
const ROAMS: usize = 3;
/// So many apps are followed.
const MOST: usize = 20_000;

/// A network of an app, when it was new to it, and when it was last there.
struct Visit {
    network: Network,
    first: i64,
    last: i64,
}

/// An app.
struct Habit {
    flow: Flow,
    hours: Hours,
    visits: Vec<Visit>,
    /// When it first acted for itself.
    acts_since: Option<i64>,
    last: i64,
}

/// All apps.
#[derive(Default)]
pub(super) struct Apps {
    all: Table<TextId, Habit>,
}

/// An app whose first use comes late in the record.
pub(super) struct Late {
    pub app: TextId,
    pub row: AccessRow,
    pub network: Network,
}

impl Apps {
    /// Takes a use in; `again` is a failure that was counted a moment ago. What is the first of an app is handed back.
    pub fn see(&mut self, row: &AccessRow, again: bool, limits: &Thresholds, found: &mut Found) -> Option<Late> {
        let app = row.client_id?;
        let network = row.ip.map(Network::of).filter(|_| row.door != AccessDoor::Found);
        let is_new = !self.all.contains_key(&app);
        if is_new && self.all.len() >= MOST {
            return None;
        }
        let habit = self.all.entry(app).or_insert_with(|| Habit {
            flow: Flow::default(),
            hours: Hours::new(row.at_ms),
            visits: Vec::new(),
            acts_since: None,
            last: row.at_ms,
        });
        habit.hours.add(app, row, limits, found);
        if !again {
            habit.flow.see(Subject::App(app), row, came(row), limits, found);
        }
        if came(row) == Came::Forged {
            return None;
        }
        let slept = row.at_ms.saturating_sub(habit.last);
        if slept >= ms(limits.dormant)
            && let Some(network) = network
        {
            let networks: Vec<Network> = habit.visits.iter().map(|visit| visit.network).collect();
            let place = place_among(&networks, network);
            if place != Place::Usual {
                found.add(woke(Subject::App(app), row, network, slept, place == Place::New, Grade::Medium));
            }
        }
        habit.last = habit.last.max(row.at_ms);
        if row.user.is_none()
            && let Some(network) = network
        {
            habit.visit(app, network, row, limits, found);
        } else if let Some(network) = network
            && habit.visits.len() < MOST_NETWORKS / 4
        {
            habit.come(network, row.at_ms);
        }
        let network = network.filter(|_| is_new)?;
        Some(Late { app, row: *row, network })
    }

    /// Judges the hour that has not ended.
    pub fn settle(&mut self, now: i64, limits: &Thresholds, found: &mut Found) {
        for (app, habit) in &mut self.all {
            habit.hours.settle(*app, now, limits, found);
        }
    }
}

impl Habit {
    /// A use of an app that acts for itself.
    fn visit(&mut self, app: TextId, network: Network, row: &AccessRow, limits: &Thresholds, found: &mut Found) {
        let memory = ms(limits.network_memory);
        let since = *self.acts_since.get_or_insert(row.at_ms);
        let history = row.at_ms.saturating_sub(since);
        let was_there = |visit: &Visit| visit.network == network && row.at_ms.saturating_sub(visit.last) <= memory;
        if history >= memory && !self.visits.iter().any(was_there) {
            let news = self
                .visits
                .iter()
                .filter(|visit| visit.first > since + memory / 2 && row.at_ms - visit.first <= memory);
            let roams = news.count() > ROAMS;
            let known = self.visits.iter().filter(|visit| row.at_ms.saturating_sub(visit.last) <= memory).count();
            found.add(Finding {
                rule: Rule::NewNetwork,
                grade: if roams { Grade::Note } else { Grade::Medium },
                sure: Sure::Possible,
                subject: Subject::App(app),
                app: Some(app),
                user: None,
                cause: Cause::New {
                    network,
                    known: u32::try_from(known).unwrap_or(u32::MAX),
                    history: history / 1_000,
                },
                rows: vec![*row],
                count: 1,
                first: row.at_ms,
                last: row.at_ms,
                act: Some(super::finding::Act::BlockApp(app)),
            });
        }
        // What was refused there does not make it a place of the app.
        if came(row) == Came::Good {
            self.come(network, row.at_ms);
        }
    }

    fn come(&mut self, network: Network, at: i64) {
        if let Some(visit) = self.visits.iter_mut().find(|visit| visit.network == network) {
            visit.last = visit.last.max(at);
            return;
        }
        if self.visits.len() >= MOST_NETWORKS {
            self.visits.sort_by_key(|visit| visit.last);
            self.visits.remove(0);
        }
        self.visits.push(Visit { network, first: at, last: at });
    }
}

/// Something that slept was used.
pub(super) fn woke(
    subject: Subject,
    row: &AccessRow,
    network: Network,
    slept: i64,
    known: bool,
    grade: Grade,
) -> Finding {
    Finding {
        rule: Rule::DormantWoke,
        grade,
        sure: Sure::Possible,
        subject,
        app: row.client_id,
        user: row.user,
        cause: Cause::Woke { slept: slept / 1_000, network, known },
        rows: vec![*row],
        count: 1,
        first: row.at_ms,
        last: row.at_ms,
        act: match subject {
            Subject::App(app) => Some(super::finding::Act::BlockApp(app)),
            _ => None,
        },
    }
}
