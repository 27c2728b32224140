//! Which profiles a command can name.

use crate::cli::context::Context;
use crate::cli::error::Error;
use crate::home::{self, HomeError};
use crate::settings::Profiles;

/// Those that are built in, and those of the home where there is one that may be used. One that was found and that nobody
/// trusts is not looked into.
pub fn of_home_if_any(cx: &mut Context<'_>) -> Result<Profiles, Error> {
    let place = match cx.home() {
        Ok(place) => place,
        Err(Error::Home(HomeError::Nowhere | HomeError::NotNamed(_))) => return Ok(Profiles::built_in()),
        Err(error) => return Err(error),
    };
    let is_named = cx.global.home.is_some();
    match home::admit(&place, &cx.environment) {
        Ok(_) => Ok(Profiles::of_home(place.profiles())),
        Err(HomeError::Missing(_) | HomeError::NoSettings(_)) if !is_named => Ok(Profiles::built_in()),
        Err(error @ HomeError::Untrusted { .. }) => {
            cx.ui.note(&format!("{error}: its profiles are not among these"));
            Ok(Profiles::built_in())
        }
        Err(error) => Err(error.into()),
    }
}
