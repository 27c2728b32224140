//! A header that is sent beside a token: in the argument, or in a file that others need not see.

use std::convert::Infallible;
use std::path::Path;
use std::str::FromStr;

use crate::cli::error::Error;
use crate::host::files;

/// The most that is read of a file of headers.
const MOST: u64 = 64 * 1024;
/// What a probe sends itself.
const OWN: [&str; 2] = ["authorization", "dpop"];

/// What `--header` says.
#[derive(Clone, PartialEq, Eq)]
pub struct HeaderFlag(String);

impl std::fmt::Debug for HeaderFlag {
    /// It may be a key of the service.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("HeaderFlag(…)")
    }
}

impl FromStr for HeaderFlag {
    type Err = Infallible;
    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(Self(text.to_owned()))
    }
}

impl HeaderFlag {
    /// The headers: one, or those of a file, a line each.
    pub fn lines(&self) -> Result<Vec<(String, String)>, Error> {
        let Some(path) = self.0.strip_prefix('@') else { return Ok(vec![line(&self.0)?]) };
        let path = Path::new(path);
        let bytes = files::read(path, MOST)?;
        let text = std::str::from_utf8(&bytes).map_err(|_| bad())?;
        text.lines().filter(|text| !text.trim().is_empty()).map(line).collect()
    }
}

fn line(text: &str) -> Result<(String, String), Error> {
    let (name, value) = text.split_once(':').ok_or_else(bad)?;
    let (name, value) = (name.trim().to_ascii_lowercase(), value.trim());
    let is_name =
        !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&b));
    if !is_name || value.bytes().any(|b| b.is_ascii_control()) {
        return Err(bad());
    }
    if OWN.contains(&name.as_str()) {
        return Err(Error::usage(
            format!("--header {name} would take the place of the token that is tried"),
            "leave it out: a probe sends it itself",
        ));
    }
    Ok((name, value.to_owned()))
}

fn bad() -> Error {
    Error::usage(
        "a header is not as in 'X-Tenant: shop'",
        "give --header 'NAME: VALUE', or --header @FILE with one a line",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_is_a_name_and_a_value_and_never_the_token() {
        assert_eq!(line("X-Tenant:  shop ").unwrap(), ("x-tenant".to_owned(), "shop".to_owned()));
        assert_eq!(line("X-Url: https://a:1").unwrap().1, "https://a:1");
        for wrong in ["X-Tenant", ": shop", "a b: c", "X: a\r\nY: b", "Authorization: Bearer x", "dpop: x"] {
            assert!(line(wrong).is_err(), "{wrong}");
        }
    }
}
