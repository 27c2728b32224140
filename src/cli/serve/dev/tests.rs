//! How homes of tests are made.

use std::sync::Arc;

use crate::cli::context::Context;
use crate::home::{self, Place};
use crate::http::Workshop;
use crate::settings::Profiles;

/// Homes in memory; the profiles are those of the home that is served, and those that are built in.
pub fn workshop(place: &Place, cx: &Context<'_>) -> Arc<Workshop> {
    let (entropy, profiles) = (Arc::clone(&cx.entropy), Profiles::of_home(place.profiles()));
    Arc::new(Workshop {
        home: Box::new(move |defaults, clock| home::in_memory(defaults, clock, Arc::clone(&entropy))),
        profile: Box::new(move |name| match profiles.find(name) {
            Ok(found) => Ok(found.profile),
            Err(error) => Err(format!("cannot be taken: {error}")),
        }),
    })
}
