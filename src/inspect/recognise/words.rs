//! What programs and templates put where a token should be.

use super::recognised::{Particular, Recognised, Told};

/// What a program prints where there is nothing.
const NOTHING: [&str; 9] = ["null", "undefined", "none", "nil", "nan", "false", "true", "[object object]", "<nil>"];
/// What begins a command of a shell that took the text for one.
const WEB: [&str; 3] = ["<!doctype html", "<html", "<head"];

pub(super) fn tell(text: &str) -> Told {
    // No word is longer, and most texts end here.
    let start: String = text.chars().take(64).collect::<String>().to_ascii_lowercase();
    if WEB.iter().any(|word| start.starts_with(word)) {
        let what = "a web page (HTML), no token: a page to sign in, or an error, was answered in its place";
        return Some(Ok(Recognised::new("html", what).way_out("look at the answer of the server")));
    }
    if let Some(rest) = after_word(text, "basic") {
        let is_base64 = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/' | b'=' | b'-' | b'_');
        if !rest.is_empty() && rest.bytes().all(is_base64) {
            let what = "a name and a password (`Basic`, RFC 7617), not a token";
            let told = Recognised::new("basic_credentials", what).way_out("sign in with them to get a token");
            return Some(Ok(told.warn("whoever sees it reads the password: if it was pasted, replace it")));
        }
    }
    if text.chars().count() > 63 {
        return None;
    }
    if NOTHING.contains(&start.as_str()) {
        let what = format!("the word `{text}`, not a token: what programs print where there is none");
        let told = Recognised::new("nothing", what);
        return Some(
            Ok(told.way_out("look where it comes from: `jq -r` prints `null` for a member that is not there")),
        );
    }
    if is_placeholder(text, &start) {
        let what = "a placeholder, not a token: nothing was put in its place";
        return Some(Ok(Recognised::new("placeholder", what).way_out("put the token there")));
    }
    if ["bearer", "authorization:", "authorization: bearer", "dpop"].contains(&start.trim_end()) {
        let what = "the name of a scheme without a token after it";
        return Some(Ok(Recognised::new("nothing", what).way_out("check that the variable with the token is set")));
    }
    is_uuid(text).then(|| {
        let what = "a UUID: the id of a token or of something else, not a token";
        let uuid = text.to_ascii_lowercase();
        let way_out = format!("if it is the jti of a token of this home: `mintage token show {uuid}`");
        Ok(Recognised::new("uuid", what).with("uuid", Particular::Text(uuid)).way_out(way_out))
    })
}

/// `$TOKEN`, `${TOKEN}`, `{{token}}`, `%TOKEN%`, `<token>`, `YOUR_TOKEN`.
fn is_placeholder(text: &str, lower: &str) -> bool {
    let inner = [("${{", "}}"), ("${", "}"), ("{{", "}}"), ("%", "%"), ("<", ">"), ("$(", ")"), ("$", "")]
        .into_iter()
        .find_map(|(open, close)| text.strip_prefix(open)?.strip_suffix(close));
    let is_name = |name: &str| {
        !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | ' ' | ':'))
    };
    let yours = ["your_", "your-", "your ", "<your", "my_token", "insert_", "replace_"];
    let speaks_of_tokens = ["token", "jwt"].iter().any(|word| lower.contains(word));
    inner.is_some_and(is_name)
        || (speaks_of_tokens && yours.iter().any(|word| lower.starts_with(word)))
        || matches!(lower, "token" | "jwt" | "access_token" | "id_token" | "xxx" | "...")
}

/// What follows a word and spaces.
fn after_word<'t>(text: &'t str, word: &str) -> Option<&'t str> {
    let (start, rest) = text.split_at_checked(word.len())?;
    let inner = rest.trim_start();
    (start.eq_ignore_ascii_case(word) && inner.len() < rest.len()).then_some(inner)
}

fn is_uuid(text: &str) -> bool {
    let lengths = text.split('-').map(str::len);
    lengths.eq([8, 4, 4, 4, 12]) && text.bytes().all(|b| b == b'-' || b.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_in_the_place_of_a_token_is_named() {
        for (text, kind) in [
            ("null", "nothing"),
            ("undefined", "nothing"),
            ("None", "nothing"),
            ("[object Object]", "nothing"),
            ("Bearer", "nothing"),
            ("Authorization: Bearer ", "nothing"),
            ("$TOKEN", "placeholder"),
            ("${TOKEN}", "placeholder"),
            ("{{ token }}", "placeholder"),
            ("<token>", "placeholder"),
            ("YOUR_TOKEN_HERE", "placeholder"),
            ("your-jwt", "placeholder"),
            ("token", "placeholder"),
            ("${{ secrets.TOKEN }}", "placeholder"),
            ("<!DOCTYPE html><html>", "html"),
            ("Basic dXNlcjpwdw==", "basic_credentials"),
            ("019b76da-a807-7005-b02d-43fa06e7d058", "uuid"),
        ] {
            assert_eq!(tell(text).unwrap().unwrap().kind, kind, "{text}");
        }
        for text in ["", "hello", "x.y.z", "basic", "Basic é", "$", "a b", "{}", "your", "nullable", "mtg_rt_x"] {
            assert_eq!(tell(text), None, "{text}");
        }
        assert!(!format!("{:?}", tell("Basic dXNlcjpwdw==")).contains("dXNl"));
    }
}
