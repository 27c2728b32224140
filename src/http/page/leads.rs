//! Where what a page posts may end, as the policy of a page says it to a browser (CSP 3, `form-action`).

/// Where what a page posts may end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::http) enum Leads<'a> {
    /// At this server.
    Here,
    /// At the address of an app, by a redirect.
    To(&'a str),
}

impl Leads<'_> {
    /// The sources of `form-action`. An address of an app that cannot be named there has its scheme named, and never more than
    /// one source comes of it, whatever is written in it.
    pub(super) fn sources(self) -> String {
        match self {
            Self::Here => "'self'".to_owned(),
            Self::To(address) => source(address).map_or("'self'".to_owned(), |source| format!("'self' {source}")),
        }
    }
}

/// The origin of an address, else its scheme. Nothing where it has none that could be written.
fn source(address: &str) -> Option<String> {
    let (scheme, after) = address.split_once(':')?;
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte);
    if !scheme.bytes().next()?.is_ascii_alphabetic() || !scheme.bytes().all(plain) {
        return None;
    }
    let authority = after.strip_prefix("//").and_then(|rest| rest.split(['/', '?', '#']).next()).unwrap_or_default();
    let is_web = scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http");
    // An address of IPv6 cannot be written in a policy (CSP 3, 2.3.1).
    let named = |byte: u8| byte.is_ascii_alphanumeric() || b"-.:".contains(&byte);
    if is_web && !authority.is_empty() && authority.bytes().all(named) {
        return Some(format!("{scheme}://{authority}"));
    }
    Some(format!("{scheme}:"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_leads_to_the_origin_of_its_app_and_to_nothing_else() {
        for (address, sources) in [
            ("https://app.example/callback?a=b", "'self' https://app.example"),
            ("https://app.example:8443", "'self' https://app.example:8443"),
            ("http://127.0.0.1:43121/cb", "'self' http://127.0.0.1:43121"),
            ("http://localhost:3000#x", "'self' http://localhost:3000"),
            ("http://[::1]:3000/cb", "'self' http:"),
            ("com.example.app:/callback", "'self' com.example.app:"),
            ("com.example.app://callback", "'self' com.example.app:"),
            ("https://a;script-src *", "'self' https:"),
            ("https://*/", "'self' https:"),
            ("https://a b/", "'self' https:"),
            ("https://a,b/", "'self' https:"),
            ("https://me@a/", "'self' https:"),
            ("https://\u{e9}/", "'self' https:"),
            ("a b:c", "'self'"),
            ("'unsafe-inline':", "'self'"),
            ("*:", "'self'"),
            (":", "'self'"),
            ("", "'self'"),
            ("nothing", "'self'"),
        ] {
            assert_eq!(Leads::To(address).sources(), sources, "{address}");
        }
        assert_eq!(Leads::Here.sources(), "'self'");
    }
}
