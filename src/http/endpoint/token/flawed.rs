//! A token that is wrong, where a test of a developer decided that the next one is.

use crate::authority::Issued;
use crate::core::App;
use crate::http::asking::Asking;
use crate::http::oauth_error::OAuthError;

/// What is answered in the place of what was issued.
pub(super) async fn instead(asking: &Asking, app: &App, issued: Issued) -> Result<Issued, OAuthError> {
    let Some(dev) = asking.realm.dev() else { return Ok(issued) };
    let Some(flawed) = dev.flaws().next(|flawed| !flawed.of_id_token || issued.id.is_some()) else { return Ok(issued) };
    let caller = asking.caller_of(app);
    let forge = asking.realm.apart(move |a| a.forge_instead(&caller, issued, flawed.flaw, flawed.of_id_token)).await;
    asking
        .noted
        .note(|outcome| outcome.reason = Some(format!("a test decided that a token is {}", flawed.flaw.name())));
    Ok(forge?)
}
