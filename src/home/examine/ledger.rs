//! The ledger: its file, its rows, its log, how far it had come, and what the clock says beside it.

use crate::authority::{Memory, Recollection};
use crate::core::Timestamp;
use crate::core::audit::LogReport;
use crate::core::mark::ClockSight;
use crate::core::policy::CLOCK_MARGIN;
use crate::home::finding::{Finding, Part};
use crate::home::place::Place;
use crate::host::files;
use crate::settings::Settings;
use crate::store::Store as _;
use crate::store::sqlite::{SqliteStore, check_up};

/// Looks at it, and says whether its rows can be read.
pub(super) fn look(place: &Place, settings: Option<&Settings>, now: Timestamp, findings: &mut Vec<Finding>) -> bool {
    let path = place.store();
    let found = match check_up(&path) {
        Ok(found) => found,
        Err(error) => {
            findings.push(Finding::Ledger(path, error.fault));
            return false;
        }
    };
    if !found.broken.is_empty() {
        findings.push(Finding::Broken(path.clone(), found.broken));
    }
    findings.extend(found.dangling.into_iter().map(|(table, count)| Finding::Dangling(path.clone(), table, count)));
    findings.extend(found.rotten.into_iter().map(|(table, count)| Finding::Rotten(path.clone(), table, count)));
    if let Some(version) = found.older {
        // To read its rows would be to upgrade it.
        findings.push(Finding::OlderSchema(path, version));
        return false;
    }
    log(place, findings);
    standing(place, settings, now, findings);
    true
}

/// Whether the audit log is what was written: each event beside its leaf of the tree, and the tree in itself.
fn log(place: &Place, findings: &mut Vec<Finding>) {
    let store = SqliteStore::in_file(place.store());
    match store.read().and_then(|view| view.look_over_log()) {
        Ok(LogReport { faults, count, .. }) => {
            if let Some(first) = faults.first() {
                findings.push(Finding::Log(place.store(), *first, count));
            }
        }
        Err(error) => {
            let is_told = findings.iter().any(|found| matches!(found, Finding::Broken(..) | Finding::Rotten(..)));
            if !is_told {
                findings.push(Finding::Ledger(place.store(), error.fault));
            }
        }
    }
}

/// How it stands to what its home remembers, and to the clock.
fn standing(place: &Place, settings: Option<&Settings>, now: Timestamp, findings: &mut Vec<Finding>) {
    let recollection = Memory::in_file(place.generation()).recall();
    let store = SqliteStore::in_file(place.store());
    let mark = match store.read().and_then(|view| view.mark()) {
        Ok(mark) => mark,
        Err(error) => return findings.push(Finding::Ledger(place.store(), error.fault)),
    };
    match recollection {
        Recollection::Whole(remembered) => findings.extend(remembered.doubt(&mark).map(Finding::Doubt)),
        Recollection::Nothing => {
            if !files::exists(&place.generation()) && mark.generation > 0 {
                findings.push(Finding::Missing(Part::Memory, place.generation()));
            }
        }
        Recollection::Torn => findings.push(Finding::MemoryTorn(place.generation())),
    }
    let margin = settings.map_or(CLOCK_MARGIN, |settings| settings.defaults.clock_margin);
    match mark.clock.compare(now, margin) {
        ClockSight::Fits => {}
        sight => findings.push(Finding::Clock(sight)),
    }
}
