//! Recording what was shown to the server.

use crate::authority::parts::Authority;
use crate::authority::recorder::{Recorder, WhenFull};
use crate::core::access::{AccessDoor, AccessEvent};
use crate::core::reason::Reason;
use crate::core::verify::Use;
use crate::core::{AccessContext, ClientId, TokenDigest, TokenRecord};
use crate::store::StoreError;

impl Authority {
    /// Something that records the use of tokens, with room for so much that waits; none where nothing is kept.
    pub fn recorder(&self, room: usize, when_full: WhenFull, keep_ms: Option<i64>) -> Option<Recorder> {
        self.access().map(|log| Recorder::begin(log, room, when_full, keep_ms))
    }

    /// Records the use of one token at once, and says whether it is kept.
    pub fn record_use(&self, event: AccessEvent) -> Result<(), StoreError> {
        self.access().map_or(Ok(()), |log| log.record(&[event]))
    }

    /// Why no use would be kept now, where a server is to record them.
    pub fn cannot_record(&self) -> Option<StoreError> {
        self.recorder.as_ref().and_then(|_| self.access()?.may_record().err())
    }

    /// Milliseconds since 1970.
    pub fn now_ms(&self) -> i64 {
        i64::try_from(self.clock.since_epoch().as_millis()).unwrap_or(i64::MAX)
    }

    /// Records that a token was shown here, where that is recorded.
    pub(super) fn saw(&self, door: AccessDoor, from: &AccessContext, make: impl FnOnce(Use) -> AccessEvent) {
        if let Some(recorder) = &self.recorder {
            let how = Use { at_ms: self.now_ms(), door, from: from.clone(), resource: None };
            recorder.put(vec![make(how)]);
        }
    }

    /// Records that a refresh token was shown by an app: what it gave, or why it gave nothing.
    pub fn saw_refresh(&self, text: &[u8], app: &ClientId, from: &AccessContext, came: Result<&TokenRecord, Reason>) {
        self.saw(AccessDoor::Token, from, |how| {
            let digest = TokenDigest::of(text);
            let refused = unread(came.err().unwrap_or(Reason::UnknownToken), digest, how);
            let event = AccessEvent { client_id: Some(app.clone()), ..refused };
            match came {
                Err(_) => event,
                Ok(given) => AccessEvent {
                    outcome: None,
                    token: given.parent,
                    shown: given.parent.is_none().then_some(digest),
                    user: given.subject.user().cloned(),
                    ..event
                },
            }
        });
    }
}

/// What is recorded of a text of which nothing is known.
pub(super) fn unread(reason: Reason, shown: TokenDigest, how: Use) -> AccessEvent {
    let Use { at_ms, door, from, resource } = how;
    AccessEvent {
        at_ms,
        door,
        outcome: Some(reason),
        late: None,
        token: None,
        shown: Some(shown),
        client_id: None,
        user: None,
        kid: None,
        ip: from.ip,
        user_agent: from.user_agent,
        device: from.device,
        resource,
        canary: false,
    }
}

/// What is recorded of opaque text whose row is this.
pub(super) fn of_row(row: &TokenRecord, outcome: Option<Reason>, how: Use) -> AccessEvent {
    AccessEvent {
        outcome,
        token: Some(row.jti),
        shown: None,
        client_id: Some(row.client_id.clone()),
        user: row.subject.user().cloned(),
        kid: row.kid.clone(),
        canary: row.canary().is_some(),
        ..unread(Reason::UnknownToken, TokenDigest::of(&[]), how)
    }
}
