//! Why a server did not begin to serve.

use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;

use crate::authority::Code;
use crate::core::security::SecurityFault;
use crate::core::{Audience, Issuer, Kid, UserId};
use crate::host::sockets::SocketError;
use crate::http::{OwnFault, TlsFault};

/// Why a server did not begin to serve.
#[derive(Debug, thiserror::Error)]
pub enum Unserved {
    /// Something else listens there.
    #[error("{0} is in use: another program listens there")]
    InUse(SocketAddr),
    /// The system keeps the port for others.
    #[error("this user may not listen on {0}: the system keeps ports below 1024 for others")]
    Privileged(SocketAddr),
    /// No network of this machine has the address.
    #[error("{} is not an address of this machine", .0.ip())]
    NotHere(SocketAddr),
    /// The system would not.
    #[error("{address} cannot be listened on: {cause}")]
    Bind {
        /// Where.
        address: SocketAddr,
        /// Why not.
        cause: io::Error,
    },
    /// A socket in the file system, or one that was handed over.
    #[error(transparent)]
    Socket(SocketError),
    /// Sockets were to be taken, and there are none.
    #[error("no socket was handed over: neither LISTEN_FDS nor LISTEN_PID names any for this process")]
    NothingHandedOver,
    /// A certificate that cannot be shown.
    #[error("{}: {fault}", path.display())]
    Certificate {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        fault: TlsFault,
    },
    /// No certificate of its own could be made.
    #[error(transparent)]
    OwnCertificate(OwnFault),
    /// What should be a certificate or a key of its own is none.
    #[error("{} is no certificate or key of this server's own authority", .0.display())]
    NoCertificate(PathBuf),
    /// A server that was asked whether it is ready is not.
    #[error("the server at {at} is not ready: {why}")]
    NotReady {
        /// Where it was asked.
        at: String,
        /// What it answered, or why it did not.
        why: String,
    },
    /// Whoever is on the way could read the secrets and tokens that are sent.
    #[error("plain http on {0}, which others can reach, would show secrets and tokens to whoever is on the way")]
    Plain(SocketAddr),
    /// Its tokens would not be those of the home.
    #[error("the issuer of this home is {home}, not {wanted}, and all tokens of a home name the same")]
    OtherIssuer {
        /// What the home says.
        home: Issuer,
        /// What was asked for.
        wanted: Issuer,
    },
    /// A home is served where its tokens say that their issuer is.
    #[error("the issuer of {} is {issuer}, and what is served there is {wanted}", home.display())]
    NotAt {
        /// Its folder.
        home: PathBuf,
        /// What the home says.
        issuer: Issuer,
        /// What is served at the path.
        wanted: String,
    },
    /// Two issuers at one address would be one.
    #[error("something else is served at {0} already")]
    PathTaken(String),
    /// Nobody could ask below it.
    #[error("the path of the issuer {0} is not made of plain words, so that it cannot be served")]
    IssuerPath(Issuer),
    /// Two resources whose metadata is at the same path.
    #[error("the metadata of {one} and of {other} is at the same path")]
    ResourceTaken {
        /// The first.
        one: Audience,
        /// The second.
        other: Audience,
    },
    /// `--dev` serves this machine alone.
    #[error("--dev serves this machine alone, and others can reach {0}")]
    DevOpen(SocketAddr),
    /// `--dev` would give the tokens of a home that is more than one for development to anyone.
    #[error("--dev serves homes for development alone, and {} is none", .0.display())]
    NotForDevelopment(PathBuf),
    /// Who puts a passphrase on a key does not mean it for development.
    #[error("--dev serves homes for development alone, and the key {kid} of {} is encrypted", home.display())]
    Sealed {
        /// Its folder.
        home: PathBuf,
        /// The key.
        kid: Kid,
    },
    /// Tokens that `--dev` gives name this machine.
    #[error("with --dev tokens name an issuer on this machine, which {0} is not")]
    NotLocal(Issuer),
    /// Whoever reaches the server could name any user.
    #[error("people log in by a header that a proxy writes, and no proxy is trusted")]
    NoProxy,
    /// Who is to be logged in is not among the people.
    #[error("nobody is called {name} in {file}")]
    NobodyThere {
        /// The users file.
        file: String,
        /// Who was named.
        name: UserId,
    },
    /// Nobody said whose documents are read.
    #[error(
        "--mcp takes apps that are known by a document of theirs, and config.toml does not say whose, nor what they may have"
    )]
    NoDocuments,
    /// What the home signs with is nothing for the profile.
    #[error(transparent)]
    Security(SecurityFault),
    /// No thread was to be had.
    #[error("the system gives no more threads")]
    NoThread,
    /// The server ended because something outside went wrong.
    #[error("the server ended: {0}")]
    Ended(io::Error),
}

impl Unserved {
    /// Of an address that could not be bound.
    pub fn bind(address: SocketAddr, cause: io::Error) -> Self {
        match cause.kind() {
            io::ErrorKind::AddrInUse => Self::InUse(address),
            io::ErrorKind::PermissionDenied => Self::Privileged(address),
            io::ErrorKind::AddrNotAvailable => Self::NotHere(address),
            _ => Self::Bind { address, cause },
        }
    }

    /// Its code.
    pub fn code(&self) -> Code {
        match self {
            Self::InUse(_) | Self::Socket(SocketError::InUse(_)) => Code::AddressInUse,
            Self::Socket(SocketError::Denied(..)) => Code::Permission,
            Self::Socket(SocketError::NoSocket(_)) => Code::WrongState,
            Self::Socket(_) => Code::Failure,
            Self::NothingHandedOver | Self::Certificate { .. } => Code::Usage,
            Self::OwnCertificate(_) | Self::NotReady { .. } => Code::Failure,
            Self::NoCertificate(_) => Code::BadKey,
            Self::Privileged(_) => Code::Permission,
            Self::NotHere(_) => Code::Usage,
            Self::NotAt { .. } | Self::IssuerPath(_) => Code::Refused,
            Self::PathTaken(_) | Self::ResourceTaken { .. } => Code::Usage,
            Self::NoProxy => Code::Refused,
            Self::NobodyThere { .. } => Code::NotFound,
            Self::Plain(_) | Self::OtherIssuer { .. } | Self::DevOpen(_) => Code::Refused,
            Self::NoDocuments | Self::Security(_) => Code::Refused,
            Self::NotForDevelopment(_) | Self::Sealed { .. } | Self::NotLocal(_) => Code::Refused,
            Self::Bind { .. } | Self::NoThread | Self::Ended(_) => Code::Failure,
        }
    }
}
