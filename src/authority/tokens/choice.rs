//! Tokens by what they are, as people name them.

use ipnet::IpNet;

use crate::authority::apps;
use crate::authority::error::{Error, Result};
use crate::authority::grants::known_user;
use crate::authority::parts::Authority;
use crate::core::app::AppRef;
use crate::core::{FamilyId, GrantId, IdName, KeyName, Scopes, Selector, Timestamp, TokenKind, Ttl, UserId};

/// Which tokens, as people name them: all conditions hold.
#[derive(Debug, Clone, Default)]
pub struct TokenChoice {
    /// Of this family.
    pub family: Option<IdName<FamilyId>>,
    /// Under this grant.
    pub grant: Option<IdName<GrantId>>,
    /// Of this app.
    pub app: Option<AppRef>,
    /// Of this user.
    pub user: Option<UserId>,
    /// Signed with this key.
    pub key: Option<KeyName>,
    /// With all of these scopes.
    pub scopes: Scopes,
    /// Issued before this time.
    pub issued_before: Option<Timestamp>,
    /// Issued at this time or later.
    pub issued_after: Option<Timestamp>,
    /// Asked for from this network.
    pub network: Option<IpNet>,
    /// Of this kind.
    pub kind: Option<TokenKind>,
    /// Living for longer than this, from their issue to their end.
    pub longer_than: Option<Ttl>,
}

impl Authority {
    /// The ledger's own words for what people name. Whatever was never seen is an error, because to find nothing would look
    /// like an answer, and to revoke nothing like success.
    pub(super) fn selector(&self, choice: &TokenChoice) -> Result<Selector> {
        let family = choice.family.as_ref().map(|family| self.whole(family)).transpose()?;
        let grant = choice.grant.as_ref().map(|grant| self.whole(grant)).transpose()?;
        let kid = choice.key.as_ref().map(|key| self.key(key)).transpose()?.map(|key| key.kid);
        let read = self.store.read()?;
        let app = choice.app.as_ref().map(|app| apps::find(&*read, app)).transpose()?;
        known_user(&*read, choice.user.as_ref())?;
        if let Some(family) = family {
            read.family(&family)?.ok_or(Error::UnknownFamily(family))?;
        }
        if let Some(grant) = grant {
            read.grant(&grant)?.ok_or(Error::UnknownGrant(grant))?;
        }
        Ok(Selector {
            family,
            grant,
            consented: false,
            user: choice.user.clone(),
            app: app.map(|app| app.client_id),
            kid,
            scopes: choice.scopes.clone(),
            issued_before: choice.issued_before,
            issued_after: choice.issued_after,
            network: choice.network,
            kind: choice.kind,
            longer_than: choice.longer_than,
        })
    }
}
