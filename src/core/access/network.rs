//! The network that an address is in, as far as risk is concerned.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// A network: what is likely to be one place. An IPv4 address stands for its /24, an IPv6 one for its /48, and the two are never
/// the same: a device with both has two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Network {
    /// The first three bytes.
    V4([u8; 3]),
    /// The first six bytes.
    V6([u8; 6]),
}

impl Network {
    /// The network of an address. An IPv4 address in the clothes of an IPv6 one (RFC 4291, 2.5.5.2) is that IPv4 address.
    pub fn of(address: IpAddr) -> Self {
        match address.to_canonical() {
            IpAddr::V4(address) => {
                let [a, b, c, _] = address.octets();
                Self::V4([a, b, c])
            }
            IpAddr::V6(address) => {
                let octets = address.octets();
                Self::V6(std::array::from_fn(|place| octets[place]))
            }
        }
    }

    /// Whether it is of the fourth version.
    pub fn is_v4(self) -> bool {
        matches!(self, Self::V4(_))
    }

    /// Whether its addresses mean nothing outside: those of private networks (RFC 1918, RFC 4193), of this machine and link, and
    /// those that carriers give to many customers (RFC 6598).
    pub fn is_private(self) -> bool {
        match self {
            Self::V4([a, b, c]) => {
                let address = Ipv4Addr::new(a, b, c, 1);
                let is_carrier = a == 100 && (64..128).contains(&b);
                address.is_private() || address.is_loopback() || address.is_link_local() || is_carrier
            }
            Self::V6([a, b, ..]) => (a & 0xfe) == 0xfc || (a == 0xfe && (b & 0xc0) == 0x80) || self == Self::V6([0; 6]),
        }
    }
}

impl fmt::Display for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::V4([a, b, c]) => write!(f, "{a}.{b}.{c}.0/24"),
            Self::V6(start) => {
                let mut octets = [0; 16];
                octets[..6].copy_from_slice(&start);
                write!(f, "{}/48", Ipv6Addr::from(octets))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Network {
        Network::of(text.parse().unwrap())
    }

    #[test]
    fn addresses_of_one_place_are_one_network_and_the_versions_never_meet() {
        assert_eq!(of("192.0.2.1"), of("192.0.2.254"));
        assert_eq!(of("192.0.2.1"), of("::ffff:192.0.2.9"));
        assert_ne!(of("192.0.2.1"), of("192.0.3.1"));
        assert_eq!(of("2001:db8:1:2::1"), of("2001:db8:1:ffff::9"));
        assert_ne!(of("2001:db8:1::1"), of("2001:db8:2::1"));
        assert_eq!(of("192.0.2.77").to_string(), "192.0.2.0/24");
        assert_eq!(of("2001:db8:1:2::1").to_string(), "2001:db8:1::/48");
    }

    #[test]
    fn private_networks_and_those_of_carriers_are_known() {
        for private in
            ["10.1.2.3", "172.31.0.1", "192.168.1.1", "100.64.0.1", "100.127.9.9", "127.0.0.1", "169.254.1.1"]
        {
            assert!(of(private).is_private(), "{private}");
        }
        for private in ["fd00::1", "fe80::1", "::1"] {
            assert!(of(private).is_private(), "{private}");
        }
        for public in ["192.0.2.1", "100.128.0.1", "172.32.0.1", "2001:db8::1"] {
            assert!(!of(public).is_private(), "{public}");
        }
    }
}
