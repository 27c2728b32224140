//! The record of uses: its days, what was last used, and the buckets of budgets.

use crate::home::finding::{Finding, UsesFile};
use crate::home::place::Place;
use crate::store::sqlite::check_up_uses;

/// Looks at each file of it.
pub(super) fn look(place: &Place, findings: &mut Vec<Finding>) {
    for error in check_up_uses(&place.access()) {
        let path = error.at.file().map_or_else(|| place.access(), ToOwned::to_owned);
        // Told as a fault of the file already: whose it is, or who else may read it.
        if findings.iter().any(|finding| finding.path() == Some(path.as_path())) {
            continue;
        }
        let which = match path.file_name().and_then(|name| name.to_str()) {
            Some("budgets.db") => UsesFile::Budgets,
            Some("last-use.db") => UsesFile::LastUse,
            _ => UsesFile::Day,
        };
        findings.push(Finding::Uses(which, path, error.fault));
    }
}
