//! Passphrases and where they come from: a file, a descriptor, a variable, a command, or a person. Never a flag's value.

use std::path::Path;

use zeroize::Zeroizing;

use crate::core::id::Kid;
use crate::host::files;

/// A passphrase. It leaves only through [`reveal`](Self::reveal).
#[derive(Clone)]
pub struct Passphrase(Zeroizing<Vec<u8>>);

/// The most bytes that a passphrase may have.
const MOST: u64 = 1024;

/// Why no passphrase could be had.
#[derive(Debug, thiserror::Error)]
pub enum PassphraseError {
    /// Nothing names a source, and there is nobody to ask.
    #[error("{} needs a passphrase, and nothing says where it comes from", .0.subject())]
    NoSource(PassphraseFor),
    /// The source has none.
    #[error("the passphrase from {0} is empty")]
    Empty(String),
    /// The source could not be read.
    #[error("the passphrase from {origin} could not be read: {cause}")]
    Unreadable {
        /// Which source.
        origin: String,
        /// What went wrong.
        cause: String,
    },
    /// The person gave up.
    #[error("no passphrase was given")]
    Cancelled,
}

/// What a passphrase is wanted for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PassphraseFor {
    /// To open this key.
    Open(Kid),
    /// To protect a key that is being made.
    NewKey,
    /// To protect a key that has another passphrase, or none, until now.
    Change,
    /// To open a key that is being imported.
    Import,
    /// To open a key file that only verifies, this once.
    KeyFile,
}

impl PassphraseFor {
    fn subject(&self) -> String {
        match self {
            Self::Open(kid) => format!("key {kid}"),
            Self::NewKey => "the new key".to_owned(),
            Self::Change => "the key".to_owned(),
            Self::Import => "the key to import".to_owned(),
            Self::KeyFile => "the key file".to_owned(),
        }
    }
}

/// Where passphrases come from. The command line implements it, because it knows the flags and the person.
pub trait PassphraseSource {
    /// The passphrase for this.
    fn passphrase(&self, purpose: &PassphraseFor) -> Result<Passphrase, PassphraseError>;
}

impl Passphrase {
    /// Takes what a source gave: one newline at the end is not part of it, and it is not empty.
    pub fn new(mut bytes: Zeroizing<Vec<u8>>, origin: &str) -> Result<Self, PassphraseError> {
        if bytes.last() == Some(&b'\n') {
            bytes.pop();
        }
        if bytes.last() == Some(&b'\r') {
            bytes.pop();
        }
        if bytes.is_empty() { Err(PassphraseError::Empty(origin.to_owned())) } else { Ok(Self(bytes)) }
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

    /// Takes the first line that a shell command prints.
    pub fn from_command(command: &str) -> Result<Self, PassphraseError> {
        let origin = "passphrase_command".to_owned();
        let unreadable = |cause: String| PassphraseError::Unreadable { origin: origin.clone(), cause };
        let output = std::process::Command::new("/bin/sh")
            .args(["-c", command])
            .stderr(std::process::Stdio::inherit())
            .output()
            .map_err(|error| unreadable(error.to_string()))?;
        let printed = Zeroizing::new(output.stdout);
        if !output.status.success() {
            return Err(unreadable(format!("the command ended with {}", output.status)));
        }
        let line = printed.split(|byte| *byte == b'\n').next().unwrap_or_default();
        Self::new(Zeroizing::new(line.to_vec()), &origin)
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

    fn taken(text: &str) -> Option<Vec<u8>> {
        Passphrase::new(Zeroizing::new(text.as_bytes().to_vec()), "a test").ok().map(|p| p.reveal().to_vec())
    }

    #[test]
    fn one_newline_at_the_end_is_not_part_of_it() {
        assert_eq!(taken("a b\n").unwrap(), b"a b");
        assert_eq!(taken("a\r\n").unwrap(), b"a");
        assert_eq!(taken("a\n\n").unwrap(), b"a\n");
        assert_eq!(taken(""), None);
        assert_eq!(taken("\n"), None);
    }

    #[test]
    fn a_command_gives_its_first_line_or_its_failure() {
        assert_eq!(Passphrase::from_command("printf 'one\\ntwo\\n'").unwrap().reveal(), b"one");
        let failed = Passphrase::from_command("exit 3").unwrap_err().to_string();
        assert_eq!(
            failed,
            "the passphrase from passphrase_command could not be read: the command ended with exit status: 3"
        );
    }
}
