//! What the start of a file says that it is, whatever its name.

/// So much of the start is looked at.
pub(super) const HEAD: usize = 4096;
/// A header of tar.
const BLOCK: usize = 512;
/// Bits a byte, from which on something is packed or encrypted: text has 5, programs 6.
const NOISE: f64 = 7.8;

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Text, or what can be read as text: programs, databases, dumps.
    Text,
    /// Text of two bytes a letter, the low one first or last.
    Utf16 {
        /// Whether the low byte comes first.
        little: bool,
    },
    /// RFC 1952.
    Gzip,
    /// RFC 8878.
    Zstd,
    /// The format of xz.
    Xz,
    /// An archive of zip.
    Zip,
    /// An archive of tar.
    Tar,
    /// As if by chance: packed or encrypted in a way that is not known, or random. Read as text all the same.
    Noise,
    /// What nobody here can read, by its name.
    Closed(&'static str),
}

/// Beginnings of what is packed or encrypted in a way that is not read.
const CLOSED: [(&[u8], &str); 17] = [
    (b"BZh", "a bzip2 file"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!\x1a\x07", "a rar archive"),
    (b"\x04\x22\x4d\x18", "an lz4 file"),
    (b"LZIP", "an lzip file"),
    (b"\x89LZO\0", "an lzop file"),
    (b"\x5d\0\0", "an lzma file"),
    (b"\x1f\x9d", "a file of compress"),
    (b"MSCF", "a cabinet"),
    (b"\xff\x06\0\0sNaPpY", "a snappy file"),
    (b"!<arch>\n", "an archive of ar, such as a Debian package"),
    (b"\xed\xab\xee\xdb", "an RPM package"),
    (b"%PDF-", "a PDF, whose text is packed"),
    (b"PAR1", "a Parquet file, whose columns are packed"),
    (b"Salted__", "encrypted by openssl"),
    (b"age-encryption.org/v1", "encrypted by age"),
    (b"-----BEGIN PGP MESSAGE", "encrypted by PGP"),
];

/// What begins so.
pub(super) fn of(head: &[u8]) -> Kind {
    if let Some((_, name)) = CLOSED.iter().find(|(start, _)| head.starts_with(start)) {
        return Kind::Closed(name);
    }
    match head {
        [0x1f, 0x8b, ..] => Kind::Gzip,
        [0x28, 0xb5, 0x2f, 0xfd, ..] | [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..] => Kind::Zstd,
        [0xfd, b'7', b'z', b'X', b'Z', 0, ..] => Kind::Xz,
        [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..] => Kind::Zip,
        [0xff, 0xfe, ..] => Kind::Utf16 { little: true },
        [0xfe, 0xff, ..] => Kind::Utf16 { little: false },
        _ if is_tar(head) => Kind::Tar,
        _ if head.len() == HEAD && entropy(head) > NOISE => Kind::Noise,
        _ => Kind::Text,
    }
}

/// A header whose sum is right: old archives have no mark.
fn is_tar(head: &[u8]) -> bool {
    let Some(block) = head.get(..BLOCK) else { return false };
    let field = std::str::from_utf8(&block[148..156]).unwrap_or_default();
    let wanted = u32::from_str_radix(field.trim_matches(['\0', ' ']), 8);
    let sum: u32 =
        block.iter().enumerate().map(|(at, byte)| if (148..156).contains(&at) { 32 } else { u32::from(*byte) }).sum();
    block[0] != 0 && wanted == Ok(sum)
}

/// How many bits a byte holds of what cannot be told from the bytes before.
fn entropy(bytes: &[u8]) -> f64 {
    let mut counts = [0_u32; 256];
    for byte in bytes {
        counts[usize::from(*byte)] += 1;
    }
    #[expect(clippy::cast_precision_loss, reason = "a few thousand")]
    let whole = bytes.len() as f64;
    counts
        .iter()
        .filter(|count| **count > 0)
        .map(|count| f64::from(*count) / whole)
        .map(|part| -part * part.log2())
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_file_is_is_told_by_its_start() {
        assert_eq!(of(b"2026-01-01 eyJ"), Kind::Text);
        assert_eq!(of(b""), Kind::Text);
        assert_eq!(of(b"\x1f\x8b\x08"), Kind::Gzip);
        assert_eq!(of(b"7z\xbc\xaf\x27\x1c\0"), Kind::Closed("a 7z archive"));
        let mut state = 1_u64;
        let noise: Vec<u8> = (0..HEAD)
            .map(|_| {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                u8::try_from(state >> 56).unwrap()
            })
            .collect();
        assert_eq!(of(&noise), Kind::Noise);
        let base64 =
            b"QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnaGlqa2xtbm9wcXJzdHV2d3h5ejAxMjM0NTY3ODkrLw==".repeat(60);
        assert_eq!(of(&base64[..HEAD]), Kind::Text);
    }
}
