//! What is revoked, signed, for verifiers that ask nobody for each token.

use std::sync::Arc;

use axum::response::{IntoResponse as _, Response};

use crate::authority::SnapshotRequest;
use crate::core::caller::Who;
use crate::core::revocations::SNAPSHOT_TTL;
use crate::http::asking::Asking;
use crate::http::kept::Document;
use crate::http::oauth_error::OAuthError;
use crate::http::realm::Published;

pub(in crate::http) const PATH: &str = "/revocations";

/// For how many seconds whoever has a snapshot may go on without asking again.
const KEPT: i64 = 60;
/// For how many seconds a snapshot of which nothing has changed is given again.
const FRESH: i64 = 300;

/// It is signed anew when something else is revoked than before, and every few minutes, so that whoever wants a young one gets
/// it. Of those who ask at once, one signs.
pub(in crate::http) async fn answer(asking: Asking) -> Response {
    let (realm, caller) = (Arc::clone(&asking.realm), asking.caller(Who::Anyone));
    let (authority, kept) = (realm.authority(), realm.revocations());
    if let Some(published) = kept.get(authority.stamp()) {
        return published.document.to(&asking.headers);
    }
    let mut last = realm.last_published().lock().await;
    let stamp = authority.stamp();
    if let Some(published) = kept.get(stamp) {
        return published.document.to(&asking.headers);
    }
    let before = last.clone();
    let made = realm.apart(move |authority| {
        if let Some(before) = before
            && authority.still_says(&before.snapshot, FRESH)?
        {
            return Ok(before);
        }
        let request = SnapshotRequest { ttl: SNAPSHOT_TTL, algorithm: None };
        let snapshot = authority.export_revocations(&caller, &request)?;
        let body = snapshot.text.reveal().as_bytes().to_vec();
        let document = Document::new(body, "application/revocations+jwt", KEPT);
        Ok(Arc::new(Published { snapshot, document }))
    });
    match made.await {
        Ok(published) => {
            kept.keep(stamp, &published);
            *last = Some(Arc::clone(&published));
            published.document.to(&asking.headers)
        }
        Err(error) => OAuthError::from(error).into_response(),
    }
}
