//! The request that a proof is for: its method and its address, in the one form in which two are compared.

use std::fmt;
use std::net::Ipv6Addr;
use std::str::FromStr;

/// The method of a request (RFC 9110, 9.1). Its case counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Method(String);

/// Why a text is no method.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("is no method of HTTP, as in GET")]
pub struct MethodError;

impl FromStr for Method {
    type Err = MethodError;

    fn from_str(text: &str) -> Result<Self, MethodError> {
        let is_letter = |b: u8| b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&b);
        let is_method = !text.is_empty() && text.len() <= 64 && text.bytes().all(is_letter);
        if is_method { Ok(Self(text.to_owned())) } else { Err(MethodError) }
    }
}

impl Method {
    /// The word for it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The address of a request without its query and its fragment, in its normal form (RFC 9449, 4.3; RFC 3986, 6.2.2 and 6.2.3):
/// two that differ in nothing but the case of scheme and host, in a port that is usual, in dots of the path or in how a letter
/// is escaped are the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target(String);

/// Why a text is no address of a request. Holds no part of it: there may be a password inside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TargetError {
    /// Letters that no address has, or no host.
    #[error("is no address with a host, as in https://api.example.com/orders")]
    Form,
    /// Another scheme, or none.
    #[error("is neither an https nor an http address")]
    Scheme,
    /// A name or a password before the host.
    #[error("has a user in it, which no request has in its address")]
    Credentials,
    /// A port that there cannot be.
    #[error("has a port that is not a number from 1 to 65535")]
    Port,
}

impl Target {
    /// Its text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for Target {
    type Err = TargetError;

    fn from_str(text: &str) -> Result<Self, TargetError> {
        // All letters of RFC 3986, 2.
        let is_letter = |b: u8| b.is_ascii_alphanumeric() || b"-._~:/?#[]@!$&'()*+,;=%".contains(&b);
        if !text.bytes().all(is_letter) {
            return Err(TargetError::Form);
        }
        let address = text.split(['?', '#']).next().unwrap_or_default();
        let (scheme, rest) = address.split_once("://").ok_or(TargetError::Form)?;
        let scheme = scheme.to_ascii_lowercase();
        let usual = match scheme.as_str() {
            "https" => 443,
            "http" => 80,
            _ => return Err(TargetError::Scheme),
        };
        let (authority, path) = rest.find('/').map_or((rest, ""), |at| rest.split_at(at));
        if authority.contains('@') {
            return Err(TargetError::Credentials);
        }
        let (host, port) = host_and_port(authority)?;
        let port = if port.is_empty() { usual } else { port_number(port)? };
        let port = if port == usual { String::new() } else { format!(":{port}") };
        Ok(Self(format!("{scheme}://{host}{port}{}", without_dots(&escaped_once(path)?))))
    }
}

/// The host in its normal form, and the text of the port.
fn host_and_port(authority: &str) -> Result<(String, &str), TargetError> {
    if let Some(rest) = authority.strip_prefix('[') {
        let (address, behind) = rest.split_once(']').ok_or(TargetError::Form)?;
        let address: Ipv6Addr = address.parse().map_err(|_| TargetError::Form)?;
        let port = if behind.is_empty() { "" } else { behind.strip_prefix(':').ok_or(TargetError::Form)? };
        return Ok((format!("[{address}]"), port));
    }
    let (host, port) = authority.split_once(':').unwrap_or((authority, ""));
    if host.is_empty() || host.contains(['[', ']']) {
        return Err(TargetError::Form);
    }
    Ok((escaped_once(host)?.to_ascii_lowercase(), port))
}

fn port_number(text: &str) -> Result<u16, TargetError> {
    let is_number = text.bytes().all(|b| b.is_ascii_digit());
    text.parse().ok().filter(|port| is_number && *port > 0).ok_or(TargetError::Port)
}

/// A text in which nothing is escaped that need not be, and the rest in capitals (RFC 3986, 6.2.2.1 and 6.2.2.2).
fn escaped_once(text: &str) -> Result<String, TargetError> {
    let mut normal = String::with_capacity(text.len());
    let mut parts = text.split('%');
    normal.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let (code, rest) = part.split_at_checked(2).ok_or(TargetError::Form)?;
        let is_hex = code.bytes().all(|b| b.is_ascii_hexdigit());
        let byte = u8::from_str_radix(code, 16).ok().filter(|_| is_hex).ok_or(TargetError::Form)?;
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            normal.push(char::from(byte));
        } else {
            normal.push('%');
            normal.push_str(&code.to_ascii_uppercase());
        }
        normal.push_str(rest);
    }
    Ok(normal)
}

/// A path without `.` and `..` (RFC 3986, 5.2.4). An empty one is that of the root.
fn without_dots(path: &str) -> String {
    let mut kept: Vec<&str> = Vec::new();
    let mut segments = path.split('/').skip(1).peekable();
    while let Some(segment) = segments.next() {
        let is_last = segments.peek().is_none();
        match segment {
            "." => {}
            ".." => drop(kept.pop()),
            segment => kept.push(segment),
        }
        // What ends in dots is a folder.
        if is_last && matches!(segment, "." | "..") {
            kept.push("");
        }
    }
    format!("/{}", kept.join("/"))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn normal(text: &str) -> String {
        text.parse::<Target>().unwrap_or_else(|error| panic!("{text}: {error}")).to_string()
    }

    #[test]
    fn addresses_that_differ_only_in_form_are_the_same() {
        for (text, expected) in [
            ("https://api.example.com/orders", "https://api.example.com/orders"),
            ("HTTPS://API.Example.com/orders", "https://api.example.com/orders"),
            ("https://api.example.com:443/orders", "https://api.example.com/orders"),
            ("https://api.example.com:/orders", "https://api.example.com/orders"),
            ("http://api.example.com:80/", "http://api.example.com/"),
            ("http://api.example.com:443/", "http://api.example.com:443/"),
            ("https://api.example.com:08443", "https://api.example.com:8443/"),
            ("https://api.example.com", "https://api.example.com/"),
            ("https://api.example.com?a=1", "https://api.example.com/"),
            ("https://api.example.com/orders?a=1#b", "https://api.example.com/orders"),
            ("https://api.example.com/orders#b?c", "https://api.example.com/orders"),
            ("https://api.example.com/a/./b/../c", "https://api.example.com/a/c"),
            ("https://api.example.com/a/..", "https://api.example.com/"),
            ("https://api.example.com/a/.", "https://api.example.com/a/"),
            ("https://api.example.com/../../a", "https://api.example.com/a"),
            ("https://api.example.com/%2e%2E/%7Ealice/%c3%a9", "https://api.example.com/~alice/%C3%A9"),
            ("https://api.example.com/a%2fb", "https://api.example.com/a%2Fb"),
            ("https://api.example.com/a//b/", "https://api.example.com/a//b/"),
            ("https://[2001:DB8:0::1]:8443/", "https://[2001:db8::1]:8443/"),
        ] {
            assert_eq!(normal(text), expected, "{text}");
        }
    }

    #[test]
    fn others_are_not() {
        for (one, other) in [
            ("https://api.example.com/orders", "http://api.example.com/orders"),
            ("https://api.example.com/orders", "https://api.example.com/Orders"),
            ("https://api.example.com/orders", "https://api.example.com/orders/"),
            ("https://api.example.com/orders", "https://api.example.com:8443/orders"),
            ("https://api.example.com/a/b", "https://api.example.com/a%2Fb"),
            ("https://api.example.com/", "https://api.example.com./"),
        ] {
            assert_ne!(normal(one), normal(other));
        }
    }

    #[test]
    fn what_is_no_address_of_a_request_is_none() {
        for (text, expected) in [
            ("", TargetError::Form),
            ("/orders", TargetError::Form),
            ("api.example.com/orders", TargetError::Form),
            ("https:///orders", TargetError::Form),
            ("https://:443/", TargetError::Form),
            ("https://api.example.com/a b", TargetError::Form),
            ("https://api.example.com\\@evil.example/", TargetError::Form),
            ("https://api.example.com/%2", TargetError::Form),
            ("https://api.example.com/%+f", TargetError::Form),
            ("https://münchen.example/", TargetError::Form),
            ("https://[::1/", TargetError::Form),
            ("https://[::1]x/", TargetError::Form),
            ("ftp://api.example.com/", TargetError::Scheme),
            ("https://alice@api.example.com/", TargetError::Credentials),
            ("https://api.example.com:0/", TargetError::Port),
            ("https://api.example.com:65536/", TargetError::Port),
            ("https://api.example.com:+443/", TargetError::Port),
            ("https://api.example.com:1:2/", TargetError::Port),
        ] {
            assert_eq!(text.parse::<Target>(), Err(expected), "{text}");
        }
    }

    #[test]
    fn a_method_is_a_word_whose_case_counts() {
        assert_ne!("GET".parse::<Method>().unwrap(), "get".parse::<Method>().unwrap());
        for text in ["", "GET ", "GE T", "GET/", "GÉT"] {
            assert_eq!(text.parse::<Method>(), Err(MethodError), "{text}");
        }
    }

    proptest! {
        #[test]
        fn the_normal_form_is_its_own_and_has_neither_query_nor_fragment(
            text in "[hH]ttps?://[a-zA-Z0-9.%:\\[\\]-]{1,12}(/[a-zA-Z0-9.%/?#~-]{0,24})?",
        ) {
            if let Ok(target) = text.parse::<Target>() {
                prop_assert_eq!(target.as_str().parse::<Target>(), Ok(target.clone()));
                prop_assert!(!target.as_str().contains(['?', '#']));
            }
        }

        #[test]
        fn no_text_is_too_odd_to_be_judged(text in ".*") {
            let _ = (text.parse::<Target>(), text.parse::<Method>());
        }
    }
}
