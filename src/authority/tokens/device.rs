//! Tokens for a device that somebody allowed (RFC 8628, 3.5).

use super::issue::{Draft, Issued};
use super::redeem::{Consented, events_of};
use super::shaping::Shaping;
use crate::authority::apps;
use crate::authority::error::Result;
use crate::authority::parts::Authority;
use crate::authority::work::Tx;
use crate::core::app::AppRef;
use crate::core::audit::Events;
use crate::core::device::{DeviceFault, DeviceRecord, Poll};
use crate::core::{AccessContext, Algorithm, ClientId, Grant, KeyRecord, TokenDigest};

/// What redeeming a device code needs.
#[derive(Debug, Clone)]
pub struct DeviceGrant {
    /// The app, which has shown who it is.
    pub app: ClientId,
    /// The digest of the code.
    pub code: TokenDigest,
    /// The thumbprint of the key that is proven (RFC 9449).
    pub key: Option<String>,
    /// From where it is asked for.
    pub context: AccessContext,
    /// How tokens are to be, where that is said beside what the user consented to.
    pub shaping: Shaping,
}

/// What came of showing a device code.
#[derive(Debug)]
pub enum DeviceRedeemed {
    /// It was used up, and these came of it.
    Issued(Box<Issued>),
    /// Nothing came of it.
    Refused(DeviceFault),
}

/// What comes of it in a transaction: what is to be signed, or why there is nothing.
pub(super) type Redeeming = std::result::Result<(Box<Draft>, Events), DeviceFault>;

impl Authority {
    /// The one place that decides on a device code that is redeemed, and enters what comes of it. Nothing comes of it where the key
    /// that `signs` names is not the one that signs now. What is refused is refused before anything is written.
    ///
    /// A code that is shown again is refused, and what it gave goes on: it never was in a browser, and a device whose answer was
    /// lost asks again as it was told to (RFC 8628, 3.5).
    pub(super) fn enter_device<'k>(
        &self,
        tx: &mut Tx<'_>,
        shown: &DeviceGrant,
        signs: &dyn Fn(Algorithm) -> Option<&'k KeyRecord>,
    ) -> Result<Option<Redeeming>> {
        let (now, refused) = (tx.now, |fault| Ok(Some(Err(fault))));
        let before = tx.take_ticket(&shown.code)?;
        let record = before.as_ref().and_then(DeviceRecord::of_ticket);
        let (Some(before), Some(record)) = (before, record) else { return refused(DeviceFault::Unknown) };
        let approval = match record.poll(&shown.app, None, now) {
            Poll::Redeem(approval) => approval,
            Poll::Refuse(fault) => return refused(fault),
            // It was allowed when it was looked at: the ledger is another than it was.
            Poll::Wait | Poll::SlowDown(_) => return refused(DeviceFault::Unknown),
        };
        let app = apps::hold(&**tx, &AppRef::ClientId(shown.app.clone()))?;
        if tx.hold_user(&approval.user)?.is_some_and(|user| user.admit().is_err()) {
            return refused(DeviceFault::UserBlocked);
        }
        let grant = tx.hold_grant(&approval.grant)?;
        let scopes = app.profile.scopes.intersection(&approval.scopes);
        let stands = |grant: &Grant| grant.is_active() && grant.scopes.covers(&scopes);
        if !grant.as_ref().is_some_and(stands) {
            return refused(DeviceFault::Withdrawn);
        }
        let consented = Consented {
            user: approval.user,
            scopes,
            resources: record.audiences.clone(),
            nonce: None,
            auth_time: approval.auth_time,
            key: shown.key.clone(),
            context: shown.context.clone(),
            shaping: shown.shaping.clone(),
        };
        let Some((draft, _)) = self.enter_consented(tx, consented, &app, signs)? else { return Ok(None) };
        tx.replace_ticket(&before, &record.used(now).to_ticket())?;
        let did = events_of(tx, &draft);
        Ok(Some(Ok((Box::new(draft), did))))
    }
}
