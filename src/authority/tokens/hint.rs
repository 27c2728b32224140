//! Whom an ID token names that an app shows as a hint.

use super::target::TokenRef;
use crate::authority::error::{Error, Result};
use crate::authority::parts::Authority;
use crate::core::{ClientId, SecretText, TokenKind, UserId};

impl Authority {
    /// The user and the app of an ID token of ours, which may be over long since (OpenID Connect Core, 3.1.2.1). Nothing where it is
    /// none: it hints at nobody then. It opens nothing and ends nothing.
    pub fn hinted(&self, token: &str) -> Result<Option<(UserId, ClientId)>> {
        let key = match self.recognise(&TokenRef::Text(SecretText::new(token.to_owned()))) {
            Ok(key) => key,
            Err(Error::Token { .. }) => return Ok(None),
            Err(error) => return Err(error),
        };
        let read = self.store.read()?;
        let found = key.find(&*read, |_| Ok(None), |jti| read.token(jti))?;
        let id = found.filter(|token| token.kind == TokenKind::Id);
        Ok(id.and_then(|id| Some((id.subject.user()?.clone(), id.client_id))))
    }
}
