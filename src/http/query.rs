//! Parameters written as a query, for addresses and for what pages carry on.

/// Adds parameters to an address that may have some already (RFC 6749, 4.1.2).
pub(super) fn with<'a>(address: &str, parameters: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let mut text = address.to_owned();
    let mut sep = match address.split_once('?') {
        None => "?",
        Some((_, "")) => "",
        Some((_, query)) if query.ends_with('&') => "",
        Some(_) => "&",
    };
    for (name, value) in parameters {
        text.push_str(sep);
        encode(name, &mut text);
        text.push('=');
        encode(value, &mut text);
        sep = "&";
    }
    text
}

/// Parameters as a query without its question mark.
pub(super) fn of<'a>(parameters: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    with("?", parameters).split_off(1)
}

/// Everything but what is never anything else is written with `%`.
fn encode(text: &str, to: &mut String) {
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            to.push(char::from(byte));
        } else {
            const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
            let digits = [b'%', DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]];
            to.extend(digits.map(char::from));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_added_to_whatever_is_there() {
        let pairs = [("code", "a b&c"), ("state", "ü=?#")];
        let added = "code=a%20b%26c&state=%C3%BC%3D%3F%23";
        for (address, sep) in [
            ("https://a/cb", "?"),
            ("https://a/cb?", ""),
            ("https://a/cb?x=1", "&"),
            ("https://a/cb?x=1&", ""),
            ("com.example:/cb", "?"),
        ] {
            assert_eq!(with(address, pairs), format!("{address}{sep}{added}"));
        }
        assert_eq!(of(pairs), added);
        assert_eq!(of([]), "");
    }
}
