//! Bytes that are written as text, as people have them.

use base64::Engine as _;
use base64::engine::general_purpose::GeneralPurpose;
use base64::engine::{DecodePaddingMode, GeneralPurposeConfig};
use zeroize::Zeroizing;

/// Base64 as people have it: padded or not.
const LENIENT: GeneralPurposeConfig = GeneralPurposeConfig::new()
    .with_decode_padding_mode(DecodePaddingMode::Indifferent)
    .with_decode_allow_trailing_bits(true);
/// With `+` and `/`.
pub(super) const BASE64: GeneralPurpose = GeneralPurpose::new(&base64::alphabet::STANDARD, LENIENT);
/// With `-` and `_`.
pub(super) const BASE64URL: GeneralPurpose = GeneralPurpose::new(&base64::alphabet::URL_SAFE, LENIENT);

/// The bytes of a text in base64 of either alphabet, in one line or in several.
pub(super) fn base64_of(text: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let letters = without_space(text);
    BASE64.decode(&*letters).or_else(|_| BASE64URL.decode(&*letters)).ok().map(Zeroizing::new)
}

/// A text without white space.
pub(super) fn without_space(text: &[u8]) -> Zeroizing<Vec<u8>> {
    Zeroizing::new(text.iter().copied().filter(|byte| !byte.is_ascii_whitespace()).collect())
}
