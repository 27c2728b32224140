//! UTF-16, as PowerShell and Notepad write it: with a byte order mark, or recognised by the zeros beside plain letters.

/// The text without its mark; nothing where the bytes are no UTF-16, or more likely something else.
pub(super) fn read(bytes: &[u8]) -> Option<String> {
    let (pairs, []) = bytes.as_chunks::<2>() else { return None };
    let is_big = match pairs.first()? {
        [0xff, 0xfe] => false,
        [0xfe, 0xff] => true,
        [0, b'!'..=b'~'] => true,
        [b'!'..=b'~', 0] => false,
        _ => return None,
    };
    let units: Vec<u16> =
        pairs.iter().map(|pair| if is_big { u16::from_be_bytes(*pair) } else { u16::from_le_bytes(*pair) }).collect();
    let text = String::from_utf16(&units).ok()?;
    let text = text.strip_prefix('\u{feff}').map_or(text.clone(), str::to_owned);
    (!text.is_empty() && !text.contains('\0')).then_some(text)
}
