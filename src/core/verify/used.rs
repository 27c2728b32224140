//! What a record of access says of a verdict.

use serde_json::Value;

use super::report::Report;
use crate::core::access::{AccessDoor, AccessEvent};
use crate::core::id::{ClientId, Jti, Kid, UserId};
use crate::core::jose::compact::UntrustedToken;
use crate::core::json::ClaimMap;
use crate::core::reason::Reason;
use crate::core::secret::TokenDigest;
use crate::core::token::AccessContext;

/// How a token was shown.
#[derive(Debug, Clone)]
pub struct Use {
    /// When, in milliseconds since 1970.
    pub at_ms: i64,
    /// Where.
    pub door: AccessDoor,
    /// From where, with which program and device.
    pub from: AccessContext,
    /// What for.
    pub resource: Option<String>,
}

impl Report {
    /// What is recorded of a token that was judged so. Where no key vouches for what it says, it is taken as it says, to be found
    /// again.
    pub fn used(&self, token: &[u8], how: Use) -> AccessEvent {
        let untrusted;
        let (claims, kid) = match &self.claims {
            Some(claims) => (Some(claims), self.header.as_ref().and_then(|header| header.key_id())),
            None => match std::str::from_utf8(token).ok().and_then(|text| UntrustedToken::parse(text).ok()) {
                Some(read) => {
                    untrusted = read;
                    (Some(untrusted.claims()), untrusted.header().key_id())
                }
                None => (None, None),
            },
        };
        let seconds = how.at_ms.div_euclid(1_000);
        let ended = match self.reason {
            Some(Reason::Expired) => self.times.expires_at,
            Some(Reason::Revoked | Reason::AppBlocked) => self.cause.as_ref().map(|cause| cause.at),
            _ => None,
        };
        let late = ended.and_then(|end| u32::try_from(seconds.checked_sub(end.0)?).ok());
        let nothing = ClaimMap::default();
        let known = self.known.or(self.canary.as_ref().map(|canary| canary.jti));
        let of = Holder::of(claims.unwrap_or(&nothing), known);
        AccessEvent {
            at_ms: how.at_ms,
            door: how.door,
            outcome: self.reason,
            late,
            token: of.token,
            shown: of.token.is_none().then(|| of.other.unwrap_or_else(|| TokenDigest::of(token))),
            client_id: of.client_id.or_else(|| Some(self.canary.as_ref()?.client_id.clone())),
            user: of.user,
            kid: kid.and_then(|kid| Kid::new(kid).ok()),
            ip: how.from.ip,
            user_agent: how.from.user_agent,
            device: how.from.device,
            resource: how.resource,
            canary: self.canary.is_some(),
        }
    }
}

/// Which token some claims are of, and whose.
struct Holder {
    token: Option<Jti>,
    /// The digest of its id, where that is none of ours.
    other: Option<TokenDigest>,
    client_id: Option<ClientId>,
    user: Option<UserId>,
}

impl Holder {
    fn of(claims: &ClaimMap, known: Option<Jti>) -> Self {
        let text = |name: &str| claims.get(name).and_then(Value::as_str);
        let jti = text("jti");
        let token = known.or_else(|| jti?.parse().ok());
        // In an ID token the app is the audience.
        let client = ["client_id", "azp", "cid", "aud"].into_iter().find_map(text);
        let sub = text("sub").filter(|sub| Some(*sub) != client);
        Self {
            token,
            other: jti.map(|jti| TokenDigest::of(jti.as_bytes())),
            client_id: client.and_then(|client| ClientId::new(client).ok()),
            user: sub.and_then(|sub| UserId::new(sub).ok()),
        }
    }
}
