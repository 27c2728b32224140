//! Which tokens are revoked together, and what becomes of them.

use ipnet::IpNet;

use super::id::{ClientId, FamilyId, GrantId, Kid, UserId};
use super::revocation::Cause;
use super::scope::Scopes;
use super::time::{Timestamp, Ttl};
use super::token::{TokenKind, TokenRecord};

/// What became of the tokens that a revocation was aimed at. Revoking twice is no error.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct RevocationCount {
    /// Live before, revoked now.
    pub revoked: u64,
    /// How many of those revoked now the ledger did not know until then.
    pub denied: u64,
    /// Revoked before.
    pub already_revoked: u64,
    /// Past their `exp`, or used up: nothing left to revoke.
    pub expired: u64,
    /// Not in the ledger.
    pub unknown: u64,
}

impl std::ops::AddAssign for RevocationCount {
    fn add_assign(&mut self, other: Self) {
        self.revoked += other.revoked;
        self.denied += other.denied;
        self.already_revoked += other.already_revoked;
        self.expired += other.expired;
        self.unknown += other.unknown;
    }
}

/// Which tokens: all conditions hold, and one that is not given holds for every token.
///
/// A token is matched by what it is, never by where it stands: what revoking does to it is [`TokenRecord::revoke`]'s to
/// say. Matching a refresh token ends that token, so that its family can make no more; the access tokens of the family are
/// matched or not by themselves.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Selector {
    /// Of this family.
    pub family: Option<FamilyId>,
    /// Under this grant.
    pub grant: Option<GrantId>,
    /// Under any grant: not an app's own tokens.
    pub consented: bool,
    /// Of this user.
    pub user: Option<UserId>,
    /// Of this app.
    pub app: Option<ClientId>,
    /// Signed with this key.
    pub kid: Option<Kid>,
    /// With all of these scopes.
    pub scopes: Scopes,
    /// Issued before this time.
    pub issued_before: Option<Timestamp>,
    /// Issued at this time or later, so that nothing falls between this and "before".
    pub issued_after: Option<Timestamp>,
    /// Asked for from an address in this network.
    pub network: Option<IpNet>,
    /// Of this kind.
    pub kind: Option<TokenKind>,
    /// Living for longer than this, from their issue to their end.
    pub longer_than: Option<Ttl>,
}

impl Selector {
    /// Whether every token matches.
    pub fn is_everything(&self) -> bool {
        *self == Self::default()
    }

    /// Whether a token matches.
    pub fn matches(&self, token: &TokenRecord) -> bool {
        fn holds<T: PartialEq>(wanted: Option<&T>, found: Option<&T>) -> bool {
            wanted.is_none() || wanted == found
        }
        holds(self.family.as_ref(), token.family.as_ref())
            && holds(self.grant.as_ref(), token.grant.as_ref())
            && (!self.consented || token.grant.is_some())
            && holds(self.user.as_ref(), token.subject.user())
            && holds(self.app.as_ref(), Some(&token.client_id))
            && holds(self.kid.as_ref(), token.kid.as_ref())
            && token.scopes.covers(&self.scopes)
            && self.issued_before.is_none_or(|time| token.issued_at < time)
            && self.issued_after.is_none_or(|time| token.issued_at >= time)
            && self.network.is_none_or(|network| token.context.ip.is_some_and(|ip| within(&network, ip)))
            && holds(self.kind.as_ref(), Some(&token.kind))
            && self.longer_than.is_none_or(|most| token.issued_at.seconds_until(token.expires_at) > most.seconds())
    }

    /// The cause that tokens found this way are revoked for: the one thing that was named, or else that a filter matched.
    pub fn cause(&self) -> Cause {
        let alone = |kept: Self| *self == kept;
        let nothing = Self::default();
        if self.is_everything() {
            Cause::Query
        } else if alone(Self { family: self.family, ..nothing.clone() }) {
            Cause::Family
        } else if alone(Self { user: self.user.clone(), ..nothing.clone() }) {
            Cause::User
        } else if alone(Self { app: self.app.clone(), ..nothing.clone() }) {
            Cause::App
        } else if alone(Self { kid: self.kid.clone(), ..nothing }) {
            Cause::Key
        } else {
            Cause::Query
        }
    }
}

/// Whether an address is in a network. An IPv4 address that came in the clothes of IPv6 is still one (RFC 4291, 2.5.5.2).
pub fn within(network: &IpNet, address: std::net::IpAddr) -> bool {
    network.contains(&address.to_canonical()) || network.contains(&address)
}

/// A network of any size.
pub type Network = IpNet;

/// Reads a network: `192.0.2.0/24`, or one address.
pub fn parse_network(text: &str) -> Result<IpNet, NetworkError> {
    let address = text.parse::<std::net::IpAddr>().map(|address| IpNet::from(address.to_canonical()));
    let network = address.or_else(|_| text.parse::<IpNet>()).map_err(|_| NetworkError::Form)?;
    // Bits beyond the prefix are a typing error more often than not, and would be ignored in silence.
    if network.addr() == network.network() { Ok(network) } else { Err(NetworkError::HostBits(network.trunc())) }
}

/// Why a text is not a network.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NetworkError {
    /// Neither an address nor a network.
    #[error("is not an address or a network, as in 192.0.2.7, 192.0.2.0/24 or 2001:db8::/32")]
    Form,
    /// The address has bits that the prefix cuts off.
    #[error("has bits beyond its prefix: {0} is the network")]
    HostBits(IpNet),
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::token::tests::record;

    #[test]
    fn every_condition_must_hold() {
        let mut token = record(TokenKind::Access);
        token.scopes = "read write".parse().unwrap();
        token.issued_at = Timestamp(10);
        token.context.ip = Some("192.0.2.7".parse().unwrap());
        let base = || Selector { user: token.subject.user().cloned(), ..Selector::default() };
        assert!(Selector::default().matches(&token));
        assert!(base().matches(&token));
        assert!(Selector { scopes: "write".parse().unwrap(), ..base() }.matches(&token));
        assert!(!Selector { scopes: "write admin".parse().unwrap(), ..base() }.matches(&token));
        assert!(!Selector { app: Some(ClientId::from_random([2; 16])), ..base() }.matches(&token));
        assert!(!Selector { family: Some(FamilyId::from_parts(0, [0; 10])), ..base() }.matches(&token));
        assert!(!Selector { kid: Some(Kid::new("k2").unwrap()), ..base() }.matches(&token));
        let network = |text| Selector { network: Some(parse_network(text).unwrap()), ..base() };
        assert!(network("192.0.2.0/24").matches(&token));
        assert!(!network("192.0.3.0/24").matches(&token));
        let kind = |kind| Selector { kind: Some(kind), ..base() };
        assert!(kind(TokenKind::Access).matches(&token) && !kind(TokenKind::Refresh).matches(&token));
        (token.issued_at, token.expires_at) = (Timestamp(10), Timestamp(70));
        let longer = |seconds| Selector { longer_than: Ttl::from_seconds(seconds).ok(), ..base() };
        assert!(longer(59).matches(&token) && !longer(60).matches(&token));
        token.context.ip = None;
        assert!(!network("0.0.0.0/0").matches(&token));
    }

    #[test]
    fn before_and_after_a_time_leave_nothing_out_and_nothing_twice() {
        for issued in 8..12 {
            let mut token = record(TokenKind::Access);
            token.issued_at = Timestamp(issued);
            let before = Selector { issued_before: Some(Timestamp(10)), ..Selector::default() };
            let after = Selector { issued_after: Some(Timestamp(10)), ..Selector::default() };
            assert_ne!(before.matches(&token), after.matches(&token));
        }
    }

    #[test]
    fn the_cause_is_the_one_thing_that_was_named() {
        let family = Some(FamilyId::from_parts(0, [0; 10]));
        let user = Some(UserId::new("alice").unwrap());
        assert_eq!(Selector { family, ..Selector::default() }.cause(), Cause::Family);
        assert_eq!(Selector { user: user.clone(), ..Selector::default() }.cause(), Cause::User);
        assert_eq!(Selector { family, user, ..Selector::default() }.cause(), Cause::Query);
        assert_eq!(Selector { scopes: "a".parse().unwrap(), ..Selector::default() }.cause(), Cause::Query);
        assert_eq!(Selector::default().cause(), Cause::Query);
    }

    #[test]
    fn a_network_is_what_it_says_and_nothing_is_guessed() {
        for (network, inside, outside) in [
            ("192.0.2.7", "192.0.2.7", "192.0.2.8"),
            ("192.0.2.0/24", "192.0.2.255", "192.0.3.0"),
            ("192.0.2.0/24", "::ffff:192.0.2.9", "::ffff:192.0.3.9"),
            ("::ffff:192.0.2.7", "192.0.2.7", "192.0.2.8"),
            ("2001:db8::/32", "2001:db8:ffff::1", "2001:db9::"),
            ("0.0.0.0/0", "203.0.113.1", "2001:db8::1"),
        ] {
            let net = parse_network(network).unwrap();
            assert!(within(&net, inside.parse().unwrap()), "{network} {inside}");
            assert!(!within(&net, outside.parse().unwrap()), "{network} {outside}");
        }
        for bad in ["", "192.0.2", "192.0.2.0/33", "alice", "192.0.2.0/", "2001:db8::/129", " 192.0.2.0/24"] {
            assert_eq!(parse_network(bad), Err(NetworkError::Form), "{bad}");
        }
        let fault = parse_network("192.0.2.7/24").unwrap_err();
        assert_eq!(fault.to_string(), "has bits beyond its prefix: 192.0.2.0/24 is the network");
    }
}
