//! What an SD-JWT discloses.

use std::fmt::Write as _;

use super::render::claim_text;
use super::sections::{lines, section};
use crate::cli::escape::escape;
use crate::cli::paint::Paint;
use crate::core::Timestamp;
use crate::inspect::sd_jwt::{Disclosure, KeyBinding, SdJwt};
use crate::wire::{DisclosureDocument, KeyBindingDocument};

impl<'a> From<&'a Disclosure> for DisclosureDocument<'a> {
    fn from(disclosure: &'a Disclosure) -> Self {
        Self {
            name: disclosure.name.as_deref(),
            value: disclosure.value.as_ref(),
            digest: &disclosure.digest,
            place: disclosure.place.as_deref(),
        }
    }
}

impl<'a> From<&'a KeyBinding<'_>> for KeyBindingDocument<'a> {
    fn from(bound: &'a KeyBinding<'_>) -> Self {
        let token = bound.token.as_ref();
        Self {
            header: token.map(|token| &token.header),
            claims: token.and_then(|token| token.claims.as_ref()),
            is_of_this: bound.is_of_this,
        }
    }
}

/// What an SD-JWT discloses, and the proof of its holder.
pub fn disclosures(text: &mut String, token: &SdJwt<'_>, now: Timestamp, paint: Paint) {
    let _ = writeln!(text, "{}", paint.label("disclosures"));
    if token.disclosures.is_empty() {
        let _ = writeln!(text, "  none");
    }
    let of = |disclosure: &Disclosure| {
        let name =
            disclosure.name.as_deref().unwrap_or(if disclosure.is_readable() { "(element)" } else { "(unreadable)" });
        let value = disclosure.value.as_ref().map_or(String::new(), claim_text);
        let place = match &disclosure.place {
            Some(place) => format!("in {place}"),
            None => "in no place of the token: a verifier refuses it".to_owned(),
        };
        (escape(name), format!("{value} ({})", escape(&place)))
    };
    lines(text, 2, token.disclosures.iter().map(of), str::to_owned);
    let Some(bound) = &token.key_binding else {
        lines(text, 0, [("key binding".to_owned(), "none".to_owned())].into_iter(), |name| paint.label(name));
        return;
    };
    let words = if bound.is_of_this {
        "sd_hash is that of the text before it"
    } else {
        "sd_hash is not that of the text before it"
    };
    lines(text, 0, [("key binding".to_owned(), words.to_owned())].into_iter(), |name| paint.label(name));
    if let Some(token) = &bound.token {
        lines(text, 2, token.header.iter().map(|(name, value)| (escape(name), claim_text(value))), str::to_owned);
        if let Some(claims) = &token.claims {
            section(text, "claims of the key binding", claims, Some(now), paint);
        }
    }
}
