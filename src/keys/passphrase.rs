//! Passphrases and where they come from: a file, a descriptor, a variable, a command, or a person. Never a flag's value.

use std::path::Path;
use std::time::Duration;

use zeroize::Zeroizing;

use crate::core::id::Kid;
use crate::host::command::{self, Commands, End};
use crate::host::{Environment, files};

/// A passphrase. It leaves only through [`reveal`](Self::reveal).
#[derive(Clone)]
pub struct Passphrase(Zeroizing<Vec<u8>>);

/// The most bytes that a passphrase in a file may have.
const MOST: u64 = 1024;
/// How long a command has to print one, a person included who is asked by it.
const LIMIT: Duration = Duration::from_secs(30);

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

    /// Whether somebody said where passphrases come from, so that nobody must be asked.
    fn is_named(&self) -> bool {
        true
    }
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

    /// Takes the first line that a shell command prints within 30 seconds. What it complains goes to standard error.
    pub fn from_command(command: &str, environment: &Environment) -> Result<Self, PassphraseError> {
        Self::from_command_within(command, environment, LIMIT)
    }

    fn from_command_within(command: &str, environment: &Environment, limit: Duration) -> Result<Self, PassphraseError> {
        let origin = "passphrase_command".to_owned();
        let unreadable = |cause: String| PassphraseError::Unreadable { origin: origin.clone(), cause };
        let finished =
            Commands::new().ask(command, environment, limit).map_err(|error| unreadable(error.to_string()))?;
        let printed = Zeroizing::new(finished.stdout);
        match finished.end {
            End::Exit(0) => {}
            End::TimeOut => {
                let (program, seconds) = (program(command), limit.as_secs());
                return Err(unreadable(format!("{program} did not end within {seconds} seconds")));
            }
            end => return Err(unreadable(format!("the command ended with {end}"))),
        }
        let line = printed.split(|byte| *byte == b'\n').next().unwrap_or_default();
        if line.len() >= command::MOST {
            return Err(unreadable(format!("its first line has no end in {} KiB", command::MOST / 1024)));
        }
        Self::new(Zeroizing::new(line.to_vec()), &origin)
    }

    /// The bytes, for the key derivation.
    pub fn reveal(&self) -> &[u8] {
        &self.0
    }
}

/// What a command is called in messages: its first word, where that is a plain name. There may be a secret in the others.
fn program(command: &str) -> String {
    let first = command.split_whitespace().next().unwrap_or_default();
    let is_plain = !first.is_empty() && first.chars().all(|c| c.is_ascii_alphanumeric() || "/._-+~".contains(c));
    if is_plain { format!("`{first}`") } else { "the command".to_owned() }
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

    const UNREADABLE: &str = "the passphrase from passphrase_command could not be read:";

    fn within(limit: Duration, command: &str) -> Result<Vec<u8>, String> {
        let taken = Passphrase::from_command_within(command, &Environment::of_process(), limit);
        taken.map(|passphrase| passphrase.reveal().to_vec()).map_err(|error| error.to_string())
    }

    fn from(command: &str) -> Result<Vec<u8>, String> {
        within(LIMIT, command)
    }

    #[test]
    fn a_command_gives_its_first_line_or_its_failure() {
        assert_eq!(from("printf 'one\\ntwo\\n'").unwrap(), b"one");
        assert_eq!(from("exit 3").unwrap_err(), format!("{UNREADABLE} the command ended with exit status: 3"));
        assert_eq!(from("kill $$").unwrap_err(), format!("{UNREADABLE} the command ended with signal: 15 (SIGTERM)"));
        assert_eq!(from("true").unwrap_err(), "the passphrase from passphrase_command is empty");
    }

    #[test]
    fn a_command_has_its_time_and_its_message_says_which_one_hung() {
        for (command, name) in [
            ("sleep 1000; printf one", "`sleep`"),
            ("/bin/sleep 1000", "`/bin/sleep`"),
            ("yes", "`yes`"),
            ("WORD=hunter2 sleep 1000", "the command"),
            ("'sleep' 1000 # hunter2", "the command"),
        ] {
            let late = within(Duration::from_secs(1), command).unwrap_err();
            assert_eq!(late, format!("{UNREADABLE} {name} did not end within 1 seconds"));
        }
    }

    #[test]
    fn a_first_line_is_whole_or_refused() {
        let long = |bytes: usize| from(&format!("head -c {bytes} /dev/zero | tr '\\0' x; echo; echo more"));
        assert_eq!(long(command::MOST - 1).unwrap().len(), command::MOST - 1);
        assert_eq!(long(command::MOST).unwrap_err(), format!("{UNREADABLE} its first line has no end in 64 KiB"));
    }
}
