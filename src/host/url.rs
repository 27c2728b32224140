//! Addresses that may be asked.

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

use ureq::http::Uri;

use super::resolve::literal;

/// An address that may be asked: `https`, or `http` on this machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Url {
    text: String,
    uri: Uri,
}

/// Why a text is no address that may be asked. Holds no part of it: there may be a password inside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum UrlError {
    /// Not a URL with a host.
    #[error("it is not a URL as in https://auth.example.com/jwks.json")]
    Form,
    /// Anyone on the way could put other keys in its place.
    #[error("plain http is only for this machine (localhost, 127.0.0.1, [::1])")]
    Plain,
    /// A server elsewhere sent us here.
    #[error("it is on this machine, and who names it is not")]
    ThisMachine,
    /// Neither `https` nor `http`.
    #[error("only https is fetched")]
    Scheme,
    /// A port that there cannot be.
    #[error("its port is not a number from 1 to 65535")]
    Port,
    /// A name and password in front of the host.
    #[error("it has a user name in it, and what is in an address is seen by others")]
    Credentials,
    /// A part that is never sent.
    #[error("it has a fragment (#)")]
    Fragment,
}

impl FromStr for Url {
    type Err = UrlError;
    fn from_str(text: &str) -> Result<Self, UrlError> {
        if text.contains('#') {
            return Err(UrlError::Fragment);
        }
        let uri: Uri = text.parse().map_err(|_| UrlError::Form)?;
        let host = uri.host().filter(|host| !host.is_empty()).ok_or(UrlError::Form)?;
        if uri.authority().is_some_and(|authority| authority.as_str().contains('@')) {
            return Err(UrlError::Credentials);
        }
        if uri.authority().is_some_and(|authority| has_bad_port(authority.as_str())) {
            return Err(UrlError::Port);
        }
        match uri.scheme_str() {
            Some("https") => {}
            Some("http") if literal(host).is_some_and(|found| found.iter().all(IpAddr::is_loopback)) => {}
            Some("http") => return Err(UrlError::Plain),
            Some(_) => return Err(UrlError::Scheme),
            None => return Err(UrlError::Form),
        }
        Ok(Self { text: text.to_owned(), uri })
    }
}

/// Whether there is a port behind the host that is none. The parser takes any number, and would then ask at another.
fn has_bad_port(authority: &str) -> bool {
    // The colons of an IPv6 address are within brackets.
    let behind = authority.rsplit(']').next().unwrap_or(authority);
    behind.rsplit_once(':').is_some_and(|(_, port)| !port.is_empty() && !port.parse::<u16>().is_ok_and(|port| port > 0))
}

impl Url {
    /// As it was given.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// In its parts.
    pub(super) fn uri(&self) -> &Uri {
        &self.uri
    }

    /// The host: a name, or an address, in brackets where it is of IPv6.
    pub fn host(&self) -> &str {
        self.uri.host().unwrap_or_default()
    }

    /// The port that is asked at.
    pub fn port(&self) -> u16 {
        self.uri.port_u16().unwrap_or(if self.is_https() { 443 } else { 80 })
    }

    /// Whether this very machine is asked, whatever a name server says.
    pub fn is_here(&self) -> bool {
        literal(self.host()).is_some_and(|found| found.iter().all(IpAddr::is_loopback))
    }

    /// Whether nobody on the way can read or change the answer.
    pub fn is_https(&self) -> bool {
        self.uri.scheme_str() == Some("https")
    }
}

impl fmt::Display for Url {
    /// For people: what follows the question mark may be a secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.text.split_once('?') {
            Some((before, _)) => write!(f, "{before}?…"),
            None => f.write_str(&self.text),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_https_is_asked_and_http_on_this_machine() {
        for good in [
            "https://auth.example.com/jwks.json",
            "https://auth.example.com:8443",
            "HTTPS://auth.example.com",
            "http://localhost:8080/jwks",
            "http://LOCALHOST/jwks",
            "http://127.0.0.1/jwks",
            "http://127.9.9.9:1/jwks",
            "http://[::1]:8080/jwks",
            "http://[::1]/jwks",
            "https://auth.example.com:65535",
        ] {
            assert!(good.parse::<Url>().is_ok(), "{good}");
        }
        for (bad, why) in [
            ("http://auth.example.com/jwks.json", UrlError::Plain),
            ("http://10.0.0.1/", UrlError::Plain),
            ("http://[::2]/", UrlError::Plain),
            ("http://localhost.example.com/", UrlError::Plain),
            ("http://127.0.0.1.example.com/", UrlError::Plain),
            ("http://0.0.0.0/", UrlError::Plain),
            ("https://me:secret@auth.example.com/", UrlError::Credentials),
            ("http://localhost@auth.example.com/", UrlError::Credentials),
            ("https://auth.example.com:65536/", UrlError::Port),
            ("https://auth.example.com:99999999999/", UrlError::Port),
            ("https://auth.example.com:0/", UrlError::Port),
            ("http://[::1]:70000/", UrlError::Port),
            ("https://auth.example.com/#keys", UrlError::Fragment),
            ("ftp://auth.example.com/", UrlError::Scheme),
            ("file:///etc/passwd", UrlError::Form),
            ("https:///jwks", UrlError::Form),
            ("https://", UrlError::Form),
            ("auth.example.com/jwks", UrlError::Form),
            ("/jwks", UrlError::Form),
            ("https://a b/", UrlError::Form),
            ("", UrlError::Form),
        ] {
            assert_eq!(bad.parse::<Url>(), Err(why), "{bad}");
        }
    }
}
