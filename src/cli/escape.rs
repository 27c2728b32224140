//! Making texts harmless: what steers a terminal, and secrets in messages.

use std::borrow::Cow;
use std::fmt::Write as _;

use serde::Serialize;

use crate::core::OpaqueKind;
use crate::core::shell::steers as is_unsafe;
use crate::inspect::recognise::is_of_known_prefix;

/// An argument in the wrong place is quoted in messages, and it may be a token or a key.
pub fn hide_secrets(text: &str) -> String {
    let is_of_token = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '=');
    let starts =
        |rest: &str| rest.starts_with("eyJ") || OpaqueKind::of_prefix(rest).is_some() || is_of_known_prefix(rest);
    let mut shown = String::with_capacity(text.len());
    let text = without_key(text);
    let mut rest = &*text;
    while let Some(c) = rest.chars().next() {
        let word = rest.find(|c| !is_of_token(c)).unwrap_or(rest.len());
        if rest.starts_with("-----BEGIN") {
            return shown + "(a key)";
        } else if starts(rest) && word > 16 {
            shown.push_str("(a token)");
            rest = &rest[word..];
        } else {
            shown.push(c);
            rest = &rest[c.len_utf8()..];
        }
    }
    shown
}

/// The same without what may be a key in JSON.
fn without_key(text: &str) -> Cow<'_, str> {
    match (text.find('{'), text.contains("\"kty") || text.contains("\\\"kty")) {
        (Some(start), true) => {
            let end = text.rfind('}').map_or(text.len(), |end| end + 1).max(start);
            format!("{}(a key){}", &text[..start], &text[end..]).into()
        }
        _ => text.into(),
    }
}

/// A text that a token or a file may have chosen, made harmless for a terminal. Lines stay lines nowhere.
pub fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        if is_unsafe(c) {
            let _ = write!(safe, "\\u{{{:x}}}", u32::from(c));
        } else {
            safe.push(c);
        }
    }
    safe
}

/// JSON in which nothing can steer a terminal; it means the same.
pub fn escape_json(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        if is_unsafe(c) && c != '\n' {
            let _ = write!(safe, "\\u{:04x}", u32::from(c));
        } else {
            safe.push(c);
        }
    }
    safe
}

/// A value as one line of JSON that is harmless for a terminal.
pub fn json_line(value: &impl Serialize) -> String {
    escape_json(&serde_json::to_string(value).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    #[test]
    fn what_steers_a_terminal_is_escaped() {
        assert_eq!(escape("a\u{1b}[31mb\u{202e}c\nd\u{9b}"), "a\\u{1b}[31mb\\u{202e}c\\u{a}d\\u{9b}");
        assert_eq!(escape("Zoë — 漢字"), "Zoë — 漢字");
    }

    #[test]
    fn a_token_in_a_message_is_not_repeated() {
        let jwt = "eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJhIn0.c2ln";
        assert_eq!(
            hide_secrets(&format!("unexpected argument '{jwt}' found")),
            "unexpected argument '(a token)' found"
        );
        assert_eq!(hide_secrets(&format!("@{jwt} does not exist")), "@(a token) does not exist");
        assert_eq!(hide_secrets("--x=mtg_rt_0123456789abcdef"), "--x=(a token)");
        assert_eq!(hide_secrets("unexpected 'ghp_0123456789abcdef'"), "unexpected '(a token)'");
        assert_eq!(hide_secrets("x -----BEGIN PRIVATE KEY-----\nabc"), "x (a key)");
        let harmless = "give mtg_rt_… or eyJ… — é";
        assert_eq!(hide_secrets(harmless), harmless);
    }

    #[test]
    fn escaped_json_means_the_same() {
        let value = json!({"a": "x\u{202e}y\u{7f}\u{9b}\u{1b}\n"});
        let line = json_line(&value);
        assert!(line.is_ascii());
        assert_eq!(serde_json::from_str::<Value>(&line).unwrap(), value);
    }
}
