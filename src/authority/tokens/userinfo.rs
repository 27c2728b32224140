//! What an app is told of the user whose token it shows (OpenID Connect Core, 5.3).

use std::sync::Arc;

use serde_json::Value;

use super::introspect::audiences;
use crate::authority::error::Result;
use crate::authority::parts::Authority;
use crate::authority::users;
use crate::core::access::AccessDoor;
use crate::core::budget::Over;
use crate::core::claims::{ClaimMap, OPENID, claims_of_user};
use crate::core::proof::{Method, Presented, Proof, Target};
use crate::core::reason::Reason;
use crate::core::verify::{Canary, Expectations};
use crate::core::{AccessContext, ClientId, Jti, OpaqueText, SecretText, User};

/// A token that is shown, and in which circumstances.
#[derive(Debug)]
pub struct UserInfoRequest {
    /// The access token.
    pub token: SecretText,
    /// What proves that whoever shows it has its key (RFC 9449, 7), and for which request.
    pub proof: Option<(Proof, Method, Target)>,
    /// From where it came, and with what.
    pub from: AccessContext,
}

/// What is told, and of which token.
#[derive(Debug)]
pub struct UserInfo {
    /// The claims of the user, `sub` first.
    pub claims: ClaimMap,
    /// The token.
    pub jti: Jti,
    /// The app that has it.
    pub client_id: ClientId,
}

/// Why nothing is told.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UserInfoFault {
    /// The token is not good, or whoever shows it has not its key.
    #[error("the token is not good: {}", .0.code())]
    NotGood(Reason),
    /// It was planted to be found.
    #[error("the token is {0}")]
    Canary(Canary),
    /// It is good, and a budget has no call left for it.
    #[error("{} is over its call budget of {}", .0.whose, .0.rate)]
    OverBudget(Over),
    /// It speaks for an app.
    #[error("the token speaks for an app and no user")]
    NoUser,
    /// The user did not let the app know them.
    #[error("the token does not cover the scope openid")]
    NoScope,
}

impl Authority {
    /// What the one may know who shows a token. Whom an access token is for is not asked: every app that has one of this authority
    /// with the scope `openid` may ask here. A proof is used up by it, durably, so that this may wait for others who write.
    pub fn user_info(&self, request: UserInfoRequest) -> Result<std::result::Result<UserInfo, UserInfoFault>> {
        let UserInfoRequest { token, proof, from } = request;
        let text = token.reveal();
        let audiences = match OpaqueText::parse(text) {
            Ok(opaque) => {
                self.store.read()?.token_by_digest(&opaque.digest)?.map_or_else(Vec::new, |token| token.audiences)
            }
            Err(_) => audiences(text),
        };
        let presented = proof.map_or_else(Presented::default, |(proof, method, target)| Presented {
            proof: Some(Arc::new(Ok(proof))),
            method: Some(method),
            target: Some(target),
            ..Presented::default()
        });
        let expected = Expectations { audiences, presented, counts: true, ..Expectations::default() }.shown_from(&from);
        let (report, now) = self.verify(text.as_bytes(), expected)?;
        self.saw(AccessDoor::Userinfo, &from, |how| report.used(text.as_bytes(), how));
        self.memory.refuse_doubt(self.store.at())?;
        if let Some(over) = report.over_budget() {
            return Ok(Err(UserInfoFault::OverBudget(over.clone())));
        }
        if let Some(canary) = report.canary {
            return Ok(Err(UserInfoFault::Canary(canary)));
        }
        let said = match (report.reason, report.claims) {
            (None, Some(said)) => said,
            (reason, _) => return Ok(Err(UserInfoFault::NotGood(reason.unwrap_or(Reason::Malformed)))),
        };
        let jti = said.get("jti").and_then(|jti| jti.as_str()?.parse::<Jti>().ok());
        let read = self.store.read()?;
        let Some(row) = jti.map(|jti| read.token(&jti)).transpose()?.flatten() else {
            return Ok(Err(UserInfoFault::NotGood(Reason::UnknownToken)));
        };
        let Some(name) = row.subject.user() else { return Ok(Err(UserInfoFault::NoUser)) };
        if !row.scopes.iter().any(|scope| scope == OPENID) {
            return Ok(Err(UserInfoFault::NoScope));
        }
        let known = users::known(&self.defaults.people, Some(name), read.user(name)?, now);
        let known = known.unwrap_or_else(|| User::nobody(name.clone(), now));
        if known.admit().is_err() {
            return Ok(Err(UserInfoFault::NotGood(Reason::Revoked)));
        }
        // What ID tokens say too, so that the two are known to be of one.
        let sub = said.get("sub").cloned().unwrap_or_else(|| Value::from(name.as_str()));
        let mut claims: ClaimMap = [("sub", sub)].into_iter().collect();
        claims.extend(claims_of_user(&known.claims, &row.scopes));
        Ok(Ok(UserInfo { claims, jti: row.jti, client_id: row.client_id }))
    }
}
