//! What can be told of a passphrase that did not open a key, without telling it.

use std::fmt;

use super::secret::Passphrase;

/// What was seen of a passphrase: how long it is, and what is odd about it, for one who looks for the mistake.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    count: usize,
    unit: &'static str,
    oddities: Vec<&'static str>,
}

impl Seen {
    /// Looks at a passphrase.
    pub fn of(passphrase: &Passphrase) -> Self {
        let bytes = passphrase.reveal();
        let Ok(text) = std::str::from_utf8(bytes) else {
            return Self { count: bytes.len(), unit: "byte", oddities: vec!["is not UTF-8"] };
        };
        let mut oddities = Vec::new();
        oddities.extend(text.chars().next().and_then(white).map(|(first, _)| first));
        oddities.extend(text.chars().next_back().and_then(white).map(|(_, last)| last));
        let quoted = |quote: char| text.chars().count() > 1 && text.starts_with(quote) && text.ends_with(quote);
        oddities.extend((quoted('"') || quoted('\'')).then_some("is in quotes"));
        oddities.extend(text.starts_with('\u{feff}').then_some("begins with a byte order mark"));
        oddities.extend(text.contains('\0').then_some("has a NUL"));
        oddities.extend((!text.is_ascii()).then_some("has characters beyond ASCII"));
        Self { count: text.chars().count(), unit: "character", oddities }
    }
}

/// How white space is told that is not seen at the begin, and at the end.
fn white(character: char) -> Option<(&'static str, &'static str)> {
    Some(match character {
        ' ' => ("begins with a space", "ends in a space"),
        '\t' => ("begins with a tab", "ends in a tab"),
        '\r' => ("begins with a carriage return", "ends in a carriage return"),
        other if other.is_whitespace() => ("begins with white space", "ends in white space"),
        _ => return None,
    })
}

impl fmt::Display for Seen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { count, unit, oddities } = self;
        write!(f, "{count} {unit}{}", if *count == 1 { "" } else { "s" })?;
        oddities.iter().try_for_each(|oddity| write!(f, ", {oddity}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use zeroize::Zeroizing;

    fn seen(bytes: &[u8]) -> String {
        Seen::of(&Passphrase::new(Zeroizing::new(bytes.to_vec()), "a test").unwrap()).to_string()
    }

    #[test]
    fn a_mistake_can_be_found_without_the_passphrase() {
        for (bytes, told) in [
            (&b"correct horse"[..], "13 characters"),
            (b"hunter2hun ", "11 characters, ends in a space"),
            (b" x\r", "3 characters, begins with a space, ends in a carriage return"),
            (b"\"pw\"\n", "4 characters, is in quotes"),
            ("pässe".as_bytes(), "5 characters, has characters beyond ASCII"),
            (b"\xff\xfep", "3 bytes, is not UTF-8"),
            (b"x", "1 character"),
        ] {
            assert_eq!(seen(bytes), told);
        }
    }
}
