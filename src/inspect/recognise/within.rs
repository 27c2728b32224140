//! A token somewhere in other text: a header, a cookie, an address, the whole answer of a server.

use super::carrier::Carrier;
use super::json;
use super::recognised::Told;
use crate::core::jose::compact::encoded_object;

/// So many starts are looked at.
const MOST_STARTS: usize = 64;
/// So many lines are tried as the start of a body.
const MOST_BODIES: usize = 16;
/// The longest name that is repeated.
const MOST_OF_NAME: usize = 40;
/// What a JWT starts with: the base64url of `{"`.
const START: &str = "eyJ";
/// Headers whose values are cookies.
const COOKIES: [&str; 2] = ["cookie:", "set-cookie:"];
/// The headers of requests that carry tokens, as they are written.
const AUTHORIZATION: &str = "authorization:";

/// A token in a text, and where.
pub(super) struct Within<'t> {
    /// The token.
    pub text: &'t str,
    /// What it stands in.
    pub carrier: Carrier,
}

/// The different tokens in a text, in order.
pub(super) fn tokens(text: &str) -> Vec<Within<'_>> {
    let mut found: Vec<Within<'_>> = Vec::new();
    let mut from = 0;
    for _ in 0..MOST_STARTS {
        let Some(start) = text.get(from..).and_then(|rest| rest.find(START)).map(|place| from + place) else { break };
        let end = start + text[start..].find(|c| !is_of_token(c)).unwrap_or(text.len() - start);
        let token = text[start..end].trim_end_matches('.');
        let header = token.split('.').next().unwrap_or_default();
        let is_token = token.len() > header.len() && encoded_object(header.trim_end_matches('='), "header").is_ok();
        if is_token && !found.iter().any(|known| known.text == token) {
            found.push(Within { text: token, carrier: around(text, start) });
        }
        from = if is_token { end } else { start + START.len() };
    }
    found
}

/// The characters of compact tokens, of their padding, and of what RFC 9901 puts between disclosures.
fn is_of_token(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '=' | '~')
}

/// What the token that begins here stands in.
fn around(text: &str, start: usize) -> Carrier {
    let line_start = text[..start].rfind('\n').map_or(0, |place| place + 1);
    let before = &text[line_start..start];
    // `curl -v` marks what was sent and what came; on a command line the header is quoted.
    let header = before.rfind("-H").map_or(before, |place| &before[place + 2..]);
    let header = header.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '>' | '<' | '*' | '\'' | '"'));
    let lower = header.to_ascii_lowercase();
    let name = before.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '=' | ':' | '\\'));
    let name = &name[name.rfind(|c| !is_of_name(c)).map_or(0, |place| place + last_len(name, place))..];
    // A longer one may be a secret itself.
    let name = if name.len() <= MOST_OF_NAME { name } else { "" };
    if !name.is_empty() && COOKIES.iter().any(|start| lower.starts_with(start)) {
        return Carrier::Cookie(name.to_owned());
    }
    if lower.starts_with(AUTHORIZATION) {
        return Carrier::Header("Authorization".to_owned());
    }
    let is_whole = |(name, rest): &(&str, &str)| {
        name.contains('-')
            && name.len() <= MOST_OF_NAME
            && name.chars().all(is_of_name)
            && rest.trim().chars().all(|c| c.is_ascii_alphabetic())
    };
    if let Some((header, _)) = header.split_once(": ").filter(is_whole) {
        return Carrier::Header(header.to_owned());
    }
    if !name.is_empty() && before.ends_with(['=', '"', '\'', ':', ' ']) && before.contains(['=', ':']) {
        return Carrier::Named(name.to_owned());
    }
    let line = text[..line_start].matches('\n').count() + 1;
    Carrier::Text { line, column: before.len() + 1 }
}

fn is_of_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.')
}

fn last_len(text: &str, place: usize) -> usize {
    text[place..].chars().next().map_or(0, char::len_utf8)
}

/// The answer of a server in what `curl -i` and `curl -v` print: the first object of JSON that is one.
pub(super) fn answer(text: &str) -> Told {
    let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(place, _)| place + 1));
    let starts = starts.filter(|start| text[*start..].starts_with('{')).take(MOST_BODIES);
    let last = text.rfind('}').map(|place| place + 1)?;
    for start in starts {
        let line = text[start..].find('\n').map_or(text.len(), |place| start + place);
        for end in [line, last] {
            let Some(object) = text.get(start..end).map(str::trim_end).filter(|object| object.ends_with('}')) else {
                continue;
            };
            if let Some(Ok(told)) = json::tell(object) {
                return Some(Ok(told));
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const TOKEN: &str = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.c2ln";

    fn only(text: &str) -> (String, Carrier) {
        let mut found = tokens(text);
        assert_eq!(found.len(), 1, "{text}");
        let Within { text, carrier } = found.remove(0);
        (text.to_owned(), carrier)
    }

    #[test]
    fn a_token_in_other_text_is_found_and_its_place_named() {
        let header = |name: &str| Carrier::Header(name.to_owned());
        let cookie = |name: &str| Carrier::Cookie(name.to_owned());
        let named = |name: &str| Carrier::Named(name.to_owned());
        for (before, after, carrier) in [
            ("Cookie: theme=dark; session=", "; x=1", cookie("session")),
            ("Set-Cookie: __Host-id=", "; Path=/; HttpOnly", cookie("__Host-id")),
            ("< set-cookie: access_token=", "; Secure", cookie("access_token")),
            ("> Authorization: Bearer ", "\n>\n< HTTP/2 200", header("Authorization")),
            ("curl -H 'Authorization: Bearer ", "' https://api.example.com", header("Authorization")),
            ("GET / HTTP/1.1\nHost: x\nX-Amzn-Oidc-Data: ", "\n", header("X-Amzn-Oidc-Data")),
            ("Cf-Access-Jwt-Assertion: ", "", header("Cf-Access-Jwt-Assertion")),
            ("https://app.example.com/cb#id_token=", "&state=x", named("id_token")),
            ("export TOKEN=", "", named("TOKEN")),
            ("  \"access_token\": \"", "\",", named("access_token")),
            ("token: ", " # old", named("token")),
            ("the first line\nand then ", " here", Carrier::Text { line: 2, column: 10 }),
        ] {
            assert_eq!(only(&format!("{before}{TOKEN}{after}")), (TOKEN.to_owned(), carrier), "{before}");
        }
        assert_eq!(only(&format!("x {TOKEN} {TOKEN}.")).0, TOKEN);
        assert_eq!(tokens(&format!("a={TOKEN}\nb={TOKEN}x")).len(), 2);
        for text in ["", "eyJ", "eyJhbGciOiJub25lIn0", "eyJx.y.z", &"eyJ".repeat(1000), "x=eyJ."] {
            assert_eq!(tokens(text).len(), 0, "{text}");
        }
    }

    #[test]
    fn the_body_of_a_whole_answer_is_read() {
        let verbose = "*   Trying 127.0.0.1:443...\n> POST /token HTTP/2\n{ [5 bytes data]\n< HTTP/2 400\n< content-type: application/json\n<\n{\"error\":\"invalid_grant\"}\n* Closing connection\n";
        assert_eq!(answer(verbose).unwrap().unwrap().kind, "error_response");
        let pretty = "HTTP/1.1 200 OK\r\n\r\n{\n  \"access_token\": \"abc\",\n  \"expires_in\": 5\n}\r\n";
        assert_eq!(answer(pretty).unwrap().unwrap().kind, "token_response");
        assert!(answer("{ [5 bytes data]\n}").is_none());
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "(eyJ|eyJhbGciOiJub25lIn0\\.|Cookie: |\n\\{|\\}|é|=|\"|\\PC){0,40}") {
            let _ = tokens(&text);
            let _ = answer(&text);
        }
    }
}
