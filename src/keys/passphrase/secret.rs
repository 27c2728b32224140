//! A passphrase, taken from whoever has it: a file, a descriptor, a variable, a command, or a person. Never a flag's value.

use std::path::Path;

use zeroize::Zeroizing;

use super::wanted::PassphraseError;
use crate::host::files;

/// A passphrase. It leaves only through [`reveal`](Self::reveal).
#[derive(Clone)]
pub struct Passphrase(Zeroizing<Vec<u8>>);

/// The most bytes that a passphrase in a file may have.
const MOST: u64 = 1024;

impl Passphrase {
    /// Takes what a source gave, by one rule for all of them: it is one line and not empty, and the line end, LF or CRLF, is
    /// not part of it.
    pub fn new(mut bytes: Zeroizing<Vec<u8>>, origin: &str) -> Result<Self, PassphraseError> {
        if bytes.last() == Some(&b'\n') {
            bytes.pop();
            if bytes.last() == Some(&b'\r') {
                bytes.pop();
            }
        }
        match bytes.split(|byte| *byte == b'\n').count() {
            _ if bytes.is_empty() => Err(PassphraseError::Empty(origin.to_owned())),
            1 => Ok(Self(bytes)),
            lines => Err(PassphraseError::Lines { origin: origin.to_owned(), lines }),
        }
    }

    /// Reads it from a file or a pipe.
    pub fn from_file(path: &Path) -> Result<Self, PassphraseError> {
        let origin = format!("the file {}", path.display());
        match files::read(path, MOST) {
            Ok(bytes) => Self::new(Zeroizing::new(bytes), &origin),
            Err(error) => Err(PassphraseError::Unreadable { origin, cause: error.fault.to_string() }),
        }
    }

    /// Reads it from an open descriptor.
    pub fn from_descriptor(number: u32) -> Result<Self, PassphraseError> {
        let origin = format!("descriptor {number}");
        match files::read(Path::new(&format!("/dev/fd/{number}")), MOST) {
            Ok(bytes) => Self::new(Zeroizing::new(bytes), &origin),
            Err(error) => Err(PassphraseError::Unreadable { origin, cause: error.fault.to_string() }),
        }
    }

    /// The bytes, for the key derivation.
    pub fn reveal(&self) -> &[u8] {
        &self.0
    }
}

impl std::fmt::Debug for Passphrase {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Passphrase(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn taken(text: &str) -> Result<Vec<u8>, String> {
        let taken = Passphrase::new(Zeroizing::new(text.as_bytes().to_vec()), "a test");
        taken.map(|passphrase| passphrase.reveal().to_vec()).map_err(|error| error.to_string())
    }

    #[test]
    fn one_line_end_is_not_part_of_it_and_nothing_else_is_lost() {
        assert_eq!(taken("a b").unwrap(), b"a b");
        assert_eq!(taken(" a b \n").unwrap(), b" a b ");
        assert_eq!(taken("a\r\n").unwrap(), b"a");
        assert_eq!(taken("a\r").unwrap(), b"a\r");
        assert_eq!(taken("a\r\r\n").unwrap(), b"a\r");
        for empty in ["", "\n", "\r\n"] {
            assert_eq!(taken(empty).unwrap_err(), "the passphrase from a test is empty");
        }
    }

    #[test]
    fn more_than_one_line_is_no_passphrase() {
        for (text, lines) in [("a\n\n", 2), ("a\nb", 2), ("a\nb\n", 2), ("\na", 2), ("a\r\nb\r\n", 2), ("\n\n\n", 3)] {
            let refused = format!("the passphrase from a test has {lines} lines, and a passphrase is one");
            assert_eq!(taken(text).unwrap_err(), refused, "{text:?}");
        }
    }
}
