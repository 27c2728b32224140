//! Tokens that were not used for long, and are used from where they never were.

use super::apps::woke;
use super::facts::Facts;
use super::finding::{Finding, Grade, Subject};
use super::found::Found;
use super::row::{credential, holder_at, issued_ms};
use super::table::Table;
use super::thresholds::{Thresholds, ms};
use super::users::{Known, Place, place_among};
use crate::core::access::{AccessRow, Network};

const DAY: i64 = 86_400_000;
/// So many tokens that live long are followed, and so many that woke are kept.
const MOST: usize = 200_000;
const MOST_WOKEN: usize = 1_000;
const MOST_NETWORKS: usize = 6;
/// A record that goes back less than this does not say that a token slept.
const LEAST_RECORD: i64 = 7 * DAY;

struct Slept {
    last: i64,
    networks: Vec<Network>,
}

/// A token whose first use in the record comes when it is old.
struct Woken {
    token: Subject,
    row: AccessRow,
    network: Network,
    slept: i64,
    place: Place,
    grade: Grade,
}

/// The tokens that live long.
#[derive(Default)]
pub(super) struct Sleepers {
    all: Table<Subject, Slept>,
    woken: Vec<Woken>,
}

impl Sleepers {
    /// Takes a good use in. `begin` is when the record begins.
    pub fn see(&mut self, row: &AccessRow, begin: i64, known: Option<&Known>, limits: &Thresholds, found: &mut Found) {
        let Some((token, address)) = credential(row).zip(holder_at(row)) else { return };
        let age = match token {
            Subject::Token(jti) => row.at_ms.saturating_sub(issued_ms(jti)),
            _ => 0,
        };
        // Most tokens are gone within a day, and need no place here. The age of a text is not known.
        if age < DAY && matches!(token, Subject::Token(_)) {
            return;
        }
        let (network, dormant) = (Network::of(address), ms(limits.dormant));
        if let Some(slept) = self.all.get_mut(&token) {
            let idle = row.at_ms.saturating_sub(slept.last);
            if idle >= dormant {
                let place = place_among(&slept.networks, network);
                let grade = if place == Place::New { Grade::Medium } else { Grade::Note };
                if place != Place::Usual {
                    found.add(woke(token, row, network, idle, true, grade));
                }
            }
            slept.last = slept.last.max(row.at_ms);
            if !slept.networks.contains(&network) {
                if slept.networks.len() >= MOST_NETWORKS {
                    slept.networks.remove(0);
                }
                slept.networks.push(network);
            }
            return;
        }
        let record = row.at_ms.saturating_sub(begin);
        if age >= dormant && record >= LEAST_RECORD && self.woken.len() < MOST_WOKEN {
            let place = known.map_or(Place::Unknown, |known| known.place(network));
            let grade = if record >= dormant || place == Place::New { Grade::Medium } else { Grade::Low };
            self.woken.push(Woken { token, row: *row, network, slept: record.min(age), place, grade });
        }
        if self.all.len() < MOST {
            self.all.insert(token, Slept { last: row.at_ms, networks: vec![network] });
        }
    }

    /// What is to be said of those that were never used before, as far as the record goes.
    pub fn tell(&self, facts: &dyn Facts, found: &mut Vec<Finding>) {
        for Woken { token, row, network, slept, place, grade } in &self.woken {
            let from = match token {
                Subject::Token(jti) => facts.token(*jti).and_then(|token| token.from),
                _ => None,
            };
            let place = match from {
                Some(from) if *place != Place::Usual => match place_among(&[from], *network) {
                    Place::Unknown => *place,
                    told => told,
                },
                _ => *place,
            };
            match place {
                Place::Usual => {}
                Place::New => found.push(woke(*token, row, *network, *slept, true, Grade::Medium)),
                Place::Unknown => found.push(woke(*token, row, *network, *slept, false, *grade)),
            }
        }
    }

    /// Forgets what is not needed any more.
    pub fn sweep(&mut self, now: i64, limits: &Thresholds) {
        self.woken.retain(|woken| now.saturating_sub(woken.row.at_ms) <= 2 * ms(limits.dormant));
        if self.all.len() >= MOST {
            // Those used of late are not dormant for a long time to come.
            let before = now.saturating_sub(DAY);
            self.all.retain(|_, slept| slept.last < before);
        }
    }
}
