//! Nobody travels so fast. A user has devices that stay at home, so each goes its own way: the way of one device, of one program where
//! no device is known, or of one token.

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
    pub networks: [Network; 2],
    pub finding: Finding,
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
    let hours = (seconds + limits.clock_skew.seconds()) as f64 / 3_600.0;
    if distance < f64::from(limits.travel_distance) || distance / hours < f64::from(limits.travel_speed) {
        return None;
    }
    let mut rows = Vec::new();
    keep(&mut rows, &from.row);
    keep(&mut rows, row);
    let cause = Cause::Travelled {
        from: from.place,
        to,
        kilometres: distance.round() as u32,
        seconds,
        one_token,
        crowded: false,
    };
    let finding = Finding {
        rule: Rule::ImpossibleTravel,
        grade: Grade::High,
        sure: Sure::Likely,
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
    Some(Leap { networks: [from.network, network], finding })
}
