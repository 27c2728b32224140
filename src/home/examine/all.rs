//! Everything, in its order.

use super::circumstances::Circumstances;
use super::{keys, ledger, machine, parts, settings, uses};
use crate::home::admit::known;
use crate::home::error::HomeError;
use crate::home::finding::{Finding, Part};
use crate::home::place::Place;
use crate::host::Environment;
use crate::host::files::FileError;
use crate::settings::Settings;
use crate::store::sqlite::SqliteStore;

/// Looks everything over. An error only where there is no home at all.
pub fn look_over(place: &Place, circumstances: &Circumstances<'_>) -> Result<Vec<Finding>, HomeError> {
    let mut findings = parts::look(place)?;
    let is_there = |part| !findings.iter().any(|finding| parts::is_of(finding, part));
    let (has_settings, has_ledger) = (is_there(Part::Settings), is_there(Part::Ledger));
    let settings = if has_settings { settings::look(place, circumstances.environment, &mut findings) } else { None };
    trust(place, settings.as_ref(), circumstances.environment, &mut findings);
    if has_ledger && ledger::look(place, settings.as_ref(), circumstances.now, &mut findings) {
        let store = SqliteStore::in_file(place.store());
        keys::look(place, &store, settings.as_ref(), circumstances, &mut findings);
    }
    uses::look(place, &mut findings);
    parts::leftovers(place, &mut findings);
    machine::look(place, &mut findings);
    others(place, &mut findings);
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity()));
    Ok(findings)
}

/// Whether a home that nobody named is trusted as it is.
fn trust(place: &Place, settings: Option<&Settings>, environment: &Environment, findings: &mut Vec<Finding>) {
    let untrusted = |why: String| Finding::Untrusted(place.folder().to_owned(), why);
    match known(place, environment) {
        Ok(None) => {}
        Ok(Some(trusted)) => match settings.map(|settings| trusted.compare(place, settings)) {
            Some(Ok(Err(why))) => findings.push(untrusted(why.to_string())),
            Some(Err(error)) => findings.push(Finding::Refused(error.to_string())),
            Some(Ok(Ok(()))) | None => {}
        },
        Err(HomeError::Untrusted { why, .. }) => findings.push(untrusted(why.to_string())),
        Err(error) => findings.push(Finding::Refused(error.to_string())),
    }
}

/// What else every command would refuse.
fn others(place: &Place, findings: &mut Vec<Finding>) {
    let Err(error) = place.check() else { return };
    let is_found = |error: &FileError| findings.iter().any(|finding| finding.path() == Some(error.path.as_path()));
    let is_told = match &error {
        HomeError::Unsafe(error) | HomeError::File(error) => is_found(error),
        HomeError::UnsafeParts { all, .. } => all.iter().all(is_found),
        HomeError::NoSettings(_) | HomeError::Missing(_) => {
            findings.iter().any(|found| matches!(found, Finding::Missing(..) | Finding::WrongKind(..)))
        }
        _ => false,
    };
    if !is_told {
        findings.push(Finding::Refused(error.to_string()));
    }
}
