//! Where users are, and with what: what is usual for each of them.

use super::row::comparable;
use super::table::Table;
use super::travel::Track;
use crate::core::access::{AccessRow, Network, TextId};

/// So many users are remembered; those who were not seen for longest go.
const MOST: usize = 200_000;
const MOST_NETWORKS: usize = 12;
const MOST_PROGRAMS: usize = 8;
/// Whoever was seen so often is known.
const FAMILIAR: u32 = 50;
const WEEK: i64 = 7 * 86_400_000;

/// What is known of a user.
#[derive(Default)]
pub(super) struct Known {
    networks: Vec<Network>,
    /// Programs without their versions, and devices.
    programs: Vec<TextId>,
    pub tracks: Vec<Track>,
    pub last: i64,
    first: Option<i64>,
    uses: u32,
}

/// What is known of a network, for somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// They were there.
    Usual,
    /// They were elsewhere.
    New,
    /// Nothing can be said.
    Unknown,
}

/// How a network compares with some.
pub(super) fn place_among(networks: &[Network], network: Network) -> Place {
    if networks.contains(&network) {
        Place::Usual
    } else if networks.iter().any(|known| comparable(*known, network)) {
        Place::New
    } else {
        Place::Unknown
    }
}

impl Known {
    /// How a network compares with those that are known.
    pub fn place(&self, network: Network) -> Place {
        place_among(&self.networks, network)
    }

    /// Whether neither the program nor the device was ever theirs.
    pub fn is_strange(&self, row: &AccessRow) -> bool {
        let mut shown = [row.agent_kind, row.device].into_iter().flatten().peekable();
        shown.peek().is_some() && !self.programs.is_empty() && shown.all(|program| !self.programs.contains(&program))
    }

    /// Whether what is theirs is known: they were seen often, and for a week.
    pub fn is_familiar(&self, now: i64) -> bool {
        self.uses >= FAMILIAR && self.first.is_some_and(|first| now.saturating_sub(first) >= WEEK)
    }

    /// Remembers a use.
    pub fn learn(&mut self, network: Option<Network>, row: &AccessRow) {
        if let Some(network) = network {
            remember(&mut self.networks, network, MOST_NETWORKS);
        }
        for program in [row.agent_kind, row.device].into_iter().flatten() {
            remember(&mut self.programs, program, MOST_PROGRAMS);
        }
        self.last = self.last.max(row.at_ms);
        self.first.get_or_insert(row.at_ms);
        self.uses = self.uses.saturating_add(1);
    }
}

/// Adds one where it is not there; of too many, the one that was added first goes.
fn remember<T: PartialEq>(all: &mut Vec<T>, one: T, most: usize) {
    if !all.contains(&one) {
        if all.len() >= most {
            all.remove(0);
        }
        all.push(one);
    }
}

/// All users.
#[derive(Default)]
pub(super) struct Users {
    all: Table<TextId, Known>,
}

impl Users {
    pub fn get(&mut self, user: TextId) -> &mut Known {
        self.all.entry(user).or_default()
    }

    /// Forgets those who were not seen for longest, where there are too many.
    pub fn sweep(&mut self) {
        if self.all.len() > MOST {
            let mut seen: Vec<i64> = self.all.values().map(|known| known.last).collect();
            let (_, middle, _) = seen.select_nth_unstable(MOST / 4);
            let before = *middle;
            self.all.retain(|_, known| known.last > before);
        }
    }
}
