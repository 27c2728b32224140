//! Which home a developer is served.

use crate::cli::context::Context;
use crate::cli::error::Error;
use crate::home::{HomeError, Place, TrustedHomes};

/// The home that was named, or that is found here or above; else one of this folder, so that each project has its own. Only
/// where that would be the home of everything below the user's own folder, and in CI, it is the one that other commands take.
pub fn of(cx: &Context<'_>) -> Result<Place, Error> {
    let environment = &cx.environment;
    let Some(here) = environment.current_dir.clone() else { return cx.home_to_make() };
    let is_named = cx.global.home.is_some() || environment.get("MINTAGE_HOME").is_some();
    let is_everything = environment.get("HOME").is_some_and(|home| *home == *here);
    if is_named || is_everything || environment.is_ci() {
        return cx.home_to_make();
    }
    let own = Place::within(&here, environment);
    match cx.home() {
        // Nothing says where it would be kept which homes are trusted: whoever gives this command here means this one.
        Ok(found)
            if found.was_found() && found.folder() == own.folder() && TrustedHomes::of_user(environment).is_none() =>
        {
            Ok(own)
        }
        Ok(found) if found.was_found() => cx.home_to_make(),
        Ok(_) | Err(Error::Home(HomeError::Nowhere)) => Ok(own),
        Err(error) => Err(error),
    }
}
