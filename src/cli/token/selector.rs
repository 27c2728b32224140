//! The flags that say which tokens are meant: the same for listing and for revoking.

use std::str::FromStr;

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use ipnet::IpNet;

use crate::authority::TokenChoice;
use crate::cli::context::Context;
use crate::cli::error::Error;
use crate::cli::time_arg::PastArg;
use crate::core::app::AppRef;
use crate::core::selector::{NetworkError, parse_network};
use crate::core::{Algorithm, FamilyId, GrantId, IdName, KeyName, Scopes, TokenKind, Ttl, UserId};

// Which tokens: all conditions hold.
#[derive(Debug, Default, Args)]
#[command(next_help_heading = "Which tokens (all conditions hold)")]
pub struct SelectorArgs {
    /// Of this family of refresh tokens: its id, or a start of it that no other has
    #[arg(long, value_name = "ID")]
    family: Option<IdName<FamilyId>>,
    /// Under this grant: its id, or a start of it that no other has
    #[arg(long, value_name = "ID")]
    grant: Option<IdName<GrantId>>,
    /// Of this user
    #[arg(long)]
    user: Option<UserId>,
    /// Of this app, by name or client_id
    #[arg(long, value_name = "NAME")]
    app: Option<AppRef>,
    /// Signed with this key: its kid or the start of it, @active, @previous or @next
    ///
    /// The start must be that of no other key
    #[arg(long, value_name = "KID")]
    key: Option<KeyName>,
    /// Where --key is a word that fits several: the key of this algorithm
    #[arg(long, value_name = "ALG", requires = "key")]
    alg: Option<Algorithm>,
    /// With this scope; repeat it, or separate several by spaces, for tokens that have all of them
    #[arg(long)]
    scope: Vec<Scopes>,
    /// Issued before this time: RFC 3339, epoch seconds, now, or 1h for an hour ago
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    issued_before: Option<PastArg>,
    /// Issued at this time or later
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    issued_after: Option<PastArg>,
    /// Asked for from this address or network, as in 192.0.2.0/24
    #[arg(long, value_name = "CIDR")]
    ip: Option<NetworkArg>,
    /// Of this kind
    #[arg(long = "of-kind", value_name = "KIND", value_parser = kinds())]
    kind: Option<TokenKind>,
    /// Living for longer than this, from their issue to their end: more than an app may give now
    #[arg(long, value_name = "DURATION")]
    lives_longer_than: Option<Ttl>,
}

/// The names of kinds of tokens.
fn kinds() -> impl TypedValueParser<Value = TokenKind> {
    PossibleValuesParser::new(TokenKind::ALL.map(TokenKind::name))
        .try_map(|name| TokenKind::from_name(&name).ok_or("is no kind of token"))
}

#[derive(Debug, Clone, Copy)]
struct NetworkArg(IpNet);

impl FromStr for NetworkArg {
    type Err = NetworkError;
    fn from_str(text: &str) -> Result<Self, NetworkError> {
        parse_network(text).map(Self)
    }
}

impl SelectorArgs {
    /// Whether nothing was said. An empty scope says nothing either: a variable that is not set must not mean "all".
    pub fn says_nothing(&self) -> bool {
        let Self {
            family,
            grant,
            user,
            app,
            key,
            alg: _,
            scope,
            issued_before,
            issued_after,
            ip,
            kind,
            lives_longer_than,
        } = self;
        family.is_none()
            && grant.is_none()
            && user.is_none()
            && app.is_none()
            && key.is_none()
            && scope.iter().all(Scopes::is_empty)
            && issued_before.is_none()
            && issued_after.is_none()
            && ip.is_none()
            && kind.is_none()
            && lives_longer_than.is_none()
    }

    /// Whether a condition is empty: it would hold for every token.
    pub fn has_empty(&self) -> bool {
        self.scope.iter().any(Scopes::is_empty) || self.key.as_ref().is_some_and(KeyName::is_empty)
    }

    /// What was said, with times told from now.
    pub fn choice(self, cx: &Context<'_>) -> Result<TokenChoice, Error> {
        Ok(TokenChoice {
            family: self.family,
            grant: self.grant,
            app: self.app,
            user: self.user,
            key: self.key.map(|key| key.of(self.alg)),
            scopes: self.scope.into_iter().collect(),
            issued_before: cx.past(self.issued_before)?,
            issued_after: cx.past(self.issued_after)?,
            network: self.ip.map(|network| network.0),
            kind: self.kind,
            longer_than: self.lives_longer_than,
        })
    }
}
