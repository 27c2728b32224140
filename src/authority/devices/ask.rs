//! A device asks for tokens, and is given its two codes (RFC 8628, 3.1 and 3.2).

use crate::authority::apps;
use crate::authority::error::Result;
use crate::authority::job::Job;
use crate::authority::parts::Authority;
use crate::core::app::AppRef;
use crate::core::audit::{Attempt, Deed, Verb};
use crate::core::device::{DeviceRecord, DeviceState, Pace, UserCode};
use crate::core::policy::Policy;
use crate::core::ticket::KNOWN_FOR;
use crate::core::{AccessContext, Audience, ClientId, OpaqueKind, Scopes, SecretText, Timestamp};
use crate::host::entropy::random;

/// What a device asks for.
#[derive(Debug, Clone)]
pub struct DeviceRequest {
    /// The app on it.
    pub app: ClientId,
    /// What for; all that the app may where nothing is asked.
    pub scopes: Option<Scopes>,
    /// Where; what app and home say where nothing is asked.
    pub audiences: Vec<Audience>,
    /// From where it asks.
    pub context: AccessContext,
}

/// What a device is given to show, and to ask with.
#[derive(Debug)]
pub struct AskedDevice {
    /// What it asks with.
    pub device_code: SecretText,
    /// What it shows.
    pub user_code: UserCode,
    /// For how many seconds both are good.
    pub expires_in: i64,
    /// How many seconds are to lie between two times that it asks.
    pub interval: i64,
}

impl Authority {
    /// Notes that a device waits. What it asks for is what the app may have, or is refused at once: nobody is asked in vain.
    pub fn ask_for_device(request: DeviceRequest) -> Job<AskedDevice> {
        let attempt = Attempt::app(Verb::DeviceAsked, &AppRef::ClientId(request.app.clone()));
        Job::new(attempt, move |authority, tx| {
            let now = tx.now;
            let app = apps::hold(&**tx, &AppRef::ClientId(request.app.clone()))?.admit(now)?;
            let policy = Policy::of(&authority.defaults, &app);
            policy.scopes(request.scopes.as_ref(), None)?;
            policy.audiences(&request.audiences)?;
            let device_code = authority.new_text(OpaqueKind::Device)?;
            let mut user_code = authority.new_user_code()?;
            while tx.ticket_by_alias(&user_code.digest())?.is_some() {
                user_code = authority.new_user_code()?;
            }
            let pace = Pace::FIRST;
            let record = DeviceRecord {
                digest: device_code.digest(),
                user_code: user_code.digest(),
                client_id: request.app.clone(),
                scopes: request.scopes.clone(),
                audiences: request.audiences.clone(),
                context: request.context.clone(),
                asked_at: now,
                expires_at: now.plus(DeviceRecord::LIFETIME),
                state: DeviceState::Pending(pace),
            };
            tx.insert_ticket(&record.to_ticket(), Timestamp(now.0.saturating_sub(KNOWN_FOR)))?;
            let (expires_in, interval) = (DeviceRecord::LIFETIME.seconds(), pace.interval);
            let did = tx.event(Deed::DeviceAsked { client_id: request.app.clone() }, None);
            Ok((AskedDevice { device_code, user_code, expires_in, interval }, vec![did]))
        })
    }

    /// A code for people, drawn from all of them.
    fn new_user_code(&self) -> Result<UserCode> {
        loop {
            if let Some(code) = UserCode::of_chance(u64::from_be_bytes(random(&*self.entropy)?)) {
                return Ok(code);
            }
        }
    }
}
