//! Where what a page posts may end, as the policy of a page says it to a browser (CSP 3, `form-action`).

/// Where what a page posts may end.
///
/// Chromium holds every redirect that follows a post against the policy of the page, also those of the app: where the policy
/// names the origin of the app, and the app sends the browser on to another (from `api.` to `www.`, or from the port of a
/// backend to that of a page), the button does nothing at all, and nobody is told why. So an app on the web has its scheme named:
/// what is posted never goes to a plain address of an app that has none, and never to a program of the device. One on this
/// machine may be sent on to the web. An app with a scheme of its own is where the browser ends. An address of IPv6 could not be
/// named by its origin in any case (CSP 3, 2.3.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::http) enum Leads<'a> {
    /// At this server.
    Here,
    /// At this address of an app, by a redirect.
    To(&'a str),
}

/// Schemes that are no address of anybody, whoever registered them.
const NOBODY: [&str; 7] = ["javascript", "data", "vbscript", "blob", "file", "filesystem", "about"];

impl Leads<'_> {
    /// The sources of `form-action`. Whatever is written in an address, it adds the name of a scheme at most.
    pub(super) fn sources(self) -> String {
        let scheme = match self {
            Self::Here => None,
            Self::To(address) => scheme(address),
        };
        match scheme.as_deref() {
            None => "'self'".to_owned(),
            Some("http") => "'self' http: https:".to_owned(),
            Some(scheme) => format!("'self' {scheme}:"),
        }
    }
}

/// The scheme of an address, if it is one that somebody can have (RFC 3986, 3.1).
fn scheme(address: &str) -> Option<String> {
    let (scheme, _) = address.split_once(':')?;
    let scheme = scheme.to_ascii_lowercase();
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte);
    let is_one = scheme.starts_with(|first: char| first.is_ascii_alphabetic()) && scheme.bytes().all(plain);
    (is_one && !NOBODY.contains(&scheme.as_str())).then_some(scheme)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_leads_to_the_scheme_of_its_app_and_to_nothing_else() {
        for (address, sources) in [
            ("https://app.example/callback?a=b", "'self' https:"),
            ("HTTPS://app.example:8443", "'self' https:"),
            ("http://127.0.0.1:43121/cb", "'self' http: https:"),
            ("http://[::1]:3000/cb", "'self' http: https:"),
            ("com.example.app:/callback", "'self' com.example.app:"),
            ("com.example.app://callback", "'self' com.example.app:"),
            ("https://a;script-src *", "'self' https:"),
            ("a b:c", "'self'"),
            ("a;script-src *:", "'self'"),
            ("'unsafe-inline':", "'self'"),
            ("*:", "'self'"),
            ("JavaScript:alert(1)", "'self'"),
            ("data:text/html,", "'self'"),
            ("1x:", "'self'"),
            (":", "'self'"),
            ("", "'self'"),
            ("nothing", "'self'"),
        ] {
            assert_eq!(Leads::To(address).sources(), sources, "{address}");
        }
        assert_eq!(Leads::Here.sources(), "'self'");
    }
}
