//! A map of addresses in a file.

use std::path::Path;
use std::sync::Arc;

use super::error::Error;
use crate::core::risk::Geography;
use crate::host::files;
use crate::inspect::geoip::GeoIp;

/// The largest that is read, in bytes.
const MOST: u64 = 1 << 30;

/// A map that any thread may ask.
pub type Map = Arc<dyn Geography + Send + Sync>;

/// The map in a file.
pub fn read(path: &Path) -> Result<Map, Error> {
    let bytes = files::read(path, MOST)?;
    let map = GeoIp::read(bytes).map_err(|fault| {
        let message = format!("{} is no map of addresses: {fault}", path.display());
        Error::usage(message, "give a MaxMind DB (.mmdb) of cities or countries")
    })?;
    Ok(Arc::new(map))
}
