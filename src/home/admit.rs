//! Letting a home in: it is safe, its settings can be read, and who walked into it trusts it.

use super::error::{Distrust, HomeError};
use super::place::{Place, found_at};
use super::trusted::{TrustedHome, TrustedHomes};
use crate::host::Environment;
use crate::settings::Settings;

/// The settings of a home that may be used. They are read once: what is compared with what was trusted is what is used.
pub fn admit(place: &Place, environment: &Environment) -> Result<Settings, HomeError> {
    let trusted = known(place, environment)?;
    place.check()?;
    let settings = Settings::load(&place.config())?;
    if let Some(trusted) = trusted {
        let compared = trusted.compare(place, &settings).map_err(HomeError::File)?;
        compared.map_err(|why| HomeError::Untrusted { home: place.folder().to_owned(), why })?;
    }
    Ok(settings)
}

/// What is known of a home that was found by walking up; none where it was named. Refused where nobody was asked about it,
/// before anything in it is read.
pub fn known(place: &Place, environment: &Environment) -> Result<Option<TrustedHome>, HomeError> {
    if !place.was_found() {
        return Ok(None);
    }
    let homes = TrustedHomes::of_user(environment);
    let trusted = homes.map_or(Ok(None), |homes| homes.get(&found_at(place.folder())));
    let unknown = || HomeError::Untrusted {
        home: place.folder().to_owned(),
        why: if place.exists() { Distrust::Unknown } else { Distrust::NoHome },
    };
    trusted.map_err(HomeError::TrustUnknown)?.ok_or_else(unknown).map(Some)
}
