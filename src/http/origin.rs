//! Origins of pages in browsers (RFC 6454), as a browser writes them.

use std::fmt;
use std::str::FromStr;

use super::guard::HostName;

/// An origin that is named: a scheme, a host and a port.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin(String);

/// Why a text is no origin that could be named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum OriginError {
    /// Whoever likes.
    #[error("every page of the web could ask then; `*` is what --dev means, and without it each origin is named")]
    Everyone,
    /// What sandboxed pages and files say.
    #[error("null is what every sandboxed page says, so that it names nobody")]
    Null,
    /// Nothing like `https` in front.
    #[error("it does not begin with a scheme, as https://")]
    Scheme,
    /// More than an origin.
    #[error("it has more than a scheme, a host and a port: browsers send no path, not even a / at the end")]
    More,
    /// A host that is none.
    #[error("its host is not one that a browser sends")]
    Host,
}

impl FromStr for Origin {
    type Err = OriginError;
    fn from_str(text: &str) -> Result<Self, OriginError> {
        match text {
            "*" => return Err(OriginError::Everyone),
            "null" => return Err(OriginError::Null),
            _ => {}
        }
        let (scheme, host) = text.split_once("://").ok_or(OriginError::Scheme)?;
        // Programs that show pages of their own have schemes of their own, as capacitor://localhost.
        let scheme = scheme.to_ascii_lowercase();
        let rest = |byte: u8| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte);
        if !scheme.starts_with(|first: char| first.is_ascii_lowercase()) || !scheme.bytes().all(rest) {
            return Err(OriginError::Scheme);
        }
        if host.contains(['/', '?', '#']) {
            return Err(OriginError::More);
        }
        let host: HostName = host.parse().map_err(|_| OriginError::Host)?;
        // Browsers leave out the port of the scheme.
        let host = host.to_string();
        let usual = match scheme.as_str() {
            "https" => ":443",
            "http" => ":80",
            _ => "",
        };
        Ok(Self(format!("{scheme}://{}", host.strip_suffix(usual).unwrap_or(&host))))
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Whose pages may ask for what is not for everyone.
#[derive(Debug, Clone, Default)]
pub struct Origins {
    /// These.
    pub named: Vec<Origin>,
    /// Any page that has an origin at all.
    pub any: bool,
}

impl Origins {
    /// Whether pages of this origin may, as a browser says it. `null` is nobody's.
    pub(super) fn allow(&self, origin: &str) -> bool {
        self.named.iter().any(|named| named.0 == origin) || (self.any && origin.parse::<Origin>().is_ok())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_written_as_browsers_do() {
        for (given, sent) in [
            ("https://app.example", "https://app.example"),
            ("HTTPS://App.Example:443", "https://app.example"),
            ("http://localhost:5173", "http://localhost:5173"),
            ("http://[::1]:80", "http://[::1]"),
            ("http://app.example:443", "http://app.example:443"),
            ("capacitor://localhost", "capacitor://localhost"),
        ] {
            assert_eq!(given.parse::<Origin>().unwrap().to_string(), sent);
        }
        for bad in
            ["*", "null", "app.example", "https://app.example/", "https://*.example", "1x://a", "https://", "file://"]
        {
            assert!(bad.parse::<Origin>().is_err(), "{bad}");
        }
    }

    #[test]
    fn an_origin_is_the_same_or_it_is_another() {
        let named = Origins { named: vec!["https://app.example".parse().unwrap()], any: false };
        assert!(named.allow("https://app.example"));
        for other in ["http://app.example", "https://app.example:8443", "https://app.example.evil", "null", "", "*"] {
            assert!(!named.allow(other), "{other}");
        }
        let any = Origins { named: Vec::new(), any: true };
        assert!(any.allow("http://localhost:5173") && !any.allow("null") && !any.allow("*"));
    }
}
