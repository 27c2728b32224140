//! How an HMAC secret may be written: text in a file, or bytes in one of three ways. Which it is, nobody can see.

use std::fmt;

use base64::Engine as _;
use zeroize::Zeroizing;

use super::encoding::{BASE64, BASE64URL, without_space};

/// How a secret is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SecretForm {
    /// It is the text itself.
    Text,
    /// In base64, with `+` and `/`.
    Base64,
    /// In base64, with `-` and `_`.
    Base64Url,
    /// Two digits of sixteen for a byte.
    Hex,
}

impl SecretForm {
    /// Every one, in the order of the help.
    pub const ALL: [Self; 4] = [Self::Text, Self::Base64, Self::Base64Url, Self::Hex];

    /// What it is called.
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Base64 => "base64",
            Self::Base64Url => "base64url",
            Self::Hex => "hex",
        }
    }

    /// The one that is called so.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|form| form.name() == name)
    }

    /// The bytes of a secret that is written so, if it is. White space is a part of text alone.
    pub(super) fn read(self, text: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        let secret = match self {
            Self::Text => Zeroizing::new(text.to_vec()),
            Self::Base64 => Zeroizing::new(BASE64.decode(&*without_space(text)).ok()?),
            Self::Base64Url => Zeroizing::new(BASE64URL.decode(&*without_space(text)).ok()?),
            Self::Hex => bytes_of_hex(&without_space(text))?,
        };
        (!secret.is_empty()).then_some(secret)
    }

    /// A secret, written so; none where it is no text that can be written.
    pub fn write(self, secret: &[u8]) -> Option<Zeroizing<String>> {
        use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
        Some(Zeroizing::new(match self {
            Self::Text => std::str::from_utf8(secret).ok().filter(|text| !text.contains(char::is_control))?.to_owned(),
            Self::Base64 => STANDARD.encode(secret),
            Self::Base64Url => URL_SAFE_NO_PAD.encode(secret),
            Self::Hex => secret.iter().flat_map(|byte| [byte >> 4, byte & 15]).map(hex_digit).collect(),
        }))
    }
}

fn hex_digit(nibble: u8) -> char {
    char::from_digit(u32::from(nibble), 16).unwrap_or('0')
}

fn bytes_of_hex(text: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let text = text.strip_prefix(b"0x").unwrap_or(text);
    let (pairs, odd) = text.as_chunks::<2>();
    let mut bytes = Zeroizing::new(Vec::with_capacity(pairs.len()));
    for [high, low] in pairs {
        let digit = |byte: u8| char::from(byte).to_digit(16);
        bytes.push(u8::try_from(digit(*high)? * 16 + digit(*low)?).ok()?);
    }
    odd.is_empty().then_some(bytes)
}

/// A text without the line end that editors and `echo` put after it.
pub(super) fn without_line_end(text: &[u8]) -> Option<&[u8]> {
    let text = text.strip_suffix(b"\n")?;
    Some(text.strip_suffix(b"\r").unwrap_or(text))
}

/// How many bits a text would have as a secret, by each way in which it can be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecretReadings(Vec<(SecretForm, usize)>);

impl SecretReadings {
    /// Reads a text in every way.
    pub(super) fn of(text: &[u8]) -> Self {
        let text = without_line_end(text).unwrap_or(text);
        let bits = |form: SecretForm| Some((form, form.read(text)?.len() * 8));
        Self(SecretForm::ALL.into_iter().filter_map(bits).collect())
    }

    /// The ways, each with its bits.
    pub fn iter(&self) -> impl Iterator<Item = (SecretForm, usize)> {
        self.0.iter().copied()
    }
}

impl fmt::Display for SecretForm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Its bits in each way, as a part of a sentence.
impl fmt::Display for SecretReadings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, (form, bits)) in self.iter().enumerate() {
            let between = match place {
                0 => "",
                _ if place + 1 == self.0.len() => " or ",
                _ => ", ",
            };
            write!(f, "{between}{bits} bits as {form}")?;
        }
        Ok(())
    }
}
