//! A text as one word of a shell (POSIX.1-2017, XCU 2.2).

use std::fmt::Write as _;

/// A text as a shell takes it for one word. What would steer a terminal or turn text around is given by its bytes, so that the word
/// can be shown and copied.
pub fn quoted(text: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "/._-+,:@%=".contains(c);
    // A shell may put a command in the place of what begins with =.
    let is_one_word = !text.is_empty() && !text.starts_with('=') && text.chars().all(is_plain);
    if is_one_word {
        text.to_owned()
    } else if text.chars().any(steers) && !text.ends_with('\n') {
        by_bytes(text)
    } else {
        format!("'{}'", text.replace('\'', "'\\''"))
    }
}

/// Whether a character could steer a terminal or turn text around (Unicode TR 36, bidirectional text spoofing).
pub fn steers(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200e}' | '\u{200f}' | '\u{061c}' | '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// A text as `printf` makes it.
fn by_bytes(text: &str) -> String {
    let mut format = String::with_capacity(text.len() + 16);
    for (place, c) in text.chars().enumerate() {
        match c {
            // It would be a flag of `printf`.
            '-' if place == 0 => format.push_str("\\055"),
            '%' => format.push_str("%%"),
            '\\' => format.push_str("\\\\"),
            '\'' => format.push_str("'\\''"),
            c if steers(c) => {
                let mut bytes = [0; 4];
                for byte in c.encode_utf8(&mut bytes).bytes() {
                    let _ = write!(format, "\\{byte:03o}");
                }
            }
            c => format.push(c),
        }
    }
    format!("\"$(printf '{format}')\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_one_word_and_nothing_in_it_is_read() {
        for (text, word) in [
            ("alice", "alice"),
            ("Zoë", "Zoë"),
            ("", "''"),
            ("=ls", "'=ls'"),
            ("a b", "'a b'"),
            ("it's $(id)", r"'it'\''s $(id)'"),
            ("-\u{200e}", r#""$(printf '\055\342\200\216')""#),
            ("a\u{202e}b%\\'", r#""$(printf 'a\342\200\256b%%\\'\''')""#),
        ] {
            assert_eq!(quoted(text), word, "{text:?}");
        }
    }
}
