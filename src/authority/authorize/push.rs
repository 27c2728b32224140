//! Requests that are pushed before a browser comes with a reference to them (RFC 9126).

use super::sessions::over;
use crate::authority::job::Job;
use crate::authority::parts::Authority;
use crate::core::app::AppRef;
use crate::core::audit::{Attempt, Deed, Verb};
use crate::core::authorization::{Parameters, Pushed};
use crate::core::{ClientId, OpaqueKind, SecretText, TokenDigest};

impl Authority {
    /// Keeps the parameters of a request of an app, which has shown who it is and whose request was judged.
    pub fn push(client_id: ClientId, parameters: Parameters) -> Job<SecretText> {
        let attempt = Attempt::app(Verb::RequestPushed, &AppRef::ClientId(client_id.clone()));
        let pushed = Pushed { client_id, parameters, browser: None };
        Job::new(attempt, move |authority, tx| {
            let (now, text) = (tx.now, authority.new_text(OpaqueKind::Pushed)?);
            tx.insert_ticket(&pushed.ticket(text.digest(), now), over(now))?;
            let did = tx.event(Deed::RequestPushed { client_id: pushed.client_id.clone() }, None);
            Ok((text, vec![did]))
        })
    }

    /// What was pushed, for the browser that comes with a reference to it: the first that does, and from then on no other.
    pub fn pushed(reference: TokenDigest, browser: TokenDigest) -> Job<Option<Pushed>> {
        Job::new(Attempt::of(Verb::RequestFetched), move |_, tx| {
            let now = tx.now;
            let Some(before) = tx.take_ticket(&reference)? else { return Ok((None, Vec::new())) };
            let Some(pushed) = Pushed::of(&before, now) else { return Ok((None, Vec::new())) };
            let Some(after) = pushed.held_by(&before, browser, now) else { return Ok((None, Vec::new())) };
            if after == before {
                return Ok((Some(pushed), Vec::new()));
            }
            tx.replace_ticket(&before, &after)?;
            let did = tx.event(Deed::RequestFetched { client_id: pushed.client_id.clone() }, None);
            Ok((Some(pushed), vec![did]))
        })
    }
}
