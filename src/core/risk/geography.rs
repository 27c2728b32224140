//! Where on earth an address is, as far as somebody knows.

use std::net::IpAddr;

use crate::core::access::TextId;

/// A place on earth.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Place {
    /// Degrees to the north, and to the east; none where only the country is known.
    pub at: Option<(f64, f64)>,
    /// The city.
    pub city: Option<TextId>,
    /// The country, by the two letters of ISO 3166.
    pub country: Option<[u8; 2]>,
}

/// Who knows places.
pub trait Geography {
    /// The place of an address.
    fn place(&self, address: IpAddr) -> Option<Place>;
}

/// The mean radius of the earth in kilometres.
const RADIUS: f64 = 6_371.0;
/// What is nearer than this is one city, whatever it is called: suburbs have names of their own.
const SUBURB: f64 = 50.0;

/// How far apart two places are along the surface (haversine), in kilometres.
pub fn kilometres(from: (f64, f64), to: (f64, f64)) -> f64 {
    let (lat1, lat2) = (from.0.to_radians(), to.0.to_radians());
    let (north, east) = ((lat2 - lat1) / 2.0, (to.1 - from.1).to_radians() / 2.0);
    let chord = north.sin().powi(2) + lat1.cos() * lat2.cos() * east.sin().powi(2);
    2.0 * RADIUS * chord.sqrt().min(1.0).asin()
}

impl Place {
    /// Whether another place is certainly another city.
    pub(super) fn is_other_city(self, other: Self) -> bool {
        let differ = self.country.zip(other.country).is_some_and(|(one, two)| one != two)
            || self.city.zip(other.city).is_some_and(|(one, two)| one != two);
        let far = self.at.zip(other.at).map(|(from, to)| kilometres(from, to) >= SUBURB);
        match far {
            Some(far) => far && (differ || self.city.is_none() || other.city.is_none()),
            None => differ,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const VIENNA: (f64, f64) = (48.208, 16.373);
    const LISBON: (f64, f64) = (38.722, -9.139);

    #[test]
    fn distances_are_those_of_the_atlas() {
        let close = |found: f64, known: f64| (found - known).abs() < known * 0.01;
        assert!(close(kilometres(VIENNA, LISBON), 2_297.0), "{}", kilometres(VIENNA, LISBON));
        assert!(close(kilometres((0.0, 179.5), (0.0, -179.5)), 111.2), "over the line of dates");
        assert!(kilometres(VIENNA, VIENNA).abs() < 0.001);
        assert!(close(kilometres((90.0, 0.0), (-90.0, 0.0)), 20_015.0));
    }

    #[test]
    fn a_suburb_is_no_other_city() {
        let place = |at, city: &str| Place { at: Some(at), city: Some(TextId::of(city)), country: Some(*b"AT") };
        assert!(!place(VIENNA, "Vienna").is_other_city(place((48.22, 16.3), "Ottakring")));
        assert!(place(VIENNA, "Vienna").is_other_city(place(LISBON, "Lisbon")));
        let country = |country| Place { at: None, city: None, country: Some(country) };
        assert!(country(*b"AT").is_other_city(country(*b"PT")));
        assert!(!country(*b"AT").is_other_city(country(*b"AT")));
    }
}
