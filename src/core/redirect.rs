//! Where a browser may be sent with an answer: addresses as an app registers them (RFC 6749, 3.1.2; RFC 8252, 7; RFC 9700, 2.1).

use std::fmt;
use std::str::FromStr;

/// The longest that is taken, in bytes.
const LONGEST: usize = 2_048;
/// Schemes that run what they carry, or show what lies on the machine: never, and whatever app asks.
const DANGEROUS: [&str; 14] = [
    "javascript",
    "data",
    "file",
    "blob",
    "about",
    "vbscript",
    "filesystem",
    "view-source",
    "jar",
    "content",
    "intent",
    "chrome",
    "ws",
    "wss",
];

/// An address that a browser may be sent to: absolute, made of nothing that is read in two ways, with no wildcard, no user and no
/// fragment. It is compared as the text that it is.
#[derive(Debug, Clone, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(transparent)]
pub struct RedirectUri(String);

/// What kind of address it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RedirectKind {
    /// `https`, with a host.
    Web,
    /// `http` or `https` to this machine itself, by one of the two addresses that need no name.
    Loopback,
    /// The same by the name `localhost`, which may be another machine where names are not what they should be (RFC 8252, 8.3).
    Localhost,
    /// A scheme that an app has for itself (RFC 8252, 7.1).
    OwnScheme,
}

/// Why a text is no address that a browser is sent to. Holds no part of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RedirectFault {
    /// Not absolute.
    #[error("is no absolute URI, as in https://app.example.com/callback")]
    NotAbsolute,
    /// Longer than any that is meant.
    #[error("is longer than {LONGEST} bytes")]
    TooLong,
    /// Something that must be written with `%` in an address.
    #[error("has a character that no URI has")]
    Letter,
    /// What is behind `#` is the page's own.
    #[error("has a fragment (#), which a redirect URI has not")]
    Fragment,
    /// Redirect URIs are compared, not matched.
    #[error("has a wildcard (*): redirect URIs are compared as they are")]
    Wildcard,
    /// A name before `@`, which looks like a host.
    #[error("has a user name before its host")]
    User,
    /// There is none, or what stands there is none.
    #[error("has no host that is one")]
    Host,
    /// A port that there cannot be.
    #[error("has a port that is not a number from 1 to 65535")]
    Port,
    /// Anyone on the way reads the code.
    #[error("is plain http, which is for 127.0.0.1, [::1] and localhost alone")]
    Plain,
    /// It runs what it carries, or shows what lies on the machine.
    #[error("has a scheme that browsers do not send an answer to another program with")]
    Dangerous,
    /// Any program may claim a scheme that is a plain word.
    #[error("has a scheme of its own that is no domain name turned around, as in com.example.app:/callback")]
    SchemeWithoutDot,
    /// A browser takes these out before it goes there.
    #[error("has a step . or .. in its path")]
    Dots,
}

/// An address, taken apart.
struct Parts<'a> {
    scheme: &'a str,
    /// Between `//` and the path; none where there is no `//`.
    authority: Option<&'a str>,
    /// Path and query.
    rest: &'a str,
}

impl<'a> Parts<'a> {
    fn of(text: &'a str) -> Option<Self> {
        let (scheme, rest) = text.split_once(':')?;
        let is_scheme = scheme.starts_with(|first: char| first.is_ascii_alphabetic())
            && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte));
        if !is_scheme || rest.is_empty() {
            return None;
        }
        let (authority, rest) = match rest.strip_prefix("//") {
            Some(rest) => {
                let (authority, rest) = rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()));
                (Some(authority), rest)
            }
            None => (None, rest),
        };
        Some(Self { scheme, authority, rest })
    }

    /// Its host and its port, which may be left out.
    fn host(&self) -> Result<(&'a str, Option<u16>), RedirectFault> {
        let authority = self.authority.ok_or(RedirectFault::Host)?;
        if authority.contains('@') {
            return Err(RedirectFault::User);
        }
        // The colons of an address of IPv6 are within its brackets.
        let end = authority.rfind(']').map_or(0, |at| at + 1);
        let (host, port) = match authority[end..].find(':') {
            Some(at) => (&authority[..end + at], Some(&authority[end + at + 1..])),
            None => (authority, None),
        };
        if !is_host(host) {
            return Err(RedirectFault::Host);
        }
        let port = port.map(|port| {
            let is_plain = port.bytes().all(|byte| byte.is_ascii_digit()) && !port.starts_with('0');
            port.parse::<u16>().ok().filter(|_| is_plain).ok_or(RedirectFault::Port)
        });
        Ok((host, port.transpose()?))
    }
}

/// A name of labels, or an address of IPv6 in brackets.
fn is_host(host: &str) -> bool {
    if let Some(inner) = host.strip_prefix('[') {
        return inner.strip_suffix(']').is_some_and(|inner| inner.parse::<std::net::Ipv6Addr>().is_ok());
    }
    let is_letter = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
    let is_label = |label: &str| (1..=63).contains(&label.len()) && label.bytes().all(is_letter);
    host.len() <= 253 && host.strip_suffix('.').unwrap_or(host).split('.').all(is_label)
}

/// Whether a path has a step that goes nowhere or back, written out or with `%`.
fn has_dots(rest: &str) -> bool {
    let path = rest.split('?').next().unwrap_or_default();
    path.split('/').any(|step| matches!(step.to_ascii_lowercase().replace("%2e", ".").as_str(), "." | ".."))
}

/// Whether every character is one of RFC 3986, and every `%` is followed by two digits.
fn is_written_right(text: &str) -> bool {
    let is_letter = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~:/?[]@!$&'()+,;=%".contains(&byte);
    let is_escape = |rest: &str| rest.len() >= 2 && rest.as_bytes()[..2].iter().all(u8::is_ascii_hexdigit);
    text.bytes().all(is_letter) && text.split('%').skip(1).all(is_escape)
}

impl RedirectUri {
    /// Takes the text if a browser could ever be sent there.
    pub fn new(text: impl Into<String>) -> Result<Self, RedirectFault> {
        let uri = Self(text.into());
        let text = uri.as_str();
        if text.len() > LONGEST {
            return Err(RedirectFault::TooLong);
        }
        if text.contains('#') {
            return Err(RedirectFault::Fragment);
        }
        if text.contains('*') {
            return Err(RedirectFault::Wildcard);
        }
        let parts = Parts::of(text).ok_or(RedirectFault::NotAbsolute)?;
        let scheme = parts.scheme.to_ascii_lowercase();
        if DANGEROUS.contains(&&*scheme) {
            return Err(RedirectFault::Dangerous);
        }
        if !is_written_right(text) {
            return Err(RedirectFault::Letter);
        }
        match &*scheme {
            "https" => drop(parts.host()?),
            "http" if is_loopback(parts.host()?.0).is_none() => return Err(RedirectFault::Plain),
            "http" => {}
            own if !is_turned_around(own) => return Err(RedirectFault::SchemeWithoutDot),
            // What looks like a host there is one only to look at.
            _ if parts.authority.is_some_and(|host| host.contains('@')) => return Err(RedirectFault::User),
            _ => {}
        }
        if has_dots(parts.rest) { Err(RedirectFault::Dots) } else { Ok(uri) }
    }

    /// The text as it was given.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What kind it is.
    pub fn kind(&self) -> RedirectKind {
        let parts = Parts::of(&self.0);
        let host = parts.as_ref().and_then(|parts| parts.host().ok()).map(|(host, _)| host);
        match (parts.map(|parts| parts.scheme.to_ascii_lowercase()), host) {
            (Some(scheme), Some(host)) if scheme == "https" || scheme == "http" => {
                is_loopback(host).unwrap_or(RedirectKind::Web)
            }
            _ => RedirectKind::OwnScheme,
        }
    }

    /// Whether it is plain `http`, which leaves the machine never.
    pub fn is_plain_http(&self) -> bool {
        self.scheme().eq_ignore_ascii_case("http")
    }

    /// Its scheme, as it is written.
    pub fn scheme(&self) -> &str {
        Parts::of(&self.0).map_or("", |parts| parts.scheme)
    }

    /// The host that is shown to people, without a port; none for a scheme that an app has for itself.
    pub fn host(&self) -> Option<&str> {
        let parts = Parts::of(&self.0)?;
        matches!(self.kind(), RedirectKind::Web | RedirectKind::Loopback | RedirectKind::Localhost)
            .then(|| parts.host().ok().map(|(host, _)| host))?
    }

    /// Whether only an app that runs on the user's own machine may have it: what nobody else can claim is `https`.
    pub fn is_for_native(&self) -> bool {
        self.kind() == RedirectKind::OwnScheme || self.is_plain_http()
    }

    /// Whether what an app asks for is this, as it is registered: the same bytes. Of a native app the port of its own machine
    /// may be any, because it takes one that is free (RFC 8252, 7.3).
    pub fn matches(&self, asked: &str, native: bool) -> bool {
        if self.0 == asked {
            return true;
        }
        let without_port = |text: &str| {
            let parts = Parts::of(text)?;
            let (host, _) = parts.host().ok()?;
            let is_own = parts.scheme == "http" && is_loopback(host).is_some();
            is_own.then(|| (host.to_owned(), parts.rest.to_owned()))
        };
        native
            && self.is_plain_http()
            && Self::new(asked).is_ok()
            && without_port(&self.0).is_some_and(|own| Some(own) == without_port(asked))
    }
}

/// Which kind of this machine a host names, if it does. No other spelling is one: what a browser makes of it is unsure.
fn is_loopback(host: &str) -> Option<RedirectKind> {
    match host {
        "127.0.0.1" | "[::1]" => Some(RedirectKind::Loopback),
        "localhost" => Some(RedirectKind::Localhost),
        _ => None,
    }
}

/// Whether a scheme is a domain name turned around (RFC 8252, 7.1): words with a dot between them.
fn is_turned_around(scheme: &str) -> bool {
    scheme.contains('.') && scheme.split('.').all(|word| !word.is_empty())
}

impl FromStr for RedirectUri {
    type Err = RedirectFault;
    fn from_str(text: &str) -> Result<Self, RedirectFault> {
        Self::new(text)
    }
}

impl fmt::Display for RedirectUri {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::RedirectFault::*;
    use super::RedirectKind::*;
    use super::*;

    #[test]
    fn these_are_addresses_that_an_app_may_have() {
        for (text, kind, native) in [
            ("https://app.example.com/callback", Web, false),
            ("https://app.example.com", Web, false),
            ("https://app.example.com:8443/cb?tenant=a%20b&x=1", Web, false),
            ("https://app.example.com/@me/cb;v=1", Web, false),
            ("https://app.example.com?from=mintage", Web, false),
            ("https://203.0.113.7/cb", Web, false),
            ("https://[2001:db8::7]:8443/cb", Web, false),
            ("https://127.0.0.1:8443/cb", Loopback, false),
            ("https://localhost/cb", Localhost, false),
            ("HTTPS://app.example.com/cb", Web, false),
            ("http://127.0.0.1/cb", Loopback, true),
            ("http://127.0.0.1:49152/cb", Loopback, true),
            ("http://[::1]:3000/cb", Loopback, true),
            ("http://localhost:3000/cb", Localhost, true),
            ("com.example.app:/oauth2redirect", OwnScheme, true),
            ("com.example.app://callback", OwnScheme, true),
            ("com.example.app:callback", OwnScheme, true),
        ] {
            let uri = RedirectUri::new(text).unwrap_or_else(|fault| panic!("{text}: {fault}"));
            assert_eq!((uri.kind(), uri.is_for_native(), uri.as_str()), (kind, native, text), "{text}");
        }
    }

    #[test]
    fn these_are_none_and_each_says_why() {
        let long = format!("https://app.example.com/{}", "a".repeat(LONGEST));
        for (text, fault) in [
            ("", NotAbsolute),
            ("/callback", NotAbsolute),
            ("app.example.com/callback", NotAbsolute),
            ("//app.example.com/callback", NotAbsolute),
            ("https:", NotAbsolute),
            (":https", NotAbsolute),
            (" https://app.example.com/", NotAbsolute),
            ("https://app.example.com/ ", Letter),
            ("https://app.example.com/\u{e9}", Letter),
            ("https://app.example.com\\@evil.example/", Letter),
            ("https://app.example.com/%", Letter),
            ("https://app.example.com/%4", Letter),
            ("https://app.example.com/%zz", Letter),
            ("https://app.example.com/\"onload=", Letter),
            ("https://app.example.com/\r\nset-cookie:a", Letter),
            ("https://app.example.com/\t", Letter),
            ("https://app.example.com/#", Fragment),
            ("https://app.example.com/cb#a", Fragment),
            ("com.example.app:/cb#a", Fragment),
            ("https://*.example.com/cb", Wildcard),
            ("https://app.example.com/*", Wildcard),
            ("https://user@app.example.com/", User),
            ("https://app.example.com@evil.example/", User),
            ("com.example.app://user@x/", User),
            ("https:///cb", Host),
            ("https://", Host),
            ("https:cb", Host),
            ("https:/app.example.com/", Host),
            ("https://?x=1", Host),
            ("https://.example.com/", Host),
            ("https://a..b/", Host),
            ("https://exa%6dple.com/", Host),
            ("https://[::1/", Host),
            ("https://[app]/", Host),
            ("https://[::1]x/", Host),
            ("https://app.example.com:/", Port),
            ("https://app.example.com:0/", Port),
            ("https://app.example.com:080/", Port),
            ("https://app.example.com:65536/", Port),
            ("https://app.example.com:+80/", Port),
            ("https://app.example.com:8a/", Port),
            ("http://app.example.com/cb", Plain),
            ("http://127.0.0.2/cb", Plain),
            ("http://127.1/cb", Plain),
            ("http://2130706433/cb", Plain),
            ("http://0x7f.0.0.1/cb", Plain),
            ("http://0.0.0.0/cb", Plain),
            ("http://LOCALHOST/cb", Plain),
            ("http://localhost./cb", Plain),
            ("http://app.localhost/cb", Plain),
            ("http://localhost.evil.example/cb", Plain),
            ("http://[::ffff:127.0.0.1]/cb", Plain),
            ("http://[0:0:0:0:0:0:0:1]/cb", Plain),
            ("javascript:alert(1)", Dangerous),
            ("JavaScript:alert(1)", Dangerous),
            ("javascript://app.example.com/%0aalert(1)", Dangerous),
            ("data:text/html,x", Dangerous),
            ("file:///etc/passwd", Dangerous),
            ("blob:https://app.example.com/1", Dangerous),
            ("about:blank", Dangerous),
            ("vbscript:x", Dangerous),
            ("view-source:https://a.example/", Dangerous),
            ("filesystem:https://a.example/", Dangerous),
            ("myapp:/cb", SchemeWithoutDot),
            ("myapp://cb", SchemeWithoutDot),
            ("ftp://a.example/", SchemeWithoutDot),
            ("mailto:a", SchemeWithoutDot),
            ("urn:ietf:wg:oauth:2.0:oob", SchemeWithoutDot),
            ("app.:/cb", SchemeWithoutDot),
            ("com..app:/cb", SchemeWithoutDot),
            ("https://app.example.com/a/../cb", Dots),
            ("https://app.example.com/./cb", Dots),
            ("https://app.example.com/a/%2E%2e/cb", Dots),
            ("https://app.example.com/..", Dots),
            ("com.example.app:/..", Dots),
            (&long, TooLong),
        ] {
            assert_eq!(RedirectUri::new(text), Err(fault), "{text:?}");
        }
    }

    #[test]
    fn what_is_asked_for_is_what_is_registered_but_for_the_port_of_a_native_app() {
        let https = "https://app.example.com/cb";
        let v4 = "http://127.0.0.1/cb";
        // Registered, asked, of any app, of a native one.
        for (registered, asked, any, native) in [
            (https, https, true, true),
            (https, "https://app.example.com/cb/", false, false),
            (https, "https://app.example.com/CB", false, false),
            (https, "https://app.example.com/cb?x=1", false, false),
            (https, "https://app.example.com:443/cb", false, false),
            (https, "https://APP.example.com/cb", false, false),
            (https, "https://app.example.com/%63b", false, false),
            (https, "https://app.example.com/cb#", false, false),
            (https, "https://app.example.com.evil.example/cb", false, false),
            (https, "https://app.example.com/cb\0", false, false),
            (https, "", false, false),
            (v4, v4, true, true),
            (v4, "http://127.0.0.1:49152/cb", false, true),
            ("http://127.0.0.1:8080/cb", "http://127.0.0.1:8081/cb", false, true),
            ("http://127.0.0.1:8080/cb", v4, false, true),
            ("http://[::1]/cb", "http://[::1]:3000/cb", false, true),
            ("http://localhost/cb", "http://localhost:3000/cb", false, true),
            (v4, "http://localhost:3000/cb", false, false),
            (v4, "http://[::1]:3000/cb", false, false),
            (v4, "http://127.0.0.1:3000/other", false, false),
            (v4, "http://127.0.0.1:3000/cb/../x", false, false),
            (v4, "http://127.0.0.1:3000/cb?x=1", false, false),
            (v4, "http://127.0.0.1:0/cb", false, false),
            (v4, "http://127.0.0.1:99999/cb", false, false),
            (v4, "http://127.0.0.1:3000@evil.example/cb", false, false),
            (v4, "http://evil.example@127.0.0.1:3000/cb", false, false),
            (v4, "https://127.0.0.1:3000/cb", false, false),
            (v4, "HTTP://127.0.0.1:3000/cb", false, false),
            ("https://127.0.0.1/cb", "https://127.0.0.1:3000/cb", false, false),
            ("com.example.app:/cb", "com.example.app:/cb", true, true),
            ("com.example.app:/cb", "com.example.APP:/cb", false, false),
        ] {
            let uri = RedirectUri::new(registered).unwrap();
            assert_eq!((uri.matches(asked, false), uri.matches(asked, true)), (any, native), "{registered} {asked:?}");
        }
    }
}
