//! A device asks whether somebody has decided (RFC 8628, 3.4 and 3.5).

use crate::authority::error::Result;
use crate::authority::job::Job;
use crate::authority::parts::Authority;
use crate::core::app::AppRef;
use crate::core::audit::{Attempt, Deed, Verb};
use crate::core::device::{DeviceFault, DeviceRecord, DeviceState, Pace, Poll};
use crate::core::secret::OpaqueText;
use crate::core::{ClientId, OpaqueKind, Timestamp, TokenDigest};

/// What became of a device, as it is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Polled {
    /// Nobody has decided.
    Wait {
        /// What it is known by.
        digest: TokenDigest,
    },
    /// Nobody has, and it asked too soon: see [`Authority::slow_device`].
    TooSoon {
        /// What it is known by.
        digest: TokenDigest,
        /// When it asked before, where that is known.
        last: Option<Timestamp>,
    },
    /// It was allowed: what is known by this digest is to be redeemed.
    Allowed(TokenDigest),
    /// It gets nothing, for this reason.
    Refused(DeviceFault),
}

impl Authority {
    /// What became of a device that shows its code. A device that waits as it should costs no more than this look.
    pub fn poll_device(&self, app: &ClientId, device_code: &str) -> Result<Polled> {
        let digest = match OpaqueText::parse(device_code) {
            Ok(opaque) if opaque.kind == OpaqueKind::Device => opaque.digest,
            _ => return Ok(Polled::Refused(DeviceFault::Unknown)),
        };
        let (ticket, now) = (self.store.read()?.ticket(&digest)?, self.now());
        let Some(record) = ticket.as_ref().and_then(DeviceRecord::of_ticket) else {
            return Ok(Polled::Refused(DeviceFault::Unknown));
        };
        let last = self.polls.asked(&digest, now);
        Ok(match record.poll(app, last, now) {
            Poll::Wait => Polled::Wait { digest },
            Poll::SlowDown(_) => Polled::TooSoon { digest, last },
            Poll::Redeem(_) => Polled::Allowed(digest),
            Poll::Refuse(fault) => Polled::Refused(fault),
        })
    }

    /// Writes down that a device asks too often, so that every server goes by it, and says how many seconds are to lie between
    /// from now on.
    pub fn slow_device(app: ClientId, digest: TokenDigest, last: Option<Timestamp>) -> Job<i64> {
        let attempt = Attempt::app(Verb::DeviceSlowed, &AppRef::ClientId(app.clone()));
        Job::new(attempt, move |_, tx| {
            let before = tx.take_ticket(&digest)?;
            let record = before.as_ref().and_then(DeviceRecord::of_ticket);
            let (Some(before), Some(record)) = (before, record) else { return Ok((Pace::FIRST.interval, Vec::new())) };
            // Somebody decided meanwhile: it is told so when it asks next.
            let DeviceState::Pending(pace) = record.state else { return Ok((Pace::FIRST.interval, Vec::new())) };
            match record.poll(&app, last, tx.now) {
                Poll::SlowDown(slower) if slower.interval > pace.interval => {
                    tx.replace_ticket(&before, &record.slowed(slower).to_ticket())?;
                    let deed = Deed::DeviceSlowed { client_id: app.clone(), interval: slower.interval };
                    Ok((slower.interval, vec![tx.event(deed, None)]))
                }
                _ => Ok((pace.interval, Vec::new())),
            }
        })
    }
}
