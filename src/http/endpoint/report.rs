//! How the home stands and what happened in it, as a page: for a developer alone, and elsewhere for whoever shows an access token of
//! the home with the scope `mintage:report`.

use std::time::{Duration, Instant};

use axum::body::Bytes;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};

use crate::authority::{Authority, REPORT_SCOPE, Result};
use crate::core::{SecretText, Ttl};
use crate::http::asking::Asking;
use crate::http::oauth_error::OAuthError;
use crate::http::page::answer_with_policy;
use crate::http::realm::{KeptReport, Realm};
use crate::report::{Found, POLICY, Report};

pub(in crate::http) const PATH: &str = "/_mintage/report";

/// How far it looks back, in seconds: for a developer, whose homes are young, and elsewhere.
const LOOKS_BACK: [i64; 2] = [86_400, 30 * 86_400];
/// For how long a page is shown at least before the next is made, in seconds.
const KEPT: u16 = 10;
/// For how many times as long as it took to make: whoever asks all the time costs a tenth of a core at most.
const TIMES: u32 = 10;

pub(in crate::http) async fn answer(asking: Asking) -> Response {
    if !asking.realm.served().is_dev
        && let Err(refused) = admit(&asking)
    {
        return *refused;
    }
    match page(&asking.realm).await {
        Ok(page) => answer_with_policy(page, &POLICY),
        Err(error) => OAuthError::from(error).into_response(),
    }
}

/// Lets in who shows a token that opens this.
fn admit(asking: &Asking) -> std::result::Result<(), Box<Response>> {
    let mut given = asking.headers.get_all(header::AUTHORIZATION).iter();
    let (shown, again) = (given.next(), given.next());
    let shown = shown.filter(|_| again.is_none()).and_then(|value| value.to_str().ok()?.split_once(' '));
    let token = shown.filter(|(scheme, _)| scheme.eq_ignore_ascii_case("Bearer")).map(|(_, token)| token.trim());
    let Some(token) = token.filter(|token| !token.is_empty()) else {
        let why = "this page is for whoever shows an access token with the scope mintage:report";
        return Err(Box::new(challenged(OAuthError::new(StatusCode::UNAUTHORIZED, "invalid_token", why), false)));
    };
    let seen = asking.realm.authority().sees_report(&SecretText::new(token.to_owned()), &asking.from);
    match seen.map_err(|error| Box::new(OAuthError::from(error).into_response()))? {
        Ok(jti) => {
            asking.noted.note(|outcome| outcome.jti = Some(jti));
            Ok(())
        }
        Err(fault) => {
            let is_scope = fault == crate::authority::SightFault::NoScope;
            let (status, code, why) = if is_scope {
                (
                    StatusCode::FORBIDDEN,
                    "insufficient_scope",
                    "the access token does not cover the scope mintage:report",
                )
            } else {
                (StatusCode::UNAUTHORIZED, "invalid_token", "the access token is not valid here, or has ended")
            };
            let error = OAuthError { reason: Some(fault.to_string()), ..OAuthError::new(status, code, why) };
            Err(Box::new(challenged(error, true)))
        }
    }
}

/// Says how a token is shown, and that the one that was is not taken (RFC 6750, 3).
fn challenged(error: OAuthError, was_shown: bool) -> Response {
    let told = if was_shown { format!(", error=\"{}\"", error.code) } else { String::new() };
    let said = format!("Bearer realm=\"mintage\", scope=\"{REPORT_SCOPE}\"{told}");
    let mut response = error.into_response();
    if let Ok(said) = HeaderValue::try_from(said) {
        response.headers_mut().insert(header::WWW_AUTHENTICATE, said);
    }
    response
}

/// The page, made anew where the last one is too old. One at a time makes it.
async fn page(realm: &Realm) -> Result<Bytes> {
    let mut kept = realm.report().lock().await;
    if let Some(kept) = kept.as_ref().filter(|kept| Instant::now() < kept.until) {
        return Ok(kept.page.clone());
    }
    let [young, usual] = LOOKS_BACK;
    let back = if realm.served().is_dev { young } else { usual };
    let began = Instant::now();
    let page = realm.apart(move |authority| drawn(authority, back)).await?;
    let for_so_long = (began.elapsed() * TIMES).max(Duration::from_secs(KEPT.into()));
    *kept = Some(KeptReport { until: Instant::now() + for_so_long, page: page.clone() });
    Ok(page)
}

fn drawn(authority: &Authority, back: i64) -> Result<Bytes> {
    let picture = authority.picture_of_last(back)?;
    let kept = Some(Ttl::of_seconds(KEPT));
    let risk = authority.risk_of_use(picture.buckets.begin())?;
    let found: Vec<Found> = risk.findings.iter().map(|finding| Found::of(finding, &risk.known)).collect();
    Ok(Bytes::from(
        Report { picture: &picture, found: Some(&found), is_unread: !risk.unread.is_empty(), kept }
            .page()
            .into_string(),
    ))
}
