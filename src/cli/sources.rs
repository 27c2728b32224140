//! Where passphrases come from: at most one flag, else the settings' command, else a person.

use std::ffi::OsString;
use std::path::Path;
use std::sync::Arc;

use clap::Args;
use zeroize::Zeroizing;

use super::error::Error;
use super::path::PathArg;
use super::prompt;
use crate::authority::{Authority, NewKeyProtection};
use crate::core::Algorithm;
use crate::host::Environment;
use crate::keys::{Passphrase, PassphraseCommand, PassphraseError, PassphraseFor, PassphraseSource};

// The flags that name a source of passphrases. Not a docstring, which would become the help of every command that
// has them. A passphrase itself is never a flag's value: others can see argv.
#[derive(Debug, Clone, Default, Args)]
#[expect(clippy::struct_field_names, reason = "each is the name of its flag")]
#[group(multiple = false)]
#[command(next_help_heading = "Passphrase")]
pub struct PassphraseArgs {
    /// Read the passphrase of the key from a file or pipe
    #[arg(long, value_name = "FILE")]
    passphrase_file: Option<PathArg>,
    /// Read the passphrase of the key from an open descriptor
    #[arg(long, value_name = "N")]
    passphrase_fd: Option<u32>,
    /// Read the passphrase of the key from an environment variable
    #[arg(long, value_name = "VAR")]
    passphrase_env: Option<OsString>,
}

impl PassphraseArgs {
    /// Whether one is given.
    pub fn is_given(&self) -> bool {
        let Self { passphrase_file, passphrase_fd, passphrase_env } = self;
        passphrase_file.is_some() || passphrase_fd.is_some() || passphrase_env.is_some()
    }

    /// The file that holds the passphrase, if one is named.
    pub fn file(&self) -> Option<&Path> {
        self.passphrase_file.as_deref()
    }

    /// The variable that holds the passphrase, for those who hand an environment on.
    pub fn variable(&self) -> Option<&OsString> {
        self.passphrase_env.as_ref()
    }
}

// The flags that say how a new key is protected.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Passphrase")]
pub struct ProtectionArgs {
    #[command(flatten)]
    pub source: PassphraseArgs,
    /// Keep the private key unencrypted, protected by its file mode alone
    #[arg(long, conflicts_with = "PassphraseArgs")]
    pub no_passphrase: bool,
}

// The flags of `keys import` that open the key that comes in; those above protect it here.
#[derive(Debug, Clone, Default, Args)]
#[expect(clippy::struct_field_names, reason = "each is the name of its flag")]
#[group(multiple = false)]
#[command(next_help_heading = "Passphrase of the key that comes in")]
pub struct FromPassphraseArgs {
    /// Read it from a file or pipe
    #[arg(long, value_name = "FILE")]
    from_passphrase_file: Option<PathArg>,
    /// Read it from an open descriptor
    #[arg(long, value_name = "N")]
    from_passphrase_fd: Option<u32>,
    /// Read it from an environment variable
    #[arg(long, value_name = "VAR")]
    from_passphrase_env: Option<OsString>,
}

impl FromPassphraseArgs {
    /// The same sources under their usual names.
    pub fn source(&self) -> PassphraseArgs {
        PassphraseArgs {
            passphrase_file: self.from_passphrase_file.clone(),
            passphrase_fd: self.from_passphrase_fd,
            passphrase_env: self.from_passphrase_env.clone(),
        }
    }
}

// The flags of `keys passphrase` that name the new one; those above open the key as it is.
#[derive(Debug, Clone, Default, Args)]
#[group(multiple = false)]
#[command(next_help_heading = "New passphrase")]
pub struct NewPassphraseArgs {
    /// Read it from a file or pipe
    #[arg(long, value_name = "FILE")]
    new_passphrase_file: Option<PathArg>,
    /// Read it from an open descriptor
    #[arg(long, value_name = "N")]
    new_passphrase_fd: Option<u32>,
    /// Read it from an environment variable
    #[arg(long, value_name = "VAR")]
    new_passphrase_env: Option<OsString>,
    /// Keep the private key unencrypted, protected by its file mode alone
    #[arg(long)]
    no_passphrase: bool,
}

impl NewPassphraseArgs {
    /// The same wish in the words of a new key.
    pub fn protection(&self) -> ProtectionArgs {
        let source = PassphraseArgs {
            passphrase_file: self.new_passphrase_file.clone(),
            passphrase_fd: self.new_passphrase_fd,
            passphrase_env: self.new_passphrase_env.clone(),
        };
        ProtectionArgs { source, no_passphrase: self.no_passphrase }
    }
}

/// A passphrase that is in hand already.
pub struct Known(Option<Passphrase>);

impl Known {
    /// The one that a key was just protected by.
    pub fn of(protection: &NewKeyProtection) -> Self {
        match protection {
            NewKeyProtection::Passphrase(passphrase) => Self(Some(passphrase.clone())),
            NewKeyProtection::None => Self(None),
        }
    }
}

impl PassphraseSource for Known {
    fn passphrase(&self, purpose: &PassphraseFor) -> Result<Passphrase, PassphraseError> {
        self.0.clone().ok_or_else(|| PassphraseError::NoSource(purpose.clone()))
    }
}

/// The sources of a command, in their order.
pub struct Passphrases {
    /// What the flags name.
    pub args: PassphraseArgs,
    /// What the settings name.
    pub command: Option<PassphraseCommand>,
    /// Where variables are.
    pub environment: Arc<Environment>,
    /// Whether there is a person to ask.
    pub may_ask: bool,
}

impl PassphraseSource for Passphrases {
    fn passphrase(&self, purpose: &PassphraseFor) -> Result<Passphrase, PassphraseError> {
        let PassphraseArgs { passphrase_file, passphrase_fd, passphrase_env } = &self.args;
        if let Some(path) = passphrase_file {
            Passphrase::from_file(path)
        } else if let Some(number) = passphrase_fd {
            Passphrase::from_descriptor(*number)
        } else if let Some(name) = passphrase_env {
            let origin = match self.environment.get(name) {
                None if !is_name(name) => "the variable that was named".to_owned(),
                _ => format!("the variable {}", name.display()),
            };
            match self.environment.get(name) {
                Some(value) => Passphrase::new(Zeroizing::new(value.as_encoded_bytes().to_vec()), &origin),
                None => Err(PassphraseError::Unreadable { origin, cause: "it is not set".to_owned() }),
            }
        } else if let Some(command) = &self.command {
            command.run(&self.environment)
        } else if self.may_ask {
            prompt::passphrase(purpose)
        } else {
            Err(PassphraseError::NoSource(purpose.clone()))
        }
    }

    fn is_named(&self) -> bool {
        self.args.is_given() || self.command.is_some()
    }
}

/// Said where nobody did.
pub const UNENCRYPTED_AS_BEFORE: &str =
    "the new key is unencrypted, as the one before; `mintage keys passphrase` puts a passphrase on it";

/// How a new key is to be protected, as the flags or a person say; where neither flag nor setting does, unencrypted if the
/// key that it replaces is.
pub fn like_replaced(
    args: &ProtectionArgs,
    authority: &Authority,
    algorithm: Option<Algorithm>,
) -> Result<NewKeyProtection, Error> {
    let (passphrases, purpose) = (authority.passphrases(), PassphraseFor::NewKey);
    if !args.no_passphrase && !passphrases.is_named() && authority.replaces_unencrypted(algorithm)? {
        return Ok(NewKeyProtection::None);
    }
    protection(args, passphrases, &purpose)
}

/// How a key is to be protected, as the flags or a person say.
pub fn protection(
    args: &ProtectionArgs,
    passphrases: &dyn PassphraseSource,
    purpose: &PassphraseFor,
) -> Result<NewKeyProtection, Error> {
    if args.no_passphrase {
        return Ok(NewKeyProtection::None);
    }
    Ok(NewKeyProtection::Passphrase(passphrases.passphrase(purpose)?))
}

/// Whether a variable that is not set was named at all: a secret that was typed in its place is not repeated.
fn is_name(variable: &std::ffi::OsStr) -> bool {
    variable.as_encoded_bytes().iter().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || *b == b'_')
}
