//! The settings of a home: whether they can be read, and whether they make sense together.

use crate::core::policy::Defaults;
use crate::home::finding::{Contradiction, Finding};
use crate::home::place::Place;
use crate::host::{Environment, command};
#[cfg(feature = "serve")]
use crate::settings::People;
use crate::settings::{Settings, SettingsError};

pub(super) fn look(place: &Place, environment: &Environment, findings: &mut Vec<Finding>) -> Option<Settings> {
    let path = place.config();
    let settings = match Settings::load(&path) {
        Ok(settings) => settings,
        Err(error @ (SettingsError::Content { .. } | SettingsError::File(_))) => {
            findings.push(Finding::Settings(path, error.to_string()));
            return None;
        }
    };
    let contradictions = contradictions(&settings.defaults).into_iter();
    findings.extend(contradictions.map(|which| Finding::Contradiction(which, path.clone())));
    if settings.defaults.audiences.is_empty() {
        findings.push(Finding::NoAudience(path.clone()));
    }
    if let Some(program) = settings.passphrase_command.as_deref().and_then(|line| command::missing(line, environment)) {
        findings.push(Finding::NoCommand(program, path));
    }
    #[cfg(feature = "serve")]
    if let Some(users) = settings.login.as_ref().and_then(|login| login.users.as_deref())
        && let Err(error) = People::load(users)
    {
        findings.push(Finding::Settings(users.to_owned(), error.to_string()));
    }
    Some(settings)
}

fn contradictions(defaults: &Defaults) -> Vec<Contradiction> {
    let Defaults { access_ttl, refresh_ttl, refresh_max_age, leeway, max_key_age, .. } = defaults;
    let all = [
        (refresh_ttl < access_ttl, Contradiction::RefreshBeforeAccess),
        (refresh_max_age.is_some_and(|age| age < *refresh_ttl), Contradiction::FamilyBeforeRefresh),
        (*leeway >= access_ttl.seconds(), Contradiction::LeewayOverAccess),
        (max_key_age.is_some_and(|age| age < *access_ttl), Contradiction::KeyBeforeAccess),
    ];
    all.into_iter().filter_map(|(is_so, which)| is_so.then_some(which)).collect()
}
