//! Secrets of HMAC, written as somebody says.

use super::error::ImportError;
use super::kind::Kind;
use super::material::Material;
use super::note::Note;
use super::opening::Opening;
use super::secret_form::{SecretForm, SecretReadings, without_line_end};
use super::text;
use crate::core::algorithm::Algorithm;
use crate::keys::generate::hmac_container;

impl Opening<'_> {
    /// Reads the whole text as a secret that is written in this way.
    pub(super) fn secret(&mut self, bytes: &[u8], form: SecretForm) -> Result<Material, ImportError> {
        let text = text::decoded(bytes, &mut self.notes)?;
        if text::has_pem(&text) {
            return Err(ImportError::KeyAsSecret);
        }
        let whole = without_line_end(&text);
        self.notes.extend(whole.map(|_| Note::SecretLineEnd));
        let text = whole.unwrap_or(&text);
        if text.is_empty() {
            return Err(ImportError::Empty);
        }
        if form == SecretForm::Text {
            self.notes.extend(oddity(text).map(Note::SecretOddity));
        }
        let secret = form.read(text).ok_or_else(|| ImportError::OtherSecretForm(form, SecretReadings::of(text)))?;
        let kind = Kind::Secret(u32::try_from(secret.len() * 8).unwrap_or(u32::MAX));
        let algorithm = match self.asked.algorithm {
            Some(algorithm) => algorithm,
            None if secret.len() < Algorithm::HS256.hash_bytes() => Algorithm::HS256,
            None => kind.only_algorithm().ok_or(ImportError::OpenAlgorithm(kind))?,
        };
        kind.check(algorithm)?;
        let private = Some(hmac_container(algorithm, &secret).ok_or(ImportError::Inconsistent)?);
        Ok(Material { kind, kid: None, algorithm: Some(algorithm), public: None, private })
    }
}

/// What of a secret is easily a mistake, and is a part of it all the same.
fn oddity(text: &[u8]) -> Option<&'static str> {
    match text {
        [open @ (b'"' | b'\''), .., close] if open == close => Some("is in quotes"),
        _ if is_assignment(text) => Some("begins as a setting does (NAME=…)"),
        [first, ..] if first.is_ascii_whitespace() => Some("begins with white space"),
        [.., last] if last.is_ascii_whitespace() => Some("ends in white space"),
        _ if text.contains(&b'\n') => Some("has several lines"),
        _ => None,
    }
}

/// Whether a text begins with the name of a variable and a sign of equality, as in `.env` files.
fn is_assignment(text: &[u8]) -> bool {
    let name = text.split(|byte| *byte == b'=').next().unwrap_or_default();
    let is_name = |byte: &u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || *byte == b'_';
    name.len() > 2
        && name.len() + 1 < text.len()
        && name[0].is_ascii_uppercase()
        && name.contains(&b'_')
        && name.iter().all(is_name)
}
