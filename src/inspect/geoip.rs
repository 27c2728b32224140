//! Where addresses are, by a MaxMind DB: the city and country files of MaxMind, DB-IP, IPinfo and others, which name their members
//! differently.

use std::net::IpAddr;

use maxminddb::Reader;
use serde_json::Value;

use crate::core::access::TextId;
use crate::core::risk::{Geography, Place};

/// A map of addresses.
pub struct GeoIp(Reader<Vec<u8>>);

impl GeoIp {
    /// Reads a whole file; an error says what is wrong with it.
    pub fn read(bytes: Vec<u8>) -> Result<Self, String> {
        Reader::from_source(bytes).map(Self).map_err(|error| error.to_string())
    }

    fn record(&self, address: IpAddr) -> Option<Value> {
        self.0.lookup(address).ok()?.decode().ok()?
    }
}

impl Geography for GeoIp {
    fn place(&self, address: IpAddr) -> Option<Place> {
        place(&self.record(address)?)
    }
}

/// The place that a record tells of; none where it tells of none.
fn place(record: &Value) -> Option<Place> {
    let degrees = |name: &str| {
        let value = record.pointer(&format!("/location/{name}")).or_else(|| record.get(name))?;
        let degrees = value.as_f64().or_else(|| value.as_str()?.parse().ok())?;
        (degrees.is_finite() && degrees.abs() <= 180.0).then_some(degrees)
    };
    let text = |names: [&str; 3]| names.into_iter().find_map(|name| record.pointer(name)?.as_str());
    let at = degrees("latitude").or_else(|| degrees("lat")).zip(degrees("longitude").or_else(|| degrees("lng")));
    let city = text(["/city/names/en", "/city", "/city_name"]).map(TextId::of);
    let country =
        text(["/country/iso_code", "/country_code", "/country"]).and_then(|code| code.as_bytes().try_into().ok());
    (at.is_some() || city.is_some() || country.is_some()).then_some(Place { at, city, country })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_members_of_each_maker_are_known() {
        let city = json!({"city": {"names": {"en": "Wien"}}, "country": {"iso_code": "AT"},
            "location": {"latitude": 48.2, "longitude": 16.4}});
        let flat = json!({"city": "Wien", "country_code": "AT", "latitude": 48.2, "longitude": 16.4});
        let texts = json!({"city": "Wien", "country": "AT", "lat": "48.2", "lng": "16.4"});
        let known = Place { at: Some((48.2, 16.4)), city: Some(TextId::of("Wien")), country: Some(*b"AT") };
        for record in [city, flat, texts] {
            assert_eq!(place(&record), Some(known), "{record}");
        }
        assert_eq!(place(&json!({"autonomous_system_number": 1})), None);
        assert!(GeoIp::read(b"no map".to_vec()).is_err());
    }
}
