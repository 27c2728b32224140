//! A code that a user's browser brought (RFC 6749, 4.1.3).

use super::asked::targets;
use crate::authority::{Error, Issued, Redeemed, Redemption, Shaping};
use crate::core::app::AppRef;
use crate::core::authorization::{CodeFault, Verifier};
use crate::core::{App, OpaqueKind, OpaqueText};
use crate::http::asking::Asking;
use crate::http::form::Form;
use crate::http::oauth_error::OAuthError;
use crate::http::writer::Unanswered;

pub(super) const NAME: &str = "authorization_code";

pub(super) async fn issue(
    asking: &Asking,
    app: &App,
    form: &Form,
    proven: Option<String>,
) -> Result<Issued, OAuthError> {
    let text = form.get("code").ok_or_else(|| OAuthError::invalid_request("there is no code"))?;
    let verifier = match form.get("code_verifier").map(Verifier::new) {
        None => None,
        Some(Some(verifier)) => Some(verifier),
        Some(None) => {
            return Err(OAuthError::invalid_request("the code_verifier has not 43 to 128 unreserved letters"));
        }
    };
    let code = OpaqueText::parse(text).ok().filter(|text| text.kind == OpaqueKind::Code);
    let Some(code) = code else { return Err(refused(CodeFault::Unknown)) };
    let redemption = Redemption {
        app: AppRef::ClientId(app.client_id.clone()),
        code: code.digest,
        redirect_uri: form.get("redirect_uri").map(str::to_owned),
        verifier,
        key: proven,
        resources: targets(form)?,
        context: asking.from.clone(),
        shaping: Shaping::default(),
    };
    match asking.realm.writer().redeem(asking.caller_of(app), redemption).await {
        Ok(Redeemed::Issued(issued)) => Ok(*issued),
        Ok(Redeemed::Refused(fault)) => Err(refused(fault)),
        Ok(Redeemed::Replayed { count }) => {
            let reason = format!("the code was used before: what it had given has ended, {} tokens", count.revoked);
            Err(OAuthError { reason: Some(reason), ..OAuthError::invalid_grant(NOT_GOOD) })
        }
        Err(Unanswered::Error(Error::Refused(refusal))) => {
            Err(OAuthError { reason: Some(refusal.to_string()), ..OAuthError::invalid_grant(NOT_GOOD) })
        }
        Err(why) => Err(why.into()),
    }
}

/// What is said of a code that gives nothing. What it was is said to the log.
const NOT_GOOD: &str = "the code is not valid, was used, is over, or was not asked for with what is shown here";

fn refused(fault: CodeFault) -> OAuthError {
    let told = match fault {
        CodeFault::OtherResource => OAuthError::invalid_target("a resource is none that the code was asked for with"),
        CodeFault::NoVerifier => OAuthError::invalid_grant("there is no code_verifier"),
        _ => OAuthError::invalid_grant(NOT_GOOD),
    };
    OAuthError { reason: Some(fault.to_string()), ..told }
}
