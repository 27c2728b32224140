//! The code of a device, which asks with it until somebody has decided (RFC 8628, 3.4 and 3.5).

use axum::http::StatusCode;

use crate::authority::{Authority, DeviceBy, DeviceDecision, DeviceGrant, DeviceRedeemed, Issued, Polled, Shaping};
use crate::core::authorization::LoggedIn;
use crate::core::caller::Who;
use crate::core::device::DeviceFault;
use crate::core::{App, TokenDigest};
use crate::http::asking::Asking;
use crate::http::dev::{Approval, Dev};
use crate::http::form::Form;
use crate::http::oauth_error::OAuthError;

pub(super) const NAME: &str = "urn:ietf:params:oauth:grant-type:device_code";

pub(super) async fn issue(
    asking: &Asking,
    app: &App,
    form: &Form,
    proven: Option<String>,
) -> Result<Issued, OAuthError> {
    let code = form.get("device_code").ok_or_else(|| OAuthError::invalid_request("there is no device_code"))?;
    let realm = &asking.realm;
    let mut polled = realm.authority().poll_device(&app.client_id, code)?;
    if let Polled::Wait { digest } | Polled::TooSoon { digest, .. } = polled
        && decided(asking, digest).await?
    {
        polled = realm.authority().poll_device(&app.client_id, code)?;
    }
    let digest = match polled {
        Polled::Allowed(digest) => digest,
        Polled::Refused(fault) => return Err(refused(fault)),
        Polled::Wait { .. } => return Err(told("authorization_pending", "nobody has decided yet")),
        Polled::TooSoon { digest, last } => {
            let (caller, client_id) = (asking.caller_of(app), app.client_id.clone());
            let interval = realm.writer().perform(caller, Authority::slow_device(client_id, digest, last)).await?;
            return Err(told("slow_down", format!("ask again after {interval} seconds, and not more often than that")));
        }
    };
    let (client_id, context) = (app.client_id.clone(), asking.from.clone());
    let grant = DeviceGrant { app: client_id, code: digest, key: proven, context, shaping: Shaping::default() };
    match realm.writer().redeem_device(asking.caller_of(app), grant).await? {
        DeviceRedeemed::Issued(issued) => Ok(*issued),
        DeviceRedeemed::Refused(fault) => Err(refused(fault)),
    }
}

/// Decides on a device that waits as a test of a developer has decided, without a page. Whether one has.
async fn decided(asking: &Asking, device: TokenDigest) -> Result<bool, OAuthError> {
    let Some(login) = asking.realm.dev().and_then(Dev::decided_login) else { return Ok(false) };
    let (is_allowed, only) = match login.approval {
        Approval::All => (true, None),
        Approval::Only(scopes) => (true, Some(scopes)),
        Approval::Denied => (false, None),
    };
    let at = asking.realm.authority().moment();
    let who = LoggedIn { user: login.user, at, session: None, is_fresh: true };
    let (device, context) = (DeviceBy::Test { device, only }, asking.from.clone());
    let job = Authority::decide_device(DeviceDecision { device, who, is_allowed, context });
    asking.realm.writer().perform(asking.caller(Who::Anyone), job).await?;
    Ok(true)
}

fn told(code: &'static str, description: impl Into<String>) -> OAuthError {
    OAuthError::new(StatusCode::BAD_REQUEST, code, description)
}

/// What a device is told that gets nothing. Whether a code that is not good ever was is said to the log.
fn refused(fault: DeviceFault) -> OAuthError {
    let error = match fault {
        DeviceFault::Denied | DeviceFault::Withdrawn | DeviceFault::UserBlocked => {
            told("access_denied", "the user did not allow it, or does not any more")
        }
        DeviceFault::Expired => told("expired_token", "the codes have expired; begin again"),
        DeviceFault::Used | DeviceFault::OfAnother | DeviceFault::Unknown => {
            OAuthError::invalid_grant("the device code is not valid, was used, or was not issued to this client")
        }
    };
    OAuthError { reason: Some(fault.to_string()), ..error }
}
