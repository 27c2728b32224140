//! How the file of a key is called, and what it says of itself.

use std::fmt::Write as _;

use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use crate::core::id::Kid;

/// The end of the names of key files.
const END: &str = ".pem";
/// What begins the names of files that are not named by the kid itself. No plain kid has a dot.
const DIGEST: &str = "sha256.";
/// What comes before the kid in the first line of such a file: text that readers of PEM pass over (RFC 7468, 2).
const KID_LINE: &str = "kid: ";
/// The longest kid that names a file.
const MOST_PLAIN: usize = 128;

/// The name of the file of a key: its kid where that is plain, else a digest of it. A kid is its owner's to choose, and may be
/// no name for a file.
pub fn name(kid: &Kid) -> String {
    if is_plain(kid.as_str()) {
        return format!("{kid}{END}");
    }
    let digest = Sha256::digest(kid.as_str());
    let mut name = DIGEST.to_owned();
    for byte in digest {
        let _ = write!(name, "{byte:02x}");
    }
    name + END
}

/// Whether a name is one that the file of some key has.
pub fn is_name(name: &str) -> bool {
    let is_digest = |digits: &str| digits.len() == 64 && digits.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    kid_in_name(name).is_some()
        || name.strip_suffix(END).and_then(|name| name.strip_prefix(DIGEST)).is_some_and(is_digest)
}

/// The kid that names a file.
pub(super) fn kid_in_name(name: &str) -> Option<Kid> {
    Kid::new(name.strip_suffix(END).filter(|kid| is_plain(kid))?).ok()
}

fn is_plain(kid: &str) -> bool {
    kid.len() <= MOST_PLAIN && kid.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_@".contains(&b))
}

/// The kid that the text of a file says.
pub(super) fn kid_in(text: &[u8]) -> Option<Kid> {
    let line = text.split(|byte| *byte == b'\n').next()?.strip_prefix(KID_LINE.as_bytes())?;
    Kid::new(std::str::from_utf8(line).ok()?.trim_end_matches('\r')).ok()
}

/// The text of a key's file, which says the kid where its name does not: without a ledger nobody else would know it.
pub(super) fn text(kid: &Kid, pem: &Zeroizing<Vec<u8>>) -> Zeroizing<Vec<u8>> {
    if is_plain(kid.as_str()) {
        return pem.clone();
    }
    let line = format!("{KID_LINE}{kid}\n");
    // Never grown: what grows leaves a copy behind.
    let mut text = Zeroizing::new(Vec::with_capacity(line.len() + pem.len()));
    text.extend_from_slice(line.as_bytes());
    text.extend_from_slice(pem);
    text
}
