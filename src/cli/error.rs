//! Everything that can end a command without an answer.

use std::io;
use std::path::Path;

use super::path::PathFault;
use crate::authority::{self, Code, ProbeError};
use crate::core::audit::ProofFault;
use crate::core::claims::profile::{ExpandError, SetArgError};
use crate::core::verify::Reason;
use crate::core::{AppName, FamilyId, RevocationCount, Timestamp};
use crate::home::backup::BackupError;
use crate::home::{HomeError, LayOutError};
use crate::host::FileError;
use crate::keys::{ClientSetError, ImportError, PassphraseError};
use crate::settings::{ProfileError, SettingsError};
use crate::verifier::offline::SourceError;

/// Why a command gave no answer.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The authority would or could not.
    #[error(transparent)]
    Authority(#[from] authority::Error),
    /// There is no home, or not a safe one.
    #[error(transparent)]
    Home(#[from] HomeError),
    /// There is no home to judge a token, which names this issuer; nobody vouches for that.
    #[error("{error}")]
    NoJudge {
        /// Why there is none.
        error: HomeError,
        /// What the token says of who issued it.
        claimed: Option<String>,
    },
    /// A file that is there was named where its content was meant.
    #[error("this is the name of a file, and no token")]
    FileName(String),
    /// It could not be made.
    #[error(transparent)]
    LayOut(LayOutError),
    /// Where there is no home, keys could not be had.
    #[error(transparent)]
    Source(#[from] SourceError),
    /// A backup was not made, or not put back.
    #[error(transparent)]
    Backup(#[from] BackupError),
    /// A proof of the audit log that proves nothing.
    #[error(transparent)]
    Proof(#[from] ProofFault),
    /// Something is wrong with what was in a file, where more than one was named.
    #[error("{file}: {error}")]
    InFile {
        /// The file.
        file: String,
        /// What is wrong.
        error: Box<Error>,
    },
    /// Its settings are wrong.
    #[error(transparent)]
    Settings(#[from] SettingsError),
    /// A profile that is not there, or wrong.
    #[error(transparent)]
    Profile(#[from] ProfileError),
    /// A profile that makes nothing of a token.
    #[error(transparent)]
    Expand(#[from] ExpandError),
    /// A value for a profile that it does not take.
    #[error(transparent)]
    Set(#[from] SetArgError),
    /// A file that was named.
    #[error(transparent)]
    File(#[from] FileError),
    /// A private key that was named, and that others can read, or a link to it.
    #[error("{error}")]
    OpenImport {
        /// What is wrong with the file.
        error: FileError,
        /// What the command has besides the file.
        flags: String,
    },
    /// No passphrase for a new key.
    #[error(transparent)]
    Passphrase(#[from] PassphraseError),
    /// A text that is no key, or not one that can be used.
    #[error(transparent)]
    Import(#[from] ImportError),
    /// A file that has no keys that an app can be registered with.
    #[error("{file} {fault}")]
    ClientSet {
        /// The file.
        file: String,
        /// What is wrong with it.
        fault: ClientSetError,
    },
    /// A text that is no token that can be shown.
    #[error("{message}")]
    Unreadable {
        /// What it is, or what is wrong with it.
        message: String,
        /// What to do instead.
        hint: String,
    },
    /// Flags that do not go together, or a value that makes no sense.
    #[error("{message}")]
    Usage {
        /// What is wrong.
        message: String,
        /// What to do instead.
        hint: Option<String>,
    },
    /// A setting that was asked for has no value.
    #[error("{name} is not set{means}")]
    NotSet {
        /// Its name.
        name: String,
        /// What that means, as the end of the sentence.
        means: String,
    },
    /// A home that is there already.
    #[error("there is a mintage home at {0} already")]
    HomeExists(String),
    /// Standard input could not be read.
    #[error("standard input could not be read: {0}")]
    Input(io::Error),
    /// The answer could not be written.
    #[error("the answer could not be written to standard output: {0}")]
    Output(io::Error),
    /// There is nowhere to write an answer to, so nothing was begun.
    #[error("standard output is closed, so nobody would see the answer; nothing was done")]
    OutputClosed,
    /// The answer could not be written, and what it tells of was done.
    #[error("it is done, but the answer could not be written to standard output: {0}")]
    DoneUnseen(io::Error),
    /// The answer could not be written, and what it announced exists.
    #[error("token {jti} was issued, but could not be written to standard output: {cause}")]
    IssuedUnseen {
        /// The token that nobody saw.
        jti: String,
        /// The family whose refresh token was used up for it.
        used_up: Option<FamilyId>,
        /// Why.
        cause: io::Error,
    },
    /// The answer could not be written, and the app that it announced exists.
    #[error("app {app} was registered, but the answer could not be written to standard output: {cause}")]
    RegisteredUnseen {
        /// Its name.
        app: AppName,
        /// Whether its secret was in the answer that nobody saw.
        secret: bool,
        /// Why.
        cause: io::Error,
    },
    /// The answer could not be written, and the secret in it exists.
    #[error("secret {id} of app {app} was made, but could not be written to standard output: {cause}")]
    SecretUnseen {
        /// The app's name.
        app: AppName,
        /// The id of the secret that nobody saw.
        id: String,
        /// Why.
        cause: io::Error,
    },
    /// A service was not tried.
    #[error(transparent)]
    Probe(#[from] ProbeError),
    /// The same of several tokens, of which some may have been written.
    #[error(
        "{} tokens were issued, but could not all be written to standard output: {cause}; their jtis are {}",
        jtis.len(),
        jtis.join(" ")
    )]
    BatchUnseen {
        /// The tokens that nobody saw, or not all of them.
        jtis: Vec<String>,
        /// Why.
        cause: io::Error,
    },
    /// Some of the tokens that were to be revoked do not exist. The others are revoked, and that was answered.
    #[error("{0} of the tokens given are not in the ledger")]
    UnknownTargets(u64),
    /// A refresh token was shown a second time. Its family is revoked, durably.
    #[error(
        "this refresh token was used before, at {used_at}; its whole family is revoked ({} tokens){}", count.revoked,
        if *lost { "; it looks like a lost answer" } else { "" }
    )]
    Replay {
        /// When it was used.
        used_at: Timestamp,
        /// Whether it looks like a lost answer.
        lost: bool,
        /// What became of the family.
        count: RevocationCount,
    },
    /// A drill had nothing to judge.
    #[cfg(feature = "serve")]
    #[error(transparent)]
    Drill(#[from] crate::http::DrillError),
    /// A server did not begin to serve.
    #[cfg(feature = "serve")]
    #[error(transparent)]
    Unserved(#[from] super::unserved::Unserved),
    /// There is no server in this mintage.
    #[cfg(not(feature = "serve"))]
    #[error("this mintage was built without a server")]
    NoServer,
    /// What only a developer of mintage can explain.
    #[error("{0:#}")]
    Other(#[from] anyhow::Error),
}

impl Error {
    /// A wrong use, with what to do instead.
    pub(super) fn usage(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::Usage { message: message.into(), hint: Some(hint.into()) }
    }

    /// What is wrong with what was in a file.
    pub(super) fn in_file(file: &Path, error: impl Into<Self>) -> Self {
        Self::InFile { file: file.display().to_string(), error: Box::new(error.into()) }
    }
}

impl Error {
    /// The same, where something was changed before it, or nothing: an answer that is lost is another thing then.
    pub(super) fn after(self, changed: bool) -> Self {
        match self {
            Self::Output(cause) if changed => Self::DoneUnseen(cause),
            other => other,
        }
    }

    /// The code of this error.
    pub(super) fn code(&self) -> Code {
        match self {
            Self::Authority(error) => error.code(),
            Self::Home(error) | Self::NoJudge { error, .. } => of_home(error),
            Self::File(error) | Self::Settings(SettingsError::File(error)) => error.into(),
            Self::Backup(error) => of_backup(error),
            Self::Proof(_) => Code::BadProof,
            Self::InFile { error, .. } => error.code(),
            Self::LayOut(LayOutError::File(error)) => error.into(),
            Self::LayOut(LayOutError::Store(error)) => error.into(),
            Self::LayOut(LayOutError::Place(error)) => of_home(error),
            Self::LayOut(LayOutError::SettingsLost(_)) => Code::NotFound,
            Self::LayOut(LayOutError::Settings(SettingsError::File(error))) => error.into(),
            Self::LayOut(LayOutError::Settings(SettingsError::Content { .. })) => Code::Config,
            Self::LayOut(LayOutError::BeingMade(_)) => Code::Locked,
            Self::LayOut(LayOutError::MadeMeanwhile(_)) | Self::HomeExists(_) => Code::WrongState,
            Self::OpenImport { error, .. } => error.into(),
            Self::Source(error) => error.into(),
            Self::Settings(SettingsError::Content { .. }) => Code::Config,
            Self::Profile(ProfileError::File(error)) => error.into(),
            Self::Profile(ProfileError::Content { .. }) => Code::Config,
            Self::Profile(ProfileError::Unknown { .. }) => Code::NotFound,
            Self::Expand(_) | Self::Set(_) => Code::Usage,
            Self::Passphrase(error) => error.into(),
            Self::Import(error) => error.into(),
            Self::ClientSet { .. } => Code::BadKey,
            Self::Probe(error) => error.into(),
            #[cfg(feature = "serve")]
            Self::Drill(error) => of_drill(error),
            #[cfg(feature = "serve")]
            Self::Unserved(error) => error.code(),
            #[cfg(not(feature = "serve"))]
            Self::NoServer => Code::Refused,
            Self::Usage { .. } => Code::Usage,
            Self::Unreadable { .. } | Self::FileName(_) => Code::Verdict(Reason::Malformed),
            Self::UnknownTargets(_) | Self::NotSet { .. } => Code::NotFound,
            Self::Replay { .. } => Code::Replay,
            Self::Input(_) | Self::Output(_) | Self::OutputClosed | Self::Other(_) => Code::Failure,
            Self::DoneUnseen(_)
            | Self::IssuedUnseen { .. }
            | Self::BatchUnseen { .. }
            | Self::RegisteredUnseen { .. }
            | Self::SecretUnseen { .. } => Code::Failure,
        }
    }
}

impl From<PathFault> for Error {
    fn from(fault: PathFault) -> Self {
        Self::usage(fault.to_string(), fault.hint())
    }
}

#[cfg(feature = "serve")]
fn of_drill(error: &crate::http::DrillError) -> Code {
    use crate::http::DrillError;
    match error {
        DrillError::Authority(error) => error.code(),
        DrillError::Probe(error) => error.into(),
        DrillError::NotTaken { .. } => Code::ControlRefused,
    }
}

fn of_home(error: &HomeError) -> Code {
    match error {
        HomeError::Missing(_) | HomeError::NoSettings(_) | HomeError::Nowhere => Code::NotFound,
        HomeError::NotNamed(_) | HomeError::NotTrusted(_) => Code::NotFound,
        HomeError::Unsafe(_) | HomeError::UnsafeParts { .. } | HomeError::Below(_) => Code::Permission,
        HomeError::TrustUnknown(_) => Code::Permission,
        HomeError::Untrusted { .. } => Code::UntrustedHome,
        HomeError::File(error) | HomeError::Settings(SettingsError::File(error)) => error.into(),
        HomeError::Settings(SettingsError::Content { .. }) => Code::Config,
    }
}

impl From<LayOutError> for Error {
    /// A home that another process made meanwhile is there, as one that was there before.
    fn from(error: LayOutError) -> Self {
        match error {
            LayOutError::MadeMeanwhile(folder) => Self::HomeExists(folder.display().to_string()),
            other => Self::LayOut(other),
        }
    }
}

fn of_backup(error: &BackupError) -> Code {
    match error {
        BackupError::File(error) => error.into(),
        BackupError::Store(error) => error.into(),
        BackupError::Key(error) => error.into(),
        BackupError::Authority(error) => error.code(),
        BackupError::Settings(_) => Code::Config,
        BackupError::Io(_) => Code::Failure,
        BackupError::Damaged { .. } => Code::Damaged,
        BackupError::Newer(_) => Code::Newer,
        BackupError::HomeExists(_) | BackupError::InTheWay { .. } | BackupError::OtherLedger(_) => Code::WrongState,
        BackupError::Busy(_) => Code::Locked,
    }
}
