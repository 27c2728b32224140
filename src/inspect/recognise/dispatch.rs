//! Who is asked what a text is, and in which order.

use super::recognised::Told;
use super::{biscuit, ebay, github, json, jwe, macaroon, ours, paseto, pem, saml, vendors, words};

/// Says what a text is, if it is anything known but a JWT; `None` leaves it to the parser of JWTs.
pub fn recognise(text: &str) -> Told {
    let trimmed = text.trim();
    // From the surest sign to the weakest: prefixes, armour, the first character, then what must be decoded first.
    ours::tell(text)
        .or_else(|| github::tell(trimmed))
        .or_else(|| ebay::tell(trimmed))
        .or_else(|| macaroon::tell(trimmed))
        .or_else(|| vendors::tell(trimmed))
        .or_else(|| paseto::tell(trimmed))
        .or_else(|| pem::tell(trimmed))
        .or_else(|| json::tell(trimmed))
        .or_else(|| words::tell(trimmed))
        .or_else(|| saml::tell(trimmed))
        .or_else(|| jwe::tell(trimmed))
        .or_else(|| biscuit::tell(trimmed))
}

/// The kind of a secret of somebody else, where its form leaves no doubt.
pub fn secret_kind(text: &str) -> Option<&'static str> {
    let told = github::tell(text).or_else(|| macaroon::tell(text)).or_else(|| vendors::tell(text));
    told?.ok().map(|told| told.kind)
}

#[cfg(test)]
mod tests {
    use super::super::naming::{look, name};
    use super::*;
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;
    use proptest::prelude::*;

    #[test]
    fn a_jwt_and_nonsense_are_left_to_the_parser() {
        for text in ["", " ", "a.b.c", "eyJhbGciOiJub25lIn0.e30.", "hello", "ghp", "mtg_", "1/", "EAA", "a.b.c.d"] {
            assert_eq!(recognise(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn nothing_makes_the_recogniser_panic(
            text in "\\PC{0,80}",
            prefixed in "(ghp_|ghr_|github_pat_|mtg_rt_|ya29\\.|1//|EAA|v\\^1\\.1#|AgAAAA\\*\\*|-----BEGIN |\\{|<|<a:|SAMLResponse=)\\PC{0,80}",
            bytes in proptest::collection::vec(any::<u8>(), 0..200),
        ) {
            let _ = recognise(&text);
            let _ = recognise(&prefixed);
            let _ = (look(prefixed.as_bytes()), name(prefixed.as_bytes()), name(text.as_bytes()), name(&bytes));
            let _ = recognise(&STANDARD.encode(&bytes));
            let _ = recognise(&String::from_utf8_lossy(&bytes));
        }
    }
}
