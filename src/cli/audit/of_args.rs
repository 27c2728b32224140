//! Of what events and uses are listed: flags that `audit log` and `audit access` have alike.

use clap::Args;

use crate::authority::{Authority, Error as AuthorityError};
use crate::cli::error::Error;
use crate::cli::time_arg::PastArg;
use crate::core::app::AppRef;
use crate::core::{IdName, Jti, KeyName, KeyNameFault, Kid, UserId};

// Of what: all conditions hold.
#[derive(Debug, Args)]
pub struct OfArgs {
    /// Of this app or its tokens, by name or client_id
    #[arg(long, value_name = "NAME")]
    pub app: Option<AppRef>,
    /// Of this user or their tokens
    #[arg(long)]
    pub user: Option<UserId>,
    /// Of this key: its kid, a start of it that no other has, or @active, @previous or @next
    #[arg(long, value_name = "KID")]
    pub kid: Option<KeyName>,
    /// Of the token with this jti, or a start of it that no other has
    #[arg(long, value_name = "JTI", visible_alias = "token")]
    pub jti: Option<IdName<Jti>>,
    /// At this time or later: RFC 3339, epoch seconds, now, or 1h for an hour ago
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    pub since: Option<PastArg>,
    /// Before this time
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    pub until: Option<PastArg>,
}

impl OfArgs {
    /// The kid that is meant. One that the home does not have is taken as it is: what became of its key may be recorded.
    pub fn kid(&self, authority: &Authority) -> Result<Option<Kid>, Error> {
        let Some(name) = &self.kid else { return Ok(None) };
        match authority.key(name) {
            Ok(key) => Ok(Some(key.kid)),
            Err(error @ AuthorityError::KeyName(KeyNameFault::Nobody(_))) => {
                Kid::new(name.to_string()).map(Some).map_err(|_| error.into())
            }
            Err(error) => Err(error.into()),
        }
    }

    /// The jti that is meant.
    pub fn jti(&self, authority: &Authority) -> Result<Option<Jti>, Error> {
        Ok(self.jti.as_ref().map(|jti| authority.whole(jti)).transpose()?)
    }
}
