//! What the page for consent posts.

use axum::body::Body;
use axum::response::Response;

use super::answer::Refused;
use super::approve::approve;
use super::log_in::again;
use super::page;
use crate::authority::ApprovalFault;
use crate::core::authorization::AuthorizationFault;
use crate::http::asking::Asking;
use crate::http::body;
use crate::http::browser::Purpose;
use crate::http::error_page::error_page;
use crate::http::form::Form;

/// Does what the user decided.
pub(in crate::http) async fn answer(asking: Asking, body: Body) -> Response {
    let form = match body::form(&asking.headers, body).await {
        Ok(form) => form,
        Err(error) => return error_page(&asking, error),
    };
    match decide(&asking, &form).await {
        Ok(response) => response,
        Err(refused) => refused.into_response(&asking),
    }
}

async fn decide(asking: &Asking, form: &Form) -> Result<Response, Refused> {
    let (asked, is_open) = again(asking, form, Purpose::Consent).await?;
    let Some(used) = is_open else { return Err(Refused::Stale(ApprovalFault::FormUsed)) };
    let Some(who) = asked.who(asking, None)? else { return Err(Refused::Stale(ApprovalFault::SessionEnded)) };
    match form.get("decision") {
        Some("allow") => approve(asking, &asked, who, true, Some(used)).await,
        Some("switch") => page::login(asking, &asked, None, None),
        // Whatever is not yes is no.
        _ => Err(asked.refused(AuthorizationFault::AccessDenied, "the user said no")),
    }
}
