//! A token that an app hands in, so that it ends (RFC 7009).

use super::ending::Ending;
use super::revoke::{Found, found};
use super::target::{TokenKey, TokenRef};
use crate::authority::error::{Error, Result};
use crate::authority::parts::Authority;
use crate::authority::work::Change;
use crate::core::audit::{Attempt, REFUSED, Target, Verb};
use crate::core::{Caller, ClientId, Jti, RevocationCount, SecretText, TokenFault};

/// What became of a token that an app handed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HandedIn {
    /// It is the app's, and none that is good any more.
    Ended {
        /// Its id, where it has one of ours.
        jti: Option<Jti>,
        /// What it came to: with a refresh token its whole family ends.
        count: RevocationCount,
    },
    /// It was issued to another app, or does not say to which. Nothing is changed.
    OfAnother {
        /// Its id, where it has one of ours.
        jti: Option<Jti>,
        /// The app that it was issued to.
        client_id: Option<ClientId>,
    },
    /// It is none of ours.
    NotOurs(TokenFault),
}

impl Authority {
    /// Ends a token that was issued to this app, and with a refresh token its whole family: durably, when this returns. Only
    /// whoever has the text can hand it in: its jti is not enough.
    pub fn hand_in(&self, caller: &Caller, app: &ClientId, text: &str) -> Result<HandedIn> {
        let target = match self.recognise(&TokenRef::Text(SecretText::new(text.to_owned()))) {
            Ok(TokenKey::Jti(_)) => return Ok(HandedIn::NotOurs(TokenFault::Unknown)),
            Ok(target) => target,
            Err(Error::Token { fault, .. }) => return Ok(HandedIn::NotOurs(fault)),
            Err(error) => return Err(error),
        };
        let done = self.asked(caller, Some(Attempt::of(Verb::TokensRevoked)), |asked| {
            asked.urgent_work(|tx| {
                let mut ending = Ending::at(tx.now, caller.actor(), None);
                let jti = match found(tx.reads(), &target)? {
                    Found::Nothing => return Ok(Change::Nothing(HandedIn::NotOurs(TokenFault::Unknown))),
                    Found::Listed(token) => {
                        let (jti, client_id) = (Some(token.jti), Some(token.client_id.clone()));
                        if client_id.as_ref() != Some(app) {
                            return Ok(Change::Nothing(HandedIn::OfAnother { jti, client_id }));
                        }
                        for token in Ending::take(&**tx, &[*token])? {
                            ending.token(&**tx, token)?;
                        }
                        jti
                    }
                    Found::Unlisted(signed) => {
                        let (jti, client_id) = (signed.jti, signed.client_id.clone());
                        if client_id.as_ref() != Some(app) {
                            return Ok(Change::Nothing(HandedIn::OfAnother { jti, client_id }));
                        }
                        ending.unlisted(&**tx, signed)?;
                        jti
                    }
                };
                ending.write(&mut **tx)?;
                let ended = HandedIn::Ended { jti, count: ending.count() };
                Ok(match ending.record(tx) {
                    None => Change::Nothing(ended),
                    Some(done) => Change::Made(ended, done),
                })
            })
        })?;
        if let HandedIn::OfAnother { jti, .. } = &done {
            let target = jti.map_or(Target::Nothing, |jti| Target::Named("token", jti.to_string()));
            let attempt = Attempt { verb: Verb::TokensRevoked, target };
            self.record_refusal(caller, &attempt, REFUSED);
        }
        Ok(done)
    }
}
