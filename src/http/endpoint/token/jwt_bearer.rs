//! Another issuer says who a user is (RFC 7523, 2.1). No refresh token comes of it: whoever wants more asks that issuer again.

use super::asked::{scopes, targets};
use crate::authority::{Error, IssueRequest, Issued, VouchFault};
use crate::core::app::AppRef;
use crate::core::claims::ClaimsRequest;
use crate::core::proof::Binding;
use crate::core::refusal::Entity;
use crate::core::{App, Subject};
use crate::http::asking::Asking;
use crate::http::form::Form;
use crate::http::oauth_error::OAuthError;
use crate::http::writer::Unanswered;

pub(super) const NAME: &str = "urn:ietf:params:oauth:grant-type:jwt-bearer";

pub(super) async fn issue(
    asking: &Asking,
    app: &App,
    form: &Form,
    proven: Option<String>,
) -> Result<Issued, OAuthError> {
    let assertion = form.get("assertion").ok_or_else(|| OAuthError::invalid_request("there is no assertion"))?;
    let (assertion, asked, audiences) = (assertion.to_owned(), scopes(form)?, targets(form)?);
    let asks = app.clone();
    let vouched = asking.realm.apart(move |authority| authority.vouched(&asks, &assertion, asked.as_ref())).await?;
    let vouched = vouched.map_err(|fault| refused(&fault))?;
    let extra = proven.map(|key| (Binding::CLAIM, Binding::Key(key).claim())).into_iter().collect();
    let request = IssueRequest {
        scopes: Some(vouched.scopes),
        audiences,
        claims: ClaimsRequest { extra, ..ClaimsRequest::default() },
        context: asking.from.clone(),
        // Whoever vouches for the user says that they want it.
        consent: true,
        ..IssueRequest::plain(AppRef::ClientId(app.client_id.clone()), Subject::User(vouched.user))
    };
    let caller = asking.caller_of(app).because(vouched.note);
    asking.realm.writer().issue(caller, request).await.map_err(|why| match why {
        Unanswered::Error(Error::Refused(refusal)) if matches!(refusal.subject, Entity::User(_)) => {
            let reason = Some(refusal.to_string());
            OAuthError { reason, ..OAuthError::invalid_grant(NOT_TAKEN) }
        }
        why => why.into(),
    })
}

/// What is said of an assertion that gives nothing. What it was is said to the log.
const NOT_TAKEN: &str =
    "the assertion is not valid, was used, is not for this server, or is of nobody whose word is taken here";

fn refused(fault: &VouchFault) -> OAuthError {
    let told = match fault {
        VouchFault::Unreadable(_) | VouchFault::Stranger(_) | VouchFault::Assertion { .. } | VouchFault::Subject(_) => {
            OAuthError::invalid_grant(NOT_TAKEN)
        }
        VouchFault::OtherApp { .. } => {
            OAuthError::unauthorized_client("the client may not use assertions of this issuer")
        }
        VouchFault::Scopes { .. } => OAuthError::invalid_scope("a scope is asked for that no assertion gives"),
        VouchFault::Keys { .. } => Unanswered::Busy.into(),
    };
    OAuthError { reason: Some(fault.to_string()), ..told }
}
