//! Base64 as it should not be, and what is wrong with it.

use base64::Engine as _;
use base64::alphabet::URL_SAFE;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

use super::fault::{Fault, Part};

const LOOSE: GeneralPurposeConfig = GeneralPurposeConfig::new()
    .with_encode_padding(false)
    .with_decode_allow_trailing_bits(true)
    .with_decode_padding_mode(DecodePaddingMode::Indifferent);

/// The bytes of a part, and what is wrong with how it is written; nothing where it is no base64 at all.
pub(super) fn read(text: &str, part: Part) -> Option<(Vec<u8>, Option<Fault>)> {
    let engine = GeneralPurpose::new(&URL_SAFE, LOOSE);
    let bare = text.trim_end_matches('=');
    let url = bare.replace('+', "-").replace('/', "_");
    let bytes = engine.decode(&url).ok()?;
    let fault = if bare.len() < text.len() {
        Some(Fault::Padding(part))
    } else if url != bare {
        Some(Fault::Alphabet(part))
    } else if engine.encode(&bytes) != url {
        Some(Fault::TrailingBits(part))
    } else {
        None
    };
    Some((bytes, fault))
}

/// The bytes of the start of a part whose rest is missing.
pub(super) fn start(text: &str) -> Vec<u8> {
    let is_of = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '+' | '/');
    let mut text: String = text.chars().take_while(is_of).collect();
    text.truncate(text.len() - usize::from(text.len() % 4 == 1));
    read(&text, Part::Payload).map_or(Vec::new(), |(bytes, _)| bytes)
}
