//! What an HTTP header puts around a token, taken off for those who only look.

/// The schemes that carry a token: RFC 6750, RFC 9449, and GitHub's own.
const SCHEMES: [&str; 3] = ["bearer ", "dpop ", "token "];

/// The text without `Authorization:` and the name of a scheme before it.
pub fn without_carrier(text: &str) -> &str {
    let text = after(text, "authorization:").map_or(text, str::trim_start);
    SCHEMES.iter().find_map(|scheme| after(text, scheme)).map_or(text, str::trim_start)
}

fn after<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    let (start, rest) = text.split_at_checked(word.len())?;
    start.eq_ignore_ascii_case(word).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_carries_a_token_is_taken_off() {
        for text in ["x", "Bearer x", "bearer   x", "Authorization: Bearer x", "authorization:BEARER x", "DPoP x"] {
            assert_eq!(without_carrier(text), "x", "{text}");
        }
        assert_eq!(without_carrier("Authorization: token ghp_x"), "ghp_x");
        for text in ["", "Bearer", "bearerx", "é", "beareré x"] {
            assert_eq!(without_carrier(text), text, "{text}");
        }
    }
}
