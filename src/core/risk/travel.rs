//! Nobody travels so fast. A user has devices that stay at home, so each goes its own way: the way of one device, of one program where
//! no device is known, or of one token.

use std::collections::{HashMap, HashSet};

use super::cause::Cause;
use super::finding::{Finding, Grade, Rule, Subject, Sure};
use super::found::keep;
use super::geography::{Geography, Place, kilometres};
use super::row::{comparable, credential, holder_at};
use super::thresholds::Thresholds;
use crate::core::access::{AccessRow, Network, TextId};

/// So many ways of a user are followed.
const MOST_TRACKS: usize = 6;
/// For so long, in milliseconds, what a user has elsewhere says that they are there.
const PRESENT: i64 = 24 * 3_600_000;

/// Where something of a user was last.
pub(super) struct Track {
    /// What it is: a device, else a program.
    what: Option<TextId>,
    network: Network,
    place: Place,
    row: AccessRow,
}

/// A way that nobody travels so fast.
pub(super) struct Leap {
    networks: [Network; 2],
    finding: Finding,
    /// On how many days it was made.
    days: u32,
}

/// So many ways that nobody travels are kept: of more, those that the way out of a VPN or a carrier explains are forgotten.
const MOST_LEAPS: usize = 8_192;
/// Where so many users leap to or from one network, it is the way out of a VPN or of a carrier.
const SHARED: usize = 3;
/// So many times as many leap to and from one end of a way as from the other: it is that end which is not where it is said to be.
const FAR_MORE: usize = 8;
const DAY: i64 = 86_400_000;

/// The ways that nobody travels, by who and between which networks.
#[derive(Default)]
pub(super) struct Leaps {
    all: HashMap<(Subject, [Network; 2]), Leap>,
    /// Networks to and from which so many leap that they are not followed any more.
    shared: HashSet<Network>,
    /// How many more there were than are kept.
    more: u64,
}

impl Leaps {
    pub fn add(&mut self, leap: Leap, is_crowded: impl Fn(Network) -> bool) {
        let [one, two] = leap.networks;
        if self.shared.contains(&one) || self.shared.contains(&two) {
            return;
        }
        let key = (leap.finding.subject, [one.min(two), one.max(two)]);
        if let Some(known) = self.all.get_mut(&key) {
            let day = |at: i64| at.div_euclid(DAY);
            known.days += u32::from(day(leap.finding.last) != day(known.finding.last));
            known.finding.count += 1;
            known.finding.last = known.finding.last.max(leap.finding.last);
            return;
        }
        if self.all.len() >= MOST_LEAPS {
            let shared = self.shared(is_crowded);
            self.all.retain(|(_, networks), leap| leap.days == 1 && !networks.iter().any(|one| shared.contains(one)));
            self.shared.extend(shared);
        }
        if self.all.len() < MOST_LEAPS {
            self.all.insert(key, leap);
        } else {
            self.more += 1;
        }
    }

    /// How many were too many to be kept.
    pub fn more(&self) -> u64 {
        self.more
    }

    /// What is to be said of them. Those to and from the way out of a VPN or a carrier, and those that are made on several days, say
    /// little of a place.
    pub fn tell(&self, is_crowded: impl Fn(Network) -> bool) -> Vec<Finding> {
        let shared = self.shared(is_crowded);
        let tell = |leap: &Leap| {
            let mut finding = leap.finding.clone();
            if leap.days > 1 || leap.networks.iter().any(|network| shared.contains(network)) {
                (finding.grade, finding.sure) = (Grade::Note, Sure::Possible);
                if let Cause::Travelled { crowded, .. } = &mut finding.cause {
                    *crowded = true;
                }
            }
            finding
        };
        self.all.values().map(tell).collect()
    }

    /// The networks from which many come, and those to and from which several users leap. A leap has two ends: what one explains, to and from which far more leap, does
    /// not count for the other, or the homes of all whose carrier is said to be elsewhere would be such networks too.
    fn shared(&self, is_crowded: impl Fn(Network) -> bool) -> HashSet<Network> {
        let mut users: HashMap<Network, HashSet<Subject>> = HashMap::new();
        for (subject, networks) in self.all.keys() {
            for network in networks {
                users.entry(*network).or_default().insert(*subject);
            }
        }
        let leapers = |network: &Network| users.get(network).map_or(0, HashSet::len);
        let mut own: HashMap<Network, HashSet<Subject>> = HashMap::new();
        for (subject, [one, two]) in self.all.keys() {
            for (network, other) in [(one, two), (two, one)] {
                if leapers(other) <= FAR_MORE * leapers(network) {
                    own.entry(*network).or_default().insert(*subject);
                }
            }
        }
        let own = |network: &Network| own.get(network).map_or(0, HashSet::len);
        users.keys().filter(|network| is_crowded(**network) || own(network) >= SHARED).copied().collect()
    }

    /// Forgets those that were made last before a time.
    pub fn sweep(&mut self, before: i64) {
        self.all.retain(|_, leap| leap.finding.last >= before);
    }
}

/// Follows a user to where they are now.
pub(super) fn follow(
    tracks: &mut Vec<Track>,
    row: &AccessRow,
    limits: &Thresholds,
    geography: &dyn Geography,
) -> Option<Leap> {
    let address = holder_at(row)?;
    let (network, what) = (Network::of(address), row.device.or(row.agent_kind));
    let own = tracks.iter().position(|track| track.what == what && comparable(track.network, network));
    if let Some(own) = own
        && tracks[own].network == network
    {
        // The usual case: it is where it was.
        let track = &mut tracks[own];
        if row.at_ms > track.row.at_ms {
            track.row = *row;
        }
        return None;
    }
    let place = geography.place(address)?;
    let token = credential(row);
    // Of several, one with the same token is the one that counts; what is new to this user is seen beside what they used last.
    let same_token =
        tracks.iter().position(|track| credential(&track.row) == token && comparable(track.network, network));
    let latest = || {
        let present = |track: &&Track| comparable(track.network, network) && row.at_ms - track.row.at_ms <= PRESENT;
        let last = tracks.iter().filter(present).max_by_key(|track| track.row.at_ms)?;
        tracks.iter().position(|track| std::ptr::eq(track, last))
    };
    let before = same_token.or(own).or_else(latest);
    let leap = before.and_then(|before| leap(&tracks[before], place, network, row, same_token.is_some(), limits));
    let track = Track { what, network, place, row: *row };
    match own {
        Some(own) if row.at_ms >= tracks[own].row.at_ms => tracks[own] = track,
        Some(_) => {}
        None => {
            if tracks.len() >= MOST_TRACKS {
                tracks.sort_by_key(|track| track.row.at_ms);
                tracks.remove(0);
            }
            tracks.push(track);
        }
    }
    leap
}

fn leap(
    from: &Track,
    to: Place,
    network: Network,
    row: &AccessRow,
    one_token: bool,
    limits: &Thresholds,
) -> Option<Leap> {
    let distance = kilometres(from.place.at?, to.at?);
    let seconds = (row.at_ms - from.row.at_ms).abs() / 1_000;
    let hours = whole(seconds + limits.clock_skew.seconds()) / 3_600.0;
    if distance < f64::from(limits.travel_distance) || distance / hours < f64::from(limits.travel_speed) {
        return None;
    }
    let is_same = from.what.is_some() && from.what == row.device.or(row.agent_kind);
    let mut rows = Vec::new();
    keep(&mut rows, &from.row);
    keep(&mut rows, row);
    let cause =
        Cause::Travelled { from: from.place, to, kilometres: rounded(distance), seconds, one_token, crowded: false };
    let finding = Finding {
        rule: Rule::ImpossibleTravel,
        // What its holder has anyway, and nothing but the place is another: that may be a VPN that nobody else has.
        grade: if is_same { Grade::Medium } else { Grade::High },
        sure: if is_same { Sure::Possible } else { Sure::Likely },
        subject: row.user.map(Subject::User).or_else(|| credential(row))?,
        app: row.client_id,
        user: row.user,
        cause,
        rows,
        count: 2,
        first: from.row.at_ms.min(row.at_ms),
        last: row.at_ms.max(from.row.at_ms),
        act: None,
    };
    Some(Leap { networks: [from.network, network], finding, days: 1 })
}

#[expect(clippy::cast_precision_loss, reason = "seconds between two uses are few")]
fn whole(seconds: i64) -> f64 {
    seconds as f64
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "half the way around the earth at most")]
fn rounded(kilometres: f64) -> u32 {
    kilometres.round() as u32
}
