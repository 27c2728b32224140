//! What stands around a token that was copied, and is taken off for those who only look: spaces, quotation marks, the header
//! of a request, the mark at the start of a file.

use std::borrow::Cow;
use std::fmt;

use super::utf16;

/// The schemes that carry a token: RFC 6750, RFC 9449, and those of GitHub and of older services.
const SCHEMES: [&str; 4] = ["Bearer", "DPoP", "token", "JWT"];
/// Quotation marks that belong together. What begins with one and ends with none was cut out in a hurry.
const QUOTES: [(&str, &str); 9] = [
    ("\\\"", "\\\""),
    ("\"", "\""),
    ("'", "'"),
    ("`", "`"),
    ("“", "”"),
    ("„", "“"),
    ("‘", "’"),
    ("«", "»"),
    ("<", ">"),
];
/// A line end as two characters or as an escape of addresses: what `echo` or JSON made of it.
const ESCAPES: [&str; 6] = ["\\r\\n", "\\n", "\\r", "%0D%0A", "%0A", "%0a"];
/// More layers than this are no accident.
const MOST_LAYERS: usize = 8;

/// Something that stands around a token and is no part of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Carrier {
    /// U+FEFF at the start of a file.
    ByteOrderMark,
    /// Two bytes for each character.
    Utf16,
    /// Spaces or tabs at an end.
    Space,
    /// Line ends after it or before it.
    LineEnd,
    /// A line end of Windows.
    CarriageReturn,
    /// Line ends or spaces within it, as mails and terminals wrap a long line.
    Wrapped,
    /// A line end that is written as an escape.
    Escape,
    /// Quotation marks.
    Quotes,
    /// A header of a request or an answer, by its name.
    Header(String),
    /// The name of a scheme, as in `Bearer `.
    Scheme(&'static str),
    /// A cookie, by its name.
    Cookie(String),
    /// A member of JSON, a parameter or a variable, by its name.
    Named(String),
    /// The headers of the answer of a server.
    Answer,
    /// Other text: the token begins in this line, at this byte of it, both from 1.
    Text {
        /// The line.
        line: usize,
        /// The byte in the line.
        column: usize,
    },
}

/// A text that was shown as a token, and what stood around it.
#[derive(Clone, PartialEq, Eq)]
pub struct Carried<'t> {
    /// What is left.
    pub text: Cow<'t, str>,
    /// What was taken off, from the outside to the inside.
    pub carriers: Vec<Carrier>,
}

/// The text that was shown; nothing where the bytes are none, in UTF-8 or in UTF-16.
pub(super) fn text(bytes: &[u8]) -> Option<Carried<'_>> {
    let (text, carriers) = match std::str::from_utf8(bytes) {
        // ASCII in UTF-16 is UTF-8 too, with a zero in every second byte.
        Ok(text) if !text.contains('\0') => (Cow::Borrowed(text), Vec::new()),
        _ => (Cow::Owned(utf16::read(bytes)?), vec![Carrier::Utf16]),
    };
    Some(Carried { text, carriers })
}

/// A text without what stands at its ends and is no part of any token.
pub(super) fn without_ends(text: &str) -> (&str, Vec<Carrier>) {
    let (mut text, mut carriers) = (text, Vec::new());
    for _ in 0..MOST_LAYERS {
        let Some((carrier, inner)) = layer(text) else { break };
        text = inner;
        if !carriers.contains(&carrier) {
            carriers.push(carrier);
        }
    }
    (text, carriers)
}

/// The outermost thing that stands around a text, and what is left without it.
fn layer(text: &str) -> Option<(Carrier, &str)> {
    if let Some(rest) = text.strip_prefix('\u{feff}') {
        return Some((Carrier::ByteOrderMark, rest));
    }
    let trimmed = text.trim_matches(|c: char| c.is_whitespace() || c == '\u{200b}');
    if trimmed.len() < text.len() {
        let start = trimmed.as_ptr() as usize - text.as_ptr() as usize;
        let cut = [&text[..start], &text[start + trimmed.len()..]];
        let has = |c: char| cut.iter().any(|cut| cut.contains(c));
        let carrier = match (has('\r'), has('\n')) {
            (true, _) => Carrier::CarriageReturn,
            (_, true) => Carrier::LineEnd,
            _ => Carrier::Space,
        };
        return Some((carrier, trimmed));
    }
    if let Some(inner) = unquoted(text) {
        return Some((Carrier::Quotes, inner));
    }
    if let Some(rest) = ESCAPES.iter().find_map(|escape| text.strip_suffix(escape)) {
        return Some((Carrier::Escape, rest));
    }
    if let Some((name, rest)) = authorization(text) {
        return Some((Carrier::Header(name.to_owned()), rest));
    }
    SCHEMES.iter().find_map(|scheme| Some((Carrier::Scheme(scheme), after_word(text, scheme)?)))
}

/// What is between quotation marks; with a comma or a semicolon after them, as in a list.
fn unquoted(text: &str) -> Option<&str> {
    // Bytes of Python.
    let bare = text.strip_prefix(['b', 'B']).filter(|rest| rest.starts_with(['\'', '"'])).unwrap_or(text);
    let bare = bare.trim_end_matches([',', ';']).trim_end();
    let whole = QUOTES.iter().find_map(|(open, close)| bare.strip_prefix(open)?.strip_suffix(close));
    let half = || {
        let is_token = |rest: &&str| rest.starts_with("eyJ");
        let begun = QUOTES.iter().find_map(|(open, _)| bare.strip_prefix(open).filter(is_token));
        begun.or_else(|| QUOTES.iter().find_map(|(_, close)| bare.strip_suffix(close).filter(is_token)))
    };
    // XML is in such brackets, and is none.
    whole.filter(|inner| !(bare.starts_with('<') && inner.contains(['<', '>', ' ']))).or_else(half)
}

/// What follows the name of the header that carries tokens (RFC 9110, 11.6.2), and that name.
fn authorization(text: &str) -> Option<(&'static str, &str)> {
    let names = ["Authorization", "Proxy-Authorization"].into_iter();
    names.into_iter().find_map(|name| {
        let rest = after(text, name)?.trim_start().strip_prefix(':')?;
        Some((name, rest.trim_start()))
    })
}

/// What follows a word and spaces.
fn after_word<'t>(text: &'t str, word: &str) -> Option<&'t str> {
    let rest = after(text, word)?;
    let inner = rest.trim_start();
    (inner.len() < rest.len()).then_some(inner)
}

fn after<'t>(text: &'t str, word: &str) -> Option<&'t str> {
    let (start, rest) = text.split_at_checked(word.len())?;
    start.eq_ignore_ascii_case(word).then_some(rest)
}

/// What it is, as the end of "the token is …".
impl fmt::Display for Carrier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ByteOrderMark => f.write_str("after a byte order mark (BOM)"),
            Self::Utf16 => f.write_str("in UTF-16, as PowerShell writes files"),
            Self::Space => f.write_str("between spaces"),
            Self::LineEnd => f.write_str("followed by line ends"),
            Self::CarriageReturn => f.write_str("followed by a carriage return (CR), as lines of Windows end"),
            Self::Wrapped => f.write_str("broken by line ends or spaces"),
            Self::Escape => f.write_str("followed by a line end that is written as an escape"),
            Self::Quotes => f.write_str("in quotation marks"),
            Self::Header(name) => write!(f, "in the header `{name}`"),
            Self::Scheme(name) => write!(f, "after `{name} `"),
            Self::Cookie(name) => write!(f, "in the cookie `{name}`"),
            Self::Named(name) => write!(f, "in `{name}`"),
            Self::Answer => f.write_str("in the whole answer of a server, with its headers"),
            Self::Text { line, column } => write!(f, "in other text, at line {line}, column {column}"),
        }
    }
}

impl Carrier {
    /// What to do, where it is more than to leave it out.
    pub(super) fn way_out(&self) -> Option<&'static str> {
        Some(match self {
            Self::ByteOrderMark => "save the file as UTF-8 without a BOM",
            Self::Utf16 => "save the file as UTF-8 or ASCII",
            Self::CarriageReturn => "take it out with `tr -d '\\r'`",
            Self::Wrapped => "take them out with `tr -d ' \\r\\n'`",
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inner(text: &str) -> &str {
        without_ends(text).0
    }

    #[test]
    fn what_carries_a_token_is_taken_off() {
        for text in [
            "x",
            "Bearer x",
            "bearer   x",
            "Authorization: Bearer x",
            "authorization:BEARER x",
            "DPoP x",
            "Authorization : Bearer x",
            "'Authorization: Bearer x'",
            "\u{feff}x\r\n",
            " \t\"x\",\n",
            "\\\"x\\\"",
            "“x”",
            "b'x'",
            "x\\n",
            "x%0A",
            "\"'x'\"",
            "<x>",
            "Proxy-Authorization: Bearer \"x\"",
        ] {
            assert_eq!(inner(text), "x", "{text}");
        }
        assert_eq!(inner("Authorization: token ghp_x"), "ghp_x");
        assert_eq!(inner("\"eyJx"), "eyJx");
        assert_eq!(inner("eyJx\","), "eyJx");
        for text in ["", "Bearer", "bearerx", "é", "beareré x", "<a b='c'></a>", "<a>", "\"", "x\"y", "v^1.1#i"] {
            let _ = inner(text);
        }
        assert_eq!(inner("<a b='c'></a>"), "<a b='c'></a>");
        assert_eq!(inner("x y"), "x y");
    }

    #[test]
    fn each_is_named_once_from_the_outside_to_the_inside() {
        let (_, carriers) = without_ends("\u{feff}  \"Authorization: Bearer x\"  \r\n");
        assert_eq!(
            carriers,
            [
                Carrier::ByteOrderMark,
                Carrier::CarriageReturn,
                Carrier::Quotes,
                Carrier::Header("Authorization".to_owned()),
                Carrier::Scheme("Bearer"),
            ]
        );
        assert_eq!(without_ends("x\n\n").1, [Carrier::LineEnd]);
        assert_eq!(without_ends("x\r").1, [Carrier::CarriageReturn]);
    }

    #[test]
    fn bytes_of_utf_16_are_text() {
        let both = |text: &str| -> [Vec<u8>; 2] {
            let units: Vec<u16> = text.encode_utf16().collect();
            [
                units.iter().flat_map(|unit| unit.to_le_bytes()).collect(),
                units.iter().flat_map(|unit| unit.to_be_bytes()).collect(),
            ]
        };
        for bytes in both("\u{feff}eyJx.y.z").into_iter().chain(both("eyJx.y.z")) {
            let carried = text(&bytes).unwrap();
            assert_eq!(carried.carriers, [Carrier::Utf16]);
            assert_eq!(without_ends(&carried.text).0, "eyJx.y.z");
        }
        assert!(text(b"\xff").is_none() && text(b"\xff\xfe\x00").is_none() && text(b"a\0b").is_none());
        assert!(text(b"\xc3\x28").is_none());
        assert_eq!(text(b"x").unwrap().carriers, []);
    }
}
