//! The disk below a home.

use crate::authority::Reserve;
use crate::home::finding::Finding;
use crate::home::place::Place;
use crate::host::files;

/// Less than this, in bytes, and a busy home is full within hours.
const LITTLE: u64 = 16 * 1024 * 1024;
/// Fewer files than this, and the next key cannot be written.
const FEW: u64 = 8;

pub(super) fn look(place: &Place, findings: &mut Vec<Finding>) {
    let Ok(left) = files::space(place.folder()) else { return };
    let folder = || place.folder().to_owned();
    if left.is_read_only {
        return findings.push(Finding::ReadOnly(folder()));
    }
    // One that was never laid out, or that is too full to keep it, has worse to tell.
    let is_laid_out = files::exists(&place.store());
    if is_laid_out && left.bytes >= LITTLE && !Reserve::in_file(place.reserve()).is_whole() {
        findings.push(Finding::NoReserve(place.reserve()));
    }
    if left.bytes < LITTLE {
        findings.push(Finding::LittleSpace(folder(), left.bytes));
    }
    if left.files.is_some_and(|files| files < FEW) {
        findings.push(Finding::NoFiles(folder()));
    }
}
