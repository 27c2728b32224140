//! One document from a server, as it is now, for one who only looks at it.

use std::path::Path;

use super::error::SourceError;
use super::source::authorities;
use crate::host::http::{Allowance, HttpClient};
use crate::host::proxy::Proxies;
use crate::host::url::Url;

/// What a server answers. It is not kept.
pub fn fetched(url: &Url, ca_file: Option<&Path>, proxies: Proxies) -> Result<Vec<u8>, SourceError> {
    Ok(client(ca_file, proxies)?.get(url, &mut Allowance::default())?.body)
}

/// Who asks, trusting the authorities of this file, or else those of the machine.
pub fn client(ca_file: Option<&Path>, proxies: Proxies) -> Result<HttpClient, SourceError> {
    Ok(HttpClient::new(ca_file.map(authorities).transpose()?, proxies))
}
