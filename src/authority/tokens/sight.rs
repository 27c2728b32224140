//! Who may see how the home stands.

use super::introspect::audiences;
use crate::authority::error::Result;
use crate::authority::parts::Authority;
use crate::core::access::AccessDoor;
use crate::core::reason::Reason;
use crate::core::verify::Expectations;
use crate::core::{AccessContext, Jti, OpaqueText, SecretText};

/// The scope of an access token that shows how the home stands.
pub const REPORT_SCOPE: &str = "mintage:report";

/// Why nothing is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SightFault {
    /// The token is not good, or is bound to a key that nothing proves.
    #[error("the token is not good: {}", .0.code())]
    NotGood(Reason),
    /// It opens other things.
    #[error("the token does not cover the scope {REPORT_SCOPE}")]
    NoScope,
}

impl Authority {
    /// Whether the one may see how the home stands who shows this access token from there: which token it is. Whom it is for is not
    /// asked: the scope is of this home alone, and an app has it where somebody registered it so.
    pub fn sees_report(
        &self,
        token: &SecretText,
        from: &AccessContext,
    ) -> Result<std::result::Result<Jti, SightFault>> {
        let text = token.reveal();
        let audiences = match OpaqueText::parse(text) {
            Ok(opaque) => {
                self.store.read()?.token_by_digest(&opaque.digest)?.map_or_else(Vec::new, |token| token.audiences)
            }
            Err(_) => audiences(text),
        };
        let expected = Expectations { audiences, ..Expectations::default() }.shown_from(from);
        let (report, _) = self.verify(text.as_bytes(), expected)?;
        self.saw(AccessDoor::Userinfo, from, |how| report.used(text.as_bytes(), how));
        self.memory.refuse_doubt(self.store.at())?;
        if report.canary.is_some() {
            return Ok(Err(SightFault::NotGood(Reason::UnknownToken)));
        }
        let said = match (report.reason, report.claims) {
            (None, Some(said)) => said,
            (reason, _) => return Ok(Err(SightFault::NotGood(reason.unwrap_or(Reason::Malformed)))),
        };
        let jti = said.get("jti").and_then(|jti| jti.as_str()?.parse::<Jti>().ok());
        let row = jti.map(|jti| self.store.read()?.token(&jti)).transpose()?.flatten();
        Ok(match row {
            None => Err(SightFault::NotGood(Reason::UnknownToken)),
            Some(row) if row.scopes.iter().any(|scope| scope == REPORT_SCOPE) => Ok(row.jti),
            Some(_) => Err(SightFault::NoScope),
        })
    }
}
