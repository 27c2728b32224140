//! How SAML travels: as XML, as base64 of it (the POST binding), or as base64 of its raw DEFLATE in a query (the redirect
//! binding), with `%` escapes or without.

use base64::Engine as _;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

use crate::core::jose::compact::MAX_TOKEN_BYTES;

/// Compressed text may claim to be any size; no message is larger than what is read uncompressed.
const MAX_INFLATED: usize = MAX_TOKEN_BYTES;

/// XML, and how it was wrapped.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Unwrapped {
    pub xml: String,
    pub binding: &'static str,
}

/// The XML in a text, if there is any.
pub(super) fn unwrap(text: &str) -> Option<Unwrapped> {
    if starts_as_xml(text) {
        return Some(Unwrapped { xml: text.to_owned(), binding: "xml" });
    }
    let text = parameter(text).unwrap_or(text);
    // Nothing else has a chance, and most texts end here.
    if text.len() < 16 || !text.bytes().all(|b| b.is_ascii_alphanumeric() || b"+/-_=%\r\n\t ".contains(&b)) {
        return None;
    }
    let bytes = loose_base64(&unescape(text))?;
    let (bytes, binding) = if bytes.trim_ascii_start().first() == Some(&b'<') {
        (bytes, "post")
    } else {
        (miniz_oxide::inflate::decompress_to_vec_with_limit(&bytes, MAX_INFLATED).ok()?, "redirect")
    };
    let xml = String::from_utf8(bytes).ok()?;
    starts_as_xml(&xml).then_some(Unwrapped { xml, binding })
}

/// No name of XML begins with a space: `< HTTP/2 200` is what `curl -v` prints of an answer.
fn starts_as_xml(text: &str) -> bool {
    let inner = text.trim_start_matches('\u{feff}').trim_start().strip_prefix('<');
    inner.is_some_and(|inner| !inner.starts_with(char::is_whitespace))
}

/// The message in a query or a form: `SAMLResponse=…&RelayState=…`, or a whole address.
fn parameter(text: &str) -> Option<&str> {
    ["SAMLResponse=", "SAMLRequest="].into_iter().find_map(|name| {
        let (before, rest) = text.split_once(name)?;
        let is_start = before.is_empty() || before.ends_with(['?', '&', '#']);
        is_start.then(|| rest.split('&').next().unwrap_or(rest))
    })
}

/// Takes `%2B` for `+`; everything else is itself, for a `+` in base64 is no space.
fn unescape(text: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let hex = |b: u8| char::from(b).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
        match (*first, after) {
            (b'%', [high, low, after @ ..]) if hex(*high).is_some() && hex(*low).is_some() => {
                bytes.push(hex(*high).unwrap_or_default() << 4 | hex(*low).unwrap_or_default());
                rest = after;
            }
            (other, after) => {
                bytes.push(other);
                rest = after;
            }
        }
    }
    bytes
}

/// Base64 as it comes out of mails and browsers: both alphabets, line ends, padding or none.
fn loose_base64(bytes: &[u8]) -> Option<Vec<u8>> {
    const LOOSE: GeneralPurposeConfig = GeneralPurposeConfig::new()
        .with_decode_allow_trailing_bits(true)
        .with_decode_padding_mode(DecodePaddingMode::Indifferent);
    let standard = |b: u8| match b {
        b'-' => b'+',
        b'_' => b'/',
        other => other,
    };
    let packed: Vec<u8> = bytes.iter().filter(|b| !b.is_ascii_whitespace()).map(|b| standard(*b)).collect();
    GeneralPurpose::new(&alphabet::STANDARD, LOOSE).decode(packed).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
    use proptest::prelude::*;

    const XML: &str = "<a>the content, more than once: the content ÿ>>>???</a>";

    fn of(text: &str) -> Option<&'static str> {
        let unwrapped = unwrap(text)?;
        assert_eq!(unwrapped.xml, XML);
        Some(unwrapped.binding)
    }

    #[test]
    fn every_wrapping_is_taken_off() {
        let post = STANDARD.encode(XML);
        let deflated = STANDARD.encode(miniz_oxide::deflate::compress_to_vec(XML.as_bytes(), 6));
        let escaped = |text: &str| text.replace('+', "%2B").replace('/', "%2f").replace('=', "%3D");
        assert_eq!(of(XML), Some("xml"));
        for text in
            [post.clone(), escaped(&post), URL_SAFE_NO_PAD.encode(XML), format!("{}\r\n{}", &post[..20], &post[20..])]
        {
            assert_eq!(of(&text), Some("post"), "{text}");
        }
        assert_eq!(of(&format!("SAMLResponse={}&RelayState=x", escaped(&post))), Some("post"));
        assert_eq!(of(&deflated), Some("redirect"));
        let address = format!("https://idp.example.com/sso?x=y&SAMLRequest={}&SigAlg=z", escaped(&deflated));
        assert_eq!(of(&address), Some("redirect"));
        for text in ["", "%", "%zz", "SAMLResponse=", "NotSAMLResponse=PGE+", "PHg", "AAAAAAAAAAAAAAAAAAAAAAAA"] {
            assert_eq!(unwrap(text), None, "{text}");
        }
    }

    #[test]
    fn a_bomb_is_not_inflated() {
        let large = format!("<{}", " ".repeat(64 << 20));
        let bomb = STANDARD.encode(miniz_oxide::deflate::compress_to_vec(large.as_bytes(), 9));
        assert!(bomb.len() < 128 * 1024);
        assert_eq!(unwrap(&bomb), None);
    }

    proptest! {
        #[test]
        fn nothing_makes_it_panic(text in "[A-Za-z0-9+/%=]{0,80}", any in "\\PC{0,40}") {
            let _ = unwrap(&text);
            let _ = unwrap(&any);
        }
    }
}
