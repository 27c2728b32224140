//! Somebody approves: the code, and the way back to the app.

use axum::response::Response;

use super::answer::Refused;
use super::asked::Asked;
use crate::authority::{Approval, Authority};
use crate::core::authorization::LoggedIn;
use crate::core::caller::Who;
use crate::core::proof::ProofUse;
use crate::http::asking::Asking;

/// Gives the code, and sends the browser back with it.
pub(super) async fn approve(
    asking: &Asking,
    asked: &Asked,
    who: LoggedIn,
    consents: bool,
    form: Option<ProofUse>,
) -> Result<Response, Refused> {
    let people = &asking.realm.authority().defaults().people;
    let scopes = people.given(&who.user, asked.request.scopes.clone());
    let approval = Approval {
        request: asked.request.clone(),
        who,
        scopes,
        consents,
        form,
        pushed: asked.pushed,
        context: asking.from.clone(),
    };
    // It is a browser that asks: the app is named by it, and has not shown who it is.
    let caller = asking.caller(Who::Anyone);
    let given = asking.realm.writer().perform(caller, Authority::approve(approval)).await;
    match given.map_err(|why| asked.failed(why.into()))? {
        Ok(code) => Ok(asked.send_back(asking, &code)),
        Err(fault) => Err(asked.not_approved(fault)),
    }
}
