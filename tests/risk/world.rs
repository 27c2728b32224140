//! Where people and services are: homes, carriers, offices, and the cities that they are said to be in.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use mintage::core::access::{Network, TextId};
use mintage::core::risk::{Geography, Place};

use crate::chance::Chance;

/// Cities by latitude and longitude.
const CITIES: [(f64, f64); 12] = [
    (48.2, 16.4),
    (47.1, 15.4),
    (48.1, 11.6),
    (52.5, 13.4),
    (50.1, 8.7),
    (53.6, 10.0),
    (47.4, 8.5),
    (45.5, 9.2),
    (50.1, 14.4),
    (48.9, 2.4),
    (38.7, -9.1),
    (59.3, 18.1),
];
/// Cities in which nobody of the month lives.
const FAR: [(f64, f64); 3] = [(40.7, -74.0), (1.3, 103.8), (-33.9, 151.2)];

/// Where something is: an address of the fourth version, and for some one of the sixth.
#[derive(Clone, Copy, Debug)]
pub struct Spot {
    pub v4: [u8; 3],
    pub host: u8,
    pub v6: Option<[u8; 6]>,
}

impl Spot {
    /// The address of one request: whoever has both versions uses either.
    pub fn address(&self, chance: &mut Chance) -> IpAddr {
        match self.v6 {
            Some(network) if chance.hits(0.5) => {
                let mut octets = [0; 16];
                octets[..6].copy_from_slice(&network);
                octets[15] = self.host;
                IpAddr::V6(Ipv6Addr::from(octets))
            }
            _ => self.fourth(),
        }
    }

    pub fn fourth(&self) -> IpAddr {
        let [a, b, c] = self.v4;
        IpAddr::V4(Ipv4Addr::new(a, b, c, self.host))
    }
}

/// A spot of this city: the city is the first byte of its networks, so that the map needs no table.
pub fn spot(city: usize, number: u64, dual: bool, chance: &mut Chance) -> Spot {
    let (b, c) = ((number >> 8) as u8, number as u8);
    Spot {
        v4: [20 + city as u8, b, c],
        host: 1 + chance.below(250) as u8,
        v6: dual.then_some([0x20, 0x01, 20 + city as u8, (number >> 16) as u8, b, c]),
    }
}

/// How many cities people live in.
pub fn cities() -> usize {
    CITIES.len()
}

/// A spot on the other side of the earth, from which nobody comes.
pub fn far(number: u64, chance: &mut Chance) -> Spot {
    spot(100 + (number % FAR.len() as u64) as usize, 7_000 + number, false, chance)
}

/// The map of this world.
pub struct Map;

impl Geography for Map {
    fn place(&self, address: IpAddr) -> Option<Place> {
        let city = match Network::of(address) {
            Network::V4([a, ..]) => a,
            Network::V6([_, _, a, ..]) => a,
        };
        let city = usize::from(city.checked_sub(20)?);
        let at = CITIES.get(city).or_else(|| FAR.get(city.checked_sub(100)?))?;
        Some(Place { at: Some(*at), city: Some(TextId::new(city as i64)), country: None })
    }
}
